"""Footsteps on what lies underfoot, hooves, clapping boots.

A step is a heel strike and, 60 to 150 ms later, the ball of the foot rolling off (Cook 2002,
Farnell 2007): on what is loose, both are clusters of grains; on what is hard, short impacts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from voice_agent.foley.blocks import envelopes, grains, modal
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


class _Steps(Sound):
    """Someone walking: a rhythm with left and right a little apart, and a surface."""

    course = Course.REPEATING
    level = 58.0
    pace = (0.50, 0.60)  # seconds a step

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        period = self.trait("pace", rng, *self.pace) / manner.speed
        limp = self.trait("limp", rng, 0.0, 0.03)
        times = grains.steady(rng, seconds, period, 0.03, 0.08)
        times = (times + limp * period * (np.arange(len(times)) % 2))[: manner.count]
        roll = min(0.45 * period, rng.uniform(0.1, 0.16))
        heels = rng.uniform(0.75, 1.0, len(times))
        toes = heels * rng.uniform(0.35, 0.7, len(times))
        starts = np.concatenate([times, times + roll * rng.uniform(0.85, 1.15, len(times))])
        return self.surface(rng, length, starts, np.concatenate([heels, toes]), manner)

    def surface(
        self, rng: Random, length: int, times: Samples, weights: Samples, manner: Manner
    ) -> Samples:
        """What the ground answers to footfalls of the given weights (heels and toes)."""
        raise NotImplementedError


def _crumbs(
    rng: Random, times: Samples, weights: Samples, count: float, spread: float
) -> tuple[Samples, Samples]:
    """Grains that each footfall sets off: times and strengths, dense at first."""
    counts = rng.poisson(count * weights)
    starts = np.repeat(times, counts)
    late = spread * rng.beta(1.4, 2.6, len(starts))
    strength = np.repeat(weights, counts) * grains.power_law(rng, len(starts), 0.05, 1.0, 1.6)
    return starts + late, strength


class StepsOnGravel(_Steps):
    """Gravel: 60 to 90 stones rub and click within 200 ms of each footfall, 1 to 7 kHz."""

    name = "footsteps on gravel"
    words = ("footstep on gravel", "walk on gravel", "step on gravel", "gravel", "pebble",
             "walking on stones", "crunching steps")  # fmt: skip
    heard_as = ("Walk, footsteps", "Crunch", "Run")

    def surface(
        self, rng: Random, length: int, times: Samples, weights: Samples, manner: Manner
    ) -> Samples:
        at, strength = _crumbs(rng, times, weights, 85.0, 0.22)
        stones = grains.bursts(
            rng, length, at, strength, centre=(1000.0, 6500.0), octaves=1.2, t60=(0.006, 0.03)
        )
        thud = grains.bursts(
            rng, length, times, 2.5 * weights, centre=(90.0, 220.0), octaves=1.2, t60=(0.04, 0.08),
            attack=0.004,
        )  # fmt: skip
        return stones + thud


class StepsOnSnow(_Steps):
    """Snow: crystals break in a dense creak of 150 to 250 ms, band 300 to 3000 Hz, no click."""

    name = "footsteps in snow"
    words = ("footstep in snow", "walk in snow", "walk through snow", "step in snow",
             "footstep on snow", "walk on snow", "snow")  # fmt: skip
    heard_as = ("Walk, footsteps", "Crunch", "Run", "Crumpling, crinkling")

    def surface(
        self, rng: Random, length: int, times: Samples, weights: Samples, manner: Manner
    ) -> Samples:
        at, strength = _crumbs(rng, times, weights, 260.0, 0.28)
        return grains.bursts(
            rng, length, at, strength, centre=(350.0, 2800.0), octaves=1.0, t60=(0.01, 0.035),
            attack=0.002,
        )  # fmt: skip


class StepsOnLeaves(_Steps):
    """Dry leaves: crackles and a swish, 1.5 to 9 kHz, more of them as the foot drags."""

    name = "footsteps on leaves"
    words = ("footstep on leaves", "walk on leaves", "walk through leaves", "step on leaves",
             "dry leaf", "walk in forest", "footstep in forest", "footstep on grass")  # fmt: skip
    heard_as = ("Walk, footsteps", "Rustle", "Rustling leaves", "Crunch", "Crumpling, crinkling")

    def surface(
        self, rng: Random, length: int, times: Samples, weights: Samples, manner: Manner
    ) -> Samples:
        at, strength = _crumbs(rng, times, weights, 45.0, 0.3)
        crackle = grains.bursts(
            rng, length, at, strength, centre=(1500.0, 8000.0), octaves=1.2, t60=(0.004, 0.02)
        )
        swish = grains.bursts(
            rng, length, times, 1.2 * weights, centre=(1800.0, 4500.0), octaves=2.0,
            t60=(0.2, 0.3), attack=0.05,
        )  # fmt: skip
        return crackle + swish


class StepsOnWood(_Steps):
    """A wooden floor: hollow knocks, boards with modes from 90 to 1200 Hz, a click of the heel."""

    name = "footsteps on wood"
    words = ("footstep on wood", "walk on wood", "footstep on floor", "wooden floor", "stairs",
             "walking upstairs", "footstep", "step", "walk", "walking", "walker",
             "someone walking")  # fmt: skip
    heard_as = ("Walk, footsteps", "Run", "Wood")
    outdoors = False

    def surface(
        self, rng: Random, length: int, times: Samples, weights: Samples, manner: Manner
    ) -> Samples:
        return _hard(
            rng, length, times, weights,
            modes=(self.trait("board", rng, 85.0, 120.0), 1200.0), loss=(0.16, 0.05),
            contact=0.004, click=0.5,
        )  # fmt: skip


class StepsOnConcrete(_Steps):
    """A pavement or a stone floor: short, dry clicks of a hard heel, the scrape of the sole."""

    name = "footsteps on concrete"
    words: ClassVar[tuple[str, ...]] = ("footstep on concrete", "footstep on stone", "footstep on street", "heel",
             "high heels", "walk on street", "footstep on pavement", "footstep in corridor",
             "footstep on tile", "walk on pavement")  # fmt: skip
    heard_as = ("Walk, footsteps", "Run", "Tap")

    def surface(
        self, rng: Random, length: int, times: Samples, weights: Samples, manner: Manner
    ) -> Samples:
        made = _hard(
            rng, length, times, weights,
            modes=(self.trait("shoe", rng, 220.0, 380.0), 3200.0), loss=(0.05, 0.02),
            contact=0.0015, click=1.0,
        )  # fmt: skip
        scrape = grains.bursts(
            rng, length, times + 0.02, 0.5 * weights, centre=(2000.0, 5000.0), octaves=2.0,
            t60=(0.08, 0.14), attack=0.02,
        )  # fmt: skip
        return made + scrape


class Running(StepsOnConcrete):
    """Someone running: two and a half to three steps a second, each a single hard slap."""

    name = "running footsteps"
    words = ("run", "runner", "jogging", "jogger", "sprint", "running person", "running feet")
    heard_as = ("Run", "Walk, footsteps", "Tap")
    pace = (0.33, 0.39)
    level = 64.0


def _hard(
    rng: Random,
    length: int,
    times: Samples,
    weights: Samples,
    *,
    modes: tuple[float, float],
    loss: tuple[float, float],
    contact: float,
    click: float,
) -> Samples:
    """Impacts on a body: the same modes, struck elsewhere each time, and the click of contact."""
    size = envelopes.frames(1.3 * loss[0])
    count = 16
    hz, t60, _ = modal.plate_modes(rng, count, *modes, loss)
    made = np.zeros(length)
    force = modal.hit(size, contact)
    rows = []
    for weight in weights:
        gains = rng.standard_normal(count) * (modes[0] / hz) ** 0.5
        struck = modal.modes(size, hz * rng.uniform(0.97, 1.03), t60, gains)
        rows.append(weight * modal.rung(struck, force[: 2 * round(contact * RATE) + 2], size))
    if rows:
        made = grains.scattered(length, times, np.stack(rows))
        made /= max(float(np.abs(made).max()), 1e-9)
    clicks = grains.bursts(
        rng, length, times, weights, centre=(1500.0, 5000.0), octaves=2.0, t60=(0.006, 0.02)
    )
    return made + 0.5 * click * clicks / max(float(np.abs(clicks).max()), 1e-9)


class Hooves(Sound):
    """A horse on a road: four beats at a walk, a three-beat gallop when fast; hollow clops."""

    name = "horse hooves"
    words = ("hoof", "clip clop", "galloping horse", "gallop", "horse walking", "horse trotting",
             "trot", "horse gallop", "horse carriage", "galloping", "horse riding")  # fmt: skip
    heard_as = ("Clip-clop", "Horse")
    course = Course.REPEATING
    level = 66.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        fast = manner.speed > 1.2
        stride = (0.55 if fast else self.trait("stride", rng, 0.95, 1.1)) / manner.speed**0.3
        beats: Sequence[float] = (0.0, 0.2, 0.36) if fast else (0.0, 0.25, 0.5, 0.75)
        strides = grains.steady(rng, seconds, stride, 0.015, 0.05)
        times = (strides[:, None] + stride * np.array(beats)).ravel()
        times = times + 0.008 * rng.standard_normal(len(times))
        hollow = self.trait("hollow", rng, 700.0, 950.0)
        size = envelopes.frames(0.12)
        rows = []
        for number in range(len(times)):
            hz = hollow * (1.0, 1.12, 0.94, 1.06)[number % 4] * rng.uniform(0.97, 1.03)
            clop = modal.modes(
                size, (hz, hz * 1.9, hz * 2.7, hz * 0.45), (0.06, 0.04, 0.03, 0.07),
                (1.0, 0.6, 0.4, 0.5), rng,
            )  # fmt: skip
            rows.append(rng.uniform(0.7, 1.0) * modal.rung(clop, modal.hit(60, 0.001)[:50], size))
        made = grains.scattered(length, times, np.stack(rows)) if rows else np.zeros(length)
        shoe = grains.bursts(
            rng, length, times, np.full(len(times), 0.35), centre=(2000.0, 6000.0),
            t60=(0.01, 0.03),
        )  # fmt: skip
        return made / max(float(np.abs(made).max()), 1e-9) + shoe


SOUNDS = (
    StepsOnGravel,
    StepsOnSnow,
    StepsOnLeaves,
    StepsOnWood,
    StepsOnConcrete,
    Running,
    Hooves,
)

