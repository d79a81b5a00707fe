"""What a request comes to: steps, a question, or words; or a change of what was made before.

First what rules know for certain, then what the reader finds in the words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from voice_agent.think import candidates
from voice_agent.think.context import Context
from voice_agent.think.offline.answers import able, facts, later, mentions, small, talk, topics
from voice_agent.think.offline.answers.no_tool import Answers
from voice_agent.think.offline.deciding import Decision, joined, pieces
from voice_agent.think.offline.dialogue import (
    afterwards,
    carried,
    changes,
    once_more,
    origin,
    parts,
    pending,
    places,
    unchanged,
)
from voice_agent.think.offline.dialogue.changes import Change, outweighs
from voice_agent.think.offline.interpreting import LONGEST, Interpreter
from voice_agent.think.offline.reader.courtesies import is_whole
from voice_agent.think.offline.reader.impossible import is_impossible
from voice_agent.think.offline.reading import Clause, Reading
from voice_agent.think.offline.steps import closing, compose, inspecting, saving
from voice_agent.units import (
    Exchange,
    Plan,
    Query,
    Standing,
    ToolSignature,
)

_ASKS = {"unsupported", "chat", "who", "time"}  # what the session may answer
_ASIDE = {"greet", "thanks", "affirm"}  # said beside a request, they need no answer of their own


class Decider:
    """Decides what one request in its dialogue comes to. ``read`` finds the clauses in words,
    ``installed`` are the tools that are there, ``signatures`` all that are known of; a clause
    whose task is less likely than ``confidence`` leads to a question."""

    def __init__(
        self,
        read: Callable[[str], Reading],
        installed: Mapping[str, ToolSignature],
        signatures: Mapping[str, ToolSignature],
        clock: Callable[[], dt.datetime],
        confidence: float,
    ) -> None:
        self.signatures = signatures
        self.clock = clock
        self.confidence = confidence
        self._words = Interpreter(read, signatures)
        self._answers = Answers(installed, signatures, clock)

    def decision(self, query: Query, context: Context) -> Decision:
        """What the rules make of the words, or the change of what was just made that they mean
        where that is likelier."""
        if not re.search(r"\w", query.text):
            return Decision("chat", text=_NOT_CAUGHT)
        if (wish := closing.at_end(query.text)) is not None:
            made = self.decision(replace(query, text=wish.before), context)
            if made.kind == "act":
                whole = self.decision(replace(query, text=wish.rest), context)
                return wish.added_to(whole if whole.kind == "act" else made, len(made.steps))
        decision = self._in_dialogue(query, context)
        return self._at_its_origin(query, context, decision) or decision

    def standing(self, query: Query, context: Context) -> Standing:
        """Whether words complete the plan that the last question was about, or are answered in
        words."""
        text = query.text.strip()[:LONGEST]
        if self._several(query, context) is not None:
            return "ready"
        if self._known(text, context) or inspecting.asked(text, context):
            return "ready"
        words = self._words
        if origin.made_before(context) is not None:
            now = self._in_dialogue(query, context)
            if self._at_its_origin(query, context, now) is not None:
                return "open"
        if words.change(text, context) is not None:
            change = self._change(query, context, self._by_rules(query, context))
            if change is not None:
                if change.clause is not None:
                    return "open"
                return "talk" if change.name in changes.WISHLESS else "ready"
        clauses = words.read(text, context)
        if (asked := context.pending) is not None:
            head, sure = clauses[0], self.confidence
            settled = pending.settles(query, head, context, asked, words, sure)
            return "settled" if settled else "open"
        if able.asked(text, clauses, context, self.signatures):
            return "ready"
        wishes = words.by_topic(text, clauses, words.understood(clauses, context, clauses))
        found = talk.standing(wishes, context)
        if found == "ready" and is_whole(text):
            return "whole"
        return "talk" if found == "ready" and not topics.agree(wishes, words.topic(text)) else found

    def _known(self, text: str, context: Context) -> str:
        """The answer to what needs no model, by itself or after such a question."""
        return (
            facts.asked(text, context)
            or small.answered(text, self.clock())
            or carried.answered(text, context, self.clock())
            or mentions.answered(text, context)
        )

    def _at_its_origin(self, query: Query, context: Context, now: Decision) -> Decision | None:
        """The decision that changes what was worked on where it was made, if the words rather
        mean that than ``now``."""
        made = origin.made_before(context)
        if made is None or self._known(query.text.strip(), context):
            return None
        then = self._in_dialogue(query, made.context)
        return origin.changed_there(query.text, context, made, now, then)

    def _in_dialogue(self, query: Query, context: Context) -> Decision:
        """What the words mean for what was done last."""
        decision = self._by_rules(query, context)
        change = self._change(query, context, decision)
        return decision if change is None else self.changed(change, query, context)

    def _change(self, query: Query, context: Context, decision: Decision) -> Change | None:
        """The change of what was just made that the words rather mean than ``decision``."""
        change = self._words.change(query.text, context)
        if change is None or self._known(query.text.strip(), context) or later.asked(query.text):
            return None
        return change if outweighs(change, decision, query.text, context) else None

    def changed(self, change: Change, query: Query, context: Context) -> Decision:
        """What comes of a change of what was just made."""
        context = changes.of_made(context)
        if change.clause is None:
            told = change.said(query.turn) or facts.of_it(change.asks, context)
            small = change.asks or change.name in changes.WISHLESS
            return Decision("chat" if small else "unsupported", text=told)
        decision = self._from_clauses((change.clause,), query, context)
        made = context.exchanges[-1].plan.steps
        as_it_is = decision.kind == "unsupported" or unchanged.is_same(decision.steps, made)
        told = change.said(query.turn) if as_it_is else ""
        return Decision("unsupported", text=told) if told else decision

    def _by_rules(self, query: Query, context: Context) -> Decision:
        text = query.text.strip()
        if several := self._several(query, context):
            return several
        if twice := once_more.made_again(query, context, self._by_rules):
            return twice
        if known := self._known(text, context):
            return Decision("chat", text=known)
        if wish := saving.asked(text, context):
            effects = {"save": {"path": wish.path, "name": wish.name, "told": wish.told}}
            return Decision("chat", text=wish.told, effects=effects)
        if look := inspecting.asked(text, context):
            return Decision("chat", text=look.told, effects=look.effects)
        if part := places.missing(text, context):
            return Decision("chat", text=f'The transcript says nothing of "{part}".')
        words = self._words
        clauses = words.read(text, context)
        if context.pending is None and (told := later.asked(text, clauses)):
            return Decision("unsupported", text=told)
        if told := able.asked(text, clauses, context, self.signatures):
            return Decision("chat", text=told)
        if (asked := context.pending) is not None:
            head, sure = clauses[0], self.confidence
            if done := pending.completed(query, head, context, asked, words, sure):
                return done
        return self._from_clauses(clauses, query, context)

    def _several(self, query: Query, context: Context) -> Decision | None:
        """The answers to things that words answer, each by itself; None where it is not
        several of them."""
        asked = [replace(query, text=piece) for piece in pieces(query.text)]
        if not asked or context.pending is not None:
            return None
        if not all(self._is_small(one, context) for one in asked):
            return None
        words = self._words
        told = [one for one in asked if words.read(one.text, context)[-1].task not in _ASIDE]
        answers = {(known := self.decision(one, context)).text: known for one in told}
        return joined(list(answers.values())) if len(answers) > 1 else None

    def _is_small(self, query: Query, context: Context) -> bool:
        """Whether words answer a piece of a request, known by more than its topic."""
        if saving.asked(query.text, context) or inspecting.asked(query.text, context):
            return True
        if facts.answer(query.text, context, query.turn):
            return True
        if self.standing(query, context) not in ("ready", "whole"):
            return False
        clauses = self._words.read(query.text, context)
        known = self._words.by_topic(query.text, clauses, clauses)
        return not any(topics.is_told(clause.task) for clause in known)

    def _from_clauses(
        self, clauses: tuple[Clause, ...], query: Query, context: Context
    ) -> Decision:
        context = afterwards.back_to(query.text, context)
        if parts.changed(query.text, context) is not None:
            context = changes.of_made(context)
        read = tuple(clause for clause in clauses if clause.task not in _ASIDE) or clauses[-1:]
        words = self._words
        wishes = words.understood(read, context, clauses)
        work = [clause for clause in wishes if words.is_work(clause)]
        ordered = any(clause.task in self.signatures for clause in work)
        if not ordered and context.pending is None and words.strange(query.text.strip()):
            return Decision("chat", text=_NOT_CAUGHT)
        if not work:
            asks = wishes[0].text if wishes[0].task in _ASKS else ""
            if fact := asks and facts.answer(asks, context, query.turn):
                return Decision("chat", text=fact)
            return self._answers.answer(
                words.by_topic(query.text.strip(), read, wishes)[0], context
            )
        if wishes[0].task == "undo":
            context = context.with_exchange(_undone(query))
        doubtful = min(work, key=lambda clause: clause.confidence)
        if doubtful.confidence < self.confidence:
            return Decision("clarify", text=self._answers.doubt(doubtful))
        draft = compose.compose(wishes, context, self.signatures, query.turn)
        if draft.gap is not None:
            cannot = next((c for c in wishes if is_impossible(c)), None)
            asked = Decision("clarify", text=draft.gap.question)
            return asked if cannot is None else self._answers.answer(cannot, context)
        if unchanged.changes_nothing(work[0], draft.steps, context, self.signatures):
            return Decision("unsupported", text=self._answers.instead(work[0], context) or _SAME)
        told = self._answers.beside(wishes, work[0], draft.steps, context)
        return replace(joined(told), kind="act", steps=draft.steps)


def _undone(query: Query) -> Exchange:
    """The turn in which nothing but "undo that" was said."""
    return Exchange(query.turn, query.text, candidates.UNDONE, Plan(query.turn, "chat"), ())


_NOT_CAUGHT = "I didn't catch that. What shall I do?"
_SAME = "I can't change that about it; it would come out the same."
