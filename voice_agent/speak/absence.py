"""A device that has gone away: since when, and when to look for it again."""

from __future__ import annotations

RETRY_SECONDS = 1.0
SLOWEST_RETRY_SECONDS = 20.0


class Absence:
    """Whether the device is away. Looking for it becomes rarer the longer it stays away.

    Times are monotonic, in seconds.
    """

    def __init__(self) -> None:
        self._away = False
        self._next_try = 0.0
        self._try_again_after = RETRY_SECONDS

    def begins(self, now: float) -> bool:
        """Note that the device is away; true the first time."""
        if self._away:
            return False
        # Not at once: streams of a device that goes away need a moment to notice.
        self._away = True
        self._next_try, self._try_again_after = now + RETRY_SECONDS, RETRY_SECONDS
        return True

    def ends(self) -> bool:
        """Note that the device is there; true when it was away before."""
        was_away, self._away = self._away, False
        return was_away

    def is_time_to_look(self, now: float) -> bool:
        """True when the next try is due; the one after it is then put off for longer."""
        if now < self._next_try:
            return False
        # A rescan takes a moment of the microphone's sound: not too often.
        self._try_again_after = min(2 * self._try_again_after, SLOWEST_RETRY_SECONDS)
        self._next_try = now + self._try_again_after
        return True
