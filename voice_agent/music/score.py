"""A piece as notes: what the composer writes, the band plays and MIDI keeps."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """``start`` and ``length`` in beats, ``pitch`` as a MIDI number (for drums: a sound of
    General MIDI's percussion map), ``velocity`` from 0 to 1."""

    start: float
    length: float
    pitch: int
    velocity: float


@dataclass
class Part:
    """One instrument's notes. ``role`` is melody, harmony, bass, pad or drums."""

    instrument: str
    role: str
    notes: list[Note] = field(default_factory=list)
    pan: float = 0.0  # -1 left, 1 right
    gain: float = 0.0  # dB
    room: float = 0.3  # share that goes to the reverberation


@dataclass
class Piece:
    """A whole piece: ``tempo`` in beats a minute, ``beats`` in all, ``meter`` beats a bar."""

    title: str
    tempo: float
    meter: int
    beats: float
    key: str  # "D minor"
    parts: list[Part]
    sections: list[tuple[str, float]]  # name and first beat
    swing: float = 0.0  # share of a beat by which offbeats come late
    # From which beat to which everybody is how much louder, in dB.
    swells: list[tuple[float, float, float]] = field(default_factory=list)
    fade: float = 0.0  # seconds in which it falls silent at its end
    loops: bool = False  # its end leads to its beginning

    @property
    def seconds(self) -> float:
        return self.beats * 60.0 / self.tempo

    def time(self, beat: float) -> float:
        """Seconds of a beat, offbeats delayed by the swing."""
        whole, part = divmod(beat, 1.0)
        bent = part + self.swing * (1.0 - abs(2.0 * part - 1.0))
        return (whole + bent) * 60.0 / self.tempo
