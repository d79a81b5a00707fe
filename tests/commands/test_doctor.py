"""doctor: each finding from what it was shown, and the command as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from voice_agent import doctor
from voice_agent.doctor import Finding
from voice_agent.settings import ROOT, Settings, load


def run_doctor(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", "doctor", *words],
        cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | environment,
    )  # fmt: skip


def settings_with(**overrides: Any) -> Settings:
    dotted = {name.replace("__", "."): value for name, value in overrides.items()}
    return load(overrides=dotted, environment={})


@pytest.mark.parametrize("version", [(3, 10, 0), (3, 11, 7), (3, 13, 1)])
def test_supported_pythons_are_fine(version: tuple[int, ...]) -> None:
    assert doctor.check_python(version).verdict == "ok"


@pytest.mark.parametrize("version", [(3, 9, 18), (3, 14, 0)])
def test_other_pythons_are_broken_with_a_remedy(version: tuple[int, ...]) -> None:
    finding = doctor.check_python(version)
    assert finding.verdict == "broken"
    assert "PYTHON=" in finding.remedy


def test_every_direct_dependency_is_installed_here() -> None:
    assert doctor.check_packages(ROOT / "requirements.txt").verdict == "ok"


def test_a_missing_package_is_named_and_markers_are_obeyed(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text('numpy  # arrays\nno-such-package-x\nother-y; python_version < "3.0"\n')
    finding = doctor.check_packages(file)
    assert finding.verdict == "broken"
    assert finding.detail == "not installed: no-such-package-x"


@pytest.mark.parametrize("problem", ["package", "library", "stuck", "crashed"])
def test_no_sound_is_missing_not_broken(problem: str) -> None:
    (finding,) = doctor.check_sound(Settings(), {"problem": problem})
    assert finding.verdict == "missing"
    assert "text mode" in finding.detail
    assert finding.remedy


PROBE = {
    "version": "PortAudio V19.7.0-devel, revision x",
    "devices": [["Built-in mic", 2, 0], ["USB speaker", 0, 2]],
    "input": "Built-in mic",
    "output": None,
}


def test_microphone_and_speaker_are_named() -> None:
    portaudio, microphone, speaker = doctor.check_sound(Settings(), PROBE)
    assert portaudio.detail == "PortAudio V19.7.0-devel"
    assert microphone == Finding("microphone", "ok", "Built-in mic")
    assert speaker == Finding("speaker", "ok", "USB speaker")


def test_a_machine_without_a_microphone_talks_in_text() -> None:
    probe = PROBE | {"devices": [["USB speaker", 0, 2]], "input": None}
    _, microphone, speaker = doctor.check_sound(Settings(), probe)
    assert (microphone.verdict, speaker.verdict) == ("missing", "ok")
    assert "text mode" in microphone.detail


def test_a_device_of_the_settings_that_is_not_here_is_named() -> None:
    settings = settings_with(audio__input_device="Podcast mic")
    _, microphone, _ = doctor.check_sound(settings, PROBE)
    assert microphone.verdict == "missing"
    assert "'Podcast mic'" in microphone.detail


def test_the_real_sound_system_is_asked_without_harm() -> None:
    probe = doctor.probe_sound()
    assert probe.get("problem") in (None, "library")
    assert list(doctor.check_sound(Settings(), probe))


def test_a_folder_that_cannot_be_made_is_broken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert doctor.check_folder("recordings", tmp_path / "file" / "x", 0).verdict == "broken"


def test_a_folder_that_is_not_there_yet_counts_by_its_parent(tmp_path: Path) -> None:
    assert doctor.check_folder("recordings", tmp_path / "a" / "b", 0).verdict == "ok"
    assert not (tmp_path / "a").exists()


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    assert doctor.check_folder("recordings", tmp_path, 10**18).remedy == "make room"


def test_little_memory_is_told() -> None:
    assert doctor.check_machine(2, 1_000_000_000).verdict == "missing"
    assert doctor.check_machine(2, None).verdict == "ok"


def test_an_llm_without_key_or_model_is_broken() -> None:
    keyless = settings_with(planner__engine="openai", openai__model="some-model")
    assert "OPENAI_API_KEY" in doctor.check_planner(keyless, {}).detail
    provider = load(profile="openai", environment={})
    assert doctor.check_planner(provider, {}).verdict == "broken"
    assert doctor.check_planner(provider, {"OPENAI_API_KEY": "k"}).verdict == "ok"
    nameless = settings_with(planner__engine="openai")
    assert doctor.check_planner(nameless, {"OPENAI_API_KEY": "k"}).verdict == "broken"


def test_an_own_server_needs_no_key() -> None:
    own = settings_with(
        planner__engine="openai", openai__model="m", openai__base_url="http://localhost:1/v1"
    )
    assert doctor.check_planner(own, {}).verdict == "ok"


def test_what_the_planner_refuses_is_broken() -> None:
    address = settings_with(
        planner__engine="openai", openai__model="m", openai__base_url="localhost:11434"
    )
    assert "web address" in doctor.check_planner(address, {}).detail


def test_optional_programs_are_offered_with_their_command() -> None:
    findings = {f.name: f for f in doctor.check_extras(lambda _: None)}
    assert findings["espeak-ng"].verdict == "optional"
    assert "apt-get install" in findings["apertium"].remedy


def test_the_command_is_ready_here_and_prints_one_json_document() -> None:
    done = run_doctor("--json")
    document = json.loads(done.stdout)
    assert document["ok"] is True, [c for c in document["checks"] if c["verdict"] == "broken"]
    assert done.returncode == 0
    for check in document["checks"]:
        assert check["verdict"] == "ok" or check["remedy"], check


def test_without_core_models_it_is_not_ready_and_says_how(tmp_path: Path) -> None:
    done = run_doctor(VOICE_AGENT_MODELS=str(tmp_path))
    assert done.returncode == 1
    assert "main.py models fetch whisper-tiny-en" in done.stdout
    assert "Not ready" in done.stderr


def test_a_key_is_never_printed() -> None:
    done = run_doctor("--profile", "openai", OPENAI_API_KEY="sk-very-secret")
    assert "key set" in done.stdout
    assert "very-secret" not in done.stdout + done.stderr
