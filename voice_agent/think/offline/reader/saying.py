"""Words that are to be said: as they stand, without the manner they are to be said in, or in
another language.

literal("say where does it hurt")                      -> "where does it hurt"
elsewhere("how would you put good night in Spanish?")  -> ("good night", "Spanish")
without_manner("sadly: the rabbit ran")                -> ("the rabbit ran", "sadly: ")
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voice_agent.languages import ALIASES, CODES, code_of, language_name
from voice_agent.think.file_names import FILE_NAME
from voice_agent.think.offline.phrases import moods
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reader.leading import POLITE
from voice_agent.think.offline.reading import MANNER, Clause, Span
from voice_agent.written_language import language_of

_LONGEST = 300  # characters of a wish that are read
_READ = 1000  # characters of an order to read, with its text, that are searched for a manner
_LANGUAGES = "|".join(sorted({*CODES, *ALIASES}, key=len, reverse=True))
# What is said about something made, heard or shown is no text.
_POINTS = (
    r"(?:it|that|this|them|these|those|what|which|something|anything|the same|again|so|yes|no|hi"
    r"|the (?:last|first|second|next|previous|answer|word|name|result|time|date|text|transcript"
    r"|translation|recording|sentence|line|whole|thing|lot|original|one)s?"
    r"|(?:my|his|her|their|your) (?:words?|text|sentence|line|voice|message|last))\b"
)
_QUESTION = (
    r"(?:where|what|how|who|when|why|which) (?:do|does|did|is|are|am|was|were|can|could|will"
    r"|would|should|much|many)\b"
)
_GREETING = r"(?:good (?:morning|afternoon|evening|day)|hello|hi|hey)\b[^.?!]*\b(?:how|what)\b"
_LITERAL = re.compile(POLITE + rf"say:? (?P<words>(?:{_QUESTION}|{_GREETING}).+)$", re.IGNORECASE)
_AND_MORE = re.compile(
    r"\b(?:to|for|in|with) (?:my|an?|the|your|that|this|me|us)\b|\bin (?:a|the|my|your)\b"
    rf"|\b(?:and|then) (?:then |also )?(?:play|translate|save|make|put|sing|say|tell|record)\b"
    rf"|\bin (?:{_LANGUAGES})\b",
    re.IGNORECASE,
)
_HOW_SAID = re.compile(
    r"(?:\b(?:how (?:do|would|can|could|should|to)(?: (?:i|you|we|one|they|people|the"
    rf" (?P<people>{_LANGUAGES})))?|what(?:['’]s| is) the way to)"
    r" (?:say|put|phrase|express|word|ask for|order)|^\W*what would(?=.* be in \w+\W*$)"
    r"|^\W*what(?:['’]s| is)(?! (?:an?|the|her|his|my|your|our|said|new|best)\b)"
    rf"(?=.* in (?:{_LANGUAGES})\W*$)) (?P<words>(?!{_POINTS})[^?]+?)(?: be(?= in\b))?"
    rf"(?:,? in (?P<language>{_LANGUAGES}))?(?:,? please)?"
    r"(?:,? and (?:say|read|speak) it(?: aloud| out loud| to me| for me)*)?\W*$",
    re.IGNORECASE,
)
_SAID_IN = re.compile(
    POLITE + r"(?:(?:tell|teach) me (?:how to )?)?say "
    rf"(?P<words>(?!{_POINTS}|my |the |his |her |their |all |both |everything |some |an? ).+?),?"
    rf" in (?P<language>{_LANGUAGES})(?: please| for me| aloud| out loud| to me)*\W*$",
    re.IGNORECASE,
)
_IN_SAID = re.compile(
    POLITE + rf"say (?:it |this |the following )?in (?P<language>{_LANGUAGES}):"
    rf" *(?P<words>(?!{_POINTS}).+?)\W*$",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    rf"\b(?:speaks?|knows?|understands?|from|in|learn(?:s|ing)?)\b[^.?!]*?\b({_LANGUAGES})\b",
    re.IGNORECASE,
)
_ADVERB = (
    r"(?:slow(?:ly|er)?|clear(?:ly|er)?|soft(?:ly|er)?|gent(?:ly|ler)|quiet(?:ly|er)?|loud(?:ly|er)?"
    r"|quick(?:ly|er)?|fast(?:er)?|calm(?:ly|er)?|nice(?:ly)?|careful(?:ly)?|happily|cheerfully"
    r"|sadly|warmly|deep(?:er)?|low(?:er)?|aloud|out loud)"
)
_ADJECTIVE = (
    r"(?:old|young|gruff|deep|low|high|warm|friendly|calm|sleepy|scary|spooky|serious|cheerful"
    r"|happy|sad|tired|angry|stern|posh|gentle|soft|slow|fast|dramatic|mysterious|bored|excited)"
)
_BEFORE = re.compile(
    rf"^\W*(?:and )?(?:(?:very|quite|really|nice and|a bit) )*{_ADVERB}(?: and {_ADVERB})*[,:;]\s+"
    r"(?=\w+ \w+)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r",\s+(?:sort of|kind of|kinda|sounding|all|but|and|make it|in)?\s*(?:very |quite |really "
    rf"|a bit |rather |nice and )*(?:an? )?{_ADJECTIVE}"
    rf"(?:,? (?:and )?(?:very |quite )?{_ADJECTIVE})*"
    r"(?: voice)?\W*$",
    re.IGNORECASE,
)
_SORT_OF = re.compile(r",\s+(?:sort of|kind of|kinda|sounding|all)\b|\bvoice\W*$", re.IGNORECASE)


def literal(text: str) -> str:
    """The question or the greeting that is to be said as it stands; "" for any other wish."""
    found = _LITERAL.match(text[:_LONGEST]) if len(text) <= _LONGEST else None
    if found is None or encoding.quoted(text) or _AND_MORE.search(found["words"]):
        return ""
    return found["words"].strip(" .")


def elsewhere(text: str) -> tuple[str, str]:
    """The words that are to be said in another language, and which; both "" for any other wish."""
    if len(text) > _LONGEST:
        return "", ""
    found = _SAID_IN.match(text) or _IN_SAID.match(text) or _HOW_SAID.search(text)
    if found is None or FILE_NAME.search(text):
        return "", ""
    named = found["language"] or found.groupdict().get("people")
    if named is None:
        spoken = _SPOKEN.search(text[: found.start()])
        named = spoken[1] if spoken else ""
    name = ALIASES.get(named.lower(), named.lower())
    words = found["words"].strip(" \"'“”‘’.,")
    unsure = name in ("", "english") or len(words.split()) > _MOST or not re.search(r"\w", words)
    return ("", "") if unsure else (words, language_name(CODES[name]))


_MOST = 25  # words that are put into another language at once


def translated(text: str) -> tuple[Clause, ...]:
    """The clauses that say words in another language: the tool hears them said in English, and
    says what they are there; what is in that language already is only said. None for any other
    wish."""
    words, language = elsewhere(text)
    if not words:
        return ()
    written = language_of(words)
    quotes = [quote for a, b in encoding.quoted(text) if (quote := text[a:b]) in words]
    manner = words.rpartition(quotes[-1])[2].strip("\"”»'’ ") if quotes else ""
    found: list[Clause] = []
    for said in quotes or [words]:
        order = f"say {encoding.quotation_of(said)} {manner}".rstrip()
        found.append(Clause("synthesize_speech", order, 1.0, (Span("text", said),)))
        if language_of(said, written) != code_of(language):
            found.append(there(language))
    return tuple(found)


def there(language: str) -> Clause:
    """The clause that says what was said before it in ``language``."""
    spans = (Span("language", language), Span("file", "it"))
    return Clause("translate_speech", _THERE, 1.0, spans)


_THERE = "and say it"


def is_abroad(clauses: Sequence[Clause]) -> bool:
    """Whether clauses say words in another language."""
    return any(clause.task == "translate_speech" and clause.text == _THERE for clause in clauses)


def unmannered(clause: Clause) -> Clause:
    """A clause whose text to be read is without how it is to be read: "slowly and clearly, the
    rabbit ran", "mind your head, sort of gruff"."""
    words = clause.get("text")
    if clause.task != "synthesize_speech" or not words or encoding.quoted(clause.text):
        return clause
    if len(clause.text) > _READ:
        return clause
    if not set(re.findall(r"\w+", words.lower())) - _LINKS:
        return replace(clause, spans=tuple(s for s in clause.spans if s.role != "text"))
    if told := _MAKE_IT.search(clause.text):
        return _as_told(clause, words, told)
    plain, manner = without_manner(words)
    if plain == words:
        return clause
    kept = [replace(s, text=plain) if s.role == "text" else s for s in clause.spans]
    given = {span.role for span in kept}
    sounds = (moods.shifted(f"sound {word}") for word in re.findall(r"\w+", manner))
    mood = next((spans for spans in sounds if spans), ())
    return replace(clause, spans=(*kept, *(span for span in mood if span.role not in given)))


_MAKE_IT = re.compile(
    r"[\s,.;]+(?:(?:and|but|no|oh|wait|actually|sorry|then|just)\W+)*(?:make|try) (?:it|that)"
    r" (?:sound |be )?(?:an? )?(?P<how>(?:[\w']+ ){0,3}[\w']+)\W*$",
    re.IGNORECASE,
)
# Words that only join orders: "slowly first and then fast" is no text.
_LINKS = {"first", "and", "then", "again", "once", "more", "now", "but", "so", "slowly", "a", "bit"}


def _as_told(clause: Clause, words: str, told: re.Match[str]) -> Clause:
    """A text without how it is to be made behind it, which holds: "in a cheerful voice, no wait,
    make it a calm one"."""
    mood = moods.shifted(f"sound {_CALM.sub('relaxed', told['how'])}")
    start = clause.text.find(words.split()[0])
    before = clause.text[start : told.start()].strip(" ,.;")
    plain = words.strip(" ,.;") if words.strip(" ,.;") in before else before
    manner = tuple(span for span in clause.spans if span.role in MANNER)
    if start < 0 or not plain or not (mood or manner):
        return clause
    kept = (span for span in clause.spans if span.role not in {"text", *MANNER})
    return replace(clause, spans=(*kept, Span("text", plain), *(mood or manner)))


_CALM = re.compile(r"\bcalm\b", re.IGNORECASE)


def to_nobody(clause: Clause) -> Clause:
    """A song without whom it is sung to: "sing her twinkle twinkle"."""
    words = clause.get("text") or ""
    whom = re.match(r"(?:her|him|us|them|me) (?!name\b)(?=\w)", words, re.IGNORECASE)
    if clause.task != "sing" or not whom or f"sing {whom[0]}".lower() not in clause.text.lower():
        return clause
    spans = (replace(s, text=words[whom.end() :]) if s.role == "text" else s for s in clause.spans)
    return replace(clause, spans=tuple(spans))


def without_manner(words: str) -> tuple[str, str]:
    """A text without how it is to be said, and that."""
    before = _BEFORE.match(words)
    plain = words[before.end() :] if before else words
    after = _AFTER.search(plain)
    if after and _SORT_OF.search(after[0]) and re.search(r"\w", plain[: after.start()]):
        return plain[: after.start()], after[0]
    return plain, before[0] if before else ""
