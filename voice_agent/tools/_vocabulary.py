"""From what somebody calls a sound to classes of AudioSet: "someone clapping" -> Clapping.

Known phrases come first (``sound_words.toml`` and the classes' own names), whatever their
inflection. What is left is compared by meaning with those phrases: each word has a vector
distilled from a sentence encoder, so "chihuahua" comes out near "dog". What is near nothing
is not known, and is said to be so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.tools._audioset import ancestors

WORDS = Path(__file__).with_name("sound_words.toml")

_NEAR = 0.62  # cosine from which on a phrase counts as meaning the same kind of sound
_BREAKS = re.compile(
    r"\b(?:in|on|at|with|from|into|onto|against|over|under|behind|near|through|during|while|when|"
    r"by|inside|outside|around|before|after|across|between|and)\b|[,;:.!?()]"
)
_IRREGULAR = {"geese": "goose", "mice": "mouse", "children": "child", "men": "man",
              "women": "woman", "feet": "foot", "wolves": "wolf", "leaves": "leaf",
              "knives": "knife", "oxen": "ox", "people": "person", "teeth": "tooth",
              "hooves": "hoof", "rung": "ring", "rang": "ring", "sang": "sing", "sung": "sing",
              "blew": "blow", "broke": "break", "broken": "break"}  # fmt: skip
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+")


@dataclass(frozen=True)
class Meaning:
    """What a description was taken for: ``phrase`` is what it matched. ``exact`` is False
    where only a related sound is known."""

    labels: tuple[str, ...]
    phrase: str
    exact: bool = True


class Vocabulary:
    """Knows what people call the classes ``labels``.

    vocabulary = Vocabulary(labels, WordVectors(directory))
    vocabulary.understand("emergency vehicle").labels  # ("Emergency vehicle", "Siren", ...)
    vocabulary.understand("flibbertigibbet")           # None
    """

    def __init__(self, labels: Sequence[str], vectors: WordVectors | None = None) -> None:
        known: dict[tuple[str, ...], dict[str, Meaning]] = {}
        for phrase, names in _ours(labels):
            forms, form = known.setdefault(_stems(phrase), {}), _form(phrase)
            before = forms.get(form, Meaning((), phrase))
            joined = dict.fromkeys([*before.labels, *names])
            forms[form] = Meaning(tuple(joined), before.phrase)
        for phrase, label in _names(labels):
            known.setdefault(_stems(phrase), {_form(phrase): Meaning((label,), phrase)})
        self._known = known
        self._above = ancestors(labels)
        self._longest = max(map(len, known))
        self._vectors = vectors
        self._phrases = [meaning for forms in known.values() for meaning in forms.values()]
        self._places: NDArray[np.float32] | None = None

    def understand(self, description: str) -> Meaning | None:
        """The classes that ``description`` names, or the related ones; None for neither."""
        text = description.lower().replace("-", " ")
        whole = self._phrase(content_words(text))
        if whole is not None:
            return whole
        for part in (_BREAKS.split(text)[0], text):
            found = self._named(content_words(part))
            if found is not None:
                return found
        return self._related(text)

    def _phrase(self, words: Sequence[str]) -> Meaning | None:
        """The known phrase of these words in any inflection; of several ("a crow", "crowing") the
        one that is written most like them."""
        forms = self._known.get(tuple(map(_stem, words)))
        if forms is None:
            return None
        said = " ".join(words)
        return forms[max(forms, key=lambda form: (_shared(form, said), -len(form)))]

    def _named(self, words: Sequence[str]) -> Meaning | None:
        """The known phrases in it, the longest first; their classes together."""
        found: list[Meaning] = []
        place = 0
        while place < len(words):
            for length in range(min(self._longest, len(words) - place), 0, -1):
                meaning = self._phrase(words[place : place + length])
                if meaning is not None:
                    found.append(meaning)
                    place += length
                    break
            else:
                place += 1
        telling = [m for m in found if not _grammar("persons") & set(m.phrase.split())] or found[:1]
        if not telling:
            return None
        labels = dict.fromkeys(
            label
            for meaning in telling
            for label in meaning.labels
            if not self._is_narrowed(label, [m for m in telling if m is not meaning])
        )
        return Meaning(tuple(labels), " ".join(m.phrase for m in telling))

    def _is_narrowed(self, label: str, others: Sequence[Meaning]) -> bool:
        """Whether other words name something below it: a car that honks is a horn."""
        return any(label in self._above[below] for other in others for below in other.labels)

    def _related(self, text: str) -> Meaning | None:
        """The phrase that is nearest in meaning, if it is near."""
        if self._vectors is None:
            return None
        wanted = self._vectors.embed(content_words(text))
        if wanted is None:
            return None
        if self._places is None:
            rows = [self._vectors.embed(content_words(m.phrase)) for m in self._phrases]
            empty = np.zeros(self._vectors.width, np.float32)
            self._places = np.stack([empty if row is None else row for row in rows])
        likeness = self._places @ wanted
        best = int(likeness.argmax())
        if likeness[best] < _NEAR:
            return None
        nearest = self._phrases[best]
        return Meaning(nearest.labels, nearest.phrase, exact=False)


class WordVectors:
    """Meanings of single English words, distilled from all-MiniLM-L6-v2.

    ``directory`` holds ``words.txt``, one a line, and ``vectors.npy``, int8 of shape
    (words, width) with rows of the same length.
    """

    def __init__(self, directory: Path) -> None:
        words = (directory / "words.txt").read_text(encoding="utf-8").split()
        self._index = {word: place for place, word in enumerate(words)}
        self._vectors: NDArray[np.int8] = np.load(directory / "vectors.npy", mmap_mode="r")
        self.width = int(self._vectors.shape[1])

    def embed(self, words: Iterable[str]) -> NDArray[np.float32] | None:
        """The mean direction of the words that are known, of length 1; None without any."""
        places = [self._index[form] for word in words if (form := self._form(word))]
        if not places:
            return None
        rows = self._vectors[places].astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
        mean = rows.mean(axis=0)
        direction: NDArray[np.float32] = mean / (np.linalg.norm(mean) + 1e-9)
        return direction

    def _form(self, word: str) -> str | None:
        """The word, or its stem, whichever is known."""
        return next((form for form in (word, _stem(word)) if form in self._index), None)


def _ours(labels: Sequence[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Our phrases with the classes that they mean."""
    for names, phrases in _table().items():
        meant = tuple(name for name in names.split("|") if name in labels)
        for phrase in phrases.split(","):
            yield phrase.strip(), meant


def _names(labels: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Classes by their own names, then by parts of them."""
    for label in labels:
        yield label, label
    for label in labels:
        for name in label.partition(" (")[0].split(","):
            if name.strip() not in ("", "etc."):
                yield name.strip(), label


def known_phrases() -> list[str]:
    """Our own phrases for sounds, without the names of classes."""
    return [phrase.strip() for phrases in _table().values() for phrase in phrases.split(",")]


def _table() -> dict[str, str]:
    """Classes, separated by bars, to phrases, separated by commas."""
    return _file()["words"]


@lru_cache(maxsize=2)
def _grammar(kind: str) -> frozenset[str]:
    """The words of one kind."""
    return frozenset(_file()["grammar"][kind].split())


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, str]]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    tables: dict[str, dict[str, str]] = tomllib.loads(WORDS.read_text("utf-8"))
    return tables


def content_words(text: str) -> list[str]:
    """The words that carry meaning; all of them where none does."""
    words = _WORD.findall(text.lower())
    return [word for word in words if word not in _grammar("fillers")] or words


def _form(text: str) -> str:
    return " ".join(content_words(text))


def _shared(one: str, other: str) -> int:
    """How many letters they begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@lru_cache(maxsize=8192)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in content_words(text))


def _stem(word: str) -> str:
    """A word without the endings of number and tense; crude, but the same for all forms."""
    word = _IRREGULAR.get(word, word).removesuffix("'s").removesuffix("’s")
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"),
                            ("xes", "x"), ("s", "")):  # fmt: skip
        if word.endswith(ending) and not word.endswith(("ss", "us", "is")) and len(word) > 3:
            word = word.removesuffix(ending) + instead
            break
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2 and re.search("[aeiouy]", base):
            if base[-1] == base[-2] and base[-1] not in "ls":
                base = base[:-1]
            word = base
            break
    return word.removesuffix("e") if len(word) > 3 else word


def asked_for(vectors: WordVectors, description: str, labels: Sequence[str]) -> NDArray[np.float32]:
    """What is asked for as one vector, (2 * width,): the meaning of the words, then that of the
    names of the classes; zeros for words that are not known."""
    first = _BREAKS.split(description.lower().replace("-", " "))[0]
    words = content_words(description)
    said = vectors.embed(words if len(words) <= 4 else content_words(first))
    names = [vectors.embed(content_words(label)) for label in labels]
    known = [name for name in names if name is not None]
    empty = np.zeros(vectors.width, np.float32)
    mean = np.mean(known, axis=0) if known else empty
    mean = mean / (np.linalg.norm(mean) + 1e-9)
    return np.concatenate([empty if said is None else said, mean]).astype(np.float32)
