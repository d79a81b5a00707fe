"""Cutting a text into what is said in one breath, so that speech starts with the first clause.

    "I filled the gap. Shall I play it?"  ->  "I filled the gap."  "Shall I play it?"

Sentences stay whole, because melody spans them; only a long first one is cut at its first
comma (so that sound starts sooner), and those too long to say at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from voice_agent.speak.words import ABBREVIATIONS

LONGEST = 220  # characters said at once
FIRST_LONG = 75  # characters from which a first sentence is cut
FIRST_WORDS = 3  # words that a first clause has at least
PAUSES = {
    ".": 0.32, "!": 0.32, "?": 0.34, "…": 0.4, ":": 0.25, ";": 0.25, ",": 0.14, "—": 0.18,
}  # fmt: skip
LINE_PAUSE = 0.42  # after a line of its own: a list's item, a heading

_SENTENCE_END = re.compile(r"[.!?…]+[\"')\]”’]*\s+")
_CLAUSE_END = re.compile(r"[,;:—][\"')\]”’]*\s+(?!\d)|\s[–—-]\s+")
_MARKERS = re.compile(r"^\s*(?:[-*•]\s+)")
_UNFINISHED = tuple(a for a in ABBREVIATIONS if a.endswith("."))


@dataclass(frozen=True)
class Clause:
    """A piece of text as written and the silence that follows it, in seconds.

    ``goes_on`` after a first part cut at a comma: a voice that plans ahead says it and the
    next in one melody.
    """

    text: str
    pause: float
    goes_on: bool = False


def clauses(text: str) -> Iterator[Clause]:
    """The pieces of ``text`` in order; nothing is lost but the white space between them."""
    first = True
    for line in text.splitlines():
        if not re.search(r"\w", line):
            continue
        sentences = list(_sentences(line))
        for number, sentence in enumerate(sentences):
            pieces = list(_pieces(sentence, first))
            for place, piece in enumerate(pieces):
                end_of_line = number == len(sentences) - 1 and place == len(pieces) - 1
                pause = LINE_PAUSE if end_of_line else _pause(piece)
                goes_on = place == 0 and len(pieces) > 1 and pause > _pause("")
                yield Clause(piece, pause, goes_on)
            first = False


def _pause(piece: str) -> float:
    return PAUSES.get(piece.rstrip("\"')]”’ ")[-1:], 0.05)


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE_END.finditer(line):
        head = line[start : match.end()].rstrip()
        if head.endswith(_UNFINISHED) or re.search(r"(?:^|\s)(?:[A-Z]|\d{1,3})\.$", head):
            continue  # "Dr.", "J.", "2."
        if re.search(r"\w", head):
            yield head
            start = match.end()
    if re.search(r"\w", line[start:]):
        yield line[start:].strip()


def _pieces(sentence: str, first: bool) -> Iterator[str]:
    """The sentence, cut where it must be and, if it is the first, where it may be."""
    if first and len(sentence) > FIRST_LONG:
        cut = _first_cut(sentence)
        if cut:
            yield sentence[:cut].strip()
            sentence = sentence[cut:].strip()
    while len(sentence) > LONGEST:
        cut = _best_cut(sentence)
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    if re.search(r"\w", sentence):
        yield sentence


def _first_cut(sentence: str) -> int | None:
    for match in _CLAUSE_END.finditer(sentence):
        before, after = sentence[: match.end()].split(), sentence[match.end() :].split()
        if match.end() > LONGEST:
            break
        if len(before) >= FIRST_WORDS and len(after) >= FIRST_WORDS:
            return match.end()
    return None


def _best_cut(sentence: str) -> int:
    """The last clause end, else the last space, else the limit itself."""
    window = sentence[:LONGEST]
    ends = [m.end() for m in _CLAUSE_END.finditer(window) if m.end() > LONGEST // 3]
    if ends:
        return ends[-1]
    space = window.rfind(" ")
    return space if space > 0 else LONGEST
