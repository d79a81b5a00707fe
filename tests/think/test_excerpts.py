"""A part of a recording is heard: which part words mean, and that the tool is told."""

from __future__ import annotations

import dataclasses

import pytest

from tests.think.planners import after
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.think.offline.phrases.excerpts import excerpt
from voice_agent.tools import registry
from voice_agent.units import Cancel, Query

MADE = ("audio/1d2c3b4a.wav", "music: happy pop, G major")


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("let me hear just the ending again please", {"start": -10.0}),
        ("Let me hear just the ending.", {"start": -10.0}),
        ("play the last five seconds", {"start": -5.0}),
        ("play the first ten seconds of it", {"end": 10.0}),
        ("skip the first five seconds", {"start": 5.0}),
        ("play it from 10 seconds", {"start": 10.0}),
        ("play it again from 0:20 to 0:30", {"start": 20.0, "end": 30.0}),
        ("jump to one minute twenty", {"start": 80.0}),
        ("play the second half", {"start": 60.0}),
        ("play it from the middle", {"start": 60.0}),
        ("let me hear the bit around the one minute mark", {"start": 57.0, "end": 72.0}),
        ("could you play just the intro", {"end": 10.0}),
    ],
)
def test_a_part_is_heard(said: str, part: dict[str, float]) -> None:
    assert excerpt(said, 120.0) == part
    context = after(Context(), "compose a cheerful tune", MADE)
    known = tuple(dataclasses.replace(file, seconds=120.0) for file in context.resources)
    context = dataclasses.replace(context, resources=known)
    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    plan = OfflinePlanner(signatures).plan(Query(2, said), context, Cancel())
    (step,) = plan.steps
    assert step.tool == "play_audio"
    assert dict(step.arguments) == {"audio": MADE[0], **part}


@pytest.mark.parametrize("seconds", [3.0, 10.0, 60.0])
def test_an_end_is_no_more_than_a_third(seconds: float) -> None:
    (start,) = excerpt("let me hear just the ending", seconds).values()
    (end,) = excerpt("play just the beginning", seconds).values()
    assert start == -end and 0 < end <= min(10.0, seconds / 3)


@pytest.mark.parametrize(
    "said",
    ["play it again", "play the first one", "play that from the beginning to the end",
     "just play it to me from the start", "play me the last one"],
)  # fmt: skip
def test_all_of_it_is_heard(said: str) -> None:
    assert excerpt(said, 120.0) == {}
