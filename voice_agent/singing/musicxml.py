"""Melodies out of MusicXML (W3C MusicXML 4.0), plain or compressed, with their lyrics.

Repeats with their endings are sung out; the second time takes the second verse where there
is one. Grace notes and all voices but the first of the chosen part are left out, and said so.
"""

from __future__ import annotations

import io
import lzma
import math
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from voice_agent.errors import AgentError
from voice_agent.singing.written import FileScore, Written

DEFAULT_TEMPO = 100.0  # quarters a minute
MOST_MEASURES = 4000  # sung out
MOST_BYTES = 20 << 20
_HEIGHT = (("octave", 4.0), ("alter", 0.0))
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


@dataclass
class _State:
    """What stays in force from measure to measure."""

    divisions: float = 1.0
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
    try:
        return FileScore(tuple(_joined(_notes(part))), title.strip(), tuple(remarks))
    except ValueError as error:
        raise AgentError(f"cannot read this MusicXML file: {error}", "export it again") from None


def _root(data: bytes) -> ElementTree.Element:
    try:
        if data[:2] == b"PK":
            data = _unpacked(data)
        if b"<!ENTITY" in data:
            raise ValueError("it defines entities")
        return ElementTree.fromstring(data)
    except (
        ElementTree.ParseError, zipfile.BadZipFile, NotImplementedError, KeyError, ValueError
    ) as error:  # fmt: skip
        raise AgentError(f"cannot read this MusicXML file: {error}", "export it again") from None


def _unpacked(data: bytes) -> bytes:
    """The score inside a compressed file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        container = ElementTree.fromstring(_member(archive, "META-INF/container.xml"))
        rootfile = next((e for e in container.iter() if e.tag.endswith("rootfile")), None)
        return _member(archive, "" if rootfile is None else str(rootfile.get("full-path")))


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MOST_BYTES:
        raise ValueError("it is larger than 20 MB")
    try:
        return archive.read(name)
    except (zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError) as error:
        raise ValueError(f"it cannot be unpacked ({error or 'it ends too early'})") from None


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
        again = backward is not None and not skipping and time < _number(backward.get("times"), 2)
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
                state.divisions = _number(element.findtext("divisions"), state.divisions)
                state.transpose = round(
                    _number(element.findtext("transpose/chromatic"), state.transpose)
                    + 12 * _number(element.findtext("transpose/octave-change"), 0)
                )
            elif element.tag in ("sound", "direction"):
                state.tempo = _tempo(element) or state.tempo
            elif element.tag == "note" and element.findtext("voice") in (voice, None):
                yield from _note(element, state, measure.time)


def _number(text: str | None, otherwise: float) -> float:
    """A number as it is written, ``otherwise`` where there is none."""
    if text is None or not text.strip():
        return otherwise
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"'{text.strip()}' is no number")
    return value


def _tempo(element: ElementTree.Element) -> float | None:
    """Quarters a minute; None where there is no number, as in "c. 108"."""
    sound = element if element.tag == "sound" else element.find("sound")
    written = sound.get("tempo") if sound is not None else None
    minute = written or element.findtext("direction-type/metronome/per-minute")
    try:
        tempo = _number(minute, 0.0)
    except ValueError:
        return None
    if not written:
        unit = element.findtext("direction-type/metronome/beat-unit") or "quarter"
        dotted = element.find("direction-type/metronome/beat-unit-dot") is not None
        tempo *= {"half": 2.0, "eighth": 0.5, "whole": 4.0}.get(unit, 1.0)
        tempo *= 1.5 if dotted else 1.0
    return tempo if tempo > 0.0 else None


def _note(element: ElementTree.Element, state: _State, time: int) -> Iterator[tuple[Written, bool]]:
    if element.find("grace") is not None or element.find("chord") is not None:
        return
    if state.divisions <= 0.0:
        raise ValueError("its beats have no divisions")
    seconds = _number(element.findtext("duration"), 0.0) / state.divisions * 60.0 / state.tempo
    if seconds <= 0.0:
        return
    pitch = element.find("pitch")
    if pitch is None:
        yield Written(None, seconds), False
        return
    step = (pitch.findtext("step") or "").strip()
    if step not in _STEPS:
        raise ValueError(f"'{step}' is no note")
    octave, alter = (_number(pitch.findtext(name), usual) for name, usual in _HEIGHT)
    midi = 12 * (round(octave) + 1) + _STEPS[step] + round(alter)
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
