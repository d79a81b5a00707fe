"""How many words two sentences share: ROUGE (Lin 2004), for captions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_LITTLE = frozenset(
    ("a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "into", "is", "it", "of",
     "on", "or", "over", "some", "that", "the", "then", "there", "this", "to", "under", "while",
     "with")
)  # fmt: skip


def content_words(text: str) -> list[str]:
    """Lower-case words that say something, without the commonest endings."""
    words = (word for word in re.findall(r"[a-z]+", text.lower()) if word not in _LITTLE)
    return [re.sub(r"(?<=\w{3})(ing|es|ed|s|e)$", "", word) for word in words]


def rouge_1(reference: str, caption: str) -> float:
    """F1 of content words, 0 to 1: how many of each are in the other, each as often."""
    wanted, given = Counter(content_words(reference)), Counter(content_words(caption))
    return _f1((wanted & given).total(), wanted.total(), given.total())


def rouge_l(reference: str, caption: str) -> float:
    """F1 of the longest common subsequence of content words, 0 to 1: order counts too."""
    wanted, given = content_words(reference), content_words(caption)
    return _f1(_common(wanted, given), len(wanted), len(given))


def _f1(hits: int, wanted: int, given: int) -> float:
    return 2 * hits / max(1, wanted + given)


def _common(one: Sequence[str], two: Sequence[str]) -> int:
    row = [0] * (len(two) + 1)
    for word in one:
        before = row.copy()
        for place, other in enumerate(two, 1):
            longer = before[place - 1] + 1
            row[place] = longer if word == other else max(row[place - 1], before[place])
    return row[-1]
