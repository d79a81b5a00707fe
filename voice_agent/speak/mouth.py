"""Says an answer: voice and player side by side, so that speech starts with the first clause.

say("I cleaned it. Here is the file.")
  voice   |clause 1|clause 2|
  player      |≈≈≈ clause 1 ≈≈≈|≈≈≈ clause 2 ≈≈≈|
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Protocol

from voice_agent.errors import Cancel
from voice_agent.events import Bus, FirstSound, Saying
from voice_agent.speak.voices import Voice
from voice_agent.units import Audio, SpeechChunk


class Output(Protocol):
    """Plays blocks one after the other without gaps."""

    volume: float  # dB

    @property
    def is_busy(self) -> bool:
        """Whether anything is being played."""

    def play(self, audio: Audio, on_start: Callable[[float], None] | None = None) -> Any:
        """Queue ``audio``; ``on_start`` is called with the time of its first sample."""

    def wake(self) -> None:
        """Something will be played soon: a device that rests is opened meanwhile."""

    def drain(self, cancel: Cancel | None = None) -> bool:
        """Wait until all was played; False when cancelled or stopped meanwhile."""

    def stop(self) -> None: ...

    def hold(self, held: bool) -> None:
        """Fall silent without forgetting anything, or go on from there."""

    def tap(self, take: Callable[..., None]) -> Callable[[], None]:
        """Also tell ``take`` of every block played, its rate, when it is heard, its stream."""

    def use_device(self, name: str) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class CutShort:
    """An answer that was stopped: what was heard of it, and what was not. ``rest`` begins
    with the clause that was cut."""

    turn: int
    heard: str
    rest: str


@dataclass
class _Line:
    """One text that was to be said, and its clauses on their way to the loudspeaker."""

    turn: int
    text: str
    clauses: list[tuple[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class _Prepared:
    """Speech that was begun before it was wanted, and the way it was to be said."""

    manner: tuple[object, ...]
    first: list[SpeechChunk]
    rest: Iterator[SpeechChunk]


class SpeakingMouth:
    """The voice in use and how it is set; changed while the dialogue runs.

    ``voice`` is called for the voice at each answer, so that it loads when first needed.
    """

    def __init__(
        self,
        voice: Callable[[], Voice],
        output: Output,
        bus: Bus,
        *,
        speed: float = 1.0,
        pitch: float = 0.0,
    ) -> None:
        self.voice = voice
        self.output = output
        self.speed = speed
        self.pitch = pitch
        self.muted = False
        self._bus = bus
        self.cut_short: CutShort | None = None  # the latest answer, if it was stopped
        self._said: list[Audio] = []
        self._lines: list[_Line] = []
        self._started: set[int] = set()
        self._stops = 0  # how often it was told to fall silent
        self._lock = threading.Lock()
        self._prepared: _Prepared | None = None
        self._preparing = threading.Lock()

    def warm(self) -> None:
        """Load the voice, unless nothing is to be said."""
        if not self.muted:
            self.voice().warm()

    def prepare(self, text: str, *, voice: Voice | None = None, speed: float | None = None) -> None:
        """Make the first clause of ``text``, unheard: if the same is said next (by that ``voice``
        and at that ``speed``, where these are told), it begins at once."""
        if self.muted or not text.strip():
            return
        with self._preparing:
            manner, chunks = self._begin(text, voice, speed)
            if self._prepared is not None and self._prepared.manner == manner:
                return
            self._prepared = _Prepared(manner, list(islice(chunks, 1)), chunks)

    def say(self, text: str, turn: int, cancel: Cancel, *, aside: bool = False) -> None:
        """Synthesise ``text`` clause by clause into the output's queue. An ``aside`` is no
        part of the answer: it is neither kept nor said again."""
        if self._is_muted() or not text.strip():
            return
        line = _Line(turn, text)
        if not aside:
            with self._lock:
                if self.cut_short is not None and self.cut_short.turn != turn:
                    self.cut_short = None
                self._lines.append(line)
        for chunk in self._chunks(text):
            cancel.check()
            if self._is_muted():  # meanwhile
                return
            if not aside:
                with self._lock:
                    self._said.append(chunk.audio)
            begins = self._begins(Saying(turn, chunk.text, chunk.audio.seconds))
            sound = self.output.play(chunk.audio, on_start=begins)
            line.clauses.append((chunk.text, sound))

    def perform(self, audio: Audio, words: str, turn: int, cancel: Cancel) -> None:
        """Play a sound after what was said, as part of the answer; ``words`` are those in it."""
        from voice_agent.speak.mixer import fitted

        if self.muted:
            return
        cancel.check()
        line, rate = _Line(turn, words), self.voice().rate
        with self._lock:
            self._lines.append(line)
            self._said.append(Audio(fitted(audio, rate, 1), rate))
        begins = self._begins(Saying(turn, words, audio.seconds))
        sound = self.output.play(audio, on_start=begins)
        line.clauses.append((words, sound))

    def finish(self, cancel: Cancel) -> Audio | None:
        """Wait for the end of playback; everything said since the last call, or None."""
        with self._lock:
            said, self._said = self._said, []
        self.output.drain(cancel)
        cancel.check()
        with self._lock:
            self._lines = []
        return _joined(said)

    def stop(self) -> None:
        """Fall silent at once and forget what was queued."""
        self._stops += 1
        self.output.stop()
        with self._lock:
            self._said = []
            lines, self._lines = self._lines, []
            if lines and (self.cut_short is None or self.cut_short.turn != lines[0].turn):
                self.cut_short = cut_short(lines)

    def heard_of(self, turn: int) -> str | None:
        """What was heard of the answer of ``turn`` before it was stopped; None if it was
        not stopped."""
        cut = self.cut_short
        return cut.heard if cut is not None and cut.turn == turn else None

    def _is_muted(self) -> bool:
        """By now: others may change that at any time."""
        return self.muted

    def _begin(
        self, text: str, voice: Voice | None = None, speed: float | None = None
    ) -> tuple[tuple[object, ...], Iterator[SpeechChunk]]:
        voice, pitch = voice or self.voice(), self.pitch
        speed = self.speed if speed is None else speed
        return (text, voice, speed, pitch), voice.speak(text, speed=speed, pitch=pitch)

    def _chunks(self, text: str) -> Iterator[SpeechChunk]:
        with self._preparing:
            prepared, self._prepared = self._prepared, None
        manner, chunks = self._begin(text)
        if prepared is None or prepared.manner != manner:
            return chunks
        return chain(prepared.first, prepared.rest)

    def _begins(self, clause: Saying) -> Callable[[float], None]:
        """Tells of a clause when it is heard, unless all was stopped meanwhile."""
        stops = self._stops

        def report(moment: float) -> None:
            if clause.turn not in self._started:
                self._started = {clause.turn}
                self._bus.emit(FirstSound(clause.turn, time=moment))
            if self._stops == stops:
                self._bus.emit(clause)

        return report


def cut_short(lines: list[_Line]) -> CutShort:
    """What of ``lines`` was heard when their sounds were stopped."""
    heard: list[str] = []
    rest: list[str] = []
    for line in lines:
        at = 0
        for text, sound in line.clauses:
            share = _share_heard(sound)
            words = text.split()
            heard += words[: round(share * len(words))]
            if share < 1.0:
                break
            at = max(at, line.text.find(text, at) + len(text))
        rest.append(line.text[at:].strip())
    return CutShort(lines[0].turn, " ".join(heard), " ".join(part for part in rest if part))


def _share_heard(sound: Any) -> float:
    """How much of a queued sound left the mixer, 0 to 1."""
    if sound is None or not getattr(sound, "stopped", False):
        return 1.0
    return float(sound.position / max(1, len(sound.samples)))


def _joined(pieces: list[Audio]) -> Audio | None:
    if not pieces:
        return None
    import numpy as np

    return Audio(np.concatenate([piece.samples for piece in pieces]), pieces[0].rate)
