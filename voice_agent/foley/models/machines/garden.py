"""Machines with a petrol engine in the garden."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    noise,
    tones,
)
from voice_agent.foley.models.vehicles.engine import engine
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class Chainsaw(Sound):
    """A chainsaw: a two-stroke engine, 100 to 160 firings a second through a poor silencer, up
    when the trigger is pulled, bogged down in the wood; the chain rattles."""

    name = "a chainsaw"
    words = ("chainsaw", "chain saw", "logging", "lumberjack", "leaf blower", "felling a tree")
    heard_as = ("Chainsaw", "Light engine (high frequency)", "Lawn mower", "Power tool",
                "Medium engine (mid frequency)")  # fmt: skip
    course = Course.CONTINUOUS
    level = 92.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        wide = np.clip(0.6 + 0.55 * noise.jitter(rng, length, 0.35), 0.05, 1.0)
        top = self.trait("turns", rng, 150.0, 185.0) * manner.speed / manner.size**0.4
        hz = (
            top
            * (0.5 + 0.5 * filters.low_pass(wide, 3.0, 1))
            * (1 + 0.035 * noise.jitter(rng, length, 12.0))
        )
        pipe = ((320, 160, 1.0), (780, 350, 1.2), (1700, 800, 0.9), (3400, 1600, 0.5))
        state = int(self.trait("state", rng, 1.0, 1e6))
        made = engine(
            rng, hz, cylinders=1, pipe=pipe, ragged=0.35, breath=0.5, sharp=0.0006, state=state
        )
        chain = noise.shaped(rng, length, [(400, -14), (1800, 0), (5000, -1), (12e3, -9)])
        teeth = 1.0 + 0.5 * np.sin(tones.phase(hz * 3.0)) + 0.3 * noise.jitter(rng, length, 60.0)
        made = filters.equalised(made, [(100, -14), (400, -2), (1500, 4), (5000, 6)])
        return (made + 0.5 * chain * teeth * wide) * (0.45 + 0.6 * wide)


class LawnMower(Sound):
    """A petrol lawn mower: one cylinder at 3000 turns a minute (25 to 28 firings a second), a
    blade that beats the air and grass that is thrown against the deck."""

    name = "a lawn mower"
    words = ("lawn mower", "lawnmower", "mower", "mowing", "mowing the lawn", "hedge trimmer",
             "go kart", "generator", "grass cutting")  # fmt: skip
    heard_as = ("Lawn mower", "Light engine (high frequency)", "Medium engine (mid frequency)",
                "Engine", "Chainsaw")  # fmt: skip
    course = Course.CONTINUOUS
    level = 88.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("firings", rng, 24.0, 28.0) * manner.speed / manner.size**0.4
        load = noise.wander(rng, length, 0.3, 0.0, 1.0)
        hz = rate * (1.0 - 0.06 * load) * (1 + 0.01 * noise.jitter(rng, length, 8.0))
        state = int(self.trait("state", rng, 1.0, 1e6))
        pipe = (
            (110, 70, 1.0),
            (240, 120, 1.2),
            (560, 260, 1.0),
            (1250, 600, 0.9),
            (2600, 1400, 0.6),
        )
        firing = engine(
            rng, hz, cylinders=1, pipe=pipe, ragged=0.2, breath=0.5, sharp=0.0012, state=state
        )
        blade = noise.shaped(rng, length, [(80, -8), (250, 0), (1000, -1), (3000, -6), (10e3, -20)])
        beat = 1.0 + 0.3 * np.sin(tones.phase(hz * 4.0)) + 0.2 * noise.jitter(rng, length, 40.0)
        grass = noise.shaped(rng, length, [(500, -10), (2500, 0), (7000, -3), (14e3, -14)])
        return firing + 0.3 * blade * beat + (0.04 + 0.1 * load) * grass


SOUNDS = (
    Chainsaw,
    LawnMower,
)
