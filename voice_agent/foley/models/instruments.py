"""Musical instruments: phrases played on the models of ``music``, and percussion."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, grains, modal, noise, tones
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound
from voice_agent.music import drums
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
    return samples * pressure + 0.02 * hair * level * (1.0 + 0.4 * noise.jitter(rng, len(samples), 30.0))


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
        body = [(80, -9), (200, 3), (300, 6), (500, 4), (1000, 2), (2200, 4), (4000, 4), (9000, 0)]
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


class Drums(Sound):
    """A drum kit: bass drum and snare in turn, a hi-hat between, fills and small errors."""

    name = "a drum kit"
    told = "a drummer"
    words = ("drum", "drum kit", "drummer", "drumming", "drum beat", "playing drums", "rock drums",
             "percussion")  # fmt: skip
    heard_as = ("Drum kit", "Drum", "Percussion", "Drum machine", "Snare drum")
    course = Course.CONTINUOUS
    level = 84.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        step = self.trait("step", rng, 0.125, 0.17) / manner.speed  # a sixteenth
        own = np.random.default_rng(int(self.trait("pattern", rng, 1.0, 1e6)))
        kicks = own.random(16) < np.tile((0.9, 0.1, 0.3, 0.15), 4)
        ghosts = own.random(16) < 0.12
        parts: list[tuple[float, Samples]] = []
        force = 0.6 + 0.4 * manner.intensity
        for place in range(int(seconds / step) + 1):
            at = place * step + rng.normal(0, 0.004)
            now, fill = place % 16, place % 64 >= 56
            if fill and rng.random() < 0.8:
                parts.append((at, drums.tom(force, rng, hz=(190.0, 150.0, 115.0)[rng.integers(3)])))
                continue
            if kicks[now] and now not in (4, 12):
                parts.append((at, 1.3 * drums.kick(force * rng.uniform(0.8, 1.0), rng)))
            if now in (4, 12):
                parts.append((at, drums.snare(force, rng)))
            elif ghosts[now]:
                parts.append((at, drums.snare(0.3 * force, rng)))
            if now % 2 == 0:
                hat = drums.open_hat if now == 14 and rng.random() < 0.4 else drums.hat
                parts.append((at, hat(force * rng.uniform(0.5, 0.9), rng)))
            if place % 64 == 0:
                parts.append((at, drums.crash(0.7 * force, rng)))
        return grains.placed(length, [(max(0.0, at), piece) for at, piece in parts])


class SnareRoll(Sound):
    """A roll on the snare drum: both hands bounce, 22 strokes a second, and swell."""

    name = "a drum roll"
    words = ("drum roll", "snare roll", "snare drum", "drumroll", "snare")
    heard_as = ("Drum roll", "Snare drum", "Drum", "Percussion", "Rimshot")
    course = Course.ONCE
    natural = (2.4, 3.6)
    gap = (0.4, 1.2)
    level = 76.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("rate", rng, 19.0, 24.0) * manner.speed
        times = grains.steady(rng, max(0.25, seconds - 0.5), 1.0 / rate, 0.07)
        parts = []
        for number, time in enumerate(times):
            swell = 0.25 + 0.6 * (time / max(seconds, 0.1)) ** 1.5
            force = swell * rng.uniform(0.75, 1.0) * (1.0 if number % 2 else 0.85)
            parts.append((float(time), drums.snare(force, rng)))
        parts.append((float(times[-1]) + 0.09, 1.5 * drums.snare(1.0, rng)))
        made = grains.placed(length, parts)
        head = modal.modes(
            envelopes.frames(0.2), (182.0, 290.0, 388.0), (0.14, 0.1, 0.08), (1, 0.6, 0.4)
        )
        return made + 0.02 * modal.rung(made, head, length)


class Cymbal(Sound):
    """A crash cymbal: hundreds of modes that the blow's energy climbs within 50 ms, highs that
    die within a second, a low wash that stays (Rossing)."""

    name = "a cymbal"
    told = "a cymbal crash"
    words = ("cymbal", "cymbal crash", "crash cymbal", "hi hat", "cymbals")
    heard_as = ("Cymbal", "Hi-hat", "Percussion", "Drum kit")
    course = Course.ONCE
    natural = (2.6, 3.4)
    gap = (0.4, 1.5)
    level = 80.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        own = np.random.default_rng(int(self.trait("plate", rng, 1.0, 1e6)))
        hz = np.sort(own.uniform(320.0, 14_000.0, 260)) / manner.size**0.5
        t60 = 4.2 / (1.0 + (hz / 3500.0) ** 1.1) * own.uniform(0.6, 1.4, 260)
        gains = own.uniform(0.3, 1.0, 260) * rng.uniform(0.6, 1.0, 260) / (1.0 + 500.0 / hz)
        made = modal.modes(length, hz, t60, gains, rng)
        wash = noise.shaped(rng, length, [(300, -22), (2000, -6), (6000, 0), (16e3, -5)])
        wash *= envelopes.strike(length, 0.015, 1.4)
        stick = drums.rim(0.5, rng)
        made = (
            made / max(float(np.abs(made).max()), 1e-9) * (1 - envelopes.decay(length, 0.05) * 0.5)
        )
        return envelopes.faded(
            made + 0.22 * wash + grains.placed(length, [(0.0, 0.2 * stick)]), 0.0005, 0.2
        )


class Gong(Sound):
    """A tam-tam: a soft blow wakes the low modes; within a second nonlinear coupling carries
    the energy up and the shimmer blooms (Legge and Fletcher 1989)."""

    name = "a gong"
    words = ("gong", "tam tam", "gong strike")
    heard_as = ("Gong", "Singing bowl", "Bell", "Church bell", "Percussion")
    course = Course.ONCE
    natural = (4.5, 6.0)
    gap = (1.0, 2.0)
    level = 78.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        own = np.random.default_rng(int(self.trait("plate", rng, 1.0, 1e6)))
        low = self.trait("pitch", rng, 75.0, 110.0) / manner.size
        hz = low * np.concatenate(
            [[1.0, 1.52, 2.0, 2.41, 2.9], np.sort(own.uniform(3.2, 60.0, 220))]
        )
        rise = 0.02 + 0.7 * np.minimum(1.0, (hz / 3500.0)) ** 0.7 * (0.4 + 0.6 * manner.intensity)
        time = envelopes.times(length)
        made = np.zeros(length)
        for frequency, slow in zip(hz, rise, strict=True):
            t60 = 9.0 / (1.0 + (frequency / 900.0) ** 0.8) * own.uniform(0.7, 1.3)
            gain = own.uniform(0.3, 1.0) / (1.0 + (frequency / 1800.0) ** 1.2)
            bloom = (1.0 - np.exp(-time / slow)) * np.exp(-6.908 * time / t60)
            made += gain * bloom * np.sin(2 * np.pi * frequency * time + rng.uniform(0, 6.28))
        thump = filters.low_pass(rng.standard_normal(length), 300.0) * envelopes.decay(length, 0.15)
        return envelopes.faded(made + 1.5 * thump, 0.004, 0.4)


class BellTree(Sound):
    """Small bars or bells swept with a stick: some thirty high modes one after another."""

    name = "a bell tree"
    words = ("bell tree", "mark tree", "chimes", "bar chimes", "fairy", "magic", "sparkle",
             "magic wand", "wind chime", "wind chimes", "chime")  # fmt: skip
    heard_as = ("Wind chime", "Chime", "Jingle, tinkle", "Glockenspiel", "Bell", "Jingle bell")
    course = Course.ONCE
    natural = (2.4, 3.2)
    gap = (0.05, 0.4)
    level = 60.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        count = 30
        order = np.linspace(0.0, 1.0, count)
        times = 0.02 + order * rng.uniform(0.9, 1.3) / manner.speed + rng.normal(0, 0.008, count)
        low = self.trait("pitch", rng, 1700.0, 2200.0) / manner.size
        hz = low * 2.0 ** ((1.0 - order if rng.random() < 0.5 else order) * 1.9)
        hz *= rng.uniform(0.985, 1.015, count)
        made = np.zeros(length)
        for ratio, gain, ring in ((1.0, 1.0, 2.4), (2.756, 0.6, 0.9), (1.83, 0.2, 0.6)):
            t60 = ring * (2500.0 / hz) ** 0.5 * rng.uniform(0.7, 1.3, count)
            made += grains.rings(
                length, np.maximum(times, 0.0), hz * ratio, t60, gain * rng.uniform(0.3, 1.0, count)
            )
        ticks = grains.bursts(
            rng,
            length,
            np.maximum(times, 0.0),
            np.full(count, 0.1),
            centre=(5e3, 11e3),
            t60=(0.002, 0.006),
        )
        return envelopes.faded(made + ticks, 0.0005, 0.3)


class HandDrum(Sound):
    """A goblet or conga drum played with both hands: low open strokes, bright slaps."""

    name = "a hand drum"
    words = ("hand drum", "bongo", "conga", "tribal drum", "djembe", "tabla", "tambourine")
    heard_as = ("Drum", "Percussion", "Tabla", "Drum kit")
    course = Course.CONTINUOUS
    level = 74.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        step = self.trait("step", rng, 0.14, 0.19) / manner.speed
        own = np.random.default_rng(int(self.trait("pattern", rng, 1.0, 1e6)))
        pattern = own.choice(4, 16, p=(0.3, 0.25, 0.3, 0.15))
        low = self.trait("head", rng, 85.0, 115.0) / manner.size
        ratios = np.array(modal.MEMBRANE)
        parts = []
        for place in range(int(seconds / step) + 1):
            stroke = int(pattern[place % 16]) if rng.random() > 0.1 else int(rng.integers(4))
            if not stroke:
                continue
            hz, t60, edge = ((low, 0.5, 0.15), (2.1 * low, 0.28, 0.4), (2.6 * low, 0.12, 1.0))[
                stroke - 1
            ]
            size = envelopes.frames(0.6)
            gains = (0.8 if stroke == 3 else 0.5) ** np.arange(len(ratios)) * rng.uniform(
                0.6, 1.1, 10
            )
            body = modal.modes(size, hz * ratios, t60 / (1 + 0.5 * np.arange(10)), gains, rng)
            slap = filters.high_pass(rng.standard_normal(size), 900.0) * envelopes.decay(size, 0.03)
            hit = envelopes.faded(body + edge * 0.5 * slap, 0.0008, 0.02) * rng.uniform(0.6, 1.0)
            parts.append((max(0.0, place * step + rng.normal(0, 0.006)), hit))
        return grains.placed(length, parts)


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
    Drums,
    SnareRoll,
    Cymbal,
    Gong,
    BellTree,
    HandDrum,
)
