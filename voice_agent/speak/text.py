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

from voice_agent.speak import numbers
from voice_agent.speak.words import (
    ABBREVIATIONS,
    EXTENSIONS,
    MONTHS,
    READINGS,
    SYMBOLS,
    UNITS,
)

Match = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Match], str]]

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_EXTENSION = "|".join(sorted(EXTENSIONS, key=len, reverse=True))


def spoken(text: str) -> str:
    """``text`` in words, punctuation kept; letters to be spelled are capitals standing alone."""
    text = _folded(text)
    for pattern, say in RULES:
        text = pattern.sub(say, text)
    return _tidy(text)


def spell(code: str) -> str:
    """Characters one by one, in groups of four: '3f0c9d12' -> 'three F zero C, nine D one two'."""
    said = [numbers.digits(c) if c.isdigit() else c.upper() for c in code if c.isalnum()]
    size = 4 if len(said) > 5 else len(said) or 1
    groups = [said[start : start + size] for start in range(0, len(said), size)]
    return ", ".join(" ".join(group) for group in groups)


def _folded(text: str) -> str:
    """Typographic variants, accents and emoji reduced to what the rules know."""
    text = text.translate(_SAME_CHARACTER)
    kept = []
    for character in unicodedata.normalize("NFKD", text):
        if ord(character) < 128 or character in "—–…°×±≈≤≥→€£¥µ♯":
            kept.append(character)
        elif unicodedata.category(character)[0] in "LN":
            kept.append(character)
        elif unicodedata.category(character) != "Mn":
            kept.append(" ")
    return "".join(kept)


_SAME_CHARACTER = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "−": "-", "‑": "-", "μ": "µ", "\u00a0": " ",
     "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "²": " squared"}
)  # fmt: skip


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.;:!?…])", r"\1", text)
    text = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text)
    text = re.sub(r"[,;:]+([.!?])", r"\1", text)
    text = re.sub(r"([.!?])\s*,", r"\1", text)
    text = re.sub(r"(?<!\w)'|'(?!\w)", "", text)
    return re.sub(r"\s+", " ", text).strip(" ,;:")


def _link(match: Match) -> str:
    return match[1]


def _address(match: Match) -> str:
    said = re.sub(r"^(?:https?://)?(?:www\.)?", "", match[0]).rstrip("/")
    words = {"/": " slash ", ".": " dot ", "@": " at ", "-": " dash ", "_": " underscore ",
             "?": " question mark ", "=": " equals ", "&": " and ", ":": " colon "}  # fmt: skip
    return "".join(words.get(c, c) for c in said)


def _path(match: Match) -> str:
    """A file or folder: folders with 'slash', the name as words or spelled, then 'dot' kind."""
    path = match[0]
    lead = "slash " if path.startswith("/") else ""
    *folders, name = path.strip("/~.").split("/")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    said = [_name(folder) for folder in folders if folder not in ("", ".", "..")]
    stem_said = _name(stem)
    ending = ""
    if extension:
        separator = "," if "," in stem_said else ""
        kind = EXTENSIONS.get(extension.lower(), extension)
        ending = f"{separator} dot {kind}"
    return lead + " slash ".join([*said, stem_said]) + ending


def _name(name: str) -> str:
    """A name's parts, split where people would: 'my_recording-2' -> 'my recording two'."""
    parts = []
    for part in re.split(r"[\s_\-.]+", name):
        if _is_code(part):
            parts.append(spell(part))
            continue
        for piece in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", part):
            parts.append(numbers.number(piece) if piece.isdigit() else piece)
    return " ".join(parts)


def _is_code(part: str) -> bool:
    """Hexadecimal and other mixtures that nobody would read as a word."""
    mixed = bool(re.search(r"\d", part) and re.search(r"[A-Za-z]", part))
    if mixed and re.fullmatch(r"[A-Za-z]+\d{1,3}|\d{1,4}[A-Za-z]{1,2}", part):
        return bool(re.fullmatch(r"[0-9a-f]{6,}", part))  # else "B12", "take3", "4K"
    return mixed or (part.isdigit() and len(part) > 4)


def _code(match: Match) -> str:
    return spell(match[0]) if _is_code(match[0]) else match[0]


def _session(match: Match) -> str:
    return f"{_iso_date(match)} at {numbers.digits(match[4])}"


def _iso_date(match: Match) -> str:
    return _date(int(match[1]), int(match[2]), int(match[3])) or match[0]


def _slash_date(match: Match) -> str:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    month, day = (second, first) if first > 12 else (first, second)
    return _date(year + 2000 if year < 100 else year, month, day) or match[0]


def _date(year: int, month: int, day: int) -> str | None:
    names = list(dict.fromkeys(MONTHS.values()))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{names[month - 1]} {numbers.ordinal(day)}, {numbers.year(year)}"


def _month_day(match: Match) -> str:
    year = f", {numbers.year(int(match[3]))}" if match[3] else ""
    return f"{MONTHS[match[1].lower()]} {numbers.ordinal(int(match[2]))}{year}"


def _day_month(match: Match) -> str:
    year = f", {numbers.year(int(match[3]))}" if match[3] else ""
    if match[0].lower().startswith("the "):
        return f"the {numbers.ordinal(int(match[1]))} of {MONTHS[match[2].lower()]}{year}"
    return f"{MONTHS[match[2].lower()]} {numbers.ordinal(int(match[1]))}{year}"


def _time(match: Match) -> str:
    """Clock times; with seconds, and without 'am' or 'pm', a position in a recording."""
    hour, minute, second, half = int(match[1]), int(match[2]), match[3], match[4]
    if second and not half:
        parts = [_counted(hour, "hour"), _counted(minute, "minute"), _counted(int(second), "second")]
        return ", ".join(part for part in parts if part)
    if minute:
        said = f"{numbers.cardinal(hour)} {'oh ' if minute < 10 else ''}{numbers.cardinal(minute)}"
    else:
        said = numbers.cardinal(hour) + ("" if half else " o'clock" if hour <= 12 else " hundred")
    return said + (f" {half[0].upper()} M" if half else "")


def _position(match: Match) -> str:
    """'1:03.5' -> 'one minute, three point five seconds'."""
    whole, _, part = match[2].partition(".")
    seconds = numbers.number(f"{int(whole)}.{part}")
    return ", ".join(filter(None, [_counted(int(match[1]), "minute"), f"{seconds} seconds"]))


def _counted(count: int, noun: str) -> str:
    return f"{numbers.cardinal(count)} {noun}{'' if count == 1 else 's'}" if count else ""


def _money(match: Match) -> str:
    one, many, cent = {"$": ("dollar", "dollars", "cent"), "€": ("euro", "euros", "cent"),
                       "£": ("pound", "pounds", "penny"), "¥": ("yen", "yen", "")}[match[1]]  # fmt: skip
    amount, scale = match[2].replace(",", ""), match[3]
    if scale:
        return f"{numbers.number(amount)} {scale} {many}"
    whole, _, part = amount.partition(".")
    said = f"{numbers.cardinal(int(whole))} {one if int(whole) == 1 else many}"
    if len(part) == 2 and int(part):
        cents = int(part)
        plural = "pence" if cent == "penny" else f"{cent}s"
        said += f" and {numbers.cardinal(cents)} {cent if cents == 1 else plural}"
    return said


def _quantity(match: Match) -> str:
    """A number or range with a unit; the unit is singular after exactly one."""
    amount, upto, unit = match[1], match[2], match[3]
    singular, plural = UNITS[unit]
    said = numbers.number(amount)
    if upto:
        said += f" to {numbers.number(upto)}"
    alone = not upto and amount.lstrip("+-") in ("1", "1.0")
    return f"{said} {singular if alone else plural}"


def _compound(match: Match) -> str:
    """'16-bit', '30-second': the unit stays singular."""
    unit = match[2]
    singular = UNITS[unit][0] if unit in UNITS else unit
    return f"{numbers.number(match[1])} {singular}"


def _range(match: Match) -> str:
    return f"{numbers.number(match[1])} to {numbers.number(match[2])}"


def _fraction(match: Match) -> str:
    above, below = int(match[1]), int(match[2])
    said = numbers.fraction(above, below)
    return said or f"{numbers.cardinal(above)} slash {numbers.cardinal(below)}"


def _note(match: Match) -> str:
    accidental = {"#": " sharp", "♯": " sharp", "b": " flat", "": ""}[match[2]]
    return f"{match[1]}{accidental} {numbers.cardinal(int(match[3]))}"


def _version(match: Match) -> str:
    said = " point ".join(numbers.cardinal(int(part)) for part in match[2].split("."))
    return f"version {said}" if match[1] else said


def _phone(match: Match) -> str:
    return ", ".join(numbers.digits(part) for part in re.findall(r"\d+", match[0]))


def _year(match: Match) -> str:
    return f"{match[1]} {numbers.year(int(match[2]))}"


def _decade(match: Match) -> str:
    said = numbers.year(int(match[1]))
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}s"


def _plain(match: Match) -> str:
    """Any digits still left, set off from letters that touch them."""
    return f" {numbers.number(match[0])} "


def _caps(match: Match) -> str:
    return READINGS.get(match[0], match[0])


def _rule(pattern: str, say: Callable[[Match], str], flags: int = 0) -> Rule:
    return re.compile(pattern, flags), say


_FILE = rf"(?:~|\.{{1,2}})?/?(?:[\w.\-]+/)*[\w\-]+(?:\.[\w\-]+)*\.(?:{_EXTENSION})\b(?!/)"
RULES: tuple[Rule, ...] = (
    _rule(r"!?\[([^\]]*)\]\((?!/)[^)]*\)", _link),
    _rule(r"(?:https?://|www\.)[^\s<>\"')]*[\w/]", _address),
    _rule(r"\b[\w.\-+]+@[\w\-]+\.[\w.\-]*\w", _address),
    _rule(r"(?:\*\*|__|`+|~~)", lambda m: ""),
    _rule(r"(?m)^\s*(?:#+|[-*•]|>)\s+", lambda m: ""),
    _rule(_FILE, _path, re.IGNORECASE),
    _rule(r"(?<!\w)(?:~|\.{1,2})?/(?:[\w.\-]+/)*[\w.\-]*\w/?", _path),
    _rule(r"\b(\d{4})(\d{2})(\d{2})-(\d{6})(?:-[0-9a-f]{4})?\b", _session),
    _rule(r"\b(\d{4})-(\d{2})-(\d{2})(?=\b|T)", _iso_date),
    _rule(r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b", _slash_date),
    _rule(rf"\b({_MONTH})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:|\.\d)(?:,?\s(\d{{4}}))?\b", _month_day, re.I),
    _rule(rf"\b(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?({_MONTH})\b\.?(?:,?\s(\d{{4}})\b)?", _day_month, re.I),
    _rule(r"\b(\d{1,2}):(\d{2}\.\d+)\b", _position),
    _rule(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])(?:[Mm]\b|\.[Mm]\.))?(?!\d)", _time),
    _rule(r"\b(\d{1,2})\s?([AaPp])(?:[Mm]\b|\.[Mm]\.)", lambda m: f"{numbers.cardinal(int(m[1]))} {m[2].upper()} M"),
    _rule(r"(?<![\d\w])\(?\d{3}\)?[\s.\-]\d{3}[\s.\-]\d{4}\b", _phone),
    _rule(r"\b(1\d\d0|20\d0)'?s\b", _decade),
    _rule(r"\b24/7\b", lambda m: "twenty-four seven"),
    _rule(rf"([$€£¥])\s?({_NUMBER})(?:\s?(hundred|thousand|million|billion|trillion)\b)?", _money),
    _rule(rf"(?<![\w.])([+\-]?{_NUMBER})(?:\s?(?:-|–|—|to)\s?([+\-]?{_NUMBER}))?\s?({_UNIT})(?![\w])", _quantity),
    _rule(rf"\b({_NUMBER})-({_UNIT}|[a-z]{{3,}})\b", _compound),
    _rule(r"\b([vV]|[vV]ersion )(\d+(?:\.\d+)+)\b", _version),
    _rule(r"(?<![\w.])()(\d+(?:\.\d+){2,})\b", _version),
    _rule(r"\b([A-G])([#♯b]?)(\d)(?![\w%])", _note),
    _rule(rf"(?<![\w.\-])({_NUMBER})\s?[–\-]\s?({_NUMBER})(?![\w\-]|\.\d)", _range),
    _rule(r"(?<![\w./])(\d{1,3})/(\d{1,3})(?![\w/]|\.\d)", _fraction),
    _rule(r"\b(in|since|of|from|until|till|by|year|before|after|to) (1[1-9]\d\d|20\d\d)(?![\w,]|\.\d)", _year, re.I),
    _rule(r"\b(\d+)(?:st|nd|rd|th)\b", lambda m: numbers.ordinal(int(m[1]))),
    _rule(r"\b(?=[\w]*\d)(?=[\w]*[a-zA-Z])\w+\b", _code),
    _rule(r"\b\d{5,}\b(?!,\d|\.\d)", _code),
    _rule(r"\b[Nn]o\. ?(?=\d)", lambda m: "number "),
    _rule(r"#(?=\d)", lambda m: "number "),
    _rule(rf"(?<![\w.])[+\-]?{_NUMBER}", _plain),
    _rule(rf"{_NUMBER}", _plain),
    _rule("|".join(rf"(?<!\w){re.escape(a)}" for a in ABBREVIATIONS), lambda m: ABBREVIATIONS[m[0]]),
    _rule(r"\b[A-Za-z]+(?:-[A-Za-z]+)?\b", _caps),
    _rule(r"(?<=[a-z])(?=[A-Z][a-z])", lambda m: " "),
    _rule(r"(?<=\w)_+(?=\w)", lambda m: " "),
    _rule(r"\s*[(\[{]\s*([^()\[\]{}]*)[)\]}]", lambda m: f", {m[1]}, "),
    _rule(r"\.\.\.+|…", lambda m: "… "),
    _rule(r"\s+[-–]+\s+|--+", lambda m: " — "),
    _rule(r"[&@%+=~<>|^*/\\#°×±≈≤≥→_\"{}\[\]()$€£¥`]", lambda m: SYMBOLS.get(m[0], " ")),
)  # fmt: skip
