"""What several planner tests share: the real planner, once, and short ways to build things."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from voice_agent.errors import Cancel
from voice_agent.think.context import Context
from voice_agent.think.offline import OfflinePlanner
from voice_agent.units import Artifact, Exchange, Plan, Query, Resource, StepResult

NOON = dt.datetime(2026, 3, 2, 12, 30)
INTERVIEW = Resource("audio/3f0c9d12.wav", "audio", "interview.wav")
STREET = Resource("audio/9c44aa10.wav", "audio", "street.wav")
HARBOUR = Resource("image/71aa02fe.png", "image", "harbour.jpg")


@lru_cache(maxsize=1)
def planner() -> OfflinePlanner:
    return OfflinePlanner({}, clock=lambda: NOON)


def plan(text: str, context: Context = Context()) -> Plan:  # noqa: B008  (immutable)
    return planner().plan(Query(len(context.exchanges) + 1, text), context, Cancel())


def calls(found: Plan) -> list[tuple]:
    """The steps as (tool, values in the order of the tool's arguments)."""
    return [(step.tool, *step.arguments.values()) for step in found.steps]


def after(context: Context, text: str, *made: tuple[str, str], said: str | None = None) -> Context:
    """The context after ``text`` was planned and ran; ``made`` are (path, description)."""
    found = plan(text, context)
    turn = len(context.exchanges) + 1
    artifacts = [Artifact(path, "audio", description) for path, description in made]
    results = []
    for index, step in enumerate(found.steps, 1):
        mine = artifacts if index == len(found.steps) else artifacts[index - 1 : index]
        results.append(
            StepResult(turn, index, step.tool, step.arguments, True, 0.1, tuple(mine), said)
        )
    reply = found.reply or said or "Done."
    return context.with_exchange(Exchange(turn, text, reply, found, tuple(results)))
