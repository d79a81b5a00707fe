"""What animals that call have in common."""

from __future__ import annotations

from typing import ClassVar

from voice_agent.foley.blocks.throat import Throat, call
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


class Caller(Sound):
    """An animal that calls: each call from the same throat, a little different."""

    course = Course.ONCE
    alive = True
    throat: ClassVar[Throat]

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        size = manner.size * self.trait("size", rng, 0.92, 1.08)
        return call(rng, seconds / manner.speed**0.5, self.throat.bigger(size))
