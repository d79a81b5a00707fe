"""Speech from directions that were left out, wave against wave.

The truth is natural speech through the measured responses of a direction of the KEMAR head,
equalised as all of them are; the systems know every direction but that one. Delay and gain that
both ears share are taken out of all systems alike (``wave_distance.matched``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.hearing_data import one_a_reader
from voice_agent.measure.table import Report, Table, mean_of
from voice_agent.measure.wave_distance import matched, mrstft, wave_l2
from voice_agent.sound import files
from voice_agent.sound.hrtf import Head, Measured, equalised, minimum_phase

RATE = 44_100
SECONDS = 4.0
LEVEL = 0.05  # RMS of both ears of the truth: the wave distance depends on it
_SIZE = 2048
_LOWEST = 150.0  # Hz: below, the loudspeaker of the measurement fails
_MOST = 2048  # samples that a system may be late or early

F64 = NDArray[np.floating[Any]]


def waves(
    measured: Measured, head: Head, speech: Path | None, report: Report, count: int = 36
) -> Table:
    """Distances of four systems on ``count`` directions, evenly taken, a voice each."""
    from voice_agent.measure.binaural import System, impulse, nearest, systems

    inner = np.flatnonzero((measured.elevation > -40.0) & (measured.elevation < 90.0))
    count = report.few(count, 6)
    chosen = inner[np.linspace(0, len(inner) - 1, count).round().astype(int)]
    known: dict[str, System] = {
        **systems(measured, head),
        "nearest measurement": lambda index: _response(measured, nearest(head, index)),
        "binauralize, nothing left out": lambda index: impulse(
            head, float(measured.azimuth[index]), float(measured.elevation[index])
        ),
    }
    voices = _voices(speech, count)
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in known}
    for place, index in enumerate(chosen):
        report(f"speech from direction {place + 1} of {count}")
        voice = voices[place % len(voices)]
        truth = _through(voice, _response(measured, index))
        truth *= LEVEL / np.sqrt(np.mean(np.square(truth)))
        for name, system in known.items():
            one, two = matched(truth, _through(voice, system(index)), _MOST)
            error = 10 * np.log10(np.mean(one**2) / np.mean((one - two) ** 2))
            found[name].append((wave_l2(one, two), mrstft(one, two), float(error)))
    rows = [
        {
            "system": name,
            "n": count,
            "wave_l2_x1000": mean_of([score[0] for score in scores]),
            "mrstft": mean_of([score[1] for score in scores]),
            "snr_db": mean_of([score[2] for score in scores]),
        }
        for name, scores in found.items()
    ]
    note = (
        f"natural speech from {count} directions left out, RMS {LEVEL:g}; less is better but for "
        "SNR; on recordings of moving talkers, another task, the networks WarpNet and BinauralGrad "
        "reach wave distances of 0.157 and 0.128 (Leng et al. 2022)"
    )
    return Table("Speech from directions that were not measured", rows, note)


def _response(measured: Measured, index: int) -> F64:
    """The measured pair without the colour that all directions share, (2, frames)."""
    _, flat = equalised(measured)
    spectra = np.fft.rfft(measured.responses[index], _SIZE, axis=-1)
    common = np.abs(spectra[0]) / np.maximum(flat[index, 0], 1e-12)
    colour = np.exp(minimum_phase(-np.log(np.maximum(common, 1e-3 * common.max()))))
    return np.fft.irfft(spectra * colour, _SIZE, axis=-1)


def _through(voice: F64, response: F64) -> F64:
    from scipy.signal import fftconvolve

    return fftconvolve(voice[None], response, axes=1)


def _voices(speech: Path | None, count: int) -> list[F64]:
    """The last readers of a folder, or the recordings of people, at 44.1 kHz, without what
    lies below the measurements."""
    import soxr
    from scipy.signal import butter, sosfiltfilt

    folder = speech or load_path("people-recordings")
    paths = one_a_reader(folder)[-count:]
    sounds = [files.read(path, max_seconds=SECONDS) for path in paths]
    band = butter(4, _LOWEST, "highpass", fs=RATE, output="sos")
    return [sosfiltfilt(band, soxr.resample(s.mono(), s.rate, RATE)) for s in sounds]
