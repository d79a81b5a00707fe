"""Phrases played on the instruments of ``music``."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    noise,
    tones,
)
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound
from voice_agent.music.instruments import INSTRUMENTS

_MAJOR = (0, 2, 4, 5, 7, 9, 11)


_MINOR = (0, 2, 3, 5, 7, 8, 10)


_PENTATONIC = (0, 2, 4, 7, 9)


class _Phrase(Sound):
    """Someone plays a phrase: small steps in a key, more on the beat than off it, a last note
    that is held. Which instrument, compass and texture each class says."""

    course = Course.ONCE
    natural = (3.2, 5.0)
    gap = (0.3, 1.0)
    level = 68.0
    outdoors = False
    instrument: ClassVar[str]
    lowest: ClassVar[int] = 60  # MIDI pitch of the keynote at its lowest
    beat: ClassVar[tuple[float, float]] = (0.34, 0.5)  # seconds
    scale: ClassVar[tuple[int, ...]] = _MAJOR
    chords: ClassVar[bool] = False  # a chord with the first note of each bar
    detached: ClassVar[float] = 0.95  # share of a note that is held

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        play = INSTRUMENTS[self.instrument].play
        beat = self.trait("beat", rng, *self.beat) / manner.speed
        key = (
            self.lowest + round(self.trait("key", rng, 0.0, 6.0)) - round(12 * np.log2(manner.size))
        )
        force = 0.35 + 0.5 * manner.intensity
        parts: list[tuple[float, Samples]] = []
        time, place, degree = 0.0, 0, int(rng.integers(0, 5))
        while time < seconds - 1.2 * beat or not parts:
            length = beat * float(rng.choice((0.5, 1.0, 1.0, 1.5) if place else (1.0, 1.5)))
            if seconds - time - length < 1.2 * beat:
                length, degree = max(0.2, seconds - time - 0.3), 0
            strong = force * rng.uniform(0.8, 1.0) * (1.0 if place % 4 == 0 else 0.85)
            held = max(0.06, length * self.detached)
            parts.append(
                (time + rng.normal(0, 0.006), play(self._hz(key, degree), held, strong, rng))
            )
            if self.chords and place % 4 == 0:
                for step in (0, 2, 4):
                    hz = self._hz(key - 12, degree + step)
                    delay = time + 0.012 * step * rng.random()
                    parts.append((delay, 0.6 * play(hz, max(held, 1.6 * beat), 0.7 * strong, rng)))
            time += length
            place += 1
            degree = int(np.clip(degree + rng.choice((-2, -1, -1, 1, 1, 2, 3)), -2, 8))
        size = max(envelopes.frames(at) + len(samples) for at, samples in parts)
        made = grains.placed(size, [(max(0.0, at), samples) for at, samples in parts])
        return self._body(made)

    def _body(self, samples: Samples) -> Samples:
        """What the instrument's body does besides; nothing."""
        return samples

    def _hz(self, key: int, degree: int) -> float:
        octave, step = divmod(degree, len(self.scale))
        return float(440.0 * 2.0 ** ((key + 12 * octave + self.scale[step] - 69) / 12.0))


class Piano(_Phrase):
    """A piano: a phrase in the right hand, broken chords in the left."""

    name = "a piano"
    words = ("piano", "piano music", "playing piano", "grand piano", "piano note", "pianist",
             "piano melody", "keyboard music")  # fmt: skip
    heard_as = ("Piano", "Keyboard (musical)", "Musical instrument", "Electric piano")
    instrument = "piano"
    lowest = 62
    chords = True


class Guitar(_Phrase):
    """A steel-string guitar: a picked melody with strummed bass chords."""

    name = "an acoustic guitar"
    words = ("guitar", "acoustic guitar", "playing guitar", "guitarist", "strumming", "strum",
             "guitar music", "banjo", "ukulele")  # fmt: skip
    heard_as = ("Acoustic guitar", "Guitar", "Plucked string instrument", "Strum")
    instrument = "guitar"
    lowest = 50
    beat = (0.26, 0.4)
    detached = 2.0
    chords = True

    def _body(self, samples: Samples) -> Samples:
        """Air and top plate lift 100 to 250 Hz; recordings fall by 7 dB an octave above."""
        return filters.equalised(
            samples, [(70, -4), (110, 3), (220, 3), (450, -2), (1000, -9), (3000, -12), (9000, -9)]
        )


class ElectricGuitar(_Phrase):
    """An electric guitar through a driven amplifier and its loudspeaker."""

    name = "an electric guitar"
    words = ("electric guitar", "rock guitar", "distorted guitar", "guitar solo", "heavy metal")
    heard_as = ("Electric guitar", "Guitar", "Plucked string instrument", "Rock music")
    instrument = "electric guitar"
    lowest = 47
    detached = 1.0
    scale = _MINOR
    level = 84.0
    beat = (0.3, 0.42)


class Flute(_Phrase):
    """A flute: few harmonics, breath around them, vibrato of 5 Hz that comes in late."""

    name = "a flute"
    words = ("flute", "playing flute", "recorder", "pan flute", "flautist", "flute music")
    heard_as = ("Flute", "Wind instrument, woodwind instrument", "Musical instrument")
    instrument = "flute"
    lowest = 69


def _bowed(samples: Samples) -> Samples:
    """With what a recording of a bowed string has besides the note: the hair's noise, 30 dB
    below it and loudest from 300 Hz to 3 kHz, and a tone that is never quite steady."""
    rng = np.random.default_rng(len(samples))
    level = filters.low_pass(np.abs(samples), 12.0, 1)
    hair = noise.shaped(rng, len(samples), [(60, -8), (300, 0), (3000, -2), (9000, -18)])
    pressure = 1.0 + 0.06 * noise.jitter(rng, len(samples), 9.0)
    return samples * pressure + 0.02 * hair * level * (
        1.0 + 0.4 * noise.jitter(rng, len(samples), 30.0)
    )


class Violin(_Phrase):
    """A violin: bowed saw waves through the resonances of the body, a vibrato of the finger."""

    name = "a violin"
    words = ("violin", "fiddle", "violinist", "strings", "viola", "playing violin", "violin music")
    heard_as = ("Violin, fiddle", "Bowed string instrument", "String section", "Cello")
    instrument = "violin"
    lowest = 64
    beat = (0.45, 0.65)

    def _body(self, samples: Samples) -> Samples:
        bridge = [
            (220, -6),
            (480, 0),
            (800, -5),
            (1300, -2),
            (1800, -4),
            (2700, 6),
            (4500, 4),
            (9000, 0),
        ]
        return _bowed(filters.equalised(samples, bridge))


class Cello(_Phrase):
    """A cello: as the violin, an octave and a fifth below, with a body tuned lower."""

    name = "a cello"
    words = ("cello", "double bass", "cellist", "contrabass")
    heard_as = ("Cello", "Bowed string instrument", "Violin, fiddle", "Double bass")
    instrument = "cello"
    lowest = 50
    beat = (0.36, 0.55)
    scale = _MINOR

    def _body(self, samples: Samples) -> Samples:
        body = [
            (80, -6),
            (200, 3),
            (300, 3),
            (500, -2),
            (1000, -5),
            (2200, -3),
            (4000, -4),
            (9000, -8),
        ]
        sway = tones.vibrato(len(samples), 5.4, 0.006)  # 10 cents more: a thick string's vibrato
        return _bowed(filters.equalised(filters.sped(samples, sway), body))


class Trumpet(_Phrase):
    """A trumpet: the harder it is blown the brighter (Risset 1969), detached notes."""

    name = "a trumpet"
    words = ("trumpet", "bugle", "fanfare", "trumpeter", "brass", "trombone", "french horn")
    heard_as = ("Trumpet", "Brass instrument", "French horn", "Trombone")
    instrument = "trumpet"
    lowest = 62
    level = 80.0
    beat = (0.26, 0.4)


class Organ(_Phrase):
    """An organ: ranks of pipes at octaves and fifths above each note, chords held beneath."""

    name = "an organ"
    words = ("organ", "church organ", "pipe organ", "organist", "organ music")
    heard_as = ("Organ", "Electronic organ", "Hammond organ", "Keyboard (musical)")
    instrument = "organ"
    lowest = 58
    beat = (0.5, 0.7)
    chords = True
    level = 76.0


class Harp(_Phrase):
    """A harp: soft plucks that ring on, in quick runs."""

    name = "a harp"
    words = ("harp", "harpist", "lyre", "glissando")
    heard_as = ("Harp", "Plucked string instrument", "Zither", "Acoustic guitar", "Guitar")
    instrument = "harp"
    lowest = 53
    beat = (0.18, 0.26)
    scale = _PENTATONIC
    detached = 4.0
    level = 62.0


class Accordion(_Phrase):
    """An accordion: three reeds a note, tuned a little apart so that they beat."""

    name = "an accordion"
    words = ("accordion", "harmonica", "squeezebox", "concertina")
    heard_as = ("Accordion", "Harmonica", "Musical instrument", "Folk music", "Organ")
    instrument = "accordion"
    lowest = 62
    chords = True


class Saxophone(_Phrase):
    """A saxophone: a reed in a cone, all harmonics, brighter the louder."""

    name = "a saxophone"
    words = ("saxophone", "sax", "clarinet", "oboe", "saxophonist")
    heard_as = ("Saxophone", "Clarinet", "Wind instrument, woodwind instrument", "Trumpet",
                "Brass instrument")  # fmt: skip
    instrument = "saxophone"
    lowest = 57
    scale = _MINOR


class MusicBox(_Phrase):
    """A music box: steel teeth of a comb plucked by pins, at 1 to 6 kHz."""

    name = "a music box"
    words = ("music box", "musical box", "glockenspiel", "lullaby", "celesta", "xylophone")
    heard_as = ("Glockenspiel", "Music for children", "Lullaby", "Mallet percussion",
                "Marimba, xylophone", "Vibraphone", "Chime")  # fmt: skip
    instrument = "music box"
    lowest = 76
    beat = (0.22, 0.32)
    detached = 2.0
    level = 56.0


SOUNDS = (
    Piano,
    Guitar,
    ElectricGuitar,
    Flute,
    Violin,
    Cello,
    Trumpet,
    Organ,
    Harp,
    Accordion,
    Saxophone,
    MusicBox,
)
