"""A score as a Standard MIDI File (MMA RP-001), format 1: one track a part."""

from __future__ import annotations

import struct

from voice_agent.music.instruments import INSTRUMENTS
from voice_agent.music.score import Part, Piece

DIVISION = 480  # ticks a beat
_DRUM_CHANNEL = 9


def midi_file(piece: Piece) -> bytes:
    """The whole file. Swing is written out, so that any player keeps it."""
    tracks = [_conductor(piece)]
    channels = [channel for channel in range(16) if channel != _DRUM_CHANNEL]
    for index, part in enumerate(piece.parts):
        channel = _DRUM_CHANNEL if part.role == "drums" else channels[index]
        tracks.append(_track(piece, part, channel))
    head = struct.pack(">4sIHHH", b"MThd", 6, 1, len(tracks), DIVISION)
    return head + b"".join(struct.pack(">4sI", b"MTrk", len(t)) + t for t in tracks)


def _conductor(piece: Piece) -> bytes:
    title = piece.title.encode("ascii", "replace")[:100]
    power = 2 if piece.meter != 6 else 3
    made = b"\x00\xff\x03" + bytes([len(title)]) + title
    made += b"\x00\xff\x51\x03" + round(60e6 / piece.tempo).to_bytes(3, "big")
    made += b"\x00\xff\x58\x04" + bytes([piece.meter, power, 24, 8])
    return made + b"\x00\xff\x2f\x00"


def _track(piece: Piece, part: Part, channel: int) -> bytes:
    events: list[tuple[int, int, bytes]] = []
    for note in part.notes:
        velocity = max(1, min(127, round(127 * note.velocity)))
        begin = _ticks(piece, note.start)
        end = max(begin + 1, _ticks(piece, note.start + note.length))
        events.append((begin, 1, bytes([0x90 | channel, note.pitch, velocity])))
        events.append((end, 0, bytes([0x80 | channel, note.pitch, 64])))
    name = part.instrument.encode("ascii", "replace")
    made = b"\x00\xff\x03" + bytes([len(name)]) + name
    if channel != _DRUM_CHANNEL:
        made += bytes([0x00, 0xC0 | channel, INSTRUMENTS[part.instrument].program])
    made += bytes([0x00, 0xB0 | channel, 10, round(64 + 63 * part.pan)])
    now = 0
    for tick, _, message in sorted(events):
        made += _variable(tick - now) + message
        now = tick
    return made + b"\x00\xff\x2f\x00"


def _ticks(piece: Piece, beat: float) -> int:
    return round(piece.time(beat) * piece.tempo / 60.0 * DIVISION)


def _variable(value: int) -> bytes:
    """A length of seven bits a byte, all but the last with the high bit set."""
    found = [value & 0x7F]
    while value := value >> 7:
        found.append(0x80 | (value & 0x7F))
    return bytes(reversed(found))
