"""The hub as a source, in its real client, against a hub on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalogue.index import Index, noise, sha256, write_catalogue
from voice_agent.catalogue import Catalogue
from voice_agent.errors import AgentError
from voice_agent.hub import folder_of, whisper_name

WEIGHTS = noise(3, 5000)
HUB = """
import sys
from pathlib import Path
from voice_agent.catalogue import Catalogue
print(Catalogue(Path(sys.argv[1]), directory=Path(sys.argv[2])).load_path(sys.argv[3]))
"""


def load(index: Index, tmp_path: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Load ``name`` in a process of its own: the hub's address is read at import."""
    source = '[[h.sources]]\nkind = "hub"\nrepo = "owner/repo"\nfolder = "onnx/"'
    path = write_catalogue(tmp_path / "c.toml", "h", {"w.onnx": WEIGHTS}, source)
    environment = dict(os.environ, HF_ENDPOINT=index.url, HF_HOME=str(tmp_path / "hf"))
    environment |= {"HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_XET": "1"}
    return subprocess.run(
        [sys.executable, "-c", HUB, str(path), str(tmp_path / "models"), name],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip


def test_a_file_of_the_catalogue_comes_from_the_hub(index: Index, tmp_path: Path) -> None:
    index.files["/owner/repo/resolve/main/onnx/w.onnx"] = WEIGHTS
    done = load(index, tmp_path, "h")
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).read_bytes() == WEIGHTS
    assert not list((tmp_path / "models" / ".downloads").iterdir())


def test_other_bytes_from_the_hub_are_refused(index: Index, tmp_path: Path) -> None:
    index.files["/owner/repo/resolve/main/onnx/w.onnx"] = noise(4, 5000)
    done = load(index, tmp_path, "h")
    assert done.returncode == 1
    assert "not the file that the catalogue names" in done.stderr
    assert not (tmp_path / "models" / "h" / "w.onnx").exists()


REPOSITORY = {"config.json": b"{}", "model.bin": noise(5, 4000)}


def offer_repository(index: Index) -> None:
    """owner/whisper with two files, as the hub's own interface describes it."""
    commit = "0" * 40
    tree = [
        {"type": "file", "path": name, "size": len(data), "oid": sha256(data)[:40]}
        for name, data in REPOSITORY.items()
    ]
    siblings = [{"rfilename": name} for name in REPOSITORY]
    about = {"id": "owner/whisper", "sha": commit, "siblings": siblings}
    index.files["/api/models/owner/whisper"] = json.dumps(about).encode()
    index.files["/api/models/owner/whisper/revision/main"] = json.dumps(about).encode()
    for revision in ("main", commit):
        index.files[f"/api/models/owner/whisper/tree/{revision}"] = json.dumps(tree).encode()
        for name, data in REPOSITORY.items():
            index.files[f"/owner/whisper/resolve/{revision}/{name}"] = data


def test_a_repository_is_fetched_once_and_then_needs_no_hub(index: Index, tmp_path: Path) -> None:
    offer_repository(index)
    done = load(index, tmp_path, "hub:owner/whisper")
    assert done.returncode == 0, done.stderr
    home = Path(done.stdout.strip())
    assert {name: (home / name).read_bytes() for name in REPOSITORY} == REPOSITORY
    index.files.clear()
    index.requests.clear()
    assert load(index, tmp_path, "hub:owner/whisper").stdout.strip() == str(home)
    assert index.requests == []


def test_a_damaged_repository_is_fetched_again(index: Index, tmp_path: Path) -> None:
    offer_repository(index)
    home = Path(load(index, tmp_path, "hub:owner/whisper").stdout.strip())
    (home / "model.bin").write_bytes(noise(6, 4000))
    done = load(index, tmp_path, "hub:owner/whisper")
    assert done.returncode == 0, done.stderr
    assert (home / "model.bin").read_bytes() == REPOSITORY["model.bin"]


def test_a_repository_that_is_not_there_is_named(index: Index, tmp_path: Path) -> None:
    done = load(index, tmp_path, "hub:owner/nothing")
    assert done.returncode == 1
    assert "'hub:owner/nothing' is not on this machine" in done.stderr


def test_switched_off_fetching_holds_for_repositories_too(tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="models fetch hub:owner/whisper"):
        Catalogue(directory=tmp_path).load_path("hub:owner/whisper", fetch=False)


@pytest.mark.parametrize("name", ["hub:", "hub:one", "hub:../../etc", "hub:a/b/c", "hub:a/.."])
def test_a_wrong_repository_name_touches_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(AgentError, match="hub:OWNER/NAME"):
        folder_of(name, tmp_path)


def test_whisper_sizes_have_names_and_other_words_have_none() -> None:
    assert whisper_name("small.en") == "hub:Systran/faster-whisper-small.en"
    assert whisper_name("gigantic") is None
