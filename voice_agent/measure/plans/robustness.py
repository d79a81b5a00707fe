"""Does the planner hold when things get long, impossible or broken? (AudioGPT section 4.4)

Four suites over the planner alone, each a list of cases that pass or fail with a reason:
long chains, unsupported tasks, error handling, breaks in context. No tool runs; results of
steps are what a tool would have returned.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.plan import problems
from voice_agent.units import Artifact, Exchange, Plan, Query, Reply, Resource, StepResult

RECORDING = Resource("audio/3f0c9d12.wav", "audio", "interview.wav")


class Planner(Protocol):
    """What is needed of a planner here."""

    signatures: Any

    def plan(self, query: Query, context: Context, cancel: Cancel) -> Plan: ...

    def reply(
        self,
        query: Query,
        context: Context,
        plan: Plan,
        results: Sequence[StepResult],
        say: Callable[[str], None],
    ) -> Reply: ...


@dataclass(frozen=True)
class Case:
    """One thing tried; ``reason`` says what was wrong when it failed."""

    suite: str
    name: str
    passed: bool
    reason: str = ""


def run(planner: Planner, report: Callable[[str], None] = lambda _: None) -> list[Case]:
    """All cases of all suites, in order."""
    cases: list[Case] = []
    suites = (long_chains, unsupported_tasks, error_handling, breaks_in_context)
    for suite in suites:
        report(suite.__name__.replace("_", " "))
        cases += suite(planner)
    return cases


def summary(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Passed and tried for each suite, with the names of what failed."""
    rows = []
    for suite in dict.fromkeys(case.suite for case in cases):
        chosen = [case for case in cases if case.suite == suite]
        failed = [f"{case.name}: {case.reason}" for case in chosen if not case.passed]
        rows.append(
            {
                "suite": suite,
                "passed": sum(case.passed for case in chosen),
                "tried": len(chosen),
                "failed": failed,
            }
        )
    return rows


# --- long chains ------------------------------------------------------------------------

_LINKS = (
    ("remove the noise", "enhance_speech"),
    ("transcribe it", "transcribe_speech"),
    ("describe the scene in one sentence", "caption_audio"),
    ("list the sound events", "detect_sounds"),
    ("make it binaural from the left", "binauralize"),
    ("play it", "play_audio"),
    ("repair the gap from two to three seconds", "inpaint_audio"),
    ("translate it to French", "translate_speech"),
    ("take the dog barking out of it", "extract_sound"),
    ("find when a phone rings", "detect_target_sound"),
)


def long_chains(planner: Planner) -> Iterator[Case]:
    """Three to eight wishes in one sentence: every one planned, in order, soundly."""
    chance = random.Random(3)
    for length in (3, 3, 4, 4, 5, 5, 6, 6, 7, 8):
        links = chance.sample(_LINKS, length)
        joins = [chance.choice([", then ", " and then ", ". After that "]) for _ in links[1:]]
        text = "please " + links[0][0]
        for join, (words, _) in zip(joins, links[1:], strict=True):
            text += join + words
        plan = _planned(planner, text, Context((RECORDING,)))
        wanted = [tool for _, tool in links]
        planned = [step.tool for step in plan.steps]
        found = problems(plan.steps, planner.signatures, Context((RECORDING,)))
        reason = f"planned {planned}" if planned != wanted else "; ".join(map(str, found))
        yield Case("long chains", f"{length} steps: {text}", not reason, reason)


# --- unsupported tasks ------------------------------------------------------------------

_IMPOSSIBLE = (
    "book me a table for two at eight",
    "what will the weather be like on sunday",
    "send this recording to my sister by mail",
    "write a program that sorts names",
    "turn the heating down in the bathroom",
    "set an alarm for half past six",
    "find the cheapest flight to Lisbon",
    "convert this file into mp3",
    "who sings this song",
    "paint me a landscape with a river",
    "order two pizzas for tonight",
    "cut the last ten seconds off this recording",
    "install the newest update",
    "post it on my timeline",
)


def unsupported_tasks(planner: Planner) -> Iterator[Case]:
    """What no tool does: nothing is planned, and the answer says so."""
    for text in _IMPOSSIBLE:
        plan = _planned(planner, text, Context((RECORDING,)))
        right = plan.kind in ("unsupported", "chat") and not plan.steps and bool(plan.reply)
        reason = "" if right else f"{plan.kind} {[step.tool for step in plan.steps]}"
        yield Case("unsupported tasks", text, right, reason)


# --- error handling ---------------------------------------------------------------------


def error_handling(planner: Planner) -> Iterator[Case]:
    """Missing files, wrong names, failing steps: asked or explained, finished steps kept."""
    for text, context, wanted in (
        ("transcribe the recording", Context(), "clarify"),
        ("clean up the audio and play it", Context(), "clarify"),
        ("what is in the picture", Context((RECORDING,)), "clarify"),
        ("transcribe audio/3f0c9d13.wav", Context((RECORDING,)), "clarify"),
        ("play audio/ffffffff.wav", Context((RECORDING,)), "clarify"),
        ("translate this recording", Context((RECORDING,)), "clarify"),
        ("repair the recording from 5 to 3 seconds", Context((RECORDING,)), "clarify"),
        ("", Context((RECORDING,)), "chat"),
    ):
        plan = _planned(planner, text, context)
        reason = "" if plan.kind == wanted and plan.reply else f"{plan.kind}: {plan.reply}"
        yield Case("error handling", text or "(nothing said)", not reason, reason)
    plan = _planned(planner, "transcribe audio/3f0c9d13.wav", Context((RECORDING,)))
    offered = RECORDING.path in plan.reply
    yield Case("error handling", "a near miss is offered", offered, plan.reply)
    yield _failing_step(planner)


def _failing_step(planner: Planner) -> Case:
    """The second of three steps fails: the answer names the reason and what was kept."""
    context = Context((RECORDING,))
    query = Query(1, "clean this up, transcribe it and play it")
    plan = planner.plan(query, context, Cancel())
    made = Artifact("audio/aa10bb20.wav", "audio", "the speech with the noise removed")
    source = {"audio": RECORDING.path}
    results = [
        StepResult(1, 1, "enhance_speech", source, ok=True, artifacts=(made,)),
        StepResult(1, 2, "transcribe_speech", source, ok=False, error="the model is missing"),
    ]
    answer = planner.reply(query, context, plan, results, lambda _: None)
    right = "model is missing" in answer.text and made.path in answer.text
    return Case("error handling", "a failing step keeps what was done", right, answer.text)


# --- breaks in context ------------------------------------------------------------------

_SMALL_TALK = ("how are you", "what time is it", "thank you", "what can you do", "what is 3 plus 4")


def breaks_in_context(planner: Planner) -> Iterator[Case]:
    """Going back to earlier files after other talk and other work."""
    base, made = _dialogue(planner)
    for distance in (0, 2, 5, 20):
        context = base
        for number in range(distance):
            text = _SMALL_TALK[number % len(_SMALL_TALK)]
            plan = Plan(10 + number, "chat", (), "Some answer.")
            context = context.with_exchange(Exchange(10 + number, text, "Some answer.", plan))
        for text, tool, path in (
            ("transcribe the denoised version", "transcribe_speech", made["clean"]),
            ("play the rain again", "play_audio", made["rain"]),
            ("which sounds are in the original recording", "detect_sounds", RECORDING.path),
        ):
            query = Query(100, text)
            plan = planner.plan(query, context.trimmed(2000), Cancel())
            steps = [(step.tool, *step.arguments.values()) for step in plan.steps]
            right = steps == [(tool, path)]
            name = f"{text} ({distance} turns later)"
            yield Case("breaks in context", name, right, "" if right else f"{plan.kind} {steps}")


def _dialogue(planner: Planner) -> tuple[Context, dict[str, str]]:
    """A recording cleaned, then rain generated."""
    made = {"clean": "audio/aa10bb20.wav", "rain": "audio/1d2c3b4a.wav"}
    context = Context((RECORDING,))
    for turn, (text, path, description) in enumerate(
        (
            ("remove the noise from this", made["clean"], "the speech with the noise removed"),
            ("generate the sound of rain", made["rain"], "rain"),
        ),
        1,
    ):
        plan = planner.plan(Query(turn, text), context, Cancel())
        artifact = Artifact(path, "audio", description)
        results = tuple(
            StepResult(turn, 1, step.tool, step.arguments, ok=True, artifacts=(artifact,))
            for step in plan.steps[:1]
        )
        context = context.with_exchange(Exchange(turn, text, "Done.", plan, results))
    return context, made


def _planned(planner: Planner, text: str, context: Context) -> Plan:
    return planner.plan(Query(1, text), context, Cancel())
