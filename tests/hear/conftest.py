from __future__ import annotations

from pathlib import Path

import pytest

from voice_agent.catalogue import load_path
from voice_agent.hear.asr import FasterWhisperAsr
from voice_agent.hear.endpoint import SmartTurn
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.units import Audio


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings()


@pytest.fixture(scope="session")
def silero() -> Path:
    return load_path("silero-vad")


@pytest.fixture(scope="session")
def asr(settings: Settings, silero: Path) -> FasterWhisperAsr:
    return FasterWhisperAsr(load_path("whisper-tiny-en"), settings.asr, silero)


@pytest.fixture(scope="session")
def smart_turn() -> SmartTurn:
    return SmartTurn(load_path("smart-turn"))


@pytest.fixture(scope="session")
def beckett() -> Audio:
    """An actor: "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better." """
    return files.read(load_path("people-recordings") / "beckett.wav")


@pytest.fixture(scope="session")
def two_cities() -> Audio:
    """A reader: the first sentence of A Tale of Two Cities, 44 s."""
    return files.read(load_path("people-recordings") / "two_cities.wav")
