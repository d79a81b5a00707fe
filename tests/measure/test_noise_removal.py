"""The measurements themselves: mixtures at their ratio, scores that know better from worse."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.measure.bench import tools
from voice_agent.measure.capability import rnnoise
from voice_agent.measure.capability.enhancement import si_sdr
from voice_agent.measure.data.mixtures import NOISES, RATE, mixtures


def voice(seconds: float, pitch: float) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    harmonics = sum(np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 12))
    return (0.1 * harmonics * (1 + np.sin(2 * np.pi * 3 * time))).astype(np.float32)


def test_mixtures_have_the_ratio_that_they_name() -> None:
    voices = [voice(1.0, pitch) for pitch in (110, 140, 180)]
    made = mixtures(voices, (0.0, 5.0, 10.0))
    assert len(made) == 9
    assert {mixture.noise for mixture in made} <= set(NOISES)
    for mixture in made:
        noise = mixture.noisy - mixture.clean
        ratio = 10 * np.log10(np.sum(mixture.clean**2) / np.sum(noise**2))
        assert ratio == pytest.approx(mixture.snr, abs=0.05)
        assert np.abs(mixture.noisy).max() <= 0.9001


def test_the_same_seed_gives_the_same_mixtures() -> None:
    voices = [voice(0.5, 120), voice(0.5, 200)]
    first, second = mixtures(voices, (5.0,)), mixtures(voices, (5.0,))
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.noisy, other.noisy)


@settings(deadline=None, max_examples=30)
@given(st.floats(-20, 40), st.floats(0.1, 10), st.integers(0, 99))
def test_si_sdr_is_the_ratio_whatever_the_gain(ratio: float, gain: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    signal, error = random.normal(size=(2, 4000))
    signal -= signal.mean()
    error -= error.mean() + signal * np.dot(signal, error) / np.dot(signal, signal)
    error -= error.mean()
    error *= np.linalg.norm(signal) / np.linalg.norm(error) * 10 ** (-ratio / 20)
    assert si_sdr(signal, gain * (signal + error)) == pytest.approx(ratio, abs=0.1)


def test_every_noise_lasts_as_long_as_it_should() -> None:
    random = np.random.default_rng(0)
    for name, make in NOISES.items():
        noise = make(RATE, random, [voice(0.3, 100)])
        assert noise.shape == (RATE,), name
        assert np.isfinite(noise).all()
        assert noise.std() > 0


def test_a_peer_that_is_not_installed_is_left_out() -> None:
    found = rnnoise.find()
    assert found is None or found.is_file()


def test_a_tool_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tools._long_recording(tmp_path, 3.0)
    tools._long_recording(tmp_path, 0.1)
    used = tools._run("detect_sounds", {"audio": str(path)}, tmp_path)
    assert used["processor"] > 0
    assert used["seconds"] > 0
    assert 50 < used["peak_mb"] < 2000
