"""Typing errors in a request: words that nobody knows become the near word that people ask with.

    Spelling(known, words).right("reomve")  -> "remove"

Only a word that is in no vocabulary is touched, and only towards the words of ``words`` (those
of the training phrases, the most frequent first), so that names and rare sounds stay. Two words
are near when one letter less makes them equal (Garbe's symmetric deletes): a letter too many,
too few, another one, or in another place.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

_SHORTEST, _LONGEST = 3, 24  # letters of a word that is mended


class Spelling:
    """Mends one word at a time; ``known`` are words that are right as they stand."""

    def __init__(self, known: Container[str], words: Sequence[str]) -> None:
        self._known = known
        self._rank = {word: rank for rank, word in enumerate(words)}
        self._shortened: dict[str, list[str]] = {}
        for word in words:
            for less in _shortened(word):
                self._shortened.setdefault(less, []).append(word)

    def right(self, word: str) -> str:
        """The word itself, or the one that was probably meant, in lower case."""
        lower = word.lower()
        if not (lower.isascii() and lower.isalpha()) or not _SHORTEST <= len(lower) <= _LONGEST:
            return word
        if lower in self._known or lower in self._rank:
            return word
        near = [found for less in _shortened(lower) for found in self._shortened.get(less, ())]
        return min(near, key=self._rank.__getitem__, default=word)


def _shortened(word: str) -> Iterator[str]:
    """The word as it is, and with each letter left out."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
