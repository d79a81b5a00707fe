"""The commands as a user or a script meets them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import wave
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import pytest

from voice_agent.catalogue import load_path
from voice_agent.cli import main
from voice_agent.settings import ROOT


class Run:
    """Runs commands in this process with recordings of their own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.capsys = capsys
        self.folder = folder

    def __call__(self, *words: str) -> tuple[int, str, str]:
        try:
            status = main([*words, "--set", f"recordings.directory={self.folder}"])
        except SystemExit as error:
            status = int(error.code or 0)
        printed = self.capsys.readouterr()
        return status, printed.out, printed.err

    def json(self, *words: str) -> Any:
        status, out, err = self(*words, "--json")
        assert status == 0, err
        return json.loads(out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    return Run(capsys, tmp_path / "recordings")


def wav(path: Path, samples: np.ndarray, rate: int = 16_000) -> Path:
    samples = samples[:, None] if samples.ndim == 1 else samples
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="session")
def people() -> Path:
    return load_path("people-recordings")


def test_a_recorded_person_is_heard_word_for_word(run: Run, people: Path) -> None:
    (turn,) = run.json("hear", str(people / "beckett.wav"), "--mute")
    said = "ever tried ever failed no matter try again fail again fail better"
    clean = jiwer.Compose([jiwer.ToLowerCase(), jiwer.RemovePunctuation(), jiwer.Strip()])
    assert jiwer.wer(said, clean(turn["query"])) <= 0.1
    assert turn["modality"] == "speech"
    assert turn["reply_audio"] is None
    timings = turn["timings"]
    assert timings["speech_end"] == 0
    assert 0 < timings["turn_end"] <= timings["transcript"] <= timings["plan"]


def noise(kind: str, seconds: float = 5.0, rate: int = 16_000) -> np.ndarray:
    random = np.random.default_rng(11)
    n = round(seconds * rate)
    time = np.arange(n) / rate
    if kind == "silence":
        return np.zeros(n)
    if kind == "hiss":
        return 0.1 * random.standard_normal(n)
    if kind == "hum":
        return 0.2 * sum(np.sin(2 * np.pi * 50 * k * time) / k for k in range(1, 8))
    if kind == "clicks":
        return np.where(random.random(n) < 8 / rate, 0.9, 0.0)
    notes = 220 * 2 ** (np.array([0, 4, 7, 12])[(time * 4).astype(int) % 4] / 12)
    return 0.2 * np.sin(2 * np.pi * np.cumsum(notes) / rate)


@pytest.mark.parametrize("kind", ["silence", "hiss", "hum", "clicks", "music"])
def test_sound_without_speech_ends_empty_and_invents_nothing(
    run: Run, tmp_path: Path, kind: str
) -> None:
    (turn,) = run.json("hear", str(wav(tmp_path / "sound.wav", noise(kind))), "--mute")
    assert turn["outcome"] == "empty"
    assert turn["query"] == ""
    assert turn["steps"] == []


def test_a_typed_turn_with_an_attachment_gives_files_and_speech(run: Run, people: Path) -> None:
    turn = run.json("ask", "what does this say?", "--attach", str(people / "beckett.wav"))
    assert [step["tool"] for step in turn["steps"]] == ["transcribe_speech"]
    assert "fail better" in turn["steps"][0]["text"].lower()
    assert turn["plan"][0]["arguments"]["audio"].startswith("audio/")
    assert "timings" not in turn
    with wave.open(str(Path(turn["session_dir"]) / turn["reply_audio"])) as file:
        assert file.getnframes() / file.getframerate() > 1.0


def test_a_session_goes_on_and_can_be_shown_replayed_and_deleted(run: Run) -> None:
    first = run.json("ask", "say good morning", "--mute")
    made = first["steps"][0]["artifacts"][0]["path"]
    second = run.json("ask", "what does it say?", "--mute", "--session", first["session"])
    assert second["turn"] == 2
    assert second["plan"] == [{"tool": "transcribe_speech", "arguments": {"audio": made}}]
    assert [row["turns"] for row in run.json("sessions", "list")] == [2]
    assert "say good morning" in run("sessions", "show", "last")[1]
    assert "say good morning" in run("sessions", "replay", first["session"])[1]
    assert run.json("sessions", "delete", first["session"]) == {"deleted": first["session"]}
    assert run("sessions", "show", first["session"])[0] == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.wav", b""),
        ("text.wav", b"this is not sound, it is a letter to a friend\n" * 40),
        ("header.wav", b"RIFF\x24\x00\x00\x00WAVEfmt "),
        ("binary.mp3", bytes(range(256)) * 64),
        ("picture.flac", b"\x89PNG\r\n\x1a\n" + bytes(500)),
    ],
)
@pytest.mark.parametrize("command", ["hear", "ask"])
def test_bad_files_are_named_and_nothing_breaks(
    run: Run, tmp_path: Path, command: str, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    file = str(tmp_path / name)
    words = ("hear", file) if command == "hear" else ("ask", "what is this", "--attach", file)
    status, out, err = run(*words, "--mute")
    assert status == 1
    assert name in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(("rate", "channels"), [(3000, 1), (192_000, 1), (48_000, 8), (8000, 2)])
def test_any_rate_and_channel_count_is_taken(
    run: Run, tmp_path: Path, rate: int, channels: int
) -> None:
    random = np.random.default_rng(3)
    sound = 0.01 * random.standard_normal((rate, channels))
    file = wav(tmp_path / "odd.wav", sound, rate)
    turn = run.json("ask", "what is said in this?", "--attach", str(file), "--mute")
    assert turn["steps"][0]["ok"]


def test_a_missing_file_and_a_folder_are_named(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.wav", tmp_path):
        status, _, err = run("hear", str(path))
        assert status == 1
        assert path.name in err


@pytest.mark.parametrize(
    "words",
    [
        ("ask",),
        ("hear",),
        ("nonsense",),
        ("talk", "--mode", "x"),
        ("ask", "x", "--set", "y"),
        ("say", "x", "--set", "voice.sped=2"),
        ("say", "x", "--profile", "nightly"),
        ("say", "x", "--config", "nowhere.toml"),
        ("say", "x", "--speed", "0.1"),
        ("say", "x", "--pitch", "13"),
        ("say", "x", "--energy", "21"),
        ("demo", "nope"),
        ("sessions", "replay", "nope"),
        ("ask", "x", "--session", "nope"),
        ("tool", "play_audio", "--session", "nope", "audio=x.wav"),
        ("models", "verify", "nope"),
        ("eval", "nope"),
        ("bench", "nope"),
    ],
)
def test_wrong_usage_has_status_2(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words)[0] == 2


def test_with_json_an_error_is_json_too(run: Run) -> None:
    status, out, _ = run("ask", "hello", "--json", "--set", "vad.frame_ms=25")
    assert status == 2
    assert "vad.frame_ms" in json.loads(out)["error"]


def test_a_folder_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    report = tmp_path / "file" / "report"
    status, out, err = run("eval", "consistency", "--quick", "--json", "--report", str(report))
    assert (status, "unexpectedly" in err, str(report) in err) == (1, False, True)
    assert str(report) in json.loads(out)["error"]


def test_an_attachment_that_no_disk_holds_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(bytes(1_000_000))
    command = ["sh", "-c", 'ulimit -f 64; exec "$@"', "sh", sys.executable, str(ROOT / "main.py")]
    command += ["ask", "what is in it?", "--attach", str(tmp_path / "photo.png"), "--mute"]
    command += ["--set", f"recordings.directory={tmp_path / 'recordings'}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "cannot write to" in done.stderr
    assert not [path for path in (tmp_path / "recordings").rglob("*") if path.is_file()]


def test_with_json_wrong_usage_is_json_too(run: Run) -> None:
    status, out, err = run("ask", "--json")
    assert (status, "usage:" in err) == (2, True)
    assert "text" in json.loads(out)["error"]


def test_what_a_terminal_cannot_show_spoils_no_output(run: Run, tmp_path: Path) -> None:
    run("ask", "say grüß dich", "--mute")
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    for words in (
        ("sessions", "list", "--json"),
        ("sessions", "list"),
        ("sessions", "show", "last"),
    ):
        command = [sys.executable, str(ROOT / "main.py"), *words]
        command += ["--set", f"recordings.directory={run.folder}"]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        if "--json" in words:
            assert json.loads(done.stdout)[0]["first"] == "say grüß dich"
        else:
            assert b"say gr?? dich" in done.stdout


def test_say_writes_speech_of_the_wanted_speed(run: Run, tmp_path: Path) -> None:
    seconds = {}
    for speed in ("0.8", "1.6"):
        made = run.json("say", "This is a test of the voice.", "--out",
                        str(tmp_path / f"{speed}.wav"), "--speed", speed)  # fmt: skip
        seconds[speed] = made["seconds"]
    assert seconds["0.8"] / seconds["1.6"] == pytest.approx(2.0, rel=0.25)


def test_say_writes_what_the_name_says_or_tells_why_not(run: Run, tmp_path: Path) -> None:
    assert run("say", "hello", "--out", str(tmp_path / "a.flac"))[0] == 0
    assert (tmp_path / "a.flac").read_bytes()[:4] == b"fLaC"
    for words, out, why in (
        ("hello", tmp_path, "directory"),
        ("hello", tmp_path / "a.xyz", ".wav"),
        ("…", tmp_path / "b.wav", "nothing to say"),
        ("<speak/>", tmp_path / "b.wav", "no sounds"),
    ):
        status, _, said = run("say", words, "--out", str(out))
        assert (status, why in said, "unexpectedly" in said) == (1, True, False)
    assert [path.name for path in tmp_path.iterdir()] == ["a.flac"]


def test_a_killed_process_loses_at_most_the_turn_in_flight(run: Run, people: Path) -> None:
    """Killed while it transcribes: the turn before is on disk and the session goes on."""
    first = run.json("ask", "say good morning", "--mute")
    command = [
        sys.executable, str(ROOT / "main.py"), "ask", "what does this say?", "--json", "--mute",
        "--attach", str(people / "two_cities.wav"), "--session", first["session"],
        "--set", f"recordings.directory={run.folder}",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    events = Path(first["session_dir"]) / "events.jsonl"
    while process.poll() is None and b'"Heard", "turn": 2' not in events.read_bytes():
        os.sched_yield()
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    turn = run.json("ask", "what does it say?", "--mute", "--session", first["session"])
    queries = [json.loads(line)["query"] for line in
               (Path(first["session_dir"]) / "turns.jsonl").read_text().splitlines()]  # fmt: skip
    assert queries[0] == "say good morning"
    assert turn["steps"][0]["ok"]
