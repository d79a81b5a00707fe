from __future__ import annotations
import numpy as np
from numpy.typing import NDArray

def owners_of(durations: NDArray[np.int64]) -> NDArray[np.int64]:
    """The symbol that each step belongs to, shape (steps,)."""
    return np.repeat(np.arange(len(durations)), durations)


def places_of(durations: NDArray[np.int64]) -> NDArray[np.float32]:
    """Where each step lies in its symbol, shape (steps, 3).

    The fraction of the symbol passed, and the distances from its start and to its end in
    tenths of a second, bent so that long notes stay in range.
    """
    total = int(durations.sum())
    starts = np.repeat(np.cumsum(durations) - durations, durations)
    lengths = np.repeat(durations, durations)
    since = np.arange(total) - starts + 0.5
    until = lengths - since
    return np.stack(
        [since / lengths, np.log1p(since / 4.0), np.log1p(until / 4.0)], axis=1
    ).astype(np.float32)
