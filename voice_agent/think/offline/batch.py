"""The batch format: a line's history and resources as the context that a session would have.

A history tells requests, replies and files but not which step made which file, so each old
request is planned again in its own context and the files are dealt out to its steps.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from voice_agent.errors import Cancel
from voice_agent.think.context import REFERENCE, Context
from voice_agent.units import Artifact, Exchange, Plan, Query, Resource, StepResult, ToolSignature


class Planning(Protocol):
    """What is needed of a planner here."""

    signatures: Mapping[str, ToolSignature]

    def plan(self, query: Query, context: Context, cancel: Cancel) -> Plan: ...


def read_line(line: Mapping[str, Any], planner: Planning) -> tuple[Query, Context]:
    """The request of one line and the dialogue before it.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` when the line has another shape.
    """
    text = line["query"]
    if not isinstance(text, str):
        raise TypeError("'query' must be a string")
    history: Sequence[Mapping[str, Any]] = line.get("history") or ()
    made = {a["path"] for entry in history for a in entry.get("artifacts") or ()}
    context = Context()
    for known in line.get("resources") or ():
        if known["path"] not in made:
            context = context.with_resource(_resource(known))
    for turn, entry in enumerate(history, 1):
        context = context.with_exchange(_exchange(turn, entry, context, planner))
    return Query(len(history) + 1, text), context


def _resource(document: Mapping[str, Any]) -> Resource:
    kind: Any = document.get("kind") or str(document["path"]).split("/")[0]
    description = str(document.get("description") or "")
    origin = next((o for cue, o in _ORIGINS if re.search(cue, description.lower())), "attached")
    seconds = document.get("seconds")
    return Resource(str(document["path"]), kind, description, origin, seconds=seconds)


# Words of a description that tell which tool made a file, where the line does not.
_ORIGINS = (
    (r"\b(denoised|enhanced|cleaned|noise (was )?removed|without noise)\b", "enhance_speech"),
    (r"\bseparated\b|\bspeaker (\d|one|two)\b|\b(first|second) speaker\b", "separate_speech"),
    (r"\bbinaural", "binauralize"),
    (r"\b(inpainted|repaired|restored)\b", "inpaint_audio"),
    (r"\b(extracted|isolated)\b", "extract_sound"),
    (r"\bcomposed\b", "compose_music"),
    (r"\bgenerated\b", "generate_audio"),
    (r"\bsynthesi[sz]ed\b", "synthesize_speech"),
    (r"\brecorded\b", "recorded"),
)


def _exchange(turn: int, entry: Mapping[str, Any], context: Context, planner: Planning) -> Exchange:
    query, reply = str(entry["query"]), str(entry.get("reply") or "")
    files = [
        Artifact(a["path"], a.get("kind") or "audio", str(a.get("description") or ""))
        for a in entry.get("artifacts") or ()
    ]
    plan = planner.plan(Query(turn, query), context, Cancel())
    if not files and (reply.rstrip().endswith("?") or _ASKS.match(reply)):
        return Exchange(turn, query, reply, Plan(turn, "clarify", (), reply))
    if plan.kind != "act":
        given = StepResult(turn, 1, "attached", {}, True, artifacts=tuple(files))
        without = replace(plan, steps=())
        return Exchange(turn, query, reply, without, (given,) if files else ())
    results = _dealt(plan, files, reply, planner.signatures)
    return Exchange(turn, query, reply, plan, results)


_ASKS = re.compile(
    r"(?:which|whose|what should|for how|into which|from which|until which|did you mean|shall i)\b"
    r"[^?]*\?",
    re.IGNORECASE,
)


def _dealt(
    plan: Plan, files: list[Artifact], reply: str, signatures: Mapping[str, ToolSignature]
) -> tuple[StepResult, ...]:
    """The files dealt out to the steps that could have made them, in order."""
    left = list(files)
    results: list[StepResult] = []
    for index, step in enumerate(plan.steps, 1):
        signature = signatures[step.tool]
        made: list[Artifact] = []
        for kind in signature.outputs:
            fitting = next((file for file in left if file.kind == kind), None)
            if fitting is not None:
                left.remove(fitting)
                made.append(fitting)
        arguments = {k: _resolved(v, results) for k, v in step.arguments.items()}
        text = _quoted(reply) if "text" in signature.outputs else None
        results.append(
            StepResult(plan.turn, index, step.tool, arguments, True, 0.0, tuple(made), text)
        )
    if left:
        last = results[-1]
        results[-1] = replace(last, artifacts=(*last.artifacts, *left))
    return tuple(results)


def _resolved(value: Any, results: Sequence[StepResult]) -> Any:
    match = REFERENCE.fullmatch(value) if isinstance(value, str) else None
    if match and int(match[1]) <= len(results):
        made = results[int(match[1]) - 1].artifacts
        place = int(match[2] or 1) - 1
        return made[place].path if place < len(made) else value
    return value


def _quoted(reply: str) -> str:
    """What a reply quotes: the words in quotation marks or after a colon, else all of it."""
    for opening, closing in (("“", "”"), ('"', '"'), ("'", "'")):
        first, last = reply.find(opening), reply.rfind(closing)
        if 0 <= first < last - 1:
            return reply[first + 1 : last].strip()
    head, colon, tail = reply.partition(": ")
    return tail.strip() if colon and len(head) < 60 else reply.strip()
