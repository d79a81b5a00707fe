"""``sessions``: recorded sessions, listed, shown, replayed, deleted."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from voice_agent import recordings
from voice_agent.errors import UsageError


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "sessions",
        help="recorded sessions",
        description="List, show, replay or delete recorded sessions.",
        epilog="example: main.py sessions show last",
    )
    parser.add_argument(
        "action", nargs="?", default="list", choices=("list", "show", "replay", "delete")
    )
    parser.add_argument("id", nargs="?", default="", help='a session, or "last"')
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    root = arguments.settings.recordings_directory()
    if arguments.action == "list":
        return _list(root, arguments.json)
    if not arguments.id:
        raise UsageError(f"sessions {arguments.action} needs a session", '"last" is the latest')
    directory = recordings.find(arguments.id, root)
    if arguments.action == "delete":
        recordings.delete(directory)
        gone = directory.name
        print(json.dumps({"deleted": gone}) if arguments.json else f"{gone} is deleted")
        return 0
    if arguments.action == "replay" and not arguments.json:
        return _replay(arguments, directory)
    return _show(directory, arguments.json)


def _list(root: Path, as_json: bool) -> int:
    rows = [_summary(root / name) for name in recordings.listing(root)]
    if as_json:
        print(json.dumps(rows, indent=2))
        return 0
    for row in rows:
        facts = f"{row['turns']:3} turns  {row['megabytes']:7.1f} MB"
        print(f"{row['session']}  {facts}  {row['first']}")
    if not rows:
        print(f"no sessions in {root} yet; `main.py demo` makes one")
    return 0


def _summary(directory: Path) -> dict[str, Any]:
    turns = list(recordings.read_lines(directory / "turns.jsonl"))
    first = " ".join(str(turns[0].get("query", "")).split()) if turns else ""
    return {
        "session": directory.name,
        "session_dir": str(directory.resolve()),
        "turns": len(turns),
        "megabytes": round(recordings.size(directory) / 1e6, 2),
        "first": first if len(first) <= 60 else first[:59] + "…",
    }


def _show(directory: Path, as_json: bool) -> int:
    if as_json:
        print(json.dumps(list(recordings.read_lines(directory / "turns.jsonl")), indent=2))
        return 0
    transcript = directory / "transcript.md"
    print(
        transcript.read_text(encoding="utf-8", errors="replace")
        if transcript.is_file()
        else "(no turns)"
    )
    print(f"files: {directory}")
    return 0


def _replay(arguments: argparse.Namespace, directory: Path) -> int:
    """The session as it looked, from its events; heard again where there is a loudspeaker."""
    from voice_agent.commands.output import replay

    return replay(directory, arguments.settings)
