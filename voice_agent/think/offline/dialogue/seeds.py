"""What was made by chance and is changed by a word stays the same piece: its seed is kept.

"a cheerful tune" -> seed 7;  "a bit faster" -> the same tune, faster;  "another one" -> a new one
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from voice_agent.think.context import Context
from voice_agent.units import Step, StepResult, ToolSignature

_ANEW = re.compile(
    r"\b(?:another|new|different|(?<!each )other|(?<!everything )else|variations?)\b", re.IGNORECASE
)


def kept(
    steps: tuple[Step, ...], words: str, context: Context, signatures: Mapping[str, ToolSignature]
) -> tuple[Step, ...]:
    """Repeated ``steps`` with the seeds of what they change; without one where nothing changes
    or ``words`` ask for something new, since "again" means another try."""
    return tuple(
        _kept(step, words, context)
        if "seed" in signatures[step.tool].parameters.get("properties", {})
        else step
        for step in steps
    )


def _kept(step: Step, words: str, context: Context) -> Step:
    bare = _without(step.arguments)
    before = _before(step.tool, context)
    if before is None or bare == _without(before.arguments) or _ANEW.search(words):
        return replace(step, arguments=bare)
    return replace(step, arguments={**bare, "seed": (before.data or {})["seed"]})


def _before(tool: str, context: Context) -> StepResult | None:
    """The latest result of a tool that told its seed."""
    return next(
        (
            result
            for exchange in reversed(context.exchanges)
            for result in reversed(exchange.results)
            if result.tool == tool and isinstance((result.data or {}).get("seed"), int)
        ),
        None,
    )


def _without(arguments: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in arguments.items() if name != "seed"}
