"""Folders that belong to the user, who may have no home: a service, a container."""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def expanded(path: str | Path) -> Path:
    """``path`` with a home folder for the "~" that it begins with; a "~take.wav" of nobody's
    stays what it is."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def user_folder(kind: Literal["data", "state", "log"]) -> Path | None:
    """Where the system wants our files of a kind; None where it has no place for them."""
    import platformdirs

    folders = platformdirs.PlatformDirs("voice-agent", appauthor=False)
    try:
        return Path(getattr(folders, f"user_{kind}_dir"))
    except RuntimeError:
        return None
