"""What was made of words and worked on since changes where it was made; the work is done again."""

from __future__ import annotations

import pytest

from tests.think.planners import after, calls, plan
from voice_agent.think.context import Context

MADE = ("audio/1d2c3b4a.wav", "what was made")
LEFT = ("audio/2d2c3b4a.wav", "it on the left")


def worked_on(made: str, *since: str) -> Context:
    """After something was made, and something was done with it in each turn since."""
    context = after(Context(), made, MADE)
    for number, work in enumerate(since):
        context = after(context, work, (f"audio/{number + 5}d2c3b4a.wav", work))
    return context


def tools(said: str, context: Context) -> list[str]:
    return [step.tool for step in plan(said, context).steps]


@pytest.mark.parametrize(
    ("made", "said", "anew"),
    [
        ("compose ten seconds of jazz", "make it sadder", "sad jazz"),
        ("compose ten seconds of jazz", "a bit faster", "jazz, a bit faster"),
        ("compose ten seconds of jazz", "without the drums please", "jazz, without drums"),
        ("compose ten seconds of jazz", "the drums are too loud", "jazz, quieter drums"),
        ("compose ten seconds of jazz", "make it a cello", "jazz with cello"),
        ("make five seconds of rain", "can you make it heavier", "heavy rain"),
        (
            "make rain on a tin roof",
            "nice, but I wanted a much heavier rain",
            "heavy rain on a tin roof",
        ),
        ("make five seconds of rain", "now do that with thunder instead", "thunder"),
        ("make five seconds of rain with birds", "without the birds", "rain"),
    ],
)
def test_a_change_is_made_where_it_can_be(made: str, said: str, anew: str) -> None:
    first, second = plan(said, worked_on(made, "put it on my left")).steps
    assert first.arguments["description"] == anew
    assert (second.tool, dict(second.arguments)) == (
        "binauralize",
        {"audio": "$1", "azimuth": -90},
    )


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("a bit slower", {"speed": 0.8}),
        ("in a deeper voice please", {"pitch": -3}),
        ("say it angrily", {"speed": 1.1, "pitch": 1, "energy": 5}),
    ],
)
def test_what_was_spoken_is_spoken_otherwise(said: str, changed: dict[str, float]) -> None:
    spoken, placed = plan(said, worked_on("say good morning", "put it on my left")).steps
    assert dict(spoken.arguments) == {"text": "good morning", **changed}
    assert placed.arguments["audio"] == "$1"


def test_all_that_was_done_since_is_done_again() -> None:
    context = worked_on("compose a march", "put it on my left", "take the noise out of it")
    assert tools("without drums", context) == ["compose_music", "binauralize", "enhance_speech"]
    assert [step.arguments.get("audio") for step in plan("sadder", context).steps] == [
        None,
        "$1",
        "$2",
    ]


def test_one_request_of_several_steps_is_changed_alike() -> None:
    context = after(Context(), "compose a march and put it on my left", MADE, LEFT)
    assert tools("without drums", context) == ["compose_music", "binauralize"]


def test_what_was_only_listened_to_is_not_asked_again() -> None:
    context = after(Context(), "compose a march", MADE)
    context = after(context, "which sounds do you hear in it?", said="music")
    assert tools("without drums", context) == ["compose_music"]


def test_what_was_told_of_it_is_neither_sung_nor_sought() -> None:
    context = after(Context(), "sing twinkle twinkle little star", MADE)
    context = after(context, "describe what you hear", said="A lullaby.")
    assert calls(plan("sing it slower", context))[0][:2] == (
        "sing",
        "twinkle twinkle little star, slower",
    )
    context = after(Context(), "compose a sad tune in A minor", MADE)
    context = after(context, "which sounds do you hear in it?", said="music")
    assert calls(plan("even faster, and really push the tempo", context))[0][0] == "compose_music"


def test_a_longer_piece_is_put_where_it_was() -> None:
    context = worked_on("compose a march", "put it on my left")
    first, second = plan("make the march twice as long", context).steps
    assert (first.tool, first.arguments["duration"]) == ("compose_music", 60)
    assert (second.tool, second.arguments["audio"]) == ("binauralize", "$1")


def test_other_words_are_spoken_where_they_were() -> None:
    context = worked_on("say the ferry is delayed by one hour", "put it on my left")
    assert calls(plan("say two hours instead of one", context)) == [
        ("synthesize_speech", "the ferry is delayed by two hours"),
        ("binauralize", "$1", -90),
    ]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("put it in front of me", "binauralize"),
        ("put it on the right instead", "binauralize"),
        ("what do you hear in it?", "detect_sounds"),
        ("take the noise out of it", "enhance_speech"),
    ],
)
def test_what_the_last_work_takes_stays_its_own(said: str, meant: str) -> None:
    assert tools(said, worked_on("compose ten seconds of jazz", "put it on my left")) == [meant]


def test_something_new_is_not_worked_on_as_the_last_was() -> None:
    context = worked_on("compose ten seconds of jazz", "put it on my left")
    assert tools("compose a sad waltz", context) == ["compose_music"]
    assert tools("make five seconds of wind", context) == ["generate_audio"]
    scene = worked_on("make a door, old and heavy, in a big hall", "put it on my left")
    said = "Good, forget the door, I need footsteps on gravel, one person"
    assert calls(plan(said, scene)) == [("generate_audio", "footsteps on gravel, one person")]


def test_a_recording_of_the_users_own_has_no_making() -> None:
    context = worked_on("record five seconds", "put it on my left")
    assert plan("without the drums", context).kind != "act"


def test_small_talk_stays_small_talk() -> None:
    context = worked_on("compose ten seconds of jazz", "put it on my left")
    for said in ("thank you", "what time is it?", "speak louder"):
        assert calls(plan(said, context)) == []


@pytest.mark.parametrize("made", ["compose a waltz", "sing twinkle twinkle little star"])
def test_a_slow_way_round_is_no_pace(made: str) -> None:
    found = plan("make it float slowly round my head", after(Context(), made, MADE))
    assert calls(found)[0][:2] == ("binauralize", MADE[0])
