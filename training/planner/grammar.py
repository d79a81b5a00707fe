"""Expands phrase templates into words with labels.

``[a|b]`` chooses one alternative, ``[a|]`` may vanish, ``<slot>`` is filled. A slot with a
role labels its words; one without is plain text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PHRASES = Path(__file__).parent / "phrases"
_LETTERS = re.compile(r"\[[^\[\]]*\]")


@dataclass
class Token:
    """One word of a training request; ``clause`` counts from 0."""

    word: str
    role: str = ""
    begins: bool = False  # first word of its role's stretch
    clause: int = 0


Filler = Callable[[random.Random], list[Token]]


def sections(name: str, *, alone: bool = False) -> dict[str, list[str]]:
    """The lines of a phrase file by their ``@section``; unless ``alone``, "tools.txt" with
    those of "tools_*.txt"."""
    found: dict[str, list[str]] = {}
    stem, ending = name.split(".")
    more = [] if alone else sorted(PHRASES.glob(f"{stem}_*.{ending}"))
    for path in [PHRASES / name, *more]:
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("@"):
                section = found.setdefault(line[1:].strip(), [])
            elif line.strip() and not line.startswith("#"):
                section.append(line.strip())
    return found


def lines(name: str) -> list[str]:
    """The lines of a phrase file; "sounds.txt" with those of "sounds_*.txt"."""
    stem, ending = name.split(".")
    paths = [PHRASES / name, *sorted(PHRASES.glob(f"{stem}_*.{ending}"))]
    read = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    return [line for line in read if line.strip() and not line.startswith("#")]


def choose(template: str, chance: random.Random) -> str:
    """The template with every ``[a|b]`` decided."""
    while True:
        match = _LETTERS.search(template)
        if match is None:
            return template
        picked = chance.choice(match[0][1:-1].split("|"))
        template = template[: match.start()] + picked + template[match.end() :]


def expand(template: str, fillers: dict[str, Filler], chance: random.Random) -> list[Token]:
    """Words of one chosen expansion; every slot must have a filler."""
    tokens: list[Token] = []
    for part in re.split(r"(<\w+>)", choose(template, chance)):
        if part.startswith("<"):
            tokens += fillers[part[1:-1]](chance)
        else:
            tokens += [Token(word) for word in part.split()]
    return tokens


def labelled(text: str, role: str) -> list[Token]:
    """The words of ``text``, all in one stretch of ``role``."""
    return [Token(word, role, index == 0) for index, word in enumerate(text.split())]
