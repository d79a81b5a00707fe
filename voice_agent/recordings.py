"""The folder of recorded sessions: which there are, how large, and which must go."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voice_agent.settings import RecordingsSettings
from voice_agent.units import UsageError

_SESSION_ID = re.compile(r"^\d{8}-\d{6}-[0-9a-f]{4}$")


def find(name: str, root: Path) -> Path:
    """The directory of session ``name`` (or "last"); ``UsageError`` when there is none."""
    names = listing(root)
    if name == "last" and names:
        name = names[-1]
    if name not in names:
        raise UsageError(
            f"there is no session '{name}' in '{root}'", "`sessions list` shows what there is"
        )
    return root / name


def listing(root: Path) -> list[str]:
    """Session names below ``root``, oldest first."""
    if not root.is_dir():
        return []
    return sorted(p.name for p in root.iterdir() if p.is_dir() and _SESSION_ID.match(p.name))


def prune(settings: RecordingsSettings, root: Path, current: str = "") -> list[str]:
    """Delete the oldest sessions beyond the limits of age and size; their names."""
    removed: list[str] = []
    names = [name for name in listing(root) if name != current]
    sizes = {name: size(root / name) for name in names}
    total = sum(sizes.values())
    now = datetime.datetime.now()
    for name in names:
        age = now - datetime.datetime.strptime(name[:15], "%Y%m%d-%H%M%S")
        too_old = age > datetime.timedelta(days=settings.max_days)
        if too_old or total > settings.max_megabytes * 1e6:
            shutil.rmtree(root / name, ignore_errors=True)
            total -= sizes[name]
            removed.append(name)
    return removed


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, a line each; a line cut off by a crash is left out."""
    if not path.is_file():
        return
    for line in path.read_bytes().splitlines():
        try:
            document = json.loads(line)
        except ValueError:
            continue
        if isinstance(document, dict):
            yield document


def size(directory: Path) -> int:
    return sum(p.stat().st_size for p in directory.rglob("*") if p.is_file())
