"""What a request begins with before its wish: a return, a step taken back, an announcement.

tidied("rain, 5 secnds -> play it")                 -> "rain, 5 seconds, then play it"
returning("back to the rain: make it longer")       -> ("the rain", "make it longer")
taking_back("undo that: the gap is at 3 to 4 s")    -> ("undo that", "the gap is at 3 to 4 s")
announced("say this for me: I am late")             -> "I am late"
"""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reader.courtesies import is_usual
from voice_agent.think.offline.reading import Clause, Span

POLITE = r"^\W*(?:(?:please|now|and|then|so|ok|okay|hey|can|could|would|will|you|just|also)\W+)*"

_ARROW = re.compile(r"\s*(?:[-=]+>|→|⇒|>>)\s*")
_UNITS = (
    (re.compile(r"\b(\d+|[a-z]+) (?!seconds?\b)se?c[ond]{2,5}s?\b", re.IGNORECASE), r"\1 seconds"),
    (re.compile(r"\b(\d+) (?!minutes?\b)min[ute]{2,4}s?\b", re.IGNORECASE), r"\1 minutes"),
)


def calmed(text: str) -> str:
    """A request without what is only repeated, over which patterns would take minutes: a thousand
    spaces, "please" a hundred times."""
    return _REPEATED.sub(lambda run: run[1] * _KEPT, text) if len(text) > _KEPT else text


_KEPT = 32  # times that something is left standing
_REPEATED = re.compile(r"(.{1,8}?)\1{63,}", re.DOTALL)


def tidied(text: str) -> str:
    """A request with arrows in words, misspelt units of time put right, and without what
    only rounds it off."""
    text = _OR_NOT.sub("?", text)
    text = _BY_THE_WAY.sub(r"\1\2", _TAG.sub(".", _PRAISED.sub("", text)))
    text = _TRANSCRIBE.sub("transcrib", text)
    for cue, unit in _UNITS:
        text = cue.sub(unit, text)
    return _ARROW.sub(", then ", text)


# "Get the lights, would you?"; "did that work, by the way?"
_TAG = re.compile(
    r"(?<=\w)[,.?!]\s+(?:would|will|could|can|won['’]?t) you(?:,? please)?\s*[.?!]*\s*$",
    re.IGNORECASE,
)
_OR_NOT = re.compile(
    r",? or (?:am i|was i|is (?:it|that)(?: just)?) (?:just )?(?:imagining (?:it|things|that)"
    r"|hearing things|dreaming|me)\W*$",
    re.IGNORECASE,
)
# "Much clearer, put that line back."
_PRAISED = re.compile(
    r"^\W*(?:(?:oh|ah|yes|yeah|yep|ok|okay|right|well|hm+|mm+)\W+)*(?:(?:that|it|this)(?:['’]s| is|"
    r" sounds) )?(?:much|a lot|far|so much|way|already) (?:better|clearer|nicer|closer|cleaner)"
    r"\s*[,.;!]\s*(?:thank(?:s| you)\W+)?"
    r"(?=(?:now|put|add|can|could|please|and|but|make|do|play|read|sing)\b)",
    re.IGNORECASE,
)
_BY_THE_WAY = re.compile(r"(?<=\w)([?!]?)[,.]?\s+by the way\s*([.?!]*)\s*$", re.IGNORECASE)
_TRANSCRIBE = re.compile(r"\btrans s?crib(?=e|ing)", re.IGNORECASE)  # as recognisers write it
_BACK = re.compile(
    r"^\W*(?:(?:ok|okay|now|so|and|please|let's|let us)\W+)*(?:(?:go|going|come|coming|getting"
    r"|get|return|returning) )?(?:back to|return(?:ing)? to) (.+?)"
    r"(?:\s*[:,;.]\s*(?:and |please )?|\s+and\s+)(.+)$",
    re.IGNORECASE | re.DOTALL,
)


def returning(text: str) -> tuple[str, str]:
    """What a request goes back to and what it then asks for; ("", ``text``) when it doesn't."""
    match = None if is_usual(text) else _BACK.match(text)
    return (match[1], match[2]) if match else ("", text)


def taking_back(text: str) -> tuple[str, str]:
    """The words that take the last action back and the request after them: "undo that: the gap
    runs from 33 to 34"; ("", ``text``) when nothing is taken back."""
    match = _UNDO.match(text)
    return (match[1], match[2]) if match and len(match[2].split()) > 1 else ("", text)


_UNDO = re.compile(
    r"^(\W*(?:(?:no|please|wait|sorry|oh|ok|okay)\W+)*(?:undo|scratch|revert|take back)"
    r"(?: (?:that|it|this|the last (?:step|one|thing)))?)\s*[:;,.!]\s*(\S.+)$",
    re.IGNORECASE | re.DOTALL,
)


def on(file: str, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses with ``file`` as what the first is about, unless it names another."""
    head, *rest = clauses
    named = head.get("file")
    if not file or (named and not _POINTING.fullmatch(named.strip())):
        return clauses
    spans = tuple(span for span in head.spans if span.role != "file")
    return (replace(head, spans=(*spans, Span("file", file))), *rest)


_POINTING = re.compile(r"it|that|this|them", re.IGNORECASE)


def announced(text: str) -> str:
    """The words that are to be spoken, where a request puts them after a colon: "speak this for
    me, I can't phone: I would like to come on Monday", or after what is heard for one: "read this
    aloud. The meeting starts at nine."; "" for any other request."""
    found = _ANNOUNCED.match(text) or _HEARD.match(text) or _READ_THIS.search(text)
    match = None if encoding.quoted(text) else found
    return match[1].strip() if match and not _AND_THEN.search(match[1]) else ""


def is_heard_colon(text: str) -> bool:
    """Whether the words to be spoken come after a full stop or a comma."""
    heard = _HEARD.match(text) or _READ_THIS.search(text)
    return bool(heard) and not _ANNOUNCED.match(text)


_ANNOUNCED = re.compile(
    POLITE + r"(?:speak|say|read|announce|tell (?:them|him|her|everyone))\b(?![^:]*\b(?:and|voice"
    r"|style|of|by|like)\b)[^:\"]{0,60}:\s+(\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_HEARD = re.compile(
    POLITE + r"(?:speak|say|read)(?: (?:out|aloud))? (?:this|these|the following)"
    r"(?: (?:words?|sentences?|text|line|message|note))?"
    r"(?: (?:aloud|out loud|out|loud|please|for me|to me|to us|to them|to everyone|to everybody))*"
    r"(?:, please)?[.,;]\s+"
    r"(?!(?:and|then|now|but|or|after|before|next|in|with|as|like|using|please)\b)(\w.+)$",
    re.IGNORECASE | re.DOTALL,
)
_READ_THIS = re.compile(
    r"\b(?:read|say|speak) (?:out )?this (?:over|on top of|under) (?:it|that|the \w+)\s*[,:;]\s+"
    r"(\w.{11,})$",
    re.IGNORECASE | re.DOTALL,
)
_AND_THEN = re.compile(r"\b(?:and|then) (?:then|play|put|translate|make|save)\b", re.IGNORECASE)
