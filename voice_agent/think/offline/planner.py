"""The planner that needs no server: a small trained reader, then rules that can be trusted.

planner = OfflinePlanner(signatures, model_directory)
plan = planner.plan(Query(1, "clean this up and tell me what it says"), context, Cancel())
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from voice_agent.catalogue import CATALOGUE
from voice_agent.think import candidates, replies
from voice_agent.think.context import Context
from voice_agent.think.offline import (
    able,
    afterwards,
    answering,
    compose,
    facts,
    small,
    talk,
    telling,
    topics,
    unchanged,
)
from voice_agent.think.offline.courtesies import is_whole
from voice_agent.think.offline.deciding import Decision, joined, pieces
from voice_agent.think.offline.in_dialogue import understood
from voice_agent.think.offline.instead import instead
from voice_agent.think.offline.reading import Clause, Reading, Topic
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.think.offline.understanding import clauses_of
from voice_agent.units import (
    Cancel,
    Exchange,
    Plan,
    Query,
    Reply,
    Standing,
    StepResult,
    ToolSignature,
)

_ASKS = {"unsupported", "chat", "who", "time"}  # what the session may answer
_ASIDE = {"greet", "thanks", "affirm"}  # said beside a request, they need no answer of their own
_LONGEST = 100_000  # characters of a request that are read


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
            from voice_agent.think.offline.model import ModelReader

            self._reader = ModelReader(self.model_directory)
        return self._reader

    def plan(self, query: Query, context: Context, cancel: Cancel) -> Plan:
        """The plan for one request; paths in it are known to ``context`` or are ``$k``."""
        decision = self._decide(query, context)
        cancel.check()
        return Plan(query.turn, decision.kind, decision.steps, decision.text)

    def standing(self, query: Query, context: Context) -> Standing:
        """Whether words complete the plan that the last question was about, or are answered in
        words."""
        text = query.text.strip()[:_LONGEST]
        if self._several(query, context) is not None:
            return "ready"
        if facts.asked(text, context) or small.answered(text, self.clock()):
            return "ready"
        clauses = self._read(text, context)
        asked = context.pending
        if asked is not None:
            return "settled" if self._settles(query, clauses[0], context, asked) else "open"
        if able.asked(text, clauses, context, self.signatures):
            return "ready"
        wishes = self._by_topic(text, clauses, self._understood(clauses, context, clauses))
        found = talk.standing(wishes, context)
        if found == "ready" and is_whole(text):
            return "whole"
        return "talk" if found == "ready" and not topics.agree(wishes, self._topic(text)) else found

    def _understood(
        self, clauses: tuple[Clause, ...], context: Context, beside: tuple[Clause, ...]
    ) -> tuple[Clause, ...]:
        return tuple(understood(c, context, beside, self.signatures) for c in clauses)

    def _by_topic(
        self, text: str, read: tuple[Clause, ...], wishes: tuple[Clause, ...]
    ) -> tuple[Clause, ...]:
        """``wishes``, or what the text is about if it is small talk; ``read`` are the wishes
        before the dialogue gave them another sense."""
        if any(self._is_work(clause) for clause in wishes) or wishes[0].task != read[0].task:
            return wishes
        return topics.meant(wishes, self._topic(text))

    def _settles(self, query: Query, head: Clause, context: Context, asked: Exchange) -> bool:
        if head.task == "deny" or not answering.may_be_all(query.text, asked.reply):
            return False
        completed = self._complete(query, head, context, asked)
        return completed is not None and completed.kind == "act"

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
        if plan.kind == "act" and not plan.reply:
            return replies.report(plan, results, self.signatures)
        decision = self._decide(query, context)
        if plan.kind == "act":
            return replace(replies.report(plan, results, self.signatures), effects=decision.effects)
        if decision.text != plan.reply:
            return Reply(query.turn, plan.kind, plan.reply, replies.spoken(plan.reply))
        return Reply(query.turn, plan.kind, plan.reply, decision.aloud, decision.effects)

    # --- deciding -----------------------------------------------------------------------

    def _decide(self, query: Query, context: Context) -> Decision:
        text = query.text.strip()
        if not re.search(r"\w", text):
            return Decision("chat", text="I didn't catch that. What shall I do?")
        if several := self._several(query, context):
            return several
        if known := facts.asked(text, context) or small.answered(text, self.clock()):
            return Decision("chat", text=known)
        clauses = self._read(text, context)
        if told := able.asked(text, clauses, context, self.signatures):
            return Decision("chat", text=told)
        if context.pending is not None:
            completed = self._complete(query, clauses[0], context, context.pending)
            if completed is not None:
                return completed
        return self._from_clauses(clauses, query, context)

    def _several(self, query: Query, context: Context) -> Decision | None:
        """The answers to things that words answer, each by itself; None where it is not
        several of them."""
        asked = [replace(query, text=piece) for piece in pieces(query.text)]
        if not asked or context.pending is not None:
            return None
        if not all(self._is_small(one, context) for one in asked):
            return None
        told = [one for one in asked if self._read(one.text, context)[-1].task not in _ASIDE]
        answers = {(known := self._decide(one, context)).text: known for one in told}
        return joined(list(answers.values())) if len(answers) > 1 else None

    def _is_small(self, query: Query, context: Context) -> bool:
        """Whether words answer a piece of a request, known by more than its topic."""
        if self.standing(query, context) not in ("ready", "whole"):
            return False
        clauses = self._read(query.text, context)
        return not any(topics.is_told(c.task) for c in self._by_topic(query.text, clauses, clauses))

    def _read(self, text: str, context: Context) -> tuple[Clause, ...]:
        clauses = clauses_of(text[:_LONGEST], self.reader.read)
        if context.pending is not None:
            return clauses  # an answer, however it sounds
        acted = context.last_action is not None
        return topics.instead_of_work(clauses, self._topic(text), acted)

    def _topic(self, text: str) -> Topic | None:
        return self.reader.read(text[:_LONGEST]).topic

    def _from_clauses(
        self, clauses: tuple[Clause, ...], query: Query, context: Context
    ) -> Decision:
        context = afterwards.back_to(query.text, context)
        read = tuple(clause for clause in clauses if clause.task not in _ASIDE) or clauses[-1:]
        wishes = self._understood(read, context, clauses)
        work = [clause for clause in wishes if self._is_work(clause)]
        if not work:
            asks = wishes[0].text if wishes[0].task in _ASKS else ""
            if fact := asks and facts.answer(asks, context, query.turn):
                return Decision("chat", text=fact)
            return self._talk(self._by_topic(query.text.strip(), read, wishes)[0], context)
        if wishes[0].task == "undo":
            context = context.with_exchange(_undone(query))
        doubtful = min(work, key=lambda clause: clause.confidence)
        if doubtful.confidence < self.confidence:
            return Decision("clarify", text=self._doubt(doubtful))
        draft = compose.compose(wishes, context, self.signatures, query.turn)
        if draft.gap is not None:
            return Decision("clarify", text=draft.gap.question)
        if unchanged.changes_nothing(work[0], draft.steps, context, self.signatures):
            return Decision("unsupported", text=self._instead(work[0], context) or _SAME)
        told = [self._talk(c, context) for c in talk.beside(wishes, work[0])]
        if any(clause.task == "unsupported" for clause in wishes):
            told.insert(0, _PARTLY)
        elif unchanged.comes_as_it_was(work[0], draft.steps, context):
            told.insert(0, _AS_IT_WAS)
        return replace(joined(told), kind="act", steps=draft.steps)

    def _is_work(self, clause: Clause) -> bool:
        return clause.task in self.signatures or clause.task == "redo"

    def _talk(self, clause: Clause, context: Context) -> Decision:
        if clause.task == "unsupported":
            of_it = "" if clause.guessed else unchanged.of_a_piece(clause.text, context)
            text = (
                of_it
                or instead(clause.text)
                or talk.refusal(clause.alternatives, self.installed, context)
            )
            return Decision("unsupported", text=text)
        if clause.task == "undo":
            return self._undo(context)
        if clause.task == "answer":
            return Decision("clarify", text="What shall I do with that?")
        if topics.is_told(clause.task):
            answer = telling.answer(clause.task, context)
        else:
            answer = talk.answer(clause, context, self.clock(), self.installed)
        return Decision(answer.kind, (), answer.text, answer.effects, answer.spoken)

    def _instead(self, clause: Clause, context: Context) -> str:
        of_it = "" if clause.guessed else unchanged.of_a_piece(clause.text, context)
        return of_it or instead(clause.text)

    def _undo(self, context: Context) -> Decision:
        if context.last_action is None:
            return Decision("chat", text="There is nothing to undo yet.")
        return Decision("chat", text=candidates.UNDONE)

    def _doubt(self, clause: Clause) -> str:
        if clause.task == "redo":
            return _AGAIN
        deed = talk.deed_of(self.signatures[clause.task].description)
        return f"{_RIGHT}: {deed}?"

    # --- an answer to a question --------------------------------------------------------

    def _complete(
        self, query: Query, head: Clause, context: Context, pending: Exchange
    ) -> Decision | None:
        """The plan that the last question was about, completed by this answer."""
        asked = answering.role_asked(pending.reply)
        aside = asked != "text" and topics.is_surely_talk(query.text, self._topic(query.text))
        if aside or self._is_new(head, asked):
            return None
        before = replace(context, exchanges=context.exchanges[:-1])
        said = self._read(pending.query, before)
        earlier = tuple(understood(clause, before, said, self.signatures) for clause in said)
        if not any(self._is_work(clause) for clause in earlier):
            return None
        if head.task == "deny":
            return Decision("chat", text="All right, never mind.")
        gap = compose.compose(earlier, before, self.signatures, query.turn).gap
        if gap is None and head.task != "affirm" and pending.reply.startswith(_GUESS):
            return None
        if gap is None and head.task == "affirm":
            draft = compose.compose(earlier, before, self.signatures, query.turn)
            return Decision("act", draft.steps)
        if gap is None:
            found = answering.asked(pending.reply, earlier, self.signatures)
            if found is None:
                return None
            earlier, gap = found
        words = answering.answered(head, query.text, gap)
        clause = earlier[gap.clause]
        told = {gap.role, *(span.role for span in words)}
        kept = tuple(span for span in clause.spans if span.role not in told)
        filled = replace(clause, spans=(*kept, *words))
        clauses = tuple(filled if known is clause else known for known in earlier)
        draft = compose.compose(clauses, context, self.signatures, query.turn)
        if draft.gap is not None:
            return Decision("clarify", text=draft.gap.question)
        return Decision("act", draft.steps)

    def _is_new(self, head: Clause, asked: str) -> bool:
        """Whether this is no answer but a request or a wish of its own."""
        if head.task in self.signatures:
            if asked == "file" and answering.hands_over(head):
                return False
            if answering.is_bare(head, asked):
                return False
            if asked == "text" and not answering.is_order(head.text):
                return False
            return head.confidence >= self.confidence
        if asked == "text" and head.task in ("goodbye", "thanks", "who", "time", "date"):
            return False
        act = head.task in talk.ACTS or topics.is_told(head.task)
        return act and head.task not in answering.ANSWERS


def _undone(query: Query) -> Exchange:
    """The turn in which nothing but "undo that" was said."""
    return Exchange(query.turn, query.text, candidates.UNDONE, Plan(query.turn, "chat"), ())


_AGAIN, _RIGHT = "Shall I do the last thing again?", "Did I get that right"
_GUESS = (_AGAIN, _RIGHT)
_SAME = "I can't change that about it; it would come out the same."
_AS_IT_WAS = Decision("chat", text="Otherwise I couldn't make it; it is a new try.")
_PARTLY = Decision("chat", text="I can't do all of that.")
