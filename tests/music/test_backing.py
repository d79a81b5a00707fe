"""Chords that fit a melody, and an instrument that plays them under a voice."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.music import backing
from voice_agent.music.harmonise import Beat, Tone, harmonise
from voice_agent.sound.loudness import loudness
from voice_agent.units import Audio

RATE = 44_100


def melody(notes: str, beat: float = 0.6) -> list[Tone]:
    """ "60 62:2" are MIDI numbers with beats."""
    found, at = [], 0.0
    for token in notes.split():
        midi, _, beats = token.partition(":")
        seconds = float(beats or 1) * beat
        found.append(Tone(at, at + seconds, int(midi)))
        at += seconds
    return found


MARY = melody(
    "64 62 60 62 64 64 64:2 62 62 62:2 64 67 67:2 64 62 60 62 64 64 64 64 62 62 64 62 60:4"
)
BIRTHDAY = melody(
    "62:.75 62:.25 64 62 67 66:2 62:.75 62:.25 64 62 69 67:2 "
    "62:.75 62:.25 74 71 67 66 64 72:.75 72:.25 71 67 69 67:3"
)
MINOR = melody("62 65 69 69 67 65 64:2 64 67 70 69 67 65 69:2 69 67 65 64 62 61 62:2")


@pytest.mark.parametrize(
    ("tones", "key", "beats"),
    [(MARY, "C major", 4), (BIRTHDAY, "G major", 3), (MINOR, "D minor", 4)],
)
def test_key_and_bars_of_a_melody_are_found(tones: list[Tone], key: str, beats: int) -> None:
    harmony = harmonise(tones)
    assert str(harmony.key) == key
    assert harmony.beat is not None
    assert harmony.beat.seconds == pytest.approx(0.6, abs=0.01)
    assert harmony.beat.meter == beats


def test_an_upbeat_stands_before_the_first_bar() -> None:
    assert harmonise(BIRTHDAY).beat == Beat(0.6, pytest.approx(-1.2), 3)


@pytest.mark.parametrize("tones", [MARY, BIRTHDAY, MINOR])
def test_chords_hold_most_of_what_is_sung_over_them_and_end_at_home(tones: list[Tone]) -> None:
    harmony = harmonise(tones)
    fitting = total = 0.0
    for span in harmony.spans:
        for tone in tones:
            shared = max(0.0, min(tone.end, span.end) - max(tone.start, span.start))
            total += shared
            fitting += shared * span.chord.has(tone.midi)
    assert fitting / total > 0.7
    assert harmony.spans[-1].chord.root == harmony.key.tonic
    assert len({str(span.chord) for span in harmony.spans}) >= 2


@given(
    st.lists(
        st.tuples(st.integers(48, 76), st.floats(0.08, 3.0), st.floats(0.0, 1.0)),
        min_size=1, max_size=20,
    )
)  # fmt: skip
def test_any_melody_gets_chords_from_its_beginning_to_its_end(
    notes: list[tuple[int, float, float]],
) -> None:
    tones, at = [], 0.3
    for midi, seconds, rest in notes:
        tones.append(Tone(at, at + seconds, midi))
        at += seconds + rest
    spans = harmonise(tones).spans
    assert spans[0].start <= tones[0].start + 1e-6
    assert spans[-1].end >= tones[-1].start
    assert all(a.end == pytest.approx(b.start) for a, b in pairwise(spans))
    assert all(span.end > span.start for span in spans)


@pytest.mark.parametrize(
    ("wish", "instrument"),
    [
        ("a piano", "piano"), ("with a soft guitar", "guitar"), ("nylon guitar", "nylon guitar"),
        ("accompaniment", "piano"), ("yes", "piano"), ("True", "piano"), ("violins", "strings"),
        ("none", ""), ("false", ""), ("", ""), ("a cappella", ""), ("no accompaniment", ""),
        ("a kazoo", None), ("my friends", None),
    ],
)  # fmt: skip
def test_an_instrument_is_known_by_its_name(wish: str, instrument: str | None) -> None:
    assert backing.instrument_of(wish) == instrument


@pytest.mark.parametrize("instrument", backing.instruments())
def test_every_instrument_plays_the_chords_low_enough_for_a_voice(instrument: str) -> None:
    piece = backing.arranged(harmonise(MARY), instrument, np.random.default_rng(1))
    notes = [note for part in piece.parts for note in part.notes]
    assert len(notes) > 20
    assert all(note.length > 0 for note in notes)
    assert np.median([note.pitch for note in notes]) < 64
    spans = harmonise(MARY).spans
    for note in notes:
        at = note.start + 0.02
        (span,) = (s for s in spans if s.start <= at < s.end) if at < spans[-1].end else spans[-1:]
        assert span.chord.has(note.pitch)


def test_the_voice_is_in_front_and_nothing_clips() -> None:
    rng = np.random.default_rng(3)
    played = backing.play(harmonise(MARY), 6.0, "piano", rng)
    assert played.shape == (6 * RATE, 2)
    time = np.arange(5 * RATE) / RATE
    voice = (0.3 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)
    both = backing.mixed(voice, played)
    assert both.shape == (6 * RATE, 2)
    assert np.abs(both).max() <= 0.9
    quiet = backing.mixed(np.zeros_like(voice), played)
    assert np.isfinite(loudness(quiet, RATE))
    share = float(both[: len(voice), 0] @ voice / (voice @ voice))
    rest = Audio(both[: len(voice)] - share * voice[:, None], RATE)
    assert loudness(rest.samples, RATE) < loudness(share * np.stack([voice, voice], 1), RATE) - 6
