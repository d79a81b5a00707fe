"""Echo cancellation: the filter on computed echoes, and the clocks around it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.hear.echo import EchoCanceller, Playback
from voice_agent.hear.echo_filter import BLOCK, AdaptiveFilter, EchoFilter
from voice_agent.units import AudioFrame

RATE = 16_000
RANDOM = np.random.default_rng(5)


def speechlike(seconds: float, seed: int) -> np.ndarray:
    """Noise that swells and fades as syllables do."""
    random = np.random.default_rng(seed)
    count = round(seconds * RATE)
    swell = np.clip(np.sin(np.arange(count) / RATE * 2 * np.pi * 3.1), 0, None)
    return (0.1 * swell * random.standard_normal(count)).astype(np.float32)


def room(far: np.ndarray, delay: float = 0.03, leak: float = 0.5) -> np.ndarray:
    random = np.random.default_rng(9)
    taps = random.standard_normal(1600) * np.exp(-np.arange(1600) / 300)
    taps *= leak / np.sqrt(np.square(taps).sum())
    echo = np.convolve(far, np.concatenate([np.zeros(round(delay * RATE)), taps]))
    return echo[: len(far)].astype(np.float32)


def level(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(samples)) + 1e-12))


def test_the_echo_of_a_room_is_learnt_and_taken_out() -> None:
    far = speechlike(6.0, 1)
    near = room(far)
    left = EchoFilter().process(near, far)
    assert level(near[-RATE:]) - level(left[-RATE:]) > 20.0


def test_somebody_who_speaks_at_the_same_time_stays() -> None:
    far, person = speechlike(8.0, 1), speechlike(8.0, 2)
    person[: 5 * RATE] = 0.0
    echo = room(far)
    left = EchoFilter().process(echo + person, far)[BLOCK:]  # it comes a block later
    said = person[:-BLOCK]
    last = slice(-2 * RATE, None)
    assert abs(level(left[last]) - level(said[last])) < 3.0
    assert np.corrcoef(left[last], said[last])[0, 1] > 0.9


def test_nothing_played_leaves_the_sound_as_it_is() -> None:
    person = speechlike(1.0, 3)
    left = EchoFilter().process(person, np.zeros_like(person))
    assert np.allclose(left[BLOCK:], person[:-BLOCK], atol=1e-4)


@given(st.integers(1, 40), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_no_sound_makes_the_filter_leave_the_numbers(seed: int, one: float, two: float) -> None:
    random = np.random.default_rng(seed)
    filter_ = AdaptiveFilter(4)
    for _ in range(6):
        near = (one * random.standard_normal(BLOCK)).astype(np.float32)
        far = (two * random.standard_normal(BLOCK)).astype(np.float32)
        left, echo, doubt = filter_.block(near, far)
        assert np.isfinite(left).all() and np.isfinite(echo).all() and (doubt >= 0).all()


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_playback_comes_back_on_the_microphones_clock(rate: int) -> None:
    tone = np.sin(2 * np.pi * 300 * np.arange(2 * rate) / rate).astype(np.float32)[:, None]
    playback = Playback()
    size = rate // 100
    for start in range(0, len(tone), size):
        playback.put(tone[start : start + size], rate, 10.0 + start / rate)
    read = [playback.read(10.5 + 0.02 * i, 320) for i in range(50)]
    wanted = np.sin(2 * np.pi * 300 * (0.5 + np.arange(16_000) / RATE))
    assert np.abs(np.concatenate(read) - wanted).max() < 0.05


def test_jittering_times_don_t_tear_the_reference() -> None:
    """Blocks whose times wander by some milliseconds still give one stream."""
    tone = np.sin(2 * np.pi * 300 * np.arange(3 * RATE) / RATE).astype(np.float32)[:, None]
    playback = Playback()
    random = np.random.default_rng(2)
    pieces = []
    for index in range(300):
        at = 5.0 + 0.01 * index + random.uniform(-0.004, 0.004)
        playback.put(tone[160 * index : 160 * (index + 1)], RATE, at)
        if index >= 20 and index % 2:
            pieces.append(playback.read(5.0 + 0.01 * (index - 15), 320))
    steps = np.abs(np.diff(np.concatenate(pieces)))
    assert steps.max() < 0.13  # a tone of 300 Hz makes no larger ones


def test_what_was_not_played_is_silence() -> None:
    playback = Playback()
    assert not playback.read(3.0, 320).any()
    playback.put(np.ones((160, 1), dtype=np.float32), RATE, 100.0)
    assert not playback.read(3.02, 320).any()


def test_frames_pass_untouched_while_nothing_plays() -> None:
    canceller = EchoCanceller(Playback())
    frame = AudioFrame(speechlike(0.02, 4), 1.0)
    cleaned = canceller.hear(frame)
    assert cleaned.frame is frame and not cleaned.playing and cleaned.sure


def test_at_first_nothing_is_believed_then_the_echo_is_gone() -> None:
    far = speechlike(6.0, 1)
    near = room(far)
    playback = Playback()
    canceller = EchoCanceller(playback)
    heard = []
    for start in range(0, len(far), 320):
        playback.put(far[start : start + 320, None], RATE, start / RATE)
        if start >= 3200:
            at = start - 3200
            heard.append(canceller.hear(AudioFrame(near[at : at + 320], at / RATE)))
    assert heard[20].playing and not heard[20].sure
    assert heard[-1].playing and not heard[-1].sure  # and nobody speaks
    left = np.concatenate([each.frame.samples for each in heard[-50:]])
    assert level(left) < level(near[-RATE:]) - 20.0


def test_after_a_rest_of_the_loudspeaker_the_room_is_learnt_anew() -> None:
    """The new stream may come with another delay."""
    far = speechlike(4.0, 1)
    playback = Playback()
    canceller = EchoCanceller(playback)
    believed: list[float] = []
    for begin, delay in ((0.0, 0.03), (20.0, 0.045)):
        near = room(far, delay)
        for start in range(3200, len(far), 320):
            playback.put(far[start : start + 320, None], RATE, begin + start / RATE)
            at = start - 3200
            frame = AudioFrame(near[at : at + 320], begin + at / RATE)
            cleaned = canceller.hear(frame)
            if cleaned.sure and cleaned.playing:
                believed.append(frame.time)
    assert not any(20.0 <= time < 20.8 for time in believed)
    assert level(cleaned.frame.samples) < level(near[-RATE:]) - 20.0


def test_a_device_that_ran_dry_is_learnt_anew() -> None:
    """Its player says so by the number of the stream; nothing else shows it."""
    far = speechlike(6.0, 1)
    near = room(far)
    playback = Playback()
    canceller = EchoCanceller(playback)
    person = speechlike(6.0, 2)
    believed: list[float] = []
    for start in range(3200, len(far), 320):
        stream = 1 if start < 3 * RATE else 2
        playback.put(far[start : start + 320, None], RATE, start / RATE, stream)
        at = start - 3200
        cleaned = canceller.hear(AudioFrame((near + person)[at : at + 320], at / RATE))
        if cleaned.sure and cleaned.playing:
            believed.append(at / RATE)
    assert not any(2.9 <= time < 3.5 for time in believed)
    assert any(2.0 <= time < 2.8 for time in believed) and any(time > 4.0 for time in believed)


@pytest.mark.parametrize("leap", [-0.02, 0.016, 0.1])
def test_an_echo_that_comes_at_another_time_is_hardly_believed(leap: float) -> None:
    """Nobody tells of it; somebody who interrupts must speak for 0.12 s that are believed."""
    far = speechlike(14.0, 1)
    near = np.concatenate([room(far, 0.1)[: 8 * RATE], room(far, 0.1 + leap)[8 * RATE :]])
    playback = Playback()
    canceller = EchoCanceller(playback)
    heard = []
    for start in range(3200, len(far), 320):
        playback.put(far[start : start + 320, None], RATE, start / RATE)
        at = start - 3200
        heard.append(canceller.hear(AudioFrame(near[at : at + 320], at / RATE)))
    after = heard[8 * 50 : 11 * 50]
    assert sum(each.sure for each in after) * 0.02 < 0.3
    left = np.concatenate([each.frame.samples for each in heard[-50:]])
    assert level(left) < level(near[-RATE:]) - 20.0


def test_a_voice_over_the_echo_leaps_and_the_echo_alone_does_not() -> None:
    far, person = speechlike(8.0, 1), speechlike(8.0, 2)
    person[: 7 * RATE] = 0.0
    near = room(far, leak=0.2) + person
    playback = Playback()
    canceller = EchoCanceller(playback)
    leapt = []
    for start in range(0, len(far), 320):
        playback.put(far[start : start + 320, None], RATE, start / RATE)
        if start >= 3200:
            at = start - 3200
            if canceller.hear(AudioFrame(near[at : at + 320], at / RATE)).leaps:
                leapt.append(at / RATE)
    known = [at for at in leapt if at > 1.0]  # the room is learnt by then
    assert known and 7.0 <= known[0] < 7.3
