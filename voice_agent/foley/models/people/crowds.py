"""Many people: talking, cheering, laughing."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    grains,
    noise,
    voice,
)
from voice_agent.foley.blocks.envelopes import unit
from voice_agent.foley.models.people.hands import claps
from voice_agent.foley.models.people.mouth import formants, shout_of_one, shriek_of_one, talker
from voice_agent.foley.models.people.voices import Laughter
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound


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
        calls = round(seconds * 12 * 2.0 ** (2 * manner.intensity - 1.0))
        throats = [
            (shriek_of_one if rng.random() < 0.6 else shout_of_one)(rng, rng.uniform(0.7, 1.8))
            for _ in range(36)
        ]
        parts = []
        for _ in range(calls):
            shout = throats[rng.integers(len(throats))]
            rate = 2.0 ** rng.uniform(-0.25, 0.25)  # each call a voice of its own
            turned = np.interp(np.arange(0, len(shout) - 1, rate), np.arange(len(shout)), shout)
            parts.append((rng.uniform(-1.0, seconds), turned * rng.lognormal(-1.4, 1.0)))
        people = grains.placed(length, parts)
        breath = noise.shaped(rng, length, [(150, -14), (500, 0), (2000, -4), (6000, -14)])
        roar = np.zeros(length)
        for vowel in ("a", "eh", "uh"):
            mouths = voice.sung(breath, formants(vowel, rng.uniform(0.9, 1.05)), floor=-20.0)
            roar += unit(mouths) * noise.wander(rng, length, 0.8, 0.2, 1.2)
        times = grains.onsets(rng, seconds, 70.0)
        hands = claps(rng, length, times, grains.power_law(rng, len(times), 0.1, 1.0, 1.8))
        made = unit(people) + 0.1 * unit(roar)
        # Recordings of cheering fall by only 12 dB from 1 to 4 kHz.
        made = filters.equalised(
            made, [(250, -6), (1000, 0), (2500, 3), (5000, 4), (7000, -4), (11e3, -14)]
        )
        swell = noise.wander(rng, length, 0.4, 0.5, 1.2)
        return unit(made) * swell + 0.35 * unit(hands)


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


SOUNDS = (
    Babble,
    Cheering,
    CrowdLaughter,
)
