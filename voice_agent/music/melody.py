"""Melodies: rhythm by motifs that come back, pitches that follow chords, steps and an arch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_agent.music.score import Note
from voice_agent.music.theory import Chord, Key


def rhythms(cells: Sequence[str], bars: int, meter: int, rng: np.random.Generator) -> list[str]:
    """A rhythm for each bar: two motifs in turn, a longer note at the end of the phrase."""
    fitting = [cell for cell in cells if abs(sum(map(float, cell.split())) - meter) < 1e-6]
    first = str(rng.choice(fitting))
    second = str(rng.choice(fitting))
    chosen = [first if bar % 2 == 0 else second for bar in range(bars)]
    closing = max(fitting, key=lambda cell: float(cell.split()[-1]))
    chosen[-1] = closing if bars > 1 else first
    return chosen


def phrase(
    chords: Sequence[Chord],
    key: Key,
    bars: Sequence[str],
    meter: int,
    bounds: tuple[int, int],
    rng: np.random.Generator,
    *,
    density: float,
    close: bool,
) -> list[Note]:
    """Notes of one phrase from beat 0, a chord and a rhythm a bar.

    ``close`` ends it on the tonic; else it stays open, on a tone of its last chord.
    """
    ladder = [p for p in range(bounds[0], bounds[1] + 1) if p % 12 in key.classes()]
    middle = (bounds[0] + bounds[1]) / 2
    notes: list[Note] = []
    last, leap = _nearest(ladder, middle - 2, chords[0]), 0
    total = len(bars) * meter
    for bar, (rhythm, chord) in enumerate(zip(bars, chords, strict=True)):
        at = float(bar * meter)
        for length in map(float, rhythm.split()):
            final = bar == len(bars) - 1 and at + length >= total - 1e-6
            strong = final or length >= 1.5 or (at % meter) in (0.0, meter / 2)
            if not final and not strong and rng.random() > density:
                at += length
                continue
            height = middle - 4 + 9 * np.sin(np.pi * min(1.0, (at + 0.5) / total))
            if final and close:
                pitch = _nearest(ladder, last, Chord(key.tonic, (key.tonic,)))
            else:
                pitch = _step(ladder, last, leap, height, chord if strong else None, rng)
            accent = 0.08 if at % meter == 0 else 0.0
            notes.append(Note(at, length * 0.94, pitch, 0.66 + accent))
            leap, last = pitch - last, pitch
            at += length
    return notes


def varied(
    notes: Sequence[Note], chords: Sequence[Chord], key: Key, meter: int, rng: np.random.Generator
) -> list[Note]:
    """The same melody told again: some long notes get a neighbour, the end comes home."""
    told: list[Note] = []
    for index, note in enumerate(notes):
        final = index == len(notes) - 1
        if final:
            home = min(
                (p for p in range(note.pitch - 7, note.pitch + 8) if p % 12 == key.tonic),
                key=lambda p: abs(p - note.pitch),
            )
            told.append(Note(note.start, note.length, home, note.velocity))
        elif note.length >= 0.9 and rng.random() < 0.35:
            half = note.length / 2
            step = _neighbour(note.pitch, key, up=bool(rng.random() < 0.5))
            told.append(Note(note.start, half, note.pitch, note.velocity))
            told.append(Note(note.start + half, half, step, note.velocity - 0.08))
        else:
            told.append(note)
    return told


def _step(
    ladder: Sequence[int],
    last: int,
    leap: int,
    height: float,
    chord: Chord | None,
    rng: np.random.Generator,
) -> int:
    """The next pitch: near the last, towards ``height``, of the chord where there is one."""
    weights = []
    for pitch in ladder:
        interval = pitch - last
        weight = float(np.exp(-abs(interval) / 2.4 - ((pitch - height) / 7.0) ** 2))
        if interval == 0:
            weight *= 0.35
        if abs(interval) in (6, 10, 11) or abs(interval) > 12:
            weight *= 0.05
        if abs(leap) > 4 and interval * leap > 0:
            weight *= 0.2  # after a leap the line turns back
        if chord is not None and not chord.has(pitch):
            weight *= 0.04
        weights.append(weight)
    share = np.array(weights)
    return int(ladder[int(rng.choice(len(ladder), p=share / share.sum()))])


def _nearest(ladder: Sequence[int], place: float, chord: Chord) -> int:
    fitting = [pitch for pitch in ladder if chord.has(pitch)] or list(ladder)
    return min(fitting, key=lambda pitch: abs(pitch - place))


def _neighbour(pitch: int, key: Key, *, up: bool) -> int:
    step = 1 if up else -1
    while (pitch + step) % 12 not in key.classes():
        step += 1 if up else -1
    return pitch + step
