"""What is said to a wish on which no tool works, and where it is doubtful which one is meant."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from voice_agent.think import candidates, replies
from voice_agent.think.context import Context
from voice_agent.think.offline.answers import dates, deeds, talk, telling, topics
from voice_agent.think.offline.answers.instead import instead
from voice_agent.think.offline.deciding import Decision
from voice_agent.think.offline.dialogue import pending, unchanged
from voice_agent.think.offline.reader import saying
from voice_agent.think.offline.reading import Clause
from voice_agent.units import Step, StepResult, ToolSignature


@dataclass(frozen=True)
class Answers:
    """``installed`` are the tools that are there, ``known`` also those that are not; ``clock``
    gives the local time of day."""

    installed: Mapping[str, ToolSignature]
    known: Mapping[str, ToolSignature]
    clock: Callable[[], dt.datetime]

    def answer(self, clause: Clause, context: Context) -> Decision:
        """The answer to a clause whose task is an act or a topic."""
        if clause.task == "unsupported":
            near = clause.alternatives, self.installed, context
            other = deeds.beyond(context) if clause.guessed else deeds.refusal(*near)
            return Decision("unsupported", text=self.instead(clause, context) or other)
        if clause.task == "undo":
            undone = context.last_action is not None
            return Decision("chat", text=candidates.UNDONE if undone else _NOTHING_DONE)
        if clause.task == "answer":
            return Decision("clarify", text="What shall I do with that?")
        if not clause.guessed and self._is_misread(clause):
            clause = replace(clause, task="chat")
        if topics.is_told(clause.task):
            answer = telling.answer(clause.task, context)
        else:
            answer = talk.answer(clause, context, self.clock(), self.installed)
        return Decision(answer.kind, (), answer.text, answer.effects, answer.spoken)

    def beside(
        self,
        wishes: Sequence[Clause],
        work: Clause,
        steps: Sequence[Step],
        context: Context,
    ) -> list[Decision]:
        """What is told besides what ``steps`` find: answers to the wishes that no tool works on,
        and what is not as ``work``, the first of the others, would have it."""
        told = [self.answer(clause, context) for clause in talk.beside(wishes, work)]
        if any(clause.task == "unsupported" for clause in wishes):
            told.insert(0, _PARTLY)
        elif unchanged.comes_as_it_was(work, steps, context):
            told.insert(0, _AS_IT_WAS)
        if saying.is_abroad(wishes):
            told.append(_BY_MACHINE)
        return told

    def _is_misread(self, clause: Clause) -> bool:
        """Whether a question for the day or the time speaks of none."""
        if clause.task == "date":
            return not dates.is_about(clause.text, self.clock())
        return clause.task == "time" and bool(_A_CLOCK.search(clause.text))

    def instead(self, clause: Clause, context: Context) -> str:
        """What serves instead of a wish; "" when nothing is known about it."""
        of_it = "" if clause.guessed else unchanged.of_a_piece(clause.text, context)
        return of_it or instead(clause.text)

    def doubt(self, clause: Clause) -> str:
        """The question whether a clause was meant as it was read."""
        if clause.task == "redo":
            return pending.AGAIN
        return f"{pending.RIGHT}: {replies.deed_of(self.known[clause.task].description)}?"


def as_it_went(reply: str, results: Sequence[StepResult]) -> str:
    """What is told besides the results, without what only holds of work that was done."""
    done = {result.tool for result in results if result.ok}
    for words, holds in ((_BY_MACHINE.text, "translate_speech" in done), (_AS_IT_WAS.text, done)):
        reply = reply if holds else reply.replace(words, "")
    return " ".join(reply.split())


# A clock that is heard, and tells no time.
_A_CLOCK = re.compile(
    r"\b(?:take|leave|keep|remove|lose|hear|remember|love|like|is) (?:\w+ )?(?:the|that|this|a)"
    r" clock\b"
    r"|\bclock (?:out|in (?:it|there)|ticking|is still)\b",
    re.IGNORECASE,
)
_NOTHING_DONE = "There is nothing to undo yet."
_AS_IT_WAS = Decision("chat", text="I can't change that about it, so it is only another try.")
_BY_MACHINE = Decision("chat", text="A machine put it so: check it before it matters.")
_PARTLY = Decision("chat", text="I can't do all of that.")
