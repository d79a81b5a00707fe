"""What was made of words and then worked on changes where it was made: after "compose some jazz",
"put it on my left", "make it sadder" composes sadder jazz and puts that on the left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voice_agent.think.context import Context, files_used
from voice_agent.think.offline.deciding import Decision
from voice_agent.think.offline.dialogue import parts, recomposing
from voice_agent.think.offline.dialogue.other_files import moved
from voice_agent.think.offline.dialogue.unchanged import is_same
from voice_agent.think.offline.phrases import moods
from voice_agent.units import Exchange, Step

_MAKERS = frozenset({"compose_music", "generate_audio", "synthesize_speech", "sing"})
_SPOKEN = frozenset({"synthesize_speech", "sing"})
_WORDS = ("description", "text")
_VOICES = {"speed", "pitch", "volume"}  # of the assistant's own voice
_YOU = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
_PACE = re.compile(r"\b(?:pace|tempo|beat|bpm|rhythm|key)\b", re.IGNORECASE)
_VOICE = re.compile(r"\bvoice\b", re.IGNORECASE)
_ASIDE = 2  # turns of talk after which something is still what was just worked on


@dataclass(frozen=True)
class Made:
    """The dialogue as it was when something had been made (``context``), by the last steps in
    it, and what was done with it ``since``, counted from the first of these."""

    context: Context
    since: tuple[Step, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """What made it."""
        return self.context.exchanges[-1].plan.steps


def made_before(context: Context) -> Made | None:
    """What the last action worked on; None where that was not made of words, or nothing has been
    done with it."""
    place = _last_work(context)
    if place is None or context.pending is not None:
        return None
    whole = _whole(context.exchanges, place)
    if whole is None or not all(result.ok for result in whole.results):
        return None
    steps = whole.plan.steps
    count = next((n for n, step in enumerate(steps) if step.tool not in _MAKERS), len(steps))
    sounds = [any(f.kind in ("audio", "video") for f in r.artifacts) for r in whole.results]
    end = max((n + 1 for n, sound in enumerate(sounds) if sound), default=0)  # then: listened to
    if not 0 < count < len(steps) or not all(sounds[:end]):
        return None
    since = steps[count:end]
    if any(step.tool in _MAKERS for step in since):
        return None
    plan = replace(whole.plan, steps=steps[:count])
    maker = replace(whole, plan=plan, results=whole.results[:count])
    first = next(n for n, one in enumerate(context.exchanges) if one.turn == whole.turn)
    return Made(replace(context, exchanges=(*context.exchanges[:first], maker)), since)


def changed_there(
    query: str, context: Context, made: Made, now: Decision, then: Decision
) -> Decision | None:
    """The decision that makes the thing anew and does with it what was done; None where the words
    rather mean what they mean ``now``. ``then`` is what they would have meant right after it was
    made."""
    tools = [step.tool for step in made.steps]
    if then.kind != "act" or [step.tool for step in then.steps] != tools:
        return None
    if is_same(then.steps, made.steps) or _is_lost(then.steps[-1], made):
        return None
    again = replace(then, steps=(*then.steps, *made.since))
    if is_same(then.steps, now.steps):
        return again if _is_change(then.steps[-1], made.steps[-1]) else None
    return again if _is_meant(query, context, made, now) else None


def _is_lost(new: Step, made: Made) -> bool:
    """Whether nobody would hear a change, since it is one of how words are said that are then said
    by another voice in another language."""
    abroad = any(step.tool == "translate_speech" for step in made.since)
    return abroad and new.arguments.get("text") == made.steps[-1].arguments.get("text")


def _is_change(new: Step, old: Step) -> bool:
    """Whether a step does something anew, not another thing: by its seed, or by its words."""
    same = all(new.arguments.get(name) == old.arguments.get(name) for name in _WORDS)
    return same or "seed" in new.arguments


def _is_meant(query: str, context: Context, made: Made, now: Decision) -> bool:
    """Whether what was made is rather to be changed than what was done with it."""
    if now.kind in ("unsupported", "clarify") or parts.changed(query, made.context) is not None:
        return True
    tool, last = made.steps[-1].tool, context.exchanges[-1]
    speaks = tool in _SPOKEN
    if now.kind != "act":
        return speaks and bool(_VOICES & now.effects.keys()) and not _YOU.search(query)
    if now.steps[0].tool == made.steps[0].tool and not _is_new(query, made, now):
        return True
    if speaks and (_VOICE.search(query) or moods.shifted(query)):
        return True
    if any(step.arguments.get("text") == last.reply for step in now.steps):
        return True  # what was told of it is nothing to sing
    changed = recomposing.recomposed(made.steps, query, made.context.exchanges[-1])
    return changed is not None and (not made.since or bool(_PACE.search(query)))


def _is_new(text: str, made: Made, now: Decision) -> bool:
    """Whether a plan makes something else, which ``text`` names, and does nothing with it."""
    if len(now.steps) == len(made.steps) + len(made.since) > len(made.steps):
        return False
    named = (now.steps[0].arguments.get(name) for name in _WORDS)
    return any(isinstance(words, str) and words.lower() in text.lower() for words in named)


def _last_work(context: Context) -> int | None:
    """The place of the last turn that worked on something, apart from playing it."""
    aside = 0
    for place, exchange in reversed(list(enumerate(context.exchanges))):
        if exchange.plan.kind == "act" and exchange.plan.steps:
            if any(step.tool != "play_audio" for step in exchange.plan.steps):
                return place
        elif (aside := aside + 1) > _ASIDE:
            return None
    return None


def _whole(exchanges: Sequence[Exchange], place: int) -> Exchange | None:
    """A turn and those whose results it worked on as one turn, the first of them; None where it
    worked on the user's own files, or on several."""
    last = exchanges[place]
    used = files_used(last.plan.steps)
    if not used:
        return last
    for earlier in range(place - 1, -1, -1):
        steps = exchanges[earlier].plan.steps
        for number, result in enumerate(exchanges[earlier].results):
            if [made.path for made in result.artifacts if made.kind == "audio"] != [used[0]]:
                continue
            whole = _whole(exchanges, earlier) if len(used) == 1 else None
            if whole is None:
                return None
            before = len(whole.plan.steps)
            made = f"${before - len(steps) + number + 1}"
            later = tuple(_moved(step, used[0], made, before) for step in last.plan.steps)
            plan = replace(whole.plan, steps=(*whole.plan.steps, *later))
            return replace(whole, plan=plan, results=(*whole.results, *last.results))
    return None


def _moved(step: Step, old: str, new: str, shift: int) -> Step:
    return Step(step.tool, {k: moved(v, old, new, shift) for k, v in step.arguments.items()})
