"""A wish for music with all that its words say, and ambiences that only look like music."""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.offline.dialogue import running
from voice_agent.think.offline.dialogue.recomposing import INSTRUMENT
from voice_agent.think.offline.phrases import tempi
from voice_agent.think.offline.reading import Clause, Span

_LONGEST = 300  # characters of a wish that are read
_AMBIENCE = re.compile(
    r"\b(?:room tone|ambience|atmos(?:phere)?|soundscape|sound ?effects?|sfx|foley"
    r"|background nois\w*|noises?|(?:make|do|create|have|hear|give (?:me|us)|want|need)(?: me| us)?"
    r" (?:an?|the) (?:\w+ )?sound (?:like|of))\b",
    re.IGNORECASE,
)
_MUSIC = re.compile(r"\b(?:music|tune|song|melody|piece|track|beat|chords?|jingle)\b", re.I)
# "Something calm so I can sleep, piano maybe."
_MAYBE = re.compile(
    rf"[,;.]\s*(?:(?:maybe|perhaps|with|on|for|just|some|an?|the)\s+)*({INSTRUMENT})"
    r"(?:(?:\s+(?:maybe|perhaps|please|or so|i think|would be \w+))*\W*$"
    r"|\s+(?:maybe|perhaps|or so|i think)\b)",
    re.IGNORECASE,
)


def composed(clause: Clause) -> Clause:
    """The clause; of music with an instrument that was named at its end, and as long as its bars
    last."""
    text = clause.text[:_LONGEST]
    if clause.task != "compose_music":
        return clause
    if _AMBIENCE.search(text) and not _MUSIC.search(text) and clause.get("description"):
        return replace(clause, task="generate_audio")
    described, last = clause.get("description") or "", _MAYBE.search(text)
    if last and not re.search(rf"\b{last[1]}\b", described, re.IGNORECASE):
        words = f"{described}, {last[1].lower()}".strip(" ,")
        spans = tuple(span for span in clause.spans if span.role != "description")
        clause = replace(clause, spans=(*spans, Span("description", words)))
    described = clause.get("description") or ""
    if (looped := running.looping(described, text)) != described:
        spans = tuple(span for span in clause.spans if span.role != "description")
        clause = replace(clause, spans=(*spans, Span("description", looped.strip(" ,"))))
    lasts = tempi.bars(text)
    if lasts and not clause.get("duration"):
        clause = replace(clause, spans=(*clause.spans, Span("duration", f"{lasts:g} seconds")))
    return clause
