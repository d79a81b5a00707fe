"""Two orders with a comma between them that were read as one: "make rain, put it behind me"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reader.answering import is_order
from voice_agent.think.offline.reading import TOOLS, Clause, Reading

_SURE = 0.8


def two_orders(clauses: Sequence[Clause], read: Callable[[str], Reading]) -> tuple[Clause, ...]:
    """Clauses in which each order is its own; what stands in quotation marks and what is to be
    spoken or sung is never cut."""
    found: list[Clause] = []
    for clause in clauses:
        found += _cut(clause, read)
    return tuple(found)


def _cut(clause: Clause, read: Callable[[str], Reading]) -> list[Clause]:
    head, comma, rest = clause.text.partition(", ")
    free = "text" in encoding.roles_of(clause.task) or encoding.quoted(clause.text)
    if clause.task not in TOOLS or not comma or free or not (is_order(head) and is_order(rest)):
        return [clause]
    if _TAKES.match(head):
        return [clause]
    first, second = (_alone(part, read) for part in (head, rest))
    if first is not None and first.task != clause.task:
        spans = tuple(span for span in clause.spans if span.text in rest)
        return [replace(first, first=clause.first), replace(clause, text=rest, spans=spans)]
    if first is not None and second is not None and second.task != clause.task:
        return [replace(half, first=clause.first) for half in (first, second)]
    return [clause]


def _alone(words: str, read: Callable[[str], Reading]) -> Clause | None:
    """What an order is for certain, read by itself; None where that is not clear."""
    clauses = read(words).clauses
    sure = len(clauses) == 1 and clauses[0].task in TOOLS and clauses[0].confidence >= _SURE
    return clauses[0] if sure else None


_TAKES = re.compile(r"\W*(?:take|use|get|find|open|listen)\b", re.IGNORECASE)
