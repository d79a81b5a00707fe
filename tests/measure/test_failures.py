"""Everything that can break, broken for real in a whole conversation."""

from __future__ import annotations

import pytest

from voice_agent.measure.plans import failures
from voice_agent.settings import load


@pytest.mark.parametrize("name", failures.CASES)
def test_a_failure_is_explained_and_the_session_goes_on(name: str) -> None:
    assert failures.CASES[name](load()) == ""


@pytest.mark.parametrize("name", failures.LIMITED)
def test_a_limit_of_the_system_is_explained_and_the_session_goes_on(name: str) -> None:
    case = next(case for case in failures.run(load(), lambda what: None, [name]))
    assert case.passed, case.reason
