"""What ``eval`` prints: consistency, capability, robustness (AudioGPT, section 4)."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

from voice_agent.measure import consistency as plans
from voice_agent.measure import planner
from voice_agent.measure import robustness as trials
from voice_agent.measure.hearing_data import FOLDER_VARIABLE
from voice_agent.measure.table import Report, Table
from voice_agent.settings import Settings
from voice_agent.think.offline import OfflinePlanner

# What is measured -> module of voice_agent.measure with
# ``capability(settings, report, *, speech: Path | None) -> list[Table]``
CAPABILITIES = {
    "enhancement": "enhancement",
    "binaural": "binaural",
    "talking_head": "talking_head",
    "singing": "singing",
}

_CONFIDENCE = "what the reader says of its least likely clause, and how often the plan is right"
_TAGS = ("single", "chain", "followup", "none", "asr")


def consistency(settings: Settings, report: Report) -> list[Table]:
    """Exact plans and ratings (20 to 100) by kind of request and by task."""
    directory = planner.model_directory()
    ours = OfflinePlanner({}, directory, confidence=settings.planner.confidence)
    judged = planner.measure(ours, directory, report)
    systems = [judged, *([judged.baseline] if judged.baseline else [])]
    note = f"{len(judged.judged)} requests written by hand; 95 % confidence intervals"
    return [
        Table("Consistency", [_overall(system) for system in systems], note),
        Table("Exact plans by task, %", _by_task(systems), "of the requests that need the task"),
        Table("Confusions", _confusions(judged), "tools wanted and tools planned instead"),
        Table("Confidence", plans.calibration(ours.reader, judged), _CONFIDENCE),
    ]


def capability(settings: Settings, report: Report) -> list[Table]:
    """What the tools reach on sound, each beside a baseline. A folder of natural speech
    comes through ``VOICE_AGENT_BENCH_SPEECH``; else recordings of people serve."""
    folder = os.environ.get(FOLDER_VARIABLE)
    speech = Path(folder) if folder else None
    tables: list[Table] = []
    for name in CAPABILITIES.values():
        module = importlib.import_module(f"voice_agent.measure.{name}")
        tables.extend(module.capability(settings, report, speech=speech))
    return tables


def robustness(settings: Settings, report: Report) -> list[Table]:
    """Long chains, unsupported wishes, failures and breaks in context."""
    directory = planner.model_directory()
    ours = OfflinePlanner({}, directory, confidence=settings.planner.confidence)
    rows = [{**row, "failed": "; ".join(row["failed"])} for row in trials.summary(trials.run(ours))]
    return [Table("Robustness", rows, "plans only: nothing is run")]


def _overall(report: plans.Report) -> dict[str, Any]:
    mean, half = report.rating()
    return {
        "planner": report.name,
        "rating": round(mean, 1),
        "± ": round(half, 1),
        "exact %": _percent(report.accuracy()),
        **{f"{tag} %": _percent(report.accuracy(tag)) for tag in _TAGS},
        "invented paths": sum(judged.invented for judged in report.judged),
    }


def _by_task(systems: list[plans.Report]) -> list[dict[str, Any]]:
    counts = [system.by_task() for system in systems]
    return [
        {"task": task, "n": counts[0][task][1]}
        | {
            system.name: _percent(count.get(task, (0, 0)))
            for system, count in zip(systems, counts, strict=True)
        }
        for task in counts[0]
    ]


def _confusions(report: plans.Report) -> list[dict[str, Any]]:
    worst = report.confusion()[:15]
    return [{"wanted": a, "planned": b, "times": n} for a, b, n in worst]


def _percent(counts: tuple[int, int]) -> float | None:
    right, tried = counts
    return round(100 * right / tried, 1) if tried else None
