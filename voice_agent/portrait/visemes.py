"""Phonemes as shapes of the mouth.

Five quantities, each from 0 to 1 unless said otherwise:

- ``gap``: how far the lips part in the middle; 1 is a wide "ah"
- ``jaw``: how far the lower teeth are from the upper ones
- ``width``: corners drawn in for "oo" (-1) or apart for "ee" (+1)
- ``tuck``: lower lip under the upper teeth, for f and v
- ``tongue``: tip of the tongue behind or between the teeth, for l, n, th

Each sound also says how much it insists on them (Cohen and Massaro 1993): "s" needs its teeth
together and cares little about the lips; "t" hardly shows at all. That lips meet in "m" is seen
to by ``articulation``, whatever the mean of the shapes around it.
"""

from __future__ import annotations

from dataclasses import dataclass

QUANTITIES = ("gap", "jaw", "width", "tuck", "tongue")
BILABIAL = frozenset("pbm")
LABIODENTAL = frozenset("fv")
VOWELS = frozenset("AIOWYaiuæɐɑɔəɚɛɜɪʊʌᵊᵻoe")
PAUSE = ""


@dataclass(frozen=True)
class Viseme:
    """Targets and how much the sound insists on each of them (0: not at all)."""

    gap: float
    jaw: float
    width: float = 0.0
    tuck: float = 0.0
    tongue: float = 0.0
    firm: float = 1.0  # on gap and jaw
    firm_width: float = 0.6

    @property
    def targets(self) -> tuple[float, ...]:
        return self.gap, self.jaw, self.width, self.tuck, self.tongue

    @property
    def firmness(self) -> tuple[float, ...]:
        return self.firm, self.firm, self.firm_width, 1.0, 0.8


REST = Viseme(0.0, 0.0, 0.0, firm=1.0, firm_width=0.8)

_SHAPES: dict[str, Viseme] = {
    "pbm": Viseme(0.0, 0.10, -0.05, firm=0.7, firm_width=0.3),
    "fv": Viseme(0.20, 0.10, 0.10, tuck=1.0, firm=0.8, firm_width=0.5),
    "θð": Viseme(0.26, 0.24, 0.10, tongue=1.0, firm=1.1, firm_width=0.3),
    "tdnɾT": Viseme(0.24, 0.14, 0.15, tongue=0.55, firm=0.55, firm_width=0.15),
    "l": Viseme(0.34, 0.32, 0.10, tongue=0.85, firm=0.8, firm_width=0.2),
    "szʦʣ": Viseme(0.24, 0.02, 0.35, tongue=0.1, firm=1.2, firm_width=0.5),
    "ʃʒʧʤ": Viseme(0.34, 0.05, -0.55, firm=1.3, firm_width=1.2),
    "kɡŋxgʔ": Viseme(0.26, 0.26, 0.05, firm=0.4, firm_width=0.1),
    "h": Viseme(0.30, 0.32, 0.0, firm=0.25, firm_width=0.05),
    "ɹr": Viseme(0.24, 0.18, -0.50, firm=0.8, firm_width=0.9),
    "w": Viseme(0.14, 0.18, -1.0, firm=1.5, firm_width=1.7),
    "j": Viseme(0.24, 0.16, 0.55, firm=0.7, firm_width=0.7),
    "i": Viseme(0.38, 0.22, 0.90, firm=1.1, firm_width=1.2),
    "ɪᵻ": Viseme(0.46, 0.34, 0.50, firm=0.9, firm_width=0.8),
    "ɛe": Viseme(0.54, 0.48, 0.45, firm=1.0, firm_width=0.8),
    "æ": Viseme(0.78, 0.74, 0.55, firm=1.1, firm_width=0.9),
    "ɑa": Viseme(0.95, 0.92, -0.05, firm=1.2, firm_width=0.7),
    "ʌɐ": Viseme(0.62, 0.58, 0.05, firm=1.0, firm_width=0.5),
    "əᵊ": Viseme(0.46, 0.40, 0.0, firm=0.5, firm_width=0.25),
    "ɜɚ": Viseme(0.46, 0.38, -0.45, firm=0.9, firm_width=0.9),
    "ɔ": Viseme(0.72, 0.74, -0.60, firm=1.1, firm_width=1.1),
    "o": Viseme(0.50, 0.52, -0.80, firm=1.1, firm_width=1.3),
    "ʊ": Viseme(0.44, 0.36, -0.70, firm=0.9, firm_width=1.1),
    "u": Viseme(0.34, 0.28, -1.0, firm=1.1, firm_width=1.5),
}
VISEMES: dict[str, Viseme] = {s: shape for symbols, shape in _SHAPES.items() for s in symbols}

# Diphthongs of the compact alphabet glide from one vowel to another.
GLIDES: dict[str, str] = {"A": "eɪ", "I": "aɪ", "O": "oʊ", "W": "aʊ", "Y": "ɔɪ"}
_FIRST_PART = 0.6  # of a diphthong's time belongs to its first vowel


_WRITTEN = {
    "ə": "uh", "ɐ": "uh", "ʌ": "uh", "ᵊ": "uh", "ɪ": "ih", "ᵻ": "ih", "i": "ee", "ɛ": "eh",
    "æ": "a", "ɑ": "ah", "ɔ": "aw", "ʊ": "oo", "u": "oo", "ɜ": "er", "ɚ": "er", "A": "ay",
    "I": "eye", "O": "oh", "W": "ow", "Y": "oy", "θ": "th", "ð": "th", "ʃ": "sh", "ʒ": "zh",
    "ʧ": "ch", "ʤ": "j", "ŋ": "ng", "ɡ": "g", "ɹ": "r", "ɾ": "t", "T": "t", "j": "y", "ʔ": "t",
}  # fmt: skip


def written(symbol: str) -> str:
    """A sound as one would spell it."""
    return _WRITTEN.get(symbol, symbol)


@dataclass(frozen=True)
class Sound:
    """One phoneme in time: ``symbol`` of the compact alphabet, "" for a pause; seconds."""

    symbol: str
    start: float
    end: float
    stressed: bool = False

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def gestures(sound: Sound) -> list[tuple[Viseme, float, float]]:
    """The shapes of a sound with their times: one, or two for a diphthong."""
    glide = GLIDES.get(sound.symbol)
    if glide:
        turn = sound.start + _FIRST_PART * (sound.end - sound.start)
        return [
            (VISEMES[glide[0]], sound.start, turn),
            (VISEMES[glide[1]], turn, sound.end),
        ]
    shape = VISEMES.get(sound.symbol, REST if sound.symbol == PAUSE else VISEMES["ə"])
    return [(shape, sound.start, sound.end)]
