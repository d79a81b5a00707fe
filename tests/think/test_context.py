from hypothesis import given
from hypothesis import strategies as st

from voice_agent.think.context import Context, is_reference, steps_needed
from voice_agent.units import Artifact, Exchange, Plan, Resource, Step, StepResult

RECORDING = Resource("audio/00000001.wav", "audio", "memo.wav", turn=1)


def exchange(turn: int, words: str = "hello", *made: str) -> Exchange:
    artifacts = tuple(Artifact(path, "audio", "made") for path in made)
    source = {"audio": "audio/00000001.wav"}
    result = StepResult(turn, 1, "enhance_speech", source, True, artifacts=artifacts)
    plan = Plan(turn, "act", (Step("enhance_speech", source),))
    return Exchange(turn, words, "done", plan, (result,))


def test_results_of_a_turn_become_resources_with_their_origin() -> None:
    context = Context((RECORDING,)).with_exchange(exchange(2, "clean it", "audio/00000002.wav"))
    made = context.find("audio/00000002.wav")
    assert made is not None
    assert (made.origin, made.parents, made.turn) == ("enhance_speech", (RECORDING.path,), 2)
    assert [known.path for known in context.ancestors(made.path)] == [RECORDING.path]
    assert context.age(made) == 1


def test_a_longer_path_or_another_case_is_not_found() -> None:
    context = Context((RECORDING,))
    for path in ("audio/00000001.wav ", "Audio/00000001.wav", "audio/0000001.wav", "", "memo.wav"):
        assert context.find(path) is None


@given(st.lists(st.text(max_size=300), max_size=30), st.integers(0, 3000))
def test_trimming_forgets_words_but_never_a_resource(texts: list[str], budget: int) -> None:
    context = Context((RECORDING,))
    for turn, text in enumerate(texts, 1):
        context = context.with_exchange(exchange(turn, text, f"audio/{turn:08x}.flac"))
    trimmed = context.trimmed(budget)
    assert trimmed.resources == context.resources
    assert [e.turn for e in trimmed.exchanges] == [e.turn for e in context.exchanges][
        len(context.exchanges) - len(trimmed.exchanges) :
    ]
    assert bool(trimmed.exchanges) == bool(context.exchanges)


def test_only_an_open_question_is_pending() -> None:
    asked = Exchange(1, "say something", "What should I say?", Plan(1, "clarify"))
    assert Context(exchanges=(asked,)).pending is asked
    assert Context(exchanges=(asked, exchange(2))).pending is None


def test_references_point_backwards_only() -> None:
    assert is_reference("$1", before=2)
    assert is_reference("$2.1", before=3)
    assert not is_reference("$2", before=2)
    assert not is_reference("$0", before=2)
    assert not is_reference("$5.99", before=9)
    assert not is_reference("pay $1", before=2)
    assert steps_needed(Step("x", {"a": "$2.1", "b": "$1", "c": 3, "d": "$"})) == (2, 1)
