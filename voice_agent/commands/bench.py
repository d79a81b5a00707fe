"""``bench``: what it costs, each figure with its peer or baseline in the same run."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from pathlib import Path

# name -> module of voice_agent.measure.bench with ``bench(settings, report) -> list[Table]``
SUITES = {
    "latency": "latency",
    "asr": "hearing_asr",
    "vad": "hearing_vad",
    "endpoint": "endpointing",
    "barge-in": "barge_in",
    "idle": "idle",
    "soak": "soak",
    "tts": "tts",
    "planner": "planner",
    "tools": "tools",
}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "bench",
        help="measurements, each with a baseline",
        description="Measure latency, recognition, voice activity, synthesis, planning, tools, "
        "and what waiting costs.",
        epilog="examples: main.py bench latency vad --json; "
        "main.py bench tools --kept costs.jsonl --only sing --only detect_sounds; "
        "main.py bench soak --hours 8 --minutes 60",
    )
    parser.add_argument(
        "suite", nargs="*", default="all", choices=(*SUITES, "all"), help="one or several"
    )
    parser.add_argument("--quick", action="store_true", help="small samples")
    parser.add_argument(
        "--only", metavar="TOOL", action="append", default=[], help="of tools, this (repeatable)"
    )
    parser.add_argument(
        "--kept", metavar="FILE", type=Path, help="of tools, keep what is done and go on there"
    )
    parser.add_argument(
        "--hours", metavar="H", type=float, help="of a soak, so much sound as fast as it goes (4)"
    )
    parser.add_argument(
        "--minutes", metavar="M", type=float, default=0.0,
        help="of a soak or of barge-in, so long in real time on a virtual sound card (0)",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.measure.report.table import Report, machine, print_table
    from voice_agent.show.console import make_console

    console = make_console(arguments.settings.terminal)
    report = Report(
        lambda what: print(f"· {what}", file=sys.stderr),
        quick=arguments.quick,
        only=arguments.only,
        kept=arguments.kept,
        hours=arguments.hours,
        minutes=arguments.minutes,
    )
    tables = []
    for name in SUITES if "all" in arguments.suite else arguments.suite:
        module = importlib.import_module(f"voice_agent.measure.bench.{SUITES[name]}")
        for table in module.bench(arguments.settings, report):
            tables.append(table)
            if not arguments.json:
                print_table(console, table)
    if arguments.json:
        document = {
            "date": time.strftime("%Y-%m-%d"),
            "machine": machine(),
            "tables": [table.document() for table in tables],
        }
        print(json.dumps(document, indent=2))
    return 0
