"""Do the words so far make a whole request? Two small models of hashed word features.

    "take the noise out of"        asks for something, and is not finished
    "take the noise out of it"     may well be finished
    "the bleak fall came"          asks for nothing: the words say nothing about its end

Requests are short and end in few ways, so their last words tell much; prose may end anywhere.
Trained by training/endpoint/words.py on words alone.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SIZE = 1 << 17  # weights of a model; features that share one are rare enough
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=\S)")
_LONGEST = 12  # words; more are counted as so many


class Wording:
    """``folder`` holds words.npz: weights and bias of "finished" and of "asks"."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / "words.npz") as kept:
            self._finished = kept["finished"].astype(np.float32)
            self._asks = kept["asks"].astype(np.float32)
            self._biases = [float(bias) for bias in kept["biases"]]

    def judge(self, text: str) -> tuple[float, float]:
        """How likely the last sentence of ``text`` is finished, by its words, 0.5 where they
        don't tell; and how likely it asks for something at all."""
        return judge(text, self._finished, self._asks, self._biases)

    def closed(self, text: str) -> float:
        """The first of what ``judge`` says."""
        return self.judge(text)[0]


def judge(
    text: str,
    finished: NDArray[np.floating],
    asks: NDArray[np.floating],
    biases: Sequence[float],
) -> tuple[float, float]:
    """``Wording.judge`` with the models' own numbers."""
    found = features(words(SENTENCE.split(text.strip())[-1]))
    if not found:
        return 0.5, 0.5
    asking = _chance(float(asks[found].sum()) + biases[1])
    return _chance(asking * (float(finished[found].sum()) + biases[0])), asking


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def features(said: Sequence[str]) -> list[int]:
    """Places of the features of a beginning of a sentence: its last words, their endings, how
    many there are, and its first one."""
    if not said:
        return []
    last, before, third = ["<", "<", "<", *said][-1:-4:-1]
    count = min(len(said), _LONGEST)
    named = (
        f"1 {last}",
        f"2 {before} {last}",
        f"3 {third} {before} {last}",
        f"4 {last[-3:]}",
        f"5 {before[-2:]} {last[-2:]}",
        f"6 {before}",
        f"7 {count}",
        f"8 {count} {last}",
        f"9 {said[0]}",
        f"10 {said[0]} {last}",
        f"11 {' '.join(said[:2])}",
    )
    return [zlib.crc32(name.encode()) % SIZE for name in named]


def _chance(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-min(max(value, -30.0), 30.0)))
