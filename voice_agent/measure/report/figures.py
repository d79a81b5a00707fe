"""One figure out of a report's tables, by where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from voice_agent.measure.report.table import Estimate, figure_of

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """A table by its title, a row by cells that stand in it, a column by its name.

    Place("Noise removal", "5 & enhance_speech", "si_sdr")
    """

    table: str
    row: str
    column: str


def tables(documents: Iterable[Document]) -> dict[str, Document]:
    """The tables of reports, by title; of two with one title, the later."""
    return {table["title"]: table for document in documents for table in document["tables"]}


def row_of(found: Mapping[str, Document], place: Place) -> Document | None:
    """The first row with all the words; None where the table or the row is missing."""
    table = found.get(place.table)
    wanted = [word.strip() for word in place.row.split("&") if word.strip()]
    for row in table["rows"] if table else ():
        cells = {_word(cell) for cell in row.values()}
        if all(word in cells for word in wanted):
            return dict(row)
    return None


def figure(found: Mapping[str, Document], place: Place) -> Estimate | float | str | None:
    """What stands there; None where nothing does."""
    row = row_of(found, place)
    return None if row is None else figure_of(row.get(place.column))


def _word(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, (int, float)) else str(cell)
