"""Bangs: explosions, shots, fireworks."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    noise,
)
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound

Spectrum = list[tuple[float, float]]


def blast(rng: Random, length: int, spectrum: Spectrum, *, rise: float, t60: float) -> Samples:
    """A burst of noise with a spectrum, whose highs die before its lows; unit peak."""
    made = noise.shaped(rng, length, spectrum)
    low = filters.low_pass(made, 350.0, 1)
    high = made - low
    out = low * envelopes.strike(length, rise, t60)
    out += high * envelopes.strike(length, 0.6 * rise, 0.45 * t60)
    return out / max(float(np.abs(out).max()), 1e-9)


def echoes(
    rng: Random, samples: Samples, count: int, delay: tuple[float, float], gain: float
) -> Samples:
    """Reflections of walls and hills: later, duller and weaker; the same length."""
    made = samples.copy()
    for time in np.sort(rng.uniform(*delay, count)):
        dull = filters.low_pass(samples, 1800.0 / (1.0 + 2.0 * time), 1)
        part = gain * rng.uniform(0.4, 1.0) / (1.0 + 3.0 * time)
        made += grains.placed(len(samples), [(float(time), part * dull)])
    return made


class Explosion(Sound):
    """An explosion: a shock front, a fireball's rumble below 150 Hz for seconds, debris."""

    name = "an explosion"
    words = ("explosion", "explode", "exploding", "bomb", "blast", "boom", "detonation", "dynamite",
             "grenade", "cannon", "artillery", "eruption", "volcano")  # fmt: skip
    heard_as = ("Explosion", "Boom", "Artillery fire", "Gunshot, gunfire", "Eruption", "Thunder")
    course = Course.ONCE
    natural = (2.8, 4.0)
    gap = (0.8, 2.5)
    level = 100.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        big = manner.size * 2.0 ** (manner.intensity - 0.5)
        front = blast(
            rng, length, [(25, 2), (90, 3), (400, 0), (1500, -6), (5000, -14), (14e3, -28)],
            rise=0.006, t60=2.2 * big**0.4,
        )  # fmt: skip
        rumble = noise.shaped(rng, length, [(20, 0), (60, 3), (140, 0), (400, -12), (2000, -34)])
        rumble *= envelopes.strike(length, 0.12, 3.2 * big**0.4)
        rumble *= 1.0 + 0.5 * noise.jitter(rng, length, 7.0)
        times = 0.15 + np.sort(rng.gamma(2.0, 0.35, 160))
        debris = grains.bursts(
            rng, length, times, grains.power_law(rng, 160, 0.02, 0.5, 1.8), centre=(400.0, 4500.0),
            t60=(0.01, 0.06),
        )  # fmt: skip
        made = np.tanh(4.0 * echoes(rng, front, 7, (0.06, 1.0), 0.6))
        return made + 0.33 * rumble + 0.25 * debris


class Gunshot(Sound):
    """A shot: the muzzle blast, a pulse of half a millisecond, then reflections of the ground
    and of everything around, dull and scattered over a second (Maher 2007)."""

    name = "a gunshot"
    words = ("gunshot", "gun", "shot", "gunfire", "pistol", "rifle", "shooting", "shoot",
             "firing a gun",
             "revolver", "shotgun", "gun shot")  # fmt: skip
    heard_as = ("Gunshot, gunfire", "Explosion", "Machine gun", "Fusillade", "Cap gun")
    course = Course.ONCE
    natural = (0.9, 1.4)
    gap = (0.3, 1.6)
    level = 100.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        front = blast(
            rng, length, [(60, -2), (300, 2), (900, 2), (3000, -2), (9000, -8), (16e3, -14)],
            rise=0.0002, t60=0.16 * manner.size**0.4,
        )  # fmt: skip
        made = np.tanh(3.0 * front)
        tail = noise.shaped(rng, length, [(60, -2), (250, 0), (900, -4), (3000, -14), (9000, -34)])
        tail *= envelopes.strike(length, 0.015, rng.uniform(0.7, 1.1))
        return echoes(rng, made, 8, (0.01, 0.35), 0.4) + 0.12 * tail


class MachineGun(Sound):
    """A machine gun: bursts of shots, 9 to 13 a second, the bolt clacking between."""

    name = "a machine gun"
    words = ("machine gun", "automatic rifle", "machine gun fire", "gatling gun", "battle", "war")
    heard_as = ("Machine gun", "Gunshot, gunfire", "Fusillade", "Explosion")
    course = Course.ONCE
    natural = (1.6, 2.6)
    gap = (0.4, 1.6)
    level = 98.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("rate", rng, 9.0, 13.0) * manner.speed
        times = grains.steady(rng, max(0.3, seconds - 0.7), 1.0 / rate, 0.02)
        gun = Gunshot()
        parts = [
            (float(time), rng.uniform(0.8, 1.0) * gun.render(rng, 0.7, manner)) for time in times
        ]
        clack = grains.bursts(
            rng,
            length,
            times + 0.045,
            np.full(len(times), 0.3),
            centre=(1500.0, 5000.0),
            t60=(0.01, 0.03),
        )
        return grains.placed(length, parts) + clack


class Fireworks(Sound):
    """Fireworks: mortars thump, shells whistle up, burst far above and crackle down."""

    name = "fireworks"
    words = ("firework", "fireworks", "firecracker", "rocket", "petard", "new year")
    heard_as = ("Fireworks", "Firecracker", "Explosion", "Boom", "Burst, pop")
    course = Course.CONTINUOUS
    level = 84.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = 1.1 * 3.0 ** (manner.intensity - 0.5) * manner.speed
        parts = []
        bursts = np.append(
            grains.onsets(rng, seconds + 1.5, rate) - 1.5, rng.uniform(0, 0.3 * seconds)
        )
        for time in bursts:
            size = envelopes.frames(1.8)
            strong = rng.uniform(0.35, 1.0)
            shell = blast(
                rng, size, [(40, 0), (150, 2), (600, -1), (2500, -9), (9000, -20)], rise=0.001,
                t60=rng.uniform(0.3, 0.7),
            )  # fmt: skip
            parts.append((float(time), strong * echoes(rng, shell, 5, (0.08, 0.9), 0.55)))
            if rng.random() < 0.55:
                count = int(rng.integers(40, 200))
                when = rng.uniform(0.25, 0.5) + np.sort(rng.gamma(2.5, 0.22, count))
                crackle = grains.bursts(
                    rng, envelopes.frames(2.4), when, grains.power_law(rng, count, 0.05, 0.6, 1.5),
                    centre=(1200.0, 6000.0), octaves=2.5, t60=(0.01, 0.035),
                )  # fmt: skip
                parts.append((float(time), 0.5 * strong * crackle))
            if rng.random() < 0.35:
                held = rng.uniform(0.7, 1.2)
                whistle = _rocket(rng, held)
                parts.append((float(time) - held - 0.1, 0.12 * whistle))
        return grains.placed(length, parts)


def _rocket(rng: Random, seconds: float) -> Samples:
    """The rush and whistle of a shell on its way up."""
    length = envelopes.frames(seconds)
    hiss = noise.shaped(rng, length, [(300, -20), (1500, -4), (4000, 0), (10e3, -10)])
    hz = rng.uniform(1700, 2600) * envelopes.smooth(length, [(0, 0.8), (0.5, 1.0), (1, 1.15)])
    tone = np.sin(np.cumsum(hz * (1 + 0.02 * noise.jitter(rng, length, 30.0))) * 2 * np.pi / 44_100)
    return (hiss + 0.8 * tone) * envelopes.smooth(length, [(0, 0), (0.2, 1), (0.8, 0.5), (1, 0)])


SOUNDS = (
    Explosion,
    Gunshot,
    MachineGun,
    Fireworks,
)
