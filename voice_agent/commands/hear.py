"""``hear``: one spoken turn for each file."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from voice_agent.commands.ask import add_turn_options

    parser = commands.add_parser(
        "hear",
        help="one spoken turn for each file",
        description="Feed sound files as if they were the microphone: gate, end of turn, "
        "recognition, plan, tools and a spoken answer. Each file is one turn of one session.",
        epilog="example: main.py hear request.wav another.m4a --json",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="speech to listen to")
    parser.add_argument("--real-time", action="store_true", help="at the pace of the sound")
    parser.add_argument(
        "--attach", metavar="FILE", action="append", type=Path, default=[], help="a file to use"
    )
    add_turn_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.build import build
    from voice_agent.commands.ask import aloud, attach
    from voice_agent.commands.output import follow, print_document
    from voice_agent.listening import hear_file
    from voice_agent.sound.files import probe

    for path in arguments.files:
        probe(path)  # complain before anything is loaded
    results = []
    parts = build(arguments.settings, session=arguments.session, aloud=aloud(arguments))
    with follow(parts, to_stderr=arguments.json), parts as talk:
        attach(talk, arguments.attach)
        for path in arguments.files:
            results.append(hear_file(talk, path, real_time=arguments.real_time))
    if arguments.json:
        print_document([result.document for result in results])
    return 1 if any(result.outcome.value in ("failed", "cancelled") for result in results) else 0
