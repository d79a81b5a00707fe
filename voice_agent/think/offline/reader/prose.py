"""Talk that is no request: a story that is told or read aloud, in which somebody gives an order.

is_told("You never told me, she said. Just say the wind took it, he answered. And they ...")
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reader.answering import is_order
from voice_agent.think.offline.reader.leading import POLITE
from voice_agent.think.offline.reading import Clause

_LONG = 20  # words
_MADE = {"synthesize_speech", "transfer_style", "sing", "compose_music", "generate_audio"}
_SENTENCE = re.compile(r"[.!?;:]+(?:\s+|$)")
_ORDER = re.compile(
    POLITE + r"(?:say|read|speak|announce|repeat|pronounce|sing|clean|add|mix|wish)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:please|(?:can|could|would|will) you|i (?:want|need)|i(?:['’]d| would) (?:like|love)"
    r"|let['’]?s|assistant)\b",
    re.IGNORECASE,
)
# Who said what, as stories tell it.
_REPORTED = re.compile(
    r"\b(?:he|she|they|i|we)(?: (?:just|then|only|even|always))? (?:said|asked|answered|replied"
    r"|told|was like|were like|whispered|shouted|cried|thought|muttered|laughed)\b",
    re.IGNORECASE,
)
_SOMEBODY_SAYS = re.compile(
    r"\b(?:he|she|they|we|i|who)(?:['’]d|['’]ll| would| could| will| used to| did)?"
    r"(?: (?:always|never|often|just|only|sometimes))* (?:say|sing|read|speak)s?\W*$",
    re.IGNORECASE,
)


def is_told(text: str, clauses: Sequence[Clause]) -> bool:
    """Whether ``text`` only tells something, though ``clauses`` were found in it."""
    if not any(clause.task in _MADE for clause in clauses) or len(text.split()) < _LONG:
        return False
    if _is_order(text):
        return False
    for start, end in reversed(encoding.quoted(text)):
        text = f"{text[:start]} {text[end:]}"
    sentences = _SENTENCE.split(text)
    own = [sentence for sentence in sentences if not _REPORTED.search(sentence)]
    if any(map(_is_order, own)) or _ADDRESSED.search(" ".join(own)):
        return False
    *_, after = _REPORTED.split(text)
    if _ADDRESSED.search(after):
        return False
    return len(_REPORTED.findall(text)) > 1 or any(map(_has_subject, clauses))


def _is_order(sentence: str) -> bool:
    """Whether a sentence begins as an order or a question, and not as "When he came home, ..."."""
    tells = _WHEN.match(sentence) and "?" not in sentence
    return bool(_ORDER.match(sentence)) or (is_order(sentence) and not tells)


_WHEN = re.compile(r"\W*(?:(?:and|but|so|now|then|just)\W+)*(?:when|where|what|who|how)\b", re.I)


def _has_subject(clause: Clause) -> bool:
    """Whether somebody is told to say the words: "he would always say good morning"."""
    said = clause.get("text")
    before = clause.text.partition(said)[0] if said else ""
    return bool(_SOMEBODY_SAYS.search(before))
