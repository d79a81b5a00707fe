"""Places a sound in space for headphones, standing still or moving, block by block.

    mono ── Hann windows, half overlapping ── each × the filters of its instant ── overlap-add

The windows add up to one, so a direction that stays gives exactly its filter, and one that
changes gives a crossfade a few milliseconds long: no clicks, whatever the path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.files import regrouped
from voice_agent.sound.hrtf import C64, F64, Head

F32 = NDArray[np.float32]
# Seconds since the start, shape (k,) -> azimuth and elevation in degrees, each (k,).
Trajectory = Callable[[F64], tuple[F64, F64]]

_PARTS = 8  # hops in a transform: two of window, the rest for the filters' length
_BATCH = 64  # windows filtered at once


def render(source: Iterable[F32], head: Head, trajectory: Trajectory) -> Iterator[F32]:
    """Mono blocks of shape (frames,) or (frames, 1) to two ears, (frames, 2), as long.

    Both are in step: the delays of the ears lie around that of the middle of the head.
    """
    from scipy import fft

    hop = head.size // _PARTS
    window = (0.5 - 0.5 * np.cos(np.pi * np.arange(2 * hop) / hop)).astype(np.float32)
    before = np.zeros(hop, np.float32)
    tail = np.zeros(((_PARTS - 1) * hop, 2), np.float32)
    late = skip = hop + head.lead
    taken = given = index = 0

    def filtered(samples: F32) -> F32:
        """The next hops of output, from as many hops of input."""
        nonlocal before, tail, index
        joined = np.concatenate([before, samples])
        before = joined[-hop:]
        frames = np.lib.stride_tricks.sliding_window_view(joined, 2 * hop)[::hop]
        times = (index + np.arange(len(frames))) * hop / head.rate
        index += len(frames)
        spectra = fft.rfft(frames * window, head.size, axis=1)[:, None]
        heard = fft.irfft(spectra * _filters(head, *trajectory(times)), head.size, axis=2)
        total = _overlap_add(heard.astype(np.float32), hop)
        total[: len(tail)] += tail
        tail = total[len(samples) :]
        return total[: len(samples)]

    def padded() -> Iterator[F32]:
        nonlocal taken
        for block in source:
            taken += len(block)
            yield block.reshape(-1)
        yield np.zeros(late + -(taken + late) % hop, np.float32)

    for samples in regrouped(padded(), hop * _BATCH):
        out = filtered(samples)[skip:]
        skip = max(0, skip - len(samples))
        yield out[: taken - given]
        given += min(len(out), taken - given)


def _filters(head: Head, azimuth: F64, elevation: F64) -> C64:
    """The filters of each instant; made once where the direction stays."""
    if np.ptp(azimuth) == 0.0 and np.ptp(elevation) == 0.0:
        return head.filters(azimuth[:1], elevation[:1])
    return head.filters(azimuth, elevation)


def _overlap_add(blocks: F32, hop: int) -> F32:
    """Blocks (k, 2, size), each a hop after the one before, summed: (frames, 2)."""
    count, ears, size = blocks.shape
    parts = size // hop
    total = np.zeros((count + parts - 1, ears, hop), np.float32)
    shaped = blocks.reshape(count, ears, parts, hop)
    for part in range(parts):
        total[part : part + count] += shaped[:, :, part]
    return total.transpose(0, 2, 1).reshape(-1, ears)
