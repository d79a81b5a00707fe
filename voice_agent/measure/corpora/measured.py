"""Figures on other people's corpora, for whoever has them: what papers report on the same data.

A folder is known by its layout (``corpus_readers``). Of large corpora an even sample is taken;
its size is in the table. Published figures beside ours are on the whole test set.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

from voice_agent.errors import UsageError
from voice_agent.measure.corpora.readers import layout
from voice_agent.measure.report.exhibits import Exhibit
from voice_agent.measure.report.table import Report
from voice_agent.settings import Settings

LAYOUTS = {
    "LibriSpeech": "speech",
    "VoiceBank-DEMAND": "speech",
    "WSJ0-2mix": "speech",
    "LibriMix": "speech",
    "MUST-C": "speech",
    "ESC-50": "sounds",
    "AudioSet": "sounds",
}


def layouts(folders: Sequence[Path]) -> dict[str, Path]:
    """The folders by layout. Raises UsageError for what is none, or given twice."""
    found: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"there is no folder {folder}", "give the top of a corpus")
        name = layout(folder)
        if not name:
            raise UsageError(
                f"{folder} has the layout of no corpus that is known",
                f"docs/evaluation.md describes those of {', '.join(LAYOUTS)}",
            )
        if name in found:
            raise UsageError(f"{name} is given twice", "measure them one after the other")
        found[name] = folder
    return found


def measure_corpus(
    name: str, folders: Sequence[Path], settings: Settings, report: Report
) -> list[Exhibit]:
    """The tables of the corpus of the layout ``name``."""
    folder = layouts(folders)[name]
    module = importlib.import_module(f"voice_agent.measure.corpora.{LAYOUTS[name]}")
    return list(module.MEASURES[name](folder, settings, report))
