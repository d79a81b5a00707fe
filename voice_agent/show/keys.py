"""What pressing keys means: pure state machines with times as arguments.

``PushToTalk`` turns the presses of one key into the start and end of a turn. A tap starts and
the next tap ends; a key that is held ends the turn when it is let go. Where the terminal
reports releases that is simple:

    press ────────────────── release          held: the turn is as long as the press
    press ─ release ······ press ─ release    two taps

Elsewhere a held key is only seen as presses that repeat, first after a long gap, then after
short ones, and its end as repeats that stop coming:

    press ···(0.25-0.7 s)··· press · press · press · ╳ (no more for 0.3 s: let go)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Signal = Literal["start", "end"]

TAP = 0.35  # seconds; a press let go sooner is a tap
FIRST_REPEAT = 0.75  # longest wait of usual keyboards before a held key repeats
REPEAT_GAP = 0.2  # longest gap between repeats (over a slow line, too)
LET_GO = 0.3  # repeats missing for so long: the key was let go
INTERRUPT_WINDOW = 1.5  # seconds in which a second Ctrl-C leaves


@dataclass
class PushToTalk:
    """Feeds on ``press``, ``release`` and regular ``tick``; each may give a signal.

    Times are seconds on any steady clock. ``limit`` ends a turn that was forgotten.
    """

    limit: float = 60.0
    releases: bool = False  # whether the terminal reports releases; set as soon as one comes

    _state: Literal["idle", "talking", "perhaps held", "held"] = "idle"
    _down: bool = False
    _started: float = 0.0
    _last: float = float("-inf")  # last press, repeats included
    _ended_by_tap: float = float("-inf")

    @property
    def talking(self) -> bool:
        return self._state != "idle"

    def press(self, now: float) -> Signal | None:
        gap, self._last = now - self._last, now
        if self.releases:
            repeat, self._down = self._down, True
            if repeat:
                return None
            return self._finish() if self.talking else self._start(now)
        if self._state == "idle":
            tail = gap < REPEAT_GAP or now - self._ended_by_tap < FIRST_REPEAT
            return None if tail else self._start(now)
        if self._state == "talking":
            if now - self._started <= FIRST_REPEAT:
                self._state = "perhaps held"
                return None
            self._ended_by_tap = now
            return self._finish()
        self._state = "held"
        return None

    def release(self, now: float) -> Signal | None:
        """The key was let go; only terminals with the kitty protocol say so."""
        self.releases, self._down = True, False
        if not self.talking or now - self._started < TAP:
            return None
        return self._finish()

    def tick(self, now: float) -> Signal | None:
        """To be called every 50 ms or so: what ends because nothing happens."""
        if not self.talking:
            return None
        if now - self._started >= self.limit:
            return self._finish()
        if self.releases:
            return None
        silent = now - self._last
        if self._state == "perhaps held" and silent > REPEAT_GAP:
            self._ended_by_tap = self._last  # a second tap, soon after the first
            return self._finish()
        if self._state == "held" and silent > LET_GO:
            return self._finish()
        return None

    def reset(self) -> None:
        """Forget a turn that something else ended."""
        self._state = "idle"

    def _start(self, now: float) -> Signal:
        self._state, self._started = "talking", now
        return "start"

    def _finish(self) -> Signal:
        self._state = "idle"
        return "end"


@dataclass
class Interrupts:
    """Ctrl-C: the first stops what goes on, a second one soon after leaves."""

    _last: float = float("-inf")

    def press(self, now: float) -> Literal["stop", "leave"]:
        again = now - self._last <= INTERRUPT_WINDOW
        self._last = now
        return "leave" if again else "stop"
