# ruff: noqa: SIM905
"""Requests with the plans that they should lead to, and when a plan counts as right.

A line is a line of ``plan --batch`` with two more fields: ``tags`` and ``expect``, which is
``{"kind": [...], "steps": [[step, ...], ...]}``: the kinds that are right, and every list of
steps that is. A number may be given as "<1" or ">0" where people leave the amount open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice_agent.units import Plan, Step

_LITTLE = frozenset(
    "a an the of to in on for and with some my his her their its that this is are be being please "
    "sound sounds noise noises effect audio there someone somebody".split()
)
_DEFAULTS: dict[str, Any] = {"speak": False, "speed": 1, "pitch": 0, "energy": 0, "language": ""}
_CONTENT = {"description"}
_WORDS = {"text"}


@dataclass(frozen=True)
class Request:
    """One line of a set: the batch document, what it is about, what would be right."""

    document: Mapping[str, Any]
    tags: frozenset[str]
    kinds: tuple[str, ...]
    plans: tuple[tuple[Step, ...], ...]

    @property
    def group(self) -> str:
        """single, chain, followup or none."""
        return next((t for t in ("single", "chain", "followup", "none") if t in self.tags), "other")


def load_requests(path: Path) -> list[Request]:
    """All lines of a set."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        document = json.loads(line)
        expected = document["expect"]
        plans = tuple(
            tuple(Step(step["tool"], step["arguments"]) for step in steps)
            for steps in expected["steps"]
        )
        tags = frozenset(document["tags"])
        found.append(Request(document, tags, tuple(expected["kind"]), plans))
    return found


def is_right(request: Request, plan: Plan) -> bool:
    """Whether the plan is exactly one of those wanted: tools, order, files, values, words."""
    if plan.kind not in request.kinds:
        return False
    return plan.kind != "act" or any(same_steps(wanted, plan.steps) for wanted in request.plans)


def rating(request: Request, plan: Plan) -> int:
    """The scale of AudioGPT section 4.2, from 20 (nothing fits) to 100 (exactly right)."""
    if is_right(request, plan):
        return 100
    if plan.kind != "act" or request.kinds != ("act",):
        return 20
    best = 20
    for wanted in request.plans:
        tools, theirs = [s.tool for s in wanted], [s.tool for s in plan.steps]
        if tools == theirs:
            same = [_files(a) == _files(b) for a, b in zip(wanted, plan.steps, strict=True)]
            best = max(best, 80 if all(same) else 60)
        elif set(tools) & set(theirs):
            best = max(best, 40)
    return best


def same_steps(wanted: Sequence[Step], steps: Sequence[Step]) -> bool:
    return len(wanted) == len(steps) and all(
        _same_step(a, b) for a, b in zip(wanted, steps, strict=True)
    )


def _same_step(wanted: Step, step: Step) -> bool:
    if wanted.tool != step.tool:
        return False
    names = set(wanted.arguments) | set(step.arguments)
    return all(_same(name, wanted.arguments.get(name), step.arguments.get(name)) for name in names)


def _same(name: str, wanted: Any, value: Any) -> bool:
    """Absent means the default: leaving a value out is the same as saying the usual one."""
    wanted = _DEFAULTS.get(name) if wanted is None else wanted
    value = _DEFAULTS.get(name) if value is None else value
    if isinstance(wanted, str) and re.match(r"[<>]", wanted):
        limit = float(wanted[1:])
        known = isinstance(value, (int, float))
        return known and (value < limit if wanted[0] == "<" else value > limit)
    if isinstance(wanted, (int, float)) and isinstance(value, (int, float)):
        return abs(wanted - value) < 1e-3
    if isinstance(wanted, str) and isinstance(value, str):
        if name in _CONTENT:
            return _similar(_content(wanted), _content(value))
        if name in _WORDS:
            return _plain(wanted) == _plain(value)
        return _reference(wanted).lower() == _reference(value).lower()
    return bool(wanted == value)


def _files(step: Step) -> dict[str, str]:
    return {k: _reference(v) for k, v in step.arguments.items() if _is_file(v)}


def _is_file(value: Any) -> bool:
    return isinstance(value, str) and bool(re.match(r"(audio|image|video)/|\$\d", value))


def _reference(value: str) -> str:
    return value.removesuffix(".1") if value.startswith("$") else value


def _plain(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower().replace("'", "").replace("’", ""))


def _content(text: str) -> set[str]:
    """Content words without endings, so that "barks" and "barking" are the same."""
    words = (word for word in _plain(text) if word not in _LITTLE)
    return {re.sub(r"(?<=\w{3})(ing|es|ed|s|e)$", "", word) for word in words}


def _similar(a: set[str], b: set[str]) -> bool:
    return bool(a) and 2 * len(a & b) >= 1.5 * max(len(a), len(b))
