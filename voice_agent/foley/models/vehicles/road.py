"""Vehicles on roads."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    noise,
    tones,
)
from voice_agent.foley.models.vehicles.engine import engine, passing_by, tyres
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


class CarEngine(Sound):
    """A petrol engine idling: four cylinders fire 25 to 30 times a second (800 rpm), each a
    little differently; belts and injectors tick above."""

    name = "a car engine"
    told = "a car engine idling"
    words = ("car", "engine", "car engine", "idling car", "motor", "idling engine", "car idling",
             "engine running", "engine idling", "taxi")  # fmt: skip
    heard_as = ("Idling", "Engine", "Car", "Medium engine (mid frequency)", "Vehicle")
    course = Course.CONTINUOUS
    level = 66.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        state = int(self.trait("state", rng, 1.0, 1e6))
        rate = self.trait("firings", rng, 24.0, 30.0) * manner.speed / manner.size**0.3
        rate *= 1.0 + 1.2 * max(0.0, manner.intensity - 0.5)
        hz = rate * (1.0 + 0.015 * noise.jitter(rng, length, 0.7))
        size = manner.size**0.4
        pipe = ((75 / size, 60, 1.0), (160 / size, 110, 1.2), (420, 260, 2.2), (1100, 700, 2.0))
        made = engine(rng, hz, cylinders=4, pipe=pipe, sharp=0.003, echo=0.25, state=state)
        ticks = np.flatnonzero(tones.pulse_train(hz * 2.0, rng, 0.02)) / RATE
        valves = grains.bursts(
            rng, length, ticks, rng.uniform(0.4, 1.0, len(ticks)), centre=(1800.0, 5000.0),
            t60=(0.004, 0.012), kinds=12,
        )  # fmt: skip
        belts = noise.shaped(
            rng, length, [(100, -20), (500, -6), (1500, 0), (5000, -9), (14e3, -26)]
        )
        return made + 0.05 * valves / max(float(valves.std()), 1e-9) + 0.06 * belts


class CarPassing(Sound):
    """A car drives past at 45 to 75 km/h: tyre noise and engine grow by 6 dB each time the
    distance halves, and fall in pitch by Doppler's factor as it passes."""

    name = "a passing car"
    told = "a car passing by"
    words = ("car passing", "car passing by", "car driving by", "passing vehicle", "car drive past",
             "car drive by", "speeding car", "car going past")  # fmt: skip
    heard_as = ("Car passing by", "Car", "Vehicle", "Motor vehicle (road)")
    course = Course.ONCE
    natural = (4.0, 5.5)
    gap = (0.3, 3.0)
    level = 70.0
    passing = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        speed = rng.uniform(13.0, 20.0) * manner.speed
        doppler, near = passing_by(seconds, speed, rng.uniform(6.0, 9.0))
        road = filters.sped(tyres(rng, int(1.3 * length) + 64), doppler)[:length]
        rate = rng.uniform(75.0, 105.0) * manner.speed / manner.size**0.5
        pipe = ((90, 60, 1.2), (200, 120, 0.9), (480, 300, 0.4))
        hum = engine(
            rng, rate * doppler, cylinders=4, pipe=pipe, state=int(rng.integers(1_000_000))
        )
        made = (road + 0.4 * hum) * near
        dull = filters.low_pass(made, 1400.0)  # air and ground take the highs of what is far
        share = np.clip(near * 1.3 - 0.1, 0.0, 1.0)
        ends = envelopes.smooth(length, [(0, 0), (0.2, 1), (0.8, 1), (1, 0)])
        return (share * made + (1.0 - share) * dull) * ends


class Traffic(Sound):
    """A busy road some way off: cars come and go over a low roar, tyres around 1 kHz."""

    name = "traffic"
    words = ("traffic", "street", "road", "highway", "motorway", "city", "busy street", "rush hour",
             "city traffic", "street noise", "driving car", "cars")  # fmt: skip
    heard_as = ("Traffic noise, roadway noise", "Car passing by", "Car", "Vehicle",
                "Motor vehicle (road)")  # fmt: skip
    course = Course.CONTINUOUS
    level = 66.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        roar = noise.shaped(rng, length, [(30, -4), (80, 0), (250, -5), (900, -8), (2000, -18),
                                          (8000, -44)])  # fmt: skip
        parts = []
        rate = 0.7 * 4.0 ** (manner.intensity - 0.5)
        for time in grains.onsets(rng, seconds + 4.0, rate * manner.speed) - 4.0:
            span = rng.uniform(3.0, 5.0)
            doppler, near = passing_by(span, rng.uniform(10.0, 18.0), rng.uniform(9.0, 18.0))
            count = len(near)
            car = filters.sped(tyres(rng, int(1.3 * count) + 64, rough=4.0), doppler)[:count]
            hum = noise.shaped(rng, count, [(40, -6), (90, 0), (180, -6), (400, -18), (3000, -60)])
            ends = envelopes.smooth(count, [(0, 0), (0.25, 1), (0.75, 1), (1, 0)])
            parts.append((float(time), rng.uniform(0.6, 1.4) * near * ends * (car + 0.7 * hum)))
        return 0.5 * roar + grains.placed(length, parts)


class CarStarting(Sound):
    """A car is started: the starter cranks against each compression, the engine catches, races
    and settles."""

    name = "a starting car"
    told = "a car starting"
    words = ("start a car", "car starting", "engine start", "engine starting", "ignition",
             "starting engine", "start the engine", "car start")  # fmt: skip
    heard_as = ("Engine starting", "Engine", "Car", "Vehicle", "Accelerating, revving, vroom")
    course = Course.ONCE
    natural = (3.2, 4.2)
    gap = (1.0, 3.0)
    level = 68.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        crank = rng.uniform(0.22, 0.32)
        hz = envelopes.smooth(length, [(0, 9), (crank, 10), (crank + 0.08, 58), (0.6, 42), (1, 29)])
        runs = envelopes.smooth(
            length, [(0, 0), (crank, 0), (crank + 0.05, 1.2), (0.6, 0.8), (1, 0.7)]
        )
        pipe = ((80, 60, 0.8), (170, 100, 1.5), (450, 260, 1.6), (1200, 700, 1.0))
        motor = engine(
            rng, hz, cylinders=4, pipe=pipe, breath=0.25, state=int(rng.integers(1_000_000))
        )
        effort = tones.partials(np.full(length, 10.0), [1.0, 0.3], rng)
        whine = tones.partials(
            rng.uniform(380, 460) * (1.0 + 0.07 * effort), [0.5, 1.0, 0.6, 0.8, 0.4, 0.3, 0.2], rng
        )
        gears = noise.shaped(rng, length, [(200, -12), (700, 0), (2500, -3), (8000, -16)])
        starter = (whine * 0.4 + gears) * (1.0 + 0.55 * effort)
        starter *= envelopes.polygon(
            length, [(0, 0), (0.01, 1), (crank + 0.03, 1), (crank + 0.06, 0), (1, 0)]
        )
        return envelopes.faded(1.3 * motor * runs + 0.6 * starter, 0.005, 0.3)


class Motorcycle(Sound):
    """A two-cylinder motorcycle: uneven firing (a 90 degree V), 20 to 80 a second as the hand
    turns the grip, loud and sharp through a short pipe."""

    name = "a motorcycle"
    words = ("motorcycle", "motorbike", "scooter", "moped", "biker", "harley", "chopper bike",
             "vespa")  # fmt: skip
    heard_as = ("Motorcycle", "Vehicle", "Accelerating, revving, vroom", "Engine")
    course = Course.CONTINUOUS
    level = 80.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        state = int(self.trait("state", rng, 1.0, 1e6))
        rate = self.trait("firings", rng, 26.0, 34.0) * manner.speed / manner.size**0.5
        revs = np.clip(0.6 + 0.9 * noise.jitter(rng, length, 0.35), 0.0, 2.0)
        revs *= 0.6 + 0.8 * manner.intensity
        pipe = (
            (110, 60, 1.3),
            (240, 120, 1.1),
            (520, 260, 0.8),
            (1300, 700, 0.5),
            (2900, 1400, 0.3),
        )
        made = engine(
            rng, rate * (1.0 + 0.9 * revs), cylinders=2, pipe=pipe, uneven=0.4, ragged=0.2,
            breath=0.4, sharp=0.0012, state=state,
        )  # fmt: skip
        return made * (0.6 + 0.5 * revs)


class Truck(Sound):
    """A lorry's diesel: six big cylinders knocking 30 to 45 times a second, the steep rise of
    pressure rattles the block around 1.5 kHz, the turbo whistles."""

    name = "a truck"
    told = "a truck with its engine running"
    words = ("truck", "lorry", "diesel", "diesel engine", "tractor", "bulldozer", "excavator",
             "heavy truck", "garbage truck", "tank", "combine harvester")  # fmt: skip
    heard_as = ("Truck", "Heavy engine (low frequency)", "Engine", "Vehicle", "Idling",
                "Motor vehicle (road)", "Engine knocking")  # fmt: skip
    course = Course.CONTINUOUS
    level = 76.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        state = int(self.trait("state", rng, 1.0, 1e6))
        rate = self.trait("firings", rng, 30.0, 40.0) * manner.speed / manner.size**0.4
        hz = rate * (1.0 + 0.02 * noise.jitter(rng, length, 0.5)) * (0.8 + 0.4 * manner.intensity)
        pipe = ((52, 40, 0.9), (105, 70, 1.2), (230, 140, 1.7), (600, 400, 2.6), (1300, 900, 1.6))
        made = engine(
            rng,
            hz,
            cylinders=6,
            pipe=pipe,
            uneven=0.25,
            ragged=0.15,
            sharp=0.004,
            echo=0.25,
            state=state,
        )
        knocks = np.flatnonzero(tones.pulse_train(hz, rng, 0.02)) / RATE
        own = np.random.default_rng(state)
        loud = own.uniform(0.3, 1.0, 6)[np.arange(len(knocks)) % 6] * rng.uniform(
            0.6, 1.2, len(knocks)
        )
        rattle = grains.bursts(
            rng, length, knocks, loud, centre=(900.0, 2600.0), t60=(0.012, 0.03), kinds=24
        )
        turbo = tones.partials(
            self.trait("turbo", rng, 2600.0, 3600.0)
            * (1.0 + 0.01 * noise.jitter(rng, length, 1.0)),
            [1.0], rng,
        )  # fmt: skip
        return made + 0.18 * rattle / max(float(rattle.std()), 1e-9) + 0.012 * turbo


class Bus(Sound):
    """A city bus: a muffled diesel that pulls away through the gears, fan and body hum, and the
    hiss of its air brakes and doors."""

    name = "a bus"
    words = ("bus", "coach", "school bus", "bus stop", "tour bus")
    heard_as = ("Bus", "Truck", "Vehicle", "Motor vehicle (road)", "Air brake",
                "Heavy engine (low frequency)")  # fmt: skip
    course = Course.CONTINUOUS
    level = 72.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        gear = np.cumsum(np.full(length, 1.0 / RATE)) * 0.45 * manner.speed + rng.uniform(0.0, 1.0)
        pull = gear % 1.0
        hz = self.trait("firings", rng, 38.0, 48.0) * (0.85 + 0.6 * pull)
        hz = filters.low_pass(hz - hz[0], 3.0, 1) + hz[0]
        pipe = ((60, 40, 1.3), (125, 70, 1.3), (260, 160, 1.7), (700, 500, 2.2))
        made = engine(rng, hz, cylinders=6, pipe=pipe, ragged=0.08, sharp=0.0045, echo=0.25,
                      state=int(self.trait("state", rng, 1.0, 1e6)))  # fmt: skip
        body = noise.shaped(
            rng, length, [(40, -4), (120, 0), (400, -8), (1200, -12), (4000, -26), (12e3, -50)]
        )
        hiss = noise.shaped(rng, length, [(300, -24), (2000, -6), (5000, 0), (12e3, -4)])
        gusts = np.zeros(length)
        for time in grains.onsets(rng, seconds, 0.3):
            part = envelopes.strike(envelopes.frames(0.9), 0.01, rng.uniform(0.6, 1.0))
            gusts += grains.placed(length, [(float(time), part)])
        return made * (0.7 + 0.4 * pull) + 0.22 * body + 0.5 * hiss * gusts


SOUNDS = (
    CarEngine,
    CarPassing,
    Traffic,
    CarStarting,
    Motorcycle,
    Truck,
    Bus,
)
