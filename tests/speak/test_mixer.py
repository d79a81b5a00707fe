"""The queue behind the loudspeaker, to the sample."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.speak.mixer import Mixer, Sound

RATE = 8_000


def sound(samples: np.ndarray) -> Sound:
    return Sound(np.asarray(samples, dtype=np.float32).reshape(-1, 1))


def tone(seconds: float, hertz: float = 100.0, level: float = 0.5) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def pull(mixer: Mixer, *sizes: int) -> np.ndarray:
    return np.concatenate([mixer.pull(size).block[:, 0] for size in sizes])


def largest_step(samples: np.ndarray) -> float:
    return float(np.abs(np.diff(samples, prepend=0.0, append=0.0)).max())


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=6),
    st.lists(st.integers(1, 300), min_size=1, max_size=40),
)
def test_queued_sounds_follow_one_another_without_gap_or_loss(
    lengths: list[int], sizes: list[int]
) -> None:
    """Slow ramps that continue one another come out as they went in, however it is pulled."""
    mixer = Mixer(RATE, 1)
    whole = 1e-4 * np.arange(sum(lengths), dtype=np.float32)
    at = 0
    for length in lengths:
        mixer.put(sound(whole[at : at + length]))
        at += length
    heard = pull(mixer, *sizes)
    count = min(len(heard), len(whole))
    assert np.allclose(heard[:count], whole[:count], atol=1e-6)


def test_a_loud_high_sound_in_two_pieces_comes_out_as_one() -> None:
    whole, mixer = tone(0.2, 900.0).astype(np.float32), Mixer(RATE, 1)
    for piece in (whole[:777], whole[777:]):
        mixer.put(sound(piece))
    assert np.array_equal(pull(mixer, len(whole))[: len(whole) - 1], whole[:-1])


def test_silence_where_nothing_is_queued() -> None:
    assert not pull(Mixer(RATE, 1), 100).any()


def test_start_and_end_are_told_with_their_frame() -> None:
    mixer = Mixer(RATE, 1)
    one, two = sound(tone(0.01)), sound(tone(0.02))
    mixer.put(one)
    mixer.put(two)
    first = mixer.pull(100)
    assert first.started == ((one, 0), (two, 80)) and first.ended == ((one, 80),)
    assert mixer.pull(200).ended == ((two, 140),)


def test_a_stop_fades_within_ten_milliseconds_and_drops_the_queue() -> None:
    mixer = Mixer(RATE, 1)
    one, two = sound(tone(1.0)), sound(tone(1.0))
    mixer.put(one)
    mixer.put(two)
    before = pull(mixer, 830)
    assert mixer.stop() == [one, two] and one.stopped and two.stopped
    after = pull(mixer, 400)
    assert not after[80:].any()
    assert largest_step(np.concatenate([before, after])) < 1.3 * largest_step(tone(0.1))


def test_a_sound_that_ends_in_the_middle_of_a_wave_does_not_click() -> None:
    mixer = Mixer(RATE, 1)
    mixer.put(sound(np.full(400, 0.8)))
    assert largest_step(pull(mixer, 100, 300, 300)) < 0.05


def test_a_stop_and_a_new_sound_do_not_click() -> None:
    mixer = Mixer(RATE, 1)
    mixer.put(sound(np.full(4000, 0.8)))
    parts = [pull(mixer, 200)]
    mixer.stop()
    mixer.put(sound(np.full(400, -0.8)))
    parts.append(pull(mixer, 50, 50, 50, 400, 100))
    assert largest_step(np.concatenate(parts)) < 0.05


def test_volume_changes_without_a_step() -> None:
    mixer = Mixer(RATE, 1)
    mixer.put(sound(np.full(2000, 0.5)))
    parts = [pull(mixer, 100)]
    mixer.set_gain(0.1)
    parts.append(pull(mixer, 160, 100))
    heard = np.concatenate(parts)
    assert np.isclose(heard[-1], 0.05) and largest_step(heard[:-1][80:]) < 0.6
    assert np.abs(np.diff(heard[80:])).max() < 0.005


def test_too_loud_is_limited_to_full_scale() -> None:
    mixer = Mixer(RATE, 1, gain=10.0)
    mixer.put(sound(tone(0.1)))
    assert np.abs(pull(mixer, 800)).max() <= 1.0


def test_two_channels_stay_apart() -> None:
    mixer = Mixer(RATE, 2)
    stereo = np.zeros((100, 2), dtype=np.float32)
    stereo[:, 1] = tone(100 / RATE)
    mixer.put(Sound(stereo))
    block = mixer.pull(100).block
    assert not block[:, 0].any() and block[:, 1].any()


def test_what_is_held_goes_on_where_it_fell_silent() -> None:
    """Silence within ten milliseconds, then the same sound from there, without a click."""
    mixer = Mixer(RATE, 1)
    mixer.put(sound(tone(1.0)))
    before = pull(mixer, 830)
    mixer.hold(True)
    held = pull(mixer, 400)
    mixer.hold(False)
    after = pull(mixer, 400)
    assert mixer.is_playing
    assert not held[80:].any()
    assert np.allclose(after[80:], tone(1.0)[910 : 830 + 400], atol=1e-6)
    steps = np.abs(np.diff(np.concatenate([before, held, after])))
    assert steps.max() < 1.3 * largest_step(tone(0.1))


def test_a_hold_that_nobody_ends_ends_by_itself() -> None:
    mixer = Mixer(RATE, 1)
    mixer.put(sound(tone(1.0)))
    pull(mixer, 800)
    mixer.hold(True)
    assert not pull(mixer, *[100] * 70)[80:].any()
    assert pull(mixer, *[100] * 20)[1100:].any()


def test_a_stop_while_it_is_held_makes_no_sound() -> None:
    mixer = Mixer(RATE, 1)
    one = sound(tone(1.0))
    mixer.put(one)
    pull(mixer, 830)
    mixer.hold(True)
    pull(mixer, 400)
    assert mixer.stop() == [one]
    assert not pull(mixer, 400).any()
