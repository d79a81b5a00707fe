"""Other words in what was spoken, and what a transcript says of something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.planners import INTERVIEW, after, calls, plan
from voice_agent.think.context import Context
from voice_agent.think.offline.answers.mentions import answered
from voice_agent.think.offline.dialogue.rewording import reworded
from voice_agent.units import Exchange, Plan, Step, StepResult

LINE = "The train to Leeds leaves at nine."
SPOKEN = after(Context(), f'Say "{LINE}"', ("audio/8e4fcb32.wav", "speech"))
SAID = (
    "We bought the house in May. The mortgage was small, and we paid it off. "
    "Mortgages now are huge."
)


def written_down(said: str = SAID) -> Context:
    step = Step("transcribe_speech", {"audio": INTERVIEW.path})
    words = [
        {"word": f" {word}", "start": 3.0 * place, "end": 3.0 * place + 1}
        for place, word in enumerate(said.split())
    ]
    result = StepResult(
        1,
        1,
        step.tool,
        step.arguments,
        True,
        0.1,
        (),
        said,
        data={"language": "en", "words": words},
    )
    done = Exchange(1, "What do they say?", said, Plan(1, "act", (step,)), (result,))
    return Context().with_resource(INTERVIEW).with_exchange(done)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Say departs instead of leaves.", "The train to Leeds departs at nine."),
        ("I'd rather you said departs than leaves.", "The train to Leeds departs at nine."),
        ("Replace Leeds with York.", "The train to York leaves at nine."),
        ("No, ten past nine, not nine.", "The train to Leeds leaves at ten past nine."),
        ('Add "please mind the gap" on the end.', f"{LINE} Please mind the gap."),
        ("Say attention please at the beginning", f"Attention please. {LINE}"),
    ],
)
def test_what_was_spoken_is_spoken_with_other_words(said: str, text: str) -> None:
    assert calls(plan(said, SPOKEN)) == [("synthesize_speech", text)]


@pytest.mark.parametrize(
    "words", ["say goodbye instead of hello", "make it slower", "add it at the end"]
)
def test_what_is_not_in_the_text_is_not_exchanged(words: str) -> None:
    assert reworded(LINE, words) == ""


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_words_leave_a_text_or_nothing(text: str, words: str) -> None:
    assert isinstance(reworded(text, words), str)
    assert isinstance(answered(words, written_down()), str)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Does she mention the house at all?", "At 0:09: “We bought the house in May."),
        (
            "What do they say about the mortgage?",
            "At 0:21: “… bought the house in May. The mortgage was small,",
        ),
        ("When does he talk about Paris?", 'The transcript says nothing of "Paris".'),
    ],
)
def test_a_transcript_is_searched(asked: str, told: str) -> None:
    assert plan(asked, written_down()).reply.startswith(told)


def test_a_word_that_comes_twice_is_told_twice() -> None:
    reply = plan("What do they say about the mortgage?", written_down()).reply
    assert reply.count("At 0:") == 2


def test_a_question_about_another_recording_is_none_about_the_transcript() -> None:
    assert answered("What is said about the house in interview.wav?", written_down()) == ""
    assert answered("Does she mention the house?", Context()) == ""
    assert answered("What did you say about the house?", written_down()) == ""
    assert answered("When did you talk about the house?", written_down()) == ""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            "is their mortgage small?",
            "At 0:21: “… bought the house in May. The mortgage was small,",
        ),
        ("how long have they owned the house?", "I only find words in what is said"),
        ("give me a quote about the house", "At 0:09: “We bought the house in May."),
        ("find me the line about Paris", 'The transcript says nothing of "Paris".'),
        ("what was the last question?", "Nobody asks anything in the transcript."),
    ],
)
def test_a_question_about_those_who_speak_is_looked_up(asked: str, told: str) -> None:
    assert plan(asked, written_down()).reply.startswith(told)


def test_questions_in_a_transcript_are_told_by_their_order() -> None:
    context = written_down("How are you? I am well. And who paid? We did.")
    assert plan("what was the last question?", context).reply == "At 0:18: “And who paid?”"
    assert plan("what was the first question?", context).reply == "At 0:00: “How are you?”"


@pytest.mark.parametrize("words", ["tell me a joke about frogs", "can you hear her?"])
def test_what_asks_for_something_else_is_not_looked_up(words: str) -> None:
    assert "transcript" not in plan(words, written_down()).reply
    assert "what is said" not in plan(words, written_down()).reply
