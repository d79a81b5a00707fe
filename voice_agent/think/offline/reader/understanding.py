"""What a request says: the reader's clauses, set right by its wording."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from voice_agent.think.offline.phrases import pitches
from voice_agent.think.offline.phrases.languages import told_apart
from voice_agent.think.offline.phrases.moods import voiced
from voice_agent.think.offline.reader import placed, saying, scene_times
from voice_agent.think.offline.reader.asides import without_asides
from voice_agent.think.offline.reader.clauses import quoting, read_alone, sharing
from voice_agent.think.offline.reader.colons import marked
from voice_agent.think.offline.reader.commas import two_orders
from voice_agent.think.offline.reader.impossible import is_impossible
from voice_agent.think.offline.reader.leading import (
    announced,
    is_heard_colon,
    on,
    returning,
    taking_back,
    tidied,
)
from voice_agent.think.offline.reader.music_wishes import composed
from voice_agent.think.offline.reader.often import repeated
from voice_agent.think.offline.reader.plainly import plainly
from voice_agent.think.offline.reader.prose import is_told
from voice_agent.think.offline.reader.said_again import said_again
from voice_agent.think.offline.reader.splitting import apart
from voice_agent.think.offline.reading import TOOLS, Clause, Reading, Span


def clauses_of(text: str, read: Callable[[str], Reading]) -> tuple[Clause, ...]:
    """The clauses of ``text``, in its order; ``read`` is the trained reader."""
    undo, text = taking_back(marked(tidied(text)))
    if undo:
        return (Clause("undo", undo), *clauses_of(text, read))
    if sung := _SUNG.search(text[:_LONGEST]):
        words = sung["words"] or sung["lyrics"]
        return (Clause("sing", text, 1.0, (Span("text", words.strip()),)),)
    if twice := said_again(text, lambda words: clauses_of(words, read)):
        return twice
    if timed := scene_times.scene(text, lambda words: clauses_of(words, read)):
        return timed
    if abroad := saying.translated(text):
        return abroad
    if (note := pitches.sounded(text)) is not None:
        return (note,)
    if words := saying.literal(text):
        return (Clause("synthesize_speech", text, 1.0, (Span("text", words),)),)
    file, text = returning(text)
    said = announced(text)
    clauses = read(text).clauses
    if not said and is_told(text, clauses):
        return (Clause("chat", text),)
    clauses = told_apart(without_asides(clauses))
    clauses = read_alone(clauses, read)
    clauses = placed.apart(two_orders(clauses, read), read)
    clauses = tuple(map(_worded, quoting(clauses, read)))
    several = len(clauses) > 1 or is_heard_colon(text)
    spoken = clauses[0].task == "synthesize_speech" and several
    if said and (spoken or clauses[0].task not in TOOLS):
        clauses = (Clause("synthesize_speech", text, 1.0, (Span("text", said),)),)
    return tuple(map(_founded, on(file, sharing(apart(_possible(clauses))))))


def _worded(clause: Clause) -> Clause:
    """A clause with all that its own words say for certain."""
    said = saying.unmannered(saying.to_nobody(voiced(plainly(clause))))
    return repeated(composed(said))


# "I wrote some lyrics, sing this: the streetcar's late and so am I".
_SUNG = re.compile(
    r"\bsing (?:me |us )?(?:this|these(?: words| lines)?|the following|my (?:words|lyrics|song))\b"
    r"(?: (?:please|for me))?\s*[,:;–—-]\s*(?P<words>\w.{12,})$"
    r"|\b(?:lyrics?|words|verse|poem|lines|rhyme)\b.*\bsing (?:it|them)(?: (?:for|to) (?:me|us))?"
    r"(?:,? please)?\s*[,:;–—-]\s*(?P<lyrics>\w.{12,})$",
    re.IGNORECASE,
)
_LONGEST = 600  # characters of a request that are searched for it
_SURE = 0.9


def _possible(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses without doubtful ones that only say how something impossible shall be done:
    "put the two together, voice on top"."""
    if not is_impossible(clauses[0]):
        return clauses
    sure = (clause for clause in clauses[1:] if clause.spans or clause.confidence >= _SURE)
    return (clauses[0], *sure)


# What needs no file and no words to be done, by the words without which nobody asks for it.
_OWN_WORDS = {
    "sing": re.compile(
        r"sing|s[au]ng|song|lullab|carol|\bhum|croon|chant|vocal|tune|birthday|lyric|melod|serenad"
        r"|choir|rap\b|verse",
        re.IGNORECASE,
    ),
    "compose_music": re.compile(
        r"music|tune|compos|song|melod|jingle|play|piece|theme|track|beat|groove|surpris|score|loop"
        r"|riff|chord|improvis|ballad|waltz|jam\b|sonata|ambient|jazz|blues|rock|intro|outro"
        r"|something|lullab|march|tango|anthem|hymn|fanfare|orchestr",
        re.IGNORECASE,
    ),
}
_DOUBT = 0.3


def _founded(clause: Clause) -> Clause:
    """The clause, in doubt where no word of it asks for the song or the music it is taken for."""
    words = _OWN_WORDS.get(clause.task)
    if words is None or clause.spans or words.search(clause.text):
        return clause
    return replace(clause, confidence=min(clause.confidence, _DOUBT))
