"""From frames to utterances and their words: detector, turn finder, recogniser.

    source ─> VoiceDetector ─> TurnFinder ─> Utterance ──────────┐
                                  │ pause                        ├─> on_heard(Hearing)
                                  └──────> recogniser, already ──┘

In the shadow of a pause the recogniser already works on what was said so far; if the speaker
goes on, that work is dropped, otherwise the words are there when the turn ends. A source
that does not run in real time gets the same logic step by step in one thread, so that the
same file always gives the same turns.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.events import Event, Level, Notice, Partial, SpeechEnded, SpeechStarted
from voice_agent.hear.asr import Asr
from voice_agent.hear.echo import EchoCanceller
from voice_agent.hear.endpoint import EndOfTurn, SmartTurn
from voice_agent.hear.frames import RATE, FrameSource
from voice_agent.hear.hearing import HandOver, Hearing
from voice_agent.hear.interruptions import Interruptions
from voice_agent.hear.partials import Guesses
from voice_agent.hear.push_to_talk import PushToTalkTurns
from voice_agent.hear.read_ahead import ReadAhead
from voice_agent.hear.turns import (
    HandsFreeTurns,
    TurnFinder,
    TurnNews,
    TurnOver,
    TurnPaused,
    TurnResumed,
    TurnStarted,
    TurnStill,
)
from voice_agent.hear.vad import VoiceDetector
from voice_agent.hear.wording import Wording
from voice_agent.settings import Settings
from voice_agent.sound.features import dbfs
from voice_agent.units import Audio, AudioFrame, Standing, Utterance

log = logging.getLogger(__name__)

Mode = Literal["hands-free", "push-to-talk"]

_LEVEL_SECONDS = 0.08  # how often the input level is told
_PATIENCE = 0.1  # seconds between looks at commands while no frame comes


class Ears:
    """Listens to ``source`` and hands every finished turn to ``on_heard``.

    ``on_heard`` runs in the recogniser's thread (in the calling thread for a source that is
    not in real time) and must not wait for the next turn. ``next_turn`` gives turn numbers.
    ``on_speech`` is told the time when somebody begins to speak while the loudspeaker plays,
    or while the ears are muted, ``on_hint`` that somebody may be about to (True), or was not
    (False); both must be quick. ``on_words`` gets the words at a pause, before anybody knows
    whether the turn is over, and again where they change; beside the recogniser, which is told
    by ``vocabulary`` what may well come up. ``wording`` judges those words. ``echo`` takes the
    loudspeaker's sound out of the microphone's; without it the ears should be muted while the
    loudspeaker plays.
    """

    def __init__(
        self,
        source: FrameSource,
        *,
        settings: Settings,
        detector: VoiceDetector,
        asr: Asr,
        smart_turn: SmartTurn | None,
        emit: Callable[[Event], None],
        on_heard: Callable[[Hearing], None],
        next_turn: Callable[[], int],
        mode: Mode = "hands-free",
        partials: bool = True,
        on_speech: Callable[[float], None] | None = None,
        on_hint: Callable[[bool], None] = lambda likely: None,
        on_words: Callable[[str], None] = lambda text: None,
        standing: Callable[[str], Standing] = lambda text: "open",
        vocabulary: Callable[[], str] = lambda: "",
        wording: Wording | None = None,
        echo: EchoCanceller | None = None,
    ) -> None:
        self._source = source
        self._settings = settings
        self._detector = detector
        self._asr = asr
        self._smart_turn = smart_turn
        self._emit = emit
        self._hand_over = HandOver(on_heard, emit)
        self._next_turn = next_turn
        self._interruptions = Interruptions(
            settings.vad, detector, echo, on_speech=on_speech or (lambda at: None), on_hint=on_hint
        )
        self._partials = partials
        policy = EndOfTurn(settings.endpoint)
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._ahead = ReadAhead(
            asr,
            smart_turn=smart_turn if policy.asks_smart_turn else None,
            wording=wording,
            reads_words=policy.reads_words and smart_turn is not None,
            on_words=on_words,
            standing=standing,
            vocabulary=vocabulary,
            post=self._commands.put,
        )
        self._hands_free = HandsFreeTurns(settings.vad, policy)
        self._push_to_talk = PushToTalkTurns(settings.vad, settings.audio.push_to_talk_limit)
        self._finder: TurnFinder = self._hands_free
        self._set_mode(mode)
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._muted = False
        self._turn = 0
        self._guesses = Guesses(settings.asr.partial_seconds)
        self._next_level = 0.0

    # --- for others, from any thread ----------------------------------------------------

    def warm(self) -> None:
        """Load and try every model once."""
        self._asr.warm()
        for _ in range(6):  # 60 ms at least, so that Silero gets its first window
            self._detector.hear(AudioFrame(_silence(self._settings.vad.frame_ms / 1000), 0.0))
        self._detector.reset()
        if self._smart_turn is not None and self._settings.endpoint.engine != "silence":
            self._smart_turn.probability(_silence(1.0))

    def start(self) -> None:
        """Listen in a thread. Raises ``AgentError`` when the source cannot be opened."""
        self._source.start()
        self._stop.clear()
        self._ahead.begin(beside=True)
        self._thread = threading.Thread(target=self._listen, name="ears", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; a turn in progress ends empty. Safe to call twice."""
        self._stop.set()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def run(self) -> None:
        """Listen in this thread until the source ends or ``stop`` is called."""
        self._source.start()
        self._stop.clear()
        self._ahead.begin(beside=self._source.real_time)
        self._listen()

    @property
    def is_listening(self) -> bool:
        """Whether its thread runs: what goes wrong in it ends it."""
        return self._thread is not None and self._thread.is_alive()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the source has ended and everything heard was handed over."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout)
            return not thread.is_alive()
        return True

    def press(self) -> None:
        """The push-to-talk key goes down."""
        at = self._source.now()
        self._commands.put(lambda: self._push_to_talk.press(at))

    def release(self) -> None:
        """The push-to-talk key goes up: the turn ends once what was said by now is heard."""
        at = self._source.now()
        self._commands.put(lambda: self._push_to_talk.release(at))

    def abandon(self) -> None:
        """Forget what is said with the push-to-talk key down; its turn ends empty."""
        self._commands.put(lambda: self._handle(self._push_to_talk.close("abandoned")))

    def set_mode(self, mode: Mode) -> None:
        """Change how turns are found; a turn in progress ends empty."""

        def change() -> None:
            self._handle(self._finder.close("abandoned"))
            self._set_mode(mode)

        self._commands.put(change)

    def mute(self, muted: bool) -> None:
        """Open no turn while ``muted`` (half duplex: the assistant speaks). Frames are still
        seen: ``on_speech`` is told of speech, and the pre-roll goes on."""

        def change() -> None:
            if muted and not self._muted:
                self._handle(self._finder.close("abandoned"))
                self._interruptions.hint(False)
                self._interruptions.watch_anew()
            self._muted = muted

        self._commands.put(change)

    # --- the ears' own thread -------------------------------------------------------------

    def _listen(self) -> None:
        try:
            with self._told():
                self._hear_all()
            with self._told():  # what was said by then is all there is
                reason = "abandoned" if self._stop.is_set() else "source ended"
                self._handle(self._finder.close(reason))
        finally:
            self._source.stop()
            self._ahead.close()

    def _hear_all(self) -> None:
        while not self._stop.is_set():
            frame = self._source.read(_PATIENCE)
            self._obey()  # before the frame counts: what came meanwhile may end the turn now
            if frame is not None:
                self._hear(frame)
            elif self._source.ended:
                break

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong in the ears' thread ends it, but is told."""
        try:
            yield
        except Exception as error:  # of whatever kind: nobody else would know
            log.exception("hearing stopped")
            reason = str(error) if isinstance(error, AgentError) else type(error).__name__
            remedy = "/mode begins it anew" if self._source.real_time else ""
            told = str(AgentError(f"Hearing stopped: {reason}", remedy))
            self._emit(Notice(0, told, "error"))

    def _obey(self) -> None:
        while True:
            try:
                self._commands.get_nowait()()
            except queue.Empty:
                return

    def _hear(self, frame: AudioFrame) -> None:
        self._tell_level(frame)
        frame, voicing = self._interruptions.hear(frame, self._finder)
        if self._muted:
            self._finder.skip(frame)
            self._interruptions.watch(frame, voicing)
            return
        self._handle(self._finder.step(frame, voicing))
        self._interruptions.hint(self._finder.suspects)
        listens = self._partials and self._finder.is_speaking
        if listens and self._guesses.is_due(frame.end, dbfs(frame.samples)):
            self._guess(frame.end)

    def _handle(self, news: list[TurnNews]) -> None:
        for item in news:
            if isinstance(item, TurnStarted):
                self._interruptions.begin(item.speech_start)
                self._turn = self._next_turn()
                self._guesses.begin(item.speech_start)
                began = self._source.monotonic(item.speech_start)
                self._emit(SpeechStarted(self._turn, speech_start=began))
            elif isinstance(item, TurnPaused):
                self._ahead.pause(item.cut, self._finder)
            elif isinstance(item, TurnStill):
                self._ahead.listen(item, self._finder)
            elif isinstance(item, TurnResumed):
                self._ahead.resume()
            elif isinstance(item, TurnOver):
                self._finish(item)

    def _finish(self, over: TurnOver) -> None:
        cut, turn = over.cut, self._turn
        speech_end = self._source.monotonic(cut.speech_end)
        turn_end = self._source.monotonic(over.at)
        utterance = Utterance(
            turn, Audio(cut.samples, RATE), cut.speech_start, cut.speech_end, over.at
        )
        seconds = utterance.audio.seconds
        self._emit(SpeechEnded(turn, speech_end=speech_end, seconds=seconds, time=turn_end))
        reason = "" if over.enough else "too short"
        reason = "interrupted" if over.reason == "abandoned" else reason
        future = self._ahead.nothing(reason) if reason else self._ahead.words_of(cut)
        future.add_done_callback(
            lambda done: self._hand_over(utterance, done, speech_end, turn_end)
        )

    def _guess(self, now: float) -> None:
        """A partial hypothesis, if the recogniser has nothing better to do."""
        if not self._ahead.is_idle:
            return
        turn, cut = self._turn, self._finder.so_far()
        shown = self._guesses.begun(now, len(cut.samples) / RATE)

        def take(text: str) -> None:
            if text and turn == self._turn and self._finder.is_open:
                self._emit(Partial(turn, shown(text)))

        self._ahead.guess(cut, take)

    def _set_mode(self, mode: Mode) -> None:
        self._finder = self._hands_free if mode == "hands-free" else self._push_to_talk

    def _tell_level(self, frame: AudioFrame) -> None:
        if frame.time >= self._next_level:
            self._next_level = frame.time + _LEVEL_SECONDS
            self._emit(Level(0, dbfs(frame.samples)))


def _silence(seconds: float) -> NDArray[np.float32]:
    return np.zeros(round(seconds * RATE), dtype=np.float32)
