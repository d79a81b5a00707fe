"""Stretches that are named by their place in a recording: "the middle", "the last second"."""

from __future__ import annotations

import re

from voice_agent.think.offline.phrases import stretches, values

_LONGEST = 1.0  # seconds of "the middle" when nobody says how much of it
_SHARE = 0.2  # of a short recording

_MIDDLE = re.compile(r"\b(?:middle|cent(?:re|er))\b", re.IGNORECASE)
_AMOUNT = r"((?:half an?|an?|\d+(?:[.,]\d+)?|[a-z]+)? ?(?:milliseconds?|ms|seconds?|secs?))"
_BEFORE = re.compile(rf"\b{_AMOUNT} (?:in|at|around|from|of) the (?:\w+ )?(?:middle|cent)", re.I)
_AFTER = re.compile(rf"\b(?:middle|cent(?:re|er)) {_AMOUNT}\b", re.IGNORECASE)


_LAST = re.compile(rf"\b(?:last|final|closing) {_AMOUNT}\b", re.IGNORECASE)
_TO_END = re.compile(r"\b(?:to|until|till) the (?:very )?end\b", re.IGNORECASE)


def portion(text: str, seconds: float) -> tuple[float, float] | None:
    """From when to when the part of a recording of ``seconds`` is that ``text`` names by its
    place; None where it names none."""
    return middle(text, seconds) or _ending(text, seconds)


def _ending(text: str, seconds: float) -> tuple[float, float] | None:
    """The end of a recording: "the last two seconds", "from 14 s to the end"."""
    last = _LAST.search(text)
    words = last[1].strip().lower() if last else ""
    length = values.seconds(f"one {words}" if words in ("second", "sec") else words)
    start = stretches.beginning(text) if _TO_END.search(text) else None
    start = seconds - length if length else start
    return (round(start, 3), round(seconds, 3)) if start and 0 < start < seconds else None


def middle(text: str, seconds: float) -> tuple[float, float] | None:
    """From when to when "the middle" of a recording of ``seconds`` is, where ``text`` speaks of
    it: a second around the middle, or as much as is said ("the middle two seconds")."""
    if not _MIDDLE.search(text):
        return None
    named = _AFTER.search(text) or _BEFORE.search(text)
    words = named[1].strip().lower() if named else ""
    length = values.seconds(f"one {words}" if words in ("second", "sec") else words)
    length = min(length or min(_LONGEST, _SHARE * seconds), 0.8 * seconds)
    start = (seconds - length) / 2.0
    return round(start, 3), round(start + length, 3)
