"""Who is named in a description, and whether nobody else is to play.

instruments("a slow tune for piano and cello", [])       ("piano", "cello")
nobody_else("a slow tune for piano and cello")           True
nobody_else("a cheerful piano tune with strings")        False: they come on top
"""

from __future__ import annotations

import re
from itertools import pairwise

from voice_agent.music.names import INSTRUMENTS

_WORDS = {word: name for name, words in INSTRUMENTS.items() for word in words if name != "drums"}
_WHO = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_NAMED = re.compile(rf"(?<!without )(?<!no )\b(?:{_WHO})\b")
_SOME = r"(?:(?!no\b|without\b|minus\b|with\b)[a-z'-]+\s+){0,2}"  # "a soft", "some low"
_LINK = re.compile(rf"\s*(?:,|&|,?\s+and\b)\s*(?:and\s+)?{_SOME}")
_OR = re.compile(rf",?\s+or\s+{_SOME}")
_PART = r"(?:\s+(?:melody|line|part|chords|notes|arpeggios))?"
_BESIDE = re.compile(rf"{_PART},?\s+(?:with|over|accompanied by)\s+{_SOME}")
_WITH = re.compile(rf"\bwith\s+{_SOME}$")
_ALONE = re.compile(
    r"\b(?:solo|only|just|alone|unaccompanied|(?:string|brass) (?:trio|quartet|quintet|sextet))\b"
)
_ONLY_THEY = re.compile(
    rf"\b(?:only|just|nothing but)\s+{_SOME}(?:{_WHO})\b|\b(?:{_WHO}),?\s+(?:only|alone)\b"
    r"|\bduets?\b|\bduo\b"
)
# A band is asked for, more than who is named, or music that is made by its bass and its drums.
_BAND = re.compile(
    r"\b(?:bands?|combo|rhythm section|backing|orchestra\w*|symphon\w+|plus|featuring|beats?"
    r"|and (?:more|others|so on|everything)|other instruments|rock\w*|punk|grunge|metal|pop|techno"
    r"|house|dance|edm|club|trance|disco|electronic|lo-?fi|lo fi|hip[ -]?hop|trap|jazz\w*|swing"
    r"|bebop|bossa|samba|latin|blues\w*|boogie|funk\w*|soul|groov\w+|reggae|ska|dub|chip ?tune"
    r"|(?:8|eight)[ -]bit|epic|trailer|military|power ballad)\b"
)


def instruments(text: str, heard: list[str]) -> tuple[str, ...]:
    """The instruments named, in the order of the text; longer names win over their parts."""
    names = [(word, name) for name, words in INSTRUMENTS.items() for word in words]
    found: list[tuple[int, str]] = []
    left = text
    for word, name in sorted(names, key=lambda pair: -len(pair[0])):
        match = re.search(rf"(?<!without )(?<!no )\b{re.escape(word)}\b", left)
        if match is None:
            continue
        left = left[: match.start()] + " " * len(word) + left[match.end() :]
        found.append((match.start(), name))
        heard.append(word)
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def nobody_else(text: str) -> bool:
    """Whether only those play who are named: one where the words say so ("solo", "just"), several
    where they are named as the players and no band is asked for."""
    named = {_WORDS[match[0]] for match in _NAMED.finditer(text)}
    alone = bool(_ALONE.search(text))
    if len(named) < 2:
        return alone
    if _ONLY_THEY.search(text):
        return True
    return not _BAND.search(text) and (alone or len(_players(text)) > 1)


def _players(text: str) -> set[str]:
    """Those who are named as players: "piano and cello", "a guitar, some flute"; in "a piano tune
    with strings" the strings come on top."""
    found = list(_NAMED.finditer(text))
    between = [text[one.end() : other.start()] for one, other in pairwise(found)]
    gaps = [text[: found[0].start()], *between, ""]
    players: set[str] = set()
    counts = True
    for match, before, after in zip(found, gaps[:-1], gaps[1:], strict=True):
        if _BESIDE.fullmatch(before):
            pass  # as the one before
        elif _WITH.search(before):
            counts = bool(_LINK.fullmatch(after))
        else:
            counts = not _OR.fullmatch(before)
        if counts:
            players.add(_WORDS[match[0]])
    return players
