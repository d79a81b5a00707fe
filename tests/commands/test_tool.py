"""``tool`` and ``tools`` as a user and a script run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voice_agent.commands.tool import parse
from voice_agent.errors import UsageError
from voice_agent.settings import ROOT
from voice_agent.sound import files
from voice_agent.tools import registry
from voice_agent.units import Audio


def run(*words: str, recordings: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"VOICE_AGENT_RECORDINGS_DIRECTORY": str(recordings)},
    )  # fmt: skip


@pytest.fixture
def busy_tone(tmp_path: Path) -> Path:
    """480 and 620 Hz, half a second on and off."""
    time = np.arange(4 * 16_000) / 16_000
    tone = 0.2 * (np.sin(2 * np.pi * 480 * time) + np.sin(2 * np.pi * 620 * time))
    path = tmp_path / "busy.wav"
    with files.AudioWriter(path, 16_000, 1) as writer:
        writer.write(Audio((tone * (time % 1 < 0.5)).astype(np.float32), 16_000))
    return path


def test_tools_describes_every_tool_from_its_own_file(tmp_path: Path) -> None:
    done = run("tools", "--json", recordings=tmp_path)
    assert done.returncode == 0, done.stderr
    documents = {document["name"]: document for document in json.loads(done.stdout)}
    tools = registry.discover()
    assert set(documents) == set(tools)
    speech = documents["transcribe_speech"]
    assert (speech["family"], speech["input"], speech["output"]) == (
        "audio-to-text", "audio", "text",
    )  # fmt: skip
    assert speech["arguments"]["required"] == ["audio"]
    assert speech["arguments"]["properties"]["audio"]["format"] == "session-audio"
    for document in documents.values():
        assert document["ready"] == (not document["missing"])
        assert document["backend"]


def test_tools_is_readable_in_a_pipe(tmp_path: Path) -> None:
    done = run("tools", recordings=tmp_path)
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in registry.discover())
    assert "\x1b" not in done.stdout


def test_a_tool_prints_one_step_with_its_session(tmp_path: Path, busy_tone: Path) -> None:
    done = run("tool", "detect_sounds", f"audio={busy_tone}", "--json", recordings=tmp_path / "r")
    assert done.returncode == 0, done.stderr
    step = json.loads(done.stdout)
    assert step["tool"] == "detect_sounds"
    assert step["ok"]
    assert step["data"]["events"][0]["label"] == "Busy signal"
    directory = Path(step["session_dir"])
    assert directory.parent == tmp_path / "r"
    assert directory.name == step["session"]
    assert (directory / step["arguments"]["audio"]).is_file()
    assert (directory / step["artifacts"][0]["path"]).is_file()


def test_a_tool_that_fails_exits_with_1_and_the_reason(tmp_path: Path) -> None:
    done = run("tool", "synthesize_speech", "text=?!", "--json", recordings=tmp_path)
    assert done.returncode == 1
    step = json.loads(done.stdout)
    assert not step["ok"]
    assert "no words to speak" in step["error"]
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_sound_is_explained(tmp_path: Path) -> None:
    notes = tmp_path / "notes.wav"
    notes.write_text("not a sound\n" * 100)
    done = run("tool", "play_audio", f"audio={notes}", recordings=tmp_path / "r")
    assert done.returncode == 1
    assert "notes.wav" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_tool_is_wrong_usage(tmp_path: Path) -> None:
    done = run("tool", "detect_sound", "audio=x.wav", recordings=tmp_path)
    assert done.returncode == 2
    assert "did you mean 'detect_sounds'" in done.stderr.lower()


def given(tool: str, *pairs: str) -> dict[str, Any]:
    return parse(pairs, registry.discover()[tool].signature)


def test_arguments_are_read_as_the_tool_wants_them() -> None:
    assert given("synthesize_speech", "text=a = b", "speed=1.5", "pitch=-2") == {
        "text": "a = b",
        "speed": 1.5,
        "pitch": -2.0,
    }


@pytest.mark.parametrize(
    ("tool", "pairs", "reason"),
    [
        ("synthesize_speech", ["text=hi", "speed=fast"], "'fast' is not of type number"),
        ("synthesize_speech", ["text=hi", "speed=9"], "above the maximum of 2"),
        ("synthesize_speech", ["text=hi", "sped=1"], "did you mean 'speed'"),
        ("synthesize_speech", ["speed=1"], "needs the argument 'text'"),
        ("synthesize_speech", ["hello"], "'hello' is no argument"),
        ("record_audio", ["seconds=nan"], "no finite number"),
    ],
)
def test_wrong_arguments_are_explained(tool: str, pairs: list[str], reason: str) -> None:
    with pytest.raises(UsageError) as error:
        given(tool, *pairs)
    assert reason.lower() in str(error.value).lower()
