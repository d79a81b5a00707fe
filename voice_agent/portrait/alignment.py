"""Finds when each phoneme of known words is said: segments of least cost between the words.

Words come with rough times from a recogniser. Each phoneme belongs to a class of sounds with a
typical level, brightness and duration; dynamic programming over segments (as in explicit-
duration hidden Markov models, Levinson 1986) places the boundaries, with silences where nothing
is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.acoustics import STEP, Acoustics
from voice_agent.portrait.visemes import Sound

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """A class of sounds: level in dB under the loud parts, brightness in dB, seconds."""

    level: float
    level_spread: float
    balance: float
    balance_spread: float
    seconds: float
    seconds_spread: float  # of the natural logarithm


# After medians over the assistant's own voice, whose phoneme times are known; durations are
# those of a person who reads.
KINDS = {
    "vowel": Kind(-5.0, 5.0, -24.0, 8.0, 0.095, 0.45),
    "schwa": Kind(-7.0, 5.5, -25.0, 9.0, 0.055, 0.42),
    "glide": Kind(-9.0, 6.0, -29.0, 9.0, 0.060, 0.42),
    "nasal": Kind(-10.0, 6.0, -34.0, 11.0, 0.062, 0.42),
    "voiced stop": Kind(-17.0, 9.0, -20.0, 13.0, 0.055, 0.40),
    "stop": Kind(-26.0, 11.0, -8.0, 13.0, 0.065, 0.42),
    "voiced fricative": Kind(-16.0, 8.0, -17.0, 11.0, 0.050, 0.42),
    "voiced sibilant": Kind(-18.0, 8.0, 10.0, 13.0, 0.080, 0.50),
    "sibilant": Kind(-17.0, 8.0, 17.0, 10.0, 0.095, 0.42),
    "weak fricative": Kind(-25.0, 9.0, 0.0, 11.0, 0.070, 0.45),
    "silence": Kind(-42.0, 9.0, -8.0, 14.0, 0.0, 0.0),
}
_MEMBERS = {
    "vowel": "AIOWYaiuæɐɑɔɛɜɪʊʌeo",
    "schwa": "əᵊᵻɚ",
    "glide": "wjɹrl",
    "nasal": "mnŋ",
    "voiced stop": "bdɡgɾT",
    "stop": "ptkʔx",
    "voiced fricative": "vð",
    "voiced sibilant": "zʒʤʣ",
    "sibilant": "sʃʧʦ",
    "weak fricative": "fθh",
}
KIND_OF = {symbol: name for name, symbols in _MEMBERS.items() for symbol in symbols}

_SLACK = 0.15  # seconds by which a recogniser's word times may be wrong
_LONGEST = 0.5  # seconds of one phoneme
_DURATION_WEIGHT = 2.0


@dataclass(frozen=True)
class SpokenWord:
    """A word with its phonemes; ``start`` and ``end`` as a recogniser believes."""

    phonemes: tuple[str, ...]
    start: float
    end: float


@dataclass(frozen=True)
class _State:
    """One segment of the chain, which must end between two steps."""

    kind: str
    symbol: str  # "" for a silence, which may be left out
    first: int
    last: int


def align(words: Sequence[SpokenWord], heard: Acoustics) -> list[Sound]:
    """Every phoneme of the words with its time, in order, silences left out."""
    words = [word for word in words if word.phonemes]
    if not words or not len(heard.levels):
        return []
    states = _chain(words, len(heard.levels))
    ends = _best_ends(states, _costs(heard))
    sounds: list[Sound] = []
    start = 0
    for state, end in zip(states, ends, strict=True):
        if state.symbol and end > start:
            sounds.append(Sound(state.symbol, start * STEP, end * STEP))
        start = end
    return sounds


def _chain(words: Sequence[SpokenWord], steps: int) -> list[_State]:
    """Silence, word, silence, word, ..., silence; bands never run backwards."""
    slack = round(_SLACK / STEP)
    states: list[_State] = []
    reached = 0
    for word in words:
        start, end = round(word.start / STEP), round(word.end / STEP)
        needed = len(word.phonemes)
        first = max(reached, min(start - slack, steps))
        last = max(first + 2 * needed, end + slack)
        states.append(_State("silence", "", first, max(first, last - needed)))
        for place, symbol in enumerate(word.phonemes):
            kind = KIND_OF.get(symbol, "schwa")
            states.append(_State(kind, symbol, first + place + 1, last - needed + place + 1))
        reached = first + needed
    return [*states, _State("silence", "", reached, max(steps, reached))]


def _costs(heard: Acoustics) -> dict[str, F64]:
    """Running sums over time of how badly each step fits each kind of sound."""
    decibels = 20.0 * np.log10(np.maximum(heard.levels.astype(np.float64), 1e-5))
    decibels = np.maximum(decibels - np.percentile(decibels, 95), -55.0)
    balance = np.clip(heard.balance.astype(np.float64), -45.0, 35.0)
    sums = {}
    for name, kind in KINDS.items():
        level = ((decibels - kind.level) / kind.level_spread) ** 2
        bright = ((balance - kind.balance) / kind.balance_spread) ** 2
        cost = 0.5 * (level + bright) + np.log(kind.level_spread * kind.balance_spread)
        sums[name] = np.concatenate([[0.0], np.cumsum(cost)])
    return sums


def _best_ends(states: Sequence[_State], sums: dict[str, F64]) -> list[int]:
    """The step at which each state ends on the cheapest way through all of them."""
    longest = round(_LONGEST / STEP)
    length = len(sums["silence"]) - 1
    limit = max(length, *(state.last for state in states))
    extended = {name: _extended(total, limit) for name, total in sums.items()}
    offset, cost = 0, np.zeros(1)
    chosen: list[tuple[int, NDArray[np.int64]]] = []
    for state in states:
        total = extended[state.kind]
        ends = np.arange(state.first, state.last + 1)
        if not state.symbol:
            least, came = _running_least(cost - total[offset : offset + len(cost)])
            place = np.clip(ends - offset, -1, len(cost) - 1)
            best = np.where(place >= 0, least[place] + total[ends], np.inf)
            starts = np.where(place >= 0, came[place] + offset, 0)
        else:
            best, starts = _segment(cost, offset, ends, total, KINDS[state.kind], longest)
        if not np.isfinite(best).any():  # a word longer than its place: squeeze it in
            best = np.arange(len(ends), dtype=np.float64) + 1e6
            starts = np.minimum(ends, offset + len(cost) - 1)
        chosen.append((state.first, starts))
        offset, cost = state.first, best
    return _traced(chosen, states, cost, length)


def _segment(
    cost: F64, offset: int, ends: NDArray[np.int64], total: F64, kind: Kind, longest: int
) -> tuple[F64, NDArray[np.int64]]:
    """Cheapest way to end a sound at each of ``ends``, and where it then began."""
    durations = np.arange(1, longest + 1)
    odd = (np.log(durations * STEP / kind.seconds) / kind.seconds_spread) ** 2
    price = 0.5 * _DURATION_WEIGHT * odd
    starts = ends[:, None] - durations[None]
    place = starts - offset
    fits = (place >= 0) & (place < len(cost))
    place = np.where(fits, place, 0)
    every = cost[place] + price - total[np.where(fits, starts, 0)]
    every = np.where(fits, every, np.inf)
    best = every.argmin(axis=1)
    row = np.arange(len(ends))
    return every[row, best] + total[ends], starts[row, best]


def _running_least(values: F64) -> tuple[F64, NDArray[np.int64]]:
    """The least value so far, and where it was."""
    least = np.minimum.accumulate(values)
    new = np.concatenate([[True], values[1:] < least[:-1]])
    return least, np.maximum.accumulate(np.where(new, np.arange(len(values)), 0))


def _extended(total: F64, length: int) -> F64:
    """Running sums that go on past the end of the sound, at a price."""
    missing = length + 1 - len(total)
    if missing <= 0:
        return total
    return np.concatenate([total, total[-1] + 10.0 * np.arange(1, missing + 1)])


def _traced(
    chosen: Sequence[tuple[int, NDArray[np.int64]]],
    states: Sequence[_State],
    cost: F64,
    length: int,
) -> list[int]:
    end = states[-1].first + int(np.argmin(np.where(np.isfinite(cost), cost, 1e300)))
    if states[-1].first <= length <= states[-1].last:
        end = length
    ends = []
    for first, starts in reversed(chosen):
        ends.append(min(end, length))
        end = int(starts[np.clip(end - first, 0, len(starts) - 1)])
    return ends[::-1]
