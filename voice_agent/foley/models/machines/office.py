"""On a desk: a keyboard, a mouse, a camera, a printer."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    modal,
    noise,
    tones,
)
from voice_agent.foley.blocks.envelopes import unit
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


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
            spectrum = [
                (200, -22),
                (600 * bright, -9),
                (1100 * bright, 0),
                (4e3, -4),
                (8e3, -5),
                (15e3, -11),
            ]
            click = noise.shaped(own, size, spectrum) * envelopes.strike(size, 0.0003, 0.03)
            # 15 dB down within 12 ms, then slowly: board and desk hum on for a tenth of a second.
            late = noise.shaped(own, size, spectrum) * envelopes.strike(size, 0.004, 0.16)
            sounds.append(envelopes.faded(click + 0.1 * late + 0.1 * thump * board, 0.0002, 0.02))
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
        step = self.trait("step", rng, 430.0, 620.0)
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
                0.6 * whirr + 1.1 * hiss + 0.1 * unit(tones.partials(hz, [1, 0.5, 0.6, 0.3, 0.3]))
            ) * speed
            parts.append((float(time), envelopes.faded(run, 0.01, 0.02)))
            count = int(rng.integers(4, 8))
            ticks = grains.bursts(
                rng, envelopes.frames(0.2), np.arange(count) * 0.018, np.full(count, 14.0),
                centre=(900.0, 4500.0), t60=(0.006, 0.02),
            )  # fmt: skip
            parts.append((float(time) + 0.8 * line, ticks))
        return made + grains.placed(length, parts)


SOUNDS = (
    Typing,
    MouseClick,
    Camera,
    Printer,
)
