"""``ask``: one typed turn."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voice_agent.conversation import Conversation


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "ask",
        help="one typed turn",
        description="Ask for one thing, with files if you like; the answer is spoken to a file, "
        "and aloud when this is a terminal.",
        epilog='example: main.py ask "clean this up and tell me what it says" --attach memo.m4a',
    )
    parser.add_argument("text", help="what you want")
    parser.add_argument(
        "--attach", metavar="FILE", action="append", type=Path, default=[], help="a file to use"
    )
    add_turn_options(parser)
    parser.set_defaults(run=run)


def add_turn_options(parser: argparse.ArgumentParser) -> None:
    """What ``ask`` and ``hear`` share."""
    parser.add_argument("--session", metavar="ID", default="", help='one to go on with, or "last"')
    parser.add_argument("--mute", action="store_true", help="do not speak the answer")
    parser.add_argument("--json", action="store_true", help="print the turn as JSON")
    parser.set_defaults(setting_flags=mute_flag)


def mute_flag(arguments: argparse.Namespace) -> dict[str, bool]:
    return {"talk.mute": True} if arguments.mute else {}


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.build import build
    from voice_agent.commands.output import follow, print_document

    parts = build(arguments.settings, session=arguments.session, aloud=aloud(arguments))
    with follow(parts, to_stderr=arguments.json), parts as talk:
        attach(talk, arguments.attach)
        result = talk.ask(arguments.text)
    if arguments.json:
        print_document(result.document)
    return 1 if result.outcome.value in ("failed", "cancelled") else 0


def attach(talk: Conversation, paths: list[Path]) -> None:
    for path in paths:
        talk.attach(path)


def aloud(arguments: argparse.Namespace) -> bool:
    """At a terminal the answer is heard; a script only gets the file."""
    return sys.stdout.isatty() and not arguments.json
