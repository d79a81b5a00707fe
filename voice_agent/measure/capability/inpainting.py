"""How well gaps are filled, beside silence, a straight line and repeating what came before.

SNR against what was there; the distance of mel spectra (RMS of dB over 40 bands, floor
-70 dB); and the jump at the gap's edges: how much more the mel spectrum changes there (mean
dB over bands, 20 ms on either side) than it did in the recording.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.data.hearing_data import KINDS, RATE, SUFFIXES
from voice_agent.measure.report.table import Report, Table
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.sound.features import decibels, mel_spectrogram
from voice_agent.sound.inpainting import fill

GAPS = (0.02, 0.05, 0.1, 0.25, 0.5, 1.0)  # seconds
_EACH = 4  # gaps of each length in a recording
_NOISES = ("pink noise", "fan", "typing", "breath")
_AROUND = 0.1  # seconds compared on both sides of a gap, as windows reach over its edges

Signal = NDArray[np.float32]
Filler = Callable[[Signal, int, int], NDArray[Any]]  # the whole, start, end -> what is missing

FILLERS: dict[str, Filler] = {
    "silence": lambda x, start, end: np.zeros(end - start),
    "line": lambda x, start, end: np.linspace(x[start - 1], x[end], end - start),
    "repetition": lambda x, start, end: x[2 * start - end : start],
    "inpaint_audio": lambda x, start, end: fill(x[:, None], RATE, start, end)[:, 0],
}


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 6
) -> list[Table]:
    """One row for each kind of sound and length of gap, the mean of all gaps."""
    count = report.few(count, 1)
    rows: list[dict[str, Any]] = []
    for kind, recordings in _material(speech, count).items():
        for gap in GAPS:
            report(f"gaps of {1000 * gap:g} ms in {kind}")
            found = {name: [] for name in FILLERS}  # type: dict[str, list[tuple[float, ...]]]
            for recording in recordings:
                for start in _places(recording, gap):
                    for name, filler in FILLERS.items():
                        found[name].append(_score(recording, start, gap, filler))
            for name, scores in found.items():
                snr, distance, jump = np.mean(scores, axis=0)
                rows.append(
                    {
                        "sound": kind,
                        "gap_ms": round(1000 * gap),
                        "filled with": name,
                        "snr": round(float(snr), 2),
                        "distance": round(float(distance), 2),
                        "jump": round(float(jump), 2),
                        "n": len(scores),
                    }
                )
    note = (
        "SNR in dB (silence has 0 by definition: where nothing foretells the sound, as in noise, "
        "whatever can be heard has less); distance and jump in dB, less is better"
    )
    return [Table("Filling gaps", rows, note)]


def _material(speech: Path | None, count: int) -> dict[str, list[Signal]]:
    """Speech, music and noise, mono at 16 kHz, eight seconds each."""
    if speech is not None:
        paths = sorted(p for p in speech.rglob("*") if p.suffix in SUFFIXES)[-count:]
        voices = [_read(path, 0.0) for path in paths]
    else:
        folder = load_path("people-recordings")
        voices = [_read(folder / "two_cities.wav", 7.0 * i) for i in range(min(count, 5))]
    made = {
        kind: [KINDS[kind](np.random.default_rng([seed, 5]), 8 * RATE) for seed in range(count)]
        for kind in ("music", *_NOISES)
    }
    noises = [noise for kind in _NOISES for noise in made[kind][: max(1, count // 3)]]
    return {
        "speech": voices,
        "music": [_levelled(x) for x in made["music"]],
        "noise": [_levelled(x) for x in noises],
    }


def _read(path: Path, start: float) -> Signal:
    import soxr

    audio = files.read(path, max_seconds=start + 8.0)
    return soxr.resample(audio.mono()[round(start * audio.rate) :], audio.rate, RATE)


def _levelled(samples: NDArray[Any]) -> Signal:
    return (0.1 * samples / np.std(samples)).astype(np.float32)


def _places(recording: Signal, gap: float) -> list[int]:
    """Where gaps are made: spread over the recording, never in silence."""
    size = round(gap * RATE)
    shares = np.linspace(0.25, 0.75, _EACH)
    starts = [round(share * len(recording)) for share in shares]
    return [
        start
        for start in starts
        if start >= size
        and start + 2 * size < len(recording)
        and recording[start : start + size].std() > 1e-3
    ]


def _score(recording: Signal, start: int, gap: float, filler: Filler) -> tuple[float, float, float]:
    """SNR, distance and jump of one filled gap."""
    end = start + round(gap * RATE)
    filled = recording.copy()
    filled[start:end] = filler(recording, start, end)
    truth, guess = recording[start:end], filled[start:end]
    snr = 10 * np.log10(np.sum(truth**2) / max(float(np.sum((truth - guess) ** 2)), 1e-12))
    near = slice(max(0, start - round(_AROUND * RATE)), end + round(_AROUND * RATE))
    distance = np.sqrt(np.mean((_mel(recording[near]) - _mel(filled[near])) ** 2))
    jump = np.mean([_change(filled, at) - _change(recording, at) for at in (start, end)])
    return float(snr), float(distance), max(0.0, float(jump))


def _mel(samples: Signal) -> Signal:
    return decibels(mel_spectrogram(samples, RATE, bands=40, n_fft=512, hop=128), floor=-70.0)


def _change(samples: Signal, at: int) -> float:
    """How much the mel spectrum differs between the 20 ms before and after a place."""
    size = RATE // 50
    before, after = (
        decibels(mel_spectrogram(part, RATE, bands=24, n_fft=256, hop=64), floor=-70.0).mean(axis=1)
        for part in (samples[at - size : at], samples[at : at + size])
    )
    return float(np.abs(before - after).mean())
