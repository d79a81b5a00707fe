"""A few words on what is in a recording, so that it can be referred to ("the bird sound")."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voice_agent.sound.yamnet import SoundClassifier

_SECONDS = 30.0  # of the recording that are listened to


def caption(classifier: SoundClassifier, path: Path) -> str:
    """The main sounds of the first half minute: "someone speaking throughout, rain"."""
    from voice_agent.sound import files, yamnet
    from voice_agent.tools._events import LEVEL_STEP, find_events
    from voice_agent.tools._telling import describe
    from voice_agent.tools._yamnet import levels_of

    block = next(files.blocks(path, _SECONDS, rate=yamnet.RATE, mono=True))
    events = find_events(
        classifier.scores(block.mono()),
        classifier.labels,
        step=yamnet.HOP_SECONDS,
        window=yamnet.WINDOW_SECONDS,
        seconds=block.seconds,
        levels=levels_of(block.mono(), round(LEVEL_STEP * yamnet.RATE)),
    )
    return describe(events, block.seconds, most=3)
