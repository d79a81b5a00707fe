"""Words spelled out: "how do you spell rhythm?" -> "rhythm: R, H, Y, T, H, M."."""

from __future__ import annotations

import re

_SPELL = re.compile(
    r"^\W*(?:(?:please|now|and|ok|okay|can you|could you|would you|how do (?:you|i|we)|how is)\W+)*"
    r"(?:spell(?:ed|ing of)?|spelt)(?: out)?(?: (?:me|for me))?(?: (?:the|a))?(?: (?:words?|name))?"
    r"\W+(?P<after>[^\W\d_]+(?:['’-][^\W\d_]+)*)(?: (?:please|for me|out|again|slowly))*\W*$"
    r"|^\W*how is (?:the (?:word|name) )?\W*(?P<before>[^\W\d_]+)\W+(?:spelled|spelt)\W*$",
    re.IGNORECASE,
)
_POINTING = frozenset(("it", "that", "this", "them", "out", "checker", "check"))


def spelled(words: str) -> str:
    """The letters of the word that is asked for; "" for any other words."""
    match = _SPELL.match(words)
    word = (match["after"] or match["before"]) if match else ""
    if not word or word.lower() in _POINTING:
        return ""
    letters = ", ".join(letter.upper() for letter in word if letter.isalpha())
    return f"{word}: {letters}."
