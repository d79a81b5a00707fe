"""Descriptions to their last word: "a happy tune for my birthday" does not end in "for"."""

from __future__ import annotations

import re
from dataclasses import replace

from voice_agent.think.offline.phrases import values
from voice_agent.think.offline.reading import Clause, Span

_HANGING = re.compile(
    r"\b(?:for|of|with|about|like|by|in|on|under|over|near|the|an?|my|our|your)$", re.IGNORECASE
)
_STYLE = re.compile(
    r"\b(?:in the (?:style|manner|key|mood|spirit)|the sounds?|like)$", re.IGNORECASE
)
_STOP = re.compile(r"[,.;!?]|\b(?:and|then|please|lasting|that lasts?|now)\b", re.IGNORECASE)
_THEN = re.compile(r"(?<=\w)[\s,]+then$", re.IGNORECASE)  # "make rain then"
_MOST = 6  # words that a description was cut off from


def described(span: Span, clause: Clause) -> Span:
    """A description that breaks off at a small word, with the words that follow it."""
    if span.role != "description":
        return span
    span = replace(span, text=_THEN.sub("", span.text))
    rest = clause.text.partition(span.text)[2]
    if wider := _gone_on(span, rest, clause):
        return wider
    styled = _STYLE.search(span.text) and re.match(r" (?:of|from)\b", rest)
    if not (_HANGING.search(span.text) or styled) or not rest.startswith(" "):
        return span
    for other in clause.spans:
        if other is not span:
            rest = rest.partition(other.text)[0]
    more = _STOP.split(rest)[0].strip()
    if not more or len(more.split()) > _MOST or values.seconds(more) is not None:
        return replace(span, text=_HANGING.sub("", span.text).strip() or span.text)
    return replace(span, text=f"{span.text} {more}")


def _gone_on(span: Span, rest: str, clause: Clause) -> Span | None:
    """A description with the rest of its list ("soft beeps," "a hiss now and then") or with what
    its sound does ("a heartbeat" "that gets faster")."""
    for other in clause.spans:
        if other is not span:
            rest = rest.partition(other.text)[0]
    cue = _LIST if span.text.rstrip().endswith(",") else _DOES
    made = clause.task in ("generate_audio", "compose_music")
    more = cue.match(rest) or (_ITEMS.match(rest) if made else None)
    if more is None and clause.task == "generate_audio":
        more = _PLACED.match(rest) or _VERB.match(rest)
    if more is None or len(more[1].split()) > _MOST or values.seconds(more[1]) is not None:
        return None
    joint = "" if more[1][0] == "," else " "
    return replace(span, text=f"{span.text}{joint}{more[1]}")


_LIST = re.compile(
    r"\s*((?!please|thanks|for|lasting|then|and then)[^.;!?,]+(?:, [^.;!?,]+)*)", re.I
)
_DOES = re.compile(
    r" ((?:that|which|who) (?!i\b|we\b|you\b|fits?\b|lasts?\b|is \w+ (?:seconds|long)\b)[^.;!?,]+?)"
    r"(?= (?:and|then|please|for|lasting|from|to|in|at|with)\b|[.;!?,]|$)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r" ((?!please|now|again|instead|too|also|aloud|sounds?\b|noises?\b|effects?\b|thanks|there|here"
    r"|makes?\b|does\b|for|then|lasting|that|which|to|it|clip|loop|files?\b|recording|audio|ambien"
    r"|with|as\b|and)[a-z]{3,})(?=\W*$|[.;!?]|,? (?:and|then|please|for|lasting)\b)",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r" ((?:at|in|on|under|over|inside|outside|near|from|through|across|against|by|into|down|up"
    r"|with|without|being|getting|going|coming|running) [^.;!?,]+?)"
    r"(?= (?:and|then|please|for|lasting|to|that)\b|[.;!?,]|$)",
    re.IGNORECASE,
)
# Short items without a verb of their own: ", no melody", ", with soft brushes".
_ITEMS = re.compile(
    r"((?:, (?:no|not too|without|with|very|quite|lots of|some|only|and some|plus)\b"
    r"(?: [\w'-]+){1,4}(?=[.,;!?]|$))+)",
    re.IGNORECASE,
)
