"""One note to tune or to start by: "give me an A, held for five seconds".

pitch("could you sing a starting note, an E flat")  -> ("Eb4", 3.0)
"""

from __future__ import annotations

import re

from voice_agent.think.offline.phrases import values
from voice_agent.think.offline.reading import Clause, Span

_LONGEST = 200  # characters of a wish that are read
_SECONDS = 3.0
_HELD = (1.0, 20.0)  # seconds
_HEIGHT = r"(?:(?P<height>concert|middle|low|lower|high|higher) )?"
_NOTE = r"(?P<note>[A-G])(?:[ -]?(?P<sign>sharp|flat|#|♯|♭|b(?![a-z])))?(?P<octave>[2-6])?"
_NO_KEY = r"(?![ -](?:minor|major|chord|scale|tune|piece|song|dorian|blues|string)|[\w'’])"
_GIVE = r"\b(?i:give|play|sing|hum|sound|need|want|hear|have|hold|take)\b"
_DIRECT = re.compile(
    rf"{_GIVE}(?: (?:me|us|the \w+))? (?:just )?(?:an?|the|that) {_HEIGHT}{_NOTE}{_NO_KEY}"
    r"(?= ?(?:[,.;?!]|$|note|for\b|please|held|to (?:tune|start|begin)))"
)
_NAMED = re.compile(
    rf"{_GIVE}[^.?!]{{0,30}}?\b(?:(?:starting|reference|tuning|single|first|opening) )+"
    rf"(?:note|pitch|tone)\b[^.?!]{{0,12}}?\b(?:an? |the |on )?{_HEIGHT}{_NOTE}{_NO_KEY}"
)
_LASTS = re.compile(
    r"\bfor (?:about |around |some )?(?P<long>[\w. -]+? ?s(?:ec(?:ond)?s?)?)\b", re.I
)
_OCTAVES = {"low": 3, "lower": 3, "high": 5, "higher": 5}


def pitch(text: str) -> tuple[str, float] | None:
    """The note that is asked for and for how many seconds; None for any other wish."""
    if len(text) > _LONGEST:
        return None
    found = _DIRECT.search(text) or _NAMED.search(text)
    if found is None:
        return None
    sign = {"sharp": "#", "♯": "#", "#": "#", "flat": "b", "♭": "b", "b": "b"}.get(
        found["sign"] or "", ""
    )
    octave = found["octave"] or _OCTAVES.get((found["height"] or "").lower(), 4)
    lasts = _LASTS.search(text)
    seconds = values.seconds(lasts["long"]) if lasts else None
    return f"{found['note']}{sign}{octave}", min(max(seconds or _SECONDS, _HELD[0]), _HELD[1])


def sounded(text: str) -> Clause | None:
    """The clause that sings the note; None for any other wish."""
    found = pitch(text)
    if found is None:
        return None
    note, seconds = found
    spans = (Span("text", "ah"), Span("notes", note), Span("durations", f"{seconds:g}"))
    return Clause("sing", f"sing {note}", 1.0, spans)
