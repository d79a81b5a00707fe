"""Rain on what it falls on, wind, thunder, hail."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, grains, noise
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


class _Rain(Sound):
    """Drops: a hiss of many far ones and the taps of near ones on a surface.

    Far drops merge into noise with the spectrum of the surface; near drops are single impacts,
    a Poisson process whose sizes follow a power law (Marshall and Palmer 1948: many small, few
    big), each a short burst in the surface's band or a damped mode.
    """

    course = Course.CONTINUOUS
    level = 55.0
    wide = True

    hiss: Sequence[tuple[float, float]] = ()  # spectrum of the far drops
    tap: tuple[float, float] = (1500.0, 9000.0)  # Hz: band of the near drops' modes
    ring: tuple[float, float] = (0.003, 0.012)  # seconds to -60 dB of these
    near: float = 220.0  # near drops a second
    weight: float = 0.8  # of the near drops beside the hiss

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        heavy = 4.0 ** (manner.intensity - 0.5)
        far = noise.shaped(rng, length, self.hiss)
        swell = noise.wander(rng, length, 0.25, 0.8, 1.2) * noise.wander(rng, length, 2.0, 0.9, 1.1)
        times = grains.onsets(rng, seconds, self.near * heavy**1.5)
        size = grains.power_law(rng, len(times), 0.02, 1.0, 2.2)
        hz = self.tap[0] * (self.tap[1] / self.tap[0]) ** rng.beta(1.6, 1.6, len(times))
        t60 = rng.uniform(*self.ring, len(times))
        drops = grains.rings(length, times, hz, t60, size, attack=0.0006)
        drops /= max(float(drops.std()), 1e-9)
        return far * swell * heavy**0.3 + self.weight * drops


class Rain(_Rain):
    """Rain in the open: a broad hiss, strongest from 1 to 8 kHz, with nearer patter."""

    name = "rain"
    words = ("rainfall", "rain shower", "raining", "drizzle", "downpour", "rainy weather")
    heard_as = ("Rain", "Raindrop", "Rain on surface", "Water")
    hiss = ((60, -30), (300, -14), (1000, -4), (3000, 0), (8000, -3), (16000, -14))


class RainOnLeaves(_Rain):
    """Rain on leaves: soft, dull taps of drops that leaves take up, less hiss."""

    name = "rain on leaves"
    words = ("rain in the forest", "rain in a forest", "rain on trees", "rain on grass")
    heard_as = ("Rain", "Raindrop", "Rain on surface", "Water")
    hiss = ((60, -32), (400, -10), (1500, -1), (3500, 0), (7000, -7), (16000, -22))
    tap = (700.0, 5000.0)
    ring = (0.004, 0.02)
    near = 160.0
    weight = 1.1


class Wind(Sound):
    """Gusts: noise through resonances that rise in pitch and level with the speed of the wind.

    Turbulence falls by about 5 dB an octave; obstacles add broad bands at Strouhal frequencies
    (0.2 v / d), which follow the gusts.
    """

    name = "wind"
    words = ("windy weather", "breeze", "gust", "gale", "blizzard", "storm wind", "wind blow")
    heard_as = ("Wind", "Wind noise (microphone)", "Rustling leaves", "Howl")
    course = Course.CONTINUOUS
    level = 55.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        strong = 2.0 ** (2.0 * manner.intensity - 1.0)
        gust = noise.wander(rng, length, 0.35 * manner.speed, 0.15, 1.0)
        gust = gust * noise.wander(rng, length, 1.4 * manner.speed, 0.75, 1.0)
        frame = gust[::256]
        hz = filters.gain_frequencies()
        body = noise.curve(hz, [(30, 0), (100, -2), (300, -12), (1000, -26), (8000, -48)])
        gains = np.outer(frame**1.3, body)
        for size in (self.trait("post", rng, 0.8, 1.4), self.trait("branch", rng, 1.8, 3.0)):
            centre = 260.0 * size * (0.6 + 0.9 * frame[:, None]) * strong**0.4
            gains += 0.10 * strong * frame[:, None] ** 2 / (1.0 + ((hz - centre) / (0.22 * centre)) ** 2)
        return filters.moving(rng.standard_normal(length), gains)


class Thunder(Sound):
    """A clap that rolls: pressure waves of the parts of the channel arrive one after another.

    The channel is a random walk; every segment sends an N wave whose arrival and strength follow
    from its distance (Few 1969). Nearness decides between a crack and a long rumble.
    """

    name = "thunder"
    words = ("thunderclap", "thunder clap", "thunderstorm", "lightning", "thunder strike")
    heard_as = ("Thunder", "Thunderstorm")
    course = Course.ONCE
    natural = (4.0, 8.0)
    gap = (2.0, 7.0)
    level = 95.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        count = 700
        walk = np.cumsum(rng.standard_normal((count, 3)) * (16.0, 16.0, 8.0), axis=0)
        walk[:, 2] += np.linspace(0.0, 1800.0, count)
        walk[:, 0] += self.trait("away", rng, 350.0, 900.0) / (0.5 + manner.intensity)
        metres = np.linalg.norm(walk, axis=1)
        late = (metres - metres.min()) / 343.0
        late *= (seconds * 0.75) / max(float(late.max()), 1e-3)
        power = np.abs(rng.standard_normal(count)) ** 2 * (metres.min() / metres) ** 1.5
        duration = np.exp(rng.normal(np.log(0.012), 0.5, count))
        made = np.zeros(length)
        for width in np.geomspace(0.004, 0.05, 8):
            chosen = np.abs(np.log(duration / width)) < 0.19
            wave = np.linspace(1.0, -1.0, max(8, round(width * RATE)))
            rows = power[chosen, None] * wave * np.hanning(len(wave) + 2)[1:-1] ** 0.3
            made += grains.scattered(length, 0.05 + late[chosen], rows)
        rumble = noise.shaped(rng, length, [(20, -6), (45, 0), (90, -3), (300, -18), (2000, -50)])
        swell = np.convolve(np.abs(made[::64]), np.hanning(600), "same").repeat(64)[:length]
        rumble *= swell / max(float(swell.max()), 1e-9) * 3.0
        made = filters.high_pass(made / max(float(made.std()), 1e-9), 25.0)
        points = [(0.0, 0.0), (0.006, 1.0), (0.7, 0.6), (1.0, 0.0)]
        return (made + rumble) * envelopes.smooth(length, points)


SOUNDS = (Rain, RainOnLeaves, Wind, Thunder)
