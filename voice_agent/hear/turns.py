"""Cuts turns out of a stream of frames. No threads, no clock: time is the frames' time.

``HandsFreeTurns`` lets the gate and the end-of-turn policy decide; ``PushToTalkTurns`` obeys
a key. Both take a frame and what the detectors say of it, and tell what happened with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice_agent.hear.endpoint import Cues, EndOfTurn
from voice_agent.hear.frames import RATE
from voice_agent.hear.vad import Decision, SpeechGate, Voicing
from voice_agent.settings import VadSettings
from voice_agent.units import AudioFrame, Ending

_TAIL = 0.2  # seconds heard after the key was let go: fingers are faster than tongues

AskDone = Callable[[NDArray[np.float32]], float]


@dataclass(frozen=True, eq=False)
class Cut:
    """Sound of a turn so far. Times in seconds on the clock of the frames; ``end`` is the
    last sample of ``samples``, ``voiced`` the seconds of speech the gate counted."""

    samples: NDArray[np.float32]
    end: float
    speech_start: float
    speech_end: float
    voiced: float


@dataclass(frozen=True)
class TurnStarted:
    speech_start: float


@dataclass(frozen=True, eq=False)
class TurnPaused:
    """The speaker fell silent. If the turn ends in this pause, ``cut`` is all of it."""

    cut: Cut


@dataclass(frozen=True)
class TurnResumed:
    pass


@dataclass(frozen=True, eq=False)
class TurnOver:
    """``reason``: "done", "silence", "pause limit", "turn limit", "released", "abandoned",
    "source ended"; ``enough`` is False when there was too little speech to be an utterance."""

    cut: Cut
    at: float
    reason: str
    enough: bool = True


TurnNews = TurnStarted | TurnPaused | TurnResumed | TurnOver


class TurnFinder(Protocol):
    """What the ears need of either way to find turns."""

    @property
    def is_open(self) -> bool: ...

    @property
    def is_speaking(self) -> bool:
        """Open and not in a pause."""

    @property
    def suspects(self) -> bool:
        """Guarded, and somebody may have begun to speak; too little yet for a turn."""

    def guard(self, guarded: bool) -> None:
        """The loudspeaker plays (or not): a turn that opens is an interruption."""

    def step(self, frame: AudioFrame, voicing: Voicing) -> list[TurnNews]: ...

    def skip(self, frame: AudioFrame) -> None:
        """A frame that belongs to no turn, kept only as pre-roll."""

    def tell(self, cut: Cut, ending: Ending | None) -> None:
        """What the recogniser makes of ``cut``, the sound up to a pause."""

    def so_far(self) -> Cut:
        """The open turn up to the latest frame."""

    def close(self, reason: str) -> list[TurnNews]:
        """End the turn that is open, if one is."""


class _Tape:
    """The latest frames: a pre-roll while nothing happens, everything during a turn."""

    def __init__(self, keep: float) -> None:
        self._keep = keep
        self._frames: deque[AudioFrame] = deque()

    def append(self, frame: AudioFrame) -> None:
        self._frames.append(frame)

    def trim(self) -> None:
        """Forget all but the pre-roll."""
        while self._frames and self._frames[-1].end - self._frames[0].end >= self._keep - 1e-9:
            self._frames.popleft()

    @property
    def end(self) -> float:
        return self._frames[-1].end if self._frames else 0.0

    def between(self, begin: float, end: float) -> NDArray[np.float32]:
        """Samples of the frames that overlap ``begin`` to ``end``, cut to the sample."""
        pieces = []
        for frame in self._frames:
            low = max(0, round((begin - frame.time) * RATE))
            high = min(len(frame.samples), round((end - frame.time) * RATE))
            if high > low:
                pieces.append(frame.samples[low:high])
        return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float32)


class HandsFreeTurns:
    """Turns by voice alone. ``ask_done`` is Smart Turn (None: it is not asked)."""

    def __init__(
        self, settings: VadSettings, policy: EndOfTurn, ask_done: AskDone | None = None
    ) -> None:
        self._gate = SpeechGate(settings)
        self._policy = policy
        self._ask_done = ask_done if policy.asks_smart_turn else None
        self._minimum = settings.minimum_speech_ms / 1000
        self._pre_roll = settings.pre_roll_ms / 1000
        # Opening may take a good while longer than start_ms when speech begins haltingly.
        self._tape = _Tape(self._pre_roll + 4 * settings.start_ms / 1000)
        self._decision = Decision("quiet")
        self._pause: Cut | None = None
        self._done: float | None = None
        self._ending: Ending | None = None

    @property
    def is_open(self) -> bool:
        return self._gate.is_open

    @property
    def is_speaking(self) -> bool:
        return self._gate.is_open and self._pause is None

    @property
    def suspects(self) -> bool:
        return self._gate.suspects

    def guard(self, guarded: bool) -> None:
        self._gate.guarded = guarded

    def step(self, frame: AudioFrame, voicing: Voicing) -> list[TurnNews]:
        self._tape.append(frame)
        self._decision = decision = self._gate.step(frame.time, frame.end, voicing)
        if decision.kind == "quiet":
            self._tape.trim()
            return []
        news: list[TurnNews] = []
        if decision.kind == "start":
            news.append(TurnStarted(decision.speech_start))
        elif decision.kind == "pause":
            self._pause = self.so_far()
            self._ending = None
            news.append(TurnPaused(self._pause))
            if self._ask_done is not None:
                self._done = self._ask_done(self._pause.samples)
        elif decision.kind == "resume":
            self._pause = self._done = None
            news.append(TurnResumed())
        return news + self._end_if_over(frame.end)

    def skip(self, frame: AudioFrame) -> None:
        self._tape.append(frame)
        self._tape.trim()

    def tell(self, cut: Cut, ending: Ending | None) -> None:
        if cut is self._pause:
            self._ending = ending

    def so_far(self) -> Cut:
        decision = self._decision
        return Cut(
            samples=self._tape.between(decision.speech_start - self._pre_roll, self._tape.end),
            end=self._tape.end,
            speech_start=decision.speech_start,
            speech_end=decision.last_speech,
            voiced=decision.voiced,
        )

    def close(self, reason: str) -> list[TurnNews]:
        if not self._gate.is_open:
            return []
        cut = self._pause or self.so_far()
        over = TurnOver(cut, self._tape.end, reason, cut.voiced >= self._minimum - 1e-9)
        self._gate.close()
        self._pause = self._done = None
        self._tape.trim()
        return [over]

    def _end_if_over(self, now: float) -> list[TurnNews]:
        decision = self._decision
        silence, elapsed = now - decision.last_speech, now - decision.speech_start
        cues = Cues(silence, elapsed, self._done, self._ending)
        reason = self._policy.ends(cues)
        return self.close(reason) if reason else []


class PushToTalkTurns:
    """Turns by key: from ``press`` to ``release``, whatever is said between; the gate only
    tells where the last speech was. ``limit`` seconds end a turn in any case."""

    def __init__(self, settings: VadSettings, limit: float) -> None:
        self._gate = SpeechGate(settings)
        self._pre_roll = settings.pre_roll_ms / 1000
        self._limit = limit
        self._tape = _Tape(self._pre_roll + 1.0)
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
        return self._open and self._pause is None

    suspects = False

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

    def tell(self, cut: Cut, ending: Ending | None) -> None:
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
