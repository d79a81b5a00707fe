"""Pictures made of characters: two pixels a cell, or a ramp of letters without colour."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rich.color import Color
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.style import Style

from voice_agent.sound.colours import grey_of, heat

RAMP = " .:-=+*#%@"
# The sixteen colours differ from terminal to terminal; these six rise in lightness in all.
_SIXTEEN = ("black", "blue", "magenta", "red", "yellow", "bright_white")

Row = list[Segment]
RGB = NDArray[np.uint8]


def heat_rows(values: NDArray[np.floating], console: Console, options: ConsoleOptions) -> list[Row]:
    """Values in [0, 1], shape (2 * rows, columns), top row first, in the colours of heat."""
    if console.color_system is None or console.no_color or options.ascii_only:
        return _ramp_rows((values[0::2] + values[1::2]) / 2)
    if console.color_system in ("standard", "windows"):
        places = np.rint(np.clip(values, 0, 1) * (len(_SIXTEEN) - 1)).astype(int)
        upper, lower = places[0::2].tolist(), places[1::2].tolist()
        return [_row([(_SIXTEEN[a], _SIXTEEN[b]) for a, b in zip(*pair, strict=True)])
                for pair in zip(upper, lower, strict=True)]  # fmt: skip
    # 64 steps look the same as 256 here and make longer runs of equal cells.
    return _rgb_rows(heat(np.rint(np.clip(values, 0, 1) * 63) / 63))


def image_rows(pixels: RGB, console: Console, options: ConsoleOptions) -> list[Row]:
    """An image, shape (2 * rows, columns, 3), in its own colours, or in letters without."""
    if console.color_system is None or console.no_color or options.ascii_only:
        light = np.sqrt(grey_of(pixels))
        return _ramp_rows((light[0::2] + light[1::2]) / 2)
    return _rgb_rows(pixels)


def fit(pixels: RGB, columns: int, rows: int) -> RGB:
    """Shrink an image (height, width, 3) into ``columns`` x ``2 * rows`` square pixels.

    Its proportions are kept; every target pixel is the mean of those it covers.
    """
    height, width = pixels.shape[:2]
    scale = min(columns / width, 2 * rows / height)
    wide = max(1, min(columns, round(width * scale)))
    high = max(2, min(2 * rows, 2 * round(height * scale / 2)))
    return np.rint(_shrink(_shrink(pixels.astype(np.float64), high, 0), wide, 1)).astype(np.uint8)


def _shrink(values: NDArray[np.float64], size: int, axis: int) -> NDArray[np.float64]:
    length = values.shape[axis]
    if length <= size:
        return np.take(values, np.arange(size) * length // size, axis=axis)
    starts = np.arange(size) * length // size
    counts = np.diff(np.append(starts, length)).reshape([-1 if i == axis else 1 for i in range(3)])
    sums: NDArray[np.float64] = np.add.reduceat(values, starts, axis=axis)
    return sums / counts


def _ramp_rows(light: NDArray[np.floating]) -> list[Row]:
    places = np.rint(np.clip(light, 0, 1) * (len(RAMP) - 1)).astype(int)
    return [[Segment("".join(RAMP[place] for place in row))] for row in places.tolist()]


def _rgb_rows(pixels: RGB) -> list[Row]:
    upper, lower = pixels[0::2].tolist(), pixels[1::2].tolist()
    return [
        _row([(tuple(a), tuple(b)) for a, b in zip(*pair, strict=True)])
        for pair in zip(upper, lower, strict=True)
    ]


def _row(cells: list[tuple[object, object]]) -> Row:
    return [Segment("▀" * len(list(run)), _style(*pair)) for pair, run in groupby(cells)]


@lru_cache(maxsize=8192)
def _style(upper: object, lower: object) -> Style:
    return Style(color=_colour(upper), bgcolor=_colour(lower))


def _colour(value: object) -> Color:
    return Color.from_rgb(*value) if isinstance(value, tuple) else Color.parse(str(value))
