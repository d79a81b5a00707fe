"""Scales, chords and voices: the arithmetic of tonal music in semitones."""

from __future__ import annotations

import re
from dataclasses import dataclass

NAMES = ("C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
MODES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
}
_LETTERS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_SAME = {"aeolian": "minor", "natural minor": "minor", "ionian": "major"}
_SAME_MODE = re.compile(rf"\b(?:{'|'.join(_SAME)})\b")
# A tonic without a mode; "a" may be an article: "in a hurry", "in a flat voice".
_TONIC = re.compile(
    r"\b(?:in|key of)\s+([a-g])(?:[\s-]*(sharp|flat|#))?"
    r"(?:(?=\s*$|[,.;])|(?<!\ba)(?<!\ba sharp)(?<!\ba flat)(?![-'’\w]))"
)
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii")


@dataclass(frozen=True)
class Key:
    """``tonic`` is a pitch class (C = 0), ``mode`` a name of ``MODES``."""

    tonic: int
    mode: str

    @property
    def scale(self) -> tuple[int, ...]:
        return MODES[self.mode]

    @property
    def minor(self) -> bool:
        return self.scale[2] == 3

    def __str__(self) -> str:
        return f"{NAMES[self.tonic]} {self.mode}"

    def pitch(self, degree: int, octave: int = 0) -> int:
        """Semitones above C of a degree counted from 0; degrees beyond 7 go on upwards."""
        up, place = divmod(degree, 7)
        return self.tonic + self.scale[place] + 12 * (up + octave)

    def classes(self) -> frozenset[int]:
        return frozenset((self.tonic + step) % 12 for step in self.scale)


@dataclass(frozen=True)
class Chord:
    """``root`` is a pitch class, ``tones`` pitch classes from the root up."""

    root: int
    tones: tuple[int, ...]

    def __str__(self) -> str:
        quality = " minor" if (self.tones[1] - self.root) % 12 == 3 else ""
        return NAMES[self.root] + quality + (" seventh" if len(self.tones) > 3 else "")

    def has(self, pitch: int) -> bool:
        return pitch % 12 in self.tones


def chord(key: Key, numeral: str, *, sevenths: bool = False) -> Chord:
    """The chord of a roman numeral in ``key``.

    Thirds are stacked from the scale. "7" adds a seventh, "maj" makes the third major (the
    dominant of a minor key), "b" is the major chord a semitone below the major scale's
    degree ("bVII" of C is B flat, in any mode), "sus" is a fourth
    instead of the third. Case means nothing: the scale decides.
    """
    match = re.fullmatch(r"(b?)([ivIV]+)(maj|sus)?(7?)", numeral)
    if match is None:
        raise ValueError(f"no chord: {numeral}")
    flat, roman, kind, seven = match.groups()
    degree = _NUMERALS.index(roman.lower())
    root = key.tonic + MODES["major"][degree] - 1 if flat else key.pitch(degree)
    third, fifth, seventh = (key.pitch(degree + step) for step in (2, 4, 6))
    if flat:
        third, fifth = root + 4, root + 7
    if kind == "maj":
        third, fifth, seventh = root + 4, root + 7, root + 10
    if kind == "sus":
        third = root + 5
    tones = [root, third, fifth] + ([seventh] if seven or (sevenths and not flat) else [])
    return Chord(root % 12, tuple(tone % 12 for tone in tones))


def voiced(chord_: Chord, centre: float, before: tuple[int, ...] = (), count: int = 3) -> list[int]:
    """The chord as pitches near ``centre``, moving as little as possible from ``before``."""
    tones = list(dict.fromkeys(chord_.tones))
    if len(tones) > count:  # the fifth is missed least
        tones = [tone for tone in tones if tone != chord_.tones[2]][:count]
    best: list[int] = []
    least = float("inf")
    for lowest in range(len(tones)):
        order = tones[lowest:] + tones[:lowest]
        for octave in range(2, 8):
            pitches = [order[0] + 12 * octave]
            for tone in order[1:]:
                pitches.append(pitches[-1] + (tone - pitches[-1]) % 12)
            middle = sum(pitches) / len(pitches)
            cost = 0.6 * abs(middle - centre)
            if before:
                cost += sum(min(abs(p - b) for b in before) for p in pitches)
            if cost < least:
                least, best = cost, pitches
    return best


def parse_key(text: str) -> tuple[int | None, str | None]:
    """Tonic and mode named in a text ("in F sharp minor", "d-moll" is not English); None each
    where nothing is said."""
    said = _SAME_MODE.sub(lambda found: _SAME[found[0]], text.lower())
    pattern = r"\b(?:in\s+(?:the\s+key\s+of\s+)?)?([a-g])(?:[\s-]*(sharp|flat|#|b))?[\s-]+"
    match = re.search(pattern + rf"({'|'.join(MODES)})\b", said) or _TONIC.search(said)
    tonic = None
    if match is not None:
        shift = {"sharp": 1, "#": 1, "flat": -1, "b": -1}.get(match.group(2) or "", 0)
        tonic = (_LETTERS[match.group(1)] + shift) % 12
    modes = [name for name in MODES if re.search(rf"\b{name}\b", said)]
    return tonic, max(modes, key=len) if modes else None
