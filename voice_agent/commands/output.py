"""What commands print: the conversation as it goes, or one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.events import from_document
from voice_agent.settings import Settings
from voice_agent.units import Resource

if TYPE_CHECKING:
    from voice_agent.conversation import Conversation
    from voice_agent.show.plain import Printer
    from voice_agent.show.view import View


def print_document(document: Any) -> None:
    """One JSON document on standard output, all of it or nothing. In ASCII: any text survives
    any terminal."""
    print(json.dumps(document, indent=2, allow_nan=False))


@contextmanager
def follow(talk: Conversation, *, to_stderr: bool) -> Iterator[Printer]:
    """Print the conversation as it goes, on standard error where stdout is for JSON."""
    session = talk.session
    view = make_view(talk.settings, session.directory, latencies=True, originals=session.originals)
    printer = _printer(view, talk.settings, to_stderr=to_stderr, bar=True)
    unsubscribe = talk.bus.subscribe(printer.show)
    try:
        with printer:
            yield printer
    finally:
        unsubscribe()


def replay(directory: Path, settings: Settings) -> int:
    """A recorded session as it looked, from its events."""
    from voice_agent.recordings import read_lines

    view = make_view(settings, directory, latencies=True)
    printer = _printer(view, settings, to_stderr=False, bar=False)
    for document in read_lines(directory / "events.jsonl"):
        event = from_document(document)
        if event is not None:
            printer.show(event)
    return 0


def make_view(
    settings: Settings,
    directory: Path,
    *,
    latencies: bool,
    mode: str = "text",
    files: Sequence[Resource] = (),
    originals: Mapping[str, Path] | None = None,
) -> View:
    """The view of a session in ``directory`` that knows ``files`` already."""
    from voice_agent.show.previews import Previews
    from voice_agent.show.view import View

    previews = Previews(directory, {} if originals is None else originals)
    return View(
        load=previews.load,
        look=previews.look,
        pictures=settings.terminal.pictures,
        latencies=latencies,
        mode=mode,
        planner=settings.planner.engine,
        voice=settings.voice.engine,
        muted=settings.talk.mute,
        files=files,
    )


def _printer(view: View, settings: Settings, *, to_stderr: bool, bar: bool) -> Printer:
    from voice_agent.show.console import make_console
    from voice_agent.show.plain import Printer

    return Printer(make_console(settings.terminal, stderr=to_stderr), view, with_bar=bar)
