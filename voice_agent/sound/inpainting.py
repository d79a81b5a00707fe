"""Fills a gap in a recording so that it sounds as if nothing had been missing.

A short gap is computed from an autoregressive model of what lies around it, as far as that
model foretells it: a held note for a tenth of a second, noise hardly at all. Everything else
gets a piece from elsewhere in the recording, and only the joins are computed. What lies
outside the gap is never touched.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.autoregression import burg, interpolate, spread
from voice_agent.sound.continuation import continue_sound

Samples = NDArray[np.float32]  # shape (frames, channels)
Signal = NDArray[np.float64]

SHORT = 0.1  # seconds; no model foretells more
AROUND = 30.0  # seconds on both sides that a piece may come from

_TINY = 0.03  # seconds; too short a gap for a piece
_FORETOLD = 0.4  # share of the power that a model must explain, in gaps longer than that
_CELLS = 5_000_000  # of the equations; keeps memory below 100 MB at 192 kHz
_ORDER, _REACH = 1024, 6144  # of the model, and the samples on each side that it is made of
_JOIN = 0.01  # seconds
_JOIN_ORDER = 96
_SEED = 11


def fill(samples: Samples, rate: int, start: int, end: int) -> Samples:
    """What is to stand from ``start`` to ``end``, shape (end - start, channels).

    ``samples`` is the recording around the gap; what it holds inside it is not looked at.
    Silent surroundings give silence. The same input gives the same output.
    """
    if not 0 <= start < end <= len(samples):
        raise ValueError(f"a gap from {start} to {end} in {len(samples)} samples")
    known = samples.astype(np.float64)
    known[start:end] = 0.0
    if not known.any():
        return np.zeros_like(samples[start:end])
    filled = None
    if end - start <= SHORT * rate:
        filled = _bridged(known, rate, start, end)
    if filled is None:
        filled = _continued(known, rate, start, end)
    loudest = max(float(np.abs(known).max()), 1e-9)
    return np.clip(filled, -loudest, loudest).astype(np.float32)


def _bridged(known: Signal, rate: int, start: int, end: int) -> Signal | None:
    """A short gap, computed; None where the surroundings do not foretell it."""
    low, high = max(0, start - _REACH), min(len(known), end + _REACH)
    bridges = [_bridge(channel[low:high], start - low, end - low) for channel in known.T]
    power = sum(explained * level for _, explained, level in bridges)
    foretold = power / max(sum(level for _, _, level in bridges), 1e-12)
    if end - start > _TINY * rate and foretold < _FORETOLD:
        return None
    return np.stack([filled for filled, _, _ in bridges], axis=1)


def _bridge(near: Signal, start: int, end: int) -> tuple[Signal, float, float]:
    """The samples, the share of their power that the model explains, and that power."""
    count, beside = end - start, len(near) - end + start
    if not near.any():
        return np.zeros(count), 1.0, 0.0
    order = min(_ORDER, beside // 3, _CELLS // count)
    found, model, power = interpolate(near, start, end, order=order)
    power *= (beside + order) / (beside - order)  # fitted to these very samples (Akaike 1969)
    deviation = spread(model, power, count, np.random.default_rng(_SEED))
    sure, unsure = float(np.mean(found**2)), float(np.mean(deviation**2)) + 1e-15
    explained = sure / (sure + unsure)
    # Noise cannot be foretold. It gets back as much of its level as keeps the error below
    # that of a silent gap; what is foretold needs none.
    trust = math.sqrt(explained)
    level = min(1.0 - explained, math.sqrt(0.8 * explained * sure / unsure))
    return trust * found + level * deviation, explained, sure + unsure


def _continued(known: Signal, rate: int, start: int, end: int) -> Signal:
    """A long gap: a piece from elsewhere, and computed joins."""
    piece = continue_sound(known, rate, start, end)
    if piece is None:
        return np.stack([_textured(c, start, end) for c in known.T], axis=1)
    done = known.copy()
    done[start:end] = piece
    join = min(round(_JOIN * rate), (end - start) // 4)
    for first, last, wanted in ((start, start + join, start > 0),
                                (end - join, end, end < len(known))):  # fmt: skip
        if wanted:
            for channel in range(done.shape[1]):
                done[first:last, channel] = _join(done[:, channel], first, last)
    return done[start:end]


def _join(channel: Signal, first: int, last: int) -> Signal:
    """A few milliseconds between two sounds, as lively as both."""
    reach = 12 * _JOIN_ORDER
    low, high = max(0, first - reach), min(len(channel), last + reach)
    near = channel[low:high]
    if not near.any():
        return np.zeros(last - first)
    found, model, power = interpolate(near, first - low, last - low, order=_JOIN_ORDER)
    return found + spread(model, power, last - first, np.random.default_rng(_SEED))


def _textured(channel: Signal, start: int, end: int) -> Signal:
    """Where there is nothing to take a piece from: noise of the surroundings' colour."""
    from scipy.signal import lfilter

    reach = 16 * _JOIN_ORDER
    near = [channel[max(0, start - reach) : start], channel[end : end + reach]]
    model, power = burg(near, _JOIN_ORDER)
    white = np.random.default_rng(_SEED).standard_normal(end - start + reach) * math.sqrt(power)
    noise: Signal = lfilter([1.0], model, white)[reach:]
    return noise
