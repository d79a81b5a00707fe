"""What a report shows beside its tables: curves, pictures, sounds to listen to."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.measure.report.table import Table, table_from

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


@dataclass(frozen=True)
class Confusion:
    """How often each wanted thing was taken for which other: by (wanted, taken for)."""

    title: str
    counts: Mapping[tuple[str, str], int]
    note: str = ""


Exhibit = Table | Curves | Picture | Sounds | Confusion


def stored(exhibit: Exhibit) -> dict[str, Any]:
    """The exhibit as JSON, from which ``restored`` makes it again."""
    if isinstance(exhibit, Table):
        return {"kind": "table", **exhibit.document()}
    if isinstance(exhibit, Curves):
        return {"kind": "curves", **exhibit.document()}
    about = {"title": exhibit.title, "note": exhibit.note}
    if isinstance(exhibit, Confusion):
        counts = [[*pair, count] for pair, count in exhibit.counts.items()]
        return {"kind": "confusion", "counts": counts, **about}
    if isinstance(exhibit, Picture):
        return {"kind": "picture", "png": _text_of(exhibit.png), **about}
    return {"kind": "sounds", "clips": {n: _text_of(c) for n, c in exhibit.clips.items()}, **about}


def restored(document: Mapping[str, Any]) -> Exhibit:
    """The exhibit that ``stored`` wrote. Raises KeyError or ValueError for anything else."""
    kind, title, note = document["kind"], document["title"], document["note"]
    if kind == "table":
        return table_from(document)
    if kind == "curves":
        lines = {
            name: [(float(x), float(y)) for x, y in points]
            for name, points in document["lines"].items()
        }
        return Curves(title, document["x"], document["y"], lines, note)
    if kind == "picture":
        return Picture(title, base64.b64decode(document["png"]), note)
    if kind == "sounds":
        clips = {name: base64.b64decode(clip) for name, clip in document["clips"].items()}
        return Sounds(title, clips, note)
    if kind == "confusion":
        return Confusion(title, {(a, b): int(n) for a, b, n in document["counts"]}, note)
    raise ValueError(f"unknown kind of exhibit '{kind}'")


def _text_of(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


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
