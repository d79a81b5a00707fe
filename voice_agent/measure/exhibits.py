"""What a report shows beside its tables: curves, pictures, sounds to listen to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.measure.table import Table

if TYPE_CHECKING:
    from voice_agent.units import Audio

Point = tuple[float, float]


@dataclass(frozen=True)
class Curves:
    """Lines over common axes: by name, points from left to right."""

    title: str
    x: str
    y: str
    lines: Mapping[str, Sequence[Point]]
    note: str = ""

    def document(self) -> dict[str, Any]:
        lines = {name: [list(point) for point in points] for name, points in self.lines.items()}
        return {"title": self.title, "x": self.x, "y": self.y, "lines": lines, "note": self.note}


@dataclass(frozen=True, eq=False)
class Picture:
    """A PNG: spectrograms beside each other, mostly."""

    title: str
    png: bytes
    note: str = ""


@dataclass(frozen=True, eq=False)
class Sounds:
    """Recordings to compare by ear: by name, WAV files as bytes."""

    title: str
    clips: Mapping[str, bytes]
    note: str = ""


Exhibit = Table | Curves | Picture | Sounds


def comparison(title: str, sounds: Mapping[str, Audio], note: str = "") -> list[Exhibit]:
    """The same moment in several versions: to look at and to listen to."""
    import tempfile

    from voice_agent.sound import files
    from voice_agent.sound.pictures import draw_comparison

    with tempfile.TemporaryDirectory() as folder:
        picture, wave = Path(folder) / "both.png", Path(folder) / "one.wav"
        draw_comparison(list(sounds.items()), picture)
        clips = {}
        for name, audio in sounds.items():
            with files.AudioWriter(wave, audio.rate, audio.channels) as writer:
                writer.write(audio)
            clips[name] = wave.read_bytes()
        return [Picture(title, picture.read_bytes(), note), Sounds(title, clips)]
