"""Speech enhancement of recordings of any length: DeepFilterNet3, and as much of it as helps.

    48 kHz blocks ─> DeepFilterNet3 (each channel) ─> what it would remove
        ─> how much is that, and does it sound like speech?  ─> share to remove ─> output

A denoiser also takes something of the voice: around -22 dB of it. Where the recording has
less noise than that, or where what it removes sounds like speech (other people talking),
taking all of it does harm. So only a share of the difference is taken, found block by block.
Its rule was tuned on voices that no reported figure uses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound import yamnet
from voice_agent.sound.deepfilter import DELAY, FRAME, RATE, DeepFilter
from voice_agent.sound.features import rms
from voice_agent.sound.files import regrouped
from voice_agent.sound.yamnet import SoundClassifier
from voice_agent.units import Audio

Samples = NDArray[np.float32]  # shape (frames, channels)
SpeechLikeness = Callable[[Samples], float]

BLOCK = 4 * RATE  # samples over which the share is decided
_NEIGHBOURS = 2  # blocks on both sides that count as well
_PRIMING = 2 * RATE  # samples; without a run-up the network swallows the first word


@dataclass(frozen=True)
class Rule:
    """How much to remove. Ratios of what is kept to what is removed, in dB.

    The numbers were searched so that no mixture of the tuning set (noises, and crowds of
    talkers, at 0 to 10 dB) came out more than 1 dB worse than it went in.
    """

    harmless: float = 24.0  # ratio from which on only voice would be taken
    speech: float = 0.2  # what is removed may sound this much like speech
    caution: float = 0.5  # how quickly more than that counts ...
    talkers: float = 6.0  # ... and this ratio below which it counts ever more,
    more: float = 0.8  # by so much for each dB: a crowd is nearly as loud as the voice
    deep: float = -5.0  # ratio below which a voice may be going with the crowd,
    deeper: float = 0.1  # and the doubt that each dB adds,
    noise: float = 0.05  # unless it sounds as little like speech as noise does
    least: float = 0.3  # share that is taken whatever the doubt

    def share(self, kept: float, removed: float, likeness: float) -> float:
        """The share of the difference to remove, 0 to 1.

        ``kept`` and ``removed`` are the powers of the cleaned signal and of what was taken
        from it; ``likeness`` (0 to 1) says how much the latter sounds like speech.
        """
        if removed <= 1e-12:
            return 0.0
        ratio = 10.0 * math.log10(max(kept / removed, 1e-12))
        voice_lost = 10.0 ** ((ratio - self.harmless) / 10.0)
        doubt = self.caution * max(0.0, likeness - self.speech)
        doubt *= 1.0 + self.more * max(0.0, self.talkers - ratio)
        doubt += self.deeper * max(0.0, self.deep - ratio) * _rise(likeness, self.noise)
        return max(0.0, 1.0 - voice_lost) * max(self.least, min(1.0, 1.0 - doubt))


def _rise(value: float, start: float) -> float:
    """0 up to ``start``, 1 from twice that on."""
    return min(1.0, max(0.0, value / start - 1.0))


@dataclass(frozen=True, eq=False)
class _Block:
    """Both versions of one stretch and what the rule looks at."""

    dry: Samples
    wet: Samples
    kept: float
    removed: float
    likeness: float


def enhance(
    pieces: Iterable[Samples],
    channels: int,
    model: Path,
    *,
    likeness: SpeechLikeness = lambda removed: 0.0,
    limit: float | None = None,
    rule: Rule | None = None,
) -> Iterator[tuple[Samples, Samples]]:
    """Cleaned blocks beside the input that they belong to, in step to the sample.

    ``pieces`` are consecutive samples at 48 kHz. ``likeness`` tells how much a block of
    removed sound (mono, shape (frames,)) resembles speech; ``limit`` in dB: noise is lowered
    by no more than this.
    """
    rule = rule or Rule()
    most = 1.0 if limit is None else 1.0 - 10.0 ** (-max(limit, 0.0) / 20.0)
    before: float | None = None
    blocks = _measured(_cleaned(pieces, channels, model), likeness)
    for block, neighbours in _with_neighbours(blocks):
        share = min(
            most,
            rule.share(
                float(np.mean([near.kept for near in neighbours])),
                float(np.mean([near.removed for near in neighbours])),
                float(np.mean([near.likeness for near in neighbours])),
            ),
        )
        ramp = _ramp(share if before is None else before, share, len(block.dry))
        yield block.dry, block.dry + ramp * (block.wet - block.dry)
        before = share


def _cleaned(
    pieces: Iterable[Samples], channels: int, model: Path
) -> Iterator[tuple[Samples, Samples]]:
    """The input and DeepFilterNet3's output in step, in blocks of about ``BLOCK``."""
    dry = wet = np.zeros((0, channels), np.float32)
    late = DELAY
    primed = False
    with ExitStack() as stack:
        filters = [stack.enter_context(DeepFilter(model)) for _ in range(channels)]
        for piece in regrouped(iter(pieces), BLOCK):
            if not primed:
                _process(filters, _run_up(piece))
                primed = True
            new = _process(filters, np.pad(piece, ((0, -len(piece) % FRAME), (0, 0))))
            dry = np.concatenate([dry, piece])
            wet = np.concatenate([wet, new[late:]])
            late = max(0, late - len(new))
            ready = min(len(dry), len(wet))
            if ready:
                yield dry[:ready], wet[:ready]
                dry, wet = dry[ready:], wet[ready:]
        if len(dry):
            rest = _process(filters, np.zeros((DELAY, channels), np.float32))
            wet = np.concatenate([wet, rest[late:]])[: len(dry)]
            yield dry, wet


def _process(filters: Sequence[DeepFilter], samples: Samples) -> Samples:
    """Every channel through its own filter."""
    cleaned = [channel.process(samples[:, index])[0] for index, channel in enumerate(filters)]
    return np.stack(cleaned, axis=1)


def _run_up(start: Samples) -> Samples:
    """The beginning mirrored: leads into it without a break."""
    return np.pad(start[:_PRIMING], ((_PRIMING, 0), (0, 0)), mode="symmetric")[:_PRIMING]


def _measured(
    pairs: Iterable[tuple[Samples, Samples]], likeness: SpeechLikeness
) -> Iterator[_Block]:
    for dry, wet in pairs:
        removed = dry - wet
        yield _Block(
            dry=dry,
            wet=wet,
            kept=float(np.square(wet, dtype=np.float64).mean()),
            removed=float(np.square(removed, dtype=np.float64).mean()),
            likeness=likeness(Audio(removed, RATE).mono()),
        )


def _with_neighbours(blocks: Iterable[_Block]) -> Iterator[tuple[_Block, list[_Block]]]:
    """Each block with those around it; looks ahead, so the last ones come at the end."""
    near: list[_Block] = []
    at = 0
    for block in blocks:
        near.append(block)
        if len(near) > at + _NEIGHBOURS:
            yield near[at], near
            at += 1
            if at > _NEIGHBOURS:
                near.pop(0)
                at -= 1
    while at < len(near):
        yield near[at], near[max(0, at - _NEIGHBOURS) :]
        at += 1


def _ramp(before: float, after: float, length: int) -> Samples:
    """From one share to the next within a second, shape (length, 1)."""
    places = np.arange(length, dtype=np.float32) / RATE
    return (before + (after - before) * np.minimum(places, 1.0))[:, None].astype(np.float32)


def speech_likeness(classifier: SoundClassifier) -> SpeechLikeness:
    """How sure the sound classifier is, on average, that it hears somebody speak."""
    speech = classifier.index("Speech")

    def likeness(removed: Samples) -> float:
        import soxr

        level = rms(removed)
        if level < 1e-6 or len(removed) < RATE // 2:
            return 0.0
        audible = removed * np.float32(0.1 / level)
        scores = classifier.scores(soxr.resample(audible, RATE, yamnet.RATE))
        return float(scores[:, speech].mean())

    return likeness
