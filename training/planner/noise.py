# ruff: noqa: SIM905
"""What happens to words on their way: recognisers, fingers and second languages."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from grammar import Token, lines
from quantities import in_words

_FILLERS = "um uh like so well er okay hmm you know i mean kind of uhm ah".split()
_ARTICLES = {"a", "an", "the"}
_KEYS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o",
    "q": "w", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc",
    "y": "tu", "z": "x",
}  # fmt: skip
_SLIPS = {
    "is": "are", "are": "is", "says": "say", "does": "do", "has": "have", "was": "is",
    "in": "on", "on": "in", "of": "from", "to": "into", "what": "which", "speaks": "speak",
    "me": "to me", "want": "wanting", "this": "these", "making": "make", "out": "",
}  # fmt: skip
# Words of the trade that recognisers rarely know.
_HARD = {"binaural": 0.5, "binauralize": 0.5, "denoise": 0.3, "denoised": 0.3, "inpaint": 0.4}
_SIGNS = re.compile(r"[^\w\s'./:%-]")


class Noise:
    """Turns clean words into words as they arrive; labels stay with their words."""

    def __init__(self) -> None:
        self.homophones: dict[str, list[str]] = {}
        for line in lines("homophones.txt"):
            said, _, heard = line.partition("=")
            self.homophones[said.strip()] = [h.strip() for h in heard.split(",")]

    def apply(self, tokens: list[Token], chance: random.Random) -> list[Token]:
        style = chance.random()
        if style < 0.45:
            return self._heard(tokens, chance)
        if style < 0.60:
            rate = chance.choice([0.08, 0.12, 0.3, 0.5])
            tokens = [self._typo(token, chance, rate) for token in tokens]
        elif style < 0.72:
            tokens = self._foreign(tokens, chance)
        if chance.random() < 0.3:
            tokens = [t for t in tokens if t.word not in (",", ":")]
        return tokens

    def _heard(self, tokens: list[Token], chance: random.Random) -> list[Token]:
        """As a speech recogniser writes: no signs, fillers, numbers in words, wrong words."""
        wrong = chance.choice([0.0, 0.03, 0.12, 0.3])
        filler = chance.choice([0.0, 0.0, 0.04, 0.12])
        spell = chance.random() < 0.6
        found: list[Token] = []
        for token in tokens:
            word = token.word if _is_data(token) else _SIGNS.sub("", token.word).strip(".:-")
            if not word:
                continue
            if spell and word.isdigit() and int(word) < 10000 and token.role != "notes":
                word = in_words(int(word))
            elif word in self.homophones and chance.random() < max(wrong, _HARD.get(word, 0)):
                word = chance.choice(self.homophones[word])
            elif len(word) > 6 and word.isalpha() and chance.random() < wrong / 5:
                place = chance.randint(3, len(word) - 3)  # "back ground"
                word = f"{word[:place]} {word[place:]}"
            elif "'" in word and chance.random() < 0.5:
                word = word.replace("'", "")
            if found and chance.random() < filler:
                inside = token.role if token.role and not token.begins else ""
                if not inside:
                    found.append(Token(chance.choice(_FILLERS), "", False, token.clause))
            found += _split(replace(token, word=word))
            if chance.random() < filler / 4:
                found.append(replace(token, word=word, begins=False))
        if chance.random() < 0.12 and found and not found[0].role:
            found.insert(0, Token(chance.choice(_FILLERS), "", False, found[0].clause))
        return found

    def _typo(self, token: Token, chance: random.Random, rate: float) -> Token:
        word = token.word
        if len(word) < 3 or not word.isalpha() or chance.random() > rate or _is_data(token):
            return token
        place = chance.randrange(1, len(word) - 1)
        kind = chance.randrange(4)
        if kind == 0:
            word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        elif kind == 1:
            word = word[:place] + word[place + 1 :]
        elif kind == 2:
            word = word[:place] + word[place] + word[place:]
        else:
            near = _KEYS.get(word[place], word[place])
            word = word[:place] + chance.choice(near) + word[place + 1 :]
        return replace(token, word=word)

    def _foreign(self, tokens: list[Token], chance: random.Random) -> list[Token]:
        found: list[Token] = []
        owed = False
        for token in tokens:
            if token.word in _ARTICLES and token.role != "text" and chance.random() < 0.6:
                owed = token.begins
                continue
            if (
                token.word in _SLIPS
                and token.role not in ("text", "notes")
                and chance.random() < 0.2
            ):
                if token.begins or not _SLIPS[token.word]:
                    found.append(token)
                else:
                    found += _split(replace(token, word=_SLIPS[token.word]))
                continue
            found.append(replace(token, begins=True) if owed and token.role else token)
            owed = False
        return found


def _is_data(token: Token) -> bool:
    return bool(re.search(r"\d|/|\.\w", token.word)) or token.role in ("notes", "durations")


def _split(token: Token) -> list[Token]:
    head, *rest = token.word.split() or [token.word]
    return [replace(token, word=head), *(replace(token, word=w, begins=False) for w in rest)]
