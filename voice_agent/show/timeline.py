"""What happens when in a recording: sound events as bars, words with their times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from voice_agent.show.layout import Gutter, shorten
from voice_agent.show.spectrogram import GUTTER, time_axis
from voice_agent.show.theme import AGENT, QUIET, glyphs
from voice_agent.sound.mel_image import format_seconds

MOST_ROWS = 10


@dataclass(frozen=True)
class Lane:
    """One row: a label and its spans in seconds; ``score`` in [0, 1] where known."""

    label: str
    spans: tuple[tuple[float, float], ...]
    score: float | None = None


@dataclass(frozen=True)
class Timeline:
    """Lanes as bars over ``seconds`` of time, as wide as the space given.

    Speech         ━━━━━━━━━━────━━━━━━━  92 %
    Dog            ──────━━━────────────  61 %
                   0     1     2     3 s
    """

    lanes: Sequence[Lane]
    seconds: float

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        signs = glyphs(options)
        shown = self.lanes[:MOST_ROWS]
        widest = max((cell_len(lane.label) for lane in shown), default=0)
        names = max(GUTTER - 1, min(widest, options.max_width // 3, 24))
        scores = 6 if any(lane.score is not None for lane in shown) else 0
        columns = max(8, min(options.max_width - names - 1 - scores, 120))
        for lane in shown:
            label = shorten(Text(lane.label), names, options)
            label.pad_right(names - label.cell_len + 1)
            line = Text.assemble(label, self._bar(lane, columns, signs.full, signs.empty))
            if lane.score is not None:
                line.append(f"{100 * lane.score:4.0f} %", QUIET)
            yield line
        if hidden := len(self.lanes) - len(shown):
            yield Text(f"{' ' * (names + 1)}and {hidden} more", QUIET)
        yield Text(" " * (names + 1) + time_axis(self.seconds, columns), QUIET, no_wrap=True)

    def _bar(self, lane: Lane, columns: int, full: str, empty: str) -> Text:
        cells = [False] * columns
        for start, end in lane.spans:
            first = min(columns - 1, int(start / self.seconds * columns)) if self.seconds else 0
            last = round(end / self.seconds * columns) if self.seconds else columns
            for column in range(max(first, 0), max(first + 1, min(last, columns))):
                cells[column] = True
        bar = Text()
        for on in cells:
            bar.append(full if on else empty, AGENT if on else "dim " + QUIET)
        return bar


def lanes_of(data: Mapping[str, Any]) -> list[Lane]:
    """The lanes that a step's data holds: "events", "intervals" with "label", or "notes"."""
    if "events" in data:
        return _lanes_of_events(data["events"])
    if "intervals" in data:
        spans = tuple((float(start), float(end)) for start, end in data["intervals"])
        return [Lane(str(data.get("label", "")), spans)] if spans else []
    if "notes" in data:
        return [
            Lane(f"{note['syllable']} {note['note']}", ((note["start"], note["end"]),))
            for note in data["notes"]
        ]
    return []


def _lanes_of_events(events: Sequence[Mapping[str, Any]]) -> list[Lane]:
    """One lane a label, the surest (or, without scores, the first) on top."""
    spans: dict[str, list[tuple[float, float]]] = {}
    scores: dict[str, float] = {}
    for event in events:
        label = str(event["label"])
        spans.setdefault(label, []).append((float(event["start"]), float(event["end"])))
        if "score" in event:
            scores[label] = max(scores.get(label, 0.0), float(event["score"]))
    lanes = [Lane(label, tuple(own), scores.get(label)) for label, own in spans.items()]
    return sorted(lanes, key=lambda lane: -(lane.score or 0.0))


@dataclass(frozen=True)
class Transcript:
    """Words, wrapped, each line led by the time of its first word; doubtful words quiet."""

    words: Sequence[Mapping[str, Any]]
    doubtful: float = 0.4

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        step = 0.1 if self.words and self.words[-1]["end"] < 60 else 1.0
        width = options.max_width - GUTTER
        line, start = Text(), 0.0
        for word in self.words:
            text = str(word["word"]).strip()
            if line.plain and line.cell_len + 1 + cell_len(text) > width:
                yield self._line(line, start, step)
                line = Text()
            if not line.plain:
                start = float(word["start"])
            doubtful = float(word.get("probability", 1.0)) < self.doubtful
            line.append(" " if line.plain else "").append(text, QUIET if doubtful else "")
        if line.plain:
            yield self._line(line, start, step)

    @staticmethod
    def _line(line: Text, start: float, step: float) -> Gutter:
        time = Text(format_seconds(start, step).rjust(GUTTER - 1) + " ", QUIET)
        return Gutter(line, time, Text(" " * GUTTER))
