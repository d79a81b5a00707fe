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


class AdaptiveFilter:
    """``partitions`` blocks of impulse response, 10 ms each. Not thread-safe."""

    def __init__(self, partitions: int = 40, *, forget: float = 0.99, smooth: float = 0.8) -> None:
        self._forget = np.float32(forget**2)
        self._smooth = np.float32(smooth)
        self._response = np.zeros((partitions, _BINS), dtype=np.complex64)
        # How far the response may be off, per partition: rooms decay.
        decay = 0.05 * 10.0 ** (-np.arange(partitions) / partitions)
        self._doubt = np.repeat(decay[:, None], _BINS, axis=1).astype(np.float32)
        self._spectra = np.zeros((partitions, _BINS), dtype=np.complex64)
        self._heard = np.zeros(_BINS, dtype=np.float32)  # power of what is no echo
        self._before = np.zeros(BLOCK, dtype=np.float32)
        self._empty = np.zeros(BLOCK, dtype=np.float32)

    def block(self, near: F32, far: F32) -> tuple[F32, F32, F32]:
        """One block: what is left of ``near``, the echo that was found in it, and the power
        of echo per frequency, shape (161,), that may still be left."""
        self._spectra = np.roll(self._spectra, 1, axis=0)
        self._spectra[0] = np.fft.rfft(np.concatenate([self._before, far]))
        self._before = far
        echo = np.fft.irfft((self._response * self._spectra).sum(axis=0))[BLOCK:]
        left = (near - echo).astype(np.float32)
        error = np.fft.rfft(np.concatenate([self._empty, left])).astype(np.complex64)
        power = np.abs(self._spectra) ** 2
        self._heard += (1 - self._smooth) * (np.abs(error) ** 2 - self._heard)
        uncertain = 0.5 * (self._doubt * power).sum(axis=0)
        step = self._doubt / (uncertain + self._heard + 1e-9)
        change = np.fft.irfft(step * np.conj(self._spectra) * error, axis=1)
        change[:, BLOCK:] = 0.0  # or the response would wrap around
        self._response += np.fft.rfft(change, axis=1).astype(np.complex64)
        self._doubt *= self._forget * np.maximum(1 - 0.5 * step * power, 0.0)
        self._doubt += (1 - self._forget) * np.abs(self._response) ** 2
        return left, echo.astype(np.float32), uncertain.astype(np.float32)


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

    def process(self, near: F32, far: F32) -> F32:
        """``near`` without what comes of ``far``; both (n,), n a multiple of 160."""
        made = []
        power = 0.0
        for i in range(0, len(near), BLOCK):
            found = self._filter.block(near[i : i + BLOCK], far[i : i + BLOCK])
            power += float(np.square(found[1]).sum())
            made.append(self._suppressor.block(*found))
        self.echo = power / max(1, len(near))
        return np.concatenate(made)
