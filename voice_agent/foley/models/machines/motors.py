"""Motors, engines and what drives them."""

from __future__ import annotations

from collections.abc import Sequence

from voice_agent.foley.blocks import (
    noise,
    tones,
)
from voice_agent.foley.blocks.envelopes import unit
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
