"""Clauses that are one wish: what only goes on with the wish before it is joined to that.

joined(Clause("sing", "sing row your boat", ...), Clause("sing", ", gently down the stream"))
    -> one clause with both in its text
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from voice_agent.think.offline.phrases import completing, options
from voice_agent.think.offline.phrases.arguments import is_pronoun, is_same_voice
from voice_agent.think.offline.reader import going_on
from voice_agent.think.offline.reader.answering import is_order
from voice_agent.think.offline.reader.asides import REASON
from voice_agent.think.offline.reader.encoding import roles_of
from voice_agent.think.offline.reading import ROLES, TOOLS, Clause

_SURE = 0.8
_UNCLEAR = 0.5


def joined(before: Clause, clause: Clause) -> Clause | None:
    """Both clauses as one wish; None when the second is a wish of its own."""
    return next((whole for join in _JOINS if (whole := join(before, clause))), None)


# --- what tells more about the wish before ----------------------------------------------


def _told_more(before: Clause, clause: Clause) -> Clause | None:
    """What only describes what cannot be had: "write a script that plays a sound"."""
    if before.task not in ("unsupported", "chat"):
        return None
    return before if _WHICH.match(clause.text) or _WHICH_ENDS.search(before.text) else None


_WHICH = re.compile(r"\W*(?:that|which|who|whose)\b(?! one)", re.IGNORECASE)
_WHICH_ENDS = re.compile(r"\b(?:that|which|who)\W*$", re.IGNORECASE)


def _in_language(before: Clause, clause: Clause) -> Clause | None:
    """In which language words are wanted: "what does it say", "in French"."""
    both = before.task == "transcribe_speech" and clause.task == "translate_speech"
    if not both or before.get("language") or not _INTO.fullmatch(clause.text):
        return None
    return replace(clause, text=f"{before.text} {clause.text}", spans=before.spans + clause.spans)


_INTO = re.compile(
    r"\W*(?:in|into) (?:plain |simple )?[^\W\d_]+(?:,? (?:please|for me|now|then|just|roughly"
    r"|more or less|if you can))*\W*",
    re.IGNORECASE,
)


def _limited(before: Clause, clause: Clause) -> Clause | None:
    """How much noise shall go: "but only by ten decibels"."""
    limits = before.task == "enhance_speech" and options.is_limit(clause)
    return _both_texts(before, clause) if limits else None


def _manner(before: Clause, clause: Clause) -> Clause | None:
    """How a voice shall sound: "and pitch it down 4 semitones"."""
    if before.task != "synthesize_speech" or clause.task not in ("unsupported", "redo"):
        return None
    return _both_texts(before, clause) if completing.prosody_of(clause.text) else None


def _both_texts(before: Clause, clause: Clause) -> Clause:
    return replace(before, text=f"{before.text} {clause.text}")


def _said_better(before: Clause, clause: Clause) -> Clause | None:
    """A clause that only leads to the same wish: "who says what doesn't matter, only give me
    the words of grandpa.flac"."""
    prelude = not before.spans and len(before.text.split()) > 2 and not _MANY.search(before.text)
    if not prelude or clause.task != before.task or clause.task not in TOOLS:
        return None
    early = before.first or clause.first
    return replace(clause, text=f"{before.text} {clause.text}", first=early)


_MANY = re.compile(r"\b(?:both|each|every|all|two|everything)\b", re.IGNORECASE)


def _little_more(before: Clause, clause: Clause) -> Clause | None:
    """What only says how the wish is met: nothing new, "and read it to me", or what the one
    before left open ("transcribe it, it is in Dutch"); also unclear words that may be about it
    ("make up something that fits")."""
    same = clause.task == before.task and clause.task in TOOLS
    unclear = clause.confidence < _UNCLEAR and before.task in TOOLS
    same = same or (unclear and before.task in (task for task, _ in clause.alternatives))
    open_ = _HOW - {span.role for span in before.spans}
    little = all(span.role in open_ or span.role == "aloud" for span in clause.spans)
    if not same or not little or clause.first:
        return None
    return replace(_both_texts(before, clause), spans=before.spans + clause.spans)


def _other_half(before: Clause, clause: Clause) -> Clause | None:
    """What the one clause lacks and the other names: "keep that face", "but let it speak the
    guest's track"."""
    halves = _HALVES.get(clause.task) if clause.task == before.task else None
    clause = _without_pointing(clause) if before.get("voice") else clause
    told = [{span.role for span in half.spans} & (halves or set()) for half in (before, clause)]
    if halves is None or clause.first or sorted(map(len, told)) != [1, 1] or told[0] == told[1]:
        return None
    return replace(_both_texts(before, clause), spans=before.spans + clause.spans)


def _without_pointing(clause: Clause) -> Clause:
    """The clause without a voice that only points back: "let that voice read ..."."""
    spans = (s for s in clause.spans if s.role != "voice" or not is_same_voice(s.text))
    return replace(clause, spans=tuple(spans))


_HALVES = {
    "transfer_style": {"voice", "text"},
    "synthesize_talking_head": {"portrait", "file"},
}


def _examples(before: Clause, clause: Clause) -> Clause | None:
    """What may be among the sounds that are asked for: ": doors, coughs, whatever occurs"."""
    listed = before.task == "detect_sounds" and clause.task == "detect_target_sound"
    return before if listed and clause.confidence < _SURE and not is_order(clause.text) else None


def _length_told(before: Clause, clause: Clause) -> Clause | None:
    """How long it shall last, in a sentence of its own: "Twelve seconds will do." """
    roles = {span.role for span in clause.spans}
    takes = "duration" in roles_of(before.task) and not before.get("duration")
    if not takes or roles != {"duration"} or is_order(clause.text) or clause.first:
        return None
    return replace(_both_texts(before, clause), spans=before.spans + clause.spans)


def _length_first(before: Clause, clause: Clause) -> Clause | None:
    """How long it shall last, told before the wish: "callers wait about a minute; write calm
    music of that length"."""
    roles = {span.role for span in before.spans}
    both = clause.task == before.task and not clause.get("duration")
    if not both or roles != {"duration"} or is_order(before.text) or not clause.get("description"):
        return None
    whole = replace(_both_texts(before, clause), spans=before.spans + clause.spans)
    return replace(whole, first=before.first or clause.first)


def _sound_named(before: Clause, clause: Clause) -> Clause | None:
    """Where a sound is that is asked for after that: "there was a siren during the call. At which
    seconds do you hear it?" """
    both = before.task == clause.task and clause.task in ("detect_target_sound", "extract_sound")
    named = not before.get("description") and clause.get("description")
    if not both or not named or is_order(before.text):
        return None
    files = before.spans if clause.get("file") is None else ()
    return replace(clause, spans=(*files, *clause.spans), first=before.first or clause.first)


def _reason_read(before: Clause, clause: Clause) -> Clause | None:
    """A reason that was taken for the text: "read me that translation", "I can't see it"."""
    both = before.task == clause.task == "synthesize_speech" and not before.get("text")
    pointed = both and _POINTED.search(before.text)
    return before if pointed and REASON.match(clause.text) else None


_POINTED = re.compile(
    r"\b(?:the|that|this) (?:\w+ )?(?:translation|transcript|text|caption|description|summary"
    r"|answer|result)\b",
    re.IGNORECASE,
)


def _again(before: Clause, clause: Clause) -> Clause | None:
    """The same change once more: "it's in Polish", "try again with that"."""
    both = before.task == clause.task == "redo" and before.spans
    return before if both and all(is_pronoun(span.text) for span in clause.spans) else None


def _read_out(before: Clause, clause: Clause) -> Clause | None:
    """A changed translation that is spoken too: "put it in French", "then read it out"."""
    aloud = clause.task == "translate_speech" and {span.role for span in clause.spans} == {"aloud"}
    if not aloud or before.task != "redo" or not before.get("language"):
        return None
    return replace(_both_texts(before, clause), spans=before.spans + clause.spans)


def _without_it(before: Clause, clause: Clause) -> Clause | None:
    """Which file is meant: "the one", "without the hissing"."""
    file = before.get("file")
    if not file or not _WITHOUT.match(clause.text) or not before.text.rstrip().endswith(file):
        return None
    more = f" {clause.text.strip()}"
    spans = (replace(s, text=s.text + more) if s.role == "file" else s for s in before.spans)
    return replace(before, text=before.text + more, spans=tuple(spans))


_WITHOUT = re.compile(r"\W*without\b", re.IGNORECASE)


def _placed(before: Clause, clause: Clause) -> Clause | None:
    """Where a sound shall be heard, told before the order with its figures: "I want the villain
    just off the shoulder; spatialise it with azimuth 120"."""
    both = before.task == clause.task == "binauralize" and not before.get("file")
    places = {span.role for span in clause.spans} & {"azimuth", "elevation", "motion"}
    if not both or not places or not clause.get("file") or is_order(before.text):
        return None
    return replace(clause, first=before.first or clause.first)


def _listed(before: Clause, clause: Clause) -> Clause | None:
    """Several files that are then only named: "captions for both pictures", "barn and hill"."""
    named = clause.get("file")
    if not named or before.task not in TOOLS or not _MANY.search(before.get("file") or ""):
        return None
    if re.search(r"\w", clause.text.replace(named, " ")):
        return None
    kept = (span for span in before.spans if span.role != "file")
    spans = (*kept, *(span for span in clause.spans if span.role == "file"))
    return replace(_both_texts(before, clause), spans=spans)


def _each_named(before: Clause, clause: Clause) -> Clause | None:
    """Several files that are then named one by one: "play both", "the horn first"."""
    both = before.task == clause.task == "play_audio" and _MANY.search(before.text)
    named = clause.get("file") and not clause.first
    return clause if both and named and not before.spans else None


def _not_that(before: Clause, clause: Clause) -> Clause | None:
    """What is not meant: "play the original", ", not the cleaned one"."""
    return before if before.task in TOOLS and _NOT.match(clause.text) else None


_NOT = re.compile(
    r"\W*(?:(?:and|but)\W+)?(?:not|rather than|instead of) (?:the|that|this|my|it|its)\b", re.I
)


_HOW = frozenset(ROLES) - {"file", "voice", "portrait", "text", "description"}

_JOINS: tuple[Callable[[Clause, Clause], Clause | None], ...] = (
    going_on.text_goes_on,
    going_on.scene_goes_on,
    going_on.list_goes_on,
    _told_more,
    _in_language,
    _limited,
    _manner,
    _other_half,
    _examples,
    _length_told,
    _length_first,
    _sound_named,
    _placed,
    _listed,
    _reason_read,
    _again,
    _read_out,
    _without_it,
    _each_named,
    _not_that,
    _said_better,
    _little_more,
)
