"""faster-whisper's model and tokenizer, decoded over short windows. Not thread-safe.

Whisper was trained on windows of 30 s, and its encoder costs the same whatever was said in
them. A short piece followed by some seconds of silence gives the same words for a fraction
of the work, except that now and then the decoder begins to loop, the more often the less silence
follows. ``glance`` is the quickest pass, ``decode`` the one that replaces it where it is not
sure, ``decode_fully`` the careful one where that looks doubtful, too.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError
from voice_agent.hear.frames import RATE
from voice_agent.settings import AsrSettings
from voice_agent.units import Ending, Word

_WINDOW_SECONDS = 30.0
_WINDOW_FRAMES = 3000  # Whisper's 30 s, 10 ms each
_TOKENS_PER_SECOND = 10.0  # nobody speaks faster; bounds a decoder that loops
_FASTEST = 5.5  # words a second: what would be faster was not said twice
_TRANSLATION_BEAM = 5
_SURE = -0.2  # mean log-probability from which the likeliest words need no search for better ones
_OPENING = "\"'“¿([{-"
_CLOSING = "\"'.。,，!！?？:：”)]}、"


@dataclass(frozen=True)
class Decoded:
    """One pass over one piece. ``log_probability`` is the mean over its tokens, ``least`` that of
    the least likely one (0 where no glance was taken), ``no_speech`` Whisper's own probability
    that nobody spoke."""

    text: str
    log_probability: float
    no_speech: float
    language: str
    least: float = 0.0
    words: tuple[Word, ...] = ()
    ending: Ending | None = None


class Whisper:
    """The model in ``weights``, a folder in CTranslate2 form; no hub is ever asked."""

    def __init__(self, weights: Path, settings: AsrSettings) -> None:
        self._settings = settings
        self._model = _load(weights, settings)

    @property
    def is_multilingual(self) -> bool:
        return bool(self._model.model.is_multilingual)

    def decode(
        self,
        samples: NDArray[np.float32],
        *,
        language: str = "",
        words: bool = False,
        translate: bool = False,
        margin: float | None = None,
        greedy: bool = False,
        spoken: float = math.inf,
        vocabulary: str = "",
    ) -> Decoded:
        """One pass over the samples (16 kHz, at most 30 s) and a margin of silence, seconds.

        ``translate`` writes down in English what is said in another language; ``greedy`` looks
        for no better words, where the likeliest one after the other are doubtful. What is
        repeated, and cannot be said twice in ``spoken`` seconds, counts once. ``vocabulary`` are
        words that may well come up.
        """
        seconds = self._settings.margin_seconds if margin is None else margin
        silence = np.zeros(round(seconds * RATE), dtype=np.float32)
        features = self._model.feature_extractor(np.concatenate([samples, silence]), padding=0)
        features = features[:, :_WINDOW_FRAMES]
        encoded = self._model.encode(features)
        language = self._language(encoded, language)
        tokenizer = self._tokenizer(language, translate)
        before = tokenizer.encode(_introduction(vocabulary))
        prompt = self._model.get_prompt(tokenizer, before, without_timestamps=True)
        longest = len(prompt) + int(len(samples) / RATE * _TOKENS_PER_SECOND) + 12
        beam = 1 if greedy else self._beam(translate)
        first = self._generate(encoded, prompt, tokenizer, longest, 1)
        result = first
        if beam > 1 and (translate or _mean(first) < _SURE):
            better = self._generate(encoded, prompt, tokenizer, longest, beam)
            result = better if _mean(better) > _mean(first) else first
        tokens = _words(result, tokenizer)
        once = period(tokens)
        if once and 2 * len(tokenizer.decode(tokens[:once]).split()) > _FASTEST * spoken:
            tokens = tokens[:once]
        likeliest = tokens if result is first else _words(first, tokenizer)
        return Decoded(
            text=tokenizer.decode(tokens).strip(),
            log_probability=_mean(result),
            no_speech=float(result.no_speech_prob),
            language=language,
            least=_least(first, tokenizer) if greedy else 0.0,
            words=self._align(encoded, tokens, tokenizer, features.shape[1]) if words else (),
            ending=_ending(first.logits[0], likeliest, tokenizer),
        )

    def _generate(
        self, encoded: Any, prompt: list[int], tokenizer: Any, longest: int, beam: int
    ) -> Any:
        """One run of the decoder; what it expected at each step only comes with a beam of 1."""
        return self._model.model.generate(
            encoded,
            [prompt],
            beam_size=beam,
            max_length=min(longest, self._model.max_length),
            suppress_blank=True,
            suppress_tokens=_suppressed(tokenizer),
            return_scores=True,
            return_no_speech_prob=True,
            return_logits_vocab=beam == 1,
        )[0]

    def decode_whole_window(
        self,
        samples: NDArray[np.float32],
        *,
        language: str = "",
        words: bool = False,
        translate: bool = False,
        vocabulary: str = "",
    ) -> Decoded:
        """The same pass over the window of 30 s that Whisper was trained on."""
        return self.decode(
            samples,
            language=language,
            words=words,
            translate=translate,
            margin=_WINDOW_SECONDS,
            vocabulary=vocabulary,
        )

    def decode_wider(
        self, samples: NDArray[np.float32], *, language: str = "", vocabulary: str = ""
    ) -> Decoded:
        """The same pass with twice the margin: nearly what the full window hears, for half of its
        time and a third of its memory."""
        margin = 2 * self._settings.margin_seconds
        return self.decode(samples, language=language, margin=margin, vocabulary=vocabulary)

    def glance(
        self,
        samples: NDArray[np.float32],
        *,
        seconds: float = math.inf,
        language: str = "",
        vocabulary: str = "",
    ) -> Decoded:
        """The quickest pass: a short margin, and no search for better words. Somebody speaks for
        so many ``seconds`` in it."""
        return self.decode(
            samples,
            language=language,
            margin=self._settings.glance_seconds,
            greedy=True,
            spoken=seconds,
            vocabulary=vocabulary,
        )

    def decode_fully(
        self,
        samples: NDArray[np.float32],
        *,
        language: str = "",
        words: bool = False,
        translate: bool = False,
        loops: bool = True,
        vocabulary: str = "",
    ) -> Decoded:
        """faster-whisper's own pass over the full window, with a retry at a temperature;
        ``loops`` where the decoder is to be kept from repeating itself."""
        segments, info = self._model.transcribe(
            samples,
            language=language or None,
            beam_size=max(self._beam(translate), 2 if loops else 5),
            temperature=[0.0, 0.4],
            repetition_penalty=1.1 if loops else 1.0,
            condition_on_previous_text=False,
            initial_prompt=_introduction(vocabulary) or None,
            word_timestamps=words,
            task="translate" if translate else "transcribe",
        )
        found = list(segments)
        if not found:
            return Decoded("", 0.0, 1.0, info.language)
        return Decoded(
            text="".join(segment.text for segment in found).strip(),
            log_probability=float(np.mean([segment.avg_logprob for segment in found])),
            no_speech=float(max(segment.no_speech_prob for segment in found)),
            language=info.language,
            words=tuple(_word(vars(word)) for segment in found for word in segment.words or ()),
        )

    def _beam(self, translate: bool) -> int:
        """Translations are less certain than transcripts, and nobody waits for them to speak."""
        return max(self._settings.beam_size, _TRANSLATION_BEAM if translate else 1)

    def _align(
        self, encoded: Any, tokens: list[int], tokenizer: Any, frames: int
    ) -> tuple[Word, ...]:
        if not tokens:
            return ()
        segment: dict[str, Any] = {"seek": 0, "start": 0.0, "end": frames / 100}
        segment["tokens"] = tokens
        self._model.add_word_timestamps(
            [[segment]], tokenizer, encoded, frames, _OPENING, _CLOSING, last_speech_timestamp=0.0
        )
        return tuple(_word(word) for word in segment["words"])

    def _language(self, encoded: Any, language: str) -> str:
        if language or not self.is_multilingual:
            return language or "en"
        best, *_ = self._model.model.detect_language(encoded)[0]
        return str(best[0][2:-2])

    def _tokenizer(self, language: str, translate: bool) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        if not self.is_multilingual:
            return Tokenizer(self._model.hf_tokenizer, False)
        task = "translate" if translate else "transcribe"
        return Tokenizer(self._model.hf_tokenizer, True, task=task, language=language)


def _introduction(vocabulary: str) -> str:
    """What is told to the decoder as if it had been said before; "" where nothing is. None of it is
    a mark of its own ("<|startoftranscript|>"), which it would obey."""
    words = " ".join(vocabulary.replace("<|", " ").split())
    return f" {words}." if words else ""


def _mean(result: Any) -> float:
    """Mean log-probability of the tokens, the end counted."""
    count = len(result.sequences_ids[0])
    return float(result.scores[0]) * count / (count + 1)


def _least(result: Any, tokenizer: Any) -> float:
    """Log-probability of the least likely of the tokens that were chosen, the end counted."""
    chosen = [*result.sequences_ids[0], tokenizer.eot]
    least = 0.0
    for logits, token in zip(result.logits[0], chosen, strict=False):  # no end at the length limit
        row = np.array(logits, dtype=np.float32)
        row -= row.max()
        least = min(least, float(row[token] - np.log(np.sum(np.exp(row)))))
    return least


def _words(result: Any, tokenizer: Any) -> list[int]:
    return [token for token in result.sequences_ids[0] if token < tokenizer.eot]


def period(tokens: Sequence[int]) -> int:
    """After how many tokens a text begins anew, and goes on so to its end; 0 where it does not.

    >>> period([7, 8, 9, 7, 8, 9, 7])
    3
    """
    for size in range(2, 2 * len(tokens) // 3 + 1):
        if all(token == tokens[index] for index, token in enumerate(tokens[size:])):
            return size
    return 0


def _ending(logits: Any, tokens: list[int], tokenizer: Any) -> Ending | None:
    """What the decoder expected after the last token that is part of a word. ``logits`` are
    one row over the vocabulary for each step."""
    place = len(tokens)
    while place and not any(sign.isalnum() for sign in tokenizer.decode([tokens[place - 1]])):
        place -= 1
    if not 0 < place < len(logits):
        return None
    row = np.array(logits[place], dtype=np.float64)
    chances = np.exp(row - row.max())
    chances /= chances.sum()

    def chance(signs: str) -> float:
        ids = [tokenizer.encode(sign) for sign in signs]
        return float(sum(chances[each[0]] for each in ids if len(each) == 1))

    return Ending(chance(".?!"), chance(",;:"), float(chances[tokenizer.eot]))


def _word(word: dict[str, Any]) -> Word:
    start, end = float(word["start"]), float(word["end"])
    return Word(word["word"].strip(), start, end, float(word["probability"]))


def _suppressed(tokenizer: Any) -> list[int]:
    from faster_whisper.transcribe import get_suppressed_tokens

    return list(get_suppressed_tokens(tokenizer, [-1]))


def _load(weights: Path, settings: AsrSettings) -> Any:
    # oneDNN keeps what it prepared for each length of sound, 2.5 MB a turn and a thousand of them.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "8")
    try:
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import _LANGUAGE_CODES
    except ImportError as error:
        raise AgentError(
            f"speech recognition cannot start: {error}",
            "install it with: pip install faster-whisper",
        ) from error
    if settings.language and settings.language not in _LANGUAGE_CODES:
        raise AgentError(
            f"the recogniser knows no language '{settings.language}'",
            "[asr] language is a code such as en, de or fr, and empty to detect it",
        )
    try:
        return WhisperModel(
            str(weights),
            device=settings.device,
            compute_type=settings.compute_type,
            cpu_threads=settings.threads,
            local_files_only=True,
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise AgentError(
            f"cannot load the speech model in '{weights}': {error}",
            "check it with `python main.py models verify`, and [asr] device and compute_type",
        ) from error
