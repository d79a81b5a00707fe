"""What words say for certain: signs, ranges, what is sought and taken out, what no tool does."""

import pytest

from tests.think.planners import INTERVIEW, STREET, after, calls, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases import values

ONE = Context((INTERVIEW,))
A = INTERVIEW.path
BELLS = ("audio/1d2c3b4a.wav", "sound: church bells")


@pytest.mark.parametrize(
    ("text", "degrees"), [("-60 degrees", -60), ("at azimuth -45", -45), ("30-40 degrees", 30)]
)
def test_a_sign_belongs_to_its_number(text: str, degrees: float) -> None:
    assert values.azimuth(text) == degrees


def test_what_is_straight_above_is_overhead() -> None:
    assert calls(plan("put it straight above me", ONE)) == [("binauralize", A, 90)]


def test_a_side_beside_a_height_is_a_side() -> None:
    context = after(Context(), "generate church bells", BELLS)
    found = calls(plan("now from the right, slightly above", context))
    assert found == [("binauralize", BELLS[0], 90, 45)]


def test_a_range_of_clock_times_has_two_ends() -> None:
    found = calls(plan("there's a glitch at 00:07-00:08 in interview.wav, inpaint it", ONE))
    assert found == [("inpaint_audio", A, 7, 8)]


def test_what_was_sought_is_what_is_taken_out() -> None:
    context = Context((STREET,))
    found = calls(plan("find where the dog barks in street.wav and then remove it", context))
    assert [call[0] for call in found] == ["detect_target_sound", "extract_sound"]
    assert found[0][1:] == found[1][1:]


def test_two_sounds_of_two_lengths_are_two() -> None:
    found = calls(plan("make five seconds of torch crackling and six seconds of dripping water"))
    assert found == [
        ("generate_audio", "torch crackling", 5),
        ("generate_audio", "dripping water", 6),
    ]


def test_a_translation_that_is_to_be_spoken_is_spoken() -> None:
    assert calls(plan("translate this to French and speak it", ONE)) == [
        ("translate_speech", A, "French", True)
    ]


@pytest.mark.parametrize(
    "wish", ["crossfade interview.wav so it's seamless", "sync this to camera A"]
)
def test_verbs_of_no_tool_are_no_other_tool(wish: str) -> None:
    assert plan(wish, ONE).kind == "unsupported"


def test_words_after_a_colon_are_spoken() -> None:
    said = "I would like to move my appointment to Thursday."
    context = after(Context(), f"Say: {said}", ("audio/aa10bb20.wav", "speech"))
    assert calls(context.exchanges[0].plan) == [("synthesize_speech", said)]
    louder = calls(plan("Speak it again, louder.", context))
    assert louder[0][:2] == ("synthesize_speech", said)


@pytest.mark.parametrize(
    ("change", "seconds"),
    [("Longer please, a full minute", 60), ("five seconds longer", 15), ("make it longer", 15)],
)
def test_how_much_longer_may_be_told(change: str, seconds: float) -> None:
    context = after(Context(), "generate church bells for ten seconds", BELLS)
    assert calls(plan(change, context)) == [("generate_audio", "church bells", seconds)]


def test_the_result_of_what_comes_first_is_played() -> None:
    found = calls(plan("before you play the interview, fix the hole at 3 to 4 s", ONE))
    assert found == [("inpaint_audio", A, 3, 4), ("play_audio", "$1")]


def test_a_spoken_name_of_no_file_is_asked_about() -> None:
    assert plan("play kitchen dot wav", ONE).kind == "clarify"


def test_a_length_at_the_end_of_a_description_is_a_length() -> None:
    found = calls(plan("make a beat, trap, dark, 15 secs"))
    assert (found[0][0], found[0][2]) == ("compose_music", 15)


def test_what_was_extracted_is_played_and_not_extracted_again() -> None:
    made = ("audio/aa10bb20.wav", "extracted: kingfisher")
    context = after(ONE, "pull the kingfisher out of this", made)
    assert calls(plan("play me just the kingfisher", context)) == [("play_audio", made[0])]


def test_whats_left_is_the_rest() -> None:
    found = calls(plan("extract the dog from this and tell me which sounds are left", ONE))
    assert found == [("extract_sound", A, "dog"), ("detect_sounds", "$1.2")]


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("where is there music in it", "music"),
        ("tell me where there is singing", "singing"),
        ("when does the applause end", "applause"),
        ("can you hear voices in it", "voices"),
    ],
)
def test_music_and_voices_that_are_asked_after_are_sought(text: str, sound: str) -> None:
    assert calls(plan(text, ONE)) == [("detect_target_sound", A, sound)]


def test_songs_and_voices_of_ours_are_not_sought() -> None:
    for text in ("are there songs you know", "are there voices i can choose", "do you hear me"):
        assert plan(text, ONE).kind == "chat"
