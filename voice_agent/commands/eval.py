"""``eval``: consistency, capability and robustness, as AudioGPT section 4 proposes."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

SUITES = ("consistency", "capability", "robustness")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "eval",
        help="the evaluation of AudioGPT section 4",
        description="Measure how plans hold up to paraphrase (consistency), what tools reach "
        "(capability) and what happens when things go wrong (robustness).",
        epilog="example: main.py eval consistency --report /tmp/report",
    )
    parser.add_argument("suite", nargs="?", default="all", choices=(*SUITES, "all"))
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--report", metavar="DIR", type=Path, help="also write report.json there")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.measure import evaluation
    from voice_agent.measure.table import machine, print_table
    from voice_agent.show.console import make_console

    console = make_console(arguments.settings.terminal)
    tables = []
    for name in SUITES if arguments.suite == "all" else (arguments.suite,):
        for table in getattr(evaluation, name)(arguments.settings, _report):
            tables.append(table)
            if not arguments.json:
                print_table(console, table)
    document = {"machine": machine(), "tables": [table.document() for table in tables]}
    if arguments.json:
        print(json.dumps(document, indent=2))
    if arguments.report:
        arguments.report.mkdir(parents=True, exist_ok=True)
        file = arguments.report / "report.json"
        file.write_text(json.dumps(document, indent=2), encoding="utf-8")
        print(f"written to {file}", file=sys.stderr)
    return 0


def _report(what: str) -> None:
    print(f"· {what}", file=sys.stderr)
