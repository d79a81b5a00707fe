"""Missing samples from their neighbours: an autoregressive model of the sound around them.

Janssen, Veldhuis and Vries, "Adaptive interpolation of discrete-time signals that can be
modeled as autoregressive processes" (1986): the samples are chosen so that the model's
prediction error over them is least, then the model is fitted again with them in place. The
model is Burg's (1967), which stays stable and resolves partials in short stretches.

Mono signals of shape (frames,) throughout, float64.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]

_TINY = 1e-12  # power that keeps the equations of digital silence solvable
_FLOOR = 1e-4  # of the signal's level: -80 dB


def burg(stretches: Sequence[Signal], order: int) -> tuple[Signal, float]:
    """Coefficients ``[1, a1 .. ap]`` of the prediction error filter, and the error's power.

    One model for all ``stretches`` of sound, which need not be of the same length. ``order``
    is lowered where there are too few samples to tell that many coefficients.
    """
    parts = [np.array(stretch, dtype=np.float64) for stretch in stretches if len(stretch) > 1]
    filter_ = np.ones(1)
    if not parts:
        return filter_, _TINY
    order = max(0, min(order, max(map(len, parts)) - 1))
    power = float(np.mean(np.concatenate(parts) ** 2)) + _TINY
    lattice = [(part, part.copy()) for part in parts]
    for _ in range(order):
        stage = [(forward[1:], backward[:-1]) for forward, backward in lattice if len(forward) > 1]
        # einsum instead of @: the vectors are too short to be worth BLAS's threads.
        energy = sum(float(np.einsum("i,i", f, f) + np.einsum("i,i", b, b)) for f, b in stage)
        product = sum(float(np.einsum("i,i", f, b)) for f, b in stage)
        reflection = -2.0 * product / (energy + _TINY * sum(len(f) for f, _ in stage))
        padded = np.append(filter_, 0.0)
        filter_ = padded + reflection * padded[::-1]
        lattice = [(f + reflection * b, b + reflection * f) for f, b in stage]
        power *= max(1.0 - reflection**2, 1e-9)
    return filter_, power


def interpolate(
    signal: Signal, start: int, end: int, *, order: int, rounds: int = 1
) -> tuple[Signal, Signal, float]:
    """The samples ``start`` to ``end`` of ``signal`` that its surroundings make likeliest.

    Returns them with the model that they came from: its filter and its error's power. What
    ``signal`` holds between the two places is not looked at.
    """
    left, right = signal[:start], signal[end:]
    filled = np.concatenate([left, np.zeros(end - start), right])
    model, power = fitted([left, right], order)
    for turn in range(max(rounds, 1)):
        filled[start:end] = least_error(filled, start, end, model)
        if turn + 1 < rounds:
            model, power = fitted([filled], order)
            # Where it was filled in, the error is too small: that of what is known counts.
            power *= len(filled) / max(len(filled) - 0.5 * (end - start), 1.0)
    return filled[start:end], model, power


def spread(model: Signal, power: float, count: int, random: np.random.Generator) -> Signal:
    """One possible deviation of the truth from the interpolation, shape (``count``,).

    A draw from the model's distribution of ``count`` missing samples given all others
    (Rajan, Rayner and Godsill 1997). Added to the interpolation it gives noise its level back.
    """
    from scipy.linalg import cholesky_banded, solve_banded

    width = min(len(model), count)
    bands = np.repeat(_correlation(model)[:width, None], count, axis=1)
    bands[0] *= 1.0 + 1e-12
    upper = np.zeros_like(bands)
    for lag in range(width):  # the banded form that the factorisation wants
        upper[width - 1 - lag, lag:] = bands[lag, : count - lag]
    factor = cholesky_banded(upper)
    white = random.standard_normal(count) * np.sqrt(power)
    result: Signal = solve_banded((0, width - 1), factor, white)
    return result


def fitted(stretches: Sequence[Signal], order: int) -> tuple[Signal, float]:
    """``burg`` for sound as it comes: digital silence and pure tones included."""
    return burg(_floored(stretches), order) if stretches else (np.ones(1), _TINY)


def least_error(signal: Signal, start: int, end: int, model: Signal) -> Signal:
    """The samples ``start`` to ``end`` that make the model's squared prediction error over
    them and their neighbours least. What ``signal`` holds there is not looked at."""
    from scipy.linalg import solve_toeplitz

    order, count = len(model) - 1, end - start
    around = np.zeros(count + 2 * order)
    before, after = max(0, start - order), min(len(signal), end + order)
    around[order - (start - before) : order] = signal[before:start]
    around[order + count : order + count + (after - end)] = signal[end:after]
    correlation = _correlation(model)
    kernel = np.concatenate([correlation[:0:-1], correlation])
    known = np.convolve(around, kernel, mode="valid") if order else np.zeros(count)
    column = np.pad(correlation, (0, max(0, count - len(correlation))))[:count]
    result: Signal = solve_toeplitz(column, -known)
    return result


def _floored(stretches: Sequence[Signal]) -> list[Signal]:
    """With a little noise, without which pure tones and band-limited sound have a model whose
    equations are too near to singular to be solved."""
    level = _FLOOR * np.sqrt(np.mean(np.concatenate(stretches) ** 2))
    random = np.random.default_rng(0)
    return [stretch + level * random.standard_normal(len(stretch)) for stretch in stretches]


def _correlation(model: Signal) -> Signal:
    """The filter's own autocorrelation from lag 0 up, shape (order + 1,)."""
    return np.correlate(model, model, mode="full")[len(model) - 1 :]
