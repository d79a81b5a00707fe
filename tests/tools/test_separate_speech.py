"""Two talkers become two files that add up to the recording; one talker stays one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.catalogue import load_path
from voice_agent.errors import Cancelled
from voice_agent.measure.capability.enhancement import si_sdr
from voice_agent.measure.capability.separation import in_order
from voice_agent.measure.capability.separation_baseline import nmf_pair
from voice_agent.measure.data.talkers import Signal
from voice_agent.sound import files
from voice_agent.sound.separation import RATE, STEP, Samples, Stretch, separate
from voice_agent.sound.separation_windows import MaskNetwork, likeness, trusted
from voice_agent.tools.separate_speech import separate_speech
from voice_agent.units import Audio

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench


@pytest.fixture(scope="session")
def talkers(people: Path, higher_voice: Signal) -> Signal:
    """Nine seconds of a man and of a woman at once, 16 kHz, shape (2, frames)."""
    block = next(iter(files.blocks(people / "two_cities.wav", 9.0, rate=RATE, mono=True)))
    size = min(block.frames, len(higher_voice))
    both = np.stack([block.mono()[:size], higher_voice[:size]])
    level = both.std(axis=1, keepdims=True)
    return np.asarray(0.06 * both / level, np.float32)


@pytest.fixture(scope="session")
def higher_voice(people: Path) -> Signal:
    """Another reader, a fifth higher and as much faster: another voice."""
    block = next(iter(files.blocks(people / "beckett.wav", 10.0, rate=RATE, mono=True)))
    changed: Signal = soxr.resample(block.mono(), RATE * 1.45, RATE)
    return changed


def test_two_talkers_are_pulled_apart(bench: Workbench, talkers: Signal) -> None:
    mixture = talkers.sum(axis=0)
    output = separate_speech(bench.context, bench.take(Audio(mixture, RATE)))

    assert [artifact.description for artifact in output.artifacts] == [
        "first talker",
        "second talker",
    ]
    assert (output.text or "").startswith("Two people talk in it")
    assert output.data["talkers"] == 2
    found = np.stack([bench.read(a.path).mono() for a in output.artifacts])
    found, ratios = in_order(talkers, found)
    before = [si_sdr(talker, mixture) for talker in talkers]
    assert np.mean(ratios) - np.mean(before) > 3.0
    for talker, one in zip(talkers, found, strict=True):  # polarity and gain are right
        assert 0.5 < np.dot(talker, one) / np.dot(talker, talker) < 1.2


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (44_100, 2), (96_000, 1)])
def test_the_files_add_up_to_the_recording(
    bench: Workbench, talkers: Signal, rate: int, channels: int
) -> None:
    mixture = soxr.resample(talkers.sum(axis=0)[: 5 * RATE + 11], RATE, rate)
    whole = np.stack([mixture * (1.0 - 0.3 * k) for k in range(channels)], axis=1)
    path = bench.take(Audio(whole.astype(np.float32), rate))
    output = separate_speech(bench.context, path)

    parts = [bench.read(artifact.path) for artifact in output.artifacts]
    assert all((part.rate, part.channels) == (rate, channels) for part in parts)
    together = parts[0].samples + parts[1].samples
    assert together.shape == whole.shape
    assert np.abs(together - bench.read(path).samples).max() < 1.6 / 32768


@pytest.mark.parametrize("gains", [(1.0, -1.0), (0.0, 0.0, 1.0, 0.0, 0.0, 0.0)])
def test_two_talkers_are_heard_where_the_mean_of_the_channels_loses_them(
    bench: Workbench, talkers: Signal, gains: tuple[float, ...]
) -> None:
    mixture = talkers.sum(axis=0)
    path = bench.take(Audio(np.outer(mixture, gains).astype(np.float32), RATE))
    output = separate_speech(bench.context, path)

    assert output.data["talkers"] == 2
    place = gains.index(1.0)
    found = np.stack([bench.read(a.path).samples[:, place] for a in output.artifacts])
    _, ratios = in_order(talkers, found)
    assert np.mean(ratios) - np.mean([si_sdr(one, mixture) for one in talkers]) > 3.0


def test_one_talker_is_not_made_into_two(bench: Workbench, speech: Audio) -> None:
    output = separate_speech(bench.context, bench.take(speech))
    assert output.data["talkers"] == 1
    assert "only one person" in (output.text or "")


def test_noise_is_nobody(bench: Workbench) -> None:
    noise = 0.03 * np.random.default_rng(0).standard_normal((4 * RATE, 1))
    output = separate_speech(bench.context, bench.take(Audio(noise.astype(np.float32), RATE)))
    assert output.data["talkers"] == 0
    assert "nobody" in (output.text or "")


@pytest.mark.parametrize("seconds", [0.01, 0.1, 1.0])
def test_short_and_silent_recordings(bench: Workbench, seconds: float) -> None:
    frames = round(seconds * 44_100)
    silence = Audio(np.zeros((frames, 2), np.float32), 44_100)
    output = separate_speech(bench.context, bench.take(silence))
    for artifact in output.artifacts:
        part = bench.read(artifact.path)
        assert part.samples.shape == (frames, 2)
        assert not part.samples.any()


def test_a_cancelled_turn_leaves_no_file(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    before = set(bench.session.directory.rglob("*"))
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        separate_speech(bench.context, path)
    assert set(bench.session.directory.rglob("*")) == before


class LowAndHigh:
    """Divides at 1 kHz, and exchanges the outputs whenever it likes."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)

    def __call__(self, spectrum: np.ndarray) -> tuple[np.ndarray, float]:
        mask = np.where(np.arange(257) < 32, 0.5, -0.5) * np.ones_like(spectrum)
        return mask * self._random.choice([-1, 1]), 1.0


def _pieces(samples: Samples, size: int) -> Iterator[Samples]:
    for start in range(0, len(samples), size):
        yield samples[start : start + size]


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 99),
    frames=st.integers(1, 6 * STEP),
    size=st.integers(500, 3 * STEP),
    rate=st.sampled_from([8000, 16_000, 22_050]),
)
def test_talkers_keep_their_place_over_windows(
    seed: int, frames: int, size: int, rate: int
) -> None:
    noise = 0.1 * np.random.default_rng(seed).standard_normal((frames, 1)).astype(np.float32)
    pairs = list(separate(_pieces(noise, size), rate, 1, LowAndHigh(seed)))
    first = np.concatenate([pair.first for pair in pairs])[:, 0]
    second = np.concatenate([pair.second for pair in pairs])[:, 0]

    assert len(first) == len(second) == frames
    assert np.abs(first + second - noise[:, 0]).max() < 1e-5
    if frames < 4000:
        return
    low = soxr.resample(soxr.resample(noise[:, 0], rate, 2000), 2000, rate)[:frames]
    low = np.pad(low, (0, frames - len(low)))
    for start in range(0, frames - 2000, 2000):
        span = slice(start, start + 2000)
        nearer = np.dot(low[span], first[span]) > np.dot(low[span], second[span])
        assert nearer == (np.dot(low, first) > np.dot(low, second))


class Comb:
    """Gives every second bin to the other talker: whatever speaks, both outputs have it."""

    def __call__(self, spectrum: np.ndarray) -> tuple[np.ndarray, float]:
        mask = np.where(np.arange(257) // 4 % 2 == 0, 0.5, -0.5) * np.ones_like(spectrum)
        return mask, 1.0


def test_a_wrong_division_hardly_reaches_the_files(talkers: Signal) -> None:
    mixture = talkers.sum(axis=0)
    stretches: list[Stretch] = []
    pairs = list(separate([mixture[:, None]], RATE, 1, Comb(), watch=stretches.append))
    found = np.stack([np.concatenate([pair.first for pair in pairs])[:, 0],
                      np.concatenate([pair.second for pair in pairs])[:, 0]])  # fmt: skip

    before = np.mean([si_sdr(talker, mixture) for talker in talkers])
    assert np.mean(in_order(talkers, found)[1]) > before - 0.5
    difference = np.concatenate([stretch.difference for stretch in stretches])[:, 0]
    untamed = np.stack([mixture / 2 + difference, mixture / 2 - difference])
    assert np.mean(in_order(talkers, untamed)[1]) < before - 2.0


def test_one_who_talks_alone_is_not_left_in_both_files(talkers: Signal) -> None:
    """What is left of a talker in the other output is like him, and no reason for doubt."""
    alone, other = np.pad(talkers, ((0, 0), (0, 3 * RATE)))
    trusts = [trusted(*likeness(alone, 0.05 * alone + 1e-3 * other)),
              trusted(*likeness(alone, other))]  # fmt: skip
    assert trusts == [1.0, 1.0]
    assert trusted(*likeness(alone + 0.6 * other, other + 0.6 * alone)) < 0.5


def test_a_constant_offset_disturbs_nobody(talkers: Signal) -> None:
    network = MaskNetwork(load_path("separator"))
    mixture = talkers.sum(axis=0)[: 5 * RATE]
    plain, moved = (
        np.concatenate([p.first for p in separate([m[:, None]], RATE, 1, network)])[:, 0]
        for m in (mixture, mixture + 0.3)
    )
    assert si_sdr(plain, moved) > 30.0


def test_the_baseline_adds_up_too(talkers: Signal) -> None:
    mixture = talkers.sum(axis=0)[: 3 * RATE]
    assert np.abs(nmf_pair(mixture).sum(axis=0) - mixture).max() < 1e-5
