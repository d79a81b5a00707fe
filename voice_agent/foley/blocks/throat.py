"""One call of an animal from a description of its throat: pitch course, mouth, roughness."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from voice_agent.foley.blocks import envelopes, tones, voice
from voice_agent.foley.sound import RATE, Random, Samples


@dataclass(frozen=True)
class Throat:
    """A voice and how one call uses it.

    ``pitch`` in Hz at the highest point, which is reached at the share ``peak`` of the time;
    ``start``, ``middle`` (0.3 later) and ``end`` are factors of it. ``formants``: pairs of Hz
    with the mouth nearly closed and the factor by which it rises as the mouth opens; ``gains``
    in dB. ``width``: of the formants as a share of their frequency. ``tilt`` in dB an octave;
    ``breath``, ``jitter``, ``shimmer``, ``subharmonic`` as in ``voice.glottis``; ``floor`` in
    dB between formants. ``attack``, ``hold``: shares of the time at which the level is full and
    begins to fall. ``tremor``: (rate in Hz, depth in pitch, depth in level).
    """

    pitch: float
    start: float
    middle: float
    end: float
    peak: float
    formants: tuple[tuple[float, float], ...]
    gains: tuple[float, ...]
    width: float
    tilt: float
    breath: float
    jitter: float
    shimmer: float = 0.1
    subharmonic: float = 0.0
    floor: float = -36.0
    attack: float = 0.1
    hold: float = 0.6
    tremor: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def bigger(self, size: float) -> Throat:
        """The same animal ``size`` times as big: lower pitch and formants (Fitch 1997)."""
        scaled = tuple((hz / size**0.7, opening) for hz, opening in self.formants)
        return replace(self, pitch=self.pitch / size, formants=scaled)


def call(rng: Random, seconds: float, throat: Throat) -> Samples:
    """One call, a little different each time."""
    length = envelopes.frames(seconds)
    top = throat.pitch * rng.uniform(0.95, 1.05)
    later = min(0.95, throat.peak + 0.3)
    points = [
        (0.0, top * throat.start * rng.uniform(0.95, 1.05)),
        (throat.peak, top),
        (later, top * throat.middle * rng.uniform(0.97, 1.03)),
        (1.0, top * throat.end * rng.uniform(0.95, 1.05)),
    ]
    rate, deep, strong = throat.tremor
    time = np.arange(length) / RATE
    shake = np.sin(2.0 * np.pi * rate * rng.uniform(0.95, 1.05) * time + rng.uniform(0.0, 6.3))
    shake *= envelopes.polygon(length, [(0.0, 0.2), (0.3, 1.0), (1.0, 1.0)])
    source = voice.glottis(
        rng, tones.glide(points, length) * (1.0 + deep * shake), tilt=throat.tilt,
        jitter=throat.jitter, shimmer=throat.shimmer, breath=throat.breath,
        subharmonic=throat.subharmonic,
    )  # fmt: skip
    mouth = [
        voice.Formant(
            ((0.0, hz), (throat.peak, hz * opening * rng.uniform(0.97, 1.03)), (1.0, hz)),
            throat.width * hz * (1.5 if number == 0 else 1.0),
            gain,
        )
        for number, ((hz, opening), gain) in enumerate(
            zip(throat.formants, throat.gains, strict=True)
        )
    ]
    made = voice.sung(source, mouth, floor=throat.floor)
    level = [(0.0, 0.0), (throat.attack, 1.0), (max(throat.hold, throat.attack + 0.05), 0.8)]
    made *= envelopes.smooth(length, [*level, (1.0, 0.0)]) * (1.0 + strong * shake)
    return made / max(float(np.abs(made).max()), 1e-9)
