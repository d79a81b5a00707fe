"""The user's own files at the door: what they are, and whether they can be let in."""

from __future__ import annotations

from pathlib import Path

from voice_agent.errors import AgentError
from voice_agent.folders import expanded
from voice_agent.units import ResourceKind

_IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"}
_VIDEOS = {".mp4", ".mkv", ".mov", ".avi", ".webm", ".m4v"}
_SCORES = {".mid", ".midi", ".kar", ".musicxml", ".mxl", ".xml"}
_MAX_ATTACHMENT = 4 << 30  # bytes


def kind_of(file: Path) -> ResourceKind:
    """What a file is by its ending; whatever is nothing else may be sound."""
    suffix = file.suffix.lower()
    if suffix in _IMAGES:
        return "image"
    if suffix in _SCORES:
        return "text"
    return "video" if suffix in _VIDEOS else "audio"


def checked(file: Path) -> Path:
    """Where a file is; ``AgentError`` for one that is missing, empty, huge or may not be read."""
    from voice_agent.sound.decoding import check_readable

    file = expanded(file)
    check_readable(file)
    if file.stat().st_size > _MAX_ATTACHMENT:
        raise AgentError(f"'{file.name}' is larger than 4 GB", "cut it into parts")
    return file.resolve()
