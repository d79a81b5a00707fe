"""What the vocoder learns from: the teacher's spectra for the utterances of a corpus.

The teacher makes its sound from spectra of 601 bins. They are too many to keep (5 kB a
frame), so a pool of utterances is held in memory and renewed while training goes on. Their mel
is the teacher's, or the one that our acoustic model predicts for the same durations and F0, so
that the vocoder learns both.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.fastspeech2 import corpus
from training.fastspeech2.data import symbol_energy
from training.fastspeech2.teacher import Teacher
from voice_agent.speak import mel as mels
from voice_agent.speak import phonemes
from voice_agent.speak.durations import owners_of, places_of
from voice_agent.speak.graphs import open_graph

F32 = NDArray[np.float32]
# The teacher's spectra are those of an inverse transform, ours of a sine that peaks at 1.
TEACHER_SCALE = float(np.log(mels.WINDOW / 4))
SHORTEST, LONGEST = 128, 1600  # frames


@dataclass(frozen=True)
class Utterance:
    """mel (frames, 80) nepers, f0 (frames,) Hz, spectra (frames, 4, bins) in half precision.

    The spectra: harmonic level and phase, free level and phase; levels in nepers, phases in
    radians. The teacher's fifth, of noise, is 40 dB below the others and left out.
    """

    mel: F32
    f0: F32
    laid: F32  # (steps, hidden), of our acoustic model's encoder
    place: F32  # (steps, 3)
    spectra: NDArray[np.float16]

    def piece(self, start: int, frames: int, gain: float) -> tuple[F32, ...]:
        """Mel, F0, phonemes, places and spectra of some frames, ``gain`` nepers louder."""
        part, steps = slice(start, start + frames), slice(start // 2, (start + frames) // 2)
        spectra = self.spectra[part].astype(np.float32)
        spectra[:, [0, 2]] += np.float32(gain)
        mel = self.mel[part] + np.float32(gain)
        return mel, self.f0[part], self.laid[steps], self.place[steps], spectra


@dataclass(frozen=True)
class Batch:
    mel: Tensor  # (B, F, 80)
    f0: Tensor  # (B, F)
    laid: Tensor  # (B, F / 2, hidden)
    place: Tensor  # (B, F / 2, 3)
    spectra: Tensor  # (B, F, 4, bins)

    def to(self, device: str) -> Batch:
        return Batch(**{f.name: getattr(self, f.name).to(device) for f in fields(self)})


def batch_of(pieces: list[tuple[F32, ...]]) -> Batch:
    """Pieces of the same length, as of ``Utterance.piece``, together."""
    return Batch(*(torch.from_numpy(np.stack(parts)) for parts in zip(*pieces, strict=True)))


class Source:
    """Corpus rows turned into utterances with the teacher's spectra."""

    def __init__(self, acoustic: Path, predicted: float, seed: int) -> None:
        """``predicted`` is the share of utterances with the mel of the ``acoustic`` model."""
        self._teacher = Teacher()
        self._encoder = open_graph(acoustic / "encoder.onnx", 1)
        self._decoder = open_graph(acoustic / "decoder.onnx", 1)
        self._predicted = predicted
        self._rng = np.random.default_rng(seed)

    def utterance(self, row: corpus.Row) -> Utterance:
        durations = row.durations.astype(np.int64)
        symbols = phonemes.decode([int(i) for i in row.ids])[1:-1]
        ids = self._teacher.ids(symbols)
        said = self._teacher.perform(ids, durations, row.f0, row.unrounded)
        harmonic, phase, _, free, free_phase = (s[:, : len(row.f0)].T for s in said.spectra)
        spectra = np.stack(
            [
                np.clip(harmonic - TEACHER_SCALE, -20.0, 2.0),
                np.pi * np.tanh(phase),
                np.clip(free - TEACHER_SCALE, -20.0, 2.0),
                (free_phase + np.pi) % (2 * np.pi) - np.pi,
            ],
            axis=1,
        ).astype(np.float16)
        hidden = self._encoder.run(["hidden"], {"ids": row.ids[None].astype(np.int64)})[0]
        owners, place = owners_of(durations), places_of(durations)
        laid, mel = hidden[0, owners], row.mel.astype(np.float32)
        if self._rng.random() < self._predicted:
            energy = symbol_energy(mel, durations)[None, owners]
            feed = {"laid": laid[None], "place": place[None], "energy": energy, "f0": row.f0[None]}
            mel = self._decoder.run(None, feed)[0][0]
        return Utterance(mel, row.f0, laid, place, spectra)


class Pool:
    """Utterances in memory, of which each batch takes pieces and renews some."""

    def __init__(self, source: Source, folder: Path, size: int, step: int, seed: int) -> None:
        """``step`` is where the run stands: one that goes on sees other utterances."""
        self._source, self._folder = source, folder
        self._rng = np.random.default_rng((seed, step))
        self._paths = sorted(p for p in folder.glob("*.npz") if ".partial" not in p.name)
        self._waiting: list[corpus.Row] = []
        self._held = [self._next() for _ in range(size)]

    def _next(self) -> Utterance:
        while not self._waiting:
            path = self._paths[self._rng.integers(len(self._paths))]
            rows = [row for row in corpus.load(path) if SHORTEST <= len(row.f0) <= LONGEST]
            kept = self._rng.permutation(len(rows))[:40]
            self._waiting = [rows[i] for i in kept]
        return self._source.utterance(self._waiting.pop())

    def batch(self, size: int, frames: int, renewed: float) -> Batch:
        """``size`` pieces of ``frames`` frames (an even number), some at another level.

        ``renewed`` is how often an utterance of the pool gives way to another.
        """
        pieces = []
        for place in self._rng.integers(len(self._held), size=size):
            held = self._held[place]
            start = 2 * int(self._rng.integers(0, (len(held.f0) - frames) // 2 + 1))
            gain = float(self._rng.uniform(-0.9, 0.7) * (self._rng.random() < 0.4))
            pieces.append(held.piece(start, frames, gain))
        if self._rng.random() < renewed:
            self._held[self._rng.integers(len(self._held))] = self._next()
        return batch_of(pieces)
