"""Words beside the wishes of a request: why something is wanted, what it is for.

The reader gives every clause some task. One that names nothing, of which it is not sure and
which is a statement or a reason, beside a wish that it is sure of, is no wish of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice_agent.think.offline.reader.answering import is_order
from voice_agent.think.offline.reading import TOOLS, Clause

_SURE = 0.9
REASON = re.compile(
    r"^\W*(?:(?:and|but)\W+)?(?:(?:so|because|since|as|for|by \w+ing|in case|while|though|although"
    r"|i|we|he|she|they|it|it's|that's|there's|my|our|his|her|their)\b|i['’]|we['’]|they['’])",
    re.IGNORECASE,
)
_TO_HEAR = re.compile(r"\b(?:hear|listen|play)\b", re.IGNORECASE)  # a reason that asks to play


def without_asides(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses without those that only tell a reason, or what shall stay as it is."""
    if clauses[0].task == "capabilities" and clauses[0].confidence >= _SURE:
        unsure = all(clause.confidence < _SURE for clause in clauses[1:])
        return tuple(clauses[:1]) if unsure else tuple(clauses)
    sure = [clause for clause in clauses if clause.task in TOOLS and clause.confidence >= _SURE]
    kept = [c for c in clauses if not sure or not (is_aside(c) or is_left_alone(c))]
    if any(c.task in (*TOOLS, "redo") for c in kept[1:]) and _is_remark(kept[0]):
        kept = kept[1:]
    works = [c for c in kept if not _before_own_work(c)]
    return tuple(works if any(c.task in TOOLS for c in works) else kept or clauses)


def _is_remark(clause: Clause) -> bool:
    """Whether a clause before a wish only says how the last result is: "hm, rather bland"."""
    if clause.task != "redo" or clause.spans:
        return False
    return bool(_PRAISE.match(clause.text)) or not _REDO.search(clause.text)


_PRAISE = re.compile(
    r"^\W*(?:(?:hm+|oh|ah|yes|ok|okay|well|right)\W+)*(?:that|it|this)(?:['’]?s| is| sounds?)"
    r" (?:(?:much|a bit|a lot|a little|already|way|so) )*(?:better|nicer|closer|it)\W*$",
    re.IGNORECASE,
)
_REDO = re.compile(
    r"\b(?:again|redo|once|same|repeat|over|another|more|too|not|wrong|try|do|make|less"
    r"|(?!rath|nev|oth|howev)[a-z]+er)\b",
    re.IGNORECASE,
)


def _before_own_work(clause: Clause) -> bool:
    """Whether a clause tells what people are about to do, "before I send it to the players", what
    they are curious about, or only wishes to be told: "if you can't, say so"."""
    if clause.task in _MADE and _CURIOUS.match(clause.text):
        return True
    told = clause.task == "synthesize_speech" and not clause.spans and _SAY_SO.search(clause.text)
    return bool(told) or (clause.task in (*TOOLS, "redo") and bool(_OWN.match(clause.text)))


# "Record me, I want to hear how bad my whistling is."
_MADE = {"generate_audio", "compose_music", "sing", "synthesize_speech"}
_CURIOUS = re.compile(
    r"^\W*(?:(?:and|because|since|as|so|so that)\W+)*(?:i|we) (?:just |only )?(?:want|need|wanted"
    r"|would like|['’]d like|wish) to (?:hear|know|see|find out) (?:how|what|if|whether|why)\b",
    re.IGNORECASE,
)
_SAY_SO = re.compile(
    r"\b(?:say so|tell me(?: so)?|let me know)\W*(?:and|then|but)?\W*$", re.IGNORECASE
)


_OWN = re.compile(
    r"^\W*before (?:i|we|he|she|they|(?:the|my|our) \w+) (?!transcrib|translat|play|hear|listen"
    r"|clean|denois|separat|split|caption|describ|extract|record|sing|fill|repair|animat)[a-z]+",
    re.IGNORECASE,
)


def is_left_alone(clause: Clause) -> bool:
    """Whether a clause says that something shall stay as it is: "the second one is fine"."""
    return clause.task in TOOLS and bool(_ALONE.search(clause.text))


_ALONE = re.compile(
    r"\b(?:is|are|sounds?|was) (?:fine|okay|ok|good|all right|alright|clean enough)"
    r"(?: as (?:it|they) (?:is|are))?\W*$"
    r"|^\W*(?:(?:and|but|please)\W+)*(?:(?:don['’]?t|do not) (?:touch|change|alter)\b"
    r"|(?:leave|keep) .+ (?:alone|aside|untouched|as (?:it|they) (?:is|are))(?: and| but)?\W*$)",
    re.IGNORECASE,
)


def is_aside(clause: Clause) -> bool:
    """Whether a clause names nothing, is in doubt and tells a reason."""
    if not is_doubtful(clause) or not REASON.match(clause.text) or _orders(clause.text):
        return False
    return bool(_PLAYED.search(clause.text)) or not _TO_HEAR.search(clause.text)


def _orders(words: str) -> bool:
    """Whether an order follows what is told: "there's a dog barking. Take it out"."""
    return any(map(is_order, _SENTENCE.split(words)[1:]))


_SENTENCE = re.compile(r"[.!?;]\s+")


# What somebody will do with it: "so that I can play it in the room".
_PLAYED = re.compile(
    r"\b(?:i|we|he|she|they|you) (?:can |could |will |may |might )?(?:play|put)"
    r" (?:it|this|that|them) (?:in|at|to|for|on|during|before|after|when|while)\b",
    re.IGNORECASE,
)


def is_doubtful(clause: Clause) -> bool:
    """Whether a clause names nothing and the reader is not sure of it."""
    return clause.task in (*TOOLS, "redo") and not clause.spans and clause.confidence < _SURE
