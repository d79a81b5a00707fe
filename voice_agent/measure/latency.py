"""From the last word to the first sound of the answer, stage by stage, beside a naive cascade.

Requests spoken by the second voice are fed at the pace of sound into the whole loop (gate,
end of turn, recogniser, planner, tools, voice). The naive cascade is what one writes first:
800 ms of silence end the turn, faster-whisper with its defaults reads the whole recording,
the whole answer is synthesised before any of it is played; same weights, same planner, same
voice, same run. Times are seconds after the last speech sample.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from voice_agent.build import build
from voice_agent.conversation import Conversation
from voice_agent.listening import hear_audio, joined_speech
from voice_agent.measure.table import Report, Table
from voice_agent.settings import Settings
from voice_agent.units import Audio

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


def bench(settings: Settings, report: Report) -> list[Table]:
    """Both systems on all requests."""
    ours: list[dict[str, float]] = []
    naive: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder, build(_in(folder, settings), aloud=False) as talk:
        voice = talk.engines.named_voice("piper")
        requests = [_trimmed(joined_speech(voice, text)) for text in REQUESTS]
        hear_audio(talk, requests[0])  # everything is loaded before anything is measured
        for text, audio in zip(REQUESTS, requests, strict=True):
            report(text)
            timings = hear_audio(talk, audio, real_time=True).document.get("timings")
            if timings:
                ours.append(timings)
        cascade = _NaiveCascade(talk)
        naive = [cascade.run(audio) for audio in requests]
    rows = [*_rows("ours", ours), *_rows("naive cascade", naive)]
    note = f"{len(REQUESTS)} requests of a second (synthetic) voice, at the pace of sound"
    return [Table("Last speech sample to ..., seconds", rows, note)]


def _in(folder: str, settings: Settings) -> Settings:
    return replace(settings, recordings=replace(settings.recordings, directory=folder))


def _trimmed(audio: Audio) -> Audio:
    """Without the silence at the end: what follows is the source's own."""
    loud = np.flatnonzero(np.abs(audio.mono()) > 0.01)
    return Audio(audio.samples[: loud[-1] + 1], audio.rate)


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

        begin = time.perf_counter()
        samples = soxr.resample(audio.mono(), audio.rate, 16_000)
        segments, _ = self._whisper.transcribe(np.asarray(samples, np.float32))
        text = "".join(segment.text for segment in segments).strip()
        transcript = time.perf_counter() - begin
        self._talk.ask(text)  # returns when all of the answer is synthesised
        spoken = time.perf_counter() - begin
        seconds = {"transcript": transcript, "first_audio": spoken}
        return {"turn_end": NAIVE_SILENCE} | {k: NAIVE_SILENCE + v for k, v in seconds.items()}


def _rows(system: str, turns: Sequence[dict[str, float]]) -> list[dict[str, Any]]:
    found = []
    for stage in STAGES:
        values = [turn[stage] for turn in turns if stage in turn]
        if values:
            median, p95, worst = (round(float(q), 3) for q in np.percentile(values, [50, 95, 100]))
            found.append(
                {"system": system, "stage": stage, "n": len(values), "median": median,
                 "p95": p95, "worst": worst}
            )  # fmt: skip
    return found
