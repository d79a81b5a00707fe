"""Screens kept as text files: ``assert screen(text) == recorded(name)``."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


class Recorded(str):
    """A kept screen that knows its file, so that a failed comparison can name and renew it."""

    file: Path


def recorded(name: str) -> Recorded:
    """The screen kept under ``name``; an empty one where none is kept yet."""
    file = FOLDER / f"{name}.txt"
    kept = Recorded(file.read_text(encoding="utf-8") if file.exists() else "")
    kept.file = file
    return kept


def screen(text: str) -> str:
    """What a terminal is sent, as it is kept: escapes readable, nothing at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.replace("\x1b", "\\e").splitlines()) + "\n"
