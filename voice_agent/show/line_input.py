"""prompt_toolkit's parts, set up for this terminal: streams, history, completion."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input.base import Input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.output import Output

from voice_agent.folders import user_folder
from voice_agent.show.completion import Choices, suggest
from voice_agent.show.kitty import Decoder, Report

log = logging.getLogger(__name__)


def make_input(on_report: Callable[[Report], None]) -> Input:
    """Standard input; with kitty's key reports decoded where it is a POSIX terminal."""
    if sys.platform == "win32":
        from prompt_toolkit.input import create_input

        return create_input()

    from prompt_toolkit.input.vt100 import Vt100Input

    class KittyInput(Vt100Input):
        """Passes everything through the decoder before it is parsed."""

        def __init__(self) -> None:
            super().__init__(sys.stdin)
            self._decoder = Decoder()

        def read_keys(self) -> list[KeyPress]:
            data = self.stdin_reader.read()
            self.vt100_parser.feed(self._decoder.feed(data))
            return self._taken()

        def flush_keys(self) -> list[KeyPress]:
            self.vt100_parser.feed(self._decoder.flush())
            self.vt100_parser.flush()
            return self._taken()

        def _taken(self) -> list[KeyPress]:
            reports, self._decoder.reports = self._decoder.reports, []
            for report in reports:
                on_report(report)
            keys, self._buffer = self._buffer, []
            return keys

    return KittyInput()


def make_output() -> Output:
    """Standard output, without asking the terminal where its cursor is: nothing needs it."""
    if sys.platform == "win32":
        from prompt_toolkit.output import create_output

        return create_output()
    from prompt_toolkit.output.vt100 import Vt100_Output

    output = Vt100_Output.from_pty(sys.stdout)
    output.enable_cpr = False
    return output


def make_history(*, keep: bool, directory: Path | None = None) -> History:
    """Typed lines, kept across runs in the user's state folder, readable by nobody else."""
    if not keep:
        return InMemoryHistory()
    if directory is None:
        directory = user_folder("state")
    if directory is None:
        return InMemoryHistory()
    file = directory / "history"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return _KeptHistory(str(file))


class _KeptHistory(FileHistory):
    """A line that cannot be kept is not remembered; what it asks for is done all the same."""

    def load_history_strings(self) -> Iterable[str]:
        try:
            return list(super().load_history_strings())
        except OSError as error:
            log.warning("earlier lines cannot be read: %s", error)
            return []

    def store_string(self, string: str) -> None:
        try:
            super().store_string(string)
        except OSError as error:
            log.warning("a line is not remembered: %s", error)


class SlashCompleter(Completer):
    """Offers what ``suggest`` finds."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        for suggestion in suggest(document.text_before_cursor, self._choices):
            yield Completion(
                suggestion.text,
                start_position=-suggestion.replaces,
                display_meta=suggestion.note,
            )
