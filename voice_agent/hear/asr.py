"""What was said? The protocol of a recogniser, and faster-whisper behind it.

any Audio ─> 16 kHz mono ─> spans of speech (Silero) ─> pieces of at most 25 s ─> words
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice_agent.errors import AgentError, Cancel
from voice_agent.hear.frames import RATE
from voice_agent.hear.passes import Wish, read
from voice_agent.hear.speech_spans import Span, find_spans, pack, split_long
from voice_agent.hear.vad import SileroDetector
from voice_agent.hear.whisper import Decoded, Whisper
from voice_agent.settings import AsrSettings
from voice_agent.units import Audio, Ending, Hypothesis, Word

log = logging.getLogger(__name__)

_PIECE_SECONDS = 25.0
_EDGE_SECONDS = 0.3  # kept on both sides of a span: soft first and last phonemes
_SCAN_SECONDS = 60  # how much is looked through at once, between two looks at ``cancel``


class Asr(Protocol):
    """A speech recogniser. Safe to call from several threads."""

    def warm(self) -> None:
        """Load everything, so that the first turn is as quick as the others."""

    def transcribe(
        self,
        audio: Audio,
        *,
        language: str = "",
        words: bool = False,
        quick: bool = False,
        translate: bool = False,
        vocabulary: str = "",
        on_progress: Callable[[float], None] | None = None,
        on_glance: Callable[[Hypothesis], None] | None = None,
        cancel: Cancel | None = None,
    ) -> Hypothesis:
        """The words of ``audio`` (any rate and channel count); empty text with a reason
        when nobody speaks. ``quick`` gives up on what is doubtful instead of trying harder;
        ``translate`` gives English words for any language; ``vocabulary`` are words that may
        well come up, with commas. ``on_glance`` is told what the last piece looks like, where
        that is known earlier than its words are sure.
        Raises ``Cancelled`` when ``cancel`` is set meanwhile."""


@dataclass(frozen=True)
class Segment:
    """A piece of a recording: seconds from its start, and what is said there."""

    start: float
    end: float
    text: str
    words: tuple[Word, ...] = ()
    language: str = "en"
    reason: str = ""
    ending: Ending | None = None


class FasterWhisperAsr:
    """faster-whisper on weights that already lie on disk.

    ``weights`` is a folder in CTranslate2 form; ``silero`` the Silero VAD graph, which
    finds where somebody speaks at all.
    """

    def __init__(self, weights: Path, settings: AsrSettings, silero: Path) -> None:
        self._weights = weights
        self._silero_weights = silero
        self._settings = settings
        self._lock = threading.Lock()
        self._loaded: tuple[Whisper, SileroDetector] | None = None

    def warm(self) -> None:
        with self._lock:
            whisper, silero = self._load()
            silence = np.zeros(RATE, dtype=np.float32)
            silero.probabilities(silence)
            whisper.decode(silence, language=self._settings.language or "en")

    def transcribe(
        self,
        audio: Audio,
        *,
        language: str = "",
        words: bool = False,
        quick: bool = False,
        translate: bool = False,
        vocabulary: str = "",
        on_progress: Callable[[float], None] | None = None,
        on_glance: Callable[[Hypothesis], None] | None = None,
        cancel: Cancel | None = None,
    ) -> Hypothesis:
        begin = time.perf_counter()
        found = list(
            self.segments(
                audio,
                language=language,
                words=words,
                quick=quick,
                translate=translate,
                vocabulary=vocabulary,
                on_progress=on_progress,
                on_glance=on_glance,
                cancel=cancel,
            )
        )
        said = [segment for segment in found if segment.text]
        reason = "" if said else (found[0].reason if found else "no speech")
        return Hypothesis(
            text=" ".join(segment.text for segment in said),
            language=said[0].language if said else (language or self._settings.language or "en"),
            words=tuple(word for segment in said for word in segment.words),
            seconds=time.perf_counter() - begin,
            reason=reason,
            ending=said[-1].ending if said else None,
        )

    def segments(
        self,
        audio: Audio,
        *,
        language: str = "",
        words: bool = False,
        quick: bool = False,
        translate: bool = False,
        vocabulary: str = "",
        on_progress: Callable[[float], None] | None = None,
        on_glance: Callable[[Hypothesis], None] | None = None,
        cancel: Cancel | None = None,
    ) -> Iterator[Segment]:
        """The same piece by piece, for long recordings: a piece is done when it is yielded.

        Between pieces another thread may have the recogniser, so that a long file does not
        keep the microphone waiting.
        """
        samples = to_16k(audio)
        pieces = self._pieces(samples, cancel)
        for piece in pieces:
            if cancel is not None:
                cancel.check()

            def glanced(found: Decoded, is_last: bool = piece is pieces[-1]) -> None:
                if cancel is not None:
                    cancel.check()
                if on_glance is not None and is_last:
                    on_glance(Hypothesis(found.text, found.language, ending=found.ending))

            wish = Wish(language, words, quick, translate, vocabulary, glanced)
            with self._lock:
                segment = self._recognise(samples, piece, wish)
            yield segment
            if on_progress is not None:
                on_progress(min(1.0, piece.end * RATE / len(samples)))

    def _pieces(self, samples: NDArray[np.float32], cancel: Cancel | None) -> list[Span]:
        """Spans of speech, joined or cut to what one window of the recogniser takes."""
        step = _SCAN_SECONDS * RATE // SileroDetector.WINDOW * SileroDetector.WINDOW
        found = []
        for start in range(0, len(samples), step):
            if cancel is not None:
                cancel.check()
            with self._lock:
                _, silero = self._load()
                found.append(silero.probabilities(samples[start : start + step]))
        if not found:
            return []
        probabilities = np.concatenate(found)
        window = SileroDetector.WINDOW / RATE
        spans = find_spans(probabilities, window)
        short = [
            cut for span in spans for cut in split_long(span, probabilities, window, _PIECE_SECONDS)
        ]
        return pack(short, _PIECE_SECONDS)

    def _recognise(self, samples: NDArray[np.float32], piece: Span, wish: Wish) -> Segment:
        whisper, _ = self._load()
        language = wish.language or self._settings.language
        if (wish.translate or language not in ("", "en")) and not whisper.is_multilingual:
            raise AgentError(
                f"the speech model '{self._settings.model}' knows English only"
                + (f", not '{language}'" if language not in ("", "en") else ""),
                'set [asr] model = "whisper-base" or another multilingual one',
            )
        start = max(0, round((piece.start - _EDGE_SECONDS) * RATE))
        end = min(len(samples), round((piece.end + _EDGE_SECONDS) * RATE))
        wish = replace(wish, language=language)
        found, reason = read(
            whisper, samples[start:end], piece.end - piece.start, wish, self._settings
        )
        offset = start / RATE
        heard = replace(piece, end=end / RATE)
        timed = () if reason else tuple(_shift(word, offset, heard) for word in found.words)
        text = "" if reason else found.text
        ending = None if reason else found.ending
        return Segment(offset, end / RATE, text, timed, found.language, reason, ending)

    def _load(self) -> tuple[Whisper, SileroDetector]:
        if self._loaded is None:
            whisper = Whisper(self._weights, self._settings)
            self._loaded = whisper, SileroDetector(self._silero_weights)
        return self._loaded


def _shift(word: Word, offset: float, heard: Span) -> Word:
    """The word on the recording's clock; none begins before the speech, nor ends after what was
    listened to: Whisper always sees a window of 30 s."""
    end = min(word.end + offset, heard.end)
    start = min(max(word.start + offset, heard.start), end)
    return Word(word.word, round(start, 3), round(end, 3), word.probability)


def to_16k(audio: Audio) -> NDArray[np.float32]:
    """All channels averaged, at 16 kHz, shape (frames,)."""
    mono = np.ascontiguousarray(audio.mono(), dtype=np.float32)
    if audio.rate == RATE or len(mono) == 0:
        return mono
    import soxr

    return np.asarray(soxr.resample(mono, audio.rate, RATE), dtype=np.float32)
