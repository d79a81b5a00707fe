"""How well noise is removed from natural speech, beside the noisy input and RNNoise.

SI-SDR (Le Roux et al. 2019), PESQ (ITU-T P.862.2), STOI (Taal et al. 2011) against the clean
recording; DNSMOS (Reddy et al. 2022) without it; words lost in recognition at 10 dB.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.capability import rnnoise
from voice_agent.measure.data.hearing_data import one_a_reader
from voice_agent.measure.data.mixtures import RATE, Mixture, mixtures
from voice_agent.measure.report.exhibits import Exhibit, comparison
from voice_agent.measure.report.table import Report, Table, mean_of
from voice_agent.measure.scores.dnsmos import dnsmos
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.sound.enhancement import Rule, enhance, speech_likeness
from voice_agent.sound.yamnet import SoundClassifier
from voice_agent.units import Audio

SNRS = (0.0, 5.0, 10.0)
SECONDS = 8.0  # of each voice
TUNED_ON = 80  # readers of a corpus folder, in the order of their names; never measured on

Denoiser = Callable[[NDArray[np.float32]], NDArray[np.float32]]


@dataclass(frozen=True)
class Score:
    """One denoiser on one mixture; ratios in dB, ``speed`` is processor time over duration."""

    snr: float
    si_sdr: float
    gain: float
    pesq: float
    stoi: float
    dnsmos: float
    speed: float


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 36
) -> list[Exhibit]:
    """Figures on ``count`` voices at each ratio: other readers of the corpus folder
    ``speech`` than the rule was tuned on, or else pieces of the recordings of people."""
    count = report.few(count, 4)
    voices = _readers(speech, count) if speech else _people(count)
    made = mixtures(voices, SNRS)
    systems = denoisers()
    scores: dict[str, list[Score]] = {name: [] for name in systems}
    outputs: dict[str, list[NDArray[np.float32]]] = {name: [] for name in systems}
    for index, mixture in enumerate(made):
        report(f"mixture {index + 1} of {len(made)}: {mixture.noise} at {mixture.snr:g} dB")
        for name, denoiser in systems.items():
            score, cleaned = _score(mixture, denoiser)
            scores[name].append(score)
            if mixture.snr == max(SNRS):
                outputs[name].append(cleaned)
    lost = _words_lost(settings, [m for m in made if m.snr == max(SNRS)], outputs)
    source = f"readers of {speech.name}" if speech else "pieces of recordings of people"
    note = f"{len(voices)} voices ({source}), 7 kinds of noise, n = {len(voices)} a row"
    return [
        Table("Noise removal", _rows(scores), note),
        Table(
            "Words recognised differently from the clean recording at 10 dB",
            [{"system": name, "word_error_rate": rate} for name, rate in lost.items()],
            f"{settings.asr.model}; against its own transcript of the clean recording",
        ),
        *_heard(made, outputs["enhance_speech"]),
    ]


def _heard(made: Sequence[Mixture], cleaned: Sequence[NDArray[np.float32]]) -> list[Exhibit]:
    """The first mixture at the highest ratio, to look at and to listen to."""
    mixture = next(m for m in made if m.snr == max(SNRS))
    sounds = {
        "noisy": _at_16k(mixture.noisy),
        "enhance_speech": cleaned[0],
        "clean": _at_16k(mixture.clean),
    }
    title = f"Noise removal, {mixture.noise} at {mixture.snr:g} dB"
    return comparison(title, {name: Audio(sound, 16_000) for name, sound in sounds.items()})


def denoisers() -> dict[str, Denoiser]:
    """The systems of one run, by name; each takes and gives mono samples at 48 kHz."""
    model = load_path("deepfilternet3")
    likeness = speech_likeness(SoundClassifier(load_path("yamnet")))
    everything = Rule(harmless=200.0, least=1.0)
    systems: dict[str, Denoiser] = {"noisy input": lambda samples: samples}
    library = rnnoise.find()
    if library is not None:
        systems["RNNoise"] = partial(rnnoise.denoise, library=library)
    systems["DeepFilterNet3, all of it"] = lambda samples: _enhanced(samples, model, everything)
    systems["enhance_speech"] = lambda samples: _enhanced(samples, model, Rule(), likeness)
    return systems


def _enhanced(
    samples: NDArray[np.float32],
    model: Path,
    rule: Rule,
    likeness: Callable[[NDArray[np.float32]], float] = lambda removed: 0.0,
) -> NDArray[np.float32]:
    blocks = enhance([samples[:, None]], 1, model, likeness=likeness, rule=rule)
    return np.concatenate([cleaned for _, cleaned in blocks])[:, 0]


def si_sdr(reference: NDArray[Any], estimate: NDArray[Any]) -> float:
    """Scale-invariant signal-to-distortion ratio in dB."""
    reference = reference.astype(np.float64) - reference.mean()
    estimate = estimate.astype(np.float64) - estimate.mean()
    target = reference * np.dot(reference, estimate) / np.dot(reference, reference)
    error = np.sum((estimate - target) ** 2)
    return float(10.0 * np.log10(np.sum(target**2) / max(error, 1e-20)))


def _score(mixture: Mixture, denoiser: Denoiser) -> tuple[Score, NDArray[np.float32]]:
    started = time.process_time()  # on a busy machine the clock would count others' work
    cleaned = denoiser(mixture.noisy)
    speed = (time.process_time() - started) / (len(cleaned) / RATE)
    reached = clean_scores(mixture.clean, mixture.noisy, cleaned)
    return Score(snr=mixture.snr, speed=speed, **reached), _at_16k(cleaned)


def clean_scores(
    clean: NDArray[np.float32], noisy: NDArray[np.float32], cleaned: NDArray[np.float32]
) -> dict[str, float]:
    """SI-SDR and its gain in dB, PESQ, STOI, DNSMOS of mono samples at 48 kHz."""
    clean16, cleaned16 = _at_16k(clean), _at_16k(cleaned)
    ratio = si_sdr(clean, cleaned)
    return {
        "si_sdr": ratio,
        "gain": ratio - si_sdr(clean, noisy),
        "pesq": _pesq(clean16, cleaned16),
        "stoi": _stoi(clean16, cleaned16),
        "dnsmos": dnsmos(Audio(cleaned16, 16_000)).overall,
    }


def _pesq(clean: NDArray[np.float32], cleaned: NDArray[np.float32]) -> float:
    """Wide-band PESQ; not a number where its package is not installed."""
    if find_spec("pesq") is None:
        return float("nan")
    from pesq import NoUtterancesError, pesq

    try:
        return float(pesq(16_000, clean, cleaned, "wb"))
    except NoUtterancesError:
        return float("nan")


def _stoi(clean: NDArray[np.float32], cleaned: NDArray[np.float32]) -> float:
    from pystoi import stoi

    return float(stoi(clean, cleaned, 16_000))


def _rows(scores: dict[str, list[Score]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for snr in SNRS:
        for name, all_of_it in scores.items():
            found = [score for score in all_of_it if score.snr == snr]
            row: dict[str, Any] = {"snr": snr, "system": name}
            for column in ("si_sdr", "pesq", "stoi", "dnsmos"):
                values = [getattr(s, column) for s in found]
                row[column] = mean_of([value for value in values if np.isfinite(value)])
            row["mean_gain"] = mean_of([s.gain for s in found])
            row["worst_gain"] = round(min(s.gain for s in found), 2)
            row["real_time_factor"] = round(float(np.mean([s.speed for s in found])), 3)
            rows.append(row)
    return rows


def _words_lost(
    settings: Settings,
    mixed: Sequence[Mixture],
    outputs: dict[str, list[NDArray[np.float32]]],
) -> dict[str, float]:
    """Word error rates, all utterances of a system taken together."""
    import re

    import jiwer

    from voice_agent.engines import SharedEngines
    from voice_agent.events import Bus
    from voice_agent.speak.silent import SilentOutput

    recogniser = SharedEngines(settings, Bus(), SilentOutput()).recogniser("en")

    def words(samples: NDArray[np.float32]) -> str:
        text = recogniser.transcribe(Audio(samples, 16_000)).text.lower()
        return " ".join(re.findall(r"[a-z0-9']+", text))

    truth = [words(_at_16k(mixture.clean)) for mixture in mixed]
    spoken = [index for index, text in enumerate(truth) if text]
    return {
        name: round(
            float(jiwer.wer([truth[i] for i in spoken], [words(found[i]) for i in spoken])), 4
        )
        for name, found in outputs.items()
    }


def _readers(folder: Path, count: int) -> list[NDArray[np.float32]]:
    """The last readers of a corpus with a file each, but none that the rule was tuned on."""
    paths = one_a_reader(folder)
    paths = paths[TUNED_ON:] or paths
    return [_voice(path, 0.0) for path in paths[-count:]]


def _people(count: int) -> list[NDArray[np.float32]]:
    folder = load_path("people-recordings")
    pieces = [
        _voice(path, start)
        for path in sorted(folder.glob("*.wav"))
        for start in np.arange(0.0, files.probe(path).seconds - SECONDS + 0.1, SECONDS)
    ]
    return pieces[:count]


def _voice(path: Path, start: float) -> NDArray[np.float32]:
    import soxr

    audio = files.read(path, max_seconds=start + SECONDS)
    samples = audio.mono()[round(start * audio.rate) :]
    return soxr.resample(samples, audio.rate, RATE)


def _at_16k(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    import soxr

    return soxr.resample(samples, RATE, 16_000)
