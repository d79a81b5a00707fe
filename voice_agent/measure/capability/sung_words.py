"""Whether the words of slow songs are understood: sung, spoken on their notes, and spoken.

A recogniser that loses its thread loses a whole line: over 59 words its count swings by twenty
points and more from one rendering to the next. Each song is therefore performed in several
keys, and all are counted together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.report.table import Report, Table
from voice_agent.singing import book

if TYPE_CHECKING:
    from voice_agent.tools.context import SteerableVoice

F32 = NDArray[np.float32]
# Mono sound at the voice's rate of a song of the book at a factor of its tempo, so many
# semitones higher.
Performed = Callable[[str, float, int], F32]

SLOW_SONGS = ("happy_birthday", "ode_to_joy", "auld_lang_syne")
RECOGNISERS = ("whisper-tiny-en", "whisper-base")
SLOW = 0.75  # factor of the tempo
KEYS = (0, -3, 3)  # semitones


def words_heard(
    voice: SteerableVoice, performers: Mapping[str, Performed], report: Report
) -> Table:
    """Word error rates by faster-whisper as it comes, without the assistant's own gates."""
    import jiwer
    from faster_whisper import WhisperModel

    songs = SLOW_SONGS[: report.few(len(SLOW_SONGS), 1)]
    keys = KEYS[: report.few(len(KEYS), 1)]
    truths = [_plain(text_of(song)) for song in songs for _ in keys]
    sounds = {"the same words spoken": [_spoken(voice, s, key) for s in songs for key in keys]}
    for name, performed in performers.items():
        sounds[name] = [performed(song, SLOW, key) for song in songs for key in keys]
    count = sum(len(truth.split()) for truth in truths)
    rows: list[dict[str, Any]] = [{"system": name, "words": count} for name in sounds]
    for model in RECOGNISERS:
        report(f"words heard by {model}")
        whisper = WhisperModel(str(load_path(model)), compute_type="int8", cpu_threads=1)
        for row in rows:
            heard = [_heard(samples, voice.rate, whisper) for samples in sounds[row["system"]]]
            row[f"{model} %"] = round(100.0 * float(jiwer.wer(truths, heard)), 1)
    note = f"{len(songs)} songs in {len(keys)} keys each; tempo x{SLOW:g}"
    return Table("Words of slow songs heard wrongly", rows, note)


def text_of(song: str) -> str:
    """The words of a song of the book."""
    return " ".join(line.replace("-", "") for line, _ in book.songs()[song].lines)


def _spoken(voice: SteerableVoice, song: str, key: int) -> F32:
    chunks = voice.speak(text_of(song), pitch=float(key))
    return np.concatenate([chunk.audio.mono() for chunk in chunks])


def _heard(samples: F32, rate: int, whisper: Any) -> str:
    import soxr

    segments, _ = whisper.transcribe(soxr.resample(samples, rate, 16_000), language="en")
    return _plain("".join(segment.text for segment in segments))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower().replace("-", "")))
