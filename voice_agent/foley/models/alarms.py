"""Signals: sirens, bells, beeps, telephones, clocks."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, grains, modal, noise, tones
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


def beep(seconds: float, hz: float, gains: tuple[float, ...], *, edge: float = 0.003) -> Samples:
    """A beep of a piezo or a small loudspeaker: harmonics of ``hz`` and short edges."""
    length = envelopes.frames(seconds)
    return envelopes.faded(tones.partials(np.full(length, hz), gains), edge, edge)


def distance_echo(rng: Random, samples: Samples) -> Samples:
    """What hills and houses return of a loud horn: scattered, duller, over a second."""
    size = envelopes.frames(1.2)
    tail = noise.shaped(rng, size, [(100, 0), (800, 0), (3000, -9), (9000, -24)])
    tail *= envelopes.strike(size, 0.05, 1.3)
    late = modal.rung(samples, tail / np.sqrt(np.sum(tail**2)), len(samples))
    return samples + 0.5 * late


class Siren(Sound):
    """A police siren's wail: its pitch climbs from 650 to 1500 Hz and falls again every four
    seconds (yelp: three times a second when it is urgent), clipped, through a horn."""

    name = "a siren"
    words: ClassVar[tuple[str, ...]] = ("siren", "police car", "police", "police siren",
             "emergency vehicle",
             "cop car",
             "wailing siren")  # fmt: skip
    heard_as: ClassVar[tuple[str, ...]] = ("Siren", "Police car (siren)", "Emergency vehicle",
             "Ambulance (siren)",
                "Fire engine, fire truck (siren)", "Civil defense siren")  # fmt: skip
    course = Course.CONTINUOUS
    level = 86.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        period = self.trait("period", rng, 3.4, 4.6) / manner.speed
        if manner.intensity > 0.75:
            period = 0.33
        low = self.trait("low", rng, 600.0, 680.0) / manner.size
        high = low * self.trait("span", rng, 2.0, 2.35)
        turn = (envelopes.times(length) / period + rng.random()) % 1.0
        rise = np.where(turn < 0.45, 1 - np.exp(-turn / 0.16), np.exp(-(turn - 0.45) / 0.2))
        rise = filters.low_pass(np.pad(rise, (2000, 0), mode="edge"), 12.0 / period, 1)[2000:]
        hz = low * (high / low) ** np.clip(rise, 0.0, 1.0)
        made = tones.partials(hz, [1.0, 0.35, 0.55, 0.2, 0.3, 0.1, 0.12], rng)
        return filters.equalised(made, [(300, -8), (900, 0), (2200, 3), (4500, -6), (9000, -24)])


class Ambulance(Sound):
    """A two-tone horn, as of ambulances in Europe: 440 and 585 Hz in turns of half a second."""

    name = "an ambulance"
    words = ("ambulance", "ambulance siren", "two tone siren", "paramedic")
    heard_as = ("Ambulance (siren)", "Siren", "Emergency vehicle", "Police car (siren)",
                "Fire engine, fire truck (siren)")  # fmt: skip
    course = Course.CONTINUOUS
    level = 86.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        low = self.trait("pitch", rng, 420.0, 470.0) / manner.size
        turn = envelopes.times(length) / 0.55 * manner.speed + rng.random() * 2.0
        high = filters.low_pass((np.floor(turn) % 2).astype(float), 60.0, 1)
        hz = low * 1.333**high * (1.0 + 0.001 * noise.jitter(rng, length, 8.0))
        gap = np.minimum(turn % 1.0, 1.0 - turn % 1.0) * 0.55 / 0.012
        gains = 0.8 ** np.arange(16) * rng.uniform(0.6, 1.1, 16)
        made = tones.partials(hz, gains, rng) * np.clip(gap, 0.15, 1.0)
        return filters.equalised(made, [(250, -9), (800, 0), (2000, 3), (4500, -5), (9000, -22)])


class FireEngine(Siren):
    """A fire engine: a mechanical siren winds up and runs down over six seconds, and its air
    horns blare over it."""

    name = "a fire engine"
    words = ("fire engine", "fire truck", "fire brigade", "firetruck")
    heard_as = ("Fire engine, fire truck (siren)", "Siren", "Emergency vehicle",
                "Ambulance (siren)", "Police car (siren)")  # fmt: skip

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        slower = Manner(min(manner.intensity, 0.7), 0.65 * manner.speed, 1.15 * manner.size)
        made = super().render(rng, seconds, slower)
        length = len(made)
        low = self.trait("horn", rng, 270.0, 310.0) / manner.size
        numbers = np.arange(1, 18)
        for time in grains.onsets(rng, seconds, 0.3):
            size = envelopes.frames(rng.uniform(0.5, 1.0))
            blare = np.zeros(size)
            for ratio in (1.0, 1.26):
                wobble = 1.0 + 0.003 * noise.jitter(rng, size, 14.0)
                gains = 1.0 / (1.0 + (numbers * low * ratio / 1500.0) ** 2)
                blare += tones.partials(low * ratio * wobble, gains, rng)
            blare = envelopes.faded(blare, 0.03, 0.08)
            made += grains.placed(length, [(float(time), 0.45 * blare)])
        return made


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
    """Two tone bars struck by a solenoid: ding, and a major third lower, dong."""

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
        parts = []
        for time, hz in ((0.02, high), (0.6 / manner.speed, high / 1.26)):
            body = modal.modes(
                length, hz * np.array((1.0, 1.002, 2.756, 5.404, 2.0)), (1.9, 1.7, 0.9, 0.3, 0.8),
                (0.7, 0.3, 0.45, 0.2, 0.1), rng,
            )  # fmt: skip
            parts.append((time * rng.uniform(0.97, 1.03), envelopes.faded(body, 0.0008, 0.2)))
        times = np.array([time for time, _ in parts])
        clicks = grains.bursts(rng, length, times, np.array([1.5, 1.5]), centre=(500.0, 3e3))
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
        for side in range(2):
            hz = own.uniform(1500.0, 6500.0, 9) / manner.size**0.5
            t60 = own.uniform(0.004, 0.016, 9)
            gains = own.uniform(0.3, 1.0, 9)
            clicks = np.concatenate([[0.0], np.sort(own.uniform(0.008, 0.045, 2))])
            strong = own.uniform(0.25, 0.6, 3)
            strong[0] = 1.0
            for time in times[side::2]:
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
            pipe = tones.partials(course, [1.0, 0.06, 0.12, 0.02])
            pipe += 0.05 * noise.band(rng, count, hz, 3.0 * hz)
            shape = envelopes.smooth(count, [(0, 0), (0.15, 1), (0.7, 0.8), (1, 0)])
            parts.append((time, pipe * shape))
        gong = modal.modes(
            length, np.array((310.0, 790.0, 1410.0, 2230.0)), (2.0, 1.4, 0.8, 0.5),
            (0.04, 0.06, 0.05, 0.03), rng,
        )  # fmt: skip
        ticks = TickingClock().render(rng, seconds, Manner())
        return grains.placed(length, [*parts, (0.4, gong), (0.0, ticks * 0.8)])


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


class Foghorn(Sound):
    """A ship's horn: a vibrating plate in a long trumpet, 85 to 150 Hz, rich and slow to speak."""

    name = "a ship horn"
    words = ("ship horn", "foghorn", "fog horn", "boat horn", "ship", "ferry", "ship's horn",
             "tugboat", "cruise ship", "harbour")  # fmt: skip
    heard_as = ("Foghorn", "Air horn, truck horn", "Ship", "Train horn", "Toot",
                "Vehicle horn, car horn, honking")  # fmt: skip
    course = Course.ONCE
    natural = (2.6, 3.8)
    gap = (1.5, 3.0)
    level = 92.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("pitch", rng, 105.0, 150.0) / manner.size
        rise = 1.0 - np.exp(-envelopes.times(length) / 0.09)
        course = hz * (0.96 + 0.04 * rise) * (1.0 + 0.004 * noise.jitter(rng, length, 18.0))
        numbers = np.arange(1, 40)
        gains = rng.uniform(0.7, 1.1, len(numbers)) / (1.0 + (numbers * hz / 650.0) ** 2.2)
        made = tones.partials(course, gains, rng)
        air = noise.shaped(rng, length, [(100, -20), (500, -3), (1500, 0), (5000, -14)])
        shape = envelopes.smooth(length, [(0, 0), (0.08, 0.9), (0.85, 1), (0.93, 0.5), (1, 0)])
        made = (made + 0.12 * float(made.std()) * air) * shape
        return distance_echo(rng, made)


class TrainHorn(Sound):
    """A locomotive's air horns: a chord of three to five between 250 and 500 Hz, each with
    harmonics to 5 kHz, that sag as the air runs out."""

    name = "a train horn"
    words = ("train horn", "locomotive horn", "air horn", "truck horn", "train hooting")
    heard_as = ("Train horn", "Air horn, truck horn", "Train", "Train whistle",
                "Vehicle horn, car horn, honking")  # fmt: skip
    course = Course.ONCE
    natural = (1.4, 2.6)
    gap = (0.4, 1.6)
    level = 95.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        low = self.trait("pitch", rng, 245.0, 280.0) / manner.size
        rise = 1.0 - np.exp(-envelopes.times(length) / 0.06)
        shape = envelopes.smooth(length, [(0, 0), (0.06, 0.9), (0.85, 1.0), (1, 0)])
        sag = envelopes.smooth(length, [(0, 1), (0.85, 1.0), (1, 0.965)])
        numbers = np.arange(1, 18)
        made = np.zeros(length)
        for chime, ratio in enumerate((1.0, 1.19, 1.335, 1.59, 1.9)):
            own = np.random.default_rng(int(self.trait(f"chime {chime}", rng, 1.0, 1e6)))
            hz = low * ratio * own.uniform(0.99, 1.01)
            bell = 0.12 + 1.0 / (1.0 + ((numbers * hz - 1200.0) / 900.0) ** 2)
            gains = bell * own.uniform(0.6, 1.1, 17)
            wobble = 1.0 + 0.004 * noise.jitter(rng, length, 30.0)
            made += tones.partials(hz * sag * (0.98 + 0.02 * rise) * wobble, gains, rng)
        air = noise.shaped(rng, length, [(200, -14), (900, 0), (3000, -3), (9000, -16)])
        made = (made + 0.2 * float(made.std()) * air) * shape
        return distance_echo(rng, made)


class SteamWhistle(Sound):
    """A steam locomotive's whistle: steam over a lip into three bells of 400 to 700 Hz, breathy,
    bending up as it opens and down at its end."""

    name = "a steam whistle"
    words = ("steam whistle", "train whistle", "whistle of a train", "locomotive whistle",
             "factory whistle")  # fmt: skip
    heard_as = ("Train whistle", "Steam whistle", "Train", "Train horn", "Whistle")
    course = Course.ONCE
    natural = (1.6, 2.8)
    gap = (0.4, 1.5)
    level = 92.0

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        low = self.trait("pitch", rng, 400.0, 480.0) / manner.size
        bend = envelopes.smooth(length, [(0, 0.9), (0.12, 1.0), (0.8, 1.0), (1, 0.86)])
        shape = envelopes.smooth(length, [(0, 0), (0.1, 0.9), (0.8, 1.0), (1, 0)])
        made = np.zeros(length)
        for ratio in (1.0, 1.25, 1.5):
            hz = low * ratio * bend * (1.0 + 0.004 * noise.jitter(rng, length, 12.0))
            gains = [1.0, 0.15, 0.4, 0.06, 0.16, 0.03, 0.06]
            swirl = 1.0 + 0.15 * noise.jitter(rng, length, 25.0)
            made += tones.partials(hz, gains, rng) * swirl
        steam = noise.shaped(
            rng, length, [(200, -18), (800, -4), (2500, 0), (7000, -5), (14e3, -16)]
        )
        return (made + 0.22 * float(made.std()) * steam) * shape


SOUNDS = (
    Siren,
    Ambulance,
    FireEngine,
    AlarmClock,
    SmokeDetector,
    Telephone,
    MobilePhone,
    Doorbell,
    ChurchBells,
    SchoolBell,
    TickingClock,
    CuckooClock,
    ReversingBeeps,
    Foghorn,
    TrainHorn,
    SteamWhistle,
)
