"""Bells and chimes: telephones, doors, churches, schools."""

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
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class Telephone(Sound):
    """An old telephone: a clapper rings two brass gongs 20 to 25 times a second; two seconds
    of ringing, then a pause in which they fade."""

    name = "a telephone"
    told = "a telephone ringing"
    words = ("telephone", "phone", "phone ring", "telephone ring", "landline", "ringing phone",
             "phone call", "ringing telephone", "rotary phone")  # fmt: skip
    heard_as = ("Telephone bell ringing", "Telephone", "Ringtone")
    course = Course.ONCE
    natural = (2.6, 3.0)
    gap = (0.8, 1.4)
    level = 70.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        rate = self.trait("rate", rng, 20.0, 25.0) * manner.speed
        times = grains.steady(rng, seconds * 0.68, 1.0 / (2.0 * rate), 0.03)
        gains = rng.uniform(0.8, 1.0, len(times))
        made = np.zeros(length)
        for gong in range(2):
            mine = np.arange(len(times)) % 2 == gong
            lowest = self.trait(f"gong {gong}", rng, 1050.0, 1500.0) / manner.size
            for ratio, t60, gain in ((1.0, 0.4, 0.5), (2.02, 0.35, 1.0), (3.41, 0.3, 0.8),
                                     (4.97, 0.3, 0.35), (6.7, 0.2, 0.2)):  # fmt: skip
                count = int(mine.sum())
                made += grains.rings(
                    length, times[mine], np.full(count, lowest * ratio), np.full(count, t60),
                    gain * gains[mine] * rng.uniform(0.8, 1.0, count),
                )  # fmt: skip
        taps = grains.bursts(rng, length, times, 2.0 * gains, centre=(2e3, 6e3), t60=(0.003, 0.01))
        return made + taps


class MobilePhone(Sound):
    """A mobile's ringtone: a tune of its own, one of many, on bright plucked bells."""

    name = "a mobile phone"
    told = "a mobile phone ringing"
    words = ("mobile phone", "mobile", "cell phone", "cellphone", "ringtone", "smartphone",
             "phone ringtone", "iphone")  # fmt: skip
    heard_as = ("Ringtone", "Telephone", "Mallet percussion", "Marimba, xylophone", "Glockenspiel")
    course = Course.ONCE
    natural = (2.0, 2.6)
    gap = (0.4, 0.9)
    level = 64.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        tune = np.random.default_rng(int(self.trait("tune", rng, 1.0, 1e6)))
        root = tune.uniform(780.0, 1050.0) / manner.size
        scale = np.array([0, 2, 4, 7, 9, 12])
        beat = tune.uniform(0.11, 0.15) / manner.speed
        steps = tune.integers(0, len(scale), 12)
        played = tune.random(12) < 0.8
        parts = []
        for place, (step, on) in enumerate(zip(steps, played, strict=True)):
            if on:
                hz = root * 2.0 ** (scale[step] / 12.0) * np.array([1.0, 2.0, 3.01, 4.1, 6.2])
                note = modal.modes(
                    envelopes.frames(0.5), hz, (0.45, 0.3, 0.2, 0.12, 0.06),
                    (1.0, 0.35, 0.2, 0.25, 0.1), rng,
                )  # fmt: skip
                parts.append((place * beat, envelopes.faded(note, 0.001, 0.05)))
        made = grains.placed(length, parts)
        return filters.high_pass(made, 600.0)  # a small loudspeaker has no bass


class Doorbell(Sound):
    """Two tone bars struck by a solenoid: ding, and a major third lower, dong; free bars' modes,
    the magnet's hum between (a recording: 622 and 503 Hz, the third mode 4 dB below for 0.1 s)."""

    name = "a doorbell"
    words = ("doorbell", "door bell", "ding dong", "door chime", "chime doorbell", "ring doorbell")
    heard_as = ("Doorbell", "Ding-dong", "Chime", "Ding", "Bell")
    course = Course.ONCE
    natural = (2.4, 3.0)
    gap = (0.6, 2.0)
    level = 65.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        high = self.trait("pitch", rng, 640.0, 690.0) / manner.size
        parts: list[tuple[float, Samples]] = []
        held = rng.uniform(0.35, 0.5) / manner.speed  # the button is down
        for time, hz in ((0.02, high), (0.02 + held, high / rng.uniform(1.23, 1.26))):
            body = modal.modes(
                length, hz * np.array(modal.FREE_BAR[:5]), (2.1, 0.5, 0.14, 0.1, 0.08),
                (1.0, 0.2, 0.65, 0.18, 0.1), rng,
            )  # fmt: skip
            if not parts:  # the plunger rests on the first bar until the button is let go
                body *= 0.22 + 0.78 * envelopes.decay(length, 0.16)
            parts.append((time, envelopes.faded(body, 0.0008, 0.2)))
        times = np.array([time for time, _ in parts])
        mains = tones.partials(np.full(envelopes.frames(held), 100.0), [1.0, 0.2, 0.2, 0.4], rng)
        parts.append((0.02, 0.07 * envelopes.faded(mains, 0.01, 0.005)))
        clicks = grains.bursts(
            rng,
            length,
            times,
            np.array([4.0, 4.0]),
            centre=(300.0, 4e3),
            octaves=3.0,
            t60=(0.02, 0.05),
        )
        return grains.placed(length, parts) + clicks


class ChurchBells(Sound):
    """A peal: bells with hum, prime, tierce, quint and nominal (0.5, 1, 1.2, 1.5, 2; Rossing) and
    a dozen partials above, in beating pairs; the clapper's iron on bronze; each bell swings at a
    pace of its own, about every two seconds."""

    name = "church bells"
    words = ("church bell", "church", "bell tower", "cathedral bell", "tolling bell", "bell",
             "bell ringing", "bell toll", "ringing bell", "cathedral")  # fmt: skip
    heard_as = ("Church bell", "Bell", "Change ringing (campanology)", "Chime")
    course = Course.CONTINUOUS
    level = 74.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        low = self.trait("pitch", rng, 400.0, 520.0) / manner.size
        ratios = np.array((*modal.CHURCH_BELL, 8.0, 9.3, 10.9, 12.4))
        count = len(ratios)
        loud = (0.3, 0.35, 0.7, 0.35, 1.0, 0.6, 0.7, 0.9, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
        gains = np.tile(loud, 2) * np.repeat((1.0, 0.6), count)
        parts = []
        for bell, share in enumerate((1.0, 1.122, 1.335)):
            own = np.random.default_rng(int(self.trait(f"bell {bell}", rng, 1.0, 1e6)))
            hz = low * share * ratios * own.uniform(0.985, 1.015, count)
            pairs = np.concatenate([hz, hz * own.uniform(1.0008, 1.004, count)])
            t60 = np.tile(9.0 / (1.0 + 0.45 * np.arange(count)) / share, 2)
            period = own.uniform(1.6, 2.4) * manner.size**0.3 / manner.speed
            for time in grains.steady(rng, seconds + 3.0, period, 0.02, rng.uniform(0, 0.9)) - 3.0:
                vary = gains * rng.uniform(0.7, 1.1, len(gains))
                ring = modal.modes(envelopes.frames(min(seconds + 3.0, 6.0)), pairs, t60, vary, rng)
                size = min(envelopes.frames(0.08), len(ring))
                iron = noise.shaped(rng, size, [(300, -10), (1500, 0), (5000, -2), (9000, -12)])
                ring[:size] += 2.0 * iron * envelopes.strike(size, 0.001, 0.05)
                parts.append((float(time), envelopes.faded(ring, 0.001, 0.3) * rng.uniform(0.7, 1)))
        return grains.placed(length, parts)


class SchoolBell(Sound):
    """An electric bell: a hammer beats one steel gong 25 to 30 times a second."""

    name = "a school bell"
    words = ("school bell", "electric bell", "bell at school", "class bell", "break bell",
             "boxing bell")  # fmt: skip
    heard_as = ("Alarm", "Bell", "Fire alarm", "Telephone bell ringing", "Alarm clock", "Buzzer")
    course = Course.ONCE
    natural = (2.2, 3.2)
    gap = (0.8, 2.0)
    level = 82.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        lowest = self.trait("gong", rng, 620.0, 820.0) / manner.size
        rate = self.trait("rate", rng, 24.0, 30.0)
        times = grains.steady(rng, seconds * 0.8, 1.0 / rate, 0.05)
        own = np.random.default_rng(int(self.trait("state", rng, 1.0, 1e6)))
        made = np.zeros(length)
        for mode, ratio in enumerate((1.0, 2.41, 4.17, 5.93, 7.8, 10.1)):
            hz = np.full(len(times), lowest * ratio * own.uniform(0.98, 1.02))
            gains = rng.uniform(0.4, 1.0, len(times)) * (0.5, 1.0, 0.9, 0.7, 0.5, 0.3)[mode]
            made += grains.rings(
                length, times, hz, np.full(len(times), 1.1 / (1 + 0.6 * mode)), gains
            )
        strikes = grains.bursts(
            rng, length, times, rng.uniform(0.5, 1.0, len(times)), centre=(1500.0, 7000.0),
            t60=(0.004, 0.015),
        )  # fmt: skip
        return made + 1.2 * strikes


SOUNDS = (
    Telephone,
    MobilePhone,
    Doorbell,
    ChurchBells,
    SchoolBell,
)
