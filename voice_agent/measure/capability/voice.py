"""The assistant's voice against its teacher's: the same sentences, none of them trained on.

Mel-cepstral distortion and F0 frame error (``voice_distance``) with hibari as the reference, as
our voice learned from it; words heard wrongly by Whisper base, and DNSMOS. Beside ours, voices
that are no relatives of hibari: how far any two readings of a sentence are apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from voice_agent.catalogue import Catalogue
from voice_agent.measure.bench import tts
from voice_agent.measure.report.exhibits import Exhibit, comparison
from voice_agent.measure.report.table import Estimate, Report, Table, mean_of
from voice_agent.measure.scores.voice_distance import Distance, distance
from voice_agent.settings import Settings
from voice_agent.speak.text import spoken

TEACHER = "hibari"


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 110
) -> list[Exhibit]:
    """One row a voice, on ``count`` sentences evenly taken from those held out."""
    sentences = tts.held_out()
    places = np.linspace(0, len(sentences) - 1, min(report.few(count, 8), len(sentences)))
    words = [spoken(sentences[place]) for place in places.round().astype(int)]
    catalogue = Catalogue()
    hear = tts.Recogniser(catalogue.load_path("whisper-base", fetch=settings.models.fetch))
    made: dict[str, tts.Spoken] = {}
    for name, say in tts.voices(settings, catalogue).items():
        report(f"{name} reads {len(words)} sentences")
        made[name] = tts.perform(name, say, words)
    rows = []
    for name, said in made.items():
        report(f"{name} is listened to")
        row = {"n": len(words), **tts.quality(said, words, hear)}
        rows.append({"system": row.pop("system"), **row, **_apart(made[TEACHER], said)})
    note = (
        "sentences never trained on; WER by Whisper base; MCD and FFE against hibari, the "
        "teacher, aligned by time warping; rtf: processor time over duration"
    )
    pair = {name: made[name].audios[0] for name in ("ours", TEACHER)}
    shown = comparison("Our voice and its teacher", pair, f'"{words[0]}"')
    return [Table("The voice", rows, note), *shown]


def _apart(teacher: tts.Spoken, said: tts.Spoken) -> dict[str, Any]:
    """MCD in dB and FFE in percent; none for the teacher itself."""
    if said.system == teacher.system:
        return {"mcd_db": None, "ffe_%": None}
    pairs = zip(teacher.audios, said.audios, strict=True)
    found: list[Distance] = [distance(one, two) for one, two in pairs]
    return {
        "mcd_db": mean_of([each.mcd for each in found]),
        "ffe_%": _percent([each.ffe for each in found]),
    }


def _percent(shares: list[float]) -> Estimate | None:
    return mean_of([100.0 * share for share in shares])
