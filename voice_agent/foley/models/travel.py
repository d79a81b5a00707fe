"""Rails, air and water: trains, helicopters, aeroplanes, boats."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, grains, modal, noise, tones
from voice_agent.foley.models.vehicles import engine, passing_by, scattered
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


def unit(samples: Samples) -> Samples:
    """The same with unit variance."""
    return samples / max(float(samples.std()), 1e-9)


def joints(rng: Random, seconds: float, speed: float, rail: float) -> tuple[Samples, Samples]:
    """When wheels cross the joints of rails ``rail`` metres long at ``speed`` m/s: the two axles
    of a bogie 2.5 m apart, the last bogie of a coach and the first of the next close together."""
    pattern = np.array([0.0, 2.5, 6.5, 9.0]) / speed
    starts = np.arange(-rail, seconds * speed + rail, rail) / speed + rng.uniform(0.0, rail / speed)
    times = (starts[:, None] + pattern).ravel() + rng.normal(0.0, 0.004, len(starts) * 4)
    gains = rng.uniform(0.6, 1.0, len(times))
    keep = (times > 0.0) & (times < seconds)
    return times[keep], gains[keep]


class Train(Sound):
    """A train runs by: wheels roll and roar, 100 Hz to 2 kHz (Thompson's rolling noise), the
    joints of the rails knock in fours, couplings and brakes squeal a little."""

    name = "a train"
    words = ("train", "railway", "railroad", "train passing", "passing train", "freight train",
             "tram", "rail", "train ride", "train track", "locomotive")  # fmt: skip
    heard_as = ("Train", "Rail transport", "Railroad car, train wagon", "Clickety-clack",
                "Subway, metro, underground", "Train wheels squealing")  # fmt: skip
    course = Course.CONTINUOUS
    level = 82.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        speed = self.trait("speed", rng, 14.0, 19.0) * manner.speed
        roll = noise.shaped(
            rng,
            length,
            [(35, -2), (90, 0), (300, -2), (900, -3), (2000, -9), (5000, -22), (12e3, -40)],
        )
        wheel = (1.0 + np.sin(tones.phase(np.full(length, speed / 2.9)) + rng.uniform(0, 6.28))) / 2
        roll *= 0.75 + 0.25 * wheel + 0.12 * noise.jitter(rng, length, 8.0)
        times, gains = joints(rng, seconds, speed, self.trait("rail", rng, 14.0, 20.0))
        own = np.random.default_rng(int(self.trait("track", rng, 1.0, 1e6)))
        rail_hz = np.concatenate([own.uniform(60, 320, 8), own.uniform(400, 2600, 18)])
        knock = modal.modes(
            envelopes.frames(0.14),
            rail_hz,
            0.12 * (200 / rail_hz) ** 0.35,
            own.uniform(0.3, 1, 26),
            own,
        )
        blows = grains.bursts(
            rng, length, times, gains, centre=(250.0, 1800.0), octaves=2.5, t60=(0.01, 0.04)
        )
        clack = unit(modal.rung(blows, knock, length)) + 0.7 * unit(blows)
        hz = self.trait("squeal", rng, 1900.0, 2900.0) * (
            1 + 0.004 * noise.jitter(rng, length, 6.0)
        )
        squeal = tones.partials(hz, [1.0, 0.3, 0.15]) * np.clip(
            noise.jitter(rng, length, 0.6) - 1.2, 0, 1
        )
        return roll + 0.4 * clack + 0.5 * squeal


class Subway(Sound):
    """An underground train comes into a station: traction motors whine down with the speed,
    the tunnel's rumble, brakes that squeal at the end."""

    name = "a subway train"
    words = ("subway", "underground", "metro", "tube", "subway station", "underground train")
    heard_as = ("Subway, metro, underground", "Train", "Rail transport",
                "Railroad car, train wagon", "Train wheels squealing")  # fmt: skip
    course = Course.ONCE
    natural = (5.0, 7.0)
    gap = (1.0, 2.0)
    level = 84.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        speed = envelopes.smooth(length, [(0, 1.0), (0.3, 0.9), (0.85, 0.12), (1, 0.02)])
        level = envelopes.smooth(length, [(0, 0.05), (0.25, 0.8), (0.5, 1.0), (0.9, 0.5), (1, 0.1)])
        roar = noise.shaped(
            rng, length, [(35, 0), (120, 1), (400, 0), (1200, -5), (4000, -18), (12e3, -38)]
        )
        whine = tones.partials(
            self.trait("motor", rng, 620.0, 760.0) * speed + 40.0,
            [1.0, 0.7, 0.4, 0.5, 0.2, 0.2],
            rng,
        )
        times, gains = joints(rng, seconds, 13.0, 15.0)
        clack = grains.bursts(
            rng, length, times, gains, centre=(180.0, 1500.0), octaves=2.5, t60=(0.02, 0.06)
        )
        hz = self.trait("squeal", rng, 2300.0, 3400.0) * (
            1 + 0.003 * noise.jitter(rng, length, 5.0)
        )
        squeal = tones.partials(hz, [1.0, 0.4, 0.2]) + 0.6 * tones.partials(1.37 * hz, [1.0, 0.3])
        squeal *= envelopes.smooth(length, [(0, 0), (0.6, 0.02), (0.8, 0.35), (0.93, 0.5), (1, 0)])
        made = roar * (0.3 + 0.7 * speed) + 0.4 * whine * speed + 0.15 * unit(clack) + 0.6 * squeal
        return scattered(rng, made * level, 0.9, 0.5)


class SteamTrain(Sound):
    """A steam locomotive: four puffs of exhaust steam a turn of the wheels, each with a chest of
    its own, accelerating and easing; hiss between, and the whistle now and then."""

    name = "a steam train"
    words = (
        "steam train",
        "steam engine",
        "steam locomotive",
        "choo choo",
        "old train",
        "puffing train",
    )
    heard_as = ("Train", "Rail transport", "Steam", "Railroad car, train wagon", "Steam whistle",
                "Train whistle", "Clickety-clack")  # fmt: skip
    course = Course.CONTINUOUS
    level = 84.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        from voice_agent.foley.models.alarms import SteamWhistle

        length = envelopes.frames(seconds)
        rate = (
            self.trait("rate", rng, 5.0, 7.0)
            * manner.speed
            * noise.wander(rng, length, 0.15, 0.85, 1.2)
        )
        places = np.flatnonzero(tones.pulse_train(rate, rng, 0.015))[::2]
        own = np.random.default_rng(int(self.trait("chest", rng, 1.0, 1e6)))
        accents = own.uniform(0.6, 1.0, 4)
        parts = []
        for number, place in enumerate(places):
            size = envelopes.frames(0.24)
            tune = own.uniform(0.9, 1.1) if number < 4 else rng.uniform(0.95, 1.05)
            points = [(60, -2), (180, 2), (500, 0), (1500, -3), (4000, -10), (10e3, -24)]
            puff = noise.shaped(rng, size, [(hz * tune, gain) for hz, gain in points])
            puff *= envelopes.smooth(size, [(0, 0), (0.2, 1), (0.45, 0.5), (0.8, 0.1), (1, 0)])
            parts.append((place / RATE, accents[number % 4] * rng.uniform(0.85, 1.0) * puff))
        hiss = noise.shaped(
            rng, length, [(300, -22), (1500, -6), (4000, 0), (9000, -4), (16e3, -14)]
        )
        roll = noise.shaped(rng, length, [(40, 0), (200, -2), (900, -6), (3000, -20), (9000, -40)])
        times, gains = joints(rng, seconds, 12.0 * manner.speed, 15.0)
        clack = grains.bursts(
            rng, length, times, gains, centre=(300.0, 2200.0), octaves=2.5, t60=(0.02, 0.06)
        )
        made = grains.placed(length, parts) + 0.07 * hiss + 0.25 * roll + 0.3 * unit(clack)
        for time in grains.onsets(rng, seconds, 0.12):
            whistle = SteamWhistle().render(rng, rng.uniform(1.0, 1.8), manner)
            made += grains.placed(length, [(float(time), 0.7 * unit(whistle))])
        return made


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
    Train,
    Subway,
    SteamTrain,
    Helicopter,
    Propeller,
    Jet,
    Motorboat,
    Flyby,
)
