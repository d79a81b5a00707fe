"""A report as one self-contained page: tables, curves, pictures, sounds; no network, no scripts."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voice_agent.measure.report.exhibits import Confusion, Curves, Exhibit, Picture, Sounds
from voice_agent.measure.report.table import Estimate, Table, cell

_COLOURS = ("#3b6fd4", "#d9822b", "#2b9e6b", "#b0439b", "#777777", "#c23b3b")
_RIGHT_COLOUR, _WRONG_COLOUR = "#2b9e6b", "#d9822b"
_WIDTH, _HEIGHT = 640, 300  # of a plot
_LEFT, _BOTTOM, _TOP, _RIGHT = 56, 42, 12, 12
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --dim: #888; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line) }
h3 { margin: 1.6rem 0 .4rem } .note { color: var(--dim); font-size: .9em; max-width: 50rem }
.wide { overflow-x: auto } table { border-collapse: collapse; margin: .4rem 0 }
th, td { padding: .18rem .7rem; border-bottom: 1px solid var(--line); text-align: left }
th { font-weight: 600; vertical-align: bottom } .figure { text-align: right;
font-variant-numeric: tabular-nums; white-space: nowrap }
.matrix { font-size: .85em } .matrix th span { writing-mode: vertical-rl }
img, svg { max-width: 100%; height: auto }
svg text { fill: currentColor; font-size: 12px } dl { display: grid; gap: .1rem 1rem;
grid-template-columns: max-content auto; font-size: .9em } dt { color: var(--dim) } dd { margin: 0 }
figure { margin: .4rem 1.2rem .4rem 0; display: inline-block } figcaption { font-size: .9em }
"""


def page(title: str, facts: Mapping[str, str], chapters: Mapping[str, Sequence[Exhibit]]) -> str:
    """HTML. ``facts`` stand at the top (machine, versions, seed); each chapter is a suite."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width, initial-scale=1'>",
        f"<title>{_text(title)}</title><style>{_STYLE}</style><h1>{_text(title)}</h1><dl>",
        *(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in facts.items()),
        "</dl>",
    ]
    for name, exhibits in chapters.items():
        parts.append(f"<h2>{_text(name)}</h2>")
        for exhibit in exhibits:
            parts.append(f"<section><h3>{_text(exhibit.title)}</h3>")
            parts += _shown(exhibit)
            note = f"<p class=note>{_text(exhibit.note)}</p>" if exhibit.note else ""
            parts.append(f"{note}</section>")
    return "\n".join(parts) + "\n</html>\n"


def _shown(exhibit: Exhibit) -> Iterator[str]:
    if isinstance(exhibit, Table):
        yield from _table(exhibit)
    elif isinstance(exhibit, Curves):
        yield _plot(exhibit)
    elif isinstance(exhibit, Confusion):
        yield from _matrix(exhibit)
    elif isinstance(exhibit, Picture):
        yield f"<img alt='{_text(exhibit.title)}' src='{_data('image/png', exhibit.png)}'>"
    elif isinstance(exhibit, Sounds):
        for name, clip in exhibit.clips.items():
            player = f"<audio controls preload=none src='{_data('audio/wav', clip)}'></audio>"
            yield f"<figure>{player}<figcaption>{_text(name)}</figcaption></figure>"


def _table(table: Table) -> Iterator[str]:
    names = list(table.rows[0]) if table.rows else []
    figures = {
        name
        for name in names
        if any(isinstance(row.get(name), (int, float, Estimate)) for row in table.rows)
    }
    yield "<div class=wide><table><tr>"
    yield from (f"<th{_mark(n in figures)}>{_text(n.replace('_', ' '))}</th>" for n in names)
    yield "</tr>"
    for row in table.rows:
        cells = (f"<td{_mark(n in figures)}>{_text(cell(row.get(n)))}</td>" for n in names)
        yield "<tr>" + "".join(cells) + "</tr>"
    yield "</table></div>"


def _matrix(confusion: Confusion) -> Iterator[str]:
    """A row for what was wanted, a column for what it was taken for; the darker, the more."""
    wanted = sorted({pair[0] for pair in confusion.counts})
    taken = sorted({pair[1] for pair in confusion.counts})
    yield "<div class=wide><table class=matrix><tr><th></th>"
    yield from (f"<th><span>{_text(name)}</span></th>" for name in taken)
    yield "</tr>"
    for name in wanted:
        row = [confusion.counts.get((name, other), 0) for other in taken]
        cells = [f"<tr><th>{_text(name)}</th>"]
        for other, count in zip(taken, row, strict=True):
            share = count / max(1, sum(row))
            colour = _RIGHT_COLOUR if name == other else _WRONG_COLOUR
            style = f" style='background:{colour}{round(255 * share):02x}'" if count else ""
            cells.append(f"<td class=figure{style}>{count or ''}</td>")
        yield "".join(cells) + "</tr>"
    yield "</table></div>"


def _plot(curves: Curves) -> str:
    """Lines in an SVG, with axes at round numbers and a legend."""
    points = [point for line in curves.lines.values() for point in line]
    if not points:
        return ""
    xs, ys = (ticks(min(v), max(v)) for v in zip(*points, strict=True))

    def place(point: Sequence[float]) -> tuple[float, float]:
        across = (point[0] - xs[0]) / (xs[-1] - xs[0])
        up = (point[1] - ys[0]) / (ys[-1] - ys[0])
        return (
            _LEFT + across * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - up * (_HEIGHT - _BOTTOM - _TOP),
        )

    parts = [f"<svg viewBox='0 0 {_WIDTH} {_HEIGHT + 20 * len(curves.lines)}' width={_WIDTH}>"]
    for y in ys:
        _, at = place((xs[0], y))
        parts.append(f"<path d='M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}' stroke='#8884'/>")
        parts.append(f"<text x={_LEFT - 6} y={at + 4:.1f} text-anchor=end>{y:g}</text>")
    for x in xs:
        at, _ = place((x, ys[0]))
        parts.append(f"<text x={at:.1f} y={_HEIGHT - _BOTTOM + 16} text-anchor=middle>{x:g}</text>")
    middle = (_LEFT + _WIDTH) / 2
    parts.append(f"<text x={middle} y={_HEIGHT - 8} text-anchor=middle>{_text(curves.x)}</text>")
    parts.append(f"<text x=8 y={_TOP} dy=2>{_text(curves.y)}</text>")
    for index, (name, line) in enumerate(curves.lines.items()):
        colour = _COLOURS[index % len(_COLOURS)]
        path = " ".join("{:.1f},{:.1f}".format(*place(point)) for point in line)
        parts.append(f"<polyline points='{path}' fill=none stroke='{colour}' stroke-width=2 />")
        down = _HEIGHT + 20 * index + 8
        parts.append(f"<rect x={_LEFT} y={down - 9} width=14 height=4 fill='{colour}'/>")
        parts.append(f"<text x={_LEFT + 22} y={down - 3}>{_text(name)}</text>")
    return "".join(parts) + "</svg>"


def ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Round numbers from at most ``low`` to at least ``high``, evenly spaced."""
    import math

    if high <= low:
        low, high = low - 1.0, high + 1.0
    rough = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(index * step, 12) for index in range(first, last + 1)]


def _mark(figure: bool) -> str:
    return " class=figure" if figure else ""


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _text(value: Any) -> str:
    return html.escape(str(value))
