"""How a whole piece of music goes: it fades out, grows, or goes round as a loop.

as_told("a folk tune", "let it fade out")  -> "a folk tune, fading out"
"""

from __future__ import annotations

import re

_GROWS = re.compile(
    r"\b(?:build(?:s|ing)?(?: up)?|grow(?:s|ing)?|get(?:s|ting)? (?:louder|bigger)|crescendo"
    r"|swell(?:s|ing)?)\b(?=.*\b(?:end|goes|go along|finish|through)\b)|\bcrescendo\b",
    re.IGNORECASE,
)
_FADES = re.compile(
    r"\bfad(?:e|es|ed|ing)[ -]?(?:(?:it|that|this|them|away|out|off|down|gently|slowly|into"
    r"|sort of)\b|(?=[,.;!?]|$| at the end))|\bd(?:ie|ies|ying) away\b"
    r"|\b(?:stops?|ends?|finish(?:es)?|cuts? off|ending is|end is) (?:\w+ )?(?:too |so |very |a bit"
    r" |rather )*(?:suddenly|abrupt(?:ly)?|sudden|hard|sharp(?:ly)?|dead)\b"
    r"|\b(?:gentler|softer|smoother) (?:end|ending|finish)\b|\bend(?:s|ing)? (?:more )?(?:gently"
    r"|softly|quietly|smoothly)\b",
    re.IGNORECASE,
)
_NO_FADE = re.compile(
    r"\b(?:no|without(?: the| a)?|lose the|don['’]?t|not|instead of) fad\w+", re.IGNORECASE
)
_LOOPS = re.compile(
    r"\bloop(?:s|ed|ing|able)?\b|\bseamless\w*|\bgo(?:es)? (?:back )?a?round (?:and round|again)"
    r"|\brepeat(?:s|ed)? (?:cleanly|forever|without a (?:gap|click|break))",
    re.IGNORECASE,
)


def is_so(description: str, words: str) -> bool:
    """Whether a piece goes round that shall."""
    return bool(_LOOPS.search(words) and _LOOPS.search(description))


def looping(description: str, words: str) -> str:
    """The description of a new piece; it goes round where ``words`` ask for a loop."""
    wanted = re.search(r"\bloop(?:s|ed|ing|able)?\b|\bseamless", words, re.IGNORECASE)
    return f"{description}, loop" if wanted and not _LOOPS.search(description) else description


def as_told(old: str, words: str) -> str:
    """The description with how ``words`` want the piece to end, grow or go round."""
    if _NO_FADE.search(words):
        return re.sub(r",? fad(?:ing|e)[ -]out\b", "", old)
    if _LOOPS.search(words) and not re.search(r"\b(?:loop|seamless)", old):
        return f"{old}, loop"
    if _FADES.search(words) and "fading out" not in old:
        return f"{old}, fading out"
    if _GROWS.search(words) and "first half" not in old:
        return f"{old}, quieter in the first half"
    return old
