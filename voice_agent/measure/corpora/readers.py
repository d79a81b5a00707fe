"""Corpora in the layouts in which they are given away, as pairs of sound and truth.

Nothing is copied or downloaded: the folder is a user's own. A reader yields every item of a
corpus in the order of file names; whoever measures takes as many as there is time for.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from voice_agent.measure.data.hearing_data import SUFFIXES

_ENTRY = re.compile(r"(\w+):\s*([^,{}]+)")
_MIXTURES = ("mix", "mix_clean", "mix_both")


@dataclass(frozen=True)
class Spoken:
    """An utterance and its words."""

    path: Path
    text: str


@dataclass(frozen=True)
class Noisy:
    """A noisy recording beside the clean one."""

    clean: Path
    noisy: Path


@dataclass(frozen=True)
class Mixed:
    """Two talkers in one channel, and each alone."""

    mixture: Path
    sources: tuple[Path, Path]


@dataclass(frozen=True)
class Labelled:
    """A recording and what is heard in it: names of classes, or AudioSet's identifiers."""

    path: Path
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Translated:
    """A stretch of a talk in seconds, its words, and their translations by language."""

    path: Path
    start: float
    seconds: float
    text: str
    translations: Mapping[str, str]


def librispeech(folder: Path) -> Iterator[Spoken]:
    """``test-clean/1089/134686/1089-134686.trans.txt`` with lines ``1089-134686-0000 WORDS``
    beside ``1089-134686-0000.flac``."""
    for listing in sorted(folder.rglob("*.trans.txt")):
        for line in listing.read_text(encoding="utf-8").splitlines():
            name, _, text = line.partition(" ")
            path = listing.parent / f"{name}.flac"
            if text and path.is_file():
                yield Spoken(path, text)


def voicebank(folder: Path) -> Iterator[Noisy]:
    """``clean_testset_wav/p232_001.wav`` and ``noisy_testset_wav/p232_001.wav``."""
    for clean in sorted((folder / "clean_testset_wav").glob("*.wav")):
        noisy = folder / "noisy_testset_wav" / clean.name
        if noisy.is_file():
            yield Noisy(clean, noisy)


def two_talkers(folder: Path) -> Iterator[Mixed]:
    """WSJ0-2mix (``wav8k/min/tt/{mix,s1,s2}/*.wav``) and LibriMix
    (``Libri2Mix/wav16k/min/test/{mix_clean,s1,s2}/*.wav``); the test set where there are
    several, the clean mixture where there are two."""
    place = _mixture_folder(folder)
    if place is None:
        return
    for mixture in sorted(place.glob("*.wav")):
        one, two = (place.parent / name / mixture.name for name in ("s1", "s2"))
        if one.is_file() and two.is_file():
            yield Mixed(mixture, (one, two))


def _mixture_folder(folder: Path) -> Path | None:
    """Where the mixtures lie; a folder called tt or test goes before others."""
    found = [
        first.parent / name
        for first in sorted([folder / "s1", *folder.rglob("s1")])
        for name in _MIXTURES
        if (first.parent / name).is_dir() and (first.parent / "s2").is_dir()
    ]
    tests = [place for place in found if place.parent.name in ("tt", "test")]
    return next(iter([*tests, *found]), None)


def esc50(folder: Path) -> Iterator[Labelled]:
    """``meta/esc50.csv`` (columns ``filename``, ``category``) and ``audio/``."""
    with (folder / "meta" / "esc50.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            path = folder / "audio" / row["filename"]
            if path.is_file():
                yield Labelled(path, (row["category"].replace("_", " "),))


def audioset(folder: Path) -> Iterator[Labelled]:
    """``eval_segments.csv`` (``YTID, start, end, "/m/09x0r,/m/04rlf"``) and, anywhere below,
    ten-second clips whose names begin with the YTID or with ``Y`` and the YTID."""
    clips: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SUFFIXES:
            clips.setdefault(path.stem, path)
            clips.setdefault(path.stem.removeprefix("Y")[:11], path)
            clips.setdefault(path.stem[:11], path)
    listing = next(iter(sorted(folder.rglob("eval_segments.csv"))))
    for line in listing.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        name, _, _, labels = line.split(",", 3)
        if name in clips:
            yield Labelled(clips[name], tuple(labels.strip().strip('"').split(",")))


def mustc(folder: Path) -> Iterator[Translated]:
    """``data/tst-COMMON/txt/tst-COMMON.yaml`` (a line for each segment: ``duration``,
    ``offset``, ``wav``), ``tst-COMMON.en`` and ``tst-COMMON.de`` beside it, ``../wav/``."""
    listings = sorted(folder.rglob("txt/*.yaml"))
    tests = [path for path in listings if "tst" in path.stem] or listings
    for listing in tests[:1]:
        texts = {
            path.suffix[1:]: path.read_text(encoding="utf-8").splitlines()
            for path in sorted(listing.parent.glob(f"{listing.stem}.*"))
            if path != listing
        }
        segments = listing.read_text(encoding="utf-8").splitlines()
        for place, segment in enumerate(line for line in segments if line.startswith("-")):
            about = {name: value.strip() for name, value in _ENTRY.findall(segment)}
            words = {language: lines[place] for language, lines in texts.items()}
            path = listing.parent.parent / "wav" / about["wav"]
            if path.is_file():
                yield Translated(
                    path, float(about["offset"]), float(about["duration"]), words.pop("en"), words
                )


def layout(folder: Path) -> str:
    """Whose layout a folder has; "" where it is none that is known."""
    if (folder / "meta" / "esc50.csv").is_file():
        return "ESC-50"
    if (folder / "noisy_testset_wav").is_dir() and (folder / "clean_testset_wav").is_dir():
        return "VoiceBank-DEMAND"
    if next(folder.rglob("eval_segments.csv"), None):
        return "AudioSet"
    if next(folder.rglob("txt/*.yaml"), None):
        return "MUST-C"
    place = _mixture_folder(folder)
    if place is not None:
        return "WSJ0-2mix" if place.name == "mix" else "LibriMix"
    return "LibriSpeech" if next(folder.rglob("*.trans.txt"), None) else ""
