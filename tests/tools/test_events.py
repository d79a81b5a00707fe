"""Decisions about events, on scores that are written by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.catalogue import load_path
from voice_agent.sound.yamnet import read_labels
from voice_agent.tools._audioset import ancestors
from voice_agent.tools._events import LEVEL_STEP, Event, find_events, smoothed
from voice_agent.tools._said import said
from voice_agent.tools._telling import clock, describe

LABELS = read_labels(load_path("yamnet") / "yamnet_class_map.csv")
STEP, WINDOW = 0.24, 0.96


def heard(seconds: float, **spans: tuple[float, float, float]) -> list[Event]:
    """Events for classes (underscores for blanks) that score from start to end."""
    count = max(1, int((seconds - WINDOW) / STEP) + 1)
    scores = np.zeros((count, len(LABELS)), np.float32)
    centres = np.arange(count) * STEP + WINDOW / 2
    for name, (start, end, score) in spans.items():
        label = next(label for label in LABELS if label.replace(" ", "_") == name)
        scores[(centres >= start) & (centres <= end), LABELS.index(label)] = score
    return find_events(scores, LABELS, step=STEP, window=WINDOW, seconds=seconds)


def test_animal_dog_and_bark_at_once_are_one_bark() -> None:
    events = heard(10, Animal=(2, 5, 0.95), Dog=(2, 5, 0.93), Bark=(2, 5, 0.85))
    assert [event.label for event in events] == ["Bark"]
    assert events[0].start == pytest.approx(2, abs=0.3)
    assert events[0].end == pytest.approx(5, abs=0.3)


def test_a_general_class_stays_where_no_special_one_is_sure_enough() -> None:
    events = heard(10, Animal=(2, 5, 0.9), Dog=(2, 5, 0.3), Cat=(2, 5, 0.28))
    assert [event.label for event in events] == ["Animal"]


def test_a_general_class_keeps_the_time_that_its_special_one_leaves() -> None:
    events = heard(20, Music=(0, 20, 0.9), Piano=(0, 6, 0.85))
    assert {event.label for event in events} == {"Piano", "Music"}
    music = next(event for event in events if event.label == "Music")
    assert music.start == pytest.approx(6, abs=0.5)


def test_two_unrelated_sounds_at_once_are_both_heard() -> None:
    events = heard(10, Speech=(0, 10, 0.95), Dog=(4, 6, 0.7))
    assert [event.label for event in events] == ["Speech", "Dog"]


def test_of_two_names_of_the_same_kind_only_the_surest_is_given() -> None:
    events = heard(10, Dog=(2, 5, 0.95), Bark=(2, 5, 0.9), Yip=(2, 5, 0.85))
    assert [event.label for event in events] == ["Bark"]


def test_a_short_interruption_does_not_divide_a_sound_but_a_long_one_does() -> None:
    scores = np.zeros((46, len(LABELS)), np.float32)
    rain = LABELS.index("Rain")
    scores[:10, rain] = scores[13:22, rain] = scores[34:, rain] = 0.8
    events = find_events(scores, LABELS, step=STEP, window=WINDOW, seconds=12)
    assert len(events) == 2


def test_one_doubtful_window_is_no_event() -> None:
    assert heard(10, Explosion=(5.0, 5.2, 0.6)) == []


def test_places_and_silence_are_no_events() -> None:
    assert heard(10, Silence=(0, 10, 0.98)) == []


def test_silent_edges_are_cut_off() -> None:
    scores = np.zeros((40, len(LABELS)), np.float32)
    scores[10:15, LABELS.index("Beep, bleep")] = 0.9
    levels = np.full(round(10 / LEVEL_STEP), -80.0, np.float32)
    levels[150:160] = -20.0  # 3.0 to 3.2 s
    (event,) = find_events(scores, LABELS, step=STEP, window=WINDOW, seconds=10, levels=levels)
    assert (event.start, event.end) == pytest.approx((3.0, 3.2))


@given(
    st.integers(1, 60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 20), st.integers(0, 520)), max_size=8),
    st.floats(0.3, 1.0),
)
def test_events_lie_in_the_recording_and_do_not_overlap_themselves(
    count: int, spans: list[tuple[int, int, int]], score: float
) -> None:
    scores = np.zeros((count, len(LABELS)), np.float32)
    for start, length, index in spans:
        scores[start : start + length + 1, index] = score
    seconds = (count - 1) * STEP + WINDOW
    events = find_events(scores, LABELS, step=STEP, window=WINDOW, seconds=seconds)
    for event in events:
        assert 0 <= event.start < event.end <= seconds + 1e-9
        assert 0 < event.score <= 1
    for label in {event.label for event in events}:
        own = sorted((e.start, e.end) for e in events if e.label == label)
        assert all(a[1] < b[0] for a, b in itertools.pairwise(own))


def test_smoothing_keeps_the_scale() -> None:
    scores = np.full((5, 3), 0.7, np.float32)
    assert np.allclose(smoothed(scores), 0.7)


def test_a_recording_is_told_as_a_person_would() -> None:
    events = [
        Event("Rain", 0.0, 12.0, 0.9),
        Event("Thunder", 3.1, 4.2, 0.8),
        Event("Thunder", 9.0, 10.1, 0.8),
        Event("Dog", 11.2, 11.9, 0.7),
    ]
    assert describe(events, 12.0) == (
        "rain throughout, thunder at 3 and 9 seconds, a dog near the end"
    )


def test_what_is_there_from_the_first_is_not_told_by_a_number() -> None:
    click = [Event("Clicking", 0.0, 0.4, 0.9)]
    assert describe(click, 3.0) == "clicking at the beginning"
    assert describe([Event("Clicking", 1.0, 1.4, 0.9)], 3.0) == "clicking at 1 second"


@pytest.mark.parametrize(
    ("events", "seconds", "text"),
    [
        ([Event("Speech", 2, 6.2, 0.9)], 10, "someone speaking from 2 to 6 seconds"),
        ([Event("Speech", 0, 6.2, 0.9)], 10, "someone speaking until 6 seconds"),
        ([Event("Speech", 5, 10, 0.9)], 10, "someone speaking from 5 seconds on"),
        ([Event("Doorbell", 0.1, 0.9, 0.9)], 20, "a doorbell at the beginning"),
        ([Event("Bell", 0.2, 0.9, 0.9)], 1.5, "a bell"),
        ([Event("Car", 70, 95, 0.9)], 200, "a car from 1:10 to 1:35"),
        ([Event("Bark", t, t + 1, 0.9) for t in (1, 5, 9, 14)], 60,
         "a dog barking four times between 1 and 15 seconds"),
    ],
)  # fmt: skip
def test_times_are_told_shortly(events: list[Event], seconds: float, text: str) -> None:
    assert describe(events, seconds) == text


@pytest.mark.parametrize(
    ("time", "text"), [(0.54, "0.5 seconds"), (1, "1 second"), (9.4, "9 seconds"), (75, "1:15"),
                       (3725, "1:02:05")]
)  # fmt: skip
def test_clock(time: float, text: str) -> None:
    assert clock(time, unit=True) == text


def test_the_hierarchy_knows_every_class_and_has_no_circles() -> None:
    above = ancestors(LABELS)
    assert set(above) == set(LABELS)
    assert above["Bow-wow"] == {"Animal", "Domestic animals, pets", "Dog"}
    assert "Vehicle" in above["Police car (siren)"]
    assert above["Rain on surface"] == {"Water", "Rain"}
    assert not any(label in above[label] for label in LABELS)


def test_every_class_can_be_said() -> None:
    names = {label: said(label) for label in LABELS}
    assert names["Owl"] == "an owl"
    assert names["Applause"] == "applause"
    assert names["Fixed-wing aircraft, airplane"] == "an aeroplane"
    assert all(name and "(" not in name and "," not in name for name in names.values())
