"""Turns as people would say them, cut at the pauses of recordings whose words nobody wrote down.

    speech  ####  ######   ##   ######
                ^                ^          pauses of 0.2 s and more, which no word crosses
                └───── turn ─────┘

A larger model reads each recording as a whole, in its full windows and with word times; the words
between two pauses are those of the turn. They are a guess, so what differs from them is no error
rate, but the same for every system that is held against them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.hear.asr import to_16k
from voice_agent.hear.speech_spans import Span, find_spans
from voice_agent.hear.vad import SileroDetector
from voice_agent.measure.data.hearing_data import RATE, Clip
from voice_agent.settings import AsrSettings
from voice_agent.units import Audio, Word

SHORTEST, LONGEST = 0.6, 8.0  # seconds from the first word to the last
_PAUSE = 0.2  # seconds of silence at which a turn may begin or end
_BEFORE, _AFTER = 0.3, 0.25  # seconds of the pauses that stay with a turn
_CROSSES = 0.06  # seconds of a word beyond a pause, from which it is on both sides of it

Reader = Callable[[NDArray[np.float32]], Sequence[Word]]


def larger_model(settings: AsrSettings, name: str = "whisper-base") -> Reader:
    """faster-whisper with its defaults on the weights ``name``; words with times."""
    from faster_whisper import WhisperModel

    model = WhisperModel(
        str(load_path(name)),
        compute_type=settings.compute_type,
        cpu_threads=settings.threads,
        local_files_only=True,
    )

    def read(samples: NDArray[np.float32]) -> list[Word]:
        segments, _ = model.transcribe(samples, word_timestamps=True)
        return [
            Word(word.word, word.start, word.end, word.probability)
            for segment in segments
            for word in segment.words or ()
        ]

    return read


def turns(clips: Sequence[Clip], read: Reader, *, each: int = 4, seed: int = 1) -> Iterator[Clip]:
    """Up to ``each`` turns of every recording, none of which overlap, with their words."""
    silero = SileroDetector(load_path("silero-vad"))
    for number, clip in enumerate(clips):
        samples = to_16k(clip.audio)
        spans = find_spans(silero.probabilities(samples), SileroDetector.WINDOW / RATE, gap=_PAUSE)
        said = _by_span(read(samples), spans)
        order = np.random.default_rng([seed, number])
        for first, last in _chosen(spans, said, order, each):
            sound = _between(samples, spans, first, last)
            words = [word.word for span in said[first : last + 1] for word in span]
            yield Clip(clip.name, Audio(sound, RATE), "".join(words).strip())


def _by_span(words: Sequence[Word], spans: Sequence[Span]) -> list[list[Word]]:
    """The words of each span of speech: those that have most of their time in it."""
    found: list[list[Word]] = [[] for _ in spans]
    for word in words:
        if spans:
            found[int(np.argmax([_shared(word, span) for span in spans]))].append(word)
    return found


def _shared(word: Word, span: Span) -> float:
    """Seconds that both have; below 0 the distance between them."""
    return min(word.end, span.end) - max(word.start, span.start)


def _chosen(
    spans: Sequence[Span],
    said: Sequence[Sequence[Word]],
    order: np.random.Generator,
    each: int,
) -> list[tuple[int, int]]:
    """First and last span of some turns, in the order of the draw."""
    crossed = _crossed(spans, said)
    possible = [
        (first, last)
        for first in range(len(spans))
        for last in range(first, len(spans))
        if SHORTEST <= spans[last].end - spans[first].start <= LONGEST
        and first - 1 not in crossed
        and last not in crossed
        and all(said[first : last + 1])
    ]
    found: list[tuple[int, int]] = []
    for place in order.permutation(len(possible)):
        first, last = possible[place]
        if len(found) < each and all(last < one or first > other for one, other in found):
            found.append((first, last))
    return found


def _crossed(spans: Sequence[Span], said: Sequence[Sequence[Word]]) -> set[int]:
    """The pauses that a word crosses, each by the span before it."""
    return {
        min(place, beside)
        for place, words in enumerate(said)
        for beside in (place - 1, place + 1)
        if 0 <= beside < len(spans)
        and any(_shared(word, spans[beside]) > _CROSSES for word in words)
    }


def _between(
    samples: NDArray[np.float32], spans: Sequence[Span], first: int, last: int
) -> NDArray[np.float32]:
    """The sound of a turn with a little of the pauses around it, and nothing of other speech."""
    begin = spans[first].start - _BEFORE
    end = spans[last].end + _AFTER
    begin = max(begin, spans[first - 1].end if first else 0.0)
    end = min(end, spans[last + 1].start if last + 1 < len(spans) else end)
    return samples[round(begin * RATE) : round(end * RATE)]
