"""A ``main.py talk`` as a user has it: a process of its own in a terminal, on a virtual card.

What it does is read from the events of its session, what it needs from the system; nothing of
it runs in the measuring process. Linux only.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice_agent.errors import AgentError
from voice_agent.measure.data.virtual_card import VirtualSoundCard
from voice_agent.settings import ROOT

PATIENCE = 120.0  # seconds in which anything that is waited for happens
_LOOK = 0.05
_SIZE = (40, 120)  # lines and columns of the terminal

Document = dict[str, Any]


@dataclass(frozen=True)
class Usage:
    """What a process has used and holds: processor seconds, MB, and how many of each."""

    time: float  # monotonic
    processor: float
    megabytes: float
    most_megabytes: float
    descriptors: int
    threads: int


def usage(pid: int) -> Usage:
    """Of a process of this machine (Linux)."""
    folder = Path(f"/proc/{pid}")
    fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    status = {
        name: value.split()
        for name, _, value in (
            line.partition(":") for line in (folder / "status").read_text("utf-8").splitlines()
        )
    }
    return Usage(
        time=time.monotonic(),
        processor=(int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"),
        megabytes=int(status["VmRSS"][0]) / 1000,
        most_megabytes=int(status["VmHWM"][0]) / 1000,
        descriptors=len(list((folder / "fd").iterdir())),
        threads=int(status["Threads"][0]),
    )


class LiveTalk:
    """A running ``talk``. ``started`` is the instant of the command, monotonic."""

    def __init__(
        self, card: VirtualSoundCard, recordings: Path, flags: Sequence[str] = (), nice: int = 0
    ) -> None:
        command = [sys.executable, str(ROOT / "main.py"), "talk", *flags]
        command += ["--set", f"recordings.directory={recordings}"]
        if nice:
            command = ["nice", "-n", str(nice), *command]
        surroundings = {name: value for name, value in card.environment.items() if name != "HOME"}
        self._recordings = recordings
        self._terminal, theirs = pty.openpty()
        os.set_blocking(self._terminal, True)
        with contextlib.suppress(ImportError, OSError):
            import termios

            termios.tcsetwinsize(theirs, _SIZE) if hasattr(termios, "tcsetwinsize") else None
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            command,
            env=os.environ | surroundings | {"TERM": "xterm-256color", "LANG": "C.UTF-8"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        threading.Thread(target=self._read, name="terminal", daemon=True).start()
        self.events: list[Document] = []
        self._log: Path | None = None
        self._at = 0  # bytes of the log that were read
        self._rest = b""

    @property
    def pid(self) -> int:
        return self._process.pid

    def usage(self) -> Usage:
        return usage(self.pid)

    def type(self, line: str) -> None:
        """A line of the user's."""
        os.write(self._terminal, line.encode() + b"\r")

    def look(self) -> list[Document]:
        """Events that came since the last look; they are added to ``events``."""
        if self._log is None:
            self._log = next(self._recordings.glob("*/events.jsonl"), None)
        if self._log is None:
            self._check()
            return []
        with self._log.open("rb") as file:
            file.seek(self._at)
            read = file.read()
        self._at += len(read)
        *lines, self._rest = (self._rest + read).split(b"\n")
        fresh = [json.loads(line) for line in lines if line]
        self.events += fresh
        self._check()
        return fresh

    def wait_for(
        self, kind: str, wanted: Callable[[Document], bool] = lambda event: True
    ) -> Document:
        """The next event of a kind (among those not looked at yet)."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for event in self.look():
                if event["event"] == kind and wanted(event):
                    return event
            time.sleep(_LOOK)
        raise AgentError(f"`talk` told of no {kind} in {PATIENCE:.0f} s", "see its log")

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.type("/quit")
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=20)
        with contextlib.suppress(OSError):
            os.close(self._terminal)

    def _check(self) -> None:
        if self._process.poll() is not None:
            raise AgentError(f"`talk` ended with {self._process.returncode}", "see its log")

    def _read(self) -> None:
        """A terminal that shows nothing, but says where its cursor is when it is asked."""
        with contextlib.suppress(OSError):
            while shown := os.read(self._terminal, 65_536):
                if b"\x1b[6n" in shown:
                    os.write(self._terminal, b"\x1b[1;1R")


@contextlib.contextmanager
def live_talk(
    card: VirtualSoundCard, flags: Sequence[str] = (), nice: int = 0
) -> Iterator[LiveTalk]:
    """``talk`` with a session of its own, which is thrown away at the end."""
    with tempfile.TemporaryDirectory(prefix="talk-") as folder:
        talk = LiveTalk(card, Path(folder), flags, nice)
        try:
            yield talk
        finally:
            talk.close()
