"""A sound is looked at and measured on request: its picture, its loudness, its peak."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from tests.think.planners import HARBOUR, INTERVIEW, STREET, after, calls, plan
from voice_agent.build import build
from voice_agent.conversation import Conversation
from voice_agent.events import Event, Shown
from voice_agent.settings import load
from voice_agent.sound.files import AudioWriter, probe
from voice_agent.think.context import Context
from voice_agent.think.offline.steps import closing, inspecting
from voice_agent.think.offline.steps.inspecting import Look

BOTH = Context((INTERVIEW, STREET))


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("show me the spectrogram", "show"),
        ("can I see the waveform please", "show"),
        ("draw a mel spectrogram of it", "show"),
        ("what does the spectrogram look like", "show"),
        ("show me the picture again", "show"),
        ("how loud is it", "loudness"),
        ("how loud is this in LUFS", "loudness"),
        ("measure the loudness", "loudness"),
        ("what's the level of street.wav", "loudness"),
        ("is it too quiet", "loudness"),
        ("is it loud enough for a podcast", "loudness"),
        ("what's the peak level", "peak"),
        ("does it clip", "clipping"),
        ("is this distorted", "clipping"),
        ("what is the loudest part", "loudest"),
        ("where is it loudest", "loudest"),
    ],
)
def test_the_words_say_what_is_asked_of_the_last_sound(said: str, asks: str) -> None:
    assert inspecting.asked(said, BOTH) == Look(asks, (STREET.path,))
    assert plan(said, BOTH).kind == "chat"


def test_a_file_may_be_named_and_files_compared() -> None:
    named = inspecting.asked("show me the spectrogram of the interview", BOTH)
    assert named == Look("show", (INTERVIEW.path,))
    compared = inspecting.asked("which one is louder?", BOTH)
    assert compared == Look("louder", (INTERVIEW.path, STREET.path))


def test_a_picture_is_shown_where_there_is_one() -> None:
    seen = inspecting.asked("show me the picture again", Context((HARBOUR, STREET)))
    assert seen == Look("show", (HARBOUR.path,))


@pytest.mark.parametrize(
    "said",
    ["make it louder", "turn the volume up", "volume", "show me where the dog barks",
     "how loud is a lion", "draw me a dragon", "show me", "how loud should a podcast be"],
)  # fmt: skip
def test_other_words_ask_for_no_look(said: str) -> None:
    assert inspecting.asked(said, BOTH) is None


def test_without_a_sound_there_is_nothing_to_look_at() -> None:
    assert inspecting.asked("how loud is it", Context()) is None
    assert inspecting.asked("which one is louder", Context((STREET,))) is None


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("make ten seconds of rain and show me the waveform", [("generate_audio", "rain", 10)]),
        ("clean it up, then tell me how loud it is", [("enhance_speech", STREET.path)]),
        ("transcribe it and show me the spectrogram", [("transcribe_speech", STREET.path)]),
        ("clean it up and tell me how long it is", [("enhance_speech", STREET.path)]),
        (
            "make two seconds of rain and save it as breakfast",
            [("generate_audio", "rain", 2)],
        ),
        (
            "record five seconds, save it as note and transcribe it",
            [("record_audio", 5), ("transcribe_speech", "$1")],
        ),
    ],
)
def test_after_work_it_is_asked_of_the_result(said: str, steps: list[tuple]) -> None:
    found = plan(said, BOTH)
    assert (found.kind, calls(found), found.reply) == ("act", steps, "")


def test_words_in_quotation_marks_are_only_said() -> None:
    found = plan('say "hello there, show me the waveform"')
    assert calls(found) == [("synthesize_speech", "hello there, show me the waveform")]
    assert closing.at_end('say "hello there, show me the waveform"') is None


def test_what_ends_a_request_is_carried_out_on_what_was_made() -> None:
    made = after(Context(), "make rain", ("audio/1d2c3b4a.wav", "sound: rain"))
    results = made.exchanges[-1].results
    save = {"save": {"path": "", "name": "breakfast", "steps": 1}}
    kept = {"save": {"path": "audio/1d2c3b4a.wav", "name": "breakfast.wav"}}
    assert closing.carried_out(save, results) == kept
    assert closing.carried_out(Look("show").effects, results) == {}  # each result is shown
    failed = [dataclasses.replace(result, ok=False, artifacts=()) for result in results]
    assert closing.carried_out(save, failed) == {}


# --- with files ---------------------------------------------------------------------------


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    settings = load(environment={})
    recordings = dataclasses.replace(settings.recordings, directory=str(tmp_path / "recordings"))
    quiet = dataclasses.replace(settings.talk, mute=True)
    settings = dataclasses.replace(settings, recordings=recordings, talk=quiet)
    for name, level in (("loud", 0.5), ("soft", 0.05), ("silent", 0.0)):
        tone = level * np.sin(2 * np.pi * 997.0 * np.arange(3 * 16_000) / 16_000)
        with AudioWriter(tmp_path / f"{name}.wav", 16_000, 1) as writer:
            writer.write(tone.astype(np.float32))
    with build(settings, aloud=False) as conversation:
        yield conversation


def told(talk: Conversation, said: str) -> str:
    return talk.ask(said).reply.text


def test_the_loudness_of_a_file_is_measured(talk: Conversation, tmp_path: Path) -> None:
    talk.attach(tmp_path / "loud.wav")
    answer = talk.ask("how loud is it?").reply
    assert "loud.wav" in answer.text and "-9.0 LUFS" in answer.text
    assert "peak is -6.0 dBFS" in answer.text
    assert "audio/" in answer.text and "audio/" not in answer.aloud
    assert told(talk, "is it clipping?").startswith("No: ")
    assert "loud.wav" in talk.session.exchanges[-1].reply


def test_files_are_ranked_and_silence_is_told(talk: Conversation, tmp_path: Path) -> None:
    for name in ("soft", "silent", "loud"):
        talk.attach(tmp_path / f"{name}.wav")
    ranked = told(talk, "which one is the loudest?")
    assert ranked.index("loud.wav") < ranked.index("soft.wav") < ranked.index("silent.wav")
    assert "is silent" in told(talk, "how loud is silent.wav?")


def test_several_questions_are_answered_together(talk: Conversation, tmp_path: Path) -> None:
    talk.attach(tmp_path / "soft.wav")
    answer = told(talk, "how loud is it and how long is it?")
    assert "LUFS" in answer and "3.0 seconds long" in answer


def test_its_picture_is_drawn_and_shown(talk: Conversation, tmp_path: Path) -> None:
    seen: list[Event] = []
    talk.bus.subscribe(seen.append)
    talk.attach(tmp_path / "soft.wav")
    answer = told(talk, "show me the spectrogram")
    shown = [event.artifact for event in seen if isinstance(event, Shown)]
    assert [artifact.description.split(":")[0] for artifact in shown] == ["soft.wav"]
    assert shown[0].picture in answer
    picture = talk.session.directory / shown[0].picture
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_what_is_made_is_kept_and_measured_in_the_same_breath(
    talk: Conversation, tmp_path: Path
) -> None:
    answer = told(talk, "make two seconds of rain and save it as breakfast")
    assert "I saved it as breakfast.wav" in answer and (tmp_path / "breakfast.wav").exists()
    assert "LUFS" in told(talk, "make two seconds of rain and tell me how loud it is")


def test_what_is_kept_is_what_had_been_made_by_then(talk: Conversation, tmp_path: Path) -> None:
    talk.attach(tmp_path / "soft.wav")
    result = talk.ask("make two seconds of rain, save it as wet and make three seconds of wind")
    made = [artifact for result in result.document["steps"] for artifact in result["artifacts"]]
    assert [artifact["seconds"] for artifact in made if artifact["kind"] == "audio"] == [2.0, 3.0]
    assert probe(tmp_path / "wet.wav").seconds == pytest.approx(2.0)


def test_a_name_that_cannot_be_saved_is_told_with_the_reason(
    talk: Conversation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.attach(tmp_path / "soft.wav")
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    answer = told(talk, "save it as keepsake")
    assert "could not save it" in answer and "I'm saving" not in answer
