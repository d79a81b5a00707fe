"""Several wishes, and wishes about what was just made, in the words that people find for them."""

from __future__ import annotations

import pytest

from tests.think.planners import INTERVIEW, STREET, after, calls, plan
from tests.think.test_plain_orders import steps, with_tools
from voice_agent.think.context import Context
from voice_agent.units import Exchange, Plan, Resource

ONE = Context().with_resource(INTERVIEW)
TWO = ONE.with_resource(STREET)
A, B = INTERVIEW.path, STREET.path
MARSH = Resource("audio/093d43b6.wav", "audio", "marsh evening.wav")


def test_verbs_that_share_a_file_work_on_one_after_the_other() -> None:
    expected = [("enhance_speech", A), ("transcribe_speech", "$1")]
    assert calls(plan("denoise and transcribe interview.wav", TWO)) == expected
    both = [("separate_speech", A), ("enhance_speech", "$1.1"), ("enhance_speech", "$1.2")]
    assert calls(plan("separate and clean interview.wav", TWO)) == both
    told = [("transcribe_speech", A), ("caption_audio", A)]
    assert calls(plan("transcribe and caption interview.wav", TWO)) == told


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("take the drums out of it and play me the rest", "play_audio"),
        ("remove the siren from street.wav and tell me what sounds remain", "detect_sounds"),
        ("take the birds out and transcribe what's left", "transcribe_speech"),
    ],
)
def test_the_rest_is_the_recording_without_the_sound(text: str, last: str) -> None:
    found = calls(plan(text, TWO))
    assert [name for name, *_ in found] == ["extract_sound", last]
    assert found[1][1] == "$1.2"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("take the parrot out of this and write down what she says", "transcribe_speech"),
        ("remove the parrot from this and play it", "play_audio"),
        ("There's a parrot in this. Take it out and tell me what is said.", "transcribe_speech"),
        ("A parrot keeps on in here, get rid of it and put it into English", "translate_speech"),
    ],
)
def test_what_is_done_next_is_done_without_the_sound_that_was_got_rid_of(
    text: str, last: str
) -> None:
    found = calls(plan(text, ONE))
    assert found[0] == ("extract_sound", A, "parrot")
    assert found[1][:2] == (last, "$1.2")
    assert len(found) == 2


def test_what_a_sound_was_taken_out_of_goes_on_to_every_later_wish() -> None:
    found = calls(plan("take away the siren, transcribe it and then translate it to French", ONE))
    assert [step[1] for step in found[1:]] == ["$1.2", "$1.2"]


def test_who_was_taken_out_is_heard_and_not_the_rest() -> None:
    found = calls(plan("extract her voice and transcribe it", ONE))
    assert found[1] == ("transcribe_speech", "$1")


@pytest.mark.parametrize(
    ("text", "made", "where"),
    [
        ("make a doorbell coming from behind on the right", "doorbell", 135),
        ("a dog barking from the left", "dog barking", -90),
        ("I want a bee buzzing on my right", "bee buzzing", 90),
        ("Give me footsteps coming from behind me", "footsteps", 180),
        ("six seconds of thunder, behind me", "thunder", 180),
    ],
)
@pytest.mark.parametrize("context", [Context(), ONE])
def test_a_sound_that_comes_from_somewhere_is_made_and_put_there(
    text: str, made: str, where: int, context: Context
) -> None:
    found = plan(text, context).steps
    assert [step.tool for step in found] == ["generate_audio", "binauralize"]
    assert found[0].arguments["description"] == made
    assert dict(found[1].arguments) == {"audio": "$1", "azimuth": where}


@pytest.mark.parametrize(
    "text",
    ["make the bird come from the left", "put a copy of it on the left", "put it on my left"],
)
def test_what_is_there_is_put_somewhere_and_not_made(text: str) -> None:
    assert calls(plan(text, ONE)) == [("binauralize", A, -90)]


def test_a_scene_keeps_the_sides_that_it_has_of_its_own() -> None:
    found = calls(plan("rain on my left, ten seconds", Context()))
    assert found == [("generate_audio", "rain on my left", 10)]


def test_a_sound_is_told_from_the_file_it_is_in() -> None:
    context = TWO.with_resource(MARSH).with_resource(Resource("audio/1.wav", "audio", "talk.wav"))
    expected = [("extract_sound", MARSH.path, "woodpecker")]
    assert calls(plan("Isolate the woodpecker in marsh evening.", context)) == expected


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("the recording is in portuguese, put it in english for me", False),
        ("I want to hear it in English", True),
        ("speak the translation in English", True),
        ("what does she say in English", False),
    ],
)
def test_one_translation_into_the_language_that_is_wanted(text: str, spoken: bool) -> None:
    expected = {"audio": A, "target_language": "English", **({"speak": True} if spoken else {})}
    assert steps(plan(text, ONE)) == [("translate_speech", expected)]


def test_words_after_a_colon_are_spoken() -> None:
    found = plan("Please speak this for me, I can't phone: I would like to come on Monday.")
    assert calls(found) == [("synthesize_speech", "I would like to come on Monday")]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ("Please read this aloud. The meeting starts at nine.", "The meeting starts at nine."),
        ("Say the following. We are closed on Monday.", "We are closed on Monday."),
        ("Read this to me, please. Dear friends, thank you.", "Dear friends, thank you."),
    ],
)
def test_a_colon_may_be_heard_as_a_full_stop(request_: str, words: str) -> None:
    spoken_before = after(Context(), "say good morning", ("audio/538bf9fa.wav", "speech"))
    assert calls(plan(request_, spoken_before)) == [("synthesize_speech", words)]


def test_an_order_after_a_full_stop_is_not_read_aloud() -> None:
    assert all("rain" not in str(call) for call in calls(plan("Read this. Then make some rain.")))


def test_a_goodbye_is_a_text_where_a_text_was_asked_for() -> None:
    asked = Exchange(1, "say something", "What should I say?", Plan(1, "clarify", (), ""))
    found = plan("I am on my way", Context().with_exchange(asked))
    assert calls(found) == [("synthesize_speech", "I am on my way")]


def test_two_paces_are_two_readings() -> None:
    found = steps(plan('say "the rain in spain" first slowly and then fast'))
    assert [arguments["speed"] for _, arguments in found] == [0.8, 1.25]


def test_slower_and_louder_are_two_changes() -> None:
    context = after(Context(), 'say "the door was open"', ("audio/0a0b0c0d.wav", "speech"))
    assert calls(plan("slower and a bit louder", context)) == [
        ("synthesize_speech", "the door was open", 0.8, 6)
    ]


def test_how_far_down_a_voice_goes() -> None:
    found = plan('say "who goes there" and pitch it down 4 semitones')
    assert calls(found) == [("synthesize_speech", "who goes there", -4)]


def test_the_next_line_of_a_copied_voice() -> None:
    context = after(ONE, 'say "reload" in the voice of interview.wav', ("audio/7a7a7a7a.wav", "s"))
    assert calls(plan('next line: "Cover me!"', context)) == [("transfer_style", A, "Cover me!")]


def test_an_instrument_is_put_under_a_song() -> None:
    context = after(Context(), "sing happy birthday", ("audio/7a17a17a.wav", "happy birthday"))
    found = with_tools("can you put a guitar under it", context)
    assert steps(found) == [("sing", {"text": "happy birthday", "accompaniment": "guitar"})]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("right behind me", {"azimuth": 180}),
        ("30 degrees left", {"azimuth": -30}),
        ("from behind", {"azimuth": 180}),
        ("let it circle slowly", {"motion": "circle"}),
        ("circle my head, once every four seconds", {"motion": "circle every four seconds"}),
    ],
)
def test_a_place_alone_is_a_wish(text: str, where: dict) -> None:
    assert steps(plan(text, ONE)) == [("binauralize", {"audio": A, **where})]


def test_files_are_not_mixed_and_a_repair_without_times_is_asked_about() -> None:
    assert plan("Mix the street under the interview at minus twelve dB.", TWO).kind == "unsupported"
    assert plan("fix the bit where my string snaps", ONE).kind == "clarify"


def test_a_removed_sound_that_is_no_noise_is_taken_out() -> None:
    found = calls(plan("Get rid of the baby crying in street.wav", TWO))
    assert found == [("extract_sound", B, "baby crying")]
    assert calls(plan("Get rid of the hum in street.wav", TWO)) == [("enhance_speech", B)]


# --- short words about what was just made -----------------------------------------------

RAIN = ("audio/1d2c3b4a.wav", "rain")


@pytest.mark.parametrize(
    ("text", "made"),
    [("again", "rain"), ("make it heavier", "heavy rain"), ("quieter please", "quiet rain")],
)
def test_a_sound_is_made_again_in_another_way(text: str, made: str) -> None:
    context = after(Context(), "generate the sound of rain", RAIN)
    assert calls(plan(text, context)) == [("generate_audio", made)]


@pytest.mark.parametrize("text", ["out loud please", "now say it", "can I hear it"])
def test_a_translation_is_spoken_when_that_is_asked_for_later(text: str) -> None:
    context = after(ONE, "translate it into French", said="bonjour")
    wanted = {"audio": A, "target_language": "French", "speak": True}
    assert steps(plan(text, context)) == [("translate_speech", wanted)]


def test_what_was_placed_is_placed_anew_and_not_twice() -> None:
    context = after(ONE, "put it on my left", ("audio/7a17a17b.wav", "binaural version"))
    assert calls(plan("let it circle", context)) == [("binauralize", A, "circle")]
    found = steps(plan("a bit higher", context))
    assert found == [("binauralize", {"audio": A, "azimuth": -90, "elevation": 45})]
    found = calls(plan("make rain and put it on my right", context))
    assert found == [("generate_audio", "rain"), ("binauralize", "$1", 90)]


def test_what_was_found_may_be_taken_out() -> None:
    context = after(ONE, "when does the dog bark", said="at 2 seconds")
    assert calls(plan("cut it out", context)) == [("extract_sound", A, "dog bark")]


def test_after_an_extraction_it_is_the_sound_and_the_rest_is_the_rest() -> None:
    made = (("audio/7a17a181.wav", "dog"), ("audio/7a17a182.wav", "without dog"))
    context = after(ONE, "extract the dog", *made)
    assert calls(plan("play it", context)) == [("play_audio", made[0][0])]
    assert calls(plan("play the rest", context)) == [("play_audio", made[1][0])]


def test_too_much_of_something_asks_for_less() -> None:
    context = after(Context(), 'say "the door was open"', ("audio/0a0b0c0d.wav", "speech"))
    assert calls(plan("too fast", context)) == [("synthesize_speech", "the door was open", 0.8)]


def test_both_times_of_a_repair_are_changed() -> None:
    context = after(ONE, "repair it from 2 to 3 seconds", ("audio/7a17a184.wav", "repaired"))
    assert calls(plan("no, 3 to 4", context)) == [("inpaint_audio", A, 3, 4)]
    for text in ("The end was wrong, it must be 4.5", "it ends at 4.5", "make the end 4.5"):
        start, end = calls(plan(text, context))[0][2:]
        assert (start < 4, end) == (True, 4.5)


def test_which_sound_is_asked_when_none_is_told() -> None:
    assert plan("Take one of the sounds out of the recording.", ONE).reply.startswith("Which")


def test_a_numbered_take_is_one_file() -> None:
    take = Resource("audio/748f3acf.wav", "audio", "monologue_take3.wav")
    context = TWO.with_resource(take).with_resource(MARSH)
    assert calls(plan("Let me have a listen to take three.", context)) == [
        ("play_audio", take.path)
    ]


def test_a_cut_is_no_repair() -> None:
    assert plan("cut 0:30-0:45 from the recording", ONE).kind == "unsupported"
    assert calls(plan("repair it from 0:30 to 0:45", ONE)) == [("inpaint_audio", A, 30, 45)]


def test_a_question_whether_a_sound_is_there_names_the_sound() -> None:
    found = plan("Was there a knock?", ONE)
    assert calls(found) == [("detect_target_sound", A, "knock")]


def test_two_orders_with_a_comma_between_them_are_two() -> None:
    made = ("generate_audio", "rain")
    placed = ("binauralize", "$1", 180)
    assert calls(plan("make rain, put it behind me and play it", ONE))[:2] == [made, placed]
    found = calls(plan("make thunder, play it", ONE))
    assert found == [("generate_audio", "thunder"), ("play_audio", "$1")]


def test_a_transcript_that_is_not_there_yet_is_made_before_it_is_read_aloud() -> None:
    expected = [("transcribe_speech", A), ("synthesize_speech", "$1")]
    assert calls(plan("read the transcript of this aloud", ONE)) == expected


def test_what_is_sung_after_it_was_said_are_the_same_words() -> None:
    both = [("synthesize_speech", "hello world"), ("sing", "hello world")]
    assert calls(plan("say hello world and sing it")) == both
    assert calls(plan("say hello world and sing something")) != both
