"""A terminal screen as a grid of cells, drawn to SVG and PNG.

Blocks and lines are drawn as shapes, not as letters, so that they join without seams in any
viewer and with any font.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.terminal_theme import TerminalTheme

RGB = tuple[int, int, int]
Shape = tuple[float, float, float, float]  # left, top, right, bottom in parts of a cell

THEME = TerminalTheme(
    (22, 24, 33),
    (214, 218, 230),
    [(40, 44, 58), (224, 97, 110), (95, 179, 106), (214, 154, 58),
     (92, 156, 245), (181, 140, 240), (86, 182, 194), (200, 204, 216)],
    [(91, 98, 116), (224, 97, 110), (95, 179, 106), (214, 154, 58),
     (92, 156, 245), (181, 140, 240), (86, 182, 194), (240, 242, 248)],
)  # fmt: skip
GROUND: RGB = tuple(THEME.background_color)  # type: ignore[assignment]
INK: RGB = tuple(THEME.foreground_color)  # type: ignore[assignment]

WIDE, HIGH = 9, 18  # pixels of a cell
PAD = 18
HEAD = 34  # the window's title bar
FONT = 15
BUTTONS = ((224, 97, 110), (214, 154, 58), (95, 179, 106))

_EIGHTHS = {sign: (0.0, 1 - i / 8, 1.0, 1.0) for i, sign in enumerate(" ▁▂▃▄▅▆▇█") if i}
SHAPES: dict[str, list[Shape]] = {
    **{sign: [shape] for sign, shape in _EIGHTHS.items()},
    "▀": [(0.0, 0.0, 1.0, 0.5)],
    "━": [(0.0, 0.44, 1.0, 0.56)],
    "─": [(0.0, 0.475, 1.0, 0.525)],
    "│": [(0.45, 0.0, 0.55, 1.0)],
    "├": [(0.45, 0.0, 0.55, 1.0), (0.55, 0.475, 1.0, 0.525)],
    "╰": [(0.45, 0.0, 0.55, 0.525), (0.55, 0.475, 1.0, 0.525)],
    "╭": [(0.45, 0.475, 0.55, 1.0), (0.55, 0.475, 1.0, 0.525)],
}


@dataclass(frozen=True)
class Cell:
    sign: str
    ink: RGB
    ground: RGB
    bold: bool = False
    italic: bool = False


def cells_of(segments: Iterable[Segment]) -> list[list[Cell]]:
    """Lines of cells; a sign two columns wide is followed by an empty one."""
    rows = []
    for line in Segment.split_lines(s for s in segments if not s.control):
        row: list[Cell] = []
        for text, style, _ in line:
            ink, ground, bold, italic = INK, GROUND, False, False
            if style is not None:
                ink = _rgb(style.color, INK, True)
                ground = _rgb(style.bgcolor, GROUND, False)
                bold, italic = bool(style.bold), bool(style.italic)
                if style.dim:
                    ink = tuple((a + b) // 2 for a, b in zip(ink, ground, strict=True))  # type: ignore[assignment]
                if style.reverse:
                    ink, ground = ground, ink
            for sign in text:
                row.append(Cell(sign, ink, ground, bold, italic))
                row.extend([Cell("", ink, ground)] * (cell_len(sign) - 1))
        rows.append(row)
    while rows and all(cell.sign in ("", " ") and cell.ground == GROUND for cell in rows[-1]):
        rows.pop()
    return rows


def write_svg(rows: Sequence[Sequence[Cell]], path: Path, columns: int, title: str) -> None:
    """A window with the screen in it; letters in whatever monospaced font the viewer has."""
    width, height = columns * WIDE + 2 * PAD, len(rows) * HIGH + HEAD + PAD
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{escape(title)}">',
        "<style>text{font:" + str(FONT) + "px 'DejaVu Sans Mono',Menlo,Consolas,monospace;"
        "white-space:pre}.b{font-weight:bold}.i{font-style:italic}</style>",
        f'<rect width="{width}" height="{height}" rx="10" fill="{_hex(GROUND)}"/>',
        *(f'<circle cx="{22 + 20 * i}" cy="18" r="6" fill="{_hex(colour)}"/>'
          for i, colour in enumerate(BUTTONS)),
        '<g shape-rendering="crispEdges">',
    ]  # fmt: skip
    words: list[str] = []
    for index, row in enumerate(rows):
        top = HEAD + index * HIGH
        for left, right, colour, shape in _shapes(row):
            x, y = PAD + WIDE * (left + shape[0]), top + HIGH * shape[1]
            w = max(WIDE * (right - left - 1 + shape[2] - shape[0]), 1)
            h = max(HIGH * (shape[3] - shape[1]), 1)
            out.append(f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" '
                       f'fill="{_hex(colour)}"/>')  # fmt: skip
        for start, text, cell in _words(row):
            style = " ".join("bi"[i] for i, on in enumerate((cell.bold, cell.italic)) if on)
            words.append(
                f'<text x="{PAD + start * WIDE}" y="{top + HIGH * 0.75:g}" '
                f'textLength="{cell_len(text) * WIDE}" fill="{_hex(cell.ink)}"'
                + (f' class="{style}"' if style else "") + f">{escape(text)}</text>"
            )  # fmt: skip
    path.write_text("\n".join([*out, "</g>", *words, "</svg>", ""]), encoding="utf-8")


def write_png(rows: Sequence[Sequence[Cell]], path: Path, columns: int, *, scale: int = 2) -> None:
    """The same window as pixels."""
    from PIL import Image, ImageDraw

    width, height = columns * WIDE + 2 * PAD, len(rows) * HIGH + HEAD + PAD
    image = Image.new("RGB", (width * scale, height * scale), GROUND)
    pencil = ImageDraw.Draw(image)
    fonts = [monospace(FONT * scale, bold=bold) for bold in (False, True)]
    for i, colour in enumerate(BUTTONS):
        x, y, r = (22 + 20 * i) * scale, 18 * scale, 6 * scale
        pencil.ellipse((x - r, y - r, x + r, y + r), fill=colour)
    for index, row in enumerate(rows):
        top = HEAD + index * HIGH
        for left, right, colour, shape in _shapes(row):
            x0, y0 = PAD + WIDE * (left + shape[0]), top + HIGH * shape[1]
            x1, y1 = PAD + WIDE * (right - 1 + shape[2]), top + HIGH * shape[3]
            box = [round(v * scale) for v in (x0, y0, x1, y1)]
            pencil.rectangle((box[0], box[1], box[2] - 1, max(box[3] - 1, box[1])), fill=colour)
        for start, text, cell in _words(row):
            column = start
            for sign in text:
                place = ((PAD + column * WIDE) * scale, (top + HIGH * 0.75) * scale)
                pencil.text(place, sign, font=fonts[cell.bold], fill=cell.ink, anchor="ls")
                column += cell_len(sign)
    image.save(path, optimize=True)


def monospace(size: int, *, bold: bool = False) -> Any:
    """A monospaced font of this machine; Pillow's own where there is none."""
    from PIL import ImageFont

    names = ("DejaVuSansMono-Bold.ttf",) if bold else ()
    for name in (*names, "DejaVuSansMono.ttf", "Menlo.ttc", "consola.ttf"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def _shapes(row: Sequence[Cell]) -> Iterable[tuple[int, int, RGB, Shape]]:
    """Grounds and drawn signs as (first column, end column, colour, shape); runs are joined."""
    for ground, run in groupby(enumerate(row), lambda item: item[1].ground):
        cells = list(run)
        if ground != GROUND:
            yield cells[0][0], cells[-1][0] + 1, ground, (0.0, 0.0, 1.0, 1.0)
    for (sign, ink), run in groupby(enumerate(row), lambda item: (item[1].sign, item[1].ink)):
        cells = list(run)
        for shape in SHAPES.get(sign, ()):
            joins = shape[0] == 0.0 and shape[2] == 1.0
            for first, end in (
                [(cells[0][0], cells[-1][0] + 1)] if joins else [(c, c + 1) for c, _ in cells]
            ):
                yield first, end, ink, shape


def _words(row: Sequence[Cell]) -> Iterable[tuple[int, str, Cell]]:
    """Runs of letters of one look, parted where there is more than one blank."""

    def look(item: tuple[int, Cell]) -> tuple[RGB, bool, bool, bool]:
        cell = item[1]
        return cell.ink, cell.bold, cell.italic, cell.sign in SHAPES

    for (_, _, _, drawn), run in groupby(enumerate(row), look):
        cells = list(run)
        text = "".join(cell.sign or "\0" for _, cell in cells)
        for part in [] if drawn else re.finditer(r"\S+(?: \S+)*", text):
            yield cells[part.start()][0], part.group().replace("\0", ""), cells[0][1]


def _rgb(colour: Any, default: RGB, front: bool) -> RGB:
    return tuple(colour.get_truecolor(THEME, foreground=front)) if colour else default


def _hex(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
