"""The README's figures are those that were measured: table and measurements cannot drift."""

from __future__ import annotations

import importlib.util
import json
from types import ModuleType

import pytest

from voice_agent.measure.report.figures import Place, figure, tables
from voice_agent.measure.report.overview import overview
from voice_agent.measure.report.table import Estimate, Table, mean_of
from voice_agent.settings import ROOT


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = ROOT / "scripts" / "readme_figures.py"
    spec = importlib.util.spec_from_file_location("readme_figures", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_readme_says_what_was_measured(script: ModuleType) -> None:
    kept = json.loads((ROOT / "docs" / "figures.json").read_text(encoding="utf-8"))
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert script.with_figures(text, kept) == text, "run scripts/readme_figures.py"


def test_another_figure_would_change_the_readme(script: ModuleType) -> None:
    kept = json.loads((ROOT / "docs" / "figures.json").read_text(encoding="utf-8"))
    voice = next(table for table in kept["tables"] if table["title"] == "Voice activity")
    row = next(row for row in voice["rows"] if row["engine"] == "webrtc+silero")
    before = script.rendered(kept)
    row["opened"] = 12
    assert "open a turn | 12 |" in script.rendered(kept)
    assert "open a turn | 12 |" not in before


def test_a_row_that_was_not_measured_is_left_out(script: ModuleType) -> None:
    assert script.rendered({"tables": []}).count("\n|") == 1
    assert len(script.missing({"tables": []})) == len(script.ROWS)


def test_a_quick_report_is_refused(script: ModuleType) -> None:
    with pytest.raises(SystemExit, match="quick"):
        script.kept_after([{"quick": True, "tables": []}])


def test_a_figure_is_found_by_the_words_and_numbers_of_its_row() -> None:
    rows = [{"snr": 0.0, "system": "a, b", "x": 1.0}, {"snr": 5.0, "system": "a, b", "x": 2.0}]
    found = tables([{"tables": [Table("t", rows).document()]}])
    assert figure(found, Place("t", "5 & a, b", "x")) == 2.0
    assert figure(found, Place("t", "7 & a, b", "x")) is None
    assert figure(found, Place("u", "", "x")) is None


def test_the_overview_sets_ours_beside_the_baseline_of_the_same_run() -> None:
    rows = [
        {"system": "ours", "mcd_db": mean_of([5.0, 7.0])},
        {"system": "espeak-ng", "mcd_db": mean_of([9.0, 9.0])},
    ]
    seen = overview({"tables": [Table("The voice", rows).document()]})
    [row] = [row for row in seen.rows if row["measure"].startswith("MCD")]
    assert isinstance(row["ours"], Estimate) and row["ours"].value == 6.0
    assert isinstance(row["baseline"], Estimate) and row["baseline"].value == 9.0
    assert row["n"] == 2 and row["which is"] == "espeak-ng"
