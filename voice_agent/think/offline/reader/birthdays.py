"""Happy Birthday for somebody: "a happy birthday song for Oliver", "with her name in it"."""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.context import Context
from voice_agent.think.offline.reading import Clause, Span

_LONGEST = 300  # characters of a wish that are read
_BIRTHDAY = re.compile(r"\bhappy birthday\b", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:for|to) (?P<whom>(?:(?:my|our|his|her) )?(?:[a-z]+ )?[A-Z][\w'-]+|(?:my|our) [a-z]+)"
)
_NAME_IN_IT = re.compile(
    r"\bwith (?:his|her|their|my|the) names?(?: (?:in|on) (?:it|there))?\b", re.IGNORECASE
)
# Who is told of: "my granddaughter Emily turns six".
_TOLD = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|for|named|called|is) (?:(?:little|big|dear|best|great) )?"
    r"(?:[a-z]+ )?(?P<whom>[A-Z][a-z'-]+)\b"
)
_RECENT = 6  # turns in which somebody was told of


def named(clause: Clause, context: Context) -> Clause:
    """A birthday song as the one that is sung, with the name that it is for."""
    text = clause.text[:_LONGEST]
    if clause.task not in ("sing", "compose_music") or not _BIRTHDAY.search(text):
        return clause
    whom = _FOR.search(text)
    if _NAME_IN_IT.search(text):
        whom = next((found for found in map(_TOLD.search, _queries(context)) if found), None)
    elif clause.task == "sing":
        return clause
    words = f"happy birthday to {whom['whom']}" if whom else "happy birthday"
    spans = (span for span in clause.spans if span.role not in ("text", "description"))
    return replace(clause, task="sing", confidence=1.0, spans=(*spans, Span("text", words)))


def _queries(context: Context) -> list[str]:
    return [exchange.query[:_LONGEST] for exchange in reversed(context.exchanges[-_RECENT:])]
