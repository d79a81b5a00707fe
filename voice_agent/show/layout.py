"""Small pieces that every screen is laid out with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from voice_agent.show.theme import QUIET


@dataclass(frozen=True)
class Gutter:
    """``content`` with ``first`` before its first line and ``rest`` before the others.

    Both are of one style each and equally wide.
    """

    content: RenderableType
    first: Text
    rest: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(8, options.max_width - self.first.cell_len)
        inner = options.update(width=width, height=None)
        prefix = self.first
        for line in console.render_lines(self.content, inner, pad=False):
            yield Segment(prefix.plain, console.get_style(prefix.style))
            yield from line
            yield Segment.line()
            prefix = self.rest


@dataclass(frozen=True)
class Spread:
    """``left`` and, at the right edge, ``right``; on two lines where one is too narrow."""

    left: Text
    right: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        gap = width - self.left.cell_len - self.right.cell_len
        if not self.right.plain:
            yield shorten(self.left, width, options)
        elif gap >= 2:
            yield Text.assemble(self.left, " " * gap, self.right)
        elif width - self.right.cell_len >= 24:
            short = shorten(self.left, width - self.right.cell_len - 2, options)
            space = " " * (width - short.cell_len - self.right.cell_len)
            yield Text.assemble(short, space, self.right)
        else:
            yield shorten(self.left, width, options)
            yield Text.assemble("  ", shorten(self.right, width - 2, options))


def shorten(text: Text, width: int, options: ConsoleOptions) -> Text:
    """``text`` on one line of at most ``width`` cells, marked where it was cut."""
    if text.cell_len <= width:
        return text
    mark = "~" if options.ascii_only else "…"
    short = text.copy()
    short.truncate(max(width - 1, 0))
    short.append(mark, style=QUIET)
    return short


def shorten_start(text: str, width: int, mark: str = "…") -> str:
    """The end of ``text`` in at most ``width`` cells: what was said last matters most."""
    text = " ".join(text.split())
    if cell_len(text) <= width:
        return text
    kept = text
    while kept and cell_len(kept) > width - 1:
        kept = kept[1:]
    return mark + kept


def joined(parts: Iterable[Text | str], separator: str, style: str = QUIET) -> Text:
    """The parts that are not empty, with the separator between them."""
    texts = [part if isinstance(part, Text) else Text(part, style) for part in parts]
    return Text(separator, style).join([text for text in texts if text.plain])


def seconds_text(seconds: float) -> str:
    """A duration for people: 0.41 s, 4.2 s, 1:05."""
    if seconds >= 60:
        return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
    return f"{seconds:.2f} s" if seconds < 1 else f"{seconds:.1f} s"


def rate_text(hz: int) -> str:
    """A sample rate for people: 16 kHz, 44.1 kHz."""
    return f"{hz / 1000:g} kHz"


def channels_text(channels: int) -> str:
    return {1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")
