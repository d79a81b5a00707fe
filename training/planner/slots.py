# ruff: noqa: SIM905
"""Fills the slots of the templates: files, sounds, texts, durations, directions."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from pathlib import Path

from grammar import Filler, Token, expand, labelled, lines, sections

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_NAMES = (
    "kitchen street meeting voice memo track sample lecture call demo take song noise test audio "
    "untitled interview_2 rec001 party birds guitar podcast-ep1 mix final vocals monday radio"
).split()
_ADJECTIVES = (
    "loud soft distant deep old angry small heavy light gentle big sudden constant rusty wooden "
    "metallic strange quiet busy lonely young barking high-pitched muffled"
).split()
_PLACES = (
    "in the distance|in the background|in the forest|on the street|at night|in a hall|outside|"
    "in the kitchen|on the roof|in the rain|far away|on a farm|in a cave|at the beach|underwater|"
    "in a big room|through the wall|in the morning|on a gravel road|in the park"
).split("|")


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
        }
        for slot, (name, role) in roles.items():
            self.fillers[slot] = self._role(name, role)
        self.fillers |= {
            "prosody": self._prosody,
            "desc": lambda c: labelled(self.sound(c), "description"),
            "desc1": lambda c: labelled(c.choice(self.sounds)[0], "description"),
            "descs": lambda c: labelled(self.sound_sentence(c, "s"), "description"),
            "descv": lambda c: labelled(self.sound_sentence(c, ""), "description"),
            "text": lambda c: labelled(self._text(c), "text"),
            "textq": self._quoted,
            "dur": lambda c: labelled(duration(c), "duration"),
            "durad": lambda c: labelled(duration_adjective(c), "duration"),
            "start": lambda c: labelled(_point(c, 0, 20), "start"),
            "end": lambda c: labelled(_point(c, 20, 90), "end"),
            "notes": lambda c: labelled(_notes(c), "notes"),
            "durations": lambda c: labelled(_durations(c), "durations"),
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
        if chance.random() < 0.06:
            other, doings = chance.choice(self.sounds)
            place = f" {chance.choice(['and', 'with', 'and then', 'over'])} {other}" + (
                f" {chance.choice(doings)}" if doings and chance.random() < 0.6 else ""
            )
        return article + words + place

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


# --- values -----------------------------------------------------------------------------


def number_text(chance: random.Random, limit: int) -> str:
    value = chance.randint(1, limit)
    return str(value) if chance.random() < 0.5 else in_words(value)


def in_words(value: int) -> str:
    if value < 20:
        return _UNITS[value]
    if value < 100:
        return _TENS[value // 10] + (f" {_UNITS[value % 10]}" if value % 10 else "")
    if value < 1000:
        rest = value % 100
        head = f"{_UNITS[value // 100]} hundred"
        return head + (f" and {in_words(rest)}" if rest else "")
    rest = value % 1000
    return f"{in_words(value // 1000)} thousand" + (f" {in_words(rest)}" if rest else "")


def duration(chance: random.Random) -> str:
    """A length of time in one of the ways people put it."""
    if chance.random() < 0.22:
        return chance.choice(
            [
                "half a minute", "a minute", "one minute", "two minutes", "a minute and a half",
                "a quarter of a minute", "a second", "half a second", "a couple of seconds",
                "one and a half minutes", "two and a half seconds", "1:30", "0:45", "1 min",
                "a full minute", "three minutes", "one minute thirty", "90s", "1.5 minutes",
            ]
        )  # fmt: skip
    value = chance.choice(
        [2, 3, 4, 5, 5, 6, 7, 8, 9, 10, 10, 10, 12, 14, 15, 20, 25, 30, 40, 45, 60]
    )
    shown = str(value) if chance.random() < 0.5 else in_words(value)
    unit = chance.choice(["seconds", "seconds", "seconds", "seconds", "sec", "s", "secs", "second"])
    about = (
        chance.choice(["about ", "around ", "exactly ", "roughly "])
        if chance.random() < 0.08
        else ""
    )
    return f"{about}{shown} {unit}"


def duration_adjective(chance: random.Random) -> str:
    value = chance.choice([2, 3, 5, 8, 10, 15, 20, 30, 45])
    shown = str(value) if chance.random() < 0.5 else in_words(value)
    return chance.choice(
        [f"{shown} second", f"{shown}-second", f"{shown}s", "one minute", "two minute"]
    )


def path(chance: random.Random, *, image: bool = False) -> str:
    ending = chance.choice(
        ["png", "jpg", "jpeg"] if image else ["wav", "wav", "wav", "mp3", "flac"]
    )
    if chance.random() < 0.5:
        folder = "image" if image else "audio"
        return f"{folder}/{chance.randrange(16**8):08x}.{ending}"
    name = chance.choice(_NAMES)
    return f"{name}.{ending}" if chance.random() < 0.6 else f"{name} dot {ending}"


def _point(chance: random.Random, low: int, high: int) -> str:
    value = chance.randint(low, high)
    style = chance.random()
    if style < 0.2:
        return f"{value}.{chance.randint(1, 9)}" + chance.choice(["", " s", " seconds"])
    if style < 0.3:
        return f"0:{value % 60:02d}"
    shown = str(value) if chance.random() < 0.5 else in_words(value)
    if style < 0.4:
        return f"second {shown}"
    if style < 0.5:
        return f"{shown} {chance.choice(['and a half', 'point five', 'point two'])} seconds"
    return shown + chance.choice(["", " seconds", " s", " sec", " seconds", ""])


def _notes(chance: random.Random) -> str:
    names = [
        "C4",
        "D4",
        "E4",
        "F4",
        "G4",
        "A4",
        "B4",
        "C5",
        "C#4/Db4",
        "G#4/Ab4",
        "F#4/Gb4",
        "rest",
    ]
    count = chance.randint(2, 6)
    if chance.random() < 0.25:
        return " ".join(
            f"{chance.choice('cdefgab')} {chance.choice(['four', 'five', '4'])}"
            for _ in range(count)
        )
    return chance.choice([" | ", " ", ", "]).join(chance.choice(names) for _ in range(count))


def _durations(chance: random.Random) -> str:
    values = [f"0.{chance.randint(1, 999999)}" for _ in range(chance.randint(2, 6))]
    return chance.choice([" | ", " ", ", "]).join(values)


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
