"""How well a direction that was never measured is placed, beside simple panning.

Each measured direction of the dummy head is left out in turn and rendered from the others.
Compared are what tells the ears where a sound is: the interaural time difference (the lag of
the highest correlation between the ears, 100 to 1500 Hz) and the level difference (of pink
noise, and the mean over third-octave bands from 200 Hz to 16 kHz).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.capability.binaural_waves import waves
from voice_agent.measure.data.hearing_data import one_a_reader
from voice_agent.measure.report.table import Report, Table, share_of
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.sound.binaural import render
from voice_agent.sound.hrtf import Head, Measured, equalised, read_measured
from voice_agent.tools._motion import pleasant

F64 = NDArray[np.floating[Any]]
# A direction's responses (2, frames), made without its measurement.
System = Callable[[int], F64]

RATE = 44_100
SECONDS = 10.0  # of each voice that is moved
_SIZE = 2048
_FINER = 16
_PINK = (200.0, 16_000.0)  # Hz
_TIME = (100.0, 1500.0)
_LATEST = 0.001  # seconds: no ear hears later than the other by more
_EAR = 0.0875  # metres from the middle of the head
_SOUND = 343.0  # metres per second


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, every: int = 3
) -> list[Table]:
    """One direction in ``every`` is held out in turn; the edges, which have no neighbours on
    one side, are not. ``speech`` is a folder of recordings that are moved about."""
    measured = read_measured(load_path("kemar"))
    head = Head(measured, RATE)
    inner = (measured.elevation > -40.0) & (measured.elevation < 90.0)
    chosen = np.flatnonzero(inner)[:: report.few(every, 12)]
    truths = [_cues(measured.responses[index], _flat(measured, index)) for index in chosen]
    rows = []
    for name, system in systems(measured, head).items():
        report(f"{name}: {len(chosen)} directions")
        rows.append({"system": name, **_errors([_cues(system(i)) for i in chosen], truths)})
    note = f"n = {len(chosen)} directions of the KEMAR head, each left out in turn"
    return [
        Table("Directions that were not measured", rows, note),
        waves(measured, head, speech, report),
        _kept(head, speech, report, report.few(24, 4)),
    ]


def systems(measured: Measured, head: Head) -> dict[str, System]:
    """What is compared, by name."""
    where = (measured.azimuth, measured.elevation)
    return {
        "simple panning": lambda index: _panned(*(float(w[index]) for w in where), delay=False),
        "panning and a sphere's delay": lambda index: _panned(
            *(float(w[index]) for w in where), delay=True
        ),
        "nearest measurement": lambda index: measured.responses[nearest(head, index)],
        "binauralize": lambda index: impulse(
            head.without(index), float(where[0][index]), float(where[1][index])
        ),
    }


def impulse(head: Head, azimuth: float, elevation: float) -> F64:
    """What the renderer makes of a click from one direction, (2, frames)."""
    click = np.zeros(head.size // 2, np.float32)
    click[head.size // 8] = 1.0
    place = lambda times: (times * 0.0 + azimuth, times * 0.0 + elevation)  # noqa: E731
    return np.concatenate(list(render([click], head, place))).T.astype(np.float64)


def _panned(azimuth: float, elevation: float, *, delay: bool) -> F64:
    """Constant-power panning by the sideways angle; with Woodworth's delay if wished."""
    side = np.sin(np.radians(azimuth)) * np.cos(np.radians(elevation))
    angle = (1.0 + side) * np.pi / 4.0
    lateral = np.arcsin(side)
    late = _EAR / _SOUND * (lateral + side) if delay else 0.0
    hz = np.arange(_SIZE // 2 + 1) * (RATE / _SIZE)
    spectra = [
        gain * np.exp(-2j * np.pi * hz * (0.002 + shift))
        for gain, shift in ((np.cos(angle), late / 2.0), (np.sin(angle), -late / 2.0))
    ]
    return np.fft.irfft(np.stack(spectra), _SIZE, axis=1)


def nearest(head: Head, index: int) -> int:
    """The measured direction that is nearest to one, but for itself."""
    closeness = head.points @ head.points[index]
    closeness[index] = -1.0
    return int(closeness.argmax())


def _flat(measured: Measured, index: int) -> F64:
    """What the loudspeaker and microphone of the measurement add to both ears, (bins,)."""
    _, flat = equalised(measured)
    raw = np.abs(np.fft.rfft(measured.responses[index], _SIZE, axis=-1))
    return flat[index, 0] / np.maximum(raw[0], 1e-12)


def _cues(responses: F64, colour: F64 | float = 1.0) -> dict[str, Any]:
    """Time difference in microseconds (right later: positive) and level differences in dB.

    ``colour`` is what both ears are equalised with first: it cancels out between them but for
    the weight that it gives to the frequencies.
    """
    spectra = np.fft.rfft(responses, _SIZE, axis=1) * colour
    hz = np.arange(_SIZE // 2 + 1) * (RATE / _SIZE)
    inside = (hz > _TIME[0]) & (hz < _TIME[1])
    cross = np.where(inside, spectra[1] * np.conj(spectra[0]), 0.0)
    lags = np.fft.irfft(cross, _SIZE * _FINER)
    most = round(_LATEST * RATE * _FINER)
    lag = int(np.roll(lags, most)[: 2 * most + 1].argmax()) - most if cross.any() else 0
    power = np.square(np.abs(spectra))
    pink = (hz >= _PINK[0]) & (hz <= _PINK[1])
    level = (power[:, pink] / hz[pink]).sum(axis=1)
    bands = np.array([power[:, band].sum(axis=1) for band in _third_octaves(hz)])
    return {
        "time": lag / _FINER / RATE * 1e6,
        "level": _decibels(*level),
        "bands": np.array([_decibels(*band) for band in bands]),
    }


def _third_octaves(hz: F64) -> Iterator[NDArray[np.bool_]]:
    for step in range(-7, 13):
        centre = 1000.0 * 2.0 ** (step / 3.0)
        yield (hz >= centre * 2.0 ** (-1 / 6)) & (hz < centre * 2.0 ** (1 / 6))


def _decibels(power: float, other: float) -> float:
    """How many dB ``power`` is above ``other``, at most 60."""
    least = 1e-6 * max(power, other, 1e-30)
    return float(10.0 * np.log10(max(power, least) / max(other, least)))


def _errors(found: list[dict[str, Any]], truths: list[dict[str, Any]]) -> dict[str, Any]:
    pairs = list(zip(found, truths, strict=True))
    times = np.array([abs(a["time"] - b["time"]) for a, b in pairs])
    levels = np.array([abs(a["level"] - b["level"]) for a, b in pairs])
    bands = np.array([np.abs(a["bands"] - b["bands"]).mean() for a, b in pairs])
    within = (times <= 40.0) & (levels <= 1.0)
    return {
        "time_mean_us": round(float(times.mean()), 1),
        "time_worst_us": round(float(times.max()), 1),
        "level_mean_db": round(float(levels.mean()), 2),
        "level_worst_db": round(float(levels.max()), 2),
        "band_level_mean_db": round(float(bands.mean()), 2),
        "within_40us_1db_percent": share_of(int(within.sum()), len(within)),
    }


def _kept(head: Head, speech: Path | None, report: Report, count: int = 24) -> Table:
    """How loud speech is that was moved as it is by default, against what it was."""
    folder = speech or load_path("people-recordings")
    paths = one_a_reader(folder)[-count:]
    changes = []
    for path in paths:
        report(f"moved: {path.stem}")
        voice = files.read(path, max_seconds=SECONDS)
        there = head if voice.rate == RATE else Head(read_measured(load_path("kemar")), voice.rate)
        moved = np.concatenate(list(render([voice.mono()], there, pleasant(voice.seconds))))
        power = np.square(moved, dtype=np.float64).sum() / 2.0
        changes.append(_decibels(power, np.square(voice.mono(), dtype=np.float64).sum()))
    row = {
        "moved by default": "mean power of both ears against the voice",
        "mean_db": round(float(np.mean(changes)), 2),
        "least_db": round(min(changes), 2),
        "most_db": round(max(changes), 2),
    }
    return Table("Loudness of what is placed", [row], f"n = {len(paths)} recordings")
