"""Turns by key. No threads, no clock: time is the frames' time."""

from __future__ import annotations

from voice_agent.hear.turns import (
    Cut,
    Tape,
    TurnNews,
    TurnOver,
    TurnPaused,
    TurnResumed,
    TurnStarted,
)
from voice_agent.hear.vad import Decision, SpeechGate, Voicing
from voice_agent.settings import VadSettings
from voice_agent.units import AudioFrame, Ending

_TAIL = 0.2  # seconds heard after the key was let go: fingers are faster than tongues


class PushToTalkTurns:
    """Turns by key: from ``press`` to ``release``, whatever is said between; the gate only
    tells where the last speech was. ``limit`` seconds end a turn in any case."""

    def __init__(self, settings: VadSettings, limit: float) -> None:
        self._gate = SpeechGate(settings)
        self._pre_roll = settings.pre_roll_ms / 1000
        self._limit = limit
        self._tape = Tape(self._pre_roll + 1.0)
        self._decision = Decision("quiet")
        self._pressed: float | None = None
        self._released: float | None = None
        self._open = False
        self._pause: Cut | None = None

    def press(self, at: float) -> None:
        """The key went down at ``at``, on the clock of the frames."""
        if self._pressed is None:
            self._pressed = at

    def release(self, at: float) -> None:
        """The key went up; without a press it means nothing."""
        if self._pressed is not None and self._released is None:
            self._released = max(at, self._pressed)

    @property
    def is_open(self) -> bool:
        return self._open

    @property
    def is_speaking(self) -> bool:
        return self._open and self._decision.last_speech >= self._tape.end - 1e-9

    suspects = False
    wants_to_know = False

    def guard(self, guarded: bool) -> None:
        """Nothing: the key says when somebody speaks."""

    def step(self, frame: AudioFrame, voicing: Voicing) -> list[TurnNews]:
        self._tape.append(frame)
        if self._pressed is None or frame.end <= self._pressed:
            self._tape.trim()
            return []
        news: list[TurnNews] = []
        if not self._open:
            self._open = True
            news.append(TurnStarted(self._pressed))
        self._decision = decision = self._gate.step(frame.time, frame.end, voicing)
        if decision.kind == "pause":
            self._pause = self.so_far()
            news.append(TurnPaused(self._pause))
        elif decision.kind == "resume":
            self._pause = None
            news.append(TurnResumed())
        if self._released is not None and frame.end >= self._released:
            if self._pause is not None or frame.end >= self._released + _TAIL:
                news += self.close("released")
        elif frame.end - self._pressed >= self._limit - 1e-9:
            news += self.close("turn limit")
        return news

    def skip(self, frame: AudioFrame) -> None:
        self._tape.append(frame)
        self._tape.trim()

    def tell(self, cut: Cut, *, done: float | None = None, ending: Ending | None = None) -> None:
        """Nothing: the key says when the turn is over."""

    def so_far(self) -> Cut:
        pressed = self._pressed or 0.0
        spoken = self._gate.is_open
        return Cut(
            samples=self._tape.between(pressed - self._pre_roll, self._tape.end),
            end=self._tape.end,
            speech_start=self._decision.speech_start if spoken else pressed,
            speech_end=self._decision.last_speech if spoken else self._tape.end,
            voiced=self._decision.voiced if spoken else 0.0,
        )

    def close(self, reason: str) -> list[TurnNews]:
        news: list[TurnNews] = []
        if self._open:
            news.append(TurnOver(self._pause or self.so_far(), self._tape.end, reason))
        self._gate.close()
        self._decision = Decision("quiet")
        self._pressed = self._released = self._pause = None
        self._open = False
        self._tape.trim()
        return news
