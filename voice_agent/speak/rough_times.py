"""When each phoneme is said, roughly: for a voice that tells its phonemes and not their times.

rough_times("ˈola", samples, rate)      o, l, a one after the other, where the sound is audible
"""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

from voice_agent.units import Phoneme

_VOWELS = frozenset("aeiouæɐɑɔəɚɛɜɪʊʌᵻ")
_STRESS, _LONG = "ˈˌ", "ːˑ"
_AFFRICATES = {"tʃ": "ʧ", "dʒ": "ʤ", "ts": "ʦ", "dz": "ʣ"}
# Sounds of other languages, as the English one that the mouth looks most like.
_NEAREST = str.maketrans(
    "gɣβɲʎʁʀχçcɟqɕʑʂʐʈɖɳɭɫɬɦʝɥɱʋɨɯyʏøœɵɤɒɘɞɶ",
    "ɡɡvnlɹɹxhkɡkʃʒʃʒtdnlllhjwmvɪuuʊoɔoʌɔəɜæ",
)
_VOWEL, _STRESSED, _HELD = 1.5, 0.5, 0.6  # of a consonant's time; the last two on top of it
_AUDIBLE = 0.03  # of the loudest


def rough_times(ipa: str, samples: NDArray[np.float32], rate: int) -> tuple[Phoneme, ...]:
    """The sounds of ``ipa`` spread over what is audible of ``samples``, vowels longer than
    consonants; as symbols of the alphabet that the other voices use."""
    heard = np.flatnonzero(np.abs(samples) > _AUDIBLE * np.abs(samples).max(initial=0.0))
    sounds = _sounds(ipa)
    if not len(heard) or not sounds:
        return ()
    start, end = heard[0] / rate, (heard[-1] + 1) / rate
    edges = np.cumsum([0.0, *(weight for _, weight in sounds)])
    times = start + (end - start) * edges / edges[-1]
    return tuple(
        Phoneme(symbol, float(times[n]), float(times[n + 1]))
        for n, (symbol, _) in enumerate(sounds)
    )


def _sounds(ipa: str) -> list[tuple[str, float]]:
    """Symbols and how long each is, a consonant being 1."""
    text = unicodedata.normalize("NFD", ipa).replace("͡", "")
    for pair, one in _AFFRICATES.items():
        text = text.replace(pair, one)
    made: list[tuple[str, float]] = []
    stressed = False
    for symbol in text.translate(_NEAREST):
        if symbol in _STRESS:
            stressed = True
        elif symbol in _LONG and made:
            made[-1] = made[-1][0], made[-1][1] + _HELD
        elif symbol in _VOWELS:
            made.append((symbol, _VOWEL + (_STRESSED if stressed else 0.0)))
            stressed = False
        elif symbol.isalpha() and symbol.islower():
            made.append((symbol, 1.0))
    return made
