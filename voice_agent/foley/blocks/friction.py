"""Rubbing: stick-slip of hinges, brakes, bows; scraping over roughness."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks.noise import jitter
from voice_agent.foley.blocks.tones import pulse_train
from voice_agent.foley.sound import RATE, Random, Samples


def stick_slip(rng: Random, hz: Samples, *, roughness: float = 0.05) -> Samples:
    """The force of a contact that sticks and slips ``hz`` times a second: a jittered saw.

    The force grows while it sticks and drops at the slip (Serafin 2004, simplified); drive the
    modes of the body with it. ``roughness``: spread of the periods; above 0.2 it is a creak.
    """
    slips = pulse_train(hz, rng, jitter=roughness)
    sizes = 1.0 + 0.3 * rng.standard_normal(len(hz)) * (slips > 0)
    drops = np.cumsum(slips * sizes)
    load = np.cumsum(hz * (1.0 + 0.1 * jitter(rng, len(hz), 30.0))) / RATE
    force = load - drops
    return force - _trend(force)


def _trend(samples: Samples) -> Samples:
    from scipy.ndimage import uniform_filter1d

    return uniform_filter1d(samples, size=max(3, RATE // 40), mode="nearest")
