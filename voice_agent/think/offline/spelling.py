"""Typing errors in a request: words that nobody knows become the near word that people ask with.

    Spelling(known, words).right("reomve")  -> "remove"

Only a word that is in no vocabulary is touched, and only towards the words of ``words`` (those
of the training phrases, the most frequent first), so that names and rare sounds stay.
"""

from __future__ import annotations

import string
from collections.abc import Container, Iterable, Iterator, Sequence

_SHORTEST = 3  # letters; "a" and "to" are never mended
_LONG = 7  # letters from which two slips are mended


class Spelling:
    """Mends one word at a time; ``known`` are words that are right as they stand."""

    def __init__(self, known: Container[str], words: Sequence[str]) -> None:
        self._known = known
        self._rank = {word: rank for rank, word in enumerate(words)}

    def right(self, word: str) -> str:
        """The word itself, or the one that was probably meant, in lower case."""
        lower = word.lower()
        if not (lower.isascii() and lower.isalpha()) or len(lower) < _SHORTEST:
            return word
        if lower in self._known or lower in self._rank:
            return word
        near = self._best(_slips(lower))
        if not near and len(lower) >= _LONG:
            near = self._best(twice for once in _slips(lower) for twice in _swaps(once))
        return near or word

    def _best(self, candidates: Iterable[str]) -> str:
        found = {c for c in candidates if c in self._rank and len(c) >= _SHORTEST}
        return min(found, key=self._rank.__getitem__, default="")


def _slips(word: str) -> Iterator[str]:
    """Words one slip away: letters swapped, doubled or left out, added, or another (Norvig's
    edits at distance one, the likeliest first)."""
    yield from _swaps(word)
    for place in range(1, len(word) + 1):
        for letter in string.ascii_lowercase:
            yield word[:place] + letter + word[place:]
            yield word[: place - 1] + letter + word[place:]


def _swaps(word: str) -> Iterator[str]:
    """Words with two neighbouring letters exchanged, or one too many taken out."""
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
