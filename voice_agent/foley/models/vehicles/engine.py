"""Engines, tyres and driving past."""

from __future__ import annotations

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    modal,
    noise,
    tones,
)
from voice_agent.foley.sound import Random, Samples


def engine(
    rng: Random,
    hz: Samples,
    *,
    cylinders: int,
    pipe: tuple[tuple[float, float, float], ...],
    uneven: float = 0.15,
    ragged: float = 0.12,
    breath: float = 0.15,
    sharp: float = 0.0025,
    whine: float = 0.12,
    echo: float = 0.12,
    state: int = 0,
) -> Samples:
    """A four-stroke engine: pressure pulses of the firings through the exhaust, unit variance.

    ``hz``: firings a second, a course. ``pipe``: resonances (Hz, width, gain). ``uneven``: how
    much the cylinders differ, always in the same order, which sounds half orders of the
    rotation; ``ragged``: how much one firing differs from the last. ``sharp``: seconds of a
    pulse. ``breath``: turbulent noise that each pulse drives out of the pipe; ``whine``: noise
    of belts, chains and intake; ``echo``: seconds that the body and the ground answer.
    """
    length = len(hz)
    own = np.random.default_rng(state)
    pulses = tones.pulse_train(hz * (1.0 + 0.012 * noise.jitter(rng, length, 5.0)), rng, 0.015)
    at = np.flatnonzero(pulses)
    order = np.arange(len(at)) // 2 % cylinders
    firing = (1.0 + uneven * own.standard_normal(cylinders))[order]
    pulses[at] *= np.maximum(0.1, firing * (1.0 + ragged * rng.standard_normal(len(at))))
    size = envelopes.frames(8 * sharp)
    time = envelopes.times(size) / sharp
    flow = modal.rung(pulses, time * np.exp(1.0 - time), length)  # the gas that leaves
    puffs = flow * noise.shaped(rng, length, [(100, -10), (500, 0), (2500, -2), (9000, -16)])
    source = np.diff(flow, prepend=0.0)
    source = source / max(float(source.std()), 1e-9)
    source = source + breath * puffs / max(float(puffs.std()), 1e-9)
    made = 0.25 * source
    for centre, width, gain in pipe:
        made = made + gain * filters.resonance(source, centre, width)
    made = scattered(own, made, echo)
    whirr = noise.shaped(
        rng, length, [(80, -16), (300, -6), (900, 0), (2500, -3), (9000, -18), (16e3, -34)]
    )
    turning = 1.0 + 0.25 * noise.jitter(rng, length, 60.0)
    return made / max(float(made.std()), 1e-9) + whine * whirr * turning


def scattered(rng: Random, samples: Samples, t60: float, share: float = 0.75) -> Samples:
    """What bonnet, ground and walls near by do to pulses: many echoes within ``t60`` seconds."""
    size = envelopes.frames(t60)
    echoes = rng.standard_normal(size) * envelopes.decay(size, t60)
    echoes /= np.sqrt(np.sum(echoes**2))
    diffuse = modal.rung(samples, echoes, len(samples))
    return (1.0 - share) * samples + share * diffuse


def tyres(rng: Random, length: int, *, rough: float = 0.0) -> Samples:
    """Tyres on asphalt: most around 1 kHz (the horn of tyre and road), unit variance.

    After Sandberg and Ejsmont's tyre noise spectra; ``rough`` dB more below 500 Hz.
    """
    points = [(60, -16 + rough), (250, -8 + rough), (700, -1), (1000, 0), (2000, -7), (6000, -22)]
    return noise.shaped(rng, length, [*points, (16e3, -40)])


def passing_by(seconds: float, speed: float, nearest: float) -> tuple[Samples, Samples]:
    """What a listener beside the road hears of a car in the middle of its way.

    ``speed`` in m/s, ``nearest`` in metres. Returns factors of frequency (Doppler) and of level
    (1 / distance), one a sample.
    """
    time = envelopes.times(envelopes.frames(seconds))
    time = time - 0.5 * seconds
    distance = np.sqrt(nearest**2 + (speed * time) ** 2)
    approach = -(speed**2) * time / distance
    return 343.0 / (343.0 - approach), nearest / distance
