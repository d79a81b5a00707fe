"""Beeps: alarm clock, smoke detector, a lorry that backs up."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    grains,
    tones,
)
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


def beep(seconds: float, hz: float, gains: tuple[float, ...], *, edge: float = 0.003) -> Samples:
    """A beep of a piezo or a small loudspeaker: harmonics of ``hz`` and short edges."""
    length = envelopes.frames(seconds)
    return envelopes.faded(tones.partials(np.full(length, hz), gains), edge, edge)


class AlarmClock(Sound):
    """A digital alarm clock: four short beeps of a 2 kHz piezo, a pause, again."""

    name = "an alarm clock"
    words = ("alarm clock", "alarm", "wake up alarm", "clock alarm", "alarm beep", "timer",
             "alarm ringing")  # fmt: skip
    heard_as = ("Alarm clock", "Alarm", "Beep, bleep", "Buzzer")
    course = Course.CONTINUOUS
    level = 66.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("pitch", rng, 1950.0, 2150.0) / manner.size
        short = self.trait("beep", rng, 0.07, 0.09) / manner.speed
        group = self.trait("group", rng, 0.95, 1.05) / manner.speed
        parts, start = [], rng.uniform(-group, 0.0)
        while start < seconds:
            for number in range(4):
                gains = (1.0, 0.02, 0.4, 0.02, rng.uniform(0.1, 0.13), 0.0, 0.06)
                parts.append((start + 1.55 * number * short, beep(short, hz, gains)))
            start += group * rng.normal(1.0, 0.0004)
        return grains.placed(length, parts)


class SmokeDetector(Sound):
    """A smoke alarm's piezo: three pulses of half a second at 3.2 kHz, a pause (ISO 8201)."""

    name = "a smoke detector"
    words = ("smoke detector", "smoke alarm", "fire alarm", "carbon monoxide alarm",
             "smoke detector beep")  # fmt: skip
    heard_as = ("Smoke detector, smoke alarm", "Fire alarm", "Alarm", "Beep, bleep")
    course = Course.CONTINUOUS
    level = 85.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("pitch", rng, 3050.0, 3400.0)
        parts, start = [], rng.uniform(-1.0, 0.0)
        while start < seconds:
            for number in range(3):
                pulse = beep(0.5, hz * rng.normal(1.0, 0.0006), (1.0, 0.12, 0.18, 0.03), edge=0.006)
                parts.append((start + number, pulse * rng.uniform(0.95, 1.0)))
            start += 4.0
        return grains.placed(length, parts)


class ReversingBeeps(Sound):
    """A lorry backs up: a 1.25 kHz piezo beeps about once a second, half of the time."""

    name = "reversing beeps"
    words = ("reversing beep", "reversing truck", "truck reversing", "backup beep", "reversing",
             "truck backing up", "backing up", "reverse beep")  # fmt: skip
    heard_as = ("Reversing beeps", "Beep, bleep")
    course = Course.CONTINUOUS
    level = 80.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("pitch", rng, 1150.0, 1350.0) / manner.size
        period = self.trait("period", rng, 0.95, 1.1) / manner.speed
        times = rng.uniform(-period, 0.0) + np.arange(0.0, seconds + 2 * period, period)
        parts = [
            (
                time,
                beep(
                    0.5 * period, hz * rng.normal(1, 0.001), (1.0, 0.1, 0.3, 0.04, 0.1), edge=0.008
                ),
            )
            for time in times
        ]
        return grains.placed(length, parts)


SOUNDS = (
    AlarmClock,
    SmokeDetector,
    ReversingBeeps,
)
