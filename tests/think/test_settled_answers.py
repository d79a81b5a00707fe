"""Short answers that are all that was asked for, so that nothing more needs to be waited for."""

from __future__ import annotations

import pytest

from tests.think.planners import INTERVIEW, STREET, after, planner
from voice_agent.think.context import Context
from voice_agent.units import Query

TWO = Context().with_resource(INTERVIEW).with_resource(STREET)


def settles(answer: str, request: str) -> bool:
    return planner().settles(Query(2, answer), after(TWO, request))


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
