"""Music in figures: how long sixteen bars last, and another key.

bars("sixteen bars at ninety-two bpm")          -> 41.74
transposed("tango in D minor", "up a tone")     -> "tango in E minor"
"""

from __future__ import annotations

import re

from voice_agent.think.offline.phrases.numbers import is_number, number

_LONGEST = 300  # characters of a wish that are read
_NUMBER = r"(?:(?:(?:one |a )?hundred(?: and)?|one|two)[ -])?[a-z]+(?:[ -][a-z]+)?"
_TEMPO = re.compile(rf"\b({_NUMBER}) (?=bpm\b|beats (?:per|a) minute\b)", re.IGNORECASE)
_BPM = re.compile(r"\b(\d{2,3})\s*(?:bpm|beats (?:per|a) minute)\b", re.IGNORECASE)
_BARS = re.compile(r"\b(?:([a-z]+)[ -])?(\d+|[a-z]+) bars?\b", re.IGNORECASE)
_THREE = re.compile(r"\b(?:waltz\w*|3/4|three[ -]four|three quarter)\b", re.IGNORECASE)

# "One seventy four" is 174.
_HUNDRED = re.compile(r"\b(one|two) (?=(?:ten|eleven|twelve|\w+teen|\w+ty)\b)", re.IGNORECASE)

_TONES = ("C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
_NAMES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_KEY = re.compile(
    r"\b(?P<name>[a-g])(?P<sign>[ -]?(?:sharp|flat|#))? (?P<mode>major|minor|dorian|mixolydian"
    r"|phrygian|lydian|aeolian)\b",
    re.IGNORECASE,
)
_STEPS = {
    "semitone": 1, "half tone": 1, "half step": 1, "halftone": 1, "tone": 2, "whole tone": 2,
    "whole step": 2, "step": 2, "second": 2, "minor third": 3, "third": 4, "major third": 4,
    "fourth": 5, "fifth": 7,
}  # fmt: skip
_STEP = "|".join(sorted(_STEPS, key=len, reverse=True))
_MANY = r"(?:an?|one|by|two|three|four|five|\d+)"
_MOVED = re.compile(
    r"\b(?P<way>up|down|higher|lower|raise|drop|transpose|move)\b.*?"
    rf"\b{_MANY} (?P<step>{_STEP})s?\b"
    rf"|\b{_MANY} (?P<before>{_STEP})s? (?P<after>higher|lower|up|down)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\b(two|three|four|five|\d+) \w*(?:tone|step)s\b", re.IGNORECASE)


def _in_figures(words: str) -> str:
    """Words with their tempo in figures."""

    def figures(found: re.Match[str]) -> str:
        words = _HUNDRED.sub(r"\1 hundred and ", found[1]).split()
        tail = next((n for n in range(len(words)) if is_number(" ".join(words[n:]))), None)
        if tail is None:
            return found[0]
        value = number(" ".join(words[tail:]))
        return " ".join([*words[:tail], f"{value:g}", ""])

    return _TEMPO.sub(figures, words[:_LONGEST])


def bars(words: str) -> float | None:
    """Seconds that so many bars last at the tempo that ``words`` name; None where they name not
    both."""
    counted, tempo = _BARS.search(words[:_LONGEST]), _BPM.search(_in_figures(words))
    said = [f"{counted[1]} {counted[2]}", counted[2]] if counted else []  # "twenty four"
    count = next((number(text) for text in said if is_number(text)), None)
    if not count or tempo is None or not float(tempo[1]):
        return None
    beats = 3 if _THREE.search(words) else 4
    return round(count * beats * 60.0 / float(tempo[1]), 2)


def semitones(words: str) -> int:
    """How far a piece shall be moved: "up a whole tone" is 2; 0 where nothing is said."""
    found = _MOVED.search(words[:_LONGEST])
    if found is None:
        return 0
    step = _STEPS[(found["step"] or found["before"]).lower()]
    many = _COUNT.search(found[0])
    way = (found["way"] or found["after"]).lower()
    return (
        (-1 if way in ("down", "lower", "drop") else 1)
        * step
        * round(number(many[1]) or 1 if many else 1)
    )


def moved(key: str, by: int) -> str:
    """A key so many semitones higher; "" for what is none."""
    found = _KEY.search(key)
    if found is None:
        return ""
    sign = {"s": 1, "#": 1, "f": -1}.get((found["sign"] or " ").strip(" -")[:1].lower(), 0)
    tone = _TONES[(_NAMES[found["name"].lower()] + sign + by) % len(_TONES)]
    return f"{tone} {found['mode'].lower()}"


def transposed(description: str, words: str, key: str = "") -> str:
    """A description in a key as much higher or lower as ``words`` say; ``key`` is the one of the
    piece where its description names none. As it is where nothing is moved."""
    by = semitones(words)
    new = moved(description, by) or moved(key, by) if by % len(_TONES) else ""
    if not new:
        return description
    if _KEY.search(description):
        return _KEY.sub(new, description, count=1)
    return f"{description} in {new}".strip()
