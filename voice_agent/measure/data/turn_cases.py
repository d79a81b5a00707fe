"""Turns to measure end-of-turn decisions on, cut out of natural speech.

A careful recogniser reads whole recordings with word times. Where its text ends a sentence
and the reader pauses, a turn is complete; where words follow each other inside a sentence,
at a gap that the reader left, the sentence may be held up:

    complete   "... and so he left."  + silence
    fragment   "... and so"  + 0.3 to 1.5 s of room tone +  " he left."  + silence

Room tone is the recording's own quietest moment, so that nothing tells a pause but the pause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.hear.asr import Asr, to_16k
from voice_agent.measure.data.hearing_data import RATE, Clip
from voice_agent.units import Audio, Word

TAIL = 4.0  # seconds of room tone after the last word
LONGEST, SHORTEST = 10.0, 0.6  # seconds of speech in a turn
PAUSES = (0.3, 1.5)  # seconds that a fragment is held up

_OVER = re.compile(r"(?<!Mr)(?<!Mrs)(?<!Ms)(?<!Dr)(?<!St)(?<!\b[A-Z])[.?!][\"'”’)]*$")
_MARK = re.compile(r"[.?!,;:…-][\"'”’)]*$")


@dataclass(frozen=True, eq=False)
class Case:
    """``held`` bounds the pause inside of a fragment, seconds; None for a complete turn.
    ``end`` is where the last word ends."""

    name: str
    samples: NDArray[np.float32]
    end: float
    held: tuple[float, float] | None = None


def cases(clips: Sequence[Clip], recogniser: Asr, *, seed: int = 1, each: int = 3) -> list[Case]:
    """Up to ``each`` complete turns and as many fragments of every recording."""
    found: list[Case] = []
    for number, clip in enumerate(clips):
        samples = to_16k(clip.audio)
        words = recogniser.transcribe(Audio(samples, RATE), words=True).words
        random = np.random.default_rng([seed, number])
        found += of_words(clip.name, samples, words, random, each)
    return found


def of_words(
    name: str,
    samples: NDArray[np.float32],
    words: Sequence[Word],
    random: np.random.Generator,
    each: int,
) -> list[Case]:
    """The turns of one recording whose words are known."""
    if len(words) < 4:
        return []
    tone = room_tone(samples, random)
    begins = [0] + [i + 1 for i in range(len(words) - 1) if _OVER.search(words[i].word)]
    ends = [
        i
        for i in range(len(words) - 1)
        if _OVER.search(words[i].word) and words[i + 1].start - words[i].end >= 0.15
    ]
    inner = [
        i
        for i in range(1, len(words) - 2)
        if not _OVER.search(words[i].word)
        and not _OVER.search(words[i + 1].word)
        and (words[i + 1].start - words[i].end >= 0.05 or _MARK.search(words[i].word))
    ]
    chosen = [(i, False) for i in _some(ends, each, random)]
    chosen += [(i, True) for i in _some(inner, each, random)]
    made = [_case(name, samples, words, begins, i, held, tone, random) for i, held in chosen]
    return [case for case in made if case is not None]


def _case(
    name: str,
    samples: NDArray[np.float32],
    words: Sequence[Word],
    begins: Sequence[int],
    last: int,
    held: bool,
    tone: NDArray[np.float32],
    random: np.random.Generator,
) -> Case | None:
    """The turn whose word ``last`` is its last one, or the one before it is held up."""
    stop = quietest(samples, words[last].end, words[last + 1].start)
    first = max(
        (b for b in begins if b <= last and stop - words[b].start >= SHORTEST), default=None
    )
    if first is None or stop - words[first].start > LONGEST:
        return None
    begin = max(0.0, words[first].start - 0.1)
    said = _piece(samples, begin, stop)
    if not held:
        return Case(name, _joined(said, _room(tone, TAIL)), stop - begin)
    after = next((b for b in begins if b > last), len(words)) - 1
    if after <= last + 1:
        return None
    until = min(quietest(samples, words[after].end, words[after].end + 0.2), stop + LONGEST)
    rest = _piece(samples, stop, until)
    pause = float(random.uniform(*PAUSES))
    sound = _joined(_joined(said, _room(tone, pause)), _joined(rest, _room(tone, TAIL)))
    end = len(sound) / RATE - TAIL
    return Case(name, sound, end, (stop - begin, stop - begin + pause))


def quietest(samples: NDArray[np.float32], low: float, high: float) -> float:
    """Seconds of the quietest 20 ms between two instants, give or take a little."""
    window = round(0.02 * RATE)
    begin = max(0, round((low - 0.04) * RATE))
    stop = min(len(samples), round((max(high, low) + 0.04) * RATE))
    power = np.convolve(np.square(samples[begin:stop]), np.ones(window), mode="valid")
    return (begin + int(power.argmin()) + window / 2) / RATE if len(power) else low


def room_tone(samples: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """Six seconds of noise with the spectrum of the quietest 0.2 s of the recording."""
    size = round(0.2 * RATE)
    starts = range(0, max(1, len(samples) - size), size // 4)
    quiet = min(starts, key=lambda at: float(np.square(samples[at : at + size]).sum()))
    piece = samples[quiet : quiet + size]
    shape = np.abs(np.fft.rfft(piece * np.hanning(len(piece)))) + 1e-9
    count = round(6.0 * RATE)
    wide = np.interp(np.linspace(0, 1, count // 2 + 1), np.linspace(0, 1, len(shape)), shape)
    noise = np.fft.irfft(wide * np.fft.rfft(random.standard_normal(count)), count)
    level = np.sqrt(np.mean(np.square(piece))) / (np.std(noise) + 1e-12)
    return (noise * level).astype(np.float32)


def _room(tone: NDArray[np.float32], seconds: float) -> NDArray[np.float32]:
    return tone[: round(seconds * RATE)]


def _piece(samples: NDArray[np.float32], begin: float, end: float) -> NDArray[np.float32]:
    return samples[round(begin * RATE) : round(end * RATE)]


def _joined(one: NDArray[np.float32], two: NDArray[np.float32]) -> NDArray[np.float32]:
    """One after the other, cross-faded over 8 ms so that the seam does not click."""
    count = min(round(0.008 * RATE), len(one), len(two))
    if not count:
        return np.concatenate([one, two])
    ramp = np.linspace(1.0, 0.0, count, dtype=np.float32)
    seam = one[-count:] * ramp + two[:count] * (1 - ramp)
    return np.concatenate([one[:-count], seam, two[count:]])


def _some(items: Sequence[int], count: int, random: np.random.Generator) -> list[Any]:
    if len(items) <= count:
        return list(items)
    return sorted(random.choice(items, count, replace=False).tolist())
