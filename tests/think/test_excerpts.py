"""A part of a recording is heard: which part words mean, and that the tool is told."""

from __future__ import annotations

import dataclasses

import pytest

from tests.think.planners import after, calls, plan
from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.think.offline.phrases.excerpts import excerpt
from voice_agent.tools import registry
from voice_agent.units import Artifact, Exchange, Plan, Query, Resource, Step, StepResult

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


WORDS = "We bought the house in May. The mortgage was small. It is paid off."
SPOKEN = {
    "words": [
        {"word": f" {word}", "start": 2.0 * place, "end": 2.0 * place + 1}
        for place, word in enumerate(WORDS.split())
    ]
}
SCENE = {
    "events": [
        {"label": "Walk, footsteps", "sound": "footsteps", "start": 0.0, "end": 9.0},
        {"label": "Dog", "sound": "a dog", "start": 3.0, "end": 3.4},
        {"label": "Dog", "sound": "a dog", "start": 4.0, "end": 4.5},
        {"label": "Dog", "sound": "a dog", "start": 8.0, "end": 8.5},
        {"label": "Door", "sound": "a creaking door", "start": 6.5, "end": 7.5},
    ]
}


def _found(tool: str, data: dict[str, object]) -> Context:
    """A dialogue in which a tool made or found something in a file, that was then played."""
    sound = Resource("audio/3f0c9d12.wav", "audio", "interview.wav", seconds=30.0)
    made = tool == "generate_audio"
    step = Step(tool, {"description": "a scene"} if made else {"audio": sound.path})
    artifacts = (Artifact(sound.path, "audio", "a scene"),) if made else ()
    result = StepResult(1, 1, tool, step.arguments, True, 0.1, artifacts, "Done.", data)
    done = Exchange(1, "go on", "Done.", Plan(1, "act", (step,)), (result,))
    context = Context(() if made else (sound,)).with_exchange(done)
    return after(context, "play it")


@pytest.mark.parametrize(
    ("said", "tool", "data", "part"),
    [
        ("play me the bit about the mortgage", "transcribe_speech", SPOKEN, (11.7, 19.3)),
        ("let me hear where she mentions the house", "transcribe_speech", SPOKEN, (0.0, 11.3)),
        ("play me just the part with the door", "generate_audio", SCENE, (6.2, 7.8)),
        ("let me hear the bit where the dog barks", "detect_sounds", SCENE, (2.7, 4.8)),
        ("play where it barks", "detect_target_sound",
         {"label": "Bark", "intervals": [[2.0, 4.2]]}, (1.7, 4.5)),
    ],
)  # fmt: skip
def test_a_part_is_known_by_what_is_in_it(
    said: str, tool: str, data: dict[str, object], part: tuple[float, float]
) -> None:
    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    context = _found(tool, data)
    found = OfflinePlanner(signatures).plan(Query(3, said), context, Cancel())
    assert calls(found) == [("play_audio", "audio/3f0c9d12.wav", *part)]


def test_a_part_that_nobody_speaks_of_is_told_and_not_all_of_it_played() -> None:
    context = _found("transcribe_speech", SPOKEN)
    found = plan("play me the bit about the king", context)
    assert (found.kind, found.reply) == ("chat", 'The transcript says nothing of "the king".')
    assert plan("play the part from 3 to 5 seconds", context).kind == "act"
    assert plan("play me the bit about the king", Context(context.resources)).kind == "act"
