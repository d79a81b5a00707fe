"""The folder of recorded sessions: which there are, how large, and which must go.

Several programs may use it at once: what one of them holds, none deletes.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from voice_agent.errors import AgentError, UsageError
from voice_agent.settings import RecordingsSettings

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
    """Delete the oldest sessions beyond the limits of age and size, but none that is in use;
    their names."""
    removed: list[str] = []
    names = [name for name in listing(root) if name != current]
    sizes = {name: size(root / name) for name in names}
    total = sum(sizes.values())
    now = datetime.datetime.now()
    for name in names:
        age = now - datetime.datetime.strptime(name[:15], "%Y%m%d-%H%M%S")
        too_old = age > datetime.timedelta(days=settings.max_days)
        if (too_old or total > settings.max_megabytes * 1e6) and not in_use(root / name):
            shutil.rmtree(root / name, ignore_errors=True)
            total -= sizes[name]
            removed.append(name)
    return removed


def delete(directory: Path) -> None:
    """Delete one session; ``AgentError`` where that is not possible."""
    if in_use(directory):
        raise AgentError(
            f"the session '{directory.name}' is in use", "end the program that works in it first"
        )
    try:
        shutil.rmtree(directory)
    except OSError as error:
        raise AgentError(
            f"cannot delete the session '{directory.name}': {error.strerror}",
            f"look at what is left in '{directory}'",
        ) from None


def hold(directory: Path) -> Callable[[], None]:
    """Say that a session is in use, until what this returns is called or the process ends."""
    if sys.platform == "win32":  # open files cannot be deleted there
        return lambda: None
    import fcntl

    try:
        descriptor = os.open(directory, os.O_RDONLY)
    except OSError:  # gone already
        return lambda: None
    with contextlib.suppress(OSError):  # a file system without locks
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return lambda: os.close(descriptor)


def in_use(directory: Path) -> bool:
    """Whether any program holds a session."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        descriptor = os.open(directory, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, a line each; a line cut off by a crash is left out."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(document, dict):
            yield document


def size(directory: Path) -> int:
    """Bytes of all files; one that is renamed or deleted meanwhile counts nothing."""
    total = 0
    for folder, _, names in os.walk(directory):
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(folder, name).stat().st_size
    return total
