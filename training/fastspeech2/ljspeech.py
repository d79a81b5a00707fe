"""A corpus from recordings of a person, in the layout of LJ Speech, with alignments.

    python -m training.fastspeech2.ljspeech FOLDER ALIGNMENTS --out DIR

FOLDER holds ``metadata.csv`` (``id|text|...``) and ``wavs/id.wav``; ALIGNMENTS holds
``id.tsv`` with a line ``symbol<TAB>start<TAB>end`` in seconds for each phoneme symbol of the
voice's alphabet (see ``voice_agent.speak.phonemes``; pauses as the punctuation they belong
to), as any forced aligner's output can be rewritten. Durations are snapped to steps of 25 ms,
F0 is measured. Export weights trained on it with ``--lag 0``.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.fastspeech2 import corpus
from voice_agent.measure.scores.pitch import track
from voice_agent.sound.files import read
from voice_agent.speak import mel, phonemes

STEP = 2 * mel.HOP / mel.RATE


def alignment(path: Path) -> list[tuple[str, float, float]]:
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [(symbol or " ", float(start), float(end)) for symbol, start, end in lines]


def row(text: str, audio: NDArray[np.float32], spans: list[tuple[str, float, float]]) -> corpus.Row:
    """One utterance; the pads take what lies before the first and after the last symbol."""
    known = [span for span in spans if span[0] in phonemes.IDS]
    starts = [round(start / STEP) for _, start, _ in known]
    end = round(known[-1][2] / STEP)
    total = max(end + 1, len(audio) // (2 * mel.HOP))
    edges = np.array([0, *starts, end, total])
    durations = np.maximum(1, np.diff(np.maximum.accumulate(edges)))
    frames = 2 * int(durations.sum())
    samples = np.zeros(frames * mel.HOP, np.float32)
    samples[: min(len(audio), len(samples))] = audio[: len(samples)]
    f0 = np.zeros(frames, np.float32)
    found, _ = track(samples, mel.RATE)
    f0[2 : 2 + len(found)] = found[: frames - 2]  # its windows are centred 20 ms later
    return corpus.Row(
        text,
        corpus.KINDS.index("plain"),
        np.array(phonemes.encode("".join(symbol for symbol, _, _ in known)), np.int16),
        durations.astype(np.int16),
        durations.astype(np.float16),
        f0,
        mel.log_mel(samples).astype(np.float16),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("alignments", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with (options.folder / "metadata.csv").open(encoding="utf-8") as file:
        entries = [line for line in csv.reader(file, delimiter="|", quoting=csv.QUOTE_NONE) if line]
    rows: list[corpus.Row] = []
    for name, text, *_ in entries:
        spans = options.alignments / f"{name}.tsv"
        if spans.exists():
            audio = read(options.folder / "wavs" / f"{name}.wav")
            rows.append(row(text, resampled(audio.mono(), audio.rate), alignment(spans)))
    for shard, first in enumerate(range(0, len(rows), corpus.PER_SHARD)):
        path = options.out / f"recorded_{shard:03d}.npz"
        corpus.save(path, rows[first : first + corpus.PER_SHARD])
    print(f"{len(rows)} of {len(entries)} utterances have alignments")


def resampled(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    import soxr

    out: NDArray[np.float32] = soxr.resample(samples, rate, mel.RATE)
    return out


if __name__ == "__main__":
    main()
