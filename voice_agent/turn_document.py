"""The document of a turn, as in ``turns.jsonl``: made, read back, and told on a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from voice_agent.rebuilding import rebuilt
from voice_agent.units import (
    Artifact,
    Exchange,
    Outcome,
    Plan,
    Query,
    Reply,
    StepResult,
)

Document = dict[str, Any]


def turn_document(
    session: Path,
    query: Query,
    plan: Plan,
    results: Sequence[StepResult],
    reply: Reply,
    *,
    outcome: Outcome,
    planner: str,
    reply_audio: str | None = None,
    timings: dict[str, float] | None = None,
) -> Document:
    """What one turn was asked, did and answered; ``timings`` in seconds after the last word."""
    document = {
        "session": session.name,
        "session_dir": str(session.resolve()),
        "turn": query.turn,
        "query": query.text,
        "modality": query.modality,
        "kind": plan.kind,
        "outcome": outcome.value,
        "plan": [{"tool": step.tool, "arguments": step.arguments} for step in plan.steps],
        "steps": [step_document(result) for result in results],
        "reply": reply.text,
        "reply_audio": reply_audio,
        "planner": planner,
    }
    return document | ({"timings": timings} if timings else {})


def step_document(result: StepResult) -> Document:
    """One element of ``steps``."""
    return {
        "tool": result.tool,
        "arguments": result.arguments,
        "ok": result.ok,
        "seconds": result.seconds,
        "artifacts": [_artifact_document(artifact) for artifact in result.artifacts],
        "text": result.text,
        "data": result.data,
        "error": result.error,
    }


def exchange(document: Document) -> Exchange:
    """What the dialogue remembers of a turn that was written down; ``TypeError``, ``ValueError``
    or ``KeyError`` for a document that is no turn."""
    turn, reply, steps = document["turn"], document["reply"], document.get("plan", [])
    plan = {"turn": turn, "kind": document["kind"], "steps": steps, "reply": "" if steps else reply}
    results = [
        {**step, "turn": turn, "index": index}
        for index, step in enumerate(document.get("steps", []), 1)
    ]
    told = {"turn": turn, "query": document["query"], "reply": reply}
    return cast(Exchange, rebuilt(Exchange, {**told, "plan": plan, "results": results}))


def transcript(document: Document) -> str:
    """The turn in Markdown, for people."""
    lines = [f"### {document['turn']}", "", f"**You:** {document['query'] or '(nothing)'}", ""]
    for step in document["steps"]:
        arguments = ", ".join(f"{key}={value!r}" for key, value in step["arguments"].items())
        mark = "done" if step["ok"] else f"failed: {step['error']}"
        lines.append(f"- `{step['tool']}({arguments})` {mark} in {step['seconds']:.2f} s")
        for made in step["artifacts"]:
            lines.append(f"  - [{made['path']}]({made['path']}): {made['description']}")
    if document["steps"]:
        lines.append("")
    lines += [f"**Assistant:** {document['reply']}", "", ""]
    return "\n".join(lines)


def _artifact_document(artifact: Artifact) -> Document:
    document = {"path": artifact.path, "kind": artifact.kind, "description": artifact.description}
    for name in ("seconds", "sample_rate", "channels", "picture"):
        value = getattr(artifact, name)
        if value is not None:
            document[name] = value
    return document
