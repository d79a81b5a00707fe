"""A dialogue about how something is said in another language goes on in that language."""

from __future__ import annotations

import dataclasses

import pytest

from tests.think.planners import after, calls, plan
from voice_agent.think.context import Context
from voice_agent.units import StepResult

SAID = "Dónde está la estación de tren?"


def _told(context: Context = Context()) -> Context:  # noqa: B008  (immutable)
    """After a translation that was said aloud, with the words that the tool told."""
    asked = 'how do you say "where is the train station" in spanish'
    context = after(context, asked, ("audio/0a0b0c0d.wav", "speech"), ("audio/1a1b1c1d.wav", "it"))
    last = context.exchanges[-1]
    results: list[StepResult] = [*last.results]
    arguments = {**results[-1].arguments, "audio": "audio/0a0b0c0d.wav"}
    results[-1] = dataclasses.replace(results[-1], arguments=arguments, text=SAID)
    told = dataclasses.replace(last, results=tuple(results), reply=SAID)
    return dataclasses.replace(context, exchanges=(*context.exchanges[:-1], told))


@pytest.mark.parametrize("words", ["slower please", "say it again slowly", "a bit slower"])
def test_slower_is_how_the_translation_is_said(words: str) -> None:
    assert calls(plan(words, _told())) == [("synthesize_speech", SAID, 0.8)]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("how do you say goodbye", "goodbye"),
        ("and good night?", "good night"),
        ("how about thank you?", "thank you"),
        ("how would I ask for a coffee with milk?", "a coffee with milk"),
    ],
)
def test_the_next_words_are_said_in_the_language_of_before(words: str, text: str) -> None:
    said, there = plan(words, _told()).steps
    assert (said.tool, said.arguments["text"]) == ("synthesize_speech", text)
    assert (there.tool, there.arguments["target_language"]) == ("translate_speech", "Spanish")


@pytest.mark.parametrize("words", ["how do you say it in french", "what is that in French?"])
def test_the_same_is_said_in_another_language(words: str) -> None:
    (step,) = plan(words, _told()).steps[-1:]
    assert (step.tool, step.arguments["target_language"]) == ("translate_speech", "French")


def test_the_language_may_follow_a_question_that_was_refused() -> None:
    context = after(Context(), "how would I ask for a coffee with milk?")
    assert [step.tool for step in plan("in spanish please", context).steps] == [
        "synthesize_speech",
        "translate_speech",
    ]


def test_what_it_was_is_told_and_translated_by_nobody() -> None:
    assert plan("what was the spanish one again?", _told()).reply == f'It was: "{SAID}"'


@pytest.mark.parametrize("words", ['what does "quiero un café" mean', "what does estación mean?"])
def test_what_foreign_words_mean_is_not_read_out(words: str) -> None:
    found = plan(words, _told())
    assert found.kind == "chat" and "translate" in found.reply


def test_without_a_language_before_words_are_only_said() -> None:
    assert calls(plan("how do you say goodbye")) == [("synthesize_speech", "goodbye")]


def test_small_talk_between_is_no_end_of_it() -> None:
    context = after(_told(), "thanks, that's lovely")
    assert plan("what was the spanish one again?", context).reply == f'It was: "{SAID}"'
    said, there = plan("how do you say it in french", context).steps
    assert said.arguments["text"] == "where is the train station"
    assert there.arguments["target_language"] == "French"
