"""Notes and durations as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.errors import AgentError
from voice_agent.singing.notation import (
    looks_like_notes,
    name,
    parse_durations,
    parse_notes,
    pitch,
    take_tempo,
)


@pytest.mark.parametrize(
    ("written", "midi"),
    [
        ("C4", 60), ("c", 60), ("C#4/Db4", 61), ("Db4", 61), ("c sharp 4", 61), ("B♭3", 58),
        ("61", 61), ("A-1", 9), ("F4", 65), ("E flat 5", 75), ("sol", 67),
    ],
)  # fmt: skip
def test_a_note_is_read(written: str, midi: int) -> None:
    assert pitch(written) == midi


@pytest.mark.parametrize("written", ["rest", "SP", "AP", "r"])
def test_a_rest_is_no_note(written: str) -> None:
    assert pitch(written) is None


@pytest.mark.parametrize("written", ["H4", "C#4/D4", "128", "", "hello", "C44", "²"])
def test_what_is_no_note_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"is no |two different"):
        pitch(written)


@given(st.integers(0, 127))
def test_every_note_has_a_name_that_is_read_back(midi: int) -> None:
    assert pitch(name(midi)) == midi
    assert pitch(str(midi)) == midi


def test_bars_hold_the_notes_of_a_syllable() -> None:
    groups = parse_notes("C#4/Db4 | A#4/Bb4 F#4/Gb4 | rest | C4:1.5")
    assert [[note.midi for note in group] for group in groups] == [[61], [70, 66], [None], [60]]
    assert groups[3][0].beats == 1.5
    assert [len(group) for group in parse_notes("60 62, 64")] == [1, 1, 1]


@given(st.lists(st.lists(st.integers(36, 90), min_size=1, max_size=3), min_size=2, max_size=8))
def test_any_score_in_the_form_of_the_paper_is_read_back(groups: list[list[int]]) -> None:
    written = " | ".join(" ".join(name(midi) for midi in group) for group in groups)
    assert [[note.midi for note in group] for group in parse_notes(written)] == groups


def test_a_note_that_lasts_no_time_is_refused() -> None:
    with pytest.raises(AgentError, match="cannot read note 2: 'D4:0' lasts no time"):
        parse_notes("C4:1 | D4:0")


def test_the_place_of_what_is_no_note_is_told() -> None:
    with pytest.raises(AgentError, match="cannot read note 2: 'Q4'"):
        parse_notes("C4 | Q4 | D4")
    with pytest.raises(AgentError, match="no note at place 2"):
        parse_notes("C4 | | D4")


def test_durations_are_seconds_or_beats() -> None:
    assert parse_durations("0.4 | 0.2 0.3") == [[0.4], [0.2, 0.3]]
    assert parse_durations("1 1 2 beats at 120 bpm") == [[0.5], [0.5], [1.0]]
    assert parse_durations("quarter, half", 60.0) == [[1.0], [2.0]]


@pytest.mark.parametrize("text", ["0.4 | x", "0", "-1", "1 | 99", "1/0"])
def test_impossible_durations_are_explained(text: str) -> None:
    with pytest.raises(AgentError, match="duration"):
        parse_durations(text)


def test_a_tempo_is_taken_out_of_the_notes() -> None:
    assert take_tempo("C4 D4 at 90 bpm") == ("C4 D4", 90.0)
    assert take_tempo("C4 D4 with a tempo of 72") == ("C4 D4", 72.0)
    assert take_tempo("C4 D4") == ("C4 D4", None)
    with pytest.raises(AgentError, match="tempo"):
        take_tempo("C4 at 4000 bpm")


def test_words_are_no_notes() -> None:
    assert looks_like_notes("C C C D E")
    assert not looks_like_notes("the river")


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    for reading in (parse_notes, parse_durations):
        try:
            reading(text)
        except AgentError as error:
            assert error.remedy
