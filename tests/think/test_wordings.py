"""What a request plainly shows counts for more than what the model makes of its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.planners import INTERVIEW, STREET, after, calls, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.spelling import Spelling
from voice_agent.think.offline.reader.encoding import quoted
from voice_agent.think.offline.reader.leading import calmed, returning

ONE = Context().with_resource(INTERVIEW)
TWO = ONE.with_resource(STREET)
A, B = INTERVIEW.path, STREET.path


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Reomve teh backgroud nosie", [("enhance_speech", A)]),
        ("trascribe it plz", [("transcribe_speech", A)]),
        ('Say "please record me for 9 seconds"', ["please record me for 9 seconds"]),
        ('say "hello" and "goodbye"', ["hello", "goodbye"]),
        ("say \"it's ten o'clock\" loudly", [("synthesize_speech", "it's ten o'clock", 6)]),
        ("sing me a lullaby about the moon", [("sing",)]),
        ("sing silent night for my grandma", [("sing", "silent night")]),
        ("sing happy birthday to my sister", [("sing", "happy birthday to my sister")]),
        ("remove the noise", [("enhance_speech", A)]),
        ("less noise please", [("enhance_speech", A)]),
        ("take the waves out", [("extract_sound", A, "waves")]),
        ("take the fan out", [("enhance_speech", A)]),
        ("Compose a short jazz piece", [("compose_music", "short jazz piece")]),
        ("I only understand Dutch, what does he say?", [("translate_speech", A, "Dutch")]),
        ("put it into Greek with sound", [("translate_speech", A, "Greek", True)]),
        ("compose a tango", [("compose_music", "tango")]),
        ("compose a lullaby in f minor", [("compose_music", "lullaby in f minor")]),
        ("Lounge music at 90 bpm would be nice", [("compose_music", "Lounge music at 90 bpm")]),
        ("thunder at three and seven seconds", None),
        ("generate thunder after three seconds", None),
        ("make rain with thunder at 4 seconds, 10 seconds long", None),
    ],
)
def test_wordings_are_taken_as_they_stand(text: str, wanted: list[object] | None) -> None:
    found = calls(plan(text, ONE))
    if wanted is None:  # moments belong to the scene, they are not its length
        assert [name for name, *_ in found] == ["generate_audio"]
        assert found[0][1] == text.removeprefix("generate ").removeprefix("make ").split(",")[0]
        assert found[0][2:] == ((10,) if "10 seconds" in text else ())
    elif isinstance(wanted[0], str):
        assert found == [("synthesize_speech", words) for words in wanted]
    else:
        assert found == wanted


def test_a_translation_into_two_languages_is_two_translations() -> None:
    found = calls(plan("translate it into French and Spanish", ONE))
    assert found == [("translate_speech", A, "French"), ("translate_speech", A, "Spanish")]


def test_two_files_named_by_place_or_name_are_both_meant() -> None:
    both = [("transcribe_speech", A), ("transcribe_speech", B)]
    assert calls(plan("transcribe the first and the second", TWO)) == both
    assert calls(plan("transcribe interview.wav and street.wav", TWO)) == both


def test_a_misspelt_name_of_a_file_is_asked_about_and_not_mended() -> None:
    found = plan("transcribe streat.wav", TWO)
    assert found.kind == "clarify"
    assert "Did you mean audio/9c44aa10.wav" in found.reply or "street.wav" in found.reply


def test_a_near_miss_without_its_folder_is_offered() -> None:
    name = A.split("/")[-1].replace("12.", "13.")
    assert f"Did you mean {A}?" in plan(f"play {name}", ONE).reply


def test_a_change_that_the_last_action_does_not_take_goes_to_the_one_that_does() -> None:
    context = after(TWO, "make the sound of a steam train", ("audio/7a17a17a.wav", "steam train"))
    context = after(context, "transcribe street.wav", said="we are here")
    longer = [("generate_audio", "steam train", 15)]
    assert calls(plan("make it ten seconds", context)) == [("generate_audio", "steam train", 10)]
    assert calls(plan("go back to the train and make it longer", context)) == longer


def test_again_but_slower_after_work_without_a_voice_repeats_the_answer() -> None:
    context = after(ONE, "clean it up", ("audio/0a0b0c0d.wav", "the speech without noise"))
    found = plan("again but slower", context)
    assert (found.kind, found.reply) == ("chat", context.last_reply)


def test_how_much_faster_is_heard() -> None:
    context = after(ONE, 'say "the cake is in the oven"', ("audio/0a0b0c0d.wav", "speech"))
    said = ("synthesize_speech", "the cake is in the oven")
    assert calls(plan("once more twice as fast", context)) == [(*said, 2)]
    assert calls(plan("and now normal speed", context)) == [(*said, 1)]


def test_a_spoken_text_may_be_asked_for_in_another_voice() -> None:
    context = after(ONE, 'say "the cake is in the oven"', ("audio/0a0b0c0d.wav", "speech"))
    found = calls(plan("in the style of interview.wav instead", context))
    assert found == [("transfer_style", A, "the cake is in the oven")]


def test_the_other_side_is_the_other_side() -> None:
    context = after(ONE, "put this on my right", ("audio/0a0b0c0d.wav", "binaural version"))
    assert calls(plan("no, on the other side", context)) == [("binauralize", A, -90)]


def test_sums_without_words_and_days_near_today_are_answered() -> None:
    assert plan("2+2").reply == "That is 4."
    assert plan("what day is tomorrow").reply == "Tomorrow will be Tuesday, 3 March 2026."


def test_only_unknown_words_are_mended() -> None:
    spelling = Spelling({"wavs"}, ["remove", "waves", "noise"])
    assert [spelling.right(w) for w in ("reomve", "wavs", "nosie", "zither", "no")] == [
        "remove", "wavs", "noise", "zither", "no",
    ]  # fmt: skip
    assert spelling.right("x" * 100_000) == "x" * 100_000


def test_the_likeliest_slip_is_mended() -> None:
    spelling = Spelling((), ["hundred", "lower", "slow", "slower", "thunder"])
    assert spelling.right("thundre") == "thunder"
    assert spelling.right("slowr") == "slower"
    assert spelling.right("slwo") == "slow"


def test_rare_words_are_no_typing_errors() -> None:
    found = calls(plan("generate waves on shingle for twenty seconds"))
    assert found == [("generate_audio", "waves on shingle", 20)]


def test_quotations_stand_apart_from_apostrophes() -> None:
    text = "say 'it's late' and don't say \"no\""
    assert [text[a:b] for a, b in quoted(text)] == ["it's late", "no"]
    assert quoted("it's the dog's bone") == []


def test_going_back_is_told_from_asking() -> None:
    assert returning("Back to the rain: put it on the right") == ("the rain", "put it on the right")
    assert returning("play it back to me") == ("", "play it back to me")


@pytest.mark.parametrize("unit", [" ", "x", "please ", ", ", "的", "a-b-", "\x00"])
def test_what_is_only_repeated_is_read_once_in_a_while(unit: str) -> None:
    assert calmed(f"read this: {unit * 5000}") == calmed(f"read this: {unit * 100}")
    assert len(calmed(unit * 10_000)) <= 32 * len(unit) + len(unit)


@given(st.text(max_size=60))
def test_what_is_short_is_left_as_it_is(text: str) -> None:
    assert calmed(text) == text
