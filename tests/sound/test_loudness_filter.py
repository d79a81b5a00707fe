"""The weighting of loudness beside the recursive filter that the standard describes."""

import numpy as np
import pytest
from scipy.signal import sosfilt

from voice_agent.sound.loudness import _sections, k_weighted


@pytest.mark.parametrize("rate", [8_000, 11_025, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("seconds", [0.0, 0.01, 1.7, 7.3])
def test_the_weighting_is_that_of_the_recursive_filter(rate, seconds):
    rng = np.random.default_rng(0)
    for shape in ((int(rate * seconds) + 1,), (int(rate * seconds) + 1, 2)):
        samples = rng.standard_normal(shape).astype(np.float32)
        expected = sosfilt(_sections(rate), samples.astype(np.float64), axis=0)
        assert np.abs(k_weighted(samples, rate) - expected).max() < 1e-6


def test_nothing_weighs_nothing():
    assert k_weighted(np.zeros(0, np.float32), 24_000).shape == (0,)
