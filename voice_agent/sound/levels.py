"""How loud a file is, in bounded memory: loudness, peak, and where it is loudest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound import files
from voice_agent.sound.loudness import STEP, STEPS, gated, in_lufs, weighted_power

_BLOCK = 100  # steps that are read at once
_RINGING = 0.25  # seconds that the weighting needs to settle
_FULL = 32766.5 / 32768.0  # what 16 bits cannot exceed
_HELD = 3  # samples in a row at full scale: no sound holds them, a clipper does


@dataclass(frozen=True)
class Levels:
    """``loudness`` (integrated) and ``loudest`` (the loudest 0.4 s) in LUFS, ``peak`` in dBFS;
    all -inf for silence. ``loudest_at`` and ``peak_at`` in seconds. ``clipped`` counts the times
    that a channel stays at full scale, the first of them at ``clipped_at``."""

    loudness: float
    loudest: float
    loudest_at: float
    peak: float
    peak_at: float
    clipped: int
    clipped_at: float
    seconds: float


def measure(path: Path, check: Callable[[], None] = lambda: None) -> Levels:
    """Levels of a sound file (ITU-R BS.1770-4); ``check`` may raise to stop it.

    Raises ``AgentError`` for what is no sound.
    """
    rate = files.probe(path).rate
    step = max(1, round(STEP * rate))
    powers: list[NDArray[np.float64]] = []
    before: NDArray[np.float32] | None = None
    frames, peak, peak_at = 0, 0.0, 0
    clipped, clipped_at = 0, 0
    for block in files.blocks(path, _BLOCK * step / rate):
        check()
        samples = np.nan_to_num(block.samples)
        level = np.abs(samples).max(axis=1)
        if (highest := float(level.max(initial=0.0))) > peak:
            peak, peak_at = highest, frames + int(level.argmax())
        held = _held(samples)
        if len(held):
            clipped_at = clipped_at if clipped else frames + int(held[0])
            clipped += len(held)
        ahead = samples[:0] if before is None else before
        power = weighted_power(np.concatenate([ahead, samples]), rate)[len(ahead) :]
        powers.append(_sums(power, step))
        before = samples[-round(_RINGING * rate) :]
        frames += len(samples)
    steps = np.concatenate(powers) if powers else np.zeros(0)
    if frames % step and len(steps) > STEPS:
        steps = steps[:-1]
    size = min(STEPS, max(1, len(steps)))
    blocks = np.convolve(steps, np.ones(size), "valid") / min(size * step, max(1, frames))
    loudest = int(blocks.argmax()) if len(blocks) else 0
    return Levels(
        loudness=gated(blocks),
        loudest=in_lufs(float(blocks.max(initial=0.0))),
        loudest_at=loudest * step / rate,
        peak=20.0 * float(np.log10(peak)) if peak > 0.0 else float("-inf"),
        peak_at=peak_at / rate,
        clipped=clipped,
        clipped_at=clipped_at / rate,
        seconds=frames / rate,
    )


def _sums(power: NDArray[np.float32], step: int) -> NDArray[np.float64]:
    """The energy of each step; what is left at the end counts as one, too."""
    return np.add.reduceat(power, np.arange(0, len(power), step), dtype=np.float64)


def _held(samples: NDArray[np.float32]) -> NDArray[np.intp]:
    """Frames at which a channel begins to stay at full scale, in order."""
    full = np.abs(samples) >= _FULL
    run = np.ones((max(0, len(full) - _HELD + 1), full.shape[1]), bool)
    for shift in range(_HELD):
        run &= full[shift : shift + len(run)]
    begins = run & ~np.vstack([np.zeros((1, run.shape[1]), bool), run[:-1]])[: len(run)]
    return np.nonzero(begins.any(axis=1))[0]
