"""Scenes: what a description asks for, rendered and mixed. 44.1 kHz, stereo, -23 LUFS."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voice_agent.foley import space
from voice_agent.foley.blocks.envelopes import faded
from voice_agent.foley.levels import mastered
from voice_agent.foley.performance import perform
from voice_agent.foley.sound import Manner, Sound


def alone(
    sound: type[Sound], seconds: float, seed: int, manner: Manner | None = None
) -> NDArray[np.float32]:
    """One sound by itself in its usual place, shape (frames, 2), mastered."""
    rng = np.random.default_rng(seed)
    part = perform(sound(), rng, seconds, manner or Manner())
    room = space.ROOMS["open air" if sound.outdoors else "room"]
    made = space.reverberated(part.samples, space.response(room, rng), room.wet)
    made = made[: len(part.samples)]
    ends = [faded(channel, 0.005, 0.03) for channel in made.T]
    return mastered(np.stack(ends, axis=1))
