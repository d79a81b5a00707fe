"""Small questions that lean on the one before: "and until Easter?", "times three?"."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.planners import NOON, after, plan, planner
from voice_agent.think.context import Context
from voice_agent.think.offline.answers import zones
from voice_agent.think.offline.dialogue import carried
from voice_agent.units import Query


def told(*said: str) -> str:
    """The answer to the last of several questions."""
    context = Context()
    for question in said[:-1]:
        context = after(context, question)
    return plan(said[-1], context).reply


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (("What's seven times eight?", "And times three?"), "That is 168."),
        (("What's seven times eight?", "Times three.", "Minus eight?"), "That is 160."),
        (("What's seven times eight?", "Half of that."), "That is 28."),
        (("What's seven times eight?", "What's that squared?"), "That is 3,136."),
        (("What's 15 percent of 80?", "And of 120?", "And 20 percent?"), "That is 24."),
        (("How many days until Christmas?", "And until Easter?"), "34 days."),
        (("How many days until Christmas?", "And till May?", "What about Easter?"), "34 days."),
        (
            ("What date is next Friday?", "And the Friday after that?"),
            "That is Friday, 13 March 2026.",
        ),
        (
            ("What day is Christmas on this year?", "And New Year's Eve?", "The day after that?"),
            "That is Friday, 1 January 2027.",
        ),
        (("How many ounces in a pound?", "And in a kilo?"), "About 35.27 ounces."),
        (("How many miles is ten kilometres?", "And twenty?"), "About 12.43 miles."),
        (("How many miles is ten kilometres?", "What's that in yards?"), "About 10,936 yards."),
        (("What time is it?", "And in an hour?"), "It will be 13:30."),
        (("What time was it ten minutes ago?", "And half an hour ago?"), "It was 12:00."),
        (("How long until five pm?", "And until six?"), "5 hours and 30 minutes."),
    ],
)
def test_a_question_goes_on_from_the_one_before(said: tuple[str, ...], answer: str) -> None:
    assert told(*said) == answer


def test_a_city_takes_the_place_of_another() -> None:
    assert told("What time is it in Tokyo?", "And in Sydney?").endswith("in Sydney.")
    assert told("What time is it in Tokyo?", "What about Sydney?").endswith("in Sydney.")


def test_what_leans_on_a_question_is_surely_answered() -> None:
    context = after(Context(), "What's seven times eight?")
    assert planner().standing(Query(2, "And times three?"), context) == "ready"


@pytest.mark.parametrize("said", ["And a dog.", "What about the cat?", "Make it louder.", "And?"])
def test_other_words_are_no_such_question(said: str) -> None:
    for first in (
        "What's seven times eight?",
        "How many days until Christmas?",
        "What time is it?",
    ):
        assert carried.answered(said, after(Context(), first), NOON) == ""


@given(st.text(max_size=80), st.sampled_from(["What time is it in Rome?", "What's 3 plus 4?"]))
def test_any_words_may_follow(said: str, first: str) -> None:
    told = carried.answered(said, after(Context(), first), NOON)
    assert told == "" or re.search(r"\d", told)  # a time or a sum, or it is left to others


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what time will it be in two and a half hours", "It will be 15:00."),
        ("what time was it twenty minutes ago", "It was 12:10."),
        ("what time will it be an hour and a half from now", "It will be 14:00."),
        ("what time is it in the house", "It is 12:30."),
    ],
)
def test_the_time_is_told_some_hours_on(question: str, answer: str) -> None:
    assert zones.told(question, NOON) == answer
