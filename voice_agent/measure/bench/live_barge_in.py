"""Self-interruptions in real time: ``talk`` on a virtual card hears its own loudspeaker.

The same answer again and again, half of the time with programs beside it that never rest: under
load the sound server loses time, and the echo comes at another one.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from voice_agent.measure.bench.live import LiveTalk, live_talk
from voice_agent.measure.data.virtual_card import virtual_card
from voice_agent.measure.report.table import Report, Table

_QUESTION = "what can you do?"  # typed; no answer is longer
_LEAK = 79  # percent of the sound server's volume: -6 dB
_BUSY = 3
_PAUSE = 1.5  # seconds between two answers


def interruptions(seconds: float, report: Report) -> Table:
    """Let it talk for so long, without load and with it."""
    rows = []
    for busy in (0, _BUSY):
        report(f"barge-in on a virtual card: {seconds / 2:.0f} s beside {busy} busy programs")
        with (
            virtual_card() as card,
            card.room() as room,
            card.leaking(_LEAK),
            live_talk(card) as talk,
            _beside(busy),
        ):
            room.noise = -62.0
            talk.wait_for("VoiceChanged")
            rows.append({"busy programs": busy} | _row(talk, seconds / 2))
    note = "`talk` on a virtual sound card, the loudspeaker heard at -6 dB; nobody else speaks"
    return Table("Self-interruptions in real time", rows, note)


def _row(talk: LiveTalk, seconds: float) -> dict[str, Any]:
    answers = interrupted = 0
    spoken = 0.0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        talk.look()
        talk.type(_QUESTION)
        begun = talk.wait_for("FirstSound")["time"]
        ended = talk.wait_for("TurnEnded", lambda event: event["outcome"] != "empty")
        answers += 1
        interrupted += ended["outcome"] != "answered"
        spoken += ended["time"] - begun
        time.sleep(_PAUSE)
    return {"answers": answers, "interrupted itself": interrupted, "seconds": round(spoken)}


@contextlib.contextmanager
def _beside(count: int) -> Iterator[None]:
    """So many programs that never rest."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait(timeout=20)
