"""The quantities find what is known to be in a signal, and made sounds keep to the facts."""

from __future__ import annotations

import numpy as np
import pytest

from voice_agent.foley import scene
from voice_agent.foley.blocks import noise
from voice_agent.foley.library import sounds
from voice_agent.foley.sound import RATE
from voice_agent.measure.capability.likeness import (
    FACTS,
    SECONDS,
    Fact,
    centroid,
    measured,
    modulation,
    onsets,
    periodicity,
    pitch,
    tilt,
)

TIME = np.arange(4 * RATE) / RATE


def test_clicks_are_counted() -> None:
    clicks = 0.001 * np.random.default_rng(1).standard_normal(len(TIME))
    clicks[:: RATE // 3] += 1.0
    assert onsets(clicks) == pytest.approx(3.0, abs=0.3)


def test_clicks_nearer_than_the_bound_are_one() -> None:
    clicks = 0.001 * np.random.default_rng(1).standard_normal(len(TIME))
    for late in (0, RATE // 10):
        clicks[late :: RATE // 2] += 1.0
    assert onsets(clicks, 0.3) == pytest.approx(2.0, abs=0.3)


def test_modulation_pitch_and_tilt_are_found() -> None:
    rng = np.random.default_rng(2)
    swinging = rng.standard_normal(len(TIME)) * (1.0 + 0.8 * np.sin(2 * np.pi * 26.0 * TIME))
    assert modulation(swinging, 10.0, 60.0) == pytest.approx(26.0, abs=0.3)
    assert pitch(np.sin(2 * np.pi * 440.0 * TIME), 100.0, 1000.0) == pytest.approx(440.0, abs=0.3)
    pink = noise.coloured(rng, len(TIME), -3.0)
    assert tilt(pink, 500.0, 4000.0) == pytest.approx(-9.0, abs=1.0)


def test_a_voice_is_more_periodic_than_noise_and_its_middle_lies_at_its_tone() -> None:
    tone = np.sin(2 * np.pi * 400.0 * TIME) + 0.5 * np.sin(2 * np.pi * 800.0 * TIME)
    hiss = np.random.default_rng(3).standard_normal(len(TIME))
    assert periodicity(tone) > 0.97
    assert periodicity(hiss) < 0.3
    assert centroid(tone) == pytest.approx(480.0, abs=2.0)
    assert centroid(hiss) == pytest.approx(RATE / 4, rel=0.02)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.quantity} of {fact.sound}")
def test_a_made_sound_is_like_real_ones(fact: Fact) -> None:
    model = sounds()[fact.sound]
    values = [measured(fact, scene.alone(model, SECONDS, seed)) for seed in (1, 2, 3)]
    assert fact.low <= np.median(values) <= fact.high, values
