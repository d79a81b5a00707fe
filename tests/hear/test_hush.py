"""The room falls silent: noticed by level at once, and never in noise as loud as a voice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.hear.frames import RATE
from voice_agent.hear.hush import Hush
from voice_agent.units import AudioFrame

SIZE = RATE // 50  # 20 ms


def noise(level: float, seconds: float, seed: int = 0) -> np.ndarray:
    """White noise at ``level`` dBFS."""
    samples = np.random.default_rng(seed).standard_normal(round(seconds * RATE))
    return (10 ** (level / 20) * samples).astype(np.float32)


def told(samples: np.ndarray) -> list[bool]:
    hush = Hush()
    starts = range(0, len(samples) - SIZE + 1, SIZE)
    return [hush.step(AudioFrame(samples[at : at + SIZE], at / RATE)) for at in starts]


@pytest.mark.parametrize("room", [-85.0, -60.0, -52.0])
def test_silence_after_a_voice_is_noticed_in_its_first_frame(room: float) -> None:
    voice = noise(-22.0, 1.0) + noise(room, 1.0, 1)
    found = told(np.concatenate([noise(room, 1.0, 2), voice, noise(room, 1.0, 3)]))
    assert not any(found[:100])
    assert all(found[100:120])  # from the first frame on, until the detectors know it, too


def test_a_voice_little_above_the_noise_is_never_taken_for_silence() -> None:
    room = noise(-35.0, 3.0)
    room[RATE : 2 * RATE] += noise(-22.0, 1.0, 1)
    assert not any(told(room))


def test_silence_in_which_nothing_was_said_is_no_hush() -> None:
    assert not any(told(np.zeros(RATE, np.float32)))


def test_a_softer_end_of_a_sentence_is_still_the_voice() -> None:
    falling = noise(0.0, 1.0) * 10 ** (np.linspace(-20.0, -44.0, RATE) / 20)
    found = told(np.concatenate([noise(-70.0, 0.5, 1), falling.astype(np.float32)]))
    assert not any(found)


@given(st.lists(st.floats(-200.0, 200.0), min_size=1, max_size=30), st.integers(0, 2**32 - 1))
def test_any_sound_is_judged(levels: list[float], seed: int) -> None:
    sound = np.concatenate([noise(level, SIZE / RATE, seed) for level in levels])
    found = told(sound)
    assert len(found) == len(levels)
    assert not found[0]
    assert all(
        level < max(levels) - 10.0 for level, hush in zip(levels, found, strict=True) if hush
    )
