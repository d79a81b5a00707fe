"""Birds that sing: syrinx tones that glide and trill."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    grains,
    noise,
    tones,
)
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound

Points = Sequence[tuple[float, float]]


def whistle(
    seconds: float, pitch: Points, *, second: float = 0.08, third: float = 0.03, attack: float = 0.2
) -> Samples:
    """One note of a songbird: a nearly pure tone on a pitch course of (share, Hz)."""
    length = envelopes.frames(seconds)
    made = tones.partials(tones.glide(pitch, length), (1.0, second, third))
    return made * envelopes.smooth(length, [(0, 0), (attack, 1), (0.7, 0.9), (1, 0)])


def joined(rng: Random, notes: Sequence[tuple[float, Samples]]) -> Samples:
    """Notes one after the other, each after its own pause in seconds."""
    parts, time = [], 0.0
    for pause, note in notes:
        time += pause * rng.uniform(0.9, 1.1)
        parts.append((time, note))
        time += len(note) / RATE
    return grains.placed(envelopes.frames(time + 0.02), parts)


class Blackbird(Sound):
    """A blackbird's phrase: four to seven fluted notes of 1.5 to 3 kHz, then a fast twitter."""

    name = "a blackbird"
    told = "a blackbird singing"
    words = ("blackbird", "thrush", "nightingale", "robin", "song thrush")
    heard_as = ("Bird", "Bird vocalization, bird call, bird song", "Chirp, tweet")
    course = Course.ONCE
    natural = (1.5, 2.5)
    gap = (0.8, 2.5)
    level = 62.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        notes = []
        for _ in range(rng.integers(4, 8)):
            start = rng.uniform(1600, 2900)
            points = [(0.0, start)]
            points += [(x, start * 2 ** rng.uniform(-0.35, 0.35)) for x in (0.35, 0.7, 1.0)]
            notes.append((rng.uniform(0.01, 0.07), whistle(rng.uniform(0.09, 0.26), points)))
        for _ in range(rng.integers(3, 8)):
            top = rng.uniform(4000, 7500)
            note = 0.3 * whistle(
                rng.uniform(0.02, 0.05), [(0, top), (0.5, top * 0.7), (1, top * 0.9)]
            )
            notes.append((0.015, note))
        return joined(rng, notes)


class Songbirds(Sound):
    """Several small birds in trees: each has its own notes, pitch, rhythm and distance.

    Trills, repeated two-note calls and sliding whistles from 2.5 to 7 kHz.
    """

    name = "songbirds"
    words = ("bird", "birdsong", "bird song", "singing bird", "chirping", "chirp", "tweet",
             "bird singing", "birds singing", "dawn chorus", "bird call", "twitter",
             "tweeting")  # fmt: skip
    heard_as = ("Bird vocalization, bird call, bird song", "Bird", "Chirp, tweet")
    course = Course.CONTINUOUS
    level = 55.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        made = np.zeros(length)
        for bird in range(round(3 + 3 * manner.intensity)):
            low = self.trait(f"pitch {bird}", rng, 2400.0, 4600.0) / manner.size
            kind = int(self.trait(f"kind {bird}", rng, 0.0, 3.0))
            pause = self.trait(f"pause {bird}", rng, 1.2, 3.5) / manner.speed
            rate = self.trait(f"rate {bird}", rng, 7.0, 16.0)
            phrase: Callable[[], Samples] = lambda: _phrase(rng, kind, low, rate)  # noqa: E731,B023
            times = grains.steady(rng, seconds, pause + 0.8, 0.35, rng.uniform(-1.5, pause))
            gain = rng.uniform(0.15, 1.0) ** 1.5
            song = grains.placed(length, [(time, phrase()) for time in times])
            made += gain * song
        return made


def _phrase(rng: Random, kind: int, low: float, rate: float) -> Samples:
    if kind == 0:  # a trill: one note many times
        top = low * rng.uniform(1.2, 1.6)
        note = [(0, low), (0.4, top), (1, low * 0.9)]
        count = rng.integers(5, 12)
        return joined(rng, [(0.35 / rate, whistle(0.65 / rate, note)) for _ in range(count)])
    if kind == 1:  # two notes in turn, as a great tit's
        notes = []
        for _ in range(rng.integers(3, 6)):
            notes.append((0.05, whistle(0.11, [(0, low * 1.45), (1, low * 1.35)])))
            notes.append((0.04, whistle(0.14, [(0, low), (1, low * 0.97)])))
        return joined(rng, notes)
    notes = []
    for _ in range(rng.integers(4, 9)):  # single sliding notes
        points = [(x, low * 2 ** rng.uniform(-0.2, 0.7)) for x in (0.0, 0.3, 0.6, 1.0)]
        notes.append((rng.uniform(0.02, 0.12), whistle(rng.uniform(0.05, 0.16), points)))
    return joined(rng, notes)


class Sparrow(Sound):
    """Sparrows: short harsh chirps, rising and falling through 3 to 6 kHz within 80 ms."""

    name = "sparrows"
    words = ("sparrow", "chick", "canary", "finch", "budgie", "parakeet")
    heard_as = ("Chirp, tweet", "Bird", "Bird vocalization, bird call, bird song")
    course = Course.CONTINUOUS
    level = 55.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        parts = []
        for bird in range(3):
            low = self.trait(f"pitch {bird}", rng, 2600.0, 3600.0) / manner.size
            gain = (1.0, 0.5, 0.25)[bird]
            period = self.trait(f"period {bird}", rng, 0.35, 0.8) / manner.speed
            for time in grains.steady(rng, seconds, period, 0.3, rng.uniform(0, 0.5)):
                top = low * rng.uniform(1.4, 1.9)
                points = [(0, low), (0.3, top), (0.7, low * 1.2), (1, low * 1.1)]
                chirp = whistle(rng.uniform(0.06, 0.1), points, second=0.35, third=0.15)
                parts.append((time, gain * rng.uniform(0.7, 1.0) * chirp))
        return grains.placed(length, parts)


class Cuckoo(Sound):
    """A cuckoo: two soft notes, a minor third apart (about 660 and 550 Hz)."""

    name = "a cuckoo"
    told = "a cuckoo calling"
    words = ("cuckoo",)
    heard_as = ("Bird", "Bird vocalization, bird call, bird song", "Owl", "Hoot")
    course = Course.ONCE
    natural = (0.6, 0.7)
    gap = (0.7, 0.9)
    level = 60.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        high = self.trait("pitch", rng, 630.0, 700.0) / manner.size
        first = whistle(0.16, [(0, high * 0.94), (0.25, high), (1, high * 0.98)], second=0.05)
        second = whistle(
            0.26, [(0, high * 0.84), (0.3, high * 0.82), (1, high * 0.79)], second=0.05
        )
        return joined(rng, [(0.0, first), (0.14, 0.9 * second)])


class Owl(Sound):
    """A tawny owl's hoot: one long note, a pause, then a tremulous one; 600 to 900 Hz, hollow."""

    name = "an owl"
    told = "an owl hooting"
    words = ("owl", "hoot", "hooting", "owl hoot")
    heard_as = ("Owl", "Hoot", "Bird vocalization, bird call, bird song", "Bird")
    course = Course.ONCE
    natural = (2.2, 3.0)
    gap = (1.0, 3.0)
    level = 58.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        hz = self.trait("pitch", rng, 360.0, 480.0) / manner.size
        long = self._note(rng, 0.5, [(0, hz * 0.9), (0.2, hz), (1, hz * 0.93)], 0.0)
        short = self._note(rng, 0.14, [(0, hz * 0.95), (0.4, hz * 1.02), (1, hz * 0.9)], 0.0)
        last = self._note(rng, 0.8, [(0, hz * 0.95), (0.2, hz * 1.03), (1, hz * 0.9)], 0.5)
        return joined(rng, [(0.0, long), (0.5, short), (0.09, short), (0.07, last)])

    def _note(self, rng: Random, seconds: float, pitch: Points, tremble: float) -> Samples:
        made = whistle(seconds, pitch, second=0.12, third=0.04)
        breath = noise.band(rng, len(made), 300.0, 900.0) * 0.02
        time = envelopes.times(len(made))
        shake = 1.0 - tremble * (0.5 + 0.5 * np.sin(2 * np.pi * 13.0 * time))
        return (made + breath * np.abs(made).max()) * shake


class Pigeon(Sound):
    """A coo: 350 to 450 Hz, rolled at 25 Hz at first, then falling smoothly, three times over."""

    name = "a pigeon"
    told = "a pigeon cooing"
    words = ("pigeon", "dove", "coo", "cooing", "turtle dove")
    heard_as = ("Pigeon, dove", "Coo", "Bird")
    course = Course.ONCE
    natural = (1.6, 2.0)
    gap = (0.4, 1.2)
    level = 55.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        hz = self.trait("pitch", rng, 380.0, 470.0) / manner.size
        notes = []
        for length, top, roll in ((0.3, 0.95, 0.3), (0.65, 1.12, 0.6), (0.35, 0.95, 0.2)):
            points = [(0, hz * 0.85 * top), (0.35, hz * top), (1, hz * 0.8 * top)]
            made = whistle(length * rng.uniform(0.9, 1.1), points, second=0.18, third=0.06)
            time = envelopes.times(len(made))
            rolled = 1.0 - roll * (0.5 + 0.5 * np.sin(2 * np.pi * 24.0 * time))
            notes.append((0.06, made * rolled))
        return joined(rng, notes)


SOUNDS = (
    Blackbird,
    Songbirds,
    Sparrow,
    Cuckoo,
    Owl,
    Pigeon,
)
