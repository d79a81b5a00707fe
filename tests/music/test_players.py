"""Who plays: those who are named as the players, or a band with them."""

from __future__ import annotations

import numpy as np
import pytest

from voice_agent.music import composer, wishes
from voice_agent.music.instruments import INSTRUMENTS
from voice_agent.music.score import Piece

SEEDS = range(4)


def made(text: str, seed: int = 0, seconds: float = 24.0) -> Piece:
    rng = np.random.default_rng(seed)
    return composer.compose(wishes.read(text, rng, seconds), seconds, rng)


def roles(text: str, seed: int = 0) -> dict[str, str]:
    return {part.role: part.instrument for part in made(text, seed).parts}


def names(text: str, seed: int = 0) -> set[str]:
    return {part.instrument for part in made(text, seed).parts}


@pytest.mark.parametrize(
    ("text", "players"),
    [
        ("slow tune for piano and cello, something in D minor", {"piano", "cello"}),
        ("something for flute, harp and strings", {"flute", "harp", "strings"}),
        ("just guitar and bass", {"guitar", "electric bass"}),
        ("a calm tune with acoustic guitar and a flute", {"guitar", "flute"}),
        ("romantic piano with light strings", {"piano", "strings"}),
        ("a cello melody over piano chords", {"cello", "piano"}),
        ("energetic tune, violin, piano, D minor", {"violin", "piano"}),
        ("piano and flute, no beat, at 90 beats a minute", {"piano", "flute"}),
        ("a jazz duet for saxophone and piano", {"saxophone", "piano"}),
        ("piano, bass and drums", {"piano", "electric bass", "drums"}),
    ],
)
def test_who_is_named_as_the_players_plays_and_nobody_else(text: str, players: set[str]) -> None:
    assert all(names(text, seed) == players for seed in SEEDS)


@pytest.mark.parametrize(
    "text",
    [
        "piano and cello with a full band", "piano and cello plus drums", "rock, guitar and organ",
        "a backing track, piano and guitar", "hip hop with piano and strings",
        "jazz with saxophone and piano", "techno for piano and strings",
    ],
)  # fmt: skip
def test_a_band_comes_where_the_words_ask_for_one(text: str) -> None:
    for seed in SEEDS:
        found = roles(text, seed)
        assert found["bass"] not in ("piano", "strings")
        assert "drums" in found or "backing" in text


@pytest.mark.parametrize("text", ["calm piano piece", "a harp lullaby", "cheerful guitar tune"])
def test_one_who_is_named_has_others_beside_it(text: str) -> None:
    assert all(len(names(text, seed)) > 1 for seed in SEEDS)


def test_who_comes_on_top_sends_nobody_away() -> None:
    assert names("a pop tune with piano") < names("a pop tune with piano with flute")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("piano and cello", {"melody": "cello", "harmony": "piano", "bass": "piano"}),
        ("piano and strings", {"melody": "piano", "harmony": "piano", "pad": "strings",
                               "bass": "piano"}),
        ("violin and cello", {"melody": "violin", "bass": "cello"}),
        ("flute and clarinet", {"melody": "flute", "second": "clarinet"}),
        ("a piano, a violin and a cello", {"melody": "violin", "harmony": "piano",
                                           "bass": "cello"}),
        ("brass and tuba", {"melody": "brass", "pad": "brass", "bass": "tuba"}),
    ],
)  # fmt: skip
def test_players_share_melody_chords_and_bass(text: str, expected: dict[str, str]) -> None:
    assert roles(text) == expected


def test_who_has_nobody_to_play_chords_tells_them_one_tone_at_a_time() -> None:
    cello = next(part for part in made("violin and cello").parts if part.instrument == "cello")
    low, high = INSTRUMENTS["cello"].compass
    assert all(low <= note.pitch <= high for note in cello.notes)
    ends = [note.start + note.length for note in cello.notes]
    assert all(end <= note.start for end, note in zip(ends, cello.notes[1:], strict=False))
    assert len({note.pitch % 12 for note in cello.notes}) > 4


@pytest.mark.parametrize("text", ["solo flute", "violin and cello", "just sax and bass"])
@pytest.mark.parametrize("seconds", [12.0, 33.0, 60.0])
def test_a_piece_of_few_begins_at_once(text: str, seconds: float) -> None:
    for seed in SEEDS:
        piece = made(text, seed, seconds)
        assert min(note.start for part in piece.parts for note in part.notes) < 1.0


def test_words_of_arrangement_are_for_a_few_players_too() -> None:
    assert names("a tune for piano and cello, without cello") == {"piano"}
    assert names("a tune for piano and cello, quieter cello") == {"piano", "cello"}
    joined = made("a tune for piano and cello, a flute in the second half")
    starts = [n.start for part in joined.parts if part.instrument == "flute" for n in part.notes]
    assert starts and min(starts) >= 0.45 * joined.beats
    first = made("a tune for viola, cello and flute, the flute in the second half").parts[0]
    assert first.role == "melody" and first.instrument == "cello"


def test_drums_that_are_added_change_nobody_else() -> None:
    before, after = (
        made("a tune for piano and cello"),
        made("a tune for piano and cello with drums"),
    )
    assert [part.notes for part in after.parts[:-1]] == [part.notes for part in before.parts]
    assert after.parts[-1].instrument == "drums"
