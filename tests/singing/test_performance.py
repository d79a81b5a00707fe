"""What is sung is what was written: pitch, onsets, level and phonemes, heard in the sound."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.measure.capability.singing import judge, perform, tracked
from voice_agent.measure.scores.pitch import HOP_SECONDS
from voice_agent.singing import melody
from voice_agent.singing.holding import hold
from voice_agent.singing.phrasing import lines
from voice_agent.singing.request import arrange
from voice_agent.singing.score import Song, Sung
from voice_agent.singing.singer import sing
from voice_agent.speak.own_voice import FastSpeech2Voice

Phonemize = Callable[[str], str]


def test_a_song_is_in_tune_and_in_time(voice: FastSpeech2Voice, phonemize: Phonemize) -> None:
    song = arrange("Jingle Bells", "", "", None, phonemize)
    score = judge(perform(song, voice), voice.rate)
    assert score.notes == 51
    assert score.true / score.steady > 0.9
    assert score.onsets / score.notes > 0.85
    assert abs(score.late) < 0.03


@pytest.mark.parametrize("midi", [52, 60, 68, 75])
def test_notes_are_reached_over_two_octaves_and_held(
    midi: int, voice: FastSpeech2Voice, phonemize: Phonemize
) -> None:
    song = arrange("la low you", " | ".join([str(midi)] * 3), "0.5 | 1 | 2.5", None, phonemize)
    performed = perform(song, voice)
    f0 = tracked(performed.samples, voice.rate)
    times = np.arange(len(f0)) * HOP_SECONDS + 0.02
    for note in performed.notes:
        inner = (times > note.start + 0.1) & (times < note.end - 0.12)
        cents = 1200 * np.log2(f0[inner & (f0 > 0)] / melody.hertz(np.array(float(midi))))
        assert np.mean(f0[inner] > 0) > 0.9
        assert np.median(np.abs(cents)) < 20
    long = performed.notes[-1]
    halves = np.split(performed.samples[slice(*(round(s * voice.rate) for s in
                      (long.start + 0.3, long.start + 2.3)))], [voice.rate])  # fmt: skip
    change = 20 * np.log10(np.std(halves[1]) / np.std(halves[0]))
    assert abs(change) < 4.0


def test_vibrato_comes_late_and_only_on_long_notes() -> None:
    long = melody.contour([melody.Pitch(60, 0.0, 1.5)], 0.0, 120)
    cents = 1200 * np.log2(long / melody.hertz(np.array(60.0)))
    assert np.ptp(cents[10:16]) < 8
    assert 25 < np.ptp(cents[40:100]) < 60
    short = melody.contour([melody.Pitch(60, 0.0, 0.4)], 0.0, 32)
    assert np.ptp(1200 * np.log2(short[10:] / short[10])) < 8


@given(st.lists(st.tuples(st.integers(50, 76), st.floats(0.1, 2.0)), min_size=1, max_size=8))
def test_the_middle_of_every_note_is_on_its_pitch(tones: list[tuple[int, float]]) -> None:
    pitches, at = [], 0.0
    for midi, seconds in tones:
        pitches.append(melody.Pitch(midi, at, at + seconds))
        at += seconds
    curve = melody.contour(pitches, 0.0, round(at / melody.FRAME))
    for pitch in pitches:
        place = round((pitch.start + pitch.end) / 2 / melody.FRAME)
        cents = 1200 * np.log2(curve[place] / melody.hertz(np.array(float(pitch.midi))))
        assert abs(cents) < 28 or pitch is pitches[0]


@given(st.lists(st.tuples(st.integers(1, 200), st.integers(1, 20)), min_size=1, max_size=12))
def test_held_vowels_keep_the_order_and_the_length_of_time(steps: list[tuple[int, int]]) -> None:
    phonemes = ("lɑnI" * 3)[: len(steps)]
    sung, own = zip(*steps, strict=True)
    holding = hold(phonemes, sung, own)
    assert len(holding.places) == 2 * sum(sung)
    assert (np.diff(holding.places) >= -1e-9).all()
    made = 2 * sum(own)
    assert holding.places.min() >= 0
    assert holding.places.max() <= made - 1
    frames = np.arange(made + 10, dtype=np.float32)[:, None]
    assert len(holding.applied(frames, 6)) == 2 * sum(sung) + 10


def test_stops_and_hisses_have_no_pitch_and_vowels_do(
    voice: FastSpeech2Voice, phonemize: Phonemize
) -> None:
    song = arrange("take a seat", "C4 C4 C4", "1 | 0.5 | 1.5", None, phonemize)
    (part,) = sing(song, voice)
    f0 = tracked(part.samples, voice.rate)
    times = np.arange(len(f0)) * HOP_SECONDS + 0.02 + part.start

    def voiced(symbol: str) -> float:
        (sound,) = (p for p in part.phonemes if p.phoneme == symbol)
        return float(np.mean(f0[(times > sound.start + 0.02) & (times < sound.end - 0.02)] > 0))

    assert voiced("s") < 0.3
    assert voiced("A") > 0.9
    assert voiced("i") > 0.9


def test_every_note_and_phoneme_of_a_song_is_told(
    voice: FastSpeech2Voice, phonemize: Phonemize
) -> None:
    song = arrange("Hello, little star. AP Hello.", "", "", None, phonemize)
    parts = list(sing(song, voice))
    notes = [note for part in parts for note in part.notes]
    assert [n.syllable for n in notes] == ["Hel", "lo", "lit", "tle", "star", "Hel", "lo"]
    assert [n.midi for n in notes] == song.pitches
    sounds = [p for part in parts for p in part.phonemes]
    expected = "".join(e.syllable.phonemes for e in song.events if isinstance(e, Sung))
    assert "".join(p.phoneme for p in sounds) == expected.replace("ˈ", "").replace("ˌ", "")
    assert all(p.start <= p.end for p in sounds)
    vowels = [sounds[i].start for i in voice.vowels("".join(p.phoneme for p in sounds))]
    assert np.abs(np.array(vowels) - [note.start for note in notes]).max() < 0.06


def test_phrases_breathe_at_stops_and_rests(phonemize: Phonemize) -> None:
    notes = "C4 C4 C4 C4 C4 C4 rest C4"
    song = arrange("One two three. Four five, six AP eight", notes, "1", None, phonemize)
    spans = [(line.start, line.end) for line in lines(song)]
    assert len(spans) == 4
    for (_, end), (start, _) in pairwise(spans):
        assert start - end > 0.2
    assert [line.breath > 0 for line in lines(song)] == [False, True, True, True]


def test_the_same_song_sounds_the_same_twice(voice: FastSpeech2Voice, phonemize: Phonemize) -> None:
    song = arrange("la la", "C4 E4", "", None, phonemize)
    first, second = (np.concatenate([p.samples for p in sing(song, voice)]) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_transposed_song_is_the_same_song_higher(phonemize: Phonemize) -> None:
    song: Song = arrange("la la", "C4 E4", "", None, phonemize)
    assert song.transposed(3).pitches == [63, 67]
    assert song.transposed(3).seconds == song.seconds
