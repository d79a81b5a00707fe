"""Words into syllables: the phonemes by maximal onsets, the spelling by its vowel letters.

split_phonemes("twˈɪŋkᵊl") == ["twˈɪŋ", "kᵊl"]
split_spelling("twinkle", 2) == ["twin", "kle"]
"""

from __future__ import annotations

import re
from itertools import pairwise

VOWELS = frozenset("AIOWYaiuæɐɑɔəɚɛɜɪʊʌᵊᵻ")  # of the voice's alphabet; capitals are diphthongs
STRESS = frozenset("ˈˌ")
SONORANTS = frozenset("ɹɾlmnŋwj")  # consonants with a pitch of their own
PUNCTUATION = '.,;:!?—…"“”()'
WEAK = frozenset("əᵊᵻɚ")

# What may begin an English syllable, beside any single consonant but ŋ.
_ONSETS = frozenset({
    "pl", "pɹ", "pj", "bl", "bɹ", "bj", "tɹ", "tw", "tj", "dɹ", "dw", "dj", "kl", "kɹ", "kw", "kj",
    "ɡl", "ɡɹ", "ɡw", "fl", "fɹ", "fj", "vj", "θɹ", "θw", "ʃɹ", "mj", "nj", "hj", "hw", "sp", "st",
    "sk", "sf", "sm", "sn", "sl", "sw", "spl", "spɹ", "spj", "stɹ", "stj", "skɹ", "skw", "skj",
    "ts", "dz",
})  # fmt: skip
_LETTERS = re.compile(r"[aeiouy]+", re.IGNORECASE)
_BLENDS = frozenset({
    "bl", "br", "ch", "cl", "cr", "dr", "dw", "fl", "fr", "gh", "gl", "gr", "kn", "kr", "ph", "pl",
    "pr", "qu", "sc", "sh", "sk", "sl", "sm", "sn", "sp", "st", "sw", "th", "tr", "tw", "wh", "wr",
    "scr", "shr", "spl", "spr", "squ", "str", "thr",
})  # fmt: skip
_FINAL_LE = re.compile(r"[^aeiouy]le$", re.IGNORECASE)


def split_phonemes(word: str) -> list[str]:
    """The syllables of one word's phonemes; stress marks stay before their vowel.

    Consonants between two vowels go to the second as far as English words may begin so. A
    word without a vowel is one syllable.
    """
    nuclei = [index for index, symbol in enumerate(word) if symbol in VOWELS]
    cuts = []
    for left, right in pairwise(nuclei):
        end = left + 1
        while end < right and word[end] in "ː̃":
            end += 1
        start = right
        while start > end and word[start - 1] in STRESS:
            start -= 1
        marked = start
        while start > end and _may_begin(word[start - 1 : marked]):
            start -= 1
        cuts.append(start)
    bounds = [0, *cuts, len(word)]
    return [word[a:b] for a, b in pairwise(bounds)]


def _may_begin(consonants: str) -> bool:
    if len(consonants) == 1:
        return consonants not in "ŋʔ"
    return consonants in _ONSETS


def shorter(parts: list[str]) -> list[str]:
    """The same word with a weak syllable swallowed, as singers do ("ev'ry", "flow'r", "Glor-ya");
    as it was where there is none."""
    for index in range(len(parts) - 1, 0, -1):
        before, part = parts[index - 1], parts[index]
        open_before = before[-1:] in VOWELS
        if part[0] in WEAK and open_before:  # fI-əɹ, flW-əɹ
            return [*parts[: index - 1], before + part, *parts[index + 1 :]]
    for index in range(1, len(parts) - 1):
        part, after = parts[index], parts[index + 1]
        if part[-1] in "ə" and after[0] in "ɹl" and STRESS.isdisjoint(part):  # ɛ-və-ɹi
            joined = part[:-1] + after
            return [*parts[:index], joined, *parts[index + 2 :]]
    return parts


def split_spelling(word: str, count: int) -> list[str]:
    """The letters of a word in ``count`` parts, each but the odd one with a vowel letter."""
    if count <= 1:
        return [word]
    nuclei = [match.span() for match in _LETTERS.finditer(word)]
    silent_e = word[-1:].lower() == "e" and not _FINAL_LE.search(word)
    if len(nuclei) > count and silent_e and nuclei[-1][1] == len(word):
        nuclei.pop()
    while len(nuclei) > count:
        gaps = [b[0] - a[1] for a, b in pairwise(nuclei)]
        closest = gaps.index(min(gaps))
        nuclei[closest : closest + 2] = [(nuclei[closest][0], nuclei[closest + 1][1])]
    while 0 < len(nuclei) < count and any(end - start > 1 for start, end in nuclei):
        index = max(range(len(nuclei)), key=lambda place: nuclei[place][1] - nuclei[place][0])
        start, end = nuclei[index]
        nuclei[index : index + 1] = [(start, start + 1), (start + 1, end)]
    if len(nuclei) != count:
        bounds = [round(len(word) * part / count) for part in range(count + 1)]
    else:
        bounds = [0, *(_cut(word, a[1], b[0]) for a, b in pairwise(nuclei)), len(word)]
    return [word[a:b] for a, b in pairwise(bounds)]


def _cut(word: str, end: int, start: int) -> int:
    """Where between two vowels a word is cut: a blend stays whole with the second."""
    between = word[end:start].lower()
    for size in (3, 2):
        if len(between) > size - 1 and between[-size:] in _BLENDS:
            return start - size
    if word[start : start + 1].lower() == "e" and between[-1:] == "l" and start + 1 == len(word):
        return start - 2  # -ble, -tle, -kle
    return start - 1 if between else end
