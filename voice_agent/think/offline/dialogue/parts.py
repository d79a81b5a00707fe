"""A part of what was just made, which is to be otherwise: the drums of a piece, the last sentence
of a spoken text, the name in a song."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voice_agent.think.context import Context
from voice_agent.think.offline.dialogue import (
    arranging,
    changes,
    cleaning,
    passages,
    recomposing,
    remaking,
    rescening,
    rewording,
)
from voice_agent.think.offline.phrases import genres, moods
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Exchange, Step

_LONGEST = 300  # characters of a change that are searched
# "Play me it again but without the rain" makes it anew.
_AGAIN_BUT = re.compile(
    r"\b(?:again|same|once more)\b.*\b(?:but|without|with no|only|with less|with more)\b",
    re.IGNORECASE,
)
# "Forget the door, I need footsteps."
_ELSE = re.compile(
    r"\b(?:forget|scrap|skip|bin|never mind|enough of) (?:about )?(?:the|that|this|those|it)\b"
    r"[^,.;]*[,.;]\s*(?:and |now |so )*(?:i(?:['’]d like| need| want)|give me|make"
    r"|let['’]?s (?:do|have|try))\b",
    re.IGNORECASE,
)
_MY_MIND = re.compile(r"\bbefore (?:i|we) change (?:my|our) minds?\b", re.IGNORECASE)
_SOMEBODYS = re.compile(
    r"\b(?:man|woman|male|female|lady|gentleman|girl|boy|child|kid|granny|grandpa)(?:['’]?s)?['’]?"
    r" voice\b|\bvoice of an? (?:man|woman|lady|girl|boy|child)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:the|that) whole (?:thing|text|letter|speech|sentence|poem|song)\b", re.IGNORECASE
)
_SAY_IT = re.compile(r"\b(?:say|read|speak|do|try|make) (?:it|that|this)\b", re.IGNORECASE)


def changed(text: str, context: Context, clauses: Sequence[Clause] = ()) -> Clause | None:
    """The clause for words that change a part of what was just made; None where they don't.
    ``clauses`` are what the reader made of them."""
    made = changes.of_made(context).exchanges[-1:]
    step = made[0].plan.steps[-1] if made else None
    if step is None or not changes.thing_of(context):
        return None
    if _MY_MIND.search(text):
        return Clause("unsupported", text, 1.0)
    if step.tool == "compose_music":
        if genres.orders_new(text[:_LONGEST]):
            return None
        played = arranging.is_only_change(text, recomposing.playing(made[0]))
        if not played and not _is_whole_change(text, clauses, made[0]):
            return None
        spans = (span for clause in clauses for span in clause.spans)
        return Clause("redo", text, 1.0, tuple(span for span in spans if span.role == "duration"))
    if step.tool == "enhance_speech":
        gentler = cleaning.milder(made[0].plan.steps, text)
        return Clause("redo", text, 1.0) if gentler is not None else None
    if step.tool == "generate_audio":
        if _ELSE.search(text[:_LONGEST]) or (
            arranging.orders_more(text) and not _AGAIN_BUT.search(text)
        ):
            return None
        data = made[0].results[-1].data if made[0].results else None
        events = data.get("events", ()) if isinstance(data, dict) else ()
        if there := rescening.shifted(str(step.arguments.get("description", "")), text, events):
            return Clause("redo", there, 1.0, (Span("description", there),))
        changed = rescening.rescened(made[0].plan.steps, text)
        return Clause("redo", text, 1.0) if changed is not None else None
    if song := remaking.renamed(step, text):
        return Clause("redo", text, 1.0, (Span("text", song),))
    said = step.arguments.get("text")
    if step.tool not in ("synthesize_speech", "sing") or not isinstance(said, str):
        return None
    if _SOMEBODYS.search(text):
        return Clause("unsupported", text, 1.0)
    if _WHOLE.search(text) and (whole := _longer(said, context)):
        return Clause("redo", text, 1.0, (Span("text", whole), *moods.shifted(text)))
    new = rewording.added(said, text) if said[:1] != "$" else ""
    if step.tool == "synthesize_speech" and said[:1] != "$":
        new = new or passages.passaged(said, text)
        only = _SAY_IT.search(text) and not (new or encoding.quoted(text))
        mood = moods.shifted(text) if only else ()
        if mood:
            return Clause("redo", "in that mood", 1.0, mood)
    return Clause("redo", text, 1.0, (Span("text", new),)) if new and new != said else None


# What one of several changes in a breath is taken for.
_CHANGES = {"redo", "unsupported", "faster", "slower", "louder", "quieter", "answer", "chat"}


def _is_whole_change(text: str, clauses: Sequence[Clause], made: Exchange) -> bool:
    """Whether all of several clauses change a piece: "bump it up a bit and stick a harp in"."""
    if len(clauses) < 2 or not all(clause.task in _CHANGES for clause in clauses):
        return False
    return recomposing.recomposed(made.plan.steps, text, made) is not None


def _longer(said: str, context: Context) -> str:
    """The text that ``said`` was only a part of; "" where there is none."""
    first = re.findall(r"\w+", passages.plain(said))[:1]
    spoken = (
        str(step.arguments.get("text", ""))
        for exchange in reversed(context.exchanges)
        for step in exchange.plan.steps
        if step.tool in ("synthesize_speech", "sing")
    )
    longer = (text for text in spoken if len(text) > len(said) and first)
    return next((text for text in longer if re.search(rf"\b{first[0]}\b", text, re.I)), "")


def with_last(context: Context, steps: tuple[Step, ...]) -> Context:
    """The dialogue as if its last action had been ``steps``."""
    exchanges = list(context.exchanges)
    for place in range(len(exchanges) - 1, -1, -1):
        if exchanges[place].plan.kind == "act" and exchanges[place].plan.steps:
            plan = replace(exchanges[place].plan, steps=steps)
            exchanges[place] = replace(exchanges[place], plan=plan)
            break
    return replace(context, exchanges=tuple(exchanges))
