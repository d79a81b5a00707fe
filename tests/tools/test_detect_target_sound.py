"""Sounds that are described in many ways are found where they are, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.catalogue import load_path
from voice_agent.errors import Cancelled
from voice_agent.sound.yamnet import read_labels
from voice_agent.tools._events import Event
from voice_agent.tools._target import find_target, target_score
from voice_agent.tools._telling import intervals
from voice_agent.tools._vocabulary import Vocabulary, WordVectors
from voice_agent.tools.detect_target_sound import detect_target_sound
from voice_agent.units import Audio

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench

RATE = 16_000
LABELS = read_labels(load_path("yamnet") / "yamnet_class_map.csv")
LISTED = Vocabulary(LABELS)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(LABELS, WordVectors(load_path("sound-words")))


def smoke_alarm(seconds: float) -> np.ndarray:
    """A sounder of 3.1 kHz switched on and off, as smoke detectors have it."""
    time = np.arange(round(seconds * RATE)) / RATE
    return 0.4 * np.sin(2 * np.pi * 3100 * time) * (time % 0.25 < 0.12)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE))


def sound(*parts: np.ndarray) -> Audio:
    return Audio(np.concatenate(parts).astype(np.float32), RATE)


@pytest.mark.parametrize(
    ("description", "label"),
    [
        ("keyboard sound", "Computer keyboard"),
        ("emergency vehicle", "Siren"),
        ("someone clapping", "Clapping"),
        ("the barking dog", "Bark"),
        ("dogs barking in the distance", "Bark"),
        ("a man coughing", "Cough"),
        ("water dripping from a tap", "Drip"),
        ("a car honking", "Vehicle horn, car horn, honking"),
        ("geese", "Goose"),
        ("knocking on the door", "Knock"),
        ("Rain on a tin roof!", "Rain on surface"),
        ("church bells ringing", "Church bell"),
        ("Fixed-wing aircraft, airplane", "Fixed-wing aircraft, airplane"),
        ("a truck that is backing up", "Reversing beeps"),
    ],
)
def test_what_people_say_is_understood(
    vocabulary: Vocabulary, description: str, label: str
) -> None:
    meaning = vocabulary.understand(description)
    assert meaning is not None
    assert label in meaning.labels
    assert meaning.exact


@pytest.mark.parametrize(
    ("description", "label"), [("chihuahua", "Dog"), ("a hummingbird", "Bird"), ("tuba", "Trumpet")]
)
def test_what_is_in_no_list_is_understood_by_its_meaning(
    vocabulary: Vocabulary, description: str, label: str
) -> None:
    meaning = vocabulary.understand(description)
    assert meaning is not None
    assert label in meaning.labels


@pytest.mark.parametrize("description", ["flibbertigibbet", "tuesday", "democracy", "", "42"])
def test_what_is_no_sound_is_not_understood(vocabulary: Vocabulary, description: str) -> None:
    assert vocabulary.understand(description) is None


def test_every_class_is_understood_by_its_own_name(vocabulary: Vocabulary) -> None:
    for label in LABELS:
        meaning = vocabulary.understand(label)
        assert meaning is not None, label


@given(st.text(max_size=60))
def test_no_description_is_too_odd(text: str) -> None:
    meaning = LISTED.understand(text)
    assert meaning is None or set(meaning.labels) <= set(LABELS)


def test_a_car_that_honks_is_no_car_that_does_not(vocabulary: Vocabulary) -> None:
    meaning = vocabulary.understand("a car honking")
    assert meaning is not None
    assert "Car" not in meaning.labels


@pytest.mark.parametrize(
    ("description", "labels"),
    [
        ("the cat", {"Cat"}),
        ("a cat meowing", {"Meow"}),
        ("crow", {"Crow", "Caw"}),
        ("crows", {"Crow", "Caw"}),
        ("crowing", {"Crowing, cock-a-doodle-doo"}),
        ("fire", {"Fire", "Crackle"}),
        ("rain falling", {"Rain"}),
    ],
)
def test_words_that_only_look_alike_are_kept_apart(
    vocabulary: Vocabulary, description: str, labels: set[str]
) -> None:
    meaning = vocabulary.understand(description)
    assert meaning is not None
    assert set(meaning.labels) == labels


def test_intervals_are_found_and_told(bench: Workbench) -> None:
    path = bench.take(sound(silence(2), smoke_alarm(2), silence(3), smoke_alarm(3), silence(2)))
    output = detect_target_sound(bench.context, path, "the smoke alarm")
    assert output.data["label"] == "Smoke detector, smoke alarm"
    assert output.data["intervals"] == [
        pytest.approx([2.0, 4.0], abs=0.3),
        pytest.approx([7.0, 10.0], abs=0.3),
    ]
    assert (output.text or "").startswith("I hear a smoke alarm from ")
    assert (output.text or "").endswith(" seconds.")
    assert output.artifacts[0].kind == "image"


def test_a_person_who_speaks_is_found(bench: Workbench, speech: Audio) -> None:
    output = detect_target_sound(bench.context, bench.take(speech), "somebody talking")
    assert output.data["label"] == "Speech"
    assert (output.text or "").startswith("I hear someone speaking from 0.")


def test_what_is_not_there_is_said_not_to_be_there(bench: Workbench, speech: Audio) -> None:
    output = detect_target_sound(bench.context, bench.take(speech), "a dog")
    assert output.data == {"label": "Dog", "intervals": []}
    assert (output.text or "").startswith("I don't hear a dog in it.")
    assert "someone speaking" in (output.text or "")


def test_silence_holds_nothing(bench: Workbench) -> None:
    output = detect_target_sound(bench.context, bench.take(sound(silence(2))), "rain")
    assert output.data["intervals"] == []
    assert output.text == "I don't hear rain in it. It is silent."


def test_an_unknown_sound_is_said_to_be_unknown(bench: Workbench, speech: Audio) -> None:
    output = detect_target_sound(bench.context, bench.take(speech), "flibbertigibbet")
    assert output.data == {"label": "", "intervals": []}
    assert (output.text or "").startswith("I don't know the sound 'flibbertigibbet'")


def test_a_cancelled_turn_stops(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        detect_target_sound(bench.context, path, "a dog")


def test_a_class_counts_as_heard_when_one_below_it_is() -> None:
    scores = np.zeros((4, len(LABELS)), np.float32)
    scores[1, LABELS.index("Bow-wow")] = 0.9
    assert target_score(scores, LABELS, ["Dog"]).tolist() == pytest.approx([0, 0.9, 0, 0])
    assert target_score(scores, LABELS, ["Cat"]).max() == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=80))
def test_intervals_are_in_order_and_within_the_recording(score: list[float]) -> None:
    seconds = (len(score) - 1) * 0.24 + 0.96
    events = find_target(
        np.array(score, np.float32), "Dog", step=0.24, window=0.96, seconds=seconds
    )
    times = [time for event in events for time in (event.start, event.end)]
    assert times == sorted(times)
    assert all(0 <= time <= seconds + 1e-9 for time in times)
    assert bool(events) <= bool(max(score) >= 0.3)


@pytest.mark.parametrize(
    ("spans", "seconds", "text"),
    [
        ([(1.9, 3.8), (5.9, 9.3)], 12, "from 1.9 to 3.8 and from 5.9 to 9.3 seconds"),
        ([(0, 12)], 12, "throughout"),
        ([(2, 4.04)], 12, "from 2 to 4 seconds"),
        ([(61, 75)], 200, "from 1:01 to 1:15"),
        ([(t, t + 1) for t in range(0, 40, 4)], 60,
         "10 times, first from 0 to 1, from 4 to 5, from 8 to 9, from 12 to 13, "
         "from 16 to 17 seconds"),
    ],
)  # fmt: skip
def test_intervals_in_words(spans: list[tuple[float, float]], seconds: float, text: str) -> None:
    assert intervals([Event("Dog", a, b, 0.9) for a, b in spans], seconds) == text
