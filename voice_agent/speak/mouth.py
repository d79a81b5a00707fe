"""Says an answer: voice and player side by side, so that speech starts with the first clause.

say("I cleaned it. Here is the file.")
  voice   |clause 1|clause 2|
  player      |≈≈≈ clause 1 ≈≈≈|≈≈≈ clause 2 ≈≈≈|
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from voice_agent.events import Bus, FirstSound, Saying
from voice_agent.units import Audio, Cancel, SpeechChunk


class Voice(Protocol):
    """Makes speech: ``speed`` is a factor, ``pitch`` in semitones, ``energy`` in dB."""

    name: str
    rate: int

    def warm(self) -> None: ...

    def speak(
        self, text: str, *, speed: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> Iterator[SpeechChunk]: ...


class Output(Protocol):
    """Plays blocks one after the other without gaps."""

    volume: float  # dB

    def play(self, audio: Audio, on_start: Callable[[float], None] | None = None) -> Any:
        """Queue ``audio``; ``on_start`` is called with the time of its first sample."""

    def drain(self, cancel: Cancel | None = None) -> bool:
        """Wait until all was played; False when cancelled or stopped meanwhile."""

    def stop(self) -> None: ...

    def use_device(self, name: str) -> None: ...

    def close(self) -> None: ...


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
        self._said: list[Audio] = []
        self._started: set[int] = set()
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Load the voice, unless nothing is to be said."""
        if not self.muted:
            self.voice().warm()

    def say(self, text: str, turn: int, cancel: Cancel) -> None:
        """Synthesise ``text`` clause by clause into the output's queue."""
        if self.muted or not text.strip():
            return
        for chunk in self.voice().speak(text, speed=self.speed, pitch=self.pitch):
            cancel.check()
            with self._lock:
                self._said.append(chunk.audio)
            self._bus.emit(Saying(turn, chunk.text, chunk.audio.seconds))
            self.output.play(chunk.audio, on_start=self._first_sound(turn))

    def finish(self, cancel: Cancel) -> Audio | None:
        """Wait for the end of playback; everything said since the last call, or None."""
        with self._lock:
            said, self._said = self._said, []
        self.output.drain(cancel)
        cancel.check()
        return _joined(said)

    def stop(self) -> None:
        """Fall silent at once and forget what was queued."""
        with self._lock:
            self._said = []
        self.output.stop()

    def _first_sound(self, turn: int) -> Callable[[float], None]:
        def report(moment: float) -> None:
            if turn not in self._started:
                self._started = {turn}
                self._bus.emit(FirstSound(turn, time=moment))

        return report


def _joined(pieces: list[Audio]) -> Audio | None:
    if not pieces:
        return None
    import numpy as np

    return Audio(np.concatenate([piece.samples for piece in pieces]), pieces[0].rate)
