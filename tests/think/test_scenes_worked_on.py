"""Scenes that people work on: where a sound stands in time, which one is too much, what follows."""

from __future__ import annotations

import pytest

from tests.think.planners import after, calls, plan
from voice_agent.think.context import Context

MADE = ("audio/1d2c3b4a.wav", "a scene")


def scene(asked: str) -> Context:
    return after(Context(), asked, MADE)


@pytest.mark.parametrize(
    ("asked", "said", "described"),
    [
        (
            "make wind and rain in the garden",
            "Ha! The wind is perfect. Too much rain though.",
            "wind and faint rain in the garden",
        ),
        (
            "make the sound of an old door creaking open",
            "now footsteps after it, slow ones, on gravel",
            "old door creaking open, then footsteps, slow on gravel",
        ),
        (
            "make rain, thunder and an owl",
            "I can hardly hear the owl",
            "rain, thunder and loud owl",
        ),
        (
            "make rain with a distant owl",
            "the owl's in the room with me, push it further back",
            "rain with faint distant owl",
        ),
        ("make wind and rain", "play me it again but without the rain", "wind"),
    ],
)
def test_the_sound_that_is_named_changes(asked: str, said: str, described: str) -> None:
    ((tool, words, *_),) = calls(plan(said, scene(asked)))
    assert (tool, words.replace("an owl", "owl").replace("a distant", "distant")) == (
        "generate_audio",
        described,
    )


def test_who_has_the_birthday_is_told_after_the_song() -> None:
    context = after(Context(), "sing happy birthday to my dog", MADE)
    found = calls(plan("his name is Biscuit, you didn't say Biscuit", context))
    assert found == [("sing", "happy birthday to Biscuit")]
    faster = calls(plan("do it again but really really fast", context))
    assert faster == [("sing", "happy birthday to my dog, much faster")]


def test_rows_of_chairs_are_a_sum() -> None:
    assert "168" in plan("what's twelve rows of fourteen chairs?").reply


def test_beats_a_minute_are_no_length() -> None:
    found = calls(plan("compose a calm tune with a cello at around seventy beats a minute"))
    assert found[0][0] == "compose_music" and 60 not in found[0]
