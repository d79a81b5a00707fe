"""The time, how long it is until another, and what it is elsewhere: for cities that name a time
zone (IANA), without a network."""

from __future__ import annotations

import datetime as dt
import math
import re
import zoneinfo
from functools import lru_cache

from voice_agent.think.offline.phrases.numbers import is_number, number

_PLACE = re.compile(r"\b(?:in|at|over in)\s+([a-z][a-z ,.'-]+?)\s*(?:right now|now|please|\W*$)")
_LIST = re.compile(r"\s*(?:,|\band\b)\s*(?:(?:and|in|over in|also)\b\s*)*")
_NO_PLACE = re.compile(
    r"(?:the moment|this moment|present|hand|here|all|the house|my place)$"
    r"|(?:case|order|a|my|your)\b",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a question that are read
_ZONE = re.compile(r"\b(?:what|which) time ?zone\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"\bhow (?:long|many (?:hours|minutes)|much time)\b.*\b(?:un)?til+ |\bhow (?:long|many (?:hours"
    r"|minutes)|much time)\b.*\b(?:before|to|is left (?:un)?til+) ",
)
_HOUR = re.compile(
    r"\b(?:(noon|midday|midnight|lunch ?time)|(half past |half )?(\d{1,2}|[a-z]+)(?::(\d\d))?"
    r"(?: ?(a\.?m|p\.?m)\b\.?| o['’]?clock)?)\W*$"
)
# "My shift ends at seven: how many hours is that from now?"
_THEN = re.compile(
    r"\b(?:at|by) ((?:half past )?[\w:]+(?: ?[ap]\.?m\b\.?| o['’]?clock)?)\b.*"
    r"\bhow (?:long|many (?:hours|minutes)|much time)\b.*\b(?:from now|till then|until then|left"
    r"|do i have|have i(?: got)?|is that|to go)\b"
)
_IS_IT = re.compile(
    r"\b(?:is|has) it (?:already |just |yet )?(?:gone|past|after|nearly|almost|turned)"
    r" (?:noon|midday|midnight|lunch ?time|half|quarter|\d|[a-z]+(?: o['’]?clock))\b",
    re.IGNORECASE,
)


def asked(words: str, now: dt.datetime) -> str:
    """The answer to "is it gone four o'clock?"; "" for anything else."""
    return f"It is {now:%H:%M}." if _IS_IT.search(words) else ""


def told(words: str, now: dt.datetime) -> str:
    """What the clock shows, here or in the city that ``words`` name; ``now`` is local."""
    words = words[:_LONGEST]
    words, shift = _shifted(words)
    now, verb = now + shift, "was" if shift < _NO_TIME else "will be" if shift else "is"
    here = f"It {verb} {now:%H:%M}."
    if _ZONE.search(words):
        return f"It {verb} {now:%H:%M}, in the time zone {now.astimezone().tzname()}."
    if told := left(words, now):
        return told
    match = _PLACE.search(words.lower())
    if match is None or _NO_PLACE.match(match[1]) or number(match[1]) is not None:
        return here
    zones = {place: _zone(place) for place in _LIST.split(match[1].strip()) if place}
    unknown = next((place for place, zone in zones.items() if zone is None), None)
    if unknown is not None:
        return f"I don't know the time in {unknown.title()}. Here it {verb} {now:%H:%M}."
    return f"It {verb} {', and '.join(_at(place, zone, now) for place, zone in zones.items())}."


def _at(place: str, zone: dt.tzinfo | None, now: dt.datetime) -> str:
    """ "08:12 in Tokyo, tomorrow"."""
    there = now.astimezone(zone)
    day = {1: ", tomorrow", -1: ", yesterday"}.get((there.date() - now.date()).days, "")
    return f"{there:%H:%M} in {place.title()}{day}"


_NO_TIME = dt.timedelta()
_PARTS = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "a quarter of an": 0.25}
_SHIFT = re.compile(
    r"\b(?P<in>in )?(?P<count>(?:[\w-]+ ){1,6})(?P<unit>hour|minute)s?(?P<more> and a half)?"
    r"(?:['’]? time)?(?P<after> ago| from now)?(?=\W*(?:$|in\b|at\b))",
    re.IGNORECASE,
)


def _shifted(words: str) -> tuple[str, dt.timedelta]:
    """The words without "in two hours" or "ten minutes ago", and how far that is."""
    found = _SHIFT.search(words)
    if found is None:
        return words, _NO_TIME
    said = f"{found['in'] or ''}{found['count']}".split()
    ends = ((place, " ".join(said[place:]).lower()) for place in range(len(said)))
    place, counted = next((e for e in ends if e[1] in _PARTS or is_number(e[1])), (0, ""))
    count = _PARTS.get(counted) or number(counted)
    if count is None:
        return words, _NO_TIME
    begins = said[place - 1 : place] == ["in"]
    if not (begins or found["after"]):
        return words, _NO_TIME
    count += 0.5 if found["more"] else 0.0
    shift = dt.timedelta(**{f"{found['unit'].lower()}s": count})
    kept = [words[: found.start()], *said[: place - begins], words[found.end() :]]
    ago = (found["after"] or "").strip().lower() == "ago"
    return " ".join(kept), -shift if ago else shift


def left(words: str, now: dt.datetime) -> str:
    """How long it is until an hour, the next time it comes; "" where none is asked for."""
    words = words[:_LONGEST].lower()
    until = _UNTIL.search(words)
    found = _HOUR.match(words[until.end() :]) if until else None
    if found is None and (then := _THEN.search(words)):
        found = _HOUR.match(then[1])
    if found is None:
        return ""
    if found[1]:
        hours, minutes = (0, 0) if found[1] == "midnight" else (12, 0)
    else:
        said = number(found[3])
        if said is None or not 0 <= said <= 24 or said != int(said):
            return ""
        hours, minutes = int(said) % 24, 30 if found[2] else int(found[4] or 0)
        if found[5] and found[5][0] == "p" and hours < 12:
            hours += 12
    goal = now.replace(hour=hours, minute=minutes % 60, second=0, microsecond=0)
    half_a_day = not found[1] and not found[5] and hours <= 12
    while goal <= now:
        goal += dt.timedelta(hours=12 if half_a_day else 24)
    left = math.ceil((goal - now).total_seconds() / 60)
    parts = [
        f"{n} {unit}{'' if n == 1 else 's'}"
        for n, unit in zip(divmod(left, 60), ("hour", "minute"), strict=True)
        if n
    ]
    return f"{' and '.join(parts)}."


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(sorted(zoneinfo.available_timezones()))


def _zone(place: str) -> zoneinfo.ZoneInfo | None:
    """The zone whose last part is ``place``: "new york" is America/New_York."""
    wanted = re.sub(r"[^a-z]+", "_", place).strip("_")
    for name in _names():
        if name.rpartition("/")[2].lower() == wanted:
            return zoneinfo.ZoneInfo(name)
    return None
