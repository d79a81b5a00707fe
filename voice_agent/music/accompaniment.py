"""What accompanies: a bar of chords, of bass, of drums, by the name of a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from voice_agent.music.score import Note
from voice_agent.music.styles import DRUMS
from voice_agent.music.theory import Chord

PERCUSSION = {
    "kick": 36, "rim": 37, "snare": 38, "clap": 39, "brush": 40, "deep": 41, "hat": 42,
    "pedal": 44, "tom": 45, "open hat": 46, "crash": 49, "ride": 51, "drum": 63, "shaker": 70,
}  # fmt: skip

# When chords are struck and how long they sound, in beats; "figures" play one tone at a time.
_HITS: dict[str, tuple[tuple[float, float], ...]] = {
    "block": ((0, 2), (2, 2)),
    "slow": ((0, 4),),
    "strum": ((0, 0.9), (1, 0.45), (1.5, 0.9), (2.5, 0.45), (3, 0.45), (3.5, 0.45)),
    "pulse": tuple((k / 2, 0.4) for k in range(8)),
    "offbeat": ((0.5, 0.35), (1.5, 0.35), (2.5, 0.35), (3.5, 0.35)),
    "late": ((0, 1.4), (2.5, 1.2)),
    "bossa": ((0, 0.5), (1.5, 0.4), (2, 0.4), (3, 0.7)),
    "stabs": ((0.75, 0.2), (1.5, 0.25), (3.25, 0.25)),
    "waltz": ((1, 0.7), (2, 0.7)),
    "marcato": ((0, 0.35), (1, 0.35), (2, 0.35), (3, 0.35), (3.5, 0.25)),
}
_COMPING: tuple[tuple[tuple[float, float], ...], ...] = (
    ((0, 0.4), (1.5, 1.0)),
    ((1.5, 0.5), (3.5, 0.4)),
    ((0.5, 0.4), (2.5, 0.8)),
    ((0, 1.2), (2.5, 0.4)),
)
_FIGURES: dict[str, tuple[int, ...]] = {  # chord tones an eighth each; 3 is the first, an octave up
    "arpeggio": (0, 1, 2, 3, 4, 3, 2, 1),
    "broken": (0, 2, 1, 2, 3, 2, 1, 2),
    "alberti": (0, 2, 1, 2, 0, 2, 1, 2),
}


def harmony(
    pattern: str, pitches: Sequence[int], start: float, meter: int, rng: np.random.Generator
) -> list[Note]:
    """A bar of the chord ``pitches`` (low to high) from beat ``start``."""
    if pattern == "chiparp":
        turned = [pitches[k % len(pitches)] for k in range(4 * meter)]
        return [Note(start + k / 4, 0.22, pitch, 0.5) for k, pitch in enumerate(turned)]
    if pattern in _FIGURES:
        tones = [*pitches, *(pitch + 12 for pitch in pitches)]
        figure = [_FIGURES[pattern][k % 8] % len(tones) for k in range(2 * meter)]
        return [
            Note(start + k / 2, 0.9, tones[place], 0.62 if k % 4 == 0 else 0.5)
            for k, place in enumerate(figure)
        ]
    hits = _COMPING[int(rng.integers(len(_COMPING)))] if pattern == "comp" else _HITS[pattern]
    spread = 0.03 if pattern == "strum" else 0.0
    notes = []
    for at, length in hits:
        if at >= meter:
            continue
        down = int(at * 2) % 2 == 0
        order = tuple(pitches) if down else tuple(reversed(pitches))
        for place, pitch in enumerate(order):
            when = start + at + spread * place
            lasting = min(length, meter - at)
            notes.append(Note(when, lasting, pitch, (0.6 if at == 0 else 0.5) - 0.02 * place))
    return notes


def bass(
    pattern: str,
    chord: Chord,
    following: Chord,
    start: float,
    meter: int,
    low: int,
    rng: np.random.Generator,
) -> list[Note]:
    """A bar of bass from beat ``start``; ``low`` is the lowest pitch of the instrument."""
    root = low + (chord.root - low) % 12
    fifth = root + (chord.tones[2] - chord.root) % 12
    if fifth > low + 14:
        fifth -= 12
    if meter == 3 or pattern == "long":
        return [Note(start, meter - 0.05, root, 0.7)]
    if pattern == "walking":
        return _walking(chord, following, start, root, low, rng)
    octave = root + 12
    lines: dict[str, tuple[tuple[float, float, int, float], ...]] = {
        "root": ((0, 1.9, root, 0.72), (2, 1.9, fifth if rng.random() < 0.4 else root, 0.6)),
        "fifths": ((0, 0.9, root, 0.72), (2, 0.9, fifth, 0.62)),
        "eighths": tuple((k / 2, 0.45, root, 0.7 if k % 4 == 0 else 0.58) for k in range(8)),
        "octaves": tuple((k / 2, 0.45, octave if k % 2 else root, 0.62) for k in range(8)),
        "offbeat": tuple((k + 0.5, 0.4, root, 0.7) for k in range(4)),
        "bossa": ((0, 1.4, root, 0.7), (1.5, 0.45, fifth, 0.58), (2, 1.4, fifth, 0.66),
                  (3.5, 0.45, root, 0.58)),
        "habanera": ((0, 1.4, root, 0.75), (1.5, 0.45, root, 0.55), (2, 0.9, fifth, 0.66),
                     (3, 0.9, root, 0.6)),
        "funk": ((0, 0.4, root, 0.8), (0.75, 0.2, root, 0.55), (1.5, 0.3, octave, 0.65),
                 (2.5, 0.4, root, 0.7), (3.25, 0.2, fifth, 0.55), (3.75, 0.2, root, 0.55)),
        "reggae": ((0, 0.8, root, 0.75), (1.5, 0.4, root, 0.6), (2, 0.8, fifth, 0.7),
                   (3.5, 0.4, root, 0.6)),
    }  # fmt: skip
    return [
        Note(start + at, length, pitch, force)
        for at, length, pitch, force in lines[pattern]
        if at < meter
    ]


def broken(
    chord: Chord, start: float, meter: int, low: int, rng: np.random.Generator
) -> list[Note]:
    """A bar of the chord told tone by tone from its root up, by who plays one at a time."""
    root = low + (chord.root - low) % 12
    tones = [root + (tone - chord.root) % 12 for tone in chord.tones[:3]]
    return [replace(note, length=0.48) for note in harmony("broken", tones, start, meter, rng)]


def _walking(
    chord: Chord, following: Chord, start: float, root: int, low: int, rng: np.random.Generator
) -> list[Note]:
    """Quarter notes: the root, two chord tones, then a semitone beside the next root."""
    goal = low + (following.root - low) % 12
    goal = min((goal, goal + 12), key=lambda pitch: abs(pitch - root))
    tones = [low + (tone - low) % 12 + up for tone in chord.tones for up in (0, 12)]
    tones = sorted(pitch for pitch in tones if low <= pitch <= low + 17)
    line = [root]
    for _ in range(2):
        near = sorted(tones, key=lambda p: (p == line[-1], abs(p - (line[-1] + goal) / 2)))
        line.append(near[int(rng.integers(min(2, len(near))))])
    line.append(goal + (1 if rng.random() < 0.5 else -1))
    return [Note(start + beat, 0.92, pitch, 0.66) for beat, pitch in enumerate(line)]


def drums(pattern: str, start: float, meter: int, *, fill: bool, crash: bool) -> list[Note]:
    """A bar of drums; a ``fill`` leads on to the next section, a ``crash`` opens one."""
    notes = [
        Note(start + place / 4, 0.2, PERCUSSION[name], 0.85 if hit == "X" else 0.5)
        for name, line in DRUMS[pattern].items()
        for place, hit in enumerate(line)
        if hit != "." and place < 4 * meter
    ]
    if fill and "snare" in DRUMS[pattern]:
        last = start + meter - 1
        notes = [note for note in notes if note.start < last or note.pitch == PERCUSSION["kick"]]
        run = ("snare", "snare", "tom", "deep")
        notes += [
            Note(last + place / 4, 0.2, PERCUSSION[name], 0.6 + 0.08 * place)
            for place, name in enumerate(run)
        ]
    if crash and {"kick", "snare"} <= set(DRUMS[pattern]):
        notes.append(Note(start, 1.5, PERCUSSION["crash"], 0.55))
    return notes
