"""The real voice, and its phonemes of English words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voice_agent.catalogue import load_path
from voice_agent.speak.own_voice import FastSpeech2Voice


@pytest.fixture(scope="session")
def voice() -> FastSpeech2Voice:
    return FastSpeech2Voice(load_path("fastspeech2"), load_path("vocoder"))


@pytest.fixture(scope="session")
def phonemize(voice: FastSpeech2Voice) -> Callable[[str], str]:
    return lambda text: " ".join(clause.phonemes for clause in voice.clauses(text))
