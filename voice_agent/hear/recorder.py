"""Records from the microphone for a given time."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError, Cancel
from voice_agent.hear.microphone import Microphone
from voice_agent.settings import AudioSettings
from voice_agent.sound import soundcard
from voice_agent.units import Audio

_PATIENCE = 3.0  # seconds without sound after which the device counts as gone


class Recorder:
    """Records at the device's own rate; shares the microphone when the ears have it open,
    since many devices can be opened only once."""

    def __init__(self, settings: AudioSettings, card: soundcard.SoundCard | None = None) -> None:
        self._settings = settings
        self._card = card or soundcard.shared()

    def record(
        self,
        seconds: float,
        cancel: Cancel,
        on_progress: Callable[[float], None] = lambda fraction: None,
    ) -> Audio:
        """``seconds`` of sound, fewer if ``cancel`` is set meanwhile."""
        blocks: queue.SimpleQueue[NDArray[np.float32]] = queue.SimpleQueue()
        rate, finish = self._listen(blocks)
        wanted = round(seconds * rate)
        taken: list[NDArray[np.float32]] = []
        count = 0
        last = time.monotonic()
        try:
            while count < wanted and not cancel:
                try:
                    block = blocks.get(timeout=0.1)
                except queue.Empty:
                    if time.monotonic() - last > _PATIENCE:
                        raise AgentError(
                            "the microphone gives no sound", "`main.py devices` lists the others"
                        ) from None
                    continue
                last = time.monotonic()
                taken.append(block)
                count += len(block)
                on_progress(min(1.0, count / wanted))
        finally:
            finish()
        sound = np.concatenate(taken)[:wanted] if taken else np.zeros((0, 1), dtype=np.float32)
        return Audio(sound, rate)

    def _listen(
        self, blocks: queue.SimpleQueue[NDArray[np.float32]]
    ) -> tuple[int, Callable[[], None]]:
        for user in self._card.users:
            if isinstance(user, Microphone) and (format_ := user.format) is not None:
                return format_[1], user.tap(blocks.put)
        opened = self._card.open(
            "input",
            self._settings.input_device,
            lambda samples, frames, clock, flags: blocks.put(samples.copy()),
            rate=None,
            channels=1,
            block_seconds=0.02,
            latency="high",
        )
        return opened.rate, opened.close
