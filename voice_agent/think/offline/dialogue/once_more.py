"""What is made and, in the same breath, made once more in another way: "make rain, play it, then
make it again but longer"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from voice_agent.think.context import Context
from voice_agent.think.offline.deciding import Decision
from voice_agent.think.offline.dialogue.other_files import moved
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reader.answering import is_order
from voice_agent.units import Exchange, Plan, Query, Step

_LONGEST = 600  # characters of a request that are searched
_AGAIN = re.compile(
    r"(?:[\s,.;]+(?:and|then|also|but|now|finally|after that))*[\s,.;]+(?P<order>(?:make|do|create"
    r"|generate|compose|sing) (?:it|that|this|the same(?: thing)?)(?: all)? (?:again|once more"
    r"|one more time|over|anew)\b[^.!?;:\"“”]{0,60})[.!]*\s*$",
    re.IGNORECASE,
)
_MADE = {"generate_audio", "compose_music", "sing", "synthesize_speech"}
_CHANGED = {"binauralize", "enhance_speech"}  # what was made, as it is then


def made_again(
    query: Query, context: Context, decide: Callable[[Query, Context], Decision]
) -> Decision | None:
    """What such a request comes to: what stands before it, then that changed; None of another."""
    found = _AGAIN.search(query.text) if len(query.text) <= _LONGEST else None
    if found is None or context.pending is not None or not query.text[: found.start()].strip():
        return None
    if any(start <= found.start("order") < end for start, end in encoding.quoted(query.text)):
        return None
    head = replace(query, text=query.text[: found.start()])
    if context.last_action is not None and not is_order(head.text):
        return None  # "too fast for me, do it again but slower"
    first = decide(head, context)
    made = tuple(step for step in first.steps if step.tool in _MADE | _CHANGED)
    if first.kind != "act" or made != first.steps[: len(made)] or not made:
        return None
    if made[0].tool not in _MADE:
        return None
    done = Exchange(query.turn, head.text, "Done.", Plan(query.turn, "act", made))
    then = decide(replace(query, text=found["order"]), context.with_exchange(done))
    if then.kind != "act":
        return None
    shift = len(first.steps)
    more = (
        Step(step.tool, {n: moved(v, "", "", shift) for n, v in step.arguments.items()})
        for step in then.steps
    )
    return replace(first, steps=(*first.steps, *more))
