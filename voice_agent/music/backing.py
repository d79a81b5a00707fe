"""An accompaniment for a voice: one instrument that plays the chords of the melody, and the mix.

played = backing.play(melody, seconds, "piano", rng)      stereo, as long as the song
both = backing.mixed(voice, played)                       the voice in front of it
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from voice_agent.music import accompaniment, band
from voice_agent.music.harmonise import Harmony
from voice_agent.music.score import Note, Part, Piece
from voice_agent.music.theory import voiced
from voice_agent.sound.loudness import loudness
from voice_agent.sound.mastering import RATE, limited

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

BEHIND = 9.0  # LU by which the instrument is softer than the voice
LOUDNESS = -18.0  # LUFS of the mix
RING = 1.6  # seconds that the last chord rings on after the voice
DEFAULT = "piano"
_CENTRE = 57.0  # MIDI: chords lie around A3, under the voice
_BASS = {"piano": 36, "electric piano": 40, "organ": 36, "accordion": 41, "harp": 40}
# How an instrument breaks its chords: in bars of four beats, and held where there is no beat.
_FIGURES = {
    "guitar": "broken", "nylon guitar": "arpeggio", "electric guitar": "block", "harp": "arpeggio",
    "organ": "slow", "strings": "slow", "choir": "slow", "brass": "slow", "pad": "slow",
    "accordion": "block", "music box": "arpeggio", "bells": "slow", "marimba": "broken",
    "vibraphone": "block", "piano": "broken", "electric piano": "block",
}  # fmt: skip
_ALONE_NO_CHORDS = {
    "violin": "strings", "fiddle": "strings", "cello": "strings", "orchestra": "strings",
    "trumpet": "brass", "saxophone": "brass", "tuba": "brass", "horns": "brass", "ukulele":
    "nylon guitar", "keyboard": "piano", "synthesizer": "pad", "synthesiser": "pad",
    "glockenspiel": "bells", "xylophone": "marimba",
}  # fmt: skip
_ANY = re.compile(
    r"\b(yes|true|on|accompan\w*|backing|music|instruments?|band|chords|harmony|something)\b"
)
_NONE = re.compile(r"^\W*((no|without)\b.*|none|false|off|a ?cappella|nothing|)\W*$")


def instrument_of(wish: str) -> str | None:
    """The instrument that a wish names, the piano for any accompaniment, "" for none; None
    where it names nothing that plays chords.

    >>> instrument_of("with a soft guitar")
    'guitar'
    """
    plain = wish.lower().replace("-", " ")
    if _NONE.match(plain):
        return ""
    names = sorted([*_FIGURES, *_ALONE_NO_CHORDS], key=len, reverse=True)
    for name in names:
        if re.search(rf"\b{name}s?\b", plain):
            return _ALONE_NO_CHORDS.get(name, name)
    return DEFAULT if _ANY.search(plain) else None


def instruments() -> list[str]:
    """What can accompany."""
    return sorted(_FIGURES)


def play(
    harmony: Harmony,
    seconds: float,
    instrument: str,
    rng: np.random.Generator,
    *,
    check: Callable[[], None] = lambda: None,
    progress: Callable[[float], None] = lambda share: None,
) -> F32:
    """Stereo samples (frames, 2) at 44.1 kHz, ``seconds`` long: the chords of ``harmony``, whose
    times count from the beginning of the sound."""
    piece = arranged(harmony, instrument, rng)
    return band.play(piece, seconds, rng, check=check, progress=progress)


def arranged(harmony: Harmony, instrument: str, rng: np.random.Generator) -> Piece:
    """The notes of the accompaniment, on a clock of seconds (a tempo of 60)."""
    notes: list[Note] = []
    bass: list[Note] = []
    before: tuple[int, ...] = ()
    low = _BASS.get(instrument, 40)
    last = len(harmony.spans) - 1
    for number, span in enumerate(harmony.spans):
        pitches = voiced(span.chord, _CENTRE, before)
        before = tuple(pitches)
        root = low + (span.chord.root - low) % 12
        beat = harmony.beat
        begin, length = span.start, span.end - span.start
        if beat is None or number == last:
            tail = RING if number == last else 0.05
            notes += [Note(begin + 0.02 * k, length + tail, p, 0.5) for k, p in enumerate(pitches)]
            bass.append(Note(begin, length + tail, root, 0.55))
            continue
        pattern = "waltz" if beat.meter == 3 else _FIGURES[instrument]
        meter = 3 if beat.meter == 3 else 2
        if _FIGURES[instrument] == "slow":
            pattern = "slow"
        bar = accompaniment.harmony(pattern, pitches, 0.0, meter, rng)
        notes += [_timed(note, begin, beat.seconds) for note in bar]
        bass.append(Note(begin, length * 0.97, root, 0.6))
    notes, bass = _begun(notes), _begun(bass)
    end = harmony.spans[-1].end + RING
    parts = [Part(instrument, "harmony", [*notes, *bass], pan=-0.12, room=0.35)]
    return Piece("accompaniment", 60.0, 4, end, str(harmony.key), parts, [("song", 0.0)])


def _timed(note: Note, begin: float, beat: float) -> Note:
    return Note(begin + note.start * beat, note.length * beat, note.pitch, note.velocity)


def _begun(notes: Sequence[Note]) -> list[Note]:
    """Notes without those that would sound before the beginning."""
    return [note for note in notes if note.start >= -0.02]


def mixed(voice: F32, played: F32) -> F32:
    """The voice, mono at 44.1 kHz, in the middle and in front of ``played``, (frames, 2)."""
    length = max(len(voice), len(played))
    sung: F64 = np.zeros((length, 2))
    sung[: len(voice)] = voice[:, None]
    behind: F64 = np.zeros((length, 2))
    behind[: len(played)] = played
    loud, soft = loudness(sung, RATE), loudness(behind, RATE)
    if np.isfinite(soft) and np.isfinite(loud):
        behind *= 10.0 ** ((loud - BEHIND - soft) / 20.0)
    both = sung + behind
    total = loudness(both, RATE)
    if np.isfinite(total):
        both *= 10.0 ** ((LOUDNESS - total) / 20.0)
    return limited(both).astype(np.float32)
