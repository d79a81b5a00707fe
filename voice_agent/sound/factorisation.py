"""Spectrograms as sums of parts: non-negative matrix factorisation.

Magnitude spectrograms of shape (bins, frames), float32.
"""

from __future__ import annotations

import numpy as np

from voice_agent.sound.features import FloatArray

_TINY = 1e-9


def factorise(
    spectrogram: FloatArray,
    parts: int,
    *,
    known: FloatArray | None = None,
    rounds: int = 60,
    seed: int = 0,
) -> tuple[FloatArray, FloatArray]:
    """Spectra (bins, parts) and how strong each is in every frame (parts, frames).

    Multiplicative updates for the Kullback-Leibler divergence (Lee and Seung 2001). ``known``
    spectra come first and stay as they are; ``parts`` are those to be found besides them.
    """
    random = np.random.default_rng(seed)
    bins, frames = spectrogram.shape
    data = spectrogram + _TINY
    fixed = 0 if known is None else known.shape[1]
    spectra = random.uniform(0.5, 1.5, (bins, fixed + parts)).astype(np.float32)
    if parts and frames:  # started at frames of the data they need fewer rounds
        chosen = random.choice(frames, parts, replace=frames < parts, p=_loudness(data))
        spectra[:, fixed:] = 0.8 * data[:, chosen] + 0.2 * data.mean(axis=1, keepdims=True)
    if known is not None:
        spectra[:, :fixed] = known
    spectra /= spectra.sum(axis=0, keepdims=True) + _TINY
    strength = np.full((fixed + parts, frames), 1.0 / (fixed + parts), np.float32)
    strength *= data.sum(axis=0, keepdims=True)
    for _ in range(rounds):
        ratio = data / (spectra @ strength + _TINY)
        strength *= spectra.T @ ratio
        if parts:
            ratio = data / (spectra @ strength + _TINY)
            found = spectra[:, fixed:] * (ratio @ strength[fixed:].T)
            spectra[:, fixed:] = found / (found.sum(axis=0, keepdims=True) + _TINY)
            # Spectra are kept at sum 1, so strength is in the data's own units.
    return spectra, strength


def share(
    spectra: FloatArray, strength: FloatArray, chosen: np.ndarray, *, power: float = 2.0
) -> FloatArray:
    """Soft mask of the ``chosen`` parts against all, shape (bins, frames), in [0, 1]."""
    wanted = (spectra[:, chosen] @ strength[chosen]) ** power
    others = (spectra[:, ~chosen] @ strength[~chosen]) ** power
    mask: FloatArray = wanted / (wanted + others + _TINY**power)
    return mask


def _loudness(data: FloatArray) -> np.ndarray:
    weight = data.sum(axis=0).astype(np.float64)
    weight += 1e-6 * weight.max() + _TINY
    chances: np.ndarray = weight / weight.sum()
    return chances
