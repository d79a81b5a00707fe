"""A clause in its dialogue: "slower" after a spoken text means that text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from voice_agent.think import naming
from voice_agent.think.candidates import candidates_of
from voice_agent.think.context import Context
from voice_agent.think.offline.dialogue import (
    adding,
    afterwards,
    cleaning,
    no_dialogue,
    places,
    recomposing,
    remaking,
    rescening,
    somebody,
    spoken_again,
    without,
)
from voice_agent.think.offline.phrases import moods, numbers
from voice_agent.think.offline.phrases.completing import prosody_of
from voice_agent.think.offline.phrases.languages import of_speaker, spoken
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reader.answering import is_order
from voice_agent.think.offline.reader.often import repeated
from voice_agent.think.offline.reading import MANNER, Clause, Span
from voice_agent.think.offline.steps.fitting import FROM_SOUND, fitting, has_voices, naming_file
from voice_agent.units import Exchange, Step, ToolSignature

Signatures = Mapping[str, ToolSignature]

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
_AGAIN = re.compile(r"\b(?:again|once more|repeat|one more time)\b", re.IGNORECASE)
_HEAR = re.compile(r"\b(play|hear|listen|put on)\b", re.IGNORECASE)
# What was made has no noise in it that nobody speaks of: "bass is too busy, simplify it".
_MADE = {"compose_music", "generate_audio", "sing", "synthesize_speech"}
_NOISY = re.compile(
    r"clean|nois|hiss|hum|buzz|crackl|static|rumbl|echo|reverb|click|pop|hall|clear|enhanc|restor"
    r"|distort|background|muffl",
    re.IGNORECASE,
)
_WAS_THAT = re.compile(
    r"^\W*(?:(?:huh|hm+|oh|wait|hey|and|so)\W+)*(?:is|was) (?:that|there) (?:really )?"
    r"(an? (?:\w+ )?\w+)(?: (?:in (?:it|there)|at the (?:start|end|beginning)"
    r"|(?:behind|under|over|after|before) (?:him|her|them|it|the \w+)))?(?=[.?!]|$)",
    re.IGNORECASE,
)
_CLEANS = re.compile(r"^\W*(?:(?:please|now|can|could|you)\W+)*(?:clean|denoise)\b", re.IGNORECASE)
_WHEN = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay)\W+)*when(?: exactly| precisely| again| else)?\W*$", re.I
)
_CLOCK = re.compile(r"\b(?:time|clock|o'clock|late|early|hour|date|day)\b", re.IGNORECASE)
_PROSODY = {"slower", "faster", "louder", "quieter"}
_SPEAKS = re.compile(r"\b(?:say|speak|read|your|own voice|announce|pronounce)\b", re.I)
_PLEASE = re.compile(r"\bplease\b", re.IGNORECASE)


def understood(
    clause: Clause, context: Context, beside: tuple[Clause, ...], signatures: Signatures
) -> Clause:
    """The clause in its dialogue: "slower" after a spoken text means that text."""
    last = context.last_action
    done = last.plan.steps if last is not None else ()
    just = last if last is not None and last is context.exchanges[-1] else None
    heads = len(beside) == 1 or (clause is beside[0] and afterwards.leads_on(clause.text))
    if one := remaking.picked(done, clause.text):
        return Clause("play_audio", f"play {one}", 1.0, (Span("file", one),))  # "it" from now on
    meant = afterwards.after(clause, just) if just is not None and heads else None
    if meant is not None:
        return meant
    if just is not None and afterwards.is_translation_aloud(clause, just):
        return replace(clause, task="redo", confidence=1.0, spans=(Span("aloud", clause.text),))
    if just is not None and (usual := spoken_again.as_usual(clause, just)):
        return usual
    if clause.task == "repeat" and just is not None and heads:
        return spoken_again.heard_again(clause, just, signatures)
    first = heads or clause is beside[0]
    if last is not None and first and (more := adding.put_in(clause, done)):
        return _changing(more, last, context, signatures)
    if last is not None and heads and _made_anew(done, clause.text):
        return replace(clause, task="redo", confidence=1.0, spans=())
    if heads and (sound := _sought_too(clause, done)):
        return Clause("redo", clause.text, 1.0, (Span("description", sound),))
    if _WHEN.match(clause.text) and any(step.tool.startswith("detect") for step in done):
        return replace(clause, task="repeat", spans=())  # asked about the sound, not the clock
    if scene := without.made(clause, context):
        return scene
    if clause.task in ("answer", "redo"):
        clause = naming_file(clause, context)
        if just is None and (manner := _SPEAK_SO.match(clause.text)):
            return Clause(manner[1].lower().replace("softer", "quieter"), clause.text, 1.0)
        if last is not None:
            return _changing(clause, last, context, signatures)
        return no_dialogue.without_dialogue(clause, context, signatures)
    if last is not None and of_speaker(clause) and done[-1].tool == "transcribe_speech":
        return replace(clause, task="redo", confidence=1.0)  # the transcript in that language
    clause = clause if last is not None else no_dialogue.alone(clause)
    meant = _of_files(clause, last, context, beside) or _of_what_was_done(clause, just, signatures)
    return meant or fitting(clause, context, beside, signatures)


def _sought_too(clause: Clause, done: tuple[Step, ...]) -> str:
    """The sound that is asked after once another was sought: "and talking?", which alone is a wish
    about our voice or for silence; "" for any other wish."""
    asked = _AND_THAT.match(clause.text)
    sought = bool(done) and done[-1].tool == "detect_target_sound"
    told = {span.role for span in clause.spans} - MANNER
    if not sought or asked is None or told or clause.task in ("undo", "repeat", "thanks"):
        return ""
    return asked[1]


_AND_THAT = re.compile(
    r"^\W*(?:(?:and|or|so) )?(?:what about|how about|and|or|any) (?:any |some |the |an? )?"
    r"((?!(?:you|yours|mine|now|then|again|another|more|same|too|one|so|yes|no|please|it|that|this"
    r"|those|these|them|him|her|stop|faster|slower|louder|quieter)\b)[a-z]+)\W*$",
    re.IGNORECASE,
)


def _of_files(
    clause: Clause, last: Exchange | None, context: Context, beside: tuple[Clause, ...]
) -> Clause | None:
    """What the files that are there make of a clause; None where they make nothing of it."""
    made = [known.origin in _MADE for known in context.newest("audio")[:1]]
    if any(made) and clause.task == "enhance_speech" and not _NOISY.search(clause.text):
        return replace(clause, task="unsupported", spans=(), confidence=1.0)
    if heard := places.played(clause, context) or _played_next(clause, context, beside):
        return heard
    said, done = clause.text, last.plan.steps if last is not None else ()
    if done and recomposing.is_change(said) and recomposing.recomposed(done, said, last):
        return replace(clause, task="redo", confidence=1.0, spans=())
    if clause.task == "time" and not _CLOCK.search(said) and "where" in said.lower():
        return replace(clause, task="files")
    sung = clause.get("text") if clause.task == "sing" and _HEAR.search(said) else None
    if sung and naming.names_all(sung, candidates_of(context, 0)):
        return replace(clause, task="play_audio", spans=(Span("file", said),))
    talk = clause.task in ("unsupported", "chat")
    if talk and _CLEANS.match(said) and naming.names_one(said, context):
        return replace(clause, task="enhance_speech", confidence=1.0, spans=(Span("file", said),))
    if someone := somebody.sought(clause, context):
        return someone
    asks = talk or clause.task == "detect_target_sound"
    if asks and context.newest("audio") and (cause := _WAS_THAT.match(said)):
        return Clause("detect_target_sound", said, 1.0, (Span("description", cause[1]),))
    ours = talk and _HEAR.search(said)
    if ours and naming.names_one(said, context):  # "play the piano" is our recording
        return replace(clause, task="play_audio", spans=(Span("file", said),))
    return None


def _of_what_was_done(
    clause: Clause, just: Exchange | None, signatures: Signatures
) -> Clause | None:
    """What the turn just before makes of a clause; None where it makes nothing of it."""
    said = clause.text
    tool = just.plan.steps[-1].tool if just is not None else ""
    loose = clause.task in ("unsupported", "chat", "compose_music")
    if tool == "sing" and loose and remaking.is_accompanied(said):
        return replace(clause, task="redo", confidence=1.0, spans=())
    line = clause.task == "synthesize_speech" and encoding.quoted(said)
    if tool == "transfer_style" and line and not _SPEAKS.search(said):
        return replace(clause, task="redo", confidence=1.0)  # the next line of that voice
    if clause.task in _PROSODY and just is not None:
        takes = any("speed" in _properties(step.tool, signatures) for step in just.plan.steps)
        paced = clause.task in ("slower", "faster")
        takes = takes or (paced and tool in ("compose_music", "sing"))
        if takes and not re.search(
            r"\b(you|your|talk|volume|yourself|speak up)\b", clause.text.lower()
        ):
            role = "speed" if clause.task in ("slower", "faster") else "energy"
            return replace(clause, task="redo", spans=(Span(role, clause.text),))
    return None


def _made_anew(steps: tuple[Step, ...], words: str) -> bool:
    """Whether words change what was made or cleaned last, whatever they were read as."""
    return bool(rescening.rescened(steps, words) or cleaning.milder(steps, words))


def _played_next(clause: Clause, context: Context, beside: tuple[Clause, ...]) -> Clause | None:
    """What is played after something else: "let me hear the rest, then the piano alone"."""
    place = beside.index(clause) if clause in beside else 0
    sound = clause.get("description") if clause.task in FROM_SOUND else None
    if not place or not sound or beside[place - 1].task != "play_audio" or is_order(clause.text):
        return None
    if not naming.names_one(sound, context):
        return None
    return replace(clause, task="play_audio", spans=(Span("file", clause.text),))


def _changing(clause: Clause, last: Exchange, context: Context, signatures: Signatures) -> Clause:
    """A change of the last action, or new work when that takes no such change."""
    clause = _voiced(_timed(clause, last, signatures), last)
    if not has_voices(context):
        clause = replace(clause, spans=tuple(s for s in clause.spans if s.role != "voice"))
    clause = repeated(clause, "".join(span.text for span in spoken_again.said(last)))
    either = sum(c for task, c in clause.alternatives if task in ("answer", "redo"))
    done = {step.tool for step in last.plan.steps}
    spoke = any("speed" in _properties(tool, signatures) for tool in done)
    how = {span.role for span in prosody_of(clause.text)}
    if recomposing.recomposed(last.plan.steps, clause.text, last):
        return replace(clause, task="redo", confidence=1.0)  # the same piece, in minor
    moves = clause.get("motion") and "binauralize" not in done  # "slowly round my head"
    paced = not moves and ("sing" in done or ("compose_music" in done and how == {"speed"}))
    if paced and how and how <= {"speed", "pitch"}:
        return replace(clause, task="redo", confidence=1.0)  # another pace or key
    if not spoke and _AGAIN.search(clause.text) and how:
        return replace(clause, task="repeat", spans=())  # our answer, not what was made
    if how and not spoke and "compose_music" not in done and no_dialogue.OF_IT.match(clause.text):
        return replace(clause, task="unsupported", spans=(), confidence=1.0)
    for role, task in _TAKERS:
        mute = task == "synthesize_speech" and not _gave_words(done, signatures)
        told = role == "language" and "transcribe_speech" in done and spoken(clause.text)
        if clause.get(role) and task not in done and not mute and not told:
            said = spoken_again.said(last) if task == "transfer_style" else ()
            spans = (*clause.spans, *said)
            return replace(clause, task=task, confidence=1.0, spans=spans)
    if clause.get("description") and done <= _HEARING:
        return replace(clause, task="detect_target_sound", confidence=1.0)
    if _ALOUD.match(clause.text) and "synthesize_speech" not in done:
        return replace(clause, task="synthesize_speech", confidence=1.0)
    if clause.task == "answer" and not _takes_sound(last, signatures):
        sound = no_dialogue.sound(clause, context)
        if sound is not None and _PLEASE.search(clause.text):
            return sound
    mood = moods.shifted(clause.text) if "synthesize_speech" in done else ()
    if mood and {span.role for span in clause.spans} <= {"description"}:
        clause = replace(clause, text="in that mood", spans=mood)
    elif spoke and not clause.get("text"):
        spans = tuple(filter(moods.is_read, clause.spans))
        known = {span.role for span in spans}
        more = tuple(span for span in prosody_of(clause.text) if span.role not in known)
        clause = replace(clause, spans=(*spans, *more))
    return replace(clause, task="redo", confidence=clause.confidence + either)


def _voiced(clause: Clause, last: Exchange) -> Clause:
    """A recording whose voice shall speak what was spoken: "the same in the guide's voice"."""
    if last.plan.steps[-1].tool not in ("synthesize_speech", "transfer_style"):
        return clause
    spans = tuple(
        replace(span, role="voice") if span.role == "file" and _VOICE.search(span.text) else span
        for span in clause.spans
    )
    return replace(clause, spans=spans)


_VOICE = re.compile(r"['’]s? voice\W*$", re.IGNORECASE)


def _timed(clause: Clause, last: Exchange, signatures: Signatures) -> Clause:
    """A bare number as the length, where the last action takes one and no direction: "no,
    twenty"."""
    takes = {name for step in last.plan.steps for name in _properties(step.tool, signatures)}
    if "azimuth" in takes or not takes & {"duration", "seconds"}:
        return clause
    spans = tuple(
        replace(span, role="duration")
        if span.role in ("azimuth", "elevation") and numbers.is_number(span.text)
        else span
        for span in clause.spans
    )
    return replace(clause, spans=spans)


def _gave_words(tools: set[str], signatures: Signatures) -> bool:
    """Whether one of the tools is there to give words, which then could be spoken."""
    return any(signatures[tool].outputs[:1] == ("text",) for tool in tools if tool in signatures)


# Where nothing was made just now, this is about the assistant's own voice.
_SPEAK_SO = re.compile(
    r"^\W*(?:(?:please|a|bit|little|touch|tad|shade|lot|much|way|even|speak|talk|and|now|can|could"
    r"|you)\W+)*(slower|faster|louder|quieter|softer)(?:\W+(?:please|now|thanks|for me))*"
    r"(?:\W*$|[,;.!:]+ (?!.*\b(?:file|recording|audio|sound|clip|track|rain|music|song|then"
    r"|and)\b))",  # a reason may follow
    re.IGNORECASE,
)


def _takes_sound(last: Exchange, signatures: Signatures) -> bool:
    tools = {step.tool for step in last.plan.steps}
    return any("description" in _properties(tool, signatures) for tool in tools)


def _properties(tool: str, signatures: Signatures) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = signatures[tool].parameters.get("properties", {})
    return properties
