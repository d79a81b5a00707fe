"""A server that is away, slow, broken, busy or hostile: the turn goes on, and nothing leaks."""

from __future__ import annotations

import logging
import socket
import threading

import pytest

from tests.think.llm_bench import KEY, NOISY, Bench, done, failed
from tests.think.llm_server import (
    LlmServer,
    Reply,
    calls,
    cut_off,
    endless,
    raw,
    silent,
    status,
    words,
)
from voice_agent.errors import Cancelled
from voice_agent.units import Plan

UNREADABLE = "What the language model server sends can't be read"
HALFWAY = "The language model isn't answering, so I stop here. Ask again for what is missing."
ALONE = "The language model isn't answering, so I am planning on my own."


def assert_offline_took_over(bench: Bench, plan: Plan) -> None:
    """The offline planner planned "transcribe this" and answers for it, too."""
    assert bench.planner.name == "offline"
    assert [step.tool for step in plan.steps] == ["transcribe_speech"]
    results = [done(1, "transcribe_speech", {"audio": NOISY}, text="Good morning")]
    assert bench.more(plan, results) is None
    assert "Good morning" in bench.reply(plan, results).text


@pytest.mark.parametrize(
    ("reply", "notice"),
    [
        (status(401, "bad key"), "The language model server refuses the key"),
        (status(429, "insufficient_quota"), "The credit for the language model is used up"),
        (status(404, "no such model"), "The server doesn't have that language model"),
        (status(400, "bad request"), "The language model server refuses the request"),
        (status(302, Location="http://127.0.0.1:1/"), "The language model server refuses"),
        (cut_off("[answer] I am ab"), "The language model isn't answering"),
        (raw(b"data: {nonsense\n\n"), UNREADABLE),
        (raw(b"data: [1, 2]\n\n"), UNREADABLE),
        (raw(b'data: {"choices": 7}\n\n'), UNREADABLE),
        (raw(b'data: {"error": {"message": "out of memory"}}\n\n'), "The language model server"),
        (raw(b'data: {"choices": [{"delta": "\xff\xfe"}]}\n\n'), UNREADABLE),
        (lambda wire: wire.document(200, b"not json"), UNREADABLE),
        (
            lambda wire: wire.document(200, b"<html>hi</html>", {"Content-Type": "text/html"}),
            UNREADABLE,
        ),
        (endless(b"x" * 65_536), UNREADABLE),
        (endless(b'data: {"choices": [{"delta": {"content": "la la "}}]}\n\n'), UNREADABLE),
        (
            endless(
                b'data: {"choices": [{"delta": {"tool_calls": [{"index": 0, "function": '
                b'{"name": "play_audio", "arguments": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}]}}]}\n\n'
            ),
            UNREADABLE,
        ),
        (
            endless(
                b'data: {"choices": [{"delta": {"tool_calls": [{"id": "a", "function": {}}, '
                b'{"id": "b", "function": {}}]}}]}\n\n'
            ),
            UNREADABLE,
        ),
        (words("", " "), "The language model's plans can't be used"),
    ],
)
def test_a_failing_server_costs_one_notice_and_the_offline_planner_takes_the_turn(
    server: LlmServer, reply: Reply, notice: str
) -> None:
    server.will(reply, reply, reply)
    with Bench(server, retries=0) as bench:
        plan = bench.plan("transcribe this")
        assert_offline_took_over(bench, plan)
        assert len(bench.notices) == 1
        assert bench.notices[0].startswith(notice)
        assert bench.notices[0].endswith("so I am planning on my own.")


def test_a_server_that_is_not_there_is_noticed_once_and_asked_again_next_turn(
    server: LlmServer,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        away = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with Bench(server, base_url=away, retries=1) as bench:
            assert_offline_took_over(bench, bench.plan("transcribe this"))
            assert_offline_took_over(bench, bench.plan("transcribe this"))
            assert bench.notices == [ALONE]


def test_after_a_failed_turn_the_server_is_asked_again(server: LlmServer, bench: Bench) -> None:
    server.will(status(401), calls(("play_audio", {"audio": NOISY})), status(401))
    bench.plan("transcribe this")
    assert bench.plan("play it").steps[0].tool == "play_audio"
    assert bench.planner.name == "openai:tiny-model"
    bench.plan("transcribe this")
    assert len(bench.notices) == 2  # it had worked in between


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_server_is_asked_again(server: LlmServer, bench: Bench, code: int) -> None:
    server.will(status(code), status(code), calls(("play_audio", {"audio": NOISY})))
    assert bench.plan("play it").steps[0].tool == "play_audio"
    assert len(server.requests) == 3
    assert bench.notices == []


def test_retries_end(server: LlmServer, bench: Bench) -> None:
    server.will(*[status(429)] * 3)
    assert_offline_took_over(bench, bench.plan("transcribe this"))
    assert len(server.requests) == 3
    assert bench.notices == ["The language model is over its limit, so I am planning on my own."]


def test_a_server_that_asks_for_a_long_wait_is_not_waited_for(
    server: LlmServer, bench: Bench
) -> None:
    server.will(status(429, Retry_After="3600"))
    assert_offline_took_over(bench, bench.plan("transcribe this"))
    assert len(server.requests) == 1


def test_a_silent_server_is_given_up_and_left_alone_for_a_while(server: LlmServer) -> None:
    now = [1000.0]
    server.will(silent(), calls(("play_audio", {"audio": NOISY})))
    with Bench(server, timeout=1.0, clock=lambda: now[0]) as bench:
        assert_offline_took_over(bench, bench.plan("transcribe this"))
        assert server.hung_up.wait(20)
        now[0] += 10
        assert_offline_took_over(bench, bench.plan("transcribe this"))
        assert len(server.requests) == 1
        assert bench.notices == [ALONE]
        now[0] += 60
        assert bench.plan("play it").steps[0].tool == "play_audio"


def test_keep_alive_comments_do_not_count_as_an_answer(server: LlmServer) -> None:
    server.will(endless(b": still thinking\n\n"))
    with Bench(server, timeout=1.0) as bench:
        assert_offline_took_over(bench, bench.plan("transcribe this"))


@pytest.mark.parametrize("begun", [(), ("[answer] ",), ("It i",)])
def test_cancelling_ends_the_request_at_once(
    server: LlmServer, bench: Bench, begun: tuple[str, ...]
) -> None:
    asked = threading.Event()

    def hold(wire: object) -> None:
        asked.set()
        silent(*begun)(wire)  # type: ignore[arg-type]

    server.will(hold)

    def stop() -> None:
        assert asked.wait(20)
        bench.cancel.set()

    canceller = threading.Thread(target=stop)
    original = bench.planner.plan

    def plan(*arguments: object) -> Plan:
        canceller.start()
        return original(*arguments)  # type: ignore[arg-type]

    bench.planner.plan = plan  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        bench.plan("transcribe this")
    canceller.join()
    assert bench.notices == []
    if begun:
        assert server.hung_up.wait(20), "the connection was left open"


def test_a_failure_after_the_steps_ran_leaves_their_results_to_the_offline_answer(
    server: LlmServer, bench: Bench
) -> None:
    server.will(calls(("transcribe_speech", {"audio": NOISY})), cut_off("[ans"), status(401))
    plan = bench.plan("transcribe this")
    results = [done(1, "transcribe_speech", {"audio": NOISY}, text="Good morning")]
    assert bench.more(plan, results) is None
    assert "Good morning" in bench.reply(plan, results).text
    assert bench.notices == [HALFWAY]
    assert bench.planner.name == "openai:tiny-model"  # it did make the plan


def test_a_stream_cut_in_the_answer_is_completed_from_the_results(
    server: LlmServer, bench: Bench
) -> None:
    server.will(
        calls(("transcribe_speech", {"audio": NOISY})),
        cut_off("[answer] Here you are. ", "It sa"),
    )
    plan = bench.plan("transcribe this")
    results = [done(1, "transcribe_speech", {"audio": NOISY}, text="Good morning")]
    assert bench.more(plan, results) is None
    said: list[str] = []
    reply = bench.reply(plan, results, said.append)
    assert said[0] == "Here you are."
    assert "Good morning" in said[1] and "Good morning" in reply.text
    assert reply.text.startswith("Here you are.")


def test_a_stream_cut_in_small_talk_says_so(server: LlmServer, bench: Bench) -> None:
    server.will(cut_off("[answer] Once upon a time. ", "There w"))
    said: list[str] = []
    reply = bench.reply(bench.plan("tell me a story"), [], said.append)
    assert said == ["Once upon a time.", "The rest of that answer didn't arrive."]
    assert reply.text == " ".join(said)


def test_the_key_and_the_words_are_never_logged(
    server: LlmServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("openai").setLevel(logging.DEBUG)
    echo = f"Incorrect API key provided: {KEY}; you said: meet me at the old mill"
    server.will(
        status(401, echo),
        raw(b'data: {"error": {"message": "' + echo.encode() + b'"}}\n\n'),
        status(429, echo),
        calls(("transcribe_speech", {"audio": NOISY})),
    )
    with Bench(server, retries=0) as bench:
        for _ in range(3):
            bench.plan("transcribe this: meet me at the old mill")
        plan = bench.plan("transcribe it")
        assert bench.planner.name == "openai:tiny-model"
        bench.more(plan, [failed(1, "transcribe_speech", "it holds no speech")])
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    written = caplog.text + " ".join(str(record.__dict__) for record in caplog.records)
    assert KEY not in written
    assert "old mill" not in written
    assert all(KEY not in notice and "mill" not in notice for notice in bench.notices)
    assert KEY not in repr(bench.planner.__dict__)


def test_no_folder_of_this_machine_is_sent(server: LlmServer, bench: Bench) -> None:
    server.will(calls(("transcribe_speech", {"audio": NOISY})), words("[answer] No luck."))
    plan = bench.plan("transcribe this")
    error = "failed (FileNotFoundError: '/home/ada/secret project/models/x.onnx')"
    bench.more(plan, [failed(1, "transcribe_speech", error)])
    assert "/home/ada" not in str(server.requests[1].body)
