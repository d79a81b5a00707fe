"""A sound and what it was taken out of: where it is, and what is left without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voice_agent.think import naming
from voice_agent.think.candidates import Candidate, is_gone
from voice_agent.think.likeness import is_residual
from voice_agent.think.offline.phrases.arguments import is_pronoun
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Step

_SOUGHT_IN = {"extract_sound", "detect_target_sound"}
_REST = re.compile(
    r"\bthe (?:rest|remainder)\b(?! of)|\bwhat(?:'?s|ever| is| are)? (?:is )?(?:left|remain\w*)"
    r"|\b(?:remain|remains|remaining|left over|leftovers?)\b|\beverything else\b"
    r"|\b(?:is|are|sounds?) left\b|\bwithout (?:it|them|that|him|her|those)\b",
    re.IGNORECASE,
)


def rest(clause: Clause, steps: Sequence[Step], *, rid: bool = False) -> str:
    """The output of a planned extraction that a clause is about when it is about the rest of the
    recording: "and play me what is left", or what is done next once a sound is got rid of
    (``rid``); "" when it is not."""
    taken = [number for number, step in enumerate(steps, 1) if step.tool == "extract_sound"]
    if not taken:
        return ""
    left, last = f"${taken[-1]}.2", steps[-1]
    sound = str(steps[taken[-1] - 1].arguments.get("description"))
    heard = clause.task in _OF_WORDS and not _SPEAKS.search(sound)
    meant = last.tool == "extract_sound" and (rid or heard)
    meant = meant or (last.tool in _OF_WORDS and last.arguments.get("audio") == left)
    goes_on = meant and is_pronoun(clause.get("file") or "it")
    return left if goes_on or _REST.search(clause.text) else ""


_OF_WORDS = {"transcribe_speech", "translate_speech"}
# Who may say what is to be written down: not a dog that was taken out.
_SPEAKS = re.compile(
    r"voice|speech|speak|talk|sing|vocal|\b(?:wo)?man\b|\b(?:wo)?men\b|child|kid|people|person|girl|boy"
    r"|presenter|radio|announce|laugh|caller|guest|teacher|priest|choir",
    re.IGNORECASE,
)


def residual(words: str, pool: Sequence[Candidate]) -> str:
    """The file of the dialogue that an earlier extraction left, when ``words`` are about it."""
    if not _REST.search(words):
        return ""
    left = [known.handle for known in pool if is_residual(known)]
    return left[-1] if left else ""


def either(made: Sequence[Candidate], step: Step, said: str) -> list[Candidate]:
    """What an extraction makes, with the rest where the sound shall be gone: it is meant then."""
    if not is_gone(str(step.arguments.get("description")), said):
        return list(made)
    left = (
        replace(
            alone,
            handle=f"{alone.handle}.2",
            description=f"without {alone.description}",
            group=f"{alone.group}:left",
            touched=alone.touched + 0.01,
            created=alone.created + 0.01,
        )
        for alone in made
    )
    return [*made, *left]


def heard(clause: Clause, pool: Sequence[Candidate], said: str) -> str:
    """What is left of a recording, where all sounds shall be told, or words, after a sound was
    taken out of it: nobody asks what else is in a dog's bark."""
    sounds = [known for known in pool if known.kind == "audio"]
    alone = sounds[-1] if sounds else None
    if alone is None or alone.origin != "extract_sound" or not _TAKEN_OUT.search(said):
        return ""
    named = clause.get("file")
    words = clause.task in _WORDS and not _VOICE.search(alone.description)
    if not (words or clause.task == "detect_sounds") or (named and not is_pronoun(named)):
        return ""
    if alone.handle[0] == "$":
        return f"{alone.handle.partition('.')[0]}.2"
    left = [known for known in pool if known.group == alone.group and is_residual(known)]
    return left[-1].handle if left else ""


_TAKEN_OUT = re.compile(r"\b(?:take|get|cut|pull|lift)\b.*\bout\b", re.IGNORECASE)
_WORDS = {"transcribe_speech", "translate_speech", "separate_speech"}
_VOICE = re.compile(
    r"voice|speech|sing|song|talk|speak|vocal|words|m[ae]n\b|wom[ae]n|people|child|kid|crowd", re.I
)


_ANY = re.compile(
    r"\W*(?:(?:an?|the|that|this|one|some|another|certain|single) )*(?:of (?:the|these|those) )?"
    r"(?:sounds?|things?|something|anything)\W*",
    re.IGNORECASE,
)


def filed(clause: Clause, pool: Sequence[Candidate]) -> Clause:
    """A sound without the file that it is in, "the woodpecker in marsh evening"; none where words
    name no sound, "something"."""
    sound = clause.get("description") or ""
    if clause.task in _SOUGHT_IN and _ANY.fullmatch(sound):
        return replace(clause, spans=tuple(s for s in clause.spans if s.role != "description"))
    within = re.search(r"(.+?) (?:in|from|of|on|out of) (.+)$", sound)
    if within is None or clause.get("file") or clause.task not in _SOUGHT_IN:
        return clause
    if not naming.names_all(within[2], pool):
        return clause
    kept = tuple(span for span in clause.spans if span.role != "description")
    found = (Span("description", within[1]), Span("file", within[2]))
    return replace(clause, spans=(*kept, *found))
