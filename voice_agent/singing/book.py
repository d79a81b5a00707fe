"""A small book of songs in the public domain, and one of our own (``songs.toml``)."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from voice_agent.singing.notation import Groups, Note, fraction, pitch


@dataclass(frozen=True)
class BookSong:
    """A song as it is printed: lines of words, and the notes of each of their syllables."""

    key: str
    title: str
    names: tuple[str, ...]  # plain words by which people ask for it
    tempo: float
    lines: tuple[tuple[str, Groups], ...]
    own: bool = False

    @property
    def words(self) -> str:
        """All of its words, plain."""
        return plain(" ".join(line for line, _ in self.lines))


@lru_cache(maxsize=1)
def songs() -> Mapping[str, BookSong]:
    """The songs of the book by their keys."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    tables = tomllib.loads(Path(__file__).with_name("songs.toml").read_text("utf-8"))
    return {key: _song(key, table) for key, table in tables.items()}


def _song(key: str, table: dict[str, Any]) -> BookSong:
    names = (table["title"], *table["aliases"])
    return BookSong(
        key=key,
        title=table["title"],
        names=tuple(plain(name) for name in names),
        tempo=float(table["tempo"]),
        lines=tuple((words, groups_of(notes)) for words, notes in table["lines"]),
        own=bool(table.get("own", False)),
    )


def groups_of(notes: str) -> Groups:
    """The notes of each syllable of a line of the book."""
    return [[_note(token) for token in group.split("+")] for group in notes.split()]


def _note(token: str) -> Note:
    name, _, beats = token.partition(":")
    return Note(pitch(name), fraction(beats) if beats else 1.0)


def plain(text: str) -> str:
    """Words in small letters without accents, hyphens and punctuation."""
    bare = unicodedata.normalize("NFKD", text.lower())
    bare = re.sub(r"[-'’]", "", bare)
    return " ".join(re.findall(r"[a-z0-9]+", bare))


@dataclass(frozen=True)
class Request:
    """A song of the book as it was asked for."""

    song: BookSong
    name: str = ""  # whose birthday it is
    tempo: float = 1.0  # factor
    transpose: int = 0  # semitones


_SLOW = re.compile(
    r"\b(very |really |much |a lot |way )?(?:a (?:bit|little) )?(slowly|slower|slow)\b"
)
_FAST = re.compile(
    r"\b(very |really |much |a lot |way )?(?:a (?:bit|little) )?(fast|faster|quickly|quicker)\b"
)
_HIGHER = re.compile(r"\b(an octave |a bit |a little )?(higher|lower|deeper)\b")
_TO = re.compile(r"(?:to|for)\s+(.+?)[\s.!?]*$", re.IGNORECASE)
_FILLING = re.compile(
    r"\b(please|the|a|song|for me|to me|aloud|out loud|and|bit|little|now|once more|again|"
    r"first verse( of)?|sing|me)\b"
)


def find(text: str) -> Request | None:
    """The song that a text asks for by its name, None for lyrics of another song.

    >>> find("twinkle twinkle little star, slowly").tempo
    0.75
    """
    words = plain(text)
    wish, tempo, transpose = _manner(words)
    birthday = re.fullmatch(r"(?:the )?happy birthday(?: song)? (?:to|for) (?!you\b)(.+)", wish)
    if birthday:
        named = (_TO.search(said) for said in (text, text.rpartition(",")[0]))
        shown = (found[1] for found in named if found and plain(found[1]) == birthday[1])
        name = next(shown, birthday[1])
        return Request(songs()["happy_birthday"], name, tempo, transpose)
    for song in songs().values():
        for name in song.names:
            rest = wish.replace(name, " ", 1) if name in wish else None
            if rest is not None and not _FILLING.sub("", rest).strip():
                return Request(song, "", tempo, transpose)
        if len(wish.split()) >= 4 and song.words.startswith(wish):
            return Request(song, "", tempo, transpose)
    return None


def pace(text: str) -> tuple[str, float]:
    """A text without the wish after its last comma for how fast to sing it, and the factor of
    the tempo.

    >>> pace("the rain is falling, very slowly")
    ('the rain is falling', 0.6)
    """
    words, _, wish = text.rpartition(",")
    rest, tempo, transpose = _manner(plain(wish))
    if not words or rest or transpose:
        return text, 1.0
    return words, tempo


def often(text: str) -> tuple[str, int]:
    """A text without how often to sing it, and that; a text that is no song of the book says so
    after a comma.

    >>> often("amazing grace twice"), often("la la la, 3 times"), often("I told you twice")
    (('amazing grace', 2), ('la la la', 3), ('I told you twice', 1))
    """
    found = _OFTEN.search(text)
    words = text[: found.start()] if found else ""
    if found is None or not words or not (found["apart"] or find(words)):
        return text, 1
    count = found["count"].lower()
    return words, _COUNTS.get(count) or int(count.split()[0])


_COUNTS = {
    "twice": 2, "thrice": 3, "two times": 2, "three times": 3, "four times": 4, "five times": 5,
    "six times": 6, "seven times": 7, "eight times": 8, "nine times": 9, "ten times": 10,
}  # fmt: skip
_OFTEN = re.compile(
    rf"(?P<apart>,)?\s*\b(?P<count>{'|'.join(_COUNTS)}|(?:[2-9]|10) times)[\s.!?]*$", re.IGNORECASE
)


def _manner(words: str) -> tuple[str, float, int]:
    """A wish without the words that say how: the tempo factor and the transposition."""
    tempo = transpose = 0.0
    if match := _SLOW.search(words):
        tempo, words = (0.6 if match[1] else 0.75), _SLOW.sub("", words)
    elif match := _FAST.search(words):
        tempo, words = (1.6 if match[1] else 1.3), _FAST.sub("", words)
    if match := _HIGHER.search(words):
        size = 12 if (match[1] or "").startswith("an octave") else 3
        transpose = size if match[2] == "higher" else -size
        words = _HIGHER.sub("", words)
    return " ".join(words.split()), tempo or 1.0, int(transpose)
