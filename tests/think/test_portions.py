"""Stretches that are named by their place in a recording."""

from dataclasses import replace

import pytest

from tests.think.planners import INTERVIEW, calls, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.options import is_same_wish
from voice_agent.think.offline.phrases.portions import middle
from voice_agent.units import Step


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("repair the middle of it", (4.5, 5.5)),
        ("fill in the middle two seconds", (4.0, 6.0)),
        ("half a second in the middle is broken", (4.75, 5.25)),
        ("restore the middle second", (4.5, 5.5)),
        ("repair it in the very centre", (4.5, 5.5)),
        ("repair it", None),
    ],
)
def test_the_middle_is_a_second_or_what_is_said(words, span):
    assert middle(words, 10.0) == span


def test_the_middle_of_a_short_recording_is_a_fifth_of_it():
    assert middle("repair the middle", 1.0) == (0.4, 0.6)


def test_the_middle_of_a_recording_of_known_length_is_repaired():
    recording = replace(INTERVIEW, seconds=30.0)
    found = plan("Repair the middle of it", Context().with_resource(recording))
    assert calls(found) == [("inpaint_audio", recording.path, 14.5, 15.5)]


def test_without_a_known_length_the_times_are_asked_for():
    found = plan("Repair the middle of it", Context().with_resource(INTERVIEW))
    assert "which second" in found.reply


def test_a_repair_by_the_same_mask_is_one_wish():
    by_mask = {"start": 0, "end": 3600, "mask": "image/71aa02fe.png"}
    first = Step("inpaint_audio", {"audio": INTERVIEW.path, **by_mask})
    assert is_same_wish(first, Step("inpaint_audio", {"audio": "$1", **by_mask}))
    other = {**by_mask, "mask": "image/11aa02fe.png"}
    assert not is_same_wish(first, Step("inpaint_audio", {"audio": "$1", **other}))
