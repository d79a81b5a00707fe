"""Mammals: glottal sources through vocal tracts.

Pitch, length and formants start from published measurements of the calls; what measurements
leave open (tilt, roughness, the mouth's opening) was set beside recordings, spectrum, modulation
and periodicity (``measure.capability.likeness``), and kept where a sound classifier still hears
the animal.
"""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    noise,
    tones,
    voice,
)
from voice_agent.foley.blocks.throat import Throat
from voice_agent.foley.models.animals.caller import Caller
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class Dog(Caller):
    """A bark: 200 ms, pitch up and down, jittered and with subharmonics, mouth opening wide.

    A small to medium dog; "a big dog" barks lower.
    """

    name = "a dog"
    told = "a dog barking"
    words = ("dog", "bark", "barking", "puppy", "hound", "dog bark", "woof")
    heard_as = ("Dog", "Bark", "Bow-wow", "Domestic animals, pets", "Yip")
    natural = (0.18, 0.24)
    gap = (0.15, 0.8)
    level = 78.0
    throat = Throat(
        pitch=690.0, start=0.46, middle=1.15, end=0.46, peak=0.27,
        formants=((880.0, 1.2), (1500.0, 1.5), (3400.0, 1.1), (5600.0, 1.0)),
        gains=(0.0, -2.8, -14.0, -14.0), width=0.14, tilt=-11.5, breath=0.05, jitter=0.035,
        shimmer=0.05, subharmonic=0.22, floor=-32.0, attack=0.26, hold=0.5,
    )  # fmt: skip


class Cat(Caller):
    """A meow: the mouth opens, so that the first formant rises from 1 to 2 kHz, and closes."""

    name = "a cat"
    told = "a cat meowing"
    words = ("cat", "meow", "kitten", "meowing", "miaow", "mew", "cat meow", "kitty")
    heard_as = ("Cat", "Meow", "Domestic animals, pets", "Caterwaul")
    natural = (0.6, 0.85)
    gap = (0.5, 2.0)
    level = 65.0
    outdoors = False
    throat = Throat(
        pitch=770.0, start=0.77, middle=0.99, end=0.8, peak=0.32,
        formants=((990.0, 2.1), (1870.0, 1.42), (4050.0, 1.0), (5700.0, 1.0)),
        gains=(-2.0, 0.0, -6.0, -9.0), width=0.4, tilt=-8.5, breath=0.1, jitter=0.01,
        shimmer=0.12, subharmonic=0.05, floor=-36.0, attack=0.3, hold=0.57,
    )  # fmt: skip


class Purr(Sound):
    """A cat purring: breath chopped by the larynx at 25 Hz, breathing in and out.

    Bands of noise below 1.5 kHz, each pulse a few milliseconds; louder breathing out.
    """

    name = "a purring cat"
    words = ("purr", "purring", "cat purr", "cat purring")
    heard_as = ("Purr", "Cat", "Domestic animals, pets")
    course = Course.CONTINUOUS
    level = 40.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("rate", rng, 23.0, 27.0)
        phase = 2 * np.pi * envelopes.times(length) / self.trait("breath", rng, 1.5, 2.2)
        breath = np.sin(phase + rng.uniform(0.0, 6.3))
        hz = rate * (1.0 + 0.06 * breath + 0.03 * noise.jitter(rng, length, 5.0))
        pulse = np.clip(np.sin(tones.phase(hz)), 0.0, 1.0) ** 3
        pulse *= 1.0 + 0.3 * noise.jitter(rng, length, 20.0)
        source = rng.standard_normal(length) * pulse
        tract = [
            voice.Formant(((0.0, hz), (1.0, hz)), width, gain)
            for hz, width, gain in (
                (170.0, 120.0, 0.0),
                (420.0, 260.0, -4.0),
                (1300.0, 900.0, -12.0),
            )
        ]
        return voice.sung(source, tract) * (0.25 + np.abs(breath)) * np.where(breath > 0, 1.0, 0.6)


class Sheep(Caller):
    """A bleat: the voice trembles 10 times a second in level and pitch, formants of "baa"."""

    name = "a sheep"
    told = "a sheep bleating"
    words = ("sheep", "bleat", "lamb", "baa", "ewe", "flock of sheep", "bleating", "goat")
    heard_as = ("Sheep", "Bleat", "Goat", "Livestock, farm animals, working animals")
    natural = (1.0, 1.35)
    gap = (0.5, 2.0)
    level = 72.0
    throat = Throat(
        pitch=212.0, start=0.9, middle=1.05, end=0.65, peak=0.38,
        formants=((640.0, 2.0), (2450.0, 1.0), (3800.0, 1.0), (5300.0, 1.0)),
        gains=(0.0, -1.0, 1.0, -15.0), width=0.165, tilt=-8.0, breath=0.13, jitter=0.009,
        shimmer=0.38, subharmonic=0.16, floor=-43.0, attack=0.05, hold=0.54,
        tremor=(9.4, 0.055, 0.42),
    )  # fmt: skip


class Cow(Sound):
    """A moo: 1.5 to 2.3 s that begin with the mouth closed and soft, then it opens and the call
    rises to 140 to 190 Hz, loud to its end (Padilla de la Torre 2015: 81 Hz closed, 153 Hz open).

    Formants are those of six recordings: narrow ridges (a clear voice with hardly any breath),
    most at 400 and 1200 Hz.
    """

    name = "a cow"
    told = "a cow mooing"
    words = ("cow", "moo", "mooing", "cattle", "bull", "calf", "ox")
    heard_as = ("Moo", "Cattle, bovinae", "Livestock, farm animals, working animals")
    course = Course.ONCE
    alive = True
    natural = (1.5, 2.3)
    gap = (0.8, 3.0)
    level = 82.0
    closed = ((190.0, 160.0, 0.0), (600.0, 190.0, -12.0), (2450.0, 280.0, -20.0))
    open = ((400.0, 28.0, -4.0), (1220.0, 79.0, 0.0), (1910.0, 75.0, -3.0),
            (2510.0, 103.0, -3.0), (3400.0, 80.0, -13.0))  # fmt: skip

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds / manner.speed**0.5)
        size = manner.size * self.trait("size", rng, 0.92, 1.08)
        top = self.trait("pitch", rng, 150.0, 178.0) * rng.uniform(0.97, 1.03) / manner.size
        opens = rng.uniform(0.25, 0.35)
        turns = ((0.0, 0.7), (0.12, 0.78), (opens, 1.0), (0.85, 1.08), (1.0, 1.0))
        hz = tones.glide([(share, top * turn) for share, turn in turns], length)
        source = voice.glottis(
            rng, hz, tilt=-7.0, jitter=0.008, shimmer=0.15, breath=0.06, subharmonic=0.04
        )
        mouths = []
        for tract, floor in ((self.closed, -37.0), (self.open, -43.0)):
            mouth = [
                voice.Formant([(0.0, hz / size**0.7), (1.0, hz / size**0.7)], width, gain)
                for hz, width, gain in tract
            ]
            mouths.append(envelopes.unit(voice.sung(source, mouth, floor=floor)))
        share = 1.0 / (1.0 + np.exp((opens - np.linspace(0.0, 1.0, length)) / 0.05))
        made = 0.8 * (1.0 - share) * mouths[0] + share * mouths[1]
        return made * envelopes.smooth(
            length, [(0, 0), (0.12, 0.6), (0.4, 1), (0.92, 0.85), (1, 0)]
        )


class Horse(Caller):
    """A whinny: a high, rough voice that trembles 9 times a second and falls from 1200 Hz."""

    name = "a horse"
    told = "a horse neighing"
    words = ("horse", "neigh", "neighing", "whinny", "pony", "stallion", "mare")
    heard_as = ("Neigh, whinny", "Horse", "Livestock, farm animals, working animals")
    natural = (1.6, 2.2)
    gap = (1.0, 3.5)
    level = 82.0
    throat = Throat(
        pitch=1230.0, start=0.73, middle=0.83, end=0.6, peak=0.22,
        formants=((570.0, 1.26), (2210.0, 1.24), (2790.0, 1.0), (3900.0, 1.0)),
        gains=(-4.0, -3.0, -6.0, -10.0), width=0.32, tilt=-7.0, breath=0.12, jitter=0.058,
        shimmer=0.2, subharmonic=0.23, floor=-32.0, attack=0.21, hold=0.58,
        tremor=(8.8, 0.05, 0.27),
    )  # fmt: skip


class Pig(Caller):
    """Grunts: 200 to 400 ms of rough, low pulses and breath through the snout."""

    name = "a pig"
    told = "a pig grunting"
    words = ("pig", "oink", "grunting pig", "hog", "piglet", "boar", "grunt", "pig grunt")
    heard_as = ("Oink", "Pig", "Livestock, farm animals, working animals")
    natural = (0.2, 0.4)
    gap = (0.1, 0.6)
    level = 70.0
    throat = Throat(
        pitch=125.0, start=0.85, middle=0.85, end=0.64, peak=0.17,
        formants=((690.0, 1.2), (1520.0, 1.18), (3150.0, 1.0), (4400.0, 1.0)),
        gains=(0.0, 2.0, -6.0, -4.0), width=0.125, tilt=-11.8, breath=0.7, jitter=0.09,
        shimmer=0.18, subharmonic=0.55, floor=-45.0, attack=0.28, hold=0.45,
    )  # fmt: skip


class Wolf(Caller):
    """A howl: 3 to 5 s, rising fast to 500 Hz, holding, sliding down; nearly pure."""

    name = "a wolf"
    told = "a wolf howling"
    words = ("wolf", "howl", "wolf howl", "howling wolf", "coyote", "howling dog", "wolves howl")
    heard_as = ("Howl", "Canidae, dogs, wolves", "Dog")
    natural = (3.4, 4.4)
    gap = (0.6, 2.5)
    level = 80.0
    throat = Throat(
        pitch=525.0, start=0.7, middle=1.02, end=0.72, peak=0.35,
        formants=((610.0, 1.36), (1250.0, 1.5), (2480.0, 1.0), (3500.0, 1.0)),
        gains=(0.0, -1.6, -20.0, -19.0), width=0.125, tilt=-15.0, breath=0.037, jitter=0.009,
        shimmer=0.08, subharmonic=0.015, floor=-47.0, attack=0.06, hold=0.55,
        tremor=(4.5, 0.012, 0.1),
    )  # fmt: skip


class Lion(Caller):
    """A roar: 60 to 200 Hz, chaotic and breathy; the mouth opens and closes."""

    name = "a lion"
    told = "a lion roaring"
    words = ("lion", "roar", "lion roar", "tiger", "leopard", "bear", "big cat", "dragon",
             "monster", "dinosaur", "growl")  # fmt: skip
    heard_as = ("Roar", "Roaring cats (lions, tigers)", "Growling", "Wild animals")
    natural = (1.8, 2.5)
    gap = (0.4, 1.8)
    level = 95.0
    throat = Throat(
        pitch=120.0, start=0.44, middle=1.06, end=0.9, peak=0.45,
        formants=((315.0, 1.05), (1240.0, 1.54), (1650.0, 1.0), (2300.0, 1.0)),
        gains=(0.0, -9.0, -10.7, -22.0), width=0.125, tilt=-7.7, breath=2.3, jitter=0.09,
        shimmer=0.25, subharmonic=0.43, floor=-36.0, attack=0.2, hold=0.42,
    )  # fmt: skip


SOUNDS = (
    Dog,
    Cat,
    Purr,
    Sheep,
    Cow,
    Horse,
    Pig,
    Wolf,
    Lion,
)
