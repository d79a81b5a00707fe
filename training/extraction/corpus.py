"""All sounds of the training as powers of bands, once.

    python -m training.extraction.corpus MADE OUT --packages DIR --speech DIR

Takes the rendered sound models (``training.extraction.made``), the recordings that
``recordings.json`` lists and the readers; at three speeds, which makes other sounds of them.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.extraction.data import VOICE, Powers
from training.extraction.model import EDGES, HOP, RATE, WINDOW

HERE = Path(__file__).parent
SPEEDS = (1.0, 0.85, 1.18)
_FLOOR = 1e-9  # of power


def powers_of(samples: NDArray[np.float32]) -> Powers:
    """Band powers of mono samples at 32 kHz, (frames, bands)."""
    taper = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW))
    padded = np.pad(samples, (WINDOW // 2, WINDOW // 2 + HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    spectrum = np.square(np.abs(np.fft.rfft(frames * taper, axis=1)))
    return np.add.reduceat(spectrum, EDGES[:-1], axis=1).astype(np.float32)


def prepare(made: Path, out: Path, packages: Path, speech: Path, recordings: Path) -> None:
    """Everything into one file of powers and a table."""
    pieces: list[NDArray[np.float16]] = []
    rows: list[dict[str, Any]] = []
    at = 0

    def add(name: str, origin: str, part: str, samples: NDArray[np.int16]) -> None:
        nonlocal at
        if len(samples) < RATE // 20:
            return
        places = []
        for speed in SPEEDS if part == "train" else SPEEDS[:1]:
            there = np.arange(0, len(samples) - 1, speed, dtype=np.float32)
            again = np.interp(there, np.arange(len(samples)), samples / np.float32(32768.0))
            powers = powers_of(again.astype(np.float32))
            floor = _FLOOR * float(powers.mean())
            pieces.append(np.log(powers + floor + 1e-7).astype(np.float16))
            places.append((at, len(powers)))
            at += len(powers)
        rows.append({"name": name, "origin": origin, "part": part, "places": places})

    for name, origin, part, samples in _everything(made, packages, speech, recordings):
        add(name, origin, part, samples)
    names = sorted({row["name"] for row in rows})
    phrases, asked = _phrases(names)
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / "powers.npy", np.concatenate(pieces))
    np.save(out / "asked.npy", asked)
    table = {"rows": rows, "phrases": phrases, "near": _near(names)}
    (out / "table.json").write_text(json.dumps(table), encoding="utf-8")
    for origin in ("made", "recorded", "voice"):
        chosen = [row for row in rows if row["origin"] == origin and row["part"] == "train"]
        seconds = sum(row["places"][0][1] for row in chosen) * HOP / RATE
        print(origin, len(chosen), round(seconds / 60, 1), "min")


def _everything(
    made: Path, packages: Path, speech: Path, recordings: Path
) -> Iterator[tuple[str, str, str, NDArray[np.int16]]]:
    """(name, origin, part, samples) of all that is trained on or developed with."""
    for part, folder in (("train", made), ("development", made.with_name("made-development"))):
        for path in sorted(folder.glob("*.npz")):
            with np.load(path) as file:
                whole, starts = file["samples"], file["starts"]
            for begin, end in pairwise(starts):
                yield path.stem, "made", part, whole[begin:end]
    for name, part, samples in _recordings(packages, recordings):
        if part != "test":
            yield name, "recorded", part, samples
    for part, samples in _readers(speech):
        yield VOICE, "voice", part, samples


def _recordings(packages: Path, table: Path) -> Iterator[tuple[str, str, NDArray[np.int16]]]:
    """(name, part, samples) of every recording that is listed and there."""
    import soxr

    from training.extraction.made import packed
    from voice_agent.sound import files

    for entry in json.loads(table.read_text(encoding="utf-8")):
        path = packages / entry["path"]
        try:
            audio = files.read(path, max_seconds=12.0)
        except Exception as problem:  # a damaged recording fails in any way; it is told
            print(f"left out {path.name}: {problem}")
            continue
        mono = soxr.resample(audio.mono(), audio.rate, RATE)
        yield entry["name"], entry["part"], packed(mono, 10.0)


def _readers(speech: Path) -> Iterator[tuple[str, NDArray[np.int16]]]:
    import soxr

    from training.extraction.made import packed
    from training.separator.data import part_of
    from voice_agent.sound import files

    for path in sorted(speech.glob("*.flac")):
        if (part := part_of(path)) != "test":
            audio = files.read(path)
            yield part, packed(soxr.resample(audio.mono(), audio.rate, RATE), 16.0)


_VOICE_WORDS = ("a voice", "speech", "the person talking", "a man speaking", "a woman speaking")


def _phrases(names: list[str]) -> tuple[dict[str, list[int]], NDArray[np.float32]]:
    """How each sound may be asked for, the name first, and what that means as a vector."""
    from voice_agent.catalogue import load_path
    from voice_agent.foley.library import sounds
    from voice_agent.sound.yamnet import read_labels
    from voice_agent.tools._vocabulary import Vocabulary, WordVectors, asked_for

    labels = read_labels(load_path("yamnet") / "yamnet_class_map.csv")
    vectors = WordVectors(load_path("sound-words"))
    vocabulary = Vocabulary(labels, vectors)
    table: dict[str, list[int]] = {}
    rows: list[NDArray[np.float32]] = []
    for name in names:
        more = sounds()[name].words if name in sounds() else _VOICE_WORDS
        for phrase in dict.fromkeys((name, *more)):
            meaning = vocabulary.understand(phrase)
            if meaning is not None:
                table.setdefault(name, []).append(len(rows))
                rows.append(asked_for(vectors, phrase, meaning.labels))
    return table, np.stack(rows)


def _near(names: list[str]) -> dict[str, list[str]]:
    """Sounds that may pass for one another: they share a word or a first class."""
    from voice_agent.foley.library import sounds

    def words(name: str) -> set[str]:
        return set(re.findall(r"[a-z]{4,}", name.lower()))

    heard: dict[str, tuple[str, ...]] = dict.fromkeys(names, ("Speech",))
    heard.update({name: sounds()[name].heard_as for name in names if name in sounds()})

    def alike(one: str, other: str) -> bool:
        shared = words(one) & words(other)
        return (
            bool(shared) or heard[one][0] in heard[other][:3] or heard[other][0] in heard[one][:3]
        )

    return {one: [other for other in names if alike(one, other)] for one in names}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("made", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--packages", type=Path, required=True, help="unpacked Debian packages")
    parser.add_argument("--speech", type=Path, required=True, help="readers, one file each")
    parser.add_argument("--recordings", type=Path, default=HERE / "recordings.json")
    arguments = parser.parse_args()
    prepare(
        arguments.made, arguments.out, arguments.packages, arguments.speech, arguments.recordings
    )
