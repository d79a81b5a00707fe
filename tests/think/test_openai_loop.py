"""The LLM planner in the whole loop: real session, real tool, real server."""

from __future__ import annotations

import json
import math
import re
import struct
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.think.llm_bench import KEY
from tests.think.llm_server import LlmServer, Wire, calls, words
from voice_agent.build import build
from voice_agent.conversation import Conversation
from voice_agent.events import Bus, Event, Notice
from voice_agent.settings import load


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def talk(
    server: LlmServer, events: list[Event], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Conversation]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    chosen = {
        "planner.engine": "openai",
        "openai.base_url": server.url,
        "openai.model": "tiny-model",
        "openai.retries": "0",
        "talk.mute": "true",
        "recordings.directory": str(tmp_path / "sessions"),
    }
    bus = Bus()
    bus.subscribe(events.append)
    with build(load(overrides=chosen, environment={}), aloud=False, bus=bus) as conversation:
        yield conversation
        conversation.runner.planner.close()  # type: ignore[attr-defined]


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        samples = (int(9000 * math.sin(0.2 * n)) for n in range(3200))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return path


def clean_what_is_listed(wire: Wire) -> None:
    """Call enhance_speech on the file that the prompt names."""
    (path,) = set(re.findall(r"audio/[0-9a-f]{8}\.wav", wire.server.requests[-1].system))
    calls(("enhance_speech", {"audio": path}))(wire)


def test_a_turn_is_planned_run_and_answered(
    server: LlmServer, talk: Conversation, tone: Path
) -> None:
    (resource,) = talk.attach(tone)
    server.will(clean_what_is_listed, words("[answer] The noise ", "is gone."))
    document = talk.ask("clean it").document
    assert document["plan"] == [{"tool": "enhance_speech", "arguments": {"audio": resource.path}}]
    assert document["steps"][0]["error"] is None
    assert document["reply"] == "The noise is gone."
    assert (document["planner"], document["outcome"]) == ("openai:tiny-model", "answered")
    observed = json.loads(server.requests[1].last["content"])
    (made,) = document["steps"][0]["artifacts"]
    assert observed["ok"] is True and observed["files"][0]["path"] == made["path"]


def test_when_the_server_goes_away_the_dialogue_goes_on(
    server: LlmServer, talk: Conversation, tone: Path, events: list[Event]
) -> None:
    talk.attach(tone)
    server.will(words("[answer] Hello."))
    assert talk.ask("hello").document["planner"] == "openai:tiny-model"
    document = talk.ask("play it").document  # the script has run out: status 418
    assert document["planner"] == "offline"
    assert [step["tool"] for step in document["steps"]] == ["play_audio"]
    notices = [event for event in events if isinstance(event, Notice) and event.spoken]
    assert len(notices) == 1 and "planning on my own" in notices[0].text


def test_no_file_of_the_session_holds_the_key(
    server: LlmServer, talk: Conversation, tone: Path
) -> None:
    talk.attach(tone)
    server.will(clean_what_is_listed, words(f"[answer] {KEY[::-1]}"))
    talk.ask("clean it")
    directory = talk.session.directory
    written = [path.read_bytes() for path in directory.rglob("*") if path.is_file()]
    assert written and all(KEY.encode() not in content for content in written)
