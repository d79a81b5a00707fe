"""Which files are meant, where several are there: all but one, one too many, a slip of the hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.think.planners import HARBOUR, INTERVIEW, STREET, after, calls, plan
from voice_agent.think.context import Context
from voice_agent.units import Resource

BAND = Resource("audio/5b0d11aa.wav", "audio", "band practice.flac")
THREE = Context((INTERVIEW, STREET, BAND))
A, B, C = INTERVIEW.path, STREET.path, BAND.path


@pytest.mark.parametrize(
    ("said", "files"),
    [
        ("clean everything except the street recording", [A, C]),
        ("clean all recordings except street.wav", [A, C]),
        ("clean all of them but not the street one", [A, C]),
        ("clean all the recordings apart from the band practice", [A, B]),
        ("clean all the recordings", [A, B, C]),
    ],
)
def test_what_is_left_out_of_all_stays_as_it_is(said: str, files: list[str]) -> None:
    assert calls(plan(said, THREE)) == [("enhance_speech", file) for file in files]


@pytest.mark.parametrize("said", ["transcribe 4471 and 4472", "Transcripts of 4471 and 4472."])
def test_files_are_listed_by_the_numbers_in_their_names(said: str) -> None:
    names = ("call_4471.mp3", "call_4472.mp3", "voicemail.wav")
    known = tuple(Resource(f"audio/{n}.wav", "audio", name) for n, name in enumerate(names))
    found = calls(plan(said, Context(known)))
    assert found == [("transcribe_speech", file.path) for file in known[:2]]


def test_a_sound_that_alone_shall_stay_is_no_file() -> None:
    found = plan("remove everything but the dog from street.wav", THREE)
    assert calls(found) == [("extract_sound", B, "dog")]


def test_a_file_that_is_given_up_is_not_the_one_that_is_wanted() -> None:
    found = plan("never mind the interview, transcribe the street one", THREE)
    assert calls(found) == [("transcribe_speech", B)]


@pytest.mark.parametrize("which", ["the fourth recording", "the tenth one", "track 7"])
def test_a_place_that_no_file_has_is_asked_about(which: str) -> None:
    found = plan(f"transcribe {which}", THREE)
    assert found.kind == "clarify" and "Which one do you mean?" in found.reply


@pytest.mark.parametrize("written", ["interveiw", "interviw", "intervieww"])
def test_a_slip_in_the_name_of_a_file_is_read_over(written: str) -> None:
    assert calls(plan(f"transcribe the {written}", THREE)) == [("transcribe_speech", A)]


def test_another_word_is_no_slip() -> None:
    walking = Resource("audio/5b0d11ab.wav", "audio", "walking.wav")
    context = Context((walking, STREET))
    assert calls(plan("transcribe the talking one", context)) == [("transcribe_speech", B)]


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("interview.mp3", "interview.wav"),
        ("band-practice.flac", "band practice.flac"),
        ("band_practice.wav", "band practice.flac"),
    ],
)
def test_a_name_that_differs_in_its_ending_or_its_gaps_is_offered(said: str, offered: str) -> None:
    found = plan(f"transcribe {said}", THREE)
    assert found.kind == "clarify" and f"Did you mean {offered}?" in found.reply


def test_a_sound_that_was_made_goes_by_what_it_is() -> None:
    made = after(Context((INTERVIEW,)), "make a dog bark twice", ("audio/1d2c3b4a.wav", "dog bark"))
    then = after(made, "what do you hear in the interview")
    assert calls(plan("put the dog on the right", then)) == [
        ("binauralize", "audio/1d2c3b4a.wav", 90)
    ]
    assert calls(plan("put it on the right", then)) == [("binauralize", A, 90)]


@pytest.mark.parametrize("says", ["say hello grandma", "speak: hello grandma"])
def test_the_picture_that_is_named_speaks(says: str) -> None:
    anna = Resource("image/5e0d11aa.png", "image", "anna.png")
    for pictures in ((anna, HARBOUR), (HARBOUR, anna), (anna, HARBOUR, INTERVIEW)):
        found = calls(plan(f"make anna {says}", Context(pictures)))
        assert found == [
            ("synthesize_speech", "hello grandma"),
            ("synthesize_talking_head", "$1", anna.path),
        ]


def test_what_somebody_says_in_a_recording_is_no_text() -> None:
    anna = Resource("image/5e0d11aa.png", "image", "anna.png")
    found = plan("make anna say what she says in the interview", Context((INTERVIEW, anna)))
    assert calls(found) == [("synthesize_talking_head", A, anna.path)]
    found = plan("make anna say what bob says in the interview", Context((INTERVIEW, anna)))
    assert calls(found) == [("synthesize_talking_head", A, anna.path)]


def test_a_change_that_names_an_unknown_file_asks_for_it() -> None:
    done = after(THREE, "transcribe the interview", said="hello")
    asked = plan("do the same with budget.wav", done)
    assert asked.kind == "clarify" and "no file budget.wav" in asked.reply
    lost = after(done, "do the same with budget.wav")
    assert calls(plan("no, the street", lost)) == [("transcribe_speech", B)]


@pytest.mark.parametrize(
    "said", ["transcribe budget.wav and the interview", "transcribe interview.wav and budget.wav"]
)
def test_an_answer_for_an_unknown_file_leaves_the_others(said: str) -> None:
    asked = after(THREE, said)
    assert asked.exchanges[-1].plan.kind == "clarify"
    found = calls(plan("no, the street", asked))
    assert found == [("transcribe_speech", A), ("transcribe_speech", B)]


def test_the_same_as_with_two_files_is_done_once_with_one() -> None:
    done = after(THREE, "transcribe the interview and the street recording", said="hello")
    found = plan("do the same with the band practice", done)
    assert calls(found) == [("transcribe_speech", C)]


def test_what_three_verbs_share_is_the_one_that_the_first_changed() -> None:
    found = plan("clean, transcribe and translate the interview into Spanish", THREE)
    expected = [("enhance_speech", A), ("transcribe_speech", "$1")]
    assert calls(found) == [*expected, ("translate_speech", "$1", "Spanish")]


def test_the_other_one_that_is_not_meant_is_left() -> None:
    context = after(Context((INTERVIEW, STREET)), "transcribe street.wav")
    found = plan("no, the interview, not the other one", context)
    assert calls(found) == [("transcribe_speech", A)]


def test_the_length_of_another_file_is_told_after_one() -> None:
    two = Context(tuple(replace(file, seconds=9.0) for file in (INTERVIEW, STREET)))
    context = after(after(two, "transcribe street.wav"), "how long is it?")
    assert "street.wav (audio/9c44aa10.wav) is 9.0" in context.last_reply.lower()
    assert "interview.wav" in plan("no, the interview", context).reply.lower()


@pytest.mark.parametrize("said", ["how long is the interview?", "save the transcript"])
def test_a_question_of_ours_keeps_nobody_from_asking(said: str) -> None:
    two = Context(tuple(replace(file, seconds=9.0) for file in (INTERVIEW, STREET)))
    asked = after(two, "describe the picture")
    assert asked.pending is not None
    found = plan(said, asked)
    assert found.kind != "clarify" and found.reply


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("is it a man or a woman?", "caption_audio"),
        ("is that a woman speaking?", "caption_audio"),
        ("is there anybody talking?", "detect_target_sound"),
        ("is someone speaking in it?", "detect_target_sound"),
    ],
)
def test_who_is_heard_is_listened_for(said: str, tool: str) -> None:
    assert [step.tool for step in plan(said, Context((INTERVIEW,))).steps] == [tool]


def test_who_speaks_when_is_told_to_be_unknown() -> None:
    found = plan("okay who speaks when?", Context((INTERVIEW,)))
    assert (found.kind, found.reply[:31]) == ("unsupported", "I can't tell who speaks when. B")
