# ruff: noqa: SIM905
"""Sounds as people describe them: one that does something somewhere, several at once or in turn."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from grammar import lines
from quantities import point

Sentence = Callable[[random.Random, int], str]

_ADJECTIVES = (
    "loud soft distant deep old angry small heavy light gentle big sudden constant rusty wooden "
    "metallic strange quiet busy lonely young barking high-pitched muffled faint dry wet hollow "
    "tiny huge slow shrill eerie steady cheap dull bright nervous broken squeaky"
).split()
_PLACES = (
    "in the distance|in the background|in the forest|on the street|at night|in a hall|outside|"
    "in the kitchen|on the roof|in the rain|far away|on a farm|in a cave|at the beach|underwater|"
    "in a big room|through the wall|in the morning|on a gravel road|in the park|in a tunnel|"
    "in the room next door|behind a closed door|across the valley|at dawn|in an empty church|"
    "down the corridor|under a bridge|in a stairwell|on the platform|in the courtyard|upstairs|"
    "at the end of the street|on a wooden floor|in the snow|on a windy day|in the cellar"
).split("|")
_SIDES = (
    "on the left|on the right|to my left|behind me|in front|overhead|far off|far away|close by|"
    "from the left|passing by|in the distance|next door|above|at the back|on both sides|nearby"
).split("|")
_TIMES = (
    "at <point> and <point>|after <point>|twice|three times|every <point>|again and again|once|"
    "at <point>|at <point> , <point> and <point>"
).split("|")
_COUNTS = ["two", "three", "a few", "some", "several", "lots of", "a hundred", "2", "four"]
# What joins the sounds of one scene: at once, and one after the other.
_AT_ONCE = "while|as|with|over|and|against|beside|on top of|together with|underneath".split("|")
_IN_TURN = (
    "then|and then|followed by|, then|, followed by|and after that|, and then|before|until|"
    ", after which|, and finally|and a moment later|and suddenly|, next|and soon after|after"
).split("|")
_SOMEBODY = ["someone", "somebody", "a person", "anyone", "he", "she"]
_HUMAN = "laugh cough sneeze whistle clap shout sing scream knock snore cry speak".split()
# Verbs that lose an e before "ing".
_SILENT_E = frozenset(
    (
        "accelerat announc arriv babbl backfir blar bounc brak breath bubbl bumbl bustl cackl "
        "calv carv charg chas chim chok chuckl clos collaps com crackl crumpl danc dismantl driv "
        "drizzl escap explod fad fir flar freez gargl giggl glid grumbl gurgl hik hustl idl ignit "
        "jingl juggl leav los mak mov nudg pac pip plung puls rac rag rattl releas revers rid ris "
        "rumbl rustl scor scrap scribbl settl shak shuffl sizzl slic slid sneez snooz snor snuffl "
        "sparkl splic sprinkl squabbl squeez strik surg swerv tak tickl tinkl tippl trad trampl "
        "trickl tumbl tun twinkl typ vibrat wak wav wheez whin whistl wobbl writ "
    ).split()
)


class Sounds:
    """Descriptions of sounds; ``sentence`` gives plain words for unknown ones."""

    def __init__(self, sentence: Sentence) -> None:
        self.named = [_entry(line) for line in lines("sounds.txt")]
        self.doing = [(t, d) for t, d in self.named if any(map(_is_verb, d))]
        self._sentence = sentence

    def thing(self, chance: random.Random) -> str:
        return chance.choice(self.named)[0]

    def sound(self, chance: random.Random) -> str:
        """A described sound as people say it: a dog barking, the old piano, rain on a roof."""
        if chance.random() < 0.12:
            return self._odd(chance)
        thing, doings = chance.choice(self.named)
        doing = chance.choice(doings) if doings else ""
        adjective = chance.choice(_ADJECTIVES) + " " if chance.random() < 0.22 else ""
        article = chance.choice(["a ", "the ", "the ", "", "", "some ", "my ", "two "])
        if _is_many(thing):
            article = chance.choice(["the ", "", "", "some ", "my "])
        noun = adjective + thing
        form = chance.random()
        if form < 0.36 or not doing:
            words = noun
        elif form < 0.68 or not _is_verb(doing):
            words = f"{noun} {doing}"
        elif form < 0.78:
            words = f"{doing.split()[0]} {noun}"
        elif form < 0.86 and not _is_many(thing):
            words = f"{noun}'s {doing.split()[0]}"
        elif form < 0.93:
            words = f"{doing} of {article or 'the '}{noun}"
            article = chance.choice(["the ", ""])
        else:
            words = f"{noun} that {'are' if _is_many(thing) else 'is'} {doing}"
        place = " " + chance.choice(_PLACES) if chance.random() < 0.2 else ""
        if chance.random() < 0.04:
            place += " " + _when(chance)
        if chance.random() < 0.06:
            other, doings = chance.choice(self.named)
            place = f" {chance.choice(['and', 'with', 'and then', 'over'])} {other}" + (
                f" {chance.choice(doings)}" if doings and chance.random() < 0.6 else ""
            )
        return _with_an(article + words + place)

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

    def story(self, chance: random.Random) -> str:
        """Sounds that are heard at once or in turn: a car stops, then a door slams while ..."""
        whole = chance.random() < 0.4  # sentences, else "a dog barking followed by rain"
        words = self._event(chance, whole=whole)
        for _ in range(chance.choice([1, 1, 1, 2, 2, 3])):
            joins = _IN_TURN if chance.random() < 0.6 else _AT_ONCE
            if whole:
                joins = [j for j in joins if re.search(r"then|while|as$|and\b|before|until", j)]
            words += f" {chance.choice(joins)} {self._event(chance, whole=whole)}"
        return words

    def sound_sentence(self, chance: random.Random, ending: str) -> str:
        """ "the dog barks" (ending s) or "the dog bark" (after "does")."""
        thing, doings = chance.choice(self.doing)
        verb, *rest = chance.choice([d for d in doings if _is_verb(d)]).split()
        subject = chance.choice(["the ", "a ", "the ", "someone's ", "my "]) + thing
        stem, many = _stem(verb), _is_many(thing)
        if many:
            subject = chance.choice(["the ", "the ", "some ", "my ", ""]) + thing
        if chance.random() < 0.3:
            subject, many = chance.choice(_SOMEBODY), False
            stem, rest = chance.choice(_HUMAN), []
        return " ".join([_with_an(subject), _third(stem) if ending and not many else stem, *rest])

    # --- parts --------------------------------------------------------------------------

    def _event(self, chance: random.Random, *, whole: bool) -> str:
        """One sound of a story: "the dog barks" when ``whole``, else "a dog barking"."""
        if whole:
            return self.sound_sentence(chance, "s")
        thing, doings = chance.choice(self.named)
        article = chance.choice(["the ", "", "some "] if _is_many(thing) else ["a ", "a ", "the "])
        doing = f" {chance.choice(doings)}" if doings and chance.random() < 0.7 else ""
        place = f" {chance.choice(_PLACES)}" if chance.random() < 0.12 else ""
        return _with_an(article + thing + doing + place)

    def _placed(self, chance: random.Random, *, sure: bool) -> str:
        """A sound with how many there are, what they do and where; ``sure`` leaves none out."""
        thing, doings = chance.choice(self.named)
        many = chance.random() < 0.3 and " " not in thing and not thing.endswith("s")
        head = chance.choice(_COUNTS if many else ["a", "the", "", "one", "a small", "a distant"])
        if _is_many(thing):
            head = chance.choice(["the", "", "two", "some", "many"])
        words = _with_an(f"{head} {thing}{'s' if many else ''}".strip())
        if doings and (sure or chance.random() < 0.5):
            words += " " + chance.choice(doings)
        if sure or chance.random() < 0.45:
            words += " " + chance.choice(_PLACES + _SIDES)
        return words

    def _odd(self, chance: random.Random) -> str:
        """Words of a corpus as a description, so that unknown sounds are found too."""
        words = self._sentence(chance, 20).split()
        start = chance.randrange(max(1, len(words) - 3))
        return chance.choice(["the ", "a ", ""]) + " ".join(
            words[start : start + chance.randint(1, 3)]
        )


def _entry(line: str) -> tuple[str, list[str]]:
    thing, _, doings = line.partition(":")
    return thing.strip(), [d.strip() for d in doings.split(",") if d.strip()]


def _is_verb(doing: str) -> bool:
    """Whether a doing begins with a verb: "passing by", but not "in a hall" or "being hit"."""
    first = doing.split()[0]
    return first.endswith("ing") and first != "being"


def _is_many(thing: str) -> bool:
    """Whether a thing is said in the plural: "leaves", "two dogs", but "a pack of wolves"."""
    head = re.split(r" (?:of|in|at|on) ", thing)[0]
    return bool(re.search(r"(?<![siu])s$|children$|people$", head)) or head == "scissors"


def _with_an(words: str) -> str:
    return re.sub(r"^a (?=[aeiou](?!ni|fo))", "an ", words)


def _stem(verb: str) -> str:
    """What "ing" was put to: barking -> bark, humming -> hum, driving -> drive."""
    stem = verb[:-3]
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in "bdgmnprtv":
        return stem[:-1]
    return stem + "e" if stem in _SILENT_E else stem


def _third(stem: str) -> str:
    """A verb after "it": crash -> crashes, cry -> cries."""
    if re.search(r"(?:s|x|z|ch|sh|o)$", stem):
        return stem + "es"
    return re.sub(r"(?<=[^aeiou])y$", "ie", stem) + "s"


def _when(chance: random.Random) -> str:
    """When a sound is heard in its scene: "at three and seven seconds", "twice"."""
    words = chance.choice(_TIMES)
    while "<point>" in words:
        words = words.replace("<point>", point(chance, 1, 9), 1)
    return words
