"""Words as names of files are made of: "episode forty one" and "ep41" are the same ones.

tokens("ep41_guest_raw.wav")                        -> ["episode", "41", "guest", "raw", "wav"]
numbered(["episode", "forty", "one"], [those])      -> ["episode", "41"]
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: value for value, word in enumerate(_UNITS.split())}
_NUMBERS |= {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
_SHORT = {
    "ep": "episode", "pt": "part", "vol": "volume", "ch": "chapter", "tk": "take", "cam": "camera",
    "grp": "group", "sess": "session", "ver": "version", "msg": "message",
}  # fmt: skip
_WORD = re.compile(r"(?<=\.)m(?:4a|p3|p4)\b|[^\W\d_]+(?:'[^\W\d_]+)?|\d+", re.IGNORECASE)
_BRITISH = re.compile(r"(?<=[a-z]{3})our(?=s?$|ed$|ing$)")  # "harbour" and "harbor" are one
# A single letter that follows one of these is a name, not an article.
LETTERED = frozenset({
    "side", "group", "part", "take", "camera", "track", "team", "section", "class", "deck", "reel",
    "tape", "room", "hall", "variant", "plan", "option", "channel", "mic",
})  # fmt: skip


def tokens(text: str) -> list[str]:
    """Words and numbers of a text, lower case; short forms spelt out, no zeros before numbers."""
    found = [_BRITISH.sub("or", word.lower()) for word in _WORD.findall(text)]
    return [word.lstrip("0") or "0" if word.isdigit() else _SHORT.get(word, word) for word in found]


def numbered(words: Sequence[str], names: Sequence[Sequence[str]]) -> list[str]:
    """``words`` with a number in digits where a name has it after the same word."""
    known = {pair for name in names for pair in itertools.pairwise(name)}
    found: list[str] = []
    index = 0
    while index < len(words):
        value, used = _number(words, index)
        if used and found and (found[-1], str(value)) in known:
            found.append(str(value))
            index += used
        else:
            found.append(words[index])
            index += 1
    return found


def _number(words: Sequence[str], start: int) -> tuple[int, int]:
    """A number below a hundred in words, zeros before it left out, and its length; 0 if none."""
    index = start
    while (
        index + 1 < len(words) and words[index] in ("zero", "oh") and _is_number(words[index + 1])
    ):
        index += 1
    if index >= len(words) or not _is_number(words[index]):
        return 0, 0
    value = _NUMBERS[words[index]]
    index += 1
    if value >= 20 and index < len(words) and 0 < _NUMBERS.get(words[index], 0) < 10:
        value, index = value + _NUMBERS[words[index]], index + 1
    return value, index - start


def _is_number(word: str) -> bool:
    return word in _NUMBERS


def listed(text: str, names: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The names, by what they belong to, that ``text`` lists by their numbers alone: "4471 and
    4472"."""
    found: list[str] = []
    for run in _NUMBERS_LISTED.findall(text):
        for number in re.findall(r"\d+", run):
            hits = [key for key, name in names.items() if (number.lstrip("0") or "0") in name]
            if len(hits) != 1:
                return ()
            found += hits
    return tuple(dict.fromkeys(found))


_NUMBERS_LISTED = re.compile(
    r"(?<![\w.:])\d+(?:(?:,? (?:and|&|plus) |, )(?:the )?\d+)+(?![\w:]|\.\d)"
    r"(?! (?:seconds?|secs?|minutes?|degrees?|percent|hertz|hz|db)\b)",
    re.IGNORECASE,
)
