"""The phoneme alphabet of the voice, and English spelling turned into it.

The alphabet is the compact IPA of the lexicon behind ``hibari-tts``: one character per
symbol, diphthongs as capitals (A = eɪ, I = aɪ, O = oʊ, W = aʊ, Y = ɔɪ), T a tapped t,
stress marks before the stressed vowel, words kept apart by a space, punctuation kept for
its pauses and melody.
"""

from __future__ import annotations

import contextlib
import importlib.util
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voice_agent.speak.packed import PackedWords

PAD = "_"  # silence before and after an utterance
VOWELS = "AIOWYaiuæɐɑɔəɚɛɜɪʊʌᵊᵻ"
CONSONANTS = "bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθTʔx"
STRESS = "ˈˌ"
PUNCTUATION = '.,;:!?—…"“”()'
SYMBOLS: tuple[str, ...] = (PAD, " ", *STRESS, *PUNCTUATION, *VOWELS, *CONSONANTS, "ː", "̃")
IDS: dict[str, int] = {symbol: number for number, symbol in enumerate(SYMBOLS)}

_SAME_SOUND = str.maketrans({"g": "ɡ", "r": "ɹ", "e": "ɛ", "o": "ɔ", "–": "—", "-": "—"})


def encode(phonemes: str) -> list[int]:
    """Ids of a phoneme string between two pads; symbols outside the alphabet are left out."""
    known = phonemes.translate(_SAME_SOUND)
    return [IDS[PAD], *(IDS[symbol] for symbol in known if symbol in IDS), IDS[PAD]]


def decode(ids: list[int]) -> str:
    """The symbols of ``ids``, one character each."""
    return "".join(SYMBOLS[number] for number in ids)


def is_vowel(symbol: str) -> bool:
    return symbol in VOWELS


# Words of our own trade that the lexicon does not know or reads wrongly.
PRONUNCIATIONS = {
    "denoise": "dinˈYz", "denoised": "dinˈYzd", "denoising": "dinˈYzɪŋ", "denoiser": "dinˈYzəɹ",
    "jaypeg": "ʤˈApˌɛɡ", "tommel": "tˈɑmᵊl", "yammel": "jˈæmᵊl", "onnix": "ˈɑnɪks",
    "luffs": "lˈʌfs", "cetera": "sˈɛTəɹə", "okay": "OkˈA", "binaural": "bInˈɔɹəl",
}  # fmt: skip
_WORD = re.compile("|".join(rf"\b{word}\b" for word in PRONUNCIATIONS), re.IGNORECASE)
# "A" and "I" are words of their own; beside other single capitals, or after a digit, letters.
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_BEFORE = "|".join([r"(?<=\b[A-Z] )", r"(?<=\b[A-Z], )", *(rf"(?<=\b{d} )" for d in _DIGITS)])
_LETTER = re.compile(
    rf"(?<![\w'])(?:{_BEFORE})([AI])(?![\w'])|(?<![\w'])([AI])(?=,? [A-Z](?![\w']))"
)


class Phonemizer:
    """Plain English words (no digits or symbols left) to phonemes; safe to share by threads.

    >>> Phonemizer()("Hello there.")
    'həlˈO ðˈɛɹ.'
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._g2p: Callable[[str], str] | None = None

    def __call__(self, text: str) -> str:
        marked = _WORD.sub(lambda m: f"[{m[0]}](/{PRONUNCIATIONS[m[0].lower()]}/)", text)
        marked = _LETTER.sub(lambda m: "[{0}](/ˈ{0}/)".format(m[1] or m[2]), marked)
        with self._lock:
            return str(self._loaded()(marked))

    def warm(self) -> None:
        """Read the lexicon, so that the first words do not wait; a failure shows at those."""
        with contextlib.suppress(ImportError, OSError, ValueError), self._lock:
            self._loaded()

    def _loaded(self) -> Callable[[str], str]:
        if self._g2p is None:
            self._g2p = _g2p_package().G2P()
        return self._g2p


def _g2p_package() -> Any:
    """``hibari.g2p`` without the voice around it, whose imports take longer than the lexicon."""
    whole = importlib.util.find_spec("hibari")
    if whole is None or not whole.submodule_search_locations:
        raise ImportError("the package hibari-tts is not installed")
    folder = Path(whole.submodule_search_locations[0]) / "g2p"
    name = f"{__name__}.hibari_g2p"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, folder / "__init__.py")
        if spec is None or spec.loader is None:
            raise ImportError(f"there is no package in {folder}")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(sys.modules[name])
        except BaseException:
            del sys.modules[name]  # half a package must not be taken for a whole one
            raise
        _pack_lexicon(sys.modules[name])
    return sys.modules[name]


def _pack_lexicon(package: Any) -> None:
    """Let it keep its 180,000 words in 8 MB instead of 36. It is our own copy of the package."""
    load = getattr(package, "_load_json", None)
    if load is None:
        return

    def load_packed(name: str) -> Any:
        table = load(name)
        return PackedWords(table) if name.startswith("lexicon_") else table

    package._load_json = load_packed
