"""Hypotheses of an unfinished utterance, shown so that words that stood once don't flicker."""

from __future__ import annotations

import math
from collections.abc import Callable

_FADE = 0.25  # dB a frame by which what counts as loud falls
_DIP = 8.0  # dB under it from which a sound fades


class StablePrefix:
    """Words on which two hypotheses in a row agree are settled (local agreement).

    Macháček et al. 2023, "Turning Whisper into Real-Time Transcription System", call it
    LocalAgreement-2.

    >>> stable = StablePrefix()
    >>> stable.update("please clean the")
    'please clean the'
    >>> stable.update("please clean this recording")   # "please clean" is settled now
    'please clean this recording'
    >>> stable.update("police clean this recording up")
    'please clean this recording up'
    """

    def __init__(self) -> None:
        self._settled: list[str] = []
        self._before: list[str] = []

    @property
    def settled(self) -> str:
        """The words that will not change any more."""
        return " ".join(self._settled)

    def update(self, text: str) -> str:
        """Take the newest hypothesis; what to show: the settled words, then its own rest."""
        words = text.split()
        agreed = 0
        for old, new in zip(self._before, words, strict=False):
            if _bare(old) != _bare(new):
                break
            agreed += 1
        if agreed > len(self._settled):
            self._settled += words[len(self._settled) : agreed]
        self._before = words
        return " ".join(self._settled + words[len(self._settled) :])


class Guesses:
    """When an unfinished turn is read again, and which words are shown then. ``every`` seconds
    pass between two; more of them the longer the turn gets, since each reads all of it."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._due = 0.0
        self._loud = -math.inf  # dBFS, of speech lately
        self._stable = StablePrefix()

    def begin(self, at: float) -> None:
        """A turn begins."""
        self._due = at + self._every
        self._stable = StablePrefix()

    def is_due(self, now: float, level: float) -> bool:
        """Whether to read now. ``level`` is that of the latest frame of speech, dBFS: while it
        fades the turn may be about to end, and the recogniser is needed for that."""
        self._loud = max(level, self._loud - _FADE)
        return now >= self._due and level > self._loud - _DIP

    def begun(self, now: float, seconds: float) -> Callable[[str], str]:
        """A turn of so many ``seconds`` is being read now; what turns its words into those to
        be shown."""
        self._due = now + max(1.0, seconds / 8.0) * self._every
        return self._stable.update


def _bare(word: str) -> str:
    """A word without what Whisper changes its mind about most: case and punctuation."""
    return word.strip(".,;:!?…\"'-").lower()
