"""Shapes of the mouth over time: gestures that overlap and blend, closures that close.

Cohen and Massaro (1993): every sound pulls each quantity towards its own target with a
dominance that decays with distance in time, and what is seen is the weighted mean. Lips that
must meet (p, b, m) or touch the teeth (f, v) do so for at least one frame, whatever the others
want.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.visemes import (
    BILABIAL,
    LABIODENTAL,
    PAUSE,
    QUANTITIES,
    VOWELS,
    Sound,
    gestures,
)

F32 = NDArray[np.float32]
Floats = NDArray[np.floating[Any]]

_REACH = 0.40  # seconds beyond which a sound is not felt
_REST = 0.03  # dominance of the mouth at rest, which wins soon after the last sound
_DECAY = 28.0  # per second, at which dominance falls outside of a sound
_RAMP = 0.055  # seconds in which lips close or part
_HUSH = 0.10  # seconds without sound that a closed stop may last
_HEARD = 0.06  # of the loudness of the voice, below which nothing is heard
_SLUGGISH = 0.6  # frames, standard deviation: flesh follows no faster
_SOFTEST = 0.55  # of its opening has a vowel that is said softly
_ENERGY_SMOOTHING = 0.050  # seconds, standard deviation


@dataclass(frozen=True, eq=False)
class MouthTrack:
    """Quantities of ``visemes`` for each frame, each an array of shape (frames,)."""

    gap: F32
    jaw: F32
    width: F32
    tuck: F32
    tongue: F32
    press: F32  # lips pressed together, 0 to 1


def articulate(sounds: Sequence[Sound], frames: int, fps: float, energy: F32) -> MouthTrack:
    """The mouth for each of ``frames`` pictures; picture k shows the time ``(k + 0.5) / fps``.

    ``energy`` is the loudness at each picture from 0 to 1 (see ``loudness``): louder vowels
    open the mouth wider.
    """
    times = (np.arange(frames) + 0.5) / fps
    blended = np.stack([smoothed(row, _SLUGGISH) for row in _blend(sounds, times)])
    volume = _SOFTEST + (1.0 - _SOFTEST) * 1.25 * energy
    blended[:2] *= volume
    blended *= _audible(energy, fps)
    closed = _contact(sounds, times, fps, BILABIAL)
    tucked = _contact(sounds, times, fps, LABIODENTAL)
    gap, jaw, width, tuck, tongue = (row.astype(np.float32) for row in blended)
    gap = gap * (1.0 - tucked) + tucked * 0.20
    tuck = np.maximum(tuck * 0.5, tucked)
    gap, tuck = gap * (1.0 - closed), tuck * (1.0 - closed)
    jaw = np.minimum(jaw, 0.12 + jaw * (1.0 - 0.7 * np.maximum(closed, tucked)))
    return MouthTrack(gap, jaw, width, tuck, tongue * (1.0 - closed), closed)


def flap(frames: int, energy: F32) -> MouthTrack:
    """A mouth that only opens with the loudness: for what is no speech, and to compare with."""
    still = np.zeros(frames, np.float32)
    gap = (0.85 * energy).astype(np.float32)
    return MouthTrack(gap, 0.9 * gap, 0.1 * gap, still, still, still)


def loudness(levels: F32, step: float, frames: int, fps: float) -> F32:
    """Loudness of each picture from 0 (pause) to 1 (as loud as this voice gets).

    ``levels`` are root mean squares every ``step`` seconds, the first for the time
    ``step / 2``.
    """
    if not len(levels) or levels.max() < 1e-5:
        return np.zeros(frames, np.float32)
    smooth = smoothed(levels.astype(np.float64), _ENERGY_SMOOTHING / step)
    decibels = 20.0 * np.log10(np.maximum(smooth, 1e-6))
    loud = float(np.percentile(decibels, 96))
    quiet = max(float(np.percentile(decibels, 5)) + 4.0, loud - 32.0)
    share = np.clip((decibels - quiet) / max(loud - quiet, 6.0), 0.0, 1.0)
    times = (np.arange(frames) + 0.5) / fps
    here = (np.arange(len(levels)) + 0.5) * step
    return np.interp(times, here, share**1.5).astype(np.float32)


def smoothed(values: NDArray[np.floating], deviation: float) -> NDArray[np.float64]:
    """Convolved with a Gaussian of ``deviation`` samples; the ends are continued."""
    reach = max(1, int(np.ceil(3.0 * deviation)))
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(deviation, 1e-6)) ** 2)
    padded = np.pad(np.asarray(values, np.float64), reach, mode="edge")
    return np.convolve(padded, bell / bell.sum(), mode="valid")


def _blend(sounds: Sequence[Sound], times: Floats) -> NDArray[np.float64]:
    """Means of the targets weighted by dominance, shape (quantities, frames)."""
    weights = np.full((len(QUANTITIES), len(times)), _REST)
    pulled = np.zeros_like(weights)
    for sound in sounds:
        for shape, start, end in gestures(sound):
            first, last = np.searchsorted(times, [start - _REACH, end + _REACH])
            if first == last:
                continue
            near = times[first:last]
            outside = np.maximum(np.maximum(start - near, near - end), 0.0)
            middle = (start + end) / 2
            inside = 1.0 - 0.25 * np.minimum(np.abs(near - middle) / max(end - start, 0.02), 1.0)
            lasting = min(1.0, 0.45 + (end - start) / 0.16)  # a short vowel is reached less
            dominance = inside * np.exp(-_DECAY * outside) * lasting
            for row, (target, firm) in enumerate(zip(shape.targets, shape.firmness, strict=True)):
                weights[row, first:last] += firm * dominance
                pulled[row, first:last] += firm * dominance * target
    return pulled / weights


def _audible(energy: F32, fps: float) -> Floats:
    """1 but for where nothing has been heard for a while: a last vowel that was written down
    as lasting to the end of the sound does not keep the mouth open."""
    reach = max(1, round(_HUSH * fps))
    padded = np.pad(energy.astype(np.float64), reach)
    held = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(axis=1)
    share = np.clip(held / _HEARD, 0.0, 1.0)
    return smoothed(share * share * (3.0 - 2.0 * share), 0.8)


def _contact(sounds: Sequence[Sound], times: Floats, fps: float, symbols: frozenset[str]) -> F32:
    """1 while the lips must touch, at least one picture long, with smooth ramps around."""
    contact = np.zeros(len(times), np.float32)
    for index, sound in enumerate(sounds):
        if sound.symbol not in symbols:
            continue
        half = max(0.5 / fps, 0.38 * (sound.end - sound.start))
        middle = sound.middle
        close = _ramp(middle - half - _middle_of_vowel(sounds, index - 1, -np.inf))
        part = _ramp(_middle_of_vowel(sounds, index + 1, np.inf) - middle - half)
        first, last = np.searchsorted(times, [middle - half - close, middle + half + part])
        since = times[first:last] - middle
        beyond = np.maximum(np.abs(since) - half - 1e-9, 0.0) / np.where(since < 0.0, close, part)
        ramp = 0.5 + 0.5 * np.cos(np.pi * np.clip(beyond, 0.0, 1.0))
        contact[first:last] = np.maximum(contact[first:last], ramp)
    return contact


def _ramp(room: float) -> float:
    """Seconds in which lips close or part: faster where a vowel's middle is near."""
    return float(np.clip(0.8 * room, 0.015, _RAMP))


def _middle_of_vowel(sounds: Sequence[Sound], index: int, otherwise: float) -> float:
    if 0 <= index < len(sounds) and sounds[index].symbol in VOWELS:
        return sounds[index].middle
    return otherwise


def pauses(
    sounds: Sequence[Sound], seconds: float, least: float = 0.25
) -> list[tuple[float, float]]:
    """Where nothing is said for ``least`` seconds or more."""
    spoken = [sound for sound in sounds if sound.symbol != PAUSE]
    edges = [0.0, *(t for s in spoken for t in (s.start, s.end)), seconds]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= least]
