"""The vocoder of plain speech: a network tells how pulses become a voice, and what to add.

    pulses at F0 ── STFT ──×── harmonic spectrum ──┐
                                                   +── inverse STFT ── audio
                               free spectrum ──────┘

Both spectra are complex. The network (``training/vocoder/model.py``) tells them from the mel
spectrogram, F0 and the phonemes. The free one is what hisses in fricatives, and creaks and
breathes in voiced speech; its phases are the network's own, so nothing here is random.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voice_agent.speak.graphs import open_graph
from voice_agent.speak.mel import stft
from voice_agent.speak.vocoder import VOICED_ABOVE, overlap_add, pulses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]
    C64 = NDArray[np.complex64]


class TrainedVocoder:
    """mel, F0 and phonemes to audio, by ONNX Runtime; safe to share between threads."""

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        self._graph = open_graph(path, threads)

    def __call__(self, mel: F32, f0: F32, laid: F32, place: F32) -> F32:
        """mel (frames, 80) in nepers, f0 (frames,) in Hz, 0 unvoiced -> mono at 24 kHz.

        ``laid`` (frames / 2, width) is the encoder's output laid out in time, ``place``
        (frames / 2, 3) where each step lies in its symbol (``durations.places_of``).
        """
        feed = {"mel": mel[None], "f0": f0[None], "laid": laid[None], "place": place[None]}
        harmonic, spectra = (_complex(part) for part in self._graph.run(None, feed))
        source = stft(pulses(f0))[:, : harmonic.shape[1]]
        source *= harmonic * (f0 > VOICED_ABOVE)[:, None]
        spectra[:, : harmonic.shape[1]] += source
        return overlap_add(spectra)


def _complex(parts: F32) -> C64:
    """Real and imaginary parts (1, frames, bins, 2) as one array (frames, bins)."""
    return parts[0].view(np.complex64)[..., 0]
