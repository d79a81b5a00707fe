"""LibriSpeech, VoiceBank-DEMAND, WSJ0-2mix, LibriMix, MUST-C: the tools on known speech."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from voice_agent.catalogue import load_path
from voice_agent.measure.corpora import readers as readers
from voice_agent.measure.report.table import Report, Table, mean_of
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.units import Audio

Item = TypeVar("Item")
Measure = Callable[[Path, Settings, Report], list[Table]]


def sample(items: Iterable[Item], count: int) -> list[Item]:
    """At most ``count`` of them, evenly spread."""
    everything = list(items)
    places = np.linspace(0, len(everything) - 1, min(count, len(everything))).round().astype(int)
    return [everything[place] for place in places]


def librispeech(folder: Path, settings: Settings, report: Report) -> list[Table]:
    """Word and letter errors of the recogniser that is set, beside faster-whisper's defaults."""
    from voice_agent.measure.capability.recognition import errors, systems

    chosen = sample(readers.librispeech(folder), report.few(300, 20))
    said = [item.text for item in chosen]
    sounds = [files.read(item.path) for item in chosen]
    rows = [
        {"system": name, **errors(said, [hear(sound) for sound in sounds])}
        for name, hear in systems(settings).items()
    ]
    note = f"n = {len(chosen)}; published for tiny.en on test-clean: 5.6 % (Radford et al. 2022)"
    return [Table(f"LibriSpeech {folder.name}", rows, note)]


def voicebank(folder: Path, settings: Settings, report: Report) -> list[Table]:
    """Noise removal against the clean recordings."""
    from voice_agent.measure.capability.enhancement import clean_scores, denoisers
    from voice_agent.measure.data.mixtures import RATE

    chosen = sample(readers.voicebank(folder), report.few(200, 10))
    systems = denoisers()
    found: dict[str, list[dict[str, float]]] = {name: [] for name in systems}
    for place, item in enumerate(chosen):
        report(f"recording {place + 1} of {len(chosen)}")
        clean, noisy = (_read(path, RATE) for path in (item.clean, item.noisy))
        for name, denoiser in systems.items():
            found[name].append(clean_scores(clean, noisy, denoiser(noisy)))
    rows = [
        {
            "system": name,
            "n": len(scores),
            **{column: mean_of([score[column] for score in scores]) for column in scores[0]},
        }
        for name, scores in found.items()
    ]
    note = "published: noisy PESQ 1.97, DeepFilterNet3 3.17 (Schröter et al. 2023)"
    return [Table("VoiceBank-DEMAND", rows, note)]


def two_talkers(folder: Path, settings: Settings, report: Report, *, name: str) -> list[Table]:
    """SI-SDR over the mixture's."""
    from voice_agent.measure.capability.enhancement import si_sdr
    from voice_agent.measure.capability.separation import in_order, separated
    from voice_agent.measure.capability.separation_baseline import nmf_pair
    from voice_agent.sound.separation import RATE, MaskNetwork

    chosen = sample(readers.two_talkers(folder), report.few(200, 10))
    network = MaskNetwork(load_path("separator"))
    systems: dict[str, Callable[[Any], Any]] = {
        "NMF, spectral clustering": nmf_pair,
        "separate_speech": partial(separated, network=network),
    }
    gains: dict[str, list[float]] = {system: [] for system in systems}
    for place, item in enumerate(chosen):
        report(f"mixture {place + 1} of {len(chosen)}")
        mixture, *alone = (_read(path, RATE) for path in (item.mixture, *item.sources))
        sources = np.stack(alone)
        before = np.mean([si_sdr(source, mixture) for source in sources])
        for system, separate in systems.items():
            _, ratios = in_order(sources, separate(mixture))
            gains[system].append(float(np.mean(ratios) - before))
    rows = [
        {"system": system, "n": len(found), "si_sdr_gain": mean_of(found), "worst": min(found)}
        for system, found in gains.items()
    ]
    note = "dB; published on WSJ0-2mix: Conv-TasNet 15.3 (Luo and Mesgarani 2019)"
    return [Table(name, rows, note)]


def mustc(folder: Path, settings: Settings, report: Report) -> list[Table]:
    """Talks in English into the corpus's language."""
    from voice_agent.engines import SharedEngines
    from voice_agent.errors import AgentError, Cancel
    from voice_agent.events import Bus
    from voice_agent.measure.capability.translation import scores, translated
    from voice_agent.session import Session
    from voice_agent.speak.silent import SilentOutput
    from voice_agent.tools.context import ToolContext

    chosen = sample(readers.mustc(folder), report.few(100, 10))
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as place:
        session = Session(Path(place), keep="turns")
        engines = SharedEngines(settings, Bus(), SilentOutput())
        context = ToolContext(session, engines, settings, Cancel(), lambda fraction, what: None)
        for language in sorted({name for item in chosen for name in item.translations}):
            report(f"{len(chosen)} segments into {language}")
            wanted = [item.translations[language] for item in chosen]
            about = {"direction": f"en to {language}", "n": len(chosen)}
            texts = [item.text for item in chosen]
            rows.append({**about, "system": "untranslated", **scores(texts, wanted)})
            try:
                made = [translated(context, session, _stretch(i), language, "en") for i in chosen]
            except AgentError as error:
                rows.append({**about, "system": str(error), "bleu": None, "chrf": None})
                continue
            rows.append({**about, "system": "translate_speech", **scores(made, wanted)})
    return [Table("MUST-C", rows, "sacrebleu's BLEU and chrF2; segments of talks")]


def _stretch(item: readers.Translated) -> Audio:
    audio = files.read(item.path, max_seconds=item.start + item.seconds)
    return Audio(audio.samples[round(item.start * audio.rate) :], audio.rate)


def _read(path: Path, rate: int) -> Any:
    import soxr

    audio = files.read(path)
    return np.asarray(soxr.resample(audio.mono(), audio.rate, rate), np.float32)


MEASURES: dict[str, Measure] = {
    "LibriSpeech": librispeech,
    "VoiceBank-DEMAND": voicebank,
    "WSJ0-2mix": partial(two_talkers, name="WSJ0-2mix"),
    "LibriMix": partial(two_talkers, name="LibriMix"),
    "MUST-C": mustc,
}
__all__: Sequence[str] = ["MEASURES", "sample"]
