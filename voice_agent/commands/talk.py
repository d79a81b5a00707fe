"""``talk``: the spoken dialogue in the terminal."""

from __future__ import annotations

import argparse
from typing import Any


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "talk",
        help="the spoken dialogue (what happens without a command)",
        description="Speak or type; the assistant plans, runs tools and answers aloud.",
        epilog="example: main.py talk --mode push-to-talk",
    )
    parser.add_argument("--mode", choices=("hands-free", "push-to-talk", "text"), default=None)
    parser.add_argument("--input-device", metavar="D", default=None, help="name or index")
    parser.add_argument("--output-device", metavar="D", default=None, help="name or index")
    parser.add_argument("--mute", action="store_true", help="do not speak the answers")
    parser.add_argument("--session", metavar="ID", default="", help='one to go on with, or "last"')
    parser.set_defaults(run=run, setting_flags=_flags)


def _flags(arguments: argparse.Namespace) -> dict[str, Any]:
    flags = {
        "talk.mode": arguments.mode,
        "audio.input_device": arguments.input_device,
        "audio.output_device": arguments.output_device,
        "talk.mute": arguments.mute or None,
    }
    return {name: value for name, value in flags.items() if value is not None}


def run(arguments: argparse.Namespace) -> int:
    from voice_agent.build import build
    from voice_agent.commands.output import make_view
    from voice_agent.hear.devices import device_names
    from voice_agent.memory import share_heaps
    from voice_agent.show.completion import Choices
    from voice_agent.show.terminal import make_terminal
    from voice_agent.speak.voices import ENGINES
    from voice_agent.talk import Talk

    share_heaps()
    parts = build(arguments.settings, session=arguments.session)
    settings = parts.settings
    view = make_view(
        settings,
        parts.session.directory,
        latencies=False,
        mode=settings.talk.mode,
        files=parts.session.resources,
        originals=parts.session.originals,
    )
    limit = settings.audio.push_to_talk_limit
    choices = Choices(files=lambda: view.files, devices=device_names, voices=lambda: ENGINES)
    terminal = make_terminal(view, settings.terminal, choices=choices, push_to_talk_limit=limit)
    parts.bus.subscribe(terminal.feed)
    talk = Talk(parts, leave=terminal.leave)
    with parts:
        talk.start()
        try:
            return terminal.run(talk)
        finally:
            talk.close()
