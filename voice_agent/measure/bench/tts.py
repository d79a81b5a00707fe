"""``bench tts``: the assistant's voice beside other voices, all in one run.

Every system reads the same words (already spelled out, so that the voice is measured and not
its reading of numbers), on sentences that were never trained on: half from books, half of the
assistant's own kind. Word errors by Whisper base, opinion by DNSMOS P.835, cost in seconds of
one core for a second of sound.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voice_agent.catalogue import Catalogue
from voice_agent.errors import AgentError
from voice_agent.measure.report.table import Report, Table, mean_of
from voice_agent.measure.scores.dnsmos import dnsmos
from voice_agent.measure.scores.pitch import median_pitch
from voice_agent.measure.scores.spelling import plain
from voice_agent.settings import ROOT, Settings
from voice_agent.speak.text import spoken
from voice_agent.speak.voices import Voice, make_voice
from voice_agent.speak.wave_bytes import parse_wave
from voice_agent.units import Audio

if TYPE_CHECKING:
    from numpy.typing import NDArray

HELD_OUT = ROOT / "training" / "fastspeech2" / "texts"
SIX_WORDS = "Your recording is ready to play."
WINDOW_SECONDS, GAP_SECONDS = 27.0, 0.7  # sentences are put together for the recogniser
SILENCE_SECONDS = 0.35
CONTROLS: dict[str, dict[str, float]] = {
    "speed 0.7": {"speed": 0.7},
    "speed 1.3": {"speed": 1.3},
    "pitch -4": {"pitch": -4.0},
    "pitch +4": {"pitch": 4.0},
}
Say = Callable[[str], Audio]


@dataclass(frozen=True)
class Spoken:
    """What one system made of all sentences, and the CPU seconds it took."""

    system: str
    audios: Sequence[Audio]
    cpu: float

    @property
    def seconds(self) -> float:
        return sum(audio.seconds for audio in self.audios)


def bench(settings: Settings, report: Report, sentences: Sequence[str] = ()) -> list[Table]:
    """Quality and cost of every voice that is there, then what our voice's controls do."""
    words = [spoken(sentence) for sentence in sentences or held_out()]
    catalogue = Catalogue()
    hear = Recogniser(catalogue.load_path("whisper-base", fetch=settings.models.fetch))
    rows, made = [], {}
    for name, say in voices(settings, catalogue).items():
        report(name)
        made[name] = perform(name, say, words)
        rows.append(quality(made[name], words, hear))
    own = make_voice("auto", settings.voice, settings.openai, catalogue.load_path)
    report("controls")
    note = f"{len(words)} sentences never trained on; WER by Whisper base, CPU on one core"
    return [
        Table("Voices", rows, note),
        Table("Controls of our voice", controls(own, words, hear, made["ours"]), note),
        Table("To the first sound of a six-word clause", [first_chunk(own)], SIX_WORDS),
    ]


def held_out() -> list[str]:
    """The test sentences: from books, and of the assistant's own kind."""
    found: list[str] = []
    for name in ("test_ljspeech.held", "test_own.held"):
        path = HELD_OUT / name
        if not path.is_file():
            raise AgentError(f"the test sentences are missing: {path}", "run from a checkout")
        found += [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    return found


def perform(system: str, say: Say, words: Sequence[str]) -> Spoken:
    """Speak all sentences; the first is spoken once before, so that loading is not counted."""
    say(words[0])
    begun = _cpu()
    audios = [say(sentence) for sentence in words]
    return Spoken(system, audios, _cpu() - begun)


def quality(spoken_: Spoken, words: Sequence[str], hear: Recogniser) -> dict[str, Any]:
    opinions = [dnsmos(framed(audio)) for audio in spoken_.audios]
    return {
        "system": spoken_.system,
        "wer_percent": round(100 * hear.word_errors(spoken_.audios, words), 1),
        "ovrl": mean_of([o.overall for o in opinions]),
        "sig": round(float(np.mean([o.signal for o in opinions])), 2),
        "bak": round(float(np.mean([o.background for o in opinions])), 2),
        "rtf": round(spoken_.cpu / spoken_.seconds, 4),
    }


def framed(audio: Audio) -> Audio:
    """The same silence around every system's speech: the opinion depends on it."""
    samples = audio.mono()
    heard = np.flatnonzero(np.abs(samples) > 0.003)
    start, end = (int(heard[0]), int(heard[-1]) + 1) if len(heard) else (0, len(samples))
    silence = np.zeros(int(SILENCE_SECONDS * audio.rate), np.float32)
    return Audio(np.concatenate([silence, samples[start:end], silence]), audio.rate)


def controls(
    voice: Voice, words: Sequence[str], hear: Recogniser, plain: Spoken
) -> list[dict[str, Any]]:
    """Word errors under each control, and how exactly it is realised."""
    base = hear.word_errors(plain.audios, words)
    heights = [median_pitch(a.mono(), a.rate) for a in plain.audios]
    lengths = [a.seconds for a in plain.audios]
    rows = []
    for name, setting in CONTROLS.items():
        made = perform(name, _sayer(voice, **setting), words)
        cents = [
            1200.0 * np.log2(median_pitch(a.mono(), a.rate) / height)
            for a, height in zip(made.audios, heights, strict=True)
        ]
        missed = np.abs(np.array(cents) - 100.0 * setting.get("pitch", 0.0))
        faster = sum(lengths) / made.seconds
        rows.append(
            {
                "control": name,
                "wer_percent": round(100 * hear.word_errors(made.audios, words), 1),
                "wer_plain": round(100 * base, 1),
                "pitch_error_cents": round(float(np.nanmedian(missed)), 1),
                "speed_realised": round(faster, 3),
                "ovrl": round(float(np.mean([dnsmos(framed(a)).overall for a in made.audios])), 2),
            }
        )
    return rows


def first_chunk(voice: Voice, times: int = 20) -> dict[str, Any]:
    """Wall and CPU time from text to the samples of the first chunk."""
    wall, cpu = [], []
    for _ in range(times):
        begun, used = time.perf_counter(), time.process_time()
        next(iter(voice.speak(SIX_WORDS)))
        wall.append(1000 * (time.perf_counter() - begun))
        cpu.append(1000 * (time.process_time() - used))
    return {
        "voice": voice.name,
        "wall_ms_median": round(float(np.median(wall)), 1),
        "wall_ms_best": round(min(wall), 1),
        "cpu_ms_median": round(float(np.median(cpu)), 1),
    }


def voices(settings: Settings, catalogue: Catalogue) -> dict[str, Say]:
    """Ours and the others that this machine has."""

    def voice(engine: str) -> Say:
        made = make_voice(engine, settings.voice, settings.openai, catalogue.load_path)
        return _sayer(made)

    systems = {"ours": voice("auto"), "hibari": voice("hibari")}
    if "piper-joe" in catalogue.models:
        systems["piper joe"] = voice("piper")
    if shutil.which("espeak-ng"):
        systems["espeak-ng"] = voice("espeak")
    if shutil.which("flite"):
        systems["flite slt"] = _flite
    return systems


def _sayer(voice: Voice, **setting: float) -> Say:
    def say(text: str) -> Audio:
        parts = [chunk.audio.mono() for chunk in voice.speak(text, **setting)]
        return Audio(np.concatenate(parts), voice.rate)

    return say


def _flite(text: str) -> Audio:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        command = ["flite", "-voice", "slt", "-t", text, "-o", str(path)]
        subprocess.run(command, check=True, capture_output=True)
        return Audio(*parse_wave(path.read_bytes()))


def _cpu() -> float:
    """CPU seconds of this process and the programs it ran."""
    return sum(os.times()[:4])


class Recogniser:
    """Whisper, as a listener that is asked what was said."""

    def __init__(self, weights: Path) -> None:
        from faster_whisper import WhisperModel

        self._model = WhisperModel(
            str(weights), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True
        )

    def word_errors(self, audios: Sequence[Audio], words: Sequence[str]) -> float:
        """Word error rate, substitutions, deletions and insertions by words said.

        Sentences are put together up to the length that Whisper hears at once.
        """
        import jiwer

        said: list[str] = []
        heard: list[str] = []
        for joined, texts in _windows(audios, words):
            segments, _ = self._model.transcribe(
                joined,
                language="en",
                beam_size=1,
                temperature=0.0,
                condition_on_previous_text=False,
            )
            heard.append(plain("".join(segment.text for segment in segments)))
            said.append(plain(" ".join(texts)))
        return float(jiwer.wer(said, heard))


def _windows(
    audios: Sequence[Audio], words: Sequence[str]
) -> Iterator[tuple[NDArray[np.float32], list[str]]]:
    import soxr

    gap = np.zeros(int(GAP_SECONDS * 16_000), np.float32)
    parts: list[NDArray[np.float32]] = []
    texts: list[str] = []
    for audio, text in zip(audios, words, strict=True):
        samples = soxr.resample(audio.mono(), audio.rate, 16_000)
        so_far = sum(len(part) for part in parts)
        if parts and so_far + len(samples) > WINDOW_SECONDS * 16_000:
            yield np.concatenate(parts), texts
            parts, texts = [], []
        parts += [samples, gap]
        texts.append(text)
    if parts:
        yield np.concatenate(parts), texts
