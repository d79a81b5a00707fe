"""Speech from directions that were left out, wave against wave.

The truth is natural speech through the measured responses of a direction of the KEMAR head,
without the colour and phase that all directions share; the systems know every direction but that
one. Delay and gain that both ears share are taken out of all systems alike
(``wave_distance.matched``). What minimum phase loses, with which directions are interpolated, is in
the row in which nothing is left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.data.hearing_data import one_a_reader
from voice_agent.measure.report.table import Report, Table, mean_of
from voice_agent.measure.scores.wave_distance import matched, mrstft, wave_l2
from voice_agent.sound import files
from voice_agent.sound.hrtf import Head, Measured, equalised

RATE = 44_100
SECONDS = 4.0
LEVEL = 0.05  # RMS of both ears of the truth: the wave distance depends on it
_SIZE = 4096
_FINER = 8  # steps of a sample
_PHASES = 72  # directions from which the shared phase is taken
_LOWEST = 150.0  # Hz: below, the loudspeaker of the measurement fails
_MOST = 2048  # samples that a system may be late or early

F64 = NDArray[np.floating[Any]]


def waves(
    measured: Measured, head: Head, speech: Path | None, report: Report, count: int = 36
) -> Table:
    """Distances of four systems on ``count`` directions, evenly taken, a voice each."""
    from voice_agent.measure.capability.binaural import System, impulse, nearest, systems

    inner = np.flatnonzero((measured.elevation > -40.0) & (measured.elevation < 90.0))
    count = report.few(count, 6)
    chosen = inner[np.linspace(0, len(inner) - 1, count).round().astype(int)]
    shared = _shared(measured, head)
    known: dict[str, System] = {
        **systems(measured, head),
        "nearest measurement": lambda index: _response(measured, nearest(head, index), shared),
        "binauralize, nothing left out": lambda index: impulse(
            head, float(measured.azimuth[index]), float(measured.elevation[index])
        ),
    }
    voices = _voices(speech, count)
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in known}
    for place, index in enumerate(chosen):
        report(f"speech from direction {place + 1} of {count}")
        voice = voices[place % len(voices)]
        truth = _through(voice, _response(measured, index, shared))
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


def _shared(measured: Measured, head: Head) -> NDArray[np.complex128]:
    """What takes from a measured spectrum the colour and the phase that all directions and
    both ears share, (bins,): they are the loudspeaker's and the microphones'.

    The phase is the mean, as unit vectors, of what measured spectra have beyond the minimum
    phase and the delays with which the head renders the same directions.
    """
    from voice_agent.measure.capability.binaural import impulse

    _, flat = equalised(measured)
    raw = np.fft.rfft(measured.responses[0, 0], 2 * (flat.shape[-1] - 1))
    common = np.abs(raw) / np.maximum(flat[0, 0], 1e-12)
    colour = np.interp(
        np.linspace(0, 1, _SIZE // 2 + 1), np.linspace(0, 1, len(common)), np.log(common + 1e-9)
    )
    total = np.zeros(_SIZE // 2 + 1, np.complex128)
    for index in np.linspace(0, len(measured.azimuth) - 1, _PHASES).round().astype(int):
        where = (float(measured.azimuth[index]), float(measured.elevation[index]))
        beyond = np.fft.rfft(measured.responses[index], _SIZE, axis=-1) * np.conj(
            np.fft.rfft(impulse(head, *where), _SIZE, axis=-1)
        )
        lag = int(np.fft.irfft(beyond.sum(axis=0), _FINER * _SIZE).argmax()) / _FINER
        turned = np.exp(2j * np.pi * np.arange(len(total)) / _SIZE * lag)
        total += (beyond / np.maximum(np.abs(beyond), 1e-12)).sum(axis=0) * turned
    return np.exp(-np.maximum(colour, colour.max() - 7.0)) * np.exp(-1j * np.angle(total))


def _response(measured: Measured, index: int, shared: NDArray[np.complex128]) -> F64:
    """The measured pair without what all share, (2, frames); it begins a quarter in."""
    spectra = np.fft.rfft(measured.responses[index], _SIZE, axis=-1) * shared
    return np.roll(np.fft.irfft(spectra, _SIZE, axis=-1), _SIZE // 4, axis=-1)


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
