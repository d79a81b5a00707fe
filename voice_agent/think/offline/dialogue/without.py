"""A sound that is wanted without another in it: "give me the sea, without seagulls".

Where there is no recording that anything could be taken out of, it is to be made; beside one, too,
if nothing of it is named.
"""

from __future__ import annotations

import re

from voice_agent.think import naming
from voice_agent.think.context import Context
from voice_agent.think.offline.reader.leading import POLITE
from voice_agent.think.offline.reading import Clause, Span

_LONGEST = 300  # characters of a wish that are read
_TAKEN_FOR = {"extract_sound", "enhance_speech", "redo", "answer", "unsupported"}
_ORDER = (
    r"(?:(?:make|create|generate|produce|give|let (?:me|us) (?:hear|have)|i(?:['’]d| would) like"
    r"|i (?:want|need)|play)(?: (?:me|us))? )?(?:to hear )?"
)
# What is no new sound: something that is there, and orders to do something else.
_THERE = (
    r"(?:it|that|this|them|these|those|one|my|his|her|(?:the|that|this) (?:\w+ )?(?:recording|file"
    r"|clip|audio|track|song|tape|video|rest|same|one|version|voice))\b"
)
_OTHER = (
    r"(?:extract|remove|isolate|clean|transcribe|translate|caption|describe|say|read|sing|tell|cut"
    r"|take|put|can|could)\b"
)
_NOT_IN_IT = r"(?!(?:me|us|you|it|that|\w+ing (?:it|that|the))\b)[\w' -]+?"
_LENGTH = r"(?:(?:,| for| lasting) (?:[\w-]+ ){0,3}?(?:sec|min)\w*)?"
_WANTED = re.compile(
    rf"{POLITE}{_ORDER}(?P<sound>(?!{_THERE})(?!{_OTHER})[\w' -]+?,? (?:but )?(?:without|with no)"
    rf"(?: any)? {_NOT_IN_IT})(?:,? (?:please|for me|now))*{_LENGTH}\W*$",
    re.IGNORECASE,
)
_NO_MUSIC = re.compile(r"\b(?:without|with no)(?: any)? music\b", re.IGNORECASE)


def made(clause: Clause, context: Context) -> Clause | None:
    """The clause that makes such a sound; None for any other wish, or where it may be meant of
    a recording."""
    silent = clause.task == "compose_music" and _NO_MUSIC.search(clause.text)
    if not (silent or clause.task in _TAKEN_FOR) or len(clause.text) > _LONGEST:
        return None
    found = _WANTED.match(clause.text)
    if found is None or (context.newest("audio") and not _is_new(found["sound"], clause, context)):
        return None
    return Clause(
        "generate_audio", clause.text, 1.0, (Span("description", found["sound"]),), clause.first
    )


def _is_new(sound: str, clause: Clause, context: Context) -> bool:
    """Whether a sound is none of the recording that is there: "the sea, without seagulls", and not
    "the garden without the birds" nor "play the song without drums"."""
    if context.last_action is not None or not _MAKES.fullmatch(clause.text.partition(sound)[0]):
        return False
    said = [clause.get("file") or "", sound.partition("without")[0]]
    return not _IN_IT.search(sound) and not any(naming.names_one(s, context) for s in said if s)


_MAKES = re.compile(
    rf"{POLITE}(?:(?:make|create|generate|produce)(?: (?:me|us))? )?\W*", re.IGNORECASE
)
_IN_IT = re.compile(
    r"\b(?:without|no) (?:any )?(?:(?:the|that|this|my|his|her) |(?:any|every)thing\b|else\b)"
    r"|\b(?:voices?|vocals?|sing\w*|songs?|speech|speak\w*|talk\w*|music|drums?|nois\w*|hiss|hum)\b",
    re.IGNORECASE,
)
