"""From when to when: stretches of a recording in the words that people tell them with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.planners import HARBOUR, INTERVIEW, STREET, after, calls, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.portions import portion
from voice_agent.think.offline.phrases.stretches import stretch
from voice_agent.units import Resource

ONE = Context().with_resource(INTERVIEW)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("fill 7 to 8.5 s", (7, 8.5)),
        ("it falls silent at 0:52 for 400 ms", (52, 52.4)),
        ("the hole begins at six point two seconds and goes on for half a second", (6.2, 6.7)),
        ("three seconds are missing, from 21 s on", (21, 24)),
        ("a crackle 150 ms long starting at 2.5 s", (2.5, 2.65)),
        ("a gap of a second and a half that starts at one minute five", (65, 66.5)),
        ("the opening half second is noise", (0, 0.5)),
        ("the first three seconds are lost", (0, 3)),
        ("everything from the beginning until 1.2 s", (0, 1.2)),
        ("mend 800-950 ms", (0.8, 0.95)),
        ("from 2:58 to 3:02,5", (178, 182.5)),
        ("between two and three minutes", (120, 180)),
        ("from 4:10 to 14", (250, 254)),
        ("between second thirty and second thirty one", (30, 31)),
        ("it starts at 9 and is over by ten and a quarter", (9, 10.25)),
        ("take 3 has a click from 12 to 12.4 seconds", (12, 12.4)),
        ("between one minute and two minutes", (60, 120)),
    ],
)
def test_both_ends_are_told_or_follow_from_a_length(text: str, times: tuple) -> None:
    assert stretch(text) == pytest.approx(times)


@pytest.mark.parametrize(
    "text",
    ["fix it", "repair 5", "from 3 to 4 s and from 8 to 9 s", "mend 9 to 9 s", "take two of three"],
)
def test_no_stretch_is_made_of_less_or_of_more_than_one(text: str) -> None:
    assert stretch(text) is None


@given(st.text(alphabet="0123456789:.,- <>atofrmsecnd", max_size=40))
def test_a_stretch_always_ends_after_it_begins(text: str) -> None:
    found = stretch(text)
    assert found is None or found[0] < found[1]


def test_the_end_of_a_recording_is_counted_back_from_its_length() -> None:
    assert portion("the last two seconds are gone", 30.0) == (28.0, 30.0)
    assert portion("from 24 s to the end", 30.0) == (24.0, 30.0)
    assert portion("the last two seconds are gone", 1.0) is None


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("interview drops out at 0:33 for 250 ms, please mend that", (33, 33.25)),
        ("patch the hole that starts at nine seconds and goes on for two hundred ms", (9, 9.2)),
        ("mask the bleep from 1100-1300 ms", (1.1, 1.3)),
        ("the first half second of interview is blank, fill it in", (0, 0.5)),
    ],
)
def test_a_repair_gets_its_times_whatever_way_they_are_told(text: str, times: tuple) -> None:
    pictured = ONE.with_resource(HARBOUR)  # a picture is there, but none is meant
    assert calls(plan(text, pictured)) == [("inpaint_audio", INTERVIEW.path, *times)]


def test_the_last_seconds_of_a_known_recording_are_repaired() -> None:
    known = Resource(INTERVIEW.path, "audio", "interview.wav", seconds=20.0)
    found = calls(plan("repair the last two seconds", Context().with_resource(known)))
    assert found == [("inpaint_audio", INTERVIEW.path, 18, 20)]


def test_what_is_taken_back_is_done_to_the_original() -> None:
    mended = ("audio/aa11bb22.wav", "street.wav with 3 to 4 s filled in")
    done = after(Context().with_resource(STREET), "repair 3 to 4 seconds", mended)
    found = calls(plan("Undo that: the gap runs from 33 to 34", done))
    assert found == [("inpaint_audio", STREET.path, 33, 34)]


def test_a_tempo_spelt_out_is_no_length() -> None:
    found = plan("make a synth wave track hundred and ten b p m for a racing game")
    assert "duration" not in found.steps[0].arguments
    assert "b p m" in found.steps[0].arguments["description"]
