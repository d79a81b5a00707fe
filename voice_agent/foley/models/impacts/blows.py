"""Blows: thuds, metal, wood, a balloon, a crash, a ball."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    grains,
    modal,
    noise,
)
from voice_agent.foley.models.impacts.bangs import blast, echoes
from voice_agent.foley.models.objects.glass_and_metal import BreakingGlass
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class Thud(Sound):
    """Something heavy and soft falls on a floor: 40 to 120 Hz, the floor's boards answer."""

    name = "a thud"
    words = ("thud", "thump", "falling body", "heavy object falling", "something falling",
             "drop a box", "bump", "punch", "body fall", "fall down", "hit")  # fmt: skip
    heard_as = ("Thump, thud", "Thunk", "Bang", "Slam", "Door", "Knock", "Whack, thwack")
    course = Course.ONCE
    natural = (0.5, 0.8)
    gap = (0.6, 1.8)
    level = 70.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        low = self.trait("pitch", rng, 58.0, 85.0) / manner.size**0.6
        hz, t60, gains = modal.plate_modes(rng, 24, low, 12 * low, (0.3, 0.06))
        floor = modal.modes(length, hz, t60, gains * (low / hz) ** 0.7)
        floor = modal.rung(floor, modal.hit(600, 0.008), length)
        floor /= max(float(np.abs(floor).max()), 1e-9)
        cloth = noise.shaped(rng, length, [(80, 0), (500, -3), (1500, -12), (5000, -28)])
        cloth *= envelopes.strike(length, 0.002, 0.12)
        made = floor + 0.35 * cloth
        again = rng.uniform(0.1, 0.2)
        return made + grains.placed(length, [(again, 0.2 * made)])


class MetalClang(Sound):
    """A metal pipe or plate is struck: a stiff bar's and a plate's modes, inharmonic, ringing."""

    name = "a metal clang"
    words = ("clang", "metal", "metal pipe", "anvil", "metal hit", "metallic", "sword", "pipe",
             "metal bang", "clanging", "wrench", "blacksmith")  # fmt: skip
    heard_as = ("Clang", "Ding", "Bell", "Hammer", "Bang", "Cowbell", "Gong")
    course = Course.ONCE
    natural = (1.2, 1.8)
    gap = (0.4, 1.5)
    level = 78.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        own = np.random.default_rng(int(self.trait("plate", rng, 1.0, 1e6)))
        low = self.trait("pitch", rng, 420.0, 650.0) / manner.size
        bar = low * np.array(modal.FREE_BAR) * own.uniform(0.98, 1.02, 6)
        plate = own.uniform(2.0 * low, 16.0 * low, 24)
        hz = np.concatenate([bar, bar * 1.006, plate])
        t60 = np.concatenate([np.full(12, 1.5), np.full(24, 0.7)]) * (low * 2 / hz) ** 0.45
        gains = np.concatenate([np.full(6, 1.0), np.full(6, 0.5), own.uniform(0.2, 0.7, 24)])
        made = modal.modes(length, hz, t60, gains * rng.uniform(0.5, 1.0, 36), rng)
        tick = grains.bursts(rng, length, np.array([0.001]), np.array([6.0]), centre=(2e3, 7e3))
        return envelopes.faded(made, 0.0003, 0.05) + tick


class WoodCrack(Sound):
    """Wood breaks: fibres crack in a quickening series, then the big snap and splinters."""

    name = "cracking wood"
    words = ("wood crack", "wood breaking", "branch breaking", "snap a twig", "twig",
             "snapping branch",
             "stick breaking", "crack", "branch", "splinter", "tree falling")  # fmt: skip
    heard_as = ("Crack", "Splinter", "Wood", "Breaking", "Chop", "Crackle")
    course = Course.ONCE
    natural = (0.7, 1.1)
    gap = (0.5, 1.6)
    level = 68.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        snap = 0.45 * seconds
        before = snap * (1.0 - np.sort(rng.beta(1.0, 2.6, 26)))
        after = snap + np.sort(rng.gamma(1.2, 0.05, 34))
        times = np.concatenate([before, after, snap + np.array([0.0, 0.006, 0.014])])
        gains = np.concatenate([
            grains.power_law(rng, 26, 0.03, 0.35, 1.4), grains.power_law(rng, 34, 0.05, 0.5, 1.5),
            [1.6, 1.1, 0.8],
        ])  # fmt: skip
        cracks = grains.bursts(
            rng, length, times, gains, centre=(500.0, 3500.0), octaves=4.0, t60=(0.006, 0.04)
        )
        hz = self.trait("wood", rng, 130.0, 230.0) / manner.size
        body = modal.modes(
            envelopes.frames(0.15), hz * np.array((1.0, 1.72, 2.6, 3.9, 5.6)),
            (0.09, 0.07, 0.05, 0.04, 0.03), (0.6, 1.0, 0.8, 0.5, 0.3), rng,
        )  # fmt: skip
        return cracks + 0.1 * modal.rung(cracks, body, length)


class BalloonPop(Sound):
    """A balloon bursts: the pressure collapses within a millisecond, N-shaped (Deihl 1968), and
    the rubber flaps."""

    name = "a balloon pop"
    words = ("balloon", "balloon pop", "pop", "popping balloon", "burst", "cork", "champagne",
             "bubble wrap", "cork pop")  # fmt: skip
    heard_as = ("Burst, pop", "Cap gun", "Gunshot, gunfire", "Explosion", "Bang", "Slap, smack")
    course = Course.ONCE
    natural = (0.4, 0.6)
    gap = (0.7, 1.8)
    level = 86.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        width = envelopes.frames(rng.uniform(0.00022, 0.0004) * manner.size)
        wave = np.linspace(1.0, -1.0, 2 * width)
        made = grains.placed(length, [(0.002, wave)])
        made = echoes(rng, made, 12, (0.002, 0.06), 0.35)
        flap = blast(
            rng,
            length,
            [(200, -8), (900, 0), (3000, 0), (9000, -6), (16e3, -14)],
            rise=0.0003,
            t60=0.07,
        )
        return made + 1.2 * flap


class Crash(Sound):
    """A car hits a wall: the bang, sheet metal crumpling for half a second, glass that falls."""

    name = "a crash"
    told = "a crash"
    words = ("crash", "car crash", "collision", "accident", "car accident", "wreck", "demolition")
    heard_as = ("Smash, crash", "Breaking", "Bang", "Shatter", "Slam", "Explosion", "Glass",
                "Clatter")  # fmt: skip
    course = Course.ONCE
    natural = (1.8, 2.6)
    gap = None
    level = 94.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        bang = blast(
            rng, length, [(40, 2), (150, 2), (700, 0), (2500, -5), (9000, -16)], rise=0.002, t60=0.5
        )
        own = rng.uniform(180.0, 4200.0, 60)
        sheet = modal.modes(
            envelopes.frames(0.4), own, 0.3 * (400.0 / own) ** 0.4, rng.uniform(0.2, 1, 60), rng
        )
        count = 70
        when = 0.01 + np.sort(rng.gamma(1.6, 0.12, count))
        blows = grains.bursts(
            rng, length, when, grains.power_law(rng, count, 0.1, 1.0, 1.3), centre=(300.0, 3000.0),
            t60=(0.008, 0.05),
        )  # fmt: skip
        crumple = modal.rung(blows, sheet, length)
        pieces = 260
        falls = 0.08 + np.sort(rng.gamma(2.0, 0.25, pieces))
        glass = grains.rings(
            length, falls, rng.uniform(2200, 9000, pieces), rng.uniform(0.015, 0.06, pieces),
            grains.power_law(rng, pieces, 0.05, 1.0, 1.6),
        )  # fmt: skip
        panes = BreakingGlass().render(rng, seconds - 0.12, manner)
        panes /= max(float(np.abs(panes).max()), 1e-9)
        crumple /= max(float(np.abs(crumple).max()), 1e-9)
        return (
            np.tanh(2.0 * bang)
            + 0.9 * crumple
            + 0.15 * glass
            + 0.6 * blows
            + grains.placed(length, [(0.12, 0.8 * panes)])
        )


class BouncingBall(Sound):
    """A ball bounces: each flight lasts 0.75 of the one before; the skin thumps, the air inside
    rings at its own pitch (basketball: around 100 and 700 Hz)."""

    name = "a bouncing ball"
    words = ("ball", "bouncing ball", "basketball", "bounce", "ping pong", "dribbling", "tennis",
             "football")  # fmt: skip
    heard_as = ("Basketball bounce", "Bouncing", "Thump, thud", "Thunk")
    course = Course.ONCE
    natural = (2.2, 3.0)
    gap = (0.3, 1.0)
    level = 66.0
    outdoors = False
    place = "hall"

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        cavity = self.trait("cavity", rng, 620.0, 780.0) / manner.size
        flight, time, force, parts = rng.uniform(0.6, 0.72) / manner.speed, 0.01, 1.0, []
        while time < seconds - 0.1 and flight > 0.03:
            size = envelopes.frames(0.35)
            thump = modal.modes(
                size,
                np.array((88.0, 165.0, 300.0)) / manner.size,
                (0.12, 0.09, 0.06),
                (1.0, 0.7, 0.3),
            )
            thump = modal.rung(thump, modal.hit(300, 0.004), size)
            ping = modal.modes(
                size, cavity * np.array((1.0, 1.43, 1.86)), (0.22, 0.13, 0.1), (0.13, 0.06, 0.05)
            )
            slap = noise.shaped(rng, size, [(300, 0), (1200, -4), (5000, -18)])
            slap *= envelopes.strike(size, 0.001, 0.05)
            parts.append((time, force * rng.uniform(0.9, 1) * (thump + ping * force + 1.3 * slap)))
            time, flight, force = time + flight, flight * rng.uniform(0.78, 0.84), force * 0.8
        return grains.placed(length, parts)


SOUNDS = (
    Thud,
    MetalClang,
    WoodCrack,
    BalloonPop,
    Crash,
    BouncingBall,
)
