"""Cards: one file of the session, what it is and what it looks like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from voice_agent.show.blocks import RGB, fit, image_rows
from voice_agent.show.clean import clean_text
from voice_agent.show.layout import Gutter, Spread, channels_text, joined, rate_text, seconds_text
from voice_agent.show.spectrogram import Spectrogram
from voice_agent.show.theme import AGENT, QUIET, TOOL, glyphs
from voice_agent.units import Audio, Resource

Load = Callable[[str], Audio]
"""Reads an audio file of the session, by its session path."""
Look = Callable[[str], Sequence[RGB]]
"""Frames of an image (one) or a video (a few), by session path: uint8 (height, width, 3)."""


@dataclass(frozen=True, eq=False)
class Card:
    """A file of the session. ``number`` is what ``/play N`` calls it.

    ``audio`` and ``frames`` are previewed when they are given.
    """

    path: str
    kind: str
    description: str
    number: int
    audio: Audio | None = None
    frames: Sequence[RGB] = ()
    facts: Sequence[str] = ()
    problem: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        signs = glyphs(options)
        sign = {"audio": signs.audio, "image": signs.image, "video": signs.video}
        head = Text.assemble(
            (sign.get(self.kind, signs.text), AGENT),
            (f" {self.number} ", QUIET),
            (self.path, TOOL),
        )
        yield Spread(head, joined(self.facts, f" {signs.dot} "))
        if self.description and self.description != self.path:
            yield _indented(Text(self.description, QUIET))
        if self.problem:
            yield _indented(Text(clean_text(self.problem), QUIET))
        if self.audio is not None and self.audio.frames:
            yield Spectrogram(self.audio)
        if len(self.frames):
            yield _indented(Filmstrip(self.frames))


def audio_facts(seconds: float | None, rate: int | None, channels: int | None) -> list[str]:
    """Length, rate and channels, where known: ["4.2 s", "16 kHz", "mono"]."""
    facts = [] if seconds is None else [seconds_text(seconds)]
    facts += [] if rate is None else [rate_text(rate)]
    return facts + ([] if channels is None else [channels_text(channels)])


@dataclass(frozen=True, eq=False)
class Filmstrip:
    """Images beside one another, each in half blocks, at most ``rows`` high."""

    frames: Sequence[RGB]
    rows: int = 12

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, 120)
        count = max(1, min(len(self.frames), width // 16))
        each = (width - 2 * (count - 1)) // count
        pictures = [
            image_rows(fit(_rgb(frame), min(each, 72), self.rows), console, options)
            for frame in self.frames[:count]
        ]
        for row in range(max(len(picture) for picture in pictures)):
            for index, picture in enumerate(pictures):
                if index:
                    yield Segment("  ")
                if row < len(picture):
                    yield from picture[row]
                else:
                    yield Segment(" " * sum(segment.cell_length for segment in picture[0]))
            yield Segment.line()


def _indented(content: RenderableType) -> Gutter:
    return Gutter(content, Text("  "), Text("  "))


def _rgb(frame: RGB) -> RGB:
    return np.repeat(frame[..., None], 3, axis=2) if frame.ndim == 2 else frame[..., :3]


def file_list(files: Sequence[Resource], number_of: Callable[[str], int]) -> RenderableType:
    """The answer to ``/files``: number (0: none), path and description of each file."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style=QUIET, no_wrap=True)
    table.add_column(style=TOOL, no_wrap=True)
    table.add_column(style=QUIET)
    for file in files:
        table.add_row(
            str(number_of(file.path) or ""), file.path, Text(clean_text(file.description))
        )
    return _indented(table)
