"""What shall be otherwise about what was just made, however it is put: "it's rushing, nobody could
dance to that" is "slower".

Which change of such a thing some words mean is learnt; how it is said plainly, or why nobody can
make it, lies in ``changes.toml``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice_agent.think.context import Context
from voice_agent.think.offline.answers import talk
from voice_agent.think.offline.deciding import Decision
from voice_agent.think.offline.dialogue.unchanged import is_same
from voice_agent.think.offline.reader import courtesies
from voice_agent.think.offline.reader.networks import Networks
from voice_agent.think.offline.reading import MANNER, ROLES, Clause, Guess, Span
from voice_agent.units import Step

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = "changes.npz"  # a file of models/planner
NONE = "other"  # no change that the thing can take
# What is said about it without telling what shall be otherwise.
WISHLESS = frozenset({"remark", "flaw"})
_ASIDE = 2  # turns of talk after which something is still what was just made
# From which chance on a change counts: where the rules understand nothing, talk, and work.
_LOST, _TALK, _WORK = 0.55, 0.7, 0.9
_IDLE = 0.85  # ... and where work was begun, words that wish for nothing
# Of what is only heard or done once more the rules know which, and what was before.
_ONCE_MORE = {"again", "another", "back", "original", "retry"}
_FILE = re.compile(r"\w+/[\w.-]+")
# Where a part is named, few changes of the whole are meant: not where "the bass is too busy".
_OF_PARTS = WISHLESS | {"slower", "faster"}
_PART = re.compile(
    r"\b(?:the|its) (?:\w+ )?(?:bass|drums?|beat|melody|rhythm|chords?|solo|piano|guitar|strings"
    r"|violins?|cello|flute|left hand|right hand|intro|beginning|start|middle|end|ending|chorus"
    r"|first (?:half|part|bit)|second (?:half|part|bit)|last (?:half|part|bit))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Change:
    """A wish said plainly (``clause``), what is ``told`` where nobody can fulfil it or all is so
    already (of several, each in turn), or what the session answers (``asks``)."""

    name: str
    chance: float = 1.0
    clause: Clause | None = None
    told: tuple[str, ...] = ()
    asks: str = ""

    def said(self, turn: int) -> str:
        """What is told at a turn; "" where nothing is."""
        return self.told[turn % len(self.told)] if self.told else ""


@dataclass(frozen=True)
class Thing:
    """Something that ``tools`` make, and its changes by name."""

    tools: tuple[str, ...]
    changes: Mapping[str, Change] = field(default_factory=dict)


@lru_cache(maxsize=1)
def things() -> Mapping[str, Thing]:
    """Every thing by name."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    every = tables.pop("every")  # what may be said about anything
    return {name: _thing({**table, **every}) for name, table in tables.items()}


def _thing(table: Mapping[str, Any]) -> Thing:
    changes = {name: _change(name, entry) for name, entry in table.items() if name != "tools"}
    return Thing(tuple(table["tools"]), changes)


def _change(name: str, entry: Mapping[str, Any]) -> Change:
    given = entry.get("told", ())
    told = (given,) if isinstance(given, str) else tuple(given)
    if "words" not in entry:
        return Change(name, told=told, asks=entry.get("asks", ""))
    spans = tuple(Span(role, words) for role, words in entry.items() if role in ROLES)
    clause = Clause(entry.get("task", "redo"), entry["words"], 1.0, spans)
    return Change(name, clause=clause, told=told)


def thing_of(context: Context) -> str:
    """What was just made, by its name; "" where it is nothing that ``things`` knows."""
    made = of_made(context).exchanges[-1:]
    if not made or not all(result.ok for result in made[0].results):
        return ""
    tool = made[0].plan.steps[-1].tool
    return next((name for name, thing in things().items() if tool in thing.tools), "")


def of_made(context: Context) -> Context:
    """The dialogue up to the turn that made it: a little talk may have followed, and it may have
    been played. Without a turn where there is none."""
    aside = 0
    for number, exchange in reversed(list(enumerate(context.exchanges))):
        if exchange.plan.kind == "act" and exchange.plan.steps:
            if any(step.tool != "play_audio" for step in exchange.plan.steps):
                return replace(context, exchanges=context.exchanges[: number + 1])
        elif (aside := aside + 1) > _ASIDE:
            break
    return replace(context, exchanges=())


def meant(context: Context, guesses: Mapping[str, Guess]) -> Change | None:
    """The change of what was just made that is likeliest; None where words mean none."""
    thing = thing_of(context)
    guess = guesses.get(thing)
    if guess is None or guess.name == NONE or context.pending is not None:
        return None
    return replace(things()[thing].changes[guess.name], chance=guess.chance)


def outweighs(change: Change, decision: Decision, text: str, context: Context) -> bool:
    """Whether words rather mean ``change`` than what the rules make of them."""
    if decision.kind in ("unsupported", "clarify") or decision.text == talk.OPEN.text:
        part = _PART.search(text) and change.name not in _OF_PARTS
        return not part and change.chance >= _LOST
    if change.name in _ONCE_MORE or "stop" in decision.effects:
        return False
    made = of_made(context).exchanges[-1].plan.steps
    named = courtesies.usual_part(text)
    usual = {named} if named else MANNER
    if "manner" in decision.effects and not made[-1].arguments.keys() & usual:
        return False  # what is made was as usual
    if decision.kind != "act":
        return change.name != "remark" and change.chance >= _TALK
    if change.name in WISHLESS:
        return change.chance >= _IDLE
    if is_same(decision.steps, made):
        return change.chance >= _LOST
    if _builds_on(decision.steps[-1], made[-1]):
        return False  # a change, too, and they know how much
    changes = change.clause is not None and change.clause.task == "redo"
    return changes and change.chance >= _WORK


def _builds_on(step: Step, made: Step) -> bool:
    """Whether a step has most of what ``made`` was made by."""
    if step.tool != made.tool:
        return False
    for name, old in made.arguments.items():
        if _FILE.fullmatch(str(old)) and step.arguments.get(name) != old:
            return False
        words = _words(old)
        if 2 * len(words & _words(step.arguments.get(name))) < len(words):
            return False
    return True


def _words(value: object) -> set[str]:
    return {*re.findall(r"\w+", value.lower())} if isinstance(value, str) else set()


class ChangeModel:
    """Which change of each thing a text means; trained by training/planner/changes.py."""

    def __init__(self, directory: Path) -> None:
        self._networks = Networks(directory / WEIGHTS, changes_of)

    def of(self, features: NDArray[np.float32]) -> dict[str, Guess]:
        """For each thing the likeliest of its changes; ``features`` has the shape (width,)."""
        networks = self._networks
        return {
            thing: Guess(networks.names[row.argmax()], float(row.max()))
            for thing, row in zip(networks.contexts, networks.chances(features), strict=True)
        }


def changes_of(thing: str) -> list[str]:
    """The names of what may be said about a thing."""
    return [*things()[thing].changes, NONE]
