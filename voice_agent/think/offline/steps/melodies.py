"""The score that shall be sung: one that was handed over, or the notes of music made just now."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice_agent.think import references
from voice_agent.think.candidates import Candidate
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases import arguments
from voice_agent.think.offline.reading import Clause
from voice_agent.units import Step

_SCORE = re.compile(r"\.(?:midi?|kar|musicxml|mxl|xml)\b", re.IGNORECASE)
_BY_SCORE = re.compile(r"\b(?:score|sheet|midi|file|tune|melody|notes|this|it)\b", re.IGNORECASE)
_MUSIC = "compose_music"
_SING_THAT = re.compile(
    r"\b(?:sing|hum)(?: (?:me|us))?(?: along)?(?: to| with)? (?:it|that|this|the (?:\w+ )?(?:melody"
    r"|tune|music|piece|notes|waltz))\b|\bsing along\b",
    re.IGNORECASE,
)


def score_of(
    clause: Clause, kind: str, pool: Sequence[Candidate], steps: Sequence[Step], context: Context
) -> references.Found | None:
    """The score, where nothing else is named to sing or it is pointed to; None without one."""
    if composed := _composed(clause, kind, pool, steps, context):
        return references.Found((composed,))
    if clause.get("text") is not None and not _BY_SCORE.search(clause.text):
        return None
    scores = [known for known in pool if _SCORE.search(known.description)]
    found = references.find("", kind, scores[-1:], context)
    return None if found.trouble else found


def _composed(
    clause: Clause, kind: str, pool: Sequence[Candidate], steps: Sequence[Step], context: Context
) -> str:
    """The notes of music: "sing it" after "compose a waltz"; "" where something else is meant."""
    last = context.last_action
    done = steps or (last.plan.steps if last is not None else ())
    named = not arguments.is_pronoun(clause.get("text") or "it")
    if named or not done or not _SING_THAT.search(clause.text):
        return ""
    if done[-1].tool != _MUSIC:
        return ""
    if steps:
        return f"${len(steps)}"
    notes = [known.handle for known in pool if known.origin == _MUSIC and known.kind == kind]
    return notes[-1] if notes else ""
