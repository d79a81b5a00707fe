"""Sessions on disk: exact names, nothing lost, nothing kept that should not be."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from scipy.io import wavfile

from voice_agent import recordings
from voice_agent.errors import AgentError
from voice_agent.events import Heard, Level, from_document
from voice_agent.session import Session
from voice_agent.settings import ROOT, RecordingsSettings
from voice_agent.sound import files
from voice_agent.units import Artifact, Audio, Exchange, Plan, Query, Step, StepResult

SETTINGS = RecordingsSettings()


def tone(seconds: float = 0.5, rate: int = 16_000, channels: int = 1) -> Audio:
    wave_ = 0.3 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)
    return Audio(np.repeat(wave_[:, None], channels, axis=1).astype(np.float32), rate)


def wav(path: Path, audio: Audio) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(audio.channels)
        file.setsampwidth(2)
        file.setframerate(audio.rate)
        file.writeframes((audio.samples * 32767).astype("<i2").tobytes())
    return path


def turn_document(session: Session, turn: int, query: str) -> dict[str, object]:
    return {
        "session": session.id, "session_dir": str(session.directory), "turn": turn,
        "query": query, "modality": "text", "kind": "act", "outcome": "answered",
        "plan": [{"tool": "enhance_speech", "arguments": {"audio": "audio/0a.wav"}}],
        "steps": [{"tool": "enhance_speech", "arguments": {"audio": "audio/0a.wav"}, "ok": True,
                   "seconds": 0.1, "text": None, "data": None, "error": None,
                   "artifacts": [{"path": "audio/0b.wav", "kind": "audio", "description": "x"}]}],
        "reply": "Done.", "reply_audio": None, "planner": "offline",
    }  # fmt: skip


def write_turn(session: Session, query: str) -> None:
    turn = session.next_turn()
    step = Step("enhance_speech", {"audio": "audio/0a.wav"})
    result = StepResult(turn, 1, step.tool, step.arguments, ok=True, seconds=0.1,
                        artifacts=(Artifact("audio/0b.wav", "audio", "x"),))  # fmt: skip
    exchange = Exchange(turn, query, "Done.", Plan(turn, "act", (step,)), (result,))
    session.write_turn(turn_document(session, turn, query), exchange)


def test_a_session_in_which_nothing_happened_leaves_nothing(tmp_path: Path) -> None:
    idle, used, brought = (Session.create(SETTINGS, tmp_path) for _ in range(3))
    write_turn(used, "clean it")
    brought.attach(wav(tmp_path / "mine.wav", tone()))
    for session in (idle, used, brought):
        session.close()
    assert recordings.listing(tmp_path) == sorted([used.id, brought.id])


def test_what_an_earlier_session_holds_stays_where_nothing_is_asked(tmp_path: Path) -> None:
    session = Session.create(RecordingsSettings(keep="none"), tmp_path)
    made = session.write_audio(tone(), "rain", "generate_audio", session.next_turn())
    session.close()
    again = Session.open("last", RecordingsSettings(keep="none"), tmp_path)
    again.close()
    assert (tmp_path / session.id / made).is_file()


def test_what_another_program_did_in_a_session_stays(tmp_path: Path) -> None:
    idle = Session.create(SETTINGS, tmp_path)
    idle.listen(Heard(1, Query(1, "hello")))
    other = Session.open("last", SETTINGS, tmp_path)
    idle.close()
    write_turn(other, "clean it")
    other.close()
    again = Session.open("last", SETTINGS, tmp_path)
    assert [exchange.query for exchange in again.exchanges] == ["clean it"]


@pytest.mark.skipif(sys.platform == "win32", reason="there, open files cannot be deleted")
def test_what_another_program_works_in_is_not_deleted(tmp_path: Path) -> None:
    root = tmp_path / "recordings"
    old = root / "20200101-000000-aaaa"
    old.mkdir(parents=True)
    script = (
        "import sys; from pathlib import Path\n"
        "from voice_agent.session import Session\n"
        "from voice_agent.settings import RecordingsSettings\n"
        "session = Session.open('last', RecordingsSettings(), Path(sys.argv[1]))\n"
        "print('here', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(root)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "here\n"
        assert recordings.prune(SETTINGS, root) == []
        with pytest.raises(AgentError, match="in use"):
            recordings.delete(old)
        other.kill()
    assert recordings.prune(SETTINGS, root) == [old.name]


def test_a_session_that_was_deleted_meanwhile_goes_on(tmp_path: Path) -> None:
    session = Session.create(SETTINGS, tmp_path)
    shutil.rmtree(session.directory)
    path = session.write_audio(tone(), "rain", "generate_audio", session.next_turn())
    assert session.locate(path).is_file()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    session = Session.create(SETTINGS, tmp_path)
    (session.directory / "audio").write_text("not a folder")
    with pytest.raises(AgentError, match=session.id):
        session.new_file("audio", ".wav")


def test_an_attachment_becomes_a_16_bit_wav_of_the_same_rate_and_channels(tmp_path: Path) -> None:
    session = Session.create(SETTINGS, tmp_path / "recordings")
    (resource,) = session.attach(wav(tmp_path / "take 1.wav", tone(0.5, 44_100, 2)))
    assert resource.kind == "audio"
    assert resource.description == "take 1.wav"
    with wave.open(str(session.locate(resource.path))) as file:
        shape = (file.getframerate(), file.getnchannels(), file.getsampwidth(), file.getnframes())
    assert shape == (44_100, 2, 2, 22_050)
    assert (resource.sample_rate, resource.channels) == shape[:2]


def test_what_cannot_be_taken_as_it_is_is_told(tmp_path: Path) -> None:
    session = Session.create(SETTINGS, tmp_path / "recordings")
    told: list[str] = []
    cut = wav(tmp_path / "cut.wav", tone(4.0))
    cut.write_bytes(cut.read_bytes()[:64_044])
    (resource,) = session.attach(cut, warn=told.append)
    assert len(told) == 1
    assert "cut short" in told[0]
    assert resource.seconds == pytest.approx(2.0)


def test_floating_point_beyond_full_scale_is_softer_and_not_cut_off(tmp_path: Path) -> None:
    session = Session.create(SETTINGS, tmp_path / "recordings")
    loud = tone()
    wavfile.write(tmp_path / "loud.wav", loud.rate, 10.0 * loud.samples)
    told: list[str] = []
    (resource,) = session.attach(tmp_path / "loud.wav", warn=told.append)
    kept = files.read(session.locate(resource.path)).mono()
    assert told == ["'loud.wav' goes beyond full scale, so I made it 9.5 dB softer"]
    assert kept == pytest.approx(loud.mono() / 0.3, abs=1e-4)


@pytest.mark.parametrize("name", ["../secret.wav", "/etc/passwd", "audio/00000000.wav", "", "."])
def test_only_exact_names_of_the_session_are_found(tmp_path: Path, name: str) -> None:
    session = Session.create(SETTINGS, tmp_path / "recordings")
    (tmp_path / "recordings" / "secret.wav").write_bytes(b"x")
    with pytest.raises(AgentError, match="no file"):
        session.locate(name)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.wav", b"", "empty"),
        ("notes.txt", b"buy milk\n" * 50, "notes.txt"),
        ("noise.mp3", bytes(range(256)) * 40, "noise.mp3"),
    ],
)
def test_what_is_not_sound_is_refused_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    session = Session.create(SETTINGS, tmp_path / "recordings")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AgentError, match=reason):
        session.attach(tmp_path / name)
    assert session.resources == []
    assert not [p for p in session.directory.rglob("*") if p.is_file()]


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    session = Session.create(SETTINGS, tmp_path / "recordings")
    nobody = Path("~nobody-of-that-name/a.wav")
    wrong = (
        (tmp_path / "gone.wav", "gone.wav"), (tmp_path, "folder"), (nobody, "no file"),
        (Path("x" * 5000), "too long"), (Path("a\0.wav"), "null"),
    )  # fmt: skip
    for path, reason in wrong:
        with pytest.raises(AgentError, match=reason):
            session.attach(path)


def test_a_file_whose_name_begins_like_a_home_folder_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    session = Session.create(SETTINGS, tmp_path / "recordings")
    (resource,) = session.attach(wav(Path("~take.wav"), tone()))
    session.save(resource.path, Path("~copy.wav"))
    assert (tmp_path / "~copy.wav").is_file()
    with pytest.raises(AgentError, match="~nobody-here"):
        session.attach(Path("~nobody-here/take.wav"))


def test_a_session_opens_again_with_its_turns_and_files(tmp_path: Path) -> None:
    root = tmp_path / "recordings"
    session = Session.create(SETTINGS, root)
    (resource,) = session.attach(wav(tmp_path / "a.wav", tone()))
    write_turn(session, "clean it")
    again = Session.open("last", SETTINGS, root)
    assert again.id == session.id
    assert again.resources == [resource]
    assert again.exchanges == session.exchanges
    assert again.next_turn() == 2
    assert again.locate(resource.path).is_file()


def test_a_line_cut_off_by_a_crash_costs_only_that_turn(tmp_path: Path) -> None:
    root = tmp_path / "recordings"
    session = Session.create(SETTINGS, root)
    write_turn(session, "first")
    write_turn(session, "second")
    log = session.directory / "turns.jsonl"
    log.write_bytes(log.read_bytes()[:-40])
    again = Session.open(session.id, SETTINGS, root)
    assert [exchange.query for exchange in again.exchanges] == ["first"]
    write_turn(again, "third")
    queries = [e.query for e in Session.open(session.id, SETTINGS, root).exchanges]
    assert queries == ["first", "third"]


def test_a_line_that_is_not_of_ours_costs_only_itself(tmp_path: Path) -> None:
    session = Session.create(SETTINGS, tmp_path)
    write_turn(session, "first")
    session.write_audio(tone(), "rain", "generate_audio", 1)
    for name in ("resources.jsonl", "turns.jsonl"):
        with (session.directory / name).open("a") as file:
            file.write('{"path": "x", "parents": []}\n{"turn": 2}\n{"turn": [], "plan": 3}\n[]\n')
    again = Session.open(session.id, SETTINGS, tmp_path)
    assert (again.resources, again.exchanges) == (session.resources, session.exchanges)


RESOURCE: dict[str, object] = {
    "path": "audio/0c.wav", "kind": "audio", "description": "rain", "origin": "attached",
    "parents": [], "turn": 1, "seconds": 1.0, "sample_rate": 8000, "channels": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *((key, value) for key in RESOURCE for value in ({}, [5], "\ud800", 1e999, True)),
        *(("path", path) for path in ("/etc/hostname", "../x.wav", "audio/../../x.wav", "audio/")),
        ("original", 5),
    ],
)
def test_a_file_that_cannot_be_ours_is_not_among_the_files(
    tmp_path: Path, key: str, value: object
) -> None:
    session = Session.create(SETTINGS, tmp_path)
    write_turn(session, "first")
    log = session.directory / "resources.jsonl"
    log.write_text("".join(json.dumps(each) + "\n" for each in (RESOURCE, RESOURCE | {key: value})))
    known = Session.open(session.id, SETTINGS, tmp_path).resources
    fits = key in ("description", "origin") and isinstance(value, str)
    assert [resource.path for resource in known] == ["audio/0c.wav"] * (1 + fits)


@pytest.mark.parametrize("key", ["turn", "query", "reply", "kind", "plan", "steps"])
@pytest.mark.parametrize("value", [5.5, None, [5], [{}], {"a": 1}])
def test_a_turn_that_cannot_be_ours_is_not_remembered(
    tmp_path: Path, key: str, value: object
) -> None:
    session = Session.create(SETTINGS, tmp_path)
    write_turn(session, "first")
    with (session.directory / "turns.jsonl").open("a") as file:
        file.write(json.dumps(turn_document(session, 2, "second") | {key: value}) + "\n")
        file.write("[" * 100_000 + "\n")
    assert Session.open(session.id, SETTINGS, tmp_path).exchanges == session.exchanges


def test_keep_none_writes_no_sound_and_no_words_of_the_user(tmp_path: Path) -> None:
    session = Session.create(RecordingsSettings(keep="none"), tmp_path / "recordings")
    original = wav(tmp_path / "mine.wav", tone())
    (resource,) = session.attach(original)
    assert session.keep_utterance(tone(), 1) is None
    session.listen(Heard(1, Query(1, "my secret")))
    write_turn(session, "my secret")
    assert session.locate(resource.path) == original
    assert not [p for p in session.directory.rglob("*") if p.is_file()]


def test_what_goes_beyond_full_scale_is_softer_where_it_lies(tmp_path: Path) -> None:
    loud = 3.0 * tone().samples / np.abs(tone().samples).max()
    wavfile.write(tmp_path / "loud.wav", 16_000, loud)
    session = Session.create(RecordingsSettings(keep="none"), tmp_path / "recordings")
    (resource,) = session.attach(tmp_path / "loud.wav")
    warnings: list[str] = []
    heard = [*files.blocks(session.locate(resource.path), 0.1, warn=warnings.append)]
    whole = np.concatenate([block.samples for block in heard])
    assert np.allclose(whole, loud / 3.0, atol=1e-6)
    assert warnings == ["'loud.wav' goes beyond full scale, so I made it 9.5 dB softer"]


def test_keep_turns_writes_words_but_no_sound_of_the_user(tmp_path: Path) -> None:
    settings = RecordingsSettings(keep="turns")
    root = tmp_path / "recordings"
    session = Session.create(settings, root)
    (resource,) = session.attach(wav(tmp_path / "mine.wav", tone()))
    assert session.keep_utterance(tone(), 1) is None
    write_turn(session, "clean it")
    assert not list(session.directory.rglob("*.wav"))
    assert Session.open(session.id, settings, root).locate(resource.path).is_file()


def test_events_are_on_disk_at_once_except_the_frequent_ones(tmp_path: Path) -> None:
    session = Session.create(SETTINGS, tmp_path / "recordings")
    event = Heard(1, Query(1, "grüße"))
    session.listen(Level(0, -30.0))
    session.listen(event)
    lines = (session.directory / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [from_document(json.loads(line)) for line in lines] == [event]


def test_the_oldest_sessions_go_first_and_the_current_one_never(tmp_path: Path) -> None:
    for name in ("20200101-000000-aaaa", "20990101-000000-bbbb", "20990102-000000-cccc"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "turns.jsonl").write_bytes(b" " * 600_000)
    (tmp_path / "my own folder").mkdir()
    limits = RecordingsSettings(max_megabytes=1, max_days=10)
    removed = recordings.prune(limits, tmp_path, current="20990102-000000-cccc")
    assert removed == ["20200101-000000-aaaa"]
    assert recordings.prune(RecordingsSettings(max_megabytes=0.5), tmp_path) == [
        "20990101-000000-bbbb",
        "20990102-000000-cccc",
    ]
    assert (tmp_path / "my own folder").is_dir()


def test_saving_converts_and_never_overwrites(tmp_path: Path) -> None:
    session = Session.create(SETTINGS, tmp_path / "recordings")
    (resource,) = session.attach(wav(tmp_path / "a.wav", tone()))
    saved = session.save(resource.path, tmp_path / "out.flac")
    assert saved.read_bytes()[:4] == b"fLaC"
    with pytest.raises(AgentError, match="exists"):
        session.save(resource.path, tmp_path / "out.flac")
    with pytest.raises(AgentError, match="no folder"):
        session.save(resource.path, tmp_path / "nowhere" / "out.wav")
