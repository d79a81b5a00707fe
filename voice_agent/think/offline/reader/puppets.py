"""A picture that shall speak: "make her say good morning" where a portrait was handed over."""

from __future__ import annotations

import re

from voice_agent.think import candidates, naming
from voice_agent.think.context import Context
from voice_agent.think.offline.phrases.arguments import is_pronoun
from voice_agent.think.offline.reading import MANNER, Clause, Span

_LONGEST = 300  # characters of a wish that are read
_WHOM = r"(?:make|have|let|get) (?:[\w'-]+ ){1,6}?(?:to )?"
_WHO = re.compile(rf"\b{_WHOM}(?:say|tell|speak|read|announce|talk)\b", re.IGNORECASE)
_SAYS = re.compile(rf"\b{_WHOM}(?:say|tell|speak|read|announce)\b", re.IGNORECASE)
_TALKS = re.compile(
    rf"\b{_WHOM}(?:talk|speak)(?: and say|,? saying|[:,]) *(\w.*?)\W*$", re.I | re.DOTALL
)
_MAKE_IT = re.compile(
    r"^\W*(?:(?:now|please|ok|okay|and|so|then|can|could|would|you)\W+)*(?:make|have|let)"
    r" (?:it|him|her|them|that|this|the (?:face|picture|photo|portrait|man|woman|boy|girl|lady))"
    r" say:? (?!(?:it|that|this|something|the same)\b)(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_GIVEN = {"attached", "recorded", "record_audio"}


def speaking(text: str, clauses: tuple[Clause, ...], context: Context) -> tuple[Clause, ...]:
    """The clauses of ``text``; or those of words that are spoken and of the face that speaks them,
    where the last thing handed over is a picture."""
    picture = _picture(text, context)
    if not picture:
        return clauses
    literal = _MAKE_IT.match(text) if len(text) <= _LONGEST else None
    if literal is None and len(clauses) != 1:
        return clauses
    clause = clauses[0]
    words = literal[1].strip(" .,:;\"'") if literal else _words(clause)
    if not words or is_pronoun(words):
        return clauses
    kept = tuple(span for span in clause.spans if span.role in MANNER)
    spoken = Clause("synthesize_speech", clause.text, 1.0, (*kept, Span("text", words)))
    face = Clause("synthesize_talking_head", "", 1.0, (Span("portrait", picture),))
    return spoken, face


def _picture(text: str, context: Context) -> str:
    """The picture that is named as the one who speaks, else the one that was handed over last;
    "" where a sound was."""
    given = [resource for resource in context.resources if resource.origin in _GIVEN]
    whom = _WHO.search(text[:_LONGEST])
    pool = candidates.candidates_of(context, 0)
    named = naming.mentioned(whom[0], "image", pool) if whom else ""
    last = given[-1].path if given and given[-1].kind == "image" else ""
    return named or last


def _words(clause: Clause) -> str:
    """What somebody shall be made to say; "" where nobody shall."""
    text = clause.text[:_LONGEST]
    if clause.task in ("transfer_style", "synthesize_speech") and _SAYS.search(text):
        return (clause.get("text") or "").strip(" .,:;")
    talks = _TALKS.search(text) if clause.task == "synthesize_talking_head" else None
    return talks[1] if talks and not clause.get("file") else ""
