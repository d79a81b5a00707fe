"""Melodies out of MusicXML (W3C MusicXML 4.0), plain or compressed, with their lyrics.

Repeats with their endings are sung out; the second time takes the second verse where there
is one. Grace notes and all voices but the first of the chosen part are left out, and said so.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from xml.etree import ElementTree

from voice_agent.singing.written import FileScore, Written
from voice_agent.units import AgentError

DEFAULT_TEMPO = 100.0  # quarters a minute
MOST_MEASURES = 4000  # sung out
MOST_BYTES = 20 << 20
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


@dataclass
class _State:
    """What stays in force from measure to measure."""

    divisions: int = 1
    tempo: float = DEFAULT_TEMPO
    transpose: int = 0


@dataclass(frozen=True)
class _Measure:
    """A measure and the time (1, 2, ...) that it is sung."""

    element: ElementTree.Element
    time: int


def read_musicxml(data: bytes) -> FileScore:
    """The melody of a MusicXML file (.musicxml, .xml or .mxl)."""
    root = _root(data)
    parts = root.findall("part")
    if root.tag != "score-partwise" or not parts:
        raise AgentError(
            "this is no partwise MusicXML score", "export it as MusicXML from your notation program"
        )
    part = max(parts, key=lambda p: (p.find(".//lyric") is not None, -parts.index(p)))
    if part.find(".//pitch") is None:
        raise AgentError("there are no notes in this score", "give one with a melody")
    remarks = []
    if len(parts) > 1:
        named = root.findtext(f"part-list/score-part[@id='{part.get('id')}']/part-name") or ""
        called = f", '{named.strip()}'" if named.strip() else ""
        remarks.append(f"Of its {len(parts)} parts I sing the one with the words{called}."
                       if part.find(".//lyric") is not None
                       else f"Of its {len(parts)} parts I sing the first{called}.")  # fmt: skip
    if part.find(".//grace") is not None:
        remarks.append("I leave its grace notes out.")
    if part.find(".//chord") is not None:
        remarks.append("It has chords, so I sing the notes written first.")
    title = root.findtext("work/work-title") or root.findtext("movement-title") or ""
    return FileScore(tuple(_joined(_notes(part))), title.strip(), tuple(remarks))


def _root(data: bytes) -> ElementTree.Element:
    try:
        if data[:2] == b"PK":
            data = _unpacked(data)
        if b"<!ENTITY" in data:
            raise ValueError("it defines entities")
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise AgentError(f"cannot read this MusicXML file: {error}", "export it again") from None


def _unpacked(data: bytes) -> bytes:
    """The score inside a compressed file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
        rootfile = next((e for e in container.iter() if e.tag.endswith("rootfile")), None)
        path = "" if rootfile is None else str(rootfile.get("full-path"))
        if archive.getinfo(path).file_size > MOST_BYTES:
            raise ValueError("it is larger than 20 MB")
        return archive.read(path)


def _sung_out(part: ElementTree.Element) -> Iterator[_Measure]:
    """Measures in the order of singing: repeats are followed, endings chosen."""
    measures = part.findall("measure")
    begin, index, time, count = 0, 0, 1, 0
    skipping = False
    while index < len(measures) and count < MOST_MEASURES:
        measure = measures[index]
        if measure.find("barline/repeat[@direction='forward']") is not None and begin != index:
            begin, time = index, 1
        ending = measure.find("barline/ending[@type='start']")
        if ending is not None:
            skipping = str(time) not in str(ending.get("number")).replace(",", " ").split()
        if not skipping:
            yield _Measure(measure, time)
            count += 1
        stopped = any(
            e.get("type") in ("stop", "discontinue") for e in measure.findall("barline/ending")
        )
        backward = measure.find("barline/repeat[@direction='backward']")
        again = backward is not None and not skipping and time < int(backward.get("times") or 2)
        skipping = skipping and not stopped
        if again:
            index, time = begin, time + 1
        else:
            if backward is not None and not stopped:
                begin, time = index + 1, 1
            index += 1


def _notes(part: ElementTree.Element) -> Iterator[tuple[Written, bool]]:
    """Notes of the first voice, each with whether it is tied to the one before."""
    state = _State()
    first = part.find(".//note[pitch]/voice")
    voice = first.text if first is not None else None
    for measure in _sung_out(part):
        for element in measure.element:
            if element.tag == "attributes":
                state.divisions = int(element.findtext("divisions") or state.divisions)
                state.transpose = int(
                    element.findtext("transpose/chromatic") or state.transpose
                ) + 12 * int(element.findtext("transpose/octave-change") or 0)
            elif element.tag in ("sound", "direction"):
                state.tempo = _tempo(element) or state.tempo
            elif element.tag == "note" and element.findtext("voice") in (voice, None):
                yield from _note(element, state, measure.time)


def _tempo(element: ElementTree.Element) -> float | None:
    sound = element if element.tag == "sound" else element.find("sound")
    if sound is not None and sound.get("tempo"):
        return float(str(sound.get("tempo")))
    minute = element.findtext("direction-type/metronome/per-minute")
    unit = element.findtext("direction-type/metronome/beat-unit") or "quarter"
    dotted = element.find("direction-type/metronome/beat-unit-dot") is not None
    try:
        beats = {"half": 2.0, "eighth": 0.5, "whole": 4.0}.get(unit, 1.0)
        return float(minute) * beats * (1.5 if dotted else 1.0) if minute else None
    except ValueError:
        return None


def _note(element: ElementTree.Element, state: _State, time: int) -> Iterator[tuple[Written, bool]]:
    if element.find("grace") is not None or element.find("chord") is not None:
        return
    length = Fraction(element.findtext("duration") or 0) / state.divisions
    seconds = float(length) * 60.0 / state.tempo
    if seconds <= 0.0:
        return
    pitch = element.find("pitch")
    if pitch is None:
        yield Written(None, seconds), False
        return
    octave, alter = int(pitch.findtext("octave") or 4), float(pitch.findtext("alter") or 0)
    midi = 12 * (octave + 1) + _STEPS[str(pitch.findtext("step"))] + round(alter)
    text, last = _lyric(element, time)
    tied = any(tie.get("type") == "stop" for tie in element.findall("tie"))
    yield Written(midi + state.transpose, seconds, text, last), tied


def _lyric(element: ElementTree.Element, time: int) -> tuple[str, bool]:
    """The syllable of this verse, or of the first, and whether its word ends with it."""
    verses = {str(lyric.get("number") or 1): lyric for lyric in element.findall("lyric")}
    lyric = verses.get(str(time)) or verses.get("1") if verses else None
    if lyric is None:
        return "", True
    text = " ".join((part.text or "") for part in lyric.findall("text")).strip()
    syllabic = [part.text for part in lyric.findall("syllabic")]
    return text.replace("-", ""), (syllabic[-1:] or ["single"])[0] in ("single", "end")


def _joined(notes: Iterator[tuple[Written, bool]]) -> Iterator[Written]:
    """Tied notes and rests that follow one another as one."""
    held: Written | None = None
    for note, tied in notes:
        joins = held is not None and held.midi == note.midi and (tied or note.midi is None)
        if held is not None and joins:
            held = Written(held.midi, held.seconds + note.seconds, held.lyric, held.last)
            continue
        if held is not None:
            yield held
        held = note
    if held is not None and held.midi is not None:
        yield held
