"""A sentence of the assistant's own voice, whose phoneme times are known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soxr

from voice_agent.catalogue import load_path
from voice_agent.portrait.acoustics import Acoustics, listen
from voice_agent.portrait.mtcnn import FaceFinder
from voice_agent.portrait.timing import known
from voice_agent.portrait.visemes import Sound
from voice_agent.speak.own_voice import FastSpeech2Voice
from voice_agent.units import Phoneme

TEXT = "My father makes pumpkin bread for the family"


@dataclass(frozen=True, eq=False)
class Spoken:
    """``samples`` at 16 kHz, and when each word and sound is said."""

    voice: FastSpeech2Voice
    samples: np.ndarray
    acoustics: Acoustics
    sounds: list[Sound]
    words: list[tuple[str, float, float]]


@pytest.fixture(scope="session")
def spoken() -> Spoken:
    voice = FastSpeech2Voice(load_path("fastspeech2"), load_path("vocoder"))
    (chunk,) = voice.speak(TEXT)
    samples = soxr.resample(chunk.audio.mono(), chunk.audio.rate, 16_000)
    sounds = known(chunk.phonemes)
    words, used = [], 0
    for word in TEXT.split():
        count = len(known(_letters("".join(c.phonemes for c in voice.clauses(word)))))
        part = sounds[used : used + count]
        words.append((word, part[0].start, part[-1].end))
        used += count
    return Spoken(voice, samples, listen([samples]), sounds, words)


def _letters(symbols: str) -> list[Phoneme]:
    return [Phoneme(symbol, 0.0, 1.0) for symbol in symbols]


@pytest.fixture(scope="session")
def finder() -> FaceFinder:
    return FaceFinder(load_path("mtcnn"))


@pytest.fixture(scope="session")
def photo() -> Path:
    """A person in a photograph, smiling with her teeth; 260 pixels a side."""
    return Path(__file__).parent / "astronaut.jpg"
