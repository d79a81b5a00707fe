# ruff: noqa: SIM905
"""Fills the slots of the templates: files, sounds, texts, durations, directions."""

from __future__ import annotations

import random
import re
from pathlib import Path

from grammar import Filler, Token, expand, labelled, lines, sections
from quantities import (
    duration,
    duration_adjective,
    durations,
    notes,
    number_text,
    path,
    point,
)
from scenes import Sounds

_SHORT = "hello|hi|good night|thank you|yes|no|goodbye|cheese|welcome|well done|ouch".split("|")
# Slots whose words are a list of phrases, and the role that those words have.
_ROLES = {
    "file": ("FILE", "file"),
    "fileother": ("FILEOTHER", "file"),
    "image": ("IMAGE", "file"),
    "voice": ("VOICE", "voice"),
    "portrait": ("PORTRAIT", "portrait"),
    "lang": ("LANG", "language"),
    "az": ("AZ", "azimuth"),
    "el": ("EL", "elevation"),
    "motion": ("MOTION", "motion"),
    "music": ("MUSIC", "description"),
    "musicd": ("MUSICD", "description"),
    "aloud": ("ALOUD", "aloud"),
    "aloud2": ("ALOUD2", "aloud"),
    "aloud3": ("ALOUD3", "aloud"),
    "oclock": ("OCLOCK", "azimuth"),
    "ear": ("EAR", "azimuth"),
    "degrees": ("DEGAZ", "azimuth"),
    "azr": ("AZR", "azimuth"),
    "motionaround": ("AROUND", "motion"),
    "motionverb": ("MOTIONVERB", "motion"),
    "musicf": ("MUSICFOR", "description"),
    "pick": ("PICK", "file"),
    "rest": ("REST", "file"),
    "musicinstr": ("MUSICINSTR", "description"),
    "mood": ("MADJ", "description"),
    "music2": ("MUSIC2", "description"),
    "motionfly": ("MOTIONFLY", "motion"),
    "doing": ("DOING2", "description"),
    "song": ("SONGNAME", "text"),
    "bday": ("BDAY", "text"),
    "filething": ("FILETHING", "file"),
    "pitchw": ("PITCH", "pitch"),
    "speedw": ("SPEED", "speed"),
    "energyw": ("ENERGY", "energy"),
    "long": ("SCENE", "description"),
    "musiclong": ("MUSICLONG", "description"),
    "musica": ("MUSICA", "description"),
    "brief": ("BRIEF", "description"),
    "len": ("LENGTH", "duration"),
    "each": ("EACH", "file"),
    "eachvoice": ("EACHVOICE", "file"),
    "one": ("ONE", "file"),
    "result": ("RESULT", "file"),
    "foley": ("FOLEY", "description"),
    "genre": ("GENREMUSIC", "description"),
    "formine": ("FORMINE", "description"),
    "filmlike": ("FILMLIKE", "description"),
    "groove": ("GROOVE", "description"),
    "tolisten": ("TOLISTEN", "description"),
    "musicelab": ("MUSICELAB", "description"),
    "musictail": ("MUSICTAIL", "description"),
    "kindmusic": ("KINDMUSIC", "description"),
    "soundelab": ("SOUNDELAB", "description"),
    "soundtail": ("SOUNDTAIL", "description"),
}


class Slots:
    """All fillers, over a corpus of plain sentences (one a line)."""

    def __init__(self, corpus: Path | None) -> None:
        self.lists = sections("slots.txt")
        self.sounds = Sounds(self._sentence)
        self.texts = lines("texts.txt")
        self._spoken = sections("asides.txt")
        self.corpus = _sentences(corpus) if corpus else self.texts
        self.fillers: dict[str, Filler] = {}
        self._add_plain()
        self._add_roles()

    def _add_plain(self) -> None:
        for name in self.lists:
            self.fillers[name] = self._plain(name)
        self.fillers["speakers"] = self._plain("speakers")
        self.fillers |= {
            "NUM": lambda c: _plain(number_text(c, c.choice([10, 100, 1000]))),
            "N": lambda c: _plain(number_text(c, 12)),
            "DEG": self._plain("DEGN"),
            "X": self._plain("XN"),
            "PCT": lambda c: _plain(c.choice("10 20 25 30 50 ten twenty fifty thirty".split())),
            "YEAR": lambda c: _plain(c.choice(["1998", "2014", "nineteen eighty six", "2006"])),
            "SUM": self._sum,
            "LJ": lambda c: _plain(self._sentence(c, 12)),
            "NOUN": lambda c: _plain(self.sounds.thing(c)),
            "DURP": lambda c: _plain(duration(c)),
            "PATH": lambda c: _plain(path(c)),
            "IMAGEPATH": lambda c: _plain(path(c, image=True)),
        }

    def _add_roles(self) -> None:
        for slot, (name, role) in _ROLES.items():
            self.fillers[slot] = self._role(name, role)
        self.fillers |= {
            "prosody": self._prosody,
            "source": lambda c: self._language("source", c, known=True),
            "sourced": lambda c: self._language("sourced", c, known=True),
            "sourcelang": lambda c: self._language("source", c, known=False),
            "sourcedlang": lambda c: self._language("sourced", c, known=False),
            "manner": self._manner,
            "desc": lambda c: labelled(self.sounds.sound(c), "description"),
            "scene": lambda c: labelled(self.sounds.scene(c), "description"),
            "story": lambda c: labelled(self.sounds.story(c), "description"),
            "desc1": lambda c: labelled(self.sounds.thing(c), "description"),
            "descs": lambda c: labelled(self.sounds.sound_sentence(c, "s"), "description"),
            "descv": lambda c: labelled(self.sounds.sound_sentence(c, ""), "description"),
            "text": lambda c: labelled(self._text(c), "text"),
            "filenoun": lambda c: labelled("the " + self.sounds.thing(c), "file"),
            "text1": lambda c: labelled(c.choice(_SHORT), "text"),
            "textq": self._quoted,
            "dur": lambda c: labelled(duration(c), "duration"),
            "durad": lambda c: labelled(duration_adjective(c), "duration"),
            "start": lambda c: labelled(point(c, 0, 20), "start"),
            "end": lambda c: labelled(point(c, 20, 90), "end"),
            "durend": lambda c: labelled(duration(c), "end"),
            "notes": lambda c: labelled(notes(c), "notes"),
            "durations": lambda c: labelled(durations(c), "durations"),
        }

    # --- fillers ------------------------------------------------------------------------

    def _plain(self, name: str) -> Filler:
        return lambda c: _plain(" ".join(t.word for t in self._expanded(name, c)))

    def _role(self, name: str, role: str) -> Filler:
        return lambda c: labelled(" ".join(t.word for t in self._expanded(name, c)), role)

    def _expanded(self, name: str, chance: random.Random) -> list[Token]:
        return expand(chance.choice(self.lists[name]), self.fillers, chance)

    def _language(self, section: str, chance: random.Random, *, known: bool) -> list[Token]:
        """Which language is spoken: nothing to do for a translation (``known``), but what a
        transcription is asked to go by."""
        line = chance.choice(self._spoken[section])
        return expand(line if known else line.replace("<LANG>", "<lang>"), self.fillers, chance)

    def _prosody(self, chance: random.Random) -> list[Token]:
        name, role = chance.choice(
            [("SPEED", "speed"), ("SPEED", "speed"), ("PITCH", "pitch"), ("ENERGY", "energy")]
        )
        return self._role(name, role)(chance)

    def _manner(self, chance: random.Random) -> list[Token]:
        """What follows "in": a deep voice, a slow pace."""
        words = chance.choice(self.lists["VOICEP"])
        role = "speed" if re.search("slow|fast|calm", words) else "energy"
        return labelled(words, "pitch" if re.search("deep|high|low ", words) else role)

    def _text(self, chance: random.Random) -> str:
        if chance.random() < 0.45:
            return chance.choice(self.texts)
        return self._sentence(chance, chance.choice([4, 7, 10, 14]))

    def _quoted(self, chance: random.Random) -> list[Token]:
        text = self._text(chance)
        if chance.random() < 0.3:
            return labelled(text, "text")
        pair = chance.choice(['""', "''", "“”", '""', "‘’", "«»"])
        left, right = pair[0], pair[1]
        body = labelled(text[:1].upper() + text[1:] + chance.choice(["", "", ".", "!"]), "text")
        return [Token(left), *body, Token(right)]

    def _sentence(self, chance: random.Random, length: int) -> str:
        words = chance.choice(self.corpus).split()
        start = chance.randrange(max(1, len(words) - length)) if chance.random() < 0.5 else 0
        return " ".join(words[start : start + max(2, length)])

    def _sum(self, chance: random.Random) -> list[Token]:
        sign = chance.choice(
            "plus|minus|times|divided by|multiplied by|+|-|*|/|x|percent of|over|"
            "to the power of|plus|times|minus".split("|")
        )
        left, right = (number_text(chance, chance.choice([10, 100, 1000])) for _ in "ab")
        shown = f"{left} {sign} {right}"
        if chance.random() < 0.2:
            shown += f" {chance.choice(['plus', 'minus', 'times', '+'])} {number_text(chance, 20)}"
        if chance.random() < 0.12:
            shown = f"the square root of {left}" if chance.random() < 0.5 else f"{left} squared"
        return _plain(shown)


def _plain(text: str) -> list[Token]:
    return [Token(word) for word in text.split()]


def _sentences(corpus: Path) -> list[str]:
    """Plain sentences, without the signs that a request would not have."""
    kept = []
    for line in corpus.read_text("utf-8").splitlines():
        words = re.sub(r"[^\w' ,]", " ", line).split()
        if len(words) >= 3:
            kept.append(" ".join(words))
    return kept
