"""Words of real people with their times; nothing where nobody speaks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import jiwer
import numpy as np
import pytest

from voice_agent.errors import AgentError, Cancelled
from voice_agent.tools._languages import language_code
from voice_agent.tools._transcript import cues, sentences, srt, vtt
from voice_agent.tools.transcribe_speech import transcribe_speech
from voice_agent.units import Audio, Hypothesis, Word

if TYPE_CHECKING:
    from tests.tools.conftest import Workbench

BECKETT = "ever tried ever failed no matter try again fail again fail better"
CITIES = "it was the best of times it was the worst of times it was the age of wisdom"


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def test_a_person_is_understood_with_word_times(bench: Workbench, speech: Audio) -> None:
    output = transcribe_speech(bench.context, bench.take(speech))

    assert jiwer.wer(BECKETT, plain(output.text or "")) <= 0.1
    words = output.data["words"]
    assert output.data["language"] == "en"
    assert plain(" ".join(word["word"] for word in words)) == plain(output.text or "")
    times = [time for word in words for time in (word["start"], word["end"])]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= speech.seconds
    assert all(0 < word["probability"] <= 1 for word in words)
    # "No matter" comes after a pause, at 3.6 s of the recording.
    matter = next(word for word in words if plain(word["word"]) == "matter")
    assert matter["start"] == pytest.approx(3.8, abs=0.3)


def test_a_recording_that_is_cut_short_is_said_to_be(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    where = bench.context.locate(path)
    where.write_bytes(where.read_bytes()[: where.stat().st_size * 2 // 3])
    output = transcribe_speech(bench.context, path)
    assert "cut short" in (output.text or "")
    assert plain(output.data["text"]).startswith("ever tried")
    assert "cut short" not in output.data["text"]


def test_a_language_that_was_told_is_not_asked_for(bench: Workbench) -> None:
    sound = Audio(np.zeros(16_000, np.float32), 16_000)
    mute = replace(bench.context, engines=Muffled())  # type: ignore[arg-type]
    asked = transcribe_speech(mute, bench.take(sound)).text or ""
    told = transcribe_speech(mute, bench.take(sound), "Spanish").text or ""
    assert "tell me the language" in asked
    assert "language" not in told


class Muffled:
    """Engines with a recogniser that understands nothing."""

    def recogniser(self, language: str) -> Muffled:
        return self

    def transcribe(self, audio: Audio, **options: object) -> Hypothesis:
        return Hypothesis("", reason="doubtful")


def test_subtitles_text_and_json_lie_beside_the_audio(bench: Workbench, speech: Audio) -> None:
    output = transcribe_speech(bench.context, bench.take(speech))
    (artifact,) = output.artifacts
    assert artifact.kind == "text"
    text = bench.session.directory / artifact.path
    assert text.parent.name == "audio"
    assert plain(text.read_text()) == plain(output.text or "")
    assert text.with_suffix(".srt").read_text().startswith("1\n00:00:00,")
    assert text.with_suffix(".vtt").read_text().startswith("WEBVTT\n\n00:00:00.")
    assert json.loads(text.with_suffix(".json").read_text()) == output.data
    assert not list(text.parent.glob("*.part"))


def test_a_long_recording_is_cut_in_pauses_and_keeps_its_clock(
    bench: Workbench, people: Path
) -> None:
    reader = next(iter_blocks(people / "two_cities.wav"))
    pause = np.zeros(16_000, np.float32)
    many = np.concatenate([np.concatenate([reader, pause])] * 3)
    output = transcribe_speech(bench.context, bench.take(Audio(many, 16_000)))

    text = plain(output.text or "")
    assert text.count("best of times") == 3
    assert "\n" in (output.text or "")
    starts = [word["start"] for word in output.data["words"]
              if plain(word["word"]) == "best"]  # fmt: skip
    period = len(many) / 3 / 16_000
    assert np.diff(starts) == pytest.approx([period] * 2, abs=0.5)
    fractions = [fraction for fraction, _ in bench.reports if fraction is not None]
    assert fractions == sorted(fractions)


def iter_blocks(path: Path) -> Iterator[np.ndarray]:
    from voice_agent.sound import files

    return (block.mono() for block in files.blocks(path, 42.0, rate=16_000, mono=True))


@pytest.mark.parametrize("kind", ["silence", "hiss", "hum", "a tenth of a second"])
def test_where_nobody_speaks_nothing_is_invented(bench: Workbench, kind: str) -> None:
    rng = np.random.default_rng(5)
    time = np.arange(8 * 16_000) / 16_000
    sound = {
        "silence": np.zeros(8 * 16_000),
        "hiss": 0.05 * rng.normal(size=8 * 16_000),
        "hum": 0.3 * np.sin(2 * np.pi * 50 * time) + 0.1 * np.sin(2 * np.pi * 150 * time),
        "a tenth of a second": 0.1 * rng.normal(size=1600),
    }[kind]
    output = transcribe_speech(bench.context, bench.take(Audio(sound.astype("f4"), 16_000)))
    assert output.text
    assert output.text.startswith(("I hear no speech", "There may be speech"))
    assert output.data == {"language": "en", "words": []}
    assert output.artifacts == ()


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (44_100, 2), (96_000, 6)])
def test_any_rate_and_channel_count(
    bench: Workbench, speech: Audio, rate: int, channels: int
) -> None:
    import soxr

    samples = soxr.resample(speech.mono(), 16_000, rate)
    audio = Audio(np.repeat(samples[:, None], channels, axis=1), rate)
    output = transcribe_speech(bench.context, bench.take(audio))
    assert jiwer.wer(BECKETT, plain(output.text or "")) <= 0.25


def test_a_cancelled_turn_stops(bench: Workbench, speech: Audio) -> None:
    path = bench.take(speech)
    bench.context.cancel.set()
    with pytest.raises(Cancelled):
        transcribe_speech(bench.context, path)


@pytest.mark.parametrize(
    ("given", "code"),
    [("Spanish", "es"), ("es-MX", "es"), ("DE", "de"), ("auto", "auto"), ("", ""), ("en_GB", "en")],
)
def test_languages_are_known_by_name_and_code(given: str, code: str) -> None:
    assert language_code(given) == code


def test_an_unknown_language_is_explained() -> None:
    with pytest.raises(AgentError, match="Klingon"):
        language_code("Klingon")


def spoken(*words: tuple[str, float, float]) -> list[Word]:
    return [Word(word, start, end, 0.9) for word, start, end in words]


def test_sentences_end_at_full_stops_and_long_pauses() -> None:
    words = spoken(
        ("Dr.", 0, 0.3), ("Who?", 0.3, 0.6), ("Yes.", 0.7, 1), ("so", 1.1, 1.3), ("then", 3, 3.4)
    )
    assert [s.text for s in sentences(words)] == ["Dr. Who?", "Yes.", "so", "then"]


def test_subtitles_are_short_enough_to_read() -> None:
    words = [Word(f"word{i}", i * 0.4, i * 0.4 + 0.3, 0.9) for i in range(60)]
    shown = cues(words)
    assert all(len(cue.text) <= 84 and cue.end - cue.start <= 6.5 for cue in shown)
    assert " ".join(cue.text for cue in shown) == " ".join(word.word for word in words)
    assert max(len(line) for line in srt(shown).splitlines()) <= 60


def test_subtitle_times_are_written_as_their_formats_want() -> None:
    shown = cues(spoken(("A<b>", 3661.5, 3662.25)))
    assert srt(shown) == "1\n01:01:01,500 --> 01:01:02,250\nA<b>\n"
    assert vtt(shown) == "WEBVTT\n\n01:01:01.500 --> 01:01:02.250\nA&lt;b>\n"


def test_chinese_is_joined_without_spaces() -> None:
    assert sentences(spoken(("你", 0, 0.2), ("好。", 0.2, 0.5)), "zh")[0].text == "你好。"
