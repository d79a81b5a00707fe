"""A turn always ends, in exactly one outcome, whatever its parts do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voice_agent import events as e
from voice_agent.errors import AgentError, Cancel
from voice_agent.session import Session
from voice_agent.settings import RecordingsSettings, Settings
from voice_agent.steps import StepRunner
from voice_agent.think.context import Context
from voice_agent.tools.context import AudioFile, ToolContext, ToolOutput
from voice_agent.tools.registry import Tool
from voice_agent.turn import TurnResult, TurnRunner
from voice_agent.units import Audio, Outcome, Plan, Query, Reply, Step, StepResult


def make_sound(context: ToolContext) -> ToolOutput:
    """Make a short sound."""
    artifact = context.save_audio(Audio(np.zeros(800, np.float32), 8000), "silence")
    return ToolOutput(text="a short sound", artifacts=(artifact,))


def say_it(context: ToolContext, text: str) -> ToolOutput:
    """Make a sound of a text."""
    return make_sound(context)


def use_sound(context: ToolContext, audio: AudioFile) -> ToolOutput:
    """Measure a sound."""
    return ToolOutput(text=f"{context.read(audio).seconds:.1f} s")


def fail_clearly(context: ToolContext) -> ToolOutput:
    """Fail as a tool should."""
    raise AgentError("the disk is full", "make room")


def fail_badly(context: ToolContext) -> ToolOutput:
    """Fail as a tool should not."""
    raise ZeroDivisionError("surprise")


def write_nowhere(context: ToolContext) -> ToolOutput:
    """Write where there is no folder."""
    _, where = context.files.new_file("text", ".txt")
    (where / "inside.txt").write_text("x")
    return ToolOutput()


def run_out_of_memory(context: ToolContext) -> ToolOutput:
    """Ask for more memory than any machine has."""
    return ToolOutput(text=str(np.zeros(1 << 55, np.int64).sum()))


def wait_for_cancel(context: ToolContext) -> ToolOutput:
    """Work until cancelled."""
    context.progress(0.0, "waiting")
    context.cancel.wait(60)
    context.cancel.check()
    return ToolOutput(text="never")


TOOLS = {
    function.__name__: Tool(function.__name__, "text-to-audio", (), outputs, "test", function)
    for function, outputs in (
        (make_sound, ("audio",)), (say_it, ("audio",)), (use_sound, ("text",)), (fail_clearly, ()),
        (fail_badly, ()), (write_nowhere, ()), (run_out_of_memory, ()), (wait_for_cancel, ()),
    )
}  # fmt: skip


class Script:
    """A planner that does what the test says: the neighbour of what is tested here."""

    name = "script"

    def __init__(self, *rounds: Any, reply: Any = "Done.") -> None:
        self.rounds = list(rounds)
        self.answer = reply

    def warm(self) -> None: ...

    def close(self) -> None: ...

    def plan(self, query: Query, context: Context, cancel: Cancel) -> Plan:
        return self._next(query)

    def more(self, query: Query, context: Context, plan: Plan, results: Any, cancel: Cancel) -> Any:
        return self._next(query) if self.rounds else None

    def _next(self, query: Query) -> Plan:
        first = self.rounds.pop(0)
        if isinstance(first, Exception):
            raise first
        return first if isinstance(first, Plan) else Plan(query.turn, "act", tuple(first))

    def reply(
        self, query: Query, context: Context, plan: Plan, results: Sequence[StepResult],
        say: Callable[[str], None],
    ) -> Reply:  # fmt: skip
        if isinstance(self.answer, Exception):
            raise self.answer
        return Reply(query.turn, plan.kind, plan.reply or self.answer)


class Notebook:
    """A mouth that writes down what it was to say."""

    def __init__(self, error: Exception | None = None) -> None:
        self.said: list[str] = []
        self.performed: list[str] = []
        self.error = error
        self.stopped = False

    def say(self, text: str, turn: int, cancel: Cancel) -> None:
        if self.error:
            raise self.error
        self.said.append(text)

    def perform(self, audio: Audio, words: str, turn: int, cancel: Cancel) -> None:
        self.performed.append(words)

    def finish(self, cancel: Cancel) -> Audio | None:
        return Audio(np.zeros(240, np.float32), 24_000) if self.said else None

    def stop(self) -> None:
        self.stopped = True

    def heard_of(self, turn: int) -> str | None:
        return "as much as was heard" if self.stopped else None


class Bench:
    def __init__(
        self,
        tmp_path: Path,
        planner: Script,
        mouth: Notebook | None = None,
        tools: dict[str, Tool] = TOOLS,
    ) -> None:
        self.bus = e.Bus()
        self.events: list[e.Event] = []
        self.bus.subscribe(self.events.append)
        self.session = Session.create(RecordingsSettings(), tmp_path)
        self.mouth = mouth or Notebook()
        steps = StepRunner(self.session, tools, None, Settings(), self.bus)  # type: ignore[arg-type]
        self.runner = TurnRunner(
            session=self.session, planner=planner, known={}, steps=steps, mouth=self.mouth,
            bus=self.bus,
        )  # fmt: skip

    def run(self, cancel: Cancel | None = None) -> TurnResult:
        query = Query(self.session.next_turn(), "please", "text")
        return self.runner.run(query, Cancel() if cancel is None else cancel)

    def ended(self) -> list[Outcome]:
        return [event.outcome for event in self.events if isinstance(event, e.TurnEnded)]


def test_a_chain_hands_files_on_and_is_written_down(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script([Step("make_sound"), Step("use_sound", {"audio": "$1"})]))
    result = bench.run()
    document = result.document
    made = document["steps"][0]["artifacts"][0]["path"]
    assert [step["ok"] for step in document["steps"]] == [True, True]
    assert document["plan"][1]["arguments"] == {"audio": "$1"}
    assert document["steps"][1]["arguments"] == {"audio": made}
    assert document["steps"][1]["text"] == "0.1 s"
    assert bench.session.locate(made).is_file()
    assert bench.session.resources[0].origin == "make_sound"
    assert bench.ended() == [Outcome.ANSWERED]
    assert bench.mouth.said == ["Done."]
    line = (bench.session.directory / "turns.jsonl").read_text(encoding="utf-8")
    assert json.loads(line) == json.loads(json.dumps(document))


@pytest.mark.parametrize(
    ("tool", "word"),
    [
        ("fail_clearly", "disk is full"),
        ("fail_badly", "surprise"),
        ("run_out_of_memory", "memory"),
        ("write_nowhere", "write_nowhere cannot go on: No such"),
    ],
)
def test_a_failed_tool_is_a_result_and_finished_steps_are_kept(
    tmp_path: Path, tool: str, word: str
) -> None:
    bench = Bench(tmp_path, Script([Step("make_sound"), Step(tool)]))
    result = bench.run()
    assert result.outcome is Outcome.FAILED
    assert result.document["steps"][0]["ok"]
    assert word in result.document["steps"][1]["error"]
    assert "Traceback" not in json.dumps(result.document)
    assert bench.ended() == [Outcome.FAILED]


def test_what_depends_on_a_failed_step_is_not_run_and_the_rest_is(tmp_path: Path) -> None:
    cut_short = Tool("make_sound", "text-to-audio", (), ("audio",), "test", fail_clearly)
    bench = Bench(tmp_path, Script([
        Step("broken_sound"), Step("use_sound", {"audio": "$1"}),
        Step("make_sound"), Step("use_sound", {"audio": "$3"}),
    ]), tools=TOOLS | {"broken_sound": cut_short})  # fmt: skip
    steps = bench.run().document["steps"]
    assert [step["ok"] for step in steps] == [False, False, True, True]
    assert "step 1" in steps[1]["error"]


def test_what_was_to_be_said_is_played_as_the_answer(tmp_path: Path) -> None:
    tools = TOOLS | {"say_it": replace(TOOLS["say_it"], heard=True)}
    bench = Bench(tmp_path, Script([Step("say_it", {"text": "hello"})], reply=""), tools=tools)
    bench.run()
    assert bench.mouth.performed == ["hello"]


def test_what_was_said_for_another_step_is_not_played(tmp_path: Path) -> None:
    tools = TOOLS | {"say_it": replace(TOOLS["say_it"], heard=True)}
    steps = [Step("say_it", {"text": "hello"}), Step("use_sound", {"audio": "$1"})]
    bench = Bench(tmp_path, Script(steps), tools=tools)
    bench.run()
    assert bench.mouth.performed == []


@pytest.mark.parametrize("error", [AgentError("the server is gone", "start it"), KeyError("x")])
def test_a_planner_that_fails_is_explained(tmp_path: Path, error: Exception) -> None:
    bench = Bench(tmp_path, Script(error))
    result = bench.run()
    assert result.outcome is Outcome.FAILED
    assert result.document["kind"] == "error"
    assert result.document["reply"] or isinstance(error, KeyError)


@pytest.mark.parametrize(
    "step",
    [
        Step("use_sound", {"audio": "audio/deadbeef.wav"}),
        Step("use_sound", {"audio": "../../etc/passwd"}),
        Step("use_sound", {}),
        Step("make_sound", {"louder": True}),
        Step("use_sound", {"audio": "$3"}),
        Step("rm_rf", {}),
    ],
)
def test_nothing_runs_of_a_plan_that_names_what_is_not_there(tmp_path: Path, step: Step) -> None:
    bench = Bench(tmp_path, Script([Step("make_sound"), step]))
    result = bench.run()
    assert result.document["steps"] == []
    assert result.outcome in (Outcome.FAILED, Outcome.REFUSED)


def test_further_steps_after_observations_join_the_plan(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script([Step("make_sound")], [Step("use_sound", {"audio": "$1"})]))
    document = bench.run().document
    assert [step["tool"] for step in document["steps"]] == ["make_sound", "use_sound"]
    assert len(document["plan"]) == 2


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("chat", Outcome.ANSWERED), ("clarify", Outcome.CLARIFIED), ("unsupported", Outcome.REFUSED)],
)
def test_turns_without_steps_end_by_their_kind(tmp_path: Path, kind: Any, outcome: Outcome) -> None:
    bench = Bench(tmp_path, Script(Plan(1, kind, (), "Which file?")))
    result = bench.run()
    assert result.outcome is outcome
    assert bench.mouth.said == ["Which file?"]


def test_cancelling_ends_the_turn_and_silences_the_mouth(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script([Step("wait_for_cancel")]))
    cancel = Cancel()
    bench.bus.subscribe(lambda event: cancel.set() if isinstance(event, e.Progress) else None)
    done: list[TurnResult] = []
    thread = threading.Thread(target=lambda: done.append(bench.run(cancel)))
    thread.start()
    thread.join(30)
    assert [result.outcome for result in done] == [Outcome.CANCELLED]
    assert bench.mouth.stopped
    assert bench.mouth.said == []
    assert done[0].reply.text == "as much as was heard"
    assert Session.open("last", RecordingsSettings(), tmp_path).exchanges[0].query == "please"


def test_a_voice_that_fails_leaves_the_written_answer(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script([Step("make_sound")]), Notebook(RuntimeError("no voice")))
    result = bench.run()
    assert result.outcome is Outcome.ANSWERED
    assert result.document["reply"] == "Done."
    assert result.document["reply_audio"] is None


def test_an_answer_that_cannot_be_made_still_ends_the_turn(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script([Step("make_sound")], reply=RuntimeError("lost")))
    result = bench.run()
    assert result.document["steps"][0]["ok"]
    assert "log" in result.document["reply"]
    assert len(bench.ended()) == 1


def test_further_steps_that_cannot_be_planned_do_not_end_the_session(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script([Step("make_sound")], KeyError("choices")))
    result = bench.run()
    assert result.outcome is Outcome.FAILED
    assert result.document["steps"][0]["ok"]
    assert "log" in bench.mouth.said[-1]
    assert bench.ended() == [Outcome.FAILED]


def test_a_result_that_cannot_be_remembered_is_a_failed_step(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script([Step("make_sound")]))
    (bench.session.directory / "resources.jsonl").mkdir()  # as with a full disk, no line fits
    result = bench.run()
    assert not result.document["steps"][0]["ok"]
    assert "cannot write to" in result.document["steps"][0]["error"]
    assert "unexpectedly" not in result.document["steps"][0]["error"]
    assert bench.ended() == [Outcome.FAILED]


def test_events_tell_the_turn_in_order(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script([Step("make_sound")]))
    bench.run()
    told = [type(event).__name__ for event in bench.events if event.turn == 1]
    wanted = ["Heard", "Planned", "StepStarted", "StepFinished", "Replied", "SpokeAll", "TurnEnded"]
    assert [name for name in told if name in wanted] == wanted
