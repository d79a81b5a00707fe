"""A sound that is made somewhere: "a doorbell coming from behind me" is made, then put there.

A scene has sides of its own ("rain on the left, gulls on the right"); behind and above it has not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from voice_agent.think.offline.phrases import values
from voice_agent.think.offline.reader.leading import POLITE
from voice_agent.think.offline.reading import Clause, Reading, Span

_MADE = "generate_audio"
_SIDE = (
    r"(?:(?:on|to|at|from) )?(?:the |my |our )?(?:far )?(?:left|right)(?:[- ]hand)?(?: side| ear)?"
    r"(?: of me)?"
)
_AROUND = (
    r"(?:right |just |directly |straight |high )?(?:behind|above|in front of|ahead of|below)"
    r"(?: (?:me|us|my head|(?:the|our) (?:listeners?|players?|audience)))?"
)
_PLACE = re.compile(
    r"[\s,]+(?:(?:that |which )?(?:coming|comes?|heard|placed) )?"
    rf"(?P<place>(?:from )?(?:{_AROUND}(?:,? (?:and )?{_SIDE})?|{_SIDE}))"
    r"(?P<after>,? (?:for )?(?:[\w.]+ ){1,3}(?:seconds?|secs?|minutes?)(?: long)?)?\W*$",
    re.IGNORECASE,
)
_BEYOND = re.compile(r"\b(?:behind|above|front|ahead|below)\b", re.IGNORECASE)
# What is asked for is to be made: "give me a bell", not "give me the bell", and "put a bell".
_NEW = re.compile(
    POLITE + r"(?:(?:make|give me|generate|create|produce|i (?:want|need|would like)|i['’]d like"
    r"|(?:i )?(?:have|get)|put|place|let me hear) )?(?:(?:[\w.]+ ){1,3}(?:seconds?|minutes?) of )?"
    r"(?P<sound>(?:an?|some|two|three|several) \w.*)$"
    r"|" + POLITE + r"(?:make|generate|create|produce|give me) "
    r"(?P<bare>(?!(?:the|it|that|this|them|my|his|her|your|every|both|all)\b)\w.*)$",
    re.IGNORECASE,
)


def apart(clauses: Sequence[Clause], read: Callable[[str], Reading]) -> tuple[Clause, ...]:
    """The clauses, with a wish for a sound somewhere as two: the sound, and where it is."""
    return tuple(part for clause in clauses for part in _apart(clause, read))


def _apart(clause: Clause, read: Callable[[str], Reading]) -> tuple[Clause, ...]:
    place = _PLACE.search(clause.text) if clause.task in (_MADE, "binauralize", "answer") else None
    if place is None or not re.match(r"an? |$", clause.get("file") or "", re.IGNORECASE):
        return (clause,)
    where = place["place"]
    if clause.task != "binauralize" and not _BEYOND.search(where):
        return (clause,)
    head = clause.text[: place.start()] + (place["after"] or "")
    made = _sound(head, read)
    if made is None or (clause.task == "binauralize" and not _NEW.match(head)):
        return (clause,)
    role = "elevation" if values.azimuth(where) is None else "azimuth"
    there = Clause("binauralize", where, 1.0, (Span(role, where), Span("file", "it")))
    return (replace(made, first=clause.first), there)


def _sound(head: str, read: Callable[[str], Reading]) -> Clause | None:
    """The wish for a sound that ``head`` is; None where it is no such wish."""
    clauses = read(head).clauses
    if len(clauses) == 1 and clauses[0].task == _MADE and clauses[0].get("description"):
        return clauses[0]
    new = _NEW.match(head)
    said = (new["sound"] or new["bare"]) if new else ""
    if not said or _OF_FILE.search(said):
        return None
    return Clause(_MADE, head, 1.0, (Span("description", said),))


_OF_FILE = re.compile(
    r"\b(?:voice|speech|copy|recording|track|version|part|piece|bit)s?\b"
    r"|\bof (?:it|that|this|them|the)\b",
    re.IGNORECASE,
)
