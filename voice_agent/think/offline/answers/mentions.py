"""What a recording that was written down says about something.

answered("does she mention the mortgage?", context)  -> 'At 0:42: "... paid the mortgage off ..."'
of_them("how long has she worked there?", context)   -> 'At 0:03: "... have you worked at the ..."'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from voice_agent.think import naming
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.excerpts import named_part

_LONGEST = 200  # characters of a question
_RECENT = 20  # turns in which it was written down
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
    re.compile(
        r"^\W*(?:(?:and|so|now|ok|okay|please|can|could|would|you|just)\W+)*(?:give|find|read|show|get"
        r"|tell|pick|is there|are there|have you got|i (?:need|want)|quote)\b(?: (?:me|us|her|him"
        r"|them|out|back))* (?:an? |the |any |some |that )?(?:\w+ )?(?:quotes?|lines?|sentences?"
        r"|passages?|bits?|parts?|anything|something|words?) (?:from (?:her|him|them|it) )?"
        rf"(?:about|on|mentioning|where (?:\w+ ){{1,2}}{_SAYS}) (?!your)(?P<what>.+)$",
        re.IGNORECASE,
    ),
)
_THEY = re.compile(
    r"^\W*(?:(?:and|so|but|now|ok|okay|tell me|do you know)\W+)*(?:does|did|do|has|have|is|are|was"
    r"|were|will|would|can|could|how|why|when|where|who|whom|what|which)\b(?! (?:you|i|we)\b).*"
    r"\b(?:he|she|they|(?:his|her|their) \w+)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^\W*(?:(?:and|so|but|now|ok|okay|tell me)\W+)*"
    r"(?:what(?:['’]s| is| was)? (?:the|his|her|their) (?:very )?"
    r"(?P<which>first|last|final|second|third) (?:question|thing (?:he|she|they) asked?)"
    r"(?: (?:in|of) (?:it|there|the \w+))?(?: (?:that )?(?:he|she|they) asked?)?"
    r"|what (?:does|did) (?:he|she|they|the \w+) ask(?: (?:her|him|them))?"
    r"(?: (?P<when>first|last))?(?: at the (?P<end>beginning|start|end))?)\W*$",
    re.IGNORECASE,
)
_PLACES = {"first": 0, "beginning": 0, "start": 0, "second": 1, "third": 2}
_SMALL = re.compile(
    r"an?|the|any|some|it|that|this|them|those|these|he|she|they|we|i|you|me|him|her|us|my|his"
    r"|their|our|your|in|of|on|at|to|all|ever|anything|something|again|exactly|please|there|and|or"
    r"|recording|interview|transcript|does|did|do|has|have|had|is|are|was|were|will|would|can|could"
    r"|how|why|when|where|who|whom|what|which|long|many|much|anyone|anybody|someone|somebody|so|but"
    r"|now|ok|okay|then|for|from|with|by|about|tell|know|not|be|been|one",
    re.IGNORECASE,
)
_AROUND = 6  # words shown on both sides
_MOST = 3  # places that are told


def answered(text: str, context: Context) -> str:
    """Where the last transcript speaks of what ``text`` asks about; "" for any other words."""
    text = text[:_LONGEST].strip(" ?.!")
    if named_part(text):
        return ""  # to be heard
    asked = _QUESTION.match(text)
    found = next((m for cue in _ASKED if (m := cue.search(text))), None)
    words = _transcript(context) if found or asked else ()
    if not words or naming.names_one(text, context):
        return ""
    if asked is not None:
        return _question(words, next(filter(None, asked.groups()), ""))
    wanted = stems(found["what"]) if found is not None else []
    if found is None or not wanted:
        return ""
    told = _told(words, wanted)
    return told or f'The transcript says nothing of "{found["what"].strip()}".'


def of_them(text: str, context: Context) -> str:
    """Where the last transcript has the words of a question about those who speak in it, which
    nothing else understands: "does she blame anyone?"; "" for any other words."""
    words = _transcript(context) if _THEY.match(text[:_LONGEST]) else ()
    wanted = stems(text[:_LONGEST]) if words else []
    if not wanted:
        return ""
    return _told(words, wanted) or _NO_THINKER


_NO_THINKER = (
    "I only find words in what is said, and those of your question are not together there. Ask for"
    ' one of them: "what do they say about the weather?"'
)


def stems(text: str) -> list[str]:
    """The words of ``text`` that something can be found by."""
    said = re.findall(r"[\w'’]+", text)
    return [_stem(word) for word in said if not _SMALL.fullmatch(word)]


def _transcript(context: Context) -> Sequence[dict[str, Any]]:
    """The words of the latest transcript, with their times."""
    for exchange in reversed(context.exchanges[-_RECENT:]):
        for result in reversed(exchange.results):
            if result.tool == "transcribe_speech" and isinstance(result.data, dict):
                return list(result.data.get("words") or ())
    return ()


def _told(words: Sequence[dict[str, Any]], wanted: Sequence[str]) -> str:
    found = places(words, wanted)
    return " ".join(_quoted(words, place) for place in found[:_MOST])


def places(words: Sequence[dict[str, Any]], wanted: Sequence[str]) -> list[int]:
    """Where the wanted stems stand together among words, none of them shown with another
    already."""
    said = [_stem(str(word["word"])) for word in words]
    found: list[int] = []
    for place, stem in enumerate(said):
        if stem not in wanted or (found and place - found[-1] <= _AROUND):
            continue
        near = said[max(0, place - _AROUND) : place + _AROUND + 1]
        if all(word in near for word in wanted):
            found.append(place)
    return found


def sentence(words: Sequence[dict[str, Any]], place: int) -> tuple[int, int]:
    """The first word of the sentence around a place, and the one behind its last."""
    ends = [
        n + 1 for n, word in enumerate(words) if str(word["word"]).rstrip(" \"'”")[-1:] in _ENDS
    ]
    begin = max((end for end in ends if end <= place), default=0)
    return begin, min((end for end in ends if end > place), default=len(words))


_ENDS = (".", "?", "!")


def _question(words: Sequence[dict[str, Any]], which: str) -> str:
    """One of the questions in a transcript, the last unless another is wanted."""
    ends = [n for n, word in enumerate(words) if str(word["word"]).rstrip().endswith("?")]
    if not ends:
        return "Nobody asks anything in the transcript."
    place = ends[min(_PLACES.get(which.lower(), len(ends) - 1), len(ends) - 1)]
    first, behind = sentence(words, place)
    told = " ".join(str(word["word"]).strip() for word in words[first:behind])
    return f"At {_clock(words[first])}: “{told}”"


def _quoted(words: Sequence[dict[str, Any]], place: int) -> str:
    first, last = max(0, place - _AROUND), min(len(words), place + _AROUND + 1)
    told = " ".join(str(word["word"]).strip() for word in words[first:last]).strip(" ,;")
    before, after = ("… " if first else ""), (" …" if last < len(words) else "")
    return f"At {_clock(words[place])}: “{before}{told}{after}”"


def _clock(word: dict[str, Any]) -> str:
    minutes, seconds = divmod(int(float(word["start"])), 60)
    return f"{minutes}:{seconds:02}"


def _stem(word: str) -> str:
    """A word without what tells one from many, and without signs."""
    plain = re.sub(r"['’]s?$|[^\w]", "", word.strip().lower())
    return re.sub(r"(?<=\w{3})(?:ies|ing|ed|es|s|y|e)$", "", plain)
