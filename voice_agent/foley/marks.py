"""Phrases of several words made one word each, before a description is read word by word. Pure.

    marked("rain at 3 seconds, through the wall, only at the end")
    -> "rain @3, behindwall, attheend", but for spaces

What is said of how one hears a sound ("through a window", "next door", "under water") becomes a
mark of ``BEHIND``, a named time "@3", a part of the scene a word of ``words.PARTS``, a wait "; ~5",
the time in which so many shall be heard "^2"; the length of the whole is left out, since it is
given elsewhere.
"""

from __future__ import annotations

import re

from voice_agent.foley import words
from voice_agent.foley.space import BARRIERS

BEHIND = {"behind" + name.replace(" ", ""): name for name in BARRIERS}
"""Marks of barriers, to keys of ``space.BARRIERS``."""


def marked(text: str) -> str:
    """``text`` (lower case, a space at both ends) with marks in it."""
    text = _TENS.sub(lambda found: f"{sum(words.NUMBERS[word] for word in found.groups())}", text)
    return _barriers(_times(_waits(text)))


def denied(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what shall not be heard, and that: "rain without thunder" -> "rain",
    "thunder"."""
    unwanted = tuple(found["what"] for found in _DENIED.finditer(text))
    return _DENIED.sub(" ", text), unwanted


def number(word: str) -> float | None:
    """The number that a word says, in digits or letters."""
    if word[:1].isdigit():
        return float(word)
    return words.NUMBERS.get(word)


def room(text: str) -> tuple[str, str]:
    """The room that "in a ..." names, and the text without it where it is only that."""
    names = "|".join(sorted((re.escape(name) for name in words.ROOMS), key=len, reverse=True))
    adjectives = r"(?:(?:big|large|huge|dark|old|empty|quiet|busy|the|a|an|my|wide|deep|stone) )*"
    found = re.search(rf"\b(?:in|inside|within|through) {adjectives}({names})\b(?! \w*bell)", text)
    if not found:
        outside = re.search(r"\b(outdoors|outside|in the open air|in the open)\b", text)
        return ("open air", text) if outside else ("", text)
    name = words.ROOMS[found.group(1)]
    if name in words.OUTSIDE:
        return name, text  # these also belong to what sounds: "rain in the forest"
    return name, text[: found.start()] + text[found.end() :]


def _waits(text: str) -> str:
    """Waits between sounds marked: "; ~5" where what goes on may go on, "; ~~5" for silence."""

    def mark(found: re.Match[str]) -> str:
        said = found[1] or found[2]
        value = (number(said) or 1.0) * (60.0 if "minute" in found[0] else 1.0)
        return f" ; {'~~' if _SILENT.search(found[0]) else '~'}{value:g} "

    return _WAIT.sub(mark, text)


def _times(text: str) -> str:
    """Times and parts marked, lengths ("ten seconds of", "for 10 seconds") left out."""
    for cue, mark_ in _PARTS:
        text = cue.sub(f" {mark_} ", text)
    one = _ONE
    listed = rf"{one}(?:(?:,| and|, and) {one})*"

    def mark(found: re.Match[str]) -> str:
        values = [number(value) for value in re.findall(one, found.group(1))]
        return "".join(f" @{value:g}" for value in values if value is not None) + " "

    def hurry(found: re.Match[str]) -> str:
        return f"{found[1]} ^{number(found[2]) or 1.0:g} "

    text = re.sub(rf"\b({one} (?:[a-z]+ ){{0,3}}?[a-z]+) (?:with)?in ({one}) ?s(?:ec(?:ond)?s?)?\b",
                  hurry, text)  # fmt: skip
    text = re.sub(rf"\b(?:at|after) (?:about )?({listed}) ?s(?:ec(?:ond)?s?)?\b", mark, text)
    unit = r"[ -]?(?:second|minute)s?\b(?: long| of)?"
    return re.sub(rf"(?:\bfor )?\b(?:{one}|half a|a){unit}", " ", text)


_TENS = re.compile(  # "twenty-five"
    r"\b(twenty|thirty|forty|fifty)[ -](one|two|three|four|five|six|seven|eight|nine)\b"
)
_ONE = r"(?:\d+(?:\.\d+)?|" + "|".join(sorted(words.NUMBERS, key=len, reverse=True)) + ")"
_QUIET = r"(?:pause|silence|silent|gap|break|rest|quiet|nothing)"
_WAIT = re.compile(
    r"[\s,;.]*\b(?:(?:and|then|after) )*(?:(?:an?|another|with) )*(?:"
    rf"(?:waits?|pauses?|(?:a |complete |total )*{_QUIET})(?: (?:of|for|lasting|about))* "
    rf"(?:({_ONE})|an?)[ -]?(?:second|sec|minute|s)s?\b"
    rf"|(?:({_ONE})|an?)[ -]?(?:second|sec|minute|s)s?(?: later| after (?:that|which)| of wait\w*"
    rf"|(?: of)?(?: complete| total)* {_QUIET}))\b,?(?: (?:and|then)\b)*"
)
_SILENT = re.compile(rf"\b{_QUIET}")
_PARTS = tuple(
    (re.compile(rf"\b(?:only |just |right |but )*(?:{cue})\b(?! of\b)"), mark)
    for cue, mark in (
        (r"(?:stop(?:s|ping)? |end(?:s|ing)? )(?:dead )?(?:just |right )?before the (?:very )?end",
         "beforetheend"),
        (r"(?:towards?|at|near|by|for|from) the (?:very )?end", "attheend"),
        (r"(?:at|in|for) the (?:very )?(?:beginning|start)", "atthestart"),
        (r"(?:in|during|for|from) the (?:second|last|other) half|half ?way(?: through)?",
         "inthesecondhalf"),
        (r"(?:in|during|for|from) the first half", "inthefirsthalf"),
        (r"a long way (?:off|away)|a long distance away", "distant"),
    )
)  # fmt: skip


def _barriers(text: str) -> str:
    """Ways of hearing marked: beside each sound that they belong to, or apart from all, at the
    beginning, where they are said of everything."""
    for cue, name, shared in _CUES:
        mark, start = f" behind{name.replace(' ', '')} ", 0
        while found := cue.search(text, start):
            left, right = text[: found.start()], text[found.end() :]
            if _goes(text[: found.start("cue")], found["cue"]):
                start = found.end()
            elif found["all"] or (not left.strip() and (shared or right.startswith(":"))):
                text = f"{mark}, {left}{right}"
            elif not _NEXT.split(left)[-1].strip(" ,"):  # "..., then next door: a dog"
                text = left + mark + right.lstrip(" ,:")
            else:
                reach = _reach(left, found, name, shared)
                each = _JOINTS.sub(rf"{mark}\g<0>", left[reach:])
                text = left[:reach] + each + mark + right
    return text


def _reach(left: str, found: re.Match[str], name: str, shared: bool) -> int:
    """Where that begins of which it is said how it is heard.

    "Rain with a dog and a cat through a wall": the animals, but with "a cat meowing" only that;
    "rain and a dog, next door": both; "rain with a dog, heard through a wall": both; where one
    listens inside, all that is before.
    """
    if not left.rstrip().endswith(","):
        does = re.search(r"\w \w+ing\b", left.rsplit(" and ", 1)[-1])
        ends = _APART if shared and not does else _ANY
    elif name in ("inside", "outside", "water"):
        return 0
    else:
        ends = _NEXT if _HEARS.search(found[0]) else _BESIDE
    return max((end.end() for end in ends.finditer(left)), default=0)


def _goes(before: str, cue: str) -> bool:
    """Whether something goes that way rather than being heard: "someone climbs through a window",
    "running upstairs"."""
    if cue.startswith("through"):
        return bool(_MOVING.search(before))
    return cue.startswith(("up", "down")) and bool(_CLIMBING.search(before))


_HEARS = re.compile(r"\b(?:heard?|hearing|listen\w*|recorded|if|though)\b")
_NEXT = re.compile(r";|\. |\b(?:then|followed|afterwards|before|finally|later|until)\b")
_BESIDE = re.compile(rf"{_NEXT.pattern}|\b(?:with|while|over|as|but|plus)\b")
_APART = re.compile(rf"{_BESIDE.pattern}|[,:+&]")
_ANY = re.compile(r"$")
_JOINTS = re.compile(rf"{_APART.pattern}|\band\b")
_PLACE = r"(?:in|at|on|from|behind|near|inside|outside|through|under)"
_DENIED = re.compile(  # of two things only "without" leaves out both: "no wind and birds"
    r" *\b(?:(?P<both>without)|no|not)\b (?!(?:only|just)\b)"
    rf"(?P<what>[\w'’-]+(?:(?! *(?:{_JOINTS.pattern})| {_PLACE}\b).)*"
    r"(?(both)(?: and [\w'’-]+(?= ?(?:$|[,;.])))?))"
)
_CLIMBING = re.compile(
    r"\b(?:walk|run|ran|go|went|climb|jump|com|came|creep|crept|march|rush)(?:e?s|n?ing|ed|e)? $"
)
_MOVING = re.compile(
    r"\b(?:thr[eo]w\w*|crash\w*|smash\w*|climb\w*|jump\w*|leap\w*|burst\w*|br[eo]a?k\w*|f[ae]ll\w*"
    r"|flew|fl(?:y|ies|ying)|walk\w*|run\w*|ran|step\w*|go|goes|going|went|enter\w*|kick\w*|punch\w*"
    r"|shoot\w*|shot|driv\w+|drove|drill(?:s|ing)|saw(?:s|ing)|cut\w*|push\w*|tear\w*|ripp?\w*"
    r"|hammer(?:s|ing)|brick|stone|rock|ball|bullet|fist|(?:someone|somebody|he|she|they|(?:wo)?m[ae]n"
    r"|person|people) (?:comes?|came|coming)"
    r"|wind (?:blow|com|howl|hiss|moan|roar|rush|sing|sweep|whistl|whin)\w*)"
    r"(?: right| straight)* $"
)

_DET = "(?:the|an?|my|our|your|his|her|their)"
_A = rf"(?:{_DET} )?"
_SOME = (  # an article and up to two adjectives
    rf"{_A}(?:(?!(?:and|or|on|in|at|of|with|to|from|then|against|open|me|us|him|it|them|you|is|are"
    rf"|{_DET})\b)[\w'’-]+ ){{0,2}}?"
)
_DOES = r"(?! (?:slam|open|clos|creak|break|broke|rattl|shut|bang|smash|shatter|clock)\w*)"
_OF = rf"(?: of {_DET} \w+)?"
_THINGS = (
    ("door", "doors?"),
    ("window", "windows?(?: ?panes?)?|panes? of glass|panes?|glass|wind(?:screen|shield)"),
    ("wall", "walls?|partition"),
    ("ceiling", "ceilings?"),
    ("floor", "floor(?: ?boards?)?s?"),
    ("cloth", "curtains?|blankets?|pillows?|duvet|quilt|cushions?|mattress|scarf"),
)
_WITHIN = (
    "(?:house|home|building|cabin|hut|cottage|flat|apartment|room|bedroom|kitchen|office|shed|barn"
    "|tent|caravan|car|bus|train|van|truck|box|chest|coffin|cupboard|closet|wardrobe|locker|crate"
    "|suitcase|barrel|trunk|tower|castle|school|prison|cell|bunker|shelter|boat|ship|plane|walls?)"
)
_FLAT = "(?:house|flat|apartment|place|room|floor|storey|people|neighbou?rs?)"
_ONES = r"neighbou?rs?(?:['’]s?)?"
_BEYOND = r"(?:from )?(?:behind|beyond|outside|(?:on |from )?the (?:other|far) side of)"
_FROM = "(?:from (?:the )?|(?<=heard ))"
_OPEN = (
    ("open door", rf"(?:through|from) {_SOME}open doors?\b"),
    ("open window", rf"(?:through|from) {_SOME}open windows?\b{_OF}"),
)
_AT = (
    *((name, rf"{_BEYOND} {_SOME}(?:{thing})\b{_DOES}{_OF}") for name, thing in _THINGS),
    ("ceiling", rf"(?:from )?above {_SOME}ceilings?\b"),
    ("floor", rf"(?:under|below|beneath) {_SOME}floor(?: ?boards?)?s?\b"),
    ("cloth", rf"(?:under|beneath) {_SOME}(?:{_THINGS[-1][1]})\b|(?:muffled|stifled)\b"),
    ("next room", rf"(?:(?:from|in) )?{_A}(?:next|ad\w+|neighbou?ring|an?other|other) room\b"),
    ("next room", rf"(?:(?:from|in) )?{_A}room next door\b"),
    ("next door", rf"(?:(?:from|in|at) )?{_A}(?:{_FLAT} )?next door(?:['’]s)?(?: {_ONES})?"),
    ("upstairs", rf"(?:(?:from|in|on) )?{_A}{_FLAT} (?:above|upstairs|overhead)\b(?: (?:me|us))?"),
    ("upstairs", rf"from (?:upstairs|the attic)\b|upstairs\b(?: {_ONES})?"),
    ("downstairs", rf"(?:(?:from|in|on) )?{_A}{_FLAT} (?:below|downstairs)\b(?: (?:me|us))?"),
    ("downstairs", rf"from (?:downstairs|the (?:basement|cellar))\b|downstairs\b(?: {_ONES})?"),
    ("next door", rf"(?:from|at) (?:the|my|our) {_ONES}(?: {_FLAT})?(?!\w)"),
)
_WAY = (
    *((name, rf"through {_SOME}(?:{thing})\b{_DOES}{_OF}") for name, thing in _THINGS),
    ("inside", rf"{_FROM}(?:inside|indoors|within)(?: of)? {_SOME}{_WITHIN}\b"),
    ("inside", rf"{_FROM}(?:inside|indoors|within)\b(?! (?:of|{_DET})\b)"),
    ("inside", rf"(?<=heard )from {_SOME}(?:bed|bedroom|kitchen|sofa|armchair|desk|house)\b"),
    ("inside", r"(?:while|when|as) (?:i|you|we|one) (?:\w+ ){1,2}(?:inside|indoors|in bed)\b"),
    ("outside", rf"from (?:the )?outside (?:of )?{_SOME}{_WITHIN}\b"),
    ("outside", rf"from (?:the )?outside\b(?! (?:of|{_DET})\b)"),
    ("water", r"(?:from )?(?:under ?water|(?:under|below|beneath) the (?:water|surface|waves))\b"
     r"(?! (?:scene|ambien\w+|sounds?|noises?|world|atmosphere|bubbl\w+))|submerged\b"),
)  # fmt: skip
_LEAD = (
    r"\b(?P<all>(?:all(?: of it)?|both|everything|the whole (?:thing|scene)) )?"
    r"(?:(?:as|if|though|like|when|being|is|are|was|were|it|i|you|we|am|just|only|heard|hear|hearing"
    r"|listening|listened|recorded|sounding|coming) )*"
)
# A cue, its barrier, and whether it may be said of several sounds: how one hears, not where it is.
_CUES = tuple(
    (re.compile(rf"{_LEAD}(?P<cue>{cue})"), name, shared)
    for cues, shared in ((_OPEN, True), (_AT, False), (_WAY, True))
    for name, cue in cues
)
