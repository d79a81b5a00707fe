"""The sound classifier as tools share it: loaded once, fed a file block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voice_agent.sound import files
from voice_agent.sound.features import FloatArray, frame_rms
from voice_agent.tools._events import LEVEL_STEP
from voice_agent.tools.context import ToolContext

if TYPE_CHECKING:
    from voice_agent.sound.yamnet import SoundClassifier

SILENT = -65.0  # dBFS; where nothing is louder, it is silent

_BLOCK = 10.0  # seconds


@dataclass(frozen=True)
class Heard:
    """A whole recording as the classifier hears it.

    ``scores``: shape (windows, 521); ``levels``: dBFS every ``LEVEL_STEP`` seconds;
    ``seconds``: its length; ``warnings``: what was wrong with the file.
    """

    scores: FloatArray
    levels: FloatArray
    seconds: float
    warnings: tuple[str, ...] = ()


def classifier(context: ToolContext) -> SoundClassifier:
    """The one classifier of the process."""
    from voice_agent.sound.yamnet import SoundClassifier

    return context.engines.shared(
        "yamnet", lambda: SoundClassifier(context.engines.model("yamnet"))
    )


def listen(context: ToolContext, path: Path) -> Heard:
    """Class scores and levels of a file of any length, with progress; cancellable."""
    from voice_agent.sound.yamnet import RATE

    engine = classifier(context)
    expected = max(files.probe(path).seconds, 1e-3)
    levels: list[FloatArray] = []
    warnings: list[str] = []
    heard = 0

    def blocks() -> Iterator[FloatArray]:
        nonlocal heard
        for block in files.blocks(path, _BLOCK, rate=RATE, mono=True, warn=warnings.append):
            context.cancel.check()
            samples = block.mono()
            levels.append(levels_of(samples, round(LEVEL_STEP * RATE)))
            heard += len(samples)
            yield samples
            context.progress(min(1.0, heard / RATE / expected), "listening")

    scores = np.concatenate(list(engine.stream(blocks())))
    return Heard(scores, np.concatenate(levels), heard / RATE, tuple(warnings))


def levels_of(samples: FloatArray, size: int) -> FloatArray:
    """dBFS of consecutive frames; the last one may be filled up with silence."""
    padded = np.pad(samples, (0, -len(samples) % size))
    loudness = np.maximum(frame_rms(padded, size, size), 1e-6)
    return (20.0 * np.log10(loudness)).astype(np.float32)
