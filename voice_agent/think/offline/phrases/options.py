"""What a request asks of a tool besides what it must know: how much noise goes, a mask.

optional(Clause("enhance_speech", "by at most 12 dB"), signature)
    -> with a span "attenuation_limit" of 12

Only tools whose signature has the argument are told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voice_agent.think.file_names import FILE_NAME, IMAGE_NAME
from voice_agent.think.offline.phrases import numbers, stretches
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Step, ToolSignature

_DECIBELS = re.compile(r"\b([\w.,]+(?: [\w-]+)?)[ -]?(?:dbs?|decibels?)\b", re.IGNORECASE)
# Only where people say that the rest shall stay: "a little cleaner" asks for all that helps.
_GENTLY = re.compile(
    r"\b(?:only|just) (?:a (?:little|bit|touch)|slight(?:ly)?|gently|light(?:ly)?)\b"
    r"|\bnot (?:too (?:much|strong(?:ly)?|hard|aggressive(?:ly)?)|all of it)\b"
    r"|\b(?:keep|leave) (?:some|a (?:little|bit)) of the (?:room|noise|background|ambien\w+"
    r"|atmosphere)\b",
    re.IGNORECASE,
)
_SOME = "12"  # dB: the noise is clearly less and the room can still be heard
_MASK = re.compile(
    r"\b(?:(?:with|using|by|use|take|from|in|on|per) )?(?:(?:this|the|my|that|a|an) )?"
    r"(?:mask(?:ed)?\b|(?:spectrogram|mel)\w* (?:picture|image))(?: (?:picture|image|file))?"
    r"|\b(?:what|where|everything|the (?:parts?|bits?|stretch\w*|places?)(?: that| which)?) "
    r"(?:i|i've|i have|we) (?:just )?(?:painted|drew|drawn|marked|blacked)\b",
    re.IGNORECASE,
)
_PICTURED = re.compile(
    r"\b(?:with|using|by|use|take|from|in|on|per|this|the|my|that|an?) mask\b"
    r"|\bmask(?:ed)? (?:picture|image|file)|\b(?:painted|drew|drawn|marked|blacked|picture|image)\b"
    r"|\.(?:png|jpe?g|bmp)\b",
    re.IGNORECASE,
)
_WHOLE = (Span("start", "0 seconds"), Span("end", "3600 seconds"))  # the mask says where


def optional(clause: Clause, signature: ToolSignature) -> Clause:
    """The clause with what its words ask of an argument that may be left out."""
    names = signature.parameters.get("properties", {})
    if "attenuation_limit" in names:
        limit = _limit(clause.text)
        spans = (Span("attenuation_limit", limit),) if limit else ()
        return replace(clause, spans=(*clause.spans, *spans))
    if "mask" not in names or not is_masked(clause.text):
        return clause
    hides = stretches.stretch(clause.text) is not None and not _PICTURED.search(clause.text)
    return clause if hides else _masked(clause)  # "mask 3 to 4 s" needs no picture


def is_limit(clause: Clause) -> bool:
    """Whether a clause only says how much noise shall go: "but only by six decibels"."""
    return bool(_limit(clause.text)) and not _ORDER.search(clause.text)


_ORDER = re.compile(
    r"\b(?:clean|remove|reduce|denois|lower|take|get|filter|enhance|transcri|transla|separat)\w*",
    re.IGNORECASE,
)


def is_masked(text: str) -> bool:
    """Whether words speak of a picture with the damage painted over."""
    return bool(_MASK.search(text))


def _limit(text: str) -> str:
    named = _DECIBELS.search(text)
    decibels = numbers.number(named[1]) if named else None
    if decibels is not None:
        return f"{abs(decibels):g}"
    return _SOME if _GENTLY.search(text) else ""


def _masked(clause: Clause) -> Clause:
    """A repair by a mask: which picture, and all of the recording where no time is told."""
    named = next((name for name in FILE_NAME.findall(clause.text) if IMAGE_NAME.search(name)), "")
    painted = _MASK.search(clause.text)
    told = named or (painted[0] if painted else "")
    kept = tuple(
        span
        for span in clause.spans
        if span.role != "file" or not (IMAGE_NAME.search(span.text) or is_painted(span.text))
    )
    times = () if any(span.role in ("start", "end") for span in kept) else _WHOLE
    return replace(clause, spans=(*kept, Span("mask", told), *times))


def is_painted(words: str) -> bool:
    """Whether words for a file mean the mask or what it shows, not the recording."""
    return bool(re.search(r"\b(?:mask\w*|painted|drew|drawn|marked)\b", words, re.IGNORECASE))


def is_same_wish(last: Step, step: Step) -> bool:
    """Whether a step is the one before it again: of a repair the mask says so, whose second
    mention ("where I painted over it in mask.png") is read as another repair."""
    mask = step.arguments.get("mask")
    masked = mask is not None and step.tool == last.tool and mask == last.arguments.get("mask")
    return masked or step == last


def more_of(steps: Sequence[Step], step: Step, signature: ToolSignature, words: str) -> Step | None:
    """The last step with what ``step`` adds to it, where that does to its result what it did
    already: "put it behind me, azimuth 180"."""
    files = signature.file_arguments
    if not steps or step.tool not in _ONCE or step.tool != steps[-1].tool or _ANEW.search(words):
        return None
    last = steps[-1]
    told = {name: value for name, value in step.arguments.items() if name not in files}
    onto = any(step.arguments.get(name) == f"${len(steps)}" for name in files)
    agree = all(last.arguments.get(name, value) == value for name, value in told.items())
    return Step(last.tool, {**last.arguments, **told}) if onto and agree else None


_ONCE = {"binauralize", "enhance_speech"}  # done to its own result it changes next to nothing
_ANEW = re.compile(r"\b(?:again|once more|twice|another|second)\b", re.IGNORECASE)
