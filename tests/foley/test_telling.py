"""What was made, in a sentence that can be said aloud."""

from __future__ import annotations

import pytest

from voice_agent.foley import scene
from voice_agent.foley.reading import read
from voice_agent.foley.telling import amount, tell


@pytest.mark.parametrize(
    ("description", "seconds", "reply"),
    [
        ("heavy rain on leaves", 10.0, "Here are ten seconds of heavy rain on leaves."),
        ("two dogs barking in a cave", 2.0, "Here are two seconds of two dogs barking, in a cave."),
        (
            "a big dog barks twice far away",
            4.0,
            "Here are four seconds of a big dog barking in the distance, twice.",
        ),
        (
            "rain, then a door slams",
            5.0,
            "Here are five seconds of rain, then a door slamming at four seconds.",
        ),
        (
            "rain, but far away, like through a window",
            6.0,
            "Here are six seconds of rain in the distance behind a window.",
        ),
        (
            "a clock ticking with rain next door",
            3.0,
            "Here are three seconds of a ticking clock with rain next door.",
        ),
        (
            "rain and wind, all heard through a wall",
            3.0,
            "Here are three seconds of rain with wind, all behind a wall.",
        ),
        ("a muffled scream", 2.0, "Here are two seconds of someone's muffled screaming."),
        ("muffled music of a piano", 2.0, "Here are two seconds of a muffled piano."),
        (
            "an explosion under water",
            2.0,
            "Here are two seconds of an explosion heard under water.",
        ),
        (
            "a gunshot at 50 seconds",
            4.0,
            "Here are four seconds of a gunshot. It ends before 50 seconds, so I put it earlier.",
        ),
        (
            "rain with a gunshot at two and nine seconds",
            4.0,
            "Here are four seconds of rain with a gunshot at two seconds. "
            "It ends before nine seconds, so nothing is heard then.",
        ),
        ("two dogs bark twice", 8.0, "Here are eight seconds of two dogs barking, twice."),
        ("rain and a flurble", 1.0, "Here is one second of rain. I have no sound for flurble."),
    ],
)
def test_replies(description: str, seconds: float, reply: str) -> None:
    reading = read(description)
    assert tell(reading, scene.build(reading, seconds, 1).events, seconds) == reply


def test_no_more_is_told_than_there_was_time_for() -> None:
    reading = read("a dog barking twenty times")
    events = scene.build(reading, 1.0, 1).events
    assert 4 < len(events) < 20
    heard = amount(float(len(events))).removesuffix(" seconds")
    assert tell(reading, events, 1.0).endswith(f"of a dog barking, {heard} times.")


def test_lengths_in_words() -> None:
    assert amount(0.5) == "0.5 seconds"
    assert amount(1.0) == "one second"
    assert amount(65.0) == "one minute and five seconds"
    assert amount(120.0) == "two minutes"
