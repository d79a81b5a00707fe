"""An adaptive filter against echo, pure numpy: a linear part, then what it left over.

    far  ─> AdaptiveFilter: the room's impulse response ─> echo ─┐
    near ────────────────────────────────────────────────────── (-) ─> residue ─> Suppressor

The linear part is a partitioned-block frequency-domain Kalman filter (Enzner and Vary 2006,
"Frequency-domain adaptive Kalman filter for acoustic echo control in hands-free telephones";
Kuech et al. 2014 for partitions): its step size follows from how uncertain it is and how much
else is heard, so that somebody who speaks at the same time does not lead it astray. The
suppressor is a Wiener gain on what a drifting clock, a distorting loudspeaker or a filter
that still learns leave over; it takes little from those who speak.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]

BLOCK = 160  # samples: 10 ms at 16 kHz
_BINS = BLOCK + 1
_EMPHASIS = np.float32(0.9)  # vowels alone would tell little: they are alike a period later
# Its power response, with Parseval's share of one block in the spectrum of two.
_EMPHASISED = np.abs(1 - _EMPHASIS * np.exp(-1j * np.pi * np.arange(_BINS) / BLOCK)) ** 2
_EMPHASISED = (_EMPHASISED / (2 * BLOCK)).astype(np.float32)


class AdaptiveFilter:
    """``partitions`` blocks of impulse response, 10 ms each. Not thread-safe.

    ``forget`` and ``smooth`` are per block; ``wander`` is how likely the response moves to other
    partitions, beside how likely it changes where it is: with 0 a delay that leaps is learnt anew
    in seconds, since the filter is sure that nothing comes then.
    """

    def __init__(
        self,
        partitions: int = 40,
        *,
        forget: float = 0.99,
        smooth: float = 0.8,
        wander: float = 0.1,
    ) -> None:
        self._forget = np.float32(forget**2)
        self._smooth = np.float32(smooth)
        self._response = np.zeros((partitions, _BINS), dtype=np.complex64)
        # How far the response may be off, per partition: rooms decay, but devices come late.
        decay = 10.0 ** (-0.25 * np.arange(partitions, dtype=np.float32) / partitions)[:, None]
        self._doubt = np.repeat(0.05 * decay, _BINS, axis=1).astype(np.float32)
        self._elsewhere = np.float32(wander) * decay / decay.sum()
        self._spectra = np.zeros((partitions, _BINS), dtype=np.complex64)
        self._heard = np.zeros(_BINS, dtype=np.float32)  # power of what is no echo
        self._before = np.zeros(BLOCK, dtype=np.float32)
        self._empty = np.zeros(BLOCK, dtype=np.float32)
        self._emphasised = np.zeros((partitions, _BINS), dtype=np.float32)
        self.power: F32 = np.zeros((partitions, _BINS), dtype=np.float32)  # of what it has learnt

    def echo_power(self, response: F32) -> float:
        """About how much echo, with the emphasis of ``Proof``, the latest block has if the power
        of the response is ``response``, shape (partitions, 161)."""
        return float((response * self._emphasised).sum())

    def block(self, near: F32, far: F32) -> tuple[F32, F32, F32]:
        """One block: what is left of ``near``, the echo that was found in it, and the power
        of echo per frequency, shape (161,), that may still be left."""
        self._spectra = np.roll(self._spectra, 1, axis=0)
        self._spectra[0] = np.fft.rfft(np.concatenate([self._before, far]))
        self._before = far
        echo = np.fft.irfft((self._response * self._spectra).sum(axis=0))[BLOCK:].astype(np.float32)
        left = near - echo
        error = np.fft.rfft(np.concatenate([self._empty, left])).astype(np.complex64)
        power = np.abs(self._spectra) ** 2
        self._emphasised = power * _EMPHASISED
        self._heard += (1 - self._smooth) * (np.abs(error) ** 2 - self._heard)
        uncertain = 0.5 * (self._doubt * power).sum(axis=0)
        step = self._doubt / (uncertain + self._heard + 1e-9)
        change = np.fft.irfft(step * np.conj(self._spectra) * error, axis=1)
        change[:, BLOCK:] = 0.0  # or the response would wrap around
        self._response += np.fft.rfft(change, axis=1).astype(np.complex64)
        self._doubt *= self._forget * np.maximum(1 - 0.5 * step * power, 0.0)
        # An echo may come at another time from now on, where nothing of it was before.
        learnt = self.power = np.abs(self._response) ** 2
        self._doubt += (1 - self._forget) * (learnt + self._elsewhere * learnt.sum(axis=0))
        return left, echo, uncertain.astype(np.float32)


class Suppressor:
    """Takes down, per frequency, what is likely the rest of an echo. Its output comes one
    block later than its input."""

    FLOOR = 0.05
    OVER = 2.0

    def __init__(self) -> None:
        self._window = np.sqrt(np.hanning(2 * BLOCK + 1)[:-1]).astype(np.float32)
        self._left = np.zeros(BLOCK, dtype=np.float32)
        self._echo = np.zeros(BLOCK, dtype=np.float32)
        self._tail = np.zeros(BLOCK, dtype=np.float32)
        self._mean_left = np.zeros(_BINS)
        self._mean_echo = np.zeros(_BINS)
        self._both = np.zeros(_BINS)
        self._echoes = np.full(_BINS, 1e-6)
        self._rest = np.zeros(_BINS)
        self._gain = np.ones(_BINS)

    def block(self, left: F32, echo: F32, uncertain: F32) -> F32:
        """``left``, ``echo`` and ``uncertain`` are what ``AdaptiveFilter.block`` gave."""
        spectrum = np.fft.rfft(self._window * np.concatenate([self._left, left]))
        found = np.abs(np.fft.rfft(self._window * np.concatenate([self._echo, echo]))) ** 2
        power = np.abs(spectrum) ** 2
        self._left, self._echo = left, echo
        leak = self._leak(power, found)
        rest = leak * found + 0.5 * uncertain
        self._rest = np.maximum(rest, 0.7 * self._rest)
        gain = np.clip(1 - self.OVER * self._rest / (power + 1e-12), self.FLOOR, 1.0)
        self._gain = np.where(gain > self._gain, 0.5 * gain + 0.5 * self._gain, gain)
        sound = np.fft.irfft(self._gain * spectrum) * self._window
        made = self._tail + sound[:BLOCK]
        self._tail = sound[BLOCK:].astype(np.float32)
        return made.astype(np.float32)

    def _leak(self, power: NDArray[np.float64], found: NDArray[np.float64]) -> float:
        """Share of the echo's power that is left: how much both powers rise and fall
        together (Valin 2007, "On adjusting the learning rate in frequency domain echo
        cancellation with double-talk"); speech of somebody else does not."""
        self._mean_left += 0.03 * (power - self._mean_left)
        self._mean_echo += 0.03 * (found - self._mean_echo)
        one, two = power - self._mean_left, found - self._mean_echo
        pace = 0.02 if float(found.sum()) > 1e-4 else 0.0
        self._both += pace * (one * two - self._both)
        self._echoes += pace * (two * two - self._echoes)
        share = float(self._both.sum() / self._echoes.sum())
        return min(max(share, 0.003), 1.0)


class Proof:
    """Is the way from the loudspeaker to the microphone still the one that was learnt?

    Where the delay has leapt, the echo that is expected is not the one that is heard; that shows
    for a tenth of a second. Then the filter has forgotten what it knew, and expects hardly any
    echo: less than it did while it worked.
    """

    RECENT = 0.9  # a block: what is remembered is 0.1 s long
    LONG = 0.98  # the same for whether the filter works: 0.5 s
    PACE = np.float32(0.03)  # a block, of what is known of the response
    WORKS = 0.1  # of the sound's power is left, at most, where the filter works
    FAILS = 0.3  # ... and from here on it does not
    HEARD = 0.1  # of the sound's power the echo must have for an opinion
    FITS = 0.35  # of the expected echo is heard, at least
    FORGOTTEN = 0.4  # of the power of the response is left, at most

    def __init__(self) -> None:
        self._known: F32 | None = None  # power of the response while it worked
        self._expected = np.zeros(2)  # lately: by what is known, by the response as it is
        self._powers = np.zeros(4)  # lately: near and echo together, echo, near, what is left
        self._longer = np.zeros(4)
        self._last = np.zeros((3, 1), dtype=np.float32)

    @property
    def holds(self) -> bool:
        """True also where there is too little of an echo to tell, and where nothing is left of
        it."""
        both, echo, near, left = self._powers
        known, found = self._expected
        strays = echo >= self.HEARD * near and both < self.FITS * echo
        forgets = known >= self.HEARD * near and found < self.FORGOTTEN * known
        return not (left >= self.FAILS * near and (strays or forgets))

    def block(self, near: F32, left: F32, filter_: AdaptiveFilter) -> None:
        """``filter_`` has just made ``left`` of ``near``."""
        sounds = np.concatenate([self._last, np.stack([near, near - left, left])], axis=1)
        self._last = sounds[:, -1:]
        one, two, three = sounds[:, 1:] - _EMPHASIS * sounds[:, :-1]
        now = (one @ two, two @ two, one @ one, three @ three)
        self._powers = self.RECENT * self._powers + now
        self._longer = self.LONG * self._longer + now
        power = filter_.power
        if self._longer[3] < self.WORKS * self._longer[2]:
            before = power if self._known is None else self._known
            self._known = before + self.PACE * (power - before)
        if self._known is not None:
            self._expected = self.RECENT * self._expected + (
                filter_.echo_power(self._known),
                filter_.echo_power(power),
            )


class EchoFilter:
    """Both parts over samples of any whole number of blocks; a block late."""

    def __init__(self, partitions: int = 40) -> None:
        self._partitions = partitions
        self.restart()
        self.echo = 0.0  # mean power of the echo that was found in what was processed last

    def restart(self) -> None:
        """Forget the way from the loudspeaker to the microphone: its delay is another now."""
        self._filter = AdaptiveFilter(self._partitions)
        self._suppressor = Suppressor()
        self._proof = Proof()

    @property
    def fits(self) -> bool:
        """Whether the way that it has learnt seems to be the true one still."""
        return self._proof.holds

    def process(self, near: F32, far: F32) -> F32:
        """``near`` without what comes of ``far``; both (n,), n a multiple of 160."""
        made = []
        power = 0.0
        for i in range(0, len(near), BLOCK):
            found = self._filter.block(near[i : i + BLOCK], far[i : i + BLOCK])
            power += float(np.square(found[1]).sum())
            self._proof.block(near[i : i + BLOCK], found[0], self._filter)
            made.append(self._suppressor.block(*found))
        self.echo = power / max(1, len(near))
        return np.concatenate(made)
