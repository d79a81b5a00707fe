"""A soak in real time: ``talk`` on a virtual card, spoken to for as long as one wants.

The room is silent, quiet or noisy in turn; every half minute or so somebody asks something, a
synthetic voice or a reader. Memory, descriptors and threads are those of the process; sound
that was lost is what it says of its microphone; drift compares when it believes that somebody
stopped speaking with the sample at which they did.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.measure.bench.live import LiveTalk, Usage, live_talk
from voice_agent.measure.data.virtual_card import Room, virtual_card
from voice_agent.measure.report.table import Estimate, Report, Table

NOISES = (-120.0, -62.0, -52.0)  # dBFS of the room, in turn
PAUSES = (8.0, 22.0)  # seconds between an answer and the next who speaks
ANSWERED = 60.0  # seconds after which an answer counts as missing
_LOST = "Sound of the microphone was lost ("
_SAME_END = 0.25  # seconds by which the heard end of one thing varies at most
_ENOUGH = 10  # ends from which a drift can be told
_EVERY = 5.0  # seconds between two looks at the process

Samples = NDArray[np.float32]


@dataclass
class Watched:
    """What was seen of a ``talk``: seconds of ``delays`` are those of the room."""

    begun: float
    usages: list[Usage] = field(default_factory=list)
    spoken: int = 0
    answered: int = 0
    delays: list[tuple[int, float, float]] = field(default_factory=list)  # what, when, by how much
    waits: list[tuple[float, float]] = field(default_factory=list)  # (when, until first sound)
    lost: int = 0
    ended_by_itself: str = ""


def soak(said: Sequence[Samples], seconds: float, report: Report, *, nice: int = 0) -> Table:
    """Speak ``said``, one after the other, to a ``talk`` for ``seconds``."""
    with virtual_card() as card, card.room() as room, live_talk(card, nice=nice) as talk:
        talk.wait_for("VoiceChanged")
        watched = Watched(time.monotonic())
        _hold(talk, room, said, seconds, watched, report)
    return Table(
        "Soak in real time", [row(watched)],
        "`talk` on a virtual sound card; growth over the second half; drift is how the believed "
        "end of speech moves against the true one",
    )  # fmt: skip


def row(watched: Watched) -> dict[str, Any]:
    """The figures of a soak."""
    usages = watched.usages
    half = usages[len(usages) // 2 :]
    hours = (usages[-1].time - usages[0].time) / 3600
    return {
        "hours": round(hours, 2),
        "spoken": watched.spoken,
        "answered": watched.answered,
        "dropped frames": watched.lost,
        "memory MB, start": round(usages[0].megabytes),
        "half": round(half[0].megabytes),
        "end": round(usages[-1].megabytes),
        "most": round(usages[-1].most_megabytes),
        "growth MB/h": round(slope([(u.time, u.megabytes) for u in half]), 1),
        "files open": f"{usages[0].descriptors} to {usages[-1].descriptors}",
        "threads": f"{usages[0].threads} to {usages[-1].threads}",
        "drift ms/h": _drift(watched.delays),
        "first sound, s": _halves(watched.waits),
        "processor %": round(100 * _share(usages), 1),
    }


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The least-squares slope of values at seconds, per hour; NaN of fewer than three."""
    if len(points) < 3:
        return math.nan
    at, values = np.array(points).T
    return float(3600 * np.polyfit(at - at[0], values, 1)[0])


def _drift(delays: Sequence[tuple[int, float, float]]) -> Estimate | None:
    """Milliseconds an hour by which the believed end of speech moves against the true one.

    Each thing said has an end of its own that is heard, its median; where a pause in it was taken
    for the end, it tells nothing.
    """
    of = {what: float(np.median([d for w, _, d in delays if w == what])) for what, _, _ in delays}
    rests = [(when, delay - of[what]) for what, when, delay in delays]
    points = [(when, rest) for when, rest in rests if abs(rest) < _SAME_END]
    if len(points) < _ENOUGH:
        return None
    at, values = np.array(points).T
    (drift, _), covariance = np.polyfit(at - at[0], values, 1, cov=True)
    per_hour = 3600 * 1000
    return Estimate(per_hour * drift, 1.96 * per_hour * covariance[0, 0] ** 0.5, len(points))


def _share(usages: Sequence[Usage]) -> float:
    return (usages[-1].processor - usages[0].processor) / (usages[-1].time - usages[0].time)


def _halves(waits: Sequence[tuple[float, float]]) -> str:
    """Medians of the first and the second half."""
    middle = len(waits) // 2
    halves = [[wait for _, wait in half] for half in (waits[:middle], waits[middle:]) if half]
    return " to ".join(f"{float(np.median(half)):.2f}" for half in halves)


def _hold(
    talk: LiveTalk,
    room: Room,
    said: Sequence[Samples],
    seconds: float,
    watched: Watched,
    report: Report,
) -> None:
    random = np.random.default_rng(3)
    while time.monotonic() < watched.begun + seconds:
        room.noise = NOISES[watched.spoken // 5 % len(NOISES)]
        _wait(talk, float(random.uniform(*PAUSES)), watched)
        what = watched.spoken % len(said)
        end = room.say(said[what])
        watched.spoken += 1
        watched.answered += _answer(talk, what, end, watched)
        if watched.spoken % 10 == 0:
            now = watched.usages[-1]
            report(
                f"{(now.time - watched.begun) / 60:.0f} min: {watched.spoken} spoken, "
                f"{watched.answered} answered, {now.megabytes:.0f} MB, {now.threads} threads, "
                f"{now.descriptors} files, {watched.lost} lost"
            )


def _wait(talk: LiveTalk, seconds: float, watched: Watched) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        _look(talk, watched)
        time.sleep(0.25)


def _answer(talk: LiveTalk, what: int, end: float, watched: Watched) -> bool:
    """Wait for the answer to ``what``, which ends at ``end``; whether there was one."""
    ended = None
    until = time.monotonic() + ANSWERED
    while time.monotonic() < until:
        for event in _look(talk, watched):
            if event["event"] == "SpeechEnded":
                ended = event["speech_end"]
            if event["event"] == "TurnEnded" and event["outcome"] != "empty":
                if ended is not None:
                    watched.delays.append((what, end, ended - end))
                if "first_audio" in event["timings"]:
                    watched.waits.append((end, event["timings"]["first_audio"]))
                return True
        time.sleep(0.1)
    return False


def _look(talk: LiveTalk, watched: Watched) -> list[dict[str, Any]]:
    fresh = talk.look()
    talk.events.clear()
    for event in fresh:
        if event["event"] == "Notice" and event["text"].startswith(_LOST):
            watched.lost += int(event["text"].removeprefix(_LOST).split()[0])
    if not watched.usages or time.monotonic() - watched.usages[-1].time >= _EVERY:
        watched.usages.append(talk.usage())
    return fresh
