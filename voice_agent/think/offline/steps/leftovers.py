"""A sound and what it was taken out of: where it is, and what is left without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voice_agent.think import references
from voice_agent.think.candidates import Candidate
from voice_agent.think.likeness import is_residual
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Step

_SOUGHT_IN = {"extract_sound", "detect_target_sound"}
_REST = re.compile(
    r"\bthe (?:rest|remainder)\b(?! of)|\bwhat(?:'?s|ever| is| are)? (?:is )?(?:left|remain\w*)"
    r"|\b(?:remain|remains|remaining|left over|leftovers?)\b|\beverything else\b"
    r"|\b(?:is|are|sounds?) left\b|\bwithout (?:it|them|that|him|her|those)\b",
    re.IGNORECASE,
)


def rest(words: str, steps: Sequence[Step]) -> str:
    """The output of a planned extraction that ``words`` mean when they are about the rest of the
    recording ("and play me what is left"); "" when they are not."""
    if not steps or not _REST.search(words):
        return ""
    taken = [number for number, step in enumerate(steps, 1) if step.tool == "extract_sound"]
    return f"${taken[-1]}.2" if taken else ""


def residual(words: str, pool: Sequence[Candidate]) -> str:
    """The file of the dialogue that an earlier extraction left, when ``words`` are about it."""
    if not _REST.search(words):
        return ""
    left = [known.handle for known in pool if is_residual(known)]
    return left[-1] if left else ""


def filed(clause: Clause, pool: Sequence[Candidate]) -> Clause:
    """A sound without the file that it is in: "the woodpecker in marsh evening"."""
    sound = clause.get("description") or ""
    within = re.search(r"(.+?) (?:in|from|of|on|out of) (.+)$", sound)
    if within is None or clause.get("file") or clause.task not in _SOUGHT_IN:
        return clause
    if not references.names_all(within[2], pool):
        return clause
    kept = tuple(span for span in clause.spans if span.role != "description")
    found = (Span("description", within[1]), Span("file", within[2]))
    return replace(clause, spans=(*kept, *found))
