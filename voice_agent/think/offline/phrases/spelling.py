"""Typing errors in a request: words that nobody knows become the near word that people ask with.

    Spelling(known, words).right("reomve")  -> "remove"

Only a word that is in no vocabulary is touched, and only towards the words of ``words`` (those
of the training phrases, the most frequent first), so that names and rare sounds stay. Two words
are near when one letter less makes them equal (Garbe's symmetric deletes). Of these the likeliest
slip counts: two letters exchanged, then a letter too few, too many or wrong; the first is seldom
wrong.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

_SHORTEST, _LONGEST = 3, 24  # letters of a word that is mended
_DRAWN = re.compile(r"(.)\1{2,}")  # "heyyyy"


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
        if not _is_plain(lower) or lower in self._known or lower in self._rank:
            return word
        near = [found for less in _shortened(lower) for found in self._shortened.get(less, ())]
        return min(near, key=lambda found: (*_slip(lower, found), self._rank[found]), default=word)

    def is_strange(self, word: str) -> bool:
        """Whether a word is in no vocabulary, nor near to one of ``words``."""
        lower = self.right(_DRAWN.sub(r"\1", word)).lower()
        return _is_plain(lower) and lower not in self._known and lower not in self._rank


def _is_plain(word: str) -> bool:
    """Whether a word is of a length and of letters that can be judged."""
    return word.isascii() and word.isalpha() and _SHORTEST <= len(word) <= _LONGEST


def _slip(word: str, meant: str) -> tuple[int, bool]:
    """How unlikely it is that ``word`` was written for ``meant``: the less, the likelier."""
    if sorted(word) == sorted(meant):
        kind = 0
    elif word in _shortened(meant):
        kind = 1
    elif meant in _shortened(word):
        kind = 2
    else:
        wrong = sum(a != b for a, b in zip(word, meant, strict=False))
        kind = 2 if len(word) == len(meant) and wrong == 1 else 3
    return kind, word[0] != meant[0]


def _shortened(word: str) -> Iterator[str]:
    """The word as it is, and with each letter left out."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
