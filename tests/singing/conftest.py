"""The real voice, and its phonemes of English words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voice_agent.settings import ROOT
from voice_agent.speak.own_voice import FastSpeech2Voice


@pytest.fixture(scope="session")
def voice() -> FastSpeech2Voice:
    return FastSpeech2Voice(ROOT / "models" / "fastspeech2")


@pytest.fixture(scope="session")
def phonemize(voice: FastSpeech2Voice) -> Callable[[str], str]:
    return lambda text: " ".join(clause.phonemes for clause in voice.clauses(text))
