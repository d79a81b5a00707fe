"""Short, plain orders: what they leave open, what they ask besides, and what no tool can do."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.think.planners import HARBOUR, INTERVIEW, NOON, STREET, after, calls, plan
from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.tools import registry
from voice_agent.units import Plan, Query, Resource

ONE = Context().with_resource(INTERVIEW)
TWO = ONE.with_resource(STREET)
PICTURED = ONE.with_resource(HARBOUR)
A, B = INTERVIEW.path, STREET.path
RAIN = ("audio/1d2c3b4a.wav", "rain")


@lru_cache(maxsize=1)
def installed() -> OfflinePlanner:
    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    return OfflinePlanner(signatures, clock=lambda: NOON)


def with_tools(text: str, context: Context = ONE) -> Plan:
    query = Query(len(context.exchanges) + 1, text)
    return installed().plan(query, context, Cancel())


def steps(found: Plan) -> list[tuple]:
    return [(step.tool, dict(step.arguments)) for step in found.steps]


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("extract the voice", "voice"),
        ("please isolate the vocals from the recording", "vocals"),
        ("remove everything but the speech", "speech"),
        ("get rid of everything except for the birds", "birds"),
    ],
)
def test_one_sound_is_kept_of_many(text: str, sound: str) -> None:
    assert calls(plan(text, ONE)) == [("extract_sound", A, sound)]


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("wind please", "wind"),
        ("a dog barking", "dog barking"),
        ("rain and wind", "rain and wind"),
        ("some ocean waves", "ocean waves"),
        ("give me a tone of 800 hertz", "tone of 800 hertz"),
    ],
)
def test_a_sound_that_is_only_named_is_made(text: str, sound: str) -> None:
    assert calls(plan(text, ONE)) == [("generate_audio", sound)]


def test_words_that_are_no_sound_are_asked_about() -> None:
    for text in ("asdf qwer", "seven", "hmm"):
        assert plan(text, ONE).kind in ("clarify", "chat")


@pytest.mark.parametrize(
    "text",
    ["make it louder", "add some echo to it", "put an echo on it", "make it longer", "add reverb"],
)
def test_changes_that_no_tool_makes_are_refused_and_not_asked_about(text: str) -> None:
    assert plan(text, ONE).kind == "unsupported"


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("in a higher key", {"transpose": 3}),
        ("sing it an octave lower", {"transpose": -12}),
        ("again but lower", {"transpose": -3}),
        ("slower", {"text": "happy birthday, slower"}),
        ("make it louder", {"energy": 3.0}),
        ("a bit softer please", {"energy": -8.0}),
    ],
)
def test_a_song_is_sung_in_another_way(text: str, changed: dict) -> None:
    expected = [("sing", {"text": "happy birthday", **changed})]
    assert steps(with_tools(text, _sung())) == expected


def _sung() -> Context:
    return after(Context(), "sing happy birthday", ("audio/7a17a17a.wav", "happy birthday"))


def test_what_was_done_to_a_made_sound_is_done_to_another() -> None:
    context = after(Context(), "generate the sound of rain", RAIN)
    context = after(context, "put it on my left", ("audio/7a17a17b.wav", "binaural version"))
    expected = [("generate_audio", "thunder"), ("binauralize", "$1", -90)]
    assert calls(plan("now do that with thunder instead", context)) == expected


def test_everything_is_more_than_one() -> None:
    assert calls(plan("play everything", TWO)) == [("play_audio", A), ("play_audio", B)]
    found = plan("separate the speakers, clean both and play everything", ONE)
    assert calls(found)[3:] == [("play_audio", "$2"), ("play_audio", "$3")]


def test_a_scene_goes_on_after_a_full_stop() -> None:
    found = plan("Make the sound of rain. Then a door slams.")
    assert calls(found) == [("generate_audio", "rain, then a door slams")]


@pytest.mark.parametrize(
    "text", ["make rain for two hours", "make rain for an hour", "compose an hour of music"]
)
def test_hours_are_no_seconds(text: str) -> None:
    found = with_tools(text, Context())
    assert found.kind == "clarify" and "above the maximum" in found.reply


def test_a_file_that_is_named_wishes_for_no_format() -> None:
    street = Resource(B, "audio", "street.mp3")
    assert "WAV" not in plan("count the barks in street.mp3", Context((street,))).reply
    assert "WAV" in plan("convert street.mp3 to flac", Context((street,))).reply


def test_a_short_sound_is_shorter_and_a_long_one_longer_than_usual() -> None:
    assert calls(plan("a short rain sound")) == [("generate_audio", "rain", 4)]
    assert calls(plan("make a long sound of rain")) == [("generate_audio", "rain", 30)]
    assert calls(plan("generate the sound of a long freight train")) == [
        ("generate_audio", "long freight train")
    ]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("reduce the noise by at most 12 dB", 12),
        ("remove the noise but only by six decibels", 6),
        ("only a little noise reduction", 12),
        ("clean it up but keep some of the room", 12),
        ("clean it up", None),
        ("make it a little cleaner", None),
    ],
)
def test_how_much_noise_goes(text: str, limit: float | None) -> None:
    expected = {"audio": A} if limit is None else {"audio": A, "attenuation_limit": limit}
    assert steps(with_tools(text)) == [("enhance_speech", expected)]


def test_a_mask_says_where_the_damage_is() -> None:
    whole = {"audio": A, "start": 0, "end": 3600, "mask": HARBOUR.path}
    for text in ("use this mask", "repair it with this mask", "inpaint with the mask harbour.jpg"):
        assert steps(with_tools(text, PICTURED)) == [("inpaint_audio", whole)]
    found = with_tools("fill in what I painted over from 2 to 3 seconds", PICTURED)
    assert steps(found) == [("inpaint_audio", {**whole, "start": 2, "end": 3})]


def test_a_repair_without_a_mask_needs_no_picture() -> None:
    found = with_tools("repair interview.wav from 2 to 3 seconds")
    assert steps(found) == [("inpaint_audio", {"audio": A, "start": 2, "end": 3})]
    assert "picture" in with_tools("repair it with this mask").reply


@pytest.mark.parametrize(
    ("text", "tool", "words"),
    [
        ("write me a happy tune for my birthday", "compose_music", "happy tune for my birthday"),
        (
            "compose something in the style of Bach",
            "compose_music",
            "something in the style of Bach",
        ),
        ("generate white noise", "generate_audio", "white noise"),
    ],
)
def test_a_description_is_whole(text: str, tool: str, words: str) -> None:
    assert calls(plan(text)) == [(tool, words)]


def test_a_wish_that_no_tool_meets_is_answered_and_not_asked_about() -> None:
    assert plan("make it an mp3", ONE).kind == "unsupported"


@pytest.mark.parametrize(
    "text",
    [
        "remove the dog from this and tell me what is left",
        "get rid of the dog and describe what remains",
        "take the dog out and caption the rest",
    ],
)
def test_what_is_left_without_a_sound_is_described(text: str) -> None:
    assert calls(plan(text, ONE)) == [("extract_sound", A, "dog"), ("caption_audio", "$1.2")]


def test_noise_is_still_cleaned_away_before_the_rest_is_described() -> None:
    found = calls(plan("remove the hiss from this and tell me what is left", ONE))
    assert found == [("enhance_speech", A), ("caption_audio", "$1")]


@pytest.mark.parametrize(
    "text", ["generate white noise for two minutes", "white noise for two minutes please"]
)
def test_how_long_a_noise_lasts_is_no_part_of_it(text: str) -> None:
    assert calls(plan(text, Context())) == [("generate_audio", "white noise", 120)]


def test_a_tone_lasts_as_long_as_is_asked() -> None:
    found = calls(plan("I need a sine tone of 800 hertz, five seconds.", Context()))
    assert found == [("generate_audio", "sine tone of 800 hertz", 5)]


def test_a_sum_is_still_worked_out_where_it_is_to_be_said() -> None:
    assert plan("say 3 plus 4", Context()).reply == "That is 7."


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("take away the lawn mower from this", "lawn mower"),
        ("take the lawn mower away from this recording", "lawn mower"),
        ("take off the beeping from this", "beeping"),
        ("get the dog off this recording", "dog"),
        ("take the drum kit out", "drum kit"),
        ("remove the train from this", "train"),
        ("There is a siren in the background. Can you remove it?", "siren"),
        ("the dog is too loud in here, take him out", "dog"),
    ],
)
def test_a_sound_that_is_no_noise_is_taken_out_however_that_is_put(text: str, sound: str) -> None:
    assert calls(plan(text, ONE)) == [("extract_sound", A, sound)]


@pytest.mark.parametrize("text", ["there's a lot of hiss in this, take it out", "take the hum off"])
def test_noise_is_cleaned_away_however_that_is_put(text: str) -> None:
    assert calls(plan(text, ONE)) == [("enhance_speech", A)]


@pytest.mark.parametrize("text", ["give me that without the dog", "I want it without the dog"])
def test_a_sound_may_be_named_as_the_one_that_shall_be_gone(text: str) -> None:
    assert calls(plan(text, ONE)) == [("extract_sound", A, "dog")]


@pytest.mark.parametrize(
    "text",
    [
        "Which of these two has a dog in it?",
        "which recording has a dog?",
        "in which of these can you hear a dog?",
        "Do both have a dog?",
    ],
)
def test_a_sound_is_sought_in_each_recording_that_it_may_be_in(text: str) -> None:
    assert calls(plan(text, TWO)) == [
        ("detect_target_sound", A, "dog"),
        ("detect_target_sound", B, "dog"),
    ]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("I want birds, but without crows", ("birds, but without crows",)),
        ("give me the sea, without seagulls", ("sea, without seagulls",)),
        (
            "make a street scene without people talking",
            ("street scene without people talking",),
        ),
        ("make a party, but without music, for 20 seconds", ("party, but without music", 20)),
    ],
)
def test_a_sound_without_another_is_made_where_nothing_was_recorded(text: str, made: tuple) -> None:
    assert calls(plan(text)) == [("generate_audio", *made)]


def test_music_without_an_instrument_is_still_music() -> None:
    assert plan("give me music without drums").steps[0].tool == "compose_music"


@pytest.mark.parametrize(
    "wish",
    [
        "wait five minutes and then record ten seconds",
        "in five minutes play the interview",
        "record ten seconds in five minutes",
        "clean up the interview and in five minutes play it",
        "play the interview, wait five minutes, and record ten seconds",
    ],
)
def test_what_is_wanted_later_is_not_done_at_once(wish: str) -> None:
    found = plan(wish, TWO)
    assert found.kind == "unsupported" and "at once" in found.reply


@pytest.mark.parametrize(
    ("wish", "tool"),
    [
        ("wait a second, play the interview", "play_audio"),
        ("record for ten seconds", "record_audio"),
        ("say we close in five minutes", "synthesize_speech"),
        ("make thunder after five seconds of rain", "generate_audio"),
        ("make a tune, after ten seconds let the drums join", "compose_music"),
    ],
)
def test_a_length_and_a_turn_of_speech_are_no_delay(wish: str, tool: str) -> None:
    assert [name for name, *_ in calls(plan(wish, TWO))] == [tool]


@pytest.mark.parametrize("asks", ["is it true that you can sing", "Is it right you can sing?"])
def test_whether_it_can_sing_is_no_order_to_sing(asks: str) -> None:
    found = plan(asks)
    assert found.kind == "chat" and found.reply.startswith("Yes, I can sing")


@pytest.mark.parametrize(
    "wish", ["make it ten seconds", "make it twenty seconds", "make it longer"]
)
def test_what_was_spoken_cannot_be_given_a_length(wish: str) -> None:
    spoken = after(Context(), "say hello", ("audio/1d2c3b4a.wav", "hello"))
    found = plan(wish, spoken)
    assert found.kind == "unsupported" and "I can't change that" in found.reply
    recorded = after(Context(), "record ten seconds", ("audio/1d2c3b4a.wav", "a recording"))
    assert [name for name, *_ in calls(plan(wish, recorded))] == ["record_audio"]
