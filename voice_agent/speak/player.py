"""What is heard, one sound after the other: a queue before the loudspeaker.

    play(clause 1) ─┐
    play(clause 2) ─┼─> resampled ─> Mixer ─> Loudspeaker ─> device
    stop() ─────────┘                            └─> on_start(time of the first sample)

An output (``speak.mouth.Output``) offers

``play(audio, on_start)``  queue a sound after those that are queued; returns a ``Sound``
``wait(sound, cancel)``    until that one was heard; False when it was stopped
``drain(cancel)``          until everything was heard; False when cancelled or stopped
``stop()``                 silence at once (a fade of 4 ms), the queue is forgotten
``hold(held)``             silence at once, and on from there when it is let go
``volume``                 in dB, may be set while it plays
``tap(take)``              also tell ``take`` of every block that is played, and when
``wake()``                 something will be played soon: open the device, if it rests

When the device goes away the queue goes on in silence at the same pace, so that no turn
hangs, and the device is looked for again before the next sound.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import Cancel
from voice_agent.events import Event
from voice_agent.settings import AudioSettings
from voice_agent.sound import soundcard
from voice_agent.speak.loudspeaker import CHANNELS, RATE, REST, Loudspeaker
from voice_agent.speak.mixer import Mixer, Sound, fitted
from voice_agent.units import Audio

log = logging.getLogger(__name__)

_PATIENCE = 0.05

OnStart = Callable[[float], None]
Tap = Callable[[NDArray[np.float32], int, float, int], None]


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
        rest: float = REST,
    ) -> None:
        self._volume = volume
        self._lock = threading.Lock()
        self._mixer = Mixer(RATE, CHANNELS, _factor(volume))
        self._queued: list[Sound] = []
        self._taps: tuple[Tap, ...] = ()
        self._reports: queue.SimpleQueue[tuple[OnStart, float] | None] = queue.SimpleQueue()
        self._speaker = Loudspeaker(
            settings.output_device, self, card or soundcard.shared(), emit, rest=rest
        )
        threading.Thread(target=self._report, name="player reports", daemon=True).start()

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
        self.wake()
        return sound

    def wake(self) -> None:
        """Something will be played soon; returns at once."""
        self._speaker.wake()

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
        return all(self.wait(sound, cancel) for sound in waiting) and not cancel

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
        """Give every block, shape (frames, channels), its rate, the monotonic time at which it
        is heard and the number of its stream (``Feed.played``) to ``take`` (in PortAudio's
        thread: it must be quick); the returned function ends that."""
        self._taps = (*self._taps, take)

        def untap() -> None:
            self._taps = tuple(each for each in self._taps if each is not take)

        return untap

    def use_device(self, name: str) -> None:
        """Go over to another device; ``AgentError`` (and no change) when there is none."""
        self._speaker.use(name)

    def close(self) -> None:
        """Stop and let go of the device; the player is done."""
        self.stop()
        self._speaker.close()
        self._reports.put(None)

    @property
    def is_busy(self) -> bool:
        """Whether anything is being played."""
        return self._speaker.is_busy

    @property
    def format(self) -> tuple[str, int, int] | None:
        """Device name, rate and channels of the open stream; None while there is none."""
        return self._speaker.format

    @property
    def underruns(self) -> int:
        """How often the device ran dry while something was played."""
        return self._speaker.underruns

    # --- as what feeds the loudspeaker ------------------------------------------------------

    @property
    def is_playing(self) -> bool:
        return self._mixer.is_playing

    @property
    def rate(self) -> int:
        return self._mixer.rate

    def fit(self, rate: int, channels: int) -> None:
        """Another format: what is still to be heard is carried over, resampled."""
        with self._lock:
            old = self._mixer
            if (rate, channels) == (old.rate, old.channels):
                return
            self._mixer = Mixer(rate, channels, _factor(self._volume))
            for sound in old.stop():
                sound.stopped = False
                rest = Audio(sound.samples[sound.position :], old.rate)
                sound.samples, sound.position = fitted(rest, rate, channels), 0
                self._mixer.put(sound)

    def pull(self, frames: int, heard: float) -> NDArray[np.float32]:
        """The next block, which is heard from ``heard`` on; tells who waits for it."""
        mixer = self._mixer
        pulled = mixer.pull(frames)
        for sound, at in pulled.started:
            if sound.on_start is not None:
                self._reports.put((sound.on_start, heard + at / mixer.rate))
        for sound, at in pulled.ended:
            sound.heard_until = heard + at / mixer.rate
            sound.finished.set()
        return pulled.block

    def played(self, block: NDArray[np.float32], heard: float, stream: int) -> None:
        for take in self._taps:
            take(block, self._mixer.rate, heard, stream)

    # --- inside -----------------------------------------------------------------------------

    def _report(self) -> None:
        """Tells about first samples outside of PortAudio's thread, which must not wait."""
        while (report := self._reports.get()) is not None:
            on_start, moment = report
            try:
                on_start(moment)
            except Exception:  # somebody else's code; those who come after are told, too
                log.exception("the listener of a first sample failed")


def _factor(decibels: float) -> float:
    return float(10.0 ** (decibels / 20.0))
