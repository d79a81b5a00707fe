"""What a language model is told about finished steps, and about turns gone by.

Observations are JSON: whatever a recording said stays inside a quoted string. They hold
texts, session paths and numbers, never samples, and no folder of this machine.
"""

from __future__ import annotations

import json
import re
from typing import Any

from voice_agent.units import Exchange, StepResult

_LONGEST_TEXT = 2000
_LONGEST_OLD_TEXT = 300
_LONGEST_DATA = 600
_FOLDERS = re.compile(r"(?<![\w.$])(?:[A-Za-z]:)?[\\/](?:[^\s\\/'\"]+[\\/])+[^\s\\/'\"]*")

Message = dict[str, Any]


def observation(result: StepResult, *, old: bool = False) -> str:
    """One finished step as JSON; ``old`` ones are cut shorter and lose their data."""
    document: dict[str, Any] = {"step": result.index, "tool": result.tool, "ok": result.ok}
    if result.error:
        document["error"] = without_folders(result.error)[:500]
    if result.artifacts:
        document["files"] = [
            {"path": made.path, "kind": made.kind, "description": made.description[:120]}
            | ({} if made.seconds is None else {"seconds": round(made.seconds, 2)})
            for made in result.artifacts
        ]
    if result.text:
        document["found"] = _cut(result.text, _LONGEST_OLD_TEXT if old else _LONGEST_TEXT)
    if result.data and not old:
        document["data"] = {
            key: value
            for key, value in result.data.items()
            if value and len(json.dumps(value, default=str)) <= _LONGEST_DATA
        }
    return to_json(document)


def refusal(reason: str) -> str:
    """What is said about a call that was not run."""
    return to_json({"ok": False, "not_run": reason[:600]})


def to_json(document: dict[str, Any]) -> str:
    """Compact, readable in every script; anything that is no JSON is written as text."""
    return json.dumps(document, ensure_ascii=False, default=str)


def without_folders(text: str) -> str:
    """The text without absolute paths: where files lie here is nobody's business."""
    return _FOLDERS.sub("(a file)", text)


def size(messages: list[Message]) -> int:
    """Characters that the messages take, roughly as the server counts them."""
    return sum(len(json.dumps(message, ensure_ascii=False)) for message in messages)


def acted(exchange: Exchange) -> bool:
    """Whether the turn ran anything that is worth showing as calls."""
    return exchange.plan.kind == "act" and bool(exchange.results)


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[:longest] + f"… ({len(text) - longest} more characters; $k holds all of it)"
