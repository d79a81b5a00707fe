"""What a language model says besides calls, and servers with ways of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.think.llm_bench import CLIP, NOISY, Bench, done
from tests.think.llm_server import LlmServer, calls, raw, status, whole, words
from voice_agent.units import Exchange, Resource, Step


@pytest.fixture(autouse=True)
def all_was_asked(server: LlmServer) -> Iterator[None]:
    yield
    assert server.left == 0, "the planner asked less often than scripted"


@pytest.mark.parametrize(
    ("text", "kind", "reply"),
    [
        ("[answer] Hello there.", "chat", "Hello there."),
        ("[question] Which recording do you mean?", "clarify", "Which recording do you mean?"),
        ("[Unsupported] I can't book flights.", "unsupported", "I can't book flights."),
        ("Which recording do you mean?", "clarify", "Which recording do you mean?"),
        ("Hello there.", "chat", "Hello there."),
        ("<think>They greet me? Greet back.</think>\n[answer] Hello.", "chat", "Hello."),
    ],
)
def test_words_become_an_answer_of_their_kind(
    server: LlmServer, bench: Bench, text: str, kind: str, reply: str
) -> None:
    server.will(words(*text))  # letter by letter
    plan = bench.plan("hi")
    said: list[str] = []
    answer = bench.reply(plan, [], said.append)
    assert (plan.kind, answer.kind, answer.text) == (kind, kind, reply)
    assert said == [reply]


def test_words_before_a_call_are_no_answer(server: LlmServer, bench: Bench) -> None:
    server.will(
        calls(("enhance_speech", {"audio": NOISY}), preamble="I'll clean it up first. Then more. ")
    )
    assert bench.plan("clean it").steps[0].tool == "enhance_speech"


def test_a_call_after_the_answer_began_is_not_hidden(server: LlmServer, bench: Bench) -> None:
    server.will(calls(("play_audio", {"audio": NOISY}), preamble="[answer] Here it is. Listen. "))
    reply = bench.reply(bench.plan("play it"), [])
    assert reply.text.startswith("Here it is. Listen.")
    assert "I stopped there" in reply.text


def test_a_server_that_does_not_stream_is_understood(server: LlmServer, bench: Bench) -> None:
    function = {"name": "enhance_speech", "arguments": {"audio": NOISY}}  # no string, no id
    server.will(
        whole({"content": None, "tool_calls": [{"function": function}]}, "tool_calls"),
        whole({"content": "[answer] It is clean."}),
    )
    plan = bench.plan("clean it")
    assert plan.steps == (Step("enhance_speech", {"audio": NOISY}),)
    results = [done(1, "enhance_speech", {"audio": NOISY}, "audio/0000beef.wav")]
    assert bench.more(plan, results) is None
    assert bench.reply(plan, results).text == "It is clean."


@pytest.mark.parametrize(
    ("before", "after"),
    [("<tool_call>\n", "\n</tool_call>"), ("```json\n", "\n```"), ("```", "```\n"), ("", "")],
)
def test_calls_written_into_the_text_are_read_as_calls(
    server: LlmServer, bench: Bench, before: str, after: str
) -> None:
    call = json.dumps({"name": "enhance_speech", "arguments": {"audio": NOISY}})
    server.will(words(f"{before}{call}{after}"))
    assert bench.plan("clean it").steps == (Step("enhance_speech", {"audio": NOISY}),)


def test_an_answer_that_hits_the_token_limit_keeps_its_whole_sentences(
    server: LlmServer, bench: Bench
) -> None:
    server.will(words("[answer] One thing. ", "Another thi", finish="length"))
    assert bench.reply(bench.plan("tell me"), []).text == "One thing."


def test_an_answer_without_words_is_asked_for_again(server: LlmServer, bench: Bench) -> None:
    server.will(words("[answer] "), words("[answer] Here I am."))
    assert bench.reply(bench.plan("are you there"), []).text == "Here I am."


def test_a_very_long_request_is_sent_shortened(server: LlmServer, bench: Bench) -> None:
    server.will(words("[answer] That was long."))
    bench.plan("la " * 40_000)
    assert len(json.dumps(server.requests[0].body)) < 6000 * 3.5 + 6000


def test_wishes_about_the_conversation_become_effects(server: LlmServer, bench: Bench) -> None:
    server.will(
        calls(("adjust_conversation", {"volume": 6, "speed": 0.85})),
        words("[answer] Louder and slower it is."),
    )
    plan = bench.plan("speak louder and slower")
    assert (plan.kind, plan.steps) == ("chat", ())
    assert bench.reply(plan, []).effects == {"volume": 6, "speed": 0.85}


def test_a_server_without_tool_calling_gets_the_text_format(
    server: LlmServer, bench: Bench
) -> None:
    act = "Thought: Do I need to use a tool? Yes\nAction: enhance_speech\nAction Input: "
    server.will(
        status(400, "this model does not support tools"),
        words(act, json.dumps({"audio": NOISY})),
        words(act, json.dumps({"audio": CLIP})),
    )
    assert bench.plan("clean this").steps[0].arguments == {"audio": NOISY}
    assert "tools" not in server.requests[1].body
    bench.plan("and the other")  # it is not tried again
    assert "tools" not in server.requests[2].body


def test_a_model_that_refuses_our_options_is_asked_without_them(
    server: LlmServer, bench: Bench
) -> None:
    server.will(
        status(400, "Unsupported parameter: use 'max_completion_tokens' instead"),
        status(400, "'temperature' does not support 0 with this model"),
        status(400, "Unsupported parameter: 'parallel_tool_calls'"),
        words("[answer] Hello."),
    )
    assert bench.plan("hi").kind == "chat"
    body = server.requests[3].body
    assert not {"temperature", "max_tokens", "parallel_tool_calls"} & set(body)
    assert "tools" in body
    assert body["max_completion_tokens"] == 400


def test_half_a_sign_in_a_name_or_an_answer_spoils_no_later_turn(
    server: LlmServer, bench: Bench
) -> None:
    half = rb'data: {"choices": [{"delta": {"content": "[answer] Hi \ud800."}}]}' + b"\n\n"
    server.will(raw(half), words("[answer] Hello again."))
    bench.context = bench.context.with_resource(Resource("audio/1.wav", "audio", "b\udcff.wav"))
    plan = bench.plan("hi \udcff")
    exchange = Exchange(1, bench.query.text, bench.reply(plan, []).text, plan, ())
    bench.context = bench.context.with_exchange(exchange)
    assert bench.reply(bench.plan("hello"), []).text == "Hello again."
    assert "b?.wav" in server.requests[0].system
    assert server.requests[1].body["messages"][1]["content"] == "hi ?"
    assert bench.notices == []
