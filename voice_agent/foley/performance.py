"""One source plays its part: rendered, repeated where it repeats, levelled, set in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from voice_agent.foley import space
from voice_agent.foley.blocks.envelopes import fade, faded, frames
from voice_agent.foley.sound import RATE, Course, Manner, Random, Samples, Sound
from voice_agent.sound.loudness import weighted_power
from voice_agent.sound.mastering import strength

Check = Callable[[], None]
Colour = Callable[[Samples], Samples]  # what the way to the listener does to a sound

_PIECE = 30.0  # seconds of a continuous sound rendered at a time: bounds the memory
_SEAM = 1.5  # seconds of cross-fade between pieces
_BLOCK = 10 * RATE  # samples that are set in place at a time
_MOST = 400  # occurrences in a scene
_EACH = 0.6  # seconds of one step or knock, at most
_ACROSS = 0.35  # share of each side of a wide sound on the other, so that it holds together


@dataclass(frozen=True, eq=False)
class Piece:
    """Some of what one source sounds like in the scene: stereo at unit strength.

    ``first``: sample of the part at which it begins; ``event``: (start, end) in seconds of what
    begins with it, from the start of the part, or None where it goes on.
    """

    first: int
    samples: Samples  # (frames, 2)
    event: tuple[float, float] | None


def perform(
    sound: Sound,
    rng: Random,
    seconds: float,
    manner: Manner,
    *,
    count: int | None = None,
    far: float = 1.0,
    behind: str = "",
    side: float = 0.0,
    ends: float = 0.0,
    check: Check = lambda: None,
) -> Iterator[Piece]:
    """The part of ``sound`` that lasts ``seconds``, or ``count`` occurrences that fit into it.

    ``behind``: a key of ``space.BARRIERS``, or empty. ``ends``: seconds in which what goes on fades
    in and out. It comes in pieces, so that minutes of it need little more memory than its mono
    sound; they may lie over each other.
    """
    colour = partial(_coloured, sound, far, behind)
    around = sound.wide and far < 3.0 and not space.is_indoors(behind)
    if sound.course is Course.ONCE:
        yield from _occurrences(sound, rng, seconds, manner, count, colour, side, check)
    elif sound.course is Course.CONTINUOUS and around:
        for near, other in ((0, 1), (1, 0)):
            mono = _continued(sound, rng, seconds, manner, colour, check)
            fade(mono, ends, ends)
            mono /= _steady_level(mono) * (1.0 + _ACROSS**2) ** 0.5
            yield from _cut(mono, lambda part: _leaning(part, near, other), near == 0)  # noqa: B023
    else:
        whole = _continued if sound.course is Course.CONTINUOUS else _repeated
        haste = max(1.0, _EACH * (count or 0) / seconds)  # so that all of them fit
        manner = Manner(manner.intensity, manner.speed * haste, manner.size, count)
        mono = whole(sound, rng, seconds, manner, colour, check)
        mono /= _steady_level(mono)
        fade(mono, ends, ends)
        yield from _cut(mono, lambda part: space.spread(part, side))


def _leaning(mono: Samples, near: int, other: int) -> Samples:
    """One side of a wide sound, heard a little on the other."""
    made = np.empty((len(mono), 2), mono.dtype)
    made[:, near] = mono
    made[:, other] = _ACROSS * mono
    return made


def _cut(mono: Samples, spread: Callable[[Samples], Samples], anew: bool = True) -> Iterator[Piece]:
    """Stereo of a few seconds at a time; ``spread`` may look back by the way to the far ear."""
    for start in range(0, len(mono), _BLOCK):
        back = min(start, frames(0.001))
        made = spread(mono[start - back : start + _BLOCK])[back:]
        yield Piece(start, made, (0.0, len(mono) / RATE) if anew and not start else None)


def _occurrences(
    sound: Sound,
    rng: Random,
    seconds: float,
    manner: Manner,
    count: int | None,
    colour: Colour,
    side: float,
    check: Check,
) -> Iterator[Piece]:
    """One after the other with the sound's own gaps; each a new rendering of the same source."""
    whole = frames(seconds)
    gap = sound.gap or (0.6, 1.6)
    wanted = count or (_MOST if sound.gap else 1)
    start, made = 0.0, 0
    loudest = None
    while made < wanted and start < seconds - 0.05:
        check()
        low, high = sound.natural
        if made and not count and seconds - start < 0.7 * low:
            break  # there is no time for a whole one
        length = min(rng.uniform(low, high), max(seconds - start, 0.1))
        mono = np.asarray(sound.render(rng, length, manner), dtype=np.float64)
        mono = faded(colour(mono), 0.001, 0.015)
        loudest = loudest or 10.0 ** (strength(mono) / 20.0)
        first = frames(start) - 1
        if len(mono) > whole - first:
            mono = faded(mono[: whole - first], 0.0, 0.25)
        placed = space.spread(mono / loudest, _course_of_side(sound, len(mono), side))
        yield Piece(first, placed, (start, min(seconds, start + _audible(mono))))
        made += 1
        fit = 1.0
        if count and sound.gap:  # so that all of them fit
            left = seconds - start - len(mono) / RATE * (wanted - made + 1)
            fit = min(1.0, max(0.05, left / max(1, wanted - made) / np.mean(gap)))
        step = len(mono) / RATE + rng.uniform(*gap) * fit / manner.speed
        if count and made < count:  # where they do not fit one after the other, they overlap
            left = seconds - start
            step = min(step, (left - min(length, left / 3)) / (count - made))
        start += step


def _course_of_side(sound: Sound, length: int, side: float) -> Samples | float:
    if not sound.passing:
        return side
    along = np.linspace(-1.0, 1.0, length) * (1.0 if side >= 0 else -1.0)
    return along * 3.0 / np.sqrt(1.0 + (along * 3.0) ** 2)


def _continued(
    sound: Sound, rng: Random, seconds: float, manner: Manner, colour: Colour, check: Check
) -> Samples:
    """A continuous sound of any length, in cross-faded pieces of the same source."""
    length = frames(seconds)
    made = np.zeros(length, np.float32)
    if seconds <= _PIECE + _SEAM:
        mono = np.asarray(sound.render(rng, seconds, manner), dtype=np.float64)
        mono = colour(mono[:length])
        made[: len(mono)] = mono
        return made
    seam = frames(_SEAM)
    ramp = np.sin(np.linspace(0.0, np.pi / 2.0, seam))
    start = 0
    while start < length:
        check()
        piece = np.asarray(sound.render(rng, _PIECE + _SEAM, manner), dtype=np.float64)
        piece = colour(piece)
        if start:
            piece[:seam] *= ramp
        if start + len(piece) < length:
            piece[-seam:] *= ramp[::-1]
        piece = piece[: length - start]
        made[start : start + len(piece)] += piece
        start += len(piece) - seam if start + len(piece) < length else length
    return made


def _repeated(
    sound: Sound, rng: Random, seconds: float, manner: Manner, colour: Colour, check: Check
) -> Samples:
    """A train of occurrences of any length: after half a minute another rendering takes over,
    whose first occurrence comes where the last one was to be."""
    if seconds <= _PIECE + _SEAM or manner.count is not None:
        mono = np.asarray(sound.render(rng, seconds, manner), dtype=np.float64)
        return faded(colour(mono)[: frames(seconds)], 0.002, 0.02)
    made = np.zeros(frames(seconds), np.float32)
    place = 0
    while place < len(made):
        check()
        mono = np.asarray(sound.render(rng, _PIECE, manner), dtype=np.float64)
        mono = faded(colour(mono), 0.002, 0.02)
        first, last = _beats(mono)
        start = max(0, place - first) if place else 0
        ended = len(made) - start <= last
        mono = mono[: len(made) - start] if ended else faded(mono[:last], 0.0, 0.003)
        made[start : start + len(mono)] += mono
        place = len(made) if ended else start + last
    return made


def _beats(mono: Samples) -> tuple[int, int]:
    """The samples at which the first and the last strong occurrence begin."""
    size = frames(0.005)
    level = np.abs(mono[: len(mono) // size * size]).reshape(-1, size).max(axis=1)
    loudest = np.sort(level)[-max(1, len(level) // 100) :].mean()
    strong = np.flatnonzero(level > 0.25 * loudest)
    lone = np.flatnonzero(np.diff(strong, prepend=-1_000) > 0.15 * RATE / size)
    return int(strong[0] * size), int(strong[lone[-1]] * size)


def _coloured(sound: Sound, far: float, behind: str, samples: Samples) -> Samples:
    usual = 3.0 if not sound.outdoors else 10.0
    heard = space.distant(samples, usual * far, usual) if far > 1.0 else samples
    return space.behind(heard, behind) if behind else heard


def _steady_level(samples: Samples) -> float:
    """The level of what goes on: the mean power where it sounds, as the ear weighs it."""
    weighted = weighted_power(samples, RATE)
    size = min(len(weighted), round(0.4 * RATE))
    usable = weighted[: len(weighted) // size * size].reshape(-1, size)
    power = np.add.reduce(usable, axis=1, dtype=np.float64) / size
    loud = power[power > 0.1 * power.mean()] if power.any() else power
    return float(np.sqrt(max(float(loud.mean()), 1e-12)))


def _audible(samples: Samples) -> float:
    """Seconds until it has died away (40 dB below its loudest moment)."""
    size = max(1, len(samples) // 400)
    peaks = np.abs(samples[: len(samples) // size * size]).reshape(-1, size).max(axis=1)
    heard = np.flatnonzero(peaks > 0.01 * peaks.max())
    return float((heard[-1] + 1) * size / RATE) if len(heard) else 0.0
