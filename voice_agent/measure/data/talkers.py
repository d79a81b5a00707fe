"""Two talkers to be pulled apart: unseen readers mixed in pairs, and other scenes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.data.hearing_data import one_a_reader
from voice_agent.measure.data.mixtures import NOISES
from voice_agent.measure.data.mixtures import RATE as NOISE_RATE
from voice_agent.settings import ROOT
from voice_agent.sound import files
from voice_agent.sound.separation import RATE
from voice_agent.sound.separation_voices import median_hertz
from voice_agent.units import Audio

SECONDS = 8.0  # of each mixture
LEVEL = 5.0  # dB that one talker is louder or quieter by, at most
SEX = 162.0  # hertz of the median pitch that divides men's voices from women's

Signal = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Voice:
    """One reader, mono at 16 kHz."""

    name: str
    samples: Signal
    pitch: float  # hertz


@dataclass(frozen=True, eq=False)
class Pair:
    """Two talkers at once, shape (2, samples); their sum is the mixture."""

    sources: NDArray[np.float32]
    same_sex: bool

    @property
    def mixture(self) -> Signal:
        return self.sources.sum(axis=0)


def held_back(folder: Path) -> list[Voice]:
    """The readers of a LibriSpeech folder that training never used for anything; all of a
    folder that has none of them, which is another one."""
    path = ROOT / "training" / "separator" / "readers" / "test.txt"
    wanted = set(path.read_text(encoding="utf-8").split())
    found = one_a_reader(folder)
    chosen = [path for path in found if path.name.split("-")[0] in wanted] or found
    return [voice_of(path.stem, files.read(path)) for path in chosen]


def pairs(voices: Sequence[Voice], count: int, *, seed: int = 0) -> list[Pair]:
    """Half of them of one sex as far as there are such pairs; each voice about as often."""
    random = np.random.default_rng(seed)
    both = [(a, b) for a in range(len(voices)) for b in range(a + 1, len(voices))]
    both = [(a, b) for a, b in both if voices[a].name != voices[b].name]
    random.shuffle(both)
    used = np.zeros(len(voices), int)
    made: list[Pair] = []
    quota = {True: count // 2, False: count - count // 2}
    for most in range(1, count):
        for a, b in both:
            same = (voices[a].pitch < SEX) == (voices[b].pitch < SEX)
            if quota[same] and max(used[a], used[b]) < most:
                quota[same] -= 1
                used[[a, b]] += 1
                made.append(_pair(voices[a], voices[b], same, random))
    return made


def _pair(a: Voice, b: Voice, same: bool, random: np.random.Generator) -> Pair:
    length = min(len(a.samples), len(b.samples), round(SECONDS * RATE))
    sources = np.stack([a.samples[:length], b.samples[:length]]).astype(np.float64)
    sources -= sources.mean(axis=1, keepdims=True)  # an offset would count as loudness
    sources /= np.sqrt(np.mean(sources**2, axis=1, keepdims=True))
    sources[1] *= 10.0 ** (random.uniform(-LEVEL, LEVEL) / 20.0)
    return Pair((0.05 * sources).astype(np.float32), same)


def people() -> list[Voice]:
    """Pieces of the readers in the recordings of people."""
    folder = load_path("people-recordings")
    found: list[Voice] = []
    for name in ("beckett", "two_cities"):
        audio = files.read(folder / f"{name}.wav")
        size = round(9.0 * audio.rate)
        for start in range(0, audio.frames - size, size):
            piece = Audio(audio.samples[start : start + size], audio.rate)
            found.append(voice_of(name, piece))
    return found


def voice_of(name: str, audio: Audio) -> Voice:
    import soxr

    samples = soxr.resample(audio.mono(), audio.rate, RATE).astype(np.float32)
    return Voice(name, samples, median_hertz(samples))


def scenes(
    voices: Sequence[Voice], count: int = 40, *, seed: int = 1
) -> Iterator[tuple[str, int, list[Signal]]]:
    """Kinds of recordings, how many people talk in them, and ``count`` of each."""
    random = np.random.default_rng(seed)
    mixed = pairs(voices, count, seed=seed)
    yield "two at once", 2, [pair.mixture for pair in mixed]
    yield "two in turn", 2, [_in_turn(pair, random) for pair in pairs(voices, count, seed=2)]
    alone = [0.05 * v.samples / (v.samples.std() + 1e-9) for v in voices]
    alone = [alone[i % len(alone)][: round(SECONDS * RATE)] for i in range(count)]
    yield "one alone", 1, alone
    noisy = [
        sound + 0.05 * 10 ** (-15 / 20) * _noise(i, len(sound)) for i, sound in enumerate(alone)
    ]
    yield "one, with noise", 1, noisy
    yield "nobody", 0, [0.05 * _noise(i, round(SECONDS * RATE)) for i in range(count)]


def _in_turn(pair: Pair, random: np.random.Generator) -> Signal:
    """First one talks, then the other."""
    cut = int(pair.sources.shape[1] * random.uniform(0.35, 0.65))
    sources = pair.sources.copy()
    sources[0, cut:] = 0.0
    sources[1, :cut] = 0.0
    return sources.sum(axis=0)


def _noise(index: int, length: int) -> Signal:
    """One of the kinds of noise, but not people, at a level of one."""
    import soxr

    names = [name for name in NOISES if name != "babble"]
    random = np.random.default_rng([7, index])
    wide = NOISES[names[index % len(names)]](3 * length + 48, random, [])
    noise = soxr.resample(wide, NOISE_RATE, RATE)[:length]
    return (noise / (noise.std() + 1e-9)).astype(np.float32)
