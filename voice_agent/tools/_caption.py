"""A few words on what is in a recording, so that it can be referred to ("the bird sound")."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voice_agent.sound.yamnet import SoundClassifier

_SECONDS = 30.0  # of the recording that are listened to


def caption(classifier: SoundClassifier, path: Path) -> str:
    """The first half minute as ``caption_audio`` tells it, without listening to the words:
    "someone speaks, with rain in the background"."""
    from voice_agent.sound import files, yamnet
    from voice_agent.tools import _scene
    from voice_agent.tools._events import LEVEL_STEP, find_events
    from voice_agent.tools._yamnet import levels_of

    block = next(files.blocks(path, _SECONDS, rate=yamnet.RATE, mono=True))
    levels = levels_of(block.mono(), round(LEVEL_STEP * yamnet.RATE))
    events = find_events(
        classifier.scores(block.mono()),
        classifier.labels,
        step=yamnet.HOP_SECONDS,
        window=yamnet.WINDOW_SECONDS,
        seconds=block.seconds,
        levels=levels,
    )
    text = _scene.caption(events, block.seconds, levels, most=3)
    return text[:1].lower() + text[1:].removesuffix(".")
