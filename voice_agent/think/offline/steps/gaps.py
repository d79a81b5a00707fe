"""What a request lacks, and the one question that asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from voice_agent.think import references
from voice_agent.think.candidates import Candidate
from voice_agent.think.context import Context
from voice_agent.think.file_names import FILE_NAME, written
from voice_agent.think.offline.reading import Clause
from voice_agent.think.plan import type_problem

ROLE_OF_FILE = {"reference": "voice", "portrait": "portrait", "score": "score", "mask": "mask"}


@dataclass(frozen=True)
class Gap:
    """What a clause lacks: ``role`` of the missing words and the question that asks for it."""

    clause: int
    role: str
    question: str
    suggestion: str = ""


def within(name: str, value: Any, schema: dict[str, Any]) -> tuple[Any, str]:
    """A value that the tool takes: amounts that people only hint at ("very fast") are moved
    into its range, anything else out of range gives the reason why it can't be."""
    reason = type_problem(value, schema)
    if reason and name in ("speed", "pitch", "energy") and isinstance(value, (int, float)):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        return min(max(value, low), high), ""
    return value, reason


def role_of(name: str) -> str:
    return {"target_language": "language", "seconds": "duration"}.get(name, name)


QUESTIONS = {
    "text": "What should I say?",
    "description": "Which sound do you mean?",
    "language": "Into which language?",
    "duration": "For how many seconds?",
    "start": "From which second to which second?",
    "end": "Until which second?",
}


def unknown_gap(
    index: int, clause: Clause, pool: Sequence[Candidate], context: Context
) -> Gap | None:
    """What a change lacks that names a file which nobody knows: "the same with budget.wav"."""
    words = clause.get("file") or ""
    if not FILE_NAME.search(written(words)):
        return None
    found = [references.find(words, kind, pool, context) for kind in ("audio", "image", "video")]
    if any(one.trouble != "unknown" for one in found):
        return None
    return file_gap(index, "audio", "audio", next((f for f in found if f.suggestion), found[0]))


def file_gap(index: int, name: str, kind: str, found: references.Found) -> Gap:
    role = ROLE_OF_FILE.get(name, "file")
    if found.suggestion:
        question = f"There is no file {found.named}. Did you mean {found.suggestion}?"
        return Gap(index, role, question, found.suggestion)
    if found.trouble == "ambiguous":
        return Gap(index, role, f"Which one do you mean, {found.named}?")
    if found.trouble == "unknown":
        return Gap(index, role, f"I know no file {found.named} here. Which one do you mean?")
    if kind == "image":
        return Gap(index, role, "Which picture should I use? Attach one, please.")
    if role == "voice":
        return Gap(index, role, "Whose voice should I copy? Attach or record an example, please.")
    return Gap(index, role, "Which recording should I use? Attach a file or ask me to record one.")
