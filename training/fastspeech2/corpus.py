"""Build a corpus with the teacher: phonemes, durations, F0 and mel of many sentences.

    python -m training.fastspeech2.corpus TEXT... --out DIR [--limit N] [--varied 0.4]

TEXT is a file with a sentence on each line, or a folder of such files. Sentences named in
``--held-out`` files are never used. Most sentences are spoken as the teacher speaks them;
a ``--varied`` share is spoken at another pitch, pitch range or rate, or sung (long vowels on
steps of a scale), so that the model learns what its controls mean. Written in shards of 200
utterances, ``plain_000.npz`` and so on; a finished shard is never written again.
"""

from __future__ import annotations

import argparse
import re
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.fastspeech2.teacher import Performance, Teacher
from voice_agent.speak import mel, phonemes
from voice_agent.speak.text import spoken

PER_SHARD = 200
SINGABLE = 90  # symbols: longer sentences are not sung
KINDS = ("plain", "pitch", "rate", "both", "sung")
KIND_SHARES = (0.0, 0.3, 0.2, 0.25, 0.25)


@dataclass(frozen=True)
class Row:
    """One utterance: ids, durations and unrounded (symbols,), f0 (frames,), mel (frames, bands)."""

    text: str
    kind: int
    ids: NDArray[np.int16]
    durations: NDArray[np.int16]
    unrounded: NDArray[np.float16]
    f0: NDArray[np.float32]
    mel: NDArray[np.float16]


def row_of(text: str, kind: int, symbols: str, said: Performance) -> Row:
    frames = int(said.durations.sum()) * 2
    spectrogram = mel.log_mel(said.audio[: frames * mel.HOP])
    if not len(spectrogram) == len(said.f0) == frames:
        raise ValueError(f"{text!r}: {len(spectrogram)} mel frames, {len(said.f0)} of f0, {frames}")
    return Row(
        text,
        kind,
        np.array(phonemes.encode(symbols), np.int16),
        said.durations.astype(np.int16),
        said.unrounded.astype(np.float16),
        said.f0,
        spectrogram.astype(np.float16),
    )


def vary(
    teacher: Teacher, ids: list[int], symbols: str, kind: str, rng: np.random.Generator
) -> Performance:
    """One performance of another pitch, rate or both, or sung."""
    if kind == "sung":
        return sing(teacher, ids, symbols, rng)
    speed = 1.0
    if kind in ("rate", "both"):
        speed = float(np.exp(rng.uniform(np.log(0.6), np.log(1.7))))
    said = teacher.speak(ids, speed)
    if kind == "rate":
        return said
    ratio = 2.0 ** (rng.uniform(-8.0, 9.0) / 12.0)
    spread = rng.uniform(0.3, 1.5)
    voiced = said.f0 > 0
    mean = float(np.exp(np.log(said.f0[voiced]).mean())) if voiced.any() else 200.0
    f0 = np.where(voiced, mean * ratio * (np.maximum(said.f0, 1.0) / mean) ** spread, 0.0)
    f0 = np.where(voiced, np.clip(f0, 70.0, 800.0), 0.0).astype(np.float32)
    return teacher.perform(ids, said.durations, f0, said.unrounded)


def sing(teacher: Teacher, ids: list[int], symbols: str, rng: np.random.Generator) -> Performance:
    """Vowels stretched to a note's length, F0 on steps with a glide and a little vibrato."""
    said = teacher.speak(ids)
    durations = said.durations.copy()
    names = [phonemes.PAD, *symbols, phonemes.PAD]
    note = 57.0 + rng.uniform(-5, 12)  # A3 and about an octave around it
    steps = np.zeros(int(said.durations.sum()) + 40 * len(ids), np.float32)
    place = 0
    for index, name in enumerate(names):
        if phonemes.is_vowel(name) and name not in "ᵊᵻ":
            durations[index] = max(durations[index], int(rng.integers(5, 32)))
            note = float(np.clip(note + rng.choice([-4, -2, -1, 0, 1, 2, 3, 5]), 50.0, 74.0))
        steps[place : place + durations[index]] = note
        place += durations[index]
    notes = np.repeat(steps[:place], 2)
    smooth = np.convolve(np.pad(notes, 4, mode="edge"), np.hanning(11)[1:-1] / 5.0, mode="valid")
    seconds = np.arange(len(notes)) / mel.FRAMES_PER_SECOND
    vibrato = rng.uniform(0, 0.4) * np.sin(2 * np.pi * rng.uniform(4.8, 6.2) * seconds)
    voiced = np.interp(  # the teacher's voicing, stretched along with the symbols
        _stretched(said.durations, durations), np.arange(len(said.f0)), (said.f0 > 0).astype(float)
    )
    f0 = 440.0 * 2.0 ** ((smooth[: len(notes)] + vibrato - 69.0) / 12.0)
    f0 = np.where(voiced > 0.5, f0, 0.0).astype(np.float32)
    return teacher.perform(ids, durations, f0, said.unrounded)


def _stretched(old: NDArray[np.int64], new: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each frame of the new durations, its place among the frames of the old ones."""
    ends = np.cumsum(old) * 2.0
    parts = [
        end - 2 * o + (np.arange(2 * n) + 0.5) * (o / n) - 0.5
        for o, n, end in zip(old, new, ends, strict=True)
    ]
    return np.concatenate(parts)


def sentences(sources: list[Path]) -> list[str]:
    files = [f for s in sources for f in (sorted(s.glob("*.txt")) if s.is_dir() else [s])]
    lines = [line.strip() for f in files for line in f.read_text("utf-8").splitlines()]
    return list(dict.fromkeys(line for line in lines if re.search(r"[A-Za-z]", line)))


def save(path: Path, rows: list[Row]) -> None:
    """Rows end to end in one file, with their lengths; renamed into place when complete."""
    partial = path.with_suffix(".partial.npz")
    np.savez(
        partial,
        texts=np.array([r.text for r in rows]),
        kinds=np.array([r.kind for r in rows], np.int8),
        symbol_counts=np.array([len(r.ids) for r in rows], np.int32),
        frame_counts=np.array([len(r.f0) for r in rows], np.int32),
        ids=np.concatenate([r.ids for r in rows]),
        durations=np.concatenate([r.durations for r in rows]),
        unrounded=np.concatenate([r.unrounded for r in rows]),
        f0=np.concatenate([r.f0 for r in rows]),
        mel=np.concatenate([r.mel for r in rows]),
    )
    partial.rename(path)


def load(path: Path) -> list[Row]:
    with np.load(path) as data:
        fields = {name: data[name] for name in data.files}
    symbol_ends = np.cumsum(fields["symbol_counts"])[:-1]
    frame_ends = np.cumsum(fields["frame_counts"])[:-1]
    return [
        Row(str(text), int(kind), *arrays)
        for text, kind, *arrays in zip(
            fields["texts"],
            fields["kinds"],
            np.split(fields["ids"], symbol_ends),
            np.split(fields["durations"], symbol_ends),
            np.split(fields["unrounded"], symbol_ends),
            np.split(fields["f0"], frame_ends),
            np.split(fields["mel"], frame_ends),
            strict=True,
        )
    ]


def make_rows(teacher: Teacher, text: str, kind: str, rng: np.random.Generator) -> list[Row]:
    rows = []
    for sentence in teacher.voice.split_sentences(spoken(text)):
        symbols = teacher.phonemize(sentence)
        symbols = "".join(s for s in symbols if s in phonemes.IDS and s in teacher.voice.vocab)
        ids = teacher.ids(symbols)
        if len(ids) < 4:
            continue
        if kind == "sung" and len(ids) > SINGABLE:
            kind = "both"
        said = teacher.speak(ids) if kind == "plain" else vary(teacher, ids, symbols, kind, rng)
        rows.append(row_of(text, KINDS.index(kind), symbols, said))
    return rows


def build(lines: list[str], out: Path, name: str, varied: float, seed: int) -> None:
    """Speak ``lines`` into shards ``name_000.npz``...; a shard that exists is kept."""
    teacher = Teacher()
    for shard, first in enumerate(range(0, len(lines), PER_SHARD)):
        path = out / f"{name}_{shard:03d}.npz"
        if path.exists():
            continue
        begun = time.monotonic()
        rng = np.random.default_rng((seed, shard))
        rows: list[Row] = []
        for text in lines[first : first + PER_SHARD]:
            kind = str(rng.choice(KINDS, p=KIND_SHARES)) if rng.random() < varied else "plain"
            rows += make_rows(teacher, text, kind, rng)
        save(path, rows)
        hours = sum(len(r.f0) for r in rows) / mel.FRAMES_PER_SECOND / 3600
        print(
            f"{path.name}: {len(rows)} utterances, {hours:.2f} h, {time.monotonic() - begun:.0f} s",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="corpus")
    parser.add_argument("--held-out", nargs="*", type=Path, default=[])
    parser.add_argument("--limit", type=int)
    parser.add_argument("--varied", type=float, default=0.35)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    secret = set(sentences(options.held_out))
    lines = [line for line in sentences(options.texts) if line not in secret]
    np.random.default_rng(options.seed).shuffle(lines)
    build(lines[: options.limit], options.out, options.name, options.varied, options.seed)


if __name__ == "__main__":
    main()
