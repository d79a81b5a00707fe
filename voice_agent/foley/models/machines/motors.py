"""Motors, engines and what drives them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.foley.blocks import (
    envelopes,
    filters,
    modal,
    noise,
    tones,
)
from voice_agent.foley.blocks.envelopes import unit
from voice_agent.foley.models.vehicles.engine import scattered
from voice_agent.foley.sound import Random, Samples


def motor(
    rng: Random, length: int, hz: float, gains: Sequence[float], *, drift: float = 0.004
) -> Samples:
    """A motor's whine: harmonics of ``hz`` (turns or commutator bars a second), unit variance.

    Sidebands and a drifting load keep the lines from being pure tones.
    """
    course = hz * (
        1.0 + drift * noise.jitter(rng, length, 1.5) + 0.3 * drift * noise.jitter(rng, length, 25.0)
    )
    rough = 1.0 + 0.2 * noise.jitter(rng, length, 45.0)
    return unit(tones.partials(course, gains, rng) * rough)


def two_stroke(rng: Random, hz: Samples) -> Samples:
    """A small two-stroke engine: sharp, ragged pulses, bright to 6 kHz; unit variance."""
    length = len(hz)
    pulses = tones.pulse_train(hz, rng, 0.08)
    at = np.flatnonzero(pulses)
    pulses[at] *= np.maximum(0.15, 1.0 + 0.5 * rng.standard_normal(len(at)))
    size = envelopes.frames(0.05)
    shot = noise.shaped(rng, size, [(100, 0), (350, 2), (1200, -1), (4000, -5), (10e3, -16)])
    pipe = modal.modes(
        size, (210.0, 480.0, 1150.0, 2100.0), (0.03, 0.025, 0.015, 0.01), (1, 1, 0.8, 0.5)
    )
    response = pipe + 0.8 * shot * envelopes.decay(size, 0.02)
    made = scattered(rng, modal.rung(pulses, response, length), 0.06, 0.6)
    return unit(filters.equalised(made, [(60, -18), (150, -12), (500, 0), (1500, 4), (6000, 4)]))
