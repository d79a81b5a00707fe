"""The text format for servers without tool calling: read strictly, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.llm_bench import CLIP, NOISY, Bench, done
from tests.think.llm_server import LlmServer, words
from voice_agent.think.chat_answer import Answer, Delta
from voice_agent.think.react import ReAct
from voice_agent.think.tool_calling import Malformed, Said
from voice_agent.units import Step

YES = "Thought: Do I need to use a tool? Yes\n"
NO = "Thought: Do I need to use a tool? No\n"


def act(tool: str, arguments: object) -> str:
    return f"{YES}Action: {tool}\nAction Input: {json.dumps(arguments)}"


@pytest.fixture(autouse=True)
def all_was_asked(server: LlmServer) -> Iterator[None]:
    yield
    assert server.left == 0, "the planner asked less often than scripted"


@pytest.fixture
def bench(server: LlmServer) -> Iterator[Bench]:
    with Bench(server, style="react") as ready:
        yield ready


def test_an_action_becomes_a_step_and_its_result_an_observation(
    server: LlmServer, bench: Bench
) -> None:
    made = "audio/0000beef.wav"
    server.will(
        words(*act("enhance_speech", {"audio": NOISY})),
        words(act("transcribe_speech", {"audio": made})),
        words(NO, "AI: [answer] It says hello. ", "Anything else?"),
    )
    plan = bench.plan("clean it and write it down")
    assert plan.steps == (Step("enhance_speech", {"audio": NOISY}),)
    first = done(1, "enhance_speech", {"audio": NOISY}, made)
    more = bench.more(plan, [first])
    assert more is not None and more.steps == (Step("transcribe_speech", {"audio": made}),)
    second = done(2, "transcribe_speech", {"audio": made}, text="hello")
    whole = bench.joined(plan, more)
    assert bench.more(whole, [first, second]) is None
    assert bench.reply(whole, [first, second]).text == "It says hello. Anything else?"
    observed = server.requests[1].last["content"]
    assert observed.startswith("Observation: {") and made in observed
    assert "tools" not in server.requests[0].body
    assert server.requests[0].body["stop"] == ["\nObservation:"]


def test_the_tools_are_described_in_the_prompt(server: LlmServer, bench: Bench) -> None:
    server.will(words(NO, "AI: Hello."))
    bench.plan("hi")
    prompt = server.requests[0].system
    assert "- inpaint_audio: " in prompt
    assert '"start"* (number' in prompt
    assert "Thought: Do I need to use a tool? Yes\nAction: " in prompt


def test_an_invented_observation_is_cut_away(server: LlmServer, bench: Bench) -> None:
    server.will(
        words(act("enhance_speech", {"audio": NOISY}), "\nObservation: done!\n", NO, "AI: Clean.")
    )
    assert bench.plan("clean it").steps == (Step("enhance_speech", {"audio": NOISY}),)


def test_a_refused_call_is_observed(server: LlmServer, bench: Bench) -> None:
    server.will(
        words(act("enhance_speech", {"audio": "audio/none.wav"})),
        words(act("enhance_speech", {"audio": NOISY})),
    )
    assert bench.plan("clean it").steps == (Step("enhance_speech", {"audio": NOISY}),)
    assert "no file 'audio/none.wav'" in server.requests[1].last["content"]


@pytest.mark.parametrize(
    "answer",
    [
        "Sure! I'll clean it.",
        f"{YES}Action: enhance_speech",
        f"{YES}Action: enhance_speech\nAction Input: {NOISY}",
        f"{YES}Action: enhance_speech and more\nAction Input: {{}}",
        f'{YES}Action: enhance_speech\nAction Input: {{"audio": "{NOISY}"}}\nAnd then?',
        f"{NO}AI:",
        f"{NO}Hello.",
        "Thought: Do I need to use a tool? Maybe\nAI: Hello.",
    ],
)
def test_what_is_malformed_is_fed_back_once(server: LlmServer, bench: Bench, answer: str) -> None:
    server.will(words(answer), words(act("enhance_speech", {"audio": CLIP})))
    assert bench.plan("clean the birds").steps[0].arguments == {"audio": CLIP}
    assert "kept to neither form" in server.requests[1].last["content"]


def test_malformed_twice_goes_to_the_offline_planner(server: LlmServer, bench: Bench) -> None:
    server.will(words("Sure!"), words("Certainly!"))
    plan = bench.plan("transcribe this")
    assert bench.planner.name == "offline"
    assert [step.tool for step in plan.steps] == ["transcribe_speech"]
    assert len(bench.notices) == 1


def test_earlier_turns_are_shown_in_the_same_format(server: LlmServer, bench: Bench) -> None:
    bench.remember("clean it", "It is clean.", [done(1, "enhance_speech", {"audio": NOISY})])
    server.will(words(NO, "AI: Hello."))
    bench.plan("hi")
    told = [m["content"] for m in server.requests[0].body["messages"]]
    assert act("enhance_speech", {"audio": NOISY}) in told


@given(st.text(max_size=200))
def test_any_text_is_read_as_an_action_an_answer_or_malformed(text: str) -> None:
    for written in (text, YES + text, NO + text, f"{YES}Action: a\nAction Input: {text}"):
        answer = Answer()
        answer.add(Delta(text=written))
        try:
            read = ReAct().read(answer)
        except Malformed:
            continue
        if isinstance(read, Said):
            assert read.text.strip()
        else:
            assert len(read) == 1
