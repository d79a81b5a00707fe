"""What the dialogue knows so far, as one immutable value that every planner reads.

    context = Context().with_resource(voice_memo)
    context = context.with_exchange(first_turn)     # its results become resources
    context.newest("audio")                          # what "it" usually means

A session builds it by appending. Trimming forgets words, never a resource.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from voice_agent.units import Exchange, Resource, ResourceKind, Step, StepResult

REFERENCE = re.compile(r"\$([1-9]\d?)(?:\.([1-9]))?")
_LONGEST_REPLY = 400  # characters of an old reply that are worth remembering


@dataclass(frozen=True)
class Context:
    """Resources in the order in which they came, exchanges oldest first."""

    resources: tuple[Resource, ...] = ()
    exchanges: tuple[Exchange, ...] = ()

    # --- growing ------------------------------------------------------------------------

    def with_resource(self, resource: Resource) -> Context:
        """This context and one more file; the same path again replaces what was known."""
        others = tuple(known for known in self.resources if known.path != resource.path)
        return replace(self, resources=(*others, resource))

    def with_exchange(self, exchange: Exchange) -> Context:
        """This context after one more turn, with the files that the turn made."""
        grown = self
        for result in exchange.results:
            for made in resources_of(result):
                if grown.find(made.path) is None:
                    grown = grown.with_resource(made)
        return replace(grown, exchanges=(*grown.exchanges, exchange))

    def trimmed(self, characters: int) -> Context:
        """The newest exchanges whose words fit into ``characters``; every resource stays.

        The latest exchange is always kept: a follow-up ("in French instead") needs it.
        """
        kept: list[Exchange] = []
        for exchange in reversed(self.exchanges):
            if len(exchange.reply) > _LONGEST_REPLY:
                exchange = replace(exchange, reply=exchange.reply[:_LONGEST_REPLY] + " …")
            characters -= len(exchange.query) + len(exchange.reply)
            if kept and characters < 0:
                break
            kept.append(exchange)
        return replace(self, exchanges=tuple(reversed(kept)))

    # --- reading ------------------------------------------------------------------------

    def find(self, path: str) -> Resource | None:
        """The resource with exactly this path."""
        return next((known for known in self.resources if known.path == path), None)

    def newest(self, kind: ResourceKind) -> tuple[Resource, ...]:
        """All resources of one kind, the latest first."""
        return tuple(known for known in reversed(self.resources) if known.kind == kind)

    def age(self, resource: Resource) -> int:
        """How many finished turns ago a resource came; 0 for one that came since the last."""
        return sum(exchange.turn >= resource.turn for exchange in self.exchanges)

    def ancestors(self, path: str) -> Iterator[Resource]:
        """What a file was made from, nearest first (the denoised copy of the recording: it)."""
        seen = {path}
        queue = [path]
        while queue:
            known = self.find(queue.pop(0))
            for parent in known.parents if known else ():
                found = self.find(parent)
                if found is not None and parent not in seen:
                    seen.add(parent)
                    queue.append(parent)
                    yield found

    @property
    def pending(self) -> Exchange | None:
        """The last turn if it ended in a question that the next answer may complete."""
        if self.exchanges and self.exchanges[-1].plan.kind == "clarify":
            return self.exchanges[-1]
        return None

    @property
    def last_action(self) -> Exchange | None:
        """The latest turn that ran something: what "the same" and "again" refer to."""
        acted = (e for e in reversed(self.exchanges) if e.plan.kind == "act" and e.plan.steps)
        return next(acted, None)

    @property
    def last_reply(self) -> str:
        """What the assistant said last, or an empty string."""
        return self.exchanges[-1].reply if self.exchanges else ""


def resources_of(result: StepResult) -> tuple[Resource, ...]:
    """The files that one finished step made, with their origin and what they came from."""
    parents = tuple(
        value
        for value in result.arguments.values()
        if isinstance(value, str) and re.fullmatch(r"(audio|image|video)/\S+", value)
    )
    return tuple(
        Resource(
            made.path,
            made.kind,
            made.description,
            result.tool,
            parents,
            result.turn,
            made.seconds,
            made.sample_rate,
            made.channels,
        )
        for made in result.artifacts
    )


def is_reference(value: object, *, before: int) -> bool:
    """Whether an argument of step ``before`` names the output of an earlier step."""
    if not isinstance(value, str):
        return False
    match = REFERENCE.fullmatch(value)
    return match is not None and int(match[1]) < before


def steps_needed(step: Step) -> tuple[int, ...]:
    """The numbers of the earlier steps whose output a step takes."""
    matches = (REFERENCE.fullmatch(v) for v in step.arguments.values() if isinstance(v, str))
    return tuple(int(match[1]) for match in matches if match)


def files_used(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Every session path that the steps take as an argument, in order, each once."""
    paths = (
        value
        for step in steps
        for value in step.arguments.values()
        if isinstance(value, str) and re.fullmatch(r"(audio|image|video)/\S+", value)
    )
    return tuple(dict.fromkeys(paths))
