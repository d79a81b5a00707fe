"""Doors: slammed, knocked on, creaking."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    grains,
    modal,
    noise,
    tones,
)
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


def panel(
    rng: Random,
    seconds: float,
    modes: tuple[float, float],
    loss: tuple[float, float],
    *,
    count: int = 40,
    contact: float = 0.002,
    slope: float = 0.5,
) -> Samples:
    """A struck panel: ``count`` modes between two frequencies, unit peak."""
    length = envelopes.frames(seconds)
    hz, t60, gains = modal.plate_modes(rng, count, *modes, loss)
    ringing = modal.modes(length, hz, t60, gains * (modes[0] / hz) ** slope)
    made = modal.rung(ringing, modal.hit(2 * round(contact * 44_100) + 4, contact), length)
    return made / max(float(np.abs(made).max()), 1e-9)


class DoorSlam(Sound):
    """A door falls shut: the panel thumps in its frame, the latch and rattling, the room's air."""

    name = "a door"
    told = "a door slamming"
    words = ("door", "door slam", "slam", "door closing", "close a door", "shut", "door shut",
             "slamming door", "gate")  # fmt: skip
    heard_as = ("Door", "Slam", "Thump, thud", "Cupboard open or close")
    course = Course.ONCE
    natural = (0.8, 1.1)
    gap = None
    level = 75.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hard = 2.0 ** (manner.intensity - 0.5)
        lowest = self.trait("panel", rng, 80.0, 110.0) / manner.size
        thump = panel(
            rng, seconds, (lowest, 16.0 * lowest), (0.35, 0.07), count=44, contact=0.005, slope=0.4
        )
        air = noise.shaped(rng, length, [(30, 0), (120, 0), (400, -4), (2000, -15), (8000, -32)])
        air *= envelopes.strike(length, 0.002, 0.4)
        air /= max(float(np.abs(air).max()), 1e-9)
        rattle = np.array([0.0, 0.012, 0.036, 0.055]) * rng.uniform(0.8, 1.3)
        latch = grains.bursts(
            rng, length, 0.12 + rattle, np.array([1.0, 0.7, 0.4, 0.3]), centre=(1000.0, 5000.0),
            t60=(0.01, 0.04),
        )  # fmt: skip
        latch /= max(float(np.abs(latch).max()), 1e-9)
        swing = noise.shaped(rng, length, [(60, 0), (300, -6), (2000, -24)])
        swing *= envelopes.strike(length, 0.12, 0.4) * 0.02
        main = grains.placed(length, [(0.12, hard * (thump + 1.5 * air))])
        return swing + main + 0.65 * latch


# dB over Hz of a knock's noise: as recorded, 10 dB less at 2 kHz and 17 dB less at 8 kHz.
KNUCKLE = [(60, -14), (150, -6), (400, 0), (1000, 0), (2000, -8), (4000, -14), (16e3, -18)]


class Knock(Sound):
    """Knuckles on a wooden door: three to five knocks, hollow modes from 120 Hz to 3.5 kHz and
    the noise of skin and bone over the whole spectrum, which is gone within a tenth of a second."""

    name = "knocking on a door"
    words = ("knock", "knocking", "knock on door", "knocks", "door knock", "knock at the door",
             "rap on door")  # fmt: skip
    heard_as = ("Knock", "Door", "Tap", "Wood")
    course = Course.REPEATING
    level = 77.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        count = manner.count
        period = self.trait("period", rng, 0.19, 0.26) / manner.speed
        if count:
            times = grains.steady(rng, min(seconds, count * period * 2), period, 0.06, 0.05)[:count]
        else:  # groups with pauses, as one waits for an answer
            group = np.arange(rng.integers(3, 5)) * period
            starts = grains.steady(rng, seconds, self.trait("wait", rng, 2.0, 2.8), 0.15, 0.1)
            times = (starts[:, None] + group).ravel()
        length = envelopes.frames(min(seconds, (times[-1] if len(times) else 0) + 0.5))
        lowest = self.trait("door", rng, 110.0, 170.0) / manner.size
        state = int(self.trait("state", rng, 1.0, 1e6))
        parts = []
        for time in times:
            same = np.random.default_rng(state)  # the same door, struck nearly at the same place
            body = panel(same, 0.3, (lowest, 3500.0), (0.1, 0.03), count=70, contact=0.0012)
            tap = noise.shaped(rng, len(body), KNUCKLE) * envelopes.strike(len(body), 0.0003, 0.14)
            gain = rng.uniform(0.75, 1.0) * (0.5 + manner.intensity)
            parts.append((time + rng.normal(0, 0.004), gain * (body + 0.16 * tap)))
        return grains.placed(length, parts)


class Creak(Sound):
    """A dry hinge: it sticks and slips 40 to 700 times a second, as a recording's does, gliding
    as the door swings; every slip rings the door's panel.

    The slips differ in strength and their gaps wander, as friction's do (Serafin 2004); the
    panel's many modes lie between 250 Hz and 6 kHz.
    """

    name = "a creaking door"
    words = ("creak", "squeak", "squeaky door", "creaking", "squeaking hinge", "hinge",
             "creaky floor", "door creak", "door opening", "squeaky hinge", "creaking gate",
             "squeaky gate", "creaking stairs", "creaking chair", "squeaky chair", "creaking bed",
             "squeaky bed", "creaking floorboard", "creaking wood", "creaking ship",
             "gate creaking")  # fmt: skip
    heard_as = ("Creak", "Squeak", "Door")
    course = Course.ONCE
    natural = (1.8, 3.2)
    gap = (0.6, 2.0)
    level = 58.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        base = self.trait("rate", rng, 240.0, 380.0) * manner.speed / manner.size**0.5
        turns = np.clip(rng.lognormal(0.0, 0.6, 6), 0.3, 2.5)
        turns[0] = turns[rng.integers(2, 5)] = 0.1
        points = list(zip(np.linspace(0.0, 1.0, 6), base * turns, strict=True))
        hz = tones.glide(points, length) * np.exp(0.03 * noise.jitter(rng, length, 6.0))
        slips = tones.pulse_train(np.clip(hz, 20.0, 900.0), rng, 0.004)
        at = np.flatnonzero(slips)
        slips[at] *= rng.lognormal(0.0, 0.3, len(at))
        own = np.random.default_rng(int(self.trait("wood", rng, 1.0, 1e6)))
        panel_hz = np.sort(own.uniform(250.0, 6000.0, 45)) / manner.size**0.5
        body = modal.modes(
            envelopes.frames(0.09), panel_hz, own.uniform(0.004, 0.02, 45),
            own.uniform(0.2, 1.0, 45) * np.exp(-(np.log(panel_hz / 1300.0) ** 2) / 1.4), own,
        )  # fmt: skip
        scrape = noise.shaped(own, 300, [(400, -6), (2000, 0), (7000, -6)]) * envelopes.decay(
            300, 0.006
        )
        body[:300] += 0.4 * body.std() / scrape.std() * scrape
        made = modal.rung(slips, body, length)
        return made * envelopes.smooth(length, [(0, 0.5), (0.3, 0.8), (0.6, 1), (0.9, 0.8), (1, 0)])


SOUNDS = (
    DoorSlam,
    Knock,
    Creak,
)
