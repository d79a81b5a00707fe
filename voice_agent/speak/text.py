"""Written English as a person would say it: the last step before phonemes.

    >>> spoken("It is in audio/3f0c9d12.wav: 3.5 s at 16 kHz, -20 dB.")
    'It is in audio slash three F zero C, nine D one two, dot wav: three point five seconds at sixteen kilohertz, minus twenty decibels.'

Rules run in the order of ``RULES``: what may contain other things (links, paths, dates) comes
before what it contains (units, numbers, symbols). A rule's words are never read again as
digits, because no rule leaves digits behind.
"""  # noqa: E501

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from voice_agent.speak import numbers, readings
from voice_agent.speak.words import ABBREVIATIONS, EXTENSIONS, MONTHS, SYMBOLS, UNITS

Match = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Match], str]]

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_BEFORE_YEARS = "in|since|of|from|until|till|by|year|before|after|to"
_EXTENSION = "|".join(sorted(EXTENSIONS, key=len, reverse=True))


def spoken(text: str) -> str:
    """``text`` in words, punctuation kept; letters to be spelled are capitals standing alone."""
    text = _folded(text)
    for pattern, say in RULES:
        text = pattern.sub(say, text)
    return _tidy(text)


def _folded(text: str) -> str:
    """Typographic variants, accents and emoji reduced to what the rules know."""
    text = text.translate(_SAME_CHARACTER)
    kept = []
    for character in unicodedata.normalize("NFKD", text):
        if (
            ord(character) < 128
            or character in "—–…°×÷±≈≤≥→€£¥¢♯♭"
            or unicodedata.category(character)[0] in "LN"
        ):
            kept.append(character)
        elif unicodedata.category(character) != "Mn":
            kept.append(" ")
    return "".join(kept)


_SAME_CHARACTER = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "−": "-", "‑": "-", "\u00a0": " ",
     "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "²": " squared", "³": " cubed"}
)  # fmt: skip


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.;:!?…])", r"\1", text)
    text = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text)
    text = re.sub(r"[,;:]+([.!?])", r"\1", text)
    text = re.sub(r"([.!?])\s*,", r"\1", text)
    text = re.sub(r"(?<!\w)'|'(?!\w)", "", text)
    return re.sub(r"\s+", " ", text).strip(" ,;:")


def _rule(pattern: str, say: Callable[[Match], str], flags: int = 0) -> Rule:
    return re.compile(pattern, flags), say


_FILE = rf"(?:~|\.{{1,2}})?/?(?:[\w.\-]+/)*[\w\-]+(?:\.[\w\-]+)*\.(?:{_EXTENSION})\b(?!/)"
RULES: tuple[Rule, ...] = (
    _rule(r"!?\[([^\]]*)\]\((?!/)[^)]*\)", readings.link),
    _rule(r"(?:https?://|www\.)[^\s<>\"')]*[\w/]", readings.address),
    _rule(r"\b[\w.\-+]+@[\w\-]+\.[\w.\-]*\w", readings.address),
    _rule(r"(?:\*\*|__|`+|~~)", lambda m: ""),
    _rule(r"(?m)^\s*(?:#+|[-*•]|>)\s+", lambda m: ""),
    _rule(r"[-=]+>", lambda m: " → "),
    _rule(r"[<>]=", lambda m: "≤" if m[0] == "<=" else "≥"),
    _rule(_FILE, readings.path, re.IGNORECASE),
    _rule(r"(?<!\w)(?:~|\.{1,2})?/(?:[\w.\-]+/)*[\w.\-]*\w/?", readings.path),
    _rule(r"\b(\d{4})(\d{2})(\d{2})-(\d{6})(?:-[0-9a-f]{4})?\b", readings.session),
    _rule(r"\b(\d{4})-(\d{2})-(\d{2})(?=\b|T)", readings.iso_date),
    _rule(r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b", readings.slash_date),
    _rule(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b", readings.dotted_date),
    _rule(
        rf"\b({_MONTH})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:|\.\d)(?:,?\s(\d{{4}}))?\b",
        readings.month_day,
        re.I,
    ),
    _rule(
        rf"\b(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?({_MONTH})\b\.?(?:,?\s(\d{{4}})\b)?",
        readings.day_month,
        re.I,
    ),
    _rule(
        r"(?:(?<=:\d\d)|(?<=\d[AaPp][Mm]))\s?[–\-]\s?(?=\d{1,2}(?::\d\d|\s?[AaPp][Mm]\b))",
        lambda m: " to ",
    ),
    _rule(r"\b(\d{1,2}):(\d{2}\.\d+)\b", readings.position),
    _rule(
        r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])(?:[Mm]\b|\.[Mm]\.))?(?!\d)", readings.time
    ),
    _rule(
        r"\b(\d{1,2})\s?([AaPp])(?:[Mm]\b|\.[Mm]\.)",
        lambda m: f"{numbers.cardinal(int(m[1]))} {m[2].upper()} M",
    ),
    _rule(r"(?<![\d\w])\(?\d{3}\)?[\s.\-]\d{3}[\s.\-]\d{4}\b", readings.phone),
    _rule(r"\b(1\d\d0|20\d0)'?s\b", readings.decade),
    _rule(r"(?:\B'(?=[2-9])|(?<=\bthe )(?=[5-9]))(\d0)s\b", readings.decade),
    _rule(r"\b(\d{1,3})\s?h\s?(\d{1,2})\s?m(?:in)?(?:\s?(\d{1,2})\s?s)?\b", readings.span),
    _rule(r"\b()(\d{1,3})\s?m\s?(\d{1,2})\s?s\b", readings.span),
    _rule(r"\b24/7\b", lambda m: "twenty-four seven"),
    _rule(r"\b(\d+) ([13])/([24])\b(?!/)", readings.mixed),
    _rule(r"\b(\d{2,5})[x×](\d{2,5})\b", lambda m: f"{m[1]} by {m[2]}"),
    _rule(
        rf"([$€£¥])\s?({_NUMBER})(?:\s?(hundred|thousand|million|billion|trillion|bn|[kKmMbB])\b)?",
        readings.money,
    ),
    _rule(
        rf"(?<![\w.])([+\-]?{_NUMBER})(?:\s?(?:-|–|—|to)\s?([+\-]?{_NUMBER}))?\s?({_UNIT})(?![\w])",
        readings.quantity,
    ),
    _rule(rf"\b({_NUMBER})-({_UNIT}|[a-z]{{3,}})\b", readings.compound),
    _rule(r"\b([vV]|[vV]ersion )(\d+(?:\.\d+)+)\b", readings.version),
    _rule(r"(?<![\w.])()(\d+(?:\.\d+){2,})\b", readings.version),
    _rule(r"\b([A-G])(?:([#♯♭b]?)(\d)(?![\w%])|([#♯♭])(?!\w))", readings.note),
    _rule(rf"(?<![\w.\-])({_NUMBER})\s?[–\-]\s?({_NUMBER})(?![\w\-]|\.\d)", readings.interval),
    _rule(r"(?<![\w./])(\d{1,3})/(\d{1,3})(?![\w/]|\.\d)", readings.fraction),
    _rule(
        rf"\b({_BEFORE_YEARS}) (1[1-9]\d\d|20\d\d)(?!\w|[,.]\d)",
        readings.year,
        re.I,
    ),
    _rule(r"\b(\d+)(?:st|nd|rd|th)\b", lambda m: numbers.ordinal(int(m[1]))),
    _rule(
        r"\b([A-Z]{2,4})(\d)s\b", lambda m: f"{readings.spell(m[1])} {numbers.cardinal(int(m[2]))}s"
    ),
    _rule(r"\b(?=[\w]*\d)(?=[\w]*[a-zA-Z])\w+\b", readings.code),
    _rule(r"(?<![\d.,])\d{5,}\b(?!,\d|\.\d)", readings.code),
    _rule(r"\b(?:[Nn]o|[Nn]r)\. ?(?=\d)", lambda m: "number "),
    _rule(r"#(?=\d)", lambda m: "number "),
    _rule(rf"(?<![\w.])[+\-]?{_NUMBER}", readings.plain),
    _rule(rf"{_NUMBER}", readings.plain),
    _rule(r"(?<=\w )St\.(?=[,;:]|\s*$|\s[a-z])", lambda m: "Street"),
    _rule(
        "|".join(rf"(?<!\w){re.escape(a)}" for a in ABBREVIATIONS), lambda m: ABBREVIATIONS[m[0]]
    ),
    _rule(r"\b[A-Za-z]+(?:-[A-Za-z]+)?\b", readings.caps),
    _rule(r"(?<=[a-z])(?=[A-Z][a-z])", lambda m: " "),
    _rule(r"(?<=\w)_+(?=\w)", lambda m: " "),
    _rule(r"\s*[(\[{]\s*([^()\[\]{}]*)[)\]}]", lambda m: f", {m[1]}, "),
    _rule(r"\.\.\.+|…", lambda m: "… "),
    _rule(r"\s+[-–]+\s+|--+", lambda m: " — "),
    _rule(r"(?<=\w)–(?=\w)", lambda m: " to "),
    _rule(r"[&@%+=~<>|^*/\\#°×÷±≈≤≥→♯♭¢_\"{}\[\]()$€£¥`]", lambda m: SYMBOLS.get(m[0], " ")),
)
