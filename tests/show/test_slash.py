"""Slash commands: what is typed, what it means, and what is said when it means nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_agent.errors import AgentError
from voice_agent.show import slash
from voice_agent.show.actions import execute
from voice_agent.show.completion import Choices, list_paths, suggest
from voice_agent.show.view import View
from voice_agent.units import Resource

names = st.text(min_size=1).map(str.strip).filter(bool)


@pytest.mark.parametrize("line, command", [
    ("/help", slash.Help()),
    ("/", slash.Help()),
    ("  /Files  ", slash.Files()),
    ("/attach my recording.wav", slash.Attach("my recording.wav")),
    ("/attach 'my recording.wav'", slash.Attach("my recording.wav")),
    (r"/attach my\ recording.wav", slash.Attach("my recording.wav")),
    (r"/attach C:\sounds\rain.wav", slash.Attach(r"C:\sounds\rain.wav")),
    ("/attach it's mine.wav", slash.Attach("it's mine.wav")),
    ("/play", slash.Play("")),
    ("/play 2", slash.Play("2")),
    ("/save 2 voice.wav", slash.Save("2", "voice.wav")),
    ("/save 2 my voice.wav", slash.Save("2", "my voice.wav")),
    ("/save audio/9b1d22aa.wav '/tmp/my voice.wav'",
     slash.Save("audio/9b1d22aa.wav", "/tmp/my voice.wav")),
    ("/mode hands-free", slash.SetMode("hands-free")),
    ("/mode Push to talk", slash.SetMode("push-to-talk")),
    ("/mode t", slash.SetMode("text")),
    ("/device", slash.Device()),
    ("/device in", slash.Device("in", "")),
    ("/device out USB Audio", slash.Device("out", "USB Audio")),
    ("/voice", slash.Voice("")),
    ("/voice hibari", slash.Voice("hibari")),
    ("/mute", slash.Mute()),
    ("/again", slash.Again()),
    ("/history", slash.History()),
    ("/q", slash.Quit()),
])  # fmt: skip
def test_a_line_is_the_command_it_looks_like(line, command):
    assert slash.parse(line) == command


@pytest.mark.parametrize("line", ["please denoise it", "", "  ", "3/4 time", "and/or"])
def test_ordinary_lines_are_no_commands(line):
    assert slash.parse(line) is None


@pytest.mark.parametrize("line, problem, remedy", [
    ("/plya 2", "'/plya'", "did you mean /play?"),
    ("/histroy", "'/histroy'", "did you mean /history?"),
    ("/zzz", "'/zzz'", "/help"),
    ("/home/me/rain.wav", "no command", "/attach /home/me/rain.wav"),
    ("/attach", "needs a file", "for example"),
    ("/save 2", "needs a file and where", "for example"),
    ("/save 'a b' c d", "two names", "quotes"),
    ("/mode loud", "'loud'", "hands-free, push-to-talk, text"),
    ("/mode", "needs a mode", "hands-free"),
    ("/device USB", "input or output", "/device in USB"),
    ("/mute now", "takes nothing", "/mute alone"),
    ("/attach 'rain.wav", "not closed", "'"),
])  # fmt: skip
def test_what_is_wrong_is_named_with_the_next_step(line, problem, remedy):
    with pytest.raises(AgentError) as caught:
        slash.parse(line)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy


@given(names)
def test_a_quoted_name_comes_back_whole(name):
    assert slash.words_of(slash.quote(name)) == [name]
    assert slash.parse(f"/attach {slash.quote(name)}") == slash.Attach(name)


@given(names, names)
def test_two_quoted_names_come_back_in_order(what, to):
    line = f"/save {slash.quote(what)} {slash.quote(to)}"
    assert slash.parse(line) == slash.Save(what, to)


@given(st.text())
def test_any_line_is_a_command_or_text_or_a_clear_error(line):
    try:
        command = slash.parse(line)
    except AgentError as error:
        assert error.problem and error.remedy
        assert line.strip().startswith("/")
    else:
        assert (command is not None) == line.strip().startswith("/")


@given(st.sampled_from(sorted(slash.COMMANDS)), st.text())
def test_every_command_takes_any_arguments_without_a_crash(name, rest):
    try:
        assert slash.parse(f"/{name} {rest}") is not None
    except AgentError as error:
        assert error.remedy


FILES = [Resource("audio/3f0c9d12.wav", "audio", "rain"), Resource("image/aa.png", "image", "cat")]
CHOICES = Choices(
    files=lambda: FILES,
    devices=lambda direction: ["USB Audio"] if direction == "in" else ["Speaker"],
    voices=lambda: ["hibari", "fastspeech2"],
    paths=lambda start: [path for path in ("rain.wav", "'my rain.wav'") if path.startswith(start)],
)


@pytest.mark.parametrize("line, texts", [
    ("/m", ["/mode ", "/mute"]),
    ("hello", []),
    ("/mode ", ["hands-free", "push-to-talk", "text"]),
    ("/mode pu", ["push-to-talk"]),
    ("/play ", ["image/aa.png", "audio/3f0c9d12.wav"]),
    ("/play 3f", ["audio/3f0c9d12.wav"]),
    ("/save audio", ["audio/3f0c9d12.wav"]),
    ("/save 1 ra", ["rain.wav"]),
    ("/attach ra", ["rain.wav"]),
    ("/attach sea.wav ra", ["rain.wav"]),
    ("/device ", ["in ", "out "]),
    ("/device in u", ["USB Audio"]),
    ("/voice h", ["hibari"]),
    ("/mute ", []),
])  # fmt: skip
def test_completion_offers_what_fits(line, texts):
    suggestions = suggest(line, CHOICES)
    assert [suggestion.text for suggestion in suggestions] == texts
    assert all(s.replaces <= len(line) for s in suggestions)


def test_paths_are_listed_from_the_disk(tmp_path, monkeypatch):
    (tmp_path / "rain.wav").touch()
    (tmp_path / "my rain.wav").touch()
    (tmp_path / ".hidden").touch()
    (tmp_path / "sounds").mkdir()
    monkeypatch.chdir(tmp_path)
    assert list_paths("") == ['"my rain.wav"', "rain.wav", "sounds/"]
    assert list_paths("ra") == ["rain.wav"]
    assert list_paths(f"{tmp_path}/r") == [f"{tmp_path}/rain.wav"]
    assert list_paths("nowhere/") == []
    assert list_paths("~nobody-of-that-name/r") == []


class Attaching:
    """What is attached, by name."""

    def __init__(self):
        self.names = []

    def attach(self, file):
        self.names.append(file)
        return ""


@pytest.mark.parametrize("line, names", [
    ("""/attach a.wav "b c.wav" 'd e.wav'""", ["a.wav", "b c.wav", "d e.wav"]),
    (r"/attach a.wav b\ c.wav", ["a.wav", "b c.wav"]),
    ("/attach b c.wav", ["b c.wav"]),
    ("/attach 'b c.wav'", ["b c.wav"]),
    ("/attach a.wav gone.wav", ["a.wav", "gone.wav"]),
    ("/attach not here.wav", ["not here.wav"]),
])  # fmt: skip
def test_several_files_are_attached_as_a_shell_names_them(line, names, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.wav", "b c.wav", "d e.wav"):
        (tmp_path / name).touch()
    actions = Attaching()
    execute(slash.parse(line), actions, View(load=lambda path: None))
    assert actions.names == names


def test_every_command_is_in_the_help_and_can_be_completed():
    assert [s.text.strip() for s in suggest("/", CHOICES)] == [f"/{n}" for n in slash.COMMANDS]
    assert all(usage.help for usage in slash.COMMANDS.values())
