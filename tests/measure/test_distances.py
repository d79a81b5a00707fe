"""Scores that know near from far, and have the values that their definitions give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.measure.scores.event_scores import (
    Counts,
    Span,
    average_precision,
    by_event,
    by_segment,
)
from voice_agent.measure.scores.voice_distance import RATE, aligned, distance
from voice_agent.measure.scores.wave_distance import matched, mrstft, wave_l2
from voice_agent.measure.scores.word_overlap import rouge_1, rouge_l
from voice_agent.units import Audio


def vowels(pitch: float, *, pace: float = 1.0, formant: float = 700.0) -> Audio:
    """Voiced sound that glides, with a noise in the middle: harmonics through one resonance."""
    time = np.arange(round(1.2 * pace * RATE)) / RATE
    hertz = pitch * (1.0 + 0.1 * np.sin(2 * np.pi * time / (0.8 * pace)))
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    moving = formant * (1.0 + 0.4 * time / time[-1])
    sound = sum(
        np.sin(k * phase) / (1.0 + ((k * hertz - moving) / 300.0) ** 2) for k in range(1, 30)
    )
    noise = np.random.default_rng(1).standard_normal(len(time))
    middle = np.abs(time / time[-1] - 0.5) < 0.08
    return Audio((0.1 * np.where(middle, 0.5 * noise, sound)).astype(np.float32), RATE)


def test_a_voice_is_at_no_distance_from_itself() -> None:
    found = distance(vowels(120), vowels(120))
    assert found.mcd == pytest.approx(0.0, abs=1e-6)
    assert found.ffe == found.gross == found.voicing == 0.0


def test_a_slower_reading_is_nearer_than_another_timbre() -> None:
    slower = distance(vowels(120), vowels(120, pace=1.3)).mcd
    other = distance(vowels(120), vowels(120, formant=1500.0)).mcd
    assert slower < 0.6 * other


def test_only_a_pitch_that_is_off_by_a_fifth_counts_as_wrong() -> None:
    assert distance(vowels(120), vowels(132)).gross < 0.05
    far = distance(vowels(120), vowels(170))
    assert far.gross > 0.9
    assert far.ffe > far.voicing


def test_silence_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="no speech"):
        distance(vowels(120), Audio(np.zeros(RATE, np.float32), RATE))


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 99))
def test_alignment_goes_from_start_to_end_by_single_steps(n: int, m: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    first, second = aligned(random.normal(size=(n, 2)), random.normal(size=(m, 2)))
    assert (first[0], second[0], first[-1], second[-1]) == (0, 0, n - 1, m - 1)
    steps = np.stack([np.diff(first), np.diff(second)])
    assert ((steps >= 0) & (steps <= 1)).all() and (steps.sum(axis=0) > 0).all()


def test_wave_distance_is_a_thousand_times_the_mean_square() -> None:
    truth = np.zeros((2, 100))
    assert wave_l2(truth, truth + 0.1) == pytest.approx(10.0)


def test_spectral_distance_of_half_the_signal_follows_from_its_definition() -> None:
    truth = np.random.default_rng(3).normal(size=(2, 20_000))
    # |S - S/2| / |S| = 1/2, and |log S - log S/2| = log 2 wherever nothing is too quiet.
    assert mrstft(truth, truth / 2) == pytest.approx(0.5 + np.log(2), abs=0.01)
    assert mrstft(truth, truth) == 0.0


def test_a_shared_delay_and_gain_are_taken_out_and_a_delay_of_one_ear_is_not() -> None:
    truth = np.random.default_rng(4).normal(size=(2, 8_000))
    late = np.pad(truth, ((0, 0), (37, 0)))[:, :8_000] * 0.3
    one, two = matched(truth, late, 100)
    assert np.mean((one - two) ** 2) < 0.01 * np.mean(one**2)
    apart = np.stack([truth[0], np.roll(truth[1], 20)])
    one, two = matched(truth, apart, 100)
    assert np.mean((one - two) ** 2) > 0.3 * np.mean(one**2)


def test_events_count_by_onset_and_by_end() -> None:
    truth = [Span("dog", 1.0, 2.0), Span("rain", 0.0, 10.0), Span("dog", 5.0, 5.5)]
    found = [Span("dog", 1.15, 3.0), Span("rain", 0.1, 8.5), Span("cat", 5.0, 5.5)]
    assert by_event(truth, found) == Counts(hits=2, found=3, there=3)
    assert by_event(truth, found, ends=True) == Counts(hits=1, found=3, there=3)


def test_an_event_is_matched_once_and_so_that_most_are() -> None:
    truth = [Span("dog", 1.0, 1.2), Span("dog", 1.3, 1.5)]
    found = [Span("dog", 1.15, 1.4), Span("dog", 0.9, 1.0), Span("dog", 1.0, 1.1)]
    assert by_event(truth, found).hits == 2


def test_segments_are_seconds_that_a_label_touches() -> None:
    counts = by_segment([Span("dog", 0.9, 2.1)], [Span("dog", 1.0, 4.0)], 4.0)
    assert counts == Counts(hits=2, found=3, there=3)
    assert counts.f1 == pytest.approx(2 / 3)


def test_average_precision_of_a_known_ranking() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6])
    truth = np.array([True, False, True, False])
    assert average_precision(scores, truth) == pytest.approx((1 / 1 + 2 / 3) / 2)
    with pytest.raises(ValueError, match="this class"):
        average_precision(scores, np.zeros(4, bool))


def test_captions_that_share_words_overlap_and_order_counts_in_one_of_both() -> None:
    wanted = "a dog barks while rain falls"
    assert rouge_1(wanted, "the dog barking and rain") == pytest.approx(2 * 3 / 7)
    assert rouge_1(wanted, "rain falls, a dog barks") == 1.0
    assert rouge_l(wanted, "rain falls, a dog barks") == pytest.approx(0.5)
    assert rouge_1(wanted, "piano music") == rouge_1("", "") == 0.0
