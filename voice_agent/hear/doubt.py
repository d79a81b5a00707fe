"""Signs that a recogniser made words up: pure checks on what it returned."""

from __future__ import annotations

import re
import zlib

_STAMMERS = re.compile(r"([^\W\d]{2,8}?)\1{5}")


def compression_ratio(text: str) -> float:
    """Bytes of ``text`` over bytes of its zlib form: high where it repeats itself."""
    raw = text.encode("utf-8")
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def repeats(text: str) -> bool:
    """Whether a phrase follows itself more often than people say it.

    One to three words five times in a row, or four words and more twice in a row; "no no
    no" and "very very good" stay. Nor does a syllable follow itself six times within a word.

    >>> repeats("the text the text the text the text the text")
    True
    >>> repeats("in Okidhokidhokidhokidhokidhokidhok")
    True
    """
    if _STAMMERS.search(text.lower()):
        return True
    words = _words(text)
    for size in range(1, len(words) // 2 + 1):
        needed = 5 if size <= 3 else 2
        if size > 3 and size * needed > len(words):
            break
        run = 0
        for index in range(size, len(words)):
            run = run + 1 if words[index] == words[index - size] else 0
            if run >= size * (needed - 1):
                return True
    return False


def says_twice(text: str) -> bool:
    """Whether a phrase follows itself, or four words in a row come again anywhere: people do
    that, a decoder with little silence before it does it more often, and may begin all over.

    >>> says_twice("No matter. No matter.")
    True
    >>> says_twice("This is the house of my father. This is the house of")
    True
    """
    words = _words(text)
    fours = [tuple(words[index : index + 4]) for index in range(len(words) - 3)]
    return len(set(fours)) < len(fours) or any(
        words[index : index + size] == words[index + size : index + 2 * size]
        for size in range(1, len(words) // 2 + 1)
        for index in range(len(words) - 2 * size + 1)
    )


def really_repeats(quick: str, careful: str) -> bool:
    """Whether a repetition was spoken: two different passes agree on it word by word, and
    it is no endless loop."""
    is_loop = compression_ratio(careful) > 2.4 or _STAMMERS.search(careful.lower()) is not None
    return same_words(quick, careful) and not is_loop


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ at most in case and punctuation."""
    return _words(one) == _words(other)


def is_too_fast(text: str, seconds: float) -> bool:
    """Whether nobody speaks so fast: over 8 words or 40 characters a second (from 1 s)."""
    span = max(seconds, 1.0)
    return len(text.split()) > 8.0 * span or len(text) > 40.0 * span


def stops_early(text: str, seconds: float) -> bool:
    """Whether there are too few words for the time that somebody spoke: less than one a second
    (from 3 s), where people say two or three.

    >>> stops_early("Here are your three files.", seconds=15.0)
    True
    """
    return seconds >= 3.0 and len(text.split()) < seconds


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def doubt(
    text: str,
    *,
    seconds: float,
    log_probability: float,
    no_speech: float,
    log_probability_threshold: float = -1.0,
    no_speech_threshold: float = 0.6,
) -> str:
    """Why ``text`` should not be believed as it is; "" when nothing speaks against it.

    ``seconds`` is the length of the sound, ``log_probability`` the mean over the tokens,
    ``no_speech`` Whisper's own probability that nobody spoke (Radford et al. 2022, 4.5).
    """
    if not text.strip():
        return "no words"
    if compression_ratio(text) > 2.4 or repeats(text):
        return "repetition"
    if is_too_fast(text, seconds):
        return "too many words"
    if log_probability < log_probability_threshold:
        return "no speech" if no_speech > no_speech_threshold else "unclear"
    return ""
