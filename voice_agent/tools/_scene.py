"""A recording as one or two sentences: who speaks, what is heard, in which order, how loud. Pure.

Only what was found is told: events of the classifier, the words that were recognised, the
pitch that was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voice_agent.sound.features import FloatArray
from voice_agent.tools._audioset import said
from voice_agent.tools._events import LEVEL_STEP, Event

_THROUGHOUT = 0.8  # share of the recording that a bed of sound covers
_MOST = 5  # sounds in a caption
_BESIDES = 3  # of them besides speech and what lasts
_PLAIN = 0.65  # score
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
    """ "A man speaks, with faint rain in the background: "Good morning." There is also a dog
    towards the end."; "" where nothing was found.

    ``levels``: dBFS every ``LEVEL_STEP`` seconds.
    """
    sounds = _sounds(events, levels)[:most]
    if not sounds:
        return ""
    voices = [sound for sound in sounds if sound.is_voice]
    beds = [s for s in sounds if s.covers(seconds) and not s.is_voice]
    rest = [s for s in sounds if s not in beds and not s.is_voice]
    first = _opening(voices, beds, rest, seconds, levels, talk)
    later = _in_order(rest, voices or beds, seconds)
    return " ".join(part for part in (first, later) if part)


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


def _opening(
    voices: Sequence[Sound],
    beds: Sequence[Sound],
    rest: Sequence[Sound],
    seconds: float,
    levels: FloatArray,
    talk: Talk | None,
) -> str:
    """The first sentence: the speech with what lies under it, or else the bed of sound."""
    under = _listed([_with_level(bed, levels) for bed in beds])
    if voices:
        text = _speech(voices[0], seconds, talk)
        text += f", with {under} in the background" if under else ""
        if talk is None or not talk.words:
            return f"{_capital(text)}."
        return f'{_capital(text)}: "{talk.words}"' + ("" if talk.words[-1] in ".?!…" else ".")
    if beds:
        lasting = "" if seconds < 3 else " throughout"
        return f"{_capital(under)}{lasting}."
    return ""


def _speech(voice: Sound, seconds: float, talk: Talk | None) -> str:
    who = talk.who if talk else "someone"
    verb = "speak" if who.endswith("people") else "speaks"
    language = f" {talk.language}" if talk and talk.language else ""
    return f"{who} {verb}{language}{_when(voice, seconds)}"


def _in_order(rest: Sequence[Sound], over: Sequence[Sound], seconds: float) -> str:
    """The other sounds as they come: "First a bell, then a dog barking twice"."""
    told = sorted(rest[:_BESIDES], key=lambda sound: sound.start)
    if not told:
        return ""
    groups: list[list[Sound]] = []  # what sounds at the same time
    for sound in told:
        if groups and sound.start < max(s.end for s in groups[-1]) - 0.3:
            groups[-1].append(sound)
        else:
            groups.append([sound])
    text = ", then ".join(
        _listed([f"{sound.name}{_times(sound)}" for sound in group]) for group in groups
    )
    if over:
        when = "" if len(told) > 1 or _times(told[0]) else _when(told[0], seconds)
        return f"There is also {text}{when}."
    return f"First {text}." if len(groups) > 1 else f"{_capital(text)}."


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


def _with_level(sound: Sound, levels: FloatArray) -> str:
    """The sound with how loud it is, where that is worth a word."""
    loudest = float(np.percentile(levels, 95)) if len(levels) else 0.0
    if sound.level < min(_QUIET, loudest - _FAINT):
        return _described("faint", sound.name)
    if sound.level > _LOUD:
        return _described("loud", sound.name)
    return sound.name


def _described(how: str, name: str) -> str:
    """ "a dog" -> "a faint dog"."""
    article, _, bare = name.partition(" ")
    return f"a {how} {bare}" if article in ("a", "an") else f"{how} {name}"


def _listed(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
