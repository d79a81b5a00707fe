"""A change that no tool can make: it is told, and nothing passes for it that is no change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from voice_agent.think.context import Context
from voice_agent.think.offline.dialogue import running
from voice_agent.think.offline.reading import Clause
from voice_agent.units import Step, ToolSignature

_ONCE_MORE = re.compile(
    r"\b(?:again|once more|(?:one|another) (?:more )?(?:time|go|try)|re-?do|re-?run|repeat|re-?try"
    r"|over(?! (?:it|that|the)\b)|another|same|try|yes|go ahead"
    r"|do (?:it|that|this)(?! (?:a |more|less|\w+er\b)))\b",
    re.IGNORECASE,
)


def changes_nothing(
    clause: Clause, steps: Sequence[Step], context: Context, signatures: Mapping[str, ToolSignature]
) -> bool:
    """Whether the last action, which went well, would only be done once more, though nobody
    asked for that: what the words want changed is nothing that its tools take."""
    last = context.last_action
    if clause.task != "redo" or last is None:
        return False
    if not is_same(steps, last.plan.steps):
        return False
    tools = [signatures[step.tool] for step in steps]
    plays = any(tool.heard or tool.family == "session" for tool in tools)  # "pardon?"
    lasting = any({"duration", "seconds"} & {*tool.parameters["properties"]} for tool in tools)
    length = clause.get("duration") is not None or _LENGTH.search(clause.text)
    timed = length and not lasting  # "make it ten seconds" about what was spoken
    went_well = all(result.ok for result in last.results)
    return went_well and bool(timed or not plays) and not _ONCE_MORE.search(clause.text)


_LENGTH = re.compile(r"\b(?:longer|shorter)\b", re.IGNORECASE)
_LONGEST = 300  # characters of a wish that are read
_WANTS = re.compile(
    r"\bbut\b(?!.*\b(?:same|again)\b)|\blike an?\b|\bas if\b|\b(?:more|less) \w+ly\b"
    r"|\b(?:much|way|even|a lot|far) \w+er\b|\b(?:much|way|even|far) (?:more|less)\b",
    re.IGNORECASE,
)


def comes_as_it_was(clause: Clause, steps: Sequence[Step], context: Context) -> bool:
    """Whether what is done once more was wanted otherwise, too, and nothing of that is taken up:
    "again, but much bigger"."""
    last = context.last_action
    if clause.task != "redo" or last is None or not _WANTS.search(clause.text[:_LONGEST]):
        return False
    return is_same(steps, last.plan.steps)


def is_same(steps: Sequence[Step], others: Sequence[Step]) -> bool:
    """Whether both do the same, whatever chance makes of it."""
    return _without_seeds(steps) == _without_seeds(others)


def _without_seeds(steps: Sequence[Step]) -> list[tuple[str, dict[str, object]]]:
    return [(s.tool, {k: v for k, v in s.arguments.items() if k != "seed"}) for s in steps]


_OF_IT = re.compile(
    r"\b(?:it|that|this|them|the (?:\w+ )?(?:bass|drums?|piano|guitar|strings|melody|rhythm|solo"
    r"|beat|chords?|violins?|cello|flute|trumpet|sax\w*|piece|tune|music|song))\b",
    re.IGNORECASE,
)


def of_a_piece(text: str, context: Context) -> str:
    """What is told where a piece of music that was just made cannot be changed so."""
    just = context.exchanges[-1] if context.exchanges else None
    steps = just.plan.steps if just is not None and just.plan.kind == "act" else ()
    if not steps or steps[-1].tool != "compose_music" or not _OF_IT.search(text):
        return ""
    if running.is_so(str(steps[-1].arguments.get("description", "")), text):
        return "It is so already: its end leads into its beginning, and nothing rings off between."
    return (
        "I can't change that about the piece; its mood, key, tempo and instruments I can, how loud"
        " they are and when they play, and how it ends."
    )
