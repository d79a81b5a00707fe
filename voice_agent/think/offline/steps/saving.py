"""A file of the session that shall be kept under a name: "save that one as stranger.wav".

asked("save it as travel bed", context)  -> Wish("audio/1a2b3c4d.wav", "travel bed.wav")
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from voice_agent.think import references
from voice_agent.think.candidates import candidates_of
from voice_agent.think.context import Context

_KINDS = (
    (r"\btranscript$", "text"),
    (r"\bpicture$", "image"),
    (r"\b(?:video|film|movie|talking (?:head|face))\b", "video"),
)
_LONGEST = 200  # characters of a wish that are read
_IT = r"(?:it|that|this)(?: one)?"
_NAMED = (
    r"(?:the|that|this|my) (?:[\w'-]+ ){0,3}?(?:one|version|file|take|recording|song|tune|result"
    r"|track|clip|sound|music|piece|mix|picture|video|film|movie|talking (?:head|face)|transcript)"
)
_SAVE = re.compile(
    r"(?:^|[,.;!]\s*|\b(?:and|please|now|then|you|can|could|to|so|just|fine|perfect|good)\s+)"
    rf"(?:(?:save|store|export|keep) (?P<what>{_IT}|{_NAMED})|call (?P<called>{_IT}))"
    r"(?: (?:as|under(?: the name)?|to))?(?: (?:a )?(?:file )?(?:called|named|as))?"
    r"(?: the name)? [\"“'‘]?(?P<name>[\w][\w .&'-]*?)[\"”'’]?"
    r"(?= (?:if you can|please|for me|would you|will you|then|now|and (?:then|also|play|tell|say"
    r"|make|put|what|let|give|we|i|you|transcribe|translate|clean|describe|separate|show|read|remove"
    r"|take|find|detect|extract|record|sing|add|caption|compose|repair|how|where|when|who))\b"
    r"|[,;!?]|\.(?:\s|$)|$)",
    re.IGNORECASE,
)
_AS = re.compile(r"\b(?:as|under|called|named|to)\b", re.IGNORECASE)
# What is a place, a format or nobody's name.
_NO_NAME = re.compile(
    r"(?:an? )?(?:\w+ )?(?:mp3|wav|flac|ogg|m4a|file|video|picture)s?|(?:my|the|a|an|its|your) .*"
    r"|it|that|this|well|is|was|for .*|from .*|in .*|on .*|to .*|me|so|safe|somewhere.*"
    r"|again|up|off",
    re.IGNORECASE,
)
SOUNDS = {"wav", "mp3", "flac", "ogg", "m4a", "aac", "opus"}
_ENDINGS = SOUNDS | {"mp4", "mid", "txt", "png", "srt"}
_MOST_WORDS = 5
_ASKS = re.compile(r"\b(?:what|how|why|who|would you|did you)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Wish:
    """``path`` of the session and the name that it shall have outside."""

    path: str
    name: str

    @property
    def told(self) -> str:
        return told(self.name)


def told(name: str) -> str:
    """What is said to such a wish."""
    return f"I'm saving it as {name}, in the folder where you started me."


def asked(text: str, context: Context) -> Wish | None:
    """The file and its name; None where words name none, or where there is no such file."""
    found = _named(text)
    if found is None:
        return None
    name, ending = _name(found["name"])
    path = _meant(found["what"] or found["called"], ending, context)
    return Wish(path, name if ending else name + PurePosixPath(path).suffix) if path else None


def amid(text: str) -> tuple[str, str, str] | None:
    """What comes before such a wish, the name, and what comes after it; None without one."""
    found = _named(text)
    if found is None:
        return None
    return text[: found.start()].strip(), _name(found["name"])[0], text[found.end() :].strip()


def _named(text: str) -> re.Match[str] | None:
    """Where words ask to keep a file under a name that can be one."""
    found = _SAVE.search(text.strip()[:_LONGEST])
    if found is None or _ASKS.search(text[: found.start() + 1]):
        return None
    if found["what"] and not _AS.search(found[0]):
        return None
    name = found["name"].strip(" .'-")
    return None if _NO_NAME.fullmatch(name) or len(name.split()) > _MOST_WORDS else found


def _name(words: str) -> tuple[str, str]:
    """The name without what no name has, and its ending, where that is one of a file."""
    name = words.strip(" .'-")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return (name, ending) if ending in _ENDINGS else (name.replace(".", " "), "")


def _meant(words: str, ending: str, context: Context) -> str:
    """The file that is meant: what was made last for "it"."""
    if not re.fullmatch(_IT, words, re.IGNORECASE):
        pool = candidates_of(context, 0)
        noun = next((kind for cue, kind in _KINDS if re.search(cue, words, re.IGNORECASE)), "")
        noun = "video" if ending == "mp4" else noun
        for kind in (noun,) if noun else ("audio", "video", "image", "text"):
            found = references.find(words, kind, pool, context)
            if found.handles and not found.trouble:
                return found.handles[0]
        if noun and noun != "video":
            return ""  # a sound is no transcript
    kinds = (
        ("video",) if ending == "mp4" else ("audio",) if ending in SOUNDS else ("audio", "video")
    )
    made = [
        artifact.path
        for exchange in reversed(context.exchanges)
        for result in reversed(exchange.results)
        for artifact in result.artifacts
        if artifact.kind in kinds
    ]
    newest = context.newest("audio")
    return made[0] if made else newest[0].path if newest else ""
