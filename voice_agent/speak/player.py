"""The loudspeaker: one output stream, kept open, fed from a queue.

    play(clause 1) ─┐
    play(clause 2) ─┼─> resampled ─> Mixer ─> PortAudio's callback ─> device
    stop() ─────────┘                            └─> on_start(time of the first sample)

An output (``speak.mouth.Output``) offers

``play(audio, on_start)``  queue a sound after those that are queued; returns a ``Sound``
``wait(sound, cancel)``    until that one was heard; False when it was stopped
``drain(cancel)``          until everything was heard; False when cancelled or stopped
``stop()``                 silence at once (a fade of 8 ms), the queue is forgotten
``hold(held)``             silence at once, and on from there when it is let go
``volume``                 in dB, may be set while it plays
``tap(take)``              also tell ``take`` of every block that is played, and when

When the device goes away the queue goes on in silence at the same pace, so that no turn
hangs, and the device is looked for again before the next sound.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.events import Event, Notice
from voice_agent.settings import AudioSettings
from voice_agent.sound import soundcard
from voice_agent.speak.absence import Absence
from voice_agent.speak.mixer import Mixer, Sound, fitted
from voice_agent.units import AgentError, Audio, Cancel

log = logging.getLogger(__name__)

_BLOCK_SECONDS = 0.01
_LATENCY = 0.04  # seconds; what is on its way cannot be stopped any more
_RATE = 48_000  # Hz, where the device leaves the choice
_GONE_SECONDS = 2.0  # without a callback for so long, the device is gone
_PATIENCE = 0.05
_WATCH = 0.1  # seconds between looks after the device

OnStart = Callable[[float], None]
Tap = Callable[[NDArray[np.float32], int, float], None]


class Player:
    """Plays on the device that ``settings.output_device`` names.

    Raises ``AgentError`` when there is no PortAudio or no loudspeaker at all.
    """

    def __init__(
        self,
        settings: AudioSettings,
        emit: Callable[[Event], None] = lambda event: None,
        *,
        volume: float = 0.0,
        card: soundcard.SoundCard | None = None,
    ) -> None:
        self._device = settings.output_device
        self._emit = emit
        self._card = card or soundcard.shared()
        self._volume = volume
        self._lock = threading.Lock()
        self._open: soundcard.OpenStream | None = None
        self._mixer = Mixer(_RATE, 2)
        self._queued: list[Sound] = []
        self._taps: tuple[Tap, ...] = ()
        self._reports: queue.SimpleQueue[tuple[OnStart, float] | None] = queue.SimpleQueue()
        self._last_call = 0.0
        self._absence = Absence()
        self._closed = False
        self.underruns = 0
        self._connect()
        self._card.join(self)
        threading.Thread(target=self._report, name="player reports", daemon=True).start()
        threading.Thread(target=self._watch, name="player watch", daemon=True).start()

    # --- playing ------------------------------------------------------------------------

    @property
    def volume(self) -> float:
        """In dB relative to the sound as it is."""
        return self._volume

    @volume.setter
    def volume(self, decibels: float) -> None:
        self._volume = decibels
        self._mixer.set_gain(_factor(decibels))

    def play(self, audio: Audio, on_start: OnStart | None = None) -> Sound:
        """Queue ``audio``. ``on_start`` gets the monotonic time at which its first sample
        leaves the device; it is called from a thread of the player's."""
        with self._lock:
            sound = Sound(fitted(audio, self._mixer.rate, self._mixer.channels), on_start)
            self._queued = [each for each in self._queued if not each.finished.is_set()]
            self._queued.append(sound)
            self._mixer.put(sound)
        return sound

    def wait(self, sound: Sound, cancel: Cancel | None = None) -> bool:
        """Wait until ``sound`` was heard; False when it was stopped or ``cancel`` is set."""
        while not sound.finished.wait(_PATIENCE):
            if cancel:
                return False
        left = sound.heard_until - time.monotonic()
        if left > 0 and not sound.stopped:
            time.sleep(min(left, 1.0))
        return not sound.stopped

    def drain(self, cancel: Cancel | None = None) -> bool:
        """Wait until all that was queued was heard; False when stopped or cancelled."""
        with self._lock:
            waiting = list(self._queued)
        heard = [self.wait(sound, cancel) for sound in waiting]
        return all(heard) and not cancel

    def play_file(self, audio: Audio, cancel: Cancel) -> None:
        """Play to the end, or until ``cancel`` is set."""
        sound = self.play(audio)
        if not self.wait(sound, cancel) and cancel:
            self.stop()

    def stop(self) -> None:
        """Fall silent at once."""
        with self._lock:
            self._queued = []
            dropped = self._mixer.stop()
        for sound in dropped:
            sound.finished.set()

    def hold(self, held: bool) -> None:
        """Fall silent at once without forgetting anything, or go on from there."""
        self._mixer.hold(held)

    def tap(self, take: Tap) -> Callable[[], None]:
        """Give every block, shape (frames, channels), its rate and the monotonic time at
        which it is heard to ``take`` (in PortAudio's thread: it must be quick); the returned
        function ends that."""
        self._taps = (*self._taps, take)

        def untap() -> None:
            self._taps = tuple(each for each in self._taps if each is not take)

        return untap

    def use_device(self, name: str) -> None:
        """Go over to another device; ``AgentError`` (and no change) when there is none."""
        self._card.find(name, "output")
        before, self._device = self._device, name
        self.let_go()
        try:
            self._connect()
        except AgentError:
            self._device = before
            self.take_up()
            raise

    def close(self) -> None:
        """Stop and let go of the device; the player is done."""
        self._closed = True
        self._card.leave(self)
        self.stop()
        self.let_go()
        self._reports.put(None)

    @property
    def format(self) -> tuple[str, int, int] | None:
        """Device name, rate and channels of the open stream; None while there is none."""
        opened = self._open
        return None if opened is None else (opened.device.name, opened.rate, opened.channels)

    # --- as a user of the sound card --------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        return self._mixer.is_playing and self._open is not None

    def let_go(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.close()

    def take_up(self) -> None:
        if self._closed or self._open is not None:
            return
        try:
            self._connect()
        except AgentError as error:
            log.info("the loudspeaker cannot be opened yet: %s", error)

    # --- inside -----------------------------------------------------------------------------

    def _connect(self) -> None:
        opened = self._card.open(
            "output",
            self._device,
            self._callback,
            rate=_RATE,
            channels=2,
            block_seconds=_BLOCK_SECONDS,
            latency=_LATENCY,
        )
        with self._lock:
            if (opened.rate, opened.channels) != (self._mixer.rate, self._mixer.channels):
                self._exchange_mixer(opened.rate, opened.channels)
            self._mixer.set_gain(_factor(self._volume))
            self._last_call = time.monotonic()
            self._open = opened

    def _exchange_mixer(self, rate: int, channels: int) -> None:
        """Another format: what is still to be heard is carried over, resampled."""
        old = self._mixer
        self._mixer = Mixer(rate, channels, _factor(self._volume))
        for sound in old.stop():
            sound.stopped = False
            rest = Audio(sound.samples[sound.position :], old.rate)
            sound.samples, sound.position = fitted(rest, rate, channels), 0
            self._mixer.put(sound)

    def _callback(self, out: NDArray[np.float32], frames: int, clock: Any, flags: Any) -> None:
        now = time.monotonic()
        self._last_call = now
        mixer = self._mixer
        if out.shape[1] != mixer.channels:  # a stream that is just being exchanged
            out.fill(0.0)
            return
        if mixer.is_playing and flags.output_underflow:
            self.underruns += 1
        delay = clock.outputBufferDacTime - clock.currentTime
        heard = now + (delay if 0.0 < delay < 1.0 else _LATENCY)
        block = self._pull(mixer, frames, heard)
        out[:] = block
        for take in self._taps:
            take(block, mixer.rate, heard)

    def _pull(self, mixer: Mixer, frames: int, heard: float) -> NDArray[np.float32]:
        """The next block, which is heard from ``heard`` on; tells who waits for it."""
        pulled = mixer.pull(frames)
        for sound, at in pulled.started:
            if sound.on_start is not None:
                self._reports.put((sound.on_start, heard + at / mixer.rate))
        for sound, at in pulled.ended:
            sound.heard_until = heard + at / mixer.rate
            sound.finished.set()
        return pulled.block

    def _report(self) -> None:
        """Tells about first samples outside of PortAudio's thread, which must not wait."""
        while (report := self._reports.get()) is not None:
            on_start, moment = report
            try:
                on_start(moment)
            except Exception:  # somebody else's code; those who come after are told, too
                log.exception("the listener of a first sample failed")

    def _watch(self) -> None:
        """Looks after the device; plays to nobody while it is away."""
        played_to = time.monotonic()
        while not self._closed:
            time.sleep(_WATCH)
            now = time.monotonic()
            if self._is_alive(now):
                if self._absence.ends():
                    self._emit(Notice(0, "The loudspeaker is back.", "info"))
            else:
                mixer = self._mixer
                self._pull(mixer, round((now - played_to) * mixer.rate), now)
                self._look_for_device(now)
            played_to = now

    def _is_alive(self, now: float) -> bool:
        opened = self._open
        if opened is None or not opened.stream.active:
            return False
        return now - self._last_call < _GONE_SECONDS

    def _look_for_device(self, now: float) -> None:
        if self._absence.begins(now):
            text = "The loudspeaker is gone. Answers are written until it is back."
            self._emit(Notice(0, text, "warning"))
        if self._closed or not self._absence.is_time_to_look(now):
            return
        self.let_go()
        self.take_up()
        if self._open is None:
            self._card.rescan()


def _factor(decibels: float) -> float:
    return float(10.0 ** (decibels / 20.0))
