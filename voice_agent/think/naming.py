"""Which of the files that we know words name in passing: by the name that its owner gave it, or by
what we said is in it.

What they mean by it ("the second one of them") is for ``references``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice_agent.think import called
from voice_agent.think.called import numbered
from voice_agent.think.candidates import GIVEN, OURS, Candidate
from voice_agent.think.context import Context
from voice_agent.think.likeness import EMPTY, content_of, described_by, stem

_THE = re.compile(r"\b(?:the|that|my) ([a-z]+)", re.IGNORECASE)
CALLED = re.compile(r"([\w\- ']+)\.[a-z0-9]{2,4}\b", re.IGNORECASE)  # the name of a file


def exactly(tokens: list[str], pool: Sequence[Candidate]) -> tuple[str, ...]:
    """The given files whose whole names, without their endings, stand among the words."""
    said = f" {' '.join(tokens)} "
    names: dict[str, str] = {}
    for candidate in pool:
        match = CALLED.match(candidate.description)
        if candidate.origin in GIVEN and match:
            names[candidate.handle] = f" {' '.join(called.tokens(match[1]))} "
    hits = {handle: said.index(name) for handle, name in names.items() if name in said}
    rest = said
    for handle in hits:
        rest = rest.replace(names[handle], " ")
    if set(rest.split()) - EMPTY:
        return ()  # "the clean version of interview"
    return tuple(sorted(hits, key=lambda handle: hits[handle]))


def names_one(words: str, context: Context) -> bool:
    """Whether a word of ``words`` stands in the description of a sound that we have."""
    known = [stem(w) for r in context.newest("audio") for w in _content(r.description)]
    return any(stem(word) in known for word in _content(words))


def names_all(words: str, candidates: Sequence[Candidate]) -> bool:
    """Whether every word of ``words`` stands in the name of one sound file that was given."""
    said = {stem(word) for word in _content(words)}
    names = (
        {stem(w) for w in _content(match[1].replace("_", " "))}
        for c in candidates
        if c.kind == "audio" and c.origin in GIVEN and (match := CALLED.match(c.description))
    )
    return bool(said) and any(said <= name for name in names)


def named_in(words: str, kind: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The given files whose names stand among ``words`` with every word: "put it on the class
    puppet as a talking head" means class_puppet.png."""
    said = {stem(word) for word in called.tokens(words)}
    return [
        c
        for c in candidates
        if c.kind == kind and c.origin in GIVEN and (match := CALLED.match(c.description))
        if {stem(word) for word in called.tokens(match[1])} <= said
    ]


def is_called(words: str, candidates: Sequence[Candidate]) -> bool:
    """Whether ``words`` are the whole name of one sound file that was given, and no more."""
    return bool(exactly(called.tokens(words), candidates))


def mentioned(words: str, kind: str, candidates: Sequence[Candidate]) -> str:
    """The file that ``words`` name in passing: "bob left a message, what does he want" means
    uncle_bob.m4a, or what was made of it just now; "" when they name none or several."""
    names = {
        c.handle: called.tokens(match[1])
        for c in candidates
        if c.kind == kind and c.origin in GIVEN and (match := CALLED.match(c.description))
    }
    said = {stem(w) for w in content_of(numbered(called.tokens(words), list(names.values())))}
    said -= {"play", "again"}
    counts = {handle: len(said & {stem(w) for w in name}) for handle, name in names.items()}
    best = max(counts.values(), default=0)
    hits = [handle for handle, count in counts.items() if count == best]
    if not best or len(hits) != 1 or len(names) < 2:
        return ""
    made = [c.handle for c in candidates if c.handle[0] == "$" and c.kind == kind]
    return made[-1] if made else hits[0]


def listed(words: str, kind: str, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Several given files that are listed by the numbers in their names: "4471 and 4472"."""
    given = [c for c in candidates if c.kind == kind and c.origin in GIVEN]
    return called.listed(words, {c.handle: called.tokens(c.description) for c in given})


def made(words: str, kind: str, candidates: Sequence[Candidate]) -> str:
    """The one file made of words whose sound they name: "put the dog on the right"; "" when they
    name none or several."""
    ours = [c for c in candidates if c.kind == kind and c.origin in OURS and c.handle[0] != "$"]
    named = {stem(noun.lower()) for noun in _THE.findall(words) if noun.lower() not in EMPTY}
    hits = [c.handle for c in ours if named & described_by(c)]
    return hits[0] if len(hits) == 1 else ""


def _content(words: str) -> list[str]:
    return [
        w for w in re.findall(r"[a-z0-9']+", words.lower()) if w not in EMPTY | {"play", "again"}
    ]
