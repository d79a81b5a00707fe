"""Music: descriptions understood, harmony sound, pieces that end, MIDI that reads back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.measure.capability.music import heard_key, heard_tempo, same_pulse
from voice_agent.music import band, composer, wishes
from voice_agent.music.drums import DRUMS
from voice_agent.music.instruments import INSTRUMENTS
from voice_agent.music.midi import midi_file
from voice_agent.music.styles import STYLES
from voice_agent.music.theory import MODES, Key, chord, parse_key, voiced
from voice_agent.music.waves import RATE
from voice_agent.singing.midi import read_midi


def wish(text: str, seed: int = 0) -> wishes.Wish:
    return wishes.read(text, np.random.default_rng(seed))


def piece(text: str, seconds: float = 20.0, seed: int = 0) -> composer.Piece:
    rng = np.random.default_rng(seed)
    return composer.compose(wishes.read(text, rng), seconds, rng)


@pytest.mark.parametrize(
    ("text", "style", "mood"),
    [
        ("I am tired, play something calm", "ballad", "calm"),
        ("a funky groove", "funk", ""),
        ("scary music for a haunted house", "horror", ""),
        ("upbeat jazz", "jazz", "happy"),
        ("blues, not too fast", "blues", ""),
        ("music for a workout", "electronic", ""),
        ("8-bit video game tune", "chiptune", ""),
    ],
)
def test_style_and_mood_are_read_from_the_words(text: str, style: str, mood: str) -> None:
    found = wish(text)
    assert (found.style, found.mood) == (style, mood)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("something for our first dance", "ballad"),
        ("a wedding dance in G major", "ballad"),
        ("a waltz for the father-daughter dance", "waltz"),
        ("a barn dance with a fiddle", "folk"),
        ("a dance track for the wedding party", "electronic"),
        ("dance music", "electronic"),
    ],
)
def test_only_dance_music_is_dance_music(text: str, style: str) -> None:
    assert {wish(text, seed).style for seed in range(4)} == {style}


def test_instruments_tempo_and_key_are_taken_at_their_word() -> None:
    found = wish("a slow piece for solo electric guitar in F sharp minor at 72 bpm, no drums")
    assert found.lead == ("electric guitar",)
    assert found.alone and found.drums is False
    assert (found.tempo, found.fixed_tempo) == (72.0, True)
    assert str(found.key) == "F sharp minor"


def test_a_pace_in_beats_is_no_wish_for_a_drum() -> None:
    paced = wish("a waltz at 90 beats per minute in A minor")
    assert (paced.tempo, paced.fixed_tempo, paced.drums) == (90.0, True, None)
    assert wish("a waltz with a beat").drums is True


def test_a_sad_wish_gets_a_minor_key_and_a_happy_one_a_major_key() -> None:
    assert all(wish("a sad song", seed).key.minor for seed in range(8))
    assert not any(wish("a cheerful pop song", seed).key.minor for seed in range(8))


def test_the_word_a_is_no_key() -> None:
    assert parse_key("play me a happy song in a minute") == (None, None)
    assert parse_key("something in A minor") == (9, "minor")
    assert parse_key("in E flat major") == (3, "major")


@pytest.mark.parametrize("mode", MODES)
def test_chords_of_a_key_have_three_or_four_tones(mode: str) -> None:
    for numeral in ("I", "ii", "bVII", "Vmaj", "V7", "IV7", "vi"):
        tones = chord(Key(2, mode), numeral).tones
        assert len(set(tones)) in (3, 4)


def test_flat_chords_are_those_of_the_minor_key() -> None:
    for mode in ("minor", "mixolydian", "dorian"):
        assert chord(Key(0, mode), "bVII").tones == (10, 2, 5)
    assert chord(Key(9, "minor"), "bVI").tones == (5, 9, 0)  # F major in A minor
    assert chord(Key(9, "minor"), "bIII").tones == (0, 4, 7)


@given(st.integers(0, 11), st.sampled_from(list(MODES)), st.floats(45, 75))
def test_voices_move_little_between_chords(tonic: int, mode: str, centre: float) -> None:
    key = Key(tonic, mode)
    first = voiced(chord(key, "I"), centre)
    second = voiced(chord(key, "IV"), centre, tuple(first))
    assert first == sorted(first) and second == sorted(second)
    assert abs(np.mean(second) - np.mean(first)) <= 6


@pytest.mark.parametrize("style", STYLES)
def test_every_style_makes_a_piece_whose_notes_fit_its_players(style: str) -> None:
    made = piece(STYLES[style].words[0])
    assert made.seconds <= 20.0
    for part in made.parts:
        for note in part.notes:
            assert 0 <= note.start < made.beats + 1 and note.length > 0
            assert 0 < note.velocity <= 1
            assert note.pitch in DRUMS if part.role == "drums" else 20 <= note.pitch <= 108


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.floats(5, 60), st.integers(0, 1000))
def test_any_words_make_a_piece(text: str, seconds: float, seed: int) -> None:
    made = piece(text, seconds, seed)
    assert made.parts and made.seconds <= seconds + 1e-6


def test_the_last_note_of_the_bass_is_the_tonic() -> None:
    for seed in range(6):
        rng = np.random.default_rng(seed)
        asked = wishes.read("a folk tune", rng)
        made = composer.compose(asked, 25.0, rng)
        bass = next(part for part in made.parts if part.role == "bass")
        assert bass.notes[-1].pitch % 12 == asked.key.tonic


def test_seeds_differ_and_a_seed_comes_again() -> None:
    def notes(seed: int) -> list[object]:
        return [part.notes for part in piece("a pop song", seed=seed).parts]

    assert notes(1) == notes(1)
    assert notes(1) != notes(2)


def test_a_theme_comes_back() -> None:
    made = piece("a classical piece at 100 bpm", 60.0)
    melody = next(part for part in made.parts if part.role == "melody")
    names = [name for name, _ in made.sections]
    assert names.count("first theme again") >= 1
    starts = [beat for name, beat in made.sections if name == "first theme"]
    if len(starts) > 1:
        a, b = starts[:2]
        tune = [[n.pitch for n in melody.notes if s <= n.start < s + 16] for s in (a, b)]
        assert tune[0] == tune[1]


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_an_instrument_sounds_at_its_pitch_and_falls_silent(name: str) -> None:
    instrument = INSTRUMENTS[name]
    pitch = (instrument.compass[0] + instrument.compass[1]) // 2
    hz = 440.0 * 2.0 ** ((pitch - 69) / 12)
    sound = instrument.play(hz, 0.8, 0.7, np.random.default_rng(0))
    assert np.isfinite(sound).all() and 0.02 < np.abs(sound).max() < 4.0
    assert np.abs(sound[-50:]).max() < 0.05 * np.abs(sound).max()
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 1 << 17))
    bins = np.fft.rfftfreq(1 << 17, 1 / RATE)
    near = [
        float(spectrum[np.abs(bins / (hz * k) - 1) < 0.02].max()) for k in (0.5, 1.0, 2.0)
    ]  # fmt: skip
    assert max(near) > 0.15 * spectrum.max()


def test_a_piece_is_loud_enough_clean_and_ends_in_silence() -> None:
    rng = np.random.default_rng(3)
    made = composer.compose(wishes.read("happy pop in G major at 110 bpm", rng), 12.0, rng)
    sound = band.play(made, 12.0, rng)
    assert sound.shape == (12 * RATE, 2)
    assert 0.3 < np.abs(sound).max() < 1.0
    assert np.abs(sound[-20:]).max() < 1e-3
    assert abs(float(np.corrcoef(sound.T)[0, 1])) < 0.99  # it is stereo
    tonic, minor, _ = heard_key(sound.mean(axis=1))
    assert (tonic, minor) in ((7, False), (4, True))  # G major, or its relative minor
    assert same_pulse(heard_tempo(sound.mean(axis=1)), made.tempo)


def test_midi_reads_back_with_the_melody_that_was_written() -> None:
    made = piece("solo flute in C major", 15.0)
    melody = next(part for part in made.parts if part.role == "melody")
    data = midi_file(made)
    assert data[:4] == b"MThd"
    read = read_midi(data)
    assert len(read.notes) >= len({note.start for note in melody.notes})


def themes(made: composer.Piece) -> list[int]:
    tune = next(part for part in made.parts if part.role == "melody")
    return [note.pitch for note in tune.notes][:12]


def test_a_change_of_pace_or_mode_keeps_the_rest_of_the_piece() -> None:
    plain = piece("cheerful tune with a guitar", seed=1)
    faster = piece("cheerful tune with a guitar, a bit faster", seed=1)
    assert faster.tempo == pytest.approx(1.1 * plain.tempo)
    assert faster.key == plain.key
    assert themes(faster) == themes(plain)
    slower = piece("cheerful tune with a guitar, much slower", seed=1)
    assert slower.tempo == pytest.approx(plain.tempo / 1.4)
    darker = piece("cheerful tune with a guitar in minor", seed=1)
    assert (plain.key, darker.key) == ("F major", "F minor")
    assert darker.tempo == plain.tempo
    assert themes(piece("cheerful tune with a guitar", seed=2)) != themes(plain)


@pytest.mark.parametrize(
    ("words", "tempo"),
    [
        ("jazz at ninety-two BPM", 92),
        ("drum and bass at one seventy four bpm", 174),
        ("a hundred and twenty beats a minute", 120),
        ("funk groove, 105, E minor", 105),
    ],
)
def test_a_tempo_may_be_in_words(words: str, tempo: float) -> None:
    assert wish(words).tempo == tempo


@pytest.mark.parametrize(
    ("words", "tempo"),
    [
        ("bluesy, A minor, about ninety, no drums", 90),
        ("jazz at around a hundred and ten", 110),
        ("a waltz at roughly 120 with a violin", 120),
        ("pop, one twenty-five or so", 125),
        ("around 90 A minor blues", 90),
        ("folk at about ninety beats", 90),
        ("a fast jig, tempo of 130", 130),
    ],
)
def test_a_number_that_counts_nothing_is_the_tempo(words: str, tempo: float) -> None:
    found = wish(words)
    assert (found.tempo, found.fixed_tempo) == (tempo, True)


@pytest.mark.parametrize(
    "words",
    ["jazz, about ninety seconds", "a tune for around 50 people", "about a hundred bars of folk",
     "music for about ninety", "a song about 100 years ago", "folk, around thirty", "pop at 300",
     "it gets loud at 90 seconds", "calm, around 45 minutes"],
)  # fmt: skip
def test_a_number_of_something_is_no_tempo(words: str) -> None:
    assert not wish(words).fixed_tempo


def test_drums_that_are_named_play_where_nothing_else_does() -> None:
    made = piece("funk groove, bass and drums only", 12.0)
    assert {part.instrument for part in made.parts} >= {"drums"}


def test_a_simple_piece_has_few_players_and_a_lush_one_many_and_all_the_same_tune() -> None:
    plain, thin, lush = (
        piece(f"{words}cheerful piano tune", 30.0, seed=7) for words in ("", "simple ", "lush ")
    )
    players = [{part.role for part in made.parts} for made in (plain, thin, lush)]
    assert players[1] == {"melody", "harmony"} < players[0]
    assert len(lush.parts) >= len(plain.parts) + 2
    assert themes(lush) == themes(plain)
    assert thin.key == plain.key and thin.tempo == plain.tempo


def test_who_is_named_plays_in_a_simple_piece_too() -> None:
    made = piece("simple tune with drums and strings", 20.0)
    assert {"drums", "strings"} <= {part.instrument for part in made.parts}
