"""What a measurement comes to: rows of figures, printed or as JSON."""

from __future__ import annotations

import math
import os
import platform
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

_PACKAGES = ("numpy", "onnxruntime", "faster-whisper", "ctranslate2", "scipy", "torch", "openai")


class Report:
    """Told what is being measured; knows whether a quick look is enough.

    ``only``: names of parts, for those measures that can do some alone; none means all.
    ``kept``: a file in which such a measure keeps its parts, and takes what lies there.
    ``hours``: of sound for a soak, None for its own; ``minutes``: of it in real time.
    """

    def __init__(
        self,
        tell: Callable[[str], None] | None = None,
        *,
        quick: bool = False,
        only: Sequence[str] = (),
        kept: Path | None = None,
        hours: float | None = None,
        minutes: float = 0.0,
    ) -> None:
        self._tell = tell
        self.quick = quick
        self.only = tuple(only)
        self.kept = kept
        self.hours = hours
        self.minutes = minutes

    def __call__(self, what: str) -> None:
        if self._tell is not None:
            self._tell(what)

    def few(self, full: int, quick: int) -> int:
        """How many to measure: ``full``, or ``quick`` when a quick look is enough."""
        return quick if self.quick else full


@dataclass(frozen=True)
class Estimate:
    """A mean of ``n`` values with the half width of its 95 % confidence interval."""

    value: float
    half: float
    n: int

    def __str__(self) -> str:
        digits = 1 if abs(self.value) >= 10 else 2
        return f"{self.value:.{digits}f} ± {self.half:.{digits}f}"

    def document(self) -> dict[str, float]:
        return {"value": round(self.value, 4), "half": round(self.half, 4), "n": self.n}


def mean_of(values: Sequence[float]) -> Estimate | None:
    """The mean of measurements; None of none. The interval assumes a normal mean."""
    if not values:
        return None
    spread = statistics.stdev(values) if len(values) > 1 else 0.0
    half = 1.96 * spread / len(values) ** 0.5
    return Estimate(statistics.fmean(values), half, len(values))


def ratio_of(parts: Sequence[float], wholes: Sequence[float]) -> Estimate | None:
    """The sum of ``parts`` by that of ``wholes``, in percent, such as words wrong by words said.

    The interval is that of the ratio estimator (Cochran 1977, "Sampling techniques", section
    6.3): recordings vary, words of one recording go together.
    """
    total, count = sum(wholes), len(wholes)
    if not total:
        return None
    ratio = sum(parts) / total
    rests = [part - ratio * whole for part, whole in zip(parts, wholes, strict=True)]
    spread = (sum(rest**2 for rest in rests) / max(1, count - 1)) ** 0.5
    half = 1.96 * spread / count**0.5 / (total / count)
    return Estimate(100.0 * ratio, 100.0 * half, count)


def share_of(right: int, tried: int) -> Estimate | None:
    """A percentage; its half width is that of Wilson's interval (1927), good for few trials
    and for shares near 0 and 100."""
    if not tried:
        return None
    z, p = 1.96, right / tried
    half = z / (1 + z * z / tried) * (p * (1 - p) / tried + z * z / (4 * tried**2)) ** 0.5
    return Estimate(100.0 * p, 100.0 * half, tried)


@dataclass(frozen=True)
class Table:
    """Rows with the same keys; ``note`` says on what data they were measured."""

    title: str
    rows: Sequence[Mapping[str, Any]]
    note: str = ""

    def document(self) -> dict[str, Any]:
        rows = [{name: _plain(value) for name, value in row.items()} for row in self.rows]
        return {"title": self.title, "rows": rows, "note": self.note}


def table_from(document: Mapping[str, Any]) -> Table:
    """The table of a document that ``Table.document`` made."""
    rows = [{name: figure_of(value) for name, value in row.items()} for row in document["rows"]]
    return Table(document["title"], rows, document["note"])


def figure_of(value: Any) -> Any:
    """A cell of a document as a table holds it."""
    if isinstance(value, dict) and set(value) == {"value", "half", "n"}:
        return Estimate(float(value["value"]), float(value["half"]), int(value["n"]))
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Estimate):
        return value.document()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def print_table(console: Console, table: Table) -> None:
    """Aligned columns, numbers to the right."""
    from rich import box
    from rich.table import Table as RichTable

    names = list(table.rows[0]) if table.rows else []
    shown = RichTable(title=table.title, title_justify="left", box=box.SIMPLE_HEAD)
    for name in names:
        numeric = any(isinstance(row[name], (int, float, Estimate)) for row in table.rows)
        shown.add_column(name.replace("_", " "), justify="right" if numeric else "left")
    for row in table.rows:
        shown.add_row(*(cell(row[name]) for name in names))
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
        "packages": {name: version for name in _PACKAGES if (version := _version(name))},
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123  (not a real file)
            names = [line.partition(":")[2].strip() for line in file if "model name" in line]
        return names[0] if names else platform.processor()
    except OSError:
        return platform.processor()


def cell(value: Any) -> str:
    """A value as a table shows it."""
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
    return "" if value is None else str(value)
