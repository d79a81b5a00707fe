"""A tool context on a session of its own, with the real engines and nobody listening."""

from __future__ import annotations

from pathlib import Path

from voice_agent.engines import SharedEngines
from voice_agent.errors import Cancel
from voice_agent.events import Bus
from voice_agent.session import Session
from voice_agent.settings import Settings
from voice_agent.speak.silent import SilentOutput
from voice_agent.tools.context import ToolContext


def workbench(settings: Settings, folder: Path) -> ToolContext:
    """Sessions lie in ``folder``; files that are attached are used where they lie."""
    session = Session(folder, keep="turns")
    engines = SharedEngines(settings, Bus(), SilentOutput())
    return ToolContext(session, engines, settings, Cancel(), lambda fraction, what: None)
