"""A recording as one or two sentences: who speaks, what is heard, in which order, how loud. Pure.

Only what was found is told: events of the classifier, the words that were recognised, the
pitch that was measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voice_agent.sound.features import FloatArray
from voice_agent.tools._clauses import does
from voice_agent.tools._events import LEVEL_STEP, Event
from voice_agent.tools._said import said

_THROUGHOUT = 0.8  # share of the recording that a bed of sound covers
_MOST = 5  # sounds in a caption
_BESIDES = 3  # of them besides speech and what lasts
_PLAIN = 0.65  # score
_OVERLAP = 0.3  # seconds that two sounds must share to be told as one beside the other
_QUIET, _LOUD = -42.0, -16.0  # dBFS
_FAINT = 14.0  # dB below the recording's own loudest sounds
_VOICES = frozenset(
    {"Speech", "Narration, monologue", "Conversation", "Child speech, kid speaking",
     "Speech synthesizer", "Male speech, man speaking", "Female speech, woman speaking"}
)  # fmt: skip


@dataclass(frozen=True)
class Talk:
    """What is known of the speech: ``who`` ("a man"), ``language`` ("English" or ""), and the
    words; ``words`` may be empty where none were understood."""

    who: str = "someone"
    language: str = ""
    words: str = ""


@dataclass(frozen=True)
class Sound:
    """All events of one kind, as one says it."""

    name: str
    events: tuple[Event, ...]
    level: float  # dBFS while it sounds

    @property
    def start(self) -> float:
        return self.events[0].start

    @property
    def end(self) -> float:
        return max(event.end for event in self.events)

    @property
    def salience(self) -> float:
        return max(event.salience for event in self.events)

    @property
    def score(self) -> float:
        return max(event.score for event in self.events)

    @property
    def is_voice(self) -> bool:
        return any(is_voice(event) for event in self.events)

    def covers(self, seconds: float) -> bool:
        return sum(event.seconds for event in self.events) >= _THROUGHOUT * seconds


def is_voice(event: Event) -> bool:
    """Whether somebody speaks in it."""
    return event.label in _VOICES


def caption(
    events: Sequence[Event],
    seconds: float,
    levels: FloatArray,
    *,
    talk: Talk | None = None,
    most: int = _MOST,
) -> str:
    """ "A man speaks while rain falls faintly in the background: "Good morning." A dog barks
    twice, then a door slams."; "" where nothing was found.

    ``levels``: dBFS every ``LEVEL_STEP`` seconds.
    """
    sounds = _sounds(events, levels)[:most]
    if not sounds:
        return ""
    loudest = float(np.percentile(levels, 95)) if len(levels) else 0.0
    voices = [sound for sound in sounds if sound.is_voice][:1]
    beds = [_clause(s, loudest) for s in sounds if s.covers(seconds) and not s.is_voice]
    rest = [s for s in sounds if not s.covers(seconds) and not s.is_voice][:_BESIDES]
    if voices and (voices[0].covers(seconds) or not rest):
        first = _speech(voices[0], seconds, talk)
        if beds:
            first += f" while {_listed(beds)} in the background"
        return _with_rest(f"{first}{_quoted(talk)}", rest, seconds, loudest)
    if not voices:
        throughout = "" if seconds < 3 else " throughout"
        first = f"{_listed(beds)}{throughout}" if beds else ""
        return _with_rest(first, rest, seconds, loudest)
    words = f' ("{talk.words}")' if talk and talk.words else ""
    clauses = {id(voices[0]): _speech(voices[0], seconds, talk, when=False) + words}
    told = _in_order([*voices, *rest], loudest, clauses)
    if beds:
        told = f"{_listed(beds)} throughout, and {told}"
    return f"{_capital(told)}."


def _with_rest(first: str, rest: Sequence[Sound], seconds: float, loudest: float) -> str:
    """What lasts, then the other sounds as they come."""
    told = _in_order(rest, loudest)
    if len(rest) == 1 and not _times(rest[0]):
        told += _when(rest[0], seconds)
    if not first:
        return f"{_capital(told)}."
    quoted = first.endswith('"')
    if len(rest) == 1 and not quoted:
        return f"{_capital(first)}, and {told}."
    whole = _capital(first) + ("" if quoted and first[-2] in ".?!…" else ".")
    return f"{whole} {_capital(told)}." if rest else whole


def _quoted(talk: Talk | None) -> str:
    return f': "{talk.words}"' if talk and talk.words else ""


def _sounds(events: Sequence[Event], levels: FloatArray) -> list[Sound]:
    """Events of one name together, the most salient first."""
    groups: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda e: e.start):
        name = "someone speaking" if is_voice(event) else said(event.label)
        groups.setdefault(name, []).append(event)
    sounds = [Sound(n, tuple(g), _level(g, levels)) for n, g in groups.items()]
    sounds.sort(key=lambda sound: -sound.salience)
    # What is less than plain is told only where there is little else to tell.
    return [s for place, s in enumerate(sounds) if place < 2 or s.score >= _PLAIN]


def _level(events: Sequence[Event], levels: FloatArray) -> float:
    """The median level while the events last."""
    places = [(int(e.start / LEVEL_STEP), int(e.end / LEVEL_STEP)) for e in events]
    inside = np.concatenate([levels[first : max(first + 1, last)] for first, last in places])
    return float(np.median(inside)) if len(inside) else -120.0


def _speech(voice: Sound, seconds: float, talk: Talk | None, *, when: bool = True) -> str:
    who = talk.who if talk else "someone"
    verb = "speak" if who.endswith("people") else "speaks"
    language = f" {talk.language}" if talk and talk.language else ""
    return f"{who} {verb}{language}{_when(voice, seconds) if when else ''}"


def _in_order(
    told: Sequence[Sound], loudest: float, clauses: Mapping[int, str] | None = None
) -> str:
    """Sounds as they come: "a bell rings, then a dog barks twice while a car passes by".
    ``clauses`` are those of some sounds, by their identity."""
    groups: list[list[Sound]] = []  # what sounds at the same time
    for sound in sorted(told, key=lambda sound: sound.start):
        if groups and sound.start < max(s.end for s in groups[-1]) - _OVERLAP:
            groups[-1].append(sound)
        else:
            groups.append([sound])
    known = clauses or {}
    texts = [[known.get(id(s)) or _clause(s, loudest) for s in group] for group in groups]
    return ", then ".join(
        text[0] if len(text) == 1 else f"{text[0]} while {_listed(text[1:])}" for text in texts
    )


def _clause(sound: Sound, loudest: float) -> str:
    """What the sound does, how often and how loud: "a dog barks twice"."""
    best = max(sound.events, key=lambda event: event.score)
    return f"{does(best.label)}{_loudness(sound, loudest)}{_times(sound)}"


def _loudness(sound: Sound, loudest: float) -> str:
    """How loud it is, where that is worth a word."""
    if sound.level < min(_QUIET, loudest - _FAINT):
        return " faintly"
    return " loudly" if sound.level > _LOUD else ""


def _times(sound: Sound) -> str:
    count = len(sound.events)
    if count == 1:
        return ""
    if sum(event.seconds for event in sound.events) > 2.5 * count:
        return " on and off"
    return " twice" if count == 2 else " several times"


def _when(sound: Sound, seconds: float) -> str:
    """Where in the recording, in words: " at first", " near the end"."""
    if seconds < 3 or sound.covers(seconds):
        return ""
    if sound.end < 0.45 * seconds:
        return " at the beginning"
    if sound.start > 0.55 * seconds:
        return " towards the end"
    if len(sound.events) > 1:
        return " now and then"
    return ""


def _listed(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
