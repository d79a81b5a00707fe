"""What words come to that somebody may still be saying: how long to wait depends on it."""

from __future__ import annotations

import pytest

from tests.think.planners import INTERVIEW, STREET, after, planner
from voice_agent.think.context import Context
from voice_agent.units import Query

TWO = Context().with_resource(INTERVIEW).with_resource(STREET)


def settles(answer: str, request: str) -> bool:
    return planner().standing(Query(2, answer), after(TWO, request)) == "settled"


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("translate the interview", "German."),
        ("translate the interview", "Into Spanish, please."),
        ("record me", "Thirty."),
        ("record me", "Make it five."),
        ("repair the interview", "From ten to twenty."),
    ],
)
def test_a_value_that_completes_the_plan_settles_the_question(request_: str, answer: str) -> None:
    assert settles(answer, request_)


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("translate the interview", "Into"),
        ("translate the interview", "No."),
        ("translate the interview", "Well, German, I suppose, if you can do that"),
        ("record me", "About"),
        ("record me", "Four point"),
        ("say something", "Good morning"),  # a text may go on
        ("transcribe the interview", "German."),  # nothing was asked
    ],
)
def test_what_may_go_on_does_not(request_: str, answer: str) -> None:
    assert not settles(answer, request_)


@pytest.mark.parametrize(
    "said",
    [
        "Good morning.",
        "What's the time?",
        "Got a name?",
        "Divide a thousand by eight.",
        "Spell the word rhythm.",
        "How many seconds are there in four and a half minutes?",
        "Do you understand German?",
        "Tell me what sounds I can pick from.",
        "Can you speak any Portuguese at all?",
        "Speak a little slower, please.",
        "Did that last thing finish properly, by the way?",
        "Could you make rain sounds if I asked you to?",
    ],
)
def test_what_is_answered_in_words_is_ready(said: str) -> None:
    assert planner().standing(Query(1, said), TWO) == "ready"


@pytest.mark.parametrize(
    "said",
    [
        "clean the interview",  # work: half a wish would be half the work
        "goodbye",  # nobody is sent away by mistake
        "mute yourself",
        "okay",
        "divide",
    ],
)
def test_work_and_what_begins_a_sentence_is_not(said: str) -> None:
    assert planner().standing(Query(1, said), TWO) == "open"


def test_how_it_speaks_is_ready_only_where_nothing_else_could_be_meant() -> None:
    assert planner().standing(Query(1, "Speak slower."), Context()) == "ready"
    read_aloud = after(Context(), "Say good morning.")
    assert planner().standing(Query(2, "Slower, please."), read_aloud) == "open"


@pytest.mark.parametrize(
    "said",
    [
        "Turn off the lamp in the hallway.",
        "Get the lights in the hallway for me, would you?",
        "Tell me about dragons.",
    ],
)
def test_what_it_cannot_do_is_talk(said: str) -> None:
    """An answer in words, too; but so are many beginnings."""
    assert planner().standing(Query(1, said), TWO) == "talk"


@pytest.mark.parametrize("said", ["Stop.", "Pardon me?", "Thank you very much.", "Louder, please."])
def test_a_phrase_that_hardly_ever_goes_on_is_whole(said: str) -> None:
    assert planner().standing(Query(1, said), Context()) == "whole"


@pytest.mark.parametrize("said", ["Stop the music", "Hello.", "What time is it?"])
def test_other_answers_are_only_ready(said: str) -> None:
    assert planner().standing(Query(1, said), Context()) == "ready"
