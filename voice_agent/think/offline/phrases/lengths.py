"""How long a sound shall be: only where time is meant, and always where words name one."""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.offline.phrases import values
from voice_agent.think.offline.reading import Clause, Span


def length(clause: Clause) -> Clause:
    """A length only where time is meant ("90 bpm" and "at three and seven seconds" are what the
    sound is like), and always where the words name one."""
    spans = list(clause.spans)
    for span in clause.spans:
        if span.role == "duration" and not _is_length(span, clause.text):
            spans.remove(span)
            spans = [_with_neighbour(other, span, clause.text) for other in spans]
    spans = [_with_hours(span, clause.text) for span in spans]
    if not any(span.role == "duration" for span in spans):
        rest = clause.text
        for span in spans:
            rest = rest.replace(span.text, " \0 ", 1)
        rest = _BEATS.sub(" ", rest)
        named = _LENGTH.search(rest)
        if named and not _MOMENT.search(rest[: named.start()]):
            spans.append(Span("duration", named[0].strip()))
    spans = [part for span in spans for part in _parted(span, spans)]
    vague = _VAGUE.search(clause.text) if clause.task == "generate_audio" else None
    if vague and not any(span.role == "duration" for span in spans):
        spans = [_without(span, vague[1]) for span in spans]
        spans.append(Span("duration", _SHORT if vague[1].lower() in _BRIEF else _LONG))
    return replace(clause, spans=tuple(spans))


def _with_hours(span: Span, text: str) -> Span:
    """A length with its unit, where that was cut off: "two" of "two hours" are no seconds."""
    if span.role != "duration" or values.has_unit(span.text):
        return span
    found = re.search(rf"\b{re.escape(span.text)}[ -]?(?:hours?|hrs?)\b", text, re.IGNORECASE)
    return Span(span.role, found[0]) if found else span


_BEATS = re.compile(r"\bbeats (?:a|per) minute\b", re.IGNORECASE)


def _parted(span: Span, spans: list[Span]) -> list[Span]:
    """A description and the length that stands at its end: "trap, dark, 15 secs"."""
    known = any(other.role == "duration" for other in spans)
    match = None if known or span.role != "description" else _AT_THE_END.search(span.text)
    if match is None or not match.start():
        return [span]
    return [Span("description", span.text[: match.start()]), Span("duration", match[1])]


_AT_THE_END = re.compile(
    r"\s*,\s*(?:for )?((?:\d+(?:[.,]\d+)? ?s|(?:\d+(?:[.,]\d+)?|[a-z]+(?:[- ][a-z]+)?) ?"
    r"(?:seconds?|secs?|minutes?|mins?)))\W*$",
    re.IGNORECASE,
)


def _without(span: Span, word: str) -> Span:
    """A description without the word for its length."""
    kept = re.sub(rf"\b(?:very |really |quite )?{word}\s+", "", span.text, count=1)
    kept = re.sub(r"^(?:an? )?(?:sounds?|noises?) of ", "", kept)
    return Span(span.role, kept) if span.role == "description" else span


def _is_length(span: Span, text: str) -> bool:
    before, _, after = text.partition(span.text)
    if re.match(r"\W*(?:bpm|b\W*p\W*m|beats|bits?|bars?|hz|hertz|db)\b", after, re.IGNORECASE):
        return False
    if re.search(r"\b(?:bpm|b\W*p\W*m|beats|bits?|bars?)\b", span.text, re.IGNORECASE):
        return False
    return not _MOMENT.search(before)


def _with_neighbour(span: Span, other: Span, text: str) -> Span:
    """A description and what stands beside it: "lounge music" and "90 bpm"."""
    if span.role != "description":
        return span
    a, b = re.escape(span.text), re.escape(other.text)
    near = r"\W+(?:(?:at|with|of|in|after|every)\s+)?"
    found = re.search(rf"{a}{near}{b}(?:\s*(?:bpm|beats\b[\w ]*))?|{b}{near}{a}", text)
    return Span(span.role, found[0]) if found else span


# "A short rain sound", but not "a long train": the word must be about the sound, not the thing.
_VAGUE = re.compile(
    r"\b(short|brief|long|lengthy)\b,?(?: (?!of\b)[\w-]+){0,2}? (?:sounds?|noises?|clip|loop|effect"
    r"|snippet)\b",
    re.IGNORECASE,
)
_BRIEF = {"short", "brief"}
_SHORT, _LONG = "4 seconds", "30 seconds"  # beside the usual 10
_MOMENT = re.compile(
    r"\b(?:at|every|between|(?<!stop )(?<!stops )(?<!end )(?<!ends )(?<!finish )after)\s*"
    r"(?:second\s*)?$",
    re.IGNORECASE,
)
COUNT = (
    r"(?:\d+(?:[.,]\d+)?|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -])?"
    r"(?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|(?:thir|four|fif|six"
    r"|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half an?"
    r"|a quarter of a|a couple of|a few|an?)"
)
_LENGTH = re.compile(
    rf"\b{COUNT}(?: and a half| point \w+)?[ -]?(?:seconds?|secs?|s|minutes?|mins?|hours?|hrs?)\b"
    r"(?: and a half)?",
    re.IGNORECASE,
)
