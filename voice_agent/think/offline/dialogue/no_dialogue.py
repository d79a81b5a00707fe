"""A clause where nothing was done before that it could change, answer or repeat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from voice_agent.think import naming
from voice_agent.think.context import Context
from voice_agent.think.offline.answers.instead import instead
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import ToolSignature

Signatures = Mapping[str, ToolSignature]

# "Make it louder": a change that what we made may take and a recording doesn't.
OF_IT = re.compile(
    r"^\W*(?:(?:please|now|can|could|you|and|just|great|good|better|nice|cool|ok|okay|but|so|then"
    r"|actually)\W+)*(?:make|turn|play|get|i want|i need)\W+"
    r"(?:it|this|that|(?:this|that|the|my) (?:\w+ )?(?:recording|file|clip|sound|audio|track))\W+"
    r"(?:(?:a|sound|bit|little|lot|much|to be|be)\W+)*"
    r"(?:louder|quieter|softer|longer|shorter|faster|slower|higher|deeper|lower)\b",
    re.IGNORECASE,
)
_COURTEOUS = re.compile(
    r"\b(?:please|for me|now|thanks|thank you|i guess|would be (?:nice|great|lovely))\b", re.I
)
_ARTICLES = re.compile(r"(?:an?|the|some|any|my|more|another|two|three|\W)*", re.IGNORECASE)
_MOST_WORDS = 10  # of a sound that is only named
_WITHOUT_DIALOGUE = 0.5  # share of the remaining probability that a tool must have
_SOUND_OF = re.compile(r"^\W*(?:the |a |some )?(?:sounds?|noises?) of\b", re.IGNORECASE)


def without_dialogue(clause: Clause, context: Context, signatures: Signatures) -> Clause:
    """The best tool for words that would answer or repeat something, if there was any."""
    if clause.task == "answer" and _is_quotation(clause.text):
        return replace(clause, task="synthesize_speech", confidence=1.0)
    if clause.get("description") and _SOUND_OF.match(clause.text):
        return replace(clause, task="generate_audio", confidence=1.0)
    placed = clause.get("azimuth") or clause.get("elevation") or clause.get("motion")
    if placed and "binauralize" in signatures:
        return replace(clause, task="binauralize", confidence=1.0)
    if OF_IT.match(clause.text) and context.newest("audio"):
        return replace(clause, task="unsupported", spans=(), confidence=1.0)
    for task, chance in clause.alternatives:
        if task in signatures and chance >= _WITHOUT_DIALOGUE * (1 - clause.confidence):
            return replace(clause, task=task, confidence=1.0)
    if clause.task == "redo" and instead(clause.text):
        return replace(clause, task="unsupported", spans=(), confidence=1.0)
    if clause.task == "answer" and not clause.spans and (pair := _PAIR.match(clause.text)):
        return Clause("generate_audio", clause.text, 1.0, (Span("description", pair[1]),))
    return sound(clause, context) or clause


# Two things that are only named are sounds: "rain and wind".
_PAIR = re.compile(
    r"^\W*((?!yes|you|this|that|then|here)[a-z]{3,} and (?!not|then|that|you)[a-z]{3,})"
    r"(?: please)?\W*$",
    re.IGNORECASE,
)


def _is_quotation(text: str) -> bool:
    """Whether words are in quotation marks, all of them."""
    quotes = encoding.quoted(text)
    around = text[: quotes[0][0]] + text[quotes[0][1] :] if len(quotes) == 1 else text
    return not re.search(r"\w", around)


def alone(clause: Clause) -> Clause:
    """The clause as sure as it is where nothing was done that it could change or answer."""
    idle = sum(chance for task, chance in clause.alternatives if task in ("redo", "answer"))
    return replace(clause, confidence=min(1.0, clause.confidence / max(1 - idle, 0.1)))


def sound(clause: Clause, context: Context) -> Clause | None:
    """A sound that is only named, as a wish to hear it: "a dog barking", "wind please"."""
    if not clause.get("description") or {span.role for span in clause.spans} != {"description"}:
        return None
    words = _COURTEOUS.sub("", clause.text).strip(" .,!?")
    if not _ARTICLES.fullmatch(words.partition(clause.get("description") or "")[0]):
        return None
    if naming.names_one(words, context) or len(words.split()) > _MOST_WORDS:
        return None
    return replace(
        clause, task="generate_audio", confidence=1.0, spans=(Span("description", words),)
    )
