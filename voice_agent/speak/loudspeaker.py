"""The device that a player plays on: opened, let go while it is not needed, found again.

    needed ──> open ──── silence for a while ────> at rest ──── needed ──> open
                 └── gone: what is queued is played to nobody, the device is looked for

The stream stays open through a dialogue, so that the first word of an answer waits for nothing.
Silence costs as much as sound, a hundred times a second; so it rests when nothing was played for
a while, and is opened when somebody begins to speak.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.events import Event, Notice
from voice_agent.sound import soundcard
from voice_agent.sound.stream_clock import StreamClock
from voice_agent.speak.absence import Absence

log = logging.getLogger(__name__)

RATE = 48_000  # Hz, where the device leaves the choice
CHANNELS = 2
_BLOCK_SECONDS = 0.01
_LATENCY = 0.04  # seconds; what is on its way cannot be stopped any more
_GONE_SECONDS = 2.0  # without a callback for so long, the device is gone
_WATCH = 0.1  # seconds between looks after the device
REST = 15.0  # seconds of silence after which the device is let go


class Feed(Protocol):
    """What gives the sound, in the format that the device agreed to."""

    @property
    def is_playing(self) -> bool:
        """Whether there is anything but silence to come."""

    @property
    def rate(self) -> int:
        """Of the sound that it gives, in Hz."""

    def fit(self, rate: int, channels: int) -> None:
        """A stream of this format begins."""

    def pull(self, frames: int, heard: float) -> NDArray[np.float32]:
        """The next block, shape (frames, channels), of which the first is heard at ``heard``."""

    def played(self, block: NDArray[np.float32], heard: float, stream: int) -> None:
        """``block`` went to the device (in PortAudio's thread: this must be quick). Blocks of
        one ``stream`` have one delay; a device that ran dry begins another."""


class Loudspeaker:
    """Plays what ``feed`` gives on the device named ``name``, from now on.

    Raises ``AgentError`` when there is no PortAudio or no loudspeaker at all.
    """

    def __init__(
        self,
        name: str,
        feed: Feed,
        card: soundcard.SoundCard,
        emit: Callable[[Event], None],
        *,
        rest: float = REST,
    ) -> None:
        self._name = name
        self._feed = feed
        self._card = card
        self._emit = emit
        self._rests_after = rest
        self._lock = threading.Lock()
        self._open: soundcard.OpenStream | None = None
        self._last_call = 0.0
        self._clock = StreamClock()
        self._stream = 0  # so many were begun
        self._resting = False
        self._needed = threading.Event()
        self._last_needed = time.monotonic()
        self._absence = Absence()
        self._over = threading.Event()
        self.underruns = 0
        self._connect()
        card.join(self)
        threading.Thread(target=self._watch, name="loudspeaker watch", daemon=True).start()

    @property
    def format(self) -> tuple[str, int, int] | None:
        """Device name, rate and channels of the open stream; None while there is none."""
        opened = self._open
        return None if opened is None else (opened.device.name, opened.rate, opened.channels)

    def wake(self) -> None:
        """Something will be played soon; returns at once."""
        self._last_needed = time.monotonic()
        self._needed.set()

    def use(self, name: str) -> None:
        """Go over to another device; ``AgentError`` (and no change) when there is none."""
        self._card.find(name, "output")
        self.wake()
        self._resting = False
        before, self._name = self._name, name
        self.let_go()
        try:
            self._connect()
        except AgentError:
            self._name = before
            self.take_up()
            raise

    def close(self) -> None:
        """Let go of the device for good."""
        self._over.set()
        self._needed.set()
        self._card.leave(self)
        self.let_go()

    # --- as a user of the sound card --------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        return self._feed.is_playing and self._open is not None

    def let_go(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.close()

    def take_up(self) -> None:
        if self._over.is_set() or self._resting or self._open is not None:
            return
        try:
            self._connect()
        except AgentError as error:
            log.info("the loudspeaker cannot be opened yet: %s", error)

    # --- inside -----------------------------------------------------------------------------

    def _connect(self) -> None:
        self._clock = StreamClock()
        self._stream += 1
        opened = self._card.open(
            "output",
            self._name,
            self._callback,
            rate=RATE,
            channels=CHANNELS,
            block_seconds=_BLOCK_SECONDS,
            latency=_LATENCY,
        )
        with self._lock:
            twice = self._open is not None  # another thread was quicker
            if not twice:
                self._feed.fit(opened.rate, opened.channels)
                self._last_call = time.monotonic()
                self._open = opened
        if twice:
            opened.close()

    def _callback(self, out: NDArray[np.float32], frames: int, clock: Any, flags: Any) -> None:
        now = time.monotonic()
        self._last_call = now
        if flags.output_underflow:
            self._stream += 1
            self.underruns += self._feed.is_playing
        heard = now + _LATENCY
        if 0.0 < clock.outputBufferDacTime - clock.currentTime < 1.0:  # some leave these empty
            heard = self._clock.moment(clock.outputBufferDacTime, clock.currentTime, now)
        block = self._feed.pull(frames, heard)
        if block.shape != out.shape:  # a stream that is just being exchanged
            out.fill(0.0)
            return
        out[:] = block
        self._feed.played(block, heard, self._stream)

    def _watch(self) -> None:
        """Looks after the device; plays to nobody while it is away."""
        played_to = time.monotonic()
        while not self._over.wait(_WATCH):
            now = time.monotonic()
            if self._is_idle(now):
                self._rest()
                played_to = time.monotonic()
                continue
            if self._is_alive(now):
                if self._absence.ends():
                    self._emit(Notice(0, "The loudspeaker is back.", "info"))
            else:
                self._feed.pull(round((now - played_to) * self._feed.rate), now)
                self._look_for_device(now)
            played_to = now

    def _is_idle(self, now: float) -> bool:
        if self._feed.is_playing:
            self._last_needed = now
        return self._open is not None and now - self._last_needed > self._rests_after

    def _rest(self) -> None:
        """Let go of the device until it is needed."""
        self._needed.clear()
        if time.monotonic() - self._last_needed > self._rests_after:
            self._resting = True
            self.let_go()
            self._needed.wait()
            self._resting = False
            self.take_up()

    def _is_alive(self, now: float) -> bool:
        opened = self._open
        if opened is None or not opened.stream.active:
            return False
        return now - self._last_call < _GONE_SECONDS

    def _look_for_device(self, now: float) -> None:
        if self._absence.begins(now):
            text = "The loudspeaker is gone. Answers are written until it is back."
            self._emit(Notice(0, text, "warning"))
        if self._over.is_set() or not self._absence.is_time_to_look(now):
            return
        self.let_go()
        self.take_up()
        if self._open is None:
            self._card.rescan()
