"""Films that every player plays, with the sound where it belongs."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from voice_agent.portrait.film import FilmWriter, audio_rate, folded
from voice_agent.sound import files


def write(path: Path, *, frames: int, samples: np.ndarray, rate: int, fps: int = 25) -> None:
    size = (64, 48)
    with FilmWriter(path, size=size, fps=fps, rate=rate, channels=samples.shape[1]) as writer:
        for start in range(0, len(samples), 4800):
            writer.add_sound(samples[start : start + 4800])
        for k in range(frames):
            writer.add_frame(np.full((48, 64, 3), (40 + 5 * k % 150, 90, 140), np.uint8))


def clicks(seconds: float, rate: int, channels: int = 1) -> np.ndarray:
    """A burst at the beginning, in the middle and near the end."""
    sound = np.zeros((round(seconds * rate), channels), np.float32)
    burst = np.hanning(400) * np.sin(np.arange(400) * 0.3)
    for place in (0.05, seconds / 2, seconds - 0.1):
        at = round(place * rate)
        sound[at : at + 400] = 0.8 * burst[:, None]
    return sound


@pytest.mark.parametrize(("rate", "channels"), [(48_000, 1), (44_100, 2)])
def test_sound_and_pictures_are_as_long_and_where_they_were(
    tmp_path: Path, rate: int, channels: int
) -> None:
    path = tmp_path / "film.mp4"
    sound = clicks(3.0, rate, channels)
    write(path, frames=75, samples=sound, rate=rate)
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert video.codec_context.pix_fmt == "yuv420p"
        assert (video.frames, float(video.average_rate)) == (75, 25.0)
        assert float(video.start_time or 0) == 0
    got = files.read(path)
    assert (got.rate, got.channels) == (rate, channels)
    for place in (0.05, 1.5, 2.9):
        at = round(place * rate)
        window = slice(max(0, at - 600), at + 1000)
        lag = np.correlate(got.samples[window, 0], sound[window, 0], "full").argmax()
        assert abs(lag - (len(sound[window]) - 1)) <= 2


def test_the_index_comes_first_so_that_it_plays_while_it_loads(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    write(path, frames=10, samples=clicks(0.4, 48_000), rate=48_000)
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_colours_survive(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    write(path, frames=5, samples=clicks(0.2, 48_000), rate=48_000)
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(frame.reshape(-1, 3).mean(axis=0) - [40, 90, 140]).max() < 4


def test_a_broken_off_film_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError),
        FilmWriter(tmp_path / "film.mp4", size=(64, 48), fps=25, rate=48_000, channels=1) as writer,
    ):
        writer.add_frame(np.zeros((48, 64, 3), np.uint8))
        raise RuntimeError
    assert not list(tmp_path.iterdir())


def test_many_channels_become_two() -> None:
    samples = np.arange(12, dtype=np.float32).reshape(2, 6)
    (stereo,) = folded([samples])
    assert stereo.tolist() == [[2.0, 3.0], [8.0, 9.0]]
    (mono,) = folded([samples[:, :1]])
    assert mono.shape == (2, 1)


def test_a_sound_on_one_of_many_channels_is_as_loud_in_the_film() -> None:
    samples = np.zeros((4800, 8), np.float32)
    samples[:, 2] = 0.5
    (stereo,) = folded([samples])
    assert stereo[:, 0].min() == 0.5
    assert not stereo[:, 1].any()


def test_players_know_the_rate() -> None:
    assert [audio_rate(rate) for rate in (8000, 24_000, 44_100, 48_000, 96_000)] == [
        48_000, 48_000, 44_100, 48_000, 48_000,
    ]  # fmt: skip
