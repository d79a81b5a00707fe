"""A fitting melody for words that come without one: singable, seeded, never the same twice
for different words and always the same for the same.

Lines of about eight syllables in G major; stressed syllables on chord tones and longer,
an arch in each line, half closes (on the second or fifth) and whole ones (on the key note) in
turn. After the common practice that textbooks of song writing describe.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from voice_agent.singing.lyrics import Sign, stressed
from voice_agent.singing.score import Silence, Syllable, Tone

TEMPO = 88.0  # beats a minute
LINE = 10  # syllables: longer lines are divided between words
SHORT_LINE = 4
SCALE = (62, 64, 66, 67, 69, 71, 72, 74)  # D4 to D5 in G major
HOME = 3  # place of the key note in the scale
CHORDS = ((3, 5, 0, 7), (1, 3, 6), (0, 2, 4, 7))  # G, C and D, as places in the scale
HALF_CLOSES = (4, 0)
BREATH_BEATS = 0.5


def seed_of(text: str) -> int:
    """The same words give the same melody on every machine."""
    return zlib.crc32(" ".join(text.lower().split()).encode())


def compose(
    signs: Sequence[Sign],
    seed: int,
    tempo: float | None = None,
    durations: Sequence[Sequence[float]] = (),
) -> list[tuple[Tone, ...]]:
    """Notes for each syllable and a rest for each silence, shape of ``signs``.

    ``durations`` (seconds, one group a sign) replace the composed rhythm.
    """
    rng = np.random.default_rng(seed)
    beat = 60.0 / (tempo or TEMPO)
    groups: list[tuple[Tone, ...]] = []
    verses = _lines(signs)
    for number, verse in enumerate(verses):
        last = number == len(verses) - 1
        pitches = iter(_pitches(verse, closed=last or number % 2 == 1, rng=rng))
        beats = iter(_beats([sign for sign in verse if isinstance(sign, Syllable)]))
        for sign in verse:
            if isinstance(sign, Silence):
                groups.append((Tone(None, BREATH_BEATS * beat),))
            else:
                groups.append((Tone(next(pitches), next(beats) * beat),))
    if durations:
        groups = [
            tuple(Tone(group[0].midi, seconds) for seconds in times)
            for group, times in zip(groups, durations, strict=True)
        ]
    return groups


def _lines(signs: Sequence[Sign]) -> list[list[Sign]]:
    """Lines of words: they end at full stops, at other stops and silences once they are long
    enough; what is still too long is divided evenly between words."""
    clauses: list[list[Sign]] = [[]]
    for index, sign in enumerate(signs):
        clauses[-1].append(sign)
        count = sum(isinstance(other, Syllable) for other in clauses[-1])
        full = isinstance(sign, Syllable) and sign.stop in tuple(".!?;")
        half = isinstance(sign, Silence) or bool(sign.stop)
        if (full or (half and count >= SHORT_LINE)) and index + 1 < len(signs):
            clauses.append([])
    return [line for clause in clauses for line in _divided(clause)]


def _divided(clause: list[Sign]) -> list[list[Sign]]:
    """A clause in as few lines of about equal length as its words allow."""
    count = -(-len(clause) // LINE)
    lines: list[list[Sign]] = [[]]
    for index, sign in enumerate(clause):
        lines[-1].append(sign)
        ends = isinstance(sign, Silence) or sign.last
        due = index + 1 >= len(clause) * len(lines) / count - 0.5
        if ends and due and index + 1 < len(clause):
            lines.append([])
    return lines


def _beats(syllables: Sequence[Syllable]) -> list[float]:
    """Beats of each syllable; the last is held until the measure of four is full."""
    beats = [1.0 if stressed(syllable) else 0.5 for syllable in syllables]
    for index, syllable in enumerate(syllables[:-1]):
        if syllable.stop:
            beats[index] = 1.5
    if not beats:
        return []
    beats[-1] = 1.5
    missing = -sum(beats) % 4.0
    beats[-1] += missing if missing <= 2.0 else missing / 2.0
    return beats


def _pitches(verse: Sequence[Sign], *, closed: bool, rng: np.random.Generator) -> list[int]:
    """A walk through the scale that follows an arch and meets the chords on stresses."""
    syllables = [sign for sign in verse if isinstance(sign, Syllable)]
    height = int(rng.integers(5, 8))
    place = int(rng.choice([0, 3, 3, 5]))
    places: list[int] = []
    for index, syllable in enumerate(syllables):
        passed = index / max(1, len(syllables) - 1)
        goal = HOME + (height - HOME) * np.sin(np.pi * min(1.0, 1.3 * passed))
        if index:
            pull = float(np.clip(goal - place, -2.0, 2.0))
            place += round(pull * 0.6 + float(rng.normal(0.0, 1.1)))
        place = int(np.clip(place, 0, len(SCALE) - 1))
        if stressed(syllable):
            chord = CHORDS[0] if passed < 0.4 else CHORDS[1] if passed < 0.7 else CHORDS[2]
            place = min(chord, key=lambda tone: (abs(tone - place), tone))
        places.append(place)
    if places:
        places[-1] = HOME if closed else int(rng.choice(HALF_CLOSES))
        if len(places) > 1 and closed:
            places[-2] = int(rng.choice([2, 4]))
    return [SCALE[place] for place in places]
