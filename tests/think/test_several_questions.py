"""Several small things in one breath: each is answered."""

from __future__ import annotations

import pytest

from tests.think.planners import calls, plan, planner
from voice_agent.think.context import Context
from voice_agent.units import Query


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Tell me what time it is and what day?", "It is 12:30. Today is Monday, 2 March 2026."),
        ("What's the date and time?", "Today is Monday, 2 March 2026. It is 12:30."),
        ("What's 5 times 5, and what's 6 times 6?", "That is 25. That is 36."),
        ("How many days until Christmas and what time is it?", "298 days. It is 12:30."),
        ("Hello. What time is it?", "It is 12:30."),
        ("Stop. Thanks.", "Okay."),
    ],
)
def test_each_question_is_answered_once(said: str, answer: str) -> None:
    found = plan(said)
    assert (found.kind, found.reply) == ("chat", answer)
    assert planner().standing(Query(1, said), Context()) == "ready"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("What's three hours and twenty minutes in seconds?", "12,000 seconds."),
        ("what is five feet and three inches in centimeters", "About 160 centimetres."),
        ("What is a hundred and five?", "That is 105."),
        ("How much is two and two?", "That is 4."),
        ("How much is twenty five and thirty?", "That is 55."),
    ],
)
def test_an_amount_with_and_is_one_thing(said: str, answer: str) -> None:
    assert plan(said).reply == answer


def test_wishes_about_the_voice_are_all_carried_out() -> None:
    query = Query(1, "Use the other voice, and speak slower and louder, please.")
    found = plan(query.text)
    reply = planner().reply(query, Context(), found, (), lambda sentence: None)
    assert {"voice", "speed", "volume"} <= set(reply.effects)


def test_what_is_asked_beside_work_is_told_after_it() -> None:
    found = plan("Make rain and tell me what time it is.")
    assert calls(found) == [("generate_audio", "rain")] and found.reply == "It is 12:30."


def test_a_wish_about_the_voice_before_work_is_carried_out() -> None:
    query = Query(1, "Speak slower and make some rain.")
    found = plan(query.text)
    reply = planner().reply(query, Context(), found, (), lambda sentence: None)
    assert calls(found) == [("generate_audio", "rain")]
    assert reply.effects["speed"] < 1 and "slowly" in reply.aloud


def test_the_time_is_told_in_several_places() -> None:
    told = plan("What time is it in Tokyo, Berlin and Los Angeles right now?").reply
    assert [told.count(place) for place in ("Tokyo", "Berlin", "Los Angeles")] == [1, 1, 1]
    assert "Atlantis" in plan("what's the time in Paris and Atlantis").reply


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("If it's 30 degrees Celsius, what's that in Fahrenheit?", "86 degrees Fahrenheit."),
        ("Go back to your normal voice, this one's creepy.", "This is how I usually speak."),
    ],
)
def test_a_remark_beside_a_question_changes_nothing(said: str, answer: str) -> None:
    assert plan(said).reply == answer


def test_a_joke_is_told_after_a_remark() -> None:
    assert plan("Bored. Tell me a joke.").reply == plan("Tell me a joke.").reply
