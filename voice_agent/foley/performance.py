"""One source plays its part: rendered, repeated where it repeats, levelled, set in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from voice_agent.foley import space
from voice_agent.foley.blocks.envelopes import faded, frames
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound
from voice_agent.sound.loudness import k_weighted
from voice_agent.sound.mastering import strength

Check = Callable[[], None]

_PIECE = 30.0  # seconds of a continuous sound rendered at a time: bounds the memory
_SEAM = 1.5  # seconds of cross-fade between pieces
_MOST = 400  # occurrences in a scene


@dataclass(frozen=True, eq=False)
class Part:
    """What one source sounds like in the scene: stereo, unit strength, and when it sounds.

    ``events``: (start, end) in seconds from the start of the part.
    """

    samples: Samples  # (frames, 2)
    events: tuple[tuple[float, float], ...]


def perform(
    sound: Sound,
    rng: Random,
    seconds: float,
    manner: Manner,
    *,
    count: int | None = None,
    far: float = 1.0,
    side: float = 0.0,
    check: Check = lambda: None,
) -> Part:
    """The part of ``sound`` that lasts ``seconds``, or ``count`` occurrences that fit into it."""
    if sound.course is Course.ONCE:
        return _occurrences(sound, rng, seconds, manner, count, far, side, check)
    if sound.course is Course.REPEATING:
        manner = Manner(manner.intensity, manner.speed, manner.size, count)
        mono = np.asarray(sound.render(rng, seconds, manner), dtype=np.float64)
        mono = _coloured(sound, mono, far)[: frames(seconds)]
        mono = faded(mono, 0.002, 0.02) / _steady_level(mono)
        made = space.spread(mono, side)
        return Part(made, ((0.0, len(made) / RATE),))
    left = _continued(sound, rng, seconds, manner, check)
    left = _coloured(sound, left, far)
    if sound.wide and far < 3.0:
        right = _coloured(sound, _continued(sound, rng, seconds, manner, check), far)
        made = space.surrounding(left / _steady_level(left), right / _steady_level(right))
    else:
        made = space.spread(left / _steady_level(left), side)
    return Part(made, ((0.0, len(made) / RATE),))


def _occurrences(
    sound: Sound,
    rng: Random,
    seconds: float,
    manner: Manner,
    count: int | None,
    far: float,
    side: float,
    check: Check,
) -> Part:
    """One after the other with the sound's own gaps; each a new rendering of the same source."""
    made = np.zeros((frames(seconds), 2))
    events: list[tuple[float, float]] = []
    gap = sound.gap or (0.6, 1.6)
    wanted = count or (_MOST if sound.gap else 1)
    start = 0.0
    loudest = None
    while len(events) < wanted and start < seconds - 0.05:
        check()
        low, high = sound.natural
        if events and not count and seconds - start < 0.7 * low:
            break  # there is no time for a whole one
        length = min(rng.uniform(low, high), max(seconds - start, 0.1))
        mono = np.asarray(sound.render(rng, length, manner), dtype=np.float64)
        mono = _coloured(sound, faded(mono, 0.001, 0.015), far)
        loudest = loudest or 10.0 ** (strength(mono) / 20.0)
        first = frames(start) - 1
        room = len(made) - first
        if len(mono) > room:
            mono = faded(mono[:room], 0.0, 0.25)
        placed = space.spread(mono / loudest, _course_of_side(sound, len(mono), side))
        made[first : first + len(mono)] += placed
        events.append((start, min(seconds, start + _audible(mono))))
        fit = 1.0
        if count and sound.gap:  # so that all of them fit
            left = seconds - start - len(mono) / RATE * (wanted - len(events) + 1)
            fit = min(1.0, max(0.05, left / max(1, wanted - len(events)) / np.mean(gap)))
        start += len(mono) / RATE + rng.uniform(*gap) * fit / manner.speed
    return Part(made, tuple(events))


def _course_of_side(sound: Sound, length: int, side: float) -> Samples | float:
    if not sound.passing:
        return side
    along = np.linspace(-1.0, 1.0, length) * (1.0 if side >= 0 else -1.0)
    return along * 3.0 / np.sqrt(1.0 + (along * 3.0) ** 2)


def _continued(sound: Sound, rng: Random, seconds: float, manner: Manner, check: Check) -> Samples:
    """A continuous sound of any length, in cross-faded pieces of the same source."""
    length = frames(seconds)
    if seconds <= _PIECE + _SEAM:
        return np.asarray(sound.render(rng, seconds, manner), dtype=np.float64)[:length]
    made = np.zeros(length)
    seam = frames(_SEAM)
    ramp = np.sin(np.linspace(0.0, np.pi / 2.0, seam))
    start = 0
    while start < length:
        check()
        piece = np.asarray(sound.render(rng, _PIECE + _SEAM, manner), dtype=np.float64)
        if start:
            piece[:seam] *= ramp
        if start + len(piece) < length:
            piece[-seam:] *= ramp[::-1]
        piece = piece[: length - start]
        made[start : start + len(piece)] += piece
        start += len(piece) - seam if start + len(piece) < length else length
    return made


def _coloured(sound: Sound, samples: Samples, far: float) -> Samples:
    usual = 3.0 if not sound.outdoors else 10.0
    return space.distant(samples, usual * far, usual) if far > 1.0 else samples


def _steady_level(samples: Samples) -> float:
    """The level of what goes on: the mean power where it sounds, as the ear weighs it."""
    weighted = k_weighted(samples, RATE)
    size = min(len(weighted), round(0.4 * RATE))
    usable = weighted[: len(weighted) // size * size].reshape(-1, size)
    power = np.mean(usable**2, axis=1)
    loud = power[power > 0.1 * power.mean()] if power.any() else power
    return float(np.sqrt(max(float(loud.mean()), 1e-12)))


def _audible(samples: Samples) -> float:
    """Seconds until it has died away (40 dB below its loudest moment)."""
    size = max(1, len(samples) // 400)
    peaks = np.abs(samples[: len(samples) // size * size]).reshape(-1, size).max(axis=1)
    heard = np.flatnonzero(peaks > 0.01 * peaks.max())
    return float((heard[-1] + 1) * size / RATE) if len(heard) else 0.0
