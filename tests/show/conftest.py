"""Screens as text files: ``snapshot(name, text)`` compares, and says what changed."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.style import Style

from voice_agent.show import blocks

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = "UPDATE_SNAPSHOTS"


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Compare a screen with the file that keeps it; UPDATE_SNAPSHOTS=1 writes the file."""
    return compare


def compare(name: str, text: str) -> None:
    file = FOLDER / f"{name}.txt"
    shown = "\n".join(line.rstrip() for line in text.replace("\x1b", "\\e").splitlines()) + "\n"
    if os.environ.get(UPDATE):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
        return
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    if shown != kept:
        difference = "\n".join(
            difflib.unified_diff(kept.splitlines(), shown.splitlines(), "kept", "now", lineterm="")
        )
        pytest.fail(
            f"the screen '{name}' has changed:\n{difference}\n\nIf it is meant to look like "
            f"this, run: {UPDATE}=1 python -m pytest tests/show, and look at the difference",
            pytrace=False,
        )


@pytest.fixture(autouse=True)
def fresh_styles() -> None:
    """rich keeps the codes of the first colour system that a style is rendered with; a
    program has one, but these tests go through all of them."""
    Style.parse.cache_clear()
    Style._add.cache_clear()
    blocks._style.cache_clear()
