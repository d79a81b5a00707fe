"""Keeps a terminal sane: whatever happens, it is left as it was found."""

from __future__ import annotations

import atexit
import contextlib
import io
import logging
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from voice_agent.show import kitty
from voice_agent.sound.error_stream import lead_to

log = logging.getLogger(__name__)

_CALM = "\x1b[?2004l\x1b[?25h\x1b[0m"  # no paste brackets, cursor shown, plain colours


@dataclass
class Modes:
    """What was switched on in the terminal and must be switched off again, once."""

    key_reports: bool = False  # kitty's; they are a stack, so too many pops harm the shell


@contextlib.contextmanager
def restored(input_fd: int, output_fd: int) -> Iterator[Modes]:
    """On the way out, and at exit at the latest, put the terminal's modes back."""
    modes = Modes()
    try:
        import termios
    except ImportError:  # Windows: the console library restores its own modes
        yield modes
        return
    try:
        before = termios.tcgetattr(input_fd)
    except termios.error:
        yield modes
        return

    def restore() -> None:
        pop, modes.key_reports = kitty.POP if modes.key_reports else "", False
        with contextlib.suppress(OSError):
            os.write(output_fd, (pop + _CALM).encode())
        with contextlib.suppress(termios.error):
            termios.tcsetattr(input_fd, termios.TCSADRAIN, before)

    atexit.register(restore)
    try:
        yield modes
    finally:
        restore()
        atexit.unregister(restore)


@contextlib.contextmanager
def quiet_stderr() -> Iterator[deque[str]]:
    """Keep what libraries write to standard error off the screen, and in the log instead.

    Sound drivers and inference runtimes write there from native code, in the middle of the
    input line. The deque holds the last lines, for when something goes wrong.
    """
    lines: deque[str] = deque(maxlen=40)
    if not sys.stderr.isatty():
        yield lines
        return
    sys.stderr.flush()
    reading, writing = os.pipe()
    kept = lead_to(writing)
    os.close(writing)

    def read() -> None:
        with open(reading, encoding="utf-8", errors="replace") as pipe:  # noqa: PTH123
            for line in pipe:
                lines.append(line.rstrip())
                log.debug("stderr: %s", line.rstrip())

    reader = threading.Thread(target=read, name="stderr", daemon=True)
    reader.start()
    try:
        yield lines
    finally:
        sys.stderr.flush()
        os.close(lead_to(kept))  # the pipe's last writing end, which ends the reader
        os.close(kept)
        reader.join(1.0)


@contextlib.contextmanager
def kept_signals() -> Iterator[None]:
    """Put back the signal handlers that an event loop replaces."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


class LineStream(io.TextIOBase):
    """A text stream that hands over every whole line that is written to it."""

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._on_line = on_line
        self._rest = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._on_line(line)
        return len(text)
