"""``bench tools``: some tools alone, kept in a file and taken up again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voice_agent.errors import UsageError
from voice_agent.measure.bench.tools import CASES, LENGTHS, bench
from voice_agent.measure.report.table import Report
from voice_agent.settings import load
from voice_agent.tools import registry


def test_every_tool_but_those_in_real_time_is_measured():
    assert {*CASES, "play_audio", "record_audio"} == {*registry.discover()}


def test_what_was_measured_is_not_measured_again(tmp_path: Path):
    kept = tmp_path / "costs.jsonl"
    rows = [{"tool": "sing", "seconds": 10.0, "processor": 12345.0}]
    kept.write_text(json.dumps({"tool": "sing", "lengths": [LENGTHS[0]], "rows": rows}) + "\n")
    told: list[str] = []
    report = Report(told.append, quick=True, only=("sing",), kept=kept)
    assert bench(load(), report)[0].rows == rows
    assert told == []


def test_a_tool_that_is_measured_is_kept(tmp_path: Path):
    kept = tmp_path / "costs.jsonl"
    report = Report(quick=True, only=("detect_sounds",), kept=kept)
    (row,) = bench(load(), report)[0].rows
    assert row["seconds"] == LENGTHS[0]
    assert row["processor"] > 0
    assert 50 < row["models_mb"] <= row["peak_mb"] + 50
    assert json.loads(kept.read_text())["rows"] == [row]


def test_unknown_tools_and_other_files_are_told(tmp_path: Path):
    with pytest.raises(UsageError, match="no tool 'sings'"):
        bench(load(), Report(only=("sings",)))
    other = tmp_path / "notes.txt"
    other.write_text("buy milk\n")
    with pytest.raises(UsageError, match="is no file of costs"):
        bench(load(), Report(only=("sing",), kept=other))
