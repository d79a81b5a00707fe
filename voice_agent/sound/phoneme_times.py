"""Which phoneme is said when in a sound file that the assistant made: a JSON file beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from voice_agent.units import Phoneme

_SUFFIX = ".phonemes.json"


def write(sound: Path, phonemes: Iterable[dict[str, Any]]) -> None:
    """Keep ``{"phoneme", "start", "end"}`` (seconds from the start of the file) beside it."""
    where = sound.with_suffix(_SUFFIX)
    part = where.with_suffix(".part")
    part.write_text(json.dumps(list(phonemes), ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(where)


def read(sound: Path) -> list[Phoneme]:
    """What was written for this sound; nothing for any other sound or a broken file."""
    try:
        entries = json.loads(sound.with_suffix(_SUFFIX).read_text(encoding="utf-8"))
        return [Phoneme(str(e["phoneme"]), float(e["start"]), float(e["end"])) for e in entries]
    except (OSError, ValueError, TypeError, KeyError):
        return []
