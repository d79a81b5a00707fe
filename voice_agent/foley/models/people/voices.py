"""One voice without words: laughter, whistling, a baby, a scream."""

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


class Laughter(Sound):
    """Someone laughs: four to twelve "ha" a phrase, five a second, falling in pitch and force,
    each a breathy burst and a short vowel; then breath is drawn (Bachorowski 2001)."""

    name = "laughter"
    told = "someone laughing"
    words = ("laugh", "laughing", "giggle", "chuckle", "people laughing", "laughing person",
             "haha", "evil laugh", "laughing woman", "laughing man")  # fmt: skip
    heard_as = ("Laughter", "Giggle", "Chuckle, chortle", "Belly laugh", "Snicker")
    course = Course.ONCE
    natural = (1.4, 2.4)
    gap = (0.15, 0.7)
    level = 70.0
    outdoors = False
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        pitch = self.trait("pitch", rng, 230.0, 380.0) / manner.size
        tract = self.trait("tract", rng, 0.9, 1.05) * manner.size**0.3
        period = self.trait("period", rng, 0.2, 0.235) / manner.speed
        count = max(3, int((seconds - 0.35) / period))
        parts = []
        for number in range(count):
            share = number / count
            held = period * rng.uniform(0.72, 0.85)
            size = envelopes.frames(held)
            top = pitch * (1.35 - 0.55 * share) * rng.uniform(0.93, 1.07)
            hz = tones.glide([(0, top), (0.45, 1.08 * top), (1, 0.8 * top)], size)
            source = voice.glottis(rng, hz, tilt=-9.0, jitter=0.02, shimmer=0.15, breath=0.12)
            vowel = formants("a" if number % 3 else "uh", tract)
            sung = unit(voice.sung(source, vowel, floor=-36.0))
            sung *= envelopes.smooth(
                size, [(0, 0), (0.38, 0.02), (0.52, 1), (0.72, 0.6), (0.9, 0), (1, 0)]
            )
            aspirate = unit(voice.sung(rng.standard_normal(size), formants("a", tract, width=2.5)))
            aspirate *= envelopes.smooth(
                size, [(0, 0), (0.25, 1), (0.42, 0.5), (0.75, 0.15), (1, 0)]
            )
            force = (1.0 - 0.65 * share) * rng.uniform(0.8, 1.0)
            parts.append((number * period + rng.normal(0, 0.008), force * (sung + 0.55 * aspirate)))
        breath = drawn_breath(rng, 0.35, inward=True, tract=tract) * 0.12
        parts.append((count * period, breath))
        return grains.placed(length, [(max(0.0, time), part) for time, part in parts])


class Whistling(Sound):
    """Someone whistles a tune: nearly a sine at 900 to 2400 Hz (the mouth is a Helmholtz
    resonator), slides between notes, vibrato, breath around it."""

    name = "whistling"
    told = "someone whistling"
    words = ("whistle", "whistling", "whistle a tune", "person whistling", "wolf whistle")
    heard_as = ("Whistling", "Whistle")
    course = Course.ONCE
    natural = (2.4, 3.6)
    gap = (0.3, 0.9)
    level = 68.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        key = self.trait("pitch", rng, 950.0, 1250.0) / manner.size
        scale = (0, 2, 4, 5, 7, 9, 11, 12)
        degree, time = int(rng.integers(0, 5)), 0.0
        hz, level = np.full(length, key), np.zeros(length)
        while time < seconds - 0.1:
            held = min(seconds - time, rng.choice((0.18, 0.25, 0.36, 0.5)) / manner.speed)
            first, last = round(time * RATE), round((time + held) * RATE)
            hz[first:last] = key * 2.0 ** (scale[degree] / 12.0)
            part = level[first:last]
            part[:] = envelopes.smooth(len(part), [(0, 0.25), (0.2, 1), (0.8, 0.9), (1, 0.25)])
            time += held
            degree = int(np.clip(degree + rng.choice((-2, -1, 1, 1, 2)), 0, 7))
        slide = filters.low_pass(np.log(hz / key), 14.0, 1)
        late = 0.008 * np.sin(2 * np.pi * rng.uniform(5, 6) * envelopes.times(length))
        course = key * np.exp(slide + late * level + 0.002 * noise.jitter(rng, length, 12.0))
        tone = tones.partials(course, [1.0, 0.02, 0.01])
        air = noise.band(rng, length, 1000.0, 4500.0, steep=9.0)
        made = (tone + 0.03 * air) * filters.low_pass(level, 40.0, 1)
        return envelopes.faded(made, 0.02, 0.06)


class BabyCry(Sound):
    """A baby cries: 350 to 600 Hz, rising then falling, harsh and often breaking into noise,
    about one second a cry, then breath sucked in (Wasz-Hoeckert 1968)."""

    name = "a baby crying"
    words = ("baby", "crying baby", "baby cry", "infant", "newborn", "cry", "crying",
             "crying child",
             "toddler", "weeping", "sobbing")  # fmt: skip
    heard_as = ("Baby cry, infant cry", "Crying, sobbing", "Whimper", "Wail, moan")
    course = Course.ONCE
    natural = (0.9, 1.5)
    gap = (0.05, 0.3)
    level = 76.0
    outdoors = False
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        size = envelopes.frames(0.78 * seconds)
        top = self.trait("pitch", rng, 430.0, 540.0) * rng.uniform(0.94, 1.06) / manner.size
        hz = tones.glide(
            [(0, 0.72 * top), (0.12, 0.95 * top), (0.35, top), (0.75, 0.93 * top), (1, 0.68 * top)],
            size,
        )
        hz *= 1.0 + 0.015 * np.sin(2 * np.pi * rng.uniform(6, 8) * envelopes.times(size))
        hz *= 1.0 + 0.012 * noise.jitter(rng, size, 14.0)
        rough = float(np.clip(0.015 + 0.03 * manner.intensity, 0, 0.06))
        source = voice.glottis(rng, hz, tilt=-5.0, jitter=rough, shimmer=0.2, breath=0.1)
        mouth = [
            voice.Formant([(0, 800), (0.25, 1250), (0.7, 1200), (1, 800)], 180.0, 0.0),
            voice.Formant([(0, 2600), (0.25, 3000), (0.7, 2900), (1, 2500)], 260.0, -3.0),
            voice.Formant([(0, 4800), (1, 5000)], 450.0, -9.0),
            voice.Formant([(0, 7200), (1, 7200)], 700.0, -14.0),
        ]
        cry = unit(voice.sung(source, mouth, floor=-34.0))
        cry *= envelopes.smooth(size, [(0, 0), (0.1, 0.7), (0.35, 1), (0.8, 0.8), (1, 0)])
        gasp = 0.08 * drawn_breath(rng, 0.2 * seconds, inward=True, tract=0.6)
        return grains.placed(length, [(0.0, cry), (0.79 * seconds, gasp)])


class Scream(Sound):
    """Someone screams: 700 to 1200 Hz, rough at 30 to 150 Hz, which alarms (Arnal 2015), an
    open mouth, a second or two."""

    name = "a scream"
    told = "someone screaming"
    words = ("scream", "screaming", "shriek", "yell", "woman screaming", "horror scream", "shout",
             "screaming woman", "shouting")  # fmt: skip
    heard_as = ("Screaming", "Yell", "Shout", "Crying, sobbing", "Wail, moan")
    course = Course.ONCE
    natural = (1.1, 1.9)
    gap = (0.4, 1.2)
    level = 90.0
    alive = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        top = self.trait("pitch", rng, 850.0, 1150.0) * rng.uniform(0.94, 1.06) / manner.size
        hz = tones.glide(
            [(0, 0.6 * top), (0.1, 0.97 * top), (0.4, top), (0.8, 0.92 * top), (1, 0.6 * top)],
            length,
        )
        hz *= 1.0 + 0.02 * noise.jitter(rng, length, 25.0)
        source = voice.glottis(
            rng, hz, tilt=-4.0, jitter=0.03, shimmer=0.3, breath=0.25, subharmonic=0.25
        )
        rough = 1.0 + 0.4 * np.sin(
            tones.phase(rng.uniform(60, 90) * (1 + 0.2 * noise.jitter(rng, length, 6.0)))
        )
        mouth = [
            voice.Formant([(0, 900), (0.2, 1200), (1, 950)], 220.0, 0.0),
            voice.Formant([(0, 1700), (0.2, 1950), (1, 1700)], 280.0, -1.0),
            voice.Formant([(0, 3100), (1, 3100)], 380.0, -5.0),
            voice.Formant([(0, 4300), (1, 4300)], 500.0, -10.0),
        ]
        made = unit(voice.sung(source * rough, mouth, floor=-30.0))
        return made * envelopes.smooth(length, [(0, 0), (0.06, 0.9), (0.5, 1), (0.85, 0.7), (1, 0)])


SOUNDS = (
    Laughter,
    Whistling,
    BabyCry,
    Scream,
)
