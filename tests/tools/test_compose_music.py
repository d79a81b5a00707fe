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
    assert "no accordion in it to change" in (output.text or "")
    assert "cello" in output.data["instruments"]


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
