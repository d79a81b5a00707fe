"""The real terminal on a pseudo-terminal: typed keys in, screen text out, modes put back."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from voice_agent.show.keys import TAP

ROOT = Path(__file__).resolve().parents[2]
DRIVER = Path(__file__).with_name("terminal_driver.py")
ESCAPES = re.compile(r"\x1b(?:\[[?<>=]?[\d;:]*[A-Za-z]|[78=>])")
PATIENCE = 60.0  # seconds to wait for something to appear; far more than is ever needed


class Session:
    """The driver running on a pseudo-terminal of its own."""

    def __init__(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self.master, self.slave = pty.openpty()
        termios.tcsetwinsize(self.slave, (40, 80)) if hasattr(termios, "tcsetwinsize") else None
        self.before = termios.tcgetattr(self.slave)
        self.output = ""
        variables = {
            "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"),
            "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "40", "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "utf-8",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, str(DRIVER), *arguments],
            stdin=self.slave, stdout=self.slave, stderr=self.slave, cwd=ROOT,
            env=variables | (environment or {}), start_new_session=True,
        )  # fmt: skip

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read until ``text`` is on the screen (escape codes taken out)."""
        end = time.monotonic() + PATIENCE
        while text not in self.screen:
            assert time.monotonic() < end, f"{text!r} did not come:\n{self.screen}"
            self._read(0.1)

    def finish(self) -> int:
        """Wait for the program to end; its exit status."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it did not end:\n{self.screen}"
            self._read(0.05)
        self._read(0.05)
        return self.process.returncode

    @property
    def screen(self) -> str:
        return ESCAPES.sub("", self.output)

    @property
    def is_sane(self) -> bool:
        """Modes as before, the cursor shown, pasted text unmarked, key reports off."""

        def on(code: str) -> int:
            return self.output.rfind(f"\x1b[?{code}h")

        def off(code: str) -> int:
            return self.output.rfind(f"\x1b[?{code}l")

        balanced = self.output.count("\x1b[>3u") == self.output.count("\x1b[<u")
        same = termios.tcgetattr(self.slave) == self.before
        return same and on("25") > off("25") and off("2004") >= on("2004") and balanced

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)

    def _read(self, seconds: float) -> None:
        while select.select([self.master], [], [], seconds)[0]:
            self.output += os.read(self.master, 65536).decode("utf-8", "replace")
            seconds = 0.0


@pytest.fixture
def open_session():
    sessions: list[Session] = []

    def start(*arguments: str, **options: dict[str, str]) -> Session:
        sessions.append(Session(*arguments, **options))
        sessions[-1].wait_for("● idle")
        return sessions[-1]

    yield start
    for session in sessions:
        session.close()


def test_a_typed_request_a_command_and_quit(open_session):
    session = open_session("text")
    session.type("denoise it\r")
    session.wait_for("asked: denoise it")
    session.type("/voice hibari\r")
    session.wait_for("voice: hibari")
    session.type("/plya\r")
    session.wait_for("did you mean /play?".replace("did", "Did"))
    session.type("/quit\r")
    assert session.finish() == 0
    assert session.is_sane


def test_a_turn_is_drawn_above_the_input(open_session):
    session = open_session("text", "--turn")
    session.wait_for("There you are.")
    assert "audio/9b1d22aa.wav" in session.screen
    assert "2.0 s · 16 kHz · mono" in session.screen
    assert "▀▀▀▀" in session.screen
    session.type("\x04")
    assert session.finish() == 0
    assert session.is_sane


def test_space_taps_start_and_end_a_turn(open_session):
    session = open_session("push-to-talk")
    session.type(" ")
    session.wait_for("talk: pressed")
    session.wait_for("Space ends your turn")
    session.type(" ")
    session.wait_for("talk: released")
    session.type("a b\r")
    session.wait_for("asked: a b")
    session.type("\x04")
    assert session.finish() == 0


def test_a_held_space_ends_the_turn_when_the_terminal_reports_its_release(open_session):
    session = open_session("push-to-talk")
    assert "\x1b[?u" in session.output
    session.type("\x1b[?0u")  # what a terminal with the protocol answers
    end = time.monotonic() + PATIENCE
    while "\x1b[>3u" not in session.output:
        assert time.monotonic() < end
        session._read(0.1)
    session.type(" ")
    session.wait_for("talk: pressed")
    let_go = time.monotonic() + 2 * TAP  # the press was seen before: it is surely no tap
    while time.monotonic() < let_go:
        session.type("\x1b[32;1:2u")
        session._read(0.05)
    session.type("\x1b[32;1:3u")
    session.wait_for("talk: released")
    session.type("\x1b[100;5u")  # Ctrl-D as such a terminal sends it
    assert session.finish() == 0
    assert session.is_sane


def test_escape_and_ctrl_c_stop_and_a_second_ctrl_c_leaves(open_session):
    session = open_session("text")
    session.type("\x1b")
    session.wait_for("stopped")
    session.type("half a line\x03")
    end = time.monotonic() + PATIENCE
    while session.screen.count("stopped") < 2:
        assert time.monotonic() < end
        session._read(0.1)
    session.type("\x03")
    assert session.finish() == 130
    assert session.is_sane
    assert "asked" not in session.screen


def test_tab_completes_a_command(open_session):
    session = open_session("text")
    session.type("/mu")
    session.wait_for("written answers only")
    session.type("\t\r")
    session.wait_for("muted")
    session.type("\x04")
    assert session.finish() == 0


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminated_program_leaves_the_terminal_sane(open_session, ending):
    session = open_session("push-to-talk")
    session.type("\x1b[?0u")
    session.type("unfinished")
    session.wait_for("unfinished")
    session.process.send_signal(ending)
    assert session.finish() == 128 + ending
    assert session.is_sane


def test_an_interrupt_from_outside_counts_as_ctrl_c(open_session):
    session = open_session("text")
    session.process.send_signal(signal.SIGINT)
    session.wait_for("stopped")
    session.process.send_signal(signal.SIGINT)
    assert session.finish() == 130
    assert session.is_sane


def test_a_crash_leaves_the_terminal_sane(open_session):
    session = open_session("crash")
    session.type("\x1b")
    assert session.finish() == 1
    assert "ZeroDivisionError" in session.screen
    assert session.is_sane


def test_an_action_that_fails_is_an_error_line_and_the_dialogue_goes_on(open_session):
    session = open_session("broken")
    session.type("\x1b")
    session.wait_for("that did not work (ZeroDivisionError")
    session.type("still there\r")
    session.wait_for("asked: still there")
    session.type("\x04")
    assert session.finish() == 0


def test_lines_are_remembered_across_runs(open_session, tmp_path):
    first = open_session("text", str(tmp_path))
    first.type("make it louder\r")
    first.wait_for("asked: make it louder")
    first.type("\x04")
    assert first.finish() == 0
    assert (tmp_path / "history").stat().st_mode & 0o077 == 0
    second = open_session("text", str(tmp_path))
    second.type("\x1b[A\r")
    second.wait_for("asked: make it louder")
    second.type("\x04")
    assert second.finish() == 0


def test_lines_that_cannot_be_remembered_are_carried_out(open_session, tmp_path):
    folder = tmp_path / "state"
    session = open_session("text", str(folder))
    session.wait_for("/help shows")
    shutil.rmtree(folder)
    for line in ("make it louder", "softer"):
        session.type(f"{line}\r")
        session.wait_for(f"asked: {line}")
    session.type("\x04")
    assert session.finish() == 0


def test_no_color_means_no_colour_codes(open_session):
    session = open_session("text", "--turn", environment={"NO_COLOR": "1"})
    session.wait_for("There you are.")
    assert not re.search(r"\x1b\[[\d;]*(?:3[0-8]|4[0-8]|9\d|10\d)[\d;]*m", session.output)
    session.type("\x04")
    assert session.finish() == 0


def test_noise_on_stderr_does_not_reach_the_screen(open_session):
    session = open_session("noisy")
    session.type("x\r")
    session.wait_for("asked: x")
    session.type("\x04")
    assert session.finish() == 0
    assert "ALSA" not in session.screen
    assert "printed by a library" in session.screen


@pytest.mark.parametrize("environment", [{}, {"TERM": "dumb"}, {"COLORTERM": "truecolor"}])
def test_a_pipe_gets_plain_lines(environment):
    finished = subprocess.run(
        [sys.executable, str(DRIVER), "text", "--turn"],
        input="hello\n/voice hibari\n/nonsense\n/quit\nnever asked\n", text=True, timeout=PATIENCE,
        capture_output=True, cwd=ROOT, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment,
    )  # fmt: skip
    assert finished.returncode == 0
    assert finished.stderr == ""
    assert "\x1b" not in finished.stdout
    lines = finished.stdout.splitlines()
    for line in ("you: say hello", "agent: There you are.", "· asked: hello", "· voice: hibari"):
        assert line in lines
    assert "there is no command '/nonsense'" in finished.stdout
    assert "never asked" not in finished.stdout
    assert max(len(line) for line in lines) <= 100


def test_a_pipe_in_another_encoding_is_read_to_its_end():
    finished = subprocess.run(
        [sys.executable, str(DRIVER), "text"],
        input="caf\xe9\nhello\n".encode("latin-1"), timeout=PATIENCE, capture_output=True,
        cwd=ROOT, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert finished.stderr == b""
    assert "asked: caf" in finished.stdout.decode()
    assert "asked: hello" in finished.stdout.decode()


def test_a_dumb_terminal_gets_plain_lines_too():
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, str(DRIVER), "text", "--turn"], stdin=slave, stdout=slave, stderr=slave,
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT), "TERM": "dumb"},
        start_new_session=True,
    ) as process:  # fmt: skip
        output, end = "", time.monotonic() + PATIENCE
        os.write(master, b"/quit\n")
        while process.poll() is None or select.select([master], [], [], 0)[0]:
            assert time.monotonic() < end
            if select.select([master], [], [], 0.1)[0]:
                output += os.read(master, 65536).decode("utf-8", "replace")
    os.close(slave)
    os.close(master)
    assert process.returncode == 0
    assert "There you are." in output
    assert "\x1b" not in output
