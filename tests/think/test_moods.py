"""Moods of the voice that speaks: what they change, and what they leave alone."""

from __future__ import annotations

import pytest

from tests.think.planners import after, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.moods import voiced
from voice_agent.think.offline.reading import Clause, Span


def spoken(text: str, said: str, **more: str) -> dict[str, str]:
    named = (Span("text", said), *(Span(role, words) for role, words in more.items()))
    return {s.role: s.text for s in voiced(Clause("synthesize_speech", text, 1.0, named)).spans}


@pytest.mark.parametrize(
    ("text", "said", "slow", "low", "soft"),
    [
        ("say good night like you're tired", "good night like you're tired", True, True, True),
        ("say hello in a sad voice", "hello", True, True, True),
        ("say I won in a very proud tone", "I won in a very proud", True, False, False),
        ('say "run" as if you were scared', "run", False, False, False),
        ("read this angrily: where is my lunch", "where is my lunch", False, False, False),
        ("happily announce that dinner is ready", "dinner is ready", False, False, False),
    ],
)
def test_a_mood_changes_rate_pitch_and_level(
    text: str, said: str, slow: bool, low: bool, soft: bool
) -> None:
    found = spoken(text, said)
    assert (float(found["speed"]) < 1, float(found["pitch"]) < 0) == (slow, low)
    assert (float(found["energy"]) < 0) == soft
    assert not {"like", "tone", "voice"} & set(found["text"].split())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("say he looked at me sadly", "he looked at me sadly"),
        ("say I feel like a happy child today", "I feel like a happy child today"),
        ('say "in a sad voice"', "in a sad voice"),
        ("say happy birthday", "happy birthday"),
    ],
)
def test_moods_in_the_text_are_only_spoken(text: str, said: str) -> None:
    assert spoken(text, said) == {"text": said}


def test_what_is_told_in_plain_words_holds() -> None:
    found = spoken("say slowly and in a happy voice: hello", "hello", speed="slowly")
    assert found == {"text": "hello", "speed": "slowly"}


def test_the_last_words_are_said_again_in_a_mood() -> None:
    context = after(Context(), "say good night", ("audio/0a0b0c0d.wav", "good night"))
    (step,) = plan("now in a sad voice", context).steps
    assert (step.tool, step.arguments["text"]) == ("synthesize_speech", "good night")
    assert step.arguments["speed"] < 1 and step.arguments["pitch"] < 0


@pytest.mark.parametrize(
    ("how", "manner"),
    [
        ("deep and slow", {"speed": "slow", "pitch": "deep"}),
        ("low and quiet", {"pitch": "low", "energy": "quiet"}),
        ("slow and calm", {"speed": "slow and calm"}),
    ],
)
def test_two_ways_of_a_voice_in_one_breath_are_both_heard(how: str, manner: dict[str, str]) -> None:
    found = spoken(f"say 'beware', {how}", "beware", speed=how)
    assert found == {"text": "beware", **manner}
