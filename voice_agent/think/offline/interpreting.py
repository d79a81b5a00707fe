"""Words in their dialogue: what the reader finds, what the dialogue makes of it, and what it is
about where it is small talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from voice_agent.think.context import Context
from voice_agent.think.offline.answers import topics
from voice_agent.think.offline.dialogue import abroad, blending, changes, parts, voice_alone
from voice_agent.think.offline.dialogue.changes import Change
from voice_agent.think.offline.dialogue.in_dialogue import understood
from voice_agent.think.offline.reader import birthdays, puppets
from voice_agent.think.offline.reader.understanding import clauses_of
from voice_agent.think.offline.reading import MANNER, Clause, Guess, Reading
from voice_agent.units import ToolSignature

Clauses = tuple[Clause, ...]
LONGEST = 100_000  # characters of a request that are read


def _is_manner(clause: Clause) -> bool:
    """Whether a change is only one of how words are spoken."""
    roles = {span.role for span in clause.spans}
    return bool(roles) and roles <= MANNER


def _both(one: Clause, other: Clause) -> Clause:
    """Two such changes as one: "lower please, and make him sound tired"."""
    told = {span.role for span in other.spans}
    kept = (span for span in one.spans if span.role not in told)
    return replace(other, text=f"{one.text} {other.text}", spans=(*kept, *other.spans))


class Interpreter:
    """``read`` is the trained reader, ``signatures`` are all tools that it knows."""

    def __init__(
        self, read: Callable[[str], Reading], signatures: Mapping[str, ToolSignature]
    ) -> None:
        self.signatures = signatures
        self._reader = read

    def read(self, text: str, context: Context) -> Clauses:
        """The clauses of ``text``, small talk among them that looks like work."""
        if context.exchanges and (both := blending.blended(text, context)):
            return (both,)
        text = abroad.completed(text, context)
        clauses = clauses_of(text[:LONGEST], self._reader)
        if (change := parts.changed(text, context, clauses)) is not None:
            return (change,)
        clauses = tuple(birthdays.named(clause, context) for clause in clauses)
        clauses = tuple(voice_alone.named(clause, context) for clause in clauses)
        clauses = puppets.speaking(text, clauses, context)
        if context.pending is not None:
            return clauses  # an answer, however it sounds
        return topics.instead_of_work(clauses, self.topic(text), text, context)

    def topic(self, text: str) -> Guess | None:
        """What ``text`` may be about."""
        return self._reader(text[:LONGEST]).topic

    def strange(self, text: str) -> bool:
        """Whether no word of ``text`` is known."""
        return self._reader(text[:LONGEST]).strange

    def change(self, text: str, context: Context) -> Change | None:
        """The change of what was just made that ``text`` may mean."""
        read = self._reader(text[:LONGEST])
        if not changes.thing_of(context) or read.strange or voice_alone.meant(text, context):
            return None
        return None if parts.changed(text, context) else changes.meant(context, read.changes)

    def understood(self, clauses: Clauses, context: Context, beside: Clauses) -> Clauses:
        """The clauses in their dialogue, said with those ``beside`` them."""
        meant = [understood(c, context, beside, self.signatures) for c in clauses]
        for place in range(len(meant) - 1, 0, -1):
            first, then = meant[place - 1 : place + 1]
            if all(clause.task == "redo" and _is_manner(clause) for clause in (first, then)):
                meant[place - 1 : place + 1] = [_both(first, then)]
        return tuple(meant)

    def by_topic(self, text: str, read: Clauses, wishes: Clauses) -> Clauses:
        """``wishes``, or what the text is about if it is small talk; ``read`` are the wishes
        before the dialogue gave them another sense."""
        if any(self.is_work(clause) for clause in wishes) or wishes[0].task != read[0].task:
            return wishes
        return topics.meant(wishes, self.topic(text))

    def is_work(self, clause: Clause) -> bool:
        """Whether a tool does what is wished."""
        return clause.task in self.signatures or clause.task == "redo"
