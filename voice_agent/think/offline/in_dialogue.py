"""A clause in its dialogue: "slower" after a spoken text means that text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from voice_agent.think import families, file_names, references
from voice_agent.think.candidates import GIVEN, candidates_of
from voice_agent.think.context import Context
from voice_agent.think.offline.completing import prosody_of
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Exchange, ToolSignature

Signatures = Mapping[str, ToolSignature]

_SEE = re.compile(r"\b(picture|photo|image|painting|drawing|see|look|shows?)", re.IGNORECASE)
_ALOUD = re.compile(
    r"(?:now |and |please )*(?:say|read|speak) (?:it|that|this|them)\b", re.IGNORECASE
)
# What a change of a kind is a change of; said after other work it asks for new work.
_TAKERS = (
    ("language", "translate_speech"),
    ("azimuth", "binauralize"),
    ("elevation", "binauralize"),
    ("motion", "binauralize"),
    ("speed", "synthesize_speech"),
    ("pitch", "synthesize_speech"),
    ("energy", "synthesize_speech"),
    ("voice", "transfer_style"),
)
# After these a sound by its name is one to listen for.
_HEARING = {"detect_sounds", "caption_audio"}
# The same wish about another kind of file.
_TWINS = {
    ("caption_audio", "image"): "caption_image",
    ("detect_sounds", "image"): "generate_audio_from_image",
    ("caption_image", "audio"): "caption_audio",
    ("generate_audio", "image"): "generate_audio_from_image",
    ("play_audio", "image"): "generate_audio_from_image",
}
_AGAIN = re.compile(r"\b(?:again|once more|repeat|one more time)\b", re.IGNORECASE)
_HEAR = re.compile(r"\b(play|hear|listen|put on)\b", re.IGNORECASE)
_SOUND_OF = re.compile(r"^\W*(?:the |a |some )?(?:sounds?|noises?) of\b", re.IGNORECASE)
_WHEN = re.compile(r"^\W*(?:(?:and|so|but|ok|okay)\W+)*when(?: exactly| precisely)?\W*$", re.I)
_CLOCK = re.compile(r"\b(?:time|clock|o'clock|late|early|hour|date|day)\b", re.IGNORECASE)
_PROSODY = {"slower", "faster", "louder", "quieter"}
_BARE = re.compile(
    r"^\W*(?:\w+\W+){1,3}(?:it|this|that)\b(?: (?:please|for me|in a sentence))*\W*$", re.I
)
_POSSIBLE = 0.04  # probability from which another task is worth considering
_WITHOUT_DIALOGUE = 0.5  # share of the remaining probability that a tool must have


def understood(
    clause: Clause, context: Context, beside: tuple[Clause, ...], signatures: Signatures
) -> Clause:
    """The clause in its dialogue: "slower" after a spoken text means that text."""
    last = context.last_action
    done = last.plan.steps if last is not None else ()
    if _WHEN.match(clause.text) and any(step.tool.startswith("detect") for step in done):
        return replace(clause, task="repeat", spans=())  # asked about the sound, not the clock
    if clause.task in ("answer", "redo"):
        if last is not None:
            return _changing(clause, last, signatures)
        return _without_dialogue(clause, signatures)
    said = clause.text
    if clause.task == "time" and not _CLOCK.search(said) and "where" in said.lower():
        return replace(clause, task="files")
    ours = clause.task in ("unsupported", "chat") and _HEAR.search(said)
    if ours and references.names_one(said, context):  # "play the piano" is our recording
        return replace(clause, task="play_audio", spans=(Span("file", said),))
    if clause.task in _PROSODY and last is not None and last is context.exchanges[-1]:
        takes = any("speed" in _properties(step.tool, signatures) for step in last.plan.steps)
        paced = clause.task in ("slower", "faster")
        takes = takes or (paced and last.plan.steps[-1].tool == "compose_music")
        if takes and not re.search(r"\b(you|your|talk|volume|yourself)\b", clause.text.lower()):
            role = "speed" if clause.task in ("slower", "faster") else "energy"
            return replace(clause, task="redo", spans=(Span(role, clause.text),))
    return _fitting(clause, context, beside, signatures)


def _changing(clause: Clause, last: Exchange, signatures: Signatures) -> Clause:
    """A change of the last action, or new work when that takes no such change."""
    either = sum(c for task, c in clause.alternatives if task in ("answer", "redo"))
    done = {step.tool for step in last.plan.steps}
    spoke = any("speed" in _properties(tool, signatures) for tool in done)
    if not spoke and _AGAIN.search(clause.text) and prosody_of(clause.text):
        return replace(clause, task="repeat", spans=())  # our answer, not what was made
    for role, task in _TAKERS:
        if clause.get(role) and task not in done:
            spans = (*clause.spans, *_said(last)) if task == "transfer_style" else clause.spans
            return replace(clause, task=task, confidence=1.0, spans=spans)
    if clause.get("description") and done <= _HEARING:
        return replace(clause, task="detect_target_sound", confidence=1.0)
    if _ALOUD.match(clause.text) and "synthesize_speech" not in done:
        return replace(clause, task="synthesize_speech", confidence=1.0)
    if not clause.spans and spoke:
        clause = replace(clause, spans=prosody_of(clause.text))
    return replace(clause, task="redo", confidence=clause.confidence + either)


def _without_dialogue(clause: Clause, signatures: Signatures) -> Clause:
    """The best tool for words that would answer or repeat something, if there was any."""
    if clause.get("description") and _SOUND_OF.match(clause.text):
        return replace(clause, task="generate_audio", confidence=1.0)
    for task, chance in clause.alternatives:
        if task in signatures and chance >= _WITHOUT_DIALOGUE * (1 - clause.confidence):
            return replace(clause, task=task, confidence=1.0)
    return clause


def _fitting(
    clause: Clause, context: Context, beside: tuple[Clause, ...], signatures: Signatures
) -> Clause:
    """The next likely task when the first needs a kind of file that isn't there at all, or
    another kind than the file that the words name."""
    clause = _described(clause, context)
    signature = signatures.get(clause.task)
    if signature is None or not context.resources:
        return clause
    named = file_names.kind_of_name(clause.get("file") or "", context)
    twin = _TWINS.get((clause.task, named))
    if twin:
        return replace(clause, task=twin)
    makers = [signatures[c.task] for c in beside if c.task in signatures]
    made = {maker.outputs[0] for maker in makers if maker is not signature and maker.outputs}
    kinds = families.kinds_of(context.resources) | made
    if _needed(signature) <= kinds:
        return clause
    unseen = "image" in signature.file_arguments.values() and not _SEE.search(clause.text)
    for task, chance in clause.alternatives:
        other = signatures.get(task)
        if other is None or (chance < _POSSIBLE and not unseen):
            continue
        if _needed(other) and _needed(other) <= kinds:
            return replace(clause, task=task)
    return clause


def _described(clause: Clause, context: Context) -> Clause:
    """ "Describe it" is about the picture or the recording, whichever was touched last."""
    if clause.task not in ("caption_audio", "caption_image") or not _BARE.search(clause.text):
        return clause
    kinds = [
        known.kind
        for known in candidates_of(context, 0)  # what was only said to us left out
        if known.kind == "audio" or (known.kind == "image" and known.origin in GIVEN)
    ]
    return replace(clause, task=f"caption_{kinds[-1]}") if kinds else clause


def _properties(tool: str, signatures: Signatures) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = signatures[tool].parameters.get("properties", {})
    return properties


def _said(last: Exchange) -> tuple[Span, ...]:
    """The words that the last action spoke or sang."""
    words = [step.arguments.get("text") for step in last.plan.steps]
    return tuple(Span("text", w) for w in words[-1:] if isinstance(w, str) and w[:1] != "$")


def _needed(signature: ToolSignature) -> set[str]:
    """The kinds of file that a tool cannot do without."""
    files = signature.file_arguments
    return {files[name] for name in signature.required if name in files}
