"""From the last word to the first sound of the answer, stage by stage, beside a naive cascade.

Requests spoken by two other voices (some that were new when first measured, some that everything
was developed on), and people's own sentences where there are any (readers on whom nothing was
tuned), are fed at the pace of sound into the whole loop (gate, end of turn, recogniser, planner,
tools, voice). The naive cascade is what one writes first: 800 ms of silence end the turn, faster-
whisper with its defaults reads the whole recording, the whole answer is synthesised before any of
it is played; same weights, same planner, same voice, same run. Times are seconds after the last
sample of speech in the recording, not after what a detector takes for it; a loudspeaker adds its
own delay to the first sound, about 50 ms.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from voice_agent.build import build
from voice_agent.catalogue import load_path
from voice_agent.conversation import Conversation
from voice_agent.events import Event, SpeechEnded
from voice_agent.hear.asr import FasterWhisperAsr
from voice_agent.hear.file_source import FileSource
from voice_agent.listening import hear_audio, hear_source, joined_speech
from voice_agent.measure.bench.endpointing import is_for_testing
from voice_agent.measure.data.hearing_data import RATE, natural
from voice_agent.measure.data.turn_cases import cases
from voice_agent.measure.report.table import Report, Table
from voice_agent.settings import Settings
from voice_agent.units import Audio

NAIVE_SILENCE = 0.8  # s
STAGES = ("turn_end", "transcript", "plan", "first_audio")
UNSEEN = Path(__file__).with_name("quick_requests.txt")
# Requests that were looked at one by one when turns became quicker.
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
    "Good morning.",
    "Which tools do you have?",
    "How are you today?",
    "What is twelve times eleven?",
    "Please use the other voice.",
    "Which files are there?",
    "Say it again.",
    "Tell me the time, please.",
    "That was very good, thanks.",
    "Say: the train leaves in ten minutes.",
    "Is anybody there?",
    "Can you clean up a noisy recording?",
    "Never mind, thank you.",
)
VOICES = ("piper", "hibari")
NATURAL = 50  # turns of people, where a folder of recordings is named


def unseen_requests() -> list[str]:
    """The lines of ``quick_requests.txt``."""
    return [line for line in UNSEEN.read_text("utf-8").splitlines() if line[0] != "#"]


def bench(settings: Settings, report: Report) -> list[Table]:
    """Both systems on requests unseen and seen, then on turns of people."""
    tables = [unseen(settings, report), requests(settings, report)]
    if turns := _natural(settings, report.few(NATURAL, 6)):
        title = "Last speech sample of a natural turn to ..., seconds"
        note = f"{len(turns)} sentences of people, at the pace of sound"
        tables.append(_measured(settings, report, title, note, lambda talk: turns))
    return tables


def unseen(settings: Settings, report: Report) -> Table:
    """Both systems on requests by somebody else, each by one voice."""
    lines = unseen_requests()
    chosen = list(zip(lines[: report.few(len(lines), 6)], cycle(VOICES), strict=False))
    note = f"{len(chosen)} unseen requests of {len(VOICES)} synthetic voices, at the pace of sound"
    title = "Last speech sample to ..., seconds"
    return _measured(settings, report, title, note, lambda talk: _spoken(talk, chosen))


def requests(settings: Settings, report: Report) -> Table:
    """Both systems on requests that were used to develop, each by every voice."""
    some = REQUESTS[: report.few(len(REQUESTS), 3)]
    chosen = [(text, voice) for text in some for voice in VOICES]
    note = f"{len(chosen)} requests of {len(VOICES)} synthetic voices, at the pace of sound"
    title = "Last speech sample of a request known to development to ..., seconds"
    return _measured(settings, report, title, note, lambda talk: _spoken(talk, chosen))


def _measured(
    settings: Settings,
    report: Report,
    title: str,
    note: str,
    turns: Callable[[Conversation], list[Audio]],
) -> Table:
    ours: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder, build(_in(folder, settings), aloud=False) as talk:
        audios = turns(talk)
        hear_audio(talk, audios[0])  # everything is loaded before anything is measured
        for number, audio in enumerate(audios):
            report(f"turn {number + 1} of {len(audios)}")
            timings = _timings(talk, audio)
            if timings:
                ours.append(timings)
        cascade = _NaiveCascade(talk)
        naive = [cascade.run(audio) for audio in audios]
    return Table(title, [*_rows("ours", ours), *_rows("naive cascade", naive)], note)


def _spoken(talk: Conversation, chosen: Sequence[tuple[str, str]]) -> list[Audio]:
    """Texts, each by the voice beside it."""
    voices = {name: talk.engines.named_voice(name) for name in VOICES}
    return [_trimmed(joined_speech(voices[name], text)) for text, name in chosen]


def _natural(settings: Settings, limit: int) -> list[Audio]:
    """Whole sentences out of recordings of people."""
    clips = [clip for clip in natural(10_000) if is_for_testing(clip.name)]
    if not clips:
        return []
    careful = FasterWhisperAsr(load_path("whisper-base"), settings.asr, load_path("silero-vad"))
    found: list[Audio] = []
    for number, clip in enumerate(clips):
        whole = [c for c in cases([clip], careful, seed=number, each=3) if c.held is None]
        found += [_trimmed(Audio(c.samples[: round(c.end * RATE)], RATE)) for c in whole]
        if len(found) >= limit:
            break
    return found[:limit]


def _timings(talk: Conversation, audio: Audio) -> dict[str, float]:
    """One turn in real time; seconds from the true end of the speech."""
    ends: list[float] = []

    def note(event: Event) -> None:
        if isinstance(event, SpeechEnded):
            ends.append(event.speech_end)

    source = FileSource([audio], frame_ms=talk.settings.vad.frame_ms, real_time=True)
    unsubscribe = talk.bus.subscribe(note)
    try:
        timings = hear_source(talk, source).document.get("timings", {})
    finally:
        unsubscribe()
    if not timings or not ends:
        return {}
    late = source.monotonic(audio.seconds) - ends[-1]
    return {stage: seconds - late for stage, seconds in timings.items()}


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
