"""Follow-ups that change what was done before: "in French instead", "again but slower"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from voice_agent.think import naming, references
from voice_agent.think.candidates import candidates_of
from voice_agent.think.context import Context, files_used
from voice_agent.think.offline.dialogue import (
    cleaning,
    recomposing,
    remaking,
    rescening,
    still_there,
)
from voice_agent.think.offline.dialogue.other_files import with_face, with_file
from voice_agent.think.offline.phrases import arguments, completing, lasting, placing
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import Exchange, Step, ToolSignature

Signatures = Mapping[str, ToolSignature]

_IN_PLACE = re.compile(
    r"^\W*(?:(?:no|now|and|but|please|actually|rather|with|use|take|try|make(?: it)?)\W+)*"
    r"(.+?)\s+instead\b",
    re.IGNORECASE,
)
_ON_TOP = re.compile(
    r"^\W*(?:(?:and|add|plus|put|mix in|with)\W+)+(.+?)\s+(?:on top|over it|into it|as well)\W*$",
    re.IGNORECASE,
)
_INSTEAD_OF = re.compile(r"\s*\b(?:instead|rather than|and not|not the)\b.*$", re.IGNORECASE)
_NOT_MEANT = re.compile(
    r"(?<=\w)\W+(?:and |but )?(?:not|rather than|instead of) (?:the|that|this|my)\b.*$",
    re.IGNORECASE,
)
_OVER = re.compile(r"\s+(?:on top|over it)\W*$", re.IGNORECASE)
_ADDS = re.compile(
    r"\b(also|add|plus|more|as well|with|on top|over it)\b|\btoo\W*$|^and some\b", re.IGNORECASE
)


def redo(
    clause: Clause, context: Context, signatures: Signatures, turn: int
) -> tuple[Step, ...] | None:
    """The last action again with what the clause changes; None when there is none to repeat."""
    last = _meant(clause, context, signatures, turn)
    if last is None:
        return None
    steps = last.plan.steps
    clause = completing.with_settings(lasting.without_amount(remaking.retimed(steps, clause)))
    if (several := remaking.varied(steps, clause.text)) is not None:
        return several
    anew = remaking.resung(steps, clause, signatures) or rescening.rescened(steps, clause.text)
    anew = anew or cleaning.milder(steps, clause.text)
    if anew is None and not naming.names_one(clause.get("file") or "", context):
        anew = remaking.with_another_sound(steps, clause, context, signatures)
    if anew is not None:
        return anew
    clause = _naming_sounds(clause, steps, context, signatures)
    clause = replace(clause, spans=tuple(_with_amount(s, clause.text) for s in clause.spans))
    changed = _with_values(steps, clause, signatures)
    if changed is None or not {"duration", "seconds"} & {span.role for span in clause.spans}:
        changed = lasting.longer(changed or steps, clause, signatures) or changed
    changed = changed or placing.replaced(steps, clause.text) or _paced(steps, clause)
    music = recomposing.recomposed(steps, clause.text, last)
    if music is not None and not recomposing.is_new(clause.get("description") or "", clause.text):
        new = str(music[-1].arguments["description"])
        return recomposing.redescribed(changed or steps, new)
    spoken = (s.text for s in clause.spans if s.role == "voice")
    voices = [words for words in spoken if not arguments.is_same_voice(words)]
    named = [words for words in voices if not arguments.is_pronoun(words)]  # not "that line"
    if face := clause.get("portrait"):
        changed = with_face(changed or steps, face, context, signatures, turn) or changed
    words = _meant_file(clause) or " and ".join(named or voices) or None
    if words and placing.OTHER_SIDE.search(words):
        words = None
    pool = candidates_of(context, turn)
    known = naming.mentioned(clause.text, "audio", pool) if words is None else ""
    if known and known not in files_used(steps) and not clause.get("description"):
        words = clause.text  # "and street to my right"
    if words is None and not any("description" in _names(s, signatures) for s in steps):
        words = clause.get("description")  # "the same with the farmyard"
    if words is not None and not _is_same(words):
        changed = with_file(changed or steps, words, context, signatures, turn) or changed
    return still_there.from_there(steps, changed, last.results) if changed else steps


def _meant_file(clause: Clause) -> str:
    """The words for the file, without one that is not meant: "the interview, not the other one"."""
    meant = _NOT_MEANT.sub("", clause.text)
    files = [span.text for span in clause.spans if span.role == "file" and span.text in meant]
    return " and ".join(files) or clause.get("file") or ""


def _naming_sounds(
    clause: Clause, steps: tuple[Step, ...], context: Context, signatures: Signatures
) -> Clause:
    """The clause with a sound where it seems to name a file that nobody knows: "and the
    pigeons?" after a search for the church bell."""
    said = _IN_PLACE.match(clause.text) or _ON_TOP.match(clause.text)
    if said and not clause.spans and not references.is_plain(said[1]):
        clause = replace(clause, spans=(Span("file", said[1]),))
    words = clause.get("file")
    if words and _says_nothing(words):
        return replace(clause, spans=tuple(s for s in clause.spans if s.role != "file"))
    takes = any("description" in _names(step, signatures) for step in steps)
    if not words or not takes or clause.get("description") or references.is_plain(words):
        return clause
    if naming.names_one(words, context):
        return clause
    spans = (replace(s, role="description") if s.role == "file" else s for s in clause.spans)
    return replace(clause, spans=tuple(spans))


def _meant(clause: Clause, context: Context, signatures: Signatures, turn: int) -> Exchange | None:
    """The action that is changed: the last, or where that takes no such change ("make it ten
    seconds" after a transcript) the one that made the named file, or the latest one that does.
    """
    acted = [e for e in reversed(context.exchanges) if e.plan.kind == "act" and e.plan.steps]
    if not acted or not all(step.tool in signatures for step in acted[0].plan.steps):
        return None
    if clause.get("description") and not clause.get("file"):
        acted = [e for e in acted if any(s.tool != "play_audio" for s in e.plan.steps)] or acted
    if clause.get("duration") is None and not lasting.is_length(clause.text):
        return acted[0]
    spoken = any("text" in _names(step, signatures) for step in acted[0].plan.steps)
    if spoken and clause.get("text"):
        return acted[0]  # "a longer pause between them"
    timed = [e for e in acted if any(_lasts(step, signatures) for step in e.plan.steps)]
    words = clause.get("file") or clause.get("description")
    pool = candidates_of(context, turn)
    found = references.find(words, "audio", pool, context).handles if words else ()
    makers = [e for e in timed if any(a.path in found for r in e.results for a in r.artifacts)]
    return (makers or timed or acted)[0]


def _lasts(step: Step, signatures: Signatures) -> bool:
    known = step.tool in signatures
    return known and bool({"duration", "seconds"} & _names(step, signatures).keys())


def _with_amount(span: Span, text: str) -> Span:
    """A change with how much of it: "fast" of "twice as fast"."""
    if span.role not in ("speed", "pitch", "energy"):
        return span
    amount = re.search(rf"{_AMOUNT}\s+{re.escape(span.text)}\b", text, re.IGNORECASE)
    return replace(span, text=amount[0]) if amount else span


_AMOUNT = r"\b(?:(?:twice|half|double|[\w.]+ times)(?: as)?|much|very|way|a lot|too)"


def _names(step: Step, signatures: Signatures) -> Mapping[str, Any]:
    names: Mapping[str, Any] = signatures[step.tool].parameters.get("properties", {})
    return names


def _paced(steps: tuple[Step, ...], clause: Clause) -> tuple[Step, ...] | None:
    """Music at another pace, which only its description can tell: "a tango, faster"."""
    pace = recomposing.PACE.search(clause.text)
    last = steps[-1]
    if pace is None or last.tool != "compose_music":
        return None
    old = str(last.arguments.get("description", ""))
    return recomposing.redescribed(steps, ", ".join(p for p in (old, pace[0].lower()) if p))


# A sound either stands somewhere or moves.
_EXCLUDES = {"motion": ("azimuth", "elevation"), "azimuth": ("motion",)}


def _is_same(words: str) -> bool:
    return bool(re.fullmatch(r"(?:it|that|this|the same(?: \w+)?|again)?", words.strip().lower()))


def _with_values(
    steps: tuple[Step, ...], clause: Clause, signatures: Signatures
) -> tuple[Step, ...] | None:
    """The steps with arguments replaced by those the clause names; the last step goes first."""
    changed = list(steps)
    hit = False
    for index in range(len(steps) - 1, -1, -1):
        signature = signatures[steps[index].tool]
        for name, schema in signature.parameters.get("properties", {}).items():
            if name in signature.file_arguments:
                continue
            value = arguments.value_of(name, schema, clause)
            if value is None or (isinstance(value, str) and _says_nothing(value)):
                continue
            old = changed[index].arguments.get(name)
            if name == "description" and not _INSTEAD_OF.match(str(value)):
                value = _OVER.sub("", _INSTEAD_OF.sub("", str(value)))
            value = _within(_merged(steps[index].tool, name, old, value, clause), schema)
            merged = {**changed[index].arguments, name: value}
            for other in _EXCLUDES.get(name, ()):
                merged.pop(other, None)
            changed[index] = Step(changed[index].tool, merged)
            hit = True
        if hit:
            return tuple(changed)
    return None


def _within(value: Any, schema: Mapping[str, Any]) -> Any:
    """A number as far as the argument allows: "even faster" ends at twice as fast."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return min(max(value, schema.get("minimum", value)), schema.get("maximum", value))


def _says_nothing(words: str) -> bool:
    return arguments.is_pronoun(words) or bool(_NOTHING.fullmatch(words))


_NOTHING = re.compile(
    r"\W*(?:(?:the|an?)?|my|mine|his|hers?|two|three|both|(?:two|three|one|some) of them"
    r"|(?:the |that )?(?:whole|entire) (?:thing|lot|piece|scene|sound)|everything"
    r"|all of (?:it|that))\W*",
    re.IGNORECASE,
)


_SIDE = re.compile(r"\b(?:left|right|front|behind|back|ahead|minus|clock|o'clock)\b|-\d")
_MADE_OF_WORDS = {"generate_audio", "compose_music"}


def _merged(tool: str, name: str, old: Any, value: Any, clause: Clause) -> Any:
    """New values replace old ones, but "slower" counts from the last speed and "add" adds."""
    if name == "description" and clause.get(name) == clause.text:
        return value  # all of it anew, whatever words it holds
    if name == "azimuth" and isinstance(old, (int, float)) and old < 0 < value:
        return value if _SIDE.search(clause.text.lower()) else -value  # "make that sixty degrees"
    if name == "speed" and isinstance(old, (int, float)) and re.search(r"er\b", clause.text):
        return round(old * value, 2)
    if name in ("pitch", "energy") and isinstance(old, (int, float)):
        return old + value if re.search(r"er\b|more", clause.text) else value
    lesser = _LESS.search(clause.text)
    if name == "description" and isinstance(old, str) and old[:1] != "$":
        if lesser:
            return f"{old}, {lesser[0].rstrip(' .!?')}"
        if re.match(r"\W*(?:make it |a bit |a little |much |and |now )*more\b", clause.text, re.I):
            return f"{old}, {value}"
    adds = (
        tool in _MADE_OF_WORDS and _ADDS.search(clause.text) and not _REPLACES.search(clause.text)
    )
    if name == "description" and isinstance(old, str) and (there := _WHERE.match(str(value))):
        return _elsewhere(old, str(value), there[1])
    if name == "description" and isinstance(old, str) and old[:1] != "$" and adds:
        alone = recomposing.ALONE.sub("", old) if tool == "compose_music" else old
        link = ", " if str(value).startswith("then ") else " with "
        return f"{alone}{link}{_HANGING.sub('', str(value))}"
    return value


_WHERE = re.compile(r"(on|in|inside|under|against|through|at|outside|onto|off) \w", re.IGNORECASE)


def _elsewhere(old: str, place: str, preposition: str) -> str:
    """A sound at another place: "on a car roof" for rain on a tin roof."""
    before = re.sub(rf" {preposition} [^,]*", "", old, count=1, flags=re.IGNORECASE)
    return f"{before} {place[:1].lower()}{place[1:]}"


_HANGING = re.compile(r"\s+(?:on|over|in)$", re.IGNORECASE)  # "on top"
# "The same with a cat" is a cat, not a dog with a cat.
_REPLACES = re.compile(r"\binstead\b|^\W*(?:(?:now|and|do|then)\W+)*(?:the )?same\b", re.IGNORECASE)
_LESS = re.compile(r"\b(?:less|not (?:so|that|as))\s+(?!long\b|loud\b|fast\b)\w+", re.IGNORECASE)
