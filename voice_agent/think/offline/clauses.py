"""Clauses before they are planned: their order, what they share, what the reader overlooked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from voice_agent.think import references
from voice_agent.think.file_names import FILE_NAME
from voice_agent.think.offline import afterwards, completing, encoding, options
from voice_agent.think.offline import spans as spans_of
from voice_agent.think.offline.answering import is_order
from voice_agent.think.offline.encoding import TOOLS
from voice_agent.think.offline.reading import ROLES, Clause, Reading, Span


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
        if alone[0].task in TOOLS and alone[0].confidence >= _SURE:
            found[index] = replace(alone[0], first=clause.first)
    return tuple(found)


_SURE = 0.8


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

    What only says the same again is joined: "tell them apart and save each".
    """
    shared: list[Clause] = []
    for clause in clauses:
        if shared and (_goes_on(clause, shared[-1]) or _same_scene(clause, shared[-1])):
            shared[-1] = _with_more(shared[-1], clause.text)
            continue
        if shared and _tells_more(clause, shared[-1]):
            continue
        if shared and (taken := _taken_out(clause, shared[-1])):
            shared.append(taken)
            continue
        same = bool(shared) and clause.task == shared[-1].task and clause.task in TOOLS
        if shared and shared[-1].task == "enhance_speech" and options.is_limit(clause):
            shared[-1] = replace(shared[-1], text=f"{shared[-1].text} {clause.text}")
            continue
        if shared and shared[-1].task == "synthesize_speech" and _is_manner(clause):
            shared[-1] = replace(shared[-1], text=f"{shared[-1].text} {clause.text}")
            continue
        same = same or (bool(shared) and _is_afterthought(clause, shared[-1]))
        if same and shared[-1].task == clause.task and _is_prelude(shared[-1]):
            shared[-1] = replace(clause, text=f"{shared[-1].text} {clause.text}")
            continue
        if same and clause.task == "translate_speech" and _SPOKEN_IN.search(shared[-1].text):
            file = tuple(span for span in shared[-1].spans if span.role == "file")
            rest = tuple(span for span in clause.spans if not file or span.role != "file")
            shared[-1] = replace(clause, spans=(*file, *rest))
            continue
        if same and _adds_little(clause, shared[-1]) and not clause.first:
            joined = f"{shared[-1].text} {clause.text}"
            shared[-1] = replace(shared[-1], text=joined, spans=shared[-1].spans + clause.spans)
        else:
            shared.append(clause)
    for index in range(len(shared) - 2, -1, -1):
        bare = len(shared[index].text.split()) <= 2 and not shared[index].spans
        named = shared[index + 1].get("file")
        if bare and named and (FILE_NAME.search(named) or not references.is_plain(named)):
            shared[index] = replace(shared[index], spans=(Span("file", named),))
            if shared[index].task in _CHANGES:
                shared[index + 1] = _without_file(shared[index + 1])
    return tuple(shared)


_CHANGES = {"enhance_speech", "separate_speech", "inpaint_audio", "binauralize"}


def _tells_more(clause: Clause, before: Clause) -> bool:
    """Whether a clause only describes what cannot be had: "write a script that plays a sound"."""
    if before.task not in ("unsupported", "chat"):
        return False
    return bool(_WHICH.match(clause.text) or _WHICH_ENDS.search(before.text))


_WHICH = re.compile(r"\W*(?:that|which|who|whose)\b(?! one)", re.IGNORECASE)
_WHICH_ENDS = re.compile(r"\b(?:that|which|who)\W*$", re.IGNORECASE)


def _taken_out(clause: Clause, before: Clause) -> Clause | None:
    """ "Find where the dog barks and remove it": what was sought is taken out."""
    if before.task != "detect_target_sound" or not afterwards.IT_OUT.match(clause.text):
        return None
    return Clause("extract_sound", clause.text, 1.0, before.spans, clause.first)


def _is_manner(clause: Clause) -> bool:
    """Whether a clause only says how a voice shall sound: "and pitch it down 4 semitones"."""
    return clause.task in ("unsupported", "redo") and bool(completing.prosody_of(clause.text))


# What only tells the language of a recording: "the talk is in Portuguese, put it in English".
_SPOKEN_IN = re.compile(
    r"^(?!.*\b(?:translate|put|turn|want|need|give|make|tell|into|to)\b).*"
    r"\b(?:is|are|was|it's|that's|speaks?|spoken)(?: all| only| just)?(?: in)? [a-z]+"
    r"\W*\w{0,3}\W*$",
    re.IGNORECASE,
)


def _without_file(clause: Clause) -> Clause:
    """The clause about what the one before it leaves: "clean and transcribe kitchen.wav"."""
    spans = tuple(span for span in clause.spans if span.role != "file")
    return replace(clause, text=clause.text.replace(clause.get("file") or "\0", "it"), spans=spans)


def _goes_on(clause: Clause, before: Clause) -> bool:
    """Whether a clause is the rest of a text to be said or sung: ", gently down the stream"."""
    text = before.get("text")
    if before.task not in ("sing", "synthesize_speech") or not text or clause.first:
        return False
    if not before.text.rstrip().endswith(text) or spans_of.COURTESY.fullmatch(clause.text):
        return False
    if not clause.text.startswith(",") or text[-1:] in "\"'”’»":
        return False
    chance = dict(clause.alternatives).get(before.task, 0.0)
    same = clause.task == before.task and not clause.spans
    return same or (clause.confidence < _SURE and chance > _PERHAPS)


def _same_scene(clause: Clause, before: Clause) -> bool:
    """Whether a clause tells what is heard next in the scene before: ", then a door slams"."""
    both = clause.task == before.task == "generate_audio" and not clause.first
    both = both and not (clause.get("duration") and before.get("duration"))
    scene = before.get("description")
    return bool(
        both
        and scene
        and before.text.rstrip(" .,;!").endswith(scene.rstrip(" .,;!"))
        and _NEXT.match(clause.text)
    )


_NEXT = re.compile(
    r"^[\s,;.]*(?:and )?(?:then|after that|followed by|and)\b"
    r"(?!.*\b(?:generate|make|create|produce|synthesi[sz]e|give|want|need|like|do|let)\b)",
    re.IGNORECASE,
)


def _with_more(clause: Clause, more: str) -> Clause:
    """The clause with words that belong to its text or description."""
    if clause.task == "generate_audio":
        clause = replace(clause, text=clause.text.rstrip(" .;!"))
        more = _THEN.sub(lambda match: f", {match[1].lower()}", more.rstrip(" .!?"))
    more = more if more[:1] in ", " else f" {more}"
    spans = tuple(
        replace(span, text=span.text + more) if span.role in ("text", "description") else span
        for span in clause.spans
    )
    return replace(clause, text=clause.text + more, spans=spans)


_THEN = re.compile(r"^[\s,.;]*((?:and )?then|after that)\b", re.IGNORECASE)


def _is_prelude(clause: Clause) -> bool:
    """Whether a clause only leads to the same wish said better: "who says what doesn't matter,
    only give me the words of grandpa.flac"."""
    return not clause.spans and len(clause.text.split()) > 2 and not _MANY.search(clause.text)


_MANY = re.compile(r"\b(?:both|each|every|all|two|everything)\b", re.IGNORECASE)
_PERHAPS = 0.1


def _is_afterthought(clause: Clause, before: Clause) -> bool:
    """Whether unclear words are more about the wish before: "make up something that fits"."""
    unclear = clause.confidence < _UNCLEAR and before.task in TOOLS
    return unclear and before.task in (task for task, _ in clause.alternatives)


_UNCLEAR = 0.5


def _adds_little(clause: Clause, before: Clause) -> bool:
    """Whether a clause only says how its task is done: nothing new, or "and read it to me", or
    what the one before left open ("transcribe it, it is in Dutch")."""
    open_ = _HOW - {span.role for span in before.spans}
    return all(span.role in open_ or span.role == "aloud" for span in clause.spans)


_HOW = frozenset(ROLES) - {"file", "voice", "portrait", "text", "description"}
