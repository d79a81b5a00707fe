"""``doctor``: checks this machine and says how to mend what is missing."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from voice_agent.doctor import Finding

MARKS = {
    "ok": ("ok", "green"),
    "missing": ("missing", "yellow"),
    "broken": ("BROKEN", "bold red"),
    "optional": ("optional", "dim"),
}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "doctor",
        help="check this machine and say how to mend what is missing",
        description="Looks at Python, sound, models, disk, the planner's settings and optional "
        "programs. Exit status 0: the assistant can do its work here.",
        epilog="example: main.py doctor --profile openai",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.commands.models import open_catalogue
    from voice_agent.doctor import examine, is_fit

    findings: list[Finding] = []
    show = None if arguments.json else _printer()
    for finding in examine(arguments.settings, open_catalogue(arguments.settings)):
        findings.append(finding)
        if show is not None:
            show(finding)
    fit = is_fit(findings)
    if arguments.json:
        checks = [dataclasses.asdict(finding) for finding in findings]
        print(json.dumps({"ok": fit, "checks": checks}, indent=2))
    else:
        verdict = "Ready." if fit else "Not ready: mend what is BROKEN above."
        print(verdict, file=sys.stderr)
    return 0 if fit else 1


def _printer() -> Callable[[Finding], None]:
    """Prints each finding as it comes: mark, name, detail, and the remedy below."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)

    def show(finding: Finding) -> None:
        mark, style = MARKS[finding.verdict]
        line = Text().append(f"{mark:10}", style=style).append(f"{finding.name:26}")
        console.print(line.append(finding.detail), soft_wrap=True)
        if finding.remedy:
            console.print(Text(f"{'':10}-> {finding.remedy}", style="cyan"), soft_wrap=True)

    return show
