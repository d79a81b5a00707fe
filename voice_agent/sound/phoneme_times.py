"""Which phoneme is said when in a sound file that the assistant made: a JSON file beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from voice_agent.units import Phoneme

_SUFFIX = ".phonemes.json"


def write(sound: Path, phonemes: Iterable[dict[str, Any]], *, voice: Path | None = None) -> None:
    """Keep ``{"phoneme", "start", "end"}`` (seconds from the start of the file) beside it, and
    where the ``voice`` is heard alone, if other sounds are mixed with it."""
    where = sound.with_suffix(_SUFFIX)
    part = where.with_suffix(".part")
    kept = {"phonemes": list(phonemes)} | ({"voice": voice.name} if voice else {})
    part.write_text(json.dumps(kept, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(where)


def placed(phonemes: Iterable[Phoneme], begin: float) -> list[dict[str, Any]]:
    """The phonemes of a chunk that begins so many seconds into its file, as they are kept."""
    return [
        {
            "phoneme": phoneme.phoneme,
            "start": round(begin + phoneme.start, 3),
            "end": round(begin + phoneme.end, 3),
        }
        for phoneme in phonemes
    ]


def read(sound: Path) -> list[Phoneme]:
    """What was written for this sound; nothing for any other sound or a broken file."""
    try:
        entries = _kept(sound)["phonemes"]
        return [Phoneme(str(e["phoneme"]), float(e["start"]), float(e["end"])) for e in entries]
    except (ValueError, TypeError, KeyError):
        return []


def voice_in(sound: Path) -> Path | None:
    """The file in which the voice of this sound is heard alone, where one is known."""
    name = _kept(sound).get("voice")
    alone = sound.with_name(Path(name).name) if isinstance(name, str) and name else None
    return alone if alone is not None and alone.is_file() else None


def _kept(sound: Path) -> dict[str, Any]:
    try:
        kept = json.loads(sound.with_suffix(_SUFFIX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {"phonemes": kept}  # a list in older sessions
