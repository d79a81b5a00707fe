"""The voice by itself of a song that an instrument accompanies: it lies beside the song."""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.candidates import beside
from voice_agent.think.context import Context
from voice_agent.think.offline.reading import Clause, Span

_LONGEST = 300  # characters of a wish that are read
_VOICE = r"(?:voice|vocals?|singing|singer)"
_ALONE = re.compile(
    rf"\b(?:the|your|that) {_VOICE} (?:alone|only|solo|by itself|on its own)\b"
    rf"|\b(?:just|only) (?:the|your|that) {_VOICE}\b",
    re.IGNORECASE,
)
# What a wish to hear it is taken for.
_HEARD = {"play_audio", "separate_speech", "extract_sound", "redo", "answer", "unsupported"}
_ANEW = {"sing", "compose_music", "generate_audio", "synthesize_speech"}  # no file is meant


def meant(text: str, context: Context) -> bool:
    """Whether words are about the voice alone of the song that was sung last."""
    last = context.last_action
    sung = last is not None and last.plan.steps[-1].tool == "sing" and beside(context)
    return bool(sung and _ALONE.search(text[:_LONGEST]))


def named(clause: Clause, context: Context) -> Clause:
    """The clause with that file, where it is about it: to be heard, if nothing else is wished."""
    if clause.task in _ANEW or not meant(clause.text, context):
        return clause
    kept = tuple(s for s in clause.spans if s.role not in ("file", "description", "text"))
    file = Span("file", "the voice alone")
    if clause.task in _HEARD:
        return Clause("play_audio", clause.text, 1.0, (file,), clause.first)
    return replace(clause, spans=(*kept, file))
