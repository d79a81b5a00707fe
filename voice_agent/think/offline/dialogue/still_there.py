"""What is still there of an action that is changed: only what the change touches runs again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voice_agent.think.context import REFERENCE
from voice_agent.units import Step, StepResult


def from_there(
    steps: tuple[Step, ...], changed: tuple[Step, ...], results: Sequence[StepResult]
) -> tuple[Step, ...]:
    """Only what a change touches: what the steps before it made is still there."""
    same = 0
    while same < min(len(steps), len(changed)) - 1 and steps[same] == changed[same]:
        same += 1
    later: list[Step] = []
    for step in changed[same:]:
        arguments = {name: _made(v, results, same) for name, v in step.arguments.items()}
        if None in arguments.values():
            return changed
        later.append(Step(step.tool, arguments))
    return tuple(later)


def _made(value: Any, results: Sequence[StepResult], kept: int) -> Any:
    """A reference to one of ``kept`` steps as the file that it made, None where it made none;
    a later one counted anew."""
    match = REFERENCE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    step, place = int(match[1]), int(match[2] or 1)
    if step > kept:
        return f"${step - kept}" + (f".{match[2]}" if match[2] else "")
    made = results[step - 1].artifacts if step <= len(results) else ()
    return made[place - 1].path if place <= len(made) else None
