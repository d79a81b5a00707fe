"""How well songs are sung: pitch, onsets and words, measured on the sound alone.

Pitch by autocorrelation (``pitch.track``), not the contour that was asked for; a note's onset
is where the tracked pitch passes from the note before to it, or, after a rest or on the same
pitch, where the sound between 150 and 1,800 Hz rises most steeply; words by recognisers
(``sung_words``). Beside it, the obvious way: the same voice speaks the line at the pace of the
song and every syllable is shifted to its note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.measure.capability.sung_chinese import chinese_heard
from voice_agent.measure.capability.sung_words import words_heard
from voice_agent.measure.report.table import Report, Table, share_of
from voice_agent.measure.scores.pitch import HOP_SECONDS, track
from voice_agent.settings import Settings
from voice_agent.singing import book, melody
from voice_agent.singing.performance import SungNote
from voice_agent.singing.phrasing import Line, lines
from voice_agent.singing.request import from_book
from voice_agent.singing.score import Song
from voice_agent.singing.singer import sing

if TYPE_CHECKING:
    from voice_agent.tools.context import SteerableVoice

F32 = NDArray[np.float32]

# None of these was listened to while the singer was made (Twinkle, Mary and Amazing Grace were).
SONGS = ("happy_birthday", "row", "frere_jacques", "london_bridge", "jingle_bells", "ode_to_joy",
         "auld_lang_syne")  # fmt: skip
CENTS = 30.0
ONSET = 0.05  # seconds
WINDOW = 0.15  # seconds around a note's start in which its onset is looked for
STEADY = 0.1  # seconds at either end of a note that are not steady, at most a third of it
PAD = 0.5  # seconds of silence around a song
SETTLED = 4  # frames of 12.5 ms on the new note, until it counts as begun
_CENTRE = 0.02  # of the pitch tracker's window


@dataclass(frozen=True, eq=False)
class Performed:
    """A song as sound (mono at the voice's rate), its notes in seconds of that sound."""

    samples: F32
    notes: tuple[SungNote, ...]


@dataclass(frozen=True)
class Score:
    """Counts over the notes of a song."""

    notes: int
    steady: int  # frames of the steady part that are voiced
    true: int  # of them within CENTS
    silent: int  # frames of the steady part without pitch
    onsets: int  # notes that begin within ONSET
    late: float  # median lateness of onsets in seconds


Performer = Callable[[Song], Performed]


def capability(settings: Settings, report: Report, *, speech: Path | None = None) -> list[Table]:
    """Seven songs by the singer and by the baseline, then the words of slow ones."""
    from voice_agent.engines import SharedEngines
    from voice_agent.events import Bus
    from voice_agent.speak.silent import SilentOutput

    engines = SharedEngines(settings, Bus(), SilentOutput())
    voice = engines.steerable_voice()
    performers: dict[str, Performer] = {
        "sing": lambda song: perform(song, voice),
        "spoken, each syllable shifted": lambda song: speak_on_notes(song, voice),
    }
    rows: list[dict[str, Any]] = []
    totals: dict[str, list[Score]] = {name: [] for name in performers}
    chosen = SONGS[: report.few(len(SONGS), 1)]
    for key in chosen:
        song = song_of(key, voice)
        for name, performer in performers.items():
            report(f"{song.title}: {name}")
            score = judge(performer(song), voice.rate)
            totals[name].append(score)
            rows.append({"song": song.title, "system": name, **_figures([score])})
    rows += [{"song": "all", "system": n, **_figures(scores)} for n, scores in totals.items()]
    seconds = f"within {CENTS:g} cents of the score in the steady part, onsets within 50 ms"
    return [
        Table("Singing", rows, f"{len(chosen)} songs; {seconds}"),
        words_heard(voice, _samples_of(voice, performers), report),
        chinese_heard(voice, report),
    ]


def _samples_of(
    voice: SteerableVoice, performers: dict[str, Performer]
) -> dict[str, Callable[[str, float, int], F32]]:
    """What each performer makes of a song of the book at a tempo and so many semitones up."""

    def made(performer: Performer, key: str, tempo: float, shift: int) -> F32:
        return performer(song_of(key, voice, tempo, shift)).samples

    return {name: partial(made, performer) for name, performer in performers.items()}


def song_of(key: str, voice: SteerableVoice, tempo: float = 1.0, shift: int = 0) -> Song:
    """A song of the book at a factor of its tempo, ``shift`` semitones higher."""
    wanted = book.Request(book.songs()[key], tempo=tempo, transpose=shift)
    return from_book(wanted, lambda text: _phonemes(voice, text))


def _phonemes(voice: SteerableVoice, text: str) -> str:
    return " ".join(clause.phonemes for clause in voice.clauses(text))


def perform(song: Song, voice: SteerableVoice) -> Performed:
    """The song by the singer of the tool."""
    parts = list(sing(song, voice))
    placed = [(part.start, part.samples) for part in parts]
    return _mixed(placed, [note for part in parts for note in part.notes], song, voice.rate)


def speak_on_notes(song: Song, voice: SteerableVoice) -> Performed:
    """The song spoken line by line at its pace, every syllable shifted to its note."""
    placed: list[tuple[float, F32]] = []
    notes: list[SungNote] = []
    for line in lines(song):
        text = "".join(s.syllable.phonemes + " " * s.syllable.last for s in line.sung).strip()
        said = voice.synthesize(f"{text}.")
        length = said.timings[-2].end - said.timings[0].start
        speed = float(np.clip(length / (line.end - line.start), 0.25, 3.0))
        said = voice.synthesize(f"{text}.", speed=speed)
        vowels = [said.timings[index].start for index in _vowel_places(voice, said.timings)]
        first = round(said.timings[0].start / melody.FRAME)
        contour = _shifted(said.f0, vowels, line)[first:]
        again = voice.synthesize(f"{text}.", speed=speed, f0=_trimmed(contour, said))
        placed.append((line.start - vowels[0], again.audio.mono()))
        at = line.start
        for sung in line.sung:
            for tone in sung.tones:
                notes.append(SungNote(sung.syllable.text, tone.midi or 0, at, at + tone.seconds))
                at += tone.seconds
    return _mixed(placed, notes, song, voice.rate)


def _vowel_places(voice: SteerableVoice, timings: Sequence[Any]) -> list[int]:
    return voice.vowels("".join(timing.phoneme for timing in timings))


def _trimmed(contour: F32, said: Any) -> F32:
    """The contour of the phonemes alone, without the silence around them."""
    frames = round((said.timings[-1].end - said.timings[0].start) / melody.FRAME)
    return contour[:frames]


def _shifted(f0: F32, vowels: Sequence[float], line: Line) -> F32:
    """Spoken F0, each syllable moved so that its middle value is on its first note."""
    moved = f0.copy()
    bounds = [0.0, *vowels[1:], len(f0) * melody.FRAME]
    for index, sung in enumerate(line.sung[: len(vowels)]):
        span = slice(round(bounds[index] / melody.FRAME), round(bounds[index + 1] / melody.FRAME))
        voiced = f0[span][f0[span] > 0]
        if len(voiced):
            wanted = melody.hertz(np.array(float(sung.tones[0].midi or 60)))
            moved[span] = np.where(f0[span] > 0, f0[span] * wanted / np.median(voiced), 0.0)
    return moved


def _mixed(
    placed: Sequence[tuple[float, F32]], notes: Sequence[SungNote], song: Song, rate: int
) -> Performed:
    samples = np.zeros(round((song.seconds + 2 * PAD + 1.0) * rate), np.float32)
    for start, part in placed:
        at = round((start + PAD) * rate)
        kept = part[max(0, -at) :][: len(samples) - max(0, at)]
        samples[max(0, at) : max(0, at) + len(kept)] += kept
    samples *= 0.3 / max(float(np.abs(samples).max()), 1e-6)
    moved = (replace(note, start=note.start + PAD, end=note.end + PAD) for note in notes)
    return Performed(samples, tuple(moved))


def judge(performed: Performed, rate: int) -> Score:
    """Pitch and onsets of a performance against its notes."""
    f0 = tracked(performed.samples, rate)
    times = np.arange(len(f0)) * HOP_SECONDS + _CENTRE
    cents: list[NDArray[np.float64]] = []
    frames = 0
    for note in performed.notes:
        margin = min(STEADY, (note.end - note.start) / 3.0)
        inner = (times > note.start + margin) & (times < note.end - margin)
        frames += int(inner.sum())
        voiced = f0[inner & (f0 > 0)].astype(np.float64)
        cents.append(1200.0 * np.log2(voiced / melody.hertz(np.array(float(note.midi)))))
    off = np.abs(np.concatenate(cents))
    lateness = np.array(list(onsets(performed, rate, f0)))
    return Score(
        notes=len(performed.notes),
        steady=len(off),
        true=int((off <= CENTS).sum()),
        silent=frames - len(off),
        onsets=int((np.abs(lateness) <= ONSET).sum()),
        late=float(np.nanmedian(lateness)),
    )


def tracked(samples: F32, rate: int) -> F32:
    """F0 every 12.5 ms. Only what lies below 2 kHz counts: peaks of the autocorrelation that
    are narrower than a sample would make multiples of a high note's period look better."""
    from scipy.signal import butter, sosfiltfilt

    low = butter(4, 2000.0, fs=rate, output="sos")
    return track(sosfiltfilt(low, samples.astype(np.float64)).astype(np.float32), rate)[0]


def onsets(performed: Performed, rate: int, f0: F32) -> Iterator[float]:
    """How late each note begins, in seconds; nan where nothing of the kind is heard."""
    rise, hop = _rises(performed.samples, rate)
    before: SungNote | None = None
    for note in performed.notes:
        joined = before is not None and note.start - before.end < 0.02
        if joined and before is not None and before.midi != note.midi:
            yield _crossing(f0, before.midi, note.midi, note.start)
        else:
            first = max(0, round((note.start - WINDOW) / hop))
            span = rise[first : round((note.start + WINDOW) / hop)]
            yield (first + int(span.argmax())) * hop - note.start if len(span) else float("nan")
        before = note


def _rises(samples: F32, rate: int) -> tuple[F32, float]:
    """Steepness of the level between 150 and 1,800 Hz, in dB over 30 ms, every 5 ms."""
    from scipy.signal import butter, sosfiltfilt

    band = butter(3, [150.0, 1800.0], "bandpass", fs=rate, output="sos")
    hop, width = round(0.005 * rate), round(0.02 * rate)
    power = np.concatenate([[0.0], np.cumsum(sosfiltfilt(band, samples.astype(np.float64)) ** 2)])
    starts = np.arange(0, len(samples) - width, hop)
    level = 10.0 * np.log10((power[starts + width] - power[starts]) / width + 1e-10)
    level = np.maximum(level, level.max() - 45.0)
    steep = np.zeros(len(level))
    steep[3:-3] = level[6:] - level[:-6]
    shift = round(width / 2 / hop)  # a window's level belongs to its middle
    return np.concatenate([np.zeros(shift), steep]).astype(np.float32), hop / rate


def _crossing(f0: F32, before: int, after: int, start: float) -> float:
    """When the tracked pitch comes nearer to a note than to the one before, and stays for
    ``SETTLED`` frames, relative to ``start``."""
    first = max(0, round((start - WINDOW - _CENTRE) / HOP_SECONDS))
    span = f0[first : round((start + WINDOW - _CENTRE) / HOP_SECONDS) + SETTLED]
    wanted = float(melody.hertz(np.array(float(after))))
    off = np.abs(12.0 * np.log2(np.maximum(span, 1.0) / wanted))
    near = off < abs(after - before) / 2.0
    for place in range(len(near) - SETTLED + 1):
        if near[place : place + SETTLED].all():
            return (first + place) * HOP_SECONDS + _CENTRE - start
    return float("nan")


def _figures(scores: Sequence[Score]) -> dict[str, Any]:
    notes, steady = sum(s.notes for s in scores), sum(s.steady for s in scores)
    frames = steady + sum(s.silent for s in scores)
    return {
        "notes": notes,
        "in_tune_%": round(100.0 * sum(s.true for s in scores) / max(1, steady), 1),
        "unpitched_%": round(100.0 * sum(s.silent for s in scores) / max(1, frames), 1),
        "onsets_%": share_of(sum(s.onsets for s in scores), notes),
        "lateness_ms": round(1000.0 * float(np.median([s.late for s in scores])), 0),
    }
