"""How what is not a word is said: paths, dates, times, quantities, codes.

Each function takes the match of a rule in ``text`` and returns words.
"""

from __future__ import annotations

import re

from voice_agent.speak import numbers
from voice_agent.speak.words import CURRENCIES, EXTENSIONS, MONTHS, READINGS, SCALES, UNITS

Match = re.Match[str]


def spell(code: str) -> str:
    """Characters one by one, in groups of four: '3f0c9d12' -> 'three F zero C, nine D one two'."""
    said = [numbers.digits(c) if c.isdigit() else c.upper() for c in code if c.isalnum()]
    size = 4 if len(said) > 5 else len(said) or 1
    groups = [said[start : start + size] for start in range(0, len(said), size)]
    return ", ".join(" ".join(group) for group in groups)


def link(match: Match) -> str:
    return match[1]


def address(match: Match) -> str:
    said = re.sub(r"^(?:https?://)?(?:www\.)?", "", match[0]).rstrip("/")
    words = {"/": " slash ", ".": " dot ", "@": " at ", "-": " dash ", "_": " underscore ",
             "?": " question mark ", "=": " equals ", "&": " and ", ":": " colon "}  # fmt: skip
    return "".join(words.get(c, c) for c in said)


def path(match: Match) -> str:
    """A file or folder: folders with 'slash', the name as words or spelled, then 'dot' kind."""
    path = match[0]
    lead = "slash " if path.startswith("/") else ""
    *folders, name = path.strip("/~.").split("/")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    said = [file_name(folder) for folder in folders if folder not in ("", ".", "..")]
    stem_said = file_name(stem)
    ending = ""
    if extension:
        separator = "," if "," in stem_said else ""
        kind = EXTENSIONS.get(extension.lower(), extension)
        ending = f"{separator} dot {kind}"
    return lead + " slash ".join([*said, stem_said]) + ending


def file_name(name: str) -> str:
    """A name's parts, split where people would: 'my_recording-2' -> 'my recording two'."""
    parts = []
    for part in re.split(r"[\s_\-.]+", name):
        if is_code(part):
            parts.append(spell(part))
            continue
        for piece in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", part):
            letter = piece.upper() if len(piece) == 1 else piece  # "a.wav" is not "uh dot wav"
            parts.append(numbers.number(piece) if piece.isdigit() else letter)
    return " ".join(parts)


def is_code(part: str) -> bool:
    """Hexadecimal and other mixtures that nobody would read as a word."""
    mixed = bool(re.search(r"\d", part) and re.search(r"[A-Za-z]", part))
    if mixed and re.fullmatch(r"[A-Za-z]+\d{1,3}|\d{1,4}[A-Za-z]{1,2}", part):
        return bool(re.fullmatch(r"[0-9a-f]{6,}", part))  # else "B12", "take3", "4K"
    return mixed or (part.isdigit() and len(part) > 4 and not part.endswith("000"))


def code(match: Match) -> str:
    """Parts between underscores are looked at one by one: "take_2" is no code."""
    parts = match[0].split("_")
    return " ".join(spell(part) if is_code(part) else part for part in parts)


def session(match: Match) -> str:
    return f"{iso_date(match)} at {numbers.digits(match[4])}"


def iso_date(match: Match) -> str:
    return date(int(match[1]), int(match[2]), int(match[3])) or match[0]


def slash_date(match: Match) -> str:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    month, day = (second, first) if first > 12 else (first, second)
    return date(year + 2000 if year < 100 else year, month, day) or match[0]


def dotted_date(match: Match) -> str:
    return date(int(match[3]), int(match[2]), int(match[1])) or match[0]


def date(year: int, month: int, day: int) -> str | None:
    names = list(dict.fromkeys(MONTHS.values()))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{names[month - 1]} {numbers.ordinal(day)}, {numbers.year(year)}"


def month_day(match: Match) -> str:
    year = f", {numbers.year(int(match[3]))}" if match[3] else ""
    return f"{MONTHS[match[1].lower()]} {numbers.ordinal(int(match[2]))}{year}"


def day_month(match: Match) -> str:
    year = f", {numbers.year(int(match[3]))}" if match[3] else ""
    if match[0].lower().startswith("the "):
        return f"the {numbers.ordinal(int(match[1]))} of {MONTHS[match[2].lower()]}{year}"
    return f"{MONTHS[match[2].lower()]} {numbers.ordinal(int(match[1]))}{year}"


def time(match: Match) -> str:
    """Clock times; with seconds, and without 'am' or 'pm', a position in a recording."""
    hour, minute, second, half = int(match[1]), int(match[2]), match[3], match[4]
    if hour > 24 and not second:
        return ", ".join(filter(None, [counted(hour, "minute"), counted(minute, "second")]))
    if second and not half:
        counts = ((hour, "hour"), (minute, "minute"), (int(second), "second"))
        return ", ".join(filter(None, [counted(count, noun) for count, noun in counts]))
    if minute:
        said = f"{numbers.cardinal(hour)} {'oh ' if minute < 10 else ''}{numbers.cardinal(minute)}"
    else:
        said = numbers.cardinal(hour) + ("" if half else " o'clock" if hour <= 12 else " hundred")
    return said + (f" {half[0].upper()} M" if half else "")


def position(match: Match) -> str:
    """'1:03.5' -> 'one minute, three point five seconds'."""
    whole, _, part = match[2].partition(".")
    seconds = numbers.number(f"{int(whole)}.{part}")
    return ", ".join(filter(None, [counted(int(match[1]), "minute"), f"{seconds} seconds"]))


def counted(count: int, noun: str) -> str:
    return f"{numbers.cardinal(count)} {noun}{'' if count == 1 else 's'}" if count else ""


def money(match: Match) -> str:
    one, many, cent, cents = CURRENCIES[match[1]]
    amount, scale = match[2].replace(",", ""), match[3]
    if scale:
        return f"{numbers.number(amount)} {SCALES.get(scale.lower(), scale)} {many}"
    whole, _, part = amount.partition(".")
    said = f"{numbers.cardinal(int(whole))} {one if int(whole) == 1 else many}"
    if len(part) == 2 and int(part):
        said += f" and {numbers.cardinal(int(part))} {cent if int(part) == 1 else cents}"
    return said


def quantity(match: Match) -> str:
    """A number or range with a unit; the unit is singular after exactly one."""
    amount, upto, unit = match[1], match[2], match[3]
    singular, plural = UNITS[unit]
    said = numbers.number(amount)
    if upto:
        said += f" to {numbers.number(upto)}"
    alone = not upto and amount.lstrip("+-") in ("1", "1.0")
    return f"{said} {singular if alone else plural}"


def compound(match: Match) -> str:
    """'16-bit', '30-second': the unit stays singular."""
    unit = match[2]
    singular = UNITS[unit][0] if unit in UNITS else unit
    return f"{numbers.number(match[1])} {singular}"


def interval(match: Match) -> str:
    return f"{numbers.number(match[1])} to {numbers.number(match[2])}"


def fraction(match: Match) -> str:
    above, below = int(match[1]), int(match[2])
    said = numbers.fraction(above, below)
    return said or f"{numbers.cardinal(above)} slash {numbers.cardinal(below)}"


def mixed(match: Match) -> str:
    """'2 1/2' -> 'two and a half'."""
    part = numbers.fraction(int(match[2]), int(match[3])) or ""
    return f"{numbers.cardinal(int(match[1]))} and {re.sub('^one ', 'a ', part)}"


def note(match: Match) -> str:
    sign, octave = match[2] or match[4], match[3]
    accidental = {"#": " sharp", "♯": " sharp", "b": " flat", "♭": " flat"}.get(sign, "")
    return f"{match[1]}{accidental}" + (f" {numbers.cardinal(int(octave))}" if octave else "")


def version(match: Match) -> str:
    said = " point ".join(numbers.cardinal(int(part)) for part in match[2].split("."))
    return f"version {said}" if match[1] else said


def phone(match: Match) -> str:
    return ", ".join(numbers.digits(part) for part in re.findall(r"\d+", match[0]))


def year(match: Match) -> str:
    return f"{match[1]} {numbers.year(int(match[2]))}"


def decade(match: Match) -> str:
    said = numbers.year(int(match[1]))
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}s"


def plain(match: Match) -> str:
    """Any digits still left, set off from letters that touch them."""
    return f" {numbers.number(match[0])} "


def span(match: Match) -> str:
    """'1h 20m', '3m05s' with units that cannot be read as metres."""
    names = ("h", "min", "s")
    parts = zip(match.groups(), names, strict=True)
    return " ".join(f"{int(count)} {name}" for count, name in parts if count)


def caps(match: Match) -> str:
    """Words whose spelling misleads, also several of them: 'PDF', 'WAVs'."""
    word = match[0]
    if word.endswith("s") and word[:-1].isupper() and word[:-1] in READINGS:
        return f"{READINGS[word[:-1]]}s"
    return READINGS.get(word, word)
