"""Sound classification with YAMNet: 521 AudioSet classes on windows of 0.96 s.

The network (Plakal and Ellis, MobileNet v1 on AudioSet) takes patches of 96 log-mel frames.
The front end is YAMNet's own: 16 kHz, Hann windows of 25 ms every 10 ms in 512 FFT points, 64
HTK-mel bands from 125 to 7500 Hz over magnitudes, ``log(mel + 0.001)``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.sound.features import FloatArray, frame, hann, mel_filterbank

RATE = 16_000
WINDOW_SECONDS = 0.96
HOP_SECONDS = 0.24  # between windows; the scores' time step

_FRAME, _HOP, _FFT = 400, 160, 512  # samples
_PATCH, _PATCH_HOP = 96, 24  # frames
_SMALLEST = 0.001

# The graph's input is quantised as round(value / scale) + zero point; its lowest value is
# log(0.001), which confirms the front end.
_INPUT_SCALE, _INPUT_ZERO = 0.047937885, 144
# The graph rounds logits to steps of 0.76, too coarse to follow a sound's rise. Finer steps
# clip instead, at probabilities of 0.00001 and 0.98.
_LOGIT_SCALE, _LOGIT_ZERO = 0.06, 190


class SoundClassifier:
    """Scores of every class over time.

        classifier = SoundClassifier(catalogue.load_path("yamnet"))
        scores = classifier.scores(samples)             # (windows, 521)
        classifier.labels[scores.max(axis=0).argmax()]  # "Dog"

    Safe to use from several threads.
    """

    def __init__(self, directory: Path, *, threads: int = 1) -> None:
        import onnxruntime

        self.labels = read_labels(directory / "yamnet_class_map.csv")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The value must outlive the session, which only points to it.
        self._logit_scale = onnxruntime.OrtValue.ortvalue_from_numpy(
            np.array(_LOGIT_SCALE, np.float32)
        )
        options.add_initializer("class_scores_scale", self._logit_scale)
        self._session = onnxruntime.InferenceSession(
            str(directory / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def index(self, label: str) -> int:
        return self.labels.index(label)

    def scores(self, samples: FloatArray) -> FloatArray:
        """Probabilities of mono samples at 16 kHz, shape (windows, 521).

        Window ``t`` is centred on ``t * HOP_SECONDS + WINDOW_SECONDS / 2``. A sound shorter
        than one window is heard once, followed by silence.
        """
        found = list(self.stream([samples]))
        return np.concatenate(found)

    def stream(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """The scores of consecutive blocks as they come; each block adds some windows.

        The end is padded with silence so that every sample lies in some window.
        """
        step, size = _PATCH_HOP * _HOP, (_PATCH - 1) * _HOP + _FRAME
        waiting = np.zeros(0, dtype=np.float32)
        heard = 0
        for block in blocks:
            waiting = np.concatenate([waiting, block])
            count = max(0, (len(waiting) - size) // step + 1)
            if count:
                yield self._classify(waiting[: (count - 1) * step + size])
                waiting = waiting[count * step :]
                heard += count
        if heard == 0 or len(waiting) > size - step:
            yield self._classify(np.pad(waiting, (0, max(0, size - len(waiting)))))

    def _classify(self, samples: FloatArray) -> FloatArray:
        spectrum = log_mel(samples)
        steps = np.rint(spectrum / _INPUT_SCALE) + _INPUT_ZERO
        quantised = np.clip(steps, 0, 255).astype(np.uint8)
        logits = [
            self._session.run(None, {"audio": quantised[None, None, start : start + _PATCH]})[0][0]
            for start in range(0, len(quantised) - _PATCH + 1, _PATCH_HOP)
        ]
        return _sigmoid((np.stack(logits).astype(np.float32) - _LOGIT_ZERO) * _LOGIT_SCALE)


def log_mel(samples: FloatArray) -> FloatArray:
    """YAMNet's input features of mono samples at 16 kHz, shape (frames, 64)."""
    frames = frame(samples, _FRAME, _HOP)
    filters = mel_filterbank(RATE, _FFT, 64, 125.0, 7500.0, htk=True, area=False)
    magnitudes = np.abs(np.fft.rfft(frames * hann(_FRAME), n=_FFT, axis=1)).astype(np.float32)
    return np.log(magnitudes @ filters.T + _SMALLEST)


def read_labels(path: Path) -> tuple[str, ...]:
    """AudioSet display names in the order of the network's outputs."""
    with path.open(newline="", encoding="utf-8") as file:
        labels = tuple(row["display_name"] for row in csv.DictReader(file))
    if len(labels) != 521:
        raise AgentError(
            f"the class list '{path.name}' has {len(labels)} classes instead of 521",
            "fetch it again with `models fetch yamnet`",
        )
    return labels


def _sigmoid(logits: FloatArray) -> NDArray[np.float32]:
    return (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
