"""Cuts a growing text into sentences, so that the first is spoken before the last is written."""

from __future__ import annotations

import re

# An end is only an end once something follows: "3." may go on as "3.5 seconds", and the dot
# of "audio/1a2b3c4d.wav" is followed by a letter.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？]|\n+")
_ABBREVIATION = re.compile(r"^\s*\d+\.$|(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|St|e\.g|i\.e|vs|approx)\.$")


class Sentences:
    """Text in, finished sentences out.

    >>> sentences = Sentences()
    >>> sentences.feed("It is done. The file is aud")
    ['It is done.']
    >>> sentences.feed("io/1a2b3c4d.wav. "), sentences.rest()
    (['The file is audio/1a2b3c4d.wav.'], '')
    """

    def __init__(self) -> None:
        self._open = ""

    def feed(self, text: str) -> list[str]:
        """The sentences that ``text`` completes."""
        self._open += text
        done: list[str] = []
        start = 0
        for end in _END.finditer(self._open):
            sentence = self._open[start : end.end()]
            if _ABBREVIATION.search(sentence):
                continue
            start = end.end()
            if sentence.strip():
                done.append(sentence.strip())
        self._open = self._open[start:]
        return done

    def rest(self) -> str:
        """What is left at the end of the text."""
        rest, self._open = self._open.strip(), ""
        return rest


_PATH = re.compile(r"[`\"'(]*\b(audio|image|video)/[\w-]+\.\w+[`\"')]*")
_NOUNS = {"audio": "audio file", "image": "picture", "video": "video"}
_MARKUP = re.compile(r"^\s*(?:[-*+•]|#{1,6}|\d+[.)])\s+|[*_`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}")


def speakable(sentence: str, new: frozenset[str]) -> str:
    """The sentence as it is said: markup left out, a file named by what it is.

    ``new`` are the paths that this turn made ("the new audio file").

    >>> speakable("I saved `audio/1a2b3c4d.wav`.", frozenset({"audio/1a2b3c4d.wav"}))
    'I saved the new audio file.'
    """

    def name(match: re.Match[str]) -> str:
        path = match[0].strip("`\"'()")
        return f"the new {_NOUNS[match[1]]}" if path in new else f"the {_NOUNS[match[1]]}"

    return " ".join(_MARKUP.sub("", _PATH.sub(name, sentence)).split())
