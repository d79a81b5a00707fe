"""What moved since an earlier report, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from voice_agent.measure.table import Estimate, Table

Row = Mapping[str, Any]


def against(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> Table:
    """Every figure that both report documents hold and that differs.

    A change is ``significant`` when it is larger than chance explains at the 95 % level: the
    intervals are those of independent samples, so that for the same data measured again the
    judgement errs to the careful side. Figures without an interval are listed without one.
    """
    rows = []
    old_tables = {table["title"]: table for table in earlier.get("tables", ())}
    for table in now.get("tables", ()):
        old = old_tables.get(table["title"])
        before = {_name(row): row for row in old["rows"]} if old else {}
        for row in table["rows"]:
            rows += [
                {"table": table["title"], **moved}
                for moved in _changes(before.get(_name(row), {}), row)
            ]
    note = f"{len(rows)} figures moved" if rows else "nothing moved"
    return Table("Against the earlier report", rows, note)


def _name(row: Row) -> str:
    """What a row is about: its words, not its figures."""
    return ", ".join(value for value in row.values() if isinstance(value, str))


def _changes(before: Row, row: Row) -> Iterator[dict[str, Any]]:
    for column, value in row.items():
        new, old = _figure(value), _figure(before.get(column))
        if new is None or old is None or new.value == old.value:
            continue
        change = new.value - old.value
        known = new.half > 0 and old.half > 0
        chance = (new.half**2 + old.half**2) ** 0.5
        yield {
            "row": _name(row),
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
