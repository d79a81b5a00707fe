# ruff: noqa: SIM905
"""What "it", "the denoised version" or "the second speaker" means among the files we know.

A reference only ever chooses among ``Candidate`` values, so no path can be invented: these
are the session's files and the outputs (``$k``) of the steps planned before.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voice_agent.think import called
from voice_agent.think.called import LETTERED, numbered
from voice_agent.think.candidates import GIVEN, UTTERANCE, WITHOUT, Candidate
from voice_agent.think.context import Context
from voice_agent.think.file_names import FILE_NAME, written
from voice_agent.think.plan import nearest_path

_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bplus\b|\bas well as\b)\s*", re.IGNORECASE)

_PLURAL = {"both", "them", "each", "all", "every", "two", "these", "those", "either", "everyone"}
_PLURAL |= {"everybody", "three", "four", "they", "their"}
_EVERY = {"all", "every", "everything"}
_MANY = r"\b(speakers|files|versions|recordings|clips|tracks|talkers|voices|people|ones|results)\b"
_ORDINAL = {"first": 1, "1st": 1, "one": 0, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
_ORDINAL |= {"frist": 1, "fisrt": 1, "secnd": 2, "thrid": 3}  # as people type them
_ORDINAL |= {"fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# "Take three" is the name of one file, not three of them.
_COUNTED = re.compile(
    r"\b(take|part|chapter|version|episode|scene|lecture|session|day|verse) (one|two|three|four)\b",
    re.IGNORECASE,
)
_LAST = {"last", "latest", "newest", "recent"}
_PREVIOUS = {"previous", "before", "earlier", "prior"}
_ROOT = {"original", "originals", "raw", "unprocessed", "untouched", "source", "noisy", "initial"}
_SPOKEN_IN = {"recorded", "record_audio"}
_FROM_WORDS = {"synthesize_speech", "generate_audio", "compose_music", "sing"}

# Words for where a file came from -> the tools that make such files.
_ORIGINS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (pattern, frozenset(tools.split()))
    for pattern, tools in (
        (r"clean|denois|enhanc|improv|noiseless|noise.?free|polish|tidied|clear", "enhance_speech"),
        (r"separat|speaker|talker|split", "separate_speech"),
        (r"binaural|spatial|stereo|3d|surround|headphone", "binauralize"),
        (r"inpaint|repair|restor|fixed|filled|patch|mended", "inpaint_audio"),
        (r"extract|isolat|pulled", "extract_sound"),
        (r"translat", "translate_speech"),
        (r"sung|song|sing|vocal", "sing compose_music"),
        (r"music|tune|composi|melod|jingle|soundtrack", "compose_music generate_audio sing"),
        (
            r"generat|created|invented|made",
            "generate_audio compose_music generate_audio_from_image",
        ),
        (r"synthes|spoken|narrat|voice.?over|speech", "synthesize_speech translate_speech"),
        (r"style|clone|mimic|imitat", "transfer_style"),
        (r"attach|upload|gave|sent|given", "attached"),
        (r"record", "recorded record_audio"),
    )
)
_SAID = re.compile(r"\bi( just| have)? (said|say|spoke|told)\b|\bmy (own )?voice\b", re.IGNORECASE)
_EMPTY = frozenset(
    "a an the this that it its of to from in on for and or my me i you your we our just now then "
    "file files clip clips audio recording recordings sound sounds one ones version result output "
    "track wav thing stuff voice what said say is was there here with by at as do does into "
    "please which who copy piece bit part sample picture image photo".split()
)


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
    words = _COUNTED.sub(lambda match: f"{match[1]} {_NUMBERS[match[2].lower()]}", words)
    tokens = numbered(called.tokens(words), [called.tokens(c.description) for c in pool])
    if exact := _exactly(tokens, pool):
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


def _exactly(tokens: list[str], pool: Sequence[Candidate]) -> tuple[str, ...]:
    """The given files whose whole names, without their endings, stand among the words."""
    said = f" {' '.join(tokens)} "
    names: dict[str, str] = {}
    for candidate in pool:
        match = _CALLED.match(candidate.description)
        if candidate.origin in GIVEN and match:
            names[candidate.handle] = f" {' '.join(called.tokens(match[1]))} "
    hits = {handle: said.index(name) for handle, name in names.items() if name in said}
    rest = said
    for handle in hits:
        rest = rest.replace(names[handle], " ")
    if set(rest.split()) - _EMPTY:
        return ()  # "the clean version of interview"
    return tuple(sorted(hits, key=lambda handle: hits[handle]))


def _is_definite(words: str, kind: str, candidates: Sequence[Candidate]) -> bool:
    """Whether words tell one file of several by its name, its place or what is in it."""
    if FILE_NAME.search(written(words)):
        return True
    pool = [candidate for candidate in candidates if candidate.kind == kind]
    tokens = numbered(called.tokens(words), [called.tokens(c.description) for c in pool])
    if not pool or set(tokens) & _PLURAL:
        return False
    return bool(_place(tokens)) or len(_matching(tokens, words.lower(), pool)) < len(pool)


def names_one(words: str, context: Context) -> bool:
    """Whether a word of ``words`` stands in the description of a sound that we have."""
    known = [_stem(w) for r in context.newest("audio") for w in _content(r.description)]
    return any(_stem(word) in known for word in _content(words))


def names_all(words: str, candidates: Sequence[Candidate]) -> bool:
    """Whether every word of ``words`` stands in the name of one sound file that was given."""
    said = {_stem(word) for word in _content(words)}
    names = (
        {_stem(w) for w in _content(match[1].replace("_", " "))}
        for c in candidates
        if c.kind == "audio" and c.origin in GIVEN and (match := _CALLED.match(c.description))
    )
    return bool(said) and any(said <= name for name in names)


def mentioned(words: str, kind: str, candidates: Sequence[Candidate]) -> str:
    """The file that ``words`` name in passing: "bob left a message, what does he want" means
    uncle_bob.m4a, or what was made of it just now; "" when they name none or several."""
    names = {
        c.handle: called.tokens(match[1])
        for c in candidates
        if c.kind == kind and c.origin in GIVEN and (match := _CALLED.match(c.description))
    }
    said = {_stem(w) for w in _content_of(numbered(called.tokens(words), list(names.values())))}
    said -= {"play", "again"}
    counts = {handle: len(said & {_stem(w) for w in name}) for handle, name in names.items()}
    best = max(counts.values(), default=0)
    hits = [handle for handle, count in counts.items() if count == best]
    if not best or len(hits) != 1 or len(names) < 2:
        return ""
    made = [c.handle for c in candidates if c.handle[0] == "$" and c.kind == kind]
    return made[-1] if made else hits[0]


_CALLED = re.compile(r"([\w\- ']+)\.[a-z0-9]{2,4}\b", re.IGNORECASE)  # the name of a file


def _content(words: str) -> list[str]:
    return [
        w for w in re.findall(r"[a-z0-9']+", words.lower()) if w not in _EMPTY | {"play", "again"}
    ]


def is_plain(words: str) -> bool:
    """Whether words can only mean a file ("it", "the second recording"), not a sound."""
    tokens = re.findall(r"[a-z0-9']+", words.lower())
    known = _EMPTY | _PLURAL | set(_ORDINAL) | _LAST | _PREVIOUS | _ROOT | {"other", "another"}
    return bool(FILE_NAME.search(words)) or all(token in known for token in tokens)


def _choose(tokens: list[str], words: str, pool: list[Candidate], around: list[str]) -> Found:
    kept = _matching(tokens, words, pool)
    narrowed = len(kept) < len(pool)
    if narrowed and len(kept) > 1:
        kept = _matching(_content_of(around), "", kept)
    if narrowed and kept[-1].origin in GIVEN:  # "play the first take": first_take.wav
        name = _described(kept[-1])
        tokens = [t for t in tokens if t not in name or t in _PLURAL]
    if set(tokens) & {"other", "another"}:
        others = [c for c in kept if c.handle != pool[-1].handle] or pool[:-1]
        return Found((others[-1].handle,)) if others else Found((pool[-1].handle,))
    place = _place(tokens)
    plural = bool(set(tokens) & _PLURAL) or bool(re.search(_MANY, words))
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
    if len(twins) > 1 and latest.origin == "separate_speech":
        return Found(trouble="ambiguous", named="the first or the second speaker")
    return Found((latest.handle,))


def _everything(pool: list[Candidate]) -> Found:
    """What a plan leaves at its end, or the session's files where nothing was made of them."""
    made = [c for c in pool if c.handle[0] == "$" and c.touched == c.created]
    used = {parent for c in pool for parent in c.parents}
    ends = made or [c for c in pool if c.handle not in used]
    return Found(tuple(c.handle for c in sorted(ends, key=lambda c: c.created)))


def _matching(tokens: list[str], words: str, pool: list[Candidate]) -> list[Candidate]:
    """Those of the pool that fit the words best; all of it when the words tell nothing."""
    if set(tokens) & _ROOT:
        roots = [c for c in pool if c.origin in GIVEN]
        return roots or [c for c in pool if not c.parents] or pool
    content = [_stem(token) for token in _content_of(tokens) if token not in _ORDINAL]
    content += [_stem(a + b) for a, b in itertools.pairwise(tokens)]  # "pod cast", "voice mail"
    scores: list[float] = []
    for candidate in pool:
        described = _described(candidate)
        inherited = set().union(*map(_described, _ancestors(candidate, pool))) - described
        score = float(sum(1 for word in content if word in described))
        score += _INHERITED * sum(1 for word in content if word in inherited)
        for pattern, origins in _ORIGINS:
            if not re.search(r"\b(?:" + pattern + ")", words):
                continue
            if candidate.origin in origins:
                score += 0.9 if pattern != "record" else 0.3
            elif pattern != "record" and re.search(
                r"\b(?:" + pattern + ")", candidate.description.lower()
            ):
                score += 0.6
        if "my" in tokens and candidate.origin in _SPOKEN_IN:
            score += 0.4
        if re.search(r"\brecording", words) and candidate.origin not in _FROM_WORDS:
            score += 0.2
        scores.append(score)
        if _REST.search(words) and is_residual(candidate):
            scores[-1] += 2.0
    best = max(scores)
    if best <= 0:
        return pool
    return [c for c, score in zip(pool, scores, strict=True) if score >= best - 1e-6]


def is_residual(candidate: Candidate) -> bool:
    """Whether a file is what an extraction left, not the sound that it took out."""
    return candidate.origin == "extract_sound" and bool(WITHOUT.match(candidate.description))


_REST = re.compile(
    r"\b(?:rest|remainder|remaining|residual|leftover\w*|(?:is|'s|was) left|without)\b", re.I
)
_INHERITED = 0.8  # what the name of a source counts for what was made of it


def _content_of(tokens: Sequence[str]) -> list[str]:
    """The words that may tell files apart; "a" only in "side A"."""
    before = ["", *tokens]
    return [t for t, b in zip(tokens, before, strict=False) if t not in _EMPTY or b in LETTERED]


def _described(candidate: Candidate) -> set[str]:
    return {_stem(word) for word in called.tokens(candidate.description)}


def _ancestors(candidate: Candidate, pool: Sequence[Candidate]) -> list[Candidate]:
    """What a file was made of, and what that was made of in turn."""
    found: list[Candidate] = []
    names = list(candidate.parents)
    while names:
        known = [c for c in pool if c.handle in names and c not in found]
        found += known
        names = [parent for c in known for parent in c.parents]
    return found


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
        if token in _ORDINAL and token != "one":
            return _ORDINAL[token]
        if token in ("speaker", "number", "file", "voice", "recording", "track", "clip"):
            follower = tokens[position + 1] if position + 1 < len(tokens) else ""
            if follower in _NUMBERS:
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
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    suggestion = near[0] if near else nearest_path(name, context)
    return Found(trouble="unknown", named=name, suggestion=suggestion)


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ings", "ing", "ies", "ers", "ed", "es", "er", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word
