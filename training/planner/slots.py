# ruff: noqa: SIM905
"""Fills the slots of the templates: files, sounds, texts, durations, directions."""

from __future__ import annotations

import random
import re
from functools import lru_cache
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

_ADJECTIVES = (
    "loud soft distant deep old angry small heavy light gentle big sudden constant rusty wooden "
    "metallic strange quiet busy lonely young barking high-pitched muffled"
).split()
_PLACES = (
    "in the distance|in the background|in the forest|on the street|at night|in a hall|outside|"
    "in the kitchen|on the roof|in the rain|far away|on a farm|in a cave|at the beach|underwater|"
    "in a big room|through the wall|in the morning|on a gravel road|in the park"
).split("|")
_SIDES = (
    "on the left|on the right|to my left|behind me|in front|overhead|far off|far away|close by|"
    "from the left|passing by|in the distance|next door|above|at the back|on both sides|nearby"
).split("|")
_TIMES = (
    "at <point> and <point>|after <point>|twice|three times|every <point>|again and again|once|"
    "at <point>|at <point> , <point> and <point>"
).split("|")
_SHORT = "hello|hi|good night|thank you|yes|no|goodbye|cheese|welcome|well done|ouch".split("|")


class Slots:
    """All fillers, over a corpus of plain sentences (one a line)."""

    def __init__(self, corpus: Path | None) -> None:
        self.lists = sections("slots.txt")
        self.sounds = _sounds()
        self.texts = lines("texts.txt")
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
            "NOUN": lambda c: _plain(c.choice(self.sounds)[0]),
            "DURP": lambda c: _plain(duration(c)),
            "PATH": lambda c: _plain(path(c)),
            "IMAGEPATH": lambda c: _plain(path(c, image=True)),
        }

    def _add_roles(self) -> None:
        roles = {
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
        }
        for slot, (name, role) in roles.items():
            self.fillers[slot] = self._role(name, role)
        self.fillers |= {
            "prosody": self._prosody,
            "manner": self._manner,
            "desc": lambda c: labelled(self.sound(c), "description"),
            "scene": lambda c: labelled(self.scene(c), "description"),
            "desc1": lambda c: labelled(c.choice(self.sounds)[0], "description"),
            "descs": lambda c: labelled(self.sound_sentence(c, "s"), "description"),
            "descv": lambda c: labelled(self.sound_sentence(c, ""), "description"),
            "text": lambda c: labelled(self._text(c), "text"),
            "filenoun": lambda c: labelled("the " + c.choice(self.sounds)[0], "file"),
            "text1": lambda c: labelled(c.choice(_SHORT), "text"),
            "textq": self._quoted,
            "dur": lambda c: labelled(duration(c), "duration"),
            "durad": lambda c: labelled(duration_adjective(c), "duration"),
            "start": lambda c: labelled(point(c, 0, 20), "start"),
            "end": lambda c: labelled(point(c, 20, 90), "end"),
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

    def sound(self, chance: random.Random) -> str:
        """A described sound as people say it: a dog barking, the old piano, rain on a roof."""
        if chance.random() < 0.12:
            return self._odd(chance)
        thing, doings = chance.choice(self.sounds)
        doing = chance.choice(doings) if doings else ""
        adjective = chance.choice(_ADJECTIVES) + " " if chance.random() < 0.22 else ""
        article = chance.choice(["a ", "the ", "the ", "", "", "some ", "my ", "two "])
        noun = adjective + thing
        form = chance.random()
        if form < 0.36 or not doing:
            words = noun
        elif form < 0.68:
            words = f"{noun} {doing}"
        elif form < 0.78:
            words = f"{doing.split()[0]} {noun}"
        elif form < 0.86:
            words = f"{noun}'s {doing.split()[0]}"
        elif form < 0.93:
            words = f"{doing} of {article or 'the '}{noun}"
            article = chance.choice(["the ", ""])
        else:
            words = f"{noun} that is {doing}"
        place = " " + chance.choice(_PLACES) if chance.random() < 0.2 else ""
        if chance.random() < 0.04:
            place += " " + _when(chance)
        if chance.random() < 0.06:
            other, doings = chance.choice(self.sounds)
            place = f" {chance.choice(['and', 'with', 'and then', 'over'])} {other}" + (
                f" {chance.choice(doings)}" if doings and chance.random() < 0.6 else ""
            )
        return article + words + place

    def scene(self, chance: random.Random) -> str:
        """Several sounds with their places, or one that does something somewhere, as people
        jot a scene down: two dogs on the left and rain."""
        count = chance.choice([1, 2, 2, 2, 3, 3, 4])
        parts = [self._placed(chance, sure=count == 1) for _ in range(count)]
        joins = chance.choice(
            [(",", "and"), (",", ","), ("with", "and"), ("and", "and"), ("over",)]
        )
        words = parts[0]
        for number, part in enumerate(parts[1:], 1):
            join = joins[-1] if number + 1 == count else joins[0]
            words += (", " if join == "," else f" {join} ") + part
        return words

    def _placed(self, chance: random.Random, *, sure: bool) -> str:
        """A sound with how many there are, what they do and where; ``sure`` leaves none out."""
        thing, doings = chance.choice(self.sounds)
        many = chance.random() < 0.3 and " " not in thing and not thing.endswith("s")
        counts = ["two", "three", "a few", "some", "several", "lots of", "a hundred", "2", "four"]
        head = chance.choice(counts if many else ["a", "the", "", "one", "an old", "a distant"])
        words = f"{head} {thing}{'s' if many else ''}".strip()
        if doings and (sure or chance.random() < 0.5):
            words += " " + chance.choice(doings)
        if sure or chance.random() < 0.45:
            words += " " + chance.choice(_PLACES + _SIDES)
        return words

    def sound_sentence(self, chance: random.Random, ending: str) -> str:
        """ "the dog barks" (ending s) or "the dog bark" (after "does")."""
        thing, doings = chance.choice([s for s in self.sounds if s[1]])
        first, *rest = chance.choice(doings).split()
        stem = first[:-3] if first.endswith("ing") else first
        if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in "bgmnpt":
            stem = stem[:-1]
        subject = chance.choice(["the ", "a ", "the ", "someone's ", "my "]) + thing
        if chance.random() < 0.3:
            subject = chance.choice(["someone", "somebody", "a person", "anyone", "he", "she"])
            verbs = "laugh cough sneeze whistle clap shout sing scream knock snore cry speak"
            stem, rest = chance.choice(verbs.split()), []
        return " ".join([subject, stem + ending, *rest])

    def _odd(self, chance: random.Random) -> str:
        """Words of a corpus as a description, so that unknown sounds are found too."""
        words = self._sentence(chance, 20).split()
        start = chance.randrange(max(1, len(words) - 3))
        return chance.choice(["the ", "a ", ""]) + " ".join(
            words[start : start + chance.randint(1, 3)]
        )

    def _text(self, chance: random.Random) -> str:
        if chance.random() < 0.45:
            return chance.choice(self.texts)
        return self._sentence(chance, chance.choice([4, 7, 10, 14]))

    def _quoted(self, chance: random.Random) -> list[Token]:
        text = self._text(chance)
        if chance.random() < 0.3:
            return labelled(text, "text")
        left, right = chance.choice(['""', "''", "“”", '""', "‘’", "«»"])
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


def _when(chance: random.Random) -> str:
    """When a sound is heard in its scene: "at three and seven seconds", "twice"."""
    words = chance.choice(_TIMES)
    while "<point>" in words:
        words = words.replace("<point>", point(chance, 1, 9), 1)
    return words


def _plain(text: str) -> list[Token]:
    return [Token(word) for word in text.split()]


@lru_cache(maxsize=1)
def _sounds() -> list[tuple[str, list[str]]]:
    found = []
    for line in lines("sounds.txt"):
        thing, _, doings = line.partition(":")
        found.append((thing.strip(), [d.strip() for d in doings.split(",") if d.strip()]))
    return found


def _sentences(corpus: Path) -> list[str]:
    """Plain sentences, without the signs that a request would not have."""
    kept = []
    for line in corpus.read_text("utf-8").splitlines():
        words = re.sub(r"[^\w' ,]", " ", line).split()
        if len(words) >= 3:
            kept.append(" ".join(words))
    return kept
