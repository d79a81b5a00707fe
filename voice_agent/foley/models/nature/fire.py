"""Fire."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    grains,
    noise,
)
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class Fire(Sound):
    """A wood fire: the lapping of flames below 500 Hz and crackles in clusters.

    Crackles are sudden bursts of gas from the wood: Poisson in bursts, sizes of a power law
    (Farnell 2010, Designing Sound).
    """

    name = "a fire"
    words = ("fire", "campfire", "fireplace", "bonfire", "burning", "flame", "crackling fire",
             "burning wood", "crackle", "crackling")  # fmt: skip
    heard_as = ("Fire", "Crackle")
    course = Course.CONTINUOUS
    level = 55.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        strong = 4.0 ** (manner.intensity - 0.5)
        lap = noise.shaped(rng, length, [(60, 0), (200, 2), (800, -6), (3000, -16), (12e3, -32)])
        lap *= noise.wander(rng, length, 5.0, 0.4, 1.2)
        burst = np.clip(0.95 + 0.75 * noise.jitter(rng, length, 1.2)[::512], 0.05, 4.0) ** 1.7
        times = grains.onsets(rng, seconds, 95.0 * strong * burst)
        size = grains.power_law(rng, len(times), 0.03, 1.0, 2.0)
        crackle = grains.bursts(
            rng, length, times, size, centre=(1200.0, 8500.0), octaves=1.8, t60=(0.002, 0.022),
            attack=0.0001,
        )  # fmt: skip
        return crackle / max(float(crackle.std()), 1e-9) + 1.1 * strong**0.3 * lap


SOUNDS = (Fire,)
