"""Clocks."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    grains,
    modal,
    noise,
    tones,
)
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class TickingClock(Sound):
    """A clock's escapement: tick and tock, two a second, each a few clicks of pallet and wheel
    in a wooden case, at 1 to 5 kHz."""

    name = "a ticking clock"
    words = ("clock", "tick", "ticking", "tick tock", "wall clock", "watch", "ticking watch",
             "grandfather clock", "clock tick")  # fmt: skip
    heard_as = ("Tick-tock", "Tick", "Clock")
    course = Course.REPEATING
    level = 45.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        period = self.trait("period", rng, 0.42, 0.52) / manner.speed * manner.size**0.5
        times = grains.steady(rng, seconds, period, 0.002, 0.05)[: manner.count]
        length = envelopes.frames(min(seconds, (times[-1] if len(times) else 0.0) + 0.4))
        own = np.random.default_rng(int(self.trait("state", rng, 1.0, 1e6)))
        made = np.zeros(length)
        case = own.uniform(200.0, 2200.0, 8) / manner.size**0.5
        case_t60, case_gains = own.uniform(0.012, 0.035, 8), own.uniform(0.3, 1.0, 8)
        for side in range(2):
            hz = own.uniform(1500.0, 6500.0, 9) / manner.size**0.5
            t60 = own.uniform(0.004, 0.016, 9)
            gains = own.uniform(0.3, 1.0, 9)
            clicks = np.concatenate([[0.0], np.sort(own.uniform(0.008, 0.045, 2))])
            strong = own.uniform(0.25, 0.6, 3)
            strong[0] = 1.0
            for time in times[side::2]:
                knock = modal.modes(envelopes.frames(0.12), case, case_t60, case_gains, rng)
                made += grains.placed(length, [(float(time), 0.12 * knock)])
                for click, level in zip(clicks, strong, strict=True):
                    vary = gains * 0.3 * rng.uniform(0.85, 1.15, 9) * level
                    piece = modal.modes(envelopes.frames(0.08), hz, t60, vary, rng)
                    made += grains.placed(length, [(float(time + click), piece)])
            made += 1.6 * grains.bursts(
                rng, length, times[side::2], np.full(len(times[side::2]), 1.0 - 0.3 * side),
                centre=(2800.0, 5500.0), t60=(0.002, 0.005),
            )  # fmt: skip
        return made


class CuckooClock(Sound):
    """A cuckoo clock: two wooden pipes with bellows, a minor third apart, a wire gong with each
    call, over its ticking."""

    name = "a cuckoo clock"
    words = ("cuckoo clock",)
    heard_as = ("Clock", "Tick-tock", "Bird", "Owl", "Hoot", "Tick", "Chime", "Wind chime")
    course = Course.ONCE
    natural = (1.4, 1.6)
    gap = (0.1, 0.3)
    level = 60.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        low = self.trait("pitch", rng, 520.0, 600.0) / manner.size
        parts = []
        for time, hz, held in ((0.05, low * 1.19, 0.22), (0.42, low, 0.3)):
            count = envelopes.frames(held)
            course = hz * envelopes.smooth(count, [(0, 0.97), (0.2, 1.0), (0.8, 1.0), (1, 0.97)])
            pipe = tones.partials(course, [1.0, 0.12, 0.3, 0.06, 0.1])
            pipe += 0.1 * noise.band(rng, count, hz, 6.0 * hz)
            shape = envelopes.smooth(count, [(0, 0), (0.15, 1), (0.7, 0.8), (1, 0)])
            parts.append((time, pipe * shape))
        gong = modal.modes(
            length, np.array((310.0, 790.0, 1410.0, 2230.0, 3080.0, 4010.0, 5060.0)),
            (2.0, 1.6, 1.2, 0.9, 0.7, 0.5, 0.4), (0.06, 0.16, 0.2, 0.16, 0.12, 0.1, 0.06), rng,
        )  # fmt: skip
        ticks = TickingClock().render(rng, seconds, Manner())
        return grains.placed(length, [*parts, (0.4, gong), (0.0, ticks * 2.0)])


class StrikingClock(Sound):
    """A clock that strikes the hour: a hammer on a steel rod (a clamped bar's modes, in beating
    pairs) in a wooden case, a stroke about every second and a half, each ringing into the next."""

    name = "a striking clock"
    words = ("striking clock", "clock striking", "clock chiming", "chiming clock", "clock chime",
             "clock tolling", "clock bell", "hour chime", "big ben",
             "grandfather clock chime", "grandfather clock strike")  # fmt: skip
    heard_as = ("Bell", "Church bell", "Chime", "Clock", "Wind chime", "Tubular bells")
    course = Course.REPEATING
    level = 62.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        own = np.random.default_rng(int(self.trait("rod", rng, 1.0, 1e6)))
        low = self.trait("pitch", rng, 300.0, 360.0) / manner.size
        period = self.trait("period", rng, 1.4, 1.7) / manner.speed
        if manner.count:  # so that all of them fit
            period = min(period, max(0.15, (seconds - 1.0) / manner.count))
        times = grains.steady(rng, seconds, period, 0.004, 0.03)[: manner.count]
        length = envelopes.frames(min(seconds, (times[-1] if len(times) else 0.0) + 4.0))
        hz = low * np.array((1.0, 2.0, 2.76, 4.07, 5.4, 8.9, 13.3)) * own.uniform(0.99, 1.01, 7)
        pairs = np.concatenate([hz, hz * own.uniform(1.001, 1.004, 7)])
        t60 = np.tile((5.0, 4.0, 3.2, 2.2, 1.5, 0.7, 0.35), 2)
        gains = np.tile((0.8, 1.0, 0.7, 0.5, 0.35, 0.2, 0.12), 2) * np.repeat((1.0, 0.6), 7)
        case, case_t60 = own.uniform(150.0, 900.0, 6), own.uniform(0.02, 0.06, 6)
        parts: list[tuple[float, Samples]] = []
        for time in times:
            vary = gains * rng.uniform(0.85, 1.1, 14)
            ring = modal.modes(envelopes.frames(min(seconds, 4.0)), pairs, t60, vary, rng)
            parts.append((float(time), envelopes.faded(ring, 0.001, 0.3)))
            knock = modal.modes(envelopes.frames(0.12), case, case_t60, np.full(6, 0.25), rng)
            parts.append((float(time), knock))
        return grains.placed(length, parts)


SOUNDS = (
    TickingClock,
    StrikingClock,
    CuckooClock,
)
