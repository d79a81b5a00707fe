"""``plan``: what the planner would do, nothing executed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.errors import AgentError, UsageError

if TYPE_CHECKING:
    from voice_agent.settings import Settings
    from voice_agent.think.offline import OfflinePlanner
    from voice_agent.think.planning import Planner


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "plan",
        help="the planner alone, nothing executed",
        description="Plan a request, or a file of them, and run nothing. Of a language model "
        "these are the first steps; it sees results before it goes on.",
        epilog='example: python main.py plan "record five seconds and transcribe it"',
    )
    parser.add_argument("text", nargs="?", help="one request")
    parser.add_argument("--batch", metavar="FILE", help="JSONL requests ('-': standard input)")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument(
        "--planner", choices=("offline", "openai"), help="instead of the one in the settings"
    )
    parser.set_defaults(run=run, setting_flags=_flags)


def _flags(args: argparse.Namespace) -> dict[str, str]:
    return {"planner.engine": args.planner} if args.planner else {}


def run(args: argparse.Namespace) -> int:
    if (args.text is None) == (args.batch is None):
        raise UsageError("plan needs a request or --batch FILE", 'e.g. plan "clean this up"')
    planners = _planners(args.settings)
    if args.batch:
        return _batch(args.batch, planners)
    document = _document({"id": "1", "query": args.text}, planners)
    planners.chosen.close()
    if args.json:
        print(json.dumps(document))
    else:
        print(_readable(document))
    return 0


@dataclass(frozen=True)
class Planners:
    """The planner that is asked, and the offline one, which tells what a history must have
    been without asking a server again."""

    chosen: Planner
    offline: OfflinePlanner


def _planners(settings: Settings) -> Planners:
    """The planners over the installed tools that the settings choose."""
    from voice_agent.build import make_planner
    from voice_agent.engines import SharedEngines
    from voice_agent.events import Bus, Notice
    from voice_agent.speak.silent import SilentOutput
    from voice_agent.think.offline import OfflinePlanner
    from voice_agent.tools import registry

    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    bus = Bus()
    bus.subscribe(lambda event: _warn(event.text) if isinstance(event, Notice) else None)
    engines = SharedEngines(settings, bus, SilentOutput())
    chosen, _ = make_planner(settings, signatures, engines, bus)
    if isinstance(chosen, OfflinePlanner):
        return Planners(chosen, chosen)
    return Planners(chosen, OfflinePlanner(signatures, engines.present("planner")))


def _warn(text: str) -> None:
    print(text, file=sys.stderr)


def _batch(source: str, planners: Planners) -> int:
    failed = False
    try:
        stream: Any = nullcontext(sys.stdin)
        if source != "-":
            stream = Path(source).open(encoding="utf-8", errors="replace")  # noqa: SIM115
    except OSError as error:
        raise AgentError(
            f"cannot read '{source}': {error.strerror}", "give a JSONL file, or - for stdin"
        ) from None
    with stream as lines:
        for document in _documents(lines, planners):
            failed = failed or document["kind"] == "error"
            print(json.dumps(document), flush=True)  # ASCII: any text survives any terminal
    return 1 if failed else 0


def _documents(lines: Iterable[str], planners: Planners) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        known: Any = None
        try:
            known = json.loads(line)
            yield _document(known, planners)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            reason = f"line {number} is no request: {error}"
            name = known.get("id") if isinstance(known, dict) else None
            yield {"id": name, "kind": "error", "steps": [], "reply": reason}


def _document(line: dict[str, Any], planners: Planners) -> dict[str, Any]:
    """One output line of the batch format for one input line."""
    from voice_agent.errors import Cancel
    from voice_agent.think.offline.batch import read_line

    query, context = read_line(line, planners.offline)
    plan = planners.chosen.plan(query, context, Cancel())
    steps = [{"tool": s.tool, "arguments": s.arguments} for s in plan.steps]
    shown = steps if plan.kind == "act" else []
    return {"id": line.get("id"), "kind": plan.kind, "steps": shown, "reply": plan.reply}


def _readable(document: dict[str, Any]) -> str:
    lines = [f"{document['kind']}: {document['reply']}".rstrip(": ")]
    for number, step in enumerate(document["steps"], 1):
        arguments = ", ".join(f"{k}={v!r}" for k, v in step["arguments"].items())
        lines.append(f"  {number}. {step['tool']}({arguments})")
    return "\n".join(lines)
