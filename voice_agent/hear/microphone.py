"""The microphone: PortAudio's callback at one end, frames with times at the other.

    callback (PortAudio's thread) ─> bounded queue ─> read() (the ears' thread) ─> AudioFrame

The callback only copies. Sound that found no room, or that PortAudio itself lost, is counted
and reported. A device that goes away is announced, looked for, and taken up again.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.events import Event, Notice
from voice_agent.hear.frames import RATE, FrameCutter
from voice_agent.settings import AudioSettings
from voice_agent.sound import soundcard
from voice_agent.sound.stream_clock import StreamClock
from voice_agent.units import AudioFrame

log = logging.getLogger(__name__)

_BLOCK_SECONDS = 0.02
_LATENCY = 0.1  # seconds PortAudio may hold back; less loses sound on a busy machine
_GONE_SECONDS = 2.5  # without a block for so long, the device is gone
_RETRY_SECONDS = 1.0
_REPORT_SECONDS = 10.0  # at most one report of lost sound in so long

Block = tuple[NDArray[np.float32], float]


class Microphone:
    """A ``FrameSource`` on a device that ``settings.input_device`` names."""

    real_time = True
    ended = False

    def __init__(
        self,
        settings: AudioSettings,
        *,
        frame_ms: int = 20,
        emit: Callable[[Event], None] = lambda event: None,
        card: soundcard.SoundCard | None = None,
    ) -> None:
        self._settings = settings
        self._frame_samples = RATE * frame_ms // 1000
        self._emit = emit
        self._card = card or soundcard.shared()
        self._lock = threading.Lock()
        self._open: soundcard.OpenStream | None = None
        self._clock = StreamClock()
        self._blocks: queue.Queue[Block] = queue.Queue(
            maxsize=max(1, round(settings.queue_seconds / _BLOCK_SECONDS))
        )
        self._taps: tuple[Callable[[NDArray[np.float32]], None], ...] = ()
        self._cutter: FrameCutter | None = None
        self._frames: deque[AudioFrame] = deque()
        self._last_block = 0.0
        self._last_try = 0.0
        self._gone = False
        self._running = False
        self.lost_blocks = 0  # found no room in the queue
        self.overflows = 0  # reported by PortAudio
        self._reported = 0
        self._report_due = 0.0

    # --- as a source of frames ------------------------------------------------------------

    def start(self) -> None:
        self._running = True
        try:
            self._connect()
        except AgentError:
            self._running = False
            raise
        self._card.join(self)

    def stop(self) -> None:
        self._running = False
        self._card.leave(self)
        self.let_go()
        self._gone = False

    def read(self, timeout: float) -> AudioFrame | None:
        if not self._frames:
            self._take(timeout)
        self._report_losses()
        return self._frames.popleft() if self._frames else None

    def now(self) -> float:
        return time.monotonic()

    def monotonic(self, time_: float) -> float:
        return time_

    @property
    def format(self) -> tuple[str, int, int] | None:
        """Device name, rate and channels of the open stream; None while there is none."""
        opened = self._open
        return None if opened is None else (opened.device.name, opened.rate, opened.channels)

    def tap(self, take: Callable[[NDArray[np.float32]], None]) -> Callable[[], None]:
        """Also give every block, shape (frames, channels), to ``take`` (in PortAudio's
        thread: it must be quick); the returned function ends that."""
        self._taps = (*self._taps, take)

        def untap() -> None:
            self._taps = tuple(each for each in self._taps if each is not take)

        return untap

    # --- as a user of the sound card --------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Never: a rescan costs a moment of sound, a loudspeaker not found costs all of it."""
        return False

    def let_go(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.close()

    def take_up(self) -> None:
        if not self._running or self._open is not None:
            return
        try:
            self._connect()
        except AgentError as error:
            log.info("the microphone cannot be opened yet: %s", error)

    # --- inside -----------------------------------------------------------------------------

    def _connect(self) -> None:
        self._drain()
        self._clock = StreamClock()
        opened = self._card.open(
            "input",
            self._settings.input_device,
            self._callback,
            rate=RATE,
            channels=1,
            block_seconds=_BLOCK_SECONDS,
            latency=_LATENCY,
        )
        with self._lock:
            twice = self._open is not None  # another thread was quicker
            if not twice:
                self._cutter = FrameCutter(opened.rate, opened.channels, self._frame_samples)
                self._last_block = time.monotonic()
                self._open = opened
        if twice:
            opened.close()

    def _callback(self, samples: NDArray[np.float32], frames: int, clock: Any, flags: Any) -> None:
        now = time.monotonic()
        begin = now - _BLOCK_SECONDS
        if 0.0 < clock.currentTime - clock.inputBufferAdcTime < 1.0:  # some leave these empty
            begin = self._clock.moment(clock.inputBufferAdcTime, clock.currentTime, now)
        if flags.input_overflow:
            self.overflows += 1
        block = samples.copy()
        try:
            self._blocks.put_nowait((block, begin))
        except queue.Full:
            self.lost_blocks += 1
        for take in self._taps:
            take(block)

    def _take(self, timeout: float) -> None:
        """Wait for a block and cut it; look after a device that gives none."""
        try:
            samples, begin = self._blocks.get(timeout=timeout)
        except queue.Empty:
            self._look_after()
            return
        self._last_block = time.monotonic()
        if self._gone:
            self._gone = False
            self._notice("The microphone is back.", "info")
        if self._cutter is not None:
            self._frames.extend(self._cutter.push(samples, begin))

    def _look_after(self) -> None:
        now = time.monotonic()
        opened = self._open
        alive = opened is not None and opened.stream.active
        if alive and now - self._last_block < _GONE_SECONDS:  # a new stream takes a while, too
            return
        if not self._gone:
            self._gone = True
            self._notice("The microphone is gone. I look for it.", "warning")
        if now - self._last_try < _RETRY_SECONDS:
            return
        self._last_try = now
        self.let_go()
        if not self._card.rescan():  # also takes this microphone up again
            self.take_up()

    def _drain(self) -> None:
        """Forget blocks of an earlier stream: they may have another rate."""
        while True:
            try:
                self._blocks.get_nowait()
            except queue.Empty:
                return

    def _report_losses(self) -> None:
        lost = self.lost_blocks + self.overflows
        now = time.monotonic()
        if lost > self._reported and now >= self._report_due:
            self._report_due = now + _REPORT_SECONDS
            count, self._reported = lost - self._reported, lost
            self._notice(
                f"Sound of the microphone was lost ({count} "
                f"{'gap' if count == 1 else 'gaps'}): the computer is too busy.",
                "warning",
            )

    def _notice(self, text: str, severity: str) -> None:
        self._emit(Notice(0, text, "info" if severity == "info" else "warning"))
