"""When each sound is said: as the voice that made it knows, or as a recogniser heard it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from voice_agent.portrait.acoustics import Acoustics
from voice_agent.portrait.alignment import SpokenWord, align
from voice_agent.portrait.visemes import GLIDES, VISEMES, Sound
from voice_agent.units import Phoneme, Word


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
