"""Two talkers out of one recording of any length: a mask network over overlapping windows.

    pieces ─> 16 kHz ─> windows of 8 s ─> network ─> which talker is which? ─> joined
           └> the recording as it was ───────────────────────────────────────> two talkers

The network (training/separator) says how the spectrum divides: one talker is half of the
recording plus a difference, the other half of it minus that, so that both always add up to
the recording. What lies above 8 kHz goes to the talkers as their upper band does below it.
Where the answer is doubtful, less of the difference is taken (``trust``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound.files import resampled
from voice_agent.sound.separation_voices import VoiceMemory
from voice_agent.sound.separation_windows import RATE as RATE
from voice_agent.sound.separation_windows import WINDOW, Divided, Masker, divide
from voice_agent.sound.separation_windows import MaskNetwork as MaskNetwork
from voice_agent.sound.separation_windows import Samples as Samples

STEP = 4 * RATE  # between windows: every sample but the first and the last lies in two
_VOICES = 0.5  # what the voices' sound counts beside how the windows agree


@dataclass(frozen=True, eq=False)
class Pair:
    """Both talkers of one stretch at the recording's own rate, shape (frames, channels)."""

    first: Samples
    second: Samples


@dataclass(frozen=True, eq=False)
class Stretch:
    """One stretch at 16 kHz: the mixture and what the talkers differ by from half of it.

    ``samples`` and ``difference`` have shape (frames, channels); ``share`` (frames,) is the
    first talker's part of the upper band, 0 to 1; ``trust`` (frames,) how much of both is
    used, 0 to 1; ``apart`` how clearly it falls into two.
    """

    samples: Samples
    difference: Samples
    share: NDArray[np.float32]
    trust: NDArray[np.float32]
    apart: float


def separate(
    pieces: Iterable[Samples],
    rate: int,
    channels: int,
    masker: Masker,
    *,
    watch: Callable[[Stretch], None] = lambda stretch: None,
) -> Iterator[Pair]:
    """Both talkers of consecutive ``pieces`` (frames, channels), in step to the sample.

    ``watch`` sees every stretch at 16 kHz as it is made.
    """
    waiting: deque[Samples] = deque()

    def source() -> Iterator[Samples]:
        for piece in pieces:
            waiting.append(piece)
            yield piece

    def packed() -> Iterator[Samples]:
        for stretch in _stretches(resampled(source(), rate, RATE, channels), masker):
            watch(stretch)
            trust = stretch.trust[:, None]
            share = 0.5 + trust * (stretch.share[:, None] - 0.5)
            yield np.concatenate([stretch.samples, trust * stretch.difference, share], axis=1)

    for block in resampled(packed(), RATE, rate, 2 * channels + 1):
        taken = _taken(waiting, len(block))
        block = block[: len(taken)]
        low, difference = block[:, :channels], block[:, channels : 2 * channels]
        share = np.clip(block[:, 2 * channels :], 0.0, 1.0)
        first = (low / 2 + difference + share * (taken - low)).astype(np.float32)
        yield Pair(first, (taken - first).astype(np.float32))
    while waiting:  # a frame that rounding left over
        piece = waiting.popleft()
        half = (piece / 2).astype(np.float32)
        yield Pair(half, half)


def _taken(waiting: deque[Samples], count: int) -> Samples:
    """The next ``count`` frames (fewer at the end), taken off the queue."""
    parts: list[Samples] = []
    while count > 0 and waiting:
        piece = waiting.popleft()
        if len(piece) > count:
            waiting.appendleft(piece[count:])
            piece = piece[:count]
        parts.append(piece)
        count -= len(piece)
    return np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)


def _stretches(pieces: Iterable[Samples], masker: Masker) -> Iterator[Stretch]:
    """The recording at 16 kHz in stretches of ``STEP``, each joined from two windows."""
    fade = np.sin(0.5 * np.pi * (np.arange(STEP) + 0.5) / STEP).astype(np.float32) ** 2
    before: Divided | None = None
    memory = VoiceMemory()
    for window, length, last in _windows(pieces):
        part = divide(window, length, masker)
        if before is not None:
            if _swapped(before, part, memory.evidence(*part.talkers(length))):
                part = part.exchanged()
            yield _joined(before, part, fade, min(length, STEP))
        else:
            yield _cut(part, 0, min(length, STEP))
        memory.remember(*part.talkers(length))
        if last and length > STEP:
            yield _cut(part, STEP, length)
        before = part


def _windows(pieces: Iterable[Samples]) -> Iterator[tuple[Samples, int, bool]]:
    """Windows of ``WINDOW`` frames every ``STEP``, how much of each is filled, and whether
    it is the last one."""
    have: Samples | None = None
    for piece in pieces:
        have = piece if have is None else np.concatenate([have, piece])
        while len(have) > WINDOW:
            yield have[:WINDOW], WINDOW, False
            have = have[STEP:]
    if have is not None and len(have):
        yield np.pad(have, ((0, WINDOW - len(have)), (0, 0))), len(have), True


def _cut(part: Divided, start: int, stop: int) -> Stretch:
    span = slice(start, stop)
    trust = np.full(stop - start, part.trust, np.float32)
    return Stretch(part.samples[span], part.difference[span], part.share[span], trust, part.apart)


def _swapped(before: Divided, part: Divided, evidence: float) -> bool:
    """Whether a window has its talkers the other way round than the one before it.

    Their overlap tells where both talk; what the voices sound like (``evidence``, -1 to 1)
    tells where it does not.
    """
    old, new = before.difference[STEP:], part.difference[:STEP]
    size = float(np.sqrt(np.sum(old**2) * np.sum(new**2)))
    agreement = float(np.sum(old * new)) / size if size > 0.0 else 0.0
    return agreement + _VOICES * evidence < 0.0


def _joined(before: Divided, part: Divided, fade: NDArray[np.float32], length: int) -> Stretch:
    old, new = _cut(before, STEP, STEP + length), _cut(part, 0, length)
    rise = fade[:length]
    return Stretch(
        new.samples,
        old.difference * (1.0 - rise)[:, None] + new.difference * rise[:, None],
        old.share * (1.0 - rise) + new.share * rise,
        old.trust * (1.0 - rise) + new.trust * rise,
        (old.apart + new.apart) / 2,
    )
