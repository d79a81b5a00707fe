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
    big), each a short burst in the surface's band.
    """

    course = Course.CONTINUOUS
    level = 55.0
    wide = True

    hiss: Sequence[tuple[float, float]] = ()  # spectrum of the far drops
    tap: tuple[float, float] = (1500.0, 9000.0)  # Hz: middle of the near drops
    ring: tuple[float, float] = (0.003, 0.012)  # seconds to -60 dB of these
    width: float = 2.0  # octaves
    near: float = 220.0  # near drops a second
    weight: float = 0.8  # of the near drops beside the hiss

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        heavy = 4.0 ** (manner.intensity - 0.5)
        far = noise.shaped(rng, length, self.hiss)
        swell = noise.wander(rng, length, 0.25, 0.8, 1.2) * noise.wander(rng, length, 2.0, 0.9, 1.1)
        times = grains.onsets(rng, seconds, self.near * heavy**1.5)
        size = grains.power_law(rng, len(times), 0.03, 1.0, 2.0)
        drops = grains.bursts(
            rng, length, times, size, centre=self.tap, octaves=self.width, t60=self.ring
        )
        drops /= max(float(drops.std()), 1e-9)
        return far * swell * heavy**0.3 + self.weight * drops


class Rain(_Rain):
    """Rain in the open: a broad hiss, strongest from 1 to 4 kHz (as in recordings), with nearer
    patter."""

    name = "rain"
    words = ("rainfall", "rain shower", "raining", "drizzle", "downpour", "rainy weather")
    heard_as = ("Rain", "Raindrop", "Rain on surface")
    hiss = ((60, -24), (300, -9), (1000, -1), (2500, 0), (6000, -6), (16000, -22))
    tap = (1100.0, 6500.0)


class RainOnLeaves(_Rain):
    """Rain on leaves: soft, dull taps of drops that leaves take up, less hiss."""

    name = "rain on leaves"
    words = ("rain in the forest", "rain in a forest", "rain on trees", "rain on grass")
    heard_as = ("Rain", "Raindrop", "Rain on surface")
    hiss = ((60, -32), (400, -10), (1500, -1), (3500, 0), (7000, -7), (16000, -22))
    tap = (700.0, 5000.0)
    ring = (0.004, 0.02)
    near = 160.0
    weight = 1.1


class RainOnRoof(_Rain):
    """Rain on sheet metal: every drop rings a thin panel, so the taps are brighter and longer."""

    name = "rain on a tin roof"
    words = ("rain on roof", "rain on a metal roof", "rain on a car", "rain on tin", "roof")
    heard_as = ("Rain on surface", "Rain", "Raindrop")
    hiss = ((60, -22), (250, -6), (700, 0), (2500, -2), (6000, -5), (16000, -18))
    tap = (450.0, 6500.0)
    ring = (0.015, 0.06)
    near = 260.0
    weight = 1.3
    level = 65.0


class RainOnWindow(_Rain):
    """Rain against a pane: hard clicks of the drops on glass, the hiss outside muffled."""

    name = "rain on a window"
    words = ("rain on window", "rain against window", "rain on glass", "rain at window",
             "rain on window pane")  # fmt: skip
    heard_as = ("Rain on surface", "Rain", "Raindrop")
    hiss = ((60, -20), (200, -4), (600, 0), (1500, -6), (5000, -18), (16000, -36))
    tap = (1200.0, 7500.0)
    ring = (0.004, 0.016)
    near = 120.0
    weight = 1.5
    outdoors = False


class RainOnUmbrella(_Rain):
    """Rain on stretched cloth close above the head: dull thumps of a small drum and a fine hiss."""

    name = "rain on an umbrella"
    words = ("rain on umbrella", "umbrella", "rain on a tent", "rain on canvas")
    heard_as = ("Rain on surface", "Rain", "Raindrop")
    hiss = ((60, -28), (300, -10), (1000, -2), (3000, 0), (8000, -6), (16000, -18))
    tap = (350.0, 3200.0)
    ring = (0.008, 0.03)
    near = 200.0
    weight = 1.6


class Hail(Sound):
    """Hailstones on hard ground and sheet metal: hard clicks that bounce two or three times."""

    name = "hail"
    words = ("hailstorm", "hailstone", "sleet", "hail on roof")
    heard_as = ("Rain on surface", "Rain", "Raindrop", "Crackle", "Sizzle")
    course = Course.CONTINUOUS
    level = 68.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        heavy = 4.0 ** (manner.intensity - 0.5)
        far = noise.shaped(rng, length, [(60, -30), (600, -8), (2500, 0), (9000, -2), (16e3, -8)])
        first = grains.onsets(rng, seconds, 170.0 * heavy)
        size = grains.power_law(rng, len(first), 0.08, 1.0, 1.8) * manner.size
        made = np.zeros(length)
        times, strength = first, size
        for _ in range(3):  # each bounce weaker and sooner
            made += grains.bursts(
                rng, length, times, strength,
                centre=(1400.0 / np.sqrt(manner.size), 7000.0), octaves=1.2, t60=(0.004, 0.03),
                attack=0.0001,
            )  # fmt: skip
            times = times + rng.uniform(0.02, 0.09, len(times)) * np.sqrt(strength + 0.1)
            strength = strength * rng.uniform(0.1, 0.35, len(times))
        return made / max(float(made.std()), 1e-9) + 0.7 * far


class Wind(Sound):
    """Gusts: noise through resonances that rise in pitch and level with the speed of the wind.

    Turbulence falls by about 5 dB an octave; obstacles add bands at Strouhal frequencies
    (0.2 v / d), which follow the gusts: the howl.
    """

    name = "wind"
    words = ("windy weather", "breeze", "gust", "gale", "blizzard", "windstorm", "snowstorm",
             "hurricane", "howling storm", "howling wind", "wind howling",
             "howling gale", "gale howling", "storm howling", "draught")  # fmt: skip
    heard_as = ("Wind", "Wind noise (microphone)", "Rustling leaves", "Howl")
    course = Course.CONTINUOUS
    level = 55.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        strong = 2.0 ** (2.0 * manner.intensity - 1.0)
        gust = noise.wander(rng, length, 0.3 * manner.speed, 0.12, 1.0)
        gust = gust * noise.wander(rng, length, 1.1 * manner.speed, 0.8, 1.0)
        frame = gust[::256]
        hz = filters.gain_frequencies()
        points = [(40, -14), (100, -6), (300, -2), (700, -9), (1500, -20), (8000, -56)]
        gains = np.outer(frame**1.2, noise.curve(hz, points))
        for name, low, high in (("post", 0.7, 1.1), ("branch", 1.4, 2.2)):
            centre = 300.0 * self.trait(name, rng, low, high) * (0.55 + 0.9 * frame[:, None])
            centre = centre * strong**0.4
            bend = (hz - centre) / (0.13 * centre)
            gains += 0.16 * strong * frame[:, None] ** 1.6 / (1.0 + bend**2)
        return filters.moving(rng.standard_normal(length), gains)


class RustlingLeaves(Sound):
    """Leaves that rub in the wind: countless soft crackles above 2 kHz, swelling with gusts."""

    name = "rustling leaves"
    words = ("leaves rustle", "leaf rustle", "leaves", "rustling of trees", "trees in the wind",
             "rustle", "tree rustle", "wind in the trees", "wind in trees")  # fmt: skip
    heard_as = ("Rustling leaves", "Wind", "Rustle", "Crumpling, crinkling")
    course = Course.CONTINUOUS
    level = 48.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        gust = noise.wander(rng, length, 0.58 * manner.speed, 0.1, 1.0) ** 1.5
        gust *= noise.wander(rng, length, 2.3 * manner.speed, 0.2, 1.0)
        rate = 40.0 + 400.0 * gust[::512] * 2.0 ** (2.0 * manner.intensity - 1.0)
        times = grains.onsets(rng, seconds, rate)
        size = grains.power_law(rng, len(times), 0.1, 1.0, 2.6)
        rubs = grains.bursts(
            rng, length, times, size, centre=(2400.0, 11_000.0), t60=(0.045, 0.22), attack=0.0165
        )
        points = [(60, -40), (300, -22), (1000, -9), (2500, 0), (7500, -4), (16e3, -38)]
        brush = noise.shaped(rng, length, points) * gust
        rubs /= max(float(rubs.std()), 1e-9)
        return 0.86 * rubs + brush / max(float(brush.std()), 1e-9)


class Thunder(Sound):
    """A clap that rolls: the parts of a crooked channel arrive one after another (Few 1969).

    A bright crack for a fifth of a second, then a rumble that swells again and again for as long
    as farther parts arrive. It peaks near 60 Hz and falls by about 9 dB an octave above 200 Hz.
    """

    name = "thunder"
    words = ("thunderclap", "thunder clap", "clap of thunder", "lightning", "thunder strike",
             "lightning strike", "rolling thunder")  # fmt: skip
    heard_as = ("Thunder", "Thunderstorm")
    course = Course.ONCE
    natural = (6.0, 10.0)
    gap = (0.5, 4.0)
    level = 90.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        near = 0.35 + 1.3 * manner.intensity
        arrivals, power = self._arrivals(rng, seconds)
        grid = np.zeros(length // 256 + 2)
        place = np.minimum(((arrivals + 0.1) * RATE / 256).astype(int), len(grid) - 1)
        np.add.at(grid, place, power)
        time = np.arange(300) * 256 / RATE
        echo = np.exp(-time / 0.4) * (1.0 - np.exp(-time / (0.1 / near)))
        swell = np.convolve(grid, echo)[: len(grid)]
        swell = np.sqrt(swell / swell.max())
        time = np.arange(len(swell)) * 256 / RATE
        corner = 480.0 + 4200.0 * near * np.exp(-time / 0.2)
        hz = filters.gain_frequencies()
        body = noise.curve(hz, [(25, -8), (60, 4), (110, 0), (220, -3), (7000, -46)])
        gains = body * swell[:, None] / np.sqrt(1.0 + (hz / corner[:, None]) ** 4)
        made = filters.moving(rng.standard_normal(length), gains)
        return made * envelopes.smooth(length, [(0.0, 0.0), (0.005, 1.0), (0.8, 0.8), (1.0, 0.0)])

    def _arrivals(self, rng: Random, seconds: float) -> tuple[Samples, Samples]:
        """When parts of the channel are heard, in seconds from the first, and how strongly.

        The channel's segments lie at distances like a random walk's: many near the shortest,
        a long tail (a gamma distribution), gathered in the groups that one hears as claps.
        """
        claps = rng.gamma(0.85, 2.1 / 0.85, rng.poisson(self.trait("claps", rng, 18.0, 45.0)) + 4)
        late = np.sort(claps[claps < 0.7 * seconds])
        return late - late[:1].sum(), rng.exponential(1.0, len(late)) ** 0.6


SOUNDS = (
    Rain,
    RainOnLeaves,
    RainOnRoof,
    RainOnWindow,
    RainOnUmbrella,
    Hail,
    Wind,
    RustlingLeaves,
    Thunder,
)
