"""What commands print: the conversation as it goes, or one JSON document."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from voice_agent.events import Event, from_document
from voice_agent.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from voice_agent.conversation import Conversation
    from voice_agent.show.view import View


def print_document(document: Any) -> None:
    """One JSON document on standard output."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")


@dataclass(frozen=True)
class Printer:
    """Prints what events add to the conversation."""

    console: Console
    view: View

    def show(self, event: Event) -> None:
        for renderable in self.view.feed(event):
            self.console.print(renderable)

    def line(self, severity: Literal["info", "warning", "error"], text: str) -> None:
        from voice_agent.events import Notice

        self.show(Notice(0, text, severity))


@contextmanager
def follow(talk: Conversation, *, to_stderr: bool) -> Iterator[Printer]:
    """Print the conversation as it goes, on standard error where stdout is for JSON."""
    printer = _printer(talk.settings, talk.session.directory, to_stderr=to_stderr)
    unsubscribe = talk.bus.subscribe(printer.show)
    try:
        yield printer
    finally:
        unsubscribe()


def replay(directory: Path, settings: Settings) -> int:
    """A recorded session as it looked, from its events."""
    from voice_agent.recordings import read_lines

    printer = _printer(settings, directory, to_stderr=False)
    for document in read_lines(directory / "events.jsonl"):
        event = from_document(document)
        if event is not None:
            printer.show(event)
    return 0


def _printer(settings: Settings, directory: Path, *, to_stderr: bool) -> Printer:
    from voice_agent.show.previews import Previews
    from voice_agent.show.console import make_console
    from voice_agent.show.view import View

    previews = Previews(directory)
    view = View(
        load=previews.load,
        look=previews.look,
        pictures=settings.terminal.pictures,
        latencies=True,
        planner=settings.planner.engine,
    )
    return Printer(make_console(settings.terminal, stderr=to_stderr), view)
