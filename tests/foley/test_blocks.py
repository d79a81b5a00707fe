"""The physics that sound models are built from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.foley import space
from voice_agent.foley.blocks import envelopes, filters, grains, modal, noise, strings, tones, voice
from voice_agent.foley.sound import RATE
from voice_agent.sound.mastering import CEILING, mastered


def strongest(samples: np.ndarray) -> float:
    """The frequency with the most energy, in Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(spectrum.argmax() * RATE / len(samples))


def level(samples: np.ndarray, low: float, high: float) -> float:
    """dB of the mean power density between two frequencies."""
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / RATE)
    return float(10 * np.log10(spectrum[(hz >= low) & (hz < high)].mean()))


def test_noise_has_the_slope_that_is_asked_for() -> None:
    made = noise.coloured(np.random.default_rng(1), 4 * RATE, -3.0)
    falls = level(made, 450, 550) - level(made, 3600, 4400)
    assert falls == pytest.approx(9.0, abs=1.0)
    assert made.std() == pytest.approx(1.0)


def test_a_decay_falls_by_60_db() -> None:
    course = envelopes.decay(RATE, 0.5)
    assert 20 * np.log10(course[RATE // 2]) == pytest.approx(-60.0, abs=0.1)


def test_a_dull_way_takes_what_it_is_asked_to_and_nothing_comes_early() -> None:
    click = np.zeros(RATE)
    click[1000] = 1.0
    made = filters.dulled(click, ((125.0, 0.0), (1000.0, -20.0), (8000.0, -40.0)))
    assert level(made, 110, 140) == pytest.approx(0.0, abs=0.5)
    assert level(made, 950, 1050) == pytest.approx(-20.0, abs=0.5)
    assert level(made, 7800, 8200) == pytest.approx(-40.0, abs=0.5)
    assert np.abs(made[:1000]).max() < 1e-9


def test_onsets_are_poisson() -> None:
    times = grains.onsets(np.random.default_rng(2), 200.0, 20.0)
    gaps = np.diff(times)
    assert len(times) == pytest.approx(4000, rel=0.06)
    assert gaps.std() == pytest.approx(gaps.mean(), rel=0.08)  # as an exponential's


def test_a_bubble_rings_at_minnaerts_frequency() -> None:
    made = grains.bubbles(RATE, np.array([0.0]), np.array([0.003]), np.array([1.0]), rise=0.0)
    assert strongest(made) == pytest.approx(3.26 / 0.003, rel=0.03)


def test_modes_ring_where_they_are_put() -> None:
    made = modal.modes(RATE, (440.0,), (1.0,), (1.0,))
    assert strongest(made) == pytest.approx(440.0, abs=1.0)
    later = np.abs(made[RATE // 2 : RATE // 2 + 200]).max() / np.abs(made[:200]).max()
    assert 20 * np.log10(later) == pytest.approx(-30.0, abs=1.0)


@pytest.mark.parametrize("hz", [82.4, 196.0, 659.3])
def test_a_plucked_string_is_in_tune(hz: float) -> None:
    made = strings.plucked(np.random.default_rng(3), 2 * RATE, hz, 3.0)
    spectrum = np.abs(np.fft.rfft(made * np.hanning(len(made)), 8 * len(made)))
    near = np.arange(int(hz * 0.9 * 16), int(hz * 1.1 * 16))  # 1/16 Hz a bin
    assert near[spectrum[near].argmax()] / 16 == pytest.approx(hz, rel=0.003)


def test_a_glottis_keeps_its_pitch_and_radiates_no_constant_flow() -> None:
    hz = np.full(RATE, 150.0)
    source = voice.glottis(np.random.default_rng(4), hz, breath=0.0, jitter=0.0)
    assert level(source, 145, 155) > level(source, 100, 140) + 10
    assert abs(source.mean()) < 0.02 * source.std()


def test_a_formant_lifts_its_band() -> None:
    source = np.random.default_rng(5).standard_normal(RATE)
    made = voice.sung(source, [voice.Formant(((0, 1000.0), (1, 1000.0)), 120.0)])
    assert level(made, 950, 1050) > level(made, 3000, 3500) + 15


def test_a_pulse_train_counts_turns() -> None:
    pulses = tones.pulse_train(np.full(RATE, 100.5))
    assert pulses.sum() == pytest.approx(100.0)


def test_what_drives_past_sounds_higher_before_and_lower_after() -> None:
    tone = np.sin(2 * np.pi * 500.0 * np.arange(6 * RATE) / RATE)
    heard, metres, side = space.passing(tone, nearest=5.0, speed=20.0)
    before, after = strongest(heard[:RATE]), strongest(heard[-RATE:])
    assert before == pytest.approx(500.0 * 343 / (343 - 20), rel=0.01)
    assert after == pytest.approx(500.0 * 343 / (343 + 20), rel=0.01)
    assert metres.argmin() == pytest.approx(3 * RATE, abs=2)
    assert side[0] < -0.9 and side[-1] > 0.9


@pytest.mark.parametrize("name", sorted(space.ROOMS.keys() - {"open air"}))
def test_a_room_decays_in_its_time(name: str) -> None:
    room = space.ROOMS[name]
    tail = space.response(room, np.random.default_rng(6))[:, 0]
    from voice_agent.foley.blocks.filters import band_pass

    energy = np.cumsum(band_pass(tail, 200.0, 900.0)[::-1] ** 2)[::-1]
    decibels = 10 * np.log10(energy / energy[0])
    at = {db: int(np.argmax(decibels < db)) for db in (-5, -25)}
    t60 = 3.0 * (at[-25] - at[-5]) / RATE
    assert t60 == pytest.approx(room.t60, rel=0.35)


@settings(max_examples=15, deadline=None)
@given(st.floats(0.001, 30.0), st.integers(0, 1000), st.integers(0, 20))
def test_mastering_never_passes_the_ceiling(gain: float, seed: int, spikes: int) -> None:
    rng = np.random.default_rng(seed)
    mix = gain * rng.standard_normal((RATE, 2))
    mix[rng.integers(0, RATE, spikes)] *= 40.0
    assert np.abs(mastered(mix)).max() <= CEILING + 1e-6
