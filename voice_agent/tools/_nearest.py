"""Which known phrase means most nearly what an unknown word means: "chihuahua" -> "dog"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voice_agent.tools._vocabulary import WordVectors, content_words
from voice_agent.tools.context import ToolContext


class NearestPhrase:
    """Compares phrases by the vectors of their words (the model ``sound-words``).

    nearest = NearestPhrase(vectors)
    nearest("chihuahua", ["rain", "puppy", "bell"])  # (1, 0.55): place, cosine from 0 to 1
    """

    def __init__(self, vectors: WordVectors) -> None:
        self._vectors = vectors
        self._known: tuple[str, ...] = ()
        self._rows: NDArray[np.float32] = np.zeros((0, vectors.width), np.float32)

    def __call__(self, phrase: str, known: Sequence[str]) -> tuple[int, float]:
        """The place of the nearest of ``known`` and how near it is; 0.0 for strange words."""
        wanted = self._vectors.embed(content_words(phrase))
        if wanted is None or not known:
            return 0, 0.0
        if tuple(known) != self._known:
            rows = [self._vectors.embed(content_words(each)) for each in known]
            empty = np.zeros(self._vectors.width, np.float32)
            self._rows = np.stack([empty if row is None else row for row in rows])
            self._known = tuple(known)
        likeness = self._rows @ wanted
        best = int(likeness.argmax())
        return best, float(np.clip(likeness[best], 0.0, 1.0))


def nearest_phrase(context: ToolContext) -> NearestPhrase:
    """The one of the process."""

    def make() -> NearestPhrase:
        return NearestPhrase(WordVectors(context.engines.model("sound-words")))

    made: NearestPhrase = context.engines.shared("nearest phrase", make)
    return made
