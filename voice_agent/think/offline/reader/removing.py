"""Sounds that shall go, and the one that shall stay: noise is cleaned away, other sounds are taken
out.

removed(Clause("stop", "remove the flute"))  -> a clause of extract_sound with "flute"
"""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.file_names import FILE_NAME
from voice_agent.think.offline.reader.leading import POLITE
from voice_agent.think.offline.reading import TOOLS, Clause, Span

# Noise is taken out by cleaning; another sound that is taken out is wanted.
_NOISE = re.compile(
    r"nois|hiss|hum\b|humming|buzz|static|crackl|rumbl|backgr|echo|reverb|interferen|distort|whin"
    r"|drone|click|pop|wind\b|traffic|crap|junk|rustl|grain|racket|\b(?:it|that|this|them|him|her)\b|stuff"
    r"|\bfan\b|air.?con|fridge|engine|motor(?!bike|cycle)|mains|\brain\b|crowd|chatter|babble|keyboard|typing"
    r"|street|room|\btape|\bmic|breath|cough|clatter|rattle|roar",
    re.IGNORECASE,
)
_AWAY = r"(?:out|away|off)"
_VERB = r"(?:take|pull|get|lift|cut|pick|fish|fetch|carve|strip|extract|isolate)"
_SOUND = rf"(?!(?:{_AWAY}|rid|me|us)\b)(?:(?:the|an?|that|this|my|those) )?"
_OUT = re.compile(
    POLITE + rf"{_VERB} (?:{_AWAY} )?{_SOUND}((?:(?! {_AWAY}\b| from\b).)+?) (?:{_AWAY}|from)\b"
    rf"|{POLITE}{_VERB} out (?:the |an? )?(.+?)(?: (?:of|from)\b|$)",
    re.IGNORECASE,
)
_RIDS = r"remove|delete|erase|eliminate|get rid of|lose|kill|strip"
_REMOVES = rf"(?:{_RIDS}|(?:take|cut|edit|filter|scrub|strip) {_AWAY})"
# What says that a sound shall be gone, not that it is wanted by itself.
_RID = re.compile(
    rf"\b(?:{_RIDS})\b|\b(?:take|get|cut|filter)(?: [\w'-]+){{0,4}}? (?:away|off)\b", re.IGNORECASE
)
_THEM = r"(?:it|him|her|them|that)"
# "There's a dog barking in this. Take it out."
_TAKE_IT = re.compile(
    r"[\s,.;:!?]+(?:(?:and|so|but|please|now|just|can|could|would|you|i want you to)\W+)*"
    rf"(?:(?:take|get|cut|edit|filter|pull|strip) {_THEM} {_AWAY}|{_REMOVES} {_THEM})\b",
    re.IGNORECASE,
)
_STOP = (
    r"(?= (?:in|on|all|through\w*|over|at|behind|under\w*|around|by|near|somewhere|everywhere|while"
    r"|when|during|right|that|which|going|again|here|there)\b|[.,;:!?]|$)"
)
_TOLD = re.compile(
    r"\b(?:there(?:['’]?s| is| are| was| were)|i (?:can )?hear|(?:it|this|that) (?:has|has got|got)"
    r"|spoi(?:led|lt) by|full of)"
    rf" (?:an? |some |the |this |that )?(?P<there>[a-z' -]+?){_STOP}"
    r"|^\W*(?:an?|the|some|that|this|my|our) (?P<it>(?:[a-z'’-]+ ){0,2}?[a-z'’-]+) (?:is|are|was"
    r"|were|keeps?|kept|goes|went|comes?|came|starts?|started|can be heard)\b",
    re.IGNORECASE,
)

# Short wishes to take something away that look like a wish for silence.
_MISTAKEN = {"stop", "quieter", "undo", "mute", "unsupported", "chat"}
_REMOVE = re.compile(
    POLITE + r"(?:remove|reduce|delete|suppress|eliminate|filter(?: out)?|take (?:away|out)|less|no"
    r"|get rid of|kill|lose|cut(?: out)?) (?:(?:the|all the|all|that|this|any|some) )?([a-z' -]+?)"
    r"(?: (?:please|now|for me|(?:from|in|out of) (?:it|this|that)))*\W*$",
    re.IGNORECASE,
)
_TAKE_OUT = re.compile(
    r"\b(?:take|get|filter|cut) ((?:the|that|this|all) [a-z' -]+?) (?:out|away)\b"
)
_NO_SOUND = re.compile(
    r"\b(?:file|recording|clip|silence|pause|you|your|volume|picture|step|change|track|it|them|that"
    r"|this|last|voice|more|talk\w*|one|thing|first|second|part|limit|words?|gap|hole|bit|mistake"
    r"|problem|some(?:one|body|thing))s?\b",
    re.IGNORECASE,
)


def taken_out(clause: Clause) -> Clause | None:
    """A sound that is no noise is not cleaned away: it is wanted."""
    unnamed = clause.task == "extract_sound" and not clause.get("description")
    sound = _taken(clause.text) if unnamed or clause.task == "enhance_speech" else ""
    if not sound or _NOISE.search(sound) or (unnamed and _NO_SOUND.search(sound)):
        return None
    file = tuple(span for span in clause.spans if span.role == "file")
    spans = (*file, Span("description", sound))
    return replace(clause, task="extract_sound", confidence=1.0, spans=spans)


def _taken(text: str) -> str:
    """The sound that ``text`` takes away; "" where it names none."""
    if out := _OUT.match(text):
        return str(out[1] or out[2])
    if gone := _REMOVE_FROM.match(text):
        return str(gone[1])
    if gone := _REMOVED.match(text):
        return "" if _NO_SOUND.search(gone[1]) else str(gone[1])
    taken = _TAKE_IT.search(text)
    told = _TOLD.search(text[: taken.start()]) if taken else None
    sound = (told["there"] or told["it"]) if told else ""
    unheard = _NO_SOUND.search(sound) or len(sound.split()) > _MOST_WORDS
    return "" if unheard or sound.endswith(" his") else sound  # "a terrible his"


_MOST_WORDS = 4  # of a sound that was told before it is taken out


def is_rid_of(words: str) -> bool:
    """Whether words take a sound out to be without it: "remove the siren", not "extract it"."""
    return bool(_RID.search(words)) and not _ALL_BUT.match(words)


def named_as_gone(clause: Clause) -> Clause | None:
    """A sound that is only named as the one that shall be gone: "give me that without the dog"."""
    named = clause.task == "extract_sound" and not clause.get("description")
    gone = _WITHOUT.search(clause.text) if named else None
    if gone is None or _NOISE.search(gone[1]):
        return None
    return replace(clause, spans=(*clause.spans, Span("description", gone[1])), confidence=1.0)


_WITHOUT = re.compile(
    r"\bwithout (?:the|that|this|an?|any) ([a-z'-]+(?: [a-z'-]+)?)(?:,? please)?\W*$", re.IGNORECASE
)


def left_over(clause: Clause) -> Clause | None:
    """The question what is left once a sound is gone: "and tell me what is left"."""
    if clause.task not in (*TOOLS, "chat", "unsupported", "answer") or clause.get("description"):
        return None
    asked = _WHAT_IS_LEFT.match(clause.text)
    if asked is None:
        return None
    return Clause("caption_audio", clause.text, 1.0, (Span("file", asked[1]),), clause.first)


_WHAT_IS_LEFT = re.compile(
    POLITE + r"(?:tell (?:me|us)|describe(?: to (?:me|us))?|say|explain)(?: then| about)?"
    r" (what(?:['’]s| is)? (?:then )?(?:left|remaining|remains)(?: over)?"
    r"(?: (?:of it|in it|there|then|after that|behind))?)\W*$",
    re.IGNORECASE,
)
_REMOVED = re.compile(
    POLITE + rf"{_REMOVES} (?:the|that|this) ([a-z'-]+(?: [a-z'-]+)?)"
    r"(?: please| now| for me)*\W*$",
    re.IGNORECASE,
)


def kept(clause: Clause) -> Clause | None:
    """The wish for one sound out of many: "extract the voice", "remove all but the birds"."""
    wanted = _VOICE_OUT.match(clause.text) or _ALL_BUT.match(clause.text)
    if wanted is None or clause.task not in (*TOOLS, "mute", "undo", "unsupported", "chat"):
        return None
    named = tuple(span for span in clause.spans if span.role == "file" and "." in span.text)
    spans = (*named, Span("description", wanted[1]))
    return Clause("extract_sound", clause.text, 1.0, spans, clause.first)


_IN_IT = (
    r"(?: (?:from|in|of|out of) (?:it|this|that|" + FILE_NAME.pattern + r"|(?:the|this|that|my)"
    r" (?:file|recording|clip|song|track|mix|audio|sound|music)))?(?: please| for me)*\W*$"
)
_VOICE_OUT = re.compile(
    POLITE + r"(?:extract|isolate|pull out|single out|take out|lift out|cut out) (?:only |just )?"
    r"(?:(?:the|that|this|his|her|my) )?(?:lead |human )?(voice|speech|vocals?|singing|singer)"
    + _IN_IT,
    re.IGNORECASE,
)
_ALL_BUT = re.compile(
    POLITE + r"(?:remove|delete|drop|mute|kill|lose|cut|filter out|take out|take away|get rid of"
    r"|throw away|silence) (?:everything|all|anything|every sound|all (?:the )?sounds)(?: else)?"
    r" (?:but|except|apart from|other than|besides)(?: for)? (?:the |that |my )?(.+?)" + _IN_IT,
    re.IGNORECASE,
)
_REMOVE_FROM = re.compile(
    POLITE + rf"{_REMOVES} (?:the |that |an? |my )(.+?)"
    r" (?:in|from|out of|on) \S.*$",
    re.IGNORECASE,
)


def removed(clause: Clause) -> Clause | None:
    """A short wish to take a sound away: noise is cleaned out, another sound is cut out."""
    gone = _REMOVE.match(_TAKE_OUT.sub(r"remove \1", clause.text))
    if clause.task not in _MISTAKEN or gone is None:
        return None
    sound = gone[1]
    if _NO_SOUND.search(sound):
        return clause
    if _NOISE.search(sound):
        return Clause("enhance_speech", clause.text, 1.0, (), clause.first)
    if len(sound.split()) > 2 or not re.match(POLITE + "(?:remove|take|filter)", clause.text, re.I):
        return clause
    spans = (Span("description", sound),)
    return Clause("extract_sound", clause.text, 1.0, spans, clause.first)
