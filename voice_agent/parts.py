"""What a turn needs of a mouth."""

from __future__ import annotations

from typing import Protocol

from voice_agent.errors import Cancel
from voice_agent.units import Audio


class Mouth(Protocol):
    """Speaks an answer sentence by sentence (T out)."""

    def say(self, text: str, turn: int, cancel: Cancel) -> None:
        """Queue ``text``; returns once it is synthesised, playing goes on."""

    def perform(self, audio: Audio, words: str, turn: int, cancel: Cancel) -> None:
        """Queue a sound that is (part of) the answer; ``words`` are those in it."""

    def finish(self, cancel: Cancel) -> Audio | None:
        """Wait until everything was played; all that was said since the last call."""

    def stop(self) -> None: ...

    def heard_of(self, turn: int) -> str | None:
        """What was heard of this turn's answer before it was stopped; None if it was not."""
