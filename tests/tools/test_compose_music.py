"""The tool that composes: what it tells of how a piece is played."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voice_agent.tools.compose_music import compose_music

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench


def test_what_was_arranged_is_told(bench: Workbench) -> None:
    said = "a folk tune, a cello in the second half, fading out, louder accordion"
    output = compose_music(bench.context, said, duration=8.0, seed=3)
    assert "The cello plays in the second half." in (output.text or "")
    assert "fades out" in (output.text or "")
    assert "There is no accordion in it to change" in (output.text or "")
    assert "cello" in output.data["instruments"]


def test_what_is_not_played_is_told_in_its_number(bench: Workbench) -> None:
    output = compose_music(bench.context, "tango, much quieter drums", duration=8.0, seed=3)
    assert "There are no drums in it to change." in (output.text or "")


def test_a_loop_is_as_long_as_its_bars(bench: Workbench) -> None:
    output = compose_music(bench.context, "chiptune loop at 150 bpm", duration=9.0, seed=3)
    made = bench.read(output.artifacts[0].path)
    bar = 4 * 60.0 / 150.0
    assert made.seconds / bar == pytest.approx(round(made.seconds / bar), abs=1e-3)
    assert "can go round" in (output.text or "")


def test_a_slow_tune_for_two_is_played_by_these_two(bench: Workbench) -> None:
    said = "slow tune for piano and cello, something in D minor"
    output = compose_music(bench.context, said, duration=8.0, seed=2)
    assert set(output.data["instruments"]) == {"piano", "cello"}
    assert output.data["key"] == "D minor"
    assert "for cello and piano." in (output.text or "")


def test_the_first_dance_is_no_dance_track(bench: Workbench) -> None:
    said = "something slow and romantic for a first dance, piano and strings"
    output = compose_music(bench.context, said, duration=8.0, seed=2)
    assert set(output.data["instruments"]) == {"piano", "strings"}
    assert "romantic ballad" in (output.text or "")


def test_a_number_alone_is_the_tempo(bench: Workbench) -> None:
    said = "backing track, bluesy, A minor, about ninety, no drums"
    output = compose_music(bench.context, said, duration=8.0, seed=2)
    assert (output.data["tempo"], output.data["style"]) == (90.0, "blues")
    assert output.data["key"] == "A minor" and "drums" not in output.data["instruments"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("a waltz with harpsichord", "I have no harpsichord, so I used the harp."),
        ("a theremin solo", "I have no theremin, so I used the lead synthesiser."),
        ("a samba, congas at the end", "I have no congas, so I used the drums."),
        ("a jazz tune at 900 bpm", "I can't play 900 beats a minute: 220 is the fastest."),
        ("techno at nine hundred beats a minute", "220 is the fastest."),
        ("a dirge, 12 bpm", "I can't play 12 beats a minute: 40 is the slowest."),
        ("a march in 7/8", "I can't play it in 7/8, so it is in 4/4."),
        ("jazz in five four", "I can't play it in 5/4, so it is in 4/4."),
        ("a melody in C locrian", "I can't do locrian, so it is in C "),
        ("a pop song with vocals", "Nobody sings in it."),
        (
            "jazz for flute, clarinet, oboe, trumpet and harp",
            "I found no part for the oboe and the trumpet.",
        ),
    ],
)
def test_what_cannot_be_had_is_told(bench: Workbench, said: str, told: str) -> None:
    output = compose_music(bench.context, said, duration=5.0, seed=2)
    assert told in (output.text or "")


@pytest.mark.parametrize(
    ("said", "key", "meter"),
    [
        ("a tune in G with a flute", "G major", "4/4"),
        ("a folk song in D aeolian, 127.5 bpm", "D minor", "4/4"),
        ("a waltz in 3/4 in F sharp minor", "F sharp minor", "3/4"),
        ("a tune for harp in C major in 3/4", "C major", "3/4"),
    ],
)
def test_what_can_be_had_is_had_and_nothing_else_told(
    bench: Workbench, said: str, key: str, meter: str
) -> None:
    output = compose_music(bench.context, said, duration=5.0, seed=2)
    assert (output.data["key"], output.data["meter"]) == (key, meter)
    assert "I can't" not in (output.text or "") and "I have no" not in (output.text or "")
