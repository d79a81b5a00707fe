"""``eval``: consistency, capability and robustness, as AudioGPT section 4 proposes."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voice_agent.measure.exhibits import Exhibit

SUITES = ("consistency", "capability", "robustness")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "eval",
        help="the evaluation of AudioGPT section 4",
        description="Measure how plans hold up to paraphrase (consistency), what tools reach "
        "(capability) and what happens when things go wrong (robustness). docs/evaluation.md "
        "explains how to read the report.",
        epilog="example: main.py eval consistency --quick --report /tmp/report",
    )
    parser.add_argument("suite", nargs="?", default="all", choices=(*SUITES, "all"))
    parser.add_argument("--quick", action="store_true", help="smaller samples: minutes")
    parser.add_argument("--planner", choices=("offline", "openai"), help="whose plans to judge")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument(
        "--report", metavar="DIR", type=Path, help="also write report.html and report.json there"
    )
    parser.add_argument(
        "--against", metavar="FILE", type=Path, help="an earlier report.json: what moved since"
    )
    parser.set_defaults(run=run, setting_flags=_flags)


def _flags(arguments: argparse.Namespace) -> dict[str, str]:
    return {"planner.engine": arguments.planner} if arguments.planner else {}


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.measure import evaluation
    from voice_agent.measure.against import against
    from voice_agent.measure.table import Report, Table, print_table
    from voice_agent.show.console import make_console

    earlier = _earlier(arguments.against) if arguments.against else None
    console = make_console(arguments.settings.terminal)
    report = Report(lambda what: print(f"· {what}", file=sys.stderr), quick=arguments.quick)
    chapters: dict[str, Sequence[Exhibit]] = {}
    began = time.monotonic()
    for name in SUITES if arguments.suite == "all" else (arguments.suite,):
        chapters[name] = getattr(evaluation, name)(arguments.settings, report)
        for exhibit in chapters[name]:
            if isinstance(exhibit, Table) and not arguments.json:
                print_table(console, exhibit)
    document = _document(arguments, chapters, time.monotonic() - began)
    if earlier is not None:
        moved = against(earlier, document)
        chapters["against the earlier report"] = [moved]
        document["against"] = moved.document()
        if not arguments.json:
            print_table(console, moved)
    if arguments.json:
        print(json.dumps(document, indent=2))
    if arguments.report:
        _write(arguments.report, document, chapters)
    return 0


def _document(
    arguments: argparse.Namespace, chapters: Mapping[str, Sequence[Exhibit]], seconds: float
) -> dict[str, Any]:
    from voice_agent.measure.exhibits import Curves
    from voice_agent.measure.table import Table, machine

    exhibits = [exhibit for chapter in chapters.values() for exhibit in chapter]
    return {
        "date": time.strftime("%Y-%m-%d"),
        "suites": list(chapters),
        "quick": arguments.quick,
        "seconds": round(seconds),
        "planner": arguments.settings.planner.engine,
        "recogniser": arguments.settings.asr.model,
        "machine": machine(),
        "tables": [e.document() for e in exhibits if isinstance(e, Table)],
        "curves": [e.document() for e in exhibits if isinstance(e, Curves)],
    }


def _earlier(file: Path) -> dict[str, Any]:
    from voice_agent.units import AgentError

    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(document.get("tables"), list):
            raise ValueError("it holds no tables")
    except (OSError, ValueError, AttributeError) as error:
        raise AgentError(
            f"'{file}' is no report: {error}", "give the report.json of `eval --report DIR`"
        ) from None
    return dict(document)


def _write(
    folder: Path, document: dict[str, Any], chapters: Mapping[str, Sequence[Exhibit]]
) -> None:
    from voice_agent.measure.page import page

    machine = document["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    facts = {
        "date": document["date"],
        "sample": "quick" if document["quick"] else "full",
        "took": f"{document['seconds']} s",
        "planner": document["planner"],
        "recogniser": document["recogniser"],
        "machine": f"{machine['processor']}, {machine['cpus']} processors, {machine['system']}",
        "load before": str(machine["load"]),
        "Python": machine["python"],
        "packages": packages,
        "seeds": "fixed in the code: the same data every time",
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(document, indent=2), encoding="utf-8")
    (folder / "report.html").write_text(page("Evaluation", facts, chapters), encoding="utf-8")
    print(f"written to {folder / 'report.html'} and report.json", file=sys.stderr)
