"""A language named in a sentence, also where it is misspelt; one that somebody speaks in it.

find_language("the sweedish version")                   -> "Swedish"
spoken("she speaks Dutch here, put it into Latin")      -> {"Dutch"}
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace

from voice_agent.languages import ALIASES, CODES, language_name
from voice_agent.think.offline.reading import TOOLS, Clause, Span


def find_language(text: str, *, exactly: bool = False) -> str | None:
    """The English name of a language named in ``text`` ("French"), small typos included.

    ``exactly`` admits no typos, for text in which a language need not be named at all.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    for word in words:
        name = ALIASES.get(word, word)
        if name in CODES:
            return name.capitalize()
    for word in () if exactly else words:
        near = difflib.get_close_matches(word, CODES, n=1, cutoff=0.84)
        if near and len(word) >= 5:
            return near[0].capitalize()
    return coded(text)


def coded(text: str) -> str | None:
    """The language of a code that is called one: "language sv"."""
    match = _CODED.search(text)
    return language_name(match[1].lower()) if match and match[1].lower() in _CODES else None


_CODED = re.compile(r"\b(?:languages?|lang)(?: code)?(?: is| =|=|:)? ?[\"'(]?([a-z]{2,3})\b", re.I)
_CODES = frozenset(CODES.values())


def spoken(text: str) -> frozenset[str]:
    """The languages that are said to be spoken, as in "from German" and "they talk in Dutch"."""
    named = (find_language(match[1], exactly=True) for match in _SPOKEN.finditer(text))
    return frozenset(name for name in named if name)


_SPOKEN = re.compile(
    r"(?:\bfrom(?: the)?|\b(?:is|are|was|were)(?: all| only| just| mostly)*"
    r"(?: spoken| said| sung| recorded)?(?: in)?"
    r"|['’]s(?: all)? in"
    r"|\b(?:speaks|speaking|spoke|talks|talking|talked)(?: only| in)*"
    r"|\b(?:i|we|you|he|she|they|who|will|is|are|people|guests?|speakers?)(?:['’]ll)?"
    r" (?:speak|talk)(?: in)?"
    r"|\b(?:starts?|begins?|started|began)(?: off| out)? in"
    r"|\b(?:rang|called|phoned|wrote|came|told|said|left|sent|held|given|answered|dictated)"
    r"(?: \w+){0,3}? in"
    r"|\b(?:(?:i|we|they|he|she|who)(?: only| don['’]t| do not)?"
    r" (?:know|understand|read|learnt|had)|knows|understands|has|speaks)"
    r"(?: only| just| no| any| a word of| much| nothing but)*"
    r") ([^\W\d_]+)\b",
    re.IGNORECASE,
)


def unknown(clause: Clause) -> str:
    """The words for a language that is none we know: "Klingon", "my grandmother's language"."""
    named = clause.get("language") or ""
    told = _TONGUE.search(clause.text)
    return (told[1] if told else "") if not named or find_language(named) else named


_TONGUE = re.compile(
    r"\b(?:in)?to ((?:the|my|his|her|our|their|your) (?!(?:same|right|other) )[^.,;!?]{0,30}?"
    r"\b(?:language|tongue|dialect)(?: (?:of|that|they|he|she)\b[^.,;!?]{0,40}?)?)"
    r"(?: please| now)*\W*$",
    re.IGNORECASE,
)


def corrected(clause: Clause) -> Clause:
    """The clause with the language that is meant after all: "not German, Dutch, sorry"."""
    found = _NOT_BUT.search(clause.text)
    if found is None or clause.get("language") or not all(map(_is_language, found.groups())):
        return clause
    return replace(clause, spans=(*clause.spans, Span("language", found[2])))


def _is_language(word: str) -> bool:
    return find_language(word, exactly=True) is not None


_NOT_BUT = re.compile(
    r"\bnot (?:in |into )?(\w+)\W+(?:(?:but|i meant?|in|into|it['’]s)\W+)*(\w+)", re.I
)


def is_left(language: str, text: str) -> bool:
    """Whether a translation goes out from a language, not into it: "from German"."""
    return bool(re.search(rf"\bfrom (?:the )?{language}\b", text, re.IGNORECASE))


def told_apart(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses with a language that is only said to be spoken where it belongs: beside
    another wish that is no wish for a translation, of a transcript it is the language."""
    for at, clause in enumerate(clauses):
        rest = [*clauses[:at], *clauses[at + 1 :]]
        taker = next((i for i, other in enumerate(rest) if other.task in _TAKERS), None)
        language = of_speaker(clause)
        if not language or taker is None:
            continue
        files = tuple(span for span in clause.spans if span.role == "file")
        work = next(i for i, other in enumerate(rest) if other.task in (*TOOLS, "redo"))
        if rest[work].get("file") is None:
            rest[work] = replace(rest[work], spans=(*files, *rest[work].spans))
        other = rest[taker]
        if other.task != "translate_speech" and other.get("language") is None:
            spans = (*other.spans, Span("language", language))
            rest[taker] = replace(other, text=f"{clause.text} {other.text}", spans=spans)
        return told_apart(rest)
    return tuple(_into(clause) for clause in clauses)


def _into(clause: Clause) -> Clause:
    """What is spoken in one language and wanted in another is to be translated, whatever its
    verb: "Maria talks in Portuguese. I want her interview in English, on paper"."""
    spans = [span for span in clause.spans if span.role == "language"]
    if clause.task != "transcribe_speech" or len(spans) < 2:
        return clause
    heard = spoken(clause.text)
    wanted = [span for span in spans if find_language(span.text) not in heard]
    if not heard or len(wanted) != 1:
        return clause
    kept = tuple(span for span in clause.spans if span.role != "language")
    return replace(clause, task="translate_speech", spans=(*kept, wanted[0]))


_TAKERS = ("translate_speech", "transcribe_speech", "redo")
_ORDER = re.compile(r"\b(?:translat\w*|put|turn|give|make|tell|want|need|into|version)\b", re.I)


def of_speaker(clause: Clause) -> str:
    """The language of a clause that only tells what is spoken; "" for any other clause."""
    named = clause.get("language")
    if clause.task != "translate_speech" or not named or clause.get("aloud"):
        return ""
    if _ORDER.search(clause.text):
        return ""
    language = find_language(named)
    return language if language and language in spoken(clause.text) else ""
