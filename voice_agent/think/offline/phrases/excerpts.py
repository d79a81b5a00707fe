"""A part of a recording that is to be heard: "just the ending", "from 1:20", "the last five
seconds".

excerpt("play the last five seconds", None)  -> {"start": -5}
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from voice_agent.think.offline.phrases import arguments, stretches, values

_UNIT = re.compile(r"\d ?m?s\b|\b(?:milli)?(?:second|sec|minute|min)s?\b|\d:\d\d", re.IGNORECASE)
_LONGEST = 200  # characters of a wish that are read
_BIT = 10.0  # seconds of "the ending", where nobody says how much of it; a third of what is short
_AROUND = (3.0, 12.0)  # seconds before and after "the two minute mark"
_LEAD = (
    r"^\W*(?:(?:and|so|now|ok|okay|please|can|could|would|you|i|we|just|only|then|right|good|well"
    r"|let['’]?s)\W+)*"
)
_HEARD = re.compile(
    _LEAD + r"(?:(?:re)?play|hear|listen to|let (?:me|us) (?:hear|listen to)"
    r"|(?:want|like|love|need) to (?:hear|listen to)|skip|jump)\b(?! the (?:piano|guitar"
    r"|violin|drums|harp|organ))",
    re.IGNORECASE,
)
_N = r"(?P<n>(?:(?:a|one|half a|\d+(?:[.,]\d+)?|[a-z]+(?:-[a-z]+)?) )?(?:second|sec|minute)s?)"
_LAST = re.compile(rf"\b(?:last|final|closing) (?:few |couple of )?{_N}\b", re.IGNORECASE)
_FIRST = re.compile(rf"\b(?:first|opening) (?:few |couple of )?{_N}\b", re.IGNORECASE)
_SKIP = re.compile(r"\b(?:skip|without|after|not) (?:over )?the (?:first|opening)\b", re.IGNORECASE)
_END = re.compile(
    r"(?<!at )\b(?:just|only|the) (?:the )?(?:very )?(?:end|ending|finish"
    r"|last (?:bit|part|note|chord|bar)s?)\b(?! of (?:the|my) (?:list|session))",
    re.IGNORECASE,
)
_START = re.compile(
    r"(?<!at )\b(?:just|only|the) (?:the )?(?:very )?(?:start|beginning|opening|intro"
    r"|first (?:bit|part|note|bar)s?)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\bfrom the (?:very )?(?:start|beginning|top)\b|\bto the end\b", re.IGNORECASE)
_HALF = re.compile(r"\b(?P<which>first|second|last|other) half\b", re.IGNORECASE)
_MIDDLE = re.compile(r"\b(?:from )?(?:the middle|half ?way)\b", re.IGNORECASE)
_TO = re.compile(r"\b(?:skip|jump)(?: \w+)? to (?P<to>.+)$", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:around|near|about|at) (?:the )?(?P<at>[\w:. -]+?)(?: (?:mark|in))\b", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(?:the|that|this|her|his|their) (?:\w+ )?(?:bit|part|passage|section|moment|piece|spot"
    r"|stretch|sentence|line|place)s? (?:about|with|where|when|in which|of) (?P<part>.+)$"
    r"|\b(?:just|only|from|me|us|hear|to|play|again) (?:where|when) (?P<where>.+)$",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:mentions?|mentioned|talks?|talked|speaks?|spoke|says?|said|comes?|starts?|begins?|opens?"
    r"|is|you can|hears?)\b",
    re.IGNORECASE,
)


def named_part(text: str) -> str:
    """What a part is called by what is in it: "the bit about the bridge", "where she mentions the
    ferry"; "" where no part is."""
    part = _NAMED.search(text[:_LONGEST]) if _HEARD.match(text[:_LONGEST]) else None
    return _SAYING.sub(" ", part["part"] or part["where"]) if part else ""


def excerpt(text: str, seconds: float | None) -> dict[str, float]:
    """From when to when (``start`` below 0 counts from the end); empty where words name no part.
    ``seconds`` is the length of the recording, where it is known."""
    found = _told(text[:_LONGEST], seconds)
    return {name: float(arguments.tidy(value) or 0) for name, value in found.items()}


def _told(text: str, seconds: float | None) -> dict[str, float]:
    bit = _BIT if seconds is None else min(_BIT, round(seconds / 3.0, 1))
    if last := _LAST.search(text):
        return {"start": -(_amount(last["n"]) or bit)}
    if first := _FIRST.search(text):
        much = _amount(first["n"]) or bit
        return {"start": much} if _SKIP.search(text) else {"end": much}
    if _UNIT.search(text) and (pair := stretches.stretch(text)) is not None:
        return {"start": pair[0], "end": pair[1]}
    if (at := _AT.search(text)) and values.has_unit(at["at"]):
        middle = values.seconds(at["at"]) or 0.0
        return {"start": max(0.0, middle - _AROUND[0]), "end": middle + _AROUND[1]}
    to = _TO.search(text)
    begin = values.seconds(to["to"]) if to else stretches.beginning(text)
    if begin and (_UNIT.search(text) or re.search(r"\bfrom \d", text)):
        return {"start": begin}
    if seconds and (half := _HALF.search(text)):
        side = "end" if half["which"].lower() == "first" else "start"
        return {side: seconds / 2.0}
    if seconds and _MIDDLE.search(text):
        return {"start": seconds / 2.0}
    if _WHOLE.search(text):
        return {}
    if _END.search(text):
        return {"start": -bit}
    return {"end": bit} if _START.search(text) else {}


def is_heard(text: str, task: str) -> bool:
    """Whether words that were read as ``task`` ask to hear a part of something."""
    text = text[:_LONGEST]
    if task not in _NOT_HEARD or not _HEARD.match(text):
        return False
    if task == "record_audio" and re.search(r"\brecord", text, re.IGNORECASE):
        return False
    if task == "binauralize":  # "from the left" is a place, not a time
        return bool(re.search(r"\bfrom (?:the middle|half ?way)\b", text, re.IGNORECASE))
    return bool(_told(text, 1.0) or named_part(text))


# What a wish to hear a part of something is taken for.
_NOT_HEARD = {
    "play_audio", "unsupported", "chat", "answer", "redo", "repeat", "inpaint_audio",
    "transcribe_speech", "record_audio",
    "compose_music", "generate_audio", "extract_sound", "detect_target_sound", "binauralize",
}  # fmt: skip


def _amount(words: str) -> float | None:
    words = words.strip().lower()
    return values.seconds(f"one {words}" if words in ("second", "sec", "minute") else words)


def played(given: Mapping[str, object], text: str, seconds: float | None) -> dict[str, object]:
    """Arguments of what plays a recording, with the part that ``text`` names."""
    kept = {name: value for name, value in given.items() if name not in _ENDS}
    return {**kept, **excerpt(text, seconds)}


_ENDS = ("start", "end")
