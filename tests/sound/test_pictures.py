"""Pictures of sound: the right colours in the right places, whatever the sound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from voice_agent.sound import pictures
from voice_agent.sound.colours import grey_of, heat, heat_map
from voice_agent.sound.mel_image import frequency_ticks, mel_image, time_ticks
from voice_agent.units import Audio


def tone(hz: float, seconds: float = 1.0, rate: int = 16_000, channels: int = 1) -> Audio:
    wave = 0.5 * np.sin(2 * np.pi * hz * np.arange(int(rate * seconds)) / rate)
    return Audio(np.repeat(wave.astype(np.float32)[:, None], channels, axis=1), rate)


def test_louder_is_always_lighter():
    assert (np.diff(grey_of(heat_map())) > 0).all()


def test_neighbouring_colours_differ_alike():
    steps = np.abs(np.diff(heat_map().astype(int), axis=0)).sum(axis=1)
    assert steps.max() <= 10


def test_values_outside_the_scale_take_its_ends():
    ends = heat(np.array([-1.0, np.nan, 2.0]))
    np.testing.assert_array_equal(ends, heat_map()[[0, 0, 255]])


@pytest.mark.parametrize("rate", [8000, 16_000, 24_000, 44_100, 48_000])
def test_a_tone_is_a_bright_line_at_its_frequency(rate):
    picture = mel_image(tone(2000.0, rate=rate), columns=50, bands=60)
    assert picture.values.shape == (60, 50)
    row = int(picture.values[:, 25].argmax())
    assert row == pytest.approx(picture.place_of(2000.0) * 60, abs=1.5)
    assert picture.values[:, 25].max() > 0.9
    assert np.median(picture.values) < 0.3


def test_a_click_lies_at_its_time():
    samples = np.zeros(16_000, np.float32)
    samples[12_000] = 1.0
    picture = mel_image(Audio(samples, 16_000), columns=80, bands=20)
    assert picture.values.sum(axis=0).argmax() == pytest.approx(60, abs=1)


@given(st.integers(0, 40_000), st.integers(1, 200), st.sampled_from([8000, 16_000, 48_000]))
def test_any_length_gives_the_size_that_was_asked_for(frames, columns, rate):
    picture = mel_image(Audio(np.zeros(frames, np.float32), rate), columns=columns, bands=10)
    assert picture.values.shape == (10, columns)
    assert (picture.values == 0.0).all()


@given(st.floats(0.001, 20_000), st.integers(2, 20))
def test_time_ticks_are_few_and_inside(seconds, most):
    ticks = time_ticks(seconds, most)
    assert 1 <= len(ticks) <= most + 1
    assert all(0 <= time <= seconds * (1 + 1e-6) for time, _ in ticks)
    assert len({label for _, label in ticks}) == len(ticks)


def test_frequency_ticks_are_octaves():
    assert frequency_ticks(4000.0)[-2:] == [(2000, "2k"), (4000, "4k")]


@pytest.mark.parametrize("audio", [
    tone(440.0),
    tone(440.0, channels=2),
    tone(440.0, seconds=0.002),
    Audio(np.zeros(0, np.float32), 16_000),
    Audio(np.zeros(16_000, np.float32), 16_000),
    Audio(np.full(100, np.nan, np.float32), 16_000),
], ids=["mono", "stereo", "very short", "empty", "silent", "not a number"])  # fmt: skip
def test_every_sound_can_be_drawn(audio, tmp_path):
    path = pictures.draw_audio(audio, tmp_path / "image" / "sound.png", title="what it is")
    with Image.open(path) as image:
        assert image.format == "PNG"
        assert image.width == 1200
        assert 300 < image.height < 800
    assert list(path.parent.iterdir()) == [path]


def test_the_picture_of_a_rising_tone_rises(tmp_path):
    rate = 16_000
    time = np.arange(2 * rate) / rate
    sweep = np.sin(2 * np.pi * (300 * time + 850 * time**2)).astype(np.float32)
    with Image.open(pictures.draw_audio(Audio(sweep, rate), tmp_path / "sweep.png")) as image:
        grey = np.asarray(image.convert("L"), dtype=int)
    panel = grey[160:440, pictures.GUTTER + 30 : 1090]
    early, late = panel[:, 100].argmax(), panel[:, -100].argmax()
    assert early > late + 50  # rows count from the top


def test_marks_and_comparisons_and_posteriorgrams_are_drawn(tmp_path):
    marked = pictures.draw_audio(tone(440.0), tmp_path / "marked.png", marks=[(0.2, 0.5)])
    with Image.open(marked) as image:
        colours = {colour for _, colour in image.getcolors(1 << 20)}
        assert pictures.MARK in colours
    both = [("before", tone(440.0)), ("after", tone(880.0, seconds=0.5))]
    assert pictures.draw_comparison(both, tmp_path / "both.png").exists()
    scores = np.random.default_rng(0).random((2, 40)).astype(np.float32)
    path = pictures.draw_posteriorgram(
        scores, ["Speech", "Vehicle horn, car horn, honking"], 4.0, tmp_path / "scores.png",
        spans=[[(1.0, 2.0)], []], title="sounds",
    )  # fmt: skip
    assert path.exists()
