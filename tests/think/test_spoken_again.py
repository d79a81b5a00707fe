"""What was spoken or made, once more: several times, in a mood, at the usual pace, sung."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.think.planners import NOON
from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.tools import registry
from voice_agent.units import Artifact, Exchange, Plan, Query, Reply, Resource, Step, StepResult


@lru_cache(maxsize=1)
def installed() -> OfflinePlanner:
    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    return OfflinePlanner(signatures, clock=lambda: NOON)


def done(step: Step, *made: Artifact, words: str = "") -> Context:
    """The dialogue after ``step`` ran."""
    results = (StepResult(1, 1, step.tool, step.arguments, True, 0.1, made, words),)
    context = Context().with_exchange(
        Exchange(1, "do it", words or "Done.", Plan(1, "act", (step,)), results)
    )
    for artifact in made:
        known = Resource(artifact.path, artifact.kind, artifact.description, step.tool, turn=1)
        context = context.with_resource(known)
    return context


def spoken(**manner: float) -> Context:
    step = Step("synthesize_speech", {"text": "I lost my keys", **manner})
    return done(step, Artifact("audio/aa11bb22.wav", "audio", "speech"))


WALTZ = done(
    Step("compose_music", {"description": "waltz"}),
    Artifact("audio/aa11bb22.wav", "audio", "music: waltz"),
    Artifact("audio/cc33dd44.mid", "text", "the notes, as a MIDI file"),
    words="Here is a waltz in C major.",
)


def planned(text: str, context: Context) -> Plan:
    return installed().plan(Query(2, text), context, Cancel())


def answered(text: str, context: Context) -> Reply:
    query = Query(2, text)
    return installed().reply(query, context, planned(text, context), (), lambda _: None)


def only(found: Plan) -> dict[str, object]:
    (step,) = found.steps
    return dict(step.arguments)


@pytest.mark.parametrize(
    ("text", "times"), [("say it ten times", 10), ("say it twice", 2), ("repeat it five times", 5)]
)
def test_what_was_said_is_said_as_often_as_is_asked_for(text: str, times: int) -> None:
    assert only(planned(text, spoken())) == {"text": " ".join(["I lost my keys."] * times)}


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("say that sadly", {"speed": 0.85, "pitch": -2, "energy": -3}),
        ("say it once more, but angrily", {"speed": 1.1, "pitch": 1, "energy": 5}),
        ("say it again slowly", {"speed": 0.8}),
        ("repeat that", {}),
    ],
)
def test_what_was_said_is_said_again_in_a_mood(text: str, manner: dict[str, float]) -> None:
    assert only(planned(text, spoken())) == {"text": "I lost my keys", **manner}


PACES = ["back to normal speed", "go back to your usual pace", "speak at normal speed again"]


@pytest.mark.parametrize("text", PACES)
def test_what_was_said_faster_is_said_at_the_usual_pace(text: str) -> None:
    assert only(planned(text, spoken(speed=1.25)))["speed"] == 1


@pytest.mark.parametrize("text", [*PACES, "back to the normal volume"])
@pytest.mark.parametrize("context", [Context(), spoken()])
def test_the_assistants_own_voice_is_as_usual_again(text: str, context: Context) -> None:
    assert answered(text, context).effects == {"manner": "usual"}


@pytest.mark.parametrize("text", ["sing it", "now sing that", "hum the melody", "sing along"])
def test_the_notes_of_the_music_that_was_made_are_sung(text: str) -> None:
    assert only(planned(text, WALTZ)) == {"score": "audio/cc33dd44.mid"}


def test_another_song_is_sung_by_its_own_notes() -> None:
    assert only(planned("sing happy birthday", WALTZ)) == {"text": "happy birthday"}
    assert only(planned("sing it", spoken())) == {"text": "I lost my keys"}


def test_music_may_be_made_and_sung_in_one_request() -> None:
    found = planned("compose a waltz and sing it", Context())
    assert [step.tool for step in found.steps] == ["compose_music", "sing"]
    assert found.steps[1].arguments == {"score": "$1"}
