"""Questions about the session itself: how long a file is, what was done last."""

from __future__ import annotations

import re

from voice_agent.think.candidates import UTTERANCE, candidates_of
from voice_agent.think.context import Context
from voice_agent.think.references import find
from voice_agent.units import Resource

_LENGTH = re.compile(
    r"\bhow (?:long|many (?:seconds|minutes))\b(?!.*\b(?:take|takes|took|ago|until)\b)"
    r"|\b(?:length|duration) of\b|\bhow (?:much|long) is (?:in )?(?:it|this|that)\b"
)
_DEED = re.compile(
    r"\bwhat (?:did|have) you (?:just )?(?:do|done|did|run|make|made)\b"
    r"|\bwhat (?:was|is) the last thing you did\b|\bwhat (?:just )?happened\b"
)


def answer(words: str, context: Context, turn: int) -> str:
    """The answer to a question about the session; "" for any other words."""
    lowered = words.lower()
    if _LENGTH.search(lowered):
        return _length(words, context, turn)
    if _DEED.search(lowered):
        return _deed(context)
    return ""


def _length(words: str, context: Context, turn: int) -> str:
    candidates = candidates_of(context, turn)
    for kind in ("audio", "video"):
        handles = find(words, kind, candidates, context).handles
        known = context.find(handles[0]) if handles else None
        if known is not None and known.seconds is not None:
            return f"{_called(known)} is {_spoken(known.seconds)} long."
    return ""


def _deed(context: Context) -> str:
    done = context.last_action
    if done is None:
        return "I haven't done anything yet."
    return f'You asked: "{done.query.rstrip(".")}". My answer was: {done.reply}'


def _called(known: Resource) -> str:
    if known.description == UTTERANCE:
        return "What you said"
    return f"{known.description.rstrip('.').capitalize()} ({known.path})"


def _spoken(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60.0)
    if minutes < 1:
        return f"{seconds:.1f} seconds"
    unit = "minute" if int(minutes) == 1 else "minutes"
    return f"{int(minutes)} {unit} {rest:.0f} seconds" if round(rest) else f"{int(minutes)} {unit}"
