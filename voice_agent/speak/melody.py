"""The F0 curve of an utterance: the model's own, or one that is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]
    Booleans = NDArray[np.bool_]

PITCH_RANGE = (60.0, 1000.0)  # Hz


def melody(
    log_f0: F32,
    voiced: Booleans,
    sung: tuple[F32, Booleans] | None,
    pitch: float,
    expression: float,
) -> F32:
    """F0 in Hz of each mel frame, 0 where unvoiced.

    ``log_f0`` (of Hz) and ``voiced`` are the model's; ``sung`` is a ``contour`` in its place.
    ``pitch`` shifts in semitones, ``expression`` widens the model's own around its mean.
    """
    if sung is not None:
        given, vowel = sung
        voiced = (voiced | vowel) & (given > 0)
        log_f0 = np.log(np.maximum(given, 1.0))
    elif voiced.any():
        mean = float(log_f0[voiced].mean())
        log_f0 = mean + (log_f0 - mean) * expression
    hz = np.clip(np.exp(log_f0) * 2.0 ** (pitch / 12.0), *PITCH_RANGE)
    return np.where(voiced, hz, 0.0).astype(np.float32)


def contour(f0: F32, vowel: Booleans, steps: NDArray[np.int64], lag: int) -> tuple[F32, Booleans]:
    """A given F0 in Hz laid on the mel frames, and which of them are vowels.

    ``vowel`` tells of each step whether it is one's, ``steps`` are the symbols' durations. Both
    are moved to where the sound is, ``lag`` steps before the durations' own time.
    """
    frames = 2 * int(steps.sum())
    first, last = 2 * (int(steps[0]) - lag), frames - 2 * (int(steps[-1]) + lag)
    at = np.linspace(0.0, len(f0) - 1.0, max(2, last - first))
    nearest = np.asarray(f0, np.float32)[np.round(at).astype(int)]
    between = np.interp(at, np.arange(len(f0)), np.asarray(f0, np.float32))
    inner = np.where(nearest > 0, np.where(between < 0.9 * nearest, nearest, between), 0.0)
    laid = np.pad(inner, (max(0, first), frames), mode="edge")[:frames]
    moved = np.roll(np.repeat(vowel, 2), -2 * lag)
    return laid.astype(np.float32), moved
