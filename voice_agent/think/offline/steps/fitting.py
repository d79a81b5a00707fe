"""A clause as it fits the files that are there: their kinds, and their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from voice_agent.think import families, file_names, naming
from voice_agent.think.candidates import GIVEN, candidates_of
from voice_agent.think.context import Context
from voice_agent.think.offline.reader.answering import is_order
from voice_agent.think.offline.reading import Clause
from voice_agent.units import ToolSignature

Signatures = Mapping[str, ToolSignature]

_SEE = re.compile(r"\b(picture|photo|image|painting|drawing|see|look|shows?)", re.IGNORECASE)
# The same wish about another kind of file.
_TWINS = {
    ("caption_audio", "image"): "caption_image",
    ("detect_sounds", "image"): "generate_audio_from_image",
    ("caption_image", "audio"): "caption_audio",
    ("generate_audio", "image"): "generate_audio_from_image",
    ("play_audio", "image"): "generate_audio_from_image",
}
FROM_SOUND = {"extract_sound", "detect_target_sound"}
_BARE = re.compile(
    r"^\W*(?:\w+\W+){1,3}(?:it|this|that)\b(?: (?:please|for me|in a sentence))*\W*$", re.I
)
_POSSIBLE = 0.04  # probability from which another task is worth considering


def fitting(
    clause: Clause, context: Context, beside: tuple[Clause, ...], signatures: Signatures
) -> Clause:
    """The next likely task when the first needs a kind of file that isn't there at all, or
    another kind than the file that the words name."""
    clause = _described(clause, context)
    if clause.task == "detect_target_sound" and not clause.get("file"):
        told = naming_file(clause, context)  # "what is in the street" is no search for streets
        clause = told if told == clause else replace(told, task="detect_sounds")
    signature = signatures.get(clause.task)
    if signature is None:
        return clause
    if clause.task in FROM_SOUND and not context.resources and len(beside) == 1:
        only = clause.get("description") and not clause.get("file") and not is_order(clause.text)
        return replace(clause, task="generate_audio") if only else clause
    if not context.resources:
        return _unseen(clause, signatures)
    if clause.task == "transfer_style" and not has_voices(context):
        own = tuple(span for span in clause.spans if span.role != "voice")
        return replace(clause, task="synthesize_speech", spans=own)
    words = clause.get("file") or clause.get("portrait") or ""
    named = file_names.kind_of_name(words, context)
    twin = _TWINS.get((clause.task, named))
    if twin:
        return replace(clause, task=twin)
    if named and named in signature.file_arguments.values():
        return clause  # what it lacks is asked for
    makers = [signatures[c.task] for c in beside if c.task in signatures]
    made = {maker.outputs[0] for maker in makers if maker is not signature and maker.outputs}
    given = [known for known in context.resources if known.kind != "image" or known.origin in GIVEN]
    kinds = families.kinds_of(given) | made
    if _needed(signature) <= kinds:
        return clause
    unseen = "image" in signature.file_arguments.values() and not _SEE.search(clause.text)
    for task, chance in clause.alternatives:
        other = signatures.get(task)
        if other is None or (chance < _POSSIBLE and not unseen):
            continue
        if _needed(other) and _needed(other) <= kinds:
            return replace(clause, task=task)
    twin = _TWINS.get((clause.task, "audio"))
    return replace(clause, task=twin) if twin and unseen and "audio" in kinds else clause


def has_voices(context: Context) -> bool:
    """Whether there is a sound whose voice may be borrowed: not one that was made here."""
    return any(known.origin not in _MADE_HERE for known in context.newest("audio"))


_MADE_HERE = {
    "synthesize_speech", "transfer_style", "sing", "compose_music", "generate_audio",
    "generate_audio_from_image",
}  # fmt: skip


def _unseen(clause: Clause, signatures: Signatures) -> Clause:
    """Where nothing was handed over: work on a picture that no word speaks of is work on a
    recording."""
    sees = "image" in _needed(signatures[clause.task])
    if not sees or _SEE.search(clause.text):
        return clause
    for task, _ in clause.alternatives:
        other = signatures.get(task)
        if other is not None and "image" not in _needed(other):
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


def naming_file(clause: Clause, context: Context) -> Clause:
    """The clause with a file where it seems to tell of a sound: "it's street crossing I meant"."""
    known = candidates_of(context, 0)
    spans = tuple(
        replace(span, role="file")
        if span.role == "description" and naming.is_called(span.text, known)
        else span
        for span in clause.spans
    )
    return replace(clause, spans=spans)


def _needed(signature: ToolSignature) -> set[str]:
    """The kinds of file that a tool cannot do without."""
    files = signature.file_arguments
    return {files[name] for name in signature.required if name in files}
