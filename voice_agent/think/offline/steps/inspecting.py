"""What is asked of a sound itself, and no tool is needed for: its picture, how loud it is.

asked("show me the spectrogram", context)  -> Look("show", ("audio/1a2b3c4d.wav",))
asked("is it clipping?", context)          -> Look("clipping", ("audio/1a2b3c4d.wav",))
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from voice_agent.think import references
from voice_agent.think.candidates import candidates_of
from voice_agent.think.context import Context

Asked = Literal["show", "loudness", "peak", "loudest", "clipping", "louder", "seconds", "see"]

_LONGEST = 200  # characters of a wish that are read
_MOST = 6  # files that are compared
_START = (
    r"^\W*(?:(?:and|so|but|ok|okay|please|now|then|also|just|hey|thanks|thank you|well|great|hm+)"
    r"\W+)*(?:(?:can|could|would|will) (?:you|i|we) |(?:i want|i['’]d like|i would like|i need"
    r"|let['’]?s|let me|do you know|can you tell me|tell me|check|see|find out|measure|give me"
    r"|show me|what about)(?: to)? |please )*"
)
_END = (
    r"(?:,? (?:please|now|then|again|too|for me|exactly|once more|right now|at the moment|at all"
    r"|in (?:db|decibels|lufs|dbfs|numbers)|so (?:i|we) can .*))*\W*$"
)
_A = r"(?:(?:the|its|a|an|my|our|this|that|one more|another) )?"
_THING = (
    r"(?:it|this|that|(?:the|this|that|my|our|his|her) (?:[\w.'-]+ ){0,3}?[\w.'-]+|[\w-]+\.\w{2,4})"
)
_OF = rf"(?: (?:of|for|from|in|on) ({_THING}))?"
_DRAWN = (
    r"(?:mel[- ])?(?:spectr(?:o|um )gram|spectrum|sonogram|spectrograph|wave ?form|wave form)s?"
)
_SOUND = r"(?:it|(?:the|this|that|my) (?:sound|recording|audio|file|result))"
_PICTURE = rf"(?:{_DRAWN}|(?:picture|image|plot|graph|view)(?= of {_SOUND}\b))"
_SEEN = r"(?:the |its |that |this |my )(?:picture|image|photo(?:graph)?|video|film|movie)"
_SEE = (
    r"(?:show(?: me| us)?|see|display|draw(?: me)?|plot|view|look at|have a look at|open|get"
    r"|bring up)"
)

_PATTERNS: tuple[tuple[Asked, str], ...] = (
    ("see", rf"{_SEE} ({_SEEN})(?: again)?"),
    (
        "show",
        rf"(?:{_SEE} {_A}{_PICTURE}{_OF}|{_A}{_DRAWN}{_OF}"
        rf"|(?:what (?:does|do) )?({_THING})(?:['’]s)? (?:look like )?(?:as an? |in an? )?{_DRAWN}"
        rf"|what (?:does|do) (?:the|its) {_DRAWN}{_OF} look like)",
    ),
    (
        "loudest",
        rf"(?:(?:where|when)(?: in {_THING})? (?:is|was) ({_THING}) (?:the )?loudest"
        rf"|(?:what|where|when|which)(?:['’]s| is| was)? (?:the )?loudest"
        rf" (?:part|moment|bit|place|passage|spot|point|second){_OF}"
        rf"|which (?:part|moment|bit)(?: of ({_THING}))? is (?:the )?loudest)",
    ),
    (
        "louder",
        r"which (?:one |file |recording |version |sound |clip |take )?(?:of (?:them|these|those"
        r"|the two) )?(?:is|was|are) (?:the )?(?:louder|loudest|quieter|quietest|softer|softest)"
        r"(?: of (?:them|the two|these))?|how loud are (?:they|these|those|both|the two|the files"
        r"|both of them|the recordings|the sounds)",
    ),
    (
        "clipping",
        rf"(?:(?:is|was|does|if|whether) )?({_THING}) (?:is |was )?"
        r"(?:clipping|clipped|clips?|distorted|overdriven|over ?loaded|too hot)"
        rf"|(?:is|are) there (?:any )?(?:clipping|clips?|overs){_OF}|check (?:it )?for clipping",
    ),
    (
        "peak",
        rf"(?:what(?:['’]s| is| was)? |how high (?:is|are) )?{_A}(?:true )?peak(?: level| volume"
        rf"| amplitude|s)?{_OF}(?: at)?|how much headroom (?:is there|does ({_THING}) have)"
        rf"|where does ({_THING}) peak",
    ),
    (
        "loudness",
        rf"(?:how (?:loud|quiet|soft)(?: (?:is|was|are))?(?: ({_THING}))?(?: (?:is|was|are))?"
        rf"|how many (?:lufs|db|decibels)(?: (?:is|was|are|does) ({_THING})(?: have| at)?)?"
        rf"|(?:what(?:['’]s| is| was)? |at what |which )?{_A}(?:integrated |average |overall )?"
        rf"(?:loudness|lufs|volume|level|rms)(?: level)?{_OF}(?: (?:is|does) ({_THING})"
        r"(?: at| have)?)?"
        rf"|what (?:level|volume|loudness) is ({_THING})(?: at)?"
        rf"|(?:is|was|if|whether) ({_THING}) (?:(?:is )?(?:too|loud|quiet|soft)\b ?)+"
        r"(?:enough)?(?: for .*)?)",
    ),
)  # fmt: skip
_CUES = tuple(
    (asks, re.compile(_START + "(?:" + pattern + ")" + _END, re.IGNORECASE))
    for asks, pattern in _PATTERNS
)
_SECONDS = re.compile(
    rf"{_START}(?:how long (?:is )?{_THING}(?: is)?|{_A}(?:length|duration){_OF})(?: now)?{_END}",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:it|this|that|the (?:sound|audio|file|result|one|whole thing))", re.IGNORECASE
)
_UNCLEAR = re.compile(r"\W*(?:the )?(?:volume|level)\W*", re.IGNORECASE)  # whose?
MEASURED_LATER = "I'll measure it."
"""Stands in an answer until the file has been measured."""


@dataclass(frozen=True)
class Look:
    """What is asked of which files; no file: of what the same request makes."""

    asks: Asked
    paths: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The answer until it has been looked at."""
        return "Here it is." if self.asks in ("show", "see") else MEASURED_LATER

    @property
    def effects(self) -> dict[str, Any]:
        if self.asks in ("show", "see"):
            path = self.paths[0] if self.paths else ""
            return {"show": {"path": path, "told": self.told}}
        return {"measure": {"paths": list(self.paths), "what": self.asks, "told": MEASURED_LATER}}


def asked(text: str, context: Context) -> Look | None:
    """What is asked and of which file; None for other words, or where there is no such file."""
    found = _matched(text)
    if found is None:
        return None
    asks, named = found
    if asks == "louder":
        paths = [known.path for known in context.newest("audio")[:_MOST]]
        return Look(asks, tuple(reversed(paths))) if len(paths) > 1 else None
    kinds = ("video", "image") if re.search(r"video|film|movie", named) else ("image", "audio")
    pool = candidates_of(context, 0)
    for kind in kinds if asks == "see" else ("audio",):
        words = "it" if not named or _BARE.fullmatch(named) or asks == "see" else named
        meant = references.find(words, kind, pool, context)
        if meant.handles and not meant.trouble:
            return Look("show" if asks == "see" else asks, meant.handles[:1])
    return None


def of_the_result(text: str) -> Look | None:
    """What is asked of that which the same request makes: "and show me the waveform"."""
    found = _matched(text)
    if found is not None and found[0] != "louder":
        return Look(found[0])
    return Look("seconds") if _SECONDS.match(text.strip()[:_LONGEST]) else None


def _matched(text: str) -> tuple[Asked, str] | None:
    """What is asked, and the words for the sound it is asked of."""
    words = text.strip()
    if len(words) > _LONGEST or _UNCLEAR.fullmatch(words):
        return None
    for asks, cue in _CUES:
        if found := cue.match(words):
            return asks, next(filter(None, found.groups()), "")
    return None
