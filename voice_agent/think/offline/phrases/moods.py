"""How a voice sounds in a mood: "say good night as if you were tired" is slow, low and soft.

The voice has three ways to change: speaking rate (a factor), pitch (semitones), energy (dB). Which
way sadness, joy, anger and fear change them follows acted speech (Scherer 2003, "Vocal
communication of emotion: a review of research paradigms"); other moods and how far they go are
choices of ours, small enough to stay natural.
"""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.offline.phrases import values
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reading import Clause, Span

# Speaking rate, pitch, energy.
_MOODS = {
    "sad|unhappy|gloomy|melancholic|heartbroken|miserable|sorrowful": (0.85, -2, -3),
    "tired|sleepy|weary|exhausted|drowsy|bored": (0.8, -2, -4),
    "relaxed|soothing|serene|peaceful|tender|loving": (0.9, -1, -3),
    "friendly|gentle|kinder|kindly|warmer": (0.95, 1, -1),
    "serious|solemn|stern|grave": (0.9, -2, 1),
    "gruff|growly|gravelly": (0.9, -4, 1),
    "mysterious|spooky|creepy|eerie|sinister": (0.8, -3, -3),
    "happy|cheerful|joyful|merry|glad|jolly|sunny|bright": (1.08, 2, 2),
    "excited|thrilled|enthusiastic|ecstatic|overjoyed": (1.15, 3, 4),
    "angry|furious|annoyed|cross|mad|grumpy|irritated": (1.1, 1, 5),
    "nervous|anxious|worried|afraid|scared|frightened|terrified|panicked": (1.2, 3, 0),
    "proud|triumphant|confident": (0.95, 1, 4),
}
_ROLES = ("speed", "pitch", "energy")
_WORDS = "|".join(_MOODS)
_VERY = r"(?:(?:very|really|so|rather|quite|a bit|a little) )?"
# Said with these it is about the voice, wherever it stands.
_EXPLICIT = (
    r"(?:like|as if|as though) (?:you(?:['’]re| are| were)|some(?:body|one)(?: who is)?) "
    rf"{_VERY}(?P<like>{_WORDS})"
    rf"|(?:in|with) (?:an?|your) {_VERY}(?P<voice>{_WORDS})(?: \w+)? (?:voice|tone|manner|way)"
)
_ANYWHERE = re.compile(rf"\b(?:{_EXPLICIT})\b", re.IGNORECASE)
_AT_THE_END = re.compile(rf"[\s,]+(?:{_EXPLICIT})\W*$", re.IGNORECASE)
_ADVERB = re.compile(rf"\b{_VERY}(?P<so>{_WORDS})ly\b", re.IGNORECASE)
_STEMS = re.compile(r"i(?=ly\b)")  # "happily"


_FORMS = {
    form: word
    for word in _WORDS.split("|")
    for form in (word, re.sub("y$", "i", word) + "er", re.sub("y$", "i", word) + "ly",
                 f"{word}{word[-1]}er")
}  # fmt: skip
_SHIFT = re.compile(
    r"(?:^\W*|\b(?:(?P<less>less|not (?:so|as|that|quite so)|too)|more|much|even|bit|a little"
    r"|a touch|a tad|so|now|very|really|sound|be|it|that|this|them|and|but|as if you were|with an?"
    r"|in an?|(?:make|try) (?:it|that) an?)\W+"
    r"(?:(?:deep|low|high|soft|loud|quiet|slow|fast)\W+)?)"
    rf"(?P<mood>{'|'.join(sorted(_FORMS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_PLAIN = (1.0, 0, 0)
_LONGEST = 300  # characters of a change that are read


# "She sounds a bit cross" is no wish for it.
_SOUNDS = re.compile(
    r"\b(?:sound(?:s|ed)|seems?|seemed|feels?|felt|comes? across(?: as)?)"
    r"(?: (?:a|bit|little|touch|tad|so|very|really|too|rather|quite|kind|of))*\W*$",
    re.IGNORECASE,
)


def shifted(text: str) -> tuple[Span, ...]:
    """How a voice shall change that has spoken: "a bit more cheerfully", "less excited"; what it
    is wanted to be counts before what it sounds like."""
    text = text[:_LONGEST]
    every = list(_SHIFT.finditer(text))
    wanted = [m for m in every if not m["less"] and not _SOUNDS.search(text[: m.start("mood")])]
    if not every:
        return ()
    mood = _FORMS[(wanted or every)[0]["mood"].lower()]
    figures = next(figures for moods, figures in _MOODS.items() if mood in moods.split("|"))
    told = figures if wanted else _PLAIN
    return tuple(Span(role, f"{figure:g}") for role, figure in zip(_ROLES, told, strict=True))


def voiced(clause: Clause) -> Clause:
    """The clause with the mood of its voice in figures, and a text without it; where words tell
    how fast, high or loud the voice shall be, these hold."""
    if clause.task not in ("synthesize_speech", "redo"):
        return clause
    spans = tuple(part for span in clause.spans for part in _each(span))
    if not encoding.quoted(clause.text):
        spans = tuple(
            replace(span, text=_without(span.text, clause.text)) if span.role == "text" else span
            for span in spans
        )
    told = _figures(_around(replace(clause, spans=spans)), explicit=clause.task == "redo")
    if told is None or any(_value(span) is not None for span in spans):
        return replace(clause, spans=spans)
    kept = (span for span in spans if span.role not in _ROLES)
    figures = (Span(role, f"{figure:g}") for role, figure in zip(_ROLES, told, strict=True))
    return replace(clause, spans=(*kept, *figures))


def _each(span: Span) -> tuple[Span, ...]:
    """Each of two ways of a voice that are said in one breath: "deep and slow"."""
    parts = _AND.split(span.text) if span.role in _ROLES else []
    roles = [next((r for r in _ROLES if _value(Span(r, part)) is not None), "") for part in parts]
    if len(parts) < 2 or "" in roles or len(set(roles)) < len(roles):
        return (span,)
    return tuple(Span(role, part) for role, part in zip(roles, parts, strict=True))


_AND = re.compile(r"\s*(?:,|\band\b)\s*", re.IGNORECASE)


def _without(said: str, text: str) -> str:
    """What shall be spoken, without the mood that ``text`` tells after it."""
    tail = said + text.partition(said)[2]
    mood = _AT_THE_END.search(tail)
    return said[: mood.start()] if mood and mood.start() else said


def is_manner(words: str) -> bool:
    """Whether words tell nothing but the mood of a voice."""
    return bool(_ANYWHERE.fullmatch(words.strip(" .,!")))


def _figures(words: str, *, explicit: bool) -> tuple[float, float, float] | None:
    match = _ANYWHERE.search(words)
    if match is None and not explicit:
        match = _ADVERB.search(_STEMS.sub("y", words))
    if match is None:
        return None
    said = next(word for word in match.groupdict().values() if word).lower()
    return next(figures for moods, figures in _MOODS.items() if said in moods.split("|"))


def is_read(span: Span) -> bool:
    """Whether a span is no manner of a voice, or one that can be understood."""
    return span.role not in _ROLES or _value(span) is not None


def _value(span: Span) -> float | None:
    reads = {"speed": values.speed, "pitch": values.pitch, "energy": values.energy}
    return reads[span.role](span.text) if span.role in reads else None


def _around(clause: Clause) -> str:
    """The words of a clause that are not to be spoken."""
    words = clause.text
    for start, end in reversed(encoding.quoted(words)):
        words = f"{words[:start]} {words[end:]}"
    text = clause.get("text")
    return words.replace(text, " ") if text else words
