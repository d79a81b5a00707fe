"""A sound comes from where it was placed, as loud as it was, without clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.catalogue import load_path
from voice_agent.errors import AgentError, Cancelled
from voice_agent.measure.capability.binaural import impulse
from voice_agent.sound.binaural import render
from voice_agent.sound.hrtf import Head, Measured, equalised, read_measured
from voice_agent.tools._motion import parse
from voice_agent.tools.binauralize import binauralize
from voice_agent.units import Audio

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench

RATE = 44_100


@pytest.fixture(scope="module")
def measured() -> Measured:
    return read_measured(load_path("kemar"))


@pytest.fixture(scope="module")
def head(measured: Measured) -> Head:
    return Head(measured, RATE)


def time_difference(left: np.ndarray, right: np.ndarray, rate: int, finer: int = 16) -> float:
    """By how many microseconds the right ear hears later: the ears' correlation to 1.5 kHz."""
    size = 1 << (2 * len(left) - 1).bit_length()
    cross = np.fft.rfft(right, size) * np.conj(np.fft.rfft(left, size))
    hz = np.fft.rfftfreq(size, 1 / rate)
    lags = np.fft.irfft(np.where((hz > 100) & (hz < 1500), cross, 0), size * finer)
    lag = int(lags.argmax())
    return (lag if lag < size * finer // 2 else lag - size * finer) / finer / rate * 1e6


def level_difference(left: np.ndarray, right: np.ndarray) -> float:
    """By how many dB the left ear hears more."""
    return float(10 * np.log10(np.sum(left**2) / np.sum(right**2)))


def pink(frames: int, seed: int = 0) -> np.ndarray:
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=frames))
    noise = np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1)), frames)
    return (0.1 * noise / noise.std()).astype(np.float32)


@pytest.mark.parametrize(
    ("azimuth", "elevation"), [(-90, 0), (-30, 0), (45, 20), (90, 0), (140, -20), (180, 10)]
)
def test_a_direction_left_out_of_the_measurements_is_placed_where_it_was(
    measured: Measured, head: Head, azimuth: float, elevation: float
) -> None:
    turned = (measured.azimuth - azimuth + 180) % 360 - 180
    index = int((np.abs(turned) + np.abs(measured.elevation - elevation)).argmin())
    made = impulse(
        head.without(index), float(measured.azimuth[index]), float(measured.elevation[index])
    )
    # Both through the equalisation that is common to all directions and both ears.
    _, flat = equalised(measured)
    raw = np.fft.rfft(measured.responses[index], 2048)
    true = np.fft.irfft(raw * flat[index] / np.maximum(np.abs(raw), 1e-9))
    assert abs(time_difference(*made, RATE) - time_difference(*true, RATE)) < 40
    tilt = np.maximum(np.fft.rfftfreq(2048, 1 / RATE), 200) ** -0.5
    weighted = [
        [np.fft.irfft(np.fft.rfft(ear, 2048) * tilt) for ear in pair] for pair in (made, true)
    ]
    assert abs(level_difference(*weighted[0]) - level_difference(*weighted[1])) < 1.0


@pytest.mark.parametrize("rate", [8000, 16_000, 48_000, 192_000])
def test_the_cues_are_the_same_at_every_rate(measured: Measured, head: Head, rate: int) -> None:
    expected = time_difference(*impulse(head, 60, 0), RATE)
    found = time_difference(*impulse(Head(measured, rate), 60, 0), rate)
    assert abs(found - expected) < 15


def test_left_is_left_and_right_is_right(bench: Workbench) -> None:
    path = bench.take(Audio(pink(RATE), RATE))
    left, right = (
        bench.read(binauralize(bench.context, path, azimuth=side).artifacts[0].path).samples.T
        for side in (-90, 90)
    )
    assert level_difference(*left) > 4
    assert level_difference(*right) < -4
    assert time_difference(*left, RATE) > 500
    assert time_difference(*right, RATE) < -500


@pytest.mark.parametrize("rate", [8000, 16_000, 44_100, 96_000])
def test_rate_length_and_energy_are_kept(bench: Workbench, rate: int) -> None:
    noise = Audio(pink(2 * rate + 37), rate)
    output = binauralize(bench.context, bench.take(noise))
    made = bench.read(output.artifacts[0].path)
    assert (made.rate, made.samples.shape) == (rate, (noise.frames, 2))
    gain = level_difference(made.samples, noise.samples) - 10 * np.log10(2)
    assert abs(gain) < 1.0
    assert output.artifacts[0].picture
    assert "headphones" in (output.text or "")


def test_the_ears_stay_in_step_with_the_recording(head: Head) -> None:
    heard = impulse(head, 0, 0)
    assert np.array_equal(heard[0], heard[1]) or np.abs(heard[0] - heard[1]).max() < 1e-4
    peak = int(np.abs(heard[0]).argmax())
    assert abs(peak - head.size // 8) < 0.001 * RATE


@pytest.mark.parametrize("seconds", [0.001, 0.1, 3.0])
def test_silence_stays_silence(bench: Workbench, seconds: float) -> None:
    frames = max(1, round(seconds * RATE))
    path = bench.take(Audio(np.zeros((frames, 2), np.float32), RATE))
    made = bench.read(binauralize(bench.context, path, motion="circle").artifacts[0].path)
    assert made.samples.shape == (frames, 2)
    assert not made.samples.any()


def test_a_moving_tone_does_not_click(head: Head) -> None:
    tone = np.sin(2 * np.pi * 300 * np.arange(3 * RATE) / RATE).astype(np.float32)
    # A jump from side to side is the worst that a list of points can ask for.
    for motion in ("circle every 2 seconds", "0:-90, 1.5:-90, 1.5:90, 3:90"):
        heard = np.concatenate(list(render([tone], head, parse(motion, seconds=3.0))))
        inner = heard[RATE // 10 : -RATE // 10]
        window = np.hanning(1024)[:, None]
        blocks = [inner[at : at + 1024] * window for at in range(0, len(inner) - 1024, 512)]
        power = np.abs(np.fft.rfft(blocks, axis=1)) ** 2
        high = np.fft.rfftfreq(1024, 1 / RATE) > 3000
        # A click is broadband: nothing of the tone may reach above 3 kHz.
        assert power[:, high].sum(axis=1).max() < 1e-6 * power.sum(axis=1).max()


def test_blocks_leave_no_seams(head: Head) -> None:
    noise = pink(RATE)
    path = parse("circle every 2 seconds", seconds=1.0)
    whole = np.concatenate(list(render([noise], head, path)))
    parts = np.concatenate(list(render(np.array_split(noise, 7), head, path)))
    assert np.allclose(whole, parts, atol=1e-6)


def test_a_loud_recording_is_made_softer_instead_of_distorted(bench: Workbench) -> None:
    loud = pink(2 * RATE)
    loud /= np.abs(loud).max()
    output = binauralize(bench.context, bench.take(Audio(loud, RATE)), azimuth=90)
    made = bench.read(output.artifacts[0].path)
    assert 0.9 < np.abs(made.samples).max() < 0.999
    assert "softer" in (output.text or "")


def test_a_cancelled_turn_leaves_no_file(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    before = set(bench.session.directory.rglob("*"))
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        binauralize(bench.context, path)
    assert set(bench.session.directory.rglob("*")) == before


@pytest.mark.parametrize(
    ("motion", "times", "azimuths"),
    [
        ("left to right", (0, 10), (-90, 90)),
        ("move from the right ear to the left", (0, 10), (90, -90)),
        ("from right to left and back again in three seconds", (0, 1.5, 3), (90, -90, 90)),
        ("from 30 degrees left to 60 degrees right", (0, 10), (-30, 60)),
        ("from the front to behind me", (0, 10), (0, 180)),
        ("circle", (0, 10), (0, 360)),
        ("circle counterclockwise every 5 seconds", (0, 5), (0, -360)),
        ("0:-90, 4:30, 9:180", (0, 4, 9), (-90, 30, 180)),
        ("[[0, -90], [5, 90]]", (0, 5), (-90, 90)),
        ("at 0 s -90 degrees, at 4 s 30 degrees", (0, 4), (-90, 30)),
        ("none", (0,), (0,)),
    ],
)
def test_motions_in_words_and_numbers(
    motion: str, times: tuple[float, ...], azimuths: tuple[float, ...]
) -> None:
    path = parse(motion, seconds=10.0)
    assert path.times == pytest.approx(times)
    assert path.azimuths == pytest.approx(azimuths)


def test_over_the_head_means_up_and_down_again() -> None:
    path = parse("fly over my head from left to right", seconds=10.0)
    azimuth, elevation = path(np.array([0.0, 4.9, 5.1, 10.0]))
    assert elevation.tolist() == pytest.approx([0, 88.2, 88.2, 0])
    assert azimuth.tolist() == [-90, -90, 90, 90]


@pytest.mark.parametrize("motion", ["zigzag", "5:9, 3:2", "1 2 3"])
def test_a_motion_that_means_nothing_is_explained(bench: Workbench, motion: str) -> None:
    path = bench.take(Audio(pink(4410), RATE))
    with pytest.raises(AgentError, match="left to right"):
        binauralize(bench.context, path, motion=motion)


@given(st.text(max_size=40), st.floats(0.01, 4000))
def test_any_words_give_a_path_or_an_explanation(words: str, seconds: float) -> None:
    try:
        path = parse(words, seconds=seconds)
    except AgentError:
        return
    azimuth, elevation = path(np.linspace(0, seconds, 50))
    assert np.isfinite(azimuth).all()
    assert np.isfinite(elevation).all()
