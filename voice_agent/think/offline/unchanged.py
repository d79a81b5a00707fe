"""A change that no tool can make: it is told, and nothing is done once more in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from voice_agent.think.context import Context
from voice_agent.think.offline.reading import Clause
from voice_agent.units import Step, ToolSignature

_ONCE_MORE = re.compile(
    r"\b(?:again|once more|(?:one|another) (?:more )?(?:time|go|try)|re-?do|re-?run|repeat|re-?try"
    r"|over|another|same|try|yes|go ahead|do (?:it|that|this)(?! (?:a |more|less|\w+er\b)))\b",
    re.IGNORECASE,
)


def changes_nothing(
    clause: Clause, steps: Sequence[Step], context: Context, signatures: Mapping[str, ToolSignature]
) -> bool:
    """Whether the last action, which went well, would only be done once more, though nobody
    asked for that: what the words want changed is nothing that its tools take."""
    last = context.last_action
    if clause.task != "redo" or last is None or tuple(steps) != last.plan.steps:
        return False
    tools = [signatures[step.tool] for step in steps]
    plays = any(tool.heard or tool.family == "session" for tool in tools)  # "pardon?"
    went_well = all(result.ok for result in last.results)
    return went_well and not plays and not _ONCE_MORE.search(clause.text)
