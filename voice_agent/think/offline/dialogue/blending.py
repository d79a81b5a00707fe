"""Two sounds that were made by words, made again as one scene: "put the slam over the rain".

Recordings are not laid over each other (impossible.py); what has a description can be described
together.
"""

from __future__ import annotations

import re

from voice_agent.think.context import Context
from voice_agent.think.likeness import stem
from voice_agent.think.offline.reading import Clause, Span

_LONGEST = 300  # characters of a wish that are read
_SOUND = r"(?:it|that|this|them|(?:the|that|this|those|my) [\w' -]+?)"
_OVER = re.compile(
    rf"\b(?:put|lay|drop|place|set|slip|layer|have|play|mix|add) (?P<one>{_SOUND})"
    rf" (?:on top of|over|in|under|underneath|beneath|with|into|onto|behind|to) (?P<other>{_SOUND})"
    r"(?= together\b|,|[.?!]|$| (?:at|about|after|around|and|please)\b)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    rf"\b(?P<one>{_SOUND}) and (?P<other>(?:an? )?{_SOUND}|an? [\w' -]+?) (?:together|at the same"
    r" time|at once|in one(?: \w+)?|as one(?: \w+)?)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:put|play|mix|blend|combine|merge|have|join|want|need)\b(?: \w+){0,3}? (?:both|the two"
    r"|them|these|those)(?: two)?(?: sounds)?(?: both)? (?:together|into one|in one)\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    rf"\b(?P<one>{_SOUND}) first(?:,? and)?,? then (?P<other>{_SOUND})(?: after(?:wards?)?)?"
    r"(?=,|[.?!]|$)",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:at|after|about|around) (?:about |around )?([\w.]+) seconds?\b"
    r"|\b([\w.]+) seconds? (?:in\b|from the start)",
    re.IGNORECASE,
)
_PLACES = re.compile(r"\b(?:me|my|head|ears?|left|right|listener)\b", re.IGNORECASE)


def blended(text: str, context: Context) -> Clause | None:
    """The wish for one scene of two sounds; None where they were not both made by words."""
    text = text[:_LONGEST]
    then = _THEN.search(text)
    found = then or _TOGETHER.search(text) or _OVER.search(text)
    if found is None and _BOTH.search(text):
        return _scene(_made(context)[:2])
    if found is None or _PLACES.search(found["other"]):
        return None
    made, last = _made(context), context.last_action
    sounds = last is not None and any(step.tool in _SOUNDS for step in last.plan.steps)
    one, other = (_meant(found[name], made, made[:1] if sounds else []) for name in _TWO)
    new = re.match(r"an? (.+)", found["other"], re.IGNORECASE)
    other = other or (new[1] if new and one else "")
    if not one or not other or one == other:
        return None
    when = _AT.search(text) if not then else None
    at = f" at {when[1] or when[2]} seconds" if when else ""
    whole = f"{one}, then {other}" if then else f"{other} with {one}{at}"
    return Clause("generate_audio", "", 1.0, (Span("description", whole),))


def _scene(last: list[str]) -> Clause | None:
    """The last two sounds at once."""
    if len(set(last)) < 2:
        return None
    return Clause("generate_audio", "", 1.0, (Span("description", " with ".join(last[::-1])),))


def _made(context: Context) -> list[str]:
    """The descriptions of what was made, the latest first."""
    steps = [step for exchange in context.exchanges for step in exchange.plan.steps]
    words = [s.arguments.get("description") for s in steps if s.tool == "generate_audio"]
    return [found for found in reversed(words) if isinstance(found, str) and found[:1] != "$"]


def _meant(words: str, made: list[str], last: list[str]) -> str:
    """Which of the sounds is meant; "it" is the last one, where that was made or moved just now."""
    if re.fullmatch(r"it|that|this|them", words, re.IGNORECASE):
        return "".join(last)
    said = {stem(word) for word in re.findall(r"[a-z]+", words.lower())} - _NO_NAMES
    return next((old for old in made if said & _stems(old)), "")


def _stems(text: str) -> set[str]:
    return {stem(word) for word in re.findall(r"[a-z]+", text.lower())}


_TWO = ("one", "other")
_SOUNDS = {"generate_audio", "binauralize"}
_NO_NAMES = {stem(word) for word in ("the", "that", "this", "those", "my", "one", "sound", "noise")}
_NO_NAMES |= {"a", "an", "and", "of", "in", "on", "with", "then"}
