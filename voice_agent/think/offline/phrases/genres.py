"""A piece of music as another kind: "try it as a tango", "she wants it in waltz time".

played_as("slow piece for piano", "make it a waltz")  -> "waltz, slow piece for piano"
"""

from __future__ import annotations

import re

_GENRE = (
    "waltz|tango|march|bossa nova|samba|reggae|blues|swing|jazz|rock|techno|lullaby|polka|ballad"
    "|folk|disco|funk|country|lo-fi|ambient|baroque|metal|house|hip hop|ska"
)
_AS_A = re.compile(
    r"\b(?:as|into|like|in|make (?:it|that|this)|try) (?:it (?:as|in) )?(?:an? |the )?"
    rf"(?P<genre>{_GENRE})(?: (?:time|style|rhythm|feel|tempo|version|song|tune|track|beat|piece))?"
    r"(?=\W*$|[,.;!?]| (?:and|but|with|please|instead|then|this time|now|for)\b)",
    re.IGNORECASE,
)


def played_as(old: str, words: str) -> str:
    """The description as another kind of piece, with the mood and the players that it names; as it
    is where ``words`` name no kind."""
    wanted = _AS_A.search(words)
    if wanted is None:
        return old
    genre, known = wanted["genre"].lower(), re.search(rf"\b(?:{_GENRE})\b", old, re.IGNORECASE)
    if known:
        return f"{old[: known.start()]}{genre}{old[known.end() :]}"
    return f"{genre}, {old}"
