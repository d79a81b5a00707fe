"""Scripted dialogues with a check on every turn: the demos, played through the whole loop."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace

from voice_agent import demo
from voice_agent.measure.plans.robustness import Case
from voice_agent.settings import Settings
from voice_agent.tools import registry

SUITE = "scripted dialogues"


def run(
    settings: Settings, report: Callable[[str], None], names: list[str] | None = None
) -> Iterator[Case]:
    """One case a turn. A dialogue whose tools are not installed is a failed case."""
    tools = registry.discover()
    for name in demo.available() if names is None else names:
        script = demo.load(name)
        report(f"{name}: {script.about}")
        if missing := script.missing(tools):
            yield Case(SUITE, name, False, f"needs {', '.join(missing)}")
        else:
            yield from _played(settings, name, script)


def _played(settings: Settings, name: str, script: demo.Demo) -> Iterator[Case]:
    from voice_agent.build import build
    from voice_agent.demo_player import play_line

    with tempfile.TemporaryDirectory() as folder:
        kept = replace(settings.recordings, directory=folder)
        with build(replace(settings, recordings=kept), aloud=False) as talk:
            talk.manner.mute(True)
            for number, line in enumerate(script.line, 1):
                document = play_line(talk, script, line, live=False)
                unmet = "; ".join(line.expect.unmet(document))
                yield Case(SUITE, f"{name}, turn {number}", not unmet, unmet)
