"""The files that a reference may mean: the session's, and what a plan is about to make."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from voice_agent.think.context import Context, files_used
from voice_agent.units import Exchange, Step, ToolSignature

UNDONE = "All right, I leave that aside and go back to what was before."
UTTERANCE = "what you said"  # description of what a user said to us, as opposed to gave us
GIVEN = {"attached", "recorded", "record_audio"}
OURS = {"synthesize_speech", "sing", "generate_audio", "compose_music", "transfer_style"}


WITHOUT = re.compile(r"\bwithout\b|\bthe rest of\b", re.IGNORECASE)  # what an extraction left


@dataclass(frozen=True)
class Candidate:
    """A file that a reference may mean. ``handle`` is an exact path or ``$k`` (``$k.2``).

    ``touched`` orders by when it was last made or used; ``group`` joins files that came out
    of one request together (the two speakers, a cleaned copy of each).
    """

    handle: str
    kind: str
    description: str
    origin: str
    group: str
    touched: float
    created: float
    parents: tuple[str, ...] = ()


def candidates_of(context: Context, turn: int) -> list[Candidate]:
    """The session's files, the one that was touched last at the end.

    What the user said in the present turn is left out: nobody means it by "this".
    """
    touched = _touches(context)
    undone, came_along, gone = _undone(context), beside(context), _gone(context)
    found: list[Candidate] = []
    latest = newest = 0.0
    for position, known in enumerate(context.resources):
        latest = max(latest, float(known.turn))
        if known.description == UTTERANCE and known.turn >= turn:
            continue
        created = latest + 0.5 + position * 1e-4 if known.origin not in GIVEN else latest
        created = max(created + position * 1e-4, newest + 1e-4)
        newest = created
        left = known.origin == "extract_sound" and WITHOUT.search(known.description)
        if left and known.turn not in gone:
            created -= 1e-3  # seldom meant by "it"
        aside = 1e-3 if known.path in came_along else 0.0  # seldom meant by "it" either
        if known.turn in undone and known.origin not in GIVEN:
            created, touched[known.path] = -1.0, -1.0
        found.append(
            Candidate(
                handle=known.path,
                kind=known.kind,
                description=known.description,
                origin=known.origin,
                group=f"{known.turn}:{known.origin}:{'' if known.origin in GIVEN else 'made'}",
                touched=max(created - aside, touched.get(known.path, 0.0)),
                created=created,
                parents=known.parents,
            )
        )
    return sorted(found, key=lambda candidate: candidate.touched)


def outputs_of(step: Step, index: int, signature: ToolSignature, group: str) -> list[Candidate]:
    """What a planned step will make, as files that later steps can mean."""
    silent = "speak" in signature.parameters.get("properties", {}) and not step.arguments.get(
        "speak"
    )
    kinds = [k for k in signature.outputs if k != "text" and not (silent and k == "audio")]
    words = " ".join(v for v in step.arguments.values() if isinstance(v, str) and v[:1] != "$")
    several = {kind: kinds.count(kind) > 1 and step.tool == "separate_speech" for kind in kinds}
    made: list[Candidate] = []
    seen: dict[str, int] = {}
    for kind in kinds:
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] > 1 and not several[kind]:
            continue  # by-products (residuals, pictures) are not what people mean
        handle = f"${index}.{seen[kind]}" if several[kind] else f"${index}"
        when = 1e6 + index + seen[kind] / 10
        parents = files_used((step,))
        made.append(Candidate(handle, kind, words, step.tool, group, when, when, parents))
    return made


def is_gone(sound: str, words: str) -> bool:
    """Whether a sound was taken out so that it shall be gone ("remove the birds"), and not to have
    it ("isolate the birds"): what is left is then what was asked for."""
    named = rf"(?:(?!every|all\b|but\b|except)[\w'-]+ ){{0,4}}?{re.escape(sound)}"
    return bool(re.search(rf"\b{_AWAY} {named}|\b{_TAKE} {named} away\b", words, re.IGNORECASE))


_TAKE = r"(?:take|taking)"
_AWAY = (
    rf"(?:(?:remov|delet|eliminat)(?:e|ing)|get(?:ting)? rid of|filter(?:ing)? out|kill|drop|lose"
    rf"|mute|silence|{_TAKE} away)"
)


def _gone(context: Context) -> set[int]:
    """The turns that took sounds out so that they shall be gone."""
    return {
        exchange.turn
        for exchange in context.exchanges
        for step in exchange.plan.steps
        if step.tool == "extract_sound"
        and is_gone(str(step.arguments.get("description")), exchange.query)
    }


def beside(context: Context) -> set[str]:
    """The voices alone that came along with songs which an instrument accompanies."""
    made = (
        [artifact.path for artifact in result.artifacts if artifact.kind == "audio"][1:]
        for exchange in context.exchanges
        for result in exchange.results
        if result.tool == "sing"
    )
    return {path for paths in made for path in paths}


def _touches(context: Context) -> dict[str, float]:
    """Path -> when a step last used it, in turns."""
    used: dict[str, float] = {}
    for exchange in context.exchanges:
        for path in files_used(exchange.plan.steps):
            used[path] = exchange.turn + 0.25
        for result in exchange.results:
            for value in result.arguments.values():
                if isinstance(value, str) and context.find(value):
                    used[value] = exchange.turn + 0.25
    return used


def _undone(context: Context) -> set[int]:
    """The turns whose results were taken back."""
    turns: set[int] = set()
    for position, exchange in enumerate(context.exchanges):
        if exchange.reply == UNDONE:
            acted = [e.turn for e in context.exchanges[:position] if _is_undoable(e)]
            left = [turn for turn in acted if turn not in turns]
            turns |= set(left[-1:])
    return turns


def _is_undoable(exchange: Exchange) -> bool:
    """Whether a turn did something that can be taken back: what was heard was heard."""
    steps = exchange.plan.steps
    heard = bool(steps) and all(step.tool == "play_audio" for step in steps)
    return exchange.plan.kind == "act" and not heard


def without_undone(context: Context) -> Context:
    """The dialogue with nothing left of what was taken back that could be done again or changed."""
    undone = _undone(context)
    if not undone:
        return context
    kept = (
        replace(one, plan=replace(one.plan, steps=()), results=()) if one.turn in undone else one
        for one in context.exchanges
    )
    left = replace(context, exchanges=tuple(kept))
    return left if left.last_action is not None else context  # "take out the trumpet instead"
