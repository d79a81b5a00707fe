"""How well two talkers are pulled apart: unseen natural voices, mixed in pairs.

SI-SDR (Le Roux et al. 2019) over the mixture's, beside a factorisation of the spectrogram;
the words that a recogniser then finds; and whether one, two or no talkers are told apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.capability.enhancement import si_sdr
from voice_agent.measure.capability.separation_baseline import nmf_pair
from voice_agent.measure.data.talkers import (
    LEVEL,
    SECONDS,
    Pair,
    Signal,
    Voice,
    held_back,
    pairs,
    people,
    scenes,
)
from voice_agent.measure.report.exhibits import Exhibit, comparison
from voice_agent.measure.report.table import Report, Table, mean_of, share_of
from voice_agent.settings import Settings
from voice_agent.sound.separation import RATE, MaskNetwork, separate
from voice_agent.sound.separation_census import Census, Verdict
from voice_agent.sound.separation_windows import WINDOW, hear
from voice_agent.sound.yamnet import SoundClassifier
from voice_agent.units import Audio

System = Callable[[Signal], NDArray[np.float32]]


@dataclass
class Result:
    """What one system made of the pairs, in their order."""

    gains: list[float] = field(default_factory=list)  # dB of SI-SDR over the mixture
    ratios: list[float] = field(default_factory=list)
    speeds: list[float] = field(default_factory=list)  # real-time factors
    outputs: list[NDArray[np.float32]] = field(default_factory=list)  # (2, frames) each

    def take(self, pair: Pair, system: System) -> None:
        started = time.process_time()
        found = system(pair.mixture)
        self.speeds.append((time.process_time() - started) / (len(pair.mixture) / RATE))
        found, ratio = in_order(pair.sources, found)
        before = [si_sdr(source, pair.mixture) for source in pair.sources]
        self.ratios.append(float(np.mean(ratio)))
        self.gains.append(float(np.mean(ratio) - np.mean(before)))
        self.outputs.append(found)

    def row(self, chosen: NDArray[np.bool_]) -> dict[str, object]:
        """Figures over the ``chosen`` pairs."""
        gains = np.array(self.gains)[chosen]
        return {
            "n": int(chosen.sum()),
            "si_sdr": mean_of(list(np.array(self.ratios)[chosen])),
            "gain": mean_of(list(gains)),
            "worst_gain": round(float(gains.min()), 2),
            "made_worse": int(np.sum(gains < 0.0)),
            "real_time_factor": round(float(np.mean(self.speeds)), 3),
        }


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 80
) -> list[Exhibit]:
    """Figures on ``count`` pairs, half of them of one sex: the readers of the corpus folder
    ``speech`` that the recipe holds back, or else pieces of the recordings of people."""
    count = report.few(count, 6)
    voices = held_back(speech) if speech else people()
    made = pairs(voices, count)
    network = MaskNetwork(load_path("separator"))
    systems: dict[str, System] = {
        "the mixture itself": lambda mixture: np.stack([mixture, mixture]),
        "NMF, spectral clustering": nmf_pair,
        "the network, heard once": partial(heard_once, network=network),
        "separate_speech": partial(separated, network=network),
    }
    results = {name: Result() for name in systems}
    for index, pair in enumerate(made):
        report(f"pair {index + 1} of {len(made)}")
        for name, system in systems.items():
            results[name].take(pair, system)
    same = np.array([pair.same_sex for pair in made])
    rows = [
        {"talkers": kind, "system": name, **result.row(chosen)}
        for kind, chosen in (("all", same | True), ("same sex", same), ("different sex", ~same))
        for name, result in results.items()
        if chosen.any()
    ]
    source = f"held-back readers of {speech.name}" if speech else "pieces of recordings of people"
    note = (
        f"{len(voices)} voices ({source}) fully overlapping for up to {SECONDS:g} s, levels "
        f"within {LEVEL:g} dB; sex by median pitch; dB"
    )
    return [
        Table("Two talkers pulled apart", rows, note),
        _words(settings, report, made, {n: r.outputs for n, r in results.items()}),
        _long_order(report, voices, network),
        _counted(report, voices),
        *_heard(made[0], results["separate_speech"].outputs[0]),
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


def heard_once(mixture: Signal, *, network: MaskNetwork) -> NDArray[np.float32]:
    """One window's answer as the network gives it: what ``separated`` improves upon."""
    filled = np.pad(mixture, (0, max(0, WINDOW - len(mixture))))[:WINDOW, None]
    hearing = hear(filled, min(len(mixture), WINDOW), network)
    if hearing is None:
        return np.stack([mixture / 2, mixture / 2])
    difference = hearing[0][: len(mixture), 0]
    return np.stack([mixture / 2 + difference, mixture / 2 - difference])


def in_order(
    sources: NDArray[np.float32], found: NDArray[np.float32]
) -> tuple[NDArray[np.float32], list[float]]:
    """The outputs in the order of the sources that suits them best, and their SI-SDR."""
    orders = [found, found[::-1]]
    ratios = [[si_sdr(a, b) for a, b in zip(sources, order, strict=True)] for order in orders]
    best = int(np.mean(ratios[1]) > np.mean(ratios[0]))
    return orders[best], ratios[best]


def _long_order(report: Report, voices: Sequence[Voice], network: MaskNetwork) -> Table:
    """Whether a talker stays in one file for ten minutes: both read their piece again and
    again, so that other passages meet every time."""
    seconds = 60.0 * report.few(10, 1)
    made = pairs(voices, 2)
    rows = []
    for pair in made:
        report(f"{seconds:g} s of two talkers")
        sources = np.stack([_repeated(one, seconds) for one in _passages(pair)])
        found = separated(sources.sum(axis=0), network=network)
        own = (sources[0] - sources[1])[: found.shape[1]] * (found[0] - found[1])
        sides = own[: len(own) // RATE * RATE].reshape(-1, RATE).sum(axis=1) > 0.0
        most = bool(sides.mean() > 0.5)
        rows.append(
            {
                "talkers": "same sex" if pair.same_sex else "different sex",
                "seconds": len(sides),
                "in order_%": share_of(int(np.sum(sides == most)), len(sides)),
            }
        )
    return Table("Order of the talkers", rows, "seconds that lie in the file of their talker")


def _passages(pair: Pair) -> list[Signal]:
    """Of unlike lengths, so that they never meet twice in the same way."""
    return [pair.sources[0], pair.sources[1][: round(0.87 * pair.sources.shape[1])]]


def _repeated(sound: Signal, seconds: float) -> Signal:
    return np.resize(sound, round(seconds * RATE))


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
    for kind, talkers, sounds in scenes(voices, report.few(40, 2)):
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
