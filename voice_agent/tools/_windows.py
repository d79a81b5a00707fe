"""A long recording in windows for the recogniser, cut where nobody speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voice_agent.units import Audio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voice_agent.tools.context import ToolContext

_RATE = 16_000
_WINDOW = 120.0  # seconds recognised at a time
_SEARCH = 15.0  # seconds at a window's end in which the quietest moment is looked for


def windows(context: ToolContext, path: Path, warnings: list[str]) -> Iterator[tuple[float, Audio]]:
    """The recording at 16 kHz in windows that end in a quiet moment, each with its start."""
    import numpy as np

    from voice_agent.sound import files

    waiting = np.zeros(0, dtype=np.float32)
    start = 0
    for block in files.blocks(path, 10.0, rate=_RATE, mono=True, warn=warnings.append):
        context.cancel.check()
        waiting = np.concatenate([waiting, block.mono()])
        if len(waiting) >= _WINDOW * _RATE:
            cut = len(waiting) - _quiet_moment(waiting[-round(_SEARCH * _RATE) :])
            yield start / _RATE, Audio(waiting[:cut], _RATE)
            waiting, start = waiting[cut:], start + cut
    if len(waiting):
        yield start / _RATE, Audio(waiting, _RATE)


def _quiet_moment(samples: Any) -> int:
    """How many samples before the end the quietest 0.4 s have their middle."""
    import numpy as np

    from voice_agent.sound.features import frame_rms

    size, hop = round(0.4 * _RATE), round(0.05 * _RATE)
    middle = int(np.argmin(frame_rms(samples, size, hop))) * hop + size // 2
    return len(samples) - middle
