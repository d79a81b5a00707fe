"""The assistant's own voice, taken out of what the microphone hears.

    loudspeaker ──> Playback: what is heard of it, and when ──┐
    microphone ───> AudioFrame ───────────────────────────────┴─> EchoCanceller ─> Cleaned

``echo_filter`` does the signal processing; here is what surrounds it: clocks that disagree a
little, an output that comes and goes, and the moment in which the filter knows nothing yet.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voice_agent.hear.echo_filter import EchoFilter
from voice_agent.hear.frames import RATE, FrameCutter
from voice_agent.hear.vad import Voicing
from voice_agent.units import AudioFrame

_SILENT = -65.0  # dBFS; softer playback leaves no echo worth the name
_LINGER = 0.5  # seconds for which a room goes on sounding after the loudspeaker
_LEARNING = 0.8  # seconds of an echo after which the filter knows the room well enough
_NO_ECHO = 0.4  # seconds of playback of which nothing is heard: there is no echo to learn
_FARTHEST = 0.4  # seconds by which an echo may be late
_ABOVE = 6.0  # dB by which an echo is louder than the room, at least
_LOST = 0.2  # seconds for which the filter may expect something else before it learns anew
_SHARE = 0.01  # of the microphone's power: less than this is an echo that was taken out
_FAINT = 10**-5.5  # power (-55 dBFS) under which what is left is nobody who speaks up
_CLEAR = 0.1  # share of the microphone's power that is an echo, at most, where it is clear
_LEAP = 10.0  # dB above all that was lately left of an echo: somebody else
_ONSET = 15  # frames that voices take to become loud; what was left is known from before
_SINK, _RISE = 0.1, 0.5  # dB a frame by which "all that was lately left" falls, gives way
_LEAD = 0.04  # seconds by which the reference comes early: reported latencies err both ways
_JUMP = 0.06  # seconds between two blocks that make two stretches of them
_SLIP = 0.04  # seconds of disagreement from which the reference is aligned anew
_TOLERATED = 0.005  # ... and where it would be missing
_SETTLES = 0.5  # seconds after its start in which the time of a stream becomes certain
_ANEW = 1.0  # seconds without any playback, not even silence: another stream
_KEEP = 4.0  # seconds of playback that are remembered
_GRAIN = 160  # samples; pieces in which playback arrives from the cutter


class Playback:
    """What the loudspeaker plays, as 16 kHz mono on the clock of the microphone.

    ``put`` is called by the output's own thread and only queues; ``read`` by the ears'.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[NDArray[np.float32], int, float, int]] = deque(maxlen=2000)
        self._format = (0, 0)
        self._cutter: FrameCutter | None = None
        self._reel = _Reel()
        self._begin = 0.0  # instant of its first sample
        self._position: int | None = None  # the next one to be read
        self.streams = 0  # so many were begun: each has a delay of its own
        self._stream = 0  # the latest, by the number that its player gave it
        self._lock = threading.Lock()

    def put(self, block: NDArray[np.float32], rate: int, time: float, stream: int = 0) -> None:
        """``block`` of shape (frames, channels) is heard from ``time`` on; another number of the
        ``stream`` tells that its delay may be another."""
        self._waiting.append((block, rate, time, stream))

    def read(self, begin: float, count: int) -> NDArray[np.float32]:
        """``count`` samples of what is heard from ``begin`` on; silence where nothing is.

        Successive reads give successive samples, whatever their times say, as long as both
        clocks agree to some milliseconds: a filter adapts to a delay, not to leaps.
        """
        with self._lock:
            self._take_in()
            wanted = round((begin - self._begin) * RATE)
            position = self._position
            young = len(self._reel) < _SETTLES * RATE
            if position is not None and self._is_off(position, wanted, count):
                self.streams += not young
                position = None
            if position is None or young:
                position = wanted
            found = np.zeros(count, dtype=np.float32)
            low, high = max(position, 0), min(position + count, len(self._reel))
            if high > low:
                found[low - position : high - position] = self._reel.samples[low:high]
            self._position = position + count
            self._forget()
            return found

    def _is_off(self, position: int, wanted: int, count: int) -> bool:
        """Whether the next samples are too far from those that are wanted, or are ahead of them
        and of what the player has given so far."""
        ahead = position - wanted
        too_soon = ahead > _TOLERATED * RATE and position + count > len(self._reel) > wanted + count
        return abs(ahead) > _SLIP * RATE or too_soon

    def _take_in(self) -> None:
        while self._waiting:
            block, rate, time, stream = self._waiting.popleft()
            channels = block.shape[1] if block.ndim == 2 else 1
            if self._cutter is None or self._format != (rate, channels):
                self._format = (rate, channels)
                self._cutter = FrameCutter(rate, channels, _GRAIN)
                self._restart(time)
            for frame in self._cutter.push(block, time):
                end = self._begin + len(self._reel) / RATE
                anew = stream != self._stream or frame.time - end > _ANEW
                if anew or not self.streams:
                    self.streams += 1
                    self._stream = stream
                if anew or abs(frame.time - end) > _JUMP:  # the output paused: not one stretch
                    self._restart(frame.time)
                    end = frame.time
                # Slowly drifting clocks: the stream stays whole, its times follow.
                self._begin += 0.05 * (frame.time - end)
                self._reel.append(frame.samples)

    def _restart(self, time: float) -> None:
        self._reel = _Reel()
        self._begin = time
        self._position = None

    def _forget(self) -> None:
        surplus = len(self._reel) - round(_KEEP * RATE)
        if surplus > 0:
            self._reel.forget(surplus)
            self._begin += surplus / RATE
            if self._position is not None:
                self._position -= surplus


class _Reel:
    """Samples, appended at the end and forgotten at the beginning; hardly anything is copied,
    since this goes on a hundred times a second while nobody speaks."""

    def __init__(self) -> None:
        self._store = np.zeros(2 * round(_KEEP * RATE), dtype=np.float32)
        self._low = self._high = 0

    def __len__(self) -> int:
        return self._high - self._low

    @property
    def samples(self) -> NDArray[np.float32]:
        return self._store[self._low : self._high]

    def append(self, samples: NDArray[np.float32]) -> None:
        if self._high + len(samples) > len(self._store):
            kept = self.samples.copy()
            if len(kept) + len(samples) > len(self._store):
                self._store = np.zeros(2 * (len(kept) + len(samples)), dtype=np.float32)
            self._store[: len(kept)] = kept
            self._low, self._high = 0, len(kept)
        self._store[self._high : self._high + len(samples)] = samples
        self._high += len(samples)

    def forget(self, count: int) -> None:
        self._low += count


@dataclass(frozen=True, eq=False)
class Cleaned:
    """A frame without the assistant's voice. ``playing``: the loudspeaker was heard within
    the last half second. ``sure``: what is left in it may be somebody who speaks; it is not
    while the filter still learns the room, nor where it is no more than a filter leaves of an
    echo. ``leaps``: for two frames it is much louder than what was left of echoes lately.
    ``clear``: hardly any of what was heard was an echo."""

    frame: AudioFrame
    playing: bool = False
    sure: bool = True
    leaps: bool = False
    clear: bool = True


def past_echo(voicing: Voicing, cleaned: Cleaned, is_open: bool) -> Voicing:
    """What detectors say of a cleaned frame, as far as it can be believed: while the canceller is
    not sure of the room, nothing opens a turn."""
    if not cleaned.sure and not is_open:
        voicing = Voicing(
            None if voicing.webrtc is None else False,
            None if voicing.silero is None else 0.0,
        )
    return replace(voicing, leaps=cleaned.sure and cleaned.leaps, clear=cleaned.clear)


class EchoCanceller:
    """Frames in, frames out, one for one; ``playback`` is fed by the loudspeaker.

    While nothing is played, frames pass as they are and cost nothing.
    """

    def __init__(self, playback: Playback, echo_filter: EchoFilter | None = None) -> None:
        self.playback = playback
        self._filter = echo_filter or EchoFilter()
        self._last_heard = -math.inf
        self._learnt = 0.0  # seconds of an echo of this stream that the filter has heard
        self._unheard = 0.0  # seconds of playback of which nothing was heard so far
        self._loud_for = 0.0  # seconds since when something is played
        self._room = _SILENT  # dBFS of the microphone where nothing is played
        self._astray = 0.0  # seconds for which what it expects is not what is heard
        self._stream = 0
        self._power = self._power_left = 0.0  # of the microphone, and after the filter
        self._rest = _SILENT  # dBFS; the loudest that was lately left of an echo
        self._levels: deque[float] = deque()  # of the latest frames, in which a voice may begin
        self._leapt = False  # the frame before was much louder than that

    def hear(self, frame: AudioFrame) -> Cleaned:
        """``frame`` without what the loudspeaker brought into it."""
        far = self.playback.read(frame.time + _LEAD, len(frame.samples))
        if self.playback.streams != self._stream:
            self._stream = self.playback.streams
            self._learn_anew()
        loud = _dbfs(far) > _SILENT
        if loud:
            self._last_heard = frame.end
        if frame.end - self._last_heard > _LINGER:
            self._hear_the_room(_dbfs(frame.samples))
            return Cleaned(frame)
        self._learn(frame, loud)
        samples = self._filter.process(np.ascontiguousarray(frame.samples), far)
        cleaned = AudioFrame(samples, frame.time, frame.rate)
        self._power = 0.4 * self._power + 0.6 * _power(frame.samples)
        self._power_left = 0.4 * self._power_left + 0.6 * _power(samples)
        plausible = self._power_left >= max(_SHARE * self._power, _FAINT)
        sure = plausible and self._learnt >= _LEARNING and not self._is_astray(frame)
        clear = self._filter.echo <= _CLEAR * _power(frame.samples)
        leaps = self._leaps(samples, loud)
        return Cleaned(cleaned, playing=True, sure=sure, leaps=leaps, clear=clear)

    def _learn_anew(self) -> None:
        self._learnt, self._rest, self._astray = 0.0, _SILENT, 0.0
        self._unheard = self._loud_for = 0.0
        self._filter.restart()

    def _hear_the_room(self, level: float) -> None:
        change = level - self._room
        self._room += (0.2 if change < 0.0 else 0.01) * change
        self._unheard = self._loud_for = 0.0

    def _learn(self, frame: AudioFrame, loud: bool) -> None:
        """Count what the filter has heard of an echo; where there is none, as with headphones,
        nothing needs to be learnt."""
        seconds = len(frame.samples) / RATE
        self._loud_for += seconds * (loud or self._loud_for > 0.0)
        if _dbfs(frame.samples) > self._room + _ABOVE:
            self._learnt += seconds
            self._unheard = 0.0
        elif loud and self._loud_for > _FARTHEST:
            self._unheard += seconds
            if self._unheard > _NO_ECHO:
                self._learnt = max(self._learnt, _LEARNING)

    def _is_astray(self, frame: AudioFrame) -> bool:
        """Whether the way from the loudspeaker to the microphone has changed."""
        if self._learnt < _LEARNING or self._filter.fits:
            self._astray = max(0.0, self._astray - (frame.end - frame.time))
            return False
        self._astray += frame.end - frame.time
        if self._astray > _LOST:
            self._learn_anew()
        return True

    def _leaps(self, samples: NDArray[np.float32], loud: bool) -> bool:
        level = _dbfs(samples)
        before, self._leapt = self._leapt, level > self._rest + _LEAP
        if self._leapt:
            self._rest += _RISE
        if self._leapt or not loud or self._learnt < _LEARNING:
            self._levels.clear()
            return before and self._leapt
        self._levels.append(level)
        if len(self._levels) > _ONSET:
            self._rest = max(self._levels.popleft(), self._rest - _SINK)
        return False


def _power(samples: NDArray[np.float32]) -> float:
    return float(np.mean(np.square(samples))) if len(samples) else 0.0


def _dbfs(samples: NDArray[np.float32]) -> float:
    return 10.0 * math.log10(max(_power(samples), 1e-12))
