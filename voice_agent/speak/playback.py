"""Plays a file to the user on the same output as the voice."""

from __future__ import annotations

from typing import Any

from voice_agent.events import Bus, Playing
from voice_agent.units import Audio, Cancel

_BLOCK_SECONDS = 5.0


class FilePlayback:
    """Queues sound block by block, so that stopping it is immediate."""

    def __init__(self, output: Any, bus: Bus) -> None:
        self._output = output
        self._bus = bus

    def play_file(self, audio: Audio, cancel: Cancel) -> None:
        """Play all of ``audio``; returns when it was heard or ``cancel`` is set."""
        self._bus.emit(Playing(0, "", audio.seconds))
        size = round(_BLOCK_SECONDS * audio.rate)
        try:
            for start in range(0, audio.frames, size):
                cancel.check()
                self._output.play(Audio(audio.samples[start : start + size], audio.rate))
            self._output.drain(cancel)
        finally:
            self._bus.emit(Playing(0, "", 0.0))
        if cancel:
            self._output.stop()
