"""People: hands, crowds, laughter, coughs, breath, hearts, cries."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, grains, noise, tones, voice
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound

# The first formants in Hz of an adult's vowels between a man's and a woman's (Peterson and
# Barney 1952), and a fourth that stays.
VOWELS = {
    "a": (780.0, 1250.0, 2600.0, 3600.0), "e": (520.0, 1950.0, 2650.0, 3600.0),
    "i": (310.0, 2350.0, 3050.0, 3700.0), "o": (500.0, 920.0, 2550.0, 3500.0),
    "u": (340.0, 950.0, 2400.0, 3500.0), "uh": (640.0, 1250.0, 2550.0, 3500.0),
    "eh": (620.0, 1850.0, 2600.0, 3600.0),
}  # fmt: skip


def formants(vowel: str, tract: float, *, width: float = 1.0) -> list[voice.Formant]:
    """A still vowel; ``tract`` is the length of the vocal tract beside an adult's."""
    gains = (0.0, -4.0, -10.0, -16.0)
    return [
        voice.Formant([(0.0, hz / tract), (1.0, hz / tract)], width * (60.0 + 0.05 * hz), gain)
        for hz, gain in zip(VOWELS[vowel], gains, strict=True)
    ]


def unit(samples: Samples) -> Samples:
    """The same with unit variance."""
    return samples / max(float(samples.std()), 1e-9)


def claps(rng: Random, length: int, times: Samples, gains: Samples, *, kinds: int = 60) -> Samples:
    """Claps of hands: bursts of 5 to 25 ms whose middle, 700 to 2500 Hz, is the air between the
    palms (Repp 1987), after a sharp front."""
    body = grains.bursts(
        rng,
        length,
        times,
        gains,
        centre=(750.0, 2300.0),
        octaves=1.3,
        t60=(0.018, 0.05),
        kinds=kinds,
    )
    front = grains.bursts(
        rng, length, times, 0.6 * gains, centre=(1500.0, 6000.0), octaves=2.5, t60=(0.006, 0.02),
        kinds=kinds,
    )  # fmt: skip
    return body + front


class Applause(Sound):
    """An audience claps: a hundred people, each three to four times a second, near ones
    distinct, the rest a roar."""

    name = "applause"
    words = ("applaud", "audience clapping", "ovation", "audience applause", "clapping audience",
             "standing ovation", "people clapping", "crowd clapping")  # fmt: skip
    heard_as = ("Applause", "Clapping", "Cheering", "Hands")
    course = Course.CONTINUOUS
    level = 76.0
    outdoors = False
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        people = round(70 * 3.0 ** (manner.intensity - 0.5) * manner.size)
        times, gains = [], []
        for number in range(people):
            period = rng.uniform(0.2, 0.33) / manner.speed
            own = grains.steady(rng, seconds, period, 0.07, rng.uniform(0, period))
            times.append(own)
            near = 1.0 / (1.0 + 5.0 * number / people)
            gains.append(near * rng.uniform(0.4, 1.0) * rng.uniform(0.7, 1.0, len(own)))
        return claps(rng, length, np.concatenate(times), np.concatenate(gains), kinds=200)


class Clapping(Sound):
    """One person claps: three a second, no two alike."""

    name = "clapping hands"
    told = "someone clapping"
    words = ("clap", "hand clap", "clapping", "hands clapping", "slow clap", "clap hands")
    heard_as = ("Clapping", "Hands", "Applause", "Slap, smack")
    course = Course.REPEATING
    level = 68.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        period = self.trait("period", rng, 0.27, 0.36) / manner.speed
        times = grains.steady(rng, seconds, period, 0.04, 0.03)[: manner.count]
        length = envelopes.frames(min(seconds, (times[-1] if len(times) else 0.0) + 0.3))
        return claps(rng, length, times, rng.uniform(0.7, 1.0, len(times)))


class FingerSnap(Sound):
    """Fingers snap: the middle finger hits the palm; a resonance of the hollow hand at 1.5 to
    2.5 kHz, 7 ms (Patek 2021)."""

    name = "a finger snap"
    words = ("finger snap", "snap", "snapping fingers", "fingers snapping", "snap finger")
    heard_as = ("Finger snapping", "Clicking", "Hands", "Tick", "Clapping")
    course = Course.ONCE
    natural = (0.14, 0.2)
    gap = (0.35, 0.7)
    level = 62.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        hz = self.trait("hand", rng, 1700.0, 2500.0) * rng.uniform(0.96, 1.04) / manner.size**0.5
        burst = rng.standard_normal(length) * envelopes.strike(length, 0.0004, 0.03)
        made = filters.resonance(burst, hz, 500.0) + 0.6 * filters.resonance(burst, 1.9 * hz, 900.0)
        rub = noise.band(rng, length, 1500, 6000) * envelopes.polygon(
            length, [(0, 0), (0.05, 0.02), (0.1, 0), (1, 0)]
        )
        made = filters.high_pass(made, 900.0)
        return made + 0.06 * rub + 0.1 * filters.high_pass(burst, 4000.0)


def talker(
    rng: Random, seconds: float, pitch: float, tract: float, *, shout: float = 0.0
) -> Samples:
    """Someone who speaks, without words: four or five syllables a second, vowels that glide,
    consonants of noise, phrases with pauses; unit variance while speaking."""
    length = envelopes.frames(seconds)
    syllable = rng.uniform(0.18, 0.26)
    count = max(2, int(seconds / syllable))
    names = list(VOWELS)
    chosen = [VOWELS[names[rng.integers(len(names))]] for _ in range(count)]
    shares = (np.arange(count) + 0.5) / count
    shapes = []
    for number, gain in enumerate((0.0, -3.0, -9.0, -14.0)):
        course = [(float(s), v[number] / tract) for s, v in zip(shares, chosen, strict=True)]
        width = 80.0 + 0.06 * course[0][1]
        shapes.append(voice.Formant(course, width, gain + 3.0 * shout))
    melody = pitch * np.exp(0.16 * noise.jitter(rng, length, 2.2)) * (1.0 + 0.8 * shout)
    source = voice.glottis(rng, melody, tilt=-12.0 + 4.0 * shout, breath=0.04)
    made = voice.sung(source, shapes, floor=-40.0)
    beat = envelopes.times(length) / syllable
    opening = (
        0.5 - 0.5 * np.cos(2 * np.pi * (beat + 0.25 * noise.jitter(rng, length, 1.5)))
    ) ** 0.7
    stress = np.interp(
        np.arange(length), np.linspace(0, length, count), rng.uniform(0.3, 1.0, count)
    )
    pause = np.clip(2.2 + 2.6 * noise.jitter(rng, length, 0.45), 0.0, 1.0)
    hiss = noise.shaped(rng, length, [(300, -26), (2000, -8), (5000, 0), (9000, -6)])
    edges = np.clip(0.25 - opening, 0.0, 1.0) * np.clip(noise.jitter(rng, length, 5.0), 0.0, 2.0)
    return (unit(made) * opening * stress + 0.6 * hiss * edges) * pause


class Babble(Sound):
    """Many people talk at once, in a room or a street: a dozen talkers, near and far. With the
    assistant's own voices at hand, those talk; else voices without words."""

    name = "crowd murmur"
    told = "people talking all around"
    words = ("crowd", "babble", "people talking", "murmur", "chatter", "restaurant", "cafe", "bar",
             "party", "hubbub", "market", "cocktail party", "audience", "people", "pub",
             "talking", "voices", "conversation")  # fmt: skip
    heard_as = ("Hubbub, speech noise, speech babble", "Chatter", "Crowd", "Speech", "Conversation",
                "Inside, public space")  # fmt: skip
    course = Course.CONTINUOUS
    level = 66.0
    outdoors = False
    wide = True
    lines: ClassVar[tuple[str, ...]] = (
        "Did you see the one by the window? I thought it was wonderful, really.",
        "We should go before it gets dark, the last train leaves at ten.",
        "No, no, that was my sister. She moved there about two years ago.",
        "And then he said that nobody had told him anything about the meeting.",
        "Could you pass me the bread, please? Thank you, that is very kind.",
        "I have been waiting for almost an hour, it is always the same here.",
    )

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        count = max(2, round(5 * 2.0 ** (2 * manner.intensity - 1.0)))
        made = np.zeros(length)
        for _ in range(count):
            person = envelopes.faded(self._someone(rng, seconds), 0.05, 0.05)
            made += person
            for far in rng.uniform(1.3, 3.0, 2):  # others behind, of other size and other words
                rate = 2.0 ** rng.uniform(-0.3, 0.3)
                at = (np.arange(length) * rate + rng.uniform(0, length)) % length
                other = np.interp(at, np.arange(length), person)
                made += filters.low_pass(other, 9000.0 / far, 1) / far
        return filters.high_pass(
            filters.equalised(made, [(150, -10), (400, 0), (1000, 5), (3000, 9), (8000, 6)]), 180.0
        )

    def _someone(self, rng: Random, seconds: float) -> Samples:
        if self.speak is None:
            low = rng.random() < 0.5
            pitch = rng.uniform(95, 135) if low else rng.uniform(175, 240)
            return talker(
                rng, seconds, pitch, rng.uniform(1.02, 1.1) if low else rng.uniform(0.88, 0.97)
            )
        length = envelopes.frames(seconds)
        first = int(rng.integers(len(self.lines)))
        said = [np.asarray(self.speak(self.lines[(first + n) % len(self.lines)])) for n in range(2)]
        spoken = np.concatenate([np.append(words, np.zeros(RATE // 3)) for words in said])
        rate = 2.0 ** rng.uniform(-0.18, 0.22)  # another person: pitch and formants together
        spoken = np.interp(np.arange(0, len(spoken) - 1, rate), np.arange(len(spoken)), spoken)
        turned = np.roll(np.tile(spoken, 1 + length // len(spoken)), int(rng.integers(len(spoken))))
        return unit(turned[:length])


class Cheering(Sound):
    """A crowd cheers: dozens of open shouts, "ah" and "eh", that swell and fall, whistles,
    clapping beneath."""

    name = "a cheering crowd"
    words = ("cheer", "cheering", "crowd cheer", "stadium", "fans", "crowd cheering",
             "yelling crowd",
             "hooray", "concert audience", "football crowd", "goal")  # fmt: skip
    heard_as = ("Cheering", "Crowd", "Applause", "Shout", "Hubbub, speech noise, speech babble")
    course = Course.CONTINUOUS
    level = 82.0
    wide = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        calls = round(seconds * 6 * 2.0 ** (2 * manner.intensity - 1.0))
        throats = [
            (_shriek if rng.random() < 0.45 else _shout)(rng, rng.uniform(0.7, 1.8))
            for _ in range(36)
        ]
        parts = []
        for _ in range(calls):
            shout = throats[rng.integers(len(throats))]
            rate = 2.0 ** rng.uniform(-0.25, 0.25)  # each call a voice of its own
            turned = np.interp(np.arange(0, len(shout) - 1, rate), np.arange(len(shout)), shout)
            parts.append((rng.uniform(-1.0, seconds), turned * rng.lognormal(-1.4, 0.6)))
        people = grains.placed(length, parts)
        breath = noise.shaped(rng, length, [(150, -14), (500, 0), (2000, -4), (6000, -14)])
        roar = np.zeros(length)
        for vowel in ("a", "eh", "uh"):
            mouths = voice.sung(breath, formants(vowel, rng.uniform(0.9, 1.05)), floor=-20.0)
            roar += unit(mouths) * noise.wander(rng, length, 0.8, 0.2, 1.2)
        times = grains.onsets(rng, seconds, 300.0)
        hands = claps(rng, length, times, grains.power_law(rng, len(times), 0.1, 1.0, 1.8))
        made = unit(people) + 0.1 * unit(roar)
        # Recordings of cheering fall by only 12 dB from 1 to 4 kHz.
        made = filters.equalised(made, [(250, -6), (1000, 0), (2500, 3), (5000, 5), (9000, 3)])
        swell = noise.wander(rng, length, 0.4, 0.5, 1.2)
        return unit(made) * swell + 0.15 * unit(hands)


def _shriek(rng: Random, seconds: float) -> Samples:
    """One voice's high "wooh" at 700 to 1300 Hz, as fans shriek."""
    length = envelopes.frames(seconds)
    top = rng.uniform(750.0, 1300.0)
    hz = tones.glide([(0, 0.65 * top), (0.25, top), (0.7, 0.95 * top), (1, 0.7 * top)], length)
    hz *= np.exp(0.03 * noise.jitter(rng, length, 6.0))
    source = voice.glottis(rng, hz, tilt=-4.0, jitter=0.02, shimmer=0.2, breath=0.2)
    vowel = formants("a" if rng.random() < 0.6 else "uh", 0.85)
    made = unit(voice.sung(source, vowel, floor=-28.0))
    return made * envelopes.smooth(length, [(0, 0), (0.15, 1), (0.7, 0.8), (1, 0)])


def _shout(rng: Random, seconds: float) -> Samples:
    """One voice's "ah" or "woo" at 250 to 600 Hz."""
    length = envelopes.frames(seconds)
    woman = rng.random() < 0.5
    top = rng.uniform(380.0, 620.0) if woman else rng.uniform(230.0, 380.0)
    peak = rng.uniform(0.2, 0.5)
    hz = tones.glide([(0, 0.6 * top), (peak, top), (0.75, 0.9 * top), (1, 0.55 * top)], length)
    hz *= np.exp(0.06 * noise.jitter(rng, length, 5.0))
    source = voice.glottis(rng, hz, tilt=-6.0, jitter=0.03, shimmer=0.25, breath=0.35)
    vowel = ("a", "eh", "a", "uh", "u")[rng.integers(5)]
    made = voice.sung(source, formants(vowel, 0.9 if woman else 1.02), floor=-34.0)
    return unit(made) * envelopes.smooth(length, [(0, 0), (0.15, 1), (0.7, 0.8), (1, 0)])


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
        period = self.trait("period", rng, 0.17, 0.21) / manner.speed
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
        breath = _breath(rng, 0.35, inward=True, tract=tract) * 0.12
        parts.append((count * period, breath))
        return grains.placed(length, [(max(0.0, time), part) for time, part in parts])


class CrowdLaughter(Sound):
    """An audience laughs: two dozen people laugh at their own pace, swelling at once and dying
    away over a few seconds."""

    name = "an audience laughing"
    words = ("audience laughing", "laugh track", "crowd laughing", "sitcom", "comedy show")
    heard_as = ("Laughter", "Belly laugh", "Crowd", "Chuckle, chortle", "Giggle")
    course = Course.ONCE
    natural = (3.0, 4.2)
    gap = (0.3, 1.2)
    level = 74.0
    outdoors = False

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        length = envelopes.frames(seconds)
        parts = []
        for _ in range(10):
            person = Laughter()
            start = rng.gamma(1.5, 0.1)
            held = min(rng.uniform(0.45, 0.95) * seconds, seconds - start)
            laugh = person.render(rng, max(held, 0.8), manner)
            parts.append((float(start), laugh * rng.uniform(0.3, 1.0)))
        return grains.placed(length, parts)


def _breath(rng: Random, seconds: float, *, inward: bool, tract: float = 1.0) -> Samples:
    """Air through the throat: noise in a neutral vowel, brighter inward; unit variance."""
    length = envelopes.frames(seconds)
    points = [(150, -18), (500, -4), (1200, 0), (2500, -2), (5000, -10), (10e3, -22)]
    if inward:
        points = [(300, -22), (900, -8), (1800, 0), (3500, -2), (7000, -9), (12e3, -20)]
    made = noise.shaped(rng, length, [(hz / tract, gain) for hz, gain in points])
    vowel = [
        voice.Formant([(0.0, hz / tract), (0.5, 1.08 * hz / tract), (1.0, hz / tract)], width, gain)
        for hz, width, gain in (
            ((700.0, 160.0, -8.0), (1650.0, 220.0, 0.0), (2700.0, 350.0, -4.0))
            if inward
            else ((480.0, 140.0, -2.0), (1250.0, 200.0, 0.0), (2350.0, 350.0, -8.0))
        )
    ]
    made = 0.25 * made + unit(voice.sung(made, vowel, floor=-26.0))
    made *= 1.0 + 0.25 * noise.jitter(rng, length, 45.0)
    return made * envelopes.smooth(
        length, [(0, 0), (0.2, 0.8), (0.45, 1.0), (0.7, 0.35), (0.85, 0.05), (1, 0)]
    )


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
            parts.append((time, 0.7 * _breath(rng, 0.36 * now, inward=True, tract=tract)))
            parts.append((time + 0.42 * now, _breath(rng, 0.46 * now, inward=False, tract=tract)))
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
        out = _breath(rng, 0.36 * seconds, inward=False, tract=1.1)
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
            held = rng.uniform(0.3, 0.4) / manner.speed
            size = envelopes.frames(held)
            air = noise.shaped(rng, size, [(250, -14), (800, 0), (2400, 0), (4500, -5), (9e3, -18)])
            burst = voice.sung(air, formants("uh", tract, width=2.0), floor=-14.0)
            burst = unit(burst) * envelopes.smooth(
                size, [(0, 0), (0.03, 1.0), (0.15, 0.9), (0.3, 0.5), (0.7, 0.25), (1, 0)]
            )
            hz = tones.glide([(0, 1.25 * pitch), (0.4, pitch), (1, 0.75 * pitch)], size)
            source = voice.glottis(rng, hz, tilt=-7.0, jitter=0.05, shimmer=0.35, breath=0.8)
            hoarse = unit(voice.sung(source, formants("uh", tract), floor=-30.0))
            hoarse *= envelopes.smooth(size, [(0, 0), (0.15, 0.2), (0.35, 1), (0.6, 0.7), (1, 0)])
            parts.append((time, force * filters.high_pass(burst + 0.9 * hoarse, 300.0)))
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
        ah = 0.4 * ah + 0.2 * _breath(rng, 0.42, inward=True, tract=tract)[:size]
        count = envelopes.frames(0.5)
        hiss = noise.shaped(
            rng, count, [(400, -14), (1500, -5), (3200, 0), (6500, -2), (12e3, -12)]
        )
        hiss *= envelopes.smooth(count, [(0, 0), (0.08, 1), (0.3, 0.8), (0.55, 0.15), (1, 0)])
        fall = tones.glide([(0, 1.9 * pitch), (0.3, 1.5 * pitch), (1, 0.9 * pitch)], count)
        cry = voice.glottis(rng, fall, tilt=-8.0, jitter=0.012, shimmer=0.1, breath=0.3)
        oo = unit(voice.sung(cry, formants("uh", tract), floor=-32.0))
        oo *= envelopes.smooth(count, [(0, 0), (0.08, 0.9), (0.25, 0.9), (0.55, 0.3), (1, 0)])
        return grains.placed(length, [(0.0, ah), (0.47, hiss + 0.9 * oo)])


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
        gasp = 0.08 * _breath(rng, 0.2 * seconds, inward=True, tract=0.6)
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
    Applause,
    Clapping,
    FingerSnap,
    Babble,
    Cheering,
    Laughter,
    CrowdLaughter,
    Breathing,
    Snoring,
    Cough,
    Sneeze,
    Heartbeat,
    Whistling,
    BabyCry,
    Scream,
)
