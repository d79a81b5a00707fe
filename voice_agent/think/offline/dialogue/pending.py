"""An answer to a question of ours completes the plan that the question was about."""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.context import Context
from voice_agent.think.file_names import FILE_NAME
from voice_agent.think.offline.answers import facts, topics
from voice_agent.think.offline.answers.instead import instead
from voice_agent.think.offline.deciding import Decision
from voice_agent.think.offline.interpreting import Interpreter
from voice_agent.think.offline.reader import answering
from voice_agent.think.offline.reader.impossible import is_impossible
from voice_agent.think.offline.reading import ACTS, Clause, Span
from voice_agent.think.offline.steps import compose
from voice_agent.think.offline.steps.gaps import Gap
from voice_agent.units import Exchange, Query

AGAIN, RIGHT = "Shall I do the last thing again?", "Did I get that right"
_GUESS = (AGAIN, RIGHT)  # questions that are answered by yes or no


def settles(
    query: Query, head: Clause, context: Context, asked: Exchange, words: Interpreter, sure: float
) -> bool:
    """Whether these words are all that the plan lacked."""
    if head.task == "deny" or not answering.may_be_all(query.text, asked.reply):
        return False
    found = completed(query, head, context, asked, words, sure)
    return found is not None and found.kind == "act"


def completed(
    query: Query, head: Clause, context: Context, asked: Exchange, words: Interpreter, sure: float
) -> Decision | None:
    """The plan of ``asked``, the turn that ended in the question, with this answer; None where
    it is none. ``head`` is the first clause of the answer; ``sure`` is the confidence from which
    it is a request of its own."""
    role = answering.role_asked(asked.reply)
    aside = role != "text" and topics.is_surely_talk(query.text, words.topic(query.text))
    if aside or _is_new(head, role, words, sure):
        return None
    before = replace(context, exchanges=context.exchanges[:-1])
    if role == "file" and (instead(query.text) or facts.answer(query.text, before, query.turn)):
        return None
    said = words.read(asked.query, before)
    earlier = words.understood(said, before, said)
    if not any(words.is_work(clause) for clause in earlier):
        return None
    if head.task == "deny":
        return Decision("chat", text="All right, never mind.")
    gap = compose.compose(earlier, before, words.signatures, query.turn).gap
    if gap is None and head.task != "affirm" and asked.reply.startswith(_GUESS):
        return None
    if gap is None and head.task == "affirm":
        draft = compose.compose(earlier, before, words.signatures, query.turn)
        return Decision("act", draft.steps)
    if gap is None:
        found = answering.asked(asked.reply, earlier, words.signatures)
        if found is None:
            return None
        earlier, gap = found
    draft = compose.compose(
        _filled(earlier, gap, head, query), context, words.signatures, query.turn
    )
    if draft.gap is not None:
        return Decision("clarify", text=draft.gap.question)
    return Decision("act", draft.steps)


def _filled(
    earlier: tuple[Clause, ...], gap: Gap, head: Clause, query: Query
) -> tuple[Clause, ...]:
    """What was asked for, with what it lacked."""
    answer = answering.answered(head, query.text, gap)
    clause = earlier[gap.clause]
    told = {gap.role, *(span.role for span in answer)}
    kept = tuple(span for span in clause.spans if span.role not in told)
    others = [_beside(span, gap) for span in clause.spans if span.role == gap.role == "file"]
    answer = tuple(
        replace(span, text=" and ".join([*filter(None, others), span.text]))
        if span.role == "file"
        else span
        for span in answer
    )
    whole = replace(clause, spans=(*kept, *answer))
    return tuple(whole if known is clause else known for known in earlier)


def _beside(span: Span, gap: Gap) -> str:
    """The files that were named beside one that nobody knows."""
    parts = _LISTED.split(span.text)
    lost = [part for part in parts if any(n in gap.question for n in FILE_NAME.findall(part))]
    return " and ".join(part for part in parts if part not in lost) if lost else ""


_LISTED = re.compile(r"\s*(?:,(?:\s*and\b)?|\band\b)\s*", re.IGNORECASE)
_PIECES = re.compile(r"[,.;:!?]\s+")
_SESSION = {"record_audio", "play_audio"}


def _is_session(head: Clause, sure: float) -> bool:
    """Whether a remark leads to an order about the session: "okay my turn, record me"."""
    ordered = any(map(answering.is_order, _PIECES.split(head.text)))
    return head.task in _SESSION and head.confidence >= sure and ordered


def _is_new(head: Clause, asked: str, words: Interpreter, sure: float) -> bool:
    """Whether this is no answer but a request or a wish of its own."""
    if is_impossible(head):
        return True
    if head.task in words.signatures:
        if asked == "file" and answering.hands_over(head):
            return False
        if answering.is_bare(head, asked):
            return False
        if asked == "text" and not (answering.is_order(head.text) or _is_session(head, sure)):
            return False
        return head.confidence >= sure
    if asked == "text" and head.task in ("goodbye", "thanks", "who", "time", "date"):
        return False
    act = head.task in ACTS or topics.is_told(head.task)
    return act and head.task not in answering.ANSWERS
