"""Tools that speak into a file, play to the user and record from a microphone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import jiwer
import numpy as np
import pytest

from voice_agent.errors import AgentError, Cancelled
from voice_agent.tools.play_audio import play_audio
from voice_agent.tools.record_audio import record_audio
from voice_agent.tools.registry import discover
from voice_agent.tools.synthesize_speech import synthesize_speech
from voice_agent.units import Audio

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench

SENTENCE = "The quick brown fox jumps over the lazy dog."


def words(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def test_a_text_is_spoken_so_that_it_is_understood(bench: Workbench) -> None:
    output = synthesize_speech(bench.context, SENTENCE)
    (artifact,) = output.artifacts
    audio = bench.read(artifact.path)
    assert artifact.seconds == pytest.approx(audio.seconds)
    heard = bench.context.engines.recogniser("en").transcribe(audio)
    assert jiwer.wer(words(SENTENCE), words(heard.text)) <= 0.25


def test_the_phonemes_of_every_sentence_are_on_one_clock(bench: Workbench) -> None:
    text = "Good morning. How are you today?"
    output = synthesize_speech(bench.context, text)
    phonemes = output.data["phonemes"]
    own = [p.phoneme for chunk in bench.context.engines.voice().speak(text) for p in chunk.phonemes]
    assert [phoneme["phoneme"] for phoneme in phonemes] == own
    starts = [phoneme["start"] for phoneme in phonemes]
    assert starts == sorted(starts)
    assert all(0 <= phoneme["start"] <= phoneme["end"] for phoneme in phonemes)
    assert all(p["end"] <= (output.artifacts[0].seconds or 0) + 0.05 for p in phonemes)


def test_speed_and_energy_do_what_they_say(bench: Workbench) -> None:
    def spoken(**how: float) -> Audio:
        return bench.read(synthesize_speech(bench.context, SENTENCE, **how).artifacts[0].path)

    plain = spoken()
    assert spoken(speed=1.6).seconds < 0.8 * plain.seconds
    softer = spoken(energy=-10.0)
    change = 20 * np.log10(softer.samples.std() / plain.samples.std())
    assert change == pytest.approx(-10, abs=3)


@pytest.mark.parametrize("text", ["", "   ", "?!", "\n"])
def test_nothing_to_speak_is_explained(bench: Workbench, text: str) -> None:
    with pytest.raises(AgentError, match="no words to speak"):
        synthesize_speech(bench.context, text)
    assert not list(bench.session.directory.rglob("*.wav*"))


def test_speaking_is_cancelled_between_sentences(bench: Workbench) -> None:
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        synthesize_speech(bench.context, SENTENCE)
    assert not list(bench.session.directory.rglob("*.wav*"))


@pytest.mark.parametrize(
    ("rate", "channels", "played"), [(16_000, 1, (16_000, 1)), (96_000, 6, (48_000, 1))]
)
def test_a_recording_is_played_whole(
    bench: Workbench, rate: int, channels: int, played: tuple[int, int]
) -> None:
    time = np.arange(rate * 2) / rate
    tone = np.repeat(0.3 * np.sin(2 * np.pi * 440 * time)[:, None], channels, axis=1)
    output = play_audio(bench.context, bench.take(Audio(tone.astype("f4"), rate)))
    (heard,) = bench.loudspeaker.played
    assert (heard.rate, heard.channels) == played
    assert heard.seconds == pytest.approx(2)
    assert np.sqrt(2) * heard.samples.std() == pytest.approx(0.3, abs=0.01)
    assert "2.0 seconds" in (output.text or "")


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [({"start": 1.0}, 1.0, 3.0), ({"end": 0.5}, 0.0, 0.5), ({"start": -0.5}, 2.5, 3.0),
     ({"start": 0.25, "end": -2.0}, 0.25, 1.0), ({"start": -9.0, "end": 99.0}, 0.0, 3.0)],
)  # fmt: skip
def test_a_part_of_a_recording_is_played(
    bench: Workbench, part: dict[str, float], first: float, last: float
) -> None:
    rate = 16_000
    ramp = np.linspace(0.0, 0.9, 3 * rate, dtype="f4")
    output = play_audio(bench.context, bench.take(Audio(ramp, rate)), **part)
    (heard,) = bench.loudspeaker.played
    assert heard.seconds == pytest.approx(last - first, abs=0.01)
    assert heard.mono()[0] == pytest.approx(0.3 * first, abs=0.01)
    assert heard.mono()[-1] == pytest.approx(0.3 * last, abs=0.01)
    assert f"{first:g} seconds" in (output.text or "")


def test_a_part_that_is_not_there_is_told(bench: Workbench, speech: Audio) -> None:
    with pytest.raises(AgentError, match="nothing between"):
        play_audio(bench.context, bench.take(speech), start=500.0)


def test_playing_stops_when_cancelled(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        play_audio(bench.context, path)
    assert bench.loudspeaker.played == []


def test_a_recording_is_kept_as_it_was_heard(bench: Workbench, speech: Audio) -> None:
    bench.microphone.sound = speech
    output = record_audio(bench.context, 2.5)
    (artifact,) = output.artifacts
    kept = bench.read(artifact.path)
    assert kept.seconds == pytest.approx(2.5)
    assert np.abs(kept.samples - speech.samples[: kept.frames]).max() < 1e-4
    assert output.text == "Recorded 2.5 seconds."
    assert (1.0, "recording, 0 s left") in bench.reports


@pytest.mark.parametrize(
    ("level", "remark"), [(0.0, "silent"), (0.005, "very quiet"), (3.0, "too loud")]
)
def test_a_bad_level_is_told(bench: Workbench, speech: Audio, level: float, remark: str) -> None:
    scaled = np.clip(speech.samples * level / np.abs(speech.samples).max(), -1, 1)
    bench.microphone.sound = Audio(scaled.astype(np.float32), speech.rate)
    output = record_audio(bench.context, 5.0)
    assert remark in (output.text or "")


@pytest.mark.parametrize("seconds", [0.0, -3.0, 1e9])
def test_impossible_lengths_are_explained(bench: Workbench, seconds: float) -> None:
    with pytest.raises(AgentError, match="cannot record"):
        record_audio(bench.context, seconds)


def test_every_tool_tells_the_planner_what_it_is_for() -> None:
    tools = discover()
    needed = {
        "transcribe_speech", "enhance_speech", "detect_sounds",
        "synthesize_speech", "play_audio", "record_audio",
    }  # fmt: skip
    assert needed <= set(tools)
    for name in needed:
        signature = tools[name].signature
        assert "Not for:" in signature.description
        described = signature.parameters["properties"]
        assert all(schema.get("description") for schema in described.values()), name
        assert set(signature.required) <= {"audio", "text", "seconds"}
