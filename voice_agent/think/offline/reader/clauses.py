"""Clauses before they are planned: their order, what they share, what the reader overlooked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from voice_agent.think import references
from voice_agent.think.file_names import FILE_NAME
from voice_agent.think.offline.dialogue import afterwards
from voice_agent.think.offline.reader import encoding, joining
from voice_agent.think.offline.reader import spans as spans_of
from voice_agent.think.offline.reader.answering import is_order
from voice_agent.think.offline.reading import TOOLS, Clause, Reading, Span


def in_order(clauses: Sequence[tuple[int, Clause]]) -> list[tuple[int, Clause]]:
    """Clauses as they shall run: those that come "first" move before those said earlier.

    The files keep their meaning: in "transcribe it, but clean it up first" both mean the
    same recording when heard, so the words of the one that moves ahead keep the reference.
    """
    ahead = [pair for pair in clauses if pair[1].first]
    rest = [pair for pair in clauses if not pair[1].first]
    if ahead and rest and rest[0][0] < ahead[0][0]:
        (index, leader), (other, follower) = ahead[0], rest[0]
        named = follower.get("file")
        if named and _is_bare(leader.get("file")):
            kept = tuple(s for s in leader.spans if s.role != "file")
            moved = tuple(s for s in follower.spans if s.role == "file")
            ahead[0] = (index, replace(leader, spans=kept + moved))
            rest[0] = (other, _without_file(follower))
    return ahead + rest


def _is_bare(words: str | None) -> bool:
    return words is None or bool(re.fullmatch(r"(?:it|this|that|them|up)", words.strip().lower()))


def read_alone(clauses: Sequence[Clause], read: Callable[[str], Reading]) -> tuple[Clause, ...]:
    """Clauses that seem to repeat the one before are read again on their own: hardly anybody
    asks twice for the same, but a short wish between others is easily taken for its neighbour.
    """
    found = list(clauses)
    for index, (before, clause) in enumerate(itertools.pairwise(clauses), 1):
        if clause.task != before.task or clause.task not in TOOLS or clause.spans:
            continue
        alone = read(clause.text).clauses
        sung = clause.task == "sing" and not is_order(clause.text)  # ", any tune will do"
        if sung or len(alone) != 1:
            continue
        if {alone[0].task, before.task} == _CAPTIONS:
            continue  # "what picture is it? Describe it."
        if alone[0].task in TOOLS and alone[0].confidence >= _SURE:
            found[index] = replace(alone[0], first=clause.first)
    return tuple(found)


_CAPTIONS = {"caption_audio", "caption_image"}
_SURE = 0.8
_UNCLEAR = 0.5


def quoting(clauses: Sequence[Clause], read: Callable[[str], Reading]) -> tuple[Clause, ...]:
    """Clauses in which what is quoted is said by one that can say it: a wish that goes on after
    a quotation is read by itself, and a face that shall say new words needs these spoken first.
    """
    found: list[Clause] = []
    for clause in clauses:
        words = spans_of.quotation(clause.text) or _mouthed(clause)
        if not words or "text" in encoding.roles_of(clause.task) or clause.task not in TOOLS:
            found.append(clause)
            continue
        end = clause.text.index(words) + len(words) + 1
        head, rest = clause.text[:end], clause.text[end:]
        halves = read(head).clauses + read(rest).clauses if _GOES_ON.match(rest) else ()
        speaks = bool(halves) and "text" in encoding.roles_of(halves[0].task)
        if speaks and len(halves) == 2 and min(half.confidence for half in halves) >= _UNCLEAR:
            found += [replace(halves[0], first=clause.first), halves[1]]
        elif clause.task == "synthesize_talking_head":
            kept = tuple(span for span in clause.spans if span.text not in words)
            spoken = Clause("synthesize_speech", words, 1.0, (Span("text", words),), clause.first)
            found += [spoken, replace(clause, spans=kept)]
        else:
            found.append(clause)
    return tuple(found)


def _mouthed(clause: Clause) -> str:
    """New words that a face shall say: "make the picture say hello my friends"."""
    said = _FACE_SAYS.search(clause.text)
    if clause.task != "synthesize_talking_head" or said is None or clause.get("file"):
        return ""
    return said[1]


_FACE_SAYS = re.compile(
    r"\bsay(?:s|ing)?:? (?!(?:it|that|this|these|them|the|my|his|her|what|something|so|with|to|in)"
    r"\b)(.+?)[.!?]*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[\s,;.!?]*(?:and|then|after|plus|also|[.!?]\s)", re.IGNORECASE)


def sharing(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Clauses with the file that they share: "transcribe and caption kitchen.wav".

    What only goes on with the wish before it is joined to it (``joining``).
    """
    shared: list[Clause] = []
    for clause in clauses:
        whole = joining.joined(shared[-1], clause) if shared else None
        if whole is not None:
            shared[-1] = whole
        elif shared and (taken := _taken_out(clause, shared[-1])):
            shared.append(taken)
        else:
            shared.append(clause)
    for index in range(len(shared) - 2, -1, -1):
        bare = bool(_BARE.fullmatch(shared[index].text)) and not shared[index].spans
        named = shared[index + 1].get("file")
        if bare and named and (FILE_NAME.search(named) or not references.is_plain(named)):
            shared[index] = replace(shared[index], spans=(Span("file", named),))
            if shared[index].task in _CHANGES:
                for later in range(index + 1, len(shared)):
                    shares = bool(_BARE.fullmatch(shared[later].text))
                    shared[later] = _without_file(shared[later])
                    if not shares:
                        break  # the one that names it for all of them
    return _one_and_other(shared)


def _one_and_other(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses with a place in words like "transcribe one and translate the other"."""
    said = [clause.get("file") or _ONE.sub(r"\1", clause.text) for clause in clauses]
    places = [_PLACES.get(words.lower().removesuffix(" of them")) for words in said]
    if len(set(places) - {None}) < 2:
        return tuple(clauses)
    return tuple(
        _at(clause, place) if place else clause
        for clause, place in zip(clauses, places, strict=True)
    )


def _at(clause: Clause, place: str) -> Clause:
    kept = tuple(span for span in clause.spans if span.role != "file")
    return replace(clause, spans=(*kept, Span("file", place)))


# One word, or two of which the second names nothing: "transcribe", "clean up".
_BARE = re.compile(
    r"\W*[\w'-]+(?:\W+(?:it|this|that|them|up|down|out|apart|both|all|and))?\W*", re.I
)
_ONE = re.compile(r"^.*\b(?:put|place|pan|move) (one)\b.*$", re.IGNORECASE)
_PLACES = {"one": "the first one", "the other": "the second one"}
_PLACES |= {"the one": "the first one", "the other one": "the second one"}
_CHANGES = {"enhance_speech", "separate_speech", "inpaint_audio", "binauralize"}


def _taken_out(clause: Clause, before: Clause) -> Clause | None:
    """ "Find where the dog barks and remove it": what was sought is taken out."""
    if before.task != "detect_target_sound" or not afterwards.IT_OUT.match(clause.text):
        return None
    return Clause("extract_sound", clause.text, 1.0, before.spans, clause.first)


def _without_file(clause: Clause) -> Clause:
    """The clause about what the one before it leaves: "clean and transcribe kitchen.wav"."""
    spans = tuple(span for span in clause.spans if span.role != "file")
    return replace(clause, text=clause.text.replace(clause.get("file") or "\0", "it"), spans=spans)
