"""What was said? The protocol of a recogniser, and faster-whisper behind it.

any Audio ─> 16 kHz mono ─> spans of speech (Silero) ─> pieces of at most 25 s
    ─> a quick pass over the piece ─> doubtful? ─> a pass over Whisper's full window
    ─> still? ─> faster-whisper's own retries ─> still? then nothing was said, and the
    hypothesis says why; too few words for the time? ─> the fullest of these passes
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice_agent.hear.doubt import doubt, really_repeats, stops_early
from voice_agent.hear.frames import RATE
from voice_agent.hear.speech_spans import Span, find_spans, pack, split_long
from voice_agent.hear.vad import SileroDetector
from voice_agent.hear.whisper import Decoded, Whisper
from voice_agent.settings import AsrSettings
from voice_agent.units import AgentError, Audio, Cancel, Ending, Hypothesis, Word

log = logging.getLogger(__name__)

_PIECE_SECONDS = 25.0
_EDGE_SECONDS = 0.3  # kept on both sides of a span: soft first and last phonemes
_SURELY_SPEECH = 0.3  # Whisper's probability of no speech under which an unclear text stands
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
        on_progress: Callable[[float], None] | None = None,
        cancel: Cancel | None = None,
    ) -> Hypothesis:
        """The words of ``audio`` (any rate and channel count); empty text with a reason
        when nobody speaks. ``quick`` gives up on what is doubtful instead of trying harder;
        ``translate`` gives English words for any language.
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
        on_progress: Callable[[float], None] | None = None,
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
                on_progress=on_progress,
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
        on_progress: Callable[[float], None] | None = None,
        cancel: Cancel | None = None,
    ) -> Iterator[Segment]:
        """The same piece by piece, for long recordings: a piece is done when it is yielded.

        Between pieces another thread may have the recogniser, so that a long file does not
        keep the microphone waiting.
        """
        samples = to_16k(audio)
        for piece in self._pieces(samples, cancel):
            if cancel is not None:
                cancel.check()
            with self._lock:
                segment = self._recognise(samples, piece, language, words, quick, translate)
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

    def _recognise(
        self,
        samples: NDArray[np.float32],
        piece: Span,
        language: str,
        words: bool,
        quick: bool,
        translate: bool,
    ) -> Segment:
        whisper, _ = self._load()
        language = language or self._settings.language
        if (translate or language not in ("", "en")) and not whisper.is_multilingual:
            raise AgentError(
                f"the speech model '{self._settings.model}' knows English only"
                + (f", not '{language}'" if language not in ("", "en") else ""),
                'set [asr] model = "whisper-base" or another multilingual one',
            )
        start = max(0, round((piece.start - _EDGE_SECONDS) * RATE))
        end = min(len(samples), round((piece.end + _EDGE_SECONDS) * RATE))
        sound = samples[start:end]
        found = whisper.decode(
            sound, language=language, words=words, translate=translate, greedy=quick
        )
        reason = self._doubt(found, piece)
        if reason and not quick:
            log.debug("doubtful (%s): %r", reason, found.text)
            found, reason = self._try_harder(found, sound, piece, words, translate)
        elif not quick and stops_early(found.text, piece.end - piece.start):
            found = self._to_the_end(found, sound, piece, words, translate)
        offset = start / RATE
        timed = () if reason else tuple(_shift(word, offset, piece) for word in found.words)
        text = "" if reason else found.text
        ending = None if reason else found.ending
        return Segment(offset, end / RATE, text, timed, found.language, reason, ending)

    def _try_harder(
        self,
        first: Decoded,
        sound: NDArray[np.float32],
        piece: Span,
        words: bool,
        translate: bool,
    ) -> tuple[Decoded, str]:
        """A full window, then faster-whisper's own retries; the hypothesis and what is
        still wrong with it."""
        whisper, _ = self._load()
        language = first.language
        second = whisper.decode_whole_window(
            sound, language=language, words=words, translate=translate
        )
        reason = self._doubt(second, piece)
        if reason == "repetition" and really_repeats(first.text, second.text):
            return second, ""
        if not reason:
            return second, ""
        third = whisper.decode_fully(sound, language=language, words=words, translate=translate)
        reason = self._doubt(third, piece)
        if reason == "unclear" and third.no_speech < _SURELY_SPEECH:
            reason = ""  # hard to understand, but somebody speaks: the best guess is worth more
        return third, reason

    def _to_the_end(
        self, first: Decoded, sound: NDArray[np.float32], piece: Span, words: bool, translate: bool
    ) -> Decoded:
        """The fullest of three passes that can be believed: the decoder may stop at the first
        full stop although people go on."""
        whisper, _ = self._load()
        best = first
        for decode in (whisper.decode_whole_window, partial(whisper.decode_fully, loops=False)):
            found = decode(sound, language=first.language, words=words, translate=translate)
            more = len(found.text.split()) > len(best.text.split())
            if more and not self._doubt(found, piece):
                best = found
            if not stops_early(best.text, piece.end - piece.start):
                break
        return best

    def _doubt(self, found: Decoded, piece: Span) -> str:
        return doubt(
            found.text,
            seconds=piece.end - piece.start,
            log_probability=found.log_probability,
            no_speech=found.no_speech,
            log_probability_threshold=self._settings.log_probability_threshold,
            no_speech_threshold=self._settings.no_speech_threshold,
        )

    def _load(self) -> tuple[Whisper, SileroDetector]:
        if self._loaded is None:
            whisper = Whisper(self._weights, self._settings)
            self._loaded = whisper, SileroDetector(self._silero_weights)
        return self._loaded


def _shift(word: Word, offset: float, piece: Span) -> Word:
    """The word on the recording's clock; the first one does not begin before the speech."""
    end = word.end + offset
    start = min(max(word.start + offset, piece.start), end)
    return Word(word.word, round(start, 3), round(end, 3), word.probability)


def to_16k(audio: Audio) -> NDArray[np.float32]:
    """All channels averaged, at 16 kHz, shape (frames,)."""
    mono = np.ascontiguousarray(audio.mono(), dtype=np.float32)
    if audio.rate == RATE or len(mono) == 0:
        return mono
    import soxr

    return np.asarray(soxr.resample(mono, audio.rate, RATE), dtype=np.float32)
