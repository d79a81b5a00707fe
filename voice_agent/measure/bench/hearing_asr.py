"""``bench asr``: words and seconds of the recogniser, beside faster-whisper with its defaults.

The peer is the naive way: the whole file at once, full 30 s windows, beam 5, same weights,
same threads, same run. Turns are cut out of natural utterances at their pauses; their words are
those that a larger model, Whisper base, hears in the whole recording: the figure is how many of
them differ, not an error rate. Every turn is also read in Whisper's full window of 30 s. Then both
systems hear noises in which nobody speaks: words found there are invented.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from voice_agent.catalogue import load_path
from voice_agent.hear.asr import FasterWhisperAsr, to_16k
from voice_agent.hear.speech_spans import find_spans
from voice_agent.hear.vad import SileroDetector
from voice_agent.measure.bench.endpointing import is_for_testing
from voice_agent.measure.data.hearing_data import RATE, Clip, natural, noises, people, plain
from voice_agent.measure.data.natural_turns import larger_model, turns
from voice_agent.measure.report.table import Report, Table, ratio_of
from voice_agent.settings import AsrSettings, Settings
from voice_agent.speak.text import spoken
from voice_agent.units import Audio

Transcribe = Callable[[Audio], str]


def bench(settings: Settings, report: Report) -> list[Table]:
    """Recordings of people whole, their single stretches of speech, and noises."""
    asr = FasterWhisperAsr(load_path(settings.asr.model), settings.asr, load_path("silero-vad"))
    asr.warm()
    systems: dict[str, Transcribe] = {
        "ours": lambda audio: asr.transcribe(audio).text,
        "faster-whisper, defaults": naive(settings.asr),
    }
    whole = people(load_path("people-recordings"))
    wild = [clip for clip in natural(10_000) if is_for_testing(clip.name)][: report.few(100, 5)]
    short = stretches([*whole, *wild])
    noise = list(noises(seconds=3.0, each=4))
    errors, speed, invented = [], [], []
    for name, transcribe in systems.items():
        report(f"asr {name}: {len(whole)} recordings, {len(wild)} utterances, {len(noise)} noises")
        errors.append(_errors(name, transcribe, whole))
        speed.append(_speed(name, transcribe, "a stretch of speech", short))
        if wild:
            speed.append(_speed(name, transcribe, "an utterance", wild))
        invented.append(_invented(name, transcribe, noise))
    tables = [
        Table("Word error rate", errors, "recordings of people, known text"),
        Table("Seconds of compute", speed, f"{settings.asr.threads} threads"),
        Table("Words invented where nobody speaks", invented),
    ]
    if wild:
        tables.append(_turns(asr, systems["faster-whisper, defaults"], settings.asr, wild, report))
    return tables


def naive(settings: AsrSettings) -> Transcribe:
    """faster-whisper as its own documentation uses it."""
    from faster_whisper import WhisperModel

    model = WhisperModel(
        str(load_path(settings.model)),
        compute_type=settings.compute_type,
        cpu_threads=settings.threads,
        local_files_only=True,
    )

    def transcribe(audio: Audio) -> str:
        segments, _ = model.transcribe(to_16k(audio))
        return "".join(segment.text for segment in segments).strip()

    return transcribe


def stretches(clips: list[Clip], limit: int = 60) -> list[Clip]:
    """Single stretches of speech of 0.6 to 6 s, as a turn of a dialogue would be."""
    silero = SileroDetector(load_path("silero-vad"))
    found = []
    for clip in clips:
        samples = to_16k(clip.audio)
        spans = find_spans(silero.probabilities(samples), SileroDetector.WINDOW / RATE, gap=0.3)
        for span in [span for span in spans if 0.6 <= span.end - span.start <= 6.0][:4]:
            low, high = max(0.0, span.start - 0.3), span.end + 0.2
            piece = samples[round(low * RATE) : round(high * RATE)]
            found.append(Clip(clip.name, Audio(piece, RATE)))
    return found[:limit]


def _errors(name: str, transcribe: Transcribe, clips: list[Clip]) -> dict[str, Any]:
    known = [clip for clip in clips if clip.text]
    return {
        "system": name,
        "recordings": len(known),
        "words": sum(len(plain(clip.text or "").split()) for clip in known),
        "WER %": word_error_rate([(clip.text or "", transcribe(clip.audio)) for clip in known]),
    }


def _speed(name: str, transcribe: Transcribe, what: str, clips: list[Clip]) -> dict[str, Any]:
    """How long it takes."""
    seconds = []
    for clip in clips:
        begin = time.perf_counter()
        transcribe(clip.audio)
        seconds.append(time.perf_counter() - begin)
    median, p95, worst = (round(float(q), 3) for q in np.percentile(seconds, [50, 95, 100]))
    length = float(np.median([clip.audio.seconds for clip in clips]))
    return {
        "system": name, "of": what, "n": len(clips), "median length": round(length, 1),
        "median": median, "p95": p95, "worst": worst,
    }  # fmt: skip


def _invented(name: str, transcribe: Transcribe, clips: list[Clip]) -> dict[str, Any]:
    heard = [text for clip in clips if (text := transcribe(clip.audio))]
    examples = "; ".join(sorted(set(heard), key=len)[:4])
    return {"system": name, "noises": len(clips), "invented": len(heard), "heard": examples[:80]}


def _turns(
    asr: FasterWhisperAsr,
    defaults: Transcribe,
    settings: AsrSettings,
    clips: list[Clip],
    report: Report,
) -> Table:
    """Short windows beside the full one on the same turns: words that differ, and CPU seconds."""
    full = replace(settings, margin_seconds=30.0, glance_seconds=30.0)
    whole = FasterWhisperAsr(load_path(settings.model), full, load_path("silero-vad"))
    whole.warm()
    systems: dict[str, Transcribe] = {
        "ours, a spoken turn": lambda audio: asr.transcribe(audio).text,
        "ours, as a tool": lambda audio: asr.transcribe(audio, words=True).text,
        "ours, in the full window": lambda audio: whole.transcribe(audio, words=True).text,
        "faster-whisper, defaults": defaults,
    }
    report(f"asr: turns of {len(clips)} utterances, by a larger model")
    cut = list(turns(clips, larger_model(settings)))
    rows = []
    for name, transcribe in systems.items():
        report(f"asr {name}: {len(cut)} turns")
        begin = time.process_time()
        heard = [transcribe(clip.audio) for clip in cut]
        seconds = (time.process_time() - begin) / max(1, len(cut))
        rows.append({"system": name, **_differ(cut, heard), "CPU s": round(seconds, 3)})
    length = float(np.median([clip.audio.seconds for clip in cut] or [0.0]))
    readers = len({clip.name for clip in cut})
    note = f"{readers} readers on whom nothing was tuned; median length {length:.1f} s"
    return Table("Turns of natural speech", rows, note)


def _differ(clips: list[Clip], heard: list[str]) -> dict[str, Any]:
    said = [plain(spoken(clip.text or "")).split() for clip in clips]
    found = [plain(spoken(text)).split() for text in heard]
    wrong = [_distance(one, two) for one, two in zip(said, found, strict=True)]
    lengths = [len(words) for words in said]
    differ = ratio_of(wrong, lengths)
    return {"turns": len(clips), "words": sum(lengths), "differ from Whisper base %": differ}


def word_error_rate(pairs: list[tuple[str, str]]) -> float:
    """Percent of the words of the first texts that are wrong in the second (Levenshtein)."""
    errors = words = 0
    for wanted, heard in pairs:
        one, two = plain(wanted).split(), plain(heard).split()
        errors += _distance(one, two)
        words += len(one)
    return round(100.0 * errors / max(1, words), 2)


def _distance(one: list[str], two: list[str]) -> int:
    row = list(range(len(two) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(two, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]
