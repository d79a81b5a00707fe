"""A part of a sound that is to be heard again, by what was found out about it: "the bit about the
bridge" in a transcript, "the part with the door" in a scene, "where the dog barks" in a search.

named("play me the bit about the bridge", context)  -> Place("audio/3f0c9d12.wav", 5.2, 9.8)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from voice_agent.think.context import Context
from voice_agent.think.offline.answers import mentions
from voice_agent.think.offline.phrases.excerpts import excerpt, named_part
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import StepResult

_RECENT = 12  # turns in which something was found out
_AROUND = 0.3  # seconds heard before and after it
_SAID = re.compile(r"\b(?:about|mention\w*|sa(?:y|ys|id)|talk\w*|speaks?|spoke)\b", re.IGNORECASE)
_APART = 2.0  # seconds of rest after which a sound comes another time


@dataclass(frozen=True)
class Place:
    """From when to when, in seconds, in which file."""

    path: str
    start: float
    end: float


def named(text: str, context: Context) -> Place | None:
    """The part that ``text`` names, in what was made or listened to last of all that has such a
    part; None where it names none, or nobody knows where that is."""
    wanted = mentions.stems(named_part(text))
    if not wanted:
        return None
    for exchange in reversed(context.exchanges[-_RECENT:]):
        for result in reversed(exchange.results):
            path = _path(result)
            found = next(_spans(result, wanted), None) if context.find(path) else None
            if found is not None:
                start, end = max(0.0, found[0] - _AROUND), found[1] + _AROUND
                return Place(path, round(start, 1), round(end, 1))
    return None


def missing(text: str, context: Context) -> str:
    """What somebody shall have said in the part that ``text`` names, and no transcript has; ""
    where one has it, where no such part is named, or where there is no transcript."""
    part = named_part(text).strip(" .,!?")
    if not _SAID.search(text) or not mentions.stems(part) or excerpt(text, None):
        return ""
    results = [result for exchange in context.exchanges[-_RECENT:] for result in exchange.results]
    written = any((result.data or {}).get("words") for result in results)
    return part if written and named(text, context) is None else ""


def played(clause: Clause, context: Context) -> Clause | None:
    """The clause with the file and the times of the part that it names."""
    place = named(clause.text, context) if clause.task == "play_audio" else None
    if place is None:
        return None
    text = f"play {place.path} from {place.start:g} to {place.end:g} seconds"
    return Clause("play_audio", text, 1.0, (Span("file", place.path),), clause.first)


def _path(result: StepResult) -> str:
    """The sound that the data of a result are about: what was listened to, or else was made."""
    made = next((known.path for known in result.artifacts if known.kind == "audio"), "")
    return str(result.arguments.get("audio", made))


def _spans(result: StepResult, wanted: Sequence[str]) -> Iterator[tuple[float, float]]:
    """Where a result has what is wanted, in seconds."""
    data: dict[str, Any] = result.data if isinstance(result.data, dict) else {}
    if result.tool == "transcribe_speech":
        words = list(data.get("words") or ())
        for place in mentions.places(words, wanted):
            first, behind = mentions.sentence(words, place)
            yield float(words[first]["start"]), float(words[behind - 1]["end"])
    elif intervals := data.get("intervals"):
        sought = f"{data.get('label', '')} {result.arguments.get('description', '')}"
        if _is_one(sought, wanted):
            yield float(intervals[0][0]), float(intervals[-1][1])
    else:
        heard = [
            (float(event["start"]), float(event["end"]))
            for event in data.get("events") or ()
            if _is_one(f"{event.get('label', '')} {event.get('sound', '')}", wanted)
        ]
        yield from _together(sorted(heard))


def _is_one(name: str, wanted: Sequence[str]) -> bool:
    return bool({*mentions.stems(name)} & {*wanted})


def _together(heard: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The first of the times at which something is heard, with those right after it."""
    if heard:
        start, end = heard[0]
        for begin, until in heard[1:]:
            end = max(end, until) if begin - end <= _APART else end
        yield start, end
