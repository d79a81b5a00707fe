"""Beats a minute from words: a number with or without its unit, an Italian word, "a bit faster"."""

from __future__ import annotations

import re

SLOWEST, FASTEST = 40.0, 220.0
_TEMPI = {
    "very slow": 0.7, "really slow": 0.7, "slowly": 0.82, "slow": 0.82, "leisurely": 0.9,
    "moderate": 1.0, "very fast": 1.35, "really fast": 1.35, "quick": 1.2, "fast": 1.2,
    "brisk": 1.15, "rapid": 1.3,
}  # fmt: skip
_ITALIAN = {
    "largo": 52, "adagio": 66, "lento": 60, "andante": 84, "moderato": 108, "allegretto": 116,
    "allegro": 132, "vivace": 150, "presto": 172,
}  # fmt: skip
_COMPARED = re.compile(
    r"(?:\b(a bit|a little|slightly|much|a lot|way|even)\s+)?\b(faster|slower|quicker)\b"
)
_DEGREES = {"a bit": 0.1, "a little": 0.1, "slightly": 0.1, "much": 0.4, "a lot": 0.4, "way": 0.4}
_BPM = re.compile(r"(?<![\d.])(\d{1,4}(?:\.\d+)?)\s*(?:b ?p ?m|beats (?:per|a|to the) minute)\b")
_UNIT = re.compile(rf"{_BPM.pattern}|\b\d{{2,3}}\s+beats\b")
_ISH = r"(?:\s*-?\s*ish\b|\s+or so\b)?"
_BARE = re.compile(rf"(?:^|,)\s*(\d{{2,3}}){_ISH}\s*(?=,|$)")  # "funk, 105, E minor"
# What follows a number that counts nothing: "about ninety, no drums", not "about ninety people".
_ON = (
    r"(?=\s*(?:$|[,;!?)]|[.:](?!\d))"
    r"|\s+(?:and|but|with|without|no|in|on|for|or|please|maybe)\b(?!\s+\d)"
    r"|\s+[a-g](?:[\s-]*(?:sharp|flat|#))?[\s-]+(?:major|minor)\b)"
)
_ABOUT = re.compile(
    r"(?<!\bfor )(?<!\bof )(?<!\blasting )(?<!\blong )"
    r"\b(?:about|around|roughly|approximately|at|(?:tempo|pace|pulse)(?: of)?)\s+"
    r"(?:(?:about|around|roughly)\s+)?(?:an?\s+(?:easy|steady|relaxed)\s+)?"
    rf"(\d{{2,3}})(?:\s+beats\b|\s+to the minute\b)?{_ISH}{_ON}"
)
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
}  # fmt: skip
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)}))?|{'|'.join(_TEENS)})"
# "Ninety-two", "a hundred and ten", "one seventy four".
_IN_WORDS = re.compile(
    rf"\b(?:(?P<hundreds>(?:(?:a|{'|'.join(_ONES)}) )?hundred|one|two)(?: and)?[ -])?"
    rf"(?P<rest>{_SMALL}|(?<=hundred and )(?:{'|'.join(_ONES)}))\b"
    rf"|\b(?P<round>(?:(?:a|{'|'.join(_ONES)}) )?hundred)\b"
)


def in_figures(text: str) -> str:
    """A text with its numbers from ten to 999 in figures."""
    return _IN_WORDS.sub(_figures, text)


def _figures(found: re.Match[str]) -> str:
    hundreds = found["hundreds"] or found["round"]
    rest = re.split(r"[ -]", found["rest"]) if found["rest"] else []
    beats = sum((_TENS | _TEENS | _ONES)[word] for word in rest)
    if hundreds:
        beats += 100 * _ONES.get(hundreds.split()[0], 1)
    return str(beats)


def without_unit(text: str) -> str:
    """A text without its beats a minute: they are no wish for a drum."""
    return _UNIT.sub(" ", text)


def told(text: str, heard: list[str]) -> float | None:
    """Beats a minute that are told as a number, whether they can be played or not."""
    found = _BPM.search(text)
    if found is None:
        bare = (match for cue in (_BARE, _ABOUT) for match in cue.finditer(text))
        found = next((m for m in bare if SLOWEST <= float(m[1]) <= FASTEST), None)
    if found is None:
        return None
    heard.append(found[0].strip(" ,"))
    return float(found[1])


def within(beats: float) -> float:
    """The beats a minute nearest to these that can be played."""
    return min(FASTEST, max(SLOWEST, beats))


def italian(text: str, heard: list[str]) -> float | None:
    """Beats a minute of "andante" and the like."""
    word = next((word for word in _ITALIAN if re.search(rf"\b{word}\b", text)), None)
    if word is None:
        return None
    heard.append(word)
    return float(_ITALIAN[word])


def pace(text: str, heard: list[str]) -> float | None:
    """What "slow" or "fast" makes of a usual tempo, as a factor."""
    word = next((word for word in _TEMPI if re.search(rf"\b{word}\b", text)), None)
    if word is None:
        return None
    heard.append(word)
    return _TEMPI[word]


def compared(text: str, heard: list[str]) -> float:
    """What "a bit faster" makes of the tempo that there would be without it, as a factor."""
    factor = 1.0
    for match in _COMPARED.finditer(text):
        heard.append(match[0])
        step = _DEGREES.get(match[1] or "", 0.2)
        factor *= 1.0 / (1.0 + step) if match[2] == "slower" else 1.0 + step
    return factor
