"""Melodies out of Standard MIDI Files (MMA, RP-001), with lyric and karaoke text events."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from voice_agent.errors import AgentError
from voice_agent.singing.written import FileScore, Written

PERCUSSION = 9  # channel
MICROSECONDS = 500_000  # a beat, until the file says otherwise
SHORTEST_REST = 0.06  # seconds: smaller gaps are how notes are played, not rests
_VOCAL = re.compile(r"voc|voice|sing|lead|melod|soprano|lyric|cant", re.IGNORECASE)


@dataclass
class _Track:
    """What one track or channel holds; times in ticks."""

    name: str = ""
    notes: list[tuple[int, int, int]] = field(default_factory=list)  # start, end, key
    lyrics: list[tuple[int, str]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)


def read_midi(data: bytes) -> FileScore:
    """The melody of a MIDI file; ``AgentError`` when it is damaged or holds no notes."""
    try:
        tracks, tempos, division = _parse(data)
    except (struct.error, IndexError):
        raise AgentError(
            "this MIDI file is damaged: it ends too early", "export it again as a .mid file"
        ) from None
    except ValueError as error:
        raise AgentError(
            f"this MIDI file is damaged: {error}", "export it again as a .mid file"
        ) from None
    melody = _melody_track(tracks)
    if melody is None:
        raise AgentError("there are no notes in this MIDI file", "give one with a melody")
    seconds = _clock(tempos, division)
    top, chords = _top_line(melody.notes)
    lyrics = melody.lyrics or next((t.lyrics for t in tracks if t.lyrics), [])
    lyrics = lyrics or _karaoke(tracks)
    remarks = ["It has chords, so I sing the highest notes."] if chords else []
    if sum(bool(track.notes) for track in tracks) > 1:
        named = f", '{melody.name}'" if melody.name else ""
        remarks.append(f"Of its parts I sing the one that looks like the melody{named}.")
    return FileScore(tuple(_written(top, lyrics, seconds)), melody.name, tuple(remarks))


def _parse(data: bytes) -> tuple[list[_Track], list[tuple[int, int]], int]:
    """Parts of the file, its tempos (tick, microseconds a beat) and ticks a beat."""
    if data[:4] == b"RIFF" and data[8:12] == b"RMID":
        data = data[data.index(b"MThd") :]
    if data[:4] != b"MThd":
        raise ValueError("it does not begin as one")
    length, _, count, division = struct.unpack(">IHHH", data[4:14])
    if division & 0x8000 or division == 0:
        raise ValueError("its time is counted in film frames, which I can't read")
    place = 8 + length
    found: list[_Track] = []
    tempos: list[tuple[int, int]] = []
    for _ in range(count):
        if data[place : place + 4] != b"MTrk":
            break
        (size,) = struct.unpack(">I", data[place + 4 : place + 8])
        found.extend(_track(data[place + 8 : place + 8 + size], tempos))
        place += 8 + size
    return found, sorted(tempos), division


def _track(data: bytes, tempos: list[tuple[int, int]]) -> list[_Track]:
    """One track, parted by channels; texts stay with the first."""
    texts = _Track()
    channels: dict[int, _Track] = {}
    open_notes: dict[tuple[int, int], int] = {}
    for tick, status, body in _events(data):
        kind, channel = status & 0xF0, status & 0x0F
        if status == 0xFF:
            _meta(tick, body, texts, tempos)
        elif kind in (0x80, 0x90) and channel != PERCUSSION:
            key, velocity = body[0], body[1]
            part = channels.setdefault(channel, _Track())
            begun = open_notes.pop((channel, key), None)
            if begun is not None and tick > begun:
                part.notes.append((begun, tick, key))
            if kind == 0x90 and velocity:
                open_notes[(channel, key)] = tick
    parts = [part for part in channels.values() if part.notes] or [texts]
    for part in parts:
        part.name = texts.name
    parts[0].lyrics, parts[0].texts = texts.lyrics, texts.texts
    return parts


def _meta(tick: int, body: bytes, texts: _Track, tempos: list[tuple[int, int]]) -> None:
    kind, content = body[0], body[1:]
    if kind == 0x51 and len(content) == 3 and any(content):  # a beat of no time is none
        tempos.append((tick, int.from_bytes(content, "big")))
    elif kind == 0x03:
        texts.name = _text(content).strip()
    elif kind == 0x05:
        texts.lyrics.append((tick, _text(content)))
    elif kind == 0x01:
        texts.texts.append((tick, _text(content)))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _events(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(tick, status, data bytes) of a track; a meta event's data begin with its kind."""
    place = tick = 0
    running = 0
    while place < len(data):
        delta, place = _number(data, place)
        tick += delta
        status = data[place]
        if status < 0x80:
            if not running:
                raise ValueError("a track begins without a command")
            status = running
        else:
            place += 1
        if status == 0xFF:
            kind = data[place]
            size, place = _number(data, place + 1)
            yield tick, status, bytes([kind]) + data[place : place + size]
            place += size
            if kind == 0x2F:
                return
        elif status in (0xF0, 0xF7):
            size, place = _number(data, place)
            place += size
        else:
            running = status
            size = 1 if status & 0xF0 in (0xC0, 0xD0) else 2
            yield tick, status, data[place : place + size]
            place += size


def _number(data: bytes, place: int) -> tuple[int, int]:
    """A variable-length quantity and the place behind it."""
    value = 0
    for _ in range(4):
        byte = data[place]
        place += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place
    raise ValueError("a length is too long")


class _clock:  # noqa: N801  (used as a function)
    """Seconds of a tick, through all changes of tempo."""

    def __init__(self, tempos: list[tuple[int, int]], division: int) -> None:
        self._marks = [(0, 0.0, MICROSECONDS / 1e6 / division)]
        for tick, microseconds in tempos:
            last, seconds, pace = self._marks[-1]
            mark = (tick, seconds + (tick - last) * pace, microseconds / 1e6 / division)
            self._marks.append(mark)

    def __call__(self, tick: int) -> float:
        last, seconds, pace = next(m for m in reversed(self._marks) if m[0] <= tick)
        return seconds + (tick - last) * pace


def _melody_track(tracks: list[_Track]) -> _Track | None:
    """With words first, then called like a voice, then the most like a single high line."""
    sounding = [track for track in tracks if track.notes]
    if not sounding:
        return None

    def likeness(track: _Track) -> tuple[bool, bool, float]:
        top, _ = _top_line(track.notes)
        single = len(top) / len(track.notes)
        height = sum(key for _, _, key in top) / len(top)
        return bool(track.lyrics), bool(_VOCAL.search(track.name)), single * min(height, 84.0)

    return max(sounding, key=likeness)


def _top_line(notes: list[tuple[int, int, int]]) -> tuple[list[tuple[int, int, int]], bool]:
    """The highest note at each start, each ending where the next begins; whether others
    sounded with them."""
    top: list[tuple[int, int, int]] = []
    for note in sorted(notes, key=lambda n: (n[0], -n[2])):
        start, end, key = note
        if top and start == top[-1][0]:
            continue
        if top and start < top[-1][1]:
            before = top[-1]
            if key < before[2] and end <= before[1]:
                continue  # an inner voice under a held note
            top[-1] = (before[0], start, before[2])
        top.append((start, end, key))
    return top, len(top) < len(notes)


def _karaoke(tracks: list[_Track]) -> list[tuple[int, str]]:
    """Words written as text events, the .kar way: "/" and "\\" begin lines, "@" is for machines."""
    for track in tracks:
        words = [(tick, text) for tick, text in track.texts if tick > 0 and text[:1] != "@"]
        if len(words) >= 4:
            return [(tick, re.sub(r"^[/\\]", " ", text)) for tick, text in words]
    return []


def _written(
    notes: list[tuple[int, int, int]], lyrics: list[tuple[int, str]], seconds: _clock
) -> Iterator[Written]:
    under = _under_notes(notes, lyrics)
    at = seconds(notes[0][0])
    for index, (start, end, key) in enumerate(notes):
        if seconds(start) - at > SHORTEST_REST:
            yield Written(None, seconds(start) - at)
        following = notes[index + 1][0] if index + 1 < len(notes) else None
        stop = seconds(end)
        if following is not None and seconds(following) - stop <= SHORTEST_REST:
            stop = seconds(following)
        text, last = under.get(index, ("", True))
        yield Written(key, stop - seconds(start), text, last)
        at = stop


def _under_notes(
    notes: list[tuple[int, int, int]], lyrics: list[tuple[int, str]]
) -> dict[int, tuple[str, bool]]:
    """Note number -> its syllable and whether the word ends there."""
    under: dict[int, tuple[str, bool]] = {}
    starts = [start for start, _, _ in notes]
    spaced = any(text[-1:].isspace() or text[:1].isspace() for _, text in lyrics)
    for number, (tick, text) in enumerate(lyrics):
        word = text.strip().strip("_").replace("-", "")
        if not any(letter.isalpha() for letter in word):
            continue
        index = min(range(len(starts)), key=lambda i: abs(starts[i] - tick))
        after = lyrics[number + 1][1] if number + 1 < len(lyrics) else " "
        if text.rstrip().endswith("-"):
            last = False
        else:
            last = not spaced or text[-1:].isspace() or after[:1].isspace()
        old = under.get(index)
        under[index] = ((old[0] + " " if old else "") + word, last)
    return under
