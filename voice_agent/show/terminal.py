"""The dialogue in one terminal: a conversation that scrolls, an input line, a bar below it.

    conversation, drawn by rich, printed above and never touched again
    ⠋ what goes on this moment
    ❯ what is being typed
      completions, while there are any
    ● state  level  mode  planner  voice                           latencies

prompt_toolkit owns the keyboard and the last lines; everything printed goes through it, so
the two never write over each other. Pictures are drawn in a thread of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.input.base import Input
from prompt_toolkit.output import ColorDepth, Output
from rich.console import RenderableType
from rich.text import Text

from voice_agent.errors import AgentError
from voice_agent.events import Event, Level
from voice_agent.settings import TerminalSettings
from voice_agent.show import kitty
from voice_agent.show.actions import Actions
from voice_agent.show.clean import clean_text
from voice_agent.show.completion import Choices
from voice_agent.show.console import Colours, colours_of, make_console, render
from voice_agent.show.keys import Interrupts, PushToTalk
from voice_agent.show.line_input import make_history, make_input, make_output
from voice_agent.show.lines import Line
from voice_agent.show.plain import PlainTerminal
from voice_agent.show.screen import Screen
from voice_agent.show.shell import Shell
from voice_agent.show.status import StatusLines, hint
from voice_agent.show.tty import LineStream, Modes, kept_signals, quiet_stderr, restored
from voice_agent.show.view import View

log = logging.getLogger(__name__)

TICK = 0.05  # seconds between looks at the clock: held keys, spinner, level
IDLE_TICK = 0.1  # the same while nothing goes on: only the level moves
LEFT_BY_USER, LEFT_BY_CTRL_C = 0, 130  # by a signal N: 128 + N

_DEPTHS: dict[Colours, ColorDepth] = {
    "none": ColorDepth.DEPTH_1_BIT,
    "standard": ColorDepth.DEPTH_4_BIT,
    "256": ColorDepth.DEPTH_8_BIT,
    "truecolor": ColorDepth.DEPTH_24_BIT,
}


class Terminal:
    """An interactive terminal.

        terminal = Terminal(view, settings.terminal, colours="256")
        bus.subscribe(terminal.feed)
        status = terminal.run(actions)          # until the user leaves

    ``feed``, ``print`` and ``leave`` may be called from any thread, before ``run``, too.
    """

    def __init__(
        self,
        view: View,
        settings: TerminalSettings,
        *,
        colours: Colours = "truecolor",
        choices: Choices | None = None,
        push_to_talk_limit: float = 60.0,
        history_directory: Path | None = None,
    ) -> None:
        self._view = view
        self._colours = colours
        self._encoding = sys.stdout.encoding or "utf-8"
        self._lines = StatusLines(view, colours, self._encoding)
        self._choices = choices or Choices(files=lambda: view.files)
        self._history = make_history(keep=settings.history, directory=history_directory)
        self._keys = PushToTalk(limit=push_to_talk_limit)
        self._interrupts = Interrupts()
        self._drawings: queue.SimpleQueue[Event | RenderableType | None] = queue.SimpleQueue()
        self._status = LEFT_BY_USER
        self._knows_kitty = False
        self._modes = Modes()
        self._app: Application[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    # --- from any thread --------------------------------------------------------------

    def feed(self, event: Event) -> None:
        """The bus listener."""
        if isinstance(event, Level):
            self._view.feed(event)
        else:
            self._drawings.put(event)

    def print(self, renderable: RenderableType) -> None:
        """Add something to the conversation."""
        self._drawings.put(renderable)

    def leave(self, status: int = LEFT_BY_USER) -> None:
        """End ``run`` once everything that was printed is on the screen."""
        self._status = status
        self._drawings.put(None)

    # --- the terminal's own thread ----------------------------------------------------

    def run(self, actions: Actions) -> int:
        """Hold the dialogue until the user leaves; the exit status of the program.

        The terminal's modes are put back whatever happens, also after an exception, which
        is passed on, and when the process is told to end.
        """
        self._actions = actions
        self._shell = Shell(actions, self._view, self.print)
        keyboard = make_input(self._reported)
        output = make_output()
        fds = (sys.stdin.fileno(), sys.stdout.fileno())
        above = contextlib.redirect_stdout(LineStream(self._printed))
        with restored(*fds) as self._modes, quiet_stderr(), above, kept_signals():
            app = self._app = self._application(keyboard, output)
            output.write_raw("\x1b7" + kitty.QUERY)
            app.run(pre_run=self._begin, set_exception_handler=False, handle_sigint=False)
        return self._status

    def _application(self, keyboard: Input, output: Output) -> Application[None]:
        screen = Screen(
            history=self._history,
            choices=self._choices,
            live=lambda: ANSI(self._lines.live),
            bar=lambda: ANSI(self._lines.bar),
            hint=lambda: hint(self._view.state, talking=self._keys.talking),
            signs=self._lines.signs,
            talks_by_key=lambda: self._view.state.mode == "push-to-talk",
            on_line=self._shell.submit,
            on_space=lambda: self._talk(self._keys.press(time.monotonic())),
            on_interrupt=self._interrupt,
            on_stop=self._stop,
            on_end=self.leave,
        )
        self._lines.redraw(output.get_size().columns)
        return screen.application(keyboard, output, _DEPTHS[self._colours])

    def _begin(self) -> None:
        assert self._app is not None
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._broken)
        with contextlib.suppress(NotImplementedError):  # Windows has no signals for loops
            self._loop.add_signal_handler(signal.SIGINT, self._interrupt)
            for ending in (signal.SIGTERM, signal.SIGHUP):
                self._loop.add_signal_handler(ending, self._terminated, 128 + ending)
        threading.Thread(target=self._draw, name="drawing", daemon=True).start()
        self._app.create_background_task(self._tick())

    async def _tick(self) -> None:
        while self._app is not None:
            self._talk(self._keys.tick(time.monotonic()))
            self._ask_for_key_reports(self._view.state.mode == "push-to-talk")
            if self._lines.redraw(self._app.output.get_size().columns):
                self._app.invalidate()
            state = self._view.state
            waits = state.state in ("idle", "asleep") and state.mode != "push-to-talk"
            await asyncio.sleep(IDLE_TICK if waits else TICK)

    # --- keys -------------------------------------------------------------------------

    def _talk(self, signal: str | None) -> None:
        if signal is not None:
            self._try(lambda: self._actions.talk(signal == "start"))

    def _stop(self) -> bool:
        """Stop what goes on; False if there was nothing to stop."""
        talking = self._keys.talking
        self._keys.reset()
        return bool(self._try(self._actions.stop)) or talking

    def _try(self, action: Callable[[], bool | None]) -> bool | None:
        try:
            return action()
        except AgentError as error:
            self.print(Line("error", str(error)))
        except Exception as error:  # a key that fails must not end the terminal
            log.exception("an action failed")
            self.print(Line("error", f"that did not work ({type(error).__name__}: {error})"))
        return True

    def _interrupt(self) -> None:
        if self._interrupts.press(time.monotonic()) == "leave":
            self._stop()
            self._terminated(LEFT_BY_CTRL_C)
            return
        if not self._stop():
            self.print(Line("info", "Ctrl-C again leaves"))

    def _reported(self, report: kitty.Report) -> None:
        if report == "supported":
            self._knows_kitty = True
        else:
            self._talk(self._keys.release(time.monotonic()))

    def _ask_for_key_reports(self, wanted: bool) -> None:
        wanted = wanted and self._knows_kitty
        if wanted != self._modes.key_reports and self._app is not None:
            self._modes.key_reports = wanted
            self._app.output.write_raw(kitty.PUSH if wanted else kitty.POP)
            self._app.output.flush()

    def _terminated(self, status: int) -> None:
        self._status = status
        self._exit()

    def _broken(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """An error in this thread would leave a terminal that no longer answers: end it."""
        error = context.get("exception")
        log.error("the terminal failed: %s", context.get("message"), exc_info=error)
        if isinstance(error, Exception):
            self._exit(error)

    # --- drawing ----------------------------------------------------------------------

    def _draw(self) -> None:
        """Thread: turns events into text and hands it to the terminal's thread."""
        while (item := self._drawings.get()) is not None:
            try:
                renderables = self._view.feed(item) if isinstance(item, Event) else [item]
                width = self._app.output.get_size().columns if self._app else 80
                text = render(renderables, width=max(width, 20), colours=self._colours,
                              encoding=self._encoding)  # fmt: skip
            except Exception:  # what cannot be drawn is missing; the rest is shown
                log.exception("cannot show %s", type(item).__name__)
                continue
            if text:
                self._on_loop(partial(self._append, text))
        self._on_loop(self._exit)

    def _append(self, text: str) -> None:
        """Print above the input: wipe it, write, and let it be drawn again below."""
        if self._app is not None:
            self._app.renderer.erase()
            self._app.output.write_raw(text.replace("\n", "\r\n"))
            self._app.output.flush()
            self._app.invalidate()

    def _printed(self, line: str) -> None:
        """What anybody else prints goes above the input line, too."""
        self.print(Text(clean_text(line)))

    def _exit(self, error: Exception | None = None) -> None:
        if self._app is not None and self._app.is_running and not self._app.is_done:
            if error is None:
                self._app.exit()
            else:
                self._app.exit(exception=error)

    def _on_loop(self, call: Callable[[], None]) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop ended meanwhile
                self._loop.call_soon_threadsafe(call)


def make_terminal(
    view: View,
    settings: TerminalSettings,
    *,
    choices: Choices | None = None,
    push_to_talk_limit: float = 60.0,
    history_directory: Path | None = None,
) -> Terminal | PlainTerminal:
    """The terminal for this standard input and output: interactive, or plain lines.

    Both are used in the same way: ``feed`` listens to the bus, ``run(actions)`` holds the
    dialogue and returns the exit status, ``leave`` ends it.
    """
    able = os.environ.get("TERM", "" if sys.platform != "win32" else "windows")
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or able in ("", "dumb"):
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="surrogateescape")  # bytes of another encoding
        return PlainTerminal(make_console(settings), view, sys.stdin)
    return Terminal(
        view,
        settings,
        colours=colours_of(settings.colour, terminal=True, environment=os.environ),
        choices=choices,
        push_to_talk_limit=push_to_talk_limit,
        history_directory=history_directory,
    )
