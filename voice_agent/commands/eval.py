"""``eval``: consistency, capability and robustness, as AudioGPT section 4 proposes."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voice_agent.measure.parts import Done
    from voice_agent.measure.report.exhibits import Exhibit
    from voice_agent.measure.report.table import Report

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
        "--resume", action="store_true", help="take the parts that lie in the report's folder"
    )
    parser.add_argument(
        "--against", metavar="FILE", type=Path, help="an earlier report.json: what moved since"
    )
    parser.add_argument(
        "--only", metavar="PART", action="append", default=[], help="this part alone (repeatable)"
    )
    parser.add_argument(
        "--corpus",
        metavar="DIR",
        type=Path,
        action="append",
        default=[],
        help="also measure on a corpus in its own layout: LibriSpeech, VoiceBank-DEMAND, "
        "WSJ0-2mix, LibriMix, ESC-50, AudioSet, MUST-C (repeatable)",
    )
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=int,
        default=0,
        help="parts at a time (default: 2)",
    )
    parser.set_defaults(run=run, setting_flags=_flags)


def _flags(arguments: argparse.Namespace) -> dict[str, str]:
    return {"planner.engine": arguments.planner} if arguments.planner else {}


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.measure.parts import costs, failures
    from voice_agent.measure.report.against import against
    from voice_agent.measure.report.overview import overview
    from voice_agent.measure.report.table import Report, Table, print_table
    from voice_agent.show.console import make_console

    earlier = _earlier(arguments.against) if arguments.against else None
    console = make_console(arguments.settings.terminal)
    report = Report(lambda what: print(f"· {what}", file=sys.stderr), quick=arguments.quick)
    began = time.monotonic()
    chapters, done = _measured(arguments, report)
    chapters["how it was measured"] = [*failures(done), costs(done)]
    document = _document(arguments, chapters, time.monotonic() - began)
    seen = overview(document)
    if seen.rows:
        chapters = {"overview": [seen], **chapters}
        document["tables"].insert(0, seen.document())
    if earlier is not None:
        moved = against(earlier, document)
        chapters["against the earlier report"] = [moved]
        document["against"] = moved.document()
    for exhibit in (exhibit for chapter in chapters.values() for exhibit in chapter):
        if isinstance(exhibit, Table) and not arguments.json:
            print_table(console, exhibit)
    if arguments.json:
        print(json.dumps(document, indent=2))
    if arguments.report:
        _write(arguments.report, document, chapters)
    return 1 if all(each.why for each in done) else 0


def _measured(
    arguments: argparse.Namespace, report: Report
) -> tuple[dict[str, Sequence[Exhibit]], list[Done]]:
    """The exhibits of every suite, and what became of its parts."""
    import tempfile

    from voice_agent.errors import UsageError
    from voice_agent.measure import evaluation
    from voice_agent.measure.corpora import measured as corpora
    from voice_agent.measure.parts import Order, run_parts

    if arguments.resume and not arguments.report:
        raise UsageError("--resume needs the folder to go on in", "add --report DIR")
    if arguments.jobs < 0:
        raise UsageError("--jobs is less than none", "e.g. --jobs 2")
    given = tuple(folder.resolve() for folder in arguments.corpus)
    layouts = list(corpora.layouts(given))
    suites = SUITES if arguments.suite == "all" else (arguments.suite,)
    wanted = {suite: evaluation.parts(suite, layouts) for suite in suites}
    if arguments.only:
        wanted = _only(arguments.only, wanted)
    order = Order(arguments.settings, arguments.quick, given)
    names = evaluation.costly_first([name for parts in wanted.values() for name in parts])
    jobs = arguments.jobs or min(2, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.report / "parts" if arguments.report else Path(scratch)
        done = run_parts(names, order, folder, report, jobs=jobs, resume=arguments.resume)
    found = {each.name: each for each in done}
    chapters: dict[str, Sequence[Exhibit]] = {
        suite: evaluation.gathered(suite, [found[name] for name in parts])
        for suite, parts in wanted.items()
    }
    return chapters, [found[name] for parts in wanted.values() for name in parts]


def _only(names: Sequence[str], wanted: Mapping[str, list[str]]) -> dict[str, list[str]]:
    from voice_agent.errors import UsageError

    known = [name for parts in wanted.values() for name in parts]
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f"there is no part '{unknown[0]}'", f"there are: {', '.join(known)}")
    chosen = {suite: [p for p in parts if p in names] for suite, parts in wanted.items()}
    return {suite: parts for suite, parts in chosen.items() if parts}


def _document(
    arguments: argparse.Namespace, chapters: Mapping[str, Sequence[Exhibit]], seconds: float
) -> dict[str, Any]:
    from voice_agent import __version__
    from voice_agent.measure.report.exhibits import Curves
    from voice_agent.measure.report.table import Table, machine

    exhibits = [exhibit for chapter in chapters.values() for exhibit in chapter]
    return {
        "version": __version__,
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
    from voice_agent.errors import AgentError

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
    from voice_agent.measure.report.page import page

    machine = document["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    facts = {
        "version": document["version"],
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
