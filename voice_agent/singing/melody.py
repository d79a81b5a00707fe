"""The F0 of singing: notes joined by portamento, vibrato on what is held, a little life.

note   ────────╮              ╭──∿∿∿∿──
               ╰──────∿∿∿∿────╯
             glides end as the vowel begins
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]
    F64 = NDArray[np.float64]

FRAME = 0.0125  # seconds for each value of a contour
GLIDE_BEFORE, GLIDE_AFTER = 0.07, 0.02  # seconds around the start of a new syllable's note
SLUR = 0.045  # seconds on both sides of a change of note within a syllable
VIBRATO_DELAY, VIBRATO_RISE = 0.2, 0.3  # seconds
VIBRATO_HZ, VIBRATO_CENTS = 5.6, 22.0
VIBRATED = 0.45  # seconds: shorter notes stay straight
SCOOP_CENTS, SCOOP_SECONDS = 70.0, 0.09  # how far below the first note a phrase sets in
DRIFT_CENTS = 3.0


@dataclass(frozen=True)
class Pitch:
    """One note of a phrase; ``slurred`` when it goes on with the syllable before."""

    midi: float
    start: float
    end: float
    slurred: bool = False


def hertz(midi: F64) -> F64:
    return np.asarray(440.0 * 2.0 ** ((midi - 69.0) / 12.0))


def contour(pitches: Sequence[Pitch], start: float, frames: int, seed: int = 0) -> F32:
    """F0 in Hz every 12.5 ms from ``start``, shape (frames,).

    ``pitches`` follow one another without gaps, in seconds on the clock of ``start``.
    """
    times: F64 = np.asarray(start + (np.arange(frames) + 0.5) * FRAME, np.float64)
    curve = np.full(frames, float(pitches[0].midi))
    for before, after in pairwise(pitches):
        begin, end = _glide(before, after)
        passed = np.clip((times - begin) / max(end - begin, 1e-3), 0.0, 1.0)
        curve += (after.midi - before.midi) * (0.5 - 0.5 * np.cos(np.pi * passed))
    cents = _scoop(times, pitches[0].start) + _drift(frames, seed)
    for number, pitch in enumerate(pitches):
        cents += _vibrato(times, pitch, seed + number)
    return hertz(curve + cents / 100.0).astype(np.float32)


def _glide(before: Pitch, after: Pitch) -> tuple[float, float]:
    """When the pitch moves; never for more than a third of either note."""
    change = after.start
    room_before, room_after = (before.end - before.start) / 3.0, (after.end - after.start) / 3.0
    if after.slurred:
        return change - min(SLUR, room_before), change + min(SLUR, room_after)
    return change - min(GLIDE_BEFORE, room_before), change + min(GLIDE_AFTER, room_after)


def _scoop(times: F64, onset: float) -> F64:
    """Cents below the first note just before and at its beginning."""
    return -SCOOP_CENTS * (1.0 - _smooth((times - (onset - 0.04)) / SCOOP_SECONDS))


def _vibrato(times: F64, pitch: Pitch, seed: int) -> F64:
    if pitch.end - pitch.start < VIBRATED:
        return np.zeros(len(times))
    since, left = times - pitch.start, pitch.end - times
    depth = _smooth((since - VIBRATO_DELAY) / VIBRATO_RISE) * _smooth(left / 0.12)
    rate = VIBRATO_HZ * (1.0 + 0.03 * np.random.default_rng(seed).uniform(-1.0, 1.0))
    swing = np.sin(2.0 * np.pi * rate * np.maximum(since - VIBRATO_DELAY, 0.0))
    return np.asarray(VIBRATO_CENTS * depth * swing)


def _drift(frames: int, seed: int) -> F64:
    """Slow wavering in cents, as no singer holds a note like a machine."""
    rng = np.random.default_rng(seed)
    knots = rng.uniform(-DRIFT_CENTS, DRIFT_CENTS, frames // 16 + 2)
    return np.interp(np.arange(frames) / 16.0, np.arange(len(knots)), knots)


def _smooth(passed: F64) -> F64:
    """From 0 to 1 without a corner, as ``passed`` goes from 0 to 1."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(passed, 0.0, 1.0)))
