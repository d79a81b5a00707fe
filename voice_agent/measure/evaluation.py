"""What ``eval`` prints: consistency, capability, robustness (AudioGPT, section 4)."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.measure.bench import planner
from voice_agent.measure.data.hearing_data import FOLDER_VARIABLE
from voice_agent.measure.plans import consistency as plans
from voice_agent.measure.plans import robustness as trials
from voice_agent.measure.report.exhibits import Confusion, Curves, Exhibit
from voice_agent.measure.report.table import Estimate, Report, Table, mean_of, share_of
from voice_agent.settings import Settings
from voice_agent.think.offline import OfflinePlanner

if TYPE_CHECKING:
    from voice_agent.measure.parts import Done, Order

# Modules of voice_agent.measure.capability, each with
# ``capability(settings, report, *, speech: Path | None) -> list[Exhibit]``
CAPABILITIES = (
    "recognition",
    "voice",
    "enhancement",
    "separation",
    "binaural",
    "translation",
    "style",
    "talking_head",
    "singing",
    "generation",
    "music",
    "pictures",
    "detection",
    "finding",
    "captioning",
    "extraction",
    "inpainting",
)

# Parts of the other two suites -> function of (settings, report) to exhibits.
_PLANS, _BY_EAR = "plans", "plans by ear"
_CHAINS, _FAILURES, _DIALOGUES = "chains and breaks", "failures", "dialogues"

# What takes longest goes first, so that both of two processes are done at about the same time.
_COSTLY = ("separation", "voice", "enhancement", "music", _BY_EAR, "generation", _DIALOGUES)

_CONFIDENCE = "what the reader says of its least likely clause, and how often the plan is right"
_TAGS = ("single", "chain", "followup", "none", "asr")


def parts(suite: str, layouts: Sequence[str] = ()) -> list[str]:
    """What a suite is measured in, each part by itself; ``layouts`` of corpora that are given."""
    if suite == "consistency":
        return [_PLANS, _BY_EAR]
    if suite == "capability":
        return [*CAPABILITIES, *layouts]
    return [_CHAINS, _FAILURES, _DIALOGUES]


def costly_first(names: Sequence[str]) -> list[str]:
    """An order in which two at a time are done at about the same moment."""
    return sorted(names, key=lambda name: _COSTLY.index(name) if name in _COSTLY else len(_COSTLY))


def measure(name: str, order: Order, report: Report) -> Sequence[Exhibit]:
    """One part. A folder of natural speech comes through ``VOICE_AGENT_BENCH_SPEECH``; else
    recordings of people serve."""
    settings = order.settings
    if name in CAPABILITIES:
        folder = os.environ.get(FOLDER_VARIABLE)
        module = importlib.import_module(f"voice_agent.measure.capability.{name}")
        return list(module.capability(settings, report, speech=Path(folder) if folder else None))
    if name in _OTHERS:
        return _OTHERS[name](settings, report)
    from voice_agent.measure.corpora.measured import measure_corpus

    return measure_corpus(name, order.corpora, settings, report)


def gathered(suite: str, done: Sequence[Done]) -> list[Exhibit]:
    """The exhibits of a suite's parts; tables of one title become one."""
    found: dict[tuple[type, str], Exhibit] = {}
    for exhibit in (exhibit for each in done for exhibit in each.exhibits):
        key = (type(exhibit), exhibit.title)
        old = found.get(key)
        if isinstance(exhibit, Table) and isinstance(old, Table):
            notes = dict.fromkeys(note for note in (old.note, exhibit.note) if note)
            exhibit = Table(old.title, [*old.rows, *exhibit.rows], "; ".join(notes))
        found[key] = exhibit
    return [*found.values()]


def _plans(settings: Settings, report: Report) -> list[Exhibit]:
    """Exact plans and ratings (20 to 100) by kind of request and by task, in writing, for the
    planner that the settings choose."""
    ours, directory = _planner(settings), planner.model_directory()
    judged = planner.measure(ours, directory, report)
    systems = [judged, *([judged.baseline] if judged.baseline else [])]
    if settings.planner.engine == "openai":
        systems.insert(0, _server(settings, report))
    sure = plans.calibration(ours.reader, judged)
    note = f"{len(judged.judged)} requests written by hand; 95 % confidence intervals"
    return [
        Table("Consistency", [_overall(system) for system in systems], note),
        Table("Exact plans by task, %", _by_task(systems), "of the requests that need the task"),
        Table("Confusions", _confusions(systems[0]), "tools wanted and tools planned instead"),
        Confusion("Tools wanted, and planned", systems[0].tools(), systems[0].name),
        Table("Confidence", sure, _CONFIDENCE),
        Curves("Calibration", "says %", "right %", _calibrated(sure), _CONFIDENCE),
    ]


def _calibrated(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    ours = [(float(row["says %"]), float(row["right %"])) for row in rows]
    least = min((says for says, _ in ours), default=0.0)
    return {"offline planner": ours, "calibrated": [(least, least), (100.0, 100.0)]}


def _by_ear(settings: Settings, report: Report) -> list[Exhibit]:
    from voice_agent.measure.plans.spoken import consistency_by_ear

    ours = _planner(settings)
    chosen = _server_planner(settings) if settings.planner.engine == "openai" else ours
    return [*consistency_by_ear(settings, report, chosen, ours)]


def _robust(cases: Iterable[trials.Case], note: str) -> list[Exhibit]:
    rows = [
        {
            "suite": row["suite"],
            "tried": row["tried"],
            "passed %": share_of(row["passed"], row["tried"]),
            "failed": "; ".join(row["failed"]),
        }
        for row in trials.summary(list(cases))
    ]
    return [Table("Robustness", rows, note)]


def _chains(settings: Settings, report: Report) -> list[Exhibit]:
    cases = trials.run(_planner(settings), report)
    return _robust(cases, "chains, unsupported tasks, errors and breaks: plans only")


def _failures(settings: Settings, report: Report) -> list[Exhibit]:
    from voice_agent.measure.plans import failures

    return _robust(failures.run(settings, report), "failures and dialogues: all runs")


def _dialogues(settings: Settings, report: Report) -> list[Exhibit]:
    from voice_agent.measure.plans import dialogues

    names = ["welcome"] if report.quick else None
    return _robust(dialogues.run(settings, report, names), "failures and dialogues: all runs")


_OTHERS: dict[str, Callable[[Settings, Report], list[Exhibit]]] = {
    _PLANS: _plans,
    _BY_EAR: _by_ear,
    _CHAINS: _chains,
    _FAILURES: _failures,
    _DIALOGUES: _dialogues,
}


def _planner(settings: Settings) -> OfflinePlanner:
    """With the tools as they are installed: their own arguments are filled too."""
    from voice_agent.tools import registry

    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    directory = planner.model_directory()
    return OfflinePlanner(signatures, directory, confidence=settings.planner.confidence)


def _server(settings: Settings, report: Report) -> plans.Report:
    """The language model's plans for the same requests."""
    from voice_agent.measure.plans.requests import load_requests

    chosen = _server_planner(settings)
    report(f"{chosen.name} plans the same requests")
    requests = load_requests(plans.REQUESTS)
    return plans.evaluate(chosen, requests, name=chosen.name, reader=_planner(settings))


def _server_planner(settings: Settings) -> Any:
    """The planner of the settings, a language model behind a server."""
    from voice_agent.build import make_planner
    from voice_agent.engines import SharedEngines
    from voice_agent.events import Bus
    from voice_agent.speak.silent import SilentOutput

    bus = Bus()
    engines = SharedEngines(settings, bus, SilentOutput())
    return make_planner(settings, _planner(settings).signatures, engines, bus)[0]


def _overall(report: plans.Report) -> dict[str, Any]:
    mean, half = report.rating()
    return {
        "planner": report.name,
        "rating 20-100": Estimate(mean, half, len(report.judged)),
        "exact %": share_of(*report.accuracy()),
        "median ms": round(report.milliseconds()[0], 1),
        **{f"{tag} %": share_of(*report.accuracy(tag)) for tag in _TAGS},
        "invented paths": sum(judged.invented for judged in report.judged),
    }


def _by_task(systems: Sequence[plans.Report]) -> list[dict[str, Any]]:
    counts = [system.by_task() for system in systems]
    ratings = systems[0].ratings()
    return [
        {"task": task, "n": counts[0][task][1], "rating 20-100": mean_of(ratings[task])}
        | {
            system.name: share_of(*count.get(task, (0, 0)))
            for system, count in zip(systems, counts, strict=True)
        }
        for task in counts[0]
    ]


def _confusions(report: plans.Report) -> list[dict[str, Any]]:
    worst = report.confusion()[:15]
    return [{"wanted": a, "planned": b, "times": n} for a, b, n in worst]
