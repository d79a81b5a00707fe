"""Settings: layers in order, every key documented, mistakes named."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from voice_agent.errors import AgentError
from voice_agent.settings import CONFIG, Settings, load, profiles

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def test_the_default_file_documents_exactly_the_settings_there_are() -> None:
    document = tomllib.loads((CONFIG / "default.toml").read_text(encoding="utf-8"))
    assert document == dataclasses.asdict(Settings())


def test_every_default_has_a_section_in_the_same_order() -> None:
    document = tomllib.loads((CONFIG / "default.toml").read_text(encoding="utf-8"))
    assert list(document) == [field.name for field in dataclasses.fields(Settings)]


@pytest.mark.parametrize("profile", profiles())
def test_every_profile_loads(profile: str) -> None:
    assert load(profile=profile, environment={}) != Settings() or profile == "offline"


def test_later_layers_win(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('profile = "push-to-talk"\n[vad]\nstart_ms = 150\n[voice]\nspeed = 1.2\n')
    environment = {"VOICE_AGENT_VAD_START_MS": "180", "VOICE_AGENT_TALK_MUTE": "yes"}
    settings = load(file, overrides={"voice.speed": "0.9"}, environment=environment)
    assert settings.talk.mode == "push-to-talk"
    assert settings.vad.start_ms == 180
    assert settings.talk.mute is True
    assert settings.voice.speed == 0.9


def test_a_later_layer_chooses_the_profile(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('profile = "openai"\n')
    variable = {"VOICE_AGENT_PROFILE": "local-llm"}
    assert load(file, environment={}).openai.model == "gpt-4o-mini"
    assert load(file, environment=variable).openai.key_variable == ""
    assert load(file, profile="offline", environment=variable).planner.engine == "offline"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[vad]\nstart_msec = 3", ["vad.start_msec", "vad.start_ms"]),
        ("[vda]\nstart_ms = 3", ["vda"]),
        ("[vad]\nstart_ms = 'soon'", ["vad.start_ms", "number"]),
        ("[vad]\nframe_ms = 25", ["vad.frame_ms", "10, 20, 30"]),
        ("[vad]\nstart_ms = -5", ["vad.start_ms", "20"]),
        ("[voice]\nspeed = nan", ["voice.speed", "number"]),
        ("[voice]\nthreads = 2.5", ["voice.threads", "whole number"]),
        ("[voice]\nthreads = inf", ["voice.threads", "whole number"]),
        ("[voice]\nspeed = true", ["voice.speed", "number"]),
        ("[vad]\naggressiveness = true", ["vad.aggressiveness", "0, 1, 2, 3"]),
        ("[talk]\nmute = 3", ["talk.mute", "true or false"]),
        ("vad = 3", ["vad", "section"]),
        ("profile = 'nightly'", ["nightly", "push-to-talk"]),
        ("[vad\n", ["mine.toml", "TOML"]),
        ("\x00\xff", ["mine.toml"]),
        pytest.param("[vad]\nstart_ms = " + "9" * 5000, ["mine.toml"], id="an endless number"),
        pytest.param("vad = " + "[" * 100_000, ["mine.toml"], id="deep nesting"),
        ("[openai]\nmodel = 5", ["openai.model", "text"]),
    ],
)
def test_a_mistake_is_named_with_its_place_and_the_way_out(
    tmp_path: Path, text: str, names: list[str]
) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(AgentError) as caught:
        load(file, environment={})
    for name in names:
        assert name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("VOICE_AGENT_VDA_START_MS", "VOICE_AGENT_VAD_START_MS"),
        ("VOICE_AGENT_VAD_STRAT_MS", "vad.start_ms"),
        ("VOICE_AGENT_MUTE", "VOICE_AGENT_"),
    ],
)
def test_a_misspelt_variable_is_named(name: str, meant: str) -> None:
    with pytest.raises(AgentError) as caught:
        load(environment={name: "3"})
    assert meant in str(caught.value)


def test_variables_that_are_no_settings_are_left_to_whom_they_are_for() -> None:
    names = ("VOICE_AGENT_MODELS", "VOICE_AGENT_BENCH_SPEECH", "VOICE_MODE")
    assert load(environment=dict.fromkeys(names, "somewhere")) == Settings()


NUMBERS = [
    f"{section}.{key}"
    for section, values in dataclasses.asdict(Settings()).items()
    for key, value in values.items()
    if isinstance(value, int | float) and not isinstance(value, bool)
]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_has_its_limits(number: str) -> None:
    for far in ("-1000000000", "10000000000"):
        with pytest.raises(AgentError, match=number):
            load(overrides={number: far}, environment={})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AgentError, match=r"nowhere\.toml"):
        load(tmp_path / "nowhere.toml", environment={})
