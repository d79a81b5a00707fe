"""Whether made sounds keep to what is known of real ones: rates, pitches, modulation, tilt.

A classifier may be pleased by a sound that no animal or machine makes. These checks ask it
nothing: each compares one quantity of a made sound with a range from the literature, or from
recordings where that is said. The quantities:

- ``onsets``     beginnings a second: rises in level (dB, frames of 10 ms), at least so many
                 seconds apart as the first bound says (a step's heel and ball are one)
- ``modulation`` Hz at which the level swings most, between two bounds
- ``pitch``      Hz of the strongest peak of the spectrum, between two bounds
- ``tilt``       dB of the octave around the second frequency less that around the first
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.foley import scene
from voice_agent.foley.library import sounds
from voice_agent.foley.sound import RATE
from voice_agent.measure.table import Report, Table

Samples = NDArray[Any]

SECONDS = 8.0


@dataclass(frozen=True)
class Fact:
    """``quantity`` of ``sound`` lies from ``low`` to ``high``. ``bounds``: Hz, see the module."""

    sound: str
    quantity: str
    low: float
    high: float
    source: str
    bounds: tuple[float, float] = (0.0, 0.0)


FACTS = (
    Fact("footsteps on concrete", "onsets", 1.6, 2.2, "1.9 a second: Pachi and Ji 2005", (0.3, 0)),
    Fact("running footsteps", "onsets", 2.4, 3.2, "160 to 180 a minute: Cavanagh 1982", (0.22, 0)),
    Fact("clapping hands", "onsets", 2.0, 4.5, "2 to 4 claps a second: Neda et al. 2000"),
    Fact("a ticking clock", "onsets", 1.7, 2.6, "a wall clock's pendulum beats seconds in halves"),
    Fact("a heartbeat", "onsets", 1.6, 3.2, "60 to 80 beats a minute, two sounds each"),
    Fact("typing", "onsets", 4.0, 12.0, "4 to 7 keys a second, pressed and let go: Dhakal 2018"),
    Fact("laughter", "modulation", 3.8, 6.2, "4 to 5 bursts a second: Bachorowski 2001", (2, 12)),
    Fact("a purring cat", "modulation", 21, 31, "26 Hz: Frazer Sissom et al. 1991", (10, 60)),
    Fact("a helicopter", "modulation", 9, 26, "two to four blades at 6 turns a second", (5, 60)),
    Fact("a jackhammer", "modulation", 15, 27, "900 to 1600 blows a minute: makers' data", (8, 60)),
    Fact("sawing", "modulation", 1.8, 3.4, "a stroke of 0.3 to 0.5 s: recordings", (1, 8)),
    Fact("a cow", "pitch", 70, 170, "81 and 153 Hz: Padilla de la Torre 2015", (60, 200)),
    Fact("a bee", "pitch", 190, 260, "wings at 230 Hz: Altshuler et al. 2005", (150, 300)),
    Fact("a mosquito", "pitch", 400, 650, "450 to 600 Hz: Arthur et al. 2014", (350, 800)),
    Fact("crickets", "pitch", 3900, 5200, "4.5 kHz: Bennet-Clark 1998", (2000, 9000)),
    Fact("a cuckoo", "pitch", 500, 720, "550 to 680 Hz: Xia et al. 2019", (300, 1500)),
    Fact("an ambulance", "pitch", 400, 650, "440 and 585 Hz: DIN 14610", (350, 700)),
    Fact("footsteps on concrete", "tilt", -34, -12, "-26 dB: recordings", (250, 2000)),
    Fact("thunder", "tilt", -60, -20, "9 dB an octave above 200 Hz: Few 1969", (100, 2000)),
    Fact("wind", "tilt", -50, -14, "turbulence falls by 5 dB an octave", (125, 2000)),
    Fact("rain", "tilt", -3, 15, "strongest above 1 kHz: recordings", (500, 4000)),
    Fact("a cheering crowd", "tilt", -20, -4, "-12 dB: recordings", (1000, 4000)),
)  # fmt: skip


def likeness(report: Report, seeds: Sequence[int]) -> Table:
    """Each fact with the mean over ``seeds`` and how often it lies in its range."""
    rows = []
    for fact in FACTS:
        report(f"{fact.quantity} of {fact.sound}")
        values = [measured(fact, scene.alone(sounds()[fact.sound], SECONDS, s)) for s in seeds]
        rows.append({
            "sound": fact.sound,
            "quantity": fact.quantity,
            "measured": round(float(np.mean(values)), 1),
            "known": f"{fact.low:g} to {fact.high:g}",
            "inside_percent": round(100 * np.mean([fact.low <= v <= fact.high for v in values])),
            "source": fact.source,
        })  # fmt: skip
    return Table("Made sounds beside what is known of real ones", rows, f"n = {len(seeds)} each")


def measured(fact: Fact, samples: Samples) -> float:
    """The quantity of a fact in stereo samples of shape (frames, 2)."""
    mono = np.asarray(samples, dtype=np.float64).mean(axis=1)
    if fact.quantity == "onsets":
        return onsets(mono, max(0.08, fact.bounds[0]))
    if fact.quantity == "modulation":
        return modulation(mono, *fact.bounds)
    if fact.quantity == "pitch":
        return pitch(mono, *fact.bounds)
    return tilt(mono, *fact.bounds)


def onsets(mono: Samples, apart: float = 0.08) -> float:
    """Beginnings a second, at least ``apart`` seconds, each 9 dB above the moment before."""
    level = _levels(mono, 0.01)
    level = np.maximum(level, level.max() - 40.0)
    rise = level[3:] - np.minimum(level[:-3], level[2:-1])
    found, last = 0, -100
    for place in np.flatnonzero((rise > 9.0) & (level[3:] > level.max() - 24.0)):
        if place - last >= round(apart / 0.01):
            found += 1
            last = int(place)
    return found / (len(mono) / RATE)


def modulation(mono: Samples, low: float, high: float) -> float:
    """Hz between ``low`` and ``high`` at which the level (linear, 200 a second) swings most."""
    level = 10.0 ** (_levels(mono, 0.005) / 20.0)
    swing = np.abs(np.fft.rfft((level - level.mean()) * np.hanning(len(level))))
    hz = np.fft.rfftfreq(len(level), 0.005)
    inside = (hz >= low) & (hz <= high)
    return float(hz[inside][swing[inside].argmax()])


def pitch(mono: Samples, low: float, high: float) -> float:
    """Hz of the strongest peak between ``low`` and ``high``."""
    spectrum = np.abs(np.fft.rfft(mono * np.hanning(len(mono))))
    hz = np.fft.rfftfreq(len(mono), 1.0 / RATE)
    inside = (hz >= low) & (hz <= high)
    return float(hz[inside][spectrum[inside].argmax()])


def tilt(mono: Samples, first: float, second: float) -> float:
    """dB of the mean power of the octave around ``second`` less that around ``first``."""
    power = np.abs(np.fft.rfft(mono)) ** 2
    hz = np.fft.rfftfreq(len(mono), 1.0 / RATE)
    levels = [power[(hz > f / 2**0.5) & (hz < f * 2**0.5)].mean() for f in (first, second)]
    return float(10.0 * np.log10(levels[1] / levels[0]))


def _levels(mono: Samples, step: float) -> Samples:
    """dB every ``step`` seconds."""
    size = round(step * RATE)
    rows = mono[: len(mono) // size * size].reshape(-1, size)
    return 10.0 * np.log10(np.mean(rows**2, axis=1) + 1e-12)
