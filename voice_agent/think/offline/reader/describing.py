"""Descriptions of sounds and music put right: with their noun, their key, of the last order."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from voice_agent.think.offline.phrases import values
from voice_agent.think.offline.reader.answering import is_order
from voice_agent.think.offline.reading import Clause, Span


def of_last_order(clause: Clause) -> tuple[Span, ...]:
    """The spans without descriptions said before the order: "we open the dance floor: give me a
    disco groove"."""
    spans = clause.spans
    described = [span for span in spans if span.role == "description"]
    for before, after in itertools.pairwise(described):
        gap = clause.text.partition(before.text)[2].partition(after.text)[0]
        order = _STOPS.split(gap)
        if len(order) > 1 and is_order(order[-1]):
            gone = described[: described.index(before) + 1]
            spans = tuple(span for span in spans if span not in gone)
    return spans


_STOPS = re.compile(r"[:.;!?,]")


def music(clause: Clause) -> Clause:
    """Music with its key and tempo, and a kind where only the noun says it: "a tango"."""
    spans = tuple(_in_style(span, clause.text) for span in clause.spans)
    clause = replace(clause, spans=spans)
    spans = tuple(_in_key(_whole_noun(span, clause), clause.text) for span in clause.spans)
    spans = tuple(s for s in spans if s.role != "description" or not _PLAIN.fullmatch(s.text))
    if not any(span.role == "description" for span in spans):
        named = _PIECE.match(clause.text)
        words = _ENDING.sub("", named[1]) if named else ""
        if words and values.seconds(words) is None and not _ANY.fullmatch(words):
            spans = (*spans, Span("description", words))
    return replace(clause, spans=spans)


def _whole_noun(span: Span, clause: Clause) -> Span:
    """A description with the adjectives before it: "a short jazz piece"."""
    if span.role != "description":
        return span
    wider = re.search(
        rf"\b(?:an?|some)\s+((?:(?!of\b|for\b|in\b)[a-z-]+\s+){{1,2}}{re.escape(span.text)})",
        clause.text,
        re.IGNORECASE,
    )
    if wider is None or values.seconds(wider[1]) is not None:
        return span
    taken = any(other.text in wider[1] for other in clause.spans if other is not span)
    return span if taken else Span(span.role, wider[1])


def _in_style(span: Span, text: str) -> Span:
    """Music with whose style it is in: "something in the style of Bach"."""
    if span.role != "description":
        return span
    longer = re.search(
        rf"(?:(?:something|music|an? \w+|some \w+) )?in the (?:style|manner|vein) of"
        rf"(?: an?| the)? {re.escape(span.text)}",
        text,
        re.IGNORECASE,
    )
    return Span(span.role, longer[0]) if longer else span


def _in_key(span: Span, text: str) -> Span:
    if span.role != "description":
        return span
    wish = rf"(?:in (?:the key of )?{_KEY}|at \w+(?: \w+)? (?:bpm|beats per minute))"
    longer = re.search(rf"{re.escape(span.text)}(?:,?\s+{wish})+", text, re.IGNORECASE)
    return Span(span.role, longer[0]) if longer else span


_KEY = r"[a-g](?:[ -]?(?:flat|sharp)|[#b♯♭])? ?(?:major|minor)\b"
_PIECE = re.compile(
    r"^(?:\W|please|can you|could you|and|then|now|first|i want you to|also)*"
    r"(?:compose|write|create|improvise|invent|make up|make|give|play)\s+"
    rf"(?:(?:for )?(?:me|us)\s+)?((?:an?|some)?\s*(?:\w+ in (?:the key of )?{_KEY}|[\w' -]+))",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"\s+(?:for|(?<!style\s)(?<!manner\s)of|lasting|and|then|please|now|that|which"
    r"|with a length)\b.*$|\s+$",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"\W*(?:(?:an?|some|the|any)\s+)?(?:music|tune|piece|track|something)\W*", re.IGNORECASE
)
_ANY = re.compile(
    r"\W*(?:(?:an?|some|the|any|more|new|little|short|long|me|us|it|that|nice|another)\s*)*"
    r"(?:music|something|anything|song|tune|piece|melody|track|one|sound|sounds)?\W*",
    re.IGNORECASE,
)


def rounded(span: Span, text: str) -> Span:
    """A description with the noun that it is cut off from: "calm piano" of "calm piano piece"."""
    if span.role != "description":
        return span
    words = re.escape(span.text)
    if span.text.lower() in ("the", "a", "an", "some"):
        after = re.search(rf"\b{words}\s+(.+?)(?:\s+(?:out|off|away|please))*[.!?]*$", text)
        return Span(span.role, after[1]) if after else span
    noise = re.search(rf"{_VOICES} of (?:the |an? )?{words}", text, re.IGNORECASE)
    if noise:
        return Span(span.role, noise[0])
    whole = re.search(
        rf"(?:{_MUSIC}\s+{_LINK})?\b{words}\b(?:\s+{_BETWEEN}{_MUSIC}\b)?", text, re.IGNORECASE
    )
    return Span(span.role, whole[0]) if whole else span


_VOICES = (
    r"\b(?:roar|rumble|hum|buzz|crackle|murmur|whistle|clatter|patter|howl|chirp|ticking|ringing"
    r"|splash|crash|bang|rustle|rustling|creak|squeak|song|call|cry|cries|hiss|chatter|thud)"
)
_MUSIC = r"\b(?:music|piece|song|tune|melody|track|soundtrack|jingle)"
_BETWEEN = (
    r"(?:(?!(?:and|then|for|of|with|to|in|about|like|from|out|off|at|on|into)\b)[\w-]+\s+){0,2}"
)
_LINK = r"(?:like\s+)?(?:for|about|with|like|from|by)\s+(?:an?\s+|the\s+|my\s+)?"
