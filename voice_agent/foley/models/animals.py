"""Mammals: glottal sources through vocal tracts.

Pitch, length and formants after published measurements of the calls; a bigger animal has lower
formants and a lower pitch (Fitch 1997).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, noise, tones, voice
from voice_agent.foley.blocks.voice import Formant
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


def call(
    rng: Random,
    seconds: float,
    pitch: Sequence[tuple[float, float]],
    formants: Sequence[Formant],
    level: Sequence[tuple[float, float]],
    *,
    tilt: float = -8.0,
    jitter: float = 0.01,
    shimmer: float = 0.08,
    breath: float = 0.03,
    subharmonic: float = 0.0,
    floor: float = -34.0,
    swing: Samples | float = 1.0,
) -> Samples:
    """One call: pitch (share, Hz), formants, level (share, gain); ``swing`` multiplies the pitch."""
    length = envelopes.frames(seconds)
    hz = tones.glide(pitch, length) * swing
    source = voice.glottis(
        rng, hz, tilt=tilt, jitter=jitter, shimmer=shimmer, breath=breath, subharmonic=subharmonic
    )
    return voice.sung(source, formants, floor=floor) * envelopes.smooth(length, level)


def still(hz: float, width: float, gain: float = 0.0) -> Formant:
    """A formant that does not move."""
    return Formant(((0.0, hz), (1.0, hz)), width, gain)


class Dog(Sound):
    """A bark: 150 to 250 ms, pitch up and down around 400 Hz, rough, mouth opening wide.

    A medium dog's formants lie near 600, 1400 and 2800 Hz; small dogs yap an octave higher.
    """

    name = "a dog"
    words = ("dog", "bark", "barking", "puppy", "hound", "dog bark", "woof")
    heard_as = ("Dog", "Bark", "Bow-wow", "Domestic animals, pets", "Yip")
    course = Course.ONCE
    natural = (0.2, 0.3)
    gap = (0.15, 1.1)
    level = 78.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        size = manner.size * self.trait("size", rng, 0.85, 1.2)
        peak = self.trait("pitch", rng, 420.0, 560.0) / size * rng.uniform(0.94, 1.06)
        scale = size**0.6
        formants = (
            Formant(((0, 500 / scale), (0.25, 950 / scale), (1, 550 / scale)), 220),
            Formant(((0, 1200 / scale), (0.3, 1750 / scale), (1, 1300 / scale)), 320, -3),
            still(2900 / scale, 500, -8),
            still(4300 / scale, 800, -14),
        )
        pitch = ((0, peak * 0.55), (0.22, peak), (0.6, peak * 0.85), (1, peak * 0.45))
        level = ((0, 0), (0.08, 1), (0.45, 0.85), (0.75, 0.25), (1, 0))
        rough = 0.03 + 0.05 * manner.intensity
        return call(
            rng, seconds * rng.uniform(0.9, 1.1), pitch, formants, level,
            tilt=-5.0, jitter=rough, shimmer=0.25, breath=0.35, subharmonic=0.25,
        )  # fmt: skip


class Cat(Sound):
    """A meow: the mouth opens and closes, so formants rise and fall under a pitch near 600 Hz."""

    name = "a cat"
    words = ("cat", "meow", "kitten", "meowing", "miaow", "mew", "cat meow", "kitty")
    heard_as = ("Cat", "Meow", "Domestic animals, pets", "Caterwaul")
    course = Course.ONCE
    natural = (0.6, 1.0)
    gap = (0.5, 2.5)
    level = 65.0
    outdoors = False
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        size = manner.size
        base = self.trait("pitch", rng, 520.0, 700.0) / size**0.7 * rng.uniform(0.93, 1.08)
        formants = (
            Formant(((0, 450), (0.2, 800), (0.45, 1300), (0.8, 1000), (1, 600)), 200),
            Formant(((0, 2300), (0.25, 2500), (0.5, 2100), (1, 1400)), 320, -2),
            Formant(((0, 3600), (0.5, 3900), (1, 3300)), 450, -6),
            still(5600, 800, -12),
        )
        pitch = ((0, base * 0.75), (0.3, base * 1.12), (0.6, base), (1, base * 0.65))
        level = ((0, 0), (0.1, 0.35), (0.3, 1), (0.7, 0.8), (1, 0))
        return call(rng, seconds, pitch, formants, level, tilt=-7.0, breath=0.05, jitter=0.006)


class Purr(Sound):
    """A cat purring: glottal pulses at 25 Hz, stronger breathing out than breathing in."""

    name = "a purring cat"
    words = ("purr", "purring", "cat purr", "cat purring")
    heard_as = ("Purr", "Cat", "Domestic animals, pets")
    course = Course.CONTINUOUS
    level = 40.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("rate", rng, 23.0, 27.0)
        breath = 0.5 + 0.5 * np.sin(2 * np.pi * envelopes.times(length) / 1.7 + rng.uniform(0, 6))
        out = np.clip(3.0 * (breath - 0.5), -1, 1)
        hz = rate * (1.0 + 0.08 * out)
        source = voice.glottis(rng, hz, tilt=-4.0, jitter=0.03, shimmer=0.2, breath=0.0)
        source += 0.6 * rng.standard_normal(length) * np.clip(np.sin(tones.phase(hz)), 0, 1) ** 2
        made = voice.sung(source, (still(180, 120), still(450, 300, -5), still(1400, 900, -14)))
        dip = np.clip(6.0 * np.abs(out), 0.1, 1.0)
        return made * dip * np.where(out > 0, 1.0, 0.7)


class Sheep(Sound):
    """A bleat: the voice trembles 8 times a second in pitch and level, formants of "baa"."""

    name = "a sheep"
    words = ("sheep", "bleat", "lamb", "baa", "ewe", "flock of sheep", "bleating")
    heard_as = ("Sheep", "Bleat", "Goat", "Livestock, farm animals, working animals")
    course = Course.ONCE
    natural = (0.8, 1.3)
    gap = (0.6, 2.5)
    level = 72.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        size = manner.size
        base = self.trait("pitch", rng, 200.0, 290.0) / size * rng.uniform(0.95, 1.06)
        rate = self.trait("tremor", rng, 7.5, 10.0)
        tremor = np.sin(2 * np.pi * rate * envelopes.times(length) + rng.uniform(0, 6))
        grown = envelopes.polygon(length, [(0, 0.2), (0.3, 1), (1, 1)])
        formants = (
            Formant(((0, 400), (0.12, 750), (1, 650)), 160),
            Formant(((0, 1300), (0.15, 1700), (1, 1500)), 250, -3),
            still(2700, 350, -5),
            still(3700, 500, -10),
        )
        pitch = ((0, base * 0.95), (0.2, base * 1.08), (1, base * 0.88))
        made = call(
            rng, seconds, pitch, formants, ((0, 0), (0.08, 1), (0.8, 0.8), (1, 0)),
            tilt=-6.0, breath=0.12, jitter=0.02, swing=1.0 + 0.045 * tremor * grown,
        )  # fmt: skip
        return made * (1.0 + 0.45 * tremor * grown)


class Cow(Sound):
    """A moo: 1.5 to 2.5 s near 130 Hz, nasal at first, then the mouth opens."""

    name = "a cow"
    words = ("cow", "moo", "mooing", "cattle", "bull", "calf", "ox")
    heard_as = ("Cattle, bovinae", "Moo", "Livestock, farm animals, working animals")
    course = Course.ONCE
    natural = (1.5, 2.4)
    gap = (1.0, 3.5)
    level = 82.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        base = self.trait("pitch", rng, 120.0, 165.0) / manner.size * rng.uniform(0.95, 1.05)
        formants = (
            Formant(((0, 250), (0.25, 300), (0.5, 520), (0.85, 480), (1, 300)), 110),
            Formant(((0, 750), (0.3, 850), (0.55, 1150), (1, 850)), 170, -6),
            Formant(((0, 2000), (0.5, 2300), (1, 2000)), 300, -14),
        )
        pitch = ((0, base * 0.8), (0.25, base), (0.55, base * 1.35), (0.8, base * 1.25), (1, base * 0.8))
        level = ((0, 0), (0.1, 0.4), (0.4, 0.8), (0.6, 1), (0.85, 0.8), (1, 0))
        return call(
            rng, seconds, pitch, formants, level,
            tilt=-7.0, breath=0.06, jitter=0.012, shimmer=0.12, floor=-40.0,
        )  # fmt: skip


class Horse(Sound):
    """A whinny: a high, tremulous voice that falls from 1000 to 400 Hz, then a snort."""

    name = "a horse"
    words = ("horse", "neigh", "neighing", "whinny", "pony", "stallion", "mare")
    heard_as = ("Neigh, whinny", "Horse")
    course = Course.ONCE
    natural = (1.6, 2.2)
    gap = (1.2, 4.0)
    level = 82.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        peak = self.trait("pitch", rng, 850.0, 1150.0) / manner.size * rng.uniform(0.95, 1.05)
        rate = rng.uniform(9.0, 12.0)
        tremor = np.sin(2 * np.pi * rate * envelopes.times(length))
        grown = envelopes.polygon(length, [(0, 0), (0.2, 0.4), (0.5, 1), (1, 1)])
        formants = (
            Formant(((0, 900), (0.3, 1300), (1, 700)), 350),
            Formant(((0, 2000), (0.4, 2300), (1, 1500)), 450, -3),
            still(3500, 600, -6),
        )
        pitch = ((0, peak * 0.6), (0.15, peak), (0.45, peak * 0.9), (0.8, peak * 0.5), (1, peak * 0.35))
        made = call(
            rng, seconds, pitch, formants, ((0, 0), (0.08, 0.8), (0.4, 1), (0.8, 0.5), (1, 0)),
            tilt=-6.0, breath=0.15, jitter=0.02, subharmonic=0.2,
            swing=1.0 + 0.06 * tremor * grown,
        )  # fmt: skip
        return made * (1.0 + 0.5 * tremor * grown)


class Pig(Sound):
    """Grunts: 200 ms bursts of rough, low pulses and breath through the snout."""

    name = "a pig"
    words = ("pig", "oink", "grunting pig", "hog", "piglet", "boar", "grunt", "pig grunt")
    heard_as = ("Pig", "Oink", "Livestock, farm animals, working animals")
    course = Course.ONCE
    natural = (0.2, 0.4)
    gap = (0.1, 0.8)
    level = 70.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        base = self.trait("pitch", rng, 70.0, 100.0) / manner.size * rng.uniform(0.85, 1.2)
        formants = (
            Formant(((0, 350), (0.4, 480), (1, 380)), 160),
            Formant(((0, 1000), (0.4, 1300), (1, 1000)), 260, -4),
            still(2200, 400, -8),
            still(3400, 600, -12),
        )
        pitch = ((0, base), (0.4, base * 1.25), (1, base * 0.8))
        return call(
            rng, seconds, pitch, formants, ((0, 0), (0.12, 1), (0.6, 0.8), (1, 0)),
            tilt=-3.0, breath=0.5, jitter=0.08, shimmer=0.4, subharmonic=0.3,
        )  # fmt: skip


class Wolf(Sound):
    """A howl: 3 to 5 s, rising fast to 500 Hz, holding, sliding down; nearly pure."""

    name = "a wolf"
    words = ("wolf", "howl", "wolf howl", "howling wolf", "coyote", "howling dog", "wolves howl")
    heard_as = ("Howl", "Canidae, dogs, wolves", "Dog")
    course = Course.ONCE
    natural = (3.0, 5.0)
    gap = (0.8, 3.0)
    level = 80.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        top = self.trait("pitch", rng, 420.0, 600.0) / manner.size * rng.uniform(0.92, 1.1)
        formants = (
            Formant(((0, 450), (0.2, 700), (1, 500)), 180),
            Formant(((0, 1000), (0.3, 1250), (1, 900)), 250, -10),
            still(2600, 400, -22),
        )
        hold = rng.uniform(0.5, 0.7)
        pitch = ((0, top * 0.5), (0.14, top * 0.97), (0.3, top), (hold, top * 0.96), (1, top * 0.5))
        wave = 1.0 + 0.008 * noise.jitter(rng, length, 3.0)
        return call(
            rng, seconds, pitch, formants, ((0, 0), (0.1, 0.6), (0.35, 1), (0.75, 0.8), (1, 0)),
            tilt=-12.0, breath=0.02, jitter=0.003, shimmer=0.03, floor=-46.0, swing=wave,
        )  # fmt: skip


class Lion(Sound):
    """A roar: 60 to 200 Hz, chaotic and breathy; long first, then shorter grunts."""

    name = "a lion"
    words = ("lion", "roar", "lion roar", "tiger", "leopard", "bear", "big cat", "dragon",
             "monster", "dinosaur", "growl")  # fmt: skip
    heard_as = ("Roar", "Roaring cats (lions, tigers)", "Growling", "Wild animals")
    course = Course.ONCE
    natural = (1.4, 2.6)
    gap = (0.4, 2.0)
    level = 95.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        base = self.trait("pitch", rng, 110.0, 150.0) / manner.size * rng.uniform(0.9, 1.1)
        formants = (
            Formant(((0, 300), (0.35, 560), (1, 320)), 170),
            Formant(((0, 800), (0.35, 1100), (1, 800)), 260, -4),
            Formant(((0, 1700), (0.4, 2100), (1, 1700)), 400, -9),
            still(3200, 700, -15),
        )
        pitch = ((0, base * 0.6), (0.25, base * 1.3), (0.6, base * 1.2), (1, base * 0.5))
        return call(
            rng, seconds, pitch, formants, ((0, 0), (0.15, 0.7), (0.4, 1), (0.75, 0.6), (1, 0)),
            tilt=-4.0, breath=0.45, jitter=0.07, shimmer=0.35, subharmonic=0.5,
        )  # fmt: skip


class Snake(Sound):
    """A hiss: breath through a slit, 3 to 12 kHz, swelling and ending."""

    name = "a hissing snake"
    words = ("snake", "hiss", "hissing", "snake hiss", "serpent")
    heard_as = ("Snake", "Hiss", "Steam")
    course = Course.ONCE
    natural = (1.0, 2.5)
    gap = (0.5, 2.0)
    level = 50.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        made = noise.shaped(rng, length, [(500, -40), (2500, -12), (5000, 0), (9000, -3), (16e3, -16)])
        made = filters.resonance(made, self.trait("slit", rng, 5000, 7500), 2500.0) + 0.5 * made
        return made * envelopes.smooth(length, [(0, 0), (0.2, 0.8), (0.6, 1), (1, 0)])


SOUNDS = (Dog, Cat, Purr, Sheep, Cow, Horse, Pig, Wolf, Lion, Snake)

