"""What ``eval`` prints: consistency, capability, robustness (AudioGPT, section 4)."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voice_agent.measure import consistency as plans
from voice_agent.measure import planner
from voice_agent.measure import robustness as trials
from voice_agent.measure.exhibits import Exhibit
from voice_agent.measure.hearing_data import FOLDER_VARIABLE
from voice_agent.measure.table import Estimate, Report, Table, share_of
from voice_agent.settings import Settings
from voice_agent.think.offline import OfflinePlanner

# What is measured -> module of voice_agent.measure with
# ``capability(settings, report, *, speech: Path | None) -> list[Exhibit]``
CAPABILITIES = {
    "enhancement": "enhancement",
    "separation": "separation",
    "binaural": "binaural",
    "translation": "translation",
    "style": "style",
    "talking_head": "talking_head",
    "singing": "singing",
    "generation": "generation",
    "music": "music",
    "pictures": "pictures",
    "finding": "finding",
    "captioning": "captioning",
    "extraction": "extraction",
    "inpainting": "inpainting",
}

_CONFIDENCE = "what the reader says of its least likely clause, and how often the plan is right"
_TAGS = ("single", "chain", "followup", "none", "asr")


def consistency(settings: Settings, report: Report) -> list[Exhibit]:
    """Exact plans and ratings (20 to 100) by kind of request and by task, in writing and by
    ear, for the planner that the settings choose."""
    from voice_agent.measure.spoken import consistency_by_ear

    directory = planner.model_directory()
    ours = OfflinePlanner({}, directory, confidence=settings.planner.confidence)
    judged = planner.measure(ours, directory, report)
    systems = [judged, *([judged.baseline] if judged.baseline else [])]
    if settings.planner.engine == "openai":
        systems.insert(0, _server(settings, report))
    note = f"{len(judged.judged)} requests written by hand; 95 % confidence intervals"
    tables: list[Exhibit] = [
        Table("Consistency", [_overall(system) for system in systems], note),
        Table("Exact plans by task, %", _by_task(systems), "of the requests that need the task"),
        Table("Confusions", _confusions(systems[0]), "tools wanted and tools planned instead"),
    ]
    tables.append(Table("Confidence", plans.calibration(ours.reader, judged), _CONFIDENCE))
    return [*tables, *consistency_by_ear(settings, report, ours)]


def capability(settings: Settings, report: Report) -> list[Exhibit]:
    """What the tools reach on sound, each beside a baseline. A folder of natural speech
    comes through ``VOICE_AGENT_BENCH_SPEECH``; else recordings of people serve."""
    folder = os.environ.get(FOLDER_VARIABLE)
    speech = Path(folder) if folder else None
    exhibits: list[Exhibit] = []
    for name in CAPABILITIES.values():
        module = importlib.import_module(f"voice_agent.measure.{name}")
        exhibits.extend(module.capability(settings, report, speech=speech))
    return exhibits


def robustness(settings: Settings, report: Report) -> list[Exhibit]:
    """Long chains, unsupported wishes, real failures, breaks in context, whole dialogues."""
    from voice_agent.measure import dialogues, failures

    directory = planner.model_directory()
    ours = OfflinePlanner({}, directory, confidence=settings.planner.confidence)
    cases = trials.run(ours, report)
    cases += failures.run(settings, report)
    cases += dialogues.run(settings, report, ["welcome"] if report.quick else None)
    rows = [
        {
            "suite": row["suite"],
            "tried": row["tried"],
            "passed %": share_of(row["passed"], row["tried"]),
            "failed": "; ".join(row["failed"]),
        }
        for row in trials.summary(cases)
    ]
    note = "chains, unsupported tasks, errors and breaks: plans only; failures, dialogues: all runs"
    return [Table("Robustness", rows, note)]


def _server(settings: Settings, report: Report) -> plans.Report:
    """The language model's plans for the same requests."""
    from voice_agent.build import make_planner
    from voice_agent.engines import SharedEngines
    from voice_agent.events import Bus
    from voice_agent.measure.requests import load_requests
    from voice_agent.speak.silent import SilentOutput

    signatures = OfflinePlanner({}, planner.model_directory()).signatures
    bus = Bus()
    engines = SharedEngines(settings, bus, SilentOutput())
    chosen, _ = make_planner(settings, signatures, engines, bus)
    reader = OfflinePlanner({}, planner.model_directory())
    report(f"{chosen.name} plans the same requests")
    requests = load_requests(plans.REQUESTS)
    return plans.evaluate(chosen, requests, name=chosen.name, reader=reader)  # type: ignore[arg-type]


def _overall(report: plans.Report) -> dict[str, Any]:
    mean, half = report.rating()
    return {
        "planner": report.name,
        "rating 20-100": Estimate(mean, half, len(report.judged)),
        "exact %": share_of(*report.accuracy()),
        **{f"{tag} %": share_of(*report.accuracy(tag)) for tag in _TAGS},
        "invented paths": sum(judged.invented for judged in report.judged),
    }


def _by_task(systems: Sequence[plans.Report]) -> list[dict[str, Any]]:
    counts = [system.by_task() for system in systems]
    return [
        {"task": task, "n": counts[0][task][1]}
        | {
            system.name: share_of(*count.get(task, (0, 0)))
            for system, count in zip(systems, counts, strict=True)
        }
        for task in counts[0]
    ]


def _confusions(report: plans.Report) -> list[dict[str, Any]]:
    worst = report.confusion()[:15]
    return [{"wanted": a, "planned": b, "times": n} for a, b, n in worst]
