"""Whether a plan may run: known tools, exact paths, earlier steps, right types and ranges.

Whoever wrote the plan (our model, a language model, a file), nothing runs before ``problems``
comes back empty. ``resolve`` then puts the results of earlier steps in place of ``$k``.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voice_agent.errors import AgentError
from voice_agent.think.context import REFERENCE, Context, is_reference
from voice_agent.think.replies import deed_of
from voice_agent.units import Plan, Step, StepResult, ToolSignature

Signatures = Mapping[str, ToolSignature]
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a plan; ``step`` is 1-based, ``suggestion`` a path or name."""

    step: int
    tool: str
    argument: str
    reason: str
    suggestion: str = ""

    def __str__(self) -> str:
        where = f"step {self.step} ({self.tool})"
        if self.argument:
            where += f", argument '{self.argument}'"
        return f"{where}: {self.reason}" + (
            f"; did you mean '{self.suggestion}'?" if self.suggestion else ""
        )


def problems(
    steps: Sequence[Step], signatures: Signatures, context: Context
) -> tuple[Problem, ...]:
    """Everything that forbids running ``steps``; empty when the plan is sound."""
    found: list[Problem] = []
    for index, step in enumerate(steps, 1):
        signature = signatures.get(step.tool)
        if signature is None:
            near = difflib.get_close_matches(step.tool, signatures, n=1)
            reason = f"there is no tool called '{step.tool}'"
            found.append(Problem(index, step.tool, "", reason, near[0] if near else ""))
            continue
        for argument, reason, suggestion in _step_problems(
            index, step, signature, steps, signatures, context
        ):
            found.append(Problem(index, step.tool, argument, reason, suggestion))
    return tuple(found)


def check(plan: Plan, signatures: Signatures, context: Context) -> Plan:
    """The plan itself when it is sound; else an ``AgentError`` naming the first problem."""
    found = problems(plan.steps, signatures, context)
    if found:
        raise AgentError(f"the plan cannot run: {found[0]}", "Say it in other words")
    return plan


def missing_tools(plan: Plan, available: Signatures) -> tuple[str, ...]:
    """Tools that the plan needs and this installation lacks, in order, each once."""
    return tuple(dict.fromkeys(s.tool for s in plan.steps if s.tool not in available))


def explain_missing(plan: Plan, available: Signatures, known: Signatures) -> str:
    """The answer to a request whose tools are planned for but not installed ("" if none)."""
    names = missing_tools(plan, available)
    if not names:
        return ""
    wished = " and ".join(deed_of(known[n].description) if n in known else n for n in names)
    return f"I understand that you want me to {wished}, but that tool isn't installed here yet."


def nearest_path(path: str, context: Context) -> str:
    """The known path that looks most like a mistyped one, or an empty string."""
    known = [resource.path for resource in context.resources]
    near = difflib.get_close_matches(path, known, n=1, cutoff=0.8)
    if not near:
        names = {k.split("/")[-1]: k for k in known}
        alike = difflib.get_close_matches(path.split("/")[-1], names, n=1, cutoff=0.8)
        near = [names[name] for name in alike]
    if not near:  # the folder or the ending may be what was left out
        near = [k for k in known if path and path.split("/")[-1] in (k.split("/")[-1], _stem(k))]
    return near[0] if near else ""


def resolve(step: Step, results: Sequence[StepResult], signature: ToolSignature) -> Step:
    """``step`` with ``$k`` replaced by what step k made; an ``AgentError`` when it made nothing.

    ``results`` are the finished steps in order, so ``$1`` reads ``results[0]``.
    """
    kinds = signature.file_arguments
    index = len(results) + 1
    arguments = {
        name: _value_of(value, kinds.get(name, ""), results)
        if is_reference(value, before=index)
        else value
        for name, value in step.arguments.items()
    }
    return Step(step.tool, arguments)


# --- one step ---------------------------------------------------------------------------

Finding = tuple[str, str, str]  # argument, reason, suggestion


def _step_problems(
    index: int,
    step: Step,
    signature: ToolSignature,
    steps: Sequence[Step],
    signatures: Signatures,
    context: Context,
) -> Iterator[Finding]:
    properties: dict[str, Schema] = signature.parameters.get("properties", {})
    files = signature.file_arguments
    for name in signature.required:
        if name not in step.arguments:
            yield name, "it is required and missing", ""
    for name, value in step.arguments.items():
        if name not in properties:
            near = difflib.get_close_matches(name, properties, n=1)
            yield name, "the tool has no such argument", near[0] if near else ""
        elif is_reference(value, before=index):
            yield from _reference_problems(name, value, files.get(name, "text"), steps, signatures)
        elif name in files:
            yield from _path_problems(name, value, files[name], context)
        elif reason := type_problem(value, properties[name]):
            yield name, reason, ""
    yield from _span_problems(step)


def _reference_problems(
    name: str, value: str, kind: str, steps: Sequence[Step], signatures: Signatures
) -> Iterator[Finding]:
    match = REFERENCE.fullmatch(value)
    assert match is not None
    source = signatures.get(steps[int(match[1]) - 1].tool)
    if source is None or not source.outputs:
        return  # an unknown tool is reported once, as itself
    made = source.outputs.count(kind)
    if made == 0:
        yield name, f"step {match[1]} ({source.name}) makes no {kind}", ""
    elif int(match[2] or 1) > made:
        yield name, f"step {match[1]} ({source.name}) makes only {made} {kind} output(s)", ""


def _path_problems(name: str, value: object, kind: str, context: Context) -> Iterator[Finding]:
    if not isinstance(value, str):
        yield name, f"{value!r} is no path of a file", ""
        return
    known = context.find(value)
    if known is None:
        shown = value if len(value) <= 80 else value[:80] + "…"
        yield name, f"this session has no file '{shown}'", nearest_path(value, context)
    elif known.kind != kind:
        yield name, f"'{value}' is {known.kind}, not {kind}", ""


def _span_problems(step: Step) -> Iterator[Finding]:
    start, end = step.arguments.get("start"), step.arguments.get("end")
    if not (isinstance(start, (int, float)) and isinstance(end, (int, float))):
        return
    if start >= end and _is_finite(start) and _is_finite(end):
        yield "end", f"the end ({end:g} s) must come after the start ({start:g} s)", ""


def type_problem(value: object, schema: Schema) -> str:
    """Why ``value`` doesn't fit a JSON Schema of a single value; empty when it fits."""
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        reasons = [type_problem(value, choice) for choice in choices]
        return "" if "" in reasons else reasons[0]
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_is_a(value, name) for name in types):
        return f"{_shown(value)} is not of type {' or '.join(types)}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{_shown(value)} is not one of {', '.join(map(str, schema['enum']))}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _range_problem(value, schema)
    if isinstance(value, str) and len(value) > schema.get("maxLength", math.inf):
        return f"it is longer than {schema['maxLength']} characters"
    if isinstance(value, list) and "items" in schema:
        return next(filter(None, (type_problem(item, schema["items"]) for item in value)), "")
    return ""


def _range_problem(value: float, schema: Schema) -> str:
    if not _is_finite(value):
        return "it is no finite number"
    if value < schema.get("minimum", -math.inf):
        return f"{value:g} is below the minimum of {schema['minimum']:g}"
    if value > schema.get("maximum", math.inf):
        return f"{value:g} is above the maximum of {schema['maximum']:g}"
    if value <= schema.get("exclusiveMinimum", -math.inf):
        return f"{value:g} must be more than {schema['exclusiveMinimum']:g}"
    if value >= schema.get("exclusiveMaximum", math.inf):
        return f"{value:g} must be less than {schema['exclusiveMaximum']:g}"
    return ""


def _is_finite(value: float) -> bool:
    """Whether a number can be reckoned with; an int may be longer than any float."""
    return abs(value) < 1e300


def _is_a(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "number":
        return isinstance(value, (int, float))
    if name == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    python: dict[str, type] = {"string": str, "array": list, "object": dict, "null": type(None)}
    return name not in python or isinstance(value, python[name])


def _value_of(value: str, kind: str, results: Sequence[StepResult]) -> str:
    """The file of a ``kind`` that a step made; its words where no kind is told."""
    match = REFERENCE.fullmatch(value)
    assert match is not None
    result = results[int(match[1]) - 1]
    if not kind:
        kind = "text"
        if result.words:
            return result.words
    else:
        made = [artifact.path for artifact in result.artifacts if artifact.kind == kind]
        if len(made) >= int(match[2] or 1):
            return made[int(match[2] or 1) - 1]
    raise AgentError(
        f"step {match[1]} ({result.tool}) gave no {kind} for the next step to use",
        "Try the steps one at a time",
    )


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _stem(path: str) -> str:
    return path.split("/")[-1].rsplit(".", 1)[0]
