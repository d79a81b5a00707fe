"""What a measurement comes to: rows of figures, printed or as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

Report = Callable[[str], None]  # told what is being measured


@dataclass(frozen=True)
class Table:
    """Rows with the same keys; ``note`` says on what data they were measured."""

    title: str
    rows: Sequence[Mapping[str, Any]]
    note: str = ""

    def document(self) -> dict[str, Any]:
        return asdict(self)


def print_table(console: Console, table: Table) -> None:
    """Aligned columns, numbers to the right."""
    from rich import box
    from rich.table import Table as RichTable

    names = list(table.rows[0]) if table.rows else []
    shown = RichTable(title=table.title, title_justify="left", box=box.SIMPLE_HEAD)
    for name in names:
        numeric = any(isinstance(row[name], (int, float)) for row in table.rows)
        shown.add_column(name.replace("_", " "), justify="right" if numeric else "left")
    for row in table.rows:
        shown.add_row(*(_cell(row[name]) for name in names))
    console.print(shown)
    if table.note:
        console.print(f"  {table.note}\n", style="dim")


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123  (not a real file)
            names = [line.partition(":")[2].strip() for line in file if "model name" in line]
        return names[0] if names else platform.processor()
    except OSError:
        return platform.processor()


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
    return "" if value is None else str(value)
