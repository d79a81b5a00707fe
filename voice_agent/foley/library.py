"""All sound models, and finding one by what it is called."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from voice_agent.foley import models
from voice_agent.foley.sound import Sound


@lru_cache(maxsize=1)
def sounds() -> dict[str, type[Sound]]:
    """Every sound model by its name, in the order of the groups."""
    found: dict[str, type[Sound]] = {}
    for module in pkgutil.walk_packages(models.__path__, models.__name__ + "."):
        for sound in getattr(importlib.import_module(module.name), "SOUNDS", ()):
            if sound.name in found:
                raise ValueError(f"two sound models are called '{sound.name}'")
            found[sound.name] = sound
    return found


@lru_cache(maxsize=1)
def vocabulary() -> dict[tuple[str, ...], type[Sound]]:
    """Every phrase that means a sound, as its words in their plain form, to its model.

    A phrase that two models claim means the first one; a model's own name goes before.
    """
    meanings: dict[tuple[str, ...], type[Sound]] = {}
    for sound in sounds().values():
        meanings.setdefault(plain(sound.name), sound)
    for sound in sounds().values():
        for phrase in sound.words:
            meanings.setdefault(plain(phrase), sound)
    return meanings


@lru_cache(maxsize=1)
def phrases() -> tuple[tuple[str, type[Sound]], ...]:
    """Every phrase that means a sound as it is written, with its model: names, then words."""
    named = [(name, sound) for name, sound in sounds().items()]
    return tuple(named + [(word, sound) for _, sound in named for word in sound.words])


def plain(phrase: str) -> tuple[str, ...]:
    """A phrase as plain words: lower case, singular, no articles ("the dogs" -> ("dog",))."""
    words = phrase.lower().replace("-", " ").replace("'s", "").split()
    kept = ("".join(letter for letter in word if letter.isalpha()) for word in words)
    return tuple(stem(word) for word in kept if word not in _SILENT and word)


_SILENT = frozenset({"a", "an", "the", "some", "of", "my", "his", "her", "your", "their"})
_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "geese": "goose",
    "mice": "mouse", "leaves": "leaf", "hooves": "hoof", "wolves": "wolf", "feet": "foot",
    "knives": "knife", "dies": "die", "rang": "ring", "sang": "sing", "blew": "blow",
    "broke": "break", "broken": "break", "shot": "shoot", "drove": "drive", "flew": "fly",
    "flies": "fly", "ran": "run", "running": "run", "shutting": "shut", "fell": "fall",
    "rowing": "rowing", "rowed": "rowing",  # not in a row
    # Adjectives of what is heard.
    "bubbly": "bubbl", "buzzy": "buzz", "creaky": "creak", "drippy": "drip", "hissy": "hiss",
    "leaky": "leak", "rainy": "rain", "rumbly": "rumbl", "sparkly": "sparkl",
    "splashy": "splash", "thundery": "thunder", "windy": "wind",
}  # fmt: skip


def stem(word: str) -> str:
    """A word's plain form, the same for its inflections; not always a word itself."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, least in (("ings", 3), ("ing", 3), ("ies", 2), ("ied", 2), ("es", 3), ("ed", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            base = word[: -len(ending)]
            if ending in ("ies", "ied"):
                return base + "i"
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":
                base = base[:-1]
            return _without_e(base)
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    return _without_e(word)


def _without_e(word: str) -> str:
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word
