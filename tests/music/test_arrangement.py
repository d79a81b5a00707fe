"""How a piece is played: who is silent, louder, joins; how it ends, and whether it goes round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.music import arrangement, band, composer, wishes
from voice_agent.music.score import Part, Piece
from voice_agent.music.waves import RATE

SECONDS = 24.0


def made(text: str, seconds: float = SECONDS, seed: int = 3) -> Piece:
    rng = np.random.default_rng(seed)
    return composer.compose(wishes.read(text, rng, seconds), seconds, rng)


def played(text: str, seconds: float = SECONDS) -> np.ndarray:
    rng = np.random.default_rng(5)
    piece = composer.compose(wishes.read(text, rng, seconds), seconds, rng)
    return band.play(piece, seconds, rng)


def part_of(piece: Piece, name: str) -> Part:
    return next(part for part in piece.parts if part.instrument == name)


def level(sound: np.ndarray) -> float:
    return 10.0 * float(np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-12))


def test_an_instrument_that_is_not_wanted_is_silent_and_the_rest_stays() -> None:
    before, after = made("a pop tune"), made("a pop tune, no bass")
    assert any(part.role == "bass" for part in before.parts)
    kept = [part for part in before.parts if part.role != "bass"]
    assert [(p.instrument, p.notes) for p in after.parts] == [(p.instrument, p.notes) for p in kept]


@pytest.mark.parametrize("seed", range(6))
def test_somebody_else_plays_the_tune_of_an_instrument_that_is_not_wanted(seed: int) -> None:
    piece = made("jazz without a saxophone", seed=seed)
    assert "saxophone" not in [part.instrument for part in piece.parts]
    assert any(part.role == "melody" for part in piece.parts)


def test_two_that_are_not_wanted_are_both_silent() -> None:
    names = [part.instrument for part in made("a pop tune without drums or bass").parts]
    assert names and "drums" not in names and "electric bass" not in names


def test_without_the_melody_its_accompaniment_is_left() -> None:
    roles = {part.role for part in made("a pop tune without the melody").parts}
    assert roles and not roles & {"melody", "second"}


def test_an_instrument_joins_in_the_second_half_and_the_tune_is_the_same() -> None:
    before, after = made("a folk tune"), made("a folk tune, a cello in the second half")
    starts = [note.start for note in part_of(after, "cello").notes]
    assert starts and min(starts) >= 0.45 * after.beats
    assert before.parts[0] == after.parts[0]


def test_a_second_voice_is_made_of_tones_of_the_chords_below_the_melody() -> None:
    piece = made("a folk tune with a violin and a cello")
    tune, second = piece.parts[0].notes, part_of(piece, "cello").notes
    classes = {note.pitch % 12 for note in tune + second}
    assert second and len(classes) <= 8  # one key, and perhaps a leading tone
    above = {note.start: note.pitch for note in tune}
    assert all(note.pitch < above[note.start] for note in second if note.start in above)


@pytest.mark.parametrize(
    ("words", "change"),
    [("quieter drums", -7), ("the drums much quieter", -11), ("drums a bit louder", 4),
     ("soft drums", -7), ("drums up front", 7)],
)  # fmt: skip
def test_an_instrument_is_louder_or_quieter(words: str, change: float) -> None:
    before, after = made("a pop tune"), made(f"a pop tune, {words}")
    assert part_of(after, "drums").gain - part_of(before, "drums").gain == pytest.approx(
        change, abs=0.5
    )
    assert before.parts[0] == after.parts[0]


def test_a_half_is_quieter_than_the_other() -> None:
    def rise(words: str) -> float:
        sound = played(words)
        return level(sound[12 * RATE : 18 * RATE]) - level(sound[2 * RATE : 8 * RATE])

    assert rise("a pop tune, quieter in the first half") - rise("a pop tune") > 5.0


def test_it_fades_out_over_seconds() -> None:
    plain, faded = played("a pop tune"), played("a pop tune, fading out")
    near = slice(-4 * RATE, -3 * RATE)
    assert level(faded[near]) < level(plain[near]) - 4.0
    assert level(faded[-RATE // 2 :]) < -45.0


@pytest.mark.parametrize("words", ["a chiptune loop at 160 bpm", "a calm seamless piano loop"])
def test_a_loop_is_whole_bars_and_its_end_leads_to_its_beginning(words: str) -> None:
    rng = np.random.default_rng(5)
    piece = composer.compose(wishes.read(words, rng, SECONDS), SECONDS, rng)
    sound = band.play(piece, SECONDS, rng)
    assert len(sound) == round(piece.seconds * RATE) and piece.beats % piece.meter == 0
    usual = np.percentile(np.abs(np.diff(sound, axis=0)).max(axis=1), 99.9)
    assert np.abs(sound[0] - sound[-1]).max() <= usual
    # It is not let fall silent: what rings at its end rings on.
    assert level(sound[-RATE // 20 :]) > level(sound) - 15.0


def test_a_loop_without_a_tempo_is_exactly_as_long_as_asked() -> None:
    assert made("a calm loop", 17.3).seconds == pytest.approx(17.3)


@pytest.mark.parametrize(
    "words",
    ["calm piano music for the end of the day", "a tune about the middle of nowhere",
     "music for the beginning of a film with a piano", "the first half of a guitar lesson"],
)  # fmt: skip
def test_words_about_something_else_arrange_nothing(words: str) -> None:
    found = arrangement.read(words, 30.0)
    assert (found.mutes, found.levels, dict(found.joins)) == ((), (), {})
    assert found.rest.split() == words.split()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["no", "drums", "bass", "melody", "quieter", "in", "the", "second half", "a", "piano",
             "loop", "with", "and", "fading out", "from 9 seconds", "louder", "end", "flute"]
        ),
        max_size=12,
    ),
    st.integers(0, 1000),
)  # fmt: skip
def test_any_arrangement_leaves_something_to_hear(words: list[str], seed: int) -> None:
    piece = made(" ".join(words), 12.0, seed)
    assert any(part.notes for part in piece.parts)
    assert all(0 < note.velocity <= 1 for part in piece.parts for note in part.notes)
