"""From the words of a clause to the arguments of a tool, as its signature wants them."""

from __future__ import annotations

import re
from typing import Any

from voice_agent.languages import code_of
from voice_agent.think.context import REFERENCE
from voice_agent.think.offline.phrases import languages, numbers, values
from voice_agent.think.offline.reading import Clause

_PRONOUN = re.compile(
    r"^(?:(?:all|back|out)\s+)?(?:again|it|that|this|them|these|those|so|"
    r"(?:the|that|this|its|your|my|their|both|each)\s+(?:\w+\s+)?"
    r"(?:transcripts?|transcriptions?|texts?|words|results?|translations?|answers?|captions?|"
    r"descriptions?|sentences?|contents?|output|summary|reply|message|version|lines?|phrases?|one|ones)"
    r"|what (?:the )?\w+ (?:says?|said|wrote)|same(?: thing)?)"
    r"(?:\s+(?:of|from|in|for)\b.*)?$",
    re.IGNORECASE,
)
_QUOTES = "\"'“”‘’«»„`"


def is_pronoun(words: str) -> bool:
    """Whether a text argument points to a text said before instead of being one."""
    return bool(_PRONOUN.match(words.strip(_QUOTES + " .,!?")))


def is_same_voice(words: str) -> bool:
    """Whether words only point to the voice that spoke last: "her", "that voice"."""
    return bool(_SAME_VOICE.fullmatch(words.strip()))


_SAME_VOICE = re.compile(
    r"it|her|him|them|(?:that|this|the same|his|her|their|the) (?:voice|style|way)", re.IGNORECASE
)


def is_from_text(words: str) -> bool:
    """Whether something shall be made after words that a step before gives: "generate a sound
    from that caption", "use those words as the brief"."""
    return bool(_FROM_TEXT.search(words))


_FROM_TEXT = re.compile(
    r"\b(?:from|of|by|with|to|into|after|using|use|take|turn|on|as|match\w*|fits?|suits?) "
    r"(?:the|that|this|those|these|your|its) (?:\w+ )?(?:words|text|description|caption|transcript"
    r"|transcription|summary|translation)\b|\bwhat (?:you see|it shows|is (?:in|on) (?:it|there))\b"
    r"|\bwhat (?:you|it) (?:said|says|wrote|found)\b",
    re.IGNORECASE,
)


def value_of(name: str, schema: dict[str, Any], clause: Clause) -> Any:
    """The value of one argument that is not a file, or None when the clause names none."""
    role = {"target_language": "language", "seconds": "duration", "speak": "aloud"}.get(name, name)
    words = clause.get(role)
    if words is None:
        return None
    if schema.get("type") == "boolean":
        return True
    if role in _PARSERS:
        return _PARSERS[role](words, schema, clause)
    value = _described(words) if role == "description" else clean(words)
    if REFERENCE.fullmatch(value):  # "$5" is money here and must not be read as a step
        return f"{value[1:]} dollars"
    return value


def clean(words: str) -> str:
    """A text without the quotes and blanks around it."""
    words = words.strip()
    if _quotes_inside(words):
        return words
    if len(words) > 1 and words[0] in _QUOTES and words[-1] in _QUOTES:
        words = words[1:-1].strip()
    return words.strip('"“”«»„ ')


def _quotes_inside(words: str) -> bool:
    """Whether a text holds whole quotations: "Yes" is the answer; she said "no"."""
    marks = [match.start() for match in _MARK.finditer(words)]
    if not marks or len(marks) % 2 or marks == [0, len(words) - 1]:
        return False
    return marks[0] > 0 or words[marks[1] - 1] != " "  # not "he said "no" twice"


_MARK = re.compile('["“”„«»]')


def _described(words: str) -> str:
    """A description without its article, so that "a dog" and "the dog" are the same."""
    words = _REMARK.sub("", _HANGING.sub("", clean(words).rstrip(".,!?;")))
    words = _NOT_TOO.sub("", _OWN_FILE.sub("", _NEXT.sub(", then ", words)))
    words = _RID.sub("", _WITHOUT.sub("", words))
    return re.sub(r"^(?:an?|the|some|of)\s+(?=\w)", "", words, flags=re.IGNORECASE)


_RID = re.compile(r"^rid of (?:the |that |this |those )?", re.IGNORECASE)
_WITHOUT = re.compile(r"\s+without (?:making|hurting|losing|touching|changing)\b.*$", re.I | re.S)
_OWN_FILE = re.compile(
    r",?\s+(?:but |and )?(?:as|in) (?:its|their|an?) (?:own |separate |single )?files?\b", re.I
)
_NOT_TOO = re.compile(r",?\s+(?:but )?not (?:too|so|that|very) \w+\b", re.IGNORECASE)
# What is told of people and not of the sound: "thunder, not too close, my cat hates it".
_REMARK = re.compile(
    r"(?<=\w),\s+(?:because\b|(?:i|we|he|she|they|it|you|my \w+|our \w+|the kids)"
    r"(?:['’](?:s|m|re|ll|d)\b|\s+(?:is|are|was|am|will|would|hates?|loves?|likes?|needs?|wants?|can|can['’]t|won['’]t"
    r"|have|has|don['’]t|doesn['’]t)\b)).*$",
    re.IGNORECASE | re.DOTALL,
)
_NEXT = re.compile(r"\. (?:and )?then ", re.IGNORECASE)
_HANGING = re.compile(r"(?<=\w)\s+(?:from|of|out of|within)$", re.IGNORECASE)


def _language(words: str, schema: dict[str, Any], clause: Clause) -> str | None:
    name = languages.find_language(words)
    if name and clause.task == "translate_speech" and languages.is_left(name, clause.text):
        return None
    wants_code = any(len(str(choice)) == 2 for choice in schema.get("enum", ()))
    return code_of(name) if name and wants_code else name


def _duration(words: str, schema: dict[str, Any], clause: Clause) -> float | None:
    return tidy(values.seconds(words))


def _point(words: str, schema: dict[str, Any], clause: Clause) -> float | None:
    end = clause.get("end") or ""
    value = values.seconds(words)
    if value is not None and not values.has_unit(words) and values.has_minutes(end):
        value *= 60
    return tidy(value)


_GOES = re.compile(r"^(?:go(?:es)?|mov(?:e|es|ing)|going|travel\w*|fly|flying|pan\w*|come|coming) ")


# A way names a place or an hour; "let it slam" tells none.
_WAY = re.compile(
    r"\d|left|right|front|ahead|behind|back|above|below|over|under|up|down|side|near|close|far|away"
    r"|past|toward|through|across|round|head|ear|zig|swing|sway|figure|spiral|random|walk|cross",
    re.IGNORECASE,
)


_EVERY = re.compile(r"\b(?:every|each) [\w.]+ (?:seconds?|minutes?)\b", re.IGNORECASE)


def _motion(words: str, schema: dict[str, Any], clause: Clause) -> str | None:
    choices = [str(choice) for choice in schema.get("enum", ())]
    lowered = words.lower()
    for choice in choices:
        if choice.lower() in lowered:
            return choice
    if not choices:
        if re.search(r"circ|around|round|orbit|rotat|spin", lowered):
            return (
                f"circle {every[0].lower()}" if (every := _EVERY.search(clause.text)) else "circle"
            )
        path = re.search(r"\bfrom\b.+\bto\b.+", lowered)
        found = path[0].strip(" .,!?") if path else _GOES.sub("", lowered)
        return found if _WAY.search(found) else None
    moving = [choice for choice in choices if choice not in ("none", "static", "still")]
    return moving[0] if moving else None


def _height(words: str, clause: Clause) -> float | None:
    """Semitones up or down, also where the way is told apart: "pitch it down 4 semitones"."""
    value = values.pitch(words)
    around = clause.text.replace(clause.get("text") or "\0", " ")
    down = re.search(r"\b(?:down|lower|deeper)\b", around, re.IGNORECASE)
    return -abs(value) if value is not None and down else value


def _notes(words: str, schema: dict[str, Any], clause: Clause) -> str:
    """Notes as the paper writes them ("C#4/Db4 | F4"); spoken ones are put into that form."""
    if re.search(r"[a-g][#b♯♭]?\d", words, re.IGNORECASE):
        return words.strip(_QUOTES + " .,;|")
    spoken = re.sub(r"\bsharp\b", "#", words.lower())
    spoken = re.sub(r"\bflat\b", "b", spoken)
    found = re.findall(r"\b([a-g])\s*(#|b)?\s*(\d|one|two|three|four|five|six)\b", spoken)
    if not found:
        return words.strip()
    return " | ".join(f"{n.upper()}{s}{int(numbers.number(o) or 4)}" for n, s, o in found)


def _durations(words: str, schema: dict[str, Any], clause: Clause) -> str:
    return words.strip(_QUOTES + " .,;|")


def tidy(value: float | None) -> float | int | None:
    """Whole numbers as integers, so that 10 stays 10."""
    if value is None or not abs(value) < 1e9:
        return None
    return int(value) if float(value).is_integer() else round(value, 3)


_PARSERS: dict[str, Any] = {
    "language": _language,
    "duration": _duration,
    "start": _point,
    "end": lambda words, schema, clause: tidy(values.seconds(words)),
    "azimuth": lambda words, schema, clause: tidy(values.azimuth(words)),
    "elevation": lambda words, schema, clause: tidy(values.elevation(words)),
    "speed": lambda words, schema, clause: tidy(values.speed(words)),
    "pitch": lambda words, schema, clause: tidy(_height(words, clause)),
    "energy": lambda words, schema, clause: tidy(values.energy(words)),
    "motion": _motion,
    "notes": _notes,
    "durations": _durations,
    "attenuation_limit": lambda words, schema, clause: tidy(numbers.number(words)),
    "transpose": lambda words, schema, clause: int(words),
}
