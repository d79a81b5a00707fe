"""Who plays how in the description of a piece: written in, and taken out again.

softer("a tune with drums", "drums", "", "much ")  -> "a tune with drums, much quieter drums"

``when`` is a part of the piece ("in the second half") or ""; ``much`` is "much ", "a bit " or "".
"""

from __future__ import annotations

import re

_PHRASE = r"(?:(?:much|a bit) )?(?:quieter|louder|without)"
_USUAL = {"bass", "drums", "piano", "guitar", "strings"}  # who plays though nobody asked


def swapped(old: str, gone: str, new: str) -> str:
    """The description with an instrument in another's place, also where that was not named."""
    plain = untold(old, gone)
    named = re.sub(rf"\b{re.escape(gone)}s?\b", new, plain, count=1, flags=re.IGNORECASE)
    return named if named != plain else f"{plain} with {new}, without {gone}"


def untold(old: str, name: str) -> str:
    """The description without what was told of an instrument's playing."""
    told = rf",\s*{_PHRASE} {re.escape(name)}(?= *(?:,|$))"
    when = rf",\s*(?:without )?{re.escape(name)} (?:later|(?:in|at) the [a-z ]+?)(?= *(?:,|$))"
    return re.sub(when, "", re.sub(told, "", old))


def _told(old: str, name: str) -> str:
    """What was told of it: "quieter", "much quieter", "without"."""
    found = re.search(rf",\s*({_PHRASE}) {re.escape(name)}(?= *(?:,|$))", old)
    return found[1] if found else ""


def without(old: str, name: str, when: str, much: str) -> str:
    """One instrument less, in a part of the piece or in all of it."""
    plain = untold(old, name)
    if when:
        return f"{plain}, without {name} {when}"
    asked = (
        rf",?\s*\b(?:with|and|plus)(?: an?| the| some| something)? {re.escape(name)}s?\b(?! in| at)"
    )
    kept = re.sub(asked, "", plain, flags=re.IGNORECASE)
    first = rf"\bwith(?: an?| the| some)? {re.escape(name)}s?,? and\b"
    kept = re.sub(first, "with", plain, flags=re.IGNORECASE) if re.search(first, plain) else kept
    if kept == plain or name in _USUAL:
        return f"{kept.strip(' ,')}, without {name}".strip(" ,")
    return kept.strip(" ,")


def again(old: str, name: str, when: str, much: str) -> str:
    """An instrument as it was before it was left out or turned down."""
    plain = untold(old, name)
    plain = re.sub(rf",?\s*\b(?:no|without) {re.escape(name)}s?\b", "", plain)
    return plain if re.search(rf"\b{re.escape(name)}", plain) else f"{plain} with {name}"


def softer(old: str, name: str, when: str, much: str) -> str:
    """An instrument that plays more quietly, or as before if it was louder."""
    return _levelled(old, name, when, much, "quieter")


def stronger(old: str, name: str, when: str, much: str) -> str:
    """An instrument that plays louder, or as before if it was quieter."""
    return _levelled(old, name, when, much, "louder")


def _levelled(old: str, name: str, when: str, much: str, how: str) -> str:
    before, plain = _told(old, name), untold(old, name)
    if when:
        return f"{old}, {name} {how} {when}"
    if before.endswith(("quieter", "louder")) and not before.endswith(how):
        return plain  # as it was
    much = "much " if before.endswith(how) else much
    return f"{plain}, {much}{how} {name}"
