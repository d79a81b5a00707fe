"""What the loudspeaker gets next: queued sounds without gaps, and without clicks.

Pure: ``pull`` gives the next samples whenever the device asks; no clock, no device. A sound
that ends or begins away from zero, a stop in the middle, and a change of volume are all
smoothed over some milliseconds, because a step in the waveform is heard as a click.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voice_agent.units import Audio

_FADE_SECONDS = 0.004
_STEP = 0.03  # between two samples; a loud low voice makes no larger ones
_NEAR = 16  # samples that tell how large its steps are
_LONGEST_HOLD = 1.0  # seconds after which a sound that is held goes on by itself


@dataclass(eq=False)
class Sound:
    """One queued sound: samples of shape (frames, channels) at the mixer's rate.

    ``on_start`` wants the time of the first sample; ``heard_until`` is when the last one
    leaves the device, once ``finished`` is set.
    """

    samples: NDArray[np.float32]
    on_start: Callable[[float], None] | None = None
    heard_until: float = 0.0
    stopped: bool = False
    finished: threading.Event = field(default_factory=threading.Event)
    position: int = 0


@dataclass(frozen=True, eq=False)
class Pulled:
    """``started`` and ``ended`` name sounds with the frame in ``block`` where that happens."""

    block: NDArray[np.float32]
    started: tuple[tuple[Sound, int], ...] = ()
    ended: tuple[tuple[Sound, int], ...] = ()


class Mixer:
    """A queue of sounds at one rate. Every method may be called from any thread."""

    def __init__(self, rate: int, channels: int, gain: float = 1.0) -> None:
        self.rate = rate
        self.channels = channels
        self._gain = self._target_gain = gain
        self._fade = max(1, round(_FADE_SECONDS * rate))
        self._queue: deque[Sound] = deque()
        self._tail = np.zeros((0, channels), dtype=np.float32)  # dying away after an end
        self._last = np.zeros(channels, dtype=np.float32)  # the latest sample given out
        self._held = 0  # frames for which it still keeps silent unless it is let go
        self._rises = False  # the sound in front was held and is to be faded in
        self._silence = Pulled(np.zeros((0, channels), dtype=np.float32))
        self._lock = threading.Lock()

    def put(self, sound: Sound) -> None:
        with self._lock:
            self._queue.append(sound)

    def set_gain(self, gain: float) -> None:
        """A factor; reached smoothly within the next block."""
        with self._lock:
            self._target_gain = gain

    @property
    def is_playing(self) -> bool:
        with self._lock:
            return bool(self._queue)

    def hold(self, held: bool) -> None:
        """Fall silent, but forget nothing; or go on where it fell silent."""
        with self._lock:
            if held and not self._held and self._queue:
                if not self._rises:  # else it is silent already
                    self._fade_out(self._queue[0])
                self._held = max(1, round(_LONGEST_HOLD * self.rate))
                self._rises = True
            elif not held:
                self._held = 0

    def stop(self) -> list[Sound]:
        """Fade out now and forget everything queued; the sounds that will not be heard."""
        with self._lock:
            dropped = list(self._queue)
            self._queue.clear()
            for sound in dropped:
                sound.stopped = True
            if dropped and not self._rises:
                self._fade_out(dropped[0])
            self._held = 0
            self._rises = False
        return dropped

    def pull(self, frames: int) -> Pulled:
        """The next ``frames`` samples, silence where nothing is queued."""
        with self._lock:
            if not (self._queue or self._held or len(self._tail)):
                self._gain = self._target_gain
                return self._nothing(frames)
            block = np.zeros((frames, self.channels), dtype=np.float32)
            started: list[tuple[Sound, int]] = []
            ended: list[tuple[Sound, int]] = []
            at = self._take_tail(block)
            if self._held:
                self._held = max(0, self._held - frames)
                return Pulled(self._amplify(block))
            while at < frames and self._queue:
                sound = self._queue[0]
                if sound.position == 0:
                    started.append((sound, at))
                at += self._copy(sound, block, at)
                if sound.position >= len(sound.samples):
                    self._queue.popleft()
                    ended.append((sound, at))
                    if not self._queue:
                        self._decay(block, at)
            return Pulled(self._amplify(block), tuple(started), tuple(ended))

    def _nothing(self, frames: int) -> Pulled:
        """Silence; always the same, since that is asked for all day long."""
        if len(self._silence.block) != frames:
            block = np.zeros((frames, self.channels), dtype=np.float32)
            block.flags.writeable = False
            self._silence = Pulled(block)
        return self._silence

    def _copy(self, sound: Sound, block: NDArray[np.float32], at: int) -> int:
        count = min(len(block) - at, len(sound.samples) - sound.position)
        piece = sound.samples[sound.position : sound.position + count]
        block[at : at + count] = piece
        if self._rises and count:
            rise = min(self._fade, count)
            block[at : at + rise] *= np.linspace(0.0, 1.0, rise, dtype=np.float32)[:, None]
            self._rises = False
        elif sound.position == 0 and count:
            # Begin where the sound before ended, whatever that was.
            step = (block[at - 1] if at else self._last) - piece[0]
            usual = 2.0 * np.abs(np.diff(piece[:_NEAR], axis=0)).max(initial=0.0)  # as it goes on
            if np.abs(step).max() > max(_STEP, usual):
                ramp = np.linspace(1.0, 0.0, min(self._fade, count), dtype=np.float32)[:, None]
                block[at : at + len(ramp)] += step * ramp
        sound.position += count
        if count:
            self._last = block[at + count - 1].copy()
        return count

    def _fade_out(self, sound: Sound) -> None:
        """Let ``sound`` go on for the length of a fade, dying away."""
        rest = sound.samples[sound.position : sound.position + self._fade]
        if sound.position == 0:
            return  # nothing of it was heard
        ramp = np.linspace(1.0, 0.0, self._fade, dtype=np.float32)[: len(rest), None]
        self._tail = rest * ramp

    def _decay(self, block: NDArray[np.float32], at: int) -> None:
        """After the last sound: from its last sample down to zero."""
        if np.abs(self._last).max() <= 0.001:
            self._last = np.zeros_like(self._last)
            return
        ramp = np.linspace(1.0, 0.0, self._fade + 1, dtype=np.float32)[1:, None]
        self._tail = self._last * ramp
        self._take_tail(block, at)

    def _take_tail(self, block: NDArray[np.float32], at: int = 0) -> int:
        count = min(len(block) - at, len(self._tail))
        if not count:
            return at
        block[at : at + count] = self._tail[:count]
        self._last = self._tail[count - 1].copy()
        self._tail = self._tail[count:]
        return at + count

    def _amplify(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._gain != self._target_gain:
            curve = np.linspace(self._gain, self._target_gain, len(block) + 1, dtype=np.float32)
            block *= curve[1:, None]
            self._gain = self._target_gain
        elif self._gain != 1.0:
            block *= np.float32(self._gain)
        return np.clip(block, -1.0, 1.0, out=block)


def fitted(audio: Audio, rate: int, channels: int) -> NDArray[np.float32]:
    """``audio`` at ``rate`` with ``channels``: mono on all of them, else the first ones."""
    samples = audio.samples
    if audio.channels > channels or (audio.channels > 1 and channels == 1):
        samples = audio.mono()[:, None]
    if audio.rate != rate and len(samples):
        import soxr

        samples = soxr.resample(np.ascontiguousarray(samples), audio.rate, rate)
        samples = samples.reshape(-1, samples.shape[1] if samples.ndim == 2 else 1)
    if samples.shape[1] < channels:
        missing = channels - samples.shape[1]
        extra = samples[:, :1] if samples.shape[1] == 1 else np.zeros_like(samples[:, :1])
        samples = np.concatenate([samples, np.repeat(extra, missing, axis=1)], axis=1)
    return np.ascontiguousarray(samples, dtype=np.float32)
