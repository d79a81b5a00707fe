"""Helicopters, aeroplanes, boats, and a racing car."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    modal,
    noise,
    tones,
)
from voice_agent.foley.blocks.envelopes import unit
from voice_agent.foley.models.vehicles.engine import engine, passing_by
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


class Helicopter(Sound):
    """A helicopter: blades pass 11 to 17 times a second; each slaps the wake of the one before
    (a pulse of 4 ms, rich to 1 kHz) and modulates the rush of air; turbine and tail rotor whine."""

    name = "a helicopter"
    words = ("helicopter", "chopper", "helicopter flying", "rotor", "drone")
    heard_as = ("Helicopter", "Aircraft", "Propeller, airscrew", "Aircraft engine", "Vehicle")
    course = Course.CONTINUOUS
    level = 86.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("blades", rng, 11.5, 16.0) * manner.speed / manner.size**0.4
        hz = rate * (1.0 + 0.006 * noise.jitter(rng, length, 0.7))
        turn = (np.cumsum(hz) / RATE + rng.random()) % 1.0
        slap = np.exp(-(((turn - 0.5) / 0.16) ** 2))
        pulses = tones.pulse_train(hz, rng, 0.006)
        shape = noise.shaped(
            rng, 2400, [(40, 0), (110, 3), (300, -2), (700, -12), (2000, -30), (8000, -60)]
        )
        body = shape * envelopes.smooth(2400, [(0, 0), (0.3, 1), (0.6, 0.5), (1, 0)])
        blades = unit(modal.rung(pulses * rng.uniform(0.8, 1.1, length), body, length))
        air = noise.shaped(
            rng, length, [(50, -4), (150, 0), (500, -2), (1500, -6), (4000, -15), (12e3, -34)]
        )
        tail = tones.partials(hz * 5.3, [1.0, 0.7, 0.5, 0.3, 0.25, 0.15], rng)
        turbine = tones.partials(
            self.trait("turbine", rng, 2100.0, 2900.0)
            * (1 + 0.002 * noise.jitter(rng, length, 2.0)),
            [1.0, 0.4], rng,
        )  # fmt: skip
        swell = noise.wander(rng, length, 0.25, 0.8, 1.1)
        return (0.7 * blades + air * (0.55 + 0.9 * slap) + 0.2 * tail + 0.05 * turbine) * swell


class Propeller(Sound):
    """A propeller aeroplane: 80 to 110 blade passages a second with many harmonics that beat
    with the firings of the engine, in the rush of its stream."""

    name = "a propeller aeroplane"
    words = ("propeller aeroplane", "propeller plane", "propeller", "small plane", "biplane",
             "light aircraft", "propeller airplane")  # fmt: skip
    heard_as = ("Propeller, airscrew", "Aircraft engine", "Aircraft",
                "Fixed-wing aircraft, airplane",
                "Vehicle", "Engine")  # fmt: skip
    course = Course.CONTINUOUS
    level = 82.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("blades", rng, 78.0, 100.0) * manner.speed / manner.size**0.4
        hz = rate * (1.0 + 0.004 * noise.jitter(rng, length, 0.8))
        gains = 0.93 ** np.arange(24) * rng.uniform(0.6, 1.1, 24)
        blades = unit(tones.partials(hz, gains, rng)) * (
            1.0 + 0.2 * noise.jitter(rng, length, 12.0)
        )
        pipe = ((110, 60, 1.3), (260, 130, 1.0), (600, 300, 0.5))
        state = int(self.trait("state", rng, 1.0, 1e6))
        firing = engine(
            rng, hz * 1.5, cylinders=6, pipe=pipe, breath=0.3, sharp=0.0015, state=state
        )
        air = noise.shaped(rng, length, [(60, -6), (200, 0), (700, -3), (2000, -10), (7000, -26)])
        air *= 1.0 + 0.3 * np.sin(tones.phase(hz))
        return (0.8 * blades + 0.9 * firing + 0.25 * air) * noise.wander(
            rng, length, 0.3, 0.85, 1.1
        )


class Jet(Sound):
    """A jet flies over: the mixing noise of its exhaust, a broad hump at 100 to 600 Hz that
    crackles and sinks in pitch as it leaves, the fan's whine while it comes (Lighthill 1952)."""

    name = "an aeroplane"
    told = "an aeroplane flying over"
    words = ("aeroplane", "airplane", "plane", "jet", "aircraft", "jet plane", "fighter jet",
             "plane flying", "airliner", "jet engine", "take off", "airport", "flyover",
             "plane taking off")  # fmt: skip
    heard_as = ("Fixed-wing aircraft, airplane", "Aircraft", "Jet engine", "Aircraft engine")
    course = Course.CONTINUOUS
    level = 88.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        roar = noise.shaped(
            rng,
            length,
            [(25, -8), (80, -1), (200, 0), (500, -2), (1200, -8), (3500, -20), (10e3, -44)],
        )
        roar *= noise.wander(rng, length, 0.5, 0.85, 1.15)  # the air on the way bends it
        bright = noise.shaped(
            rng, length, [(300, -10), (900, -2), (2200, 0), (5000, -8), (12e3, -28)]
        )
        near = noise.wander(rng, length, 0.16 * manner.speed, 0.0, 1.0)
        fan = self.trait("fan", rng, 1700.0, 2500.0) / manner.size**0.3
        hz = fan * (0.93 + 0.14 * near) * (1.0 + 0.001 * noise.jitter(rng, length, 3.0))
        whine = tones.partials(hz, [1.0, 0.5, 0.15], rng) + 0.5 * tones.partials(
            0.83 * hz, [1.0, 0.3], rng
        )
        whine *= 1.0 + 0.4 * noise.jitter(rng, length, 4.0)
        return roar * (0.7 + 0.5 * near) + (0.3 * bright + 0.3 * whine) * (0.3 + near)


class Motorboat(Sound):
    """A motorboat: an outboard engine under water at 90 to 130 firings a second, muffled, gurgling
    as the hull slaps on the waves and the screw draws air; water rushes along."""

    name = "a motorboat"
    words = (
        "boat",
        "motorboat",
        "speedboat",
        "motor boat",
        "jet ski",
        "outboard",
        "fishing boat",
        "yacht",
    )
    heard_as = ("Motorboat, speedboat", "Boat, Water vehicle", "Vehicle", "Ship", "Engine")
    course = Course.CONTINUOUS
    level = 78.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        wave = noise.jitter(rng, length, 0.9)
        rate = self.trait("firings", rng, 82.0, 110.0) * manner.speed / manner.size**0.5
        hz = rate * (1.0 + 0.05 * np.clip(wave, -2, 2))
        pipe = ((95, 60, 1.4), (210, 120, 1.0), (480, 240, 0.6), (1000, 600, 0.2))
        made = engine(
            rng, hz, cylinders=3, pipe=pipe, uneven=0.25, ragged=0.2, breath=0.5, sharp=0.0018,
            state=int(self.trait("state", rng, 1.0, 1e6)),
        )  # fmt: skip
        made *= 0.8 + 0.2 * np.clip(wave, -1.5, 2.0)
        rush = noise.shaped(rng, length, [(80, -8), (300, -2), (900, 0), (3000, -4), (8000, -16)])
        rush *= np.clip(0.7 + 0.4 * noise.jitter(rng, length, 1.3), 0.2, 2.0)
        return made + 0.15 * rush


class Flyby(Sound):
    """A racing car goes by at 200 km/h: the engine's scream drops by a fifth (Doppler)."""

    name = "a racing car"
    told = "a racing car passing"
    words = (
        "racing car",
        "formula one",
        "race track",
        "race",
        "racing",
        "motor racing",
        "grand prix",
        "race car",
    )
    heard_as = ("Race car, auto racing", "Accelerating, revving, vroom", "Car passing by", "Car",
                "Motorcycle", "Vehicle", "Motor vehicle (road)")  # fmt: skip
    course = Course.ONCE
    natural = (3.0, 4.2)
    gap = (0.2, 1.8)
    level = 92.0
    passing = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        doppler, near = passing_by(
            seconds, rng.uniform(50.0, 66.0) * manner.speed, rng.uniform(14.0, 24.0)
        )
        rate = rng.uniform(230.0, 300.0) / manner.size**0.5
        pipe = ((300, 200, 1.0), (650, 350, 1.2), (1400, 800, 1.0), (2800, 1500, 0.5))
        made = engine(
            rng, rate * doppler, cylinders=6, pipe=pipe, uneven=0.3, breath=0.3, sharp=0.0005,
            state=int(rng.integers(1_000_000)),
        )  # fmt: skip
        air = noise.shaped(rng, length, [(100, -6), (400, 0), (1500, -2), (5000, -12), (14e3, -30)])
        mixed = (made + 0.45 * air) * near**0.9
        dull = filters.low_pass(mixed, 2200.0, 1)
        share = np.clip(1.2 * near, 0.0, 1.0)
        ends = envelopes.smooth(length, [(0, 0), (0.12, 1), (0.88, 1), (1, 0)])
        return (share * mixed + (1.0 - share) * dull) * ends


SOUNDS = (
    Helicopter,
    Propeller,
    Jet,
    Motorboat,
    Flyby,
)
