"""A recording in characters: waveform, coloured mel spectrogram, frequency and time axes.

   ▁▂▅▇█▅▂▁   ▁▃▆█▆▃▁          up: left channel, down: right channel (or both: mono)
8k ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀         two mel bands in every row of characters
1k ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
Hz 0        1        2 s
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style

from voice_agent.show.blocks import Row, heat_rows
from voice_agent.show.theme import QUIET, WAVE, Glyphs, glyphs
from voice_agent.sound.features import FloatArray, envelope
from voice_agent.sound.mel_image import MelImage, frequency_ticks, mel_image, time_ticks
from voice_agent.sound.mixdown import drawn
from voice_agent.units import Audio

GUTTER = 5  # columns for frequency labels
WIDEST = 160  # columns; beyond, a picture only gets harder to read


@dataclass(frozen=True, eq=False)
class Spectrogram:
    """Waveform and mel spectrogram of ``audio`` as wide as the space given."""

    audio: Audio
    rows: int = 7

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = max(8, min(options.max_width - GUTTER, WIDEST))
        signs = glyphs(options)
        coloured = console.color_system is not None and not options.ascii_only
        quiet = Style.parse(QUIET)
        for row in _waveform(self.audio, columns, signs, mirrored=coloured):
            yield Segment(" " * GUTTER)
            yield from row
            yield Segment.line()
        picture = mel_image(self.audio, columns=columns, bands=2 * self.rows)
        labels = _frequency_labels(picture, self.rows)
        for label, row in zip(
            labels, heat_rows(picture.values[::-1], console, options), strict=True
        ):
            yield Segment(label.rjust(GUTTER - 1) + " ", quiet)
            yield from row
            yield Segment.line()
        axis = time_axis(self.audio.seconds, columns)
        yield Segment("Hz".rjust(GUTTER - 1) + " " + axis, quiet)
        yield Segment.line()


def time_axis(seconds: float, columns: int) -> str:
    """Round times under the columns where they lie, ending in the unit: ``0    1    2 s``."""
    line = [" "] * columns
    ticks = time_ticks(seconds, max(2, columns // 8))
    for time, label in ticks:
        unit = " s" if time == ticks[-1][0] and ":" not in label else ""
        place = int(time / seconds * columns) if seconds else 0
        start = min(place, columns - len(label + unit))
        if start < 0 or (start and line[start - 1] != " ") or line[start] != " ":
            continue
        line[start : start + len(label + unit)] = label + unit
    return "".join(line).rstrip()


def _frequency_labels(picture: MelImage, rows: int) -> list[str]:
    labels = [""] * rows
    for hz, label in reversed(frequency_ticks(picture.high)):
        row = min(rows - 1, int((1.0 - picture.place_of(hz)) * rows))
        if row < rows - 1 and not labels[row]:
            labels[row] = label
    return labels


def _waveform(audio: Audio, columns: int, signs: Glyphs, *, mirrored: bool) -> list[Row]:
    samples = np.nan_to_num(drawn(audio).samples)
    loudest = max(float(np.abs(samples).max(initial=0.0)), 0.02)
    steps = len(signs.levels) - 1
    left = _heights(samples[:, 0] / loudest, columns, steps)
    style = Style.parse(WAVE)
    if not mirrored:
        return [[Segment("".join(signs.levels[step] for step in left), style)]]
    right = _heights(samples[:, -1] / loudest, columns, steps)
    # A bar that hangs down is a lower block in reverse: its ground is the bar.
    upper = "".join(signs.levels[max(step, 1)] for step in left)
    lower = "".join(signs.levels[steps - max(step, 1)] for step in right)
    return [[Segment(upper, style)], [Segment(lower, style + Style(reverse=True))]]


def _heights(samples: FloatArray, columns: int, steps: int) -> list[int]:
    peaks = np.abs(envelope(samples, columns)).max(axis=1, initial=0.0)
    return [int(step) for step in np.ceil(peaks * steps - 0.25)]
