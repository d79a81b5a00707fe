"""``eval`` as a user runs it: one small part, its report, and the same again against it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from voice_agent.settings import ROOT

PART = "chains and breaks"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", "eval", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_part_is_measured_reported_and_compared_with_itself(tmp_path: Path) -> None:
    report = tmp_path / "report"
    first = run("--only", PART, "--quick", "--json", "--report", str(report))
    assert first.returncode == 0, first.stderr
    document = json.loads(first.stdout)
    assert document["tables"] == json.loads((report / "report.json").read_text("utf-8"))["tables"]
    titles = [table["title"] for table in document["tables"]]
    assert titles == ["Robustness", "What it took"]
    page = (report / "report.html").read_text("utf-8")
    assert "long chains" in page and "http" not in page
    assert f"[1 of 1] {PART}: done" in first.stderr

    earlier = str(report / "report.json")
    again = run("--only", PART, "--quick", "--report", str(report), "--resume",
                "--against", earlier)  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert "nothing moved" in again.stdout


def test_wrong_words_are_explained() -> None:
    for words, why in (
        (("--only", "nothing"), "there is no part 'nothing'"),
        (("--resume",), "--report"),
        (("--corpus", "/nowhere"), "there is no folder /nowhere"),
        (("--against", "/nowhere/report.json"), "is no report"),
    ):
        done = run(*words)
        assert done.returncode in (1, 2) and why in done.stderr
        assert "Traceback" not in done.stderr
