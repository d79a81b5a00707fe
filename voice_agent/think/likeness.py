# ruff: noqa: SIM905
"""Which files words fit best: by their names, what made them, and what they were made of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from voice_agent.think import called
from voice_agent.think.called import LETTERED
from voice_agent.think.candidates import GIVEN, WITHOUT, Candidate

ORDINAL = {"first": 1, "1st": 1, "one": 0, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
ORDINAL |= {"frist": 1, "fisrt": 1, "secnd": 2, "thrid": 3}  # as people type them
ORDINAL |= {"fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7}
ORDINAL |= {"7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9, "tenth": 10, "10th": 10}
ROOT = {"original", "originals", "raw", "unprocessed", "untouched", "source", "noisy", "initial"}
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
EMPTY = frozenset(
    "a an the this that it its of to from in on for and or my me i you your we our just now then "
    "file files clip clips audio recording recordings sound sounds one ones version result output "
    "track wav thing stuff voice what said say is was there here with by at as do does into "
    "please which who copy piece bit part sample picture image photo".split()
)


def matching(tokens: list[str], words: str, pool: list[Candidate]) -> list[Candidate]:
    """Those of the pool that fit the words best; all of it when the words tell nothing."""
    if set(tokens) & ROOT:
        roots = [c for c in pool if c.origin in GIVEN]
        return roots or [c for c in pool if not c.parents] or pool
    content = [stem(token) for token in content_of(tokens) if token not in ORDINAL]
    content += [stem(a + b) for a, b in itertools.pairwise(tokens)]  # "pod cast", "voice mail"
    content += [stem(a + "cam") for a, b in itertools.pairwise(tokens) if b == "camera"]
    scores: list[float] = []
    for candidate in pool:
        described = described_by(candidate)
        inherited = set().union(*map(described_by, _ancestors(candidate, pool))) - described
        score = float(sum(1 for word in content if word in described))
        score += _INHERITED * sum(1 for word in content if word in inherited)
        score += _PART * sum(1 for word in content if _is_part(word, described))
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


def _is_part(word: str, described: set[str]) -> bool:
    """Whether a word ends a longer one: "gulls" are seagulls."""
    return len(word) > 3 and any(w != word and w.endswith(word) for w in described)


_PART = 0.7  # what the end of a longer word counts


def is_residual(candidate: Candidate) -> bool:
    """Whether a file is what an extraction left, not the sound that it took out."""
    return candidate.origin == "extract_sound" and bool(WITHOUT.search(candidate.description))


_REST = re.compile(
    r"\b(?:rest|remainder|remaining|residual|leftover\w*|(?:is|'s|was) left|without)\b", re.I
)
_INHERITED = 0.8  # what the name of a source counts for what was made of it


def content_of(tokens: Sequence[str]) -> list[str]:
    """The words that may tell files apart; "a" only in "side A"."""
    before = ["", *tokens]
    return [t for t, b in zip(tokens, before, strict=False) if t not in EMPTY or b in LETTERED]


def described_by(candidate: Candidate) -> set[str]:
    """The words of a file's description, without what is no longer in it."""
    words = candidate.description
    if is_residual(candidate):
        words = re.split(r"\bwithout\b", words)[0]
    return {stem(word) for word in called.tokens(words)}


def respelt(word: str, pool: Sequence[Candidate]) -> str:
    """A word as descriptions have it, where letters were exchanged, lost or doubled: "interveiw".
    A wrong letter makes another word: "talking" is not "walking"."""
    if len(word) < _LONG or word in EMPTY:
        return word
    known = sorted({w for c in pool for w in called.tokens(c.description) if len(w) >= _LONG})
    return next((w for w in known if _is_slip(word, w) or _is_slip(w, word)), word)


def _is_slip(word: str, meant: str) -> bool:
    """Whether letters of ``meant`` were exchanged, or one of them is missing."""
    fewer = {meant[:place] + meant[place + 1 :] for place in range(len(meant))}
    return word in fewer or sorted(word) == sorted(meant)


_LONG = 5  # letters of a word that is looked for in another spelling


def _ancestors(candidate: Candidate, pool: Sequence[Candidate]) -> list[Candidate]:
    """What a file was made of, and what that was made of in turn."""
    found: list[Candidate] = []
    names = list(candidate.parents)
    while names:
        known = [c for c in pool if c.handle in names and c not in found]
        found += known
        names = [parent for c in known for parent in c.parents]
    return found


def stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ings", "ing", "ies", "ers", "ed", "es", "er", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word
