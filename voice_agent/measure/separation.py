"""How well two talkers are pulled apart: unseen natural voices, mixed in pairs.

SI-SDR (Le Roux et al. 2019) over the mixture's, beside a factorisation of the spectrogram;
the words that a recogniser then finds; and whether one, two or no talkers are told apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.enhancement import si_sdr
from voice_agent.measure.exhibits import Exhibit, comparison
from voice_agent.measure.mixtures import NOISES
from voice_agent.measure.mixtures import RATE as NOISE_RATE
from voice_agent.measure.separation_baseline import nmf_pair
from voice_agent.measure.table import Report, Table, mean_of, share_of
from voice_agent.settings import ROOT, Settings
from voice_agent.sound import files
from voice_agent.sound.separation import RATE, MaskNetwork, separate
from voice_agent.sound.separation_census import Census, Verdict
from voice_agent.sound.separation_voices import median_hertz
from voice_agent.sound.yamnet import SoundClassifier
from voice_agent.units import Audio

SECONDS = 8.0  # of each mixture
LEVEL = 5.0  # dB that one talker is louder or quieter by, at most
SEX = 162.0  # hertz of the median pitch that divides men's voices from women's

Signal = NDArray[np.float32]
System = Callable[[Signal], NDArray[np.float32]]


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


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 80
) -> list[Exhibit]:
    """Figures on ``count`` pairs, half of them of one sex: the readers of the corpus folder
    ``speech`` that the recipe holds back, or else pieces of the recordings of people."""
    count = report.few(count, 8)
    voices = held_back(speech) if speech else _people()
    made = pairs(voices, count)
    systems: dict[str, System] = {
        "the mixture itself": lambda mixture: np.stack([mixture, mixture]),
        "NMF, spectral clustering": nmf_pair,
        "separate_speech": partial(separated, network=MaskNetwork(load_path("separator"))),
    }
    gains: dict[str, list[float]] = {name: [] for name in systems}
    ratios: dict[str, list[float]] = {name: [] for name in systems}
    speeds: dict[str, list[float]] = {name: [] for name in systems}
    outputs: dict[str, list[NDArray[np.float32]]] = {name: [] for name in systems}
    for index, pair in enumerate(made):
        report(f"pair {index + 1} of {len(made)}")
        for name, system in systems.items():
            started = time.process_time()
            found = system(pair.mixture)
            speeds[name].append((time.process_time() - started) / (len(pair.mixture) / RATE))
            found, ratio = in_order(pair.sources, found)
            before = [si_sdr(source, pair.mixture) for source in pair.sources]
            ratios[name].append(float(np.mean(ratio)))
            gains[name].append(float(np.mean(ratio) - np.mean(before)))
            outputs[name].append(found)
    same = np.array([pair.same_sex for pair in made])
    rows = [
        {
            "talkers": kind,
            "system": name,
            "n": int(chosen.sum()),
            "si_sdr": mean_of(list(np.array(ratios[name])[chosen])),
            "gain": mean_of(list(np.array(gains[name])[chosen])),
            "worst_gain": round(float(np.min(np.array(gains[name])[chosen])), 2),
            "real_time_factor": round(float(np.mean(speeds[name])), 3),
        }
        for kind, chosen in (("all", same | True), ("same sex", same), ("different sex", ~same))
        for name in systems
        if chosen.any()
    ]
    source = f"held-back readers of {speech.name}" if speech else "pieces of recordings of people"
    note = (
        f"{len(voices)} voices ({source}) fully overlapping for up to {SECONDS:g} s, levels "
        f"within {LEVEL:g} dB; sex by median pitch; dB"
    )
    return [
        Table("Two talkers pulled apart", rows, note),
        _words(settings, report, made, outputs),
        _counted(report, voices),
        *_heard(made[0], outputs["separate_speech"][0]),
    ]


def _heard(pair: Pair, found: NDArray[np.float32]) -> list[Exhibit]:
    """One mixture and what came of it, to look at and to listen to."""
    sounds = {"mixture": pair.mixture, "first": found[0], "second": found[1]}
    kind = "one sex" if pair.same_sex else "different sexes"
    title = f"Two talkers of {kind} pulled apart"
    return comparison(title, {name: Audio(sound, RATE) for name, sound in sounds.items()})


def separated(mixture: Signal, *, network: MaskNetwork) -> NDArray[np.float32]:
    """Both talkers of a mono mixture at 16 kHz, shape (2, samples)."""
    found = list(separate([mixture[:, None]], RATE, 1, network))
    return np.stack(
        [np.concatenate([p.first for p in found])[:, 0],
         np.concatenate([p.second for p in found])[:, 0]]
    )  # fmt: skip


def in_order(
    sources: NDArray[np.float32], found: NDArray[np.float32]
) -> tuple[NDArray[np.float32], list[float]]:
    """The outputs in the order of the sources that suits them best, and their SI-SDR."""
    orders = [found, found[::-1]]
    ratios = [[si_sdr(a, b) for a, b in zip(sources, order, strict=True)] for order in orders]
    best = int(np.mean(ratios[1]) > np.mean(ratios[0]))
    return orders[best], ratios[best]


def held_back(folder: Path) -> list[Voice]:
    """The readers of a LibriSpeech folder that training never used for anything."""
    path = ROOT / "training" / "separator" / "readers" / "test.txt"
    wanted = set(path.read_text(encoding="utf-8").split())
    return [
        _voice(path.stem, files.read(path))
        for path in sorted(folder.glob("*.flac"))
        if path.name.split("-")[0] in wanted
    ]


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
    sources /= np.sqrt(np.mean(sources**2, axis=1, keepdims=True))
    sources[1] *= 10.0 ** (random.uniform(-LEVEL, LEVEL) / 20.0)
    return Pair((0.05 * sources).astype(np.float32), same)


def _people() -> list[Voice]:
    """Pieces of the readers in the recordings of people."""
    folder = load_path("people-recordings")
    found: list[Voice] = []
    for name in ("beckett", "two_cities"):
        audio = files.read(folder / f"{name}.wav")
        size = round(9.0 * audio.rate)
        for start in range(0, audio.frames - size, size):
            piece = Audio(audio.samples[start : start + size], audio.rate)
            found.append(_voice(name, piece))
    return found


def _voice(name: str, audio: Audio) -> Voice:
    import soxr

    samples = soxr.resample(audio.mono(), audio.rate, RATE).astype(np.float32)
    return Voice(name, samples, median_hertz(samples))


def _words(
    settings: Settings,
    report: Report,
    made: Sequence[Pair],
    outputs: dict[str, list[NDArray[np.float32]]],
) -> Table:
    """Word error rates against the recogniser's own transcript of each clean talker."""
    import re

    import jiwer

    from voice_agent.engines import SharedEngines
    from voice_agent.events import Bus
    from voice_agent.speak.silent import SilentOutput

    recogniser = SharedEngines(settings, Bus(), SilentOutput()).recogniser("en")

    def words(samples: Signal) -> str:
        text = recogniser.transcribe(Audio(samples.astype(np.float32), RATE)).text.lower()
        return " ".join(re.findall(r"[a-z0-9']+", text))

    truth: list[str] = []
    heard: dict[str, list[str]] = {name: [] for name in outputs}
    kinds: list[bool] = []
    for index, pair in enumerate(made):
        report(f"words of pair {index + 1} of {len(made)}")
        mixed = words(pair.mixture)
        for place in range(2):
            text = words(pair.sources[place])
            if not text:
                continue
            truth.append(text)
            kinds.append(pair.same_sex)
            for name, found in outputs.items():
                itself = name == "the mixture itself"
                heard[name].append(mixed if itself else words(found[index][place]))
    rows = []
    for name, texts in heard.items():
        row: dict[str, Any] = {"system": name, "n": len(truth)}
        for kind, wanted in (("all", (True, False)), ("same", (True,)), ("different", (False,))):
            chosen = [i for i, same in enumerate(kinds) if same in wanted]
            rate = jiwer.wer([truth[i] for i in chosen], [texts[i] for i in chosen])
            row[f"wer_{kind}"] = round(float(rate), 3)
        rows.append(row)
    note = f"{settings.asr.model}; against its own transcript of each talker alone"
    return Table("Words of each talker", rows, note)


def _counted(report: Report, voices: Sequence[Voice]) -> Table:
    """How often it is right about how many people talk."""
    classifier = SoundClassifier(load_path("yamnet"))
    network = MaskNetwork(load_path("separator"))
    rows = []
    for kind, talkers, sounds in scenes(voices, report.few(40, 4)):
        right = 0
        for index, sound in enumerate(sounds):
            report(f"{kind}: {index + 1} of {len(sounds)}")
            right += counted(sound, network, classifier).talkers == talkers
        rows.append({"recording": kind, "n": len(sounds), "right_%": share_of(right, len(sounds))})
    return Table("How many talk", rows, "share of recordings in which the number is right")


def counted(sound: Signal, network: MaskNetwork, classifier: SoundClassifier) -> Verdict:
    census = Census(classifier)
    for _ in separate([sound[:, None]], RATE, 1, network, watch=census.take):
        pass
    return census.verdict()


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
