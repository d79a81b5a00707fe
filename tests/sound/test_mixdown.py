"""Several channels as one: never silent where one of them is heard."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from rich.console import Console

from voice_agent.hear.frames import FrameCutter
from voice_agent.show.spectrogram import Spectrogram
from voice_agent.sound import files
from voice_agent.sound.mixdown import Mixdown
from voice_agent.units import Audio

RATE = 16_000


def tone(seconds: float = 1.0, hz: float = 440.0) -> NDArray[np.float32]:
    time = np.arange(round(seconds * RATE)) / RATE
    return (0.5 * np.sin(2 * np.pi * hz * time)).astype(np.float32)


def one_of(count: int, place: int, seconds: float = 1.0) -> NDArray[np.float32]:
    samples = np.zeros((round(seconds * RATE), count), np.float32)
    samples[:, place] = tone(seconds)
    return samples


ANTIPHASE = np.stack([tone(), -tone()], axis=1)
SAMPLES = [ANTIPHASE, one_of(8, 5), one_of(6, 2), ANTIPHASE * np.float32([1.0, 0.9])]


@pytest.mark.parametrize("samples", SAMPLES)
def test_channels_that_cancel_are_heard_and_seen(
    samples: NDArray[np.float32], tmp_path: Path
) -> None:
    assert np.abs(Audio(samples, RATE).mono()).max() > 0.45
    with files.AudioWriter(tmp_path / "a.wav", RATE, samples.shape[1]) as writer:
        writer.write(samples)
    parts = files.blocks(tmp_path / "a.wav", 0.1, rate=8000, mono=True)
    assert all(np.abs(part.samples).max() > 0.4 for part in parts)
    cutter = FrameCutter(RATE, samples.shape[1], 320)
    frames = [f for n in range(0, RATE, 480) for f in cutter.push(samples[n : n + 480], n / RATE)]
    assert all(np.abs(frame.samples).max() > 0.4 for frame in frames)


def test_the_waveform_of_many_channels_shows_the_one_that_is_heard() -> None:
    console = Console(width=70, file=io.StringIO(), color_system=None)
    console.print(Spectrogram(Audio(one_of(8, 5), RATE)))
    assert "█" in console.file.getvalue().splitlines()[0]  # type: ignore[attr-defined]


def test_other_channels_are_averaged_as_ever() -> None:
    rng = np.random.default_rng(1)
    for samples in (one_of(2, 0), rng.uniform(-1, 1, (RATE, 2)), rng.uniform(-1, 1, (RATE, 8))):
        samples = samples.astype(np.float32)
        mixed = Mixdown()
        pieces = [mixed(samples[n : n + 500]) for n in range(0, RATE, 500)]
        assert np.allclose(np.concatenate(pieces), samples.mean(axis=1), atol=1e-6)
        assert np.array_equal(Audio(samples, RATE).mono(), samples.mean(axis=1))


def test_what_begins_to_cancel_does_so_without_a_click() -> None:
    left = tone(4.0, 100.0)
    samples = np.stack([left, np.where(np.arange(len(left)) < 2 * RATE, left, -left)], axis=1)
    mixed = Mixdown()
    mono = np.concatenate([mixed(samples[n : n + 1000]) for n in range(0, len(left), 1000)])
    assert np.abs(mono[-RATE:]).max() > 0.45
    steepest = np.abs(np.diff(left)).max()
    assert np.abs(np.diff(mono)).max() < 1.5 * steepest


def test_no_sound_at_all_is_silence() -> None:
    assert not Mixdown()(np.zeros((0, 2), np.float32)).size
    assert not np.any(Mixdown()(np.zeros((100, 3), np.float32)))
    assert not Audio(np.zeros((0, 2), np.float32), RATE).mono().size
