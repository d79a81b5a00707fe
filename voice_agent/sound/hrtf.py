"""Head-related transfer functions: what each ear hears of a sound from any direction.

Measured on the KEMAR dummy head at 710 directions (Gardner and Martin 1994), each as a pair
of impulse responses. Between them, a direction is a place in the triangle of its three
nearest measurements (barycentric weights as in vector base amplitude panning, Pulkki 1997).
Responses cannot simply be averaged, because their arrivals differ; each is taken apart into

    log magnitude ──> minimum phase (Hilbert transform)        interpolated: log spectra
    time of arrival (Nam, Abel and Smith 2008) ──> delay       interpolated: the interaural delay

and the parts, which are smooth in direction, are weighted and put together again. The common
colour of all directions (loudspeaker, microphone, ear canal) is equalised away, as music and
speech have been mixed without it; differences between the ears are untouched by that.
"""

from __future__ import annotations

import bz2
import copy
import pickletools
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from voice_agent.errors import AgentError

F64 = NDArray[np.floating[Any]]
C64 = NDArray[np.complex64]

TAPS = 512
_FINE = 2048  # points of the transform in which measurements are looked at
LOWEST_ELEVATION = -40.0  # degrees: nothing was measured below
_BAND = (150.0, 19_000.0)  # Hz: outside, the loudspeaker of the measurement fails
_ARRIVAL_BAND = (100.0, 3000.0)  # Hz: where a delay is clear, and heard as one
_LOUDNESS_BAND = (100.0, 8000.0)  # Hz: each direction is as loud as the others here, pink
_DESIGN_RATE = 88_200  # minimum phase is found at this rate or above, whatever the file's
_LATEST = 100  # samples: every sound has arrived by then
_QUIETEST = 1e-4
_TAPER = 0.95  # of half the rate: from here to the end the response fades out


@dataclass(frozen=True, eq=False)
class Measured:
    """Impulse responses (directions, 2, TAPS), left ear first; degrees, right positive."""

    azimuth: F64
    elevation: F64
    responses: F64
    rate: int


@lru_cache(maxsize=1)
def read_measured(path: Path) -> Measured:
    """The measurements in slab's file: a pickle, of which only literal values are read.

    Nothing in it is executed: every byte string of the length of a response is one, the last
    long one holds azimuth (counter-clockwise), elevation and distance of each.
    """
    try:
        literals = [
            (code.name, cast(Any, value))
            for code, value, _ in pickletools.genops(bz2.decompress(path.read_bytes()))
        ]
        arrays = [bytes(value) for name, value in literals if name == "BINBYTES"]
        rate = next(round(float(value)) for name, value in literals if name == "BINFLOAT")
        responses = np.stack([np.frombuffer(a, "<f8").reshape(2, TAPS) for a in arrays[:-1]])
        places = np.frombuffer(arrays[-1], "<f8").reshape(len(responses), 3)
    except (OSError, ValueError, IndexError, StopIteration) as error:
        raise AgentError(
            f"the head-related transfer functions in '{path.name}' cannot be read: {error}",
            "fetch them again with `python main.py models fetch kemar`",
        ) from error
    return Measured(-places[:, 0], places[:, 1], responses, rate)


class Head:
    """Filters for both ears at any direction, for sound at ``rate``.

    ``size`` is the length of the transforms that the filters are for; ``lead`` the samples
    by which a filtered sound comes late, so that nothing of it comes early; ``points`` the
    measured directions as vectors.
    """

    def __init__(self, measured: Measured, rate: int) -> None:
        self.rate = rate
        self.size = 1 << (max(64, round(0.03 * rate)) - 1).bit_length()
        self.lead = self.size // 16
        self._hz = np.arange(self.size // 2 + 1) * (rate / self.size)
        arrivals = _arrivals(measured)
        self._delay = arrivals - arrivals.mean(axis=1, keepdims=True)
        self._log = self._log_spectra(measured)
        self._triangulate(unit_vectors(measured.azimuth, measured.elevation))

    def without(self, index: int) -> Head:
        """The same head with one direction unmeasured: how well do the others stand in?"""
        other = copy.copy(self)
        other._delay = np.delete(self._delay, index, axis=0)
        other._log = np.delete(self._log, index, axis=0)
        other._triangulate(np.delete(self.points, index, axis=0))
        return other

    def filters(self, azimuth: ArrayLike, elevation: ArrayLike) -> C64:
        """Spectra for k directions in degrees, shape (k, 2, size // 2 + 1)."""
        nearest, weights = self._weights(azimuth, elevation)
        log = np.einsum("ki,kieb->keb", weights.astype(np.float32), self._log[nearest])
        delay = np.einsum("ki,kie->ke", weights, self._delay[nearest])
        turns = (delay + self.lead / self.rate)[..., None] * self._hz
        log.imag -= (2.0 * np.pi * (turns % 1.0)).astype(np.float32)
        return np.exp(log)

    def _triangulate(self, points: F64) -> None:
        from scipy.spatial import ConvexHull

        self.points = points
        self._triangles = ConvexHull(points).simplices
        self._inverse = np.linalg.inv(points[self._triangles].transpose(0, 2, 1))

    def _weights(self, azimuth: ArrayLike, elevation: ArrayLike) -> tuple[NDArray[np.int64], F64]:
        """The three measured directions around each, and their shares, each (k, 3)."""
        lifted = np.clip(np.atleast_1d(np.asarray(elevation, np.float64)), LOWEST_ELEVATION, 90.0)
        wanted = unit_vectors(np.atleast_1d(np.asarray(azimuth, np.float64)), lifted)
        shares = np.einsum("tij,kj->kti", self._inverse, wanted)
        best = shares.min(axis=2).argmax(axis=1)
        weights = np.maximum(shares[np.arange(len(wanted)), best], 0.0)
        return self._triangles[best], weights / weights.sum(axis=1, keepdims=True)

    def _log_spectra(self, measured: Measured) -> C64:
        """Complex logarithms of equalised minimum-phase spectra, (directions, 2, bins)."""
        hz, flat = equalised(measured)
        flat /= np.sqrt(_loudness(flat, hz, self.rate))[:, None, None]
        above = 1 << max(0, int(np.ceil(np.log2(_DESIGN_RATE / self.rate))))
        wide = np.arange(self.size * above // 2 + 1) * (self.rate / self.size)
        held = np.clip(wide, *_BAND)
        logs = np.empty((*flat.shape[:2], self.size // 2 + 1), np.complex64)
        taper = self._taper()
        for index, pair in enumerate(np.log(np.maximum(flat, _QUIETEST))):
            level = np.stack([np.interp(held, hz, ear) for ear in pair])
            logs[index] = minimum_phase(level)[:, : self.size // 2 + 1] + taper
        return logs

    def _taper(self) -> F64:
        """Log gain that lets the response end smoothly at half the rate, (bins,)."""
        place = (self._hz / (self.rate / 2.0) - _TAPER) / (1.0 - _TAPER)
        gain = 0.5 + 0.5 * np.cos(np.pi * np.clip(place, 0.0, 1.0))
        return np.log(np.maximum(gain, _QUIETEST))


def unit_vectors(azimuth: F64, elevation: F64) -> F64:
    """Directions in degrees as vectors (ahead, right, up), shape (k, 3)."""
    across, up = np.radians(azimuth), np.radians(elevation)
    level = np.cos(up)
    return np.stack([level * np.cos(across), level * np.sin(across), np.sin(up)], axis=1)


def equalised(measured: Measured) -> tuple[F64, F64]:
    """Frequencies in Hz (bins,) and magnitudes (directions, 2, bins) without the common colour."""
    magnitude = np.asarray(np.abs(np.fft.rfft(measured.responses, _FINE, axis=-1)), np.float64)
    common = np.sqrt(_mean_over_sphere(measured, np.square(magnitude)).mean(axis=0))
    hz: F64 = np.arange(_FINE // 2 + 1) * (measured.rate / _FINE)
    flat: F64 = magnitude / np.maximum(common, 1e-9)
    return hz, flat


def _mean_over_sphere(measured: Measured, values: F64) -> F64:
    """Mean of ``values`` (directions, ...) with each direction's share of the sphere."""
    rings, ring, count = np.unique(measured.elevation, return_inverse=True, return_counts=True)
    share = np.maximum(np.cos(np.radians(rings)), 0.02) / count
    weights = share[ring] / share[ring].sum()
    mean: F64 = np.tensordot(weights, values, axes=1)
    return mean


def _loudness(magnitude: F64, hz: F64, rate: int) -> F64:
    """Power of pink noise at both ears on the mean, for each direction, (directions,)."""
    low, high = _LOUDNESS_BAND
    inside = (hz >= low) & (hz <= min(high, rate / 2.0))
    weights = 1.0 / hz[inside]
    power = np.square(magnitude[..., inside]).mean(axis=1) @ weights
    return power / weights.sum()


def minimum_phase(log_magnitude: F64) -> NDArray[np.complex128]:
    """Log magnitude (..., bins) with the phase that goes with it: the Hilbert transform."""
    from scipy import fft

    size = 2 * (log_magnitude.shape[-1] - 1)
    cepstrum = fft.irfft(log_magnitude, size, axis=-1)
    cepstrum[..., 1 : size // 2] *= 2.0
    cepstrum[..., size // 2 + 1 :] = 0.0
    return fft.rfft(cepstrum, axis=-1)


def _arrivals(measured: Measured) -> F64:
    """When the sound arrives at each ear in seconds, (directions, 2).

    The lag at which a response correlates best with its own minimum-phase version.
    """
    from scipy import fft

    hz: F64 = np.arange(_FINE // 2 + 1) * (measured.rate / _FINE)
    low, high = _ARRIVAL_BAND
    inside = (hz > low) & (hz < high)
    spectra = fft.rfft(measured.responses, _FINE, axis=-1)
    phase = minimum_phase(np.log(np.maximum(np.abs(spectra), _QUIETEST)))
    cross = fft.irfft(np.where(inside, spectra * np.conj(np.exp(phase)), 0.0), axis=-1)
    lag = cross[..., : _LATEST - 1].argmax(axis=-1)
    # So far above the band, a parabola through the highest three values finds the peak.
    a, b, c = (np.take_along_axis(cross, (lag + k)[..., None], -1)[..., 0] for k in (-1, 0, 1))
    found: F64 = (lag + 0.5 * (a - c) / (a - 2.0 * b + c)) / measured.rate
    return found
