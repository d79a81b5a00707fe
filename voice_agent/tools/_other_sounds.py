"""What else is heard beside the sound that is taken out, and how clearly each is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voice_agent.sound import yamnet
from voice_agent.tools._audioset import SCENES, ancestors
from voice_agent.tools._target import Sought, target_score

if TYPE_CHECKING:
    from voice_agent.sound.yamnet import SoundClassifier

LISTENING_LEVEL = 0.05  # RMS at which parts are listened to

_HEARD = 0.2  # score from which another sound counts
_ALIAS = 0.6  # correlation from which on a class is the sound under another name
_OTHERS = 6  # other classes that are listened for
# What the classifier says of any music or singing, whichever it is.
_MUSICAL = frozenset({"Music", "Musical instrument", "Singing"})
_VAGUE = _MUSICAL | {"Song", "Chant", "Mantra", "Choir"}


def others_in(engine: SoundClassifier, scores: NDArray[np.float32], sought: Sought) -> list[int]:
    """The clearest classes that are not the sound under another name: neither related to it,
    nor heard whenever it is."""
    above = ancestors(engine.labels)
    own = set(sought.labels).union(*(above[label] for label in sought.labels)) | SCENES
    musical = bool(own & _MUSICAL)
    course = target_score(scores, engine.labels, sought.labels)
    peak = scores.max(axis=0)
    found: list[int] = []
    for index in np.argsort(-peak):
        label = engine.labels[index]
        if peak[index] <= _HEARD or len(found) == _OTHERS:
            break
        related = label in own or bool(above[label] & set(sought.labels))
        related = related or label == "Speech" or (musical and label in _VAGUE)
        if not related and _likeness(course, scores[:, index]) < _ALIAS:
            found.append(int(index))
    return found


def _likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Correlation of two courses over time; 0 where one does not change."""
    a, b = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / norm if norm > 1e-6 else 0.0


def listener(
    engine: SoundClassifier, sought: Sought, others: Sequence[int]
) -> Callable[[NDArray[np.float32], int], tuple[float, float]]:
    """How sure the classifier is of the sound and of the others, as log-odds."""

    def listen(samples: NDArray[np.float32], rate: int) -> tuple[float, float]:
        import soxr

        level = float(np.sqrt(np.mean(samples**2)))
        if level < 1e-7:
            return log_odds(0.0), log_odds(0.0)
        audible = (samples * (LISTENING_LEVEL / level)).astype(np.float32)
        scores = engine.scores(soxr.resample(audible, rate, yamnet.RATE))
        own = target_score(scores, engine.labels, sought.labels)
        return _clearest(own), _clearest(scores[:, list(others)].max(axis=1))

    return listen


def _clearest(score: NDArray[np.float32]) -> float:
    """Of the clearest third of the windows: a sound need not last."""
    return log_odds(float(np.sort(score)[-max(1, len(score) // 3) :].mean()))


def log_odds(probability: float) -> float:
    """Finite, also of 0 and 1."""
    return float(np.log(probability + 1e-3) - np.log(1.0 - probability + 1e-3))
