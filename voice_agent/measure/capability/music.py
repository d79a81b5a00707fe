"""Does composed music hold what was asked for? Key, mode and tempo, heard in the sound alone.

The key is that whose profile fits the sound's pitch classes best (Albrecht & Shanahan 2013),
overtones taken off; the tempo the strongest pulse of the onsets; both know nothing of the
score. Beside it the same pieces with the pitches of every part shuffled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.measure.report.exhibits import Exhibit
from voice_agent.measure.report.table import Report, Table, mean_of, share_of
from voice_agent.music import band, composer, wishes
from voice_agent.music.score import Piece
from voice_agent.music.theory import NAMES
from voice_agent.music.waves import RATE
from voice_agent.settings import Settings

SECONDS = 20.0
ASKED = (
    "calm piano ballad in D minor", "happy pop tune in G major", "sad violin in A minor",
    "upbeat folk guitar in C major", "waltz for accordion in F major",
    "classical string piece in E minor", "chiptune in C minor", "lullaby in B flat major",
    "march in E flat major", "electronic dance track in F minor at 124 bpm",
    "rock in E minor at 120 bpm", "jingle in D major at 100 bpm",
)  # fmt: skip
_MAJOR = (0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081)
_MINOR = (0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052)
_OVERTONES = ((19, 0.6), (24, 0.3), (28, 0.4))  # semitones up, share of the note's strength
_LOWEST, _HIGHEST = 33, 77  # MIDI pitches that are listened to: 55 to 700 Hz
Mono = NDArray[np.float64]


def capability(settings: Settings, report: Report, *, speech: Path | None = None) -> list[Exhibit]:
    """Every description with several seeds, as composed and with shuffled pitches."""
    rows: list[dict[str, Any]] = []
    found: dict[str, list[dict[str, float]]] = {"composed": [], "pitches shuffled": []}
    seeds, asked = report.few(3, 1), ASKED[:: report.few(1, 4)]
    for text in asked:
        for seed in range(seeds):
            report(f"{text}, seed {seed}")
            rng = np.random.default_rng([seed, len(text)])
            wish = wishes.read(text, rng)
            piece = composer.compose(wish, SECONDS, rng)
            for name, version in (
                ("composed", piece),
                ("pitches shuffled", _shuffled(piece, rng)),
            ):
                sound = band.play(version, SECONDS, rng).mean(axis=1)
                tonic, minor, clarity = heard_key(sound)
                tempo = heard_tempo(sound)
                found[name].append(
                    {
                        "key": float(tonic == wish.key.tonic and minor == wish.key.minor),
                        "mode": float(minor == wish.key.minor),
                        "clarity": clarity,
                        "tempo": float(same_pulse(tempo, piece.tempo)),
                    }
                )
    for name, results in found.items():
        rows.append(
            {
                "version": name,
                "n": len(results),
                "key heard %": _share(results, "key"),
                "mode heard %": _share(results, "mode"),
                "key clarity": mean_of([result["clarity"] for result in results]),
                "tempo heard %": _share(results, "tempo"),
            }
        )
    note = (
        f"{len(asked)} descriptions, {seeds} seeds, {SECONDS:g} s each; "
        "tempo within 4 %, octaves allowed"
    )
    return [Table("Composed music", rows, note)]


def heard_key(sound: Mono) -> tuple[int, bool, float]:
    """Tonic (C = 0), whether it is minor, and the correlation with that key's profile."""
    chroma = _chroma(sound)
    best = (-1.0, 0, False)
    for minor, profile in ((False, _MAJOR), (True, _MINOR)):
        for tonic in range(len(NAMES)):
            fit = float(np.corrcoef(chroma, np.roll(profile, tonic))[0, 1])
            best = max(best, (fit, tonic, minor))
    return best[1], best[2], best[0]


def heard_tempo(sound: Mono) -> float:
    """Beats a minute of the strongest pulse between 50 and 200."""
    hop = 512
    frames = np.lib.stride_tricks.sliding_window_view(sound, 2048)[::hop]
    levels = np.log1p(100.0 * np.abs(np.fft.rfft(frames * np.hanning(2048), axis=1)))
    onsets = np.maximum(np.diff(levels, axis=0), 0.0).sum(axis=1)
    onsets -= onsets.mean()
    power = np.fft.rfft(onsets, 4 * len(onsets))
    pulse = np.fft.irfft(np.abs(power) ** 2)[: len(onsets)]
    lags = np.arange(1, len(pulse))
    tempi = 60.0 * RATE / hop / lags
    inside = (tempi >= 50) & (tempi <= 200)
    return float(tempi[inside][np.argmax(pulse[1:][inside])])


def same_pulse(heard: float, wanted: float) -> bool:
    """Within 4 %, or twice, half, or three times as fast: all are ways to tap along."""
    return any(abs(heard * factor / wanted - 1.0) < 0.04 for factor in (0.5, 1.0, 2.0, 3.0, 1 / 3))


def _share(results: Sequence[dict[str, float]], name: str) -> Any:
    return share_of(round(sum(result[name] for result in results)), len(results))


def _chroma(sound: Mono) -> Mono:
    """Strength of the twelve pitch classes, each note's own overtones taken off those above."""
    size = 16_384
    frames = np.lib.stride_tricks.sliding_window_view(sound, size)[:: size // 4]
    level = np.sqrt(np.abs(np.fft.rfft(frames * np.hanning(size), axis=1))).mean(axis=0)
    level = np.maximum(level - np.convolve(level, np.ones(61) / 61, mode="same"), 0.0)
    hz = np.fft.rfftfreq(size, 1.0 / RATE)
    notes = np.zeros(128)
    for pitch in range(_LOWEST, _HIGHEST + 1):
        centre = 440.0 * 2.0 ** ((pitch - 69) / 12)
        near = np.abs(np.log2(np.maximum(hz, 1.0) / centre)) < 1 / 36
        notes[pitch] = level[near].max() if near.any() else 0.0
    for pitch in range(_LOWEST, _HIGHEST + 1):
        for up, share in _OVERTONES:
            notes[pitch + up] = max(0.0, notes[pitch + up] - share * notes[pitch])
    return np.array([notes[name::12].sum() for name in range(12)])


def _shuffled(piece: Piece, rng: np.random.Generator) -> Piece:
    """The same rhythm, every pitch moved by up to an octave at random."""
    parts = [
        part
        if part.role == "drums"
        else replace(
            part,
            notes=[
                replace(note, pitch=note.pitch + int(rng.integers(-6, 7))) for note in part.notes
            ],
        )
        for part in piece.parts
    ]
    return replace(piece, parts=parts)
