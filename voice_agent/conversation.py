"""A dialogue in progress: typed and heard turns, attachments, wishes about the talk itself."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from voice_agent.engines import SharedEngines
from voice_agent.errors import AgentError, Cancel, Cancelled
from voice_agent.events import Bus, Event, Notice, SessionStarted, SpokeAll, StateChanged
from voice_agent.file_wishes import FileWishes
from voice_agent.interjections import interjection
from voice_agent.manner import Manner
from voice_agent.session import Session
from voice_agent.settings import Settings
from voice_agent.speak.mouth import Output, SpeakingMouth
from voice_agent.think.vocabulary import vocabulary
from voice_agent.turn import SpokenTimes, TurnResult, TurnRunner
from voice_agent.units import Audio, Query, Reply, Resource, Standing

log = logging.getLogger(__name__)


@dataclass
class Conversation:
    """The parts of one dialogue; closing it stops the sound and ends the session."""

    settings: Settings
    bus: Bus
    session: Session
    engines: SharedEngines
    runner: TurnRunner
    mouth: SpeakingMouth
    output: Output
    notices: tuple[Notice, ...] = ()  # told when the conversation begins
    _running: list[Cancel] = field(default_factory=list)  # of what runs or is said now
    _one_turn: threading.Lock = field(default_factory=threading.Lock)
    manner: Manner = field(init=False)

    def __post_init__(self) -> None:
        self.manner = Manner(self.mouth, self.output, self.engines, self.settings.voice, self.bus)

    def __enter__(self) -> Conversation:
        self.bus.subscribe(self._speak_notice)
        self.bus.emit(SessionStarted(0, self.session.id, str(self.session.directory.resolve())))
        for notice in self.notices:
            self.bus.emit(notice)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self.interrupt()
        with contextlib.suppress(Exception):  # nothing must keep the program from ending
            self.mouth.stop()
        self.runner.planner.close()
        self.engines.close()
        self.session.close()

    def warm(self) -> None:
        """Load what the first turn needs; a part that cannot load says so when it is used."""
        for part in (self.runner.planner, self.mouth):
            try:
                part.warm()
            except Exception:  # it fails again, and says so, when it is used
                log.exception("warming up failed")
        self.manner.tell()

    def ask(self, text: str, *, known: str = "") -> TurnResult:
        """One typed turn; ``known`` is its answer, where that needs no plan."""
        return self._run(Query(self.session.next_turn(), text.strip(), "text"), known=known)

    def unsaid(self) -> str:
        """What the answer that was stopped last had still to say; "" when all was said."""
        cut = self.mouth.cut_short
        return cut.rest if cut is not None else ""

    def go_on(self, turn: int) -> None:
        """Say the rest of the answer that was stopped, as part of ``turn``."""
        rest = self.unsaid()
        if rest:
            self._run(Query(turn, "", "speech"), answer=rest)

    def foresee(self, text: str) -> None:
        """Begin to make the answer to words that may turn out to be a whole request. Nothing
        of it is told, kept or heard, no tool runs, no server is asked; it only saves time
        if the same words are answered next."""
        if self.settings.planner.engine != "offline" or self.mouth.muted:
            return
        planner, context, cancel = self.runner.planner, self.runner.context(), Cancel()
        query = Query(0, text, "speech")
        try:
            plan = planner.plan(query, context, cancel)
            if plan.kind != "act":
                reply = planner.reply(query, context, plan, (), lambda sentence: None)
                name = reply.effects.get("voice")
                voice = None if name is None else self.manner.speaker(str(name))
                self.mouth.prepare(reply.aloud, voice=voice, speed=self.manner.speed(reply.effects))
        except Exception:  # it fails again, and is told, if this is what is asked
            log.exception("an answer could not be begun ahead of time")

    def standing(self, text: str) -> Standing:
        """What words come to that somebody may still be saying."""
        try:
            return self.runner.planner.standing(Query(0, text, "speech"), self.runner.context())
        except Exception:  # then the turn ends as any other does
            log.exception("words could not be judged ahead of time")
            return "open"

    def vocabulary(self) -> str:
        """Words that the user will probably say, with commas between them."""
        return vocabulary(self.runner.context().resources, self.settings.asr.vocabulary)

    def answer(
        self,
        text: str,
        *,
        turn: int,
        utterance: Audio | None,
        times: SpokenTimes,
        known: str = "",
    ) -> TurnResult:
        """One spoken turn, once its words are known; ``known`` is its answer, where that needs
        no plan."""
        kept = self._keep(utterance, turn) if utterance is not None else None
        return self._run(Query(turn, text, "speech"), audio=kept, times=times, known=known)

    def _keep(self, utterance: Audio, turn: int) -> str | None:
        """What was said, among the files of the session; a full disk costs only the copy."""
        try:
            return self.session.keep_utterance(utterance, turn)
        except AgentError as error:
            self.bus.emit(Notice(turn, f"What you said is not kept: {error}", "warning"))
            return None

    def attach(self, file: Path) -> list[Resource]:
        """Take a file of the user's into the session and tell the terminal."""

        def warn(text: str) -> None:
            self.bus.emit(Notice(0, f"{text}.", "warning"))

        resources = self.session.attach(file, caption=self._caption, warn=warn)
        for resource in resources:
            self.bus.emit(self.session.attached_event(resource, file))
        return resources

    def say(self, text: str) -> None:
        """Speak ``text`` outside of any turn, but not over one; returns when it was heard or
        stopped."""
        with contextlib.suppress(Cancelled), self._one_turn, self._interruptible() as cancel:
            self.bus.emit(StateChanged(0, "speaking"))
            try:
                self.mouth.say(text, 0, cancel)
                self.mouth.finish(cancel)
            finally:
                self.bus.emit(StateChanged(0, "idle"))
                self.bus.emit(SpokeAll(interrupted=bool(cancel)))

    @property
    def cancel(self) -> Cancel | None:
        """Of the turn that runs now."""
        return next(iter(self._running), None)

    def interrupt(self) -> None:
        """Stop what is running or being said; the turn ends as cancelled."""
        for cancel in tuple(self._running):
            cancel.set()
        self.mouth.stop()

    @contextlib.contextmanager
    def _interruptible(self) -> Iterator[Cancel]:
        cancel = Cancel()
        self._running.append(cancel)
        try:
            yield cancel
        finally:
            self._running.remove(cancel)

    def _caption(self, path: Path) -> str:
        """What is in a recording; nothing where the classifier is not there or fails."""
        from voice_agent.sound.yamnet import SoundClassifier
        from voice_agent.tools._caption import caption

        try:
            weights = self.engines.present("yamnet")
            if weights is None:
                return ""
            classifier = self.engines.shared("yamnet", lambda: SoundClassifier(weights))
            return caption(classifier, path)
        except Exception:  # a file that cannot be described is attached all the same
            log.exception("no caption for an attachment")
            return ""

    def _speak_notice(self, event: Event) -> None:
        """Some notices must be heard, too: that a server failed, say."""
        if isinstance(event, Notice) and event.spoken:
            self.mouth.say(event.text, event.turn, Cancel())

    def _run(
        self,
        query: Query,
        *,
        audio: str | None = None,
        times: SpokenTimes | None = None,
        answer: str = "",
        known: str = "",
    ) -> TurnResult:
        with self._one_turn, self._interruptible() as cancel:  # who waits is not yet stopped
            self.manner.keep()
            if interjection(query.text) == "go on":
                answer = self.unsaid()
            result = self.runner.run(
                query,
                cancel,
                audio=audio,
                times=times,
                answer=known or answer,
                remember=not known,
                settle=self._settle,
            )
        if result.reply.effects.get("mute"):
            self.manner.mute(True)
        return result

    def _settle(self, reply: Reply, cancel: Cancel) -> Reply:
        """Carry out wishes about how it speaks, so that the answer to them is spoken so, and about
        files; mode, stop and quit are the caller's."""
        self.manner.change(reply.effects)
        return FileWishes(self.session, self.bus).settle(reply, cancel)
