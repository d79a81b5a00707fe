"""One spelling for what a listener may write in several ways, before words are compared.

A recogniser writes "10:20" where the voice was given "ten twenty", and "p.m." for "p m": the
same sound, so no error of the voice. Numbers become digits, runs of numbers and runs of
spelled letters become one word, as "10:20" and "pm" are.
"""

from __future__ import annotations

import re

UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = {word: value for value, word in enumerate(UNITS)}
TEN = {word: 10 * value for value, word in enumerate(TENS, 2)}
MARKS = ("dot", "point")  # written as marks, so that they are no words
LARGE = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_TOKEN = re.compile(r"\d[\d.,:]*|[a-z]+")


def plain(text: str) -> str:
    """Lower case, letters and digits only.

    >>> plain("It's ten twenty p.m.")
    'it s 1020 pm'
    """
    text = text.lower().replace("'s", " s").replace("'", "").replace("okay", "ok")
    text = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1 ", text)
    tokens = [re.sub(r"\D", "", t) if t[0].isdigit() else t for t in _TOKEN.findall(text)]
    return " ".join(_joined([word for word in _as_digits(tokens) if word not in MARKS]))


def _as_digits(words: list[str]) -> list[str]:
    """Number words as digits: "twenty five" is 25, "two hundred ten" 210, "ten twenty" 10 20."""
    found: list[str] = []
    number: _Number | None = None
    for word in words:
        if number is not None and number.takes(word):
            continue
        if number is not None:
            found.append(str(number.value))
            number = None
        if word in SMALL or word in TEN:
            number = _Number()
            number.takes(word)
        else:
            found.append(word)
    return [*found, str(number.value)] if number is not None else found


class _Number:
    """A number that is being said."""

    def __init__(self) -> None:
        self._thousands, self._rest = 0, 0
        self._room = 1_000_000_000  # what comes next must be smaller

    @property
    def value(self) -> int:
        return self._thousands + self._rest

    def takes(self, word: str) -> bool:
        """Whether ``word`` goes on with the number; then it is part of it."""
        large = LARGE.get(word)
        if large is not None and 0 < self._rest < large:
            self._rest *= large
            if large > 100:
                self._thousands, self._rest = self._thousands + self._rest, 0
            self._room = large
            return True
        size = SMALL.get(word, TEN.get(word, self._room))
        if size >= self._room or (size == 0 and self._room < 1_000_000_000):
            return False
        self._rest += size
        self._room = 10 if word in TEN else 0
        return True


def _joined(words: list[str]) -> list[str]:
    """Neighbours that are numbers, or single letters other than "a" and "i", as one word."""
    found: list[str] = []
    kind = ""
    for word in words:
        letter = len(word) == 1 and word.isalpha() and word not in "ai"
        now = "number" if word.isdigit() else "letter" if letter else ""
        if now and now == kind:
            found[-1] += word
        else:
            found.append(word)
        kind = now
    return found
