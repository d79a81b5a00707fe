"""The trained planner on requests written by hand, which it has never seen."""

from functools import lru_cache
from pathlib import Path

from tests.think.planners import planner
from voice_agent.measure.plans import robustness
from voice_agent.measure.plans.consistency import REQUESTS, Report, calibration, evaluate
from voice_agent.measure.plans.requests import load_requests, rating, same_steps
from voice_agent.units import Plan, Step


@lru_cache(maxsize=1)
def report() -> Report:
    return evaluate(planner(), load_requests(REQUESTS))


def share(tag: str = "") -> float:
    right, total = report().accuracy(tag)
    return right / total


def test_the_set_is_large_and_a_third_of_it_comes_from_a_recogniser() -> None:
    requests = load_requests(REQUESTS)
    assert len(requests) >= 300
    assert sum("asr" in request.tags for request in requests) >= len(requests) / 3


def test_plans_are_exactly_what_was_asked_for() -> None:
    wrong = [judged.request.document["query"] for judged in report().judged if not judged.right]
    assert share("single") >= 0.9, wrong
    assert share("chain") >= 0.85, wrong
    assert share("followup") >= 0.9, wrong
    assert share("none") >= 0.9, wrong
    assert share("asr") >= 0.85, wrong


def test_no_path_is_ever_invented() -> None:
    assert not any(judged.invented for judged in report().judged)


def test_the_report_has_every_task_and_its_own_numbers() -> None:
    document = report().document()
    assert len(document["by_task"]) == 21  # the twenty tools, and nothing to do
    assert document["exact"]["total"] == document["requests"]
    assert 20 <= document["rating"]["mean"] <= 100
    assert "binauralize" in report().text()


def test_sure_plans_are_right_more_often_than_doubtful_ones() -> None:
    """On the requests of all authors: the held-out ones have hardly any doubtful plans."""
    files = sorted((Path(__file__).parent / "requests").glob("*.jsonl"))
    everyone = evaluate(planner(), [request for file in files for request in load_requests(file)])
    rows = calibration(planner().reader, everyone)
    assert sum(row["requests"] for row in rows) == len(everyone.judged)
    assert rows[-1]["right %"] >= 95
    doubtful = [row["right %"] for row in rows[:-1]]
    assert not doubtful or min(doubtful) < rows[-1]["right %"]


def test_the_planner_holds_when_things_get_long_or_break() -> None:
    rows = {row["suite"]: row for row in robustness.summary(robustness.run(planner()))}
    assert len(rows) == 4
    for row in rows.values():
        assert row["passed"] >= 0.7 * row["tried"], row["failed"]
    assert rows["breaks in context"]["passed"] == rows["breaks in context"]["tried"]


# --- what counts as right ---------------------------------------------------------------


def step(tool: str, **arguments: object) -> Step:
    return Step(tool, dict(arguments))


def test_defaults_endings_and_small_words_make_no_difference() -> None:
    wanted = [step("generate_audio", description="a dog barking", duration=5)]
    assert same_steps(wanted, [step("generate_audio", description="the dog barks", duration=5.0)])
    assert same_steps(
        [step("synthesize_speech", text="Hello, world!")],
        [step("synthesize_speech", text="hello world", speed=1)],
    )
    assert same_steps([step("play_audio", audio="$1")], [step("play_audio", audio="$1.1")])


def test_files_times_order_and_words_make_a_difference() -> None:
    a, b = step("play_audio", audio="audio/a.wav"), step("detect_sounds", audio="audio/a.wav")
    assert not same_steps([a, b], [b, a])
    assert not same_steps([a], [step("play_audio", audio="audio/b.wav")])
    assert not same_steps([step("record_audio", seconds=5)], [step("record_audio", seconds=50)])
    assert not same_steps(
        [step("synthesize_speech", text="good morning")],
        [step("synthesize_speech", text="good evening")],
    )
    assert not same_steps(
        [step("extract_sound", audio="audio/a.wav", description="church bell")],
        [step("extract_sound", audio="audio/a.wav", description="car horn")],
    )


def test_open_amounts_only_need_the_right_direction() -> None:
    wanted = [step("synthesize_speech", text="hi", speed="<1")]
    assert same_steps(wanted, [step("synthesize_speech", text="hi", speed=0.8)])
    assert not same_steps(wanted, [step("synthesize_speech", text="hi", speed=1.2)])
    assert not same_steps(wanted, [step("synthesize_speech", text="hi")])


def test_ratings_fall_with_what_is_wrong() -> None:
    request = next(r for r in load_requests(REQUESTS) if r.plans[0] and "chain" in r.tags)
    right = request.plans[0]
    renamed = tuple(Step(s.tool, dict.fromkeys(s.arguments, "audio/x.wav")) for s in right)
    shorter = right[:1]
    ratings = [rating(request, Plan(1, "act", steps)) for steps in (right, renamed, shorter)] + [
        rating(request, Plan(1, "unsupported"))
    ]
    assert ratings == [100, 60, 40, 20]
