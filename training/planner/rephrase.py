# ruff: noqa: SIM905
"""Other words for the same wish, so that the reader learns sentences and not vocabulary.

Words without a role are now and then exchanged for near words of the untuned encoder's
embedding ("remove" becomes "eliminate", "picture" becomes "photograph") or hidden altogether.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
from generate import Request
from model import read_safetensors

from voice_agent.think.offline.reader.encoding import HIDDEN, load_tokenizer
from voice_agent.think.offline.reading import TOOLS

_NEAR = 0.42  # cosine from which a word may stand for another
_MOST = 6
_BLOCK = 512
# Words that carry the structure of a request, or whose neighbours say the opposite.
_KEPT = frozenset(
    "and then but before after first last next once also with without from into onto that this "
    "them they their what when where which while left right front behind above below loud soft "
    "slow fast slower faster louder quieter high higher deep lower both each other original "
    "second third again instead only until between aloud never please here there your mine have "
    "just more less much does will would could should about over under same noise noisy clean "
    "sing sings song music play plays silent quiet".split()
)


class Rephraser:
    """Exchanges words of a request; ``rate`` is the share of a request's words at most."""

    def __init__(self, encoder: Path, rate: float = 0.12, hidden: float = 0.03) -> None:
        self.rate, self.hidden = rate, hidden
        self._near = _neighbours(encoder)

    def apply(self, request: Request, chance: random.Random) -> Request:
        if chance.random() < 0.4:
            return request
        rate, hidden = chance.random() * self.rate, chance.random() * self.hidden
        words = [
            self._word(word, chance, rate, hidden)
            if not role and (task in TOOLS or task == "unsupported")
            else word
            for word, role, task in zip(request.words, request.roles, request.tasks, strict=True)
        ]
        return replace(request, words=words)

    def _word(self, word: str, chance: random.Random, rate: float, hidden: float) -> str:
        if word.isalpha() and chance.random() < hidden:
            return HIDDEN
        near = self._near.get(word.lower())
        return chance.choice(near) if near and chance.random() < rate else word


def _neighbours(encoder: Path) -> dict[str, list[str]]:
    """Whole words of the vocabulary with their nearest words, most of them inflections."""
    tokenizer = load_tokenizer(str(encoder / "tokenizer.json"))
    names = {index: word for word, index in tokenizer.get_vocab().items()}
    vectors = read_safetensors(encoder / "model.safetensors")["embeddings.word_embeddings.weight"]
    common = [i for i in range(1996, 16000) if names[i].isascii() and names[i].isalpha()]
    common = [i for i in common if len(names[i]) > 3]
    unit = vectors[common] - vectors[common].mean(axis=0)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    found: dict[str, list[str]] = {}
    for start in range(0, len(common), _BLOCK):
        likeness = unit[start : start + _BLOCK] @ unit.T
        best = np.argpartition(-likeness, _MOST, axis=1)[:, : _MOST + 1]
        for row, places in enumerate(best):
            name = names[common[start + row]]
            near = [names[common[k]] for k in places if likeness[row, k] > _NEAR]
            found[name] = [word for word in near if word != name and word not in _KEPT]
    return {word: near for word, near in found.items() if near and word not in _KEPT}
