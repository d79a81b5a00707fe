"""How a server is found: keys, addresses, models and proxies of the environment."""

from __future__ import annotations

import pytest

from tests.think.llm_bench import KEY, NOISY, Bench
from tests.think.llm_server import (
    LlmServer,
    calls,
    words,
)
from voice_agent.build import privacy_remark
from voice_agent.errors import AgentError, Cancel
from voice_agent.settings import OpenAISettings, load
from voice_agent.think.chat_server import NO_KEY, find_server
from voice_agent.think.openai_planner import OpenAIPlanner

ALONE = "The language model isn't answering, so I am planning on my own."


def test_a_proxy_of_the_environment_does_not_break_a_local_server(
    server: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.will(calls(("play_audio", {"audio": NOISY})))
    with Bench(server, retries=0) as bench:
        assert bench.plan("play it").steps[0].tool == "play_audio"


def test_a_local_server_needs_no_key_and_gets_none(server: LlmServer) -> None:
    server.will(words("[answer] Hi."))
    with Bench(server, environment={}) as bench:
        assert bench.plan("hi").kind == "chat"
    assert server.requests[0].headers["authorization"] == "Bearer no-key-needed"


def test_with_an_empty_key_variable_no_key_of_the_environment_is_sent(server: LlmServer) -> None:
    server.will(words("[answer] Hi."))
    with Bench(server, environment={"OPENAI_API_KEY": KEY}, key_variable="") as bench:
        bench.plan("hi")
    assert KEY not in str(server.requests[0].headers)


@pytest.mark.parametrize("address", ["http://studio:8000/v1", "https://example.org/v1"])
def test_a_server_that_wants_no_key_may_have_any_name(address: str) -> None:
    settings = OpenAISettings(model="m", base_url=address, key_variable="")
    assert find_server(settings, {"OPENAI_API_KEY": KEY}).key == NO_KEY


def test_what_an_address_keeps_secret_is_not_told() -> None:
    address = f"https://me:{KEY}@studio:8000/v1?token={KEY}#{KEY}"
    chosen = {"planner.engine": "openai", "openai.base_url": address}
    remark = privacy_remark(load(overrides=chosen, environment={}))
    assert "https://studio:8000/v1;" in remark
    assert KEY not in remark


@pytest.mark.parametrize(
    ("settings", "environment", "says"),
    [
        (OpenAISettings(), {}, "OPENAI_MODEL"),
        (OpenAISettings(model="m"), {}, "OPENAI_API_KEY"),
        (OpenAISettings(model="m", key_variable=""), {}, "OPENAI_API_KEY"),
        (OpenAISettings(model="m", key_variable="MY_KEY"), {"OPENAI_API_KEY": KEY}, "MY_KEY"),
        (OpenAISettings(model="m", base_url="https://example.org/v1"), {}, "OPENAI_API_KEY"),
        (OpenAISettings(model="m", base_url="localhost:11434"), {}, "base_url"),
        (OpenAISettings(model="m", base_url="http://[broken/v1"), {}, "base_url"),
        (OpenAISettings(model="m"), {"OPENAI_API_KEY": "“sk-1…9”"}, "copy it"),
        (
            OpenAISettings(model="m", base_url="http://example.org/v1"),
            {"OPENAI_API_KEY": KEY},
            "https",
        ),
    ],
)
def test_missing_or_dangerous_settings_are_errors_with_a_remedy(
    bench: Bench, settings: OpenAISettings, environment: dict[str, str], says: str
) -> None:
    with pytest.raises(AgentError) as caught:
        OpenAIPlanner(settings, {}, bench.planner, bench.notices.append, environment)
    assert says in caught.value.remedy
    assert KEY not in str(caught.value)


def test_model_and_address_may_come_from_the_environment(server: LlmServer, bench: Bench) -> None:
    environment = {"OPENAI_BASE_URL": server.url, "OPENAI_MODEL": "theirs"}
    server.will(words("[answer] Hi."))
    planner = OpenAIPlanner(OpenAISettings(), {}, bench.planner, print, environment)
    planner.plan(bench.query, bench.context, Cancel())
    planner.close()
    assert planner.name == "openai:theirs"
    assert server.requests[0].body["model"] == "theirs"
