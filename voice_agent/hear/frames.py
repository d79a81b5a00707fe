"""Frames of sound on their way to the ears, and what every source of them offers.

    device blocks (any rate, any size) ─> FrameCutter ─> AudioFrame, AudioFrame, ...

A frame is mono, at 16 kHz, of one fixed length, and carries the time of its first sample.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.mixdown import Mixdown
from voice_agent.units import AudioFrame

RATE = 16_000  # Hz, what webrtcvad, Silero, Smart Turn and Whisper all take

_JUMP = 0.15  # seconds of disagreement from which a clock is set anew instead of nudged
_NUDGE = 0.02  # share of the disagreement corrected per block: follows a drifting sound card


class FrameSource(Protocol):
    """Where frames come from: a microphone, or a file that stands in for one."""

    @property
    def real_time(self) -> bool:
        """Whether frames arrive at the pace of sound (else: as fast as they are read)."""

    @property
    def ended(self) -> bool:
        """Whether no frame will come any more."""

    def start(self) -> None:
        """Begin to listen. Raises ``AgentError`` when that is impossible."""

    def stop(self) -> None:
        """Let go of the device or file; a source may be started again."""

    def read(self, timeout: float) -> AudioFrame | None:
        """The next frame, or None when none came within ``timeout`` seconds."""

    def now(self) -> float:
        """This instant on the clock of the frames."""

    def monotonic(self, time: float) -> float:
        """An instant on the clock of the frames as seconds of ``time.monotonic()``."""


class FrameCutter:
    """Turns blocks of a device into 16 kHz mono frames with steady times.

    >>> cutter = FrameCutter(rate=48_000, channels=2, frame_samples=320)
    >>> frames = cutter.push(block, time)      # block of shape (frames, channels)

    Resampling is soxr's streaming one, so no block boundary is audible. Times follow the
    blocks' own times, which jitter, by small corrections, so that frames neither overlap
    nor leave gaps unless the device really lost sound.
    """

    def __init__(self, rate: int, channels: int, frame_samples: int) -> None:
        import soxr

        self._rate = rate
        self._channels = channels
        self._frame_samples = frame_samples
        self._resampler = (
            None if rate == RATE else soxr.ResampleStream(rate, RATE, 1, dtype="float32")
        )
        self._taken = 0  # samples in, at the device's rate
        self._made = 0  # samples out of the resampler, at 16 kHz
        self._mixed = Mixdown()
        self._rest = np.zeros(0, dtype=np.float32)
        self._rest_time = 0.0

    def push(self, block: NDArray[np.float32], time: float) -> list[AudioFrame]:
        """Frames that ``block`` completes; ``time`` is the instant of its first sample."""
        if not np.isfinite(block).all():  # an echo canceller would never get over it
            block = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)
        mono = self._mixed(block) if block.ndim == 2 else block
        # The resampler holds some sound back; its output begins that much before the block.
        begin = time - (self._taken / self._rate - self._made / RATE)
        self._taken += len(mono)
        made = mono if self._resampler is None else self._resampler.resample_chunk(mono)
        self._follow(begin)
        self._made += len(made)
        self._rest = np.concatenate([self._rest, made])
        return self._cut()

    def flush(self) -> list[AudioFrame]:
        """The last frames of a stream that ends: what was held back, padded with silence."""
        if self._resampler is not None:
            empty = np.zeros(0, dtype=np.float32)
            held_back = self._resampler.resample_chunk(empty, last=True)
            self._rest = np.concatenate([self._rest, held_back])
        frames = self._cut()
        if len(self._rest):
            missing = self._frame_samples - len(self._rest)
            self._rest = np.pad(self._rest, (0, missing))
            frames += self._cut()
        return frames

    def _follow(self, begin: float) -> None:
        expected = self._rest_time + len(self._rest) / RATE
        error = begin - expected
        if self._made == 0 or abs(error) > _JUMP:
            self._rest_time += error
        else:
            self._rest_time += error * _NUDGE

    def _cut(self) -> list[AudioFrame]:
        frames = []
        while len(self._rest) >= self._frame_samples:
            frames.append(AudioFrame(self._rest[: self._frame_samples].copy(), self._rest_time))
            self._rest = self._rest[self._frame_samples :]
            self._rest_time += self._frame_samples / RATE
        return frames
