"""Drums, cymbals, gongs, chimes."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    modal,
    noise,
)
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound
from voice_agent.music import drums


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
        wires = noise.shaped(
            rng, length, [(300, -20), (1500, -3), (4000, 0), (9000, -3), (16e3, -12)]
        )
        strokes = np.zeros(length)
        strokes[np.rint(times * RATE).astype(int)] = np.interp(times, (0.0, seconds), (0.35, 1.0))
        wires *= modal.rung(strokes, envelopes.strike(envelopes.frames(0.16), 0.001, 0.16), length)
        made = made + 0.02 * modal.rung(made, head, length)
        return made / max(float(made.std()), 1e-9) + 0.35 * wires / max(float(wires.std()), 1e-9)


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
            t60 = 12.0 / (1.0 + (frequency / 2000.0) ** 0.8) * own.uniform(0.7, 1.3)
            gain = own.uniform(0.3, 1.0) / (1.0 + (frequency / 4500.0) ** 1.2)
            gain *= max(0.3, min(1.0, frequency / 700.0))  # a recording: most at 0.7 to 3 kHz
            bloom = (1.0 - np.exp(-time / slow)) * np.exp(-6.908 * time / t60)
            made += gain * bloom * np.sin(2 * np.pi * frequency * time + rng.uniform(0, 6.28))
        thump = filters.low_pass(rng.standard_normal(length), 300.0) * envelopes.decay(length, 0.15)
        return envelopes.faded(made + 0.5 * thump, 0.004, 0.4)


class BellTree(Sound):
    """Small bars or bells swept with a stick: some thirty high modes one after another."""

    name = "a bell tree"
    words = ("bell tree", "mark tree", "chimes", "bar chimes", "fairy", "magic", "sparkle",
             "magic wand", "spell", "magic spell", "cast a spell", "fairy dust", "wind chime",
             "wind chimes", "chime")  # fmt: skip
    heard_as = ("Wind chime", "Chime", "Jingle, tinkle", "Glockenspiel", "Bell", "Jingle bell")
    course = Course.ONCE
    natural = (2.4, 3.2)
    gap = (0.05, 0.4)
    level = 60.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        count = 36
        order = np.linspace(0.0, 1.0, count)
        times = 0.02 + order * rng.uniform(0.9, 1.3) / manner.speed + rng.normal(0, 0.008, count)
        low = self.trait("pitch", rng, 1400.0, 1900.0) / manner.size
        hz = low * 2.0 ** ((1.0 - order if rng.random() < 0.5 else order) * 2.3)
        hz *= rng.uniform(0.985, 1.015, count)
        made = np.zeros(length)
        bars = (
            (1.0, 0.6, 2.4),
            (2.756, 1.0, 1.6),
            (5.404, 0.6, 1.1),
            (1.83, 0.3, 0.8),
            (3.9, 0.4, 1),
        )
        for ratio, gain, ring in bars:
            t60 = ring * (2500.0 / hz) ** 0.5 * rng.uniform(0.7, 1.3, count)
            made += grains.rings(
                length,
                np.maximum(times, 0.0),
                hz * ratio,
                t60,
                gain * rng.uniform(0.15, 1.0, count) ** 1.5,
            )
        ticks = grains.bursts(
            rng,
            length,
            np.maximum(times, 0.0),
            np.full(count, 0.25),
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
    Drums,
    SnareRoll,
    Cymbal,
    Gong,
    BellTree,
    HandDrum,
)
