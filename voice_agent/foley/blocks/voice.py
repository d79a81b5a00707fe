"""Voices of animals and people: glottal pulses, breath, formants that move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voice_agent.foley.blocks.filters import gain_frequencies, high_pass, moving
from voice_agent.foley.blocks.noise import jitter as slow_noise
from voice_agent.foley.blocks.tones import pulse_train
from voice_agent.foley.sound import RATE, Random, Samples

_HOP = 256


@dataclass(frozen=True)
class Formant:
    """A resonance of the vocal tract: (share of the time, Hz) points, width in Hz, gain in dB."""

    course: Sequence[tuple[float, float]]
    width: float
    gain: float = 0.0


def glottis(
    rng: Random,
    hz: Samples,
    *,
    tilt: float = -12.0,
    jitter: float = 0.01,
    shimmer: float = 0.08,
    breath: float = 0.02,
    subharmonic: float = 0.0,
) -> Samples:
    """The source of a voice on a pitch course (Hz a sample).

    ``tilt``: dB an octave of the pulses' spectrum. ``jitter``, ``shimmer``: spread of periods
    and strengths. ``breath``: share of noise, strongest while the glottis is open.
    ``subharmonic``: 0 to 1, every other pulse weaker, as in growls, crows and roars.
    """
    from scipy.signal import lfilter

    pulses = pulse_train(hz * (1.0 + 0.004 * slow_noise(rng, len(hz), 6.0)), rng, jitter)
    at = np.flatnonzero(pulses)
    strength = 1.0 + shimmer * rng.standard_normal(len(at))
    if subharmonic:
        number = np.cumsum(hz)[at] / RATE
        strength *= np.where(np.floor(number).astype(int) % 2, 1.0 - subharmonic, 1.0)
    pulses[at] *= strength
    poles = -tilt / 6.0
    for corner in (120.0, 400.0, 1500.0)[: int(np.ceil(poles))]:
        share = min(1.0, poles)
        poles -= share
        keep = np.exp(-2.0 * np.pi * corner / RATE) * share
        pulses = lfilter([1.0 - keep], [1.0, -keep], pulses)
    pulses = high_pass(pulses, 0.6 * float(hz.min()))  # no constant flow is radiated
    pulses /= max(float(np.abs(pulses).std()), 1e-9)
    if breath:
        opening = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.cumsum(hz) / RATE)
        pulses = pulses + breath * rng.standard_normal(len(hz)) * (0.3 + 0.7 * opening)
    return pulses


def sung(source: Samples, formants: Sequence[Formant], *, floor: float = -40.0) -> Samples:
    """``source`` through a vocal tract of parallel formants; ``floor`` dB between them."""
    return moving(source, formant_gains(len(source), formants, floor=floor), _HOP)


def formant_gains(length: int, formants: Sequence[Formant], *, floor: float = -40.0) -> Samples:
    """Complex gains of shape (frames, bins) for ``filters.moving`` at its default hop.

    Two-pole resonances in parallel, of alternate signs so that none cancels between two
    (Klatt 1980); ``floor`` in dB is what passes beside them.
    """
    count = length // _HOP + 1
    hz = gain_frequencies()
    place = np.linspace(0.0, 1.0, count)
    gains = np.full((count, len(hz)), 10.0 ** (floor / 20.0), dtype=np.complex128)
    for number, formant in enumerate(formants):
        shares, centres = zip(*formant.course, strict=True)
        centre = np.interp(place, shares, centres)[:, None]
        resonance = centre * formant.width / (centre**2 - hz**2 + 1j * hz * formant.width)
        gains += (-1) ** number * 10.0 ** (formant.gain / 20.0) * resonance
    return gains
