"""The last action again for other files: "do the same with the street recording"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from voice_agent.think import file_names, references
from voice_agent.think.candidates import candidates_of
from voice_agent.think.context import REFERENCE, Context, files_used
from voice_agent.units import Step, ToolSignature

Signatures = Mapping[str, ToolSignature]


def with_file(
    steps: tuple[Step, ...], words: str, context: Context, signatures: Signatures, turn: int
) -> tuple[Step, ...] | None:
    """The steps for other files: the first file that they took is replaced throughout."""
    if file_names.kind_of_name(words, context) == "image":
        steps_seen = with_face(steps, words, context, signatures, turn)
        if steps_seen is not None:
            return steps_seen
    used = files_used(steps)
    known = context.find(used[0]) if used else None
    kind = known.kind if known else "audio"
    pool = candidates_of(context, turn)
    made = {a.path for e in context.exchanges[-1:] for r in e.results for a in r.artifacts}
    fresh = [c for c in pool if c.handle not in made] or pool
    if re.search(r"\bother", words):
        others = [c for c in fresh if c.handle not in used and c.kind == kind]
        twins = [c for c in others if known and c.origin == known.origin]
        found = references.Found(((twins or others)[-1].handle,)) if others else None
    else:
        found = references.find(words, kind, pool, context)
    if found is None or not found.handles:
        return None
    if not used:
        return _applied(steps, found.handles, signatures)
    steps = _of_one_file(steps)
    repeated: list[Step] = []
    for handle in found.handles:
        shift = len(repeated)
        for step in steps:
            changed = {k: moved(v, used[0], handle, shift) for k, v in step.arguments.items()}
            repeated.append(replace(step, arguments=changed))
    return tuple(repeated)


def _of_one_file(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """What was done to each of several files, as it was done to the first of them."""
    heads = [files_used((step,))[:1] for step in steps]
    first = steps[0].arguments.items()
    alike = all(
        head and Step(steps[0].tool, {k: head[0] if v in heads[0] else v for k, v in first}) == step
        for step, head in zip(steps, heads, strict=True)
    )
    return steps[:1] if alike else steps


def with_face(
    steps: tuple[Step, ...], words: str, context: Context, signatures: Signatures, turn: int
) -> tuple[Step, ...] | None:
    """The steps with another picture that speaks."""
    speaks = "portrait" in signatures[steps[-1].tool].file_arguments
    found = references.find(words, "image", candidates_of(context, turn), context)
    if not speaks or not found.handles:
        return None
    seen = {**steps[-1].arguments, "portrait": found.handles[0]}
    return (*steps[:-1], Step(steps[-1].tool, seen))


def _applied(
    steps: tuple[Step, ...], handles: tuple[str, ...], signatures: Signatures
) -> tuple[Step, ...] | None:
    """A chain that began without a file ("generate rain, then binauralize it") for a file."""
    for index, step in enumerate(steps):
        names = signatures[step.tool].file_arguments
        if names and index:
            head = Step(step.tool, {**step.arguments, next(iter(names)): handles[0]})
            return (head, *steps[index + 1 :]) if len(steps) == index + 1 else None
    return None


def moved(value: Any, old: str, new: str, shift: int) -> Any:
    """An argument with one file put for another, and references counted ``shift`` steps on."""
    if value == old:
        return new
    match = REFERENCE.fullmatch(value) if isinstance(value, str) else None
    if match and shift:
        return f"${int(match[1]) + shift}" + (f".{match[2]}" if match[2] else "")
    return value
