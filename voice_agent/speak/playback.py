"""Plays a file to the user on the same output as the voice."""

from __future__ import annotations

from collections import deque
from typing import Any

from voice_agent.errors import Cancel
from voice_agent.events import Bus, Playing
from voice_agent.units import Audio

_BLOCK_SECONDS = 5.0
_AHEAD = 2  # blocks that wait to be heard


class FilePlayback:
    """Queues sound block by block, few at a time: it begins at once, and an hour of it takes no
    more memory than a minute. ``output`` is a ``Player``."""

    def __init__(self, output: Any, bus: Bus) -> None:
        self._output = output
        self._bus = bus

    def play_file(self, audio: Audio, cancel: Cancel) -> None:
        """Play all of ``audio``; returns when it was heard, the output was stopped, or
        ``cancel`` is set."""
        self._bus.emit(Playing(0, "", audio.seconds))
        try:
            self._play(audio, cancel)
        finally:
            if cancel:
                self._output.stop()
            self._bus.emit(Playing(0, "", 0.0))

    def _play(self, audio: Audio, cancel: Cancel) -> None:
        size = round(_BLOCK_SECONDS * audio.rate)
        queued: deque[Any] = deque()
        for start in range(0, audio.frames, size):
            if len(queued) == _AHEAD and not self._output.wait(queued.popleft(), cancel):
                return
            if cancel:
                return
            piece = Audio(audio.samples[start : start + size], audio.rate)
            queued.append(self._output.play(piece))
        while queued and self._output.wait(queued.popleft(), cancel):
            pass
