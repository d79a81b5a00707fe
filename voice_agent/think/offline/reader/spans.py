"""Words with a role, put right where the model cut them off or gave them another role.

A trained reader errs by a word here and there. What the request plainly shows (quotation marks,
a unit of time, an unbroken line of notes) is worth more than its labels.
"""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.file_names import FILE_NAME
from voice_agent.think.offline.phrases import moods, scores
from voice_agent.think.offline.phrases.lengths import length
from voice_agent.think.offline.reader import describing, encoding, endings
from voice_agent.think.offline.reading import Clause, Span
from voice_agent.units import ToolSignature


def repaired(clause: Clause, signature: ToolSignature) -> Clause:
    """The clause with each span as its words show it to be."""
    names = signature.parameters.get("properties", {})
    if "reference" in names:
        clause = _voice(clause)
    if "text" in names:
        clause = _quotation(_without_likeness(clause))
    if "azimuth" in names:
        clause = _directions(clause)
    if names.keys() & {"duration", "seconds"}:
        clause = length(clause)
    kept = clause.spans
    if "description" in names:
        kept = describing.of_last_order(clause)
        kept = tuple(describing.rounded(span, clause.text) for span in kept)
        kept = tuple(endings.described(span, clause) for span in kept)
    if clause.task in ("detect_target_sound", "extract_sound"):
        kept = tuple(_sound_alone(span) for span in kept)
    if clause.task == "detect_target_sound":
        kept = tuple(_without_beginning(_with_verb(span, clause.text)) for span in kept)
    if "notes" in names:
        kept = tuple(dict.fromkeys(_whole_line(span, clause.text) for span in kept))
    if "text" in names:
        kept = tuple(_from_the_verb(span, clause.text) for span in _after_colon(kept, clause.text))
    if clause.task == "sing":
        kept = tuple(_without_audience(_not_hanging(span, clause), clause.text) for span in kept)
    if "text" in signature.required:
        kept = tuple(to_the_end(span, clause) for span in kept)
        kept = tuple(_without_announcement(span, clause.text) for span in kept)
    if clause.task == "sing":
        kept = tuple(scores.for_whom(span, clause.text) for span in kept)
    clause = replace(clause, spans=kept)
    if clause.task == "sing":
        return scores.scored(clause)
    return describing.music(clause) if clause.task == "compose_music" else clause


# --- texts ------------------------------------------------------------------------------


def quotation(text: str) -> str:
    """The words in quotation marks, "" when there are none or they name a file."""
    found = [text[start:end] for start, end in encoding.quoted(text)]
    return next((words for words in found if not FILE_NAME.search(words)), "")


def _quotation(clause: Clause) -> Clause:
    """A text in quotation marks is all of the text, whatever its words look like."""
    words = quotation(clause.text)
    if not words or (clause.get("text") or "") == words:
        return clause
    inside = [span for span in clause.spans if span.role != "text" and span.text in words]
    named = [span for span in inside if span.role in ("notes", "durations", "voice", "file")]
    if named and clause.get("text"):
        return clause
    kept = tuple(s for s in clause.spans if s.role != "text" and s not in inside)
    return replace(clause, spans=(*kept, Span("text", words)))


def _without_likeness(clause: Clause) -> Clause:
    """A text without the one like whom it shall be read: "like a scary witch, who dares"."""
    text = clause.get("text") or ""
    like = _LIKE_SOMEBODY.match(text)
    told = like and re.search(rf"\b(?:like|as) {re.escape(like[1])}", clause.text, re.IGNORECASE)
    if like is None or not told:
        return clause
    rest = text[like.end() :]
    spans = (replace(s, text=rest) if s.role == "text" else s for s in clause.spans)
    return replace(clause, spans=tuple(spans))


_LIKE_SOMEBODY = re.compile(r"(an? (?:[\w-]+ ){0,2}[\w-]+)[,:] +(?=\w)", re.IGNORECASE)


def _voice(clause: Clause) -> Clause:
    """Whose style is meant is no text: "say hello in the voice of my uncle"."""
    text = clause.get("text") or ""
    style = _IN_VOICE.search(text)
    if style and not quotation(clause.text):
        shorter = Span("text", text[: style.start()])
        clause = replace(
            clause, spans=tuple(shorter if s.role == "text" else s for s in clause.spans)
        )
    if clause.get("voice"):
        return clause
    spans = tuple(
        replace(span, role="voice")
        if span.role == "text" and _OF_VOICE.search(clause.text.partition(span.text)[0])
        else span
        for span in clause.spans
    )
    return replace(clause, spans=spans)


_IN_VOICE = re.compile(
    r"\s+(?:in|with|using) (?:this|that|his|her|my|their|the same|the speaker's) (?:own )?"
    r"(?:voice|style|tone|accent)\W*$",
    re.IGNORECASE,
)
_OF_VOICE = re.compile(r"\b(?:voice|style|tone|manner|accent|way) of\s*$", re.IGNORECASE)


def _without_announcement(span: Span, text: str) -> Span:
    """A text without what announces it: "the following: ..."."""
    if span.role != "text" or quotation(text):
        return span
    return Span(span.role, _FOLLOWING.sub("", span.text))


_FOLLOWING = re.compile(
    r"^(?:the following|this|these)(?: (?:words?|sentence|text|message|line))?(?:\s*:\s*|"
    r"(?<=following)\s+|(?<=sentence)\s+|(?<=text)\s+|(?<=message)\s+|(?<=words)\s+)(?=\S)",
    re.IGNORECASE,
)


def _after_colon(spans: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    """Of several texts the one after a colon: "the canon won't stay in my head. Could you sing
    these words: dona nobis pacem"."""
    texts = [span for span in spans if span.role == "text"]
    if len(texts) < 2 or not text.partition(texts[-1].text)[0].rstrip(" \"'“‘").endswith(":"):
        return spans
    return tuple(span for span in spans if span not in texts[:-1])


def _from_the_verb(span: Span, text: str) -> Span:
    """A text with the small word that it begins with: "sing down by the river"."""
    if span.role != "text":
        return span
    first = _VERB_AND.search(text.partition(span.text)[0])
    return Span("text", f"{first[1]} {span.text}") if first else span


_VERB_AND = re.compile(
    r"\b(?:sing|say|speak) (down|up|over|under|on|in|at|by|through|along|away|round|oh)\s$", re.I
)


def to_the_end(span: Span, clause: Clause) -> Span:
    """A text with its last words: what follows a text that is not quoted belongs to it, unless
    it is a courtesy or plays a role of its own."""
    if span.role != "text":
        return span
    before, _, rest = clause.text.partition(span.text)
    for other in clause.spans:
        if other is not span:
            rest = rest.partition(other.text)[0]
    if before.rstrip()[-1:] == ":":
        torn = _TORN.match(rest)
        return (
            _sentence(Span("text", span.text + torn[0]), rest[torn.end() :])
            if torn
            else (_sentence(span, rest))
        )
    loose = rest.strip(" .,!?")
    if rest[:1] != " " or not loose or len(loose.split()) > _FEW:
        return span
    if _IN_VOICE.fullmatch(f" {loose}") or moods.is_manner(loose):
        return span
    if before.rstrip()[-1:] in _QUOTES or COURTESY.fullmatch(loose) or _HANGING.search(loose):
        return span
    return Span("text", f"{span.text} {loose}")


def _sentence(span: Span, rest: str) -> Span:
    """A text after a colon with the rest of its sentence."""
    loose = re.split(r"[.!?]", rest, maxsplit=1)[0].strip(" ,")
    if rest[:1] != " " or not loose or COURTESY.fullmatch(loose) or _MANNER.search(loose):
        return span
    return Span("text", f"{span.text} {loose}")


# The rest of the last word: "/index.html", ")", ">".
_TORN = re.compile(r"(?=\S*[\w)\]>])[^\s\"”»]*[^\s\"”».,;:!?]")
_MANNER = re.compile(
    r"[,:;]|\b(?:notes|durations?)\b"
    r"|\b(?:in|with|at|using|like)\b.*\b(?:voice|style|tone|pitch|speed|notes?)\b",
    re.IGNORECASE,
)
_FEW = 3  # words
_QUOTES = tuple("\"'“‘«„")
_HANGING = re.compile(r"\b(?:in|at|with|an?|the|by)$", re.IGNORECASE)
COURTESY = re.compile(
    r"(?:please|for (?:me|us)|to (?:me|us)|thanks|thank you|now|right now|okay|ok|will you"
    r"|would you|could you|can you"
    r"|if you can|aloud|out loud|loud|again|too|as well|and(?: go| do it| say it| make it)?|then"
    r"|asap|\W)+",
    re.IGNORECASE,
)


def _not_hanging(span: Span, clause: Clause) -> Span:
    """A song's words do not end in "to" or "the" when more words follow."""
    if span.role != "text" or not _HANGING_WORDS.search(span.text):
        return span
    rest = clause.text.partition(span.text)[2]
    for other in clause.spans:
        if other is not span:
            rest = rest.partition(other.text)[0]
    loose = rest.strip(" .,!?")
    return Span("text", f"{span.text} {loose}") if loose and rest[:1] == " " else span


_HANGING_WORDS = re.compile(r"\b(?:to|of|the|an?|my|your|with|for|in|on)$", re.IGNORECASE)


def _without_audience(span: Span, text: str) -> Span:
    """A song without those it is sung for: "jingle bells for the kids"."""
    if span.role != "text" or quotation(text) or "birthday" in span.text.lower():
        return span
    return Span("text", _AUDIENCE.sub("", span.text))


_AUDIENCE = re.compile(
    r"(?<=\w\s)(?:for|to) (?:me|us|him|her|everybody|everyone|all of us|the (?:kids|children|baby"
    r"|class|family|guests|audience)|my (?!bonnie|heart|love|dear)\w+)\W*$",
    re.IGNORECASE,
)


# --- directions -------------------------------------------------------------------------


def _directions(clause: Clause) -> Clause:
    """Angles by their names ("azimuth 45, elevation -10"), whatever the model makes of them."""
    told = {role: found[0] for role, how in _ANGLES.items() if (found := how.search(clause.text))}
    kept = (
        span
        for span in clause.spans
        if span.role not in told and not (span.role in _ANGLES and span.text in told.values())
    )
    return replace(clause, spans=(*kept, *(Span(role, text) for role, text in told.items())))


_ANGLES = {
    role: re.compile(rf"\b{role}(?: of| is| at|:| =|=)? ?(?:minus |[-+−])?\d+(?:\.\d+)?", re.I)
    for role in ("azimuth", "elevation")
}


# --- sounds that are sought ----------------------------------------------------------


def _sound_alone(span: Span) -> Span:
    """A sound without what is said after it: "the bees, without wind. It's oak_swarm"."""
    if span.role != "description":
        return span
    return Span(span.role, _FURTHER.split(span.text)[0] or span.text)


_FURTHER = re.compile(r"(?<=\w)(?:[.!?;]\s+|,? (?:without|but (?:not|no))\b)", re.IGNORECASE)


def _without_beginning(span: Span) -> Span:
    """A sound without the verb that asks for its time: "the siren start"."""
    if span.role != "description":
        return span
    return Span(span.role, _BEGINNING.sub("", span.text))


def _with_verb(span: Span, text: str) -> Span:
    """A sound with the verb that it is cut off from: "did my cat meow"."""
    verb = _DOES.search(text.partition(span.text)[2]) if span.role == "description" else None
    asked = re.search(rf"\b(?:does|do|did)\s+{re.escape(span.text)}", text, re.IGNORECASE)
    return Span(span.role, f"{span.text} {verb[1]}") if verb and asked else span


_DOES = re.compile(r"^\s+(?!(?:in|here|there|now|please|again|first|last|too)\b)([a-z]+)\W*$", re.I)
_BEGINNING = re.compile(
    r"(?<=\w)\s+(?:start|begin|set in|stop|end|occur|happen|appear|go(?:es)? off|kick in"
    r"|show up|turn up|come (?:in|on|up))s?\W*$",
    re.IGNORECASE,
)


# --- scores -----------------------------------------------------------------------------


def _whole_line(span: Span, text: str) -> Span:
    """Notes or durations with those that stand before and after them in an unbroken line."""
    if span.role not in _LINES:
        return span
    item = _LINES[span.role]
    line = re.compile(rf"(?<![\w.#]){item}(?:[\s|,;]+{item})*(?![\w#])")
    start = text.find(span.text)
    for found in line.finditer(text):
        if found.start() <= start < found.end() and len(found[0]) > len(span.text):
            return Span(span.role, found[0])
    return span


_LINES = {
    "notes": r"(?:(?:[A-G][#b♯♭]?|[a-g][#b♯♭]?(?=\d))\d?(?:/[A-G][#b]?\d?)?|rest)",
    "durations": r"\d*\.\d+",
}
