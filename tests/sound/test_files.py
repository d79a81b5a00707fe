"""Sound files: what goes in comes out, and what is no sound is explained."""

from __future__ import annotations

import struct
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voice_agent.errors import AgentError
from voice_agent.sound import files
from voice_agent.units import Audio


def chord(seconds: float, rate: int, channels: int = 1) -> Audio:
    """Sines below 1 kHz at half of full scale, another one in every channel."""
    time = np.arange(round(seconds * rate)) / rate
    voices = [0.5 * np.sin(2 * np.pi * 220.0 * (1 + k / 4) * time) for k in range(channels)]
    return Audio(np.stack(voices, axis=1).astype(np.float32), rate)


def write(path: Path, audio: Audio) -> Path:
    with files.AudioWriter(path, audio.rate, audio.channels) as writer:
        writer.write(audio)
    return path


def encode(source: Path, target: Path, *options: str) -> Path:
    """By the same FFmpeg that the product uses."""
    import imageio_ffmpeg

    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run(
        [program, "-v", "error", "-y", "-i", str(source), *options, str(target)], check=True
    )
    return target


def float_wav(path: Path, samples: np.ndarray, rate: int) -> Path:
    data = samples.astype("<f4").tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 3, 1,
                       rate, rate * 4, 4, 32, b"data", len(data))  # fmt: skip
    path.write_bytes(head + data)
    return path


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    frames=st.integers(1, 5000),
    rate=st.sampled_from([3000, 8000, 11025, 16000, 44100, 48000, 96000, 192000]),
    channels=st.integers(1, 8),
    seconds=st.floats(0.001, 0.3),
    seed=st.integers(0, 99),
)
def test_a_wav_comes_back_to_the_last_bit_whatever_the_blocks(
    tmp_path: Path, frames: int, rate: int, channels: int, seconds: float, seed: int
) -> None:
    steps = np.random.default_rng(seed).integers(-32768, 32768, (frames, channels))
    path = write(tmp_path / "x.wav", Audio((steps / 32768).astype(np.float32), rate))

    info = files.probe(path)
    assert (info.rate, info.channels) == (rate, channels)
    assert info.seconds == pytest.approx(frames / rate, abs=1e-5)
    whole = files.read(path)
    assert np.array_equal(np.rint(whole.samples * 32768).astype(int), steps)
    parts = list(files.blocks(path, seconds))
    assert np.array_equal(np.concatenate([part.samples for part in parts]), whole.samples)
    assert {part.frames for part in parts[:-1]} <= {max(1, round(seconds * rate))}


@pytest.mark.parametrize("suffix", files.EXPORT_SUFFIXES)
def test_every_export_format_is_read_back_as_the_same_sound(tmp_path: Path, suffix: str) -> None:
    sound = chord(1.5, 44_100, 2)
    target = tmp_path / f"sound{suffix}"
    files.export(write(tmp_path / "sound.src.wav", sound), target)

    back = files.read(target)
    assert (back.rate, back.channels) == (44_100, 2)
    assert back.seconds == pytest.approx(1.5, abs=0.06)
    # Up to the encoder's delay, which is looked for, the waveform is the same.
    delays = range(-1200, 1200)
    middle = sound.samples[20_000:30_000, 1]
    errors = [
        float(np.abs(back.samples[20_000 + d : 30_000 + d, 1] - middle).max()) for d in delays
    ]
    assert min(errors) < 0.05
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    "options",
    [
        ("-c:a", "pcm_s24le", "a.wav"),
        ("-c:a", "pcm_f64le", "a.wav"),
        ("-c:a", "pcm_u8", "a.wav"),
        ("-c:a", "pcm_s16be", "a.aiff"),
        ("-c:a", "pcm_mulaw", "-ar", "8000", "a.wav"),
        ("-c:a", "flac", "-sample_fmt", "s32", "a.flac"),
        ("-c:a", "libopus", "-ar", "48000", "a.ogg"),
        ("-c:a", "libmp3lame", "-ar", "22050", "-ac", "1", "a.mp3"),
        ("-c:a", "alac", "a.m4a"),
        ("-c:a", "aac", "a.aac"),
        ("-f", "lavfi", "-i", "color=size=32x32:rate=5:duration=1", "-c:a", "aac", "a.mp4"),
        ("-c:a", "libvorbis", "a.webm"),
    ],
)
def test_codecs_and_containers_keep_pitch_and_level(tmp_path: Path, options: tuple[str]) -> None:
    source = write(tmp_path / "source.wav", chord(1.0, 44_100))
    path = encode(source, tmp_path / options[-1], *options[:-1])

    audio = files.read(path)
    assert files.probe(path).seconds == pytest.approx(audio.seconds, abs=0.15)
    assert audio.seconds == pytest.approx(1.0, abs=0.15)
    middle = audio.mono()[audio.rate // 4 : 3 * audio.rate // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert spectrum.argmax() * audio.rate / len(middle) == pytest.approx(220, abs=4)
    assert np.sqrt(2) * middle.std() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(("rate", "target"), [(44_100, 16_000), (8000, 48_000), (16_000, 16_000)])
def test_resampled_blocks_join_without_a_seam(tmp_path: Path, rate: int, target: int) -> None:
    path = write(tmp_path / "x.wav", chord(3.0, rate, 2))
    parts = list(files.blocks(path, 0.37, rate=target, mono=True))

    assert {part.rate for part in parts} == {target}
    joined = np.concatenate([part.mono() for part in parts])
    assert len(joined) == 3 * target
    expected = chord(3.0, target, 2).mono()
    assert np.abs(joined - expected)[200:-200].max() < 2e-3


def test_float_samples_that_are_no_numbers_become_silence_and_are_told(tmp_path: Path) -> None:
    samples = chord(0.5, 16_000).samples[:, 0].copy()
    samples[100:110], samples[200], samples[3000] = np.nan, np.inf, np.nan
    warnings: list[str] = []
    audio = files.read(float_wav(tmp_path / "nan.wav", samples, 16_000), warn=warnings.append)

    assert np.isfinite(audio.samples).all()
    assert not audio.samples[100:110].any()
    assert len(warnings) == 1
    assert "nan.wav" in warnings[0]


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".ogg"])
def test_a_file_that_is_cut_short_gives_what_is_there(tmp_path: Path, suffix: str) -> None:
    whole = tmp_path / f"whole{suffix}"
    noise = np.random.default_rng(1).normal(0, 0.1, (80_000, 1)).astype(np.float32)
    files.export(write(tmp_path / "source.wav", Audio(noise, 16_000)), whole)
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    warnings: list[str] = []
    audio = files.read(cut, warn=warnings.append)
    assert 1.5 < audio.seconds < 3.5
    if suffix in (".wav", ".flac"):  # the others do not say how long they should be
        assert len(warnings) == 1
        assert "cut short" in warnings[0]


BROKEN: dict[str, bytes] = {
    "empty.wav": b"",
    "notes.txt": b"buy milk\n" * 50,
    "text.wav": b"this is not audio at all\n" * 50,
    "random.wav": bytes(np.random.default_rng(3).integers(0, 256, 4096, dtype=np.uint8)),
    "zeros.mp3": bytes(4096),
    "list.m3u8": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n/etc/hostname\n#EXT-X-ENDLIST\n",
    "no-samples.wav": b"RIFF$\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"
    b"\x80>\x00\x00\x00}\x00\x00\x02\x00\x10\x00data\x00\x00\x00\x00",
    "no-bits.wav": b"RIFF\x28\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"
    b"\x80>\x00\x00\x00}\x00\x00\x02\x00\x00\x00data\x04\x00\x00\x00\x01\x00\x02\x00",
    "head-only.wav": b"RIFF$\x00\x00\x00WAVEfmt ",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_sound_is_explained_by_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    with pytest.raises(AgentError) as error:
        files.read(path)
    assert name in error.value.problem
    assert error.value.remedy


def test_a_missing_file_a_folder_and_a_silent_film_are_explained(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    encode_film = ["-f", "lavfi", "-i", "color=size=32x32:rate=5:duration=1"]
    import imageio_ffmpeg

    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", *encode_film, str(film)], check=True)
    for path, reason in [
        (tmp_path / "none.wav", "no file"),
        (tmp_path, "folder"),
        (film, "no sound"),
    ]:
        with pytest.raises(AgentError, match=reason):
            files.probe(path)


def test_loud_samples_are_clipped_and_counted(tmp_path: Path) -> None:
    with files.AudioWriter(tmp_path / "x.wav", 8000, 1) as writer:
        writer.write(np.array([0.0, 1.5, -2.0, np.nan], np.float32))
    assert writer.clipped == 2
    with wave.open(str(tmp_path / "x.wav")) as file:
        values = np.frombuffer(file.readframes(4), "<i2")
    assert values.tolist() == [0, 32767, -32768, 0]


def test_an_interrupted_writer_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), files.AudioWriter(tmp_path / "x.wav", 8000, 1) as writer:
        writer.write(np.zeros(100, np.float32))
        assert not (tmp_path / "x.wav").exists()
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_export_format_names_the_known_ones(tmp_path: Path) -> None:
    path = write(tmp_path / "x.wav", chord(0.1, 8000))
    with pytest.raises(AgentError, match=r"x\.doc"):
        files.export(path, tmp_path / "x.doc")
    with pytest.raises(AgentError, match="no folder"):
        files.export(path, tmp_path / "nowhere" / "x.mp3")


def test_a_long_file_is_drawn_with_its_own_time_axis(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "long.wav"
    with files.AudioWriter(path, 8000, 2) as writer:
        for part in range(20):  # loud in the first half, silent in the second
            writer.write(chord(5.0, 8000, 2).samples * (part < 10))
    files.draw(path, tmp_path / "long.png")

    with Image.open(tmp_path / "long.png") as picture:
        lane = np.asarray(picture.convert("L"), dtype=float)[20:180, 90:1100]
    active = lane.std(axis=0) > 25
    assert active[20:480].all()
    assert not active[530:].any()
