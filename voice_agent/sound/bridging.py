"""A short gap bridged by several autoregressive models, each trusted as far as it has earned it.

Which order and how much of the surroundings foretell a gap best differs from sound to sound: a
chord wants a long model of a long stretch, speech a short one of what is near, noise none at
all. So gaps of the same length are made on both sides, where the truth is known, every model
fills them, and the weights with which their answers together come nearest to the truth are those
with which they fill the real gap (stacking: Wolpert 1992, Breiman 1996). Weights are not negative
and add up to at most one: where nothing foretells the sound the answer shrinks towards silence,
which then has the least error.

               ┌ trial ┐ known        gap        known ┌ trial ┐
    ~~~~~~~~~~~│       │~~~~~~~~~~│         │~~~~~~~~~~│       │~~~~~~~~~~~
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.autoregression import Signal, fitted, least_error

Gap = tuple[int, int]

# Order and reach on each side of the models, in seconds.
_MODELS = ((0.002, 0.05), (0.008, 0.1), (0.016, 0.1), (0.032, 0.128), (0.032, 0.256))
_APART = 0.032  # seconds between the gap and a trial
_TWICE = 0.05  # seconds; for gaps up to that there are two trials on each side
_LEAST = 0.05  # seconds of sound that a trial must have beyond it
_DRAWN = 0.03  # how strongly weights are drawn towards nothing, for the best model's error
_QUIET = 0.1  # of the trials' mean energy: quieter ones count no more than one of that
_CELLS = 5_000_000  # of the equations; keeps memory below 100 MB at 192 kHz


@dataclass(frozen=True, eq=False)
class Bridge:
    """What the models make of a gap. ``samples``: what is foretold, shape (frames,);
    ``filter``, ``power``: the most trusted model, to draw what is not foretold from."""

    samples: Signal
    filter: Signal
    power: float


def weights(signal: Signal, rate: int, start: int, end: int) -> NDArray[np.float64]:
    """How far each model is to be trusted with the gap, shape (models,): at least 0, together
    at most 1. What ``signal`` holds in the gap is not looked at."""
    count = len(_MODELS)
    rows: list[Signal] = []
    truths: list[Signal] = []
    trials = _trials(len(signal), rate, start, end)
    energies = [float(np.sum(signal[a:b] ** 2)) for a, b in trials]
    if not trials or not any(energies):
        return np.full(count, 1.0 / count)
    for (a, b), energy in zip(trials, energies, strict=True):
        scale = 1.0 / np.sqrt(energy + _QUIET * float(np.mean(energies)))
        answers = [made.samples for made in _answers(signal, rate, (a, b), (start, end))]
        rows.append(scale * np.stack(answers, axis=1))
        truths.append(scale * signal[a:b])
    return _stacked(np.concatenate(rows), np.concatenate(truths))


def bridge(signal: Signal, rate: int, start: int, end: int, trust: NDArray[np.float64]) -> Bridge:
    """The gap as the models foretell it together, each as far as ``trust`` goes."""
    made = _answers(signal, rate, (start, end))
    samples = np.einsum("m,mi->i", trust, np.stack([each.samples for each in made]))
    best = made[int(trust.argmax())]
    return Bridge(samples, best.filter, best.power)


def _answers(signal: Signal, rate: int, gap: Gap, *others: Gap) -> list[Bridge]:
    """What each model makes of ``gap`` without looking into it or into ``others``."""
    start, end = gap
    made: list[Bridge] = []
    for memory, reach in _MODELS:
        around = max(round(reach * rate), 64)
        low, high = max(0, start - around), min(len(signal), end + around)
        known = _between(signal, low, high, sorted([gap, *others]))
        longest = max(map(len, known), default=0)
        order = min(max(round(memory * rate), 8), longest // 2, max(8, _CELLS // (end - start)))
        filter_, power = fitted(known, order)
        fit = sum(map(len, known))
        # Fitted to these very samples, its error looks too small (Akaike 1969).
        power *= (fit + order) / max(fit - order, 1)
        made.append(Bridge(least_error(signal, start, end, filter_), filter_, power))
    return made


def _between(signal: Signal, low: int, high: int, holes: list[Gap]) -> list[Signal]:
    """The stretches from ``low`` to ``high`` without the holes."""
    stretches: list[Signal] = []
    for first, last in [*holes, (high, high)]:
        if min(first, high) - low > 1:
            stretches.append(signal[low : min(first, high)])
        low = max(low, last)
    return stretches


def _trials(length: int, rate: int, start: int, end: int) -> list[Gap]:
    """Gaps of the same length near the gap, with sound between and beyond."""
    count, apart, least = end - start, round(_APART * rate), round(_LEAST * rate)
    found: list[Gap] = []
    for number in range(2 if count <= _TWICE * rate else 1):
        away = apart + number * (count + apart // 2)
        if start - away - count >= least:
            found.append((start - away - count, start - away))
        if end + away + count + least <= length:
            found.append((end + away, end + away + count))
    return found


def _stacked(answers: Signal, truth: Signal) -> NDArray[np.float64]:
    """Weights of least squared error, not negative; the less sure the best model is, the more
    they are drawn towards nothing."""
    from scipy.optimize import nnls

    count = answers.shape[1]
    errors = np.sum((answers - truth[:, None]) ** 2, axis=0)
    drawn = _DRAWN * float(errors.min()) + 1e-9
    square = np.einsum("im,in->mn", answers, answers) + drawn * np.eye(count)
    product = np.einsum("im,i->m", answers, truth)
    root = np.linalg.cholesky(square)
    found: NDArray[np.float64] = nnls(root.T, np.linalg.solve(root, product))[0]
    return found / max(1.0, float(found.sum()))
