"""How far a signal with several channels is from the true one, sample by sample and in spectra."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.floating[Any]]

# FFT size, hop and window of each resolution (Yamamoto et al. 2020, table 1).
RESOLUTIONS = ((1024, 120, 600), (2048, 240, 1200), (512, 50, 240))
_LEAST = 1e-8
_FINER = 16  # steps of a sample


def wave_l2(truth: Signal, made: Signal) -> float:
    """Mean squared error times 1000, as papers on binaural speech give it (Richard et al. 2021,
    "Neural synthesis of binaural speech from mono audio"). Shapes (channels, samples)."""
    return 1000.0 * float(np.mean(np.square(truth - made)))


def mrstft(truth: Signal, made: Signal) -> float:
    """Multi-resolution STFT distance (Yamamoto et al. 2020, "Parallel WaveGAN", equations 4-7).

    Mean over three resolutions and all channels of the spectral convergence
    ``|S - S'| / |S|`` (Frobenius norms of magnitudes) and the mean absolute difference of the
    logarithms of the magnitudes. Shapes (channels, samples).
    """
    found = []
    for channel, other in zip(truth, made, strict=True):
        for size, hop, window in RESOLUTIONS:
            one, two = (_magnitudes(x, size, hop, window) for x in (channel, other))
            convergence = np.linalg.norm(one - two) / np.linalg.norm(one)
            found.append(convergence + np.abs(np.log(one) - np.log(two)).mean())
    return float(np.mean(found))


def _magnitudes(samples: Signal, size: int, hop: int, window: int) -> Signal:
    taper = np.hanning(window + 1)[:-1]
    padded = np.pad(samples, size // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, window)[::hop]
    return np.sqrt(np.maximum(np.square(np.abs(np.fft.rfft(frames * taper, size))), _LEAST))


def matched(truth: Signal, made: Signal, most: int) -> tuple[Signal, Signal]:
    """Both, ``made`` moved by up to ``most`` samples and at the level that fits best: a delay
    and a gain that all channels share are nobody's fault. Delays are found to a sixteenth of a
    sample. Shapes (channels, samples); what is moved in from outside is silence."""
    size = truth.shape[1] + made.shape[1]
    spectra = np.fft.rfft(made, size)
    product = (spectra * np.conj(np.fft.rfft(truth, size))).sum(axis=0)
    whole = np.fft.irfft(product, size)
    lags = np.arange(-most, most + 1)
    coarse = int(lags[whole[lags].argmax()])
    turns = np.arange(len(product)) / size
    fine = [coarse + step / _FINER for step in range(-_FINER, _FINER + 1)]
    similar = [float(np.sum((product * np.exp(2j * np.pi * turns * lag)).real)) for lag in fine]
    lag = fine[int(np.argmax(similar))]
    length = truth.shape[1]
    moved = np.fft.irfft(spectra * np.exp(2j * np.pi * turns * lag), size)[:, :length]
    return truth, moved * (np.vdot(truth, moved) / max(float(np.vdot(moved, moved)), 1e-12))
