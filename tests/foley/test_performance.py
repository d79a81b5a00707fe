"""Sounds that go on for minutes, in pieces."""

from __future__ import annotations

import numpy as np
import pytest

from voice_agent.foley.library import sounds
from voice_agent.foley.performance import perform
from voice_agent.foley.sound import RATE, Manner
from voice_agent.measure.capability.likeness import onsets


def _performed(name: str, seconds: float, **how: float) -> np.ndarray:
    made = np.zeros((round(seconds * RATE), 2))
    rng = np.random.default_rng(5)
    for piece in perform(sounds()[name](), rng, seconds, Manner(), **how):
        room = made[piece.first : piece.first + len(piece.samples)]
        room += piece.samples[: len(room)]
    return made


def test_a_clock_keeps_time_for_minutes():
    mono = _performed("a ticking clock", 75.0).mean(axis=1)
    level = np.abs(mono[: len(mono) // 441 * 441]).reshape(-1, 441).max(axis=1)
    loud = np.flatnonzero(level > 0.4 * np.percentile(level, 99))
    beats = loud[np.diff(loud, prepend=-100) > 25] / 100.0
    gaps = np.diff(beats)
    assert gaps.max() < 1.25 * np.median(gaps)
    assert gaps.min() > 0.75 * np.median(gaps)


def test_walking_goes_on_at_its_pace_where_a_rendering_ends():
    mono = _performed("footsteps on concrete", 80.0).mean(axis=1)
    rates = [onsets(mono[start * RATE : (start + 20) * RATE], 0.3) for start in (0, 20, 40, 60)]
    assert max(rates) < 1.25 * min(rates)


@pytest.mark.parametrize("name", ["rain", "a train"])
def test_what_goes_on_has_no_holes(name):
    mono = _performed(name, 70.0).mean(axis=1)
    level = np.sqrt(np.mean(mono[: len(mono) // RATE * RATE].reshape(-1, RATE) ** 2, axis=1))
    assert level.min() > 0.1 * np.median(level)


def test_a_sound_to_the_right_reaches_the_left_ear_later_all_along():
    stereo = _performed("a vacuum cleaner", 25.0, side=0.8)
    for start in (1.0, 9.99, 19.99):
        part = stereo[round(start * RATE) : round((start + 1.0) * RATE)]
        lags = range(-30, 31)
        alike = [float(np.dot(part[40:-40, 1], np.roll(part[:, 0], -k)[40:-40])) for k in lags]
        assert lags[int(np.argmax(alike))] > 5


@pytest.mark.parametrize(("count", "seconds"), [(12, 10.0), (3, 8.0)])
def test_a_clock_strikes_as_often_as_it_is_told(count: int, seconds: float) -> None:
    mono = _performed("a striking clock", seconds, count=count).mean(axis=1)
    high = np.diff(mono, n=2)[: len(mono) // 882 * 882 - 882]  # a knock is brighter than its ring
    rises = np.diff(np.square(high).reshape(-1, 882).sum(axis=1), prepend=0.0)
    strong = np.flatnonzero(rises > 0.08 * rises.max())
    assert 1 + np.count_nonzero(np.diff(strong) > 10) == count
