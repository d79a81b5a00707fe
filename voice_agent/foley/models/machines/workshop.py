"""Hand tools and power tools."""

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
from voice_agent.foley.blocks.envelopes import unit
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


class Drill(Sound):
    """An electric drill: a universal motor at 20000 turns a minute geared down, brushes and
    gears whine and rise as it is pressed, the bit scrapes."""

    name = "an electric drill"
    words = ("drill", "drilling", "power drill", "electric drill", "screwdriver", "power tool",
             "dentist", "dentist's drill")  # fmt: skip
    heard_as = ("Drill", "Power tool", "Tools", "Dental drill, dentist's drill",
                "Electric shaver, electric razor")  # fmt: skip
    course = Course.CONTINUOUS
    level = 84.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        period = rng.uniform(1.8, 2.8)
        turn = (envelopes.times(length) / period + rng.random()) % 1.0
        pressed = np.interp(
            turn, [0, 0.06, 0.3, 0.75, 0.82, 0.9, 1.0], [0.1, 0.9, 1.0, 0.86, 0.3, 0.05, 0.1]
        )
        pressed = np.clip(filters.low_pass(pressed, 15.0, 1), 0.02, 1.2)
        top = self.trait("turns", rng, 340.0, 430.0) * manner.speed / manner.size**0.5
        hz = top * (0.25 + 0.75 * pressed) * (1.0 + 0.008 * noise.jitter(rng, length, 20.0))
        gears = unit(tones.partials(hz, [0.5, 0.8, 0.5, 1.0, 0.6, 0.9, 0.5, 0.4, 0.5, 0.3,
        0.25, 0.2],
                                    rng)
                     * (1.0 + 0.35 * noise.jitter(rng, length, 70.0)))  # fmt: skip
        teeth = tones.pulse_train(hz * 0.41, rng, 0.05)
        rattle = unit(
            modal.rung(
                teeth, noise.band(rng, 900, 1500, 6500) * envelopes.decay(900, 0.012), length
            )
        )
        scrape = noise.shaped(
            rng, length, [(200, -18), (1200, -4), (3500, 0), (9000, -5), (16e3, -14)]
        )
        rough = 1.0 + 0.4 * noise.jitter(rng, length, 90.0)
        load = np.clip(pressed, 0.0, 1.0) ** 1.5
        return (0.8 * gears + 0.7 * rattle + 0.9 * scrape * rough * load) * (0.1 + load)


class Jackhammer(Sound):
    """A jackhammer: compressed air drives the chisel 18 to 25 times a second into concrete:
    steel rings, stone breaks, air puffs out."""

    name = "a jackhammer"
    words = ("jackhammer", "pneumatic drill", "road works", "construction site", "construction",
             "pneumatic hammer", "demolition hammer")  # fmt: skip
    heard_as = ("Jackhammer", "Power tool", "Tools", "Drill", "Machine gun", "Hammer")
    course = Course.CONTINUOUS
    level = 94.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("rate", rng, 18.0, 24.0) * manner.speed / manner.size**0.5
        hz = rate * (1.0 + 0.03 * noise.jitter(rng, length, 2.0))
        blows = np.flatnonzero(tones.pulse_train(hz, rng, 0.02))[::2] / RATE
        blows = blows[blows > 0]
        on = np.ones(len(blows)) * rng.uniform(0.65, 1.0, len(blows))
        stone = grains.bursts(
            rng, length, blows, on, centre=(400.0, 2600.0), octaves=3.0, t60=(0.02, 0.05), kinds=40
        )
        own = np.random.default_rng(int(self.trait("chisel", rng, 1.0, 1e6)))
        steel_hz = own.uniform(900.0, 5200.0, 16)
        steel = modal.modes(
            envelopes.frames(0.1), steel_hz, own.uniform(0.03, 0.09, 16), own.uniform(0.3, 1, 16)
        )
        rung = unit(modal.rung(stone, steel, length))
        low = grains.bursts(
            rng, length, blows, on, centre=(70.0, 130.0), octaves=1.0, t60=(0.04, 0.06)
        )
        air = noise.shaped(rng, length, [(200, -8), (1000, 0), (4000, -2), (12e3, -10)])
        puff = 0.25 + np.interp(
            np.arange(length), np.sort(blows * RATE), rng.uniform(0, 0.5, len(blows))
        )
        return unit(stone) + 0.45 * rung + 0.8 * unit(low) + 0.3 * air * puff


class Sawing(Sound):
    """A hand saw: strokes forth and back, teeth that tear fibres some hundreds a second, the
    blade and the board ring at 300 to 3000 Hz."""

    name = "sawing"
    told = "someone sawing wood"
    words = ("saw", "sawing wood", "hand saw", "handsaw", "sawing", "wood saw", "carpenter")
    heard_as = ("Sawing", "Filing (rasp)", "Wood", "Tools", "Scrape", "Sanding")
    course = Course.CONTINUOUS
    level = 68.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        stroke = self.trait("stroke", rng, 0.34, 0.44) / manner.speed * manner.size**0.3
        made = np.zeros(length)
        own = np.random.default_rng(int(self.trait("board", rng, 1.0, 1e6)))
        blade = modal.modes(
            envelopes.frames(0.06), own.uniform(350.0, 4500.0, 26), own.uniform(0.015, 0.05, 26),
            own.uniform(0.2, 1.0, 26), own,
        )  # fmt: skip
        parts = []
        for number, time in enumerate(
            grains.steady(rng, seconds, stroke, 0.05, -rng.uniform(0, stroke))
        ):
            size = envelopes.frames(stroke * rng.uniform(0.82, 0.92))
            pushed = 1.0 if number % 2 else rng.uniform(0.5, 0.62)
            speed = np.sin(np.pi * (np.arange(size) + 0.5) / size) ** 0.6
            teeth = tones.pulse_train(30.0 + 520.0 * speed, rng, 0.12)
            teeth *= rng.uniform(0.2, 1.0, size)
            torn = noise.shaped(
                rng, size, [(300, -16), (1000, -3), (2800, 0), (7000, -5), (14e3, -16)]
            )
            rip = unit(modal.rung(teeth, blade, size))
            tilt = 1.15 if number % 2 else 0.9
            voice = filters.equalised(rip + 1.1 * torn * (1 + 0.4 * noise.jitter(rng, size, 80.0)),
                                      [(400, 0), (1500, 2 * tilt),
                                       (5000, 4 * (tilt - 1))])  # fmt: skip
            parts.append((float(time), pushed * speed**1.3 * voice * rng.uniform(0.85, 1.0)))
        return made + grains.placed(length, parts)


class Hammer(Sound):
    """A hammer drives a nail into wood: steel on steel rings at 2 to 6 kHz, the board thumps;
    the pitch climbs as the nail goes in, every fourth nail is a new one."""

    name = "a hammer"
    told = "someone hammering"
    words = ("hammer", "hammering", "nail", "hammering a nail", "mallet", "hammer blow", "pounding")
    heard_as = ("Hammer", "Tools", "Wood", "Knock", "Bang", "Chop")
    course = Course.REPEATING
    level = 80.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        period = self.trait("period", rng, 0.45, 0.6) / manner.speed
        times = grains.steady(rng, seconds, period, 0.06, 0.05)[: manner.count]
        length = envelopes.frames(min(seconds, (times[-1] if len(times) else 0.0) + 0.4))
        own = np.random.default_rng(int(self.trait("board", rng, 1.0, 1e6)))
        board = own.uniform(90.0, 1400.0, 26) / manner.size
        parts = []
        for number, time in enumerate(times):
            size = envelopes.frames(0.3)
            depth = 1.0 + 0.05 * (number % 5)
            thump = modal.modes(
                size, board, 0.12 * (150 / board) ** 0.3, own.uniform(0.3, 1, 26), rng
            )
            thump = modal.rung(thump, modal.hit(100, 0.0012), size)
            nail = (
                depth
                * np.array((2350.0, 3420.0, 4720.0, 6100.0, 8200.0))
                * own.uniform(0.98, 1.02, 5)
            )
            ring = modal.modes(
                size, nail, (0.09, 0.08, 0.06, 0.05, 0.03), rng.uniform(0.4, 1, 5), rng
            )
            snap = noise.shaped(rng, size, [(300, -4), (1500, 0), (6000, -4)]) * envelopes.decay(
                size, 0.02
            )
            blow = unit(thump) + 0.06 * unit(ring) + 0.8 * snap
            parts.append(
                (float(time), rng.uniform(0.75, 1.0) * envelopes.faded(blow, 0.0003, 0.03))
            )
        return grains.placed(length, parts)


SOUNDS = (
    Drill,
    Jackhammer,
    Sawing,
    Hammer,
)
