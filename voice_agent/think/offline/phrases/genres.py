"""A piece of music as another kind: "try it as a tango", "she wants it in waltz time".

played_as("slow piece for piano", "make it a waltz")  -> "waltz, slow piece for piano"
"""

from __future__ import annotations

import re

_GENRE = (
    "waltz|tango|march|bossa nova|samba|reggae|blues|swing|jazz|rock|techno|lullaby|polka|ballad"
    "|folk|disco|funk|country|lo-?fi|ambient|baroque|metal|house|hip hop|ska|chiptune"
)
_AS_A = re.compile(
    r"\b(?:as|into|like|in|make (?:it|that|this)|try) (?:it (?:as|in) )?(?:an? |the )?"
    rf"(?P<genre>{_GENRE})(?: (?:time|style|rhythm|feel|tempo|version|song|tune|track|beat|piece"
    r"|loop))?"
    r"(?=\W*$|[,.;!?]| (?:and|but|with|please|instead|then|this time|now|for|at)\b)",
    re.IGNORECASE,
)

_PIECE = "piece|tune|song|track|loop|melody|music|number|jingle|theme|beat"
_ORDER = re.compile(
    r"\b(?:(?P<composed>compose|write)|make|create|generate|produce|give)(?: (?:me|us))?"
    r" (?:an?|some) (?P<what>.+?)(?=[,.;!?]|$| (?:with|at|in|for|of|on|that|to|which|please)\b)",
    re.IGNORECASE,
)
_OF_A_KIND = re.compile(rf"\b(?:{_GENRE})(?: (?:{_PIECE}))?$", re.IGNORECASE)
_ANY = re.compile(rf"\b(?:{_PIECE})$", re.IGNORECASE)


def orders_new(words: str) -> bool:
    """Whether words order a piece and change none, though they tell its key or tempo, too: "make
    a slow waltz at ninety bpm"."""
    found = _ORDER.search(words)
    if found is None:
        return False
    what = found["what"]
    return bool(_OF_A_KIND.search(what) or (found["composed"] and _ANY.search(what)))


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
