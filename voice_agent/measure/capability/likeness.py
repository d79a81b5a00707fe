"""Whether made sounds keep to what is known of real ones: rates, pitches, modulation, tilt.

A classifier may be pleased by a sound that no animal or machine makes. These checks ask it
nothing: each compares one quantity of a made sound with a range. Where a row says "n recordings",
the range is that of recordings in Debian's packages under free licences (the packages are named;
the recordings lie nowhere here), a little widened at its ends since n is small; the other rows
quote the literature, and nobody has measured a recording for them. The quantities:

- ``onsets``       beginnings a second: rises in level (dB, frames of 10 ms), at least so many
                   seconds apart as the first bound says (a step's heel and ball are one)
- ``modulation``   Hz at which the level swings most, between two bounds
- ``pitch``        Hz of the strongest peak of the spectrum, between two bounds
- ``tilt``         dB of the octave around the second frequency less that around the first
- ``centroid``     Hz: the middle of the power spectrum
- ``periodicity``  0 noise .. 1 a steady tone: the highest autocorrelation at lags of 1/2000 to
                   1/62 s, the mean over frames of 64 ms within 20 dB of the loudest
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
from voice_agent.measure.report.table import Report, Table

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
    Fact("footsteps on concrete", "onsets", 1.6, 2.9,
         "4 recordings: 1.8 to 2.8 (minetest, 0ad, scratch)", (0.3, 0)),
    Fact("running footsteps", "onsets", 2.4, 3.6,
         "160 to 180 a minute: Cavanagh 1982; 3 recordings: 3.2 to 3.6 (0ad)", (0.22, 0)),
    Fact("clapping hands", "onsets", 2.0, 4.5, "2 to 4 claps a second: Neda et al. 2000"),
    Fact("a ticking clock", "onsets", 1.7, 2.6, "a wall clock's pendulum beats seconds in halves"),
    Fact("a heartbeat", "onsets", 1.6, 3.2, "60 to 80 beats a minute, two sounds each"),
    Fact("typing", "onsets", 4.0, 9.0,
         "4 to 7 keys a second: Dhakal 2018; 2 recordings: 7.5 and 8 (bucklespring, scratch)"),
    Fact("laughter", "modulation", 3.8, 5.4, "4 recordings: 4.1 to 4.9 (scratch)", (2, 12)),
    Fact("a purring cat", "modulation", 21, 31, "26 Hz: Frazer Sissom et al. 1991", (10, 60)),
    Fact("a helicopter", "modulation", 9, 28,
         "two to four blades at 6 turns a second; 4 recordings: 6 to 28 (searchandrescue, fluid)",
         (5, 60)),
    Fact("a jackhammer", "modulation", 15, 29,
         "900 to 1600 blows a minute: makers; a recording: 29 (simutrans)", (8, 60)),
    Fact("sawing", "modulation", 1.8, 3.6,
         "6 recordings: 1.9 to 3.5 (0ad, widelands, tuxpaint)", (1, 8)),
    Fact("a cow", "pitch", 70, 200,
         "81 and 153 Hz: Padilla de la Torre 2015; 6 recordings: 62 to 200 (0ad, widelands)",
         (60, 200)),
    Fact("a bee", "pitch", 190, 300,
         "wings at 230 Hz: Altshuler et al. 2005; 2 recordings: 230, 296 (tuxpaint, hedgewars)",
         (150, 300)),
    Fact("a mosquito", "pitch", 400, 720,
         "450 to 600 Hz: Arthur et al. 2014; a recording: 717 (tuxpaint)", (350, 800)),
    Fact("crickets", "pitch", 3900, 5300,
         "4.5 kHz: Bennet-Clark 1998; 2 recordings: 4.5, 5.2 kHz (scratch, wesnoth)", (2000, 9000)),
    Fact("a cuckoo", "pitch", 500, 720,
         "550 to 680 Hz: Xia et al. 2019; a recording: 538 (tuxpaint)", (300, 1500)),
    Fact("an ambulance", "pitch", 400, 650, "440 and 585 Hz: DIN 14610", (350, 700)),
    Fact("footsteps on concrete", "tilt", -34, -12,
         "2 recordings: -31, -26 dB (scratch, minetest)", (250, 2000)),
    Fact("thunder", "tilt", -48, -19,
         "3 recordings: -45 to -22 dB (0ad, supertuxkart)", (100, 2000)),
    Fact("wind", "tilt", -31, -11, "3 recordings: -28 to -14 dB (0ad)", (125, 2000)),
    Fact("rain", "tilt", -12, 6,
         "4 recordings: -9 to 3 dB (0ad, supertuxkart, gcompris)", (500, 4000)),
    Fact("a cheering crowd", "tilt", -20, -9,
         "3 recordings: -17 to -12 dB (lincity-ng)", (1000, 4000)),
    Fact("a dog", "periodicity", 0.5, 0.95,
         "5 recordings: 0.53 to 0.94 (scratch, gcompris, tuxpaint)"),
    Fact("a cow", "periodicity", 0.68, 0.95,
         "5 recordings: 0.72 to 0.93 (0ad, widelands, tuxpaint)"),
    Fact("a cat", "periodicity", 0.7, 1.0,
         "5 recordings: 0.74 to 1.00 (scratch, gcompris, tuxpaint)"),
    Fact("a sheep", "periodicity", 0.5, 0.93,
         "6 recordings: 0.55 to 0.91 (0ad, widelands, gcompris)"),
    Fact("coughing", "periodicity", 0.55, 0.8, "2 recordings: 0.63, 0.72 (scratch)"),
    Fact("a cat", "centroid", 1100, 2850,
         "5 recordings: 1200 to 2750 Hz (scratch, gcompris, tuxpaint)"),
    Fact("a crow", "centroid", 1500, 2150, "a recording: 1830 Hz (tuxpaint)"),
    Fact("a toilet flush", "centroid", 430, 1200, "2 recordings: 470, 1110 Hz (tuxpaint)"),
    Fact("coughing", "centroid", 480, 850, "2 recordings: 520, 770 Hz (scratch)"),
    Fact("clattering dishes", "centroid", 1000, 5300, "6 recordings: 1080 to 5120 Hz (widelands)"),
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
            "measured": round(float(np.mean(values)), 1 if fact.high > 1 else 2),
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
    if fact.quantity == "centroid":
        return centroid(mono)
    if fact.quantity == "periodicity":
        return periodicity(mono)
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


def centroid(mono: Samples) -> float:
    """Hz: the middle of the power spectrum."""
    power = np.abs(np.fft.rfft(mono)) ** 2
    return float(np.sum(power * np.fft.rfftfreq(len(mono), 1.0 / RATE)) / np.sum(power))


def periodicity(mono: Samples) -> float:
    """How tonal it is, 0 to 1; see the module. Frames every 25 ms, Hann windows whose own
    autocorrelation is divided out (Boersma 1993)."""
    size = round(0.064 * RATE)
    window = np.hanning(size)
    frames = np.lib.stride_tricks.sliding_window_view(mono, size)[:: round(0.025 * RATE)]
    energy = np.sum(frames**2, axis=1)
    frames = frames[energy > 0.01 * energy.max()]
    own = np.fft.irfft(np.abs(np.fft.rfft(window, 2 * size)) ** 2)[:size]
    lags = slice(round(RATE / 2000.0), round(RATE / 62.0))
    found = []
    for frame in frames:
        alike = np.fft.irfft(np.abs(np.fft.rfft(frame * window, 2 * size)) ** 2)[:size]
        alike = alike / alike[0] / (own / own[0])
        first = int(np.argmax(alike[: lags.stop] < 0.0))  # beyond the peak at zero
        late = alike[max(lags.start, first) : lags.stop] if first else np.zeros(1)
        found.append(float(np.clip(late.max(), 0.0, 1.0)))
    return float(np.mean(found))


def _levels(mono: Samples, step: float) -> Samples:
    """dB every ``step`` seconds."""
    size = round(step * RATE)
    rows = mono[: len(mono) // size * size].reshape(-1, size)
    return 10.0 * np.log10(np.mean(rows**2, axis=1) + 1e-12)
