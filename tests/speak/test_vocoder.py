"""The vocoder: exact pitch, the right level everywhere, and neither clicks nor buzz."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.measure.scores.pitch import median_pitch, track
from voice_agent.sound.loudness import loudness
from voice_agent.speak import mel as mels
from voice_agent.speak.loudness import TARGET, levelled, limited
from voice_agent.speak.vocoder import Vocoder, overlap_add, pulses


def vowel(f0, seconds=0.6):
    """The mel spectrogram of a steady vowel-like sound: two formants over a falling slope."""
    hz = np.array([mels.filterbank()[b].argmax() * 20.0 for b in range(mels.BANDS)])
    shape = -4.5 - hz / 3000.0 + 2.0 * np.exp(-(((hz - 600) / 200) ** 2))
    shape += 1.5 * np.exp(-(((hz - 1500) / 300) ** 2))
    frames = int(seconds * mels.FRAMES_PER_SECOND)
    mel = np.repeat(shape[None], frames, axis=0).astype(np.float32)
    return mel, np.full(frames, f0, np.float32)


@settings(max_examples=15, deadline=None)
@given(st.floats(min_value=80.0, max_value=600.0))
def test_the_pitch_is_the_one_asked_for(f0):
    audio = Vocoder()(*vowel(f0))
    assert abs(1200 * np.log2(median_pitch(audio, mels.RATE) / f0)) < 8


def test_a_glide_is_followed():
    mel, f0 = vowel(200.0, 1.0)
    f0 = np.linspace(150, 300, len(f0)).astype(np.float32)
    found, _ = track(Vocoder()(mel, f0), mels.RATE)
    middle = found[10:-10]
    assert np.median(np.abs(np.diff(middle))) < 6
    assert middle[0] < 180 < 270 < middle[-1]


@pytest.mark.parametrize("f0", [0.0, 180.0])
def test_the_sound_has_the_spectrum_it_was_given(f0):
    mel, curve = vowel(f0)
    again = mels.log_mel(Vocoder()(mel, curve))[8:-8]
    heard, wanted = np.log(np.exp(2 * again).mean(0)) / 2, mel[0]
    wide = [slice(0, 20), slice(20, 40), slice(40, 60), slice(60, 78)]
    for part in wide:
        power = np.log(np.exp(2 * heard[part]).mean() / np.exp(2 * wanted[part]).mean()) / 2
        assert abs(8.69 * power) < 2.5  # dB


def test_above_eight_kilohertz_voiced_sound_is_breath_and_below_one_it_is_tone():
    mel, f0 = vowel(200.0, 1.5)
    audio = Vocoder()(mel + np.linspace(0, 3, mels.BANDS, dtype=np.float32), f0)
    size = 4800
    power = np.abs(np.fft.rfft(audio[4800 : 4800 + size] * np.hanning(size))) ** 2
    hz = np.fft.rfftfreq(size, 1 / mels.RATE)

    def tone(low, high):
        on = [power[np.argmin(np.abs(hz - h * 200))] for h in range(low // 200, high // 200)]
        off = [power[np.argmin(np.abs(hz - h * 200 - 100))] for h in range(low // 200, high // 200)]
        return 10 * np.log10(np.mean(on) / np.mean(off))

    assert tone(400, 1000) > 20
    assert tone(8000, 11000) < 4


def test_silence_stays_silent():
    floor = np.full((80, mels.BANDS), 0.5 * np.log(mels.POWER_FLOOR), np.float32)
    assert np.abs(Vocoder()(floor, np.zeros(80, np.float32))).max() < 1e-3


def test_analysis_and_overlap_add_are_inverse():
    rng = np.random.default_rng(0)
    sound = rng.standard_normal(40 * mels.HOP).astype(np.float32)
    back = overlap_add(mels.stft(sound))
    inside = slice(mels.WINDOW, -mels.WINDOW)
    assert np.allclose(back[inside], sound[inside], atol=1e-4)


def test_a_sine_of_amplitude_one_peaks_at_one():
    time = np.arange(mels.RATE) / mels.RATE
    spectra = mels.stft(np.sin(2 * np.pi * 1000 * time).astype(np.float32))
    assert np.abs(spectra[20:60]).max() == pytest.approx(1.0, abs=0.01)


def test_pulses_are_silent_where_nothing_is_voiced():
    f0 = np.r_[np.zeros(10), np.full(10, 150.0), np.zeros(10)].astype(np.float32)
    train = pulses(f0)
    assert not train[: 10 * mels.HOP].any()
    assert not train[20 * mels.HOP :].any()
    assert train.any()


def test_loudness_of_the_reference_tone():
    """BS.1770: a 997 Hz sine of full scale in one channel is -3.01 LUFS."""
    for rate in (24_000, 48_000):
        tone = np.sin(2 * np.pi * 997 * np.arange(3 * rate) / rate).astype(np.float32)
        assert loudness(tone, rate) == pytest.approx(-3.01, abs=0.05)


@settings(deadline=None)
@given(st.floats(min_value=-45, max_value=-6))
def test_any_level_is_brought_to_the_target(level):
    rng = np.random.default_rng(1)
    noise = (rng.standard_normal(24_000) * 10 ** (level / 20) * 0.3).astype(np.float32)
    assert loudness(levelled(noise, 24_000), 24_000) == pytest.approx(TARGET, abs=0.3)


@given(st.lists(st.floats(min_value=-8, max_value=8, width=32), min_size=1, max_size=50))
def test_no_peak_passes_the_ceiling_and_small_samples_are_untouched(values):
    samples = np.array(values, np.float32)
    bent = limited(samples)
    assert np.abs(bent).max() < 1.0
    small = np.abs(samples) <= 0.8
    assert np.array_equal(bent[small], samples[small])
