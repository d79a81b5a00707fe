"""The planner that needs no server: a small trained reader, then rules that can be trusted.

planner = OfflinePlanner(signatures, model_directory)
plan = planner.plan(Query(1, "clean this up and tell me what it says"), context, Cancel())
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from voice_agent.think import replies
from voice_agent.think.context import Context
from voice_agent.think.offline import compose, followups, talk
from voice_agent.think.offline.lexicon import LexiconReader
from voice_agent.think.offline.reading import Clause, Reading, Span
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.units import (
    Cancel,
    Exchange,
    Plan,
    PlanKind,
    Query,
    Reply,
    Step,
    StepResult,
    ToolSignature,
)

_ASIDE = {"greet", "thanks", "affirm"}  # said beside a request, they need no answer of their own
_LONGEST = 4000  # characters of a request that are read


class Reader(Protocol):
    """Finds the clauses of a request; a trained model or a stand-in."""

    def read(self, text: str) -> Reading: ...


@dataclass(frozen=True)
class Decision:
    """A plan and what its answer carries besides the results."""

    kind: PlanKind
    steps: tuple[Step, ...] = ()
    text: str = ""
    effects: dict[str, Any] = field(default_factory=dict)


class OfflinePlanner:
    """Plans with a local model. ``clock`` gives the local time of day."""

    name = "offline"

    def __init__(
        self,
        signatures: Mapping[str, ToolSignature],
        model_directory: Path | None = None,
        clock: Callable[[], dt.datetime] = dt.datetime.now,
        *,
        confidence: float = 0.5,
    ) -> None:
        self.installed = signatures
        self.signatures: Mapping[str, ToolSignature] = {**known_signatures(), **signatures}
        self.model_directory = model_directory
        self.clock = clock
        self.confidence = confidence
        self._reader: Reader | None = None

    def warm(self) -> None:
        """Load the model now rather than at the first request."""
        self.reader.read("hello")

    @property
    def reader(self) -> Reader:
        if self._reader is None:
            self._reader = LexiconReader()
        return self._reader

    def plan(self, query: Query, context: Context, cancel: Cancel) -> Plan:
        """The plan for one request; paths in it are known to ``context`` or are ``$k``."""
        decision = self._decide(query, context)
        cancel.check()
        return Plan(query.turn, decision.kind, decision.steps, decision.text)

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
        if plan.kind == "act":
            return replies.report(plan, results, self.signatures)
        decision = self._decide(query, context)
        effects = decision.effects if decision.text == plan.reply else {}
        return Reply(query.turn, plan.kind, plan.reply, replies.aloud(plan.reply), effects)

    # --- deciding -----------------------------------------------------------------------

    def _decide(self, query: Query, context: Context) -> Decision:
        text = query.text[:_LONGEST].strip()
        if not re.search(r"\w", text):
            return Decision("chat", text="I didn't catch that. What shall I do?")
        reading = self.reader.read(text)
        if context.pending is not None:
            completed = self._complete(query, reading, context, context.pending)
            if completed is not None:
                return completed
        return self._from_clauses(reading.clauses, query, context)

    def _from_clauses(
        self, clauses: tuple[Clause, ...], query: Query, context: Context
    ) -> Decision:
        wishes = tuple(clause for clause in clauses if clause.task not in _ASIDE)
        if not wishes:
            wishes = clauses[-1:]
        work = [clause for clause in wishes if clause.task in self.signatures]
        if any(clause.task == "redo" for clause in wishes):
            return self._redo(wishes, query, context)
        if not work:
            return self._talk(wishes[0], context)
        doubtful = min(work, key=lambda clause: clause.confidence)
        if doubtful.confidence < self.confidence:
            return Decision("clarify", text=self._doubt(doubtful))
        draft = compose.compose(wishes, context, self.signatures, query.turn)
        if draft.gap is not None:
            return Decision("clarify", text=draft.gap.question)
        refused = next((clause for clause in wishes if clause.task == "unsupported"), None)
        return Decision("act", draft.steps, _PARTLY if refused else "")

    def _talk(self, clause: Clause, context: Context) -> Decision:
        if clause.task == "unsupported":
            return Decision("unsupported", text=talk.refusal("", self.installed))
        if clause.task == "undo":
            return self._undo(context)
        answer = talk.answer(clause, context, self.clock(), self.installed)
        return Decision(answer.kind, text=answer.text, effects=answer.effects)

    def _undo(self, context: Context) -> Decision:
        last = context.last_action
        if last is None:
            return Decision("chat", text="There is nothing to undo yet.")
        return Decision(
            "chat", text="All right, I leave that aside and go back to what was before."
        )

    def _redo(self, wishes: tuple[Clause, ...], query: Query, context: Context) -> Decision:
        clause = next(clause for clause in wishes if clause.task == "redo")
        if context.last_action is None:
            return Decision("clarify", text="What shall I do?")
        steps = followups.redo(clause, context, self.signatures, query.turn)
        if steps is None:
            return Decision("clarify", text="What exactly shall I change?")
        return Decision("act", steps)

    def _doubt(self, clause: Clause) -> str:
        description = self.signatures[clause.task].description.split(".")[0]
        return f"Did I get that right: {description[:1].lower()}{description[1:]}?"

    # --- an answer to a question --------------------------------------------------------

    def _complete(
        self, query: Query, reading: Reading, context: Context, pending: Exchange
    ) -> Decision | None:
        """The plan that the last question was about, completed by this answer."""
        before = replace(context, exchanges=context.exchanges[:-1])
        earlier = self.reader.read(pending.query[:_LONGEST]).clauses
        work = tuple(c for c in earlier if c.task in self.signatures)
        head = reading.clauses[0]
        if not work or (head.task in self.signatures and head.confidence >= self.confidence):
            return None
        if head.task == "deny":
            return Decision("chat", text=_NEVER_MIND)
        draft = compose.compose(earlier, before, self.signatures, query.turn)
        if draft.gap is None:
            return Decision("act", draft.steps) if head.task == "affirm" else None
        if head.task in talk.ACTS and head.task not in ("answer", "chat", "affirm", "redo"):
            return None
        said = query.text.strip().rstrip(".!?")
        if head.task == "affirm" and draft.gap.suggestion:
            said = draft.gap.suggestion
        words = head.get(draft.gap.role) or said
        clause = earlier[draft.gap.clause]
        kept = tuple(s for s in clause.spans if s.role != draft.gap.role)
        filled = replace(clause, spans=(*kept, Span(draft.gap.role, words)))
        clauses = tuple(filled if c is clause else c for c in earlier)
        draft = compose.compose(clauses, context, self.signatures, query.turn)
        if draft.gap is not None:
            return Decision("clarify", text=draft.gap.question)
        return Decision("act", draft.steps)


_PARTLY = "I can't do all of that."
_NEVER_MIND = "All right, never mind."
