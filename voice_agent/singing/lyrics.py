"""Lyrics into syllables that a voice can sing.

    read("Twinkle, twinkle AP little star", phonemize)

English goes through the voice's own phonemes, Chinese through pinyin. ``AP`` and ``SP`` are
breaths and silences, as AudioGPT writes them. Hyphens inside a word show where it is divided.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from voice_agent.errors import AgentError
from voice_agent.singing.chinese import HAN, read_characters
from voice_agent.singing.score import Silence, Syllable
from voice_agent.singing.syllables import (
    PUNCTUATION,
    STRESS,
    VOWELS,
    shorter,
    split_phonemes,
    split_spelling,
)

Phonemize = Callable[[str], str]  # plain text to phonemes, words apart by spaces
Sign = Syllable | Silence

_STOPS = ".,;:!?…—"
_TOKEN = re.compile(
    rf"<?\b(?P<mark>AP|SP)\b>?|(?<=[{HAN}])(?P<glued>AP|SP)|(?P<han>[{HAN}]+)"
    r"|(?P<word>[^\W_]+(?:['’-][^\W_]+)*['’]?)|(?P<line>\n)|(?P<stop>[.,;:!?…—，。、；：！？]+)"
)
_STOP_OF = str.maketrans("，。、；：！？", ",.,;:!?")
_UNSINGABLE = "I can sing English and Chinese"


def read(text: str, phonemize: Phonemize) -> list[Sign]:
    """Syllables and silences of lyrics, in order; ``AgentError`` for other scripts."""
    check_script(text)
    signs: list[Sign] = []
    words: list[str] = []

    def flush() -> None:
        signs.extend(_english(words, phonemize))
        words.clear()

    for match in _TOKEN.finditer(_split_marks(text)):
        if match["word"]:
            words.append(match["word"])
            continue
        flush()
        if match["mark"] or match["glued"]:
            signs.append(Silence(breath="AP" in (match["mark"], match["glued"])))
        elif match["han"]:
            signs.extend(read_characters(match["han"]))
        else:
            _stop(signs, match["stop"][0].translate(_STOP_OF) if match["stop"] else ",")
    flush()
    return signs


def _split_marks(text: str) -> str:
    """AP and SP set apart from the Chinese characters that they are written against."""
    return re.sub(rf"(?<=[{HAN}])(AP|SP)(?=[{HAN}\s]|$)|(?<![A-Za-z])(AP|SP)(?=[{HAN}])",
                  lambda m: f" {m[0]} ", text)  # fmt: skip


def _stop(signs: list[Sign], stop: str) -> None:
    """Punctuation belongs to the syllable before it."""
    if signs and isinstance(signs[-1], Syllable):
        signs[-1] = replace(signs[-1], stop=stop)


def check_script(text: str) -> None:
    """Refuse lyrics in letters that neither reading knows."""
    for letter in text:
        if not unicodedata.category(letter).startswith("L") or re.match(f"[{HAN}]", letter):
            continue
        script = unicodedata.name(letter, "another script").split()[0]
        if script not in ("LATIN", "FEMININE", "MASCULINE", "FULLWIDTH", "MODIFIER"):
            raise AgentError(
                f"I can't sing {script.capitalize()} letters such as '{letter}'",
                f"{_UNSINGABLE}; write the words in one of these",
            )


def _english(words: list[str], phonemize: Phonemize) -> list[Syllable]:
    """Syllables of words that stand in one line, so that they are read in their context."""
    if not words:
        return []
    plain = [re.sub(r"(?<=\w)-(?=\w)", "", word) for word in words]
    together = _words(phonemize(" ".join(plain)))
    found: list[Syllable] = []
    for index, word in enumerate(words):
        if len(together) == len(words):
            spoken = [together[index]]
        else:
            spoken = _words(phonemize(plain[index]))
        found.extend(_word(word, spoken))
    return found


def _words(phonemes: str) -> list[str]:
    known = "".join(" " if symbol in PUNCTUATION else symbol for symbol in phonemes)
    return [word for word in known.split() if not VOWELS.isdisjoint(word)]


def _word(word: str, spoken: list[str]) -> list[Syllable]:
    """The syllables of one written word, which may be read as several (a number)."""
    if not spoken:
        raise AgentError(f"I don't know how to sing '{word}'", f"{_UNSINGABLE}; leave it out")
    parts = [part for reading in spoken for part in split_phonemes(reading)]
    written = word.split("-") if "-" in word else []
    while len(written) > 1 and len(parts) > len(written) and shorter(parts) != parts:
        parts = shorter(parts)
    if len(written) != len(parts):
        written = split_spelling(word.replace("-", ""), len(parts))
    last = len(parts) - 1
    return [
        Syllable(text, sound, last=index == last)
        for index, (text, sound) in enumerate(zip(written, parts, strict=True))
    ]


def shortened(signs: list[Sign], by: int) -> list[Sign] | None:
    """The lyrics with ``by`` weak syllables swallowed ("ev'ry", "flow'r"); None when there
    are not as many."""
    result = list(signs)
    for _ in range(by):
        for start, end in _word_spans(result):
            parts = [sign.phonemes for sign in result[start:end] if isinstance(sign, Syllable)]
            fewer = shorter(parts)
            if len(fewer) < len(parts):
                result[start:end] = _rejoined(result[start:end], fewer)
                break
        else:
            return None
    return result


def _word_spans(signs: list[Sign]) -> list[tuple[int, int]]:
    spans, start = [], 0
    for index, sign in enumerate(signs):
        if isinstance(sign, Silence):
            start = index + 1
        elif sign.last:
            spans.append((start, index + 1))
            start = index + 1
    return spans


def _rejoined(word: list[Sign], parts: list[str]) -> list[Sign]:
    old = [sign for sign in word if isinstance(sign, Syllable)]
    written = split_spelling("".join(syllable.text for syllable in old), len(parts))
    last = len(parts) - 1
    return [
        Syllable(text, sound, index == last, old[-1].stop if index == last else "")
        for index, (text, sound) in enumerate(zip(written, parts, strict=True))
    ]


def stressed(syllable: Syllable) -> bool:
    """Whether a syllable carries its word's stress."""
    return not STRESS.isdisjoint(syllable.phonemes)
