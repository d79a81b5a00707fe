"""Runs one turn: passes values from room to room, and ends in exactly one outcome.

Query ─> planner.plan ─> steps ─> planner.more … ─> planner.reply ─> mouth ─> document
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from voice_agent.delivery import Delivery
from voice_agent.errors import AgentError, Cancel, Cancelled
from voice_agent.events import (
    Bus,
    Event,
    FirstSound,
    Heard,
    Notice,
    Planned,
    Replied,
    SpokeAll,
    State,
    StateChanged,
    TurnEnded,
)
from voice_agent.parts import Mouth
from voice_agent.session import Session
from voice_agent.steps import StepRunner
from voice_agent.think.context import Context
from voice_agent.think.plan import check, explain_missing
from voice_agent.think.planning import Planner
from voice_agent.turn_document import Document, turn_document
from voice_agent.units import (
    Audio,
    Exchange,
    Outcome,
    Plan,
    Query,
    Reply,
    Step,
    StepResult,
    ToolSignature,
)

log = logging.getLogger(__name__)

T = TypeVar("T")
_EXPLAINED = "Something went wrong inside. The log has the details."
_OUTCOMES = {
    "act": Outcome.ANSWERED,
    "chat": Outcome.ANSWERED,
    "clarify": Outcome.CLARIFIED,
    "unsupported": Outcome.REFUSED,
    "error": Outcome.FAILED,
}


@dataclass(frozen=True)
class SpokenTimes:
    """When a spoken query came to be, in monotonic seconds; ``transcript`` when it was ready."""

    speech_end: float
    turn_end: float
    transcript: float


@dataclass(frozen=True)
class TurnResult:
    """A finished turn: its document (as in ``turns.jsonl``), its answer and how it ended."""

    document: Document
    reply: Reply
    outcome: Outcome


@dataclass
class _Progress:
    """What a turn has reached so far; kept when it fails or is cancelled."""

    plan: Plan
    reply: Reply
    results: list[StepResult] = field(default_factory=list)
    times: dict[str, float] = field(default_factory=dict)
    speech: str | None = None


class TurnRunner:
    """Holds the parts of a dialogue and runs its turns, one at a time."""

    def __init__(
        self,
        *,
        session: Session,
        planner: Planner,
        known: Mapping[str, ToolSignature],
        steps: StepRunner,
        mouth: Mouth,
        bus: Bus,
    ) -> None:
        self.session = session
        self.planner = planner
        self.known = known
        self.available = {name: tool.signature for name, tool in steps.tools.items()}
        self.steps = steps
        self.bus = bus
        self._delivery = Delivery(mouth=mouth, session=session, tools=self.available, bus=bus)
        self._state: State = "idle"
        self._told_again: StateChanged | None = None  # no news
        bus.subscribe(self._note_state)

    def context(self) -> Context:
        """The dialogue as the planner sees it."""
        return Context(tuple(self.session.resources), tuple(self.session.exchanges))

    def run(
        self,
        query: Query,
        cancel: Cancel,
        *,
        audio: str | None = None,
        times: SpokenTimes | None = None,
        answer: str = "",
        remember: bool = True,
        settle: Callable[[Reply, Cancel], Reply] = lambda reply, cancel: reply,
    ) -> TurnResult:
        """Run one turn to its end, one at a time; it never raises for what goes wrong inside it.
        With an ``answer`` that is known beforehand nothing is planned. What later requests should
        not refer to is not to ``remember``. ``settle`` carries out the effects of the reply before
        it is told, and gives it back as that went."""
        done = _Progress(Plan(query.turn, "error"), Reply(query.turn, "error", ""))
        unsubscribe = self.bus.subscribe(lambda event: _note_first_sound(event, query, done))
        self.bus.emit(Heard(query.turn, query, audio))
        try:
            if answer:
                outcome = self._tell(query, cancel, done, answer)
            else:
                outcome = self._advance(query, cancel, done, settle)
        except Cancelled:
            heard = self._delivery.stop(query.turn)
            if heard is not None:  # what nobody heard was not said
                done.reply = replace(done.reply, text=heard)
            outcome = Outcome.CANCELLED
        except Exception:  # whatever went wrong in this turn, the session goes on
            log.exception("turn %d failed", query.turn)
            outcome = self._apologise(query, cancel, done)
        finally:
            unsubscribe()
        timings = _timings(times, done.times) if times else {}
        document = self._document(query, done, outcome, timings)
        exchange = Exchange(query.turn, query.text, done.reply.text, done.plan, tuple(done.results))
        kept = exchange if remember else None
        self._keep(query.turn, lambda: self.session.write_turn(document, kept))
        self.bus.emit(TurnEnded(query.turn, outcome, timings))
        self.bus.emit(StateChanged(query.turn, "idle"))
        return TurnResult(document, done.reply, outcome)

    def empty(self, turn: int, modality: str, reply: str = "") -> TurnResult:
        """A turn in which nothing was said: noted, never planned for. What goes on beside it
        goes on."""
        query = Query(turn, "", "speech" if modality == "speech" else "text")
        done = _Progress(Plan(turn, "chat"), Reply(turn, "chat", reply))
        self.bus.emit(TurnEnded(turn, Outcome.EMPTY))
        self._tell_state_again(turn)
        document = self._document(query, done, Outcome.EMPTY, {})
        return TurnResult(document, done.reply, Outcome.EMPTY)

    def _note_state(self, event: Event) -> None:
        if isinstance(event, StateChanged) and event is not self._told_again:
            self._state = event.state

    def _tell_state_again(self, turn: int) -> None:
        """What goes on beside ``turn`` may come to another state in another thread meanwhile;
        nobody is left with the old one."""
        told: State | None = None
        while told != self._state:
            told = self._state
            self._told_again = StateChanged(turn, told)
            self.bus.emit(self._told_again)

    def _advance(
        self,
        query: Query,
        cancel: Cancel,
        done: _Progress,
        settle: Callable[[Reply, Cancel], Reply],
    ) -> Outcome:
        context = self.context()
        self.bus.emit(StateChanged(query.turn, "thinking"))
        done.plan = self._plan(query, context, cancel)
        done.times["plan"] = time.monotonic()
        self.bus.emit(Planned(query.turn, done.plan, self.planner.name))
        self._run_steps(query, context, cancel, done)
        spoken_early: list[str] = []

        def say(sentence: str) -> None:
            spoken_early.append(sentence)
            self._delivery.say(sentence, query.turn, cancel)

        done.reply = settle(self._reply(query, context, done, say), cancel)
        self.bus.emit(Replied(query.turn, done.reply))
        if not spoken_early:
            self._delivery.say(done.reply.aloud, query.turn, cancel)
        self._delivery.perform(done.results, query.turn, cancel)
        said = self._delivery.finish(cancel)
        if said is not None:
            done.speech = self._keep(query.turn, lambda: self._write_answer(said, query.turn))
        cancel.check()
        failed = any(not result.ok for result in done.results)
        return Outcome.FAILED if failed else _OUTCOMES[done.plan.kind]

    def _tell(self, query: Query, cancel: Cancel, done: _Progress, answer: str) -> Outcome:
        done.plan = Plan(query.turn, "chat", (), answer)
        done.times["plan"] = time.monotonic()
        self.bus.emit(Planned(query.turn, done.plan, self.planner.name))
        done.reply = Reply(query.turn, "chat", answer)
        self.bus.emit(Replied(query.turn, done.reply))
        self._delivery.say(answer, query.turn, cancel)
        self._delivery.finish(cancel)
        cancel.check()
        return Outcome.ANSWERED

    def _apologise(self, query: Query, cancel: Cancel, done: _Progress) -> Outcome:
        """Say that the turn failed; what its steps have made stays."""
        done.reply = Reply(query.turn, "error", _EXPLAINED)
        self.bus.emit(Replied(query.turn, done.reply))
        with contextlib.suppress(Cancelled):
            self._delivery.say(_EXPLAINED, query.turn, cancel)
            self._delivery.finish(cancel)
        return Outcome.FAILED

    def _plan(self, query: Query, context: Context, cancel: Cancel) -> Plan:
        try:
            plan = self.planner.plan(query, context, cancel)
            missing = explain_missing(plan, self.available, self.known)
            if missing:
                return Plan(query.turn, "unsupported", (), missing)
            return check(plan, self.available, context)
        except AgentError as error:
            return Plan(query.turn, "error", (), str(error))

    def _run_steps(self, query: Query, context: Context, cancel: Cancel, done: _Progress) -> None:
        steps: Sequence[Step] = done.plan.steps
        while steps:
            self.bus.emit(StateChanged(query.turn, "working"))
            for step in steps:
                cancel.check()
                done.results.append(self.steps.run_after(done.results, step, query.turn, cancel))
            try:
                more = self.planner.more(query, context, done.plan, done.results, cancel)
                if more is None or not more.steps:
                    return
                together = replace(more, steps=(*done.plan.steps, *more.steps))
                check(together, self.available, self.context())
            except AgentError as error:
                log.warning("planning further steps failed: %s", error.problem)
                return
            steps = more.steps
            done.plan = replace(done.plan, steps=(*done.plan.steps, *steps))
            self.bus.emit(Planned(query.turn, done.plan, self.planner.name))

    def _reply(
        self, query: Query, context: Context, done: _Progress, say: Callable[[str], None]
    ) -> Reply:
        try:
            return self.planner.reply(query, context, done.plan, done.results, say)
        except AgentError as error:
            return Reply(query.turn, "error", str(error))

    def _write_answer(self, said: Audio, turn: int) -> str:
        path = self.session.write_audio(said, "the spoken answer", "voice", turn)
        self.bus.emit(SpokeAll(turn, path))
        return path

    def _keep(self, turn: int, write: Callable[[], T]) -> T | None:
        """A full disk costs the record of a turn, never the turn; the user is told."""
        try:
            return write()
        except (AgentError, OSError) as error:
            log.exception("turn %d is not kept whole", turn)
            remark = f"This turn is not kept whole: {error}"
            self.bus.emit(Notice(turn, remark, "warning"))
            return None

    def _document(
        self, query: Query, done: _Progress, outcome: Outcome, timings: dict[str, float]
    ) -> Document:
        return turn_document(
            self.session.directory,
            query,
            done.plan,
            done.results,
            done.reply,
            outcome=outcome,
            planner=self.planner.name,
            reply_audio=done.speech,
            timings=timings,
        )


def _note_first_sound(event: object, query: Query, done: _Progress) -> None:
    if isinstance(event, FirstSound) and event.turn == query.turn:
        done.times.setdefault("first_audio", event.time)


def _timings(times: SpokenTimes, reached: dict[str, float]) -> dict[str, float]:
    """Seconds after the last speech sample."""
    moments = {"turn_end": times.turn_end, "transcript": times.transcript} | reached
    after = {name: round(moment - times.speech_end, 4) for name, moment in moments.items()}
    return {"speech_end": 0.0} | after
