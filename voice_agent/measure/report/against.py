"""What moved since an earlier report, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voice_agent.measure.report.table import Estimate, Table

Row = Mapping[str, Any]

# Made of other tables, or about the machine and not the assistant.
_NO_FIGURES = ("Capabilities at a glance", "What it took", "Not measured")


def against(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> Table:
    """Every figure that both report documents hold and that differs.

    A change is ``significant`` when it is larger than chance explains at the 95 % level: the
    intervals are those of independent samples, so that for the same data measured again the
    judgement errs to the careful side. Figures without an interval are listed without one.
    """
    rows = []
    old_tables = {table["title"]: table for table in earlier.get("tables", ())}
    for table in now.get("tables", ()):
        if table["title"] in _NO_FIGURES:
            continue
        old = old_tables.get(table["title"], {"rows": ()})
        before = dict(zip(_names(old["rows"]), old["rows"], strict=True))
        for name, row in zip(_names(table["rows"]), table["rows"], strict=True):
            rows += [
                {"table": table["title"], "row": name, **moved}
                for moved in _changes(before.get(name, {}), row)
            ]
    note = f"{len(rows)} figures moved" if rows else "nothing moved"
    return Table("Against the earlier report", rows, note)


def _names(rows: Sequence[Row]) -> list[str]:
    """What each row is about: the words before its figures, or, where these are the same for
    several, all cells up to the last word, such as the ratio of a mixture."""
    short, long = [], []
    for row in rows:
        cells = list(row.values())
        words = [place for place, cell in enumerate(cells) if isinstance(cell, str)]
        last = words[-1] + 1 if words else 0
        first = next((k for k in range(len(cells)) if k not in words), len(cells))
        short.append(", ".join(cells[:first]))
        long.append(", ".join(f"{cell:g}" if _plain(cell) else str(cell) for cell in cells[:last]))
    return short if len(set(short)) == len(short) and all(short) else long


def _plain(cell: Any) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _changes(before: Row, row: Row) -> Iterator[dict[str, Any]]:
    for column, value in row.items():
        new, old = _figure(value), _figure(before.get(column))
        if new is None or old is None or new.value == old.value:
            continue
        change = new.value - old.value
        known = new.half > 0 and old.half > 0
        chance = (new.half**2 + old.half**2) ** 0.5
        yield {
            "figure": column,
            "before": _shown(old),
            "now": _shown(new),
            "change": round(change, 4),
            "significant": ("yes" if abs(change) > chance else "no") if known else "?",
        }


def _figure(value: Any) -> Estimate | None:
    if isinstance(value, Mapping) and {"value", "half", "n"} <= set(value):
        return Estimate(float(value["value"]), float(value["half"]), int(value["n"]))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Estimate(float(value), 0.0, 0)
    return None


def _shown(figure: Estimate) -> str:
    return str(figure) if figure.half else f"{figure.value:g}"
