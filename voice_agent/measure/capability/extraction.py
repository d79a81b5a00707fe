"""How well one sound is taken out of a mixture of two at 0 dB, beside cutting by time alone.

SI-SDR improvement over the mixture. Cutting by time keeps the mixture while the tool's own
intervals say that the sound is heard. From mixtures in which the tool says that the sound is
not there nothing comes out: the last row counts them as 0 dB, for both.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.measure.capability.enhancement import si_sdr
from voice_agent.measure.data.sound_scenes import (
    FOLDER_VARIABLE,
    RATE,
    VOICE,
    Mixture,
    alike,
    scenes,
)
from voice_agent.measure.data.workbench import workbench
from voice_agent.measure.report.table import Report, Table, mean_of
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.tools._extracting import extract, hear_again
from voice_agent.tools._masking import asked
from voice_agent.tools._target import seek
from voice_agent.tools._yamnet import classifier, listen
from voice_agent.tools.context import ToolContext
from voice_agent.units import Audio

_WORST = -30.0  # dB; what has nothing of the sound would have minus infinity


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 48
) -> list[Table]:
    """One row for each kind of mixture, and one for all; then how often it says that a sound is
    there that is, and one that is not."""
    count = report.few(count, 8)
    found: dict[str, list[tuple[float, float]]] = {}
    missed: dict[str, int] = {}
    mixtures = scenes(count, speech=speech, seed=1)
    wrongly = 0
    with tempfile.TemporaryDirectory() as folder:
        context = workbench(settings, Path(folder))
        for index, mixture in enumerate(mixtures):
            report(f"mixture {index + 1} of {count}: {mixture.description}, {mixture.other}")
            path = Path(folder) / "mixture.wav"
            gains = _gains(context, mixture, path)
            wrongly += _is_heard(context, absent_from(mixture, mixtures), path)
            for kind in (_kind(mixture), "all"):
                if gains is None:
                    missed[kind] = missed.get(kind, 0) + 1
                else:
                    found.setdefault(kind, []).append(gains)
    rows: list[dict[str, Any]] = []
    for kind, scores in sorted(found.items(), key=lambda item: item[0] == "all"):
        rows.append({**_row(kind, scores, 0), "not_heard": missed.get(kind, 0)})
    rows.append(_row("all, those not heard as 0 dB", found.get("all", []), missed.get("all", 0)))
    source = "recordings" if os.environ.get(FOLDER_VARIABLE) else "sound models"
    voices = f"readers of {speech.name}" if speech else "a recorded reader"
    note = f"SI-SDR improvement in dB at 0 dB; {source}, {voices}"
    right = len(found.get("all", []))
    said: list[dict[str, Any]] = [
        {"asked for": "a sound that is there", "taken out": right, "n": count},
        {"asked for": "a sound that is not there", "taken out": wrongly, "n": count},
    ]
    return [
        Table("Taking a sound out of two", rows, note),
        Table(
            "Whether a sound is there", said, "the same mixtures; what is not there is another's"
        ),
    ]


def absent_from(mixture: Mixture, mixtures: list[Mixture]) -> str:
    """A sound of some other mixture that is not in this one, the same every time."""
    names = sorted({name for each in mixtures for name in (each.description, each.other)})
    here = (mixture.description, mixture.other)
    others = [n for n in names if n != VOICE and not any(alike(n, name) for name in here)]
    return others[zlib.crc32(" ".join(here).encode()) % len(others)]


def _row(kind: str, scores: list[tuple[float, float]], nothing: int) -> dict[str, Any]:
    """The figures of mixtures; of ``nothing`` more of them nothing was taken out."""
    by_time, ours = ([score[side] for score in scores] + [0.0] * nothing for side in (0, 1))
    return {
        "asked for": kind,
        "extract_sound": mean_of(ours),
        "median": round(float(np.median(ours)), 2) if ours else None,
        "by_time_alone": mean_of(by_time),
        "n": len(ours),
        "not_heard": nothing,
    }


def _kind(mixture: Mixture) -> str:
    if mixture.description == VOICE:
        return "a voice over a sound"
    return "a sound under a voice" if mixture.other == VOICE else "one of two sounds"


def _is_heard(context: ToolContext, description: str, path: Path) -> bool:
    sought = seek(context, description)
    if sought is None:
        return False
    network = asked(context, sought)
    return hear_again(context, path, sought, listen(context, path), network) is not None


def _gains(context: ToolContext, mixture: Mixture, path: Path) -> tuple[float, float] | None:
    """Improvement by time alone and by the tool; None where the sound is not heard."""
    with files.AudioWriter(path, RATE, 1) as writer:
        writer.write(Audio(mixture.mixed, RATE))
    sought = seek(context, mixture.description)
    first = listen(context, path)
    labels = classifier(context).labels
    network = asked(context, sought) if sought else None
    heard = hear_again(context, path, sought, first, network) if sought else None
    if sought is None or heard is None:
        return None
    before = si_sdr(mixture.target, mixture.mixed)
    events, _ = sought.find(heard, labels)
    spans = [(event.start, event.end) for event in events]
    gated = mixture.mixed * _gate(spans, len(mixture.mixed))
    by_time = si_sdr(mixture.target, gated) - before if spans else 0.0
    parts = [sound for sound, _ in extract(context, path, sought, heard, network)]
    ours = si_sdr(mixture.target, np.concatenate(parts)[:, 0]) - before
    return max(by_time, _WORST), max(ours, _WORST)


def _gate(spans: list[tuple[float, float]], length: int) -> NDArray[np.float32]:
    """1 inside the spans, with edges of 10 ms."""
    times = np.arange(length) / RATE
    open_ = np.zeros(length, np.float32)
    for start, end in spans:
        open_ = np.maximum(open_, np.clip(np.minimum(times - start, end - times) / 0.01, 0, 1))
    return open_.astype(np.float32)
