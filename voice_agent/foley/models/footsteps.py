"""Footsteps on what lies underfoot, hooves, clapping boots.

A step is a heel strike and, 50 to 150 ms later, the ball of the foot rolling off (Cook 2002,
Farnell 2007): on what is loose, both are clusters of grains; on what is hard, short impacts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, grains, tones
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


@dataclass(frozen=True)
class Ground:
    """What a footfall sets off: crumbs that scatter, and the thud of the weight.

    ``crumbs``: how many for a full footfall, over ``spread`` seconds (a beta distribution with
    ``swell``), sizes by a power law with ``exponent``; bursts with middles from ``band`` Hz,
    ``octaves`` wide, of ``ring`` seconds and ``attack``. ``thud``: weight beside the crumbs;
    around ``thud_hz``, ``thud_octaves`` wide, ``thud_ring`` seconds, ``thud_attack``. ``toe``:
    strength of the ball of the foot, ``roll`` seconds after the heel.
    """

    crumbs: float
    spread: float
    swell: tuple[float, float]
    exponent: float
    band: tuple[float, float]
    octaves: float
    ring: float
    attack: float
    thud: float
    thud_hz: float
    thud_octaves: float
    thud_ring: float
    thud_attack: float
    toe: float
    roll: float


class _Steps(Sound):
    """Someone walking: a rhythm with left and right a little apart, and a ground."""

    course = Course.REPEATING
    level = 58.0
    pace: ClassVar[tuple[float, float]] = (0.50, 0.60)  # seconds a step
    ground: ClassVar[Ground]

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        ground = self.ground
        period = self.trait("pace", rng, *self.pace) / manner.speed
        limp = self.trait("limp", rng, 0.0, 0.03)
        times = grains.steady(rng, seconds, period, 0.03, 0.08)
        times = (times + limp * period * (np.arange(len(times)) % 2))[: manner.count]
        roll = min(0.45 * period, ground.roll)
        heels = rng.uniform(0.7, 1.0, len(times))
        toes = heels * ground.toe * rng.uniform(0.7, 1.3, len(times))
        starts = np.concatenate([times, times + roll * rng.uniform(0.85, 1.15, len(times))])
        return self._underfoot(rng, length, starts, np.concatenate([heels, toes]), manner)

    def _underfoot(
        self, rng: Random, length: int, times: Samples, weights: Samples, manner: Manner
    ) -> Samples:
        """What the ground answers to footfalls of the given weights (heels and toes)."""
        ground = self.ground
        heavy = 2.0 ** (manner.intensity - 0.5) * manner.size**0.5
        counts = rng.poisson(ground.crumbs * weights * heavy)
        at = np.repeat(times, counts)
        at = at + ground.spread * rng.beta(*ground.swell, len(at))
        sizes = grains.power_law(rng, len(at), 0.05, 1.0, ground.exponent)
        crumbs = grains.bursts(
            rng, length, at, np.repeat(weights, counts) * sizes, centre=ground.band,
            octaves=ground.octaves, t60=(0.4 * ground.ring, 1.6 * ground.ring),
            attack=ground.attack,
        )  # fmt: skip
        hz = ground.thud_hz * self.trait("weight", rng, 0.85, 1.15) / manner.size**0.3
        thuds = grains.bursts(
            rng, length, times, weights, centre=(hz, 1.8 * hz), octaves=ground.thud_octaves,
            t60=(0.7 * ground.thud_ring, 1.3 * ground.thud_ring), attack=ground.thud_attack,
        )  # fmt: skip
        made = crumbs / max(float(crumbs.std()), 1e-9)
        return made + ground.thud * heavy * thuds / max(float(thuds.std()), 1e-9)


class StepsOnGravel(_Steps):
    """Gravel: a hundred stones rub and click within a quarter of a second of each footfall."""

    name = "footsteps on gravel"
    words = ("footstep on gravel", "walk on gravel", "step on gravel", "gravel", "pebble",
             "walking on stones", "crunching steps")  # fmt: skip
    heard_as = ("Walk, footsteps", "Crunch", "Run")
    ground = Ground(
        crumbs=130, spread=0.27, swell=(2.2, 1.6), exponent=1.5, band=(1700, 12_000), octaves=1.45,
        ring=0.0087, attack=0.0022, thud=0.7, thud_hz=150, thud_octaves=0.95, thud_ring=0.12,
        thud_attack=0.006, toe=0.25, roll=0.11,
    )  # fmt: skip


class StepsOnSnow(_Steps):
    """Snow: crystals break in a dense creak of a quarter of a second, 300 to 3000 Hz, no click."""

    name = "footsteps in snow"
    words = ("footstep in snow", "walk in snow", "walk through snow", "step in snow",
             "footstep on snow", "walk on snow", "snow")  # fmt: skip
    heard_as = ("Walk, footsteps", "Crunch", "Run", "Crumpling, crinkling")
    ground = Ground(
        crumbs=300, spread=0.3, swell=(2.2, 1.6), exponent=1.5, band=(500, 4000), octaves=1.45,
        ring=0.012, attack=0.0022, thud=0.5, thud_hz=150, thud_octaves=0.95, thud_ring=0.12,
        thud_attack=0.006, toe=0.25, roll=0.11,
    )  # fmt: skip


class StepsOnLeaves(_Steps):
    """Dry leaves: crackles and a swish, 1 to 9 kHz, more of them as the foot drags."""

    name = "footsteps on leaves"
    words = ("footstep on leaves", "walk on leaves", "walk through leaves", "step on leaves",
             "dry leaf", "walk in forest", "footstep in forest", "footstep on grass")  # fmt: skip
    heard_as = ("Walk, footsteps", "Rustle", "Rustling leaves", "Crunch", "Crumpling, crinkling")
    ground = Ground(
        crumbs=90, spread=0.3, swell=(1.6, 2.0), exponent=1.7, band=(1000, 7500), octaves=1.6,
        ring=0.012, attack=0.002, thud=0.35, thud_hz=110, thud_octaves=1.0, thud_ring=0.1,
        thud_attack=0.006, toe=0.6, roll=0.14,
    )  # fmt: skip


class StepsOnWood(_Steps):
    """A wooden floor: the hollow thud of boards near 140 Hz, a little scuff of the sole."""

    name = "footsteps on wood"
    words = ("footstep on wood", "walk on wood", "footstep on floor", "wooden floor", "stairs",
             "walking upstairs", "footstep", "step", "walk", "walking", "walker",
             "someone walking")  # fmt: skip
    heard_as = ("Walk, footsteps", "Run", "Wood")
    outdoors = False
    ground = Ground(
        crumbs=7.2, spread=0.072, swell=(3.0, 2.4), exponent=3.0, band=(1400, 2300), octaves=1.35,
        ring=0.003, attack=0.0045, thud=5.4, thud_hz=190, thud_octaves=2.2, thud_ring=0.075,
        thud_attack=0.001, toe=0.22, roll=0.115,
    )  # fmt: skip


class StepsOnConcrete(_Steps):
    """A pavement or a stone floor: short blows of a hard sole, most at 250 to 500 Hz and 25 dB
    less at 2 kHz, as recorded; a little grit under it."""

    name = "footsteps on concrete"
    words: ClassVar[tuple[str, ...]] = (
        "footstep on concrete", "footstep on stone", "footstep on street", "heel", "high heels",
        "walk on street", "footstep on pavement", "footstep in corridor", "footstep on tile",
        "walk on pavement",
    )  # fmt: skip
    heard_as = ("Walk, footsteps", "Run", "Tap")
    ground = Ground(
        crumbs=30, spread=0.07, swell=(3.0, 3.4), exponent=1.8, band=(1500, 8000), octaves=2.0,
        ring=0.004, attack=0.001, thud=5.0, thud_hz=350, thud_octaves=2.2, thud_ring=0.05,
        thud_attack=0.001, toe=0.3, roll=0.1,
    )  # fmt: skip


class Running(_Steps):
    """Someone running: two and a half to three steps a second, each a single hard slap."""

    name = "running footsteps"
    words = ("run", "runner", "jogging", "jogger", "sprint", "running person", "running feet")
    heard_as = ("Run", "Walk, footsteps")
    pace = (0.33, 0.39)
    level = 64.0
    ground = Ground(
        crumbs=40, spread=0.07, swell=(1.6, 2.6), exponent=1.8, band=(1500, 8000), octaves=2.0,
        ring=0.004, attack=0.001, thud=4.0, thud_hz=150, thud_octaves=2.4, thud_ring=0.06,
        thud_attack=0.001, toe=0.4, roll=0.06,
    )  # fmt: skip


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
        beats: Sequence[float] = (0.0, 0.2, 0.36) if fast else (0.0, 0.21, 0.5, 0.71)
        strides = grains.steady(rng, seconds, stride, 0.015, 0.05)
        times = (strides[:, None] + stride * np.array(beats)).ravel()
        times = times + 0.012 * rng.standard_normal(len(times))
        hollow = self.trait("hollow", rng, 560.0, 780.0) / manner.size**0.5
        size = envelopes.frames(0.14)
        rows = []
        for number in range(len(times)):
            hz = hollow * (1.0, 1.18, 0.9, 1.08)[number % 4] * rng.uniform(0.95, 1.05)
            blow = rng.standard_normal(size) * envelopes.strike(size, 0.0008, 0.035)
            # The cup of the hoof and the ground under it: short, broad resonances.
            clop = filters.resonance(blow, hz, 0.35 * hz)
            clop += 0.6 * filters.resonance(blow, 2.1 * hz, 0.8 * hz)
            clop += 0.6 * filters.resonance(blow, 0.3 * hz, 0.2 * hz)
            clop += 0.05 * blow
            weight = np.sin(tones.phase(np.linspace(190.0, 70.0, size))) * envelopes.decay(
                size, 0.09
            )
            clop = clop / clop.std() + 0.3 * weight / weight.std()
            rows.append(rng.uniform(0.55, 1.0) * envelopes.faded(clop / clop.std(), 0.0005, 0.02))
        made = grains.scattered(length, times, np.stack(rows)) if rows else np.zeros(length)
        grit = grains.bursts(
            rng, length, np.repeat(times, 5) + rng.uniform(0.0, 0.06, 5 * len(times)),
            rng.uniform(0.1, 0.6, 5 * len(times)), centre=(1500.0, 7000.0), t60=(0.005, 0.02),
        )  # fmt: skip
        return made / max(float(made.std()), 1e-9) + 0.12 * grit / max(float(grit.std()), 1e-9)


SOUNDS = (
    StepsOnGravel,
    StepsOnSnow,
    StepsOnLeaves,
    StepsOnWood,
    StepsOnConcrete,
    Running,
    Hooves,
)
