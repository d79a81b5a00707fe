"""Write the README's table of figures from measurements, so that they cannot drift apart.

    main.py eval --report report/
    main.py bench latency --json > latency.json
    scripts/readme_figures.py report/report.json latency.json    keep them, write the table
    scripts/readme_figures.py                                    write the table again

What is kept, ``docs/figures.json``, holds the tables from which the README's rows come, each
with its date and machine. A row whose table was never measured is left out, and said so.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from readme_rows import ROWS  # noqa: E402

from voice_agent.measure.report.figures import Place, figure, tables  # noqa: E402
from voice_agent.measure.report.table import Estimate  # noqa: E402

KEPT = ROOT / "docs" / "figures.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- figures: written by scripts/readme_figures.py -->", "<!-- end of figures -->"
_FIELD = re.compile(r"\[\[([^\[\]]+)\]\]")


def main(paths: Sequence[str]) -> int:
    kept = kept_after([json.loads(Path(path).read_text("utf-8")) for path in paths])
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    README.write_text(with_figures(text, kept), encoding="utf-8")
    for what, *_ in missing(kept):
        print(f"left out, as it was not measured: {_FIELD.sub('...', what)}", file=sys.stderr)
    return 0


def kept_after(documents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What was kept with the tables of new reports in the place of older ones."""
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {"tables": []}
    found = {table["title"]: table for table in kept["tables"]}
    for document in documents:
        if document.get("quick"):
            raise SystemExit("a quick report is no source of the README's figures")
        machine = document["machine"]
        about = {
            "date": document["date"],
            "machine": f"{machine['processor']}, {machine['cpus']} processors",
        }
        for title, table in tables([document]).items():
            if title in _wanted():
                found[title] = {**table, **about}
    return {"tables": [found[title] for title in sorted(found)]}


def with_figures(text: str, kept: Mapping[str, Any]) -> str:
    """The README with the table between its marks."""
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"the marks are missing: {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{rendered(kept)}\n{END}{after}"


def rendered(kept: Mapping[str, Any]) -> str:
    """The table in Markdown, with the days and machines of its measurements."""
    found = tables([kept])
    lines = ["| what | here | beside it | command |", "| --- | --- | --- | --- |"]
    left_out = missing(kept)
    for row in ROWS:
        if row not in left_out:
            what, here, beside, command = (_filled(text, found) for text in row)
            lines.append(f"| {what} | {here} | {beside} | `{command}` |")
    days = sorted({(table["date"], table["machine"]) for table in kept["tables"]})
    lines += ["", "Measured " + "; ".join(f"{day} on {machine}" for day, machine in days) + "."]
    return "\n".join(lines)


def missing(kept: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """The rows of which a figure was not measured."""
    found = tables([kept])
    return [
        row
        for row in ROWS
        if any(figure(found, _place(field)) is None for text in row for field in _fields(text))
    ]


def _wanted() -> set[str]:
    return {_place(field).table for row in ROWS for text in row for field in _fields(text)}


def _fields(text: str) -> list[str]:
    return _FIELD.findall(text)


def _place(field: str) -> Place:
    table, row, column, *_ = (part.strip() for part in field.split("|"))
    return Place(table, row, column)


def _filled(text: str, found: Mapping[str, Any]) -> str:
    def value(match: re.Match[str]) -> str:
        given = figure(found, _place(match[1]))
        plain = given.value if isinstance(given, Estimate) else given
        form = [part.strip() for part in match[1].split("|")][3:]
        return f"{plain:{form[0]}}" if form else str(plain)

    return _FIELD.sub(value, text)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
