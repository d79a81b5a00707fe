"""How long each symbol lasts, in steps of 25 ms, and where the steps of an utterance lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]


def owners_of(durations: NDArray[np.int64]) -> NDArray[np.int64]:
    """The symbol that each step belongs to, shape (steps,)."""
    return np.repeat(np.arange(len(durations)), durations)


def places_of(durations: NDArray[np.int64]) -> F32:
    """Where each step lies in its symbol, shape (steps, 3).

    The fraction of the symbol passed, and the distances from its start and to its end in
    tenths of a second, bent so that long notes stay in range.
    """
    total = int(durations.sum())
    starts = np.repeat(np.cumsum(durations) - durations, durations)
    lengths = np.repeat(durations, durations)
    since = np.arange(total) - starts + 0.5
    until = lengths - since
    return np.stack([since / lengths, np.log1p(since / 4.0), np.log1p(until / 4.0)], axis=1).astype(
        np.float32
    )


def whole_steps(
    durations: NDArray[np.floating[Any]], least: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Durations in whole steps, at least 1 (or ``least``), rounded so that the total is kept.

    What rounding adds to one symbol is taken from the next, so that a whole sentence at
    speed 1.1 is 1.1 times faster although no symbol can be.
    """
    if least is None:
        least = np.ones(len(durations), np.int64)
    ends = np.cumsum(np.maximum(durations, 0.0))
    steps = np.empty(len(durations), np.int64)
    place = 0
    for index, end in enumerate(ends):
        steps[index] = max(int(least[index]), round(float(end)) - place)
        place += int(steps[index])
    return steps


def hastened(
    durations: NDArray[np.floating[Any]], speed: float, least: NDArray[np.int64]
) -> NDArray[np.floating[Any]]:
    """Durations at ``speed``; what cannot be shorter than ``least`` is saved on the others."""
    goal = durations.sum() / speed
    wanted = durations / speed
    for _ in range(4):
        wanted = np.maximum(wanted, least)
        over, spare = wanted.sum() - goal, (wanted - least).sum()
        if over <= 0 or spare <= 0:
            break
        wanted = least + (wanted - least) * max(0.0, 1.0 - over / spare)
    return wanted


def rounded(durations: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    """Each duration by itself in whole steps, at least 1."""
    return np.maximum(1, np.round(durations)).astype(np.int64)
