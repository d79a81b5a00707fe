"""What the ears hand over when a turn of the user is finished."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from voice_agent.errors import AgentError
from voice_agent.events import Event, Notice
from voice_agent.units import Hypothesis, Utterance

log = logging.getLogger(__name__)

SAME_REQUEST = 1.8  # seconds of silence after which somebody may still go on with what they said


@dataclass(frozen=True, eq=False)
class Hearing:
    """A finished turn of the user. Times are monotonic: the last speech sample, the end-of-
    turn decision, and the moment the words were ready."""

    utterance: Utterance
    hypothesis: Hypothesis
    speech_end: float
    turn_end: float
    transcript: float


@dataclass(frozen=True)
class HandOver:
    """Makes a ``Hearing`` of an utterance whose words are there and gives it to ``on_heard``; a
    recogniser that failed ends the turn empty, and ``emit`` is told."""

    on_heard: Callable[[Hearing], None]
    emit: Callable[[Event], None]

    def __call__(
        self, utterance: Utterance, done: Future[Hypothesis], speech_end: float, turn_end: float
    ) -> None:
        error = done.exception()
        hypothesis = done.result() if error is None else self._failed(utterance.turn, error)
        hearing = Hearing(utterance, hypothesis, speech_end, turn_end, time.monotonic())
        try:
            self.on_heard(hearing)
        except Exception:  # whatever takes the turn on, the ears go on listening
            log.exception("turn %d was heard, but could not be taken on", utterance.turn)

    def _failed(self, turn: int, error: BaseException) -> Hypothesis:
        if isinstance(error, AgentError):
            self.emit(Notice(turn, str(error), "error"))
            return Hypothesis("", reason=error.problem)
        log.error("recognition failed in turn %d", turn, exc_info=error)
        reason = f"speech recognition failed ({type(error).__name__})"
        self.emit(Notice(turn, reason[0].upper() + reason[1:], "error"))
        return Hypothesis("", reason=reason)


def one_text(pieces: Sequence[str]) -> str:
    """What was said between pauses as one text: a full stop goes where the sentence went on."""
    text = pieces[0]
    for piece in pieces[1:]:
        text = (text.rstrip(".") if piece[:1].islower() else text) + " " + piece
    return text
