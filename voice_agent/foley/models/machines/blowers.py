"""A motor that moves air: vacuum cleaner, dryer, fan, air conditioner, blender."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    noise,
)
from voice_agent.foley.models.machines.motors import motor
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound

Points = Sequence[tuple[float, float]]


class _Blower(Sound):
    """A motor and the air it moves: broad noise, the motor's line spectrum above it."""

    course = Course.CONTINUOUS
    outdoors = False
    air: Points = ()
    turns = (300.0, 400.0)
    lines: Sequence[float] = (1.0,)
    whine = 0.4
    flutter = 0.06

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("turns", rng, *self.turns) * manner.speed / manner.size**0.5
        tune = self.trait("tune", rng, 0.9, 1.1) / manner.size**0.3
        air = noise.shaped(rng, length, [(f * tune, gain) for f, gain in self.air])
        air *= 1.0 + self.flutter * noise.jitter(rng, length, 3.0)
        return air + self.whine * motor(rng, length, hz, self.lines)


class VacuumCleaner(_Blower):
    """A vacuum cleaner: a fan at 400 turns a second with its blades' whine, air torn through
    hose and nozzle, most of it between 500 Hz and 5 kHz; the nozzle is pushed to and fro."""

    name = "a vacuum cleaner"
    words = ("vacuum cleaner", "vacuum", "hoover", "vacuuming", "vacuum cleaning")
    heard_as = ("Vacuum cleaner", "Hair dryer", "Mechanical fan", "Blender")
    level = 74.0
    air = ((60, -12), (180, -3), (500, 0), (1500, 0), (4000, -3), (8000, -10), (16e3, -24))
    turns = (200.0, 260.0)
    lines = (0.6, 1.0, 0.3, 0.5, 0.15, 0.3, 0.1, 0.25, 0.1, 0.1)
    whine = 0.7

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        made = super().render(rng, seconds, manner)
        push = 0.5 + 0.5 * np.sin(
            2 * np.pi * 0.45 * manner.speed * envelopes.times(len(made)) + rng.uniform(0, 6.28)
            + noise.jitter(rng, len(made), 0.5)
        )  # fmt: skip
        dull = filters.low_pass(made, 1800.0, 1)
        return made + 0.5 * push * (dull - made)


class HairDryer(_Blower):
    """A hair dryer: a small fan and a hot coil, brighter than a vacuum cleaner, steadier."""

    name = "a hair dryer"
    words = ("hair dryer", "hairdryer", "blow dryer", "hand dryer", "blow drying")
    heard_as = ("Hair dryer", "Vacuum cleaner", "Mechanical fan", "Blender")
    level = 70.0
    air = ((100, -18), (400, -6), (1000, 0), (2500, 1), (6000, -3), (12e3, -12), (17e3, -22))
    turns = (230.0, 290.0)
    lines = (0.8, 0.3, 1.0, 0.2, 0.5, 0.7, 0.2, 0.3)
    whine = 0.45
    flutter = 0.03


class Fan(_Blower):
    """A table fan: blades pass 125 to 165 times a second, air hums low and soft."""

    name = "a fan"
    words = ("fan", "ventilator", "electric fan", "ceiling fan", "computer fan", "ventilation",
             "mechanical fan")  # fmt: skip
    heard_as = ("Mechanical fan", "Air conditioning", "Hum", "Vacuum cleaner", "Hair dryer")
    level = 52.0
    air = ((40, -14), (120, -4), (300, 0), (1000, -4), (3000, -12), (8000, -28), (15e3, -46))
    turns = (125.0, 165.0)
    lines = (1.0, 0.5, 0.3, 0.2, 0.1, 0.08)
    whine = 0.9


class AirConditioner(_Blower):
    """An air conditioner: compressor hum at twice the mains, a fan, air through louvres."""

    name = "an air conditioner"
    words = ("air conditioner", "air conditioning", "fridge", "refrigerator", "freezer", "heater",
             "heating", "ac unit", "server room", "hum")  # fmt: skip
    heard_as = ("Air conditioning", "Mechanical fan", "Hum", "Mains hum", "Noise",
                "Vacuum cleaner")  # fmt: skip
    level = 54.0
    air = ((40, -2), (150, 0), (500, -5), (1500, -9), (4000, -16), (12e3, -32))
    turns = (99.5, 100.5)
    lines = (1.0, 0.5, 0.6, 0.25, 0.3, 0.12, 0.1)
    whine = 0.8


class Blender(_Blower):
    """A kitchen blender: a fast motor loaded unevenly by what it chops, knocks of pieces."""

    name = "a blender"
    words = ("blender", "mixer", "food processor", "juicer", "smoothie", "coffee grinder")
    heard_as = ("Blender", "Vacuum cleaner", "Hair dryer", "Power tool")
    level = 82.0
    air = ((100, -14), (300, -4), (900, 0), (2500, 0), (6000, -5), (14e3, -18))
    turns = (380.0, 470.0)
    lines = (0.7, 1.0, 0.6, 0.8, 0.5, 0.4, 0.5, 0.3, 0.3, 0.2)
    whine = 1.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        made = super().render(rng, seconds, manner)
        length = len(made)
        load = 1.0 + 0.12 * noise.jitter(rng, length, 4.0) + 0.08 * noise.jitter(rng, length, 50.0)
        return made * load


SOUNDS = (
    VacuumCleaner,
    HairDryer,
    Fan,
    AirConditioner,
    Blender,
)
