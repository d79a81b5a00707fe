"""One turn with a language model: what was said so far, and what it wants next.

    request ─> calls ─> checked ─┬─ refused: told why, asked again
                                 ├─ answered here (find_files, adjust_conversation)
                                 └─ steps of a plan ─> their results ─> next request
            └> words ─> LiveAnswer, sentence by sentence

Nothing that the model wrote reaches a tool before ``plan.problems`` found nothing wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voice_agent.errors import Cancel
from voice_agent.think.chat_answer import Answer, Call, ServerFailed
from voice_agent.think.chat_client import ChatClient
from voice_agent.think.context import Context, resources_of, steps_needed
from voice_agent.think.inner_tools import ADJUST, FIND_FILES, find_files
from voice_agent.think.live_answer import LiveAnswer
from voice_agent.think.observations import Message, observation, refusal, to_json
from voice_agent.think.plan import problems
from voice_agent.think.tool_calling import Malformed, Said, Style
from voice_agent.units import Query, Step, StepResult, ToolSignature

MOST_STEPS = 16  # in one turn


@dataclass
class LlmTurn:
    """The conversation with the model about one query. ``rounds`` counts its answers."""

    client: ChatClient
    style: Style
    query: Query
    cancel: Cancel
    tools: Mapping[str, ToolSignature]
    inner: Mapping[str, ToolSignature]
    messages: list[Message]
    max_rounds: int
    rounds: int = 0
    blunders: int = 0
    effects: dict[str, Any] = field(default_factory=dict)
    _identities: set[str] = field(default_factory=set)
    _open_calls: list[tuple[Call, str]] = field(default_factory=list)  # "" awaits its result
    _reported: int = 0

    def next_steps(
        self, context: Context, done: Sequence[Step], results: Sequence[StepResult]
    ) -> tuple[Step, ...] | LiveAnswer:
        """What the model wants now: checked steps to run, or words.

        Raises ``ServerFailed`` when it doesn't come to either within ``max_rounds``.
        """
        while self.rounds < self.max_rounds:
            self.rounds += 1
            try:
                heard = self._ask(after_results=bool(results), closing=False)
            except Malformed as problem:
                self._correct(str(problem))
                continue
            if isinstance(heard, LiveAnswer):
                return heard
            steps = self._accept(heard, context, done, results)
            if steps:
                return steps
        raise ServerFailed("unusable", f"no usable plan in {self.max_rounds} rounds")

    def report(self, results: Sequence[StepResult]) -> None:
        """Tell the model how the steps that it asked for went."""
        fresh = map(observation, results[self._reported :])
        self._reported = len(results)
        calls = [call for call, _ in self._open_calls]
        seen = [
            answered or next(fresh, refusal("it was not reached"))
            for _, answered in self._open_calls
        ]
        self._open_calls = []
        if calls:
            self.messages += self.style.exchange(calls, seen)

    def closing_words(self) -> LiveAnswer:
        """The answer in words, when no more tools may be called."""
        self.messages += self.style.closing()
        try:
            heard = self._ask(after_results=True, closing=True)
        except Malformed:
            raise ServerFailed("unusable", "no answer in words") from None
        if isinstance(heard, LiveAnswer):
            return heard
        raise ServerFailed("unusable", "a tool call where words were asked for")

    # --- one request ------------------------------------------------------------------

    def _ask(self, *, after_results: bool, closing: bool) -> tuple[Call, ...] | LiveAnswer:
        tools = {**self.tools, **self.inner}
        request = {"messages": self.messages} | self.style.fields(tools, closing=closing)
        deltas = self.client.deltas(request, self.cancel)
        answer = Answer()
        live = LiveAnswer(self.style, answer, deltas, after_results=after_results)
        try:
            for delta in deltas:
                answer.add(delta)
                early = self.style.early(answer, after_results=after_results)
                if early and live.begin(early):
                    return live
            heard = self.style.read(answer)
            if isinstance(heard, Said) and not heard.text.strip():
                raise Malformed("That answer was empty. Call a tool or answer in words.")
        except BaseException:
            live.close()
            raise
        if isinstance(heard, Said):
            live.begin(heard)
            return live
        return heard

    def _correct(self, problem: str) -> None:
        """Tell the model that its answer was of no use; twice is enough."""
        self.blunders += 1
        if self.blunders > 1:
            raise ServerFailed("unusable", "malformed answers")
        self.messages.append({"role": "user", "content": problem})

    # --- what it asked for ------------------------------------------------------------

    def _accept(
        self,
        calls: Sequence[Call],
        context: Context,
        done: Sequence[Step],
        results: Sequence[StepResult],
    ) -> tuple[Step, ...]:
        """The steps that the calls mean; empty if the model has to be asked again.

        One bad call stops them all: the others may rest on what it would have made.
        """
        calls = [self._identified(call) for call in calls]
        parsed = [_step_of(call) for call in calls]
        steps = [step for step in parsed if isinstance(step, Step)]
        outer = tuple(step for step in steps if step.tool not in self.inner)
        inner = [step for step in steps if step.tool in self.inner]
        refused: dict[int, str] = {
            place: reason for place, reason in enumerate(parsed) if isinstance(reason, str)
        }
        refused |= self._refusals(parsed, outer, context, done, results)
        if refused:
            why = [
                refused.get(place, "another call of this answer was refused; call it again")
                for place in range(len(calls))
            ]
            self.messages += self.style.exchange(calls, [refusal(reason) for reason in why])
            return ()
        self._open_calls = [
            (call, self._answer_inner(step, context) if step in inner else "")
            for call, step in zip(calls, steps, strict=True)
        ]
        if not outer:
            self.report(results)
        return outer

    def _identified(self, call: Call) -> Call:
        """The call under an identity that is well-formed and its own in this turn."""
        identity = call.id
        if not re.fullmatch(r"[\w-]{1,64}", identity) or identity in self._identities:
            identity = f"call{len(self._identities):05d}"  # nine letters, as some models insist
        self._identities.add(identity)
        return Call(identity, call.name, call.arguments)

    def _refusals(
        self,
        parsed: Sequence[Step | str],
        outer: tuple[Step, ...],
        context: Context,
        done: Sequence[Step],
        results: Sequence[StepResult],
    ) -> dict[int, str]:
        """Place of a call -> why it cannot run."""
        grown = _grown(context, results)
        faults: dict[int, str] = {}  # by number of the step
        for problem in problems((*done, *outer), self.tools, grown):
            faults.setdefault(problem.step, str(problem))
        for number, wanted in enumerate(outer, len(done) + 1):
            lost = [k for k in steps_needed(wanted) if k <= len(results) and not results[k - 1].ok]
            if lost:
                faults.setdefault(number, f"step {lost[0]} failed, so ${lost[0]} does not exist")
            if number > MOST_STEPS:
                faults.setdefault(number, f"a request may take {MOST_STEPS} steps at most")
        refused: dict[int, str] = {}
        number = len(done)
        for place, step in enumerate(parsed):
            if isinstance(step, str):
                continue
            if step.tool in self.inner:
                wrong = problems((step,), self.inner, grown)
                if wrong:
                    refused[place] = str(wrong[0])
                continue
            number += 1
            if number in faults:
                refused[place] = faults[number]
        return refused

    def _answer_inner(self, step: Step, context: Context) -> str:
        if step.tool == FIND_FILES:
            return to_json(find_files(context, step.arguments))
        assert step.tool == ADJUST
        self.effects.update(step.arguments)
        return to_json({"ok": True, "adjusted": sorted(step.arguments)})


def _step_of(call: Call) -> Step | str:
    """The call as a step, or why it is none. A null stands for an argument left out."""
    try:
        arguments = json.loads(call.arguments or "{}")
    except (ValueError, RecursionError):
        return "the arguments are no valid JSON"
    if not isinstance(arguments, dict):
        return "the arguments are no JSON object"
    return Step(call.name, {name: v for name, v in arguments.items() if v is not None})


def _grown(context: Context, results: Sequence[StepResult]) -> Context:
    """The context with the files that this turn has made so far."""
    for result in results:
        for made in resources_of(result):
            if context.find(made.path) is None:
                context = context.with_resource(made)
    return context
