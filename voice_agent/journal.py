"""Lines that are kept as they come: whole ones, and safe from a program that is killed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO, Any

from voice_agent.errors import AgentError


class Journal:
    """Appends to the files of one folder; writes nothing once the folder is gone."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._whole: set[str] = set()  # files known to end with a whole line

    def append(self, name: str, document: dict[str, Any], *, sync: bool = True) -> None:
        """A line of JSON; with ``sync`` it is on the disk when this returns."""
        self.append_text(name, json.dumps(document, ensure_ascii=False) + "\n", sync=sync)

    def append_text(self, name: str, text: str, *, sync: bool = True) -> None:
        """Whole lines, after a new line where a crash left half of one; ``AgentError`` where they
        cannot be written."""
        if not self._directory.is_dir():  # deleted meanwhile, perhaps by the size limit
            return
        try:
            with (self._directory / name).open("a+b") as file:
                if name not in self._whole:
                    text = _after_crash(file) + text
                    self._whole.add(name)
                file.write(text.encode("utf-8", errors="replace"))
                file.flush()
                if sync:
                    os.fsync(file.fileno())
        except OSError as error:
            self._whole.discard(name)  # the next line must not go on with half of this one
            raise unwritable(self._directory, error) from error


def unwritable(directory: Path, error: OSError) -> AgentError:
    """What to tell where a folder takes no more."""
    reason = f"cannot write to '{directory}': {error.strerror or error}"
    return AgentError(reason, "make room, or check the permissions")


def _after_crash(file: IO[bytes]) -> str:
    """What must be written first so that a line cut off by a crash spoils no other."""
    if file.seek(0, os.SEEK_END) == 0:
        return ""
    file.seek(-1, os.SEEK_END)
    return "" if file.read(1) == b"\n" else "\n"
