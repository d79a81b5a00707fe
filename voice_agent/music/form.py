"""How long a piece is, and what follows what in it: bars, phrases and their chords."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voice_agent.music.styles import MINOR_PROGRESSIONS
from voice_agent.music.tempo import within
from voice_agent.music.theory import Chord, chord
from voice_agent.music.wishes import Wish

_PHRASE = 4  # bars
_FORMS = {1: "A", 2: "Aa", 3: "ABa", 4: "AaBa", 5: "iAaBa", 6: "iAaBAa"}
_ENERGY = {"i": 0.75, "A": 0.88, "a": 0.95, "B": 1.0}
_NAMES = {"i": "introduction", "A": "first theme", "a": "first theme again", "B": "second theme"}


@dataclass(frozen=True)
class Phrase:
    """Where a phrase stands and what is in it; ``label`` of "Aa" share their material."""

    label: str
    start: int  # bar
    chords: tuple[Chord, ...]

    @property
    def name(self) -> str:
        return _NAMES[self.label]

    @property
    def energy(self) -> float:
        """How hard it is played, 1 at most."""
        return _ENERGY[self.label]


def length(wish: Wish, seconds: float) -> tuple[float, int]:
    """Tempo and whole bars that fill the time but for the last chord's dying away."""
    meter = wish.traits.meter
    if wish.arrangement.loops:
        return _round(wish, seconds)
    playing = max(seconds - min(2.5, 0.15 * seconds), 1.0)
    tempo, bars = _bars(wish, playing)
    if wish.pace == 1.0:
        return tempo, bars
    tempo = within(tempo * wish.pace)
    return tempo, max(2, int(playing * tempo / 60.0 / meter))


def form(wish: Wish, bars: int, rng: np.random.Generator) -> list[Phrase]:
    """Phrases of four bars (or of the progression's length); what is left over opens."""
    options = list(wish.traits.progressions)
    if wish.key.minor and not any(p.startswith(("i ", "i7")) for p in options):
        options = list(MINOR_PROGRESSIONS)
    longest = len(options[0].split())
    size = max(_PHRASE, longest if bars >= longest else 0)
    count, rest = divmod(bars, size)
    picks = rng.permutation(len(options))
    first, second = options[picks[0]], options[picks[1 % len(options)]]
    phrases = []
    if rest:
        phrases.append(Phrase("i", 0, _chords(wish, first, rest, last=not count)))
    labels = _labels(count)
    for index, label in enumerate(labels):
        source = second if label == "B" else first
        chords = _chords(wish, source, size, last=index == len(labels) - 1)
        phrases.append(Phrase(label, rest + index * size, chords))
    return phrases


def _bars(wish: Wish, playing: float) -> tuple[float, int]:
    """Tempo, bent a little, and the whole bars that fill ``playing`` seconds with it."""
    meter = wish.traits.meter
    exact = playing * wish.tempo / 60.0 / meter
    if wish.fixed_tempo:
        return wish.tempo, max(2, int(exact))
    bars = max(2, round(exact))
    if bars > 8:  # whole phrases and the last bar, where that bends the tempo little
        square = round((bars - 1) / _PHRASE) * _PHRASE + 1
        bars = square if abs(square / exact - 1) < 0.12 else bars
    return bars * meter * 60.0 / playing, bars


def _round(wish: Wish, seconds: float) -> tuple[float, int]:
    """Tempo and bars of a piece that goes round: whole phrases where there are some, and exactly
    as long as asked unless the tempo is told."""
    meter = wish.traits.meter
    tempo = within(wish.tempo * wish.pace)
    exact = seconds * tempo / 60.0 / meter
    bars = max(1, int(exact + 1e-6) if wish.fixed_tempo else round(exact))
    square = round(bars / _PHRASE) * _PHRASE
    if square and square <= exact * 1.12 and square >= exact * 0.88:
        bars = square if not wish.fixed_tempo or square <= exact + 1e-6 else bars
    return (tempo if wish.fixed_tempo else bars * meter * 60.0 / seconds), bars


def _labels(count: int) -> str:
    if count <= 6:
        return _FORMS.get(count, "")
    return "i" + ("AaBa" * (count // 4 + 1))[: count - 2] + "a"


def _chords(wish: Wish, line: str, bars: int, *, last: bool) -> tuple[Chord, ...]:
    sevenths = wish.traits.sevenths
    numerals = line.split()
    numerals = [numerals[bar % len(numerals)] for bar in range(bars)]
    if last and bars > 1:  # the dominant leads to the last chord
        numerals[-1] = "Vmaj7" if sevenths else "Vmaj"
    return tuple(chord(wish.key, numeral, sevenths=sevenths) for numeral in numerals)
