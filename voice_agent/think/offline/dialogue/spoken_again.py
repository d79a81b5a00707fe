"""What was spoken or made, heard once more: as it was, several times, in a mood, or as usual."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from voice_agent.think.offline.phrases import moods
from voice_agent.think.offline.phrases.completing import prosody_of
from voice_agent.think.offline.reader import courtesies
from voice_agent.think.offline.reader.often import repeated
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Exchange, ToolSignature

Signatures = Mapping[str, ToolSignature]


def said(last: Exchange) -> tuple[Span, ...]:
    """The words that the last action spoke or sang."""
    words = [step.arguments.get("text") for step in last.plan.steps]
    return tuple(Span("text", w) for w in words[-1:] if isinstance(w, str) and w[:1] != "$")


def as_usual(clause: Clause, just: Exchange) -> Clause | None:
    """ "Normal speed, please" about what was spoken, "back to normal speed" where it was spoken
    faster; None for any other clause."""
    part = courtesies.usual_part(clause.text) if clause.task == "new_voice" else ""
    spoke = just.plan.steps[-1]
    if not part or spoke.tool != "synthesize_speech":
        return None
    if part not in spoke.arguments and _OWN.search(clause.text):
        return None
    value = Span(part, "1" if part == "speed" else "0")
    return replace(clause, task="redo", confidence=1.0, spans=(value,))


_OWN = re.compile(r"\b(?:your|back|return|speak|talk|usual|again)\b", re.IGNORECASE)


def heard_again(clause: Clause, just: Exchange, signatures: Signatures) -> Clause:
    """ "Repeat that" where a sound was the answer: the sound; its words for "what was that?"."""
    if not signatures[just.plan.steps[-1].tool].heard:
        return clause
    if _WHAT.search(clause.text):
        words = "".join(span.text for span in said(just))
        return replace(clause, spans=(Span("said", words),) if words else ())
    again = replace(clause, task="redo", confidence=1.0)
    if just.plan.steps[-1].tool == "synthesize_speech":
        often = repeated(again, "".join(span.text for span in said(just)))
        how = moods.shifted(clause.text) or prosody_of(clause.text)
        return replace(often, spans=(*often.spans, *how))
    return replace(again, spans=prosody_of(clause.text))


_WHAT = re.compile(r"\bwhat\b", re.IGNORECASE)
