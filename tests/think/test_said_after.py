"""What people say after a remark, and what a dialogue of six lines asks for besides."""

from __future__ import annotations

import pytest

from tests.think.planners import INTERVIEW, after, calls, plan
from voice_agent.think.context import Context
from voice_agent.units import (
    Resource,
)

GRAN = Resource("image/0b7d44e1.jpg", "image", "gran.jpg")
RAIN = after(Context(), "Make the sound of rain on a tin roof.", ("audio/8e4fcb32.wav", "rain"))
SLAM = after(RAIN, "Now a heavy door slam.", ("audio/0c1d2e3f.wav", "slam"))
CLEAN = after(Context().with_resource(INTERVIEW), "Take the hiss out.", ("audio/aa74a429.wav", ""))
SCENE = after(Context(), "Make rain on leaves with parrots.", ("audio/8e4fcb32.wav", "parrots"))


MADE = after(Context(), "Play calm piano.", ("audio/8e4fcb32.wav", "music: calm piano, A minor"))
SPOKEN = after(Context(), "Say good morning.", ("audio/8e4fcb32.wav", "speech"))


@pytest.mark.parametrize(
    "said",
    [
        "Great, save both of them and tell me where you put them.",
        "I'm crying. Save that one and call it angry kettle.",
    ],
)
def test_to_save_is_heard_after_a_remark(said: str) -> None:
    assert "/save" in plan(said, MADE).reply


def test_a_take_that_is_to_be_saved_is_cleaned() -> None:
    found = plan("The wind ruined my take. Save it!", Context().with_resource(INTERVIEW))
    assert [call[0] for call in calls(found)] == ["enhance_speech"]


@pytest.mark.parametrize(
    ("said", "call"),
    [
        ("Huh, was that a cat? I don't have a cat.", ("detect_target_sound", "a cat")),
        ("Did I say thorough or through?", ("transcribe_speech",)),
        ("If you can't do that, say so and just denoise it.", ("enhance_speech",)),
    ],
)
def test_what_is_in_a_recording_is_asked_in_passing(said: str, call: tuple[str, ...]) -> None:
    found = plan(said, Context().with_resource(INTERVIEW))
    assert [step.tool for step in found.steps] == [call[0]]
    assert set(call[1:]) <= {f"a {step.arguments.get('description')}" for step in found.steps}


def test_whom_a_text_shall_sound_like_is_not_spoken() -> None:
    said = "now read this like a scary witch, who dares to wake my dragon"
    assert calls(plan(said)) == [("synthesize_speech", "who dares to wake my dragon")]


def test_a_deeper_voice_is_wished_for_as_it_was() -> None:
    found = calls(plan("His voice was much deeper than that, and a bit croaky.", SPOKEN))
    assert found == [("synthesize_speech", "good morning", -3)]


def test_who_wants_to_be_recorded_has_answered_nothing() -> None:
    asked = after(Context(), "slower, and then again at normal speed please")
    assert asked.exchanges[-1].plan.kind == "clarify"
    found = calls(plan("okay my turn, record me, five seconds should do", asked))
    assert found == [("record_audio", 5)]


def test_where_nothing_is_seen_a_recording_is_asked_for() -> None:
    said = "I left a recorder out by the pond last night and I need to know what's on this"
    assert "recording" in plan(said).reply


def test_speech_over_a_sound_is_refused_and_not_spoken_again() -> None:
    spoken = after(RAIN, "Say good morning.", ("audio/0c1d2e3f.wav", "speech"))
    found = plan("Put that on top of the rain and start the voice after ten seconds.", spoken)
    assert found.kind == "unsupported" and "put files together" in found.reply


PIECE = after(Context(), "Give me a funk groove, bass and drums only.", ("audio/8e4fcb32.wav", ""))


def test_remarks_are_no_part_of_a_sound() -> None:
    said = "Now put some thunder in the distance, not too close, my cat hates it."
    assert calls(plan(said, RAIN))[0][1] == "rain on a tin roof with thunder in the distance"


def test_a_sound_is_taken_out_again_and_made_in_another_size() -> None:
    storm = after(RAIN, "Now put some thunder in.", ("audio/0c1d2e3f.wav", "storm"))
    assert calls(plan("Hmm, take the thunder out again.", storm))[0][1] == "rain on a tin roof"
    dog = after(Context(), "I want a dog that barks.", ("audio/8e4fcb32.wav", "dog"))
    assert calls(plan("Haha now make it a tiny one.", dog))[0][1] == "tiny dog that barks"


def test_something_is_put_beside_by_its_name_alone() -> None:
    found = calls(plan("And wind underneath the whole thing.", RAIN))
    assert found[0][1] == "rain on a tin roof with wind"


def test_what_was_composed_is_not_cleaned() -> None:
    assert plan("The bass is too busy, simplify it.", PIECE).steps == ()
    assert calls(plan("Take the hiss out of it.", PIECE))[0][0] == "enhance_speech"


def test_who_played_alone_gets_company() -> None:
    found = calls(plan("Nice, now add an electric piano on top.", PIECE))
    assert found[0][1] == "funk groove, bass and drums with electric piano"


def test_the_length_of_it_is_not_the_time_of_day() -> None:
    found = plan("How long is it now and what does she say?", CLEAN)
    assert [step.tool for step in found.steps] == ["transcribe_speech"] and not found.reply


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Put the two together, voice on top, birds quieter.", "put files together"),
        ("Now put the big dog at the very end, after the singing.", "put files together"),
        ("Just for fun, make me sound like an old radio announcer.", "voice of a recording"),
    ],
)
def test_why_it_can_not_be_is_told(said: str, words: str) -> None:
    song = after(CLEAN, "Sing happy birthday to Leo.", ("audio/0c1d2e3f.wav", "song"))
    assert words in plan(said, song).reply


def test_wishes_that_are_none_for_sound_are_answered_in_turn() -> None:
    context = after(Context(), "Right, take the bins out.")
    assert plan("Fix my bike tyre.", context).reply != context.exchanges[-1].reply


def test_two_wishes_about_the_voice_are_one_change() -> None:
    spoken = after(
        Context().with_resource(GRAN), "Make him say sleep tight.", ("audio/8e4fcb32.wav", "speech")
    )
    found = plan("Still not right, lower please, and make him sound a little tired.", spoken)
    assert [step.tool for step in found.steps] == ["synthesize_speech", "synthesize_talking_head"]
    assert found.steps[0].arguments["pitch"] < 0 and found.steps[0].arguments["speed"] < 1


def test_a_bark_that_comes_twice_is_no_song_sung_twice() -> None:
    song = after(Context(), "Sing happy birthday to Leo.", ("audio/8e4fcb32.wav", "song"))
    found = plan("Actually forget the clapping, make it a dog barking twice.", song)
    assert all("leo. " not in str(step.arguments).lower() for step in found.steps)


def test_heavier_and_round_the_head() -> None:
    found = calls(plan("Make it heavier and let it go round my head.", RAIN))
    assert found[0][:2] == ("generate_audio", "heavy rain on a tin roof")
    assert found[1][0] == "binauralize"


@pytest.mark.parametrize(
    ("said", "description"),
    [
        ("Can you also do thunder, but as its own file?", "thunder"),
        (
            "Put some soft music under it, strings maybe, nothing cheesy.",
            "soft music under it, strings",
        ),
    ],
)
def test_a_description_has_what_is_to_be_heard(said: str, description: str) -> None:
    assert calls(plan(said, Context().with_resource(INTERVIEW)))[0][1] == description


def test_how_something_is_said_elsewhere_is_said_there() -> None:
    found = plan("How do I say my train is late in French, and say it out loud?")
    assert calls(found) == [
        ("synthesize_speech", "my train is late"),
        ("translate_speech", "$1", "French", True),
    ]


@pytest.mark.parametrize("sound", ["talking", "music", "silence", "shouting"])
def test_another_sound_is_sought_however_it_sounds_alone(sound: str) -> None:
    context = after(Context().with_resource(INTERVIEW), "when does he snore", said="at 3 seconds")
    found = calls(plan(f"And any {sound}?", context))
    assert found == [("detect_target_sound", INTERVIEW.path, sound)]


def test_a_wish_after_a_search_is_no_sound() -> None:
    context = after(Context().with_resource(INTERVIEW), "when does he snore", said="at 3 seconds")
    assert plan("and stop", context).steps == ()
