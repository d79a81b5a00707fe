"""When each sound is said: as the voice that made it knows, or as a recogniser heard it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.acoustics import RATE, STEP, Acoustics
from voice_agent.portrait.alignment import SpokenWord, align
from voice_agent.portrait.visemes import GLIDES, VISEMES, Sound
from voice_agent.units import Phoneme, Word

F32 = NDArray[np.float32]

_WINDOW = 60.0  # seconds that are recognised at a time
_SEARCH = 12.0  # seconds at a window's end in which the quietest moment is looked for
_QUIET = 0.4  # seconds of that moment


def known(phonemes: Iterable[Phoneme]) -> list[Sound]:
    """The phonemes of a voice as sounds: what is no sound of speech is a pause and left out."""
    return [
        Sound(phoneme.phoneme, phoneme.start, phoneme.end)
        for phoneme in phonemes
        if is_sound(phoneme.phoneme) and phoneme.end > phoneme.start
    ]


def recognised(
    words: Sequence[Word], phonemes_of: Callable[[str], str], heard: Acoustics
) -> list[Sound]:
    """The sounds of recognised words, placed by what is heard.

    ``phonemes_of`` gives the phoneme string of a word; a word that it does not know (of
    another script, say) becomes one open vowel.
    """
    found: dict[str, tuple[str, ...]] = {}
    spoken = []
    for word in words:
        text = word.word.strip()
        if text not in found:
            found[text] = tuple(s for s in phonemes_of(text) if is_sound(s)) or ("ʌ",)
        spoken.append(SpokenWord(found[text], word.start, word.end))
    return align(spoken, heard)


def is_sound(symbol: str) -> bool:
    """Whether it is a vowel or consonant, not a stress mark, a space or a full stop."""
    return symbol in VISEMES or symbol in GLIDES


def windows(source: Iterable[F32], levels: F32) -> Iterator[tuple[float, F32]]:
    """Consecutive samples at 16 kHz cut where it is quiet, each piece with its start in seconds.

    ``levels`` are the root mean squares of ``Acoustics``, which tell where that is.
    """
    cuts = quiet_cuts(levels)
    waiting = np.zeros(0, np.float32)
    start = 0
    for samples in source:
        waiting = np.concatenate([waiting, samples])
        while cuts and start + len(waiting) >= cuts[0]:
            size = cuts.pop(0) - start
            yield start / RATE, waiting[:size]
            waiting, start = waiting[size:], start + size
    if len(waiting):
        yield start / RATE, waiting


def quiet_cuts(levels: F32) -> list[int]:
    """Samples at which to cut, at most ``_WINDOW`` seconds apart."""
    window, search, quiet = (round(s / STEP) for s in (_WINDOW, _SEARCH, _QUIET))
    cuts: list[int] = []
    start = 0
    while len(levels) - start > window:
        part = levels[start + window - search : start + window]
        mean = np.convolve(part, np.ones(quiet) / quiet, mode="valid")
        start += window - search + int(np.argmin(mean)) + quiet // 2
        cuts.append(round(start * STEP * RATE))
    return cuts
