"""The conversation printed as it goes: on pipes, dumb terminals and in scripted runs.

On a real terminal a live bar may follow the last line; elsewhere there are only lines.
"""

from __future__ import annotations

import logging
import queue
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

log = logging.getLogger(__name__)

DRAWING_LIMIT = 60.0  # seconds that the last pictures may take
LAST_TURN = 3600.0  # seconds that the requests of a piped script may take, all together


class Printer:
    """A bus listener that prints what events add to the conversation.

    Used as a context it draws in a thread of its own, so that pictures hold nobody up, and
    leaves when all is printed; with ``with_bar``, a live bar follows the last line meanwhile.
    """

    def __init__(self, console: Console, view: View, *, with_bar: bool = False) -> None:
        self.console = console
        self.view = view
        self._with_bar = with_bar and console.is_terminal
        self._waiting: queue.SimpleQueue[Event | RenderableType | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stack = ExitStack()

    def __enter__(self) -> Printer:
        if self._with_bar:
            below = _Below(self.view)
            self._stack.enter_context(
                Live(below, console=self.console, refresh_per_second=8, transient=True)
            )
        self._thread = threading.Thread(target=self._work, name="printing", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(DRAWING_LIMIT)
            self._thread = None
        self._stack.close()

    def show(self, event: Event) -> None:
        """Take in one event and print what it adds."""
        if isinstance(event, Level):
            if self._with_bar:
                self.view.feed(event)
            return
        self.print(event)

    def print(self, item: Event | RenderableType) -> None:
        """Print a renderable, or what an event adds; from any thread."""
        if self._thread is None:
            self._print_now(item)
        else:
            self._waiting.put(item)

    def line(self, severity: Literal["info", "warning", "error"], text: str) -> None:
        """A remark of the program itself."""
        self.show(Notice(0, text, severity))

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None:
            try:
                self._print_now(item)
            except BrokenPipeError:
                return  # nobody reads any more
            except Exception:  # what cannot be drawn is missing; the rest is printed
                log.exception("cannot print %s", type(item).__name__)

    def _print_now(self, item: Event | RenderableType) -> None:
        with self._lock:
            for renderable in self.view.feed(item) if isinstance(item, Event) else [item]:
                self.console.print(renderable)


class PlainTerminal:
    """``talk`` without cursor tricks: requests and slash commands come line by line.

    ``feed`` is the bus listener, ``run`` reads ``lines`` (standard input) to their end.
    """

    def __init__(self, console: Console, view: View, lines: Iterable[str]) -> None:
        self._printer = Printer(console, view)
        self._view = view
        self._lines = lines
        self._shell: Shell | None = None
        self._left = threading.Event()

    def feed(self, event: Event) -> None:
        self._printer.show(event)

    def print(self, renderable: RenderableType) -> None:
        self._printer.print(renderable)

    def leave(self) -> None:
        """End ``run``; from any thread."""
        self._left.set()
        if self._shell is not None:
            self._shell.close()

    def run(self, actions: Actions) -> int:
        """Carry out every line in order; the exit status: 0, or 130 after Ctrl-C."""
        with self._printer:
            return self._run(actions)

    def _run(self, actions: Actions) -> int:
        shell = self._shell = Shell(actions, self._view, self.print, in_order=True)
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
