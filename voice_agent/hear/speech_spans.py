"""Where in a recording somebody speaks, and how to cut it for a recogniser."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Span:
    """Seconds from ``start`` to ``end``; ``voiced`` of them are speech."""

    start: float
    end: float
    voiced: float


def find_spans(
    probabilities: NDArray[np.float32],
    window: float,
    *,
    threshold: float = 0.5,
    gap: float = 0.5,
    minimum: float = 0.1,
) -> list[Span]:
    """Spans of speech from one probability per ``window`` seconds.

    Hysteresis of 0.15; silences shorter than ``gap`` stay inside a span; spans with less
    than ``minimum`` seconds of speech are dropped.
    """
    spans: list[Span] = []
    start, last, voiced = -1, -1, 0
    for index, probability in enumerate(probabilities):
        active = start >= 0 and last == index - 1
        if probability >= (threshold - 0.15 if active else threshold):
            if start >= 0 and (index - last - 1) * window >= gap:
                spans.append(Span(start * window, (last + 1) * window, voiced * window))
                start, voiced = -1, 0
            start = index if start < 0 else start
            last, voiced = index, voiced + 1
    if start >= 0:
        spans.append(Span(start * window, (last + 1) * window, voiced * window))
    return [span for span in spans if span.voiced >= minimum - 1e-9]


def pack(spans: list[Span], longest: float, *, gap: float = 2.0) -> list[Span]:
    """Join neighbouring spans into pieces of at most ``longest`` seconds.

    A silence of ``gap`` or more always separates. A single span longer than ``longest``
    stays whole here; ``split_long`` cuts it.
    """
    pieces: list[Span] = []
    for span in spans:
        if pieces:
            before = pieces[-1]
            if span.start - before.end < gap and span.end - before.start <= longest:
                pieces[-1] = Span(before.start, span.end, before.voiced + span.voiced)
                continue
        pieces.append(span)
    return pieces


def split_long(
    span: Span, probabilities: NDArray[np.float32], window: float, longest: float
) -> list[Span]:
    """Cut a span at its least speech-like instants so that no piece exceeds ``longest``."""
    pieces: list[Span] = []
    while span.end - span.start > longest:
        low = int((span.start + longest / 2) / window)
        high = max(low + 1, int((span.start + longest) / window))
        cut = (low + int(np.argmin(probabilities[low:high]))) * window
        share = (cut - span.start) / (span.end - span.start)
        pieces.append(Span(span.start, cut, span.voiced * share))
        span = Span(cut, span.end, span.voiced * (1 - share))
    return [*pieces, span]
