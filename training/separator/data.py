"""Mixtures of two talkers, made anew for every step from recordings of many readers."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
HERE = Path(__file__).parent
SPEEDS = (1.0, 0.8, 0.85, 0.9, 0.95, 1.06, 1.12, 1.19, 1.26)  # each makes other voices of all

Samples = NDArray[np.float32]
Revoiced = tuple[Samples, float]


def readers(name: str) -> set[str]:
    """Identifiers of the readers of ``development`` or ``test``; all others are for training."""
    return set((HERE / "readers" / f"{name}.txt").read_text(encoding="utf-8").split())


def part_of(path: Path) -> str:
    """``train``, ``development`` or ``test``, by the reader in a name like 103-1240-0000.flac."""
    reader = path.name.split("-")[0]
    for name in ("development", "test"):
        if reader in readers(name):
            return name
    return "train"


def median_pitch(samples: Samples) -> float:
    """Median fundamental frequency in hertz of the voiced frames, by autocorrelation."""
    size, hop = 1024, 480
    frames = np.lib.stride_tricks.sliding_window_view(samples, size)[::hop].astype(np.float64)
    frames = frames - frames.mean(1, keepdims=True)
    energy = (frames**2).mean(1)
    frames = frames[energy > 0.1 * np.percentile(energy, 90)] * np.hanning(size)
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(size), 2 * size)) ** 2)[:size]
    spectrum = np.abs(np.fft.rfft(frames, 2 * size)) ** 2
    spectrum[:, 128:] = 0.0  # below 1 kHz
    correlation = np.fft.irfft(spectrum)[:, :size] / window
    lags = slice(RATE // 400, RATE // 65)
    shorter = np.linspace(1.0, 0.85, lags.stop - lags.start)  # rather than an octave too low
    best = (correlation[:, lags] * shorter).argmax(1) + RATE // 400
    strength = correlation[np.arange(len(best)), best] / correlation[:, 0]
    voiced = best[strength > 0.6]
    return float(RATE / np.median(voiced)) if len(voiced) else 0.0


def revoiced(samples: Samples, count: int, random: np.random.Generator) -> Iterator[Revoiced]:
    """``count`` other voices that say the same, each with its factor of pitch.

    A change of speed moves pitch and formants together; here the WORLD vocoder (Morise et al.
    2016) moves them apart: pitch by a factor of 0.65 to 1.55, formants by 0.84 to 1.19,
    the melody's range by 0.6 to 1.5. Needs ``pyworld``.
    """
    import pyworld

    sound = samples.astype(np.float64)
    rough, times = pyworld.dio(sound, RATE, f0_floor=60.0, f0_ceil=450.0)
    melody = pyworld.stonemask(sound, rough, times, RATE)
    envelope = pyworld.cheaptrick(sound, melody, times, RATE)
    noise = pyworld.d4c(sound, melody, times, RATE)
    voiced = melody > 0
    middle = np.median(melody[voiced]) if voiced.any() else 150.0
    bins = np.arange(envelope.shape[1])
    for _ in range(count):
        pitch, formant = np.exp(random.uniform(np.log((0.65, 0.84)), np.log((1.55, 1.19))))
        spread = random.uniform(0.6, 1.5)
        height = middle * pitch * (np.maximum(melody, 1.0) / middle) ** spread
        other = np.where(voiced, np.clip(height, 65.0, 420.0), 0.0)
        at = np.minimum(bins / formant, bins[-1])
        low, share = at.astype(int), at % 1.0
        high = np.minimum(low + 1, bins[-1])
        warped = np.exp(np.log(envelope[:, low]) * (1 - share) + np.log(envelope[:, high]) * share)
        said = pyworld.synthesize(other, np.ascontiguousarray(warped), noise, RATE)
        yield said.astype(np.float32), float(pitch)


def prepare(folder: Path, out: Path, voices: int) -> None:
    """Recordings into one file of samples; those for training also at several speeds and in
    ``voices`` other voices each."""
    import soxr

    from voice_agent.sound import files

    random = np.random.default_rng(5)
    table: list[dict[str, Any]] = []
    pieces: list[NDArray[np.int16]] = []
    at = 0
    for path in sorted(folder.glob("*.flac")):
        audio = files.read(path)
        samples = soxr.resample(audio.mono(), audio.rate, RATE)
        part, pitch = part_of(path), median_pitch(samples)
        copies = [(samples, 1.0)]
        if part == "train":
            copies = [(soxr.resample(samples, RATE * speed, RATE), speed) for speed in SPEEDS]
            copies += revoiced(samples, voices, random)
        for changed, factor in copies:
            level = np.sqrt(np.mean(changed**2))
            scaled = np.clip(changed * (2000.0 / level), -32767, 32767).astype(np.int16)
            row = {"reader": path.name.split("-")[0], "part": part}
            table.append({**row, "pitch": pitch * factor, "start": at, "length": len(scaled)})
            pieces.append(scaled)
            at += len(scaled)
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / "samples.npy", np.concatenate(pieces))
    (out / "table.json").write_text(json.dumps(table), encoding="utf-8")


@dataclass(frozen=True)
class Mixing:
    """How mixtures are drawn."""

    seconds: float = 4.0
    level: float = 5.0  # dB, either way
    partial: float = 0.25  # share in which one talker is silent for a while
    turns: float = 0.06  # share in which they talk in turn
    alone: float = 0.04  # share with one talker only
    narrow: float = 0.04  # share with nothing above 4 kHz
    alike: float = 0.4  # share of pairs chosen for a similar pitch


class Mixer:
    """Draws batches of pairs of talkers."""

    def __init__(self, folder: Path, part: str, seed: int) -> None:
        table = json.loads((folder / "table.json").read_text(encoding="utf-8"))
        self.rows = [row for row in table if row["part"] == part]
        self.samples = np.load(folder / "samples.npy", mmap_mode="r")
        self.random = np.random.default_rng(seed)
        self.pitches = np.array([row["pitch"] for row in self.rows])
        self.order = np.argsort(self.pitches)
        self.rank = np.argsort(self.order)

    def batch(self, size: int, mixing: Mixing) -> Samples:
        """Sources [size, 2, samples]; their sum is the mixture."""
        return np.stack([self._pair(mixing) for _ in range(size)])

    def _pair(self, mixing: Mixing) -> Samples:
        random = self.random
        frames = round(mixing.seconds * RATE)
        first = int(random.integers(len(self.rows)))
        while True:
            if random.random() < mixing.alike:
                near = self.rank[first] + random.integers(-120, 121)
                second = int(self.order[np.clip(near, 0, len(self.rows) - 1)])
            else:
                second = int(random.integers(len(self.rows)))
            if self.rows[second]["reader"] != self.rows[first]["reader"]:
                break
        pair = np.stack([self.talker(first, frames), self.talker(second, frames)])
        ratio = random.uniform(-mixing.level, mixing.level)
        pair[1] *= 10 ** (ratio / 20)
        draw = random.random()
        if draw < mixing.alone:
            pair[random.integers(2)] = 0.0
        elif draw < mixing.alone + mixing.turns:
            cut = int(frames * random.uniform(0.3, 0.7))
            pair[0, cut:], pair[1, :cut] = 0.0, 0.0
        elif draw < mixing.alone + mixing.turns + mixing.partial:
            cut = int(frames * random.uniform(0.15, 0.6))
            silent = slice(0, cut) if random.random() < 0.5 else slice(frames - cut, frames)
            pair[random.integers(2), silent] = 0.0
        if random.random() < mixing.narrow:
            spectrum = np.fft.rfft(pair)
            spectrum[:, int(random.uniform(0.4, 0.5) * spectrum.shape[1]) :] = 0.0
            pair = np.fft.irfft(spectrum, frames).astype(np.float32)
        return pair * 10 ** (random.uniform(-6, 6) / 20)

    def talker(self, index: int, frames: int, *, plain: bool = False) -> Samples:
        """A piece of one talker at a level of about 0.1, coloured a little at random."""
        row, random = self.rows[index], self.random
        for _ in range(4):
            slack = row["length"] - frames
            start = row["start"] + int(random.integers(max(1, slack)))
            stop = min(start + frames, row["start"] + row["length"])
            piece = np.zeros(frames, np.float32)
            at = 0 if slack >= 0 else int(random.integers(1 - slack))
            piece[at : at + stop - start] = self.samples[start:stop]
            level = float(np.sqrt(np.mean(piece**2)))
            if level > 600:
                break
        if not plain and random.random() < 0.7:
            piece = self._coloured(piece)
            level = float(np.sqrt(np.mean(piece**2)))
        return (piece * (0.06 / max(level, 300.0))).astype(np.float32)

    def _coloured(self, piece: Samples) -> Samples:
        """Through a smooth random response of about +-4 dB."""
        spectrum = np.fft.rfft(piece)
        octaves = np.log2(np.linspace(40, RATE / 2, len(spectrum) // 64 + 2) / 40.0)
        gain = sum(
            self.random.normal(0, 2.5) * np.cos(np.pi * order * octaves / octaves[-1] + phase)
            for order, phase in zip((1, 2, 3, 5), self.random.uniform(0, 2 * np.pi, 4), strict=True)
        )
        response = np.repeat(10 ** (np.asarray(gain) / 20), 64)[: len(spectrum)]
        return np.fft.irfft(spectrum * response, len(piece)).astype(np.float32)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="recordings, one reader each")
    parser.add_argument("out", type=Path)
    parser.add_argument("--voices", type=int, default=5, help="other voices made of each reader")
    arguments = parser.parse_args()
    prepare(arguments.folder, arguments.out, arguments.voices)
