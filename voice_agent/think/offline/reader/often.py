"""Words that are to be spoken several times: "say hello three times"."""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.offline.phrases.numbers import number
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reading import Clause, Span

_MOST, _LONGEST = 10, 600  # times, and characters that are spoken at most
_OFTEN = re.compile(
    r",?\s*\b(?P<often>twice|thrice|(?P<count>[\w-]+) times)\b(?! (?:as|faster|slower|quicker|the"
    r"|over|speed|more|louder|longer)\b)(?: in a row| please| over)*(?=\W*$)",
    re.IGNORECASE,
)
# "Read it three times", and no "make it a dog barking twice".
_ONLY_SO = re.compile(
    r"^\W*(?:(?:please|now|and|then|again|say|read|repeat|speak|it|that|this|the same|out|aloud|can"
    r"|could|you)\W+)*(?:twice|thrice|[\w-]+ times)\b",
    re.IGNORECASE,
)
_AS_OFTEN = re.compile(r"(.+?[.!?])(?: \1)+", re.DOTALL)  # what was repeated already
_SPEAKING = {"synthesize_speech", "transfer_style", "redo"}


def repeated(clause: Clause, before: str = "") -> Clause:
    """The clause with its text as often as its words ask for; ``before`` is what was spoken last,
    for "read it three times"."""
    found = _OFTEN.search(clause.text[:_LONGEST]) if clause.task in _SPEAKING else None
    quotes = encoding.quoted(clause.text)
    if found is None or any(start <= found.start() < end for start, end in quotes):
        return clause
    times = round(number(found["count"]) or 0) if found["count"] else 2 + ("hr" in found["often"])
    said = clause.get("text") or (before if _ONLY_SO.match(clause.text) else "")
    inner = clause.text[slice(*quotes[0])] if len(quotes) == 1 else ""
    said = inner if inner and inner in said else said
    if len(said) > _LONGEST:
        return clause
    once = _OFTEN.sub("", _AS_OFTEN.sub(r"\1", said)).strip(" ,")
    if not 1 < times <= _MOST or not once or len(once) * times > _LONGEST:
        return clause
    end = "" if once[-1] in ".!?" else "."
    text = " ".join([f"{once}{end}"] * times)
    spans = (span for span in clause.spans if span.role not in ("text", "speed"))
    return replace(clause, text="", confidence=1.0, spans=(*spans, Span("text", text)))
