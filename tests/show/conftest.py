"""What a comparison of screens says when it fails; styles as a fresh program has them."""

from __future__ import annotations

import difflib
import os

import pytest
from rich.style import Style

from tests.show.recorded import Recorded
from voice_agent.show import blocks

UPDATE = "UPDATE_SNAPSHOTS"


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """The difference to the kept screen; with UPDATE_SNAPSHOTS=1 the file is written anew."""
    if op != "==" or not isinstance(left, str) or not isinstance(right, Recorded):
        return None
    name = right.file.stem
    if os.environ.get(UPDATE):
        right.file.write_text(left, encoding="utf-8")
        return [f"the screen '{name}' is kept anew: look at the difference, and run again"]
    return [
        f"the screen '{name}' has changed; if it is meant to look like this, run "
        f"{UPDATE}=1 python -m pytest tests/show, and look at the difference",
        *difflib.unified_diff(right.splitlines(), left.splitlines(), "kept", "now", lineterm=""),
    ]


@pytest.fixture(autouse=True)
def fresh_styles() -> None:
    """rich keeps the codes of the first colour system that a style is rendered with; a
    program has one, but these tests go through all of them."""
    Style.parse.cache_clear()
    Style._add.cache_clear()
    blocks._style.cache_clear()
