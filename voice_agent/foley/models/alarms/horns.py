"""Sirens, horns and whistles."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    modal,
    noise,
    tones,
)
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


def distance_echo(rng: Random, samples: Samples) -> Samples:
    """What hills and houses return of a loud horn: scattered, duller, over a second."""
    size = envelopes.frames(1.2)
    tail = noise.shaped(rng, size, [(100, 0), (800, 0), (3000, -9), (9000, -24)])
    tail *= envelopes.strike(size, 0.05, 1.3)
    late = modal.rung(samples, tail / np.sqrt(np.sum(tail**2)), len(samples))
    return samples + 0.5 * late


class Siren(Sound):
    """A police siren's wail: its pitch climbs from 650 to 1500 Hz and falls again every four
    seconds (yelp: three times a second when it is urgent), clipped, through a horn."""

    name = "a siren"
    words: ClassVar[tuple[str, ...]] = ("siren", "police car", "police", "police siren",
             "emergency vehicle",
             "cop car",
             "wailing siren")  # fmt: skip
    heard_as: ClassVar[tuple[str, ...]] = ("Siren", "Police car (siren)", "Emergency vehicle",
             "Ambulance (siren)",
                "Fire engine, fire truck (siren)", "Civil defense siren")  # fmt: skip
    course = Course.CONTINUOUS
    level = 86.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        period = self.trait("period", rng, 3.4, 4.6) / manner.speed
        if manner.intensity > 0.75:
            period = 0.33
        low = self.trait("low", rng, 600.0, 680.0) / manner.size
        high = low * self.trait("span", rng, 2.0, 2.35)
        turn = (envelopes.times(length) / period + rng.random()) % 1.0
        rise = np.where(turn < 0.45, 1 - np.exp(-turn / 0.16), np.exp(-(turn - 0.45) / 0.2))
        rise = filters.low_pass(np.pad(rise, (2000, 0), mode="edge"), 12.0 / period, 1)[2000:]
        hz = low * (high / low) ** np.clip(rise, 0.0, 1.0)
        made = tones.partials(hz, [1.0, 0.35, 0.55, 0.2, 0.3, 0.1, 0.12], rng)
        return filters.equalised(made, [(300, -8), (900, 0), (2200, 3), (4500, -6), (9000, -24)])


class Ambulance(Sound):
    """A two-tone horn, as of ambulances in Europe: 440 and 585 Hz in turns of half a second."""

    name = "an ambulance"
    words = ("ambulance", "ambulance siren", "two tone siren", "paramedic")
    heard_as = ("Ambulance (siren)", "Siren", "Emergency vehicle", "Police car (siren)",
                "Fire engine, fire truck (siren)")  # fmt: skip
    course = Course.CONTINUOUS
    level = 86.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        low = self.trait("pitch", rng, 420.0, 470.0) / manner.size
        turn = envelopes.times(length) / 0.55 * manner.speed + rng.random() * 2.0
        high = filters.low_pass((np.floor(turn) % 2).astype(float), 60.0, 1)
        hz = low * 1.333**high * (1.0 + 0.001 * noise.jitter(rng, length, 8.0))
        gap = np.minimum(turn % 1.0, 1.0 - turn % 1.0) * 0.55 / 0.012
        gains = 0.8 ** np.arange(16) * rng.uniform(0.6, 1.1, 16)
        made = tones.partials(hz, gains, rng) * np.clip(gap, 0.15, 1.0)
        return filters.equalised(made, [(250, -9), (800, 0), (2000, 3), (4500, -5), (9000, -22)])


class FireEngine(Siren):
    """A fire engine: a mechanical siren winds up and runs down over six seconds, and its air
    horns blare over it."""

    name = "a fire engine"
    words = ("fire engine", "fire truck", "fire brigade", "firetruck")
    heard_as = ("Fire engine, fire truck (siren)", "Siren", "Emergency vehicle",
                "Ambulance (siren)", "Police car (siren)")  # fmt: skip

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        slower = Manner(min(manner.intensity, 0.7), 0.65 * manner.speed, 1.15 * manner.size)
        made = super().render(rng, seconds, slower)
        length = len(made)
        low = self.trait("horn", rng, 270.0, 310.0) / manner.size
        numbers = np.arange(1, 18)
        for time in grains.onsets(rng, seconds, 0.3):
            size = envelopes.frames(rng.uniform(0.5, 1.0))
            blare = np.zeros(size)
            for ratio in (1.0, 1.26):
                wobble = 1.0 + 0.003 * noise.jitter(rng, size, 14.0)
                gains = 1.0 / (1.0 + (numbers * low * ratio / 1500.0) ** 2)
                blare += tones.partials(low * ratio * wobble, gains, rng)
            blare = envelopes.faded(blare, 0.03, 0.08)
            made += grains.placed(length, [(float(time), 0.45 * blare)])
        return made


class Foghorn(Sound):
    """A ship's horn: a vibrating plate in a long trumpet, 85 to 150 Hz, rich and slow to speak."""

    name = "a ship horn"
    words = ("ship horn", "foghorn", "fog horn", "boat horn", "ship", "ferry", "ship's horn",
             "tugboat", "cruise ship", "harbour")  # fmt: skip
    heard_as = ("Foghorn", "Air horn, truck horn", "Ship", "Train horn", "Toot",
                "Vehicle horn, car horn, honking")  # fmt: skip
    course = Course.ONCE
    natural = (2.6, 3.8)
    gap = (1.5, 3.0)
    level = 92.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("pitch", rng, 105.0, 150.0) / manner.size
        rise = 1.0 - np.exp(-envelopes.times(length) / 0.09)
        course = hz * (0.96 + 0.04 * rise) * (1.0 + 0.004 * noise.jitter(rng, length, 18.0))
        numbers = np.arange(1, 40)
        gains = rng.uniform(0.7, 1.1, len(numbers)) / (1.0 + (numbers * hz / 650.0) ** 2.2)
        made = tones.partials(course, gains, rng)
        air = noise.shaped(rng, length, [(100, -20), (500, -3), (1500, 0), (5000, -14)])
        shape = envelopes.smooth(length, [(0, 0), (0.08, 0.9), (0.85, 1), (0.93, 0.5), (1, 0)])
        made = (made + 0.12 * float(made.std()) * air) * shape
        return distance_echo(rng, made)


class TrainHorn(Sound):
    """A locomotive's air horns: a chord of three to five between 250 and 500 Hz, each with
    harmonics to 5 kHz, that sag as the air runs out."""

    name = "a train horn"
    words = ("train horn", "locomotive horn", "air horn", "truck horn", "train hooting")
    heard_as = ("Train horn", "Air horn, truck horn", "Train", "Train whistle",
                "Vehicle horn, car horn, honking")  # fmt: skip
    course = Course.ONCE
    natural = (1.4, 2.6)
    gap = (0.4, 1.6)
    level = 95.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        low = self.trait("pitch", rng, 245.0, 280.0) / manner.size
        rise = 1.0 - np.exp(-envelopes.times(length) / 0.06)
        shape = envelopes.smooth(length, [(0, 0), (0.06, 0.9), (0.85, 1.0), (1, 0)])
        sag = envelopes.smooth(length, [(0, 1), (0.85, 1.0), (1, 0.965)])
        numbers = np.arange(1, 18)
        made = np.zeros(length)
        for chime, ratio in enumerate((1.0, 1.19, 1.335, 1.59, 1.9)):
            own = np.random.default_rng(int(self.trait(f"chime {chime}", rng, 1.0, 1e6)))
            hz = low * ratio * own.uniform(0.99, 1.01)
            bell = 0.12 + 1.0 / (1.0 + ((numbers * hz - 1200.0) / 900.0) ** 2)
            gains = bell * own.uniform(0.6, 1.1, 17)
            wobble = 1.0 + 0.004 * noise.jitter(rng, length, 30.0)
            made += tones.partials(hz * sag * (0.98 + 0.02 * rise) * wobble, gains, rng)
        air = noise.shaped(rng, length, [(200, -14), (900, 0), (3000, -3), (9000, -16)])
        made = (made + 0.2 * float(made.std()) * air) * shape
        return distance_echo(rng, made)


class SteamWhistle(Sound):
    """A steam locomotive's whistle: steam over a lip into three bells of 400 to 700 Hz, breathy,
    bending up as it opens and down at its end."""

    name = "a steam whistle"
    words = ("steam whistle", "train whistle", "whistle of a train", "locomotive whistle",
             "factory whistle")  # fmt: skip
    heard_as = ("Train whistle", "Steam whistle", "Train", "Train horn", "Whistle")
    course = Course.ONCE
    natural = (1.6, 2.8)
    gap = (0.4, 1.5)
    level = 92.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        low = self.trait("pitch", rng, 400.0, 480.0) / manner.size
        bend = envelopes.smooth(length, [(0, 0.9), (0.12, 1.0), (0.8, 1.0), (1, 0.86)])
        shape = envelopes.smooth(length, [(0, 0), (0.1, 0.9), (0.8, 1.0), (1, 0)])
        made = np.zeros(length)
        for ratio in (1.0, 1.25, 1.5):
            hz = low * ratio * bend * (1.0 + 0.004 * noise.jitter(rng, length, 12.0))
            gains = [1.0, 0.15, 0.4, 0.06, 0.16, 0.03, 0.06]
            swirl = 1.0 + 0.15 * noise.jitter(rng, length, 25.0)
            made += tones.partials(hz, gains, rng) * swirl
        steam = noise.shaped(
            rng, length, [(200, -18), (800, -4), (2500, 0), (7000, -5), (14e3, -16)]
        )
        return (made + 0.22 * float(made.std()) * steam) * shape


SOUNDS = (
    Siren,
    Ambulance,
    FireEngine,
    Foghorn,
    TrainHorn,
    SteamWhistle,
)
