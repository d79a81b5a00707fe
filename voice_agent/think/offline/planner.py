"""The planner that needs no server: a small trained reader, then rules that can be trusted.

planner = OfflinePlanner(signatures, model_directory)
plan = planner.plan(Query(1, "clean this up and tell me what it says"), context, Cancel())
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from voice_agent.catalogue import CATALOGUE
from voice_agent.errors import Cancel
from voice_agent.think import candidates, replies
from voice_agent.think.context import Context
from voice_agent.think.offline.answers.no_tool import as_it_went
from voice_agent.think.offline.decider import Decider
from voice_agent.think.offline.reader.leading import calmed
from voice_agent.think.offline.reading import Reading
from voice_agent.think.offline.steps import closing
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.units import Plan, Query, Reply, Standing, StepResult, ToolSignature


class Reader(Protocol):
    """Finds the clauses of a request: the trained model, or another to compare it with."""

    def read(self, text: str) -> Reading: ...


class OfflinePlanner:
    """Plans with a local model, by default the one of the project (models/planner).

    ``signatures`` are the installed tools, ``clock`` gives the local time of day; a clause
    whose task is less likely than ``confidence`` leads to a question instead of a step.
    """

    name = "offline"

    def __init__(
        self,
        signatures: Mapping[str, ToolSignature],
        model_directory: Path | None = None,
        clock: Callable[[], dt.datetime] = dt.datetime.now,
        *,
        confidence: float = 0.5,
        reader: Reader | None = None,
    ) -> None:
        self.installed = signatures
        self.signatures: Mapping[str, ToolSignature] = {**known_signatures(), **signatures}
        self.model_directory = model_directory or CATALOGUE.parent / "planner"
        self.clock = clock
        self.confidence = confidence
        self._reader = reader

    def warm(self) -> None:
        """Load the model now rather than at the first request."""
        self.reader.read("hello")

    @property
    def reader(self) -> Reader:
        """The trained model, loaded at first use."""
        if self._reader is None:
            from voice_agent.think.offline.reader.model import ModelReader

            self._reader = ModelReader(self.model_directory)
        return self._reader

    def plan(self, query: Query, context: Context, cancel: Cancel) -> Plan:
        """The plan for one request; paths in it are known to ``context`` or are ``$k``."""
        decision = self.decider.decision(_calmed(query), self._known(context))
        cancel.check()
        return Plan(query.turn, decision.kind, decision.steps, decision.text)

    def standing(self, query: Query, context: Context) -> Standing:
        """Whether words complete the plan that the last question was about, or are answered in
        words."""
        return self.decider.standing(_calmed(query), self._known(context))

    @property
    def decider(self) -> Decider:
        """What the words of one request come to."""
        return Decider(self._read, self.installed, self.signatures, self.clock, self.confidence)

    def _known(self, context: Context) -> Context:
        """The dialogue without what was undone, and of the tools that are gone only the words."""
        exchanges = tuple(
            each
            if all(step.tool in self.signatures for step in each.plan.steps)
            else replace(each, plan=Plan(each.turn, "chat", (), each.reply), results=())
            for each in context.exchanges
        )
        return candidates.without_undone(replace(context, exchanges=exchanges))

    def _read(self, text: str) -> Reading:
        return self.reader.read(text)  # loads the model only when words must be read

    def close(self) -> None:
        """Nothing is held open."""

    def more(
        self,
        query: Query,
        context: Context,
        plan: Plan,
        results: Sequence[StepResult],
        cancel: Cancel,
    ) -> Plan | None:
        """Nothing more: the whole chain was planned at once."""
        return None

    def reply(
        self,
        query: Query,
        context: Context,
        plan: Plan,
        results: Sequence[StepResult],
        say: Callable[[str], None],
    ) -> Reply:
        """The answer after the steps ran (or none did); it is there all at once."""
        if plan.kind == "act" and not plan.reply and closing.at_end(query.text) is None:
            return replies.report(plan, results, self.signatures)
        decision = self.decider.decision(_calmed(query), self._known(context))
        if plan.kind == "act":
            plan = replace(plan, reply=as_it_went(plan.reply, results))
            effects = closing.carried_out(decision.effects, results)
            return replace(replies.report(plan, results, self.signatures), effects=effects)
        if decision.text != plan.reply:
            return Reply(query.turn, plan.kind, plan.reply, replies.spoken(plan.reply))
        return Reply(query.turn, plan.kind, plan.reply, decision.aloud, decision.effects)


def _calmed(query: Query) -> Query:
    return replace(query, text=calmed(query.text))
