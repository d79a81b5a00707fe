"""Texts, scenes and pieces that go on in the next clause: ", gently down the stream"."""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.offline.phrases import numbers
from voice_agent.think.offline.reader import spans as spans_of
from voice_agent.think.offline.reader.answering import is_order
from voice_agent.think.offline.reading import Clause

_SURE = 0.8
_PERHAPS = 0.1


def text_goes_on(before: Clause, clause: Clause) -> Clause | None:
    """The rest of a text to be said or sung: ", gently down the stream"."""
    text = before.get("text")
    if before.task not in ("sing", "synthesize_speech") or not text or clause.first:
        return None
    if not before.text.rstrip().endswith(text) or spans_of.COURTESY.fullmatch(clause.text):
        return None
    if not clause.text.startswith(",") or text[-1:] in "\"'”’»":
        return None
    chance = dict(clause.alternatives).get(before.task, 0.0)
    same = clause.task == before.task and not clause.spans
    unsure = clause.confidence < _SURE and chance > _PERHAPS
    return _with_more(before, clause.text) if same or unsure else None


def scene_goes_on(before: Clause, clause: Clause) -> Clause | None:
    """What is heard next in the scene before: ", then a door slams"."""
    both = clause.task == before.task == "generate_audio" and not clause.first
    both = both and not (clause.get("duration") and before.get("duration"))
    both = both and not counted(before.text)
    scene = before.get("description")
    ends = scene and before.text.rstrip(" .,;!").endswith(scene.rstrip(" .,;!"))
    return _with_more(before, clause.text) if both and ends and _NEXT.match(clause.text) else None


_NEXT = re.compile(
    r"^[\s,;.]*(?:and )?(?:then|after that|followed by|and)\b"
    r"(?!.*\b(?:generate|make|create|produce|synthesi[sz]e|give|want|need|like|do|let)\b)",
    re.IGNORECASE,
)


def list_goes_on(before: Clause, clause: Clause) -> Clause | None:
    """What else is in a piece or a scene, told without a verb: ", tremolo strings"."""
    both = clause.task == before.task and clause.task in ("compose_music", "generate_audio")
    if not both or clause.first or not before.get("description"):
        return None
    timed = clause.get("duration") and (before.get("duration") or clause.text[:1] != ",")
    if timed or (clause.get("duration") and clause.task != "compose_music"):
        return None
    piece = clause.task == "compose_music" or clause.text.startswith(",")
    if not piece or is_order(clause.text) or _ANOTHER.search(clause.text):
        return None
    if counted(before.text) or not clause.get("description"):
        return None
    lasts = tuple(span for span in clause.spans if span.role == "duration")
    more = clause.text.replace(lasts[0].text if lasts else "\0", "").rstrip(" ,.")
    whole = _with_more(before, more)
    return replace(whole, spans=(*whole.spans, *lasts))


_ANOTHER = re.compile(r"\b(?:one more|another|also|then|second|other|sound|piece|tune)\b", re.I)


def counted(text: str) -> int:
    """How many sounds or pieces a wish asks for: 2 of "I need two effects"; 0 where not told."""
    match = _COUNTED.search(text)
    return int(numbers.number(match[1]) or 0) if match else 0


_COUNTED = re.compile(
    r"\b(two|three|four|five|[2-5]) (?:[a-z]+ )??(?:sounds?|effects|clips|noises|sound effects"
    r"|pieces|tracks|tunes|loops|files|ambiences)\b",
    re.IGNORECASE,
)


def _with_more(clause: Clause, more: str) -> Clause:
    """The clause with words that belong to its text or description."""
    if clause.task == "generate_audio":
        clause = replace(clause, text=clause.text.rstrip(" .;!"))
        more = _THEN.sub(lambda match: f", {match[1].lower()}", more.rstrip(" .!?"))
    more = more if more[:1] in ", " else f" {more}"
    spans = tuple(
        replace(span, text=span.text + more) if span.role in ("text", "description") else span
        for span in clause.spans
    )
    return replace(clause, text=clause.text + more, spans=spans)


_THEN = re.compile(r"^[\s,.;]*((?:and )?then|after that)\b", re.IGNORECASE)
