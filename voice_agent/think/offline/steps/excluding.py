"""All files but some: "clean everything except the street recording"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice_agent.think import references
from voice_agent.think.candidates import Candidate
from voice_agent.think.context import Context

_ALL_BUT = re.compile(
    r"\b(?P<all>(?:all|every|both)\b[^,.;]*?|every(?:thing|one))[, ]+"
    r"(?:except|but(?: not)?|apart from|other than|besides|not)(?: for)? "
    r"(?P<some>(?:the|that|this|my|number) [^,.;]+|\S+\.\w{2,4}\b)",
    re.IGNORECASE,
)
# Sounds in a recording are told so, too: "remove everything but the dog".
_OF_SOUNDS = {"extract_sound", "detect_target_sound"}


def left(
    text: str, tool: str, kind: str, pool: Sequence[Candidate], context: Context
) -> tuple[str, ...]:
    """The files that ``text`` leaves of all; () where it takes none out."""
    told = _ALL_BUT.search(text) if tool not in _OF_SOUNDS else None
    if told is None:
        return ()
    whole = references.find("both" if "both" in told["all"].lower() else "all", kind, pool, context)
    some = references.find(told["some"], kind, pool, context)
    if some.trouble or not set(some.handles) < set(whole.handles):
        return ()
    return tuple(handle for handle in whole.handles if handle not in some.handles)
