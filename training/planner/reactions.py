"""How well it is understood what people want otherwise about what was just made.

    python training/planner/reactions.py

The lines of ``contrasts/reactions.txt``, "thing|change|what is said", are by two authors of whom
nothing was learnt, who wrote what people would say next and marked it afterwards; lines that a
third person marked otherwise are left out. A change is right where the plan changes what was made
in the same way as the change said plainly; a remark, or a fault without a wish, begins no work. In
the baseline no change is learnt.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent)]

from voice_agent.errors import Cancel  # noqa: E402
from voice_agent.think.context import Context  # noqa: E402
from voice_agent.think.offline import OfflinePlanner  # noqa: E402
from voice_agent.think.offline.deciding import Decision  # noqa: E402
from voice_agent.think.offline.dialogue.changes import NONE, WISHLESS, things  # noqa: E402
from voice_agent.think.offline.reader.model import ModelReader  # noqa: E402
from voice_agent.think.offline.reading import Reading  # noqa: E402
from voice_agent.tools import registry  # noqa: E402
from voice_agent.units import (  # noqa: E402
    Artifact,
    Exchange,
    Plan,
    Query,
    Resource,
    StepResult,
)

INTERVIEW = Resource("audio/3f0c9d12.wav", "audio", "interview.wav")
# What made each thing, and what it told.
MADE = {
    "music": ("Compose a cheerful piano tune.", "", {"key": "C major", "seed": 7}),
    "speech": ('Say "The train to Leeds leaves at nine."', "", {}),
    "song": ('Sing "row, row, row your boat".', "", {}),
    "sound": ("Make the sound of rain on a tin roof.", "", {"seed": 7}),
    "cleaned": ("Take the hiss out of the interview.", "", {}),
    "placed": ("Put the interview on my left.", "", {}),
    "words": ("What is said in the interview?", "I was born by the sea.", {"language": "en"}),
    "heard": ("Which sounds are in the interview?", "Speech, and a dog at 3 seconds.", {}),
}
USUAL = {"speed": 1.0, "duration": 10.0}  # of arguments that are not 0 when left out


Planning = Callable[[str, Context], Plan]


class Unlearnt:
    """The reader that knows no changes."""

    def __init__(self, reader: ModelReader) -> None:
        self._reader = reader

    def read(self, text: str) -> Reading:
        return replace(self._reader.read(text), changes={})


def after(thing: str, plan: Planning) -> Context:
    """The dialogue in which the thing was made."""
    query, told, data = MADE[thing]
    context = Context()
    if thing in ("cleaned", "placed", "words", "heard"):
        context = context.with_resource(INTERVIEW)
    found = plan(query, context)
    step = found.steps[-1]
    made = () if told else (Artifact("audio/8e4fcb32.wav", "audio", query),)
    result = StepResult(1, 1, step.tool, step.arguments, True, 0.1, made, told, data=data)
    return context.with_exchange(Exchange(1, query, told or "Done.", found, (result,)))


def alike(found: Plan, wanted: Decision, made: Mapping[str, object]) -> bool:
    """Whether a plan is the change ``wanted`` of what was ``made`` with these arguments."""
    if not found.steps or not wanted.steps:
        return (found.steps, found.reply) == (wanted.steps, wanted.text)
    one, other = found.steps[-1], wanted.steps[-1]
    if (one.tool, len(found.steps)) != (other.tool, len(wanted.steps)):
        return False
    names = {*one.arguments, *other.arguments, *made} - {"seed"}
    return all(
        _same_way(made.get(n), one.arguments.get(n), other.arguments.get(n), USUAL.get(n, 0.0))
        for n in names
    )


def _same_way(old: object, one: object, other: object, usual: float) -> bool:
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str) and isinstance(old, str):
        kept = {*old.split()} & {*one.split()}
        return old not in (one, other) and 2 * len(kept) >= len(old.split())
    values = [usual if value is None else value for value in (old, one, other)]
    if not all(isinstance(value, (int, float)) for value in values):
        return False
    before, first, second = map(float, values)  # type: ignore[arg-type]
    return (first - before) * (second - before) > 0


def main() -> None:
    reader = ModelReader(HERE.parent.parent / "models" / "planner")
    signatures = {name: tool.signature for name, tool in registry.discover().items()}

    def planning(known: object) -> Planning:
        planner = OfflinePlanner(signatures, reader=known)  # type: ignore[arg-type]
        return lambda text, context: planner.plan(
            Query(len(context.exchanges) + 1, text, "speech"), context, Cancel()
        )

    planner = OfflinePlanner(signatures, reader=reader)
    ways = {"rules alone": planning(Unlearnt(reader)), "with changes": planning(reader)}
    contexts = {thing: after(thing, ways["rules alone"]) for thing in things()}
    text = (HERE / "contrasts" / "reactions.txt").read_text("utf-8")
    lines = [line.split("|", 2) for line in text.splitlines()]
    for name, plan in ways.items():
        counts = Counter(_outcome(line, plan, planner, contexts[line[0]]) for line in lines)
        for kind in ("change", "remark", "flaw"):
            found = {way: count for (k, way), count in counts.items() if k == kind}
            print(f"{name}: {sum(found.values())} {kind}s, {found}")
    others = [line for line in lines if line[1] == NONE]
    rules, learnt = ways.values()
    taken = sum(rules(s, contexts[t]) != learnt(s, contexts[t]) for t, _, s in others)
    print(f"{len(others)} others, {taken} understood otherwise than by rules alone")


def _outcome(
    line: Sequence[str], plan: Planning, planner: OfflinePlanner, context: Context
) -> tuple[str, str]:
    """What kind a line is of, and what comes of it."""
    thing, change, said = line
    found = plan(said, context)
    way = "work is begun" if found.steps else "answered in words"
    if change in (NONE, *WISHLESS):
        return change, way
    wanted = planner.decider.changed(things()[thing].changes[change], Query(2, said), context)
    made = context.exchanges[-1].plan.steps[-1].arguments
    return "change", "right" if alike(found, wanted, made) else way


if __name__ == "__main__":
    main()
