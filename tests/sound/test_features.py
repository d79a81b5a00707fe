"""Spectra and levels: energy is kept, inverses invert, shapes follow from their definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from voice_agent.sound import features

signals = hnp.arrays(
    np.float32,
    st.integers(1, 3000),
    elements=st.floats(-1, 1, width=32, allow_subnormal=False),
)
rates = st.sampled_from([16_000, 22_050, 24_000, 44_100, 48_000])


@given(signals, st.sampled_from([64, 256]))
@settings(max_examples=40, deadline=None)
def test_each_frame_of_the_stft_has_the_energy_of_its_windowed_samples(signal, n_fft):
    hop = n_fft // 4
    spectrum = features.stft(signal, n_fft=n_fft, hop=hop)
    power = np.abs(spectrum.astype(np.complex128)) ** 2
    parseval = (power[0] + power[-1] + 2 * power[1:-1].sum(axis=0)) / n_fft
    frames = features.frame(np.pad(signal, n_fft // 2), n_fft, hop)[: spectrum.shape[1]]
    energy = ((frames * features.hann(n_fft)) ** 2).sum(axis=1)
    np.testing.assert_allclose(parseval, energy, rtol=1e-3, atol=1e-5)


@given(signals, st.sampled_from([(64, 16), (64, 32), (256, 64)]))
@settings(max_examples=40, deadline=None)
def test_the_inverse_stft_gives_the_signal_back(signal, sizes):
    n_fft, hop = sizes
    spectrum = features.stft(signal, n_fft=n_fft, hop=hop)
    again = features.istft(spectrum, len(signal), hop=hop)
    inside = slice(0, (spectrum.shape[1] - 1) * hop + 1)  # up to the last frame's centre
    np.testing.assert_allclose(again[inside], signal[inside], atol=1e-4)


@given(signals, st.integers(1, 50))
@settings(max_examples=40, deadline=None)
def test_the_stft_is_linear(signal, factor):
    once = features.stft(signal, n_fft=128, hop=32)
    scaled = features.stft(signal * np.float32(factor), n_fft=128, hop=32)
    np.testing.assert_allclose(scaled, once * factor, atol=1e-3 * factor)


@given(st.integers(0, 5000), st.integers(1, 400), st.integers(1, 400))
def test_frames_are_whole_and_as_many_as_fit(length, size, hop):
    signal = np.arange(length, dtype=np.float32)
    frames = features.frame(signal, size, hop)
    assert len(frames) == (0 if length < size else 1 + (length - size) // hop)
    for index, block in enumerate(frames):
        assert block[0] == index * hop
        assert block[-1] == index * hop + size - 1


def test_an_stft_has_a_frame_for_every_hop_centred_on_it():
    signal = np.zeros(1600, dtype=np.float32)
    signal[800] = 1.0
    spectrum = np.abs(features.stft(signal, n_fft=256, hop=100))
    assert spectrum.shape == (129, 17)
    assert spectrum.sum(axis=0).argmax() == 8


@given(st.floats(0, 24_000), st.booleans())
def test_mel_and_hertz_are_inverses(hz, htk):
    mel = features.hz_to_mel(hz, htk=htk)
    assert features.mel_to_hz(mel, htk=htk) == pytest.approx(hz, rel=1e-9, abs=1e-6)


def test_mel_scales_have_their_published_values():
    assert features.hz_to_mel(1000.0) == pytest.approx(15.0)
    assert features.hz_to_mel(6400.0) == pytest.approx(42.0)
    assert features.hz_to_mel(1000.0, htk=True) == pytest.approx(1000.0, abs=0.1)


@given(rates, st.sampled_from([512, 1024, 2048]), st.integers(1, 128), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_mel_band_is_empty_or_negative(rate, n_fft, bands, area):
    filters = features.mel_filterbank(rate, n_fft, bands, area=area)
    assert filters.shape == (bands, n_fft // 2 + 1)
    assert (filters >= 0).all()
    assert (filters.sum(axis=1) > 0).all()
    centres = filters.argmax(axis=1)
    assert (np.diff(centres) >= 0).all()


@given(rates)
@settings(max_examples=10, deadline=None)
def test_between_the_outer_centres_the_triangles_add_up_to_one(rate):
    n_fft = 4096
    filters = features.mel_filterbank(rate, n_fft, 20, area=False)
    edges = features.mel_edges(20, 0.0, rate / 2)
    bins = np.arange(n_fft // 2 + 1) * rate / n_fft
    inside = (bins >= edges[1]) & (bins <= edges[-2])
    np.testing.assert_allclose(filters[:, inside].sum(axis=0), 1.0, atol=1e-5)


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("hz", [300.0, 1000.0, 4000.0])
def test_a_tone_is_loudest_in_the_band_that_holds_it(rate, hz):
    tone = np.sin(2 * np.pi * hz * np.arange(rate) / rate).astype(np.float32)
    mel = features.mel_spectrogram(tone, rate, bands=40, n_fft=2048, hop=512, area=False)
    assert mel.shape == (40, 1 + rate // 512)
    band = int(mel[:, 5:-5].mean(axis=1).argmax())
    edges = features.mel_edges(40, 0.0, rate / 2)
    assert edges[band] <= hz <= edges[band + 2]


def test_magnitudes_are_the_roots_of_powers():
    noise = np.random.default_rng(1).standard_normal(4000).astype(np.float32)
    filters = features.mel_filterbank(16_000, 512, 20)
    power = features.power_spectrogram(noise, n_fft=512, hop=128, window=400)
    mel = features.mel_spectrogram(
        noise, 16_000, bands=20, n_fft=512, hop=128, window=400, magnitude=True
    )
    np.testing.assert_allclose(mel, filters @ np.sqrt(power), rtol=1e-5)


@given(length=st.integers(1, 5000), hop=st.integers(16, 300), frames=st.integers(1, 40))
def test_powers_in_pieces_are_the_powers(length, hop, frames):
    noise = np.random.default_rng(length).standard_normal(length).astype(np.float32)
    pieces = list(features.power_blocks(noise, n_fft=256, hop=hop, frames=frames))
    assert max(piece.shape[1] for piece in pieces) <= frames
    whole = features.power_spectrogram(noise, n_fft=256, hop=hop)
    np.testing.assert_allclose(np.concatenate(pieces, axis=1), whole, rtol=1e-3, atol=1e-3)


def test_what_is_not_finite_has_no_power():
    odd = np.array([np.nan, np.inf, -np.inf] * 400, np.float32)
    assert not np.concatenate(list(features.power_blocks(odd)), axis=1).any()


def test_levels_of_known_signals():
    square = np.tile(np.array([1, -1], np.float32), 500)
    sine = np.sin(2 * np.pi * np.arange(16_000) * 100 / 16_000).astype(np.float32)
    assert features.dbfs(square) == pytest.approx(0.0)
    assert features.dbfs(sine) == pytest.approx(-3.0103, abs=1e-3)
    assert features.dbfs(np.zeros(10, np.float32)) == -120.0
    assert features.dbfs(np.zeros(0, np.float32)) == -120.0
    np.testing.assert_allclose(features.frame_rms(square, 100, 50), 1.0)
    np.testing.assert_allclose(features.decibels(np.array([1.0, 0.01, 0.0])), [0, -20, -120])


@given(signals, st.integers(1, 200))
def test_an_envelope_loses_no_peak(signal, columns):
    extremes = features.envelope(signal, columns)
    assert extremes.shape == (columns, 2)
    assert (extremes[:, 0] <= extremes[:, 1]).all()
    if columns <= len(signal):
        assert extremes[:, 0].min() == signal.min()
        assert extremes[:, 1].max() == signal.max()
