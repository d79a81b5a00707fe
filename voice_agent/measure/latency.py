"""From the last word to the first sound of the answer, stage by stage, beside a naive cascade.

Requests spoken by the second voice are fed at the pace of sound into the whole loop (gate,
end of turn, recogniser, planner, tools, voice). The naive cascade is what one writes first:
800 ms of silence end the turn, faster-whisper with its defaults reads the whole recording,
the whole answer is synthesised before any of it is played; same weights, same planner, same
voice, same run. Times are seconds after the last speech sample.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from voice_agent.build import build
from voice_agent.conversation import Conversation
from voice_agent.listening import hear_audio, joined_speech
from voice_agent.settings import Settings
from voice_agent.units import Audio, Cancel, Query

NAIVE_SILENCE = 0.8  # s
STAGES = ("turn_end", "transcript", "plan", "first_audio")
REQUESTS = (
    "Hello, who are you?",
    "What can you do?",
    "Thank you very much.",
    "What time is it?",
    "Say good morning to everybody.",
    "Can you repeat that?",
    "Please speak a little slower.",
    "How much is seventeen plus twenty five?",
    "Tell me what day it is today.",
    "What was the last thing you said?",
    "Please read this aloud: the meeting starts at nine.",
    "Could you be a bit louder, please?",
)


@dataclass(frozen=True)
class Percentiles:
    """Of one stage of one system, in seconds."""

    system: str
    stage: str
    n: int
    median: float
    p95: float
    worst: float


def measure(settings: Settings, report: Callable[[str], None]) -> list[Percentiles]:
    """Both systems on all requests; ``report`` is told what is being done."""
    ours: list[dict[str, float]] = []
    naive: list[dict[str, float]] = []
    with build(settings, aloud=False) as talk:
        voice = talk.engines.named_voice("piper")
        requests = [joined_speech(voice, text) for text in REQUESTS]
        hear_audio(talk, requests[0])  # everything is loaded before anything is measured
        for text, audio in zip(REQUESTS, requests, strict=True):
            report(text)
            timings = hear_audio(talk, audio, real_time=True).document.get("timings")
            if timings:
                ours.append(timings)
        cascade = _NaiveCascade(talk)
        naive = [cascade.run(audio) for audio in requests]
    return [*_summary("ours", ours), *_summary("naive cascade", naive)]


class _NaiveCascade:
    """Wait, read everything, plan, synthesise everything; nothing overlaps."""

    def __init__(self, talk: Conversation) -> None:
        from faster_whisper import WhisperModel

        self._talk = talk
        asr = talk.settings.asr
        self._whisper = WhisperModel(
            str(talk.engines.model("whisper-tiny-en")),
            compute_type=asr.compute_type,
            cpu_threads=asr.threads,
            local_files_only=True,
        )

    def run(self, audio: Audio) -> dict[str, float]:
        import soxr

        talk = self._talk
        begin = time.perf_counter()
        samples = soxr.resample(audio.mono(), audio.rate, 16_000)
        segments, _ = self._whisper.transcribe(np.asarray(samples, np.float32))
        query = Query(0, "".join(segment.text for segment in segments).strip(), "speech")
        transcript = time.perf_counter() - begin
        plan = talk.runner.planner.plan(query, talk.runner.context(), Cancel())
        reply = talk.runner.planner.reply(query, talk.runner.context(), plan, (), lambda _: None)
        planned = time.perf_counter() - begin
        joined_speech(talk.engines.voice(), reply.aloud or "Done.")
        spoken = time.perf_counter() - begin
        seconds = {"transcript": transcript, "plan": planned, "first_audio": spoken}
        return {"turn_end": NAIVE_SILENCE} | {k: NAIVE_SILENCE + v for k, v in seconds.items()}


def _summary(system: str, turns: Sequence[dict[str, float]]) -> list[Percentiles]:
    found = []
    for stage in STAGES:
        values = [turn[stage] for turn in turns if stage in turn]
        if values:
            median, p95, worst = np.percentile(values, [50, 95, 100])
            found.append(
                Percentiles(system, stage, len(values), float(median), float(p95), float(worst))
            )
    return found


def rows(percentiles: Sequence[Percentiles]) -> list[dict[str, Any]]:
    """As JSON, in milliseconds."""
    return [
        {
            "system": p.system,
            "stage": p.stage,
            "n": p.n,
            "median_ms": round(p.median * 1000),
            "p95_ms": round(p.p95 * 1000),
            "worst_ms": round(p.worst * 1000),
        }
        for p in percentiles
    ]
