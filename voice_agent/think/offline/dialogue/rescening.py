"""A scene of sounds without one of them, with another in its place, or somewhere else.

rescened((Step("generate_audio", {"description": "rain and thunder"}),), "no thunder, please")
    -> rain
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from voice_agent.think.offline.dialogue.afterwards import MANNERS
from voice_agent.think.offline.dialogue.recomposing import redescribed
from voice_agent.think.offline.phrases.numbers import is_number, number
from voice_agent.units import Step

_LEAD = r"(?:^|[,.;!]\s*|\b(?:but|and|so|just|can you|could you|please|you can|let['’]?s)\s+)"
_GONE = re.compile(
    _LEAD + r"(?:forget|lose|drop|skip|scrap|leave out|take out|cut out|do without|without|with no"
    r"|no(?: more)?|not(?! (?:before|after|until|when|because|in|on|at|so|too|that|as|if)\b))"
    r" (?:about )?(?:the |any |that |those |this )*(?P<old>[a-z][a-z' -]*?)"
    r"(?: (?:please|then|though|now|after all|any ?more|at all|for me|this time))*(?=[,.;!?]|$)",
    re.IGNORECASE,
)
_OUT = re.compile(
    r"\b(?:take|get|cut|leave) the (?P<old>[a-z][a-z' -]*?) (?:back )?out\b(?: again)?",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:(?:take|get|cut|leave|have|want) (?:it|that|them|those) (?:all )?(?:back |right )?out"
    r"|(?:remove|lose|drop|scrap|get rid of|do without) (?:it|that|them|those))\b",
    re.IGNORECASE,
)
_SWAPPED = re.compile(
    r"\b(?:swap|exchange|replace|change|trade) (?P<old>it|that|this|them|(?:the|that|those)"
    r" [a-z' -]+?) (?:out )?(?:for|with|by|to|into) (?:an? |the |some )?(?P<new>[a-z][a-z' -]*?)"
    r"(?: (?:please|then|instead|now|for me))*(?=[,.;!?]|$)",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a change, and of a scene, that are read
_BETWEEN = re.compile(r"(\s*,\s*(?:(?:and|then|with|plus)\s+)*|\s+(?:and|with|then|plus)\s+)")
_POINTS = {"it", "that", "this", "them"}
_SMALL = {
    "the", "a", "an", "some", "in", "on", "at", "of", "to", "and", "or", "with", "s", "is", "are",
    "was", "but", "too", "for",
}  # fmt: skip
_NO_NAMES = {"one", "sound", "sounds", "thing", "noise", "bit", "idea", "way", "more", "longer"}


def rescened(steps: tuple[Step, ...], words: str) -> tuple[Step, ...] | None:
    """The steps with the sounds at their end described anew; None where ``words`` take none of
    them away."""
    if not steps or steps[-1].tool != "generate_audio":
        return None
    old = str(steps[-1].arguments.get("description", ""))
    if len(old) > _LONGEST:
        return None
    words = words[:_LONGEST]
    if there := _elsewhere(old, words):
        return redescribed(steps, there)
    pieces = _BETWEEN.split(old)
    if (gone := _TAKEN.search(words)) and len(pieces) > 1:
        place = _place(words[: gone.start()], pieces)
        if place is not None:
            return redescribed(steps, _without(pieces, place))
    if counted := _counted(pieces, words):
        return redescribed(steps, counted)
    if timed := _timed(pieces, words):
        return redescribed(steps, timed)
    if heavier := _heavier(pieces, words):
        return redescribed(steps, heavier)
    sized = _SIZED.search(words) if len(pieces) == 1 else None
    if sized:
        size = _BIGGER.get(sized[1].lower(), sized[1].lower())
        return redescribed(steps, f"{size} {_SIZE.sub('', old)}")
    if otherwise := _otherwise(pieces, words):
        return redescribed(steps, otherwise)
    swapped = _SWAPPED.search(words)
    found = swapped or _GONE.search(words) or _OUT.search(words)
    place = _place(found["old"], pieces) if found else None
    if place is None:
        return None
    if swapped:
        pieces[place] = swapped["new"].strip()
        return redescribed(steps, "".join(pieces))
    if len(pieces) == 1:
        return None
    return redescribed(steps, _without(pieces, place))


def _heavier(pieces: list[str], words: str) -> str:
    """A scene with one of its sounds so: "I wanted a much heavier rain"; "" for anything else."""
    told = _HEAVIER.search(words)
    place = _place(told["what"], pieces) if told else None
    if told is None or place is None or not _names(told["what"]) & _names(pieces[place]):
        return ""
    plain = _SIZE.sub("", _ARTICLE.sub("", pieces[place]))
    return "".join(
        [*pieces[:place], f"{_BIGGER[told['how'].lower()]} {plain}", *pieces[place + 1 :]]
    )


def _without(pieces: list[str], place: int) -> str:
    """A scene without one of its sounds and what stands between it and the one before or after."""
    first = max(0, place - 1)
    return "".join(pieces[:first] + pieces[first + 2 :])


_ROOM = (
    r"(?:cave|cavern|church|cathedral|chapel|(?:concert )?hall|gym|theat(?:re|er)|warehouse"
    r"|stairwell|corridor|hallway|garage|basement|cellar|tunnel|bathroom|(?:bed|living |large |big"
    r" |small |empty )?room|kitchen|forest|field|station)"
)
_IN_A_ROOM = re.compile(
    r"\b(?:sounds?|be|was|were|is|put (?:it|that|this|them|the \w+)|(?:place|move) (?:it|that)"
    r"|want (?:it|that)|like|as if|now|again|same(?: thing)?|it) (?:(?:like|as if|as though|it"
    r"|it['’]?s|is|were|was|in|inside|into|be|happens?|comes?|from)\s+)+(an?|the) "
    rf"((?:[a-z]+ )??(?:[a-z]+ )??{_ROOM})\b(?! (?:door|bell|clock|window)s?\b)",
    re.IGNORECASE,
)
_OLD_ROOM = re.compile(rf",? (?:in|inside) (?:an? |the )(?:\w+ ){{0,2}}?{_ROOM}\b", re.IGNORECASE)


_DRY = re.compile(r"\b(?:without|no|less|lose|drop) (?:the |any )?(?:echo|reverb|room)\b", re.I)


def _elsewhere(old: str, words: str) -> str:
    """A scene in another room, or in none: "make it sound like a big stone hall"."""
    if _DRY.search(words):
        dry = _OLD_ROOM.sub("", old)
        return dry if dry != old else ""
    found = _IN_A_ROOM.search(words)
    return f"{_OLD_ROOM.sub('', old)} in {found[1]} {found[2]}" if found else ""


_SIZES = "tiny|small|little|big|large|huge|giant|deep|high|soft|quiet|loud|heavy|light|slow|fast"
_BIGGER = {**MANNERS, "larger": "large", "higher": "high"}
_HEAVIER = re.compile(
    r"\b(?:an?|some|with|want(?:ed)?|need(?:ed)?|meant) (?:an? )?"
    rf"(?:(?:much|far|way|lot|bit|even) )*(?P<how>{'|'.join(_BIGGER)}) (?P<what>(?!one\b)[a-z]+)\b",
    re.IGNORECASE,
)
_SIZED = re.compile(
    rf"\b(?:make (?:it|that|this)|now|try|do|have|give me|rather|want|with) an? (?:(?:really|very"
    rf"|much|bit|even) )*({_SIZES}|{'|'.join(_BIGGER)}) one\b",
    re.IGNORECASE,
)
_SIZE = re.compile(rf"\b(?:{_SIZES}) ", re.IGNORECASE)
_HOW = (
    (
        r"(?:further|farther) (?:away|off|back)|more distant|push .*\bback|in(?:to)? the distance",
        "in the distance",
    ),
    (r"closer|nearer", "close"),
    (
        r"quieter|softer|fainter|less loud|too (?:loud|much)|(?:a bit|a little) (?:too )?much"
        r"|(?:a bit |a little |much )?less|(?:turn|bring|take|tone) .*\bdown",
        "faint",
    ),
    (
        r"louder|too (?:quiet|faint|soft)|(?:can['’]?t|cannot|barely|hardly) (?:really )?hear"
        r"|not enough|(?:turn|bring) .*\bup",
        "loud",
    ),
    (r"heavier|stronger|harder", "heavy"),
    (r"lighter|gentler", "light"),
    (r"slower|too (?:fast|quick)", "slow"),
    (r"faster|quicker|too slow", "fast"),
    (r"deeper|bigger|too (?:high|small)", "big"),
    (r"higher|smaller|too (?:deep|big)", "small"),
)
_OPPOSITE = re.compile(
    r"\b(?:in the distance|close|faint|loud|slow|fast|big|small|light|heavy)\b ?"
)
_FAR = re.compile(r"\b(?:distance|distant|far|long way|away)\b", re.IGNORECASE)


_MORE_OF = re.compile(
    r"\b(?:more|lots of|loads of) (?P<what>[a-z]+s)\b"
    r"(?:.*?\b(?:like|maybe|say|about|at least) (?P<n>[a-z]+|\d+)\b)?",
    re.IGNORECASE,
)


_OF_THEM = re.compile(
    r"\b(?:there(?:['’]?s| is| are| were)|with|want|like|have|make(?: it)?|are|be) (?:like )?"
    r"(?P<n>two|three|four|five|several|lots|loads|hundreds|thousands|dozens) of them\b",
    re.IGNORECASE,
)


def _counted(pieces: list[str], words: str) -> str:
    """A scene with more of a sound that is named: "more dogs, like ten"; "" for anything else."""
    several = _OF_THEM.search(words) if len(pieces) == 1 else None
    if several:
        return f"{several['n'].lower()} {_ARTICLE.sub('', pieces[0])}"
    more = _MORE_OF.search(words)
    place = _place(more["what"], pieces) if more else None
    if more is None or place is None or not _names(more["what"]) & _names(pieces[place]):
        return ""
    many = more["n"] if more["n"] and is_number(more["n"]) else "several"
    plain = _ARTICLE.sub("", pieces[place])
    return "".join([*pieces[:place], f"{many.lower()} {plain}", *pieces[place + 1 :]])


_ARTICLE = re.compile(r"^(?:an?|the|some|one|two|three|several|ten) ", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:come|comes|start|starts|begin|be|happen|happens|move|hit|put|want|later|earlier|sooner)\b"
    r".*?\b(?:at|around|about|after|to) (?P<when>[a-z\d.-]+(?: and a half)?) sec(?:ond)?s?\b",
    re.IGNORECASE,
)
_OLD_TIME = re.compile(r"(?:,| )? ?(?:at|after) [\d.]+ seconds\b", re.IGNORECASE)


_BY = re.compile(
    r"\b(?P<by>[a-z\d.]+(?: and a half)?) sec(?:ond)?s? (?P<way>later|earlier|sooner|after that)\b",
    re.IGNORECASE,
)


def shifted(old: str, words: str, events: Sequence[Mapping[str, Any]]) -> str:
    """A scene in which a sound that is named comes by so many seconds later than it did; ""
    for anything else. ``events`` are what was heard, each with ``label`` and ``start``."""
    told, pieces = _BY.search(words[:_LONGEST]), _BETWEEN.split(old[:_LONGEST])
    by = number(told["by"]) if told and is_number(told["by"]) else None
    place = _place(words[: told.start()], pieces) if told and by else None
    if told is None or by is None or place is None:
        return ""
    meant = {name[:5] for name in _names(pieces[place])}
    starts = (e["start"] for e in events if meant & {n[:5] for n in _names(str(e.get("label")))})
    start = next(starts, None)
    if start is None:
        return ""
    when = max(
        0.0, round(start + (by if told["way"].lower() in ("later", "after that") else -by), 1)
    )
    plain = _OLD_TIME.sub("", pieces[place]).rstrip()
    return "".join([*pieces[:place], f"{plain} at {when:g} seconds", *pieces[place + 1 :]])


def _timed(pieces: list[str], words: str) -> str:
    """A scene in which a sound that is named comes at a time: "the door should come at six
    seconds"; "" for anything else."""
    told = None if _BY.search(words) else _AT.search(words)
    when = number(told["when"]) if told and is_number(told["when"]) else None
    place = _place(words[: told.start("when")], pieces) if told and when is not None else None
    if place is None or when is None:
        return ""
    plain = _OLD_TIME.sub("", pieces[place]).rstrip()
    return "".join([*pieces[:place], f"{plain} at {when:g} seconds", *pieces[place + 1 :]])


def _otherwise(pieces: list[str], words: str) -> str:
    """A scene with one of its sounds changed, which is named: "could the parrots be further
    away?"; "" for anything else."""
    told = (
        (sentence, how)
        for sentence in re.split(r"[.!?;]\s+", words)
        for cue, how in _HOW
        if re.search(rf"\b(?:{cue})\b", sentence.lower())
    )
    said, how = next(told, ("", ""))
    place = _place(said, pieces) if how and len(pieces) > 1 else None
    if place is None or not _names(said) & _names(pieces[place]) - _NO_NAMES:
        return ""
    plain = _OPPOSITE.sub("", pieces[place]).strip()
    if how.startswith("in ") and _FAR.search(pieces[place]):  # further than far
        plain, how = pieces[place].strip(), "faint"
    new = f"{plain} {how}" if how.startswith("in ") else f"{how} {_ARTICLE.sub('', plain)}"
    return "".join([*pieces[:place], new, *pieces[place + 1 :]])


def _place(name: str, pieces: list[str]) -> int | None:
    """Which of the sounds, every other piece, is meant; "it" is the last one."""
    said = _names(name)
    meant = said - _NO_NAMES - _POINTS
    found = [p for p in range(0, len(pieces), 2) if meant & _names(pieces[p])]
    if not found and said & _POINTS:
        return len(pieces) - 1
    order = _stems(name)
    return min(found, default=None, key=lambda p: min(map(order.index, meant & _names(pieces[p]))))


def _names(text: str) -> set[str]:
    """Its words, without the endings that tell one from many and who does from what is done."""
    return {*_stems(text)}


def _stems(text: str) -> list[str]:
    words = [word for word in re.findall(r"[a-z]+", text.lower()) if word not in _SMALL]
    stems = (re.sub(r"(?<=\w{3})(?:ing|s|y)$", "", word) for word in words)
    return [re.sub(r"(?<=\w\w)([bdgmnpt])\1$", r"\1", stem) for stem in stems]  # "slamming"
