"""Gaps in speech, music and noise are filled; everything else keeps its bits."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from voice_agent.errors import AgentError, Cancelled
from voice_agent.sound.autoregression import burg, interpolate
from voice_agent.sound.continuation import continue_sound
from voice_agent.sound.features import decibels, mel_spectrogram
from voice_agent.sound.files import draw
from voice_agent.sound.inpainting import fill
from voice_agent.sound.pictures import panels
from voice_agent.tools.inpaint_audio import inpaint_audio
from voice_agent.units import Audio

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.conftest import Workbench


def chord(seconds: float, rate: int) -> np.ndarray:
    """Three partials, as a held note has them."""
    time = np.arange(round(seconds * rate)) / rate
    return sum(0.1 * np.sin(2 * np.pi * hertz * time) for hertz in (220.0, 331.0, 553.0))


def snr(truth: np.ndarray, guess: np.ndarray) -> float:
    return float(10 * np.log10(np.sum(truth**2) / np.sum((truth - guess) ** 2)))


def bits(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def spectral_distance(truth: np.ndarray, other: np.ndarray, rate: int) -> float:
    levels = [
        decibels(mel_spectrogram(x.astype(np.float32), rate, bands=40), floor=-70)
        for x in (truth, other)
    ]
    return float(np.sqrt(np.mean((levels[0] - levels[1]) ** 2)))


@pytest.mark.parametrize("milliseconds", [20, 50, 100])
def test_a_held_note_is_bridged_to_the_sample(milliseconds: int) -> None:
    rate = 16_000
    note = chord(1.0, rate)
    start = 7000
    end = start + milliseconds * rate // 1000
    found = fill(note[:, None].astype(np.float32), rate, start, end)[:, 0]
    assert snr(note[start:end], found) > 25


@pytest.mark.parametrize("seconds", [0.25, 0.5, 1.0])
def test_a_long_gap_in_speech_sounds_nearer_to_it_than_repeating_does(
    speech: Audio, seconds: float
) -> None:
    rate, voice = speech.rate, speech.mono()
    count = round(seconds * rate)
    ours, repeated = [], []
    for start in range(2 * rate, len(voice) - count - rate, rate):
        span = slice(start, start + count)
        filled, again = voice.copy(), voice.copy()
        filled[span] = fill(speech.samples, rate, start, start + count)[:, 0]
        again[span] = voice[start - count : start]
        ours.append(spectral_distance(voice[span], filled[span], rate))
        repeated.append(spectral_distance(voice[span], again[span], rate))
    assert np.mean(ours) < np.mean(repeated)


def test_a_rhythm_goes_on_where_it_would_have() -> None:
    rate = 16_000
    random = np.random.default_rng(0)
    knock = random.standard_normal(1600) * np.exp(-np.arange(1600) / 300)
    beat = np.zeros(8 * rate)
    for place in range(0, 8 * rate, rate // 2):
        beat[place : place + 1600] = knock
    start, end = round(4.2 * rate), round(5.2 * rate)  # two of the knocks
    found = fill(beat[:, None].astype(np.float32), rate, start, end)[:, 0]
    assert snr(beat[start:end], found) > 10


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3900), st.integers(1, 2500), st.integers(1, 3), st.integers(0, 9))
def test_every_gap_is_filled_with_as_many_finite_samples(
    start: int, length: int, channels: int, seed: int
) -> None:
    samples = np.random.default_rng(seed).normal(0, 0.1, (4000, channels)).astype(np.float32)
    end = min(4000, start + length)
    found = fill(samples, 8000, start, end)
    assert found.shape == (end - start, channels)
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= np.abs(samples).max() + 1e-6
    hidden = samples.copy()
    hidden[start:end] = 1.0
    assert np.array_equal(fill(hidden, 8000, start, end), found)  # what is in it is not used


@pytest.mark.parametrize(
    ("rate", "channels", "start", "end"),
    [(16_000, 1, 2.5, 3.0), (44_100, 2, 1.0, 1.02), (8000, 1, 0.0, 0.5), (48_000, 1, 3.8, 9.0)],
)
def test_outside_the_gap_every_bit_of_the_file_stays(
    bench: Workbench, tmp_path: Path, rate: int, channels: int, start: float, end: float
) -> None:
    steps = np.random.default_rng(1).integers(-32768, 32768, (4 * rate, channels))
    original = tmp_path / "loud.wav"
    with wave.open(str(original), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(steps.astype("<i2").tobytes())
    output = inpaint_audio(bench.context, bench.attach(original), start=start, end=end)

    after = bits(bench.session.directory / output.artifacts[0].path).reshape(-1, channels)
    assert after.shape == steps.shape
    inside = slice(round(start * rate), round(end * rate))
    outside = np.ones(len(steps), bool)
    outside[inside] = False
    assert np.array_equal(after[outside], steps[outside])
    assert not np.array_equal(after[inside], steps[inside])


def test_the_result_the_pictures_and_the_words(bench: Workbench, speech: Audio) -> None:
    output = inpaint_audio(bench.context, bench.take(speech), start=2.5, end=3.0)
    assert [artifact.kind for artifact in output.artifacts] == ["audio", "image", "image"]
    assert output.text == "I filled in the part from 2.5 to 3 seconds."
    for end, length in (
        (1.02, "20 milliseconds"),
        (1.001, "1 millisecond"),
        (1.0002, "an instant"),
    ):
        short = inpaint_audio(bench.context, bench.take(speech), start=1.0, end=end)
        assert short.text == f"I filled in {length} at 1 second."


@pytest.mark.parametrize("milliseconds", [20, 50, 100])
@pytest.mark.parametrize("kind", ["speech", "white noise", "clicks"])
def test_a_short_gap_is_never_filled_worse_than_by_silence(
    speech: Audio, kind: str, milliseconds: int
) -> None:
    rate, random = speech.rate, np.random.default_rng(8)
    sound = speech.mono().astype(float)
    if kind != "speech":
        sound = 0.1 * random.standard_normal(8 * rate)
    if kind == "clicks":
        sound *= (np.arange(len(sound)) % 2113 < 60) + 0.01
    count = milliseconds * rate // 1000
    error = power = 0.0
    for start in range(2 * rate, len(sound) - rate, round(0.9 * rate)):
        truth = sound[start : start + count]
        found = fill(sound[:, None].astype(np.float32), rate, start, start + count)[:, 0]
        error, power = error + np.sum((truth - found) ** 2), power + np.sum(truth**2)
    assert error < power * (1.0 if kind == "speech" else 1.02)


@pytest.mark.parametrize("channels", [1, 2])
def test_only_what_is_painted_over_in_the_picture_is_replaced(
    bench: Workbench, tmp_path: Path, channels: int
) -> None:
    rate = 16_000
    noise = np.random.default_rng(3).integers(-9000, 9000, (6 * rate, channels))
    path = bench.take(Audio((noise / 32768).astype(np.float32), rate))
    draw(bench.session.locate(path), tmp_path / "mel.png")
    with Image.open(tmp_path / "mel.png") as picture:
        painted = picture.convert("RGB")
    left, top, right, bottom = panels(painted.height)
    pen = ImageDraw.Draw(painted)
    for begin, until in ((1.0, 1.4), (3.0, 3.08), (5.0, 5.5)):
        columns = [left + (right - left) * t / 6 for t in (begin, until)]
        pen.rectangle((columns[0], top + 200, columns[1], bottom - 40), fill=(255, 0, 255))
    painted.resize((900, round(900 * painted.height / painted.width))).save(
        tmp_path / "by hand.png"
    )
    output = inpaint_audio(
        bench.context, path, start=0.0, end=4.0, mask=bench.attach(tmp_path / "by hand.png")
    )
    before, after = (
        bits(bench.session.locate(path)),
        bits(bench.session.directory / output.artifacts[0].path),
    )
    changed = np.flatnonzero((before != after).reshape(-1, channels).any(axis=1)) / rate
    assert output.text.startswith("I filled in 2 stretches")
    assert changed.min() == pytest.approx(1.0, abs=0.01)
    assert changed.max() == pytest.approx(3.08, abs=0.01)  # the third lies after the end
    between = changed[(changed > 1.41) & (changed < 2.99)]
    assert not len(between)


def test_a_black_picture_with_white_in_it_is_a_mask_as_well(
    bench: Workbench, tmp_path: Path
) -> None:
    rate = 8000
    noise = np.random.default_rng(4).normal(0, 0.1, (4 * rate, 1)).astype(np.float32)
    path = bench.take(Audio(noise, rate))
    mask = Image.new("L", (400, 50))
    mask.paste(255, (100, 0, 150, 50))
    mask.save(tmp_path / "mask.png")
    output = inpaint_audio(
        bench.context, path, start=0.0, end=4.0, mask=bench.attach(tmp_path / "mask.png")
    )
    before, after = (
        bits(bench.session.locate(path)),
        bits(bench.session.directory / output.artifacts[0].path),
    )
    changed = np.flatnonzero(before != after)
    assert (changed.min(), changed.max()) == (rate, round(1.5 * rate) - 1)


def test_a_picture_with_nothing_painted_in_it_is_explained(
    bench: Workbench, tmp_path: Path, speech: Audio
) -> None:
    path = bench.take(speech)
    draw(bench.session.locate(path), tmp_path / "mel.png")
    with pytest.raises(AgentError, match="nothing painted"):
        inpaint_audio(bench.context, path, 0.0, 5.0, mask=bench.attach(tmp_path / "mel.png"))


def test_silence_is_continued_by_silence(bench: Workbench) -> None:
    quiet = Audio(np.zeros((16_000, 2), np.float32), 16_000)
    output = inpaint_audio(bench.context, bench.take(quiet), start=0.2, end=0.6)
    assert not bench.read(output.artifacts[0].path).samples.any()


def test_a_gap_in_a_long_recording(bench: Workbench) -> None:
    rate = 8000
    noise = np.random.default_rng(2).normal(0, 0.1, (150 * rate, 1)).astype(np.float32)
    path = bench.take(Audio(noise, rate))
    output = inpaint_audio(bench.context, path, start=75.0, end=76.0)
    after, before = bench.read(output.artifacts[0].path), bench.read(path)
    assert np.array_equal(after.samples[: 75 * rate], before.samples[: 75 * rate])
    assert np.array_equal(after.samples[76 * rate :], before.samples[76 * rate :])
    level = after.samples[75 * rate : 76 * rate].std()
    assert level == pytest.approx(0.1, rel=0.25)
    assert output.text == "I filled in 1 second at 1:15."


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [(20.0, 21.0, "ends after"), (3.0, 2.0, "no length"), (0.0, 10.0, "whole recording")],
)
def test_gaps_that_cannot_be_filled_are_explained(
    bench: Workbench, speech: Audio, start: float, end: float, reason: str
) -> None:
    short = Audio(speech.samples[: 5 * speech.rate], speech.rate)
    with pytest.raises(AgentError, match=reason):
        inpaint_audio(bench.context, bench.take(short), start=start, end=end)


def test_a_cancelled_turn_leaves_no_file(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    before = set(bench.session.directory.rglob("*"))
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        inpaint_audio(bench.context, path, start=1.0, end=1.5)
    assert set(bench.session.directory.rglob("*")) == before


def test_the_model_of_two_sine_waves_foretells_them() -> None:
    time = np.arange(4000) / 8000
    wave_ = np.sin(2 * np.pi * 440 * time) + 0.5 * np.sin(2 * np.pi * 1000 * time)
    model, power = burg([wave_], 32)
    error = np.convolve(wave_, model, mode="valid")
    assert np.mean(error**2) < 1e-4
    assert power < 1e-3
    found, _, _ = interpolate(wave_, 2000, 2100, order=32)
    assert snr(wave_[2000:2100], found) > 40


def test_nothing_is_continued_from_too_little() -> None:
    assert continue_sound(np.ones((400, 1)), 8000, 100, 380) is None
