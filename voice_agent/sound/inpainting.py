"""Fills a gap in a recording so that it sounds as if nothing had been missing.

A short gap is computed from autoregressive models of what lies around it, as far as those
foretell it: a held note for a tenth of a second, noise hardly at all. A longer one gets a piece
from elsewhere in the recording, and only the joins are computed. What lies outside the gap is
never touched.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.autoregression import burg, interpolate, spread
from voice_agent.sound.bridging import Bridge, bridge, weights
from voice_agent.sound.continuation import continue_sound

Samples = NDArray[np.float32]  # shape (frames, channels)
Signal = NDArray[np.float64]

SHORT = 0.1  # seconds; up to that, nearness to the lost samples counts, above it likeness
AROUND = 30.0  # seconds on both sides that a piece may come from

_REACH = 0.6  # seconds on both sides that a short gap is computed from
_SPENT = 0.5  # share of what foretelling gains that may be spent on liveliness
_EDGE = 0.01  # seconds beside a short gap by which its level is judged
_ATTACK = 10.0  # so many times louder after the gap than before it: something begins there
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
    short = end - start <= SHORT * rate
    filled = (_bridged if short else _continued)(known, rate, start, end)
    loudest = max(float(np.abs(known).max()), 1e-9)
    return np.clip(filled, -loudest, loudest).astype(np.float32)


def _bridged(known: Signal, rate: int, start: int, end: int) -> Signal:
    """A short gap, computed."""
    loudest = int(np.argmax(np.sum(known**2, axis=0)))
    reach = round(_REACH * rate)
    low, high = max(0, start - reach), min(len(known), end + reach)
    near, gap = known[low:high], (start - low, end - low)
    trust = weights(near[:, loudest], rate, *gap)
    channels = []
    for channel in near.T:
        made = _enlivened(bridge(channel, rate, *gap, trust))
        channels.append(made * min(1.0, _bound(channel, rate, *gap) / (_rms(made) + 1e-12)))
    return np.stack(channels, axis=1)


def _bound(channel: Signal, rate: int, start: int, end: int) -> float:
    """The level that a short gap may have: that of its louder edge. A model runs in both
    directions of time alike; a sound that only begins after the gap does not."""
    edge = max(1, round(_EDGE * rate))
    before, after = _rms(channel[max(0, start - edge) : start]), _rms(channel[end : end + edge])
    if start > edge and after > _ATTACK * before:
        return before
    return max(before, after)


def _rms(samples: Signal) -> float:
    return float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0


def _enlivened(made: Bridge) -> Signal:
    """What was foretold, with some of what was not.

    Noise cannot be foretold, and any guess at it adds its own power to the error. It gets back
    so much of its level as costs half of what the foretold part has gained.
    """
    deviation = spread(made.filter, made.power, len(made.samples), np.random.default_rng(_SEED))
    sure, unsure = float(np.mean(made.samples**2)), float(np.mean(deviation**2)) + 1e-15
    explained = sure / (sure + unsure)
    level = min(1.0 - explained, math.sqrt(_SPENT * explained * sure / unsure))
    return made.samples + level * deviation


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
