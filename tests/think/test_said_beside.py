"""What is said beside a wish: reasons, languages that somebody speaks, questions, leftovers."""

from __future__ import annotations

import pytest

from tests.think.planners import HARBOUR, INTERVIEW, STREET, after, calls, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.languages import find_language, spoken
from voice_agent.think.offline.reader.asides import without_asides
from voice_agent.think.offline.reading import Clause, Span

A, B = INTERVIEW.path, STREET.path
TWO = Context().with_resource(INTERVIEW).with_resource(STREET)


def test_a_doubtful_reason_that_names_nothing_is_no_wish() -> None:
    clean = Clause("enhance_speech", "clean it")
    reason = Clause("play_audio", "so nobody notices", 0.7)
    assert without_asides([clean, reason]) == (clean,)
    assert without_asides([reason]) == (reason,)  # it is all there is


@pytest.mark.parametrize(
    "clause",
    [
        Clause("play_audio", "so i can hear it", 0.7),
        Clause("play_audio", "and play it", 0.7),
        Clause("transcribe_speech", "because i need it", 0.97),
        Clause("transcribe_speech", "i need kitchen", 0.7, (Span("file", "kitchen"),)),
    ],
)
def test_a_wish_that_is_sure_or_names_something_stays(clause: Clause) -> None:
    assert without_asides([Clause("enhance_speech", "clean it"), clause])[1] == clause


def test_what_shall_stay_as_it_is_is_left_alone() -> None:
    found = calls(plan("transcribe the interview but leave the street alone", TWO))
    assert found == [("transcribe_speech", A)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("they talk in Dutch here", {"Dutch"}),
        ("I will speak Arabic", {"Arabic"}),
        ("from Swedish to English", {"Swedish"}),
        ("it's in Polish, put it into Greek", {"Polish"}),
        ("a caller rang us in Polish", {"Polish"}),
        ("nobody here knows Korean", {"Korean"}),
        ("my colleague has only English", {"English"}),
        ("then speak Italian please", set()),
        ("translate it into French", set()),
    ],
)
def test_languages_that_are_said_to_be_spoken(text: str, names: set) -> None:
    assert spoken(text) == names


def test_a_code_that_is_called_a_language_is_one() -> None:
    assert find_language("transcribe it, language sv", exactly=True) == "Swedish"
    assert find_language("is it in no time", exactly=True) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "record ten seconds, I will speak Italian, and translate that into German",
            [("record_audio", 10), ("translate_speech", "$1", "German")],
        ),
        (
            "My uncle speaks Danish on the interview. Clean it and then tell it to me in English",
            [("enhance_speech", A), ("translate_speech", "$1", "English")],
        ),
        ("translate the street from Japanese to English", [("translate_speech", B, "English")]),
        ("she is speaking Czech in street, write it down", [("transcribe_speech", B, "Czech")]),
        (
            "the interview is spoken in Dutch, put it into English",
            [("translate_speech", A, "English")],
        ),
    ],
)
def test_a_language_that_is_spoken_is_no_target(text: str, wanted: list) -> None:
    assert calls(plan(text, TWO)) == wanted


def test_only_a_language_that_is_left_leads_to_a_question() -> None:
    found = plan("translate the interview from Polish", TWO)
    assert (found.kind, found.reply) == ("clarify", "Into which language?")


def test_a_transcript_is_made_anew_in_the_language_that_is_spoken() -> None:
    done = after(TWO, "transcribe the interview", said="Hej hej.")
    found = calls(plan("they speak Danish, do it over", done))
    assert found == [("transcribe_speech", A, "Danish")]


@pytest.mark.parametrize(
    "text",
    [
        "Can you clean up a noisy recording?",
        "could you transcribe an audio file",
        "Are you able to translate an interview into Spanish",
        "is it possible to take a siren out of a recording?",
    ],
)
def test_a_question_about_an_ability_is_answered_with_yes(text: str) -> None:
    found = plan(text, TWO)
    assert (found.kind, found.reply[:10]) == ("chat", "Yes, I can")


@pytest.mark.parametrize(
    "text",
    [
        "can you clean up the recording",
        "could you clean up a recording called street",
        "can you clean the street",
    ],
)
def test_a_polite_order_about_a_file_that_is_there_is_done(text: str) -> None:
    assert calls(plan(text, TWO)) == [("enhance_speech", B)]


def test_yes_says_what_to_give_where_nothing_is_there() -> None:
    assert plan("can you describe pictures?").reply.endswith("Attach a picture.")
    shown = Context().with_resource(HARBOUR)
    assert plan("can you describe a picture?", shown).reply.endswith("Tell me which one.")


def test_a_length_in_a_sentence_of_its_own_belongs_to_the_sound() -> None:
    found = plan("I need a creaking gate. Twelve seconds will do.")
    assert [step.tool for step in found.steps] == ["generate_audio"]
    assert found.steps[0].arguments["duration"] == 12
