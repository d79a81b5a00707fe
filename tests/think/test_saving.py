"""A file is kept under a name that was said: in the folder where the program was started."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests.think.planners import after, plan
from voice_agent.build import build
from voice_agent.settings import load
from voice_agent.sound import files
from voice_agent.think.context import Context
from voice_agent.think.offline.steps import saving
from voice_agent.units import Artifact, Exchange, Plan, Resource, Step, StepResult

RAIN = ("audio/1d2c3b4a.wav", "ten seconds of rain")


def made() -> Context:
    return after(Context(), "make the sound of rain", RAIN)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("save it as breakfast", "breakfast.wav"),
        ("Save that one as stranger.wav if you can", "stranger.wav"),
        ("that's the one, save it as travel bed and tell me the time", "travel bed.wav"),
        ("perfect, call it Garden in June", "Garden in June.wav"),
        ("could you save the rain sound as wet-night.mp3 please", "wet-night.mp3"),
        ("save that under the name Tom & Ania", "Tom & Ania.wav"),
    ],
)
def test_the_name_is_taken_from_the_words(said: str, name: str) -> None:
    assert saving.asked(said, made()) == saving.Wish(RAIN[0], name)


FILM = ("video/5e6f7a8b.mp4", "talking head")
SPOKEN = ("audio/2b3c4d5e.wav", 'speech: "hello"')


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("save it as clip", saving.Wish(FILM[0], "clip.mp4")),
        ("save it as clip.mp4", saving.Wish(FILM[0], "clip.mp4")),
        ("save the film as clip", saving.Wish(FILM[0], "clip.mp4")),
        ("save the talking head as clip", saving.Wish(FILM[0], "clip.mp4")),
        ("save the recording as line", saving.Wish(SPOKEN[0], "line.wav")),
        ("save it as line.mp3", saving.Wish(SPOKEN[0], "line.mp3")),
    ],
)
def test_a_film_is_kept_as_a_film(said: str, wish: saving.Wish) -> None:
    artifacts = (Artifact(SPOKEN[0], "audio", SPOKEN[1]), Artifact(FILM[0], "video", FILM[1]))
    tools = ("synthesize_speech", "synthesize_talking_head")
    results = tuple(
        StepResult(1, number, tool, {}, True, 0.1, (artifact,), None)
        for number, (tool, artifact) in enumerate(zip(tools, artifacts, strict=True), 1)
    )
    steps = tuple(Step(tool, {}) for tool in tools)
    query = "make a talking face say hello"
    exchange = Exchange(1, query, "Done.", Plan(1, "act", steps), results)
    assert saving.asked(said, Context().with_exchange(exchange)) == wish


@pytest.mark.parametrize(
    "said",
    ["save it", "save it as an mp3", "save it as an mp3 on my desktop", "save it for later",
     "the wind ruined my take. Save it!", "save the boiling kettle from it", "call it a day",
     "save that to my documents", "save them all as one", "what would you call this song?"],
)  # fmt: skip
def test_what_is_no_name_saves_nothing(said: str) -> None:
    assert saving.asked(said, made()) is None


def test_nothing_is_saved_where_nothing_was_made() -> None:
    assert saving.asked("save it as breakfast", Context()) is None


def test_a_transcript_is_the_text_and_no_sound() -> None:
    notes = Resource("audio/2d2c3b4a.txt", "text", "transcript", "transcribe_speech")
    wish = saving.asked("save the transcript as notes", made().with_resource(notes))
    assert wish == saving.Wish(notes.path, "notes.txt")
    assert saving.asked("save the transcript as notes", made()) is None


def test_two_wishes_in_one_breath_are_both_answered() -> None:
    found = plan("save it as travel bed and tell me what time it is", made())
    assert "travel bed.wav" in found.reply and "It is" in found.reply


def test_it_lies_where_the_program_was_started_and_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load(environment={})
    recordings = dataclasses.replace(settings.recordings, directory=str(tmp_path / "recordings"))
    quiet = dataclasses.replace(settings.talk, mute=True)
    settings = dataclasses.replace(settings, recordings=recordings, talk=quiet)
    with build(settings, aloud=False) as talk:
        talk.ask("make the sound of a bell")
        assert "bell one.wav" in talk.ask("save it as bell one").reply.text
        talk.ask("save it as bell one")
    saved = sorted(path.name for path in tmp_path.glob("*.wav"))
    assert saved == ["bell one 2.wav", "bell one.wav"]
    assert files.read(tmp_path / "bell one.wav").seconds > 0.5
