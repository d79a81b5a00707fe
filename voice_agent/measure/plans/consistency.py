"""Are the plans what people asked for? (AudioGPT section 4.2, over hand-written requests.)

    report = evaluate(planner, load_requests(REQUESTS), baseline=nearest_neighbour(...))
    print(report.text())

Exact plans by task and by tag, a confusion table of tools, the paper's rating from 20 to 100
with a 95 % confidence interval, times, and the same for a baseline in the same run.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice_agent.errors import Cancel
from voice_agent.measure.plans.requests import Request, is_right, rating
from voice_agent.settings import ROOT
from voice_agent.think.offline.batch import Planning, read_line
from voice_agent.think.offline.planner import Reader
from voice_agent.units import Plan

REQUESTS = ROOT / "tests" / "think" / "requests" / "heldout.jsonl"
_NONE = "(nothing)"


@dataclass(frozen=True)
class Judged:
    """One request, the plan that came, and how long planning took (seconds)."""

    request: Request
    plan: Plan
    right: bool
    rating: int
    seconds: float
    invented: bool


@dataclass(frozen=True)
class Report:
    """All that was judged, with the baseline's judgements beside it."""

    name: str
    judged: Sequence[Judged]
    baseline: Report | None = None

    def accuracy(self, tag: str = "") -> tuple[int, int]:
        """Exact plans and requests, of those with a tag."""
        chosen = [j for j in self.judged if not tag or tag in j.request.tags]
        return sum(j.right for j in chosen), len(chosen)

    def by_task(self) -> dict[str, tuple[int, int]]:
        """Exact plans and requests for each tool that the right plan uses."""
        counts: dict[str, list[int]] = {}
        for judged in self.judged:
            for tool in sorted({step.tool for step in judged.request.plans[0]}) or [_NONE]:
                count = counts.setdefault(tool, [0, 0])
                count[0] += judged.right
                count[1] += 1
        return {tool: (right, total) for tool, (right, total) in sorted(counts.items())}

    def ratings(self) -> dict[str, list[float]]:
        """The ratings of the requests that need each tool."""
        found: dict[str, list[float]] = {}
        for judged in self.judged:
            for tool in sorted({step.tool for step in judged.request.plans[0]}) or [_NONE]:
                found.setdefault(tool, []).append(float(judged.rating))
        return found

    def confusion(self) -> list[tuple[str, str, int]]:
        """(wanted, planned, how often) for the tools that differ, the most frequent first."""
        pairs: Counter[tuple[str, str]] = Counter()
        for judged in self.judged:
            wanted = [step.tool for step in judged.request.plans[0]] or [_NONE]
            planned = [step.tool for step in judged.plan.steps] or [f"({judged.plan.kind})"]
            if judged.right or wanted == planned:
                continue
            missing, extra = Counter(wanted) - Counter(planned), Counter(planned) - Counter(wanted)
            left, right = sorted(missing.elements()), sorted(extra.elements())
            for index in range(max(len(left), len(right))):
                a = left[index] if index < len(left) else _NONE
                b = right[index] if index < len(right) else _NONE
                pairs[a, b] += 1
        return [(a, b, count) for (a, b), count in pairs.most_common()]

    def tools(self) -> dict[tuple[str, str], int]:
        """How often each tool wanted was planned, or which one in its place."""
        pairs: Counter[tuple[str, str]] = Counter()
        for judged in self.judged:
            wanted = Counter(step.tool for step in judged.request.plans[0])
            planned = Counter(step.tool for step in judged.plan.steps)
            if judged.right:
                planned = wanted
            pairs.update({(tool, tool): n for tool, n in (wanted & planned).items()})
        pairs.update({(a, b): count for a, b, count in self.confusion()})
        return dict(pairs)

    def rating(self) -> tuple[float, float]:
        """Mean rating (20 to 100) and the half width of its 95 % confidence interval."""
        values = [float(j.rating) for j in self.judged]
        if len(values) < 2:
            return (values[0] if values else 0.0), 0.0
        return statistics.fmean(values), 1.96 * statistics.stdev(values) / len(values) ** 0.5

    def milliseconds(self) -> tuple[float, float]:
        """Median and 95th percentile of planning one request."""
        times = sorted(1000 * j.seconds for j in self.judged)
        return statistics.median(times), times[min(len(times) - 1, int(0.95 * len(times)))]

    def document(self) -> dict[str, Any]:
        """Everything as JSON."""
        mean, half = self.rating()
        median, late = self.milliseconds()
        tags = sorted({tag for j in self.judged for tag in j.request.tags})
        return {
            "planner": self.name,
            "requests": len(self.judged),
            "exact": _share(self.accuracy()),
            "by_tag": {tag: _share(self.accuracy(tag)) for tag in tags},
            "by_task": {tool: _share(counts) for tool, counts in self.by_task().items()},
            "rating": {"mean": round(mean, 1), "ci95": round(half, 1)},
            "milliseconds": {"median": round(median, 1), "p95": round(late, 1)},
            "invented_paths": sum(j.invented for j in self.judged),
            "confusion": [{"wanted": a, "planned": b, "count": n} for a, b, n in self.confusion()],
            "wrong": [_wrong(j) for j in self.judged if not j.right],
            "baseline": self.baseline.document() if self.baseline else None,
        }

    def text(self) -> str:
        """The table for people, in Markdown."""
        other = self.baseline
        head = f"| | {self.name} |" + (f" {other.name} |" if other else "")
        lines = [head, "| --- | --- |" + (" --- |" if other else "")]
        rows = [("all", "")] + [
            (tag, tag) for tag in ("single", "chain", "followup", "none", "asr")
        ]
        for title, tag in rows:
            cells = [_percent(self.accuracy(tag))] + (
                [_percent(other.accuracy(tag))] if other else []
            )
            lines.append(f"| {title} | " + " | ".join(cells) + " |")
        theirs = other.by_task() if other else {}
        for tool, counts in self.by_task().items():
            cells = [_percent(counts)] + ([_percent(theirs[tool])] if other else [])
            lines.append(f"| {tool} | " + " | ".join(cells) + " |")
        for title, values in self._figures(other):
            lines.append(f"| {title} | " + " | ".join(values) + " |")
        lines += ["", "Confusions (wanted, planned, times):"]
        lines += [f"- {a} -> {b}: {count}" for a, b, count in self.confusion()[:15]] or ["- none"]
        return "\n".join(lines)

    def _figures(self, other: Report | None) -> list[tuple[str, list[str]]]:
        reports = [self] + ([other] if other else [])
        return [
            ("rating 20-100", ["{:.1f} ± {:.1f}".format(*r.rating()) for r in reports]),
            ("median / p95 ms", ["{:.1f} / {:.1f}".format(*r.milliseconds()) for r in reports]),
            ("invented paths", [str(sum(j.invented for j in r.judged)) for r in reports]),
        ]


def evaluate(
    planner: Planning,
    requests: Sequence[Request],
    *,
    name: str = "offline planner",
    baseline: Report | None = None,
    reader: Planning | None = None,
) -> Report:
    """Plan every request and judge it. ``reader`` tells what a history must have been, so
    that a server is asked only for the plans themselves; without it the planner does."""
    judged = [judge(planner, request, reader or planner) for request in requests]
    return Report(name, judged, baseline)


def judge(planner: Planning, request: Request, reader: Planning | None = None) -> Judged:
    query, context = read_line(request.document, reader or planner)
    began = time.perf_counter()
    plan = planner.plan(query, context, Cancel())
    seconds = time.perf_counter() - began
    known = {resource.path for resource in context.resources}
    files = [
        step.arguments[name]
        for step in plan.steps
        for name in planner.signatures[step.tool].file_arguments
        if name in step.arguments
    ]
    invented = any(not f.startswith("$") and f not in known for f in files)
    right = is_right(request, plan)
    return Judged(request, plan, right, rating(request, plan), seconds, invented)


_BINS = (0.0, 0.5, 0.8, 0.95, 1.0)


def calibration(reader: Reader, report: Report) -> list[dict[str, Any]]:
    """How often plans are right by the probability of their least likely clause.

    A calibrated reader is right about as often as it says; plans below the threshold of the
    settings become a question.
    """
    rows: list[dict[str, Any]] = []
    sure = [
        min(clause.confidence for clause in reader.read(j.request.document["query"]).clauses)
        for j in report.judged
    ]
    for low, high in itertools.pairwise(_BINS):
        chosen = [
            (chance, judged.right)
            for chance, judged in zip(sure, report.judged, strict=True)
            if low <= chance < high or (high == _BINS[-1] and chance >= high)
        ]
        if chosen:
            says = statistics.fmean(chance for chance, _ in chosen)
            right = statistics.fmean(right for _, right in chosen)
            rows.append(
                {
                    "least likely clause": f"{low:g} to {high:g}",
                    "requests": len(chosen),
                    "says %": round(100 * says, 1),
                    "right %": round(100 * right, 1),
                }
            )
    return rows


def nearest_neighbour(encoder: Path, examples: Path) -> Any:
    """The baseline: a planner that reads a request as the most similar known one.

    ``encoder`` holds the untuned all-MiniLM-L6-v2, ``examples`` known requests with tasks.
    """
    from voice_agent.measure.plans.neighbours import NeighbourReader
    from voice_agent.think.offline import OfflinePlanner

    return OfflinePlanner({}, reader=NeighbourReader(encoder, examples))


def _share(counts: tuple[int, int]) -> dict[str, Any]:
    right, total = counts
    return {"right": right, "total": total, "share": round(right / total, 4) if total else None}


def _percent(counts: tuple[int, int]) -> str:
    right, total = counts
    return f"{100 * right / total:.1f} % ({right}/{total})" if total else "-"


def _wrong(judged: Judged) -> dict[str, Any]:
    return {
        "id": judged.request.document.get("id"),
        "query": judged.request.document["query"],
        "wanted": [
            [{"tool": s.tool, "arguments": s.arguments} for s in steps]
            for steps in judged.request.plans
        ],
        "kind": judged.plan.kind,
        "planned": [{"tool": s.tool, "arguments": s.arguments} for s in judged.plan.steps],
        "reply": judged.plan.reply,
    }
