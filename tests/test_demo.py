"""Scripted sessions: the shipped ones hold what they promise, broken ones are explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voice_agent import demo
from voice_agent.cli import main
from voice_agent.errors import AgentError
from voice_agent.tools import registry

PLAYABLE = [name for name in demo.available() if not demo.load(name).missing(registry.discover())]


@pytest.mark.parametrize("name", PLAYABLE)
def test_a_shipped_demo_meets_its_expectations(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["demo", name, "--fast", "--json", "--set", f"recordings.directory={tmp_path}"])
    document = json.loads(capsys.readouterr().out)
    assert document["unmet"] == []
    assert status == 0
    assert len(document["turns"]) == len(demo.load(name).line)
    made = [a for turn in document["turns"] for step in turn["steps"] for a in step["artifacts"]]
    session = Path(document["turns"][0]["session_dir"])
    assert all((session / artifact["path"]).is_file() for artifact in made)
    assert (session / "transcript.md").read_text(encoding="utf-8").count("**You:**") >= 3


def test_an_expectation_that_is_not_met_fails_the_demo(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "wrong.toml"
    script.write_text(
        'title = "Wrong"\n[[line]]\ntype = "hello"\n'
        'expect = { tools = ["play_audio"], words = ["zebra"], kind = "act", artifact = "video" }\n'
    )
    status = main(["demo", str(script), "--fast", "--json", "--mute",
                   "--set", f"recordings.directory={tmp_path}"])  # fmt: skip
    unmet = " ".join(json.loads(capsys.readouterr().out)["unmet"])
    assert status == 1
    assert all(word in unmet for word in ("play_audio", "zebra", "act", "video", "line 1"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["no lines"]),
        ("title = 3\n[[line]]\ntype = 'x'", ["title", "str"]),
        ("[[line]]\nspeak = 'x'\ntype = 'y'", ["line 1", "exactly one"]),
        ("[[line]]\nattach = []", ["line 1", "exactly one"]),
        ("[[line]]\ntype = 'x'\nexpcet = {}", ["line 1", "expcet"]),
        ("[[line]]\ntype = 'x'\nexpect = { tool = 'y' }", ["expect", "tool"]),
        ("[[line]]\ntype = 'x'\nexpect = { tools = 'y' }", ["tools", "list"]),
        ("[[line]]\nrecording = { file = 'a.wav', end = 'soon' }", ["end", "float"]),
        ("line = 'x'", ["table"]),
        ("[line]\ntype = 'x'", ["line", "list"]),
        ("[[line]]\ntype = 'x'\nattach = { file = 'a.wav' }", ["attach", "list"]),
        ("[[line]]\ntype = 'x'\n[[line.expect]]\nkind = 'chat'", ["expect", "one table"]),
        ("[[line]\n", ["broken.toml"]),
        ("\x00\xff", ["broken.toml"]),
    ],
)
def test_a_broken_demo_is_explained_with_its_place(
    tmp_path: Path, text: str, names: list[str]
) -> None:
    script = tmp_path / "broken.toml"
    script.write_bytes(text.encode("latin-1"))
    with pytest.raises(AgentError) as caught:
        demo.load(str(script))
    for name in names:
        assert name in str(caught.value)


def test_an_unknown_demo_names_the_known_ones() -> None:
    with pytest.raises(AgentError, match=demo.DEFAULT):
        demo.load("nonsense")
