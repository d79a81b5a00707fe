"""A description becomes wishes: what sounds, how many times, how, when and where. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from voice_agent.foley import words
from voice_agent.foley.library import phrases, plain, stem, vocabulary
from voice_agent.foley.marks import BEHIND, denied, marked, number, room
from voice_agent.foley.sound import Manner, Sound
from voice_agent.foley.space import is_indoors
from voice_agent.foley.wishes import Reading, Wait, Wish

Nearest = Callable[[str, Sequence[str]], tuple[int, float]]
"""Which of the phrases means most nearly the same, and how nearly from 0 to 1."""

_NEAR_ENOUGH = 0.6
_WHERE = frozenset({"in", "on", "at", "near", "by", "inside", "through", "from", "to", "of"})
_SKIPPED = 3  # other words that may stand between the words of a phrase
_LONGEST = 400  # characters of a description that are read


def read(description: str, nearest: Nearest | None = None) -> Reading:
    """The wishes in a description, in the order in which they shall sound.

    ``nearest`` compares meanings, for words that are not in the vocabulary; without it only
    the vocabulary counts.
    """
    asked = " " + re.sub(r"\s+", " ", description.lower()[:_LONGEST]).strip(" .!?") + " "
    asked, unwanted = denied(asked)
    place, text = room(marked(asked))
    wishes: list[Wish] = []
    unknown: list[str] = []
    everywhere, latest = "", 1  # the barrier that all is behind; sounds of the chunk before
    for section, sentence in enumerate(_sections(text)):
        before: list[str] = []
        wait = _wait(sentence)
        for chunk in _chunks(sentence):
            plainly, barrier = _unmarked(chunk)
            found, strange = _read_chunk(plainly, nearest) if plainly else ([], [])
            everywhere = barrier if barrier and not (found or wishes or strange) else everywhere
            if not found and wishes and not strange:  # "a storm, in the distance"
                reach = latest if not any(map(number, chunk)) else 1
                wishes[-reach:] = [_described(wish, chunk) for wish in wishes[-reach:]]
            elif before and len(found) == 1 and _is_same(wishes[-1], before, found[0], chunk):
                exact = replace(found[0], section=section, wait=wait, behind=barrier)
                more = _described(wishes[-1], chunk)
                wishes[-1] = more if _is_generic(chunk) else _described(exact, before)
            else:
                wishes += [replace(w, section=section, wait=wait, behind=barrier) for w in found]
            unknown += strange
            before, latest = (chunk, len(found)) if found else (before, latest)
    if not wishes:
        worn = words.WORN & set(text.split())
        wishes = _scenery(asked) or _several(("footsteps on wood",) if worn else ())
        unknown = [] if wishes else unknown
    wishes = _without(wishes, unwanted, text)
    wishes = _heard([replace(wish, behind=wish.behind or everywhere) for wish in wishes])
    return Reading(_merged(wishes), _listened(place, text, wishes), tuple(dict.fromkeys(unknown)))


def _without(wishes: list[Wish], unwanted: Sequence[str], text: str) -> list[Wish]:
    """The wishes without what came along with others and shall not: "a thunderstorm without
    rain". What is also named stays: "a dog, not a big dog"."""
    never = {sound for phrase in unwanted for sound, _ in _matches(phrase.split())}
    if not never:
        return wishes
    named = {sound for sound, _ in _matches(re.findall(r"[a-z]+", text))}
    return [wish for wish in wishes if wish.sound in named or wish.sound not in never]


def _unmarked(chunk: list[str]) -> tuple[list[str], str]:
    """A chunk without marks of barriers, and the barrier: a key of ``space.BARRIERS``, or empty."""
    named = [BEHIND[word] for word in chunk if word in BEHIND]
    solid = [barrier for barrier in named if barrier != "cloth"]  # "muffled, behind a wall"
    return [word for word in chunk if word not in BEHIND], (*solid, *named, "")[0]


def _heard(wishes: list[Wish]) -> list[Wish]:
    """The wishes without the barriers that are none: for what is outdoors beside what is not, one
    that listens from inside is in a house with the rest, its windows and its roof; and what is
    always under water sounds like that."""
    inside = [wish.sound.outdoors for wish in wishes if wish.behind == "inside"]
    kept = []
    for wish in wishes:
        here = wish.sound.name in words.ON_THE_HOUSE or (any(inside) and not wish.sound.outdoors)
        wet = wish.behind == "water" and "underwater" in wish.sound.words
        free = wet or (wish.behind == "inside" and here)
        kept.append(replace(wish, behind="") if free else wish)
    return kept


def _listened(place: str, text: str, wishes: Sequence[Wish]) -> str:
    """The room of who listens: none of those that are outdoors where all is heard from inside."""
    if place in words.OUTSIDE and all(is_indoors(wish.behind) for wish in wishes):
        return ""
    inside = "behindinside" in text and not any(wish.behind for wish in wishes)
    return place or ("room" if inside else "")


def _is_same(one: Wish, said: list[str], other: Wish, then: list[str]) -> bool:
    """Whether of two sounds of a kind one is only named in general: "a heavy door, slow creak",
    "footsteps on gravel, eight single steps"."""
    kin = one.sound.__module__ == other.sound.__module__ and one.sound is not other.sound
    return kin and (_is_generic(said) or _is_generic(then))


def _is_generic(chunk: list[str]) -> bool:
    named = {word for _, phrase in _matches(chunk) for word in phrase.split()}
    return bool(named) and named <= words.GENERIC


def _sections(text: str) -> list[str]:
    """What comes one after the other: split at "then", "followed by", "after", ..."""
    text = re.sub(r"\b(\S.*?)\bafter (?!that|which|a while|some)(.+)", r"\2 then \1", text, count=1)
    parts = re.split(
        r"\b(?:and then|then|followed by|followed|after that|afterwards|before|and finally|finally"
        r"|ending with|ends with|and later|later|until)\b|;|\. ",
        text,
    )
    return [part for part in parts if part.strip(" ,.")]


def _wait(section: str) -> Wait | None:
    """How long a section is waited for: "~5 thunder"."""
    found = _WAIT.search(section)
    return Wait(float(found[2]), silent=len(found[1]) > 1) if found else None


_WAIT = re.compile(r"(~+)([\d.]+)")


def _chunks(sentence: str) -> list[list[str]]:
    """The words of each part of a sentence; "and", "with", commas part them."""
    sentence = _WAIT.sub(" ", sentence)
    parts = re.split(r",|\+|&|\b(?:and|with|while|as|plus|but|over)\b", sentence)
    return [found for part in parts if (found := re.findall(r"[@^]?\d+(?:\.\d+)?|[a-z]+", part))]


def _read_chunk(chunk: list[str], nearest: Nearest | None) -> tuple[list[Wish], list[str]]:
    """The sounds that a chunk names, or else the one that is nearest to its words."""
    matches = list(_matches(chunk))
    if matches:
        return [_described(_wish(sound, phrase), chunk) for sound, phrase in matches], []
    for word in chunk:
        if word in words.TOGETHER:
            return _several(words.TOGETHER[word]), []
    if chunk[0] not in _WHERE and (there := _scenery(" ".join(chunk))):
        return there, []  # "a forest at night, with an owl": the place comes with its sounds
    content = [word for word in chunk if _means_something(word)]
    if not content:
        return [], []
    strange = " ".join(content)
    kin = _kin(chunk)
    if kin is not None:
        return [_described(kin, chunk)], []
    if nearest is not None:
        place, likeness = nearest(strange, [phrase for phrase, _ in phrases()])
        if likeness >= _NEAR_ENOUGH:
            wish = replace(_wish(phrases()[place][1], ""), stands_for=strange)
            return [_described(wish, chunk)], []
    return [], [strange]


def _kin(chunk: list[str]) -> Wish | None:
    """What sounds most like a thing that has no model of its own."""
    stems = tuple(stem(word) for word in chunk)
    for name in sorted(words.KIN, key=len, reverse=True):
        if not _place(plain(name), list(stems), set()):
            continue
        sound = vocabulary().get(plain(words.KIN[name]))
        if sound is not None:
            return replace(_wish(sound, ""), stands_for=name)
    return None


def _matches(chunk: list[str]) -> Iterator[tuple[type[Sound], str]]:
    """Sounds whose phrases occur in the chunk, in their order; longer phrases first."""
    stems = [stem(word) for word in chunk]
    taken: set[int] = set()
    found: dict[type[Sound], tuple[int, str]] = {}
    for phrase in sorted(vocabulary(), key=lambda phrase: -len(phrase)):
        places = _place(phrase, stems, taken)
        if not places:
            continue
        taken |= set(places)
        sound = vocabulary()[phrase]
        if sound not in found:
            found[sound] = (places[0], " ".join(chunk[place] for place in places))
    for sound, (_, said) in sorted(found.items(), key=lambda item: item[1][0]):
        yield sound, said


def _place(phrase: tuple[str, ...], stems: list[str], taken: set[int]) -> list[int]:
    """Where the words of a phrase stand in order, with few others between; [] if nowhere."""
    for start, word in enumerate(stems):
        if word != phrase[0] or start in taken:
            continue
        places = [start]
        for wanted in phrase[1:]:
            window = range(places[-1] + 1, min(places[-1] + 2 + _SKIPPED, len(stems)))
            after = [i for i in window if stems[i] == wanted and i not in taken]
            if not after:
                break
            places.append(after[0])
        if len(places) == len(phrase):
            return places
    return []


def _wish(sound: type[Sound], phrase: str) -> Wish:
    return Wish(sound, Manner())


def _described(wish: Wish, chunk: list[str]) -> Wish:
    """The wish with what the words around it say: how, how many, how far, where, when."""
    manner, named = wish.manner, set(plain(wish.sound.name))
    how = [word for word in chunk if stem(word) not in named]
    for word in how:
        manner = replace(
            manner,
            intensity=words.INTENSITY.get(word, manner.intensity),
            speed=words.SPEED.get(word, manner.speed),
            size=words.SIZE.get(word, manner.size),
        )
    far = next((words.FAR[word] for word in how if word in words.FAR), wish.far)
    level = sum(words.LEVEL.get(word, 0.0) for word in how)
    side = next((words.SIDES[word] for word in how if word in words.SIDES), wish.side)
    telling = words.INTENSITY.keys() | words.SPEED.keys() | words.SIZE.keys()
    said = tuple(w for w in how if w in telling and not w.endswith("ly"))
    at = tuple(float(word[1:]) for word in chunk if word.startswith("@"))
    within = [float(word[1:]) for word in chunk if word.startswith("^")]
    count, sources = _count(chunk, wish)
    return replace(
        wish,
        manner=manner,
        far=far,
        level=wish.level + level,
        side=side,
        count=count or wish.count,
        sources=max(sources, wish.sources),
        at=at or wish.at,
        within=(*within, wish.within)[0],
        throughout=wish.throughout or any(word in words.THROUGHOUT for word in how),
        behind=wish.behind or _unmarked(chunk)[1],
        part=next((words.PARTS[word] for word in how if word in words.PARTS), wish.part),
        adjectives=wish.adjectives + said,
    )


def _count(chunk: list[str], wish: Wish) -> tuple[int | None, int]:
    """How many occurrences, and how many sources: "three times", "two dogs", "a gunshot"."""
    count: int | None = None
    sources = 1
    for place, word in enumerate(chunk):
        said = number(word)
        if said is None or not 1 <= said <= 60 or said != int(said):
            continue
        after = chunk[place + 1 : place + 2]
        if word in ("once", "twice", "thrice") or after in (["times"], ["time"]):
            count = int(said)
        elif wish.sound.alive and count is None:
            sources = min(int(said), 4)
        elif count is None:
            count = int(said)
    return count, sources


def _means_something(word: str) -> bool:
    known = (
        word in words.EMPTY or word in words.INTENSITY or word in words.SPEED
        or word in words.SIZE or word in words.FAR or word in words.SIDES or word in words.LEVEL
        or word in words.NUMBERS or word in words.THROUGHOUT or word in words.ROOMS
        or word in words.SCENERY or word[:1].isdigit() or word[:1] in "@^" or word in words.PARTS
    )  # fmt: skip
    return not known and len(word) > 2


def _scenery(text: str) -> list[Wish]:
    """What is heard at a place that is asked for by itself."""
    for place in sorted(words.SCENERY, key=len, reverse=True):
        if re.search(rf"\b{place}s?\b", text):
            return _several(words.SCENERY[place])
    return []


def _several(phrases: Sequence[str]) -> list[Wish]:
    wishes: list[Wish] = []
    for phrase in phrases:
        chunk = phrase.split()
        wishes += [_described(_wish(sound, ""), chunk) for sound, _ in _matches(chunk)]
    return wishes


def _merged(wishes: list[Wish]) -> tuple[Wish, ...]:
    """Two mentions of the same sound in a section are one wish, unless told apart; the one that
    says more counts."""
    made: list[Wish] = []
    for wish in wishes:
        kind = (wish.sound, wish.section, wish.far, wish.behind, wish.part)
        same = [o for o in made if (o.sound, o.section, o.far, o.behind, o.part) == kind]
        scenery = [o for o in made if _is_bare(o) and (o.sound, o.section) == kind[:2]]
        if not same and scenery and not _is_bare(wish):  # "night, an owl a long way off"
            made[made.index(scenery[0])] = wish
            continue
        if not same:
            made.append(wish)
        elif _is_told(wish) and not _is_told(same[0]):
            made[made.index(same[0])] = wish
        elif _is_told(wish) and _told(wish) not in map(_told, same):
            made.append(wish)
    return tuple(made)


def _is_bare(wish: Wish) -> bool:
    """Whether nothing at all is said of it."""
    return wish == Wish(wish.sound, Manner(), section=wish.section, wait=wish.wait)


def _is_told(wish: Wish) -> bool:
    """Whether it is said how many or how."""
    return bool(wish.count or wish.adjectives or wish.sources > 1 or wish.at)


def _told(wish: Wish) -> tuple[object, ...]:
    return wish.count, frozenset(wish.adjectives), wish.sources, wish.at, wish.within
