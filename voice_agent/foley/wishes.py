"""What a description asks for, as values: wishes for sounds, and a reading of several."""

from __future__ import annotations

from dataclasses import dataclass

from voice_agent.foley.sound import Manner, Sound

_LATEST = 0.05  # seconds before the end: what begins later is not heard


@dataclass(frozen=True)
class Wait:
    """Seconds before a section; ``silent`` where what goes on stops, too."""

    seconds: float
    silent: bool = False


@dataclass(frozen=True)
class Wish:
    """One sound that is asked for."""

    sound: type[Sound]
    manner: Manner
    count: int | None = None  # occurrences that were asked for
    sources: int = 1  # so many of them: "two dogs"
    far: float = 1.0  # factor of the usual distance
    behind: str = ""  # a key of ``space.BARRIERS``
    level: float = 0.0  # dB
    section: int = 0  # sounds of one section go together; a later section comes after
    side: float | None = None  # -1 left .. 1 right
    at: tuple[float, ...] = ()  # seconds that were asked for
    within: float | None = None  # seconds in which all occurrences shall be heard
    wait: Wait | None = None  # before its section
    throughout: bool = False  # asked for as a background
    part: tuple[float, float] | None = None  # from when to when, as shares of the scene
    adjectives: tuple[str, ...] = ()  # for the reply
    stands_for: str = ""  # what was asked for, where no model is called so

    def times(self, seconds: float) -> tuple[float, ...]:
        """Those of ``at`` that a scene of so many seconds still has, in order."""
        return tuple(sorted(time for time in self.at if time < seconds - _LATEST))


@dataclass(frozen=True)
class Reading:
    """What a description asks for. ``room``: a key of ``space.ROOMS``, or empty."""

    wishes: tuple[Wish, ...]
    room: str = ""
    unknown: tuple[str, ...] = ()  # phrases that nothing known is near to
