"""The LLM planner against a real HTTP server: what it plans, refuses, says and survives."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.think.llm_bench import CLIP, NOISY, PHOTO, Bench, done, failed
from tests.think.llm_server import LlmServer, calls, words
from voice_agent.think.offline.tasks import known_signatures
from voice_agent.think.plan import problems
from voice_agent.units import Step


@pytest.fixture(autouse=True)
def all_was_asked(server: LlmServer) -> Iterator[None]:
    yield
    assert server.left == 0, "the planner asked less often than scripted"


def test_a_tool_call_becomes_a_step(server: LlmServer, bench: Bench) -> None:
    server.will(calls(("enhance_speech", {"audio": NOISY})))
    plan = bench.plan("clean this up")
    assert (plan.kind, plan.steps) == ("act", (Step("enhance_speech", {"audio": NOISY}),))
    assert plan.turn == bench.query.turn
    assert bench.planner.name == "openai:tiny-model"
    assert bench.notices == []


def test_the_request_carries_model_schemas_files_and_temperature_zero(
    server: LlmServer, bench: Bench
) -> None:
    server.will(calls(("enhance_speech", {"audio": NOISY})))
    bench.plan("clean this up")
    request = server.requests[0]
    assert request.path == "/v1/chat/completions"
    assert request.body["model"] == "tiny-model"
    assert request.body["temperature"] == 0
    assert request.body["stream"] is True
    assert request.last == {"role": "user", "content": "clean this up"}
    assert NOISY in request.system and "a man speaking in traffic" in request.system
    schema = next(
        tool["function"]["parameters"]
        for tool in request.body["tools"]
        if tool["function"]["name"] == "inpaint_audio"
    )
    assert set(schema["required"]) == {"audio", "start", "end"}


def test_parallel_calls_become_the_steps_of_one_plan(server: LlmServer, bench: Bench) -> None:
    server.will(calls(("transcribe_speech", {"audio": NOISY}), ("detect_sounds", {"audio": CLIP})))
    plan = bench.plan("what is said here and what sounds are in the other one")
    assert [step.tool for step in plan.steps] == ["transcribe_speech", "detect_sounds"]


def test_a_chain_may_refer_to_its_own_earlier_calls(server: LlmServer, bench: Bench) -> None:
    server.will(calls(("enhance_speech", {"audio": NOISY}), ("transcribe_speech", {"audio": "$1"})))
    plan = bench.plan("denoise it and tell me what it says")
    assert plan.steps[1].arguments == {"audio": "$1"}
    assert len(server.requests) == 1


def test_results_go_back_as_observations_and_further_steps_come_of_them(
    server: LlmServer, bench: Bench
) -> None:
    made = "audio/0000beef.wav"
    server.will(
        calls(("enhance_speech", {"audio": NOISY})),
        calls(("transcribe_speech", {"audio": made})),
        words("[answer] The clean version is in ", f"{made}. ", "It says hello."),
    )
    plan = bench.plan("denoise it, then transcribe it")
    first = done(1, "enhance_speech", {"audio": NOISY}, made, "the recording without noise")
    more = bench.more(plan, [first])
    assert more is not None and more.steps == (Step("transcribe_speech", {"audio": made}),)
    second = done(2, "transcribe_speech", {"audio": made}, text="hello")
    assert bench.more(bench.joined(plan, more), [first, second]) is None
    said: list[str] = []
    reply = bench.reply(bench.joined(plan, more), [first, second], said.append)
    assert reply.text == f"The clean version is in {made}. It says hello."
    assert said == ["The clean version is in the new audio file.", "It says hello."]
    assert reply.aloud == " ".join(said)
    told = server.requests[1].last
    assert told["role"] == "tool" and told["tool_call_id"] == "call_0x"
    seen = json.loads(told["content"])
    assert (seen["step"], seen["ok"], seen["files"][0]["path"]) == (1, True, made)
    assert json.loads(server.requests[2].last["content"])["found"] == "hello"


def test_a_failed_step_is_observed_and_another_way_may_be_tried(
    server: LlmServer, bench: Bench
) -> None:
    server.will(
        calls(("enhance_speech", {"audio": NOISY})),
        calls(("separate_speech", {"audio": NOISY})),
    )
    plan = bench.plan("make the speech clearer")
    more = bench.more(plan, [failed(1, "enhance_speech", "the model file is missing")])
    assert more is not None and more.steps[0].tool == "separate_speech"
    seen = json.loads(server.requests[1].last["content"])
    assert seen == {
        "step": 1,
        "tool": "enhance_speech",
        "ok": False,
        "error": "the model file is missing",
    }


def test_the_output_of_a_failed_step_cannot_be_used(server: LlmServer, bench: Bench) -> None:
    server.will(
        calls(("enhance_speech", {"audio": NOISY})),
        calls(("transcribe_speech", {"audio": "$1"})),
        words("[answer] That didn't work."),
    )
    plan = bench.plan("clean it and write it down")
    assert bench.more(plan, [failed(1, "enhance_speech", "no")]) is None
    assert "step 1 failed" in server.requests[2].last["content"]


def test_an_invented_path_is_refused_and_corrected(server: LlmServer, bench: Bench) -> None:
    server.will(
        calls(("enhance_speech", {"audio": "audio/0000000f.wav"})),
        calls(("enhance_speech", {"audio": NOISY})),
    )
    plan = bench.plan("clean this up")
    assert plan.steps == (Step("enhance_speech", {"audio": NOISY}),)
    refused = server.requests[1].last
    assert refused["role"] == "tool"
    assert "no file 'audio/0000000f.wav'" in refused["content"]


@pytest.mark.parametrize(
    ("tool", "arguments", "reason"),
    [
        ("bash", {"command": "rm -rf ~"}, "no tool called 'bash'"),
        ("enhance_speech", {"audio": "../../etc/passwd"}, "no file '../../etc/passwd'"),
        ("enhance_speech", {"audio": "/etc/passwd"}, "no file"),
        ("enhance_speech", {"audio": PHOTO}, "is image, not audio"),
        ("enhance_speech", {"audio": [NOISY]}, "is no path"),
        ("enhance_speech", {"audio": "$3"}, "no file '$3'"),
        ("enhance_speech", {}, "required and missing"),
        ("enhance_speech", {"audio": NOISY, "strength": 3}, "no such argument"),
        ("inpaint_audio", {"audio": NOISY, "start": "1", "end": 2}, "not of type number"),
        ("inpaint_audio", {"audio": NOISY, "start": 3, "end": 2}, "must come after"),
        ("enhance_speech", '{"audio": "audio/', "no valid JSON"),
        ("enhance_speech", '["audio"]', "no JSON object"),
        ("enhance_speech", "[" * 9000, "no valid JSON"),
        ("", {"audio": NOISY}, "no tool called ''"),
        ("adjust_conversation", {"volume": 900}, "above the maximum"),
        ("adjust_conversation", {"volume": 10**400}, "no finite number"),
        ("inpaint_audio", {"audio": NOISY, "start": 10**401, "end": 10**400}, "no finite number"),
    ],
)
def test_what_is_not_allowed_is_fed_back_and_never_planned(
    server: LlmServer, bench: Bench, tool: str, arguments: dict[str, object] | str, reason: str
) -> None:
    server.will(calls((tool, arguments)), words("[question] Which file do you mean?"))
    plan = bench.plan("do something")
    assert (plan.kind, plan.steps) == ("clarify", ())
    assert reason in server.requests[1].last["content"]


def test_one_bad_call_stops_the_good_ones_beside_it(server: LlmServer, bench: Bench) -> None:
    server.will(
        calls(("enhance_speech", {"audio": NOISY}), ("teleport", {})),
        calls(("enhance_speech", {"audio": NOISY})),
    )
    plan = bench.plan("clean it up and teleport it")
    assert len(plan.steps) == 1
    told = [m for m in server.requests[1].body["messages"] if m["role"] == "tool"]
    assert [m["tool_call_id"] for m in told] == ["call_0x", "call_1x"]
    assert "call it again" in told[0]["content"]


def test_a_persistent_inventor_loses_the_turn_after_max_rounds(server: LlmServer) -> None:
    server.will(*[calls(("enhance_speech", {"audio": "audio/0000dead.wav"}))] * 3)
    with Bench(server, max_rounds=3) as bench:
        plan = bench.plan("transcribe this")
    assert bench.planner.name == "offline"
    assert [step.tool for step in plan.steps] == ["transcribe_speech"]
    assert all(step.arguments["audio"] != "audio/0000dead.wav" for step in plan.steps)
    assert bench.notices == [
        "The language model's plans can't be used, so I am planning on my own."
    ]


def test_null_means_an_argument_left_out(server: LlmServer, bench: Bench) -> None:
    server.will(calls(("transcribe_speech", {"audio": NOISY, "language": None})))
    assert bench.plan("write it down").steps[0].arguments == {"audio": NOISY}


def test_too_many_steps_are_refused(server: LlmServer, bench: Bench) -> None:
    server.will(
        calls(*[("play_audio", {"audio": NOISY})] * 17),
        calls(("play_audio", {"audio": NOISY})),
    )
    assert len(bench.plan("play it seventeen times").steps) == 1
    assert "16 steps at most" in server.requests[1].last["content"]


def test_after_the_last_round_an_answer_is_asked_for_without_tools(server: LlmServer) -> None:
    server.will(calls(("play_audio", {"audio": NOISY})), words("[answer] I played it."))
    results = [done(1, "play_audio", {"audio": NOISY})]
    with Bench(server, max_rounds=1) as bench:
        plan = bench.plan("play it")
        assert bench.more(plan, results) is None
        assert bench.reply(plan, results).text == "I played it."
    assert server.requests[1].body["tool_choice"] == "none"
    assert server.requests[1].last["role"] == "tool"


def test_earlier_turns_are_shown_with_their_calls(server: LlmServer, bench: Bench) -> None:
    made = "audio/0000beef.wav"
    bench.remember(
        "clean this",
        "It is clean.",
        [done(1, "enhance_speech", {"audio": NOISY}, made, "without noise")],
    )
    server.will(calls(("play_audio", {"audio": made})))
    bench.plan("play it")
    roles = [m["role"] for m in server.requests[0].body["messages"]]
    assert roles == ["system", "user", "assistant", "tool", "assistant", "user"]
    assert f"- {made} (audio, 1 turn ago, made by enhance_speech" in server.requests[0].system


_ARGUMENT = (
    st.sampled_from(
        [NOISY, CLIP, PHOTO, "$1", "$2", "$0", "$1.2", "../x.wav", "a\u0000b", "", 1, -3.5, 1e400]
    )
    | st.none()
    | st.booleans()
    | st.lists(st.integers(), max_size=2)
)
_CALL = st.tuples(
    st.sampled_from([*known_signatures(), "bash", "find_files", "adjust_conversation"]),
    st.dictionaries(
        st.sampled_from(["audio", "text", "description", "start", "end", "reference", "x"]),
        _ARGUMENT,
        max_size=3,
    ),
)


@pytest.fixture(scope="module")
def long_bench() -> Iterator[Bench]:
    with LlmServer() as server, Bench(server) as ready:
        yield ready


@settings(max_examples=60, deadline=None)
@given(st.lists(_CALL, min_size=1, max_size=4))
def test_whatever_is_called_only_sound_plans_come_out(
    long_bench: Bench, wanted: list[tuple[str, dict[str, object]]]
) -> None:
    long_bench.server._script[:] = [calls(*wanted), words("[answer] Never mind.")]
    plan = long_bench.plan("do it")
    assert long_bench.notices == []
    assert problems(plan.steps, known_signatures(), long_bench.context) == ()
    assert bool(plan.steps) == (plan.kind == "act")
