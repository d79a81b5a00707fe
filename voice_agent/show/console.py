"""How much colour a stream can show, and rich consoles that keep to it."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import IO, Literal

from rich.console import Console, RenderableType

from voice_agent.settings import TerminalSettings

Colours = Literal["none", "standard", "256", "truecolor"]


def colours_of(
    setting: Literal["auto", "always", "never"], *, terminal: bool, environment: Mapping[str, str]
) -> Colours:
    """The colours to use: ``setting``, then NO_COLOR, then what the terminal says of itself."""
    term = environment.get("TERM", "")
    if setting == "never":
        return "none"
    if setting == "auto" and (not terminal or environment.get("NO_COLOR") or term == "dumb"):
        return "none"
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "direct" in term:
        return "truecolor"
    if "256" in term or sys.platform == "win32":
        return "256"
    return "standard"


def make_console(settings: TerminalSettings, *, stderr: bool = False) -> Console:
    """A console on standard output (or error) for plain printing, pipes included.

    A pipe gets readable lines of 100 columns at most, without any control codes.
    """
    stream = sys.stderr if stderr else sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")  # a sign that cannot be sent must not end a turn
    terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
    colours = colours_of(settings.colour, terminal=terminal, environment=os.environ)
    size = shutil.get_terminal_size((100, 24))
    return _console(stream, colours, size.columns if terminal else min(size.columns, 100),
                    terminal=terminal)  # fmt: skip


def render(
    renderables: Iterable[RenderableType], *, width: int, colours: Colours, encoding: str = "utf-8"
) -> str:
    """What a terminal must be sent to show ``renderables`` in ``width`` columns."""
    stream = _Capture(encoding)
    console = _console(stream, colours, width, terminal=True)
    for renderable in renderables:
        console.print(renderable)
    return stream.getvalue()


def _console(stream: IO[str], colours: Colours, width: int, *, terminal: bool) -> Console:
    # An empty environment: rich must not decide again what was decided above.
    return Console(
        file=stream,
        force_terminal=terminal,
        color_system=None if colours == "none" else colours,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


class _Capture(io.StringIO):
    """A string that says in which encoding it will be sent; rich chooses its signs by it."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding
