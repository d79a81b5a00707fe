"""The conversation printed as it goes: on pipes, dumb terminals and in scripted runs.

On a real terminal a live bar may follow the last line; elsewhere there are only lines.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import Literal

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.live import Live

from voice_agent.events import Event, Level, Notice
from voice_agent.show.actions import Actions
from voice_agent.show.bar import bar, live
from voice_agent.show.shell import Shell
from voice_agent.show.theme import glyphs
from voice_agent.show.view import View

LAST_TURN = 3600.0  # seconds that the requests of a piped script may take, all together


class Printer:
    """A bus listener that prints; with ``with_bar`` used as a context, a live bar below."""

    def __init__(self, console: Console, view: View, *, with_bar: bool = False) -> None:
        self.console = console
        self.view = view
        self._with_bar = with_bar and console.is_terminal
        self._lock = threading.Lock()
        self._stack = ExitStack()

    def __enter__(self) -> Printer:
        if self._with_bar:
            below = _Below(self.view)
            self._stack.enter_context(
                Live(below, console=self.console, refresh_per_second=8, transient=True)
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def show(self, event: Event) -> None:
        """Take in one event and print what it adds."""
        if isinstance(event, Level) and not self._with_bar:
            return
        with self._lock:
            for renderable in self.view.feed(event):
                self.console.print(renderable)

    def print(self, renderable: RenderableType) -> None:
        with self._lock:
            self.console.print(renderable)

    def line(self, severity: Literal["info", "warning", "error"], text: str) -> None:
        """A remark of the program itself."""
        self.show(Notice(0, text, severity))


class PlainTerminal:
    """``talk`` without cursor tricks: requests and slash commands come line by line.

    ``feed`` is the bus listener, ``run`` reads ``lines`` (standard input) to their end.
    """

    def __init__(self, console: Console, view: View, lines: Iterable[str]) -> None:
        self._printer = Printer(console, view)
        self._view = view
        self._lines = lines
        self._left = threading.Event()

    def feed(self, event: Event) -> None:
        self._printer.show(event)

    def print(self, renderable: RenderableType) -> None:
        self._printer.print(renderable)

    def leave(self) -> None:
        """End ``run``; from any thread."""
        self._left.set()

    def run(self, actions: Actions) -> int:
        """Carry out every line in order; the exit status: 0, or 130 after Ctrl-C."""
        shell = Shell(actions, self._view, self.print, in_order=True)
        reader = threading.Thread(target=self._read, args=(shell,), daemon=True)
        reader.start()
        try:
            while reader.is_alive() and not self._left.wait(0.1):
                pass
        except KeyboardInterrupt:
            actions.stop()
            return 130
        return 0

    def _read(self, shell: Shell) -> None:
        for line in self._lines:
            shell.submit(line)
        shell.finish(LAST_TURN)


class _Below:
    """The live line and the bar, drawn anew at every refresh."""

    def __init__(self, view: View) -> None:
        self._view = view

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        state, now, signs = self._view.snapshot(), time.monotonic(), glyphs(options)
        line = live(state, now, options.max_width, signs)
        yield line if line is not None else ""
        yield bar(state, now, options.max_width, signs)
