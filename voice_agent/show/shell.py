"""Typed lines become actions, without ever keeping the terminal waiting."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from functools import partial

from rich.console import RenderableType
from rich.text import Text

from voice_agent.errors import AgentError
from voice_agent.show import slash
from voice_agent.show.actions import Actions, execute
from voice_agent.show.clean import clean_text
from voice_agent.show.lines import Line
from voice_agent.show.theme import QUIET
from voice_agent.show.view import View

log = logging.getLogger(__name__)

Job = Callable[[], RenderableType | None]

# Commands that take as long as a turn; the others must be answered while one runs.
_SLOW = (slash.Attach, slash.Play, slash.Again)


class Shell:
    """Parses lines and carries them out on two threads: one for turns, one for the rest.

    ``show`` prints a renderable and may be called from any thread. ``in_order`` carries out
    everything one after the other, as a script expects.
    """

    def __init__(
        self,
        actions: Actions,
        view: View,
        show: Callable[[RenderableType], None],
        *,
        in_order: bool = False,
    ) -> None:
        self.actions = actions
        self.view = view
        self.show = show
        self._slow = _Worker("requests", show)
        self._quick = _Worker("commands", show)
        self._in_order = in_order

    def submit(self, line: str) -> None:
        """Take in one typed line; returns at once."""
        line = line.strip()
        if not line:
            return
        if self._in_order:
            self._slow.do(lambda: self._take(line, at_once=True))
        else:
            self._take(line)

    def _take(self, line: str, *, at_once: bool = False) -> RenderableType | None:
        """Show a command, then do it or hand it to its thread."""
        try:
            command = slash.parse(line)
        except AgentError as error:
            self.show(Line("error", str(error)))
            return None
        if command is None:
            job, worker = partial(_asked, self.actions, line), self._slow
        else:
            self.show(Text(clean_text(line), QUIET))
            job = partial(execute, command, self.actions, self.view)
            worker = self._slow if isinstance(command, _SLOW) else self._quick
        if at_once:
            return job()
        worker.do(job)
        return None

    def finish(self, seconds: float) -> None:
        """Wait, at most so long for each thread, until what was submitted is done."""
        self._slow.finish(seconds)
        self._quick.finish(seconds)

    def close(self) -> None:
        """Begin nothing any more; what runs goes on."""
        self._slow.closed = self._quick.closed = True


def _asked(actions: Actions, text: str) -> RenderableType | None:
    remark = actions.ask(text)
    return Line("info", remark) if remark else None


class _Worker:
    """Does one job after the other; an error of a job is shown and harms no other."""

    def __init__(self, name: str, show: Callable[[RenderableType], None]) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._show = show
        self.closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def do(self, job: Job) -> None:
        self._jobs.put(job)

    def finish(self, seconds: float) -> None:
        self._jobs.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None and not self.closed:
            try:
                if (renderable := job()) is not None:
                    self._show(renderable)
            except AgentError as error:
                self._show(Line("error", str(error)))
            except Exception as error:  # the thread carries out what is typed next
                log.exception("a command failed")
                self._show(Line("error", f"that did not work ({type(error).__name__}: {error})"))
