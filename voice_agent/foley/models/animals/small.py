"""Insects, frogs and snakes."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    modal,
    noise,
    tones,
)
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


class Crickets(Sound):
    """Field crickets: chirps of three to five pulses at 30 a second, 4.2 to 5 kHz, two a second.

    The wing's file and the harp's resonance give a nearly pure tone; several animals, out of step.
    """

    name = "crickets"
    words = ("cricket", "grasshopper", "cricket chirping", "night insect")
    heard_as = ("Cricket", "Insect")
    course = Course.CONTINUOUS
    level = 60.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        made = np.zeros(length)
        for animal in range(round(2 + 4 * manner.intensity)):
            hz = self.trait(f"pitch {animal}", rng, 4100.0, 5000.0)
            period = self.trait(f"period {animal}", rng, 0.36, 0.62) / manner.speed
            pulses = int(self.trait(f"pulses {animal}", rng, 3.0, 5.99))
            gain = self.trait(f"gain {animal}", rng, 0.12, 1.0)
            size = envelopes.frames(0.02)
            shape = envelopes.smooth(size, [(0, 0), (0.25, 0.6), (0.6, 1), (1, 0)])
            chirps = grains.steady(rng, seconds, period, 0.05, rng.uniform(0, period))
            times = (chirps[:, None] + np.arange(pulses) / 31.0).ravel()
            strength = np.tile(np.linspace(0.5, 1.0, pulses), len(chirps))
            turns = (
                np.arange(size) / RATE * hz * (1.0 + rng.uniform(-0.004, 0.004, (len(times), 1)))
            )
            rows = strength[:, None] * np.sin(2 * np.pi * turns) * shape
            made += gain * grains.scattered(length, times, rows)
        # Recordings are never silent between the chirps: a meadow of others, farther off.
        field = filters.band_pass(rng.standard_normal(length), 3900.0, 5300.0, 3)
        field *= 1.0 + 0.5 * np.sin(2 * np.pi * 31.0 * np.arange(length) / RATE)
        field *= noise.wander(rng, length, 1.0, 0.6, 1.2)
        return made + 0.35 * made.std() / field.std() * field


class Cicadas(Sound):
    """Cicadas: tymbal clicks so fast that they merge into a rasping band of 4 to 9 kHz."""

    name = "cicadas"
    words = ("cicada", "locust", "summer insects")
    heard_as = ("Insect", "Cricket", "Buzz")
    course = Course.CONTINUOUS
    level = 74.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        made = np.zeros(length)
        for animal in range(3):
            centre = self.trait(f"pitch {animal}", rng, 4500.0, 7500.0)
            rate = self.trait(f"rate {animal}", rng, 90.0, 160.0)
            time = envelopes.times(length)
            rasp = np.clip(np.sin(2 * np.pi * rate * time), 0, 1) ** 2
            swell = noise.wander(rng, length, 0.3, 0.2, 1.0)
            made += filters.resonance(rng.standard_normal(length), centre, 700.0) * rasp * swell
        return made


def _wings(rng: Random, length: int, hz: float, drift: float, gains: tuple[float, ...]) -> Samples:
    """Wing beats that wander in pitch, nearer and farther, past the ear."""
    course = hz * (
        1.0 + drift * noise.jitter(rng, length, 1.5) + 0.01 * noise.jitter(rng, length, 9.0)
    )
    near = noise.wander(rng, length, 0.6, 0.05, 1.0) ** 1.5
    rough = 1.0 + 0.15 * noise.jitter(rng, length, 40.0)
    return tones.partials(course, gains, rng) * near * rough


class Bee(Sound):
    """A bee: wing beats at 200 to 250 Hz with strong harmonics to 2 kHz, wandering."""

    name = "a bee"
    told = "a bee buzzing"
    words = ("bee", "wasp", "bumblebee", "hornet", "buzz", "buzzing", "beehive", "swarm")
    heard_as = ("Bee, wasp, etc.", "Buzz", "Insect", "Fly, housefly")
    course = Course.CONTINUOUS
    level = 52.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("pitch", rng, 195.0, 250.0) / manner.size
        gains = (0.6, 1.0, 0.7, 0.6, 0.4, 0.35, 0.22, 0.16, 0.12, 0.08, 0.05, 0.04)
        return _wings(rng, length, hz, 0.05, gains)


class Fly(Sound):
    """A housefly: 180 to 220 Hz, brighter, with sudden turns."""

    name = "a fly"
    told = "a fly buzzing"
    words = ("fly buzzing", "housefly", "flies", "fly")
    heard_as = ("Fly, housefly", "Insect", "Buzz", "Bee, wasp, etc.", "Mosquito")
    course = Course.CONTINUOUS
    level = 50.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("pitch", rng, 175.0, 215.0)
        gains = (0.7, 1.0, 0.9, 0.7, 0.6, 0.5, 0.4, 0.35, 0.25, 0.2, 0.15, 0.1, 0.08, 0.06)
        return _wings(rng, length, hz, 0.08, gains)


class Mosquito(Sound):
    """A mosquito: a thin whine at 450 to 600 Hz that comes to the ear and goes."""

    name = "a mosquito"
    words = ("mosquito", "gnat", "midge")
    heard_as = ("Mosquito", "Insect", "Fly, housefly", "Buzz")
    course = Course.CONTINUOUS
    level = 40.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("pitch", rng, 450.0, 600.0)
        gains = (1.0, 0.6, 0.5, 0.35, 0.2, 0.12, 0.08, 0.05)
        return _wings(rng, length, hz, 0.03, gains)


class Frogs(Sound):
    """A pond: croaks of 8 to 20 pulses through a throat sac near 700 Hz, many frogs in turn."""

    name = "frogs"
    words = ("frog", "croak", "croaking", "toad", "ribbit")
    heard_as = ("Frog", "Croak")
    course = Course.CONTINUOUS
    level = 58.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        made = np.zeros(length)
        for animal in range(round(2 + 3 * manner.intensity)):
            sac = self.trait(f"sac {animal}", rng, 520.0, 950.0) / manner.size
            rate = self.trait(f"rate {animal}", rng, 32.0, 55.0)
            gain = self.trait(f"gain {animal}", rng, 0.2, 1.0)
            body = modal.modes(
                envelopes.frames(0.05), (sac, sac * 2.1, sac * 3.3), (0.035, 0.025, 0.018),
                (1.0, 0.6, 0.25), rng,
            )  # fmt: skip
            period = self.trait(f"period {animal}", rng, 0.7, 1.6)
            for start in grains.steady(rng, seconds, period, 0.3, rng.uniform(0, 1)):
                count = rng.integers(7, 16)
                times = start + np.cumsum(rng.uniform(0.9, 1.1, count)) / rate
                strength = np.interp(np.linspace(0, 1, count), (0, 0.2, 0.8, 1), (0.3, 1, 0.9, 0.4))
                rows = gain * strength[:, None] * body
                made += grains.scattered(length, times, rows)
        return made


class Snake(Sound):
    """A hiss: breath through a slit, 3 to 12 kHz, swelling and ending."""

    name = "a hissing snake"
    words = ("snake", "hiss", "hissing", "snake hiss", "serpent")
    heard_as = ("Hiss", "Snake", "Steam")
    course = Course.ONCE
    natural = (1.0, 2.5)
    gap = (0.5, 2.0)
    level = 50.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        points = [(500, -40), (2500, -12), (5000, 0), (9000, -3), (16e3, -16)]
        made = noise.shaped(rng, length, points)
        made = filters.resonance(made, self.trait("slit", rng, 5000, 7500), 2500.0) + 0.5 * made
        return made * envelopes.smooth(length, [(0, 0), (0.2, 0.8), (0.6, 1), (1, 0)])


SOUNDS = (
    Crickets,
    Cicadas,
    Bee,
    Fly,
    Mosquito,
    Frogs,
    Snake,
)
