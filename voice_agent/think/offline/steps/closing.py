"""What is asked, at a request's end, of that which the request makes: to keep it under a name
(also in its middle), to see it, how loud it is.

at_end("make rain and save it as breakfast")  -> Closing("make rain", name="breakfast")
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from voice_agent.think.offline.deciding import Decision
from voice_agent.think.offline.steps import inspecting, saving
from voice_agent.think.offline.steps.inspecting import Look
from voice_agent.units import Artifact, StepResult

_LONGEST = 300  # characters of a request that are read
_APART = re.compile(
    r"(?:\s*[,;.!?]\s*(?:(?:and|then|also|plus)\b\s*)*|\s+(?:(?:and|then|also|plus)\b\s*)+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Closing:
    """``before`` and ``after`` it is the rest of the request, ``look`` what is asked of the
    result, ``name`` the name that what comes before makes shall have outside."""

    before: str
    look: Look | None = None
    name: str = ""
    after: str = ""

    @property
    def rest(self) -> str:
        return f"{self.before} {self.after}".strip()

    def added_to(self, decision: Decision, steps: int) -> Decision:
        """The decision about the rest, with this wish; ``steps`` of it come before."""
        if self.look is None:
            effects: dict[str, Any] = {"save": {"path": "", "name": self.name, "steps": steps}}
        else:
            effects = self.look.effects
        return replace(decision, effects=decision.effects | effects)


def at_end(text: str) -> Closing | None:
    """The wish at the end of ``text``; None where there is none, or nothing before it."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if (kept := saving.amid(text)) is not None and re.search(r"\w", kept[0]):
        return Closing(kept[0], name=kept[1], after=kept[2])
    for joint in reversed(list(_APART.finditer(text))):
        before, tail = text[: joint.start()], text[joint.end() :]
        if before.count('"') % 2 or before.count("“") > before.count("”"):
            continue  # words that are to be said
        if before and tail and (look := inspecting.of_the_result(tail)) is not None:
            return Closing(before, look)
    return None


def carried_out(effects: dict[str, Any], results: Sequence[StepResult]) -> dict[str, Any]:
    """The effects with the files that the steps made; those without a file are left out."""
    found = dict(effects)
    sounds = [artifact.path for artifact in _made(results) if artifact.kind == "audio"]
    given = [
        value
        for result in results
        for value in result.arguments.values()
        if isinstance(value, str) and value.startswith("audio/")
    ]
    if (save := found.get("save")) is not None and not save["path"]:
        kept = _kept(save["name"], _made(results[: save["steps"]]))
        found.pop("save") if kept is None else found.update(save=kept)
    if (show := found.get("show")) is not None and not show["path"]:
        found.pop("show")
        if given and not sounds:
            found["show"] = {"path": given[0]}
    if (measure := found.get("measure")) is not None and not measure["paths"]:
        paths = sounds[:1] or given[:1]
        found.pop("measure") if not paths else found.update(measure={**measure, "paths": paths})
    return found


def _made(results: Sequence[StepResult]) -> list[Artifact]:
    """What the last step made first."""
    return [a for result in reversed(results) if result.ok for a in result.artifacts]


def _kept(name: str, made: Sequence[Artifact]) -> dict[str, str] | None:
    """The file that gets the name: one whose ending goes with it."""
    suffix = PurePosixPath(name).suffix.lower()
    for artifact in made:
        own = PurePosixPath(artifact.path).suffix
        if artifact.kind not in ("audio", "video"):
            continue
        if suffix in (own, "") or (artifact.kind == "audio" and suffix[1:] in saving.SOUNDS):
            return {"path": artifact.path, "name": name if suffix else name + own}
    return None
