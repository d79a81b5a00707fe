"""The command line answers --help at once because nothing heavy is imported for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from voice_agent.catalogue import default_directory
from voice_agent.cli import COMMANDS
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
