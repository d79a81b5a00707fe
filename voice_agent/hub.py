"""Whole repositories of the Hugging Face hub, for models that the catalogue does not list.

A name like ``hub:Systran/faster-whisper-small.en`` is fetched once. What came is written
down with its hashes, and every later load is checked against that, without the network.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from voice_agent.catalogue_file import ModelFile, hash_file
from voice_agent.errors import AgentError

PREFIX = "hub:"
WHISPER_SIZES = (
    "tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en",
    "large-v1", "large-v2", "large-v3",
)  # fmt: skip
_MANIFEST = "files.json"


def whisper_name(size: str) -> str | None:
    """The name under which a Whisper size is loaded ("small.en" -> "hub:..."), if it is one."""
    return f"{PREFIX}Systran/faster-whisper-{size}" if size in WHISPER_SIZES else None


def folder_of(name: str, directory: Path) -> Path:
    """Where the repository ``name`` lies below the model directory."""
    repo = name.removeprefix(PREFIX)
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", repo):
        raise AgentError(f"'{name}' does not name a hub repository", "write hub:OWNER/NAME")
    return directory / "hub" / repo.replace("/", "--")


def manifest(folder: Path) -> tuple[ModelFile, ...] | None:
    """The files that were fetched into ``folder``; None if that was never finished."""
    try:
        rows: list[dict[str, Any]] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return tuple(ModelFile(**row) for row in rows)
    except (OSError, ValueError, TypeError):
        return None


def fetch_repository(name: str, folder: Path) -> tuple[ModelFile, ...]:
    """Bring all of ``name`` into ``folder`` and write down what came. The caller holds a lock."""
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.utils.tqdm import disable_progress_bars
    except ImportError:
        raise AgentError("huggingface_hub is not installed", "run: make setup") from None
    disable_progress_bars()
    (folder / _MANIFEST).unlink(missing_ok=True)
    try:
        snapshot_download(name.removeprefix(PREFIX), local_dir=folder)
    except Exception as error:  # the hub client raises many unrelated types when offline
        raise AgentError(
            f"the model '{name}' is not on this machine and the hub did not give it "
            f"({type(error).__name__})",
            "check its name and the connection, or choose a model of: python main.py models list",
        ) from error
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    files = tuple(
        ModelFile(path.relative_to(folder).as_posix(), path.stat().st_size, hash_file(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )
    part = folder / f"{_MANIFEST}.part"
    part.write_text(json.dumps([vars(file) for file in files]), encoding="utf-8")
    part.replace(folder / _MANIFEST)
    return files
