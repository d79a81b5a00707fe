"""The assistant's own voice: text in, levelled speech out, clause by clause."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voice_agent.speak import mel
from voice_agent.speak.clauses import clauses
from voice_agent.speak.fastspeech2 import FastSpeech2, vowel_indices
from voice_agent.speak.loudness import TARGET, gain_to, limited
from voice_agent.speak.phonemes import Phonemizer
from voice_agent.speak.speech import Speech
from voice_agent.speak.ssml import is_ssml, segments
from voice_agent.speak.text import spoken
from voice_agent.units import Audio, Phoneme, SpeechChunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]

SILENCE = -66.0  # dB below full scale, of levelled speech: softer than that is not heard
BEFORE, AFTER = 0.03, 0.08  # seconds kept around what is heard, part of the text's pauses
FADE_IN, FADE_OUT = 0.01, 0.03


@dataclass(frozen=True)
class SpokenClause:
    """A piece of text said in one breath, its phonemes, and the seconds of silence after it."""

    text: str
    phonemes: str
    pause: float
    goes_on: bool = False


class FastSpeech2Voice:
    """FastSpeech 2 and its vocoder, trained by ``training/fastspeech2`` and ``training/vocoder``.

    ``directory`` holds the exported graphs, ``vocoder`` is the vocoder's. Safe to share
    between threads.
    """

    name = "fastspeech2"
    rate = mel.RATE

    def __init__(self, directory: Path, vocoder: Path, *, threads: int = 1) -> None:
        self.phonemize = Phonemizer()
        threading.Thread(target=self.phonemize.warm, name="lexicon", daemon=True).start()
        self.model = FastSpeech2(directory, vocoder, threads=threads)

    def warm(self) -> None:
        """Say a word unheard, so that the first real one does not wait for loading."""
        for _ in self.speak("Ready when you are."):
            pass

    def speak(
        self, text: str, *, speed: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> Iterator[SpeechChunk]:
        """Chunks of speech, each as soon as it is made.

        Plain text or a small part of SSML (``<speak>…``). ``speed`` is a factor (0.5 to 2),
        ``pitch`` a shift in semitones, ``energy`` a change of level in dB.
        """
        for segment in segments(text) if is_ssml(text) else ():
            if segment.pause:
                yield SpeechChunk(Audio(_silence(segment.pause), self.rate), "")
            yield from self._speak(
                segment.text,
                segment.phonemes,
                speed * segment.speed,
                pitch + segment.pitch,
                energy + segment.energy,
                segment.expression,
            )
        if not is_ssml(text):
            yield from self._speak(text, "", speed, pitch, energy, 1.0)

    def _speak(
        self, text: str, phonemes: str, speed: float, pitch: float, energy: float, expression: float
    ) -> Iterator[SpeechChunk]:
        pause = 0.0
        for sentence in _sentences(self._clauses(text, phonemes)):
            parts = [
                clause.phonemes.rstrip(" ,;:—") + ", " if clause.goes_on else clause.phonemes
                for clause in sentence
            ]
            made = self.model.phrases(
                parts, speed=speed, pitch=pitch, energy=energy, expression=expression
            )
            gain = 0.0
            for clause, speech in zip(sentence, made, strict=True):
                heard = 10.0 ** ((SILENCE + energy) / 20.0)
                gain = gain or _gain(speech.samples, TARGET + energy, heard)
                ends = (clause is sentence[0], clause is sentence[-1])
                yield _chunk(speech, clause.text, pause, gain, heard, ends)
                pause = 0.0
            pause = max(0.0, sentence[-1].pause / speed - BEFORE - AFTER)

    def clauses(self, text: str) -> Iterator[SpokenClause]:
        """Plain text in breaths, as phonemes; what has no sound is left out."""
        return self._clauses(text, "")

    def _clauses(self, text: str, phonemes: str) -> Iterator[SpokenClause]:
        for clause in clauses(text):
            symbols = phonemes or self.phonemize(spoken(clause.text))
            if any(symbol.isalpha() for symbol in symbols):
                yield SpokenClause(clause.text, symbols, clause.pause, clause.goes_on)

    def vowels(self, phonemes: str) -> list[int]:
        """Places of the vowels in a phoneme string."""
        return vowel_indices(phonemes)

    def analyse(self, audio: Audio) -> F32:
        """The log-mel spectrogram of any sound, (frames, 80), as this voice makes them."""
        samples = audio.mono()
        if audio.rate != self.rate:
            import soxr

            samples = soxr.resample(samples, audio.rate, self.rate)
        return mel.log_mel(samples)

    def synthesize(self, phonemes: str, **steering: Any) -> Speech:
        """Phonemes to sound, unlevelled; ``FastSpeech2.synthesize`` tells what steers it."""
        return self.model.synthesize(phonemes, **steering)


def _sentences(spoken_: Iterator[SpokenClause]) -> Iterator[list[SpokenClause]]:
    """Clauses that are one sentence, together."""
    sentence: list[SpokenClause] = []
    for clause in spoken_:
        sentence.append(clause)
        if not clause.goes_on:
            yield sentence
            sentence = []
    if sentence:
        yield [*sentence[:-1], replace(sentence[-1], goes_on=False)]


def _chunk(
    speech: Speech, text: str, pause: float, gain: float, threshold: float, ends: tuple[bool, bool]
) -> SpeechChunk:
    """Audio after the silence that the clause before asked for.

    ``ends`` tells whether its sentence begins and ends in it: there dead air is cut.
    """
    samples = limited(speech.samples * np.float32(gain))
    start, end = _heard(samples, threshold)
    start, end = start * ends[0], end if ends[1] else len(samples)
    samples = samples[start:end].copy()
    _fade(samples, *ends)
    shift = pause - start / mel.RATE
    length = pause + len(samples) / mel.RATE
    timings = tuple(
        Phoneme(p.phoneme, max(pause, p.start + shift), min(length, p.end + shift))
        for p in speech.timings
        if p.start + shift < length and p.end + shift > pause
    )
    return SpeechChunk(Audio(np.concatenate([_silence(pause), samples]), mel.RATE), text, timings)


def _gain(samples: F32, target: float, threshold: float) -> float:
    """The factor that brings what is heard of ``samples`` to ``target`` LUFS.

    Silence around a short answer would count in its loudness, and is cut afterwards.
    """
    gain = gain_to(samples, mel.RATE, target)
    start, end = _heard(samples * np.float32(gain), threshold)
    return gain_to(samples[start:end], mel.RATE, target)


def _heard(samples: F32, threshold: float) -> tuple[int, int]:
    """From just before the first to just after the last sound above the threshold."""
    block = mel.RATE // 100
    whole = samples[: len(samples) // block * block].reshape(-1, block)
    loud = np.flatnonzero(np.sqrt((whole**2).mean(axis=1)) > threshold)
    if not len(loud):
        return 0, len(samples)
    start = int(loud[0]) * block - int(BEFORE * mel.RATE)
    end = (int(loud[-1]) + 1) * block + int(AFTER * mel.RATE)
    return max(0, start), min(len(samples), end)


def _fade(samples: F32, start: bool, end: bool) -> None:
    """Raised-cosine ends, in place, so that a cut never clicks."""
    ends = ((FADE_IN * start, slice(None)), (FADE_OUT * end, slice(None, None, -1)))
    for seconds, part in ends:
        length = min(int(seconds * mel.RATE), len(samples))
        ramp = 0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / length)
        samples[part][:length] *= ramp.astype(np.float32)


def _silence(seconds: float) -> F32:
    return np.zeros(int(seconds * mel.RATE), np.float32)
