"""Levels of files: the loudness of a whole array, in blocks; peaks; what a clipper leaves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.errors import AgentError, Cancelled
from voice_agent.sound.files import AudioWriter, read
from voice_agent.sound.levels import Levels, measure
from voice_agent.sound.loudness import loudness


def levels_of(folder: Path, samples: np.ndarray, rate: int) -> Levels:
    samples = samples[:, None] if samples.ndim == 1 else samples
    where = folder / "sound.wav"
    with AudioWriter(where, rate, samples.shape[1]) as writer:
        writer.write(samples.astype(np.float32))
    return measure(where)


def tone(seconds: float, rate: int, hz: float = 997.0, level: float = 1.0) -> np.ndarray:
    return level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)


def test_a_full_scale_tone_is_at_the_loudness_that_the_standard_names(tmp_path: Path) -> None:
    found = levels_of(tmp_path, tone(20.0, 48_000), 48_000)
    assert found.loudness == pytest.approx(-3.01, abs=0.03)
    assert found.peak == pytest.approx(0.0, abs=0.01)


@settings(max_examples=40, deadline=None)
@given(
    rate=st.sampled_from([3000, 11_025, 16_000, 44_100]),
    channels=st.integers(1, 3),
    seconds=st.floats(0.05, 24.0),
    seed=st.integers(0, 99),
)
def test_in_blocks_it_is_the_loudness_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, rate: int, channels: int, seconds: float, seed: int
) -> None:
    noise = np.random.default_rng(seed).standard_normal((round(rate * seconds), channels))
    swell = np.linspace(0.02, 0.2, len(noise))[:, None]
    folder = tmp_path_factory.mktemp("levels")
    found = levels_of(folder, np.clip(noise * swell, -1, 1), rate)
    whole = read(folder / "sound.wav")
    assert found.loudness == pytest.approx(loudness(whole.samples, rate), abs=0.01)
    assert found.seconds == pytest.approx(whole.seconds)


def test_where_it_is_loudest_and_where_it_peaks(tmp_path: Path) -> None:
    rate = 16_000
    samples = tone(30.0, rate, level=0.05)
    samples[17 * rate : 18 * rate] *= 8
    samples[round(25.5 * rate)] = -0.9
    found = levels_of(tmp_path, samples, rate)
    assert 16.9 <= found.loudest_at <= 17.7
    assert found.peak_at == pytest.approx(25.5, abs=1e-3)
    assert found.peak == pytest.approx(20 * np.log10(0.9), abs=0.01)
    assert found.loudest > found.loudness


def test_a_clipper_is_told_from_a_peak_at_full_scale(tmp_path: Path) -> None:
    once = levels_of(tmp_path, tone(2.0, 48_000), 48_000)
    assert once.clipped == 0
    cut = np.clip(tone(2.0, 48_000, hz=100.0, level=2.0), -1, 1)
    cut[: 48_000 // 2] *= 0.5
    found = levels_of(tmp_path, np.stack([cut, 0.1 * cut], 1), 48_000)
    assert found.clipped == 300  # both halves of each wave, for a second and a half
    assert found.clipped_at == pytest.approx(0.5, abs=0.01)


def test_silence_is_no_number(tmp_path: Path) -> None:
    found = levels_of(tmp_path, np.zeros(8000), 8000)
    assert found.loudness == found.loudest == found.peak == float("-inf")


def test_what_is_no_sound_is_explained_and_a_long_measurement_can_be_stopped(
    tmp_path: Path,
) -> None:
    notes = tmp_path / "notes.wav"
    notes.write_text("no sound")
    with pytest.raises(AgentError, match=r"notes\.wav"):
        measure(notes)

    def stop() -> None:
        raise Cancelled

    levels_of(tmp_path, tone(1.0, 8000), 8000)
    with pytest.raises(Cancelled):
        measure(tmp_path / "sound.wav", stop)
