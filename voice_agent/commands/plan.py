"""``plan``: what the planner would do, nothing executed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.units import AgentError, UsageError

if TYPE_CHECKING:
    from voice_agent.settings import Settings


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "plan",
        help="the planner alone, nothing executed",
        epilog='example: python main.py plan "record five seconds and transcribe it"',
    )
    parser.add_argument("text", nargs="?", help="one request")
    parser.add_argument("--batch", metavar="FILE", help="JSONL requests ('-': standard input)")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if (args.text is None) == (args.batch is None):
        raise UsageError("plan needs a request or --batch FILE", 'e.g. plan "clean this up"')
    planner = _planner(args.settings)
    if args.batch:
        return _batch(args.batch, planner)
    document = _document({"id": "1", "query": args.text}, planner)
    if args.json:
        print(json.dumps(document))
    else:
        print(_readable(document))
    return 0


def _planner(settings: Settings) -> Any:
    """The offline planner over the installed tools, with the confidence of the settings."""
    from voice_agent.think.offline import OfflinePlanner
    from voice_agent.tools import registry

    signatures = {name: tool.signature for name, tool in registry.discover().items()}
    return OfflinePlanner(signatures, confidence=settings.planner.confidence)


def _batch(source: str, planner: Any) -> int:
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
        for document in _documents(lines, planner):
            failed = failed or document["kind"] == "error"
            print(json.dumps(document), flush=True)  # ASCII: any text survives any terminal
    return 1 if failed else 0


def _documents(lines: Iterable[str], planner: Any) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        known: Any = None
        try:
            known = json.loads(line)
            yield _document(known, planner)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            reason = f"line {number} is no request: {error}"
            name = known.get("id") if isinstance(known, dict) else None
            yield {"id": name, "kind": "error", "steps": [], "reply": reason}


def _document(line: dict[str, Any], planner: Any) -> dict[str, Any]:
    """One output line of the batch format for one input line."""
    from voice_agent.think.offline.batch import read_line
    from voice_agent.units import Cancel

    query, context = read_line(line, planner)
    plan = planner.plan(query, context, Cancel())
    steps = [{"tool": s.tool, "arguments": s.arguments} for s in plan.steps]
    shown = steps if plan.kind == "act" else []
    return {"id": line.get("id"), "kind": plan.kind, "steps": shown, "reply": plan.reply}


def _readable(document: dict[str, Any]) -> str:
    lines = [f"{document['kind']}: {document['reply']}".rstrip(": ")]
    for number, step in enumerate(document["steps"], 1):
        arguments = ", ".join(f"{k}={v!r}" for k, v in step["arguments"].items())
        lines.append(f"  {number}. {step['tool']}({arguments})")
    return "\n".join(lines)
