"""``bench soak``: do hours of it leave a trace?

Hours of a room are fed through the whole loop as fast as it goes: mostly silence and noise, and
every minute or two somebody who asks for something or reads aloud; the answers leak back into
the microphone, past the canceller. With ``--minutes`` also in real time (``live_soak``).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.build import build
from voice_agent.catalogue import load_path
from voice_agent.conversation import Conversation
from voice_agent.events import Event, TurnEnded
from voice_agent.floor import Floor
from voice_agent.hear.asr import to_16k
from voice_agent.hear.echo import EchoCanceller, Playback
from voice_agent.hear.frames import RATE
from voice_agent.hear.hearing import Hearing
from voice_agent.listening import joined_speech, make_ears
from voice_agent.measure.bench import live_soak
from voice_agent.measure.bench.live import usage
from voice_agent.measure.data.hearing_data import natural, people
from voice_agent.measure.data.rooms import BLOCK, Acoustics, RoomOutput, SimulatedRoom
from voice_agent.measure.report.table import Report, Table
from voice_agent.memory import give_back
from voice_agent.settings import Settings
from voice_agent.units import AudioFrame, Outcome

HOURS = 4.0  # of sound
PAUSES = (30.0, 150.0)  # seconds between two who speak
LEAK = -12.0  # dB from the loudspeaker to the microphone
EVERY = 300.0  # seconds of sound between two looks at memory
READERS = 6
LONGEST = 8.0  # seconds of a reader
REQUESTS = (
    "Hello, who are you?",
    "What time is it?",
    "Make three seconds of rain.",
    "How much is seventeen plus twenty five?",
    "Which sounds do you hear in it?",
    "What is twelve times eleven?",
    "Take the noise out of it, please.",
    "Say good morning to everybody.",
    "What can you do?",
    "Please read this aloud: the meeting starts at nine.",
    "Tell me what day it is today.",
    "Thank you very much.",
)
VOICES = ("piper", "hibari")

Samples = NDArray[np.float32]


def bench(settings: Settings, report: Report) -> list[Table]:
    """Hours as fast as they go, then minutes in real time, if any are wanted."""
    said = speech(settings)
    hours = report.hours if report.hours is not None else report.few(round(HOURS), 1) / 1.0
    report(f"{hours:g} hours of a room, as fast as they go")
    tables = [
        Table(
            "Soak, faster than real time", [soak(settings, said, 3600 * hours, report)],
            "memory is what this process holds; growth in MB for an hour of sound, over the second "
            "half",
        )
    ]  # fmt: skip
    if report.minutes:
        report(f"{report.minutes:g} minutes in real time")
        tables.append(live_soak.soak(said, 60 * report.minutes, report))
    return tables


def speech(settings: Settings) -> list[Samples]:
    """Requests by synthetic voices, and a reader after every other one, at 16 kHz."""
    from voice_agent.speak.voices import make_voice

    voices = [make_voice(name, settings.voice, settings.openai, load_path) for name in VOICES]
    clips = (natural(10_000) or people(load_path("people-recordings")))[-READERS:]
    readers = [to_16k(clip.audio)[: round(LONGEST * RATE)] for clip in clips]
    said: list[Samples] = []
    for number, text in enumerate(REQUESTS):
        said.append(to_16k(joined_speech(voices[number % len(voices)], text)))
        if number % 2:
            said.append(readers[number // 2 % len(readers)])
    return said


@dataclass
class _Seen:
    spoken: int = 0
    answered: int = 0
    more: int = 0  # turns beyond those, such as the second half of what a reader said
    frames: int = 0
    gap: float = 0.0  # seconds between the end of a frame and the next one, at most
    seconds: list[float] = field(default_factory=list)  # of processor, for each turn
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds of sound, MB


def soak(
    settings: Settings, said: Sequence[Samples], seconds: float, report: Report
) -> dict[str, Any]:
    """``seconds`` of a room with ``said`` in it, one after the other: a row of figures."""
    seen = _Seen()
    begin, used = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        kept = replace(settings, recordings=replace(settings.recordings, directory=folder))
        with build(kept, aloud=False) as talk:
            talk.warm()
            _House(talk, said, seconds, seen, report).run()
            files, threads = _held()
    half = len(seen.seconds) // 2
    middle = seen.memory[len(seen.memory) // 2 :]
    return {
        "where": "a computed room",
        "hours": round(seconds / 3600, 2),
        "took s": round(time.perf_counter() - begin),
        "processor s": round(time.process_time() - used),
        "frames": seen.frames,
        "missing frames": round(seconds * RATE / BLOCK) - seen.frames,
        "worst gap ms": round(1000 * seen.gap, 3),
        "spoken": seen.spoken,
        "answered": seen.answered,
        "further turns": seen.more,
        "memory MB, start": round(seen.memory[0][1]),
        "half": round(middle[0][1]),
        "end": round(seen.memory[-1][1]),
        "growth MB/h": round(live_soak.slope(middle), 1),
        "files open": files,
        "threads": threads,
        "processor s a turn, halves": f"{_mean(seen.seconds[:half]):.2f} to "
        f"{_mean(seen.seconds[half:]):.2f}",
    }


class _House:
    """One conversation in a computed room, whose time runs only while its ears read."""

    def __init__(
        self,
        talk: Conversation,
        said: Sequence[Samples],
        seconds: float,
        seen: _Seen,
        report: Report,
    ) -> None:
        self._talk, self._said, self._seen, self._report = talk, said, seen, report
        self._random = np.random.default_rng(2)
        self._next = 5.0
        self._answers = 0  # to what was said last
        output = RoomOutput()
        talk.output = talk.mouth.output = output
        playback = Playback()
        room = Acoustics(leak=LEAK, delay=0.06, drift=20.0, noise=-62.0)
        self._room = SimulatedRoom(room, output.pull, playback.put, seconds=seconds)
        self._floor = Floor(talk, lambda: output.is_busy)
        self._floor.full_duplex = True
        self._echo = EchoCanceller(playback)

    def run(self) -> None:
        talk = self._talk
        ears = make_ears(
            talk,
            _Counted(self._room, self._look, self._seen),
            self._take,
            talk.session.next_turn,
            echo=self._echo,
            on_speech=self._floor.on_speech,
            on_hint=self._floor.on_hint,
        )
        ears.warm()
        unsubscribe = [talk.bus.subscribe(each) for each in (self._floor.on_event, self._note)]
        ears.run()
        self._count()
        for each in unsubscribe:
            each()

    def _take(self, hearing: Hearing) -> None:
        if self._floor.on_heard(hearing):
            begin = time.process_time()
            result = self._floor.run(hearing)
            self._seen.seconds.append(time.process_time() - begin)
            if result is not None and result.document["steps"]:
                give_back()  # as ``Talk`` does

    def _note(self, event: Event) -> None:
        if isinstance(event, TurnEnded) and event.outcome is not Outcome.EMPTY:
            self._answers += 1

    def _look(self) -> None:
        """Before every frame: speak when it is time, and look at memory now and then."""
        seen, now = self._seen, self._room.now()
        if not seen.memory or now - seen.memory[-1][0] >= EVERY:
            seen.memory.append((now, megabytes()))
            self._report(f"{now / 3600:.2f} h: {seen.spoken} spoken, {seen.memory[-1][1]:.0f} MB")
        if now < self._next or self._talk.output.is_busy:
            return
        self._count()
        what = self._said[seen.spoken % len(self._said)]
        self._room.say(what)
        seen.spoken += 1
        self._next = now + len(what) / RATE + float(self._random.uniform(*PAUSES))

    def _count(self) -> None:
        """Was what was said last answered, and how often?"""
        self._seen.answered += self._answers > 0
        self._seen.more += max(0, self._answers - 1)
        self._answers = 0


class _Counted:
    """A room that calls ``before`` ahead of every frame, and looks whether one is missing."""

    def __init__(self, room: SimulatedRoom, before: Callable[[], None], seen: _Seen) -> None:
        self._room, self._before, self._seen = room, before, seen
        self._end = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._room, name)

    def read(self, timeout: float) -> AudioFrame | None:
        self._before()
        frame = self._room.read(timeout)
        if frame is not None:
            self._seen.frames += 1
            self._seen.gap = max(self._seen.gap, abs(frame.time - self._end))
            self._end = frame.end
        return frame


def megabytes() -> float:
    """What this process holds in memory now."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:  # not Linux: the most it ever held
        import resource

        unit = 1e6 if sys.platform == "darwin" else 1e3
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _held() -> tuple[int | None, int | None]:
    """Open files and threads of this process; None where the system does not tell."""
    try:
        found = usage(os.getpid())
    except OSError:
        return None, None
    return found.descriptors, found.threads


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0
