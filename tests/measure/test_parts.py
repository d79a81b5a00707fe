"""The evaluation in parts: what fails costs only itself, what is done is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voice_agent.measure import evaluation
from voice_agent.measure.parts import Done, Order, costs, failures, run_parts
from voice_agent.measure.report.exhibits import Confusion, Curves, Picture, Sounds, restored, stored
from voice_agent.measure.report.table import Estimate, Table
from voice_agent.settings import load

QUICK = "chains and breaks"  # of all parts the one that takes least


def quiet(what: str) -> None:
    pass


def test_a_part_that_fails_says_why_and_the_others_are_measured(tmp_path: Path) -> None:
    told: list[str] = []
    order = Order(load(), quick=True)
    broken, done = run_parts(["no such part", QUICK], order, tmp_path, told.append, jobs=2)
    assert "no such part" in broken.why and not broken.exhibits
    assert done.why == "" and done.exhibits and done.processor > 0
    [table] = failures([broken, done])
    assert [row["part"] for row in table.rows] == ["no such part"]
    assert any(line.startswith("[2 of 2]") for line in told)


def test_a_part_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    [late] = run_parts([QUICK], Order(load(), quick=True), tmp_path, quiet, limit=0.05)
    assert "not done within" in late.why


def test_what_is_done_is_taken_again_unless_something_else_was_asked_for(tmp_path: Path) -> None:
    order = Order(load(), quick=True)
    run_parts([QUICK], order, tmp_path, quiet)
    [path] = tmp_path.glob("*.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    document["seconds"] = 12345.0
    path.write_text(json.dumps(document), encoding="utf-8")
    [again] = run_parts([QUICK], order, tmp_path, quiet, resume=True)
    assert again.seconds == 12345.0
    [other] = run_parts([QUICK], Order(load()), tmp_path, quiet, resume=True)
    assert other.seconds < 12345.0


@pytest.mark.parametrize(
    "exhibit",
    [
        Table("t", [{"a": 1, "b": Estimate(2.0, 0.5, 7), "c": "x", "d": None}], "note"),
        Curves("c", "x", "y", {"ours": [(0.0, 1.0), (1.0, 2.0)]}),
        Picture("p", b"\x89PNG", "note"),
        Sounds("s", {"before": b"RIFF"}),
        Confusion("c", {("a", "a"): 3, ("a", "b"): 1}),
    ],
)
def test_every_exhibit_comes_back_as_it_was_kept(exhibit: object) -> None:
    back = restored(json.loads(json.dumps(stored(exhibit))))  # type: ignore[arg-type]
    assert type(back) is type(exhibit)
    assert vars(back) == vars(exhibit)


def test_tables_of_one_title_are_put_together() -> None:
    one = Done("a", (Table("t", [{"x": 1}], "first"),))
    two = Done("b", (Table("t", [{"x": 2}], "second"), Table("u", [{"x": 3}])))
    found = evaluation.gathered("robustness", [one, two])
    assert [exhibit.title for exhibit in found] == ["t", "u"]
    assert isinstance(found[0], Table)
    assert [row["x"] for row in found[0].rows] == [1, 2] and found[0].note == "first; second"


def test_costs_are_added_up() -> None:
    table = costs([Done("a", (), 10.0, 8.0), Done("b", (), 20.0, 19.0)])
    assert table.note.startswith("27 s")
