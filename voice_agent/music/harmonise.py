"""Chords for a melody that is given: its beat, its bars, its key, then a chord for each span.

    onsets ── beat, bars ── key (pitch-class profile) ── chords (Viterbi over the key's triads)

The key is found by correlation with the profiles of Krumhansl and Kessler (1982); chords are
the path that fits the melody's tones and moves as tonal harmony does. A melody that keeps no
beat gets its chords where its notes begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voice_agent.music.theory import Chord, Key, chord

F64 = NDArray[np.float64]

BEATS = (0.36, 0.95)  # seconds that a beat may last
OFF = 0.11  # of half a beat: onsets further off on average keep no beat
ENDS_HOME = 0.25  # correlation that ending on its key note is worth to a key
FREE_SPAN = 1.4  # seconds of a chord at least where there is no beat

_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_NUMERALS = {
    "major": ("I", "IV", "V7", "vi", "ii"),
    "minor": ("i", "iv", "Vmaj7", "bVI", "bVII", "bIII"),
}
_EAGER = {  # how gladly a chord follows another, over what any may
    ("V7", "I"): 0.6, ("IV", "I"): 0.3, ("IV", "V7"): 0.4, ("ii", "V7"): 0.6, ("vi", "IV"): 0.3,
    ("vi", "ii"): 0.3, ("I", "IV"): 0.3, ("I", "V7"): 0.3, ("I", "vi"): 0.2, ("V7", "IV"): -0.6,
    ("V7", "ii"): -0.8, ("Vmaj7", "i"): 0.6, ("iv", "i"): 0.3, ("iv", "Vmaj7"): 0.5,
    ("bVI", "bVII"): 0.3, ("bVII", "i"): 0.4, ("bVII", "bIII"): 0.4, ("Vmaj7", "iv"): -0.6,
}  # fmt: skip
_PLAIN = {"I": 0.35, "i": 0.35, "V7": 0.15, "Vmaj7": 0.15, "IV": 0.1, "iv": 0.1}


@dataclass(frozen=True)
class Tone:
    """A note of the melody: seconds, and its MIDI number."""

    start: float
    end: float
    midi: int


@dataclass(frozen=True)
class Beat:
    """``seconds`` of a beat, ``first`` the time of the first bar's beginning (before the
    melody where that has an upbeat), ``meter`` beats in a bar."""

    seconds: float
    first: float
    meter: int


@dataclass(frozen=True)
class Span:
    """A chord from ``start`` to ``end`` in seconds."""

    start: float
    end: float
    chord: Chord


@dataclass(frozen=True)
class Harmony:
    """What goes with a melody; ``beat`` is None where it keeps none."""

    key: Key
    beat: Beat | None
    spans: tuple[Span, ...]


def harmonise(melody: Sequence[Tone]) -> Harmony:
    """Chords for ``melody`` (in order, at least one tone)."""
    key = find_key(melody)
    beat = find_beat(melody)
    bounds = _bounds(melody, beat)
    return Harmony(key, beat, tuple(_chords(melody, key, bounds)))


def find_key(melody: Sequence[Tone]) -> Key:
    """The key whose profile fits best; melodies like to end on their key note."""
    weights = np.zeros(12)
    for tone in melody:
        weights[tone.midi % 12] += tone.end - tone.start
    final = melody[-1].midi % 12
    profiles = (("major", np.array(_MAJOR)), ("minor", np.array(_MINOR)))
    fits = {
        (tonic, mode): float(np.nan_to_num(np.corrcoef(np.roll(profile, tonic), weights)[0, 1]))
        + ENDS_HOME * (tonic == final)
        for mode, profile in profiles
        for tonic in range(12)
    }
    tonic, mode = max(fits, key=lambda option: fits[option])
    return Key(tonic, mode)


def find_beat(melody: Sequence[Tone]) -> Beat | None:
    """The beat and the bars of a melody; None where its notes keep to none."""
    starts = np.array([tone.start for tone in melody])
    steps = np.diff(starts)
    if len(steps) < 3:
        return None
    options = []
    for seconds in np.unique(np.round(_candidates(steps), 3)):
        half = (starts - starts[0]) * 2.0 / seconds
        off = float(np.mean(np.abs(half - np.round(half))))
        on_beat = float(np.mean(np.abs(half / 2.0 - np.round(half / 2.0)) < 0.1))
        options.append((off - 0.12 * on_beat + 0.1 * abs(np.log2(seconds / 0.6)), off, seconds))
    if not options:
        return None
    _, off, seconds = min(options)
    if off > OFF:
        return None
    return _bars(melody, float(seconds))


def _candidates(steps: F64) -> F64:
    """Lengths of notes and simple parts and multiples of them, within ``BEATS``."""
    several = np.concatenate([steps * factor for factor in (0.5, 2.0 / 3.0, 1.0, 1.5, 2.0, 3.0)])
    return several[(several >= BEATS[0]) & (several <= BEATS[1])]


def _bars(melody: Sequence[Tone], seconds: float) -> Beat:
    """Three or four beats to a bar, and an upbeat or none: long notes begin bars."""
    start = melody[0].start
    best, found = float("-inf"), Beat(seconds, start, 4)
    for meter in (4, 3):
        for upbeat in range(meter):
            first = start - ((meter - upbeat) % meter) * seconds
            weights = [0.0] * meter
            for tone in melody:
                place = (tone.start - first) / seconds
                if abs(place - round(place)) < 0.15:
                    weights[round(place) % meter] += min((tone.end - tone.start) / seconds, 3.0)
            strong = weights[0] + (0.4 * weights[2] if meter == 4 else 0.0)
            share = strong / max(sum(weights), 1e-9) - (1.4 if meter == 4 else 1.0) / meter
            share += 0.12 * _lands(melody[-1], first, seconds, meter) + 0.02 * (upbeat == 0)
            if share > best + 1e-9:
                best, found = share, Beat(seconds, first, meter)
    return found


def _lands(last: Tone, first: float, seconds: float, meter: int) -> bool:
    """Whether the last tone begins a bar, or its second half."""
    place = (last.start - first) / seconds
    rest = place % meter
    near = min(rest, meter - rest) < 0.15
    return near or (meter == 4 and abs(rest - 2.0) < 0.15)


def _bounds(melody: Sequence[Tone], beat: Beat | None) -> list[float]:
    """Times at which chords may change."""
    end = melody[-1].end
    if beat is not None:
        step = beat.seconds * (3 if beat.meter == 3 else 2)
        count = max(1, int(np.ceil((end - beat.first) / step - 0.05)))
        return [beat.first + index * step for index in range(count + 1)]
    bounds = [melody[0].start]
    for tone in melody[1:]:
        if tone.start - bounds[-1] >= FREE_SPAN and end - tone.start >= 0.5 * FREE_SPAN:
            bounds.append(tone.start)
    return [*bounds, end]


def _chords(melody: Sequence[Tone], key: Key, bounds: Sequence[float]) -> list[Span]:
    """The best path of chords through the spans (Viterbi)."""
    mode = "minor" if key.minor else "major"
    numerals = _NUMERALS[mode]
    chords = [chord(key, numeral) for numeral in numerals]
    moves = np.array([[_EAGER.get((a, b), -0.1 if a != b else 0.2) for b in numerals]
                      for a in numerals])  # fmt: skip
    plain = np.array([_PLAIN.get(numeral, 0.0) for numeral in numerals])
    fits = [plain + _fit(melody, chords, start, end) for start, end in pairwise(bounds)]
    home = np.array([0.0] + [-9.0] * (len(numerals) - 1))
    fits[-1] = fits[-1] + home
    total = fits[0] + 0.5 * home / 9.0
    came: list[NDArray[np.intp]] = []
    for fit in fits[1:]:
        paths = total[:, None] + moves
        came.append(paths.argmax(axis=0))
        total = paths.max(axis=0) + fit
    path = [int(total.argmax())]
    for before in reversed(came):
        path.append(int(before[path[-1]]))
    return [
        Span(start, end, chords[place])
        for (start, end), place in zip(pairwise(bounds), reversed(path), strict=True)
    ]


def _fit(melody: Sequence[Tone], chords: Sequence[Chord], start: float, end: float) -> F64:
    """How well each chord goes with the tones of a span: those that begin it count most."""
    fits = np.zeros(len(chords))
    for tone in melody:
        shared = min(tone.end, end) - max(tone.start, start)
        if shared <= 0.02:
            continue
        first = 1.6 if abs(tone.start - start) < 0.08 else 1.0
        for place, option in enumerate(chords):
            fits[place] += first * shared / (end - start) * (1.6 if option.has(tone.midi) else -1.2)
    return fits
