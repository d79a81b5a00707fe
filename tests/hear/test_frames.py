from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from voice_agent.hear.file_source import FileSource
from voice_agent.hear.frames import RATE, FrameCutter
from voice_agent.units import Audio, AudioFrame


def drain(source: FileSource) -> list[AudioFrame]:
    source.start()
    frames = []
    while not source.ended:
        frame = source.read(0.1)
        if frame is not None:
            frames.append(frame)
    return frames


@given(st.lists(st.integers(0, 1000), max_size=30))
@hypothesis_settings(max_examples=50, deadline=None)
def test_no_sample_is_lost_or_moved_whatever_the_block_sizes(sizes: list[int]) -> None:
    total = sum(sizes)
    sound = np.arange(1, total + 1, dtype=np.float32)
    cutter = FrameCutter(RATE, 1, 320)
    frames, at = [], 0
    for size in sizes:
        frames += cutter.push(sound[at : at + size, None], at / RATE)
        at += size
    frames += cutter.flush()
    heard = np.concatenate([frame.samples for frame in frames]) if frames else sound
    assert np.array_equal(heard[:total], sound) and not heard[total:].any()
    for index, frame in enumerate(frames):
        assert len(frame.samples) == 320
        assert frame.time == pytest.approx(index * 0.02, abs=1e-6)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_resampled_frames_keep_their_time(rate: int) -> None:
    """A click at 0.5 s is at 0.5 s in the frames, whatever the device's rate."""
    sound = np.zeros((rate, 2), dtype=np.float32)
    sound[rate // 2 : rate // 2 + rate // 1000] = 0.5
    cutter = FrameCutter(rate, 2, 320)
    frames = []
    for at in range(0, rate, 441):
        frames += cutter.push(sound[at : at + 441], 100.0 + at / rate)
    frames += cutter.flush()
    loudest = max(frames, key=lambda frame: float(np.abs(frame.samples).max()))
    at = loudest.time + float(np.abs(loudest.samples).argmax()) / RATE
    assert at == pytest.approx(100.5, abs=0.003)


@pytest.mark.parametrize("rate", [RATE, 44_100])
@pytest.mark.parametrize("channels", [1, 2])
def test_what_is_no_number_is_silence(rate: int, channels: int) -> None:
    """As a driver may give it; nothing that comes after would ever get over it."""
    sound = np.full((rate // 10, channels), 0.1, dtype=np.float32)
    sound[rate // 20], sound[rate // 20 + 1] = np.nan, np.inf
    cutter = FrameCutter(rate, channels, 320)
    samples = [frame.samples for frame in cutter.push(sound, 0.0) + cutter.flush()]
    assert np.isfinite(samples).all() and np.abs(samples).max() < 0.5


def test_times_follow_a_drifting_card_and_jump_over_lost_sound() -> None:
    cutter = FrameCutter(RATE, 1, 320)
    block = np.zeros((320, 1), dtype=np.float32)
    time = 0.0
    for _ in range(3000):  # a card that is 0.1 % slow
        frames = cutter.push(block, time)
        time += 0.02 * 1.001
    assert frames[-1].time == pytest.approx(time - 0.02 * 1.001, abs=0.005)
    frames = cutter.push(block, time + 3.0)
    assert frames[-1].time == pytest.approx(time + 3.0, abs=0.005)


def test_a_file_comes_as_frames_followed_by_silence() -> None:
    sound = np.random.default_rng(1).uniform(-0.5, 0.5, 16_000 * 2 + 123).astype(np.float32)
    frames = drain(FileSource([Audio(sound, RATE)], silence=1.0))
    heard = np.concatenate([frame.samples for frame in frames])
    assert np.array_equal(heard[: len(sound)], sound)
    assert not heard[len(sound) :].any()
    assert len(heard) / RATE == pytest.approx(3.0, abs=0.05)
    assert all(b.time == pytest.approx(a.end) for a, b in itertools.pairwise(frames))


def test_blocks_of_a_file_join_without_a_seam() -> None:
    sound = np.sin(np.arange(48_000) * 2 * np.pi * 440 / 48_000).astype(np.float32)
    whole = drain(FileSource([Audio(sound, 48_000)], silence=0.0))
    cut = drain(
        FileSource([Audio(sound[:20_001], 48_000), Audio(sound[20_001:], 48_000)], silence=0.0)
    )
    one, two = (np.concatenate([frame.samples for frame in frames]) for frames in (whole, cut))
    assert len(one) == len(two) and np.abs(one - two).max() < 1e-4


def test_an_empty_file_is_only_silence() -> None:
    frames = drain(FileSource([], silence=0.5))
    assert frames and not any(frame.samples.any() for frame in frames)


def test_in_real_time_a_frame_comes_when_it_would_have_been_heard() -> None:
    source = FileSource([Audio(np.zeros(1600, dtype=np.float32), RATE)], silence=0, real_time=True)
    source.start()
    frame = None
    while frame is None:
        frame = source.read(0.01)
    assert source.now() >= frame.end
    assert source.monotonic(frame.time) < source.monotonic(frame.end)
