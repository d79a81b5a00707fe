"""What a turn needs of a planner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.units import Plan, Query, Reply, Standing, StepResult


class Planner(Protocol):
    """Decides what to do (L, with H and M of AudioGPT)."""

    @property
    def name(self) -> str: ...

    def warm(self) -> None: ...

    def close(self) -> None: ...

    def plan(self, query: Query, context: Context, cancel: Cancel) -> Plan: ...

    def standing(self, query: Query, context: Context) -> Standing:
        """What words come to that may still go on. "settled": they are all that the last question
        asked for, and nobody who is asked for a language and says "German" is about to say more;
        "ready": words answer them, so that little is lost where more was to come; "whole": so it
        is, and more hardly ever comes ("stop"); "talk": so it is if they are all, but it may be a
        beginning of anything."""

    def more(
        self,
        query: Query,
        context: Context,
        plan: Plan,
        results: Sequence[StepResult],
        cancel: Cancel,
    ) -> Plan | None:
        """Further steps once results are known; None when the plan is complete."""

    def reply(
        self,
        query: Query,
        context: Context,
        plan: Plan,
        results: Sequence[StepResult],
        say: Callable[[str], None],
    ) -> Reply:
        """The answer. A sentence given to ``say`` is spoken while the rest is made."""
