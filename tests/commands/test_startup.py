"""The command line answers --help at once because nothing heavy is imported for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from voice_agent.catalogue import default_directory
from voice_agent.cli import COMMANDS, main
from voice_agent.settings import ROOT

HEAVY = (
    "torch", "numpy", "scipy", "onnxruntime", "faster_whisper", "ctranslate2", "av", "PIL",
    "openai", "pydantic", "pydub", "hibari", "sounddevice", "soxr", "huggingface_hub",
    "rich", "prompt_toolkit",
)  # fmt: skip

SCRIPT = f"""
import sys
from voice_agent.cli import main
try:
    main(sys.argv[1:])
except SystemExit as stop:
    assert not stop.code, stop.code
print("LOADED", *[name for name in {HEAVY!r} if name in sys.modules])
"""


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_imports_nothing_heavy_and_has_an_example(command: str) -> None:
    words = [command, "--help"] if command else ["--help"]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *text, loaded = done.stdout.splitlines()
    assert loaded.split() == ["LOADED"]
    assert "example" in "\n".join(text)


def test_the_installed_program_keeps_to_one_thread_of_openblas_as_well() -> None:
    script = "import os\nfrom voice_agent.cli import run\ntry:\n    run()\nexcept SystemExit:\n"
    script += "    print(os.environ['OPENBLAS_NUM_THREADS'])"
    environment = {name: v for name, v in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", script, "--version"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split()[-1] == "1"


def test_who_leaves_while_models_load_leaves_at_once(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "main.py", "--mode", "text", "--set", f"recordings.directory={tmp_path}"],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_no_library_prepares_to_report_what_is_done_here(tmp_path: Path) -> None:
    """ONNX Runtime's report begins with an identity of the machine in the user's cache."""
    environment = {
        "HOME": str(tmp_path), "PATH": os.environ["PATH"],
        "VOICE_AGENT_MODELS": str(default_directory()),
    }  # fmt: skip
    words = ["ask", "make one second of rain", "--mute", "--json"]
    words += ["--set", f"recordings.directory={tmp_path / 'recordings'}"]
    done = subprocess.run(
        [sys.executable, "main.py", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / ".cache" / "Microsoft").exists()


def test_a_user_without_a_home_folder_names_another_for_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unknown(user: int) -> None:
        raise KeyError(user)

    models = default_directory()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pwd.getpwuid", unknown)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert main(["plan", "make rain", "--json", "--set", "models.directory=~nobody-here"]) == 0
    monkeypatch.delenv("VOICE_AGENT_MODELS", raising=False)
    assert main(["plan", "make rain", "--json"]) == 1
    assert "VOICE_AGENT_MODELS" in capsys.readouterr().err
    monkeypatch.setenv("VOICE_AGENT_MODELS", str(models))
    assert main(["plan", "make rain", "--json"]) == 0
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("closed", "words", "status"),
    [
        (">&-", ("tools",), 0),
        ("<&-", ("say", "-", "--out", "hello.wav"), 1),
        (">/dev/full", ("tools", "--json"), 1),
        ("2>&-", ("ask", "hello", "--attach", "nowhere.wav", "--json"), 1),
        ("2>&1 | true", ("plan", "--batch", "nowhere.jsonl", "--json"), 0),
    ],
)
def test_a_stream_that_is_closed_breaks_nothing(
    tmp_path: Path, closed: str, words: tuple[str, ...], status: int
) -> None:
    script = f'"$@" {closed}'
    command = ["sh", "-c", script, "sh", sys.executable, str(ROOT / "main.py"), *words]
    command += ["--set", f"recordings.directory={tmp_path / 'recordings'}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert "NoneType" not in done.stdout + done.stderr
    if done.stdout:
        assert "nowhere.wav" in json.loads(done.stdout)["error"]


def test_a_log_that_cannot_be_written_is_no_news(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "XDG_STATE_HOME": str(tmp_path / "state"),
                   "VOICE_AGENT_MODELS": str(default_directory())}  # fmt: skip
    (tmp_path / "state" / "voice-agent" / "log" / "voice-agent.log").mkdir(parents=True)
    script = "import sys, logging, voice_agent.cli as cli; cli.main(['plan', 'make rain'])"
    script += "; logging.error('a line for the log')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
