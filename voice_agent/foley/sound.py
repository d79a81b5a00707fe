"""What a sound model is: its words, its course in time, and how it is rendered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[Any]  # float64
Random = np.random.Generator

Speak = Callable[[str], Samples]  # words -> someone saying them, mono at ``RATE``

RATE = 44_100  # Hz, of everything in this package


class Course(Enum):
    """How a sound goes on in time."""

    ONCE = "once"  # one occurrence: a bark, a slam
    REPEATING = "repeating"  # a train of occurrences that belong together: steps, ticks
    CONTINUOUS = "continuous"  # goes on: rain, an engine


@dataclass(frozen=True)
class Manner:
    """How a sound is wanted.

    ``intensity``: 0 soft, light or calm; 0.5 natural; 1 heavy, strong or angry.
    ``speed`` and ``size``: factors of what is natural. ``count``: how many occurrences, for
    repeating sounds; None: as many as fit.
    """

    intensity: float = 0.5
    speed: float = 1.0
    size: float = 1.0
    count: int | None = None


class Sound(ABC):
    """A sound model. One instance is one source: the same dog, the same shoes.

    The class attributes tell what it is; ``render`` makes it.
    """

    name: ClassVar[str]  # unique; as one says it after "of" or "with": "rain on leaves"
    told: ClassVar[str] = ""  # as the reply says it, where the name says too little
    words: ClassVar[tuple[str, ...]] = ()  # what else means it, singular, lower case
    heard_as: ClassVar[tuple[str, ...]]  # AudioSet display names, the best first
    course: ClassVar[Course]
    natural: ClassVar[tuple[float, float]] = (1.0, 1.0)  # seconds of one occurrence
    gap: ClassVar[tuple[float, float] | None] = None  # seconds before the next one
    level: ClassVar[float] = 65.0  # dB SPL at the usual distance
    outdoors: ClassVar[bool] = True
    place: ClassVar[str] = ""  # where it usually sounds by itself, a key of ``space.ROOMS``
    wide: ClassVar[bool] = False  # from all around
    passing: ClassVar[bool] = False  # moves from one side to the other
    alive: ClassVar[bool] = False  # "two dogs" are two sources; "two knocks" are not

    def __init__(self, speak: Speak | None = None) -> None:
        self.speak = speak  # the assistant's own voices, for what people say; may be missing
        self._traits: dict[str, float] = {}

    @classmethod
    def spoken(cls) -> str:
        """The sound as one says it: "a dog barking"."""
        return cls.told or cls.name

    def trait(self, name: str, rng: Random, low: float, high: float) -> float:
        """A property of this source, drawn between ``low`` and ``high`` at its first use.

        Evenly on a logarithmic scale where both are positive, so that pitches are natural.
        """
        if name not in self._traits:
            if low > 0:
                self._traits[name] = float(low * (high / low) ** rng.random())
            else:
                self._traits[name] = float(rng.uniform(low, high))
        return self._traits[name]

    @abstractmethod
    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        """Mono samples at ``RATE``, any gain. See ``Course`` for how long."""
