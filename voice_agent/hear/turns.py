"""Cuts turns out of a stream of frames. No threads, no clock: time is the frames' time.

``HandsFreeTurns`` lets the gate and the end-of-turn policy decide; ``PushToTalkTurns``
(``push_to_talk.py``) obeys a key. Both take a frame and what the detectors say of it, and tell
what happened with it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice_agent.hear.endpoint import Cues, EndOfTurn
from voice_agent.hear.frames import RATE
from voice_agent.hear.vad import Decision, SpeechGate, Voicing
from voice_agent.settings import VadSettings
from voice_agent.units import AudioFrame, Ending

LISTENS_AFTER = 0.1  # seconds of silence that Smart Turn hears: with less it knows less


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


@dataclass(frozen=True, eq=False)
class TurnStill:
    """The pause after ``cut`` goes on; ``samples`` are the turn with what it holds by now."""

    cut: Cut
    samples: NDArray[np.float32]


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


TurnNews = TurnStarted | TurnPaused | TurnStill | TurnResumed | TurnOver


class TurnFinder(Protocol):
    """What the ears need of either way to find turns."""

    @property
    def is_open(self) -> bool: ...

    @property
    def is_speaking(self) -> bool:
        """Open, and the latest frame is speech."""

    @property
    def suspects(self) -> bool:
        """Guarded, and somebody may have begun to speak; too little yet for a turn."""

    @property
    def wants_to_know(self) -> bool:
        """Whether it ends turns by what it is told of pauses."""

    def guard(self, guarded: bool) -> None:
        """The loudspeaker plays (or not): a turn that opens is an interruption."""

    def step(self, frame: AudioFrame, voicing: Voicing) -> list[TurnNews]: ...

    def skip(self, frame: AudioFrame) -> None:
        """A frame that belongs to no turn, kept only as pre-roll."""

    def tell(self, cut: Cut, *, done: float | None = None, ending: Ending | None = None) -> None:
        """What listens (``done``) or reads (``ending``) makes of ``cut``, the sound up to a
        pause; either comes when it is ready."""

    def so_far(self) -> Cut:
        """The open turn up to the latest frame."""

    def close(self, reason: str) -> list[TurnNews]:
        """End the turn that is open, if one is."""


class Tape:
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
    """Turns by voice alone."""

    def __init__(self, settings: VadSettings, policy: EndOfTurn) -> None:
        self._gate = SpeechGate(settings)
        self._policy = policy
        self._minimum = settings.minimum_speech_ms / 1000
        self._pre_roll = settings.pre_roll_ms / 1000
        # Opening may take a good while longer than start_ms when speech begins haltingly.
        self._tape = Tape(self._pre_roll + 4 * settings.start_ms / 1000)
        self._decision = Decision("quiet")
        self._pause: Cut | None = None
        self._still = False  # told that the pause goes on
        self._done: float | None = None
        self._ending: Ending | None = None

    @property
    def is_open(self) -> bool:
        return self._gate.is_open

    @property
    def is_speaking(self) -> bool:
        return self._gate.is_open and self._decision.last_speech >= self._tape.end - 1e-9

    @property
    def suspects(self) -> bool:
        return self._gate.suspects

    @property
    def wants_to_know(self) -> bool:
        return self._policy.asks_smart_turn

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
            self._done = self._ending = None
            self._still = False
            news.append(TurnPaused(self._pause))
        elif decision.kind == "resume":
            self._pause = None
            news.append(TurnResumed())
        silence = frame.end - decision.last_speech
        if self._pause is not None and not self._still and silence >= LISTENS_AFTER - 1e-9:
            self._still = True
            news.append(TurnStill(self._pause, self.so_far().samples))
        return news + self._end_if_over(frame.end)

    def skip(self, frame: AudioFrame) -> None:
        self._tape.append(frame)
        self._tape.trim()

    def tell(self, cut: Cut, *, done: float | None = None, ending: Ending | None = None) -> None:
        if cut is self._pause:
            self._done = self._done if done is None else done
            self._ending = self._ending if ending is None else ending

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
        self._pause = None
        self._tape.trim()
        return [over]

    def _end_if_over(self, now: float) -> list[TurnNews]:
        decision = self._decision
        silence, elapsed = now - decision.last_speech, now - decision.speech_start
        cues = Cues(silence, elapsed, self._done, self._ending)
        reason = self._policy.ends(cues)
        return self.close(reason) if reason else []
