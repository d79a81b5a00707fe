"""DNSMOS P.835: a listener's opinion of speech, predicted from 16 kHz audio.

Reddy et al. 2022 (arXiv 2110.01763). The network and its calibration polynomials are those
of the ``speechmos`` package, from which only the model file is used: importing the package
asks for libraries that the score itself does not need.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from voice_agent.errors import AgentError
from voice_agent.units import Audio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000
WINDOW = int(9.01 * RATE)  # samples that the network listens to at once
SIGNAL = (-0.08397278, 1.22083953, 0.0052439)
BACKGROUND = (-0.13166888, 1.60915514, -0.39604546)
OVERALL = (-0.06766283, 1.11546468, 0.04602535)


@dataclass(frozen=True)
class Opinion:
    """Predicted mean opinions, 1 (bad) to 5 (excellent)."""

    signal: float
    background: float
    overall: float


def dnsmos(audio: Audio) -> Opinion:
    """The opinion of ``audio``, averaged over windows a second apart; short audio is repeated."""
    import numpy as np
    import soxr

    samples: NDArray[np.float32] = soxr.resample(audio.mono(), audio.rate, RATE)
    if not len(samples):
        raise AgentError("cannot rate an empty recording", "give some audio")
    samples = np.clip(samples, -1.0, 1.0).astype(np.float32)
    if len(samples) < WINDOW:
        samples = np.tile(samples, -(-WINDOW // len(samples)))[: max(WINDOW, len(samples))]
    starts = range(0, len(samples) - WINDOW + 1, RATE)
    windows = [samples[start : start + WINDOW][None] for start in starts]
    raw = np.array([_network().run(None, {"input_1": window})[0][0] for window in windows])
    scores = [
        float(np.polyval(polynomial, raw[:, column]).mean())
        for column, polynomial in enumerate((SIGNAL, BACKGROUND, OVERALL))
    ]
    return Opinion(*scores)


@lru_cache(maxsize=1)
def _network() -> Any:
    from importlib.util import find_spec
    from pathlib import Path

    import onnxruntime as ort

    found = find_spec("speechmos")
    if found is None or found.origin is None:
        raise AgentError(
            "DNSMOS cannot be computed: the package speechmos is not installed",
            "pip install --no-deps speechmos",
        )
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    path = Path(found.origin).parent / "dnsmos_models" / "sig_bak_ovr.onnx"
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
