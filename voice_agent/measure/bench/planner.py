"""``bench planner``: exact plans and milliseconds on hand-written requests, with a baseline."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from voice_agent.measure.plans import consistency
from voice_agent.measure.plans.requests import load_requests
from voice_agent.measure.report.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from voice_agent.measure.report.table import Report
    from voice_agent.settings import Settings

_GROUPS = ("single", "chain", "followup", "none", "asr")


def bench(settings: Settings, report: Report) -> list[Table]:
    """Accuracy by kind of request, and the times of planning, for both planners."""
    directory = model_directory()
    report("loading the planner")
    from voice_agent.think.offline import OfflinePlanner

    began = time.perf_counter()
    planner = OfflinePlanner({}, directory, confidence=settings.planner.confidence)
    planner.warm()
    loading = time.perf_counter() - began
    report("planning the hand-written requests")
    judged = measure(planner, directory, report)
    reports = [judged] + ([judged.baseline] if judged.baseline else [])
    accuracy = [
        {"planner": r.name, "all %": _percent(r.accuracy())}
        | {f"{tag} %": _percent(r.accuracy(tag)) for tag in _GROUPS}
        for r in reports
    ]
    times = [
        {"planner": r.name, "median ms": r.milliseconds()[0], "p95 ms": r.milliseconds()[1]}
        for r in reports
    ]
    times[0]["loading s"] = loading
    for row in times[1:]:
        row["loading s"] = None
    note = f"{len(judged.judged)} requests of {consistency.REQUESTS.name}, one thread"
    return [Table("exact plans", accuracy, note), Table("planning a request", times, note)]


def measure(planner: object, directory: Path, report: Report) -> consistency.Report:
    """The planner's report with the nearest-neighbour baseline beside it.

    The baseline needs the published encoder; without it (offline) it is left out.
    """
    from voice_agent import catalogue
    from voice_agent.errors import AgentError

    requests = load_requests(consistency.REQUESTS)
    baseline = None
    examples = directory / "examples.jsonl"
    try:
        encoder = catalogue.load_path("minilm")
        report("planning them by nearest neighbour, for comparison")
        neighbour = consistency.nearest_neighbour(encoder, examples)
        baseline = consistency.evaluate(neighbour, requests, name="nearest neighbour")
    except AgentError as error:
        report(f"without the baseline: {error}")
    return consistency.evaluate(planner, requests, baseline=baseline)  # type: ignore[arg-type]


def model_directory() -> Path:
    """Where the planner's own model lies in the project."""
    from voice_agent import catalogue

    return catalogue.CATALOGUE.parent / "planner"


def _percent(counts: tuple[int, int]) -> float:
    right, total = counts
    return 100 * right / total if total else 0.0
