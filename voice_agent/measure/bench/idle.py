"""``bench idle``: what waiting costs, what ``talk`` keeps in memory, and how soon it is ready.

A ``talk`` of its own runs on a virtual sound card, as a user has it: from the command until it
listens, a first request at once, a minute of a silent room and a minute of a noisy one, then a
dialogue. Memory and processor time are those of that process, terminal and all.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.hear.asr import to_16k
from voice_agent.listening import joined_speech
from voice_agent.measure.bench.live import LiveTalk, live_talk
from voice_agent.measure.bench.soak import REQUESTS, VOICES
from voice_agent.measure.data.virtual_card import Room, virtual_card
from voice_agent.measure.report.table import Report, Table
from voice_agent.settings import Settings

QUIET = 60.0  # seconds of listening that are measured
ROOMS = (("a silent room", -120.0), ("a room with noise of -50 dBFS", -50.0))
TURNS = 20
_PAUSE = 1.0  # seconds between an answer and the next request

Samples = NDArray[np.float32]


def bench(settings: Settings, report: Report) -> list[Table]:
    """Readiness, idle cost, memory."""
    requests = _requests(settings)
    starts: list[dict[str, float]] = []
    rows: list[dict[str, Any]] = []
    with virtual_card() as card, card.room() as room:
        for number in range(report.few(3, 1)):
            report(f"start {number + 1}")
            with live_talk(card) as talk:
                starts.append(_start(talk, room, requests[0]))
                if number == 0:
                    rows = _waiting(talk, room, report.few(round(QUIET), 10), report)
                    rows += _dialogue(talk, room, requests, report.few(TURNS, 6), report)
    ready = [_least(starts, what) for what in starts[0]]
    note = "`talk` on a virtual sound card; processor time in percent of one core"
    return [Table("Start, waiting and memory", ready + rows, note)]


def _least(starts: Sequence[dict[str, float]], what: str) -> dict[str, Any]:
    """The best of some starts: what else the machine does only adds to it."""
    return {"what": what, "value": round(min(start[what] for start in starts), 2)}


def _start(talk: LiveTalk, room: Room, request: Samples) -> dict[str, float]:
    """Seconds until it listens, and the first turn, spoken at that moment."""
    room.noise = -62.0
    listening = talk.wait_for("ModeChanged")["time"] - talk.started
    room.say(request)
    first = _turn(talk)
    warm = next(e["time"] for e in talk.events if e["event"] == "VoiceChanged") - talk.started
    return {
        "command to listening, s": listening,
        "command to all models warm, s": warm,
        "first turn, spoken at once: last word to first sound, s": first,
    }


def _turn(talk: LiveTalk) -> float:
    """Wait for an answer, to all of it where it was cut in a pause; seconds to its first sound,
    nan if it had none."""
    over = talk.wait_for("TurnEnded", lambda event: event["outcome"] not in ("empty", "cancelled"))
    return float(over["timings"].get("first_audio", np.nan))


def _waiting(talk: LiveTalk, room: Room, seconds: float, report: Report) -> list[dict[str, Any]]:
    rows = []
    for name, noise in ROOMS:
        report(f"{seconds:.0f} s of {name}")
        room.noise = noise
        time.sleep(3.0)  # the gate gets used to it
        before = talk.usage()
        time.sleep(seconds)
        after = talk.usage()
        share = (after.processor - before.processor) / (after.time - before.time)
        rows.append({"what": f"listening to {name}, % of a core", "value": round(100 * share, 1)})
    rows.append({"what": "memory with all models warm, MB", "value": round(after.megabytes)})
    return rows


def _dialogue(
    talk: LiveTalk, room: Room, requests: Sequence[Samples], turns: int, report: Report
) -> list[dict[str, Any]]:
    """Turns of a dialogue, some with tools, and what is held afterwards."""
    report(f"a dialogue of {turns} turns")
    room.noise = -62.0
    waits = []
    for request in islice(cycle(requests), turns):
        time.sleep(_PAUSE)
        talk.look()
        room.say(request)
        waits.append(_turn(talk))
    time.sleep(_PAUSE)
    held = talk.usage()
    figures = {
        f"memory after {turns} turns, some with tools, MB": round(held.megabytes),
        "the most it ever held, MB": round(held.most_megabytes),
        "last word to first sound, median of these turns, s": round(float(np.nanmedian(waits)), 2),
    }
    return [{"what": what, "value": value} for what, value in figures.items()]


def _requests(settings: Settings) -> list[Samples]:
    from voice_agent.speak.voices import make_voice

    voices = [make_voice(name, settings.voice, settings.openai, load_path) for name in VOICES]
    return [
        to_16k(joined_speech(voices[number % len(voices)], text))
        for number, text in enumerate(REQUESTS)
    ]
