"""Frames of a film beside each other with the words that were said: a glance at all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_TILE = 216  # pixels, the width of a frame
_GAP = 6
_CAPTION = 20
_PAPER, _INK, _FAINT = (18, 22, 30), (226, 230, 238), (138, 146, 160)


@dataclass(frozen=True, eq=False)
class Still:
    """One frame, when it is shown (seconds), and what is said there."""

    image: NDArray[np.uint8]
    time: float
    caption: str


def draw_sheet(stills: Sequence[Still], path: Path, *, columns: int = 4) -> None:
    """Write the PNG."""
    from PIL import Image, ImageDraw, ImageFont

    height, width = stills[0].image.shape[:2]
    tall = round(_TILE * height / width)
    columns = min(columns, len(stills))
    rows = -(-len(stills) // columns)
    size = (columns * (_TILE + _GAP) + _GAP, rows * (tall + _CAPTION + _GAP) + _GAP)
    sheet = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(sheet)
    try:
        font = ImageFont.load_default(13)
    except (TypeError, OSError):
        font = ImageFont.load_default()
    for index, still in enumerate(stills):
        row, column = divmod(index, columns)
        x, y = _GAP + column * (_TILE + _GAP), _GAP + row * (tall + _CAPTION + _GAP)
        tile = Image.fromarray(still.image).resize((_TILE, tall), Image.Resampling.LANCZOS)
        sheet.paste(tile, (x, y))
        draw.text((x + 2, y + tall + 3), f"{still.time:.2f} s", fill=_FAINT, font=font)
        draw.text((x + _TILE - 2, y + tall + 3), still.caption, fill=_INK, font=font, anchor="ra")
    sheet.save(path, format="PNG", optimize=True)
