# ruff: noqa: E501
"""A plain reader by cue words, for use before the trained model is loaded."""

from __future__ import annotations

import re

from voice_agent.think.offline.reading import Clause, Reading, Span

_CUES: tuple[tuple[str, str], ...] = (
    ("stop", r"^(?:please )?(?:stop|cancel|be quiet|shut up|enough)\b"),
    ("goodbye", r"\b(?:goodbye|good bye|bye|see you|quit|exit)\b"),
    ("repeat", r"\b(?:say (?:that|it) again|repeat (?:that|your|the)|come again|pardon)\b"),
    ("louder", r"\b(?:louder|speak up|volume up|turn (?:it|yourself) up)\b"),
    ("quieter", r"\b(?:quieter|softer|volume down|turn (?:it|yourself) down|not so loud)\b"),
    ("slower", r"^(?:please )?(?:speak|talk|say it) (?:a bit |more )?slow"),
    ("faster", r"^(?:please )?(?:speak|talk|say it) (?:a bit |more )?(?:fast|quick)"),
    ("who", r"\bwho are you\b|\bwhat are you\b|\byour name\b"),
    ("capabilities", r"\bwhat can (?:you|i)\b|\bwhat do you do\b|\bhelp me\b|^help$"),
    ("time", r"\bwhat(?:'s| is)? (?:the )?time\b|\bwhat time\b"),
    ("date", r"\bwhat (?:day|date)\b|\bwhat's the date\b|\btoday's date\b"),
    ("mute", r"^mute\b"),
    ("unmute", r"^unmute\b"),
    ("new_voice", r"\b(?:another|different|other) voice\b"),
    ("files", r"\b(?:what|which|list|show) (?:me )?(?:the |my )?(?:files|recordings)\b"),
    ("arithmetic", r"\d\s*[-+*/x]\s*\d|\b(?:plus|minus|times|divided by|percent of)\b"),
    ("record_audio", r"\brecord (?:me|for|the|my|\d|some|a|an|five|ten|from|ten|three)|^record\b"),
    ("transcribe_speech", r"\btranscri|\bwrite down\b|\bwhat (?:does|do|did|is) .*\b(?:say|said)\b"),
    ("transcribe_speech", r"\bwhat .*\b(?:says|being said)\b|\bto text\b"),
    ("translate_speech", r"\btranslat"),
    ("enhance_speech", r"\bdenois|\bclean|\benhanc|\bremove (?:the )?(?:\w+ )?(?:noise|hiss|hum)"),
    ("enhance_speech", r"\bnoise reduction|\bget rid of the (?:\w+ )?(?:noise|hiss|hum)|\bhiss\b"),
    ("separate_speech", r"\bseparat|\bsplit .*(?:speaker|voice|people)"),
    ("binauralize", r"\bbinaural|\bby no rail|\bspatial"),
    ("detect_sounds", r"\b(?:what|which) (?:\w+ )?(?:sounds?|events?|noises?|can you hear|do you hear)"),
    ("detect_sounds", r"\bdetect|\bsound events?\b|\bwhat(?:'s| is) (?:that|this|the) (?:sound|noise)"),
    ("play_audio", r"\bplay\b|\blet me hear|\blisten to"),
    ("generate_audio", r"\b(?:generate|create|make|produce) .*(?:sound|audio|noise|rain|thunder)"),
    ("synthesize_speech", r"^(?:please )?(?:say|read|speak|pronounce|synthesi[sz]e)\b"),
    ("synthesize_speech", r"\b(?:say|read (?:out|aloud)?|synthesi[sz]e (?:speech|the))\b"),
    ("greet", r"^(?:hi|hello|hey|good (?:morning|evening|afternoon))\b"),
    ("thanks", r"\bthank"),
    ("affirm", r"^(?:yes|yeah|yep|sure|ok|okay)\b"),
    ("deny", r"^(?:no|nope|don't)\b"),
)  # fmt: skip
_SPLIT = re.compile(r"\s*(?:,?\s*\b(?:and then|then|and)\b|[,;.])\s+", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(?:the (?:first|second|third|last|original|other|denoised|cleaned|enhanced|separated)"
    r"(?: \w+)?|both(?: \w+)?|my recording|them|audio/\S+|\S+\.(?:wav|mp3|flac|ogg|m4a))",
    re.IGNORECASE,
)


class LexiconReader:
    """Splits at "and", "then" and commas where a cue word follows."""

    def read(self, text: str) -> Reading:
        clauses: list[Clause] = []
        for part in self._parts(text):
            task = _task_of(part)
            if task is None:
                continue
            clauses.append(Clause(task, part, 0.9, _spans(task, part), _is_first(part)))
        return Reading(tuple(clauses) or (Clause("chat", text, 0.9),))

    def _parts(self, text: str) -> list[str]:
        if re.search(r"[\"“]", text) or _task_of(text) == "synthesize_speech":
            return [text]
        parts = [part for part in _SPLIT.split(text) if part and part.strip()]
        merged: list[str] = []
        for part in parts:
            if merged and _task_of(part) is None:
                merged[-1] += " and " + part
            else:
                merged.append(part)
        return merged or [text]


def _task_of(text: str) -> str | None:
    lowered = text.lower().strip()
    return next((task for task, cue in _CUES if re.search(cue, lowered)), None)


def _is_first(part: str) -> bool:
    return bool(re.search(r"\bfirst[.!]?$|^(?:but )?first\b", part.lower()))


def _spans(task: str, part: str) -> tuple[Span, ...]:
    found: list[Span] = []
    if reference := _REFERENCE.search(part):
        found.append(Span("file", reference[0]))
    if task == "synthesize_speech":
        quoted = re.search(r"[\"“](.+)[\"”]", part)
        said = re.search(
            r"\b(?:say|read|speak|pronounce|synthesi[sz]e)\b(?: out| aloud)?\s*:?(.*)", part, re.I
        )
        words = quoted[1] if quoted else said[1].strip() if said else ""
        if words:
            found.append(Span("text", words))
    if task in ("record_audio", "generate_audio"):
        found.append(Span("duration", part))
    if task == "generate_audio":
        wish = re.sub(r"^.*?\b(?:generate|create|make|produce)\b(?: me)?(?: an?| the)?", "", part)
        found.append(Span("description", re.sub(r"^\s*(?:sounds?|audio) of ", "", wish).strip()))
    if task == "translate_speech":
        found.append(Span("language", part))
    return tuple(found)
