"""The only place that chooses parts: real ones, files, or silence."""

from __future__ import annotations

import os
from collections.abc import Mapping

from voice_agent import recordings
from voice_agent.conversation import Conversation
from voice_agent.engines import SharedEngines
from voice_agent.errors import AgentError
from voice_agent.events import Bus, Notice
from voice_agent.servers import shown
from voice_agent.session import Session
from voice_agent.settings import Settings
from voice_agent.speak.mouth import Output, SpeakingMouth
from voice_agent.speak.silent import SilentOutput
from voice_agent.steps import StepRunner
from voice_agent.think.planning import Planner
from voice_agent.tools import registry
from voice_agent.turn import TurnRunner
from voice_agent.units import ToolSignature


def build(
    settings: Settings, *, session: str = "", aloud: bool = True, bus: Bus | None = None
) -> Conversation:
    """A conversation in a new session, or in an earlier one named ``session``.

    ``aloud=False`` keeps the loudspeaker shut: answers only go to files.
    """
    bus = bus or Bus()
    root = settings.recordings_directory()
    here = (
        Session.open(session, settings.recordings, root)
        if session
        else Session.create(settings.recordings, root)
    )
    recordings.prune(settings.recordings, root, current=here.id)
    bus.subscribe(here.listen)
    output: Output = SilentOutput()
    remarks = [privacy_remark(settings)]
    if aloud:  # who is mute may play something, or speak again
        output, remark = make_output(settings, bus)
        remarks.append("" if settings.talk.mute else remark)
    engines = SharedEngines(settings, bus, output)
    tools = registry.discover()
    mouth = SpeakingMouth(
        engines.voice, output, bus, speed=settings.voice.speed, pitch=settings.voice.pitch
    )
    mouth.muted = settings.talk.mute
    signatures = {name: tool.signature for name, tool in tools.items()}
    planner, known = make_planner(settings, signatures, engines, bus)
    runner = TurnRunner(
        session=here,
        planner=planner,
        known=known,
        steps=StepRunner(here, tools, engines, settings, bus),
        mouth=mouth,
        bus=bus,
    )
    notices = tuple(Notice(0, remark, "warning") for remark in remarks if remark)
    return Conversation(settings, bus, here, engines, runner, mouth, output, notices)


def make_output(settings: Settings, bus: Bus) -> tuple[Output, str]:
    """The loudspeaker; or, where there is none, silence and what to say about it."""
    from voice_agent.speak.player import Player

    try:
        return Player(settings.audio, bus.emit, volume=settings.voice.volume), ""
    except AgentError as error:
        return SilentOutput(), f"{error} Answers are spoken to files only."


def privacy_remark(settings: Settings) -> str:
    """What leaves this machine, if anything does."""
    if settings.planner.engine != "openai" and settings.voice.engine != "openai":
        return ""
    address = settings.openai.base_url or os.environ.get("OPENAI_BASE_URL", "")
    server = shown(address) if address else "OpenAI"
    return f"Words, results and file names go to {server}; your sound does not."


def make_planner(
    settings: Settings, tools: Mapping[str, ToolSignature], engines: SharedEngines, bus: Bus
) -> tuple[Planner, Mapping[str, ToolSignature]]:
    """The planner that the settings choose, and every tool that a plan may speak of."""
    from voice_agent.think.offline import OfflinePlanner

    offline = OfflinePlanner(
        tools, engines.present("planner"), confidence=settings.planner.confidence
    )
    known = {**offline.signatures, **tools}
    if settings.planner.engine == "offline":
        return offline, known
    from voice_agent.think.openai_planner import OpenAIPlanner

    def notice(text: str) -> None:
        bus.emit(Notice(0, text, "warning", spoken=True))

    return OpenAIPlanner(settings.openai, tools, fallback=offline, notice=notice), known
