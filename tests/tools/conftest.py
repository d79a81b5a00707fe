"""A real session on disk with real engines, and real recordings for the tools to work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voice_agent.catalogue import load_path
from voice_agent.engines import SharedEngines
from voice_agent.events import Bus
from voice_agent.session import Session
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.tools.context import ToolContext
from voice_agent.units import Audio, Cancel


@dataclass
class Loudspeaker:
    """Takes what is played to it, as a device would, and keeps it to be looked at."""

    played: list[Audio] = field(default_factory=list)

    def play_file(self, audio: Audio, cancel: Cancel) -> None:
        if not cancel:
            self.played.append(audio)


@dataclass
class Microphone:
    """Hears the given sound, for as long as it is asked to record."""

    sound: Audio

    def record(
        self, seconds: float, cancel: Cancel, on_progress: Callable[[float], None]
    ) -> Audio:
        frames = round(seconds * self.sound.rate)
        heard = np.resize(self.sound.samples, (frames, self.sound.channels))
        on_progress(1.0)
        return Audio(heard, self.sound.rate)


@dataclass
class Workbench:
    """A tool context and what a test may want to see of it."""

    context: ToolContext
    session: Session
    loudspeaker: Loudspeaker
    microphone: Microphone
    reports: list[tuple[float | None, str]]

    def take(self, audio: Audio) -> str:
        """The sound as a file of the session."""
        return self.session.write_audio(audio, "test sound", "attached", 0)

    def attach(self, file: Path) -> str:
        return self.session.attach(file)[-1].path

    def read(self, path: str) -> Audio:
        return files.read(self.session.directory / path)


@pytest.fixture(scope="session")
def engines_state() -> dict[str, Any]:
    """Devices of the shared engines, replaced by each test's own."""
    return {}


@pytest.fixture(scope="session")
def engines(engines_state: dict[str, Any]) -> SharedEngines:
    """Every model is loaded once for all tests."""
    return SharedEngines(
        Settings(),
        Bus(),
        player=lambda: engines_state["player"],
        recorder=lambda: engines_state["recorder"],
    )


@pytest.fixture
def bench(
    tmp_path: Path, engines: SharedEngines, engines_state: dict[str, Any]
) -> Workbench:
    session = Session(tmp_path)
    reports: list[tuple[float | None, str]] = []
    context = ToolContext(
        files=session,
        engines=engines,
        settings=Settings(),
        cancel=Cancel(),
        progress=lambda fraction, what: reports.append((fraction, what)),
    )
    loudspeaker = Loudspeaker()
    microphone = Microphone(Audio(np.zeros((16_000, 1), np.float32), 16_000))
    engines_state.update(player=loudspeaker, recorder=microphone)
    return Workbench(context, session, loudspeaker, microphone, reports)


@pytest.fixture(scope="session")
def people() -> Path:
    """Recordings of people: two_cities.wav, beckett.wav, ..."""
    return load_path("people-recordings")


@pytest.fixture(scope="session")
def speech(people: Path) -> Audio:
    """Ten seconds of a person speaking, mono at 16 kHz."""
    block = next(iter(files.blocks(people / "beckett.wav", 10.0, rate=16_000, mono=True)))
    return block
