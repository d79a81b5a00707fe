"""``demo``: a scripted session through the whole loop; needs no microphone."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voice_agent.conversation import Conversation
    from voice_agent.demo import Demo


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from voice_agent.demo import DEFAULT

    parser = commands.add_parser(
        "demo",
        help="a scripted session; needs no microphone",
        description="Play a scripted session: lines spoken by a second voice or by recorded "
        "people go through the same ears as a microphone.",
        epilog="example: main.py demo welcome",
    )
    parser.add_argument("name", nargs="?", default=DEFAULT, help="a demo, or a .toml file")
    parser.add_argument("--list", action="store_true", help="the demos there are")
    parser.add_argument("--fast", action="store_true", help="do not wait for sound to pass")
    parser.add_argument("--mute", action="store_true", help="do not speak the answers")
    parser.add_argument("--json", action="store_true", help="print the turns as JSON")
    parser.set_defaults(run=run, setting_flags=_flags)


def _flags(arguments: argparse.Namespace) -> dict[str, bool]:
    return {"talk.mute": True} if arguments.mute else {}


def run(arguments: argparse.Namespace) -> int:
    from voice_agent import demo
    from voice_agent.build import build
    from voice_agent.commands.output import follow, print_document
    from voice_agent.demo_player import play_line

    if arguments.list:
        return _list(arguments.json)
    script = demo.load(arguments.name)
    _refuse_without_tools(script)
    live = sys.stdout.isatty() and not arguments.fast and not arguments.json
    documents, unmet = [], []
    parts = build(arguments.settings, aloud=live)
    with follow(parts, to_stderr=arguments.json) as show, parts as talk:
        show.line("info", f"{script.title}: {script.about}")
        for number, line in enumerate(script.line, 1):
            document = play_line(talk, script, line, live)
            documents.append(document)
            for reason in line.expect.unmet(document):
                unmet.append(f"line {number}: {reason}")
                show.line("error", unmet[-1])
        show.line("info", _leftovers(talk, documents))
    if arguments.json:
        print_document({"demo": script.path.stem, "turns": documents, "unmet": unmet})
    return 1 if unmet else 0


def _refuse_without_tools(script: Demo) -> None:
    from voice_agent.errors import AgentError
    from voice_agent.tools import registry

    missing = script.missing(registry.discover())
    if missing:
        raise AgentError(
            f"the demo '{script.path.stem}' needs tools that are not installed: "
            f"{', '.join(missing)}",
            "`demo --list` names the others",
        )


def _leftovers(talk: Conversation, documents: list[dict[str, Any]]) -> str:
    """What there is to listen to afterwards."""
    directory = talk.session.directory
    made = [a["path"] for d in documents for s in d["steps"] for a in s["artifacts"]]
    heard = [path for path in made if path.endswith(".wav")]
    files = f"listen to {', '.join(heard)} in {directory}" if heard else f"see {directory}"
    return f"{files}; `sessions replay last` shows all of it again"


def _list(as_json: bool) -> int:
    from voice_agent import demo
    from voice_agent.commands.output import print_document

    demos = [(name, demo.load(name)) for name in demo.available()]
    if as_json:
        print_document([{"name": n, "title": d.title, "about": d.about} for n, d in demos])
    else:
        for name, script in demos:
            print(f"{name:12} {script.title}: {script.about}")
    return 0
