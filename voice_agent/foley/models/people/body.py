"""What a body does: breath, snores, coughs, sneezes, a heart."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    noise,
    tones,
    voice,
)
from voice_agent.foley.blocks.envelopes import unit
from voice_agent.foley.models.people.mouth import drawn_breath, formants
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


class Breathing(Sound):
    """Someone breathes: in, brighter, and out, longer and duller, twelve to sixteen times a
    minute; running, twice a second."""

    name = "breathing"
    told = "someone breathing"
    words = ("breath", "breathe", "heavy breathing", "panting person", "inhale", "exhale", "gasp",
             "out of breath", "sigh")  # fmt: skip
    heard_as = ("Breathing", "Gasp", "Pant", "Sigh", "Wheeze", "Snoring")
    course = Course.CONTINUOUS
    level = 44.0
    outdoors = False
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        period = (
            self.trait("period", rng, 2.2, 2.9) / manner.speed / 2.0 ** (2 * manner.intensity - 1)
        )
        tract = self.trait("tract", rng, 0.9, 1.1)
        parts, time = [], -rng.uniform(0.0, 0.5) * period
        while time < seconds:
            now = period * rng.uniform(0.9, 1.1)
            parts.append((time, 0.7 * drawn_breath(rng, 0.36 * now, inward=True, tract=tract)))
            parts.append(
                (time + 0.42 * now, drawn_breath(rng, 0.46 * now, inward=False, tract=tract))
            )
            time += now
        return grains.placed(length, parts)


class Snoring(Sound):
    """Someone snores: drawing breath, the soft palate flaps 25 to 60 times a second and shuts
    the throat each time; breathing out, a soft puff."""

    name = "snoring"
    told = "someone snoring"
    words = ("snore", "snoring", "sleeping person", "snoring man", "sleeping")
    heard_as = ("Snoring", "Snort", "Breathing", "Grunt")
    course = Course.ONCE
    natural = (2.6, 3.2)
    gap = (0.1, 0.4)
    level = 60.0
    outdoors = False
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        size = envelopes.frames(0.5 * seconds)
        rate = self.trait("flap", rng, 38.0, 62.0) / manner.size**0.5
        hz = rate * tones.glide([(0, 0.85), (0.4, 1.1), (1, 0.8)], size)
        hz *= 1.0 + 0.09 * noise.jitter(rng, size, 9.0)
        turn = (np.cumsum(hz) / RATE) % 1.0
        open_ = np.exp(-turn / 0.16) * (1.0 - np.exp(-turn / 0.02))
        air = noise.shaped(rng, size, [(80, -6), (300, 0), (900, -3), (2500, -9), (7000, -24)])
        pulses = np.diff(tones.pulse_train(hz, rng, 0.08), prepend=0.0)
        tract = [
            voice.Formant([(0, 270), (0.5, 360), (1, 260)], 140.0, 0.0),
            voice.Formant([(0, 900), (0.5, 1150), (1, 950)], 220.0, -6.0),
            voice.Formant([(0, 2300), (1, 2300)], 400.0, -14.0),
        ]
        rattle = unit(voice.sung(pulses, tract, floor=-40.0))
        flutter = unit(voice.sung(air * open_, tract, floor=-22.0))
        shape = envelopes.smooth(size, [(0, 0), (0.15, 0.5), (0.6, 1.0), (0.9, 0.7), (1, 0)])
        inward = (0.8 * rattle + 0.8 * flutter + 0.2 * air) * shape
        out = drawn_breath(rng, 0.36 * seconds, inward=False, tract=1.1)
        return grains.placed(length, [(0.0, inward), (0.58 * seconds, 0.16 * out)])


class Cough(Sound):
    """Someone coughs: an explosion as the glottis bursts open (noise, 50 ms), a hoarse middle of
    200 ms, often a voiced end; in twos and threes."""

    name = "coughing"
    told = "someone coughing"
    words = (
        "cough",
        "coughing",
        "clear throat",
        "throat clearing",
        "hack",
        "choking",
        "sick person",
    )
    heard_as = ("Cough", "Throat clearing", "Sneeze")
    course = Course.ONCE
    natural = (0.9, 1.4)
    gap = (0.3, 1.0)
    level = 70.0
    outdoors = False
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        pitch = self.trait("pitch", rng, 230.0, 360.0) / manner.size
        tract = self.trait("tract", rng, 0.9, 1.1)
        parts, time, force = [], 0.02, 1.0
        for _ in range(max(1, int(seconds / 0.4))):
            held = rng.uniform(0.17, 0.26) / manner.speed
            size = envelopes.frames(held)
            air = noise.shaped(
                rng, size, [(250, -10), (600, 0), (1600, -3), (4500, -14), (9e3, -28)]
            )
            burst = voice.sung(air, formants("uh", tract, width=2.0), floor=-14.0)
            burst = unit(burst) * envelopes.smooth(
                size, [(0, 0), (0.04, 1.0), (0.15, 0.8), (0.3, 0.4), (0.7, 0.15), (1, 0)]
            )
            hz = tones.glide([(0, 1.25 * pitch), (0.4, pitch), (1, 0.75 * pitch)], size)
            source = voice.glottis(rng, hz, tilt=-7.0, jitter=0.02, shimmer=0.2, breath=0.3)
            hoarse = unit(voice.sung(source, formants("uh", tract), floor=-30.0))
            hoarse *= envelopes.smooth(size, [(0, 0), (0.1, 0.5), (0.25, 1), (0.6, 0.5), (1, 0)])
            parts.append((time, force * filters.high_pass(0.8 * burst + 1.1 * hoarse, 250.0)))
            time += held + rng.uniform(0.04, 0.1)
            force *= rng.uniform(0.7, 0.95)
            if time > seconds - 0.3:
                break
        return grains.placed(length, parts)


class Sneeze(Sound):
    """Someone sneezes: breath drawn in with a rising "ah", then a blast of 200 ms through mouth
    and nose, hissing like "tsh", with a voiced "oo" at its end."""

    name = "a sneeze"
    told = "someone sneezing"
    words = ("sneeze", "sneezing", "achoo", "hatchoo", "allergy")
    heard_as = ("Sneeze", "Cough", "Gasp", "Sniff")
    course = Course.ONCE
    natural = (1.1, 1.4)
    gap = (0.6, 1.4)
    level = 72.0
    outdoors = False
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        pitch = self.trait("pitch", rng, 180.0, 320.0) / manner.size
        tract = self.trait("tract", rng, 0.9, 1.05)
        size = envelopes.frames(0.42)
        hz = tones.glide([(0, pitch), (1, 1.5 * pitch)], size)
        source = voice.glottis(rng, hz, tilt=-12.0, breath=0.5)
        ah = unit(voice.sung(source, formants("a", tract, width=1.5), floor=-30.0))
        ah *= envelopes.smooth(size, [(0, 0), (0.6, 0.5), (0.9, 1), (1, 0)])
        ah = 0.4 * ah + 0.2 * drawn_breath(rng, 0.42, inward=True, tract=tract)[:size]
        count = envelopes.frames(0.5)
        hiss = noise.shaped(
            rng, count, [(400, -14), (1500, -5), (3200, 0), (6500, -2), (12e3, -12)]
        )
        hiss *= envelopes.smooth(count, [(0, 0), (0.08, 1), (0.3, 0.8), (0.55, 0.15), (1, 0)])
        fall = tones.glide([(0, 1.9 * pitch), (0.3, 1.5 * pitch), (1, 0.9 * pitch)], count)
        cry = voice.glottis(rng, fall, tilt=-8.0, jitter=0.012, shimmer=0.1, breath=0.3)
        oo = unit(voice.sung(cry, formants("uh", tract), floor=-32.0))
        oo *= envelopes.smooth(count, [(0, 0), (0.08, 0.9), (0.25, 0.9), (0.55, 0.3), (1, 0)])
        return grains.placed(length, [(0.0, ah), (0.47, 0.4 * hiss + 1.1 * oo)])


class Heartbeat(Sound):
    """A heart through a stethoscope: "lub", the valves to the chambers shut (30 to 80 Hz,
    100 ms), and a third of a beat later "dub", shorter and higher; 65 to 80 a minute."""

    name = "a heartbeat"
    words = ("heart", "heart beat", "heartbeat", "beating heart", "pulse", "heart sounds")
    heard_as = ("Heart sounds, heartbeat", "Heart murmur", "Throbbing", "Thump, thud")
    course = Course.REPEATING
    level = 50.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        rate = manner.speed * 2.0 ** (1.2 * (manner.intensity - 0.5))
        period = self.trait("period", rng, 0.76, 0.9) / rate
        times = grains.steady(rng, seconds, period, 0.02, 0.05)[: manner.count]
        length = envelopes.frames(min(seconds, (times[-1] if len(times) else 0.0) + period))
        low = self.trait("chest", rng, 38.0, 48.0) / manner.size**0.3
        parts = []
        for time in times:
            for delay, pitch, held, gain in (
                (0.0, 1.0, 0.15, 1.0),
                (0.33 * period**0.5, 1.3, 0.11, 0.7),
            ):
                size = envelopes.frames(held)
                hz = low * pitch * tones.glide([(0, 1.5), (0.4, 1.0), (1, 0.85)], size)
                beat = np.sin(tones.phase(hz)) + 0.5 * np.sin(
                    tones.phase(1.9 * hz) + rng.uniform(0, 6.28)
                )
                beat += 0.25 * noise.band(rng, size, 40.0, 180.0)
                shape = envelopes.smooth(size, [(0, 0), (0.2, 1), (0.5, 0.5), (1, 0)])
                parts.append((float(time + delay), gain * rng.uniform(0.85, 1.0) * beat * shape))
        made = grains.placed(length, parts)
        flow = noise.shaped(rng, length, [(25, -4), (60, 0), (150, -8), (400, -24)])
        return made + 0.02 * flow


SOUNDS = (
    Breathing,
    Snoring,
    Cough,
    Sneeze,
    Heartbeat,
)
