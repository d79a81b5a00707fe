"""A text that is said, and then said once more in another way.

"Say hello sadly. Then say it fast."   -> "hello", sadly, and "hello", fast
"say hello, then say it backwards"     -> "hello", and a wish that no tool meets
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from voice_agent.think.offline.phrases import languages, moods
from voice_agent.think.offline.phrases.completing import prosody_of
from voice_agent.think.offline.reader import encoding, saying
from voice_agent.think.offline.reader import spans as spans_of
from voice_agent.think.offline.reader.often import repeated
from voice_agent.think.offline.reading import Clause, Span

_LONGEST = 600  # characters of a request that are searched
_ONCE_MORE = re.compile(
    r"(?:\s*[.!?;,])?\s+(?:(?:and|also|but)\W+)*(?:then|now|next|afterwards|after (?:that|this))\W+"
    r"(?:please |also )*(?P<order>(?:say|read|speak|repeat|whisper|shout) (?:it|that|this|them"
    r"|the same)\b(?P<how>[^.!?;:\"“”]{0,60}))[.!]*\s*$",
    re.IGNORECASE,
)
_JUST_AGAIN = re.compile(
    r"\W*(?:(?:again|once more|one more time|aloud|out loud|out|please|to me|for me)\W*)*",
    re.IGNORECASE,
)


def said_again(text: str, read: Callable[[str], tuple[Clause, ...]]) -> tuple[Clause, ...]:
    """The clauses of a request that ends so, ``read`` from what stands before; none of another."""
    found = _ONCE_MORE.search(text) if len(text) <= _LONGEST else None
    if found is None:
        return ()
    quotes = encoding.quoted(text)
    if any(start <= found.start("order") < end for start, end in quotes):
        return ()
    *before, first = read(text[: found.start()])
    spans = tuple(spans_of.to_the_end(span, first) for span in first.spans)
    clauses = (*before, replace(first, spans=spans))
    said = clauses[-1].get("text")
    if first.task != "synthesize_speech" or not said:
        return ()
    if language := languages.find_language(found["how"], exactly=True):
        return (*clauses, saying.there(language))
    return _with(clauses, said, found["order"], found["how"])


def _with(clauses: tuple[Clause, ...], said: str, order: str, how: str) -> tuple[Clause, ...]:
    words = encoding.quotation_of(said)
    if _JUST_AGAIN.fullmatch(how) and not prosody_of(order):
        twice = repeated(replace(clauses[-1], text=f"say {words} twice"))
        return (*clauses[:-1], twice)
    text = Span("text", said)
    often = repeated(Clause("synthesize_speech", f"say {words}{how}", 1.0, (text,)))
    if often.get("text") != said:
        return (*clauses, often)
    manner = moods.shifted(how) or prosody_of(order)
    if not manner:
        return (*clauses, Clause("unsupported", order))
    return (*clauses, Clause("synthesize_speech", f"{order} {words}", 1.0, (text, *manner)))
