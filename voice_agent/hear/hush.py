"""Has the room fallen silent? By level alone, but within a frame: detectors of speech need some
60 ms to notice.

    dBFS   ▂▅▇▆▇▅▆▃▁▁▁▁▁▁
           speech    └ far below the voice, and near the quietest of the last seconds
"""

from __future__ import annotations

from collections import deque

from voice_agent.sound.features import dbfs
from voice_agent.units import AudioFrame

BELOW = 25.0  # dB under the voice
NEAR = 10.0  # dB over the quietest frame of the last seconds
LOWEST = -75.0  # dBFS: what is softer is as silent as can be
_MEMORY = 3.0  # seconds
_FORGETS = 6.0  # dB in a second, of how loud the voice was


class Hush:
    """Takes one frame after the other and tells whether it is as quiet as the room. In noise a
    voice is not so far above it, and no frame is."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget all sound heard so far."""
        self._loudest = LOWEST
        self._quietest: deque[tuple[float, float]] = deque()  # time and level, levels rising

    def step(self, frame: AudioFrame) -> bool:
        level = max(dbfs(frame.samples), LOWEST)
        self._loudest = max(level, self._loudest - _FORGETS * (frame.end - frame.time))
        known = self._quietest
        while known and known[-1][1] >= level:
            known.pop()
        known.append((frame.time, level))
        while known[0][0] < frame.time - _MEMORY:
            known.popleft()
        return level < self._loudest - BELOW and level < known[0][1] + NEAR
