"""The instruments: which model plays them, their compass, their number in General MIDI."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from voice_agent.music import tones
from voice_agent.music.waves import Rng, Samples

Play = Callable[[float, float, float, Rng], Samples]


@dataclass(frozen=True)
class Instrument:
    """``play(hz, seconds, force, rng)``; ``compass`` are the MIDI pitches it plays well here,
    ``program`` its number in General MIDI (from 0); ``chords`` when it can play several notes
    at once, ``low`` when it can be the bass; ``level`` in dB evens their loudness out."""

    play: Play
    compass: tuple[int, int]
    program: int
    chords: bool = False
    low: bool = False
    level: float = 0.0


_BELL = ((1.0, 0.8, 1.6), (2.76, 0.45, 0.8), (5.4, 0.25, 0.4), (8.9, 0.1, 0.2))
_BOX = ((1.0, 0.9, 1.1), (2.0, 0.12, 0.5), (5.98, 0.35, 0.35), (11.3, 0.1, 0.12))
_MARIMBA = ((1.0, 1.0, 0.45), (3.93, 0.35, 0.12), (9.4, 0.12, 0.05))
_VIBES = ((1.0, 1.0, 2.2), (4.0, 0.3, 0.7), (10.0, 0.08, 0.2))
_FLUTE = (1.0, 0.42, 0.16, 0.07, 0.03)
_OBOE = (0.5, 0.75, 1.0, 0.7, 0.45, 0.3, 0.22, 0.15, 0.1, 0.06)
_CLARINET = (1.0, 0.04, 0.62, 0.06, 0.38, 0.08, 0.2, 0.06, 0.1, 0.04)
_SAX = (1.0, 0.85, 0.7, 0.5, 0.42, 0.3, 0.26, 0.18, 0.14, 0.1, 0.08, 0.06)
_TRUMPET = (0.7, 1.0, 0.95, 0.8, 0.62, 0.5, 0.38, 0.3, 0.22, 0.16, 0.12, 0.09)
_HORNS = (1.0, 0.9, 0.7, 0.48, 0.32, 0.22, 0.14, 0.09, 0.05)
_TUBA = (1.0, 0.7, 0.45, 0.25, 0.14, 0.08, 0.04)
_DRAWBARS = ((0.5, 0.5), (1.0, 1.0), (2.0, 0.7), (3.0, 0.45), (4.0, 0.3), (6.0, 0.12), (8.0, 0.1))
_MUSETTE = tuple((ratio * shift, 0.8 / ratio**0.9) for shift in (0.997, 1.0, 1.004)
                 for ratio in (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0))  # fmt: skip
_HARP_REEDS = tuple((float(ratio), 0.9 / ratio**0.8) for ratio in range(1, 11))
_VIOLIN_BODY = (290.0, 470.0, 1100.0, 2600.0)
_CELLO_BODY = (110.0, 220.0, 650.0, 1600.0)

INSTRUMENTS: Mapping[str, Instrument] = {
    "piano": Instrument(tones.piano, (55, 86), 0, chords=True, low=True),
    "electric piano": Instrument(tones.electric_piano, (52, 84), 4, chords=True),
    "organ": Instrument(
        partial(tones.reed_or_pipe, ranks=_DRAWBARS, detune=1.5, attack=0.02),
        (52, 84), 16, chords=True,
    ),
    "guitar": Instrument(
        partial(tones.plucked, bright=0.55, ring=2.6, at=0.14), (52, 79), 25, chords=True,
    ),
    "nylon guitar": Instrument(
        partial(tones.plucked, bright=0.2, ring=2.2, at=0.22), (52, 79), 24, chords=True,
    ),
    "electric guitar": Instrument(tones.driven, (52, 81), 29, chords=True, level=-3.0),
    "harp": Instrument(
        partial(tones.plucked, bright=0.35, ring=3.5, at=0.35), (52, 88), 46, chords=True,
    ),
    "violin": Instrument(partial(tones.bowed, players=1, body=_VIOLIN_BODY), (60, 86), 40),
    "fiddle": Instrument(partial(tones.bowed, players=1, body=_VIOLIN_BODY), (60, 86), 110),
    "cello": Instrument(
        partial(tones.bowed, players=1, body=_CELLO_BODY), (36, 64), 42, low=True
    ),
    "strings": Instrument(
        partial(tones.bowed, players=4, body=_VIOLIN_BODY), (48, 84), 48, chords=True,
    ),
    "flute": Instrument(
        partial(tones.blown, spectrum=_FLUTE, breath=0.1, attack=0.06, shake=10.0), (62, 88), 73,
    ),
    "clarinet": Instrument(
        partial(tones.blown, spectrum=_CLARINET, breath=0.02, attack=0.04, shake=3.0), (52, 82), 71,
    ),
    "oboe": Instrument(
        partial(tones.blown, spectrum=_OBOE, breath=0.02, attack=0.05, shake=9.0), (60, 84), 68,
    ),
    "saxophone": Instrument(
        partial(tones.blown, spectrum=_SAX, breath=0.06, attack=0.04, brighten=0.6, shake=14.0),
        (54, 80), 66,
    ),
    "trumpet": Instrument(
        partial(tones.blown, spectrum=_TRUMPET, breath=0.015, attack=0.035, brighten=1.0,
                shake=7.0),
        (57, 82), 56,
    ),
    "brass": Instrument(
        partial(tones.blown, spectrum=_HORNS, breath=0.01, attack=0.06, brighten=0.9, shake=4.0),
        (46, 76), 61, chords=True,
    ),
    "tuba": Instrument(
        partial(tones.blown, spectrum=_TUBA, breath=0.02, attack=0.05, brighten=0.5, shake=2.0),
        (29, 50), 58, low=True,
    ),
    "choir": Instrument(tones.sung, (50, 79), 52, chords=True),
    "accordion": Instrument(
        partial(tones.reed_or_pipe, ranks=_MUSETTE, detune=2.0, attack=0.04),
        (55, 86), 21, chords=True, level=-5.0,
    ),
    "harmonica": Instrument(
        partial(tones.reed_or_pipe, ranks=_HARP_REEDS, detune=3.0, attack=0.05), (60, 86), 22,
        level=-3.0,
    ),
    "bells": Instrument(partial(tones.struck, modes=_BELL), (67, 96), 9, chords=True),
    "music box": Instrument(partial(tones.struck, modes=_BOX), (67, 96), 10, chords=True),
    "marimba": Instrument(partial(tones.struck, modes=_MARIMBA), (52, 88), 12, chords=True),
    "vibraphone": Instrument(
        partial(tones.struck, modes=_VIBES, shimmer=0.25), (55, 86), 11, chords=True,
    ),
    "lead": Instrument(
        partial(tones.synth, wave="saw", cutoff=4200.0, attack=0.01, release=0.12), (57, 84), 81,
    ),
    "square": Instrument(
        partial(tones.synth, wave="square", cutoff=9000.0, attack=0.003, release=0.03, voices=1),
        (57, 86), 80, chords=True,
    ),
    "synth": Instrument(
        partial(tones.synth, wave="saw", cutoff=2600.0, attack=0.008, release=0.1, voices=3),
        (50, 80), 90, chords=True,
    ),
    "pad": Instrument(
        partial(tones.synth, wave="saw", cutoff=1400.0, attack=0.5, release=0.9, voices=4),
        (48, 80), 89, chords=True,
    ),
    "bass": Instrument(
        partial(tones.plucked, bright=0.08, ring=2.0, at=0.3), (28, 55), 32, low=True, level=2.0,
    ),
    "electric bass": Instrument(
        partial(tones.plucked, bright=0.3, ring=3.0, at=0.2), (28, 55), 33, low=True, level=1.0,
    ),
    "synth bass": Instrument(
        partial(tones.synth, wave="saw", cutoff=700.0, attack=0.004, release=0.06, voices=1),
        (28, 52), 38, low=True,
    ),
    "triangle": Instrument(
        partial(tones.synth, wave="triangle", cutoff=6000.0, attack=0.003, release=0.03, voices=1),
        (36, 60), 38, low=True, level=2.0,
    ),
    "sub": Instrument(
        partial(tones.synth, wave="triangle", cutoff=500.0, attack=0.15, release=0.4, voices=1),
        (28, 48), 39, low=True,
    ),
}  # fmt: skip
