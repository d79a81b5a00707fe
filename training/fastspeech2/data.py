"""Batches of a corpus: padded to the longest, filled up to a number of decoder steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.fastspeech2 import corpus
from training.fastspeech2.corpus import Row
from voice_agent.speak import mel as mels
from voice_agent.speak.durations import owners_of, places_of

PLAIN, RATE, SUNG = (corpus.KINDS.index(kind) for kind in ("plain", "rate", "sung"))
FLOOR = 0.5 * float(np.log(mels.POWER_FLOOR))
LONGEST = 900  # steps: 22 s


@dataclass
class Batch:
    """B utterances padded to S symbols, T steps and F = 2 T frames."""

    ids: Tensor  # (B, S)
    symbol_mask: Tensor  # (B, S)
    unrounded: Tensor  # (B, S) steps
    rounded: Tensor  # (B, S) steps
    energy: Tensor  # (B, S) nepers, after the gain
    plain_energy: Tensor  # (B, S) nepers
    owners: Tensor  # (B, T)
    place: Tensor  # (B, T, 3)
    step_mask: Tensor  # (B, T)
    f0: Tensor  # (B, F) Hz
    mel: Tensor  # (B, F, bands)
    natural_pitch: Tensor  # (B,) the F0 is the teacher's own
    natural_energy: Tensor  # (B,)

    def to(self, device: str) -> Batch:
        return Batch(**{f.name: getattr(self, f.name).to(device) for f in fields(self)})


def symbol_energy(mel: NDArray[np.float32], durations: NDArray[np.int64]) -> NDArray[np.float32]:
    """Mean frame energy of each symbol, shape (symbols,), in nepers."""
    ends = np.cumsum(durations) * 2
    total = np.concatenate([[0.0], np.cumsum(mels.frame_energy(mel), dtype=np.float64)])
    return ((total[ends] - total[ends - 2 * durations]) / (2 * durations)).astype(np.float32)


def gains(row: Row, rng: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A random gain for each symbol and each frame, in nepers: what energy is to mean.

    Half the utterances stay as they are; the others are louder or softer as a whole, and a
    third of those with words that stand out.
    """
    symbols = np.zeros(len(row.ids), np.float32)
    if rng.random() < 0.5:
        symbols += rng.uniform(-0.8, 0.6)
        if rng.random() < 0.33:
            words = np.cumsum(row.ids == 1)
            symbols += rng.uniform(-0.5, 0.5, words.max() + 1).astype(np.float32)[words]
    frames = np.repeat(symbols, row.durations.astype(np.int64) * 2)
    smooth = np.convolve(np.pad(frames, 3, mode="edge"), np.full(7, 1 / 7), mode="valid")
    return symbols, smooth.astype(np.float32)


def collate(rows: list[Row], rng: np.random.Generator | None) -> Batch:
    """One batch; with ``rng`` the utterances get random gains."""
    size, most = len(rows), max(len(r.ids) for r in rows)
    steps = max(len(r.f0) for r in rows) // 2
    out = {
        "ids": np.zeros((size, most), np.int64),
        "symbol_mask": np.zeros((size, most), bool),
        "unrounded": np.zeros((size, most), np.float32),
        "rounded": np.zeros((size, most), np.int64),
        "energy": np.zeros((size, most), np.float32),
        "plain_energy": np.zeros((size, most), np.float32),
        "owners": np.zeros((size, steps), np.int64),
        "place": np.zeros((size, steps, 3), np.float32),
        "step_mask": np.zeros((size, steps), bool),
        "f0": np.zeros((size, 2 * steps), np.float32),
        "mel": np.full((size, 2 * steps, mels.BANDS), FLOOR, np.float32),
        "natural_pitch": np.array([r.kind in (PLAIN, RATE) for r in rows]),
        "natural_energy": np.array([r.kind != SUNG for r in rows]),
    }
    for b, row in enumerate(rows):
        symbols, long = len(row.ids), len(row.f0) // 2
        durations = row.durations.astype(np.int64)
        spectrogram = row.mel.astype(np.float32)
        energy = symbol_energy(spectrogram, durations)
        gain, frame_gain = np.zeros(symbols, np.float32), np.zeros(2 * long, np.float32)
        if rng is not None:
            gain, frame_gain = gains(row, rng)
        out["ids"][b, :symbols] = row.ids
        out["symbol_mask"][b, :symbols] = True
        out["unrounded"][b, :symbols] = row.unrounded
        out["rounded"][b, :symbols] = durations
        out["plain_energy"][b, :symbols] = energy
        out["energy"][b, :symbols] = energy + gain
        out["owners"][b, :long] = owners_of(durations)
        out["place"][b, :long] = places_of(durations)
        out["step_mask"][b, :long] = True
        out["f0"][b, : 2 * long] = row.f0
        out["mel"][b, : 2 * long] = np.maximum(spectrogram + frame_gain[:, None], FLOOR)
    return Batch(**{name: torch.from_numpy(value) for name, value in out.items()})


def load_folder(folder: Path, skip: set[str] | None = None) -> tuple[list[Row], set[str]]:
    """Rows of every finished shard whose name is not in ``skip``; and all names seen."""
    seen = set(skip or ())
    rows: list[Row] = []
    for path in sorted(folder.glob("*.npz")):
        if path.name in seen or path.name.endswith(".partial.npz"):
            continue
        rows += [r for r in corpus.load(path) if len(r.f0) <= 2 * LONGEST]
        seen.add(path.name)
    return rows, seen


def groups(rows: list[Row], steps: int, rng: np.random.Generator) -> Iterator[list[Row]]:
    """One epoch: utterances of like length together, each group about ``steps`` long."""
    lengths = np.array([len(r.f0) // 2 for r in rows])
    order = np.argsort(lengths * np.exp(rng.normal(0, 0.12, len(rows))))
    made: list[list[Row]] = [[]]
    longest = 0
    for index in order:
        longest = max(longest, int(lengths[index]))
        if made[-1] and longest * (len(made[-1]) + 1) > steps:
            made.append([])
            longest = int(lengths[index])
        made[-1].append(rows[index])
    for place in rng.permutation(len(made)):
        yield made[place]
