"""What the voice must do to sing a phrase: durations, F0 and energy for its phonemes.

           beat           beat
    ─s─t─┬──ɑ──────────┬──┬───i────
         note 1      next note's consonants, still on note 1's time

Vowels begin on the beat and are stretched; consonants keep about the length that the voice
itself gives them and come before the beat, as singers place them (Sundberg 1987, The Science
of the Singing Voice, ch. 4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voice_agent.singing import melody
from voice_agent.singing.phrasing import Line
from voice_agent.singing.score import Sung
from voice_agent.singing.syllables import SONORANTS, STRESS, VOWELS

F32 = NDArray[np.float32]
# The voice's own seconds for each symbol of some phonemes (0 where it gives one no time) when
# it speaks them to a listener at this share of its usual speed.
Natural = Callable[[str, float], list[float]]

STEP = 2 * melody.FRAME  # seconds: the voice's unit of durations
SHORT, LONG = 0.06, 0.2  # seconds of a consonant
LIQUID = 0.05  # of a consonant that is sung itself, before a vowel: the beat stays clear
VOWEL_SHARE = 0.45  # of a note that its vowel keeps at least
RELEASE = 0.2  # seconds of the full stop that lets the last sound ring out
MOST_BEFORE = 0.35  # seconds that the first consonants of a phrase may take
GAP = 0.1  # seconds at most between words: the closure of a stop that follows
SLOWEST = 0.55  # of the usual speed: consonants of slow songs are said as in slow speech
# What follows a phrase unheard while it is made: a syllable begun with a breath, because a
# last vowel fades, or the end of the sentence, where a last stop is released.
ONWARD, CLOSING = " hˈɑ.", "."


@dataclass(frozen=True)
class SungNote:
    """A note as it is sung, in seconds of the song."""

    syllable: str
    midi: int
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class Phrase:
    """The voice's orders for one breath.

    ``start`` is when the first phoneme begins (before the first note by its consonants);
    ``durations`` and ``energy`` (dB) for each symbol; ``f0`` in Hz every 12.5 ms from
    ``start``; ``breath`` seconds of air drawn just before. ``made`` are the voice's own
    seconds for each symbol when it says the phrase, and ``following`` it, at ``pace``.
    """

    start: float
    phonemes: str
    durations: list[float]
    f0: F32
    energy: list[float]
    notes: tuple[SungNote, ...]
    pace: float
    made: list[float]
    breath: float = 0.0


@dataclass
class _Symbols:
    """Symbols of a phrase with the time at which each ends."""

    text: list[str] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    loud: list[float] = field(default_factory=list)

    def add(self, symbol: str, end: float, loud: float = 0.0) -> None:
        self.text.append(symbol)
        self.ends.append(end)
        self.loud.append(loud)


def phrase(line: Line, natural: Natural, seed: int = 0) -> Phrase:
    """One phrase as orders to the voice; ``natural`` tells its own lengths of consonants."""
    pace, made = _reading(line, natural)
    onsets = _note_starts(line)
    lengths = _lengths(line, made)
    symbols = _Symbols()
    start = onsets[0] - min(sum(lengths[0].onset), MOST_BEFORE)
    at = start
    for index, sung in enumerate(line.sung):
        own = lengths[index]
        following = lengths[index + 1] if index + 1 < len(lengths) else None
        end = onsets[index + 1] if following else line.end
        room = end - onsets[index]
        ahead = following.onset if following else []
        scale = _scale([*own.coda, *ahead], own.gap, room)
        if index == 0:
            at = _consonants(symbols, own.onset_symbols, own.onset, start, onsets[0])
        coda = [seconds * scale for seconds in own.coda]
        next_onset = [seconds * scale for seconds in ahead]
        vowel_end = end - sum(coda) - sum(next_onset) - own.gap * scale
        _vowel(symbols, own.vowel_symbols, at, vowel_end, _loudness(line, index))
        at = _consonants(symbols, own.coda_symbols, coda, vowel_end, vowel_end + sum(coda))
        if following:
            if sung.syllable.last:
                symbols.add(" ", end - sum(next_onset))
                at = end - sum(next_onset)
            at = _consonants(symbols, following.onset_symbols, next_onset, at, end)
    symbols.add(".", symbols.ends[-1] + RELEASE)
    steps = _whole_steps(symbols, start)
    notes, pitches = _notes(line.sung, onsets)
    return Phrase(
        start=start,
        phonemes="".join(symbols.text),
        durations=[count * STEP for count in steps],
        f0=melody.contour(pitches, start, 2 * sum(steps), seed),
        energy=symbols.loud,
        notes=tuple(notes),
        pace=pace,
        made=made,
        breath=line.breath,
    )


def _reading(line: Line, natural: Natural) -> tuple[float, list[float]]:
    """How fast the voice says a phrase to sing it, and its seconds for each symbol then."""
    text = "".join(s.syllable.phonemes + " " * s.syllable.last for s in line.sung).strip()
    text += following(text)
    made = natural(text, 1.0)
    pace = min(1.0, max(SLOWEST, sum(made[:-1]) / (line.end - line.start)))
    return pace, made if pace == 1.0 else natural(text, pace)


def following(phonemes: str) -> str:
    """What is said unheard after a phrase while it is made."""
    return ONWARD if sings(phonemes[-1]) else CLOSING


def sings(symbol: str) -> bool:
    """Whether a sound can be held on a pitch."""
    return symbol in VOWELS or symbol in SONORANTS or symbol in "ː̃"


@dataclass(frozen=True)
class _Lengths:
    """The sounds of one syllable and the seconds of its consonants; ``gap`` those between it
    and the next word."""

    onset_symbols: str
    vowel_symbols: str
    coda_symbols: str
    onset: list[float]
    coda: list[float]
    gap: float


def _lengths(line: Line, made: list[float]) -> list[_Lengths]:
    found = []
    at = 0
    for number, sung in enumerate(line.sung):
        phonemes = sung.syllable.phonemes
        seconds = made[at : at + len(phonemes)]
        at += len(phonemes)
        first, last = _vowel_span(phonemes)
        gap = 0.0
        if sung.syllable.last and number + 1 < len(line.sung):
            closes = _closes(line.sung[number + 1].syllable.phonemes)
            gap = min(max(made[at], STEP), GAP) if closes else STEP
            at += 1
        found.append(
            _Lengths(
                phonemes[:first],
                phonemes[first:last],
                phonemes[last:],
                [_onset_length(phonemes[i], seconds[i]) for i in range(first)],
                [min(max(seconds[i], SHORT), LONG) for i in range(last, len(phonemes))],
                gap,
            )
        )
    return found


def _closes(phonemes: str) -> bool:
    """Whether a syllable begins with a consonant that needs a moment of silence before it."""
    return phonemes[0] not in SONORANTS and phonemes[0] not in VOWELS | STRESS


def _onset_length(symbol: str, own: float) -> float:
    if symbol in SONORANTS:
        return min(own, LIQUID)
    return min(max(own, SHORT), LONG)


def _vowel_span(phonemes: str) -> tuple[int, int]:
    """From the stress mark before the first vowel to the end of the last."""
    places = [index for index, symbol in enumerate(phonemes) if symbol in VOWELS]
    first, last = places[0], places[-1] + 1
    while first > 0 and phonemes[first - 1] in STRESS:
        first -= 1
    while last < len(phonemes) and phonemes[last] in "ː̃":
        last += 1
    return first, last


def _scale(consonants: list[float], gap: float, room: float) -> float:
    """How much shorter consonants must be so that the vowel keeps its share of the note."""
    wanted = sum(consonants) + gap
    limit = (1.0 - VOWEL_SHARE) * room
    return 1.0 if wanted <= limit or not wanted else limit / wanted


def _consonants(
    symbols: _Symbols, text: str, seconds: list[float], start: float, end: float
) -> float:
    """Consonants from ``start`` to ``end`` in the proportions of ``seconds``."""
    total = sum(seconds)
    at = start
    for symbol, length in zip(text, seconds, strict=True):
        at += length * (end - start) / total
        symbols.add(symbol, at)
    return end


def _vowel(symbols: _Symbols, text: str, start: float, end: float, loud: float) -> None:
    """The vowel of a note; its stress mark takes no time, several vowels share the note."""
    at = start
    for index, symbol in enumerate(text):
        if symbol not in STRESS:
            rest = len(text) - index - sum(mark in STRESS for mark in text[index:])
            # Of two vowels in one syllable ("fire") the first is held.
            at = end if rest == 1 else at + 0.75 * (end - at)
        symbols.add(symbol, at, loud)


def _loudness(line: Line, index: int) -> float:
    """dB by the place in the phrase (swelling, then falling) and by stress."""
    place = (index + 0.5) / len(line.sung)
    swell = 1.5 * float(np.sin(np.pi * place**0.8)) - 0.5
    accent = -1.5 if STRESS.isdisjoint(line.sung[index].syllable.phonemes) else 0.7
    return swell + accent


def _note_starts(line: Line) -> list[float]:
    starts, at = [], line.start
    for sung in line.sung:
        starts.append(at)
        at += sung.seconds
    return starts


def _whole_steps(symbols: _Symbols, start: float) -> list[int]:
    """Whole steps for each symbol that follow the times without drifting from them; what
    has a sound keeps at least one."""
    steps, place = [], 0
    for symbol, end in zip(symbols.text, symbols.ends, strict=True):
        least = 0 if symbol in STRESS or symbol == " " else 1
        count = max(least, round((end - start) / STEP) - place)
        steps.append(count)
        place += count
    return steps


def _notes(
    sung: tuple[Sung, ...], onsets: list[float]
) -> tuple[list[SungNote], list[melody.Pitch]]:
    notes: list[SungNote] = []
    pitches: list[melody.Pitch] = []
    for syllable, onset in zip(sung, onsets, strict=True):
        at = onset
        for number, tone in enumerate(syllable.tones):
            if tone.midi is None:
                raise ValueError("a syllable is held over a rest")
            end = at + tone.seconds
            notes.append(SungNote(syllable.syllable.text, tone.midi, at, end))
            pitches.append(melody.Pitch(tone.midi, at, end, slurred=number > 0))
            at = end
    return notes, pitches
