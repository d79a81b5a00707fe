"""What a recording that was written down says about something.

answered("does she mention the mortgage?", context)  -> 'At 0:42: "... paid the mortgage off ..."'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from voice_agent.think import references
from voice_agent.think.context import Context

_LONGEST = 200  # characters of a question
_RECENT = 6  # turns in which it was written down
_SAYS = (
    r"(?:say|says|said|mention(?:s|ed)?|talk(?:s|ed|ing)? about|speak(?:s|ing)? (?:about|of)"
    r"|bring(?:s|ing)? up|refer(?:s|red)? to)"
)
_NOT_US = r"(?! (?:you|i|we|did you|do you|did i)\b)"  # who asks and who is asked
_ASKED = (
    re.compile(
        rf"\b(?:does|did|do|has|have|was|were|is|are|where|when|how often)\b{_NOT_US}.*?\b{_SAYS}"
        r" (?:anything |something |a word )?(?:about |of |on )?(?P<what>.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bwhat (?:does|did|do|is|was|were|have|has)\b{_NOT_US}.*?\b(?:said|say|bit|part)\b.*?"
        r"\babout (?P<what>.+)$",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:is|was|are|were) (?P<what>.+?) (?:ever )?mentioned\b", re.IGNORECASE),
)
_SMALL = re.compile(
    r"an?|the|any|some|it|that|this|them|those|these|he|she|they|we|i|you|me|him|her|us|my|his"
    r"|their|our|your|in|of|on|at|to|all|ever|anything|something|again|exactly|please|there|and|or"
    r"|recording|interview|transcript",
    re.IGNORECASE,
)
_AROUND = 6  # words shown on both sides
_MOST = 3  # places that are told


def answered(text: str, context: Context) -> str:
    """Where the last transcript speaks of what ``text`` asks about; "" for any other words."""
    found = next((m for cue in _ASKED if (m := cue.search(text[:_LONGEST].strip(" ?.!")))), None)
    words = _transcript(context) if found else ()
    if found is None or not words or references.names_one(text, context):
        return ""
    said = re.findall(r"[\w'’]+", found["what"])
    wanted = [_stem(word) for word in said if not _SMALL.fullmatch(word)]
    if not wanted:
        return ""
    places = _places([_stem(str(word["word"])) for word in words], wanted)
    if not places:
        return f'The transcript says nothing of "{found["what"].strip()}".'
    return " ".join(_quoted(words, place) for place in places[:_MOST])


def _transcript(context: Context) -> Sequence[dict[str, Any]]:
    """The words of the latest transcript, with their times."""
    for exchange in reversed(context.exchanges[-_RECENT:]):
        for result in reversed(exchange.results):
            if result.tool == "transcribe_speech" and isinstance(result.data, dict):
                return list(result.data.get("words") or ())
    return ()


def _places(said: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Where the wanted words stand, none of them shown with another already."""
    found: list[int] = []
    for place, stem in enumerate(said):
        if stem not in wanted or (found and place - found[-1] <= _AROUND):
            continue
        near = said[max(0, place - _AROUND) : place + _AROUND + 1]
        if all(word in near for word in wanted):
            found.append(place)
    return found


def _quoted(words: Sequence[dict[str, Any]], place: int) -> str:
    first, last = max(0, place - _AROUND), min(len(words), place + _AROUND + 1)
    told = " ".join(str(word["word"]).strip() for word in words[first:last]).strip(" ,;")
    before, after = ("… " if first else ""), (" …" if last < len(words) else "")
    minutes, seconds = divmod(int(float(words[place]["start"])), 60)
    return f"At {minutes}:{seconds:02}: “{before}{told}{after}”"


def _stem(word: str) -> str:
    """A word without what tells one from many, and without signs."""
    plain = re.sub(r"['’]s?$|[^\w]", "", word.strip().lower())
    return re.sub(r"(?<=\w{3})(?:ies|ing|ed|es|s|y|e)$", "", plain)
