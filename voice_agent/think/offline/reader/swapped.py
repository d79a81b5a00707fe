"""Roles that were taken for one another: a sound for the file it is in, a picture for a sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voice_agent.think import called, candidates, file_names, naming, references
from voice_agent.think.context import Context
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import ToolSignature

Pool = Sequence[candidates.Candidate]


def righted(clause: Clause, signature: ToolSignature, pool: Pool, context: Context) -> Clause:
    """The clause with sound, file and picture the right way round."""
    portrait, file = clause.get("portrait") or "", clause.get("file") or ""
    pictured = bool(file and naming.mentioned(file, "image", pool))
    pictured = pictured and not naming.mentioned(portrait, "image", pool)
    if pictured and not portrait and "portrait" in signature.file_arguments:
        return _exchanged(clause, "file", "portrait")
    if portrait and (pictured or naming.mentioned(portrait, "audio", pool)):
        return _exchanged(clause, "portrait", "file")
    if "portrait" in signature.file_arguments:
        return _seen(clause, file, context)
    sound = clause.get("description")
    parts = _IN_FILE.match(sound) if sound and not file else None
    if parts and _is_name(parts[2], pool):
        spans = (s for s in clause.spans if s.role != "description")
        named = (Span("description", parts[1]), Span("file", parts[2]))
        return replace(clause, spans=(*spans, *named))
    if not sound or not file or not naming.mentioned(sound, "audio", pool):
        return clause
    if references.is_plain(file) or naming.mentioned(file, "audio", pool):
        return clause
    return _exchanged(clause, "description", "file")


def _is_name(words: str, pool: Pool) -> bool:
    """Whether ``words`` are the whole name of a sound file, letter by letter: "dance floor" is
    dancefloor.wav."""
    letters = "".join(called.tokens(words))
    names = (c.description.rpartition(".")[0] for c in pool if c.kind == "audio")
    return letters in {"".join(called.tokens(name)) for name in names if name}


_IN_FILE = re.compile(r"(.+?) (?:out of|from|in|of|on) (?:the |my )?(.+)", re.IGNORECASE)


def _seen(clause: Clause, file: str, context: Context) -> Clause:
    """With the picture that is named as a file: "try it with ines.jpg as the picture"."""
    if file_names.kind_of_name(file, context) != "image":
        return clause
    kept = (span for span in clause.spans if span.role not in ("file", "portrait"))
    return replace(clause, spans=(*kept, Span("portrait", file)))


def _exchanged(clause: Clause, one: str, other: str) -> Clause:
    """ "Lift the bird song out of creek walk", where the creek was taken for the sound."""
    roles = {one: other, other: one}
    spans = tuple(replace(span, role=roles.get(span.role, span.role)) for span in clause.spans)
    return replace(clause, spans=spans)
