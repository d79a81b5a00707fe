"""The classifier with its real weights, and two photos."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_agent.catalogue import load_path
from voice_agent.pictures.network import ImageClassifier

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def classifier() -> ImageClassifier:
    return ImageClassifier(load_path("efficientnet-lite0"))


@pytest.fixture
def cat() -> Path:
    return HERE / "chelsea.jpg"


@pytest.fixture
def coffee() -> Path:
    return HERE / "coffee.jpg"
