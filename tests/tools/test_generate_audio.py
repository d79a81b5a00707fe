"""A description becomes a sound file that a classifier hears as what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr

from voice_agent.errors import AgentError, Cancelled
from voice_agent.tools._yamnet import classifier
from voice_agent.tools.generate_audio import generate_audio

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench


def heard(bench: Workbench, path: str, count: int = 6) -> list[str]:
    """The classes that are strongest at their best moments."""
    audio = bench.read(path)
    engine = classifier(bench.context)
    samples = soxr.resample(audio.mono(), audio.rate, 16_000).astype(np.float32)
    best = engine.scores(samples).max(axis=0)
    return [engine.labels[index] for index in np.argsort(-best)[:count]]


@pytest.mark.parametrize(
    ("description", "label"),
    [
        ("heavy rain", "Rain"),
        ("a dog barking", "Dog"),
        ("birds singing", "Bird"),
        ("knocking on a door", "Knock"),
        ("a stream", "Stream"),
        ("someone rowing", "Rowboat, canoe, kayak"),
        ("rain through a closed window", "Rain"),
        ("a dog barking next door", "Dog"),
    ],
)
def test_what_is_asked_for_is_heard(bench: Workbench, description: str, label: str) -> None:
    output = generate_audio(bench.context, description, duration=5.0, seed=4)
    (artifact,) = output.artifacts
    assert (artifact.seconds, artifact.sample_rate, artifact.channels) == (5.0, 44_100, 2)
    assert label in heard(bench, artifact.path)
    assert output.data["seed"] == 4
    assert output.data["events"]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("description", ["a whoosh", "a sword swings", "an arrow flies by"])
def test_what_flies_past_is_heard_as_a_whoosh(
    bench: Workbench, description: str, seed: int
) -> None:
    output = generate_audio(bench.context, description, duration=5.0, seed=seed)
    assert "Whoosh, swoosh, swish" in heard(bench, output.artifacts[0].path)


def test_a_window_is_a_way_of_hearing_and_no_breaking_glass(bench: Workbench) -> None:
    asked = "a whoosh, with rain, but far away, like through a window"
    output = generate_audio(bench.context, asked, duration=4.0, seed=2)
    assert "behind a window" in (output.text or "")
    assert {event["sound"] for event in output.data["events"]} == {"a whoosh", "rain"}


def test_the_reply_tells_what_when_and_where(bench: Workbench) -> None:
    output = generate_audio(
        bench.context,
        "heavy rain on leaves with thunder at three and seven seconds",
        duration=10.0,
    )
    assert output.text == (
        "Here are ten seconds of heavy rain on leaves with thunder at three and seven seconds."
    )
    thunder = [event for event in output.data["events"] if event["label"] == "Thunder"]
    assert [event["start"] for event in thunder] == pytest.approx([3.0, 7.0], abs=0.1)


def test_a_new_seed_each_time_and_the_same_seed_again(bench: Workbench) -> None:
    first = generate_audio(bench.context, "rain", duration=1.0)
    second = generate_audio(bench.context, "rain", duration=1.0)
    again = generate_audio(bench.context, "rain", duration=1.0, seed=first.data["seed"])
    assert first.data["seed"] != second.data["seed"]
    samples = [bench.read(output.artifacts[0].path).samples for output in (first, second, again)]
    assert np.array_equal(samples[0], samples[2])
    assert not np.array_equal(samples[0], samples[1])


def test_a_description_of_nothing_known_is_refused(bench: Workbench) -> None:
    with pytest.raises(AgentError, match="no sound for 'qwertz zuiop'"):
        generate_audio(bench.context, "qwertz zuiop")


def test_an_unknown_part_is_admitted(bench: Workbench) -> None:
    output = generate_audio(bench.context, "rain and a zzyzx", duration=1.0)
    assert "zzyzx" in (output.text or "")


def test_a_cancelled_turn_leaves_no_file(bench: Workbench) -> None:
    before = set(bench.session.directory.rglob("*"))
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        generate_audio(bench.context, "rain", duration=5.0)
    assert set(bench.session.directory.rglob("*")) == before


def test_an_unknown_thing_is_the_nearest_known_one_and_the_reply_says_so(bench: Workbench) -> None:
    output = generate_audio(bench.context, "a poodle in a church", duration=2.0, seed=1)
    assert output.text == (
        "Here are two seconds of a dog barking, in a church. "
        "I have no poodle, so I used a dog barking."
    )


def test_what_makes_no_sound_is_refused(bench: Workbench) -> None:
    with pytest.raises(AgentError, match="I know no sound for 'algebra'"):
        generate_audio(bench.context, "algebra", duration=2.0)
