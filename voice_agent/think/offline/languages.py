"""A language named in a sentence, also where it is misspelt."""

from __future__ import annotations

import difflib
import re

from voice_agent.languages import ALIASES, CODES


def find_language(text: str, *, exactly: bool = False) -> str | None:
    """The English name of a language named in ``text`` ("French"), small typos included.

    ``exactly`` admits no typos, for text in which a language need not be named at all.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    for word in words:
        name = ALIASES.get(word, word)
        if name in CODES:
            return name.capitalize()
    for word in () if exactly else words:
        near = difflib.get_close_matches(word, CODES, n=1, cutoff=0.84)
        if near and len(word) >= 5:
            return near[0].capitalize()
    return None
