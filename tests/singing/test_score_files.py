"""Melodies out of MIDI and MusicXML files."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.errors import AgentError
from voice_agent.singing.midi import read_midi
from voice_agent.singing.musicxml import read_musicxml
from voice_agent.singing.request import arrange
from voice_agent.singing.score import Rest, Sung
from voice_agent.singing.written import FileScore

Phonemize = Callable[[str], str]
BEAT = 480  # ticks


def number(value: int) -> bytes:
    """A variable-length quantity."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))


def track(events: Sequence[tuple[int, bytes]]) -> bytes:
    body, last = b"", 0
    for tick, data in sorted(events, key=lambda event: event[0]):
        body += number(tick - last) + data
        last = tick
    body += b"\x00\xff\x2f\x00"
    return b"MTrk" + struct.pack(">I", len(body)) + body


def meta(kind: int, content: bytes) -> bytes:
    return bytes([0xFF, kind]) + number(len(content)) + content


def notes(keys: Sequence[tuple[float, float, int]], channel: int = 0) -> list[tuple[int, bytes]]:
    """(start, end) in beats and key -> events."""
    found = []
    for start, end, key in keys:
        found.append((round(start * BEAT), bytes([0x90 | channel, key, 90])))
        found.append((round(end * BEAT), bytes([0x80 | channel, key, 0])))
    return sorted(found, key=lambda event: (event[0], event[1][0] & 0xF0))


def midi(*tracks: bytes) -> bytes:
    return b"MThd" + struct.pack(">IHHH", 6, 1, len(tracks), BEAT) + b"".join(tracks)


def tempo(bpm: float) -> bytes:
    return meta(0x51, round(60e6 / bpm).to_bytes(3, "big"))


def melody(score: FileScore) -> list[tuple[int | None, float]]:
    return [(note.midi, round(note.seconds, 3)) for note in score.notes]


def test_notes_rests_and_tempo_come_out_of_a_midi_file() -> None:
    data = midi(track([(0, tempo(120)), *notes([(0, 1, 60), (1, 2, 62), (3, 5, 64)])]))
    assert melody(read_midi(data)) == [(60, 0.5), (62, 0.5), (None, 0.5), (64, 1.0)]


def test_a_change_of_tempo_is_followed() -> None:
    data = midi(track([(0, tempo(60)), (BEAT, tempo(120)), *notes([(0, 1, 60), (1, 2, 62)])]))
    assert melody(read_midi(data)) == [(60, 1.0), (62, 0.5)]


def test_lyrics_lie_under_their_notes_and_slurs_are_held(phonemize: Phonemize) -> None:
    words = [(0, "Hel-"), (1, "lo "), (3, "world")]
    lyrics = [(beat * BEAT, meta(5, text.encode())) for beat, text in words]
    tune = notes([(0, 1, 60), (1, 2, 62), (2, 3, 64), (3, 4, 65)])
    song = arrange("", "", "", read_midi(midi(track([*lyrics, *tune]))), phonemize)
    sung = [
        (e.syllable.text, [t.midi for t in e.tones]) for e in song.events if isinstance(e, Sung)
    ]
    assert sung == [("Hel", [60]), ("lo", [62, 64]), ("world", [65])]


def test_the_voice_is_found_among_the_parts_and_chords_are_told() -> None:
    piano = track([(0, meta(3, b"Piano")), *notes([(0, 4, 72), (0, 4, 76), (0, 4, 79)])])
    voice = track([(0, meta(3, b"Vocals")), *notes([(0, 1, 60), (0, 1, 55), (1, 2, 62)], 1)])
    drums = track([*notes([(0, 1, 90)], 9)])
    score = read_midi(midi(piano, voice, drums))
    assert melody(score) == [(60, 0.5), (62, 0.5)]
    assert any("chords" in remark for remark in score.remarks)
    assert any("'Vocals'" in remark for remark in score.remarks)


def test_own_words_are_sung_to_a_file(phonemize: Phonemize) -> None:
    score = read_midi(midi(track(notes([(0, 1, 60), (1, 2, 62), (2, 3, 64)]))))
    song = arrange("good morning", "", "", score, phonemize)
    assert [e.syllable.text for e in song.events if isinstance(e, Sung)] == ["good", "mor", "ning"]
    with pytest.raises(AgentError, match="6 syllables but there are notes for 3"):
        arrange("very good morning you", "", "", score, phonemize)
    with pytest.raises(AgentError, match="both from the file and in your words"):
        arrange("good morning", "C4 D4 E4", "", score, phonemize)


def test_a_beat_of_no_time_is_no_tempo() -> None:
    nothing = meta(0x51, bytes(3))
    data = midi(track([(0, tempo(120)), (0, nothing), *notes([(0, 1, 60), (1, 2, 62)])]))
    assert melody(read_midi(data)) == [(60, 0.5), (62, 0.5)]


@pytest.mark.parametrize("data", [b"", b"RIFF", b"MThd\x00\x00", midi(b"MTrk\x00\x00\x00\x05\x00")])
def test_a_damaged_midi_file_is_told(data: bytes) -> None:
    with pytest.raises(AgentError, match=r"damaged: it|no notes"):
        read_midi(data)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_midi(body: bytes) -> None:
    data = b"MThd" + struct.pack(">IHHH", 6, 0, 1, BEAT)
    data += b"MTrk" + struct.pack(">I", len(body)) + body
    try:
        assert read_midi(data).notes
    except AgentError as error:
        assert error.remedy


def xml(measures: str, parts: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><score-partwise version="4.0"><work><work-title>Test</work-title>'
        '</work><part-list><score-part id="P1"><part-name>Voice</part-name></score-part>'
        f'</part-list><part id="P1">{measures}</part>{parts}</score-partwise>'
    ).encode()


def note(step: str, length: int, lyric: str = "", syllabic: str = "single", more: str = "") -> str:
    words = "".join(
        f'<lyric number="{verse}"><syllabic>{syllabic}</syllabic><text>{text}</text></lyric>'
        for verse, text in enumerate(lyric.split("/") if lyric else [], 1)
    )
    pitch = f"<pitch><step>{step}</step><octave>4</octave></pitch>" if step else "<rest/>"
    return f"<note>{pitch}<duration>{length}</duration>{more}<voice>1</voice>{words}</note>"


ATTRIBUTES = "<attributes><divisions>2</divisions></attributes><sound tempo='120'/>"


def test_notes_ties_and_words_come_out_of_musicxml(phonemize: Phonemize) -> None:
    start, stop = '<tie type="start"/>', '<tie type="stop"/>'
    score = read_musicxml(
        xml(
            f"<measure>{ATTRIBUTES}{note('C', 2, 'Mor', 'begin')}{note('D', 2, 'ning', 'end')}"
            f"{note('', 2)}</measure><measure>{note('E', 2, 'light', more=start)}</measure>"
            f"<measure>{note('E', 2, more=stop)}{note('F', 2)}</measure>"
        )
    )
    assert melody(score) == [(60, 0.5), (62, 0.5), (None, 0.5), (64, 1.0), (65, 0.5)]
    song = arrange("", "", "", score, phonemize)
    assert song.title == "Test"
    assert [e.syllable.text if isinstance(e, Sung) else e for e in song.events] == [
        "Mor", "ning", Rest(0.5), "light",
    ]  # fmt: skip


def test_repeats_take_the_next_verse_and_the_next_ending() -> None:
    first = "<barline><ending number='1' type='start'/></barline>"
    again = "<barline><ending number='1' type='stop'/><repeat direction='backward'/></barline>"
    second = "<barline><ending number='2' type='start'/></barline>"
    score = read_musicxml(
        xml(
            f"<measure>{ATTRIBUTES}{note('C', 2, 'one/two')}</measure>"
            f"<measure>{first}{note('D', 2, 'red')}{again}</measure>"
            f"<measure>{second}{note('E', 2, 'blue')}</measure>"
        )
    )
    assert [n.lyric for n in score.notes] == ["one", "red", "two", "blue"]
    assert [n.midi for n in score.notes] == [60, 62, 60, 64]


def test_a_compressed_score_is_read() -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        container = '<container><rootfiles><rootfile full-path="s.xml"/></rootfiles></container>'
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("s.xml", xml(f"<measure>{ATTRIBUTES}{note('C', 2)}</measure>"))
    assert melody(read_musicxml(box.getvalue())) == [(60, 0.5)]


@pytest.mark.parametrize(
    "data",
    [b"", b"<a>", b"PK\x03\x04", b"<score-timewise/>", xml("<measure/>"),
     b"<!DOCTYPE x [<!ENTITY a 'b'>]><score-partwise/>"],
)  # fmt: skip
def test_what_is_no_score_is_explained(data: bytes) -> None:
    with pytest.raises(AgentError, match=r"MusicXML|no notes") as error:
        read_musicxml(data)
    assert error.value.remedy


def test_lengths_and_transpositions_may_be_decimal_numbers() -> None:
    attributes = (
        "<attributes><divisions>2.0</divisions><transpose><chromatic>-2.0</chromatic></transpose>"
        "</attributes><sound tempo='allegro'/>"
    )
    score = read_musicxml(xml(f"<measure>{attributes}{note('D', 2)}</measure>"))
    assert melody(score) == [(60, 0.6)]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("<divisions>2<", "<divisions>0<"), ("<divisions>2<", "<divisions>1e999999999<"),
     ("<step>C<", "<step>H<"), ("<octave>4<", "<octave>four<"), ("<duration>2<", "<duration>1/0<")],
)  # fmt: skip
def test_a_number_that_is_none_is_explained(right: str, wrong: str) -> None:
    score = xml(f"<measure>{ATTRIBUTES}{note('C', 2)}</measure>").decode()
    assert right in score
    with pytest.raises(AgentError, match="cannot read this MusicXML file: ") as error:
        read_musicxml(score.replace(right, wrong).encode())
    assert error.value.remedy


def test_a_damaged_compressed_score_is_explained() -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        container = '<container><rootfiles><rootfile full-path="s.xml"/></rootfiles></container>'
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("s.xml", xml(f"<measure>{ATTRIBUTES}{note('C', 2) * 40}</measure>"))
    chance = random.Random(1)
    told = 0
    for _ in range(2000):
        data = bytearray(box.getvalue())
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_musicxml(bytes(data))
        except AgentError as error:
            told += bool(error.remedy)
    assert told > 1000
