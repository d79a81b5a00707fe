"""Rooms that are computed: a loudspeaker heard by a microphone, sample by sample.

    mixer ─> 20 ms blocks ─> distortion ─> delay, drifting ─> reverberation ─> leak ┐
    person ─────────────────────────────────────────────────────────────────────────┼─> frames
    noise ──────────────────────────────────────────────────────────────────────────┘

A ``SimulatedRoom`` is a source of frames for the ears whose time runs only while it is read:
what they do to the mixer is heard some milliseconds later, as it would be.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import Cancel
from voice_agent.hear.frames import RATE
from voice_agent.speak.mixer import Mixer, Sound, fitted
from voice_agent.units import Audio, AudioFrame

BLOCK = 320  # samples of 16 kHz in a frame
LEAPS_EVERY = 10.0  # seconds
OUTPUT_LATENCY = 0.04  # seconds from the mixer to the air, as the player asks of the device

Pull = Callable[[int], NDArray[np.float32]]


@dataclass(frozen=True)
class Acoustics:
    """``leak`` is dB from playback to echo, ``delay`` seconds that the devices don't report,
    ``drift`` parts per million between their clocks, ``clip`` where the loudspeaker distorts
    (full scale 1; 0: nowhere), ``reverberation`` the seconds of a decay of 60 dB. Every ten
    seconds the delay is another one, up to ``leap`` seconds off: a sound server that lost time."""

    leak: float
    delay: float = 0.05
    drift: float = 0.0
    leap: float = 0.0
    clip: float = 0.0
    reverberation: float = 0.3
    noise: float = -65.0
    seed: int = 0


class SimulatedRoom:
    """A ``FrameSource``: ``pull`` gives the loudspeaker's next samples (mono, 16 kHz),
    ``told`` learns of them as the output's tap would."""

    real_time = False

    def __init__(
        self,
        acoustics: Acoustics,
        pull: Pull,
        told: Callable[[NDArray[np.float32], int, float], None],
        *,
        seconds: float,
    ) -> None:
        self._acoustics = acoustics
        self._pull = pull
        self._told = told
        self._response = response(acoustics)
        self._random = np.random.default_rng(acoustics.seed + 77)
        self._played = np.zeros(0, dtype=np.float32)  # the last seconds that were put out
        self._dropped = 0  # samples of it that are forgotten
        self._tail = np.zeros(len(self._response) - 1, dtype=np.float32)
        self._person = np.zeros(0, dtype=np.float32)
        self._index = 0  # frames read so far
        self._frames = round(seconds * RATE / BLOCK)
        late = OUTPUT_LATENCY + acoustics.delay + acoustics.leap + len(self._response) / RATE
        self._dies_away = round(late * RATE / BLOCK) + 2  # frames in which an echo may be heard
        self._sounded = -self._dies_away  # the last frame in which something was put out
        self.silent_since = 0.0  # instant of the last sample that left the loudspeaker

    # --- the ears' side -----------------------------------------------------------------

    @property
    def ended(self) -> bool:
        return self._index >= self._frames

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def now(self) -> float:
        return self._index * BLOCK / RATE

    def monotonic(self, time_: float) -> float:
        return time.monotonic() - (self.now() - time_)

    def read(self, timeout: float) -> AudioFrame | None:
        if self.ended:
            return None
        begin = self.now()
        self._play(begin)
        sound = self._echo(begin) + self._speech()
        sound += 10 ** (self._acoustics.noise / 20) * self._random.standard_normal(BLOCK)
        self._index += 1
        return AudioFrame(np.clip(sound, -1.0, 1.0).astype(np.float32), begin)

    # --- the person's side ---------------------------------------------------------------

    def say(self, samples: NDArray[np.float32]) -> float:
        """Somebody speaks from the next frame on; the instant of the first sample."""
        self._person = samples.copy()
        return self.now()

    @property
    def is_heard(self) -> bool:
        """Whether the person is still speaking."""
        return len(self._person) > 0

    # --- inside --------------------------------------------------------------------------

    def _play(self, begin: float) -> None:
        block = self._pull(BLOCK)
        if block.any():
            self._sounded = self._index
        if np.abs(block).max() > 1e-3:
            last = int(np.flatnonzero(np.abs(block) > 1e-3)[-1])
            self.silent_since = begin + OUTPUT_LATENCY + last / RATE
        self._told(block[:, None], RATE, begin + OUTPUT_LATENCY)
        if self._acoustics.clip:
            block = np.clip(block, -self._acoustics.clip, self._acoustics.clip)
        self._played = np.concatenate([self._played, block])
        if len(self._played) > 4 * RATE:
            self._dropped += len(self._played) - 2 * RATE
            self._played = self._played[-2 * RATE :]

    def _echo(self, begin: float) -> NDArray[np.float32]:
        if self._index - self._sounded > self._dies_away:
            return np.zeros(BLOCK, dtype=np.float32)
        late = OUTPUT_LATENCY + self._acoustics.delay + self._leap(begin)
        rate = 1.0 + self._acoustics.drift * 1e-6
        at = (begin - late) * RATE * rate + np.arange(BLOCK) * rate - self._dropped
        heard = np.interp(at, np.arange(len(self._played)), self._played, left=0.0, right=0.0)
        wet = np.convolve(heard, self._response)
        wet[: len(self._tail)] += self._tail
        self._tail = wet[BLOCK:].astype(np.float32)
        echo: NDArray[np.float32] = wet[:BLOCK]
        return echo

    def _leap(self, now: float) -> float:
        random = np.random.default_rng([self._acoustics.seed, int(now // LEAPS_EVERY)])
        return self._acoustics.leap * float(random.uniform(-1.0, 1.0))

    def _speech(self) -> NDArray[np.float32]:
        piece, self._person = self._person[:BLOCK], self._person[BLOCK:]
        return np.pad(piece, (0, BLOCK - len(piece)))


class RoomOutput:
    """An ``Output`` for a computed room: what is queued is heard while the room is read. Nobody
    can wait for it, as the room's time stands still meanwhile."""

    volume = 0.0

    def __init__(self) -> None:
        self._mixer = Mixer(RATE, 1)

    @property
    def is_busy(self) -> bool:
        return self._mixer.is_playing

    def pull(self, frames: int) -> NDArray[np.float32]:
        """The next samples, mono at 16 kHz."""
        pulled = self._mixer.pull(frames)
        for sound, _ in pulled.started:
            if sound.on_start is not None:
                sound.on_start(time.monotonic())
        for sound, _ in pulled.ended:
            sound.finished.set()
        return pulled.block[:, 0]

    def play(self, audio: Audio, on_start: Callable[[float], None] | None = None) -> Sound:
        sound = Sound(fitted(audio, RATE, 1), on_start)
        self._mixer.put(sound)
        return sound

    def wake(self) -> None: ...

    def drain(self, cancel: Cancel | None = None) -> bool:
        return True

    def stop(self) -> None:
        for sound in self._mixer.stop():
            sound.finished.set()

    def hold(self, held: bool) -> None:
        self._mixer.hold(held)

    def tap(self, take: Callable[..., None]) -> Callable[[], None]:
        return lambda: None  # the room itself tells what is heard

    def use_device(self, name: str) -> None: ...

    def close(self) -> None:
        self.stop()


def response(acoustics: Acoustics) -> NDArray[np.float32]:
    """The room's impulse response: the direct sound, then noise that decays; its energy is
    the leak."""
    random = np.random.default_rng(acoustics.seed)
    count = round(0.8 * acoustics.reverberation * RATE)
    decay = 10.0 ** (-3.0 * np.arange(count) / RATE / acoustics.reverberation)
    taps = random.standard_normal(count) * decay
    taps[0] = 6.0
    taps *= 10.0 ** (acoustics.leak / 20.0) / np.sqrt(np.square(taps).sum())
    return taps.astype(np.float32)
