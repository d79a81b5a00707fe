"""What a measurement comes to: intervals, tables, the page, and what moved since."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.measure.report.against import against
from voice_agent.measure.report.exhibits import Confusion, Curves, comparison
from voice_agent.measure.report.page import page, ticks
from voice_agent.measure.report.table import Estimate, Table, mean_of, ratio_of, share_of
from voice_agent.units import Audio


class Reader(HTMLParser):
    """Collects tags, addresses and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.sources: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_share_of_few_trials_has_a_wide_interval_that_many_narrow() -> None:
    few, many = share_of(9, 10), share_of(900, 1000)
    assert few is not None and many is not None
    assert few.value == many.value == pytest.approx(90.0)
    assert 10 < few.half < 20 and 1.5 < many.half < 2.5


def test_a_perfect_score_is_still_uncertain() -> None:
    assert (share_of(20, 20) or pytest.fail()).half > 5


def test_a_ratio_of_equal_wholes_is_the_mean_of_its_parts() -> None:
    ratio = ratio_of([1, 3, 2, 6], [10, 10, 10, 10])
    mean = mean_of([10.0, 30.0, 20.0, 60.0])
    assert ratio is not None and mean is not None
    assert (ratio.value, ratio.half) == pytest.approx((mean.value, mean.half))
    uneven = ratio_of([0, 5], [5, 45])
    assert uneven is not None and uneven.value == pytest.approx(10.0)


def test_nothing_measured_is_no_figure() -> None:
    assert share_of(0, 0) is None
    assert mean_of([]) is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50))
def test_a_mean_lies_among_its_values(values: list[float]) -> None:
    mean = mean_of(values)
    assert mean is not None
    assert min(values) - 1e-6 <= mean.value <= max(values) + 1e-6
    assert mean.half >= 0


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_are_even_and_span_the_data(low: float, size: float) -> None:
    places = ticks(low, low + size)
    assert places[0] <= low + 1e-6 and places[-1] >= low + size - 1e-6
    assert 2 <= len(places) <= 9
    assert np.ptp(np.diff(places)) < 1e-6 * max(1.0, abs(low) + size)


def document(table: Table) -> dict[str, object]:
    return json.loads(json.dumps({"tables": [table.document()]}))


def test_a_change_beyond_the_intervals_is_significant_and_one_within_is_not() -> None:
    before = document(Table("t", [{"system": "ours", "a": share_of(50, 100), "b": 1.0}]))
    better = document(Table("t", [{"system": "ours", "a": share_of(90, 100), "b": 2.0}]))
    similar = document(Table("t", [{"system": "ours", "a": share_of(52, 100), "b": 1.0}]))
    found = {row["figure"]: row["significant"] for row in against(before, better).rows}
    assert found == {"a": "yes", "b": "?"}
    assert [row["significant"] for row in against(before, similar).rows] == ["no"]


def test_the_same_report_has_not_moved_and_new_rows_are_no_change() -> None:
    before = document(Table("t", [{"system": "ours", "a": 1.0}]))
    after = document(Table("t", [{"system": "ours", "a": 1.0}, {"system": "new", "a": 3.0}]))
    assert against(before, after).rows == []


def test_rows_that_only_a_number_tells_apart_are_not_mixed_up() -> None:
    def noise(low: float, high: float) -> dict[str, object]:
        rows = [
            {"snr": 0.0, "system": "ours", "gain": low},
            {"snr": 10.0, "system": "ours", "gain": high},
        ]
        return document(Table("t", rows))

    moved = against(noise(1.0, 5.0), noise(1.0, 6.0)).rows
    assert [(row["row"], row["change"]) for row in moved] == [("10, ours", 1.0)]


def test_what_measuring_took_is_no_figure() -> None:
    before = document(Table("What it took", [{"part": "a", "s": 1.0}]))
    after = document(Table("What it took", [{"part": "a", "s": 9.0}]))
    assert against(before, after).rows == []


def test_the_page_shows_everything_and_asks_no_network() -> None:
    tone = np.sin(np.arange(8000) / 8000 * 2 * np.pi * 440).astype(np.float32) * 0.1
    exhibits = [
        Table("Figures <b>", [{"system": "ours & theirs", "score": Estimate(3.14159, 0.1, 9)}]),
        Curves("Waits", "ms", "cut off %", {"ours": [(0.0, 1.0), (10.0, 0.5)]}, "a note"),
        Confusion("Tools", {("a tool", "a tool"): 9, ("a tool", "another"): 1}),
        *comparison("Tones", {"before": Audio(tone, 8000), "after": Audio(tone / 2, 8000)}),
    ]
    read = Reader(page("Evaluation", {"machine": "this one"}, {"capability": exhibits}))
    assert "ours & theirs" in read.text and "3.14 ± 0.10" in read.text
    assert "another" in read.text and read.tags.count("span") == 2
    assert "Figures <b>" in read.text and "b" not in read.tags
    assert read.tags.count("audio") == 2 and read.tags.count("svg") == 1
    assert "script" not in read.tags
    assert len(read.sources) == 3
    assert all(source.startswith("data:") for source in read.sources)
