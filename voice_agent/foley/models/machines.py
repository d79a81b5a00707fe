"""Household and building machines, hand tools, office."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, grains, modal, noise, tones
from voice_agent.foley.models.vehicles import engine, scattered
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound

Points = Sequence[tuple[float, float]]


def unit(samples: Samples) -> Samples:
    """The same with unit variance."""
    return samples / max(float(samples.std()), 1e-9)


def motor(
    rng: Random, length: int, hz: float, gains: Sequence[float], *, drift: float = 0.004
) -> Samples:
    """A motor's whine: harmonics of ``hz`` (turns or commutator bars a second), unit variance.

    Sidebands and a drifting load keep the lines from being pure tones.
    """
    course = hz * (
        1.0 + drift * noise.jitter(rng, length, 1.5) + 0.3 * drift * noise.jitter(rng, length, 25.0)
    )
    rough = 1.0 + 0.2 * noise.jitter(rng, length, 45.0)
    return unit(tones.partials(course, gains, rng) * rough)


class Typing(Sound):
    """Typing: each key is pressed (a click as it bottoms out, 1 to 6 kHz and 5 ms long, and a
    thump of the board) and let go 80 to 130 ms later, softer and higher.

    Keys come 120 to 240 ms apart and are held for 110 ms on average (Dhakal 2018, 136 million
    keystrokes); words in bursts, the space bar deeper, pauses to think.
    """

    name = "typing"
    told = "someone typing"
    words = ("keyboard", "type", "typing on a keyboard", "computer keyboard", "typist", "key press",
             "typewriter", "computer typing")  # fmt: skip
    heard_as = ("Computer keyboard", "Typing", "Typewriter")
    course = Course.CONTINUOUS
    level = 58.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        own = np.random.default_rng(int(self.trait("keyboard", rng, 1.0, 1e6)))
        pace = self.trait("pace", rng, 0.13, 0.18) / manner.speed
        keys = [self._key(own) for _ in range(14)]  # the board sounds different under each key
        parts, time = [], rng.uniform(0.0, 0.2)
        while time < seconds:
            down, up = keys[rng.integers(14)]
            force = rng.uniform(0.45, 1.0) * (0.5 + manner.intensity)
            if rng.random() < 0.17:  # the space bar, longer and wider
                down = 1.3 * filters.low_pass(down, 3000.0, 1)
            parts.append((time, force * down))
            parts.append((time + rng.normal(0.105, 0.02), force * rng.uniform(0.3, 0.7) * up))
            time += pace * max(0.45, rng.lognormal(-0.06, 0.4))
            if rng.random() < 0.04:
                time += rng.uniform(0.3, 0.9)
        return grains.placed(length, parts)

    def _key(self, own: Random) -> tuple[Samples, Samples]:
        """One key as it goes down and as it comes up."""
        size = envelopes.frames(0.16)
        sounds = []
        for high, thump in ((1.0, 1.0), (1.25, 0.4)):
            board = modal.modes(size, own.uniform(140, 900, 6), own.uniform(0.02, 0.06, 6),
                                own.uniform(0.3, 1, 6), own)  # fmt: skip
            bright = own.uniform(0.7, 1.4) * high
            spectrum = [(200, -22), (600 * bright, -8), (1100 * bright, 0), (4e3, -6), (15e3, -15)]
            click = noise.shaped(own, size, spectrum) * envelopes.strike(size, 0.0003, 0.022)
            # 15 dB down within 12 ms, then slowly: board and desk hum on for a tenth of a second.
            late = noise.shaped(own, size, spectrum) * envelopes.strike(size, 0.004, 0.16)
            sounds.append(envelopes.faded(click + 0.07 * late + 0.1 * thump * board, 0.0002, 0.02))
        return sounds[0], sounds[1]


class MouseClick(Sound):
    """A mouse button: a snap dome clicks down and, 70 to 110 ms later, up."""

    name = "a mouse click"
    words = ("mouse click", "click", "computer mouse", "button click", "clicking", "light switch",
             "switch", "press a button")  # fmt: skip
    heard_as = ("Clicking", "Tick", "Computer keyboard", "Typing", "Finger snapping", "Camera")
    course = Course.ONCE
    natural = (0.18, 0.24)
    gap = (0.25, 1.0)
    level = 48.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        own = np.random.default_rng(int(self.trait("button", rng, 1.0, 1e6)))
        down = rng.uniform(0.07, 0.1) / manner.speed
        made = np.zeros(length)
        for time, gain, shift in ((0.002, 1.0, 1.0), (down, 0.7, 1.15)):
            hz = own.uniform(1600.0, 8000.0, 14) * shift
            ring = modal.modes(
                envelopes.frames(0.03),
                hz,
                own.uniform(0.002, 0.006, 14),
                own.uniform(0.3, 1.0, 14),
                rng,
            )
            made += grains.placed(length, [(time, gain * rng.uniform(0.85, 1.0) * ring)])
        clicks = grains.bursts(
            rng, length, np.array([0.002, down]), np.array([4.0, 2.8]), centre=(1800.0, 5000.0),
            t60=(0.003, 0.007),
        )  # fmt: skip
        return made + clicks


class Camera(Sound):
    """A reflex camera: the mirror slaps up, the shutter's two curtains run, the mirror falls
    back, the film or the shutter is wound."""

    name = "a camera"
    told = "a camera shutter"
    words = ("camera", "camera shutter", "shutter", "photo", "taking a photo", "photographer",
             "snapshot", "camera click", "taking pictures")  # fmt: skip
    heard_as = ("Camera", "Single-lens reflex camera", "Clicking", "Mechanisms")
    course = Course.ONCE
    natural = (0.38, 0.5)
    gap = (0.25, 1.2)
    level = 60.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        own = np.random.default_rng(int(self.trait("body", rng, 1.0, 1e6)))
        hz = np.concatenate([own.uniform(380, 1100, 5), own.uniform(1500, 7500, 22)])
        open_ = rng.uniform(0.1, 0.14) / manner.speed
        times = np.array([0.002, 0.018, 0.024, open_, open_ + 0.012, open_ + 0.03, open_ + 0.042])
        gains = np.array([0.9, 0.6, 0.4, 1.0, 0.7, 0.8, 0.4])
        body = modal.modes(
            envelopes.frames(0.08), hz, own.uniform(0.006, 0.024, 27), own.uniform(0.2, 1, 27)
        )
        blows = grains.bursts(
            rng,
            length,
            times + rng.normal(0, 0.001, 7),
            gains,
            centre=(900.0, 4000.0),
            t60=(0.004, 0.02),
        )
        wind = noise.shaped(rng, length, [(400, -16), (1500, -3), (4000, 0), (9000, -8)])
        teeth = tones.pulse_train(np.full(length, 190.0), rng, 0.08)
        whirr = (wind * 0.4 + 0.2 * modal.rung(teeth, body, length)) * envelopes.polygon(
            length, [(0, 0), (0.35, 0), (0.4, 1), (0.8, 0.8), (0.9, 0), (1, 0)]
        )
        return 3.0 * blows + 0.12 * modal.rung(blows, body, length) + 0.02 * whirr


class Drill(Sound):
    """An electric drill: a universal motor at 20000 turns a minute geared down, brushes and
    gears whine and rise as it is pressed, the bit scrapes."""

    name = "an electric drill"
    words = ("drill", "drilling", "power drill", "electric drill", "screwdriver", "power tool",
             "dentist", "dentist's drill")  # fmt: skip
    heard_as = ("Drill", "Power tool", "Tools", "Dental drill, dentist's drill",
                "Electric shaver, electric razor")  # fmt: skip
    course = Course.CONTINUOUS
    level = 84.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        period = rng.uniform(1.8, 2.8)
        turn = (envelopes.times(length) / period + rng.random()) % 1.0
        pressed = np.interp(
            turn, [0, 0.06, 0.3, 0.75, 0.82, 0.9, 1.0], [0.1, 0.9, 1.0, 0.86, 0.3, 0.05, 0.1]
        )
        pressed = np.clip(filters.low_pass(pressed, 15.0, 1), 0.02, 1.2)
        top = self.trait("turns", rng, 340.0, 430.0) * manner.speed / manner.size**0.5
        hz = top * (0.25 + 0.75 * pressed) * (1.0 + 0.008 * noise.jitter(rng, length, 20.0))
        gears = unit(tones.partials(hz, [0.5, 0.8, 0.5, 1.0, 0.6, 0.9, 0.5, 0.4, 0.5, 0.3,
        0.25, 0.2],
                                    rng)
                     * (1.0 + 0.35 * noise.jitter(rng, length, 70.0)))  # fmt: skip
        teeth = tones.pulse_train(hz * 0.41, rng, 0.05)
        rattle = unit(
            modal.rung(
                teeth, noise.band(rng, 900, 1500, 6500) * envelopes.decay(900, 0.012), length
            )
        )
        scrape = noise.shaped(
            rng, length, [(200, -18), (1200, -4), (3500, 0), (9000, -5), (16e3, -14)]
        )
        rough = 1.0 + 0.4 * noise.jitter(rng, length, 90.0)
        load = np.clip(pressed, 0.0, 1.0) ** 1.5
        return (0.8 * gears + 0.7 * rattle + 0.9 * scrape * rough * load) * (0.1 + load)


class Jackhammer(Sound):
    """A jackhammer: compressed air drives the chisel 18 to 25 times a second into concrete:
    steel rings, stone breaks, air puffs out."""

    name = "a jackhammer"
    words = ("jackhammer", "pneumatic drill", "road works", "construction site", "construction",
             "pneumatic hammer", "demolition hammer")  # fmt: skip
    heard_as = ("Jackhammer", "Power tool", "Tools", "Drill", "Machine gun", "Hammer")
    course = Course.CONTINUOUS
    level = 94.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("rate", rng, 18.0, 24.0) * manner.speed / manner.size**0.5
        hz = rate * (1.0 + 0.03 * noise.jitter(rng, length, 2.0))
        blows = np.flatnonzero(tones.pulse_train(hz, rng, 0.02))[::2] / RATE
        blows = blows[blows > 0]
        on = np.ones(len(blows)) * rng.uniform(0.65, 1.0, len(blows))
        stone = grains.bursts(
            rng, length, blows, on, centre=(400.0, 2600.0), octaves=3.0, t60=(0.02, 0.05), kinds=40
        )
        own = np.random.default_rng(int(self.trait("chisel", rng, 1.0, 1e6)))
        steel_hz = own.uniform(900.0, 5200.0, 16)
        steel = modal.modes(
            envelopes.frames(0.1), steel_hz, own.uniform(0.03, 0.09, 16), own.uniform(0.3, 1, 16)
        )
        rung = unit(modal.rung(stone, steel, length))
        low = grains.bursts(
            rng, length, blows, on, centre=(70.0, 130.0), octaves=1.0, t60=(0.04, 0.06)
        )
        air = noise.shaped(rng, length, [(200, -8), (1000, 0), (4000, -2), (12e3, -10)])
        puff = 0.25 + np.interp(
            np.arange(length), np.sort(blows * RATE), rng.uniform(0, 0.5, len(blows))
        )
        return unit(stone) + 0.45 * rung + 0.8 * unit(low) + 0.3 * air * puff


class Sawing(Sound):
    """A hand saw: strokes forth and back, teeth that tear fibres some hundreds a second, the
    blade and the board ring at 300 to 3000 Hz."""

    name = "sawing"
    told = "someone sawing wood"
    words = ("saw", "sawing wood", "hand saw", "handsaw", "sawing", "wood saw", "carpenter")
    heard_as = ("Sawing", "Filing (rasp)", "Wood", "Tools", "Scrape", "Sanding")
    course = Course.CONTINUOUS
    level = 68.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        stroke = self.trait("stroke", rng, 0.34, 0.44) / manner.speed * manner.size**0.3
        made = np.zeros(length)
        own = np.random.default_rng(int(self.trait("board", rng, 1.0, 1e6)))
        blade = modal.modes(
            envelopes.frames(0.06), own.uniform(350.0, 4500.0, 26), own.uniform(0.015, 0.05, 26),
            own.uniform(0.2, 1.0, 26), own,
        )  # fmt: skip
        parts = []
        for number, time in enumerate(
            grains.steady(rng, seconds, stroke, 0.05, -rng.uniform(0, stroke))
        ):
            size = envelopes.frames(stroke * rng.uniform(0.82, 0.92))
            pushed = 1.0 if number % 2 else rng.uniform(0.5, 0.62)
            speed = np.sin(np.pi * (np.arange(size) + 0.5) / size) ** 0.6
            teeth = tones.pulse_train(30.0 + 520.0 * speed, rng, 0.12)
            teeth *= rng.uniform(0.2, 1.0, size)
            torn = noise.shaped(
                rng, size, [(300, -16), (1000, -3), (2800, 0), (7000, -5), (14e3, -16)]
            )
            rip = unit(modal.rung(teeth, blade, size))
            tilt = 1.15 if number % 2 else 0.9
            voice = filters.equalised(rip + 1.1 * torn * (1 + 0.4 * noise.jitter(rng, size, 80.0)),
                                      [(400, 0), (1500, 2 * tilt),
                                       (5000, 4 * (tilt - 1))])  # fmt: skip
            parts.append((float(time), pushed * speed**1.3 * voice * rng.uniform(0.85, 1.0)))
        return made + grains.placed(length, parts)


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


def two_stroke(rng: Random, hz: Samples) -> Samples:
    """A small two-stroke engine: sharp, ragged pulses, bright to 6 kHz; unit variance."""
    length = len(hz)
    pulses = tones.pulse_train(hz, rng, 0.08)
    at = np.flatnonzero(pulses)
    pulses[at] *= np.maximum(0.15, 1.0 + 0.5 * rng.standard_normal(len(at)))
    size = envelopes.frames(0.05)
    shot = noise.shaped(rng, size, [(100, 0), (350, 2), (1200, -1), (4000, -5), (10e3, -16)])
    pipe = modal.modes(
        size, (210.0, 480.0, 1150.0, 2100.0), (0.03, 0.025, 0.015, 0.01), (1, 1, 0.8, 0.5)
    )
    response = pipe + 0.8 * shot * envelopes.decay(size, 0.02)
    made = scattered(rng, modal.rung(pulses, response, length), 0.06, 0.6)
    return unit(filters.equalised(made, [(60, -18), (150, -12), (500, 0), (1500, 4), (6000, 4)]))


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
        pipe = ((110, 70, 1.0), (240, 120, 1.2), (560, 260, 1.0), (1250, 600, 0.9), (2600, 1400, 0.6))
        firing = engine(
            rng, hz, cylinders=1, pipe=pipe, ragged=0.2, breath=0.5, sharp=0.0012, state=state
        )
        blade = noise.shaped(rng, length, [(80, -8), (250, 0), (1000, -1), (3000, -6), (10e3, -20)])
        beat = 1.0 + 0.3 * np.sin(tones.phase(hz * 4.0)) + 0.2 * noise.jitter(rng, length, 40.0)
        grass = noise.shaped(rng, length, [(500, -10), (2500, 0), (7000, -3), (14e3, -14)])
        return firing + 0.45 * blade * beat + (0.1 + 0.2 * load) * grass


class Hammer(Sound):
    """A hammer drives a nail into wood: steel on steel rings at 2 to 6 kHz, the board thumps;
    the pitch climbs as the nail goes in, every fourth nail is a new one."""

    name = "a hammer"
    told = "someone hammering"
    words = ("hammer", "hammering", "nail", "hammering a nail", "mallet", "hammer blow", "pounding")
    heard_as = ("Hammer", "Tools", "Wood", "Knock", "Bang", "Chop")
    course = Course.REPEATING
    level = 80.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        period = self.trait("period", rng, 0.45, 0.6) / manner.speed
        times = grains.steady(rng, seconds, period, 0.06, 0.05)[: manner.count]
        length = envelopes.frames(min(seconds, (times[-1] if len(times) else 0.0) + 0.4))
        own = np.random.default_rng(int(self.trait("board", rng, 1.0, 1e6)))
        board = own.uniform(90.0, 1400.0, 26) / manner.size
        parts = []
        for number, time in enumerate(times):
            size = envelopes.frames(0.3)
            depth = 1.0 + 0.05 * (number % 5)
            thump = modal.modes(
                size, board, 0.12 * (150 / board) ** 0.3, own.uniform(0.3, 1, 26), rng
            )
            thump = modal.rung(thump, modal.hit(100, 0.0012), size)
            nail = (
                depth
                * np.array((2350.0, 3420.0, 4720.0, 6100.0, 8200.0))
                * own.uniform(0.98, 1.02, 5)
            )
            ring = modal.modes(
                size, nail, (0.09, 0.08, 0.06, 0.05, 0.03), rng.uniform(0.4, 1, 5), rng
            )
            snap = noise.shaped(rng, size, [(300, -4), (1500, 0), (6000, -4)]) * envelopes.decay(
                size, 0.02
            )
            blow = unit(thump) + 0.35 * unit(ring) + 0.8 * snap
            parts.append(
                (float(time), rng.uniform(0.75, 1.0) * envelopes.faded(blow, 0.0003, 0.03))
            )
        return grains.placed(length, parts)


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


class WashingMachine(Sound):
    """A washing machine: the drum turns 50 times a minute to and fro, laundry tumbles into the
    water, the motor hums while it turns."""

    name = "a washing machine"
    words = ("washing machine", "washer", "laundry", "tumble dryer", "dishwasher", "laundromat")
    heard_as = ("Water", "Mechanisms", "Pump (liquid)", "Mechanical fan",
                "Slosh", "Throbbing", "Engine", "Vacuum cleaner")  # fmt: skip
    course = Course.CONTINUOUS
    level = 62.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("turns", rng, 0.8, 0.95) * manner.speed
        turn = tones.phase(rate * (1.0 + 0.03 * noise.jitter(rng, length, 0.5))) + rng.uniform(
            0, 6.28
        )
        fall = np.clip(np.sin(turn), 0.0, 1.0) ** 2
        hum = motor(
            rng, length, self.trait("motor", rng, 95.0, 120.0), (1.0, 0.6, 0.35, 0.3, 0.15, 0.1)
        )
        water = noise.shaped(
            rng, length, [(100, -8), (300, 0), (900, -3), (2500, -12), (9000, -30)]
        )
        times = grains.onsets(rng, seconds, 3.0 + 60.0 * fall[::256])
        radii = grains.power_law(rng, len(times), 0.0015, 0.009, 1.5)
        slosh = grains.bubbles(
            length, times, radii, rng.uniform(0.2, 1, len(times)) * radii, damped=2.0
        )
        thumps = np.flatnonzero(np.diff((fall > 0.6).astype(int)) > 0) / RATE
        drum = grains.bursts(
            rng, length, thumps, rng.uniform(0.6, 1, len(thumps)), centre=(55.0, 90.0), octaves=1.2,
            t60=(0.2, 0.3), attack=0.02,
        )  # fmt: skip
        return (
            0.5 * hum * (0.7 + 0.3 * fall)
            + water * (0.15 + 0.8 * fall)
            + 0.8 * unit(slosh)
            + 0.8 * unit(drum)
        )


class Printer(Sound):
    """An office printer: the head runs to and fro on its stepper motor, paper is fed with a
    ratchet between lines, rollers squeak."""

    name = "a printer"
    words = ("printer", "printing", "photocopier", "fax", "scanner", "copier", "3d printer")
    heard_as = ("Printer", "Mechanisms", "Sewing machine", "Ratchet, pawl", "Typewriter")
    course = Course.CONTINUOUS
    level = 58.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        made = np.zeros(length)
        line = self.trait("line", rng, 0.55, 0.75) / manner.speed
        step = self.trait("step", rng, 210.0, 290.0)
        parts = []
        for number, time in enumerate(grains.steady(rng, seconds + line, line, 0.02, -line)):
            size = envelopes.frames(0.78 * line)
            speed = envelopes.smooth(size, [(0, 0.25), (0.12, 1), (0.85, 1), (1, 0.25)])
            hz = step * speed * (1.0 if number % 2 else 0.94)
            pulses = tones.pulse_train(hz, rng, 0.01)
            body = noise.band(rng, 700, 700, 5000) * envelopes.decay(700, 0.01)
            whirr = unit(modal.rung(pulses, body, size))
            hiss = noise.shaped(rng, size, [(500, -12), (2500, 0), (7000, -3), (14e3, -12)])
            run = (
                whirr + 0.9 * hiss + 0.15 * unit(tones.partials(hz, [1, 0.5, 0.6, 0.3, 0.3]))
            ) * speed
            parts.append((float(time), envelopes.faded(run, 0.01, 0.02)))
            count = int(rng.integers(4, 8))
            ticks = grains.bursts(
                rng, envelopes.frames(0.2), np.arange(count) * 0.018, np.full(count, 14.0),
                centre=(900.0, 4500.0), t60=(0.006, 0.02),
            )  # fmt: skip
            parts.append((float(time) + 0.8 * line, ticks))
        return made + grains.placed(length, parts)


class SewingMachine(Sound):
    """A sewing machine: 12 to 16 stitches a second, each a needle bar's two clacks in a cast
    frame, the motor's whirr."""

    name = "a sewing machine"
    words = ("sewing machine", "sewing", "tailor", "stitching", "loom", "knitting machine")
    heard_as = ("Sewing machine", "Mechanisms", "Typewriter", "Clickety-clack")
    course = Course.CONTINUOUS
    level = 64.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        going = np.clip(1.0 + 0.1 * noise.jitter(rng, length, 0.4), 0.7, 1.2)
        hz = self.trait("rate", rng, 11.0, 15.0) * manner.speed * going
        turns = np.cumsum(hz) / RATE
        times = np.interp(np.arange(1, int(turns[-1]) + 1), turns, np.arange(length)) / RATE
        own = np.random.default_rng(int(self.trait("frame", rng, 1.0, 1e6)))
        frame = modal.modes(
            envelopes.frames(0.08), own.uniform(180.0, 3800.0, 30), own.uniform(0.01, 0.035, 30),
            own.uniform(0.2, 1.0, 30), own,
        )  # fmt: skip
        made = np.zeros(length)
        for delay, gain in ((0.0, 1.0), (0.2, 0.35), (0.45, 0.7), (0.62, 0.3)):  # shares of a turn
            late = times + delay / float(hz.mean())
            blows = grains.bursts(
                rng, length, late, gain * rng.uniform(0.6, 1.0, len(times)),
                centre=(700.0, 5500.0), octaves=2.5, t60=(0.006, 0.02), kinds=30,
            )  # fmt: skip
            made += blows + 0.12 * modal.rung(blows, frame, length)
        rough = 1.0 + 0.3 * noise.jitter(rng, length, 60.0)
        whirr = unit(tones.partials(hz * 9.0, [0.8, 1.0, 0.5, 0.4, 0.2], rng) * rough)
        air = noise.shaped(rng, length, [(100, -8), (500, 0), (2500, -6), (9000, -18)])
        return unit(made) + 0.12 * whirr + 0.2 * air * going


class Microwave(Sound):
    """A microwave oven: a transformer's hum at twice the mains and its harmonics, a fan; at the
    end it beeps three times."""

    name = "a microwave oven"
    words = ("microwave", "microwave oven", "microwave beep")
    heard_as = ("Microwave oven", "Beep, bleep", "Hum", "Mains hum", "Mechanical fan")
    course = Course.ONCE
    natural = (3.4, 3.9)
    gap = (0.8, 2.0)
    level = 58.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        mains = 100.0 if self.trait("mains", rng, 1.0, 2.0) < 1.5 else 120.0
        end = 0.5 * length
        on = np.clip((end - np.arange(length)) / (0.06 * RATE), 0.0, 1.0)
        hum = motor(
            rng, length, mains, (1.0, 0.5, 0.6, 0.3, 0.35, 0.2, 0.2, 0.1, 0.1), drift=0.0005
        )
        air = noise.shaped(rng, length, [(80, -4), (250, 0), (900, -3), (3000, -12), (10e3, -30)])
        tone = self.trait("pitch", rng, 1950.0, 2150.0)
        parts = []
        for number in range(3):
            count = envelopes.frames(0.24)
            sine = tones.partials(np.full(count, tone), (1.0, 0.05, 0.25, 0.02, 0.08))
            parts.append((0.53 * seconds + 0.46 * number, envelopes.faded(sine, 0.004, 0.006)))
        clunk = grains.bursts(
            rng, length, np.array([end / RATE]), np.array([9.0]), centre=(300.0, 1200.0)
        )
        return (0.5 * hum + 0.7 * air) * on + 1.1 * grains.placed(length, parts) + clunk


SOUNDS = (
    Typing,
    MouseClick,
    Camera,
    Drill,
    Jackhammer,
    Sawing,
    Chainsaw,
    LawnMower,
    Hammer,
    VacuumCleaner,
    HairDryer,
    Fan,
    AirConditioner,
    Blender,
    WashingMachine,
    Printer,
    SewingMachine,
    Microwave,
)
