"""The work that pauses give: Smart Turn listens, the recogniser reads, side by side.

    speech ####        ####                        (a turn; the recogniser's jobs below)
               pause       pause still ── end
               └ dropped   │     └─ sound ─┬> is it over?
                           └──────── words ┘
                                       └ the same words are the turn's

What is read ahead of time for a pause is the turn's transcript if the turn ends there; if the
speaker goes on, it is dropped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TypeVar

from voice_agent.errors import AgentError, Cancel, Cancelled
from voice_agent.hear.asr import Asr
from voice_agent.hear.endpoint import SmartTurn
from voice_agent.hear.frames import RATE
from voice_agent.hear.hearing import SAME_REQUEST, one_text
from voice_agent.hear.turns import Cut, TurnFinder, TurnStill
from voice_agent.hear.wording import Wording
from voice_agent.hear.worker import InlineWorker, ThreadWorker, Worker
from voice_agent.units import Audio, Ending, Hypothesis, Standing

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(eq=False)
class _Job:
    """The recogniser at work on ``cut``."""

    cut: Cut
    future: Future[Hypothesis]
    cancel: Cancel


class ReadAhead:
    """Runs Smart Turn and the recogniser for the ears; used by the ears' thread only.

    ``smart_turn`` (None: not asked) says whether a pause sounds like an end, ``wording`` judges
    the words; ``reads_words`` asks the recogniser at every pause even where it cannot work
    beside the ears. ``on_words`` gets the words at a pause, again where a second look changes
    them, in a thread that nobody waits for; ``standing`` tells, in the recogniser's thread, what
    words come to, and ``vocabulary`` which may well come up. ``post`` runs a job in the ears'
    thread.
    """

    def __init__(
        self,
        asr: Asr,
        *,
        smart_turn: SmartTurn | None,
        wording: Wording | None,
        reads_words: bool,
        on_words: Callable[[str], None],
        standing: Callable[[str], Standing],
        vocabulary: Callable[[], str],
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self._asr = asr
        self._smart_turn = smart_turn
        self._wording = wording
        self._reads_words = reads_words
        self._on_words = on_words
        self._standing = standing
        self._vocabulary = vocabulary
        self._post = post
        self._reader: Worker = InlineWorker()
        self._listener: Worker = InlineWorker()
        self._ahead: _Job | None = None
        self._latest: _Job | None = None  # the turn before
        self._closed = False

    def begin(self, *, beside: bool) -> None:
        """Work in threads of its own from now on, or (False) in the caller's, step by step."""
        self._closed = False
        self._reader = ThreadWorker("recogniser") if beside else InlineWorker()
        self._listener = ThreadWorker("smart turn") if beside else InlineWorker()

    def close(self) -> None:
        """Finish what was begun."""
        self._closed = True
        self._reader.close()  # what it glanced at is for the listener's thread
        self._listener.close()

    @property
    def is_idle(self) -> bool:
        """Whether the recogniser has nothing to do."""
        return self._reader.is_idle

    def pause(self, cut: Cut, finder: TurnFinder) -> None:
        """Read ``cut``, and tell ``finder`` whether its words look finished."""
        if self._reader.works_beside or (self._reads_words and finder.wants_to_know):
            self._read(cut, finder)

    def listen(self, still: TurnStill, finder: TurnFinder) -> None:
        """Ask Smart Turn, for ``finder``, whether a pause sounds like an end."""
        smart_turn, cut = self._smart_turn, still.cut
        if smart_turn is not None:
            done = self._listener.submit(lambda: smart_turn.probability(still.samples))
            done.add_done_callback(
                lambda it: self._pass_on(lambda: finder.tell(cut, done=_value(it)))
            )

    def resume(self) -> None:
        """The speaker goes on: what was begun is of no use."""
        if self._ahead is not None:
            self._ahead.cancel.set()
            self._ahead.future.cancel()
            self._ahead = None

    def words_of(self, cut: Cut) -> Future[Hypothesis]:
        """The words of a turn that is over; those that were read ahead if they are of it."""
        job, self._ahead = self._ahead, None
        if job is not None and job.cut is not cut:
            job.cancel.set()
            job = None
        self._latest = job or self._recognise(cut, Cancel())
        return self._latest.future

    def nothing(self, reason: str) -> Future[Hypothesis]:
        """No words, after all that is being read."""
        self.resume()
        return self._reader.submit(lambda: Hypothesis("", reason=reason))

    def guess(self, cut: Cut, take: Callable[[str], None]) -> None:
        """Give the words of an unfinished turn to ``take``, in the recogniser's thread."""
        audio = Audio(cut.samples, RATE)

        def guess() -> None:
            try:
                found = self._asr.transcribe(audio, quick=True, vocabulary=self._vocabulary())
                take(found.text)
            except (AgentError, Cancelled) as error:
                log.info("no partial hypothesis: %s", error)

        self._reader.submit(guess)

    def _recognise(
        self,
        cut: Cut,
        cancel: Cancel,
        on_glance: Callable[[Hypothesis], None] = lambda found: None,
    ) -> _Job:
        audio = Audio(cut.samples, RATE)
        job = self._reader.submit(
            lambda: self._asr.transcribe(
                audio, vocabulary=self._vocabulary(), on_glance=on_glance, cancel=cancel
            )
        )
        return _Job(cut, job, cancel)

    def _read(self, cut: Cut, finder: TurnFinder) -> None:
        told: list[Hypothesis] = []  # at most one; whether it is over is decided by that
        cancel = Cancel()

        def tell(found: Hypothesis) -> None:
            told.append(found)
            whole = one_text(self._with_before(found.text, cut))
            standing = self._standing(whole) if found.text else "open"  # not for the ears
            self._pass_on(lambda: finder.tell(cut, ending=self._ending(found, cut, standing)))

        def foresee(found: Hypothesis, worker: Worker) -> None:
            if worker.works_beside and found.text and not self._closed:
                whole = one_text(self._with_before(found.text, cut))
                worker.submit(lambda: cancel or self._on_words(whole))

        def glance(found: Hypothesis) -> None:
            tell(found)
            foresee(found, self._listener)  # the reader reads on

        def judge(done: Future[Hypothesis]) -> None:
            found = _value(done)
            if found is None:
                return
            if not told:
                tell(found)
            if found.text != told[0].text or found is told[0]:
                foresee(found, self._reader)

        job = self._ahead = self._recognise(cut, cancel, glance)
        job.future.add_done_callback(judge)

    def _pass_on(self, job: Callable[[], None]) -> None:
        if self._reader.works_beside:
            self._post(job)
        else:
            job()

    def _ending(self, hypothesis: Hypothesis, cut: Cut, standing: Standing) -> Ending | None:
        """What recogniser and words say about whether the turn is over."""
        if self._wording is None or hypothesis.ending is None:
            return hypothesis.ending
        closed, asks = self._wording.judge(self._together(hypothesis.text, cut))
        return replace(hypothesis.ending, closed=closed, asks=asks, standing=standing)

    def _together(self, text: str, cut: Cut) -> str:
        """The words after those of the turn before, as one sentence: "please" alone begins a
        request, after one it ends it."""
        *before, text = self._with_before(text, cut)
        return f"{before[0].rstrip('.?!, ')} {text[:1].lower()}{text[1:]}" if before else text

    def _with_before(self, text: str, cut: Cut) -> list[str]:
        """The words, and before them those of the turn before, where that has only just ended."""
        before = self._latest
        if before is None or cut.speech_start - before.cut.speech_end > SAME_REQUEST:
            return [text]
        said = _value(before.future) if before.future.done() else None
        return [text] if said is None or not said.text else [said.text, text]


def _value(done: Future[T]) -> T | None:
    """The result of a job; None where it failed or was dropped."""
    return None if done.cancelled() or done.exception() is not None else done.result()
