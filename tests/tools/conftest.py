"""A real session on disk with real engines, and real recordings for the tools to work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from voice_agent.catalogue import load_path
from voice_agent.engines import SharedEngines
from voice_agent.errors import Cancel
from voice_agent.events import Bus
from voice_agent.session import Session
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.speak.silent import SilentOutput
from voice_agent.tools.context import ToolContext
from voice_agent.units import Audio


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

    def record(self, seconds: float, cancel: Cancel, on_progress: Callable[[float], None]) -> Audio:
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


class BenchEngines(SharedEngines):
    """The real engines, but for the devices, which each test brings along."""

    def __init__(self) -> None:
        super().__init__(Settings(), Bus(), SilentOutput())
        self.loudspeaker = Loudspeaker()
        self.microphone = Microphone(Audio(np.zeros((16_000, 1), np.float32), 16_000))

    def player(self) -> Loudspeaker:
        return self.loudspeaker

    def recorder(self) -> Microphone:
        return self.microphone


@pytest.fixture(scope="session")
def engines() -> BenchEngines:
    """Every model is loaded once for all tests."""
    return BenchEngines()


@pytest.fixture
def bench(tmp_path: Path, engines: BenchEngines) -> Workbench:
    session = Session(tmp_path)
    reports: list[tuple[float | None, str]] = []
    context = ToolContext(
        files=session,
        engines=engines,
        settings=Settings(),
        cancel=Cancel(),
        progress=lambda fraction, what: reports.append((fraction, what)),
    )
    engines.loudspeaker = Loudspeaker()
    engines.microphone = Microphone(Audio(np.zeros((16_000, 1), np.float32), 16_000))
    return Workbench(context, session, engines.loudspeaker, engines.microphone, reports)


@pytest.fixture(scope="session")
def people() -> Path:
    """Recordings of people: two_cities.wav, beckett.wav, ..."""
    return load_path("people-recordings")


@pytest.fixture(scope="session")
def speech(people: Path) -> Audio:
    """Ten seconds of a person speaking, mono at 16 kHz."""
    return next(iter(files.blocks(people / "beckett.wav", 10.0, rate=16_000, mono=True)))
