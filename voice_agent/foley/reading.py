"""A description becomes wishes: what sounds, how many times, how, when and where. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from voice_agent.foley.sound import Manner, Sound

Nearest = Callable[[str, Sequence[str]], tuple[int, float]]
"""The place of the phrase that means most nearly the same, and how near from 0 to 1."""


@dataclass(frozen=True)
class Wish:
    """One sound that is asked for."""

    sound: type[Sound]
    phrase: str  # as the user called it
    manner: Manner
    count: int | None = None  # occurrences that were asked for
    far: float = 1.0  # factor of the usual distance
    section: int = 0  # sounds of one section go together; a later section comes after
    side: float | None = None  # -1 left .. 1 right
    throughout: bool = False  # asked for as a background
    adjectives: tuple[str, ...] = ()  # as the reply should say them
    stands_for: str = ""  # what was asked for when there is no such model


@dataclass(frozen=True)
class Reading:
    """What a description asks for. ``room`` is a key of ``space.ROOMS`` or empty."""

    wishes: tuple[Wish, ...]
    room: str = ""
    unknown: tuple[str, ...] = ()  # phrases that nothing known is near to
    sections: int = 1
    extra: dict[str, str] = field(default_factory=dict)
