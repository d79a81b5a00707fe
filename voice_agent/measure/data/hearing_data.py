"""Sound to measure hearing with: noises that are made here, and people who were recorded."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound import files
from voice_agent.units import Audio

RATE = 16_000
FOLDER_VARIABLE = "VOICE_AGENT_BENCH_SPEECH"  # a folder of natural utterances, one a file
SUFFIXES = (".flac", ".wav", ".mp3", ".ogg", ".m4a")

TEXTS = {
    "beckett": "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better.",
    "two_cities": (
        "It was the best of times, it was the worst of times, it was the age of wisdom, it was "
        "the age of foolishness, it was the epoch of belief, it was the epoch of incredulity, it "
        "was the season of light, it was the season of darkness, it was the spring of hope, it "
        "was the winter of despair, we had everything before us, we had nothing before us, we "
        "were all going direct to heaven, we were all going direct the other way. In short, the "
        "period was so far like the present period, that some of its noisiest authorities "
        "insisted on its being received, for good or for evil, in the superlative degree of "
        "comparison only."
    ),
}


@dataclass(frozen=True, eq=False)
class Clip:
    """``text`` is what is said in it; None where nobody wrote it down, "" where nobody speaks."""

    name: str
    audio: Audio
    text: str | None = None


def people(folder: Path) -> list[Clip]:
    """The recordings of people whose words are known. ``folder`` is the model of that name."""
    return [Clip(name, files.read(folder / f"{name}.wav"), text) for name, text in TEXTS.items()]


def natural(limit: int) -> list[Clip]:
    """Up to ``limit`` files of the folder that the environment names; their words, where a
    text file of the same name lies beside the sound."""
    named = os.environ.get(FOLDER_VARIABLE)
    if not named:
        return []
    found = sorted(path for path in Path(named).rglob("*") if path.suffix.lower() in SUFFIXES)
    clips = []
    for path in found[:limit]:
        text = path.with_suffix(".txt")
        said = text.read_text(encoding="utf-8").strip() if text.is_file() else None
        clips.append(Clip(path.stem, files.read(path), said))
    return clips


def one_a_reader(folder: Path) -> list[Path]:
    """The sounds below a folder in the order of their names. In LibriSpeech's layout, or with
    its names ("1089-134686-0000.flac"), the first of each reader."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    firsts: dict[str, Path] = {}
    for path in found:
        named = re.fullmatch(r"(\d+)-\d+-\d+", path.stem)
        firsts.setdefault(named[1] if named else str(path), path)
    return list(firsts.values())


def plain(text: str) -> str:
    """Lower-case words without punctuation, so that only words count as errors."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower())) or "-"


def noises(seconds: float = 4.0, each: int = 6) -> Iterator[Clip]:
    """Sounds in which nobody speaks, ``each`` of every kind at levels from -50 to -10 dBFS."""
    levels = np.linspace(-50.0, -10.0, each)
    for kind, make in KINDS.items():
        for number, level in enumerate(levels):
            random = np.random.default_rng([number, *kind.encode()])
            sound = make(random, round(seconds * RATE)).astype(np.float32)
            loudness = float(np.sqrt(np.mean(np.square(sound)))) or 1.0
            sound = np.clip(sound * (10.0 ** (level / 20.0) / loudness), -1.0, 1.0)
            yield Clip(f"{kind} at {level:.0f} dBFS", Audio(sound, RATE), "")


Maker = Callable[[np.random.Generator, int], NDArray[np.float64]]


def _coloured(slope: float) -> Maker:
    """Noise whose power falls with frequency to the power of ``slope``."""

    def make(random: np.random.Generator, count: int) -> NDArray[np.float64]:
        spectrum = np.fft.rfft(random.standard_normal(count))
        hertz = np.maximum(np.fft.rfftfreq(count, 1 / RATE), 20.0)
        return np.fft.irfft(spectrum * hertz ** (-slope / 2), count)

    return make


def _hum(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    base = random.choice([50.0, 60.0])
    time = np.arange(count) / RATE
    parts = [np.sin(2 * np.pi * base * k * time) / k for k in (1, 2, 3, 5, 7)]
    return np.sum(parts, axis=0) + 0.01 * random.standard_normal(count)


def _music(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    """A plucked melody over chords."""
    sound = np.zeros(count)
    scale = 220.0 * 2.0 ** (np.array([0, 2, 4, 7, 9, 12, 14, 16]) / 12)
    at = 0
    while at < count:
        length = int(RATE * random.choice([0.2, 0.4, 0.8]))
        time = np.arange(min(length * 2, count - at)) / RATE
        for note in random.choice(scale, size=3, replace=False):
            for harmonic in range(1, 6):
                wave = np.sin(2 * np.pi * note * harmonic * time) / harmonic**1.5
                sound[at : at + len(time)] += wave * np.exp(-4 * time * harmonic**0.5)
        at += length
    return sound


def _clicks(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Typing: short bursts, each a knock and a ring."""
    sound = 0.002 * random.standard_normal(count)
    at = 0
    while True:
        at += int(RATE * random.uniform(0.06, 0.35))
        if at + 1600 >= count:
            return sound
        time = np.arange(1600) / RATE
        burst = random.standard_normal(1600) * np.exp(-time / 0.006)
        ring = np.sin(2 * np.pi * random.uniform(800, 3000) * time) * np.exp(-time / 0.01)
        sound[at : at + 1600] += burst + 0.5 * ring


def _slam(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    """A door: a low thud with a rattle, now and then."""
    sound = 0.002 * random.standard_normal(count)
    for at in range(RATE // 2, count - RATE, int(1.3 * RATE)):
        time = np.arange(RATE) / RATE
        thud = np.sin(2 * np.pi * random.uniform(60, 120) * time) * np.exp(-time / 0.08)
        rattle = random.standard_normal(RATE) * np.exp(-time / 0.05)
        sound[at : at + RATE] += thud + 0.4 * rattle
    return sound


def _breath(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Breathing on the microphone: noise below 3 kHz that swells and fades."""
    noise = _coloured(0.8)(random, count)
    swell = np.sin(2 * np.pi * np.arange(count) / RATE / random.uniform(1.5, 2.5))
    return noise * np.clip(swell, 0.0, None) ** 2


def _beeps(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    time = np.arange(count) / RATE
    tone = np.sin(2 * np.pi * random.uniform(400, 2000) * time)
    return tone * (np.sin(2 * np.pi * random.uniform(1, 4) * time) > 0)


def _fan(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Pink noise that flutters, and the blades' tone."""
    time = np.arange(count) / RATE
    flutter = 1 + 0.3 * np.sin(2 * np.pi * random.uniform(4, 9) * time)
    blades = np.sin(2 * np.pi * random.uniform(90, 180) * time)
    noise = _coloured(1.0)(random, count)
    return flutter * noise / np.std(noise) + 0.7 * blades


def _silence(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    return 1e-4 * random.standard_normal(count)


KINDS: dict[str, Maker] = {
    "silence": _silence,
    "white noise": _coloured(0.0),
    "pink noise": _coloured(1.0),
    "brown noise": _coloured(2.0),
    "hum": _hum,
    "music": _music,
    "typing": _clicks,
    "door": _slam,
    "breath": _breath,
    "beeps": _beeps,
    "fan": _fan,
}
