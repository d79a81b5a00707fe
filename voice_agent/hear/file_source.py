"""A sound file as if it were the microphone."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from voice_agent.hear.frames import RATE, FrameCutter
from voice_agent.units import Audio, AudioFrame


class FileSource:
    """Frames of a recording, their times being positions in it.

    ``blocks`` are consecutive pieces of any rate and channel count. ``silence`` seconds
    follow the recording, so that its last turn ends; ``hush`` cuts them short. In
    ``real_time`` a frame is handed out when it would have been heard; otherwise at once.
    """

    def __init__(
        self,
        blocks: Iterable[Audio],
        *,
        frame_ms: int = 20,
        silence: float = 2.5,
        real_time: bool = False,
    ) -> None:
        self._blocks = blocks
        self._frame_samples = RATE * frame_ms // 1000
        self._silence = silence
        self._real_time = real_time
        self._frames: Iterator[AudioFrame] = iter(())
        self._next: AudioFrame | None = None
        self._position = 0.0
        self._begin = time.monotonic()
        self._stopped = threading.Event()
        self._hushed = False
        self._sound_end = math.inf  # where the recording ends and silence begins

    @classmethod
    def open(cls, path: Path, *, frame_ms: int = 20, real_time: bool = False) -> FileSource:
        """The file at ``path``; ``AgentError`` when it is not sound that can be read."""
        from voice_agent.sound import files

        files.probe(path)  # complains now, not when the ears are already listening
        blocks = _Reread(path)
        return cls(blocks, frame_ms=frame_ms, real_time=real_time)

    @property
    def real_time(self) -> bool:
        return self._real_time

    @property
    def ended(self) -> bool:
        return self._next is None

    def hush(self, enough: bool = True) -> None:
        """The last turn has ended (or, False, has not): no more silence is needed."""
        self._hushed = enough

    def start(self) -> None:
        self._stopped.clear()
        self._sound_end = math.inf
        self._frames = self._cut()
        self._next = next(self._frames, None)
        self._position = 0.0
        self._begin = time.monotonic()

    def stop(self) -> None:
        self._stopped.set()
        self._frames = iter(())
        self._next = None

    def read(self, timeout: float) -> AudioFrame | None:
        frame = self._next
        if frame is not None and self._hushed and frame.time >= self._sound_end - 1e-9:
            frame = self._next = None
        if frame is None:
            return None
        if self._real_time:
            early = self._begin + frame.end - time.monotonic()
            if early > 0:
                self._stopped.wait(min(early, timeout))
            if early > timeout or self._stopped.is_set():
                return None
        self._position = frame.end
        self._next = next(self._frames, None)
        return frame

    def now(self) -> float:
        return time.monotonic() - self._begin if self._real_time else self._position

    def monotonic(self, time_: float) -> float:
        """In real time the instant it was heard. Else as long ago as it is far back, as if
        the frame that was read last had only just been heard."""
        if self._real_time:
            return self._begin + time_
        return time.monotonic() - (self._position - time_)

    def _cut(self) -> Iterator[AudioFrame]:
        cutter: FrameCutter | None = None
        position = 0.0
        for block in self._blocks:
            if cutter is None:
                cutter = FrameCutter(block.rate, block.channels, self._frame_samples)
            yield from cutter.push(block.samples, position)
            position += block.seconds
        rest = cutter.flush() if cutter is not None else []
        yield from rest
        begin = round(position * RATE) if not rest else round(rest[-1].end * RATE)
        self._sound_end = begin / RATE
        for index in range(round(self._silence * RATE / self._frame_samples)):
            if self._hushed:
                return
            silence = np.zeros(self._frame_samples, dtype=np.float32)
            yield AudioFrame(silence, (begin + index * self._frame_samples) / RATE)


class _Reread:
    """Blocks of a file, read anew each time they are iterated; a block at a time in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[Audio]:
        from voice_agent.sound import files

        return files.blocks(self._path, seconds=5.0, rate=RATE, mono=True)
