"""How right events in time are: scores as in Mesaros, Heittola and Virtanen 2016,
"Metrics for polyphonic sound event detection"; and average precision over recordings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEGMENT = 1.0  # seconds
COLLAR = 0.2  # seconds that an onset may be off
LENGTH = 0.2  # share of the event's length that its end may be off, if that is more


@dataclass(frozen=True)
class Span:
    """An event: what, and from when to when in seconds."""

    label: str
    start: float
    end: float


@dataclass(frozen=True)
class Counts:
    """True positives, found ones, and those that there are; sums over recordings are micro
    averages."""

    hits: int = 0
    found: int = 0
    there: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.found + other.found, self.there + other.there)

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.found)

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, self.found + self.there)


def by_segment(truth: Sequence[Span], found: Sequence[Span], seconds: float) -> Counts:
    """Whether each label is active in each second: any part of a second makes it active."""
    there, marked = _segments(truth, seconds), _segments(found, seconds)
    return Counts(len(there & marked), len(marked), len(there))


def by_event(truth: Sequence[Span], found: Sequence[Span], *, ends: bool = False) -> Counts:
    """Events whose onset is within 200 ms, and with ``ends`` whose end is within 200 ms or a
    fifth of the event's length. Each counts once: the largest matching of both is taken."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    if not truth or not found:
        return Counts(0, len(found), len(truth))
    fits = np.array([[_fits(wanted, given, ends) for given in found] for wanted in truth])
    pairs = maximum_bipartite_matching(csr_array(fits.astype(np.int8)), perm_type="column")
    return Counts(int((pairs >= 0).sum()), len(found), len(truth))


def average_precision(scores: NDArray[np.floating], truth: NDArray[np.bool_]) -> float:
    """Area under precision over recall for one class, in steps: the mean over what is there of
    the precision at its rank. Shapes (recordings,). Equal scores share the worst rank of them.

    AudioSet's mAP is its mean over classes. Raises ValueError where the class is nowhere.
    """
    if not truth.any():
        raise ValueError("no recording has this class")
    precisions = [
        (truth & (scores >= score)).sum() / (scores >= score).sum() for score in scores[truth]
    ]
    return float(np.mean(precisions))


def _segments(events: Sequence[Span], seconds: float) -> set[tuple[str, int]]:
    last = int(np.ceil(seconds / SEGMENT))
    return {
        (event.label, place)
        for event in events
        for place in range(int(event.start / SEGMENT), min(last, int(np.ceil(event.end / SEGMENT))))
    }


def _fits(wanted: Span, given: Span, ends: bool) -> bool:
    if wanted.label != given.label or abs(wanted.start - given.start) > COLLAR:
        return False
    allowed = max(COLLAR, LENGTH * (wanted.end - wanted.start))
    return not ends or abs(wanted.end - given.end) <= allowed
