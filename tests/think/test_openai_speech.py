"""An answer is spoken sentence by sentence while the server still writes it."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.think.llm_bench import NOISY, Bench, done
from tests.think.llm_server import LlmServer, Wire, calls, silent, waits, words
from voice_agent.errors import Cancelled
from voice_agent.think.sentences import Sentences, speakable


@pytest.fixture(params=["tools", "react"])
def bench(server: LlmServer, request: pytest.FixtureRequest) -> Iterator[Bench]:
    with Bench(server, style=request.param) as ready:
        yield ready


def opening(bench: Bench) -> str:
    """How an answer in words begins in the style under test."""
    react = bench.planner._settings.style == "react"
    return "Thought: Do I need to use a tool? No\nAI: " if react else ""


def test_the_first_sentence_is_said_before_the_second_exists(
    server: LlmServer, bench: Bench
) -> None:
    heard = threading.Event()
    server.will(
        waits(heard, [opening(bench), "[ans", "wer] The first", ". "], ["The second", " one."])
    )
    said: list[str] = []

    def say(sentence: str) -> None:
        said.append(sentence)
        heard.set()  # only now the server goes on

    plan = bench.plan("tell me two things")
    reply = bench.reply(plan, [], say)
    assert said == ["The first.", "The second one."]
    assert reply.text == "The first. The second one."


def test_the_answer_after_results_is_said_early_without_a_mark(server: LlmServer) -> None:
    heard = threading.Event()
    server.will(
        calls(("transcribe_speech", {"audio": NOISY})),
        waits(heard, ["It says good morning. "], ["That is all."]),
    )
    with Bench(server) as bench:
        plan = bench.plan("what does it say")
        results = [done(1, "transcribe_speech", {"audio": NOISY}, text="Good morning.")]
        assert bench.more(plan, results) is None
        reply = bench.reply(plan, results, lambda sentence: heard.set())
        assert reply.text == "It says good morning. That is all."


def test_an_announced_call_after_results_is_waited_for(server: LlmServer) -> None:
    server.will(
        calls(("enhance_speech", {"audio": NOISY})),
        calls(("transcribe_speech", {"audio": "$1"}), preamble="Now I'll write it down. "),
    )
    with Bench(server) as bench:
        plan = bench.plan("clean it and write it down")
        results = [done(1, "enhance_speech", {"audio": NOISY}, "audio/0000beef.wav")]
        more = bench.more(plan, results)
        assert more is not None and more.steps[0].arguments == {"audio": "$1"}


def test_a_turn_cancelled_while_it_speaks_closes_the_stream(
    server: LlmServer, bench: Bench
) -> None:
    server.will(silent(opening(bench), "[answer] The first. ", "The second. "))
    plan = bench.plan("tell me")
    said: list[str] = []

    def say(sentence: str) -> None:
        said.append(sentence)
        bench.cancel.set()

    with pytest.raises(Cancelled):
        bench.reply(plan, [], say)
    assert said[0] == "The first."
    assert server.hung_up.wait(20)


def test_a_voice_that_stops_the_turn_closes_the_stream(server: LlmServer, bench: Bench) -> None:
    server.will(silent(opening(bench), "[answer] The first. "))
    plan = bench.plan("tell me")

    def say(sentence: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        bench.reply(plan, [], say)
    assert server.hung_up.wait(20)


def test_an_answer_that_nobody_fetches_is_closed_by_the_next_turn(
    server: LlmServer, bench: Bench
) -> None:
    server.will(silent(opening(bench), "[answer] The first. "), words(opening(bench), "Hi."))
    bench.plan("tell me")
    assert bench.reply(bench.plan("hi"), []).text == "Hi."
    assert server.hung_up.wait(20)


def test_a_server_that_keeps_the_line_open_after_the_end_is_not_waited_for(
    server: LlmServer, bench: Bench
) -> None:
    heard = threading.Event()

    def reply(wire: Wire) -> None:
        wire.delta({"content": opening(bench) + "[answer] All of it."})
        wire.delta({}, "stop")
        assert heard.wait(20)
        wire.done()

    server.will(reply)
    assert bench.reply(bench.plan("tell me"), []).text == "All of it."
    heard.set()


@given(st.text(alphabet='ab.!? \n"3', max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_sentences_do_not_depend_on_how_the_text_was_cut(text: str, cuts: list[int]) -> None:
    whole = Sentences()
    expected = [*whole.feed(text), whole.rest()]
    piecewise = Sentences()
    edges = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    got = [s for a, b in itertools.pairwise(edges) for s in piecewise.feed(text[a:b])]
    got.append(piecewise.rest())
    assert "".join("".join(expected).split()) == "".join(text.split())
    assert "".join("".join(got).split()) == "".join(text.split())
    assert got == expected


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It lasts 3.5 s. Good. ", ["It lasts 3.5 s.", "Good."]),
        ("Dr. Who said e.g. hello. ", ["Dr. Who said e.g. hello."]),
        ('He said "stop!" Then he left. ', ['He said "stop!"', "Then he left."]),
        ("See audio/1a2b3c4d.wav. ", ["See audio/1a2b3c4d.wav."]),
        ("One line\nand another\n", ["One line", "and another"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str]) -> None:
    assert Sentences().feed(text) == sentences


def test_files_are_spoken_by_what_they_are() -> None:
    new = frozenset({"audio/1a2b3c4d.wav"})
    text = "**Done:** `audio/1a2b3c4d.wav` comes from audio/0000000a.wav and image/0000000c.png."
    assert speakable(text, new) == (
        "Done: the new audio file comes from the audio file and the picture."
    )


def test_a_model_that_goes_round_in_circles_is_not_heard_to_the_end(
    server: LlmServer, bench: Bench
) -> None:
    circle = " It is a file. It is one." * 5
    server.will(words(opening(bench) + "[answer] Here it is." + circle + " The end."))
    said: list[str] = []
    reply = bench.reply(bench.plan("tell me about it"), [], said.append)
    assert said == ["Here it is.", "It is a file.", "It is one."]
    assert reply.text == "Here it is. It is a file. It is one."
