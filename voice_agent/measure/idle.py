"""``bench idle``: what listening costs while nobody speaks, what it keeps in memory, how soon
it is ready, and whether hours of it leave a trace.

The soak feeds hours of room noise and now and then somebody who speaks through the ears,
faster than real time; frames are counted and memory is read on the way.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from voice_agent.build import build
from voice_agent.catalogue import load_path
from voice_agent.hear.asr import to_16k
from voice_agent.hear.ears import Ears
from voice_agent.hear.endpoint import SmartTurn
from voice_agent.hear.file_source import FileSource
from voice_agent.hear.frames import RATE
from voice_agent.hear.hearing import Hearing
from voice_agent.hear.vad import VoiceDetector
from voice_agent.listening import make_ears
from voice_agent.measure.hearing_data import natural, people
from voice_agent.measure.table import Report, Table
from voice_agent.settings import ROOT, Settings
from voice_agent.units import Audio, AudioFrame

QUIET = 60.0  # seconds of listening that are measured
SOAK = 4 * 3600.0  # seconds of sound
EVERY = 240.0  # seconds of noise between two people

_READY = """
import sys, time
begin = time.monotonic()
sys.path.insert(0, sys.argv[1])
from voice_agent.build import build
from voice_agent.listening import make_ears
from voice_agent.hear.file_source import FileSource
from voice_agent.settings import load
import dataclasses
settings = load()
settings = dataclasses.replace(
    settings, recordings=dataclasses.replace(settings.recordings, directory=sys.argv[2])
)
with build(settings, aloud=False) as talk:
    ears = make_ears(talk, FileSource([]), print, lambda: 1)
    ears.warm()
    listening = time.monotonic() - begin
    talk.warm()
    print(listening, time.monotonic() - begin)
"""


def bench(settings: Settings, report: Report) -> list[Table]:
    """Readiness, idle cost, and the soak."""
    report("start to ready")
    ready = [_ready() for _ in range(report.few(3, 1))]
    rows = [
        {"what": "command to ears open, s", "value": round(min(one for one, _ in ready), 2)},
        {
            "what": "command to all models warm, s",
            "value": round(min(all_ for _, all_ in ready), 2),
        },
    ]
    report(f"{QUIET:.0f} s of a quiet room")
    rows += _idle(settings)
    seconds = report.few(round(SOAK), 900)
    report(f"{seconds / 3600:.2g} hours of sound, faster than real time")
    return [
        Table("Start and idle", rows, "processor time in percent of one core"),
        Table("Soak", soak(settings, seconds), "memory is what the process holds"),
    ]


def _ready() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        out = subprocess.run(
            [sys.executable, "-c", _READY, str(ROOT), folder],
            capture_output=True, text=True, check=True, timeout=300,
        )  # fmt: skip
    one, all_ = out.stdout.split()[-2:]
    return float(one), float(all_)


def _idle(settings: Settings) -> list[dict[str, Any]]:
    """The ears with everything loaded, a quiet room at their microphone."""
    with tempfile.TemporaryDirectory() as folder:
        kept = replace(settings, recordings=replace(settings.recordings, directory=folder))
        with build(kept, aloud=False) as talk:
            source = FileSource([Audio(_noise(QUIET, 1), RATE)])
            ears = make_ears(talk, source, lambda hearing: None, lambda: 1)
            ears.warm()
            talk.warm()
            begin = time.process_time()
            ears.run()
            used = time.process_time() - begin
    return [
        {"what": "listening to a quiet room, % of a core", "value": round(100 * used / QUIET, 2)},
        {"what": "memory with all models warm, MB", "value": round(_megabytes())},
    ]


def soak(settings: Settings, seconds: float) -> list[dict[str, Any]]:
    """Hours of noise with people in it: frames in, turns out, memory at each quarter."""
    heard: list[Hearing] = []
    source = _Counting(_room(seconds))
    ears = Ears(
        source,
        settings=settings,
        detector=VoiceDetector(settings.vad, load_path("silero-vad")),
        asr=_deaf(),
        smart_turn=SmartTurn(load_path("smart-turn"), head=load_path("endpoint")),
        emit=lambda event: None,
        on_heard=lambda hearing: heard.append(replace(hearing, utterance=None)),  # type: ignore[arg-type]
        next_turn=lambda: len(heard) + 1,
        partials=False,
    )
    ears.warm()
    begin = time.perf_counter()
    ears.run()
    took = time.perf_counter() - begin
    marks = source.megabytes or [_megabytes()]
    return [
        {
            "hours": round(seconds / 3600, 2),
            "took s": round(took),
            "frames": source.frames,
            "missing frames": source.expected - source.frames,
            "worst gap ms": round(1000 * source.worst_gap, 3),
            "turns": len(heard),
            "memory MB, start": round(marks[0]),
            "memory MB, end": round(marks[-1]),
        }
    ]


def _deaf() -> Any:
    from voice_agent.measure.barge_in import Deaf

    return Deaf()


class _Counting(FileSource):
    """Counts the frames that the ears take and looks at memory each quarter of an hour."""

    def __init__(self, blocks: Iterator[Audio]) -> None:
        super().__init__(blocks)
        self.frames = 0
        self.worst_gap = 0.0
        self.megabytes: list[float] = []
        self._last = 0.0

    @property
    def expected(self) -> int:
        """Frames that fit between the first and the last one."""
        return round(self._last / 0.02)

    def read(self, timeout: float) -> AudioFrame | None:
        frame = super().read(timeout)
        if frame is not None:
            self.worst_gap = max(self.worst_gap, abs(frame.time - self._last))
            self._last = frame.end
            if self.frames % 45_000 == 0:
                self.megabytes.append(_megabytes())
            self.frames += 1
        return frame


def _room(seconds: float) -> Iterator[Audio]:
    clips = natural(20) or people(load_path("people-recordings"))
    said = [to_16k(clip.audio)[: 6 * RATE] for clip in clips]
    at, number = 0.0, 0
    while at < seconds:
        quiet = min(EVERY, seconds - at)
        for minute in range(max(1, round(quiet / 30))):
            yield Audio(_noise(30.0, number * 100 + minute), RATE)
        yield Audio(said[number % len(said)], RATE)
        at += quiet + len(said[number % len(said)]) / RATE
        number += 1


def _noise(seconds: float, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    return (0.001 * random.standard_normal(round(seconds * RATE))).astype(np.float32)


def _megabytes() -> float:
    """What this process holds in memory now."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:  # not Linux: the most it ever held
        import resource

        unit = 1e6 if sys.platform == "darwin" else 1e3
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
