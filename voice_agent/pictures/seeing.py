"""What a picture shows, coarsely first: kinds of things, then classes within them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from voice_agent.pictures.facts import Facts, measured
from voice_agent.pictures.network import CLASSES, SIDE

if TYPE_CHECKING:
    from PIL.Image import Image

_HERE = Path(__file__).parent
_MARGIN = 0.875  # of the shorter side, that the middle cut shows
_LABELS = 5


@dataclass(frozen=True)
class Kind:
    """A coarse kind of thing: what one calls it, its classes, and a description of what is
    heard where it is ("" for nothing)."""

    name: str
    family: str
    classes: tuple[int, ...]
    sound: str


@dataclass(frozen=True)
class Family:
    """Kinds that have much in common, and what one calls a member: "an animal"."""

    name: str
    called: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Label:
    """A class with its probability; ``name`` as one says it: "a tabby cat"."""

    name: str
    probability: float


@dataclass(frozen=True)
class SeenKind:
    """A kind with the probabilities of its classes together, and the likeliest of those."""

    kind: Kind
    probability: float
    best: Label


@dataclass(frozen=True)
class Sight:
    """What was seen: the likeliest classes, kinds and families, and what was measured."""

    labels: tuple[Label, ...]
    kinds: tuple[SeenKind, ...]  # all, the likeliest first
    families: tuple[tuple[Family, float], ...]  # all, the likeliest first
    facts: Facts
    people: int = 0  # faces that were found
    told: str = ""  # what a model that writes says of it, without a full stop


class Classifier(Protocol):
    """What names pictures: the embedded network, or a larger model."""

    def probabilities(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Of the 1000 classes, shape (n, 1000), for RGB pictures of shape (224, 224, 3)."""


def look(picture: Image, classifier: Classifier, *, people: int = 0) -> Sight:
    """Judge an RGB picture: its middle and the whole of it, each also as in a mirror."""
    found = classifier.probabilities(_views(picture)).mean(axis=0)
    return judged(found, measured(picture), people=people)


def judged(probabilities: NDArray[np.float32], facts: Facts, *, people: int = 0) -> Sight:
    """The sight that class probabilities of shape (1000,) amount to. Pure."""
    names = labels()
    best = [Label(names[i], float(probabilities[i])) for i in np.argsort(-probabilities)[:_LABELS]]
    kinds: list[SeenKind] = []
    sums: list[tuple[Family, float]] = []
    for family in families():
        for kind in family.kinds:
            inside = probabilities[list(kind.classes)]
            top = kind.classes[int(inside.argmax())]
            label = Label(names[top], float(probabilities[top]))
            kinds.append(SeenKind(kind, float(inside.sum()), label))
        sums.append((family, sum(k.probability for k in kinds if k.kind in family.kinds)))
    kinds.sort(key=lambda seen: -seen.probability)
    sums.sort(key=lambda item: -item[1])
    return Sight(tuple(best), tuple(kinds), tuple(sums), facts, people)


def _views(picture: Image) -> list[NDArray[np.uint8]]:
    from PIL import Image

    half = _MARGIN * min(picture.size) / 2
    x, y = picture.width / 2, picture.height / 2
    boxes = [(x - half, y - half, x + half, y + half), (0, 0, *picture.size)]
    views = [
        np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC, box=box)) for box in boxes
    ]
    return views + [view[:, ::-1] for view in views]


@lru_cache(maxsize=1)
def labels() -> tuple[str, ...]:
    """What one calls each class, in the order of the network."""
    lines = (_HERE / "labels.txt").read_text(encoding="utf-8").splitlines()
    names = tuple(line.split(" ", 1)[1] for line in lines if line and not line.startswith("#"))
    if len(names) != CLASSES:
        raise ValueError(f"labels.txt has {len(names)} classes, not {CLASSES}")
    return names


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """The families of ``kinds.toml``."""
    return tuple(
        Family(name, table["called"], tuple(_kinds(name, table["kinds"])))
        for name, table in _read("kinds.toml")["family"].items()
    )


def _kinds(family: str, table: dict[str, Sequence[str]]) -> list[Kind]:
    return [
        Kind(name, family, tuple(_places(places)), sound) for name, (places, sound) in table.items()
    ]


def _places(text: str) -> list[int]:
    """ "3 7-9" -> [3, 7, 8, 9]."""
    places: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        places += range(int(first), int(last or first) + 1)
    return places


def _read(name: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
