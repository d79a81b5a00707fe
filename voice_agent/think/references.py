"""What "it", "the denoised version" or "the second speaker" means among the files we know.

A reference only ever chooses among ``Candidate`` values, so no path can be invented: these
are the session's files and the outputs (``$k``) of the steps planned before.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voice_agent.think import called, naming
from voice_agent.think.called import numbered
from voice_agent.think.candidates import GIVEN, UTTERANCE, Candidate
from voice_agent.think.context import Context
from voice_agent.think.file_names import FILE_NAME, written
from voice_agent.think.likeness import (
    EMPTY,
    ORDINAL,
    ROOT,
    content_of,
    described_by,
    matching,
    respelt,
    stem,
)
from voice_agent.think.plan import nearest_path

_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bplus\b|\bas well as\b)\s*", re.IGNORECASE)

IN_TURN = re.compile(
    r"[\s,]*\b(?:one (?:after|before|by) (?:the other|another|one)|in turn|back to back)\b", re.I
)
_NOT_MEANT = re.compile(
    r"[,;]?\s*\b(?:(?:and|but) )?(?:not|rather than|instead of) (?:the|that|this|my|its)\b[^,;]*",
    re.IGNORECASE,
)

_PLURAL = {"both", "them", "each", "all", "every", "two", "these", "those", "either", "everyone"}
_PLURAL |= {"everybody", "three", "four", "they", "their"}
_EVERY = {"all", "every", "everything"}
_MANY = r"\b(speakers|files|versions|recordings|clips|tracks|talkers|voices|people|ones|results)\b"
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBERS |= {"nine": 9, "ten": 10} | {str(number): number for number in range(1, 11)}
_ONE_OF = re.compile(r"\b(?:just |only |any )?one of (?:them|these|those|the two)\b", re.IGNORECASE)
# "Take three" is the name of one file, not three of them.
_ALL_OF = re.compile(r"^\W*all (three|four)(?: of (?:them|these|those))?\W*$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(take|part|chapter|version|episode|scene|lecture|session|day|verse) (one|two|three|four)\b",
    re.IGNORECASE,
)
_LAST = {"last", "latest", "newest", "recent"}
_PREVIOUS = {"previous", "before", "earlier", "prior"}

_PLACES = {*ORDINAL, *_PLURAL, *_LAST, *_PREVIOUS, *ROOT, "other", "another", "number"}
_NUMBERED = {"speaker", "number", "file", "voice", "recording", "track", "clip"}
# What a file has several of: "the second half" of the only recording.
_PORTIONS = {"half", "part", "third", "quarter", "verse", "line", "sentence", "word", "minute"}
_PORTIONS |= {"bit", "section", "chorus", "passage", "note", "bar"}
_SAID = re.compile(r"\bi( just| have)? (said|say|spoke|told)\b|\bmy (own )?voice\b", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What a reference came to; ``trouble`` says why ``handles`` is empty."""

    handles: tuple[str, ...] = ()
    trouble: Literal["", "nothing", "unknown", "ambiguous"] = ""
    named: str = ""
    suggestion: str = ""


def find(
    words: str,
    kind: str,
    candidates: Sequence[Candidate],
    context: Context,
    around: str = "",
) -> Found:
    """The files that ``words`` mean; no words mean what the dialogue is about just now. What
    stands ``around`` them tells files apart that fit them equally well."""
    words = _ONE_OF.sub("it", IN_TURN.sub(" ", words))
    words = _NOT_MEANT.sub(" ", words) if _NOT_MEANT.sub("", words).strip(" ,") else words
    parts = [part for part in _AND.split(words) if part.strip()]
    if len(parts) > 1 and all(_is_definite(part, kind, candidates) for part in parts):
        each = [find(part, kind, candidates, context) for part in parts]
        wrong = next((found for found in each if found.trouble), None)
        return wrong or Found(tuple(dict.fromkeys(h for found in each for h in found.handles)))
    named = FILE_NAME.findall(written(words))
    if named:
        several = [_by_name(name, kind, candidates, context) for name in named]
        wrong = next((found for found in several if found.trouble), None)
        return wrong or Found(tuple(dict.fromkeys(f.handles[0] for f in several)))
    pool = [candidate for candidate in candidates if candidate.kind == kind]
    if counted := _ALL_OF.search(words):
        made = sorted((c for c in pool if c.description != UTTERANCE), key=lambda c: c.created)
        return Found(tuple(c.handle for c in made[-_NUMBERS[counted[1].lower()] :]))
    words = _COUNTED.sub(lambda match: f"{match[1]} {_NUMBERS[match[2].lower()]}", words)
    tokens = numbered(called.tokens(words), [called.tokens(c.description) for c in pool])
    if exact := naming.exactly(tokens, pool):
        return Found(exact)
    mine = [c for c in pool if c.description == UTTERANCE or c.origin == "record_audio"]
    if mine and _SAID.search(words) and pool[-1].handle[0] != "$":
        return Found((mine[-1].handle,))
    if kind == "image":  # our own spectrograms are not the pictures people talk about
        pool = [c for c in pool if c.origin in GIVEN or c.handle[0] == "$"]
    pool = [c for c in pool if c.description != UTTERANCE]
    if not pool:
        return Found(trouble="nothing")
    return _choose(tokens, words.lower(), pool, called.tokens(around))


def _is_definite(words: str, kind: str, candidates: Sequence[Candidate]) -> bool:
    """Whether words tell one file of several by its name, its place or what is in it."""
    if FILE_NAME.search(written(words)):
        return True
    pool = [candidate for candidate in candidates if candidate.kind == kind]
    tokens = numbered(called.tokens(words), [called.tokens(c.description) for c in pool])
    if not pool or set(tokens) & _PLURAL:
        return False
    return bool(_place(tokens)) or len(matching(tokens, words.lower(), pool)) < len(pool)


def is_plain(words: str) -> bool:
    """Whether words can only mean a file ("it", "the second recording"), not a sound."""
    tokens = re.findall(r"[a-z0-9']+", words.lower())
    known = EMPTY | _PLURAL | set(ORDINAL) | _LAST | _PREVIOUS | ROOT | {"other", "another"}
    return bool(FILE_NAME.search(words)) or all(token in known for token in tokens)


def _choose(tokens: list[str], words: str, pool: list[Candidate], around: list[str]) -> Found:
    kept = matching(tokens, words, pool)
    if len(kept) == len(pool) > 1:
        tokens = [t if t in _PLACES else respelt(t, pool) for t in tokens]
        kept = matching(tokens, words, pool)
    known = set().union(*map(described_by, pool))
    told = any(stem(t) in known for t in content_of(tokens) if t not in _PLACES)
    if len(kept) > 1 and (told or len(kept) < len(pool)):
        kept = matching(content_of(around), "", kept)
    narrowed = len(kept) < len(pool)
    if narrowed and kept[-1].origin in GIVEN:  # "play the first take": first_take.wav
        name = described_by(kept[-1])
        tokens = [t for t in tokens if t not in name or t in _PLURAL]
    if set(tokens) & {"other", "another"}:
        just = {pool[-1].handle, *pool[-1].parents}
        others = [c for c in kept if c.handle not in just]
        others = others or [c for c in kept if c.handle != pool[-1].handle] or pool[:-1]
        return Found((others[-1].handle,)) if others else Found((pool[-1].handle,))
    place = _place(tokens)
    plural = bool(set(tokens) & _PLURAL) or bool(re.search(_MANY, words))
    if narrowed and len(kept) == 1 and str(place) in called.tokens(kept[0].description):
        return Found((kept[0].handle,))  # "voice two" of voice 1 and voice 2
    if place and tokens[-2:] != ["first", "two"]:
        return _by_place(place, kept if narrowed else _siblings(pool, tokens) or kept)
    fresh = [c for c in kept if c.handle[0] == "$" and c.origin == kept[-1].origin]
    fresh = [c for c in fresh if c.touched == c.created] or fresh  # not what went on already
    if plural and fresh and set(tokens) & _PLURAL <= {"them", "these", "those"}:
        return Found(tuple(c.handle for c in fresh))  # "record two seconds and play them back"
    if "everything" in tokens:
        return _everything(pool)
    if plural:
        group = _siblings(kept, tokens) or kept
        return Found(tuple(c.handle for c in sorted(group, key=lambda c: c.created)))
    latest = kept[-1]
    made = [c for c in kept if c.group == latest.group] if latest.handle[0] == "$" else []
    if len(made) > 1:  # "split them and play it": whatever this plan has just made
        return Found(tuple(c.handle for c in made))
    twins = [c for c in kept if c.group == latest.group and c.origin == "separate_speech"]
    used = [c for c in twins if c.touched > c.created]  # one of them was spoken of before
    if len(twins) > 1 and len(used) != 1 and latest.origin == "separate_speech":
        return Found(trouble="ambiguous", named="the first or the second speaker")
    return Found((latest.handle,))


def _everything(pool: list[Candidate]) -> Found:
    """What a plan leaves at its end, or the session's files where nothing was made of them."""
    made = [c for c in pool if c.handle[0] == "$" and c.touched == c.created]
    used = {parent for c in pool for parent in c.parents}
    ends = made or [c for c in pool if c.handle not in used]
    return Found(tuple(c.handle for c in sorted(ends, key=lambda c: c.created)))


def _siblings(pool: Sequence[Candidate], tokens: Sequence[str]) -> list[Candidate]:
    """The latest files that came together, if several did."""
    if set(tokens) & _EVERY:
        return list(pool)
    for latest in reversed(pool):
        group = [c for c in pool if c.group == latest.group]
        if len(group) > 1:
            return group
        if latest.created < 1e6:
            break
    return list(pool[-2:]) if len(pool) > 1 and set(tokens) & {"both", "two"} else []


def _place(tokens: Sequence[str]) -> int:
    """1 for the first, -1 for the last, -2 for the one before; 0 when no place is named."""
    for position, token in enumerate(tokens):
        follower = tokens[position + 1] if position + 1 < len(tokens) else ""
        if token in _PORTIONS and position and tokens[position - 1] in (*_LAST, *ORDINAL, "final"):
            continue  # "the last third"
        if token in ORDINAL and token != "one" and follower not in _PORTIONS:
            return ORDINAL[token]
        if token in _NUMBERED and follower in _NUMBERS:
            return _NUMBERS[follower]
    if set(tokens) & _PREVIOUS:
        return -2
    return -1 if set(tokens) & _LAST else 0


def _by_place(place: int, pool: Sequence[Candidate]) -> Found:
    ordered = sorted(pool, key=lambda candidate: candidate.created)
    if place < 0:
        return Found((ordered[max(place, -len(ordered))].handle,))
    if place > len(ordered):
        return Found(trouble="unknown", named=f"number {place}")
    return Found((ordered[place - 1].handle,))


def _by_name(name: str, kind: str, pool: Sequence[Candidate], context: Context) -> Found:
    """A file that is named must exist exactly; near misses are offered, never taken."""
    for candidate in pool:
        same = name.lower() in (candidate.handle.lower(), candidate.handle.split("/")[-1].lower())
        same = same or name.lower() in FILE_NAME.findall(candidate.description.lower())
        if same and candidate.kind == kind:
            return Found((candidate.handle,))
    known = [found for c in pool for found in FILE_NAME.findall(c.description)]
    near = _alike(name, kind, pool) or difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    suggestion = near[0] if near else nearest_path(name, context)
    return Found(trouble="unknown", named=name, suggestion=suggestion)


def _alike(name: str, kind: str, pool: Sequence[Candidate]) -> list[str]:
    """The given files whose names end in the same words: "interview_anna.mp3" may be meant for
    "interview anna.wav"."""
    words = called.tokens(name.rpartition("/")[2].rpartition(".")[0])
    named = [(c, match) for c in pool if (match := naming.CALLED.match(c.description))]
    return [
        match[0]
        for c, match in named
        if words and c.kind == kind and c.origin in GIVEN
        if called.tokens(match[1])[-len(words) :] == words
    ]
