"""Sings with the assistant's voice: lyrics on notes, a known song, or one made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from voice_agent.errors import AgentError
from voice_agent.tools.context import ToolContext, ToolOutput, between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from voice_agent.singing.score import Song
    from voice_agent.singing.singer import Part
    from voice_agent.singing.written import FileScore
    from voice_agent.tools.context import SteerableVoice
    from voice_agent.units import Artifact

    F32 = NDArray[np.float32]

FAMILY = "score-to-audio"
MODELS = ("fastspeech2", "vocoder")
OUTPUTS = ("audio",)
HEARD = True
BACKEND = "the assistant's voice (FastSpeech 2) on notes"

_GAIN = 1.2  # of what the voice makes, so that its loudest vowels peak below full scale
_CEILING = 0.95
_LARGEST_SCORE = 20 << 20  # bytes


def sing(
    context: ToolContext,
    text: str | None = None,
    notes: str | None = None,
    durations: str | None = None,
    score: Annotated[str | None, {"format": "session-text"}] = None,
    transpose: Annotated[int, between(-24, 24)] = 0,
    accompaniment: str | None = None,
    energy: Annotated[float, between(-24.0, 6.0)] = 0.0,
) -> ToolOutput:
    """Sing: words on given notes, a song by its name, words alone (a melody is made up), a MIDI
    or MusicXML file, or, asked for nothing in particular, a song of its own.

    Not for: speaking a text (synthesize_speech), music without a voice (compose_music),
    changing a recording of somebody's singing.

    Arguments:
        text: the words to sing in English or Chinese, with AP for a breath and SP for a
            silence, or the name of a song such as happy birthday
        notes: a note for each syllable, as in C#4/Db4 | F#4/Gb4 | rest; several between two
            bars belong to one syllable; names, MIDI numbers, or lengths in beats like C4:1.5
        durations: seconds of each note in the shape of the notes, or "1 1 2 beats at 90 bpm"
        score: a MIDI or MusicXML file with the melody
        transpose: semitones higher (or lower, if negative)
        accompaniment: an instrument that plays chords along, such as piano, guitar, harp,
            strings or organ; leave it out for the voice alone
        energy: how much louder (or softer, if negative) in dB
    """
    from voice_agent.singing.request import arrange
    from voice_agent.sound import phoneme_times
    from voice_agent.tools._accompanying import LONGEST, accompanied, instrument_for, told

    voice = context.engines.steerable_voice()
    text, instrument = instrument_for(text or "", accompaniment)

    def phonemize(words: str) -> str:
        return " ".join(clause.phonemes for clause in voice.clauses(words))

    file = _read_score(context, score) if score else None
    song = arrange(text, notes or "", durations or "", file, phonemize, transpose=transpose)
    if instrument and song.seconds > LONGEST:
        raise AgentError("I play along for up to five minutes", "ask for the voice alone")
    gain = _GAIN * 10.0 ** (energy / 20.0)
    made, path, parts = _sung(context, song, voice, gain, alone=not instrument)
    lead = _lead(parts)
    phonemes = _phonemes(parts, lead)
    phoneme_times.write(path, phonemes)  # a talking head sings along by them
    data: dict[str, Any] = {"notes": _notes(parts, lead), "phonemes": phonemes}
    if not instrument:
        return ToolOutput(text=_finding(song, made.seconds or 0.0), artifacts=(made,), data=data)
    pitches = [(note.start + lead, note.end + lead, note.midi) for p in parts for note in p.notes]
    both, mix, data["accompaniment"] = accompanied(
        context, path, pitches, instrument, _described(song, f"singing with {instrument}"), energy
    )
    phoneme_times.write(mix, phonemes, voice=path)
    text = f"{_finding(song, both.seconds or 0.0)} {told(instrument)}"
    return ToolOutput(text=text, artifacts=(both, made), data=data)


def _sung(
    context: ToolContext, song: Song, voice: SteerableVoice, gain: float, *, alone: bool
) -> tuple[Artifact, Path, list[Part]]:
    """The song in a file, and its phrases; that is all of the work where the voice sings
    ``alone``. ``gain`` is a factor."""
    import numpy as np

    from voice_agent.singing.singer import sing as perform

    parts: list[Part] = []
    share, doing = (1.0, "singing") if alone else (0.6, "the voice alone, singing")

    def sounding() -> Iterator[Part]:
        for part in perform(song, voice):
            context.cancel.check()
            parts.append(part)
            last = part.notes[-1].end if part.notes else 0.0
            context.progress(min(1.0, last / song.seconds) * share, "singing")
            yield part

    with context.audio_writer(voice.rate, 1, _described(song, doing)) as (writer, artifact):
        for samples in _joined(sounding(), voice.rate):
            writer.write(_limited(samples * np.float32(gain)))
    return artifact(), writer.path, parts


def _described(song: Song, doing: str) -> str:
    return f'{doing}: "{song.title}"' if song.title else doing


def _read_score(context: ToolContext, path: str) -> FileScore:
    """The melody of a file of the session."""
    where = context.locate(path)
    if where.stat().st_size > _LARGEST_SCORE:
        raise AgentError("this score is larger than 20 MB", "give one song")
    data = where.read_bytes()
    if where.suffix.lower() in (".mid", ".midi", ".kar"):
        from voice_agent.singing.midi import read_midi

        return read_midi(data)
    if where.suffix.lower() in (".musicxml", ".mxl", ".xml"):
        from voice_agent.singing.musicxml import read_musicxml

        return read_musicxml(data)
    raise AgentError("I can't sing from this file", "give a MIDI or MusicXML file")


def _lead(parts: Sequence[Part]) -> float:
    """Seconds of the file before the song's own beginning: room for the first consonants."""
    return max(0.0, -parts[0].start) if parts else 0.0


def _joined(parts: Iterator[Part], rate: int) -> Iterator[F32]:
    """Phrases on one time line, added where one's end meets the next one's consonants."""
    import numpy as np

    waiting = np.zeros(0, np.float32)
    begin: int | None = None  # sample of the song at which ``waiting`` begins
    for part in parts:
        start = round(part.start * rate)
        begin = min(start, 0) if begin is None else begin
        ready = min(max(0, start - begin), len(waiting))
        if ready:
            yield waiting[:ready]
        waiting, begin = waiting[ready:], begin + ready
        offset = max(0, start - begin)
        length = max(len(waiting), offset + len(part.samples))
        joined = np.zeros(length, np.float32)
        joined[: len(waiting)] = waiting
        joined[offset : offset + len(part.samples)] += part.samples[: length - offset]
        waiting = joined
    yield waiting


def _limited(samples: F32) -> F32:
    """Samples bent softly below the ceiling."""
    import numpy as np

    knee = 0.7
    size = np.abs(samples)
    room = _CEILING - knee
    bent = knee + room * np.tanh((size - knee) / room)
    return np.where(size > knee, np.sign(samples) * bent, samples).astype(np.float32)


def _notes(parts: Sequence[Part], lead: float) -> list[dict[str, Any]]:
    from voice_agent.singing.notation import name

    return [
        {
            "syllable": note.syllable,
            "note": name(note.midi),
            "start": round(note.start + lead, 3),
            "end": round(note.end + lead, 3),
        }
        for part in parts
        for note in part.notes
    ]


def _phonemes(parts: Sequence[Part], lead: float) -> list[dict[str, Any]]:
    return [
        {
            "phoneme": phoneme.phoneme,
            "start": round(max(0.0, phoneme.start + lead), 3),
            "end": round(phoneme.end + lead, 3),
        }
        for part in parts
        for phoneme in part.phonemes
    ]


def _finding(song: Song, seconds: float) -> str:
    count = len(song.pitches)
    what = f"I sang {song.title}" if song.title else "I sang it"
    whole = max(1, round(seconds))
    length = f"{_many(count, 'note')} in {_many(whole, 'second')}"
    return " ".join([f"{what}: {length}.", *song.remarks])


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
