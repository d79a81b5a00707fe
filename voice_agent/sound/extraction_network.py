"""A trained network that keeps one described sound of a stretch, by a soft mask.

    stretch ─> 32 kHz, mono ─> powers of 160 bands ─> network (training/extraction) ─> mask, when
            └> spectra of every channel * mask ─> the sound, at the stretch's own rate

What lies above 16 kHz stays with the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voice_agent.sound.features import ComplexArray, FloatArray
from voice_agent.sound.graph import open_graph
from voice_agent.sound.mixdown import weights

RATE = 32_000
FFT, HOP = 2048, 1024  # samples; as the network was trained
STEP_SECONDS = HOP / RATE
# Bins of a band: 31 Hz wide to 2 kHz, 62 Hz to 4 kHz, 125 Hz to 8 kHz, 250 Hz to 16 kHz.
BANDS = (2,) * 64 + (4,) * 32 + (8,) * 32 + (16,) * 31 + (17,)
_EDGES = np.cumsum((0, *BANDS))
_SCALE, _LEAST = 0.25, 1e-7  # of the logarithm of powers, as the network was trained
_FRAMES = 250  # of a window, 8 s
_STEP = _FRAMES // 2
_HANN = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT)).astype(np.float32)
SURE_FRAMES = 12  # frames (0.4 s) by which a sound is said to be there
_NEVER = -9.0  # log-odds in silence


class ExtractionNetwork:
    """The network's graph.

    ``asked`` is the vector that ``tools._vocabulary.asked_for`` makes, shape (320,). Powers of
    bands (frames, 160) at any level become a mask of that shape, 0 to 1, and the log-odds of
    the sound in each frame, (frames,).
    """

    def __init__(self, graph: Path, *, threads: int = 1) -> None:
        self._session = open_graph(graph, threads)

    def __call__(self, powers: FloatArray, asked: FloatArray) -> tuple[FloatArray, FloatArray]:
        level = float(powers.mean())
        if level < 1e-9:
            return np.zeros_like(powers), np.full(len(powers), _NEVER, np.float32)
        bands = _SCALE * np.log(powers / level + _LEAST)
        inputs = {"bands": bands[None].astype(np.float32), "asked": asked[None].astype(np.float32)}
        (mask,), (when,) = self._session.run(None, inputs)
        return mask, when


@dataclass(frozen=True, eq=False)
class Kept:
    """What the network keeps of a stretch: the ``sound`` (frames, channels) at its rate, and
    the log-odds that it is there, one every ``STEP_SECONDS``."""

    sound: FloatArray
    when: FloatArray

    @property
    def sure(self) -> float:
        """Log-odds where it is surest."""
        return surest(self.when)


def surest(when: FloatArray) -> float:
    """Log-odds in the 0.4 s where a sound is surest, together."""
    return float(np.sort(when)[-SURE_FRAMES:].mean()) if len(when) else _NEVER


def keep(samples: FloatArray, rate: int, network: ExtractionNetwork, asked: FloatArray) -> Kept:
    """The sound that is asked for out of ``samples``, shape (frames, channels)."""
    import soxr

    length = len(samples)
    low = soxr.resample(samples, rate, RATE) if rate != RATE else samples
    spectra = [_stft(channel) for channel in low.T]
    mono = np.einsum("c,cft->ft", weights(low), np.stack(spectra))
    mask, when = _heard(np.add.reduceat(np.square(np.abs(mono)), _EDGES[:-1], 1), network, asked)
    bins = np.repeat(mask, BANDS, axis=1)
    sound = np.stack([_istft(spectrum * bins, len(low)) for spectrum in spectra], axis=1)
    back = soxr.resample(sound, RATE, rate) if rate != RATE else sound
    back = np.pad(back[:length], ((0, max(0, length - len(back))), (0, 0)))
    return Kept(back.astype(np.float32), when)


def _heard(
    powers: FloatArray, network: ExtractionNetwork, asked: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Mask and log-odds of all frames, windows fading into one another."""
    mask, when = np.zeros_like(powers), np.zeros(len(powers), np.float32)
    weight = np.zeros(len(powers), np.float32)
    for start in range(0, max(1, len(powers) - _FRAMES + _STEP), _STEP):
        part = powers[start : start + _FRAMES]
        answer, sure = network(part, asked)
        span, place = slice(start, start + len(part)), np.arange(len(part))
        fade = np.minimum(place, place[::-1]) + 1.0
        mask[span] += fade[:, None] * answer
        when[span] += fade * sure
        weight[span] += fade
    return mask / weight[:, None], when / weight


def _stft(samples: FloatArray) -> ComplexArray:
    """Shape (frames, 1025), frames centred on multiples of the hop."""
    padded = np.pad(samples, (FFT // 2, FFT // 2 + HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP]
    return np.fft.rfft(frames * _HANN, axis=1).astype(np.complex64)


def _istft(spectrum: ComplexArray, length: int) -> FloatArray:
    frames = np.fft.irfft(spectrum, FFT, axis=1).astype(np.float32) * _HANN
    out = np.zeros((len(frames) + 1) * HOP, np.float32)
    out[: len(frames) * HOP] += frames[:, :HOP].ravel()
    out[HOP:] += frames[:, HOP:].ravel()
    return out[FFT // 2 : FFT // 2 + length]  # two frames at half overlap add up to one
