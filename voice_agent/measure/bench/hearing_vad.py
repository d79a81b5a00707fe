"""``bench vad``: does the gate open for people, and only for people?

Noises in which nobody speaks, and speech of people (with ``VOICE_AGENT_BENCH_SPEECH`` set to
a folder, that too), go through the ears with either engine: webrtcvad alone is the naive
peer. Words heard in a noise count as invented.
"""

from __future__ import annotations

import dataclasses
import time
from typing import Any, Literal

import numpy as np

from voice_agent.catalogue import load_path
from voice_agent.hear.asr import Asr, FasterWhisperAsr
from voice_agent.hear.ears import Ears
from voice_agent.hear.endpoint import SmartTurn
from voice_agent.hear.file_source import FileSource
from voice_agent.hear.hearing import Hearing
from voice_agent.hear.speech_spans import find_spans
from voice_agent.hear.vad import SileroDetector, VoiceDetector
from voice_agent.measure.data.hearing_data import Clip, natural, noises, people
from voice_agent.measure.report.table import Report, Table
from voice_agent.settings import Settings
from voice_agent.units import Audio

Engine = Literal["webrtc", "silero", "webrtc+silero"]
ENGINES: tuple[Engine, ...] = ("webrtc", "silero", "webrtc+silero")


@dataclasses.dataclass(frozen=True)
class Heard:
    """What became of one clip. ``start`` and ``end`` bound its speech (s), if any."""

    clip: str
    seconds: float
    turns: int
    words: str
    start: float | None
    end: float | None


def bench(settings: Settings, report: Report) -> list[Table]:
    """Openings in noise and misses in speech for each engine, then what a frame costs."""
    noise = list(noises())
    speech = _utterances(natural(120) or people(load_path("people-recordings")))
    asr = FasterWhisperAsr(load_path(settings.asr.model), settings.asr, load_path("silero-vad"))
    rows = []
    for engine in ENGINES:
        report(f"vad {engine}: {len(noise)} noises, {len(speech)} utterances")
        with_engine = dataclasses.replace(
            settings, vad=dataclasses.replace(settings.vad, engine=engine)
        )
        in_noise = [hear(clip, with_engine, asr) for clip in noise]
        in_speech = [hear(clip, with_engine, None) for clip in speech]
        rows.append(_row(engine, in_noise, in_speech))
    note = f"{len(noise)} noises of 4 s made here; {len(speech)} utterances of people"
    return [Table("Voice activity", rows, note), Table("Cost per frame", _costs(settings))]


def hear(clip: Clip, settings: Settings, asr: Asr | None) -> Heard:
    """One clip through the ears. Without ``asr`` only the turns count, not their words."""
    found: list[Hearing] = []
    ears = Ears(
        FileSource([clip.audio], frame_ms=settings.vad.frame_ms),
        settings=settings,
        detector=VoiceDetector(settings.vad, load_path("silero-vad")),
        asr=asr or _Deaf(),
        smart_turn=None,
        emit=lambda event: None,
        on_heard=found.append,
        next_turn=lambda: len(found) + 1,
        partials=False,
    )
    ears.run()
    kept = [each for each in found if each.hypothesis.reason != "too short"]
    return Heard(
        clip.name,
        clip.audio.seconds,
        len(kept),
        " ".join(each.hypothesis.text for each in kept if each.hypothesis.text),
        kept[0].utterance.speech_start if kept else None,
        kept[-1].utterance.speech_end if kept else None,
    )


class _Deaf:
    """Stands for a recogniser where only the gate is measured."""

    def warm(self) -> None: ...

    def transcribe(self, audio: Audio, **options: Any) -> Any:
        from voice_agent.units import Hypothesis

        return Hypothesis("")


def _row(engine: str, in_noise: list[Heard], in_speech: list[Heard]) -> dict[str, Any]:
    missed = [each for each in in_speech if not each.turns]
    invented = [each for each in in_noise if each.words]
    ends = [each.seconds - each.end for each in in_speech if each.end is not None]
    return {
        "engine": engine,
        "noises": len(in_noise),
        "opened": sum(each.turns > 0 for each in in_noise),
        "invented": len(invented),
        "utterances": len(in_speech),
        "missed": len(missed),
        "missed %": round(100 * len(missed) / max(1, len(in_speech)), 1),
        "start s": _median([each.start for each in in_speech if each.start is not None]),
        "end s": _median(ends),
        "heard as": "; ".join(sorted({each.words for each in invented})[:4]),
    }


def _utterances(clips: list[Clip]) -> list[Clip]:
    """One clip for each stretch of speech, with the half second around it."""
    silero = SileroDetector(load_path("silero-vad"))
    found = []
    for clip in clips:
        samples = _at_16k(clip.audio)
        spans = find_spans(silero.probabilities(samples), 512 / 16_000)
        if clip.text is None or len(spans) <= 1:
            found.append(Clip(clip.name, Audio(samples, 16_000), clip.text))
            continue
        for number, span in enumerate(spans):
            low, high = max(0.0, span.start - 0.5), span.end + 0.5
            piece = samples[round(low * 16_000) : round(high * 16_000)]
            found.append(Clip(f"{clip.name} {number}", Audio(piece, 16_000), None))
    return found


def _at_16k(audio: Audio) -> np.ndarray:
    from voice_agent.hear.asr import to_16k

    return to_16k(audio)


def _costs(settings: Settings) -> list[dict[str, Any]]:
    """Milliseconds of one core for each 20 ms of sound, and for one end-of-turn question."""
    frame_seconds = settings.vad.frame_ms / 1000
    random = np.random.default_rng(1)
    sound = (0.05 * random.standard_normal(16_000 * 8)).astype(np.float32)
    rows = []
    for engine in ENGINES:
        vad = dataclasses.replace(settings.vad, engine=engine)
        detector = VoiceDetector(vad, load_path("silero-vad"))
        size = round(16_000 * frame_seconds)
        frames = [sound[at : at + size] for at in range(0, len(sound) - size + 1, size)]
        rows.append(_timing(f"{engine}, a frame", [_Frame(detector, each) for each in frames]))
    smart = SmartTurn(load_path("smart-turn"))
    smart.probability(sound)
    rows.append(_timing("Smart Turn, a pause", [lambda: smart.probability(sound)] * 10))
    return rows


class _Frame:
    def __init__(self, detector: VoiceDetector, samples: np.ndarray) -> None:
        self._detector, self._samples = detector, samples

    def __call__(self) -> None:
        from voice_agent.units import AudioFrame

        self._detector.hear(AudioFrame(self._samples, 0.0))


def _timing(what: str, calls: list[Any]) -> dict[str, Any]:
    seconds = []
    for call in calls:
        begin = time.perf_counter()
        call()
        seconds.append(1000 * (time.perf_counter() - begin))
    median, p95 = np.percentile(seconds, [50, 95])
    return {"what": what, "n": len(calls), "median ms": round(median, 3), "p95 ms": round(p95, 3)}


def _median(values: list[float]) -> float | None:
    return round(float(np.median(values)), 3) if values else None
