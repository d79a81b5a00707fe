"""The time, how long it is until another, and what it is elsewhere: for cities that name a time
zone (IANA), without a network."""

from __future__ import annotations

import datetime as dt
import math
import re
import zoneinfo

from voice_agent.think.offline.numbers import number

_PLACE = re.compile(r"\b(?:in|at|over in)\s+([a-z][a-z ,.'-]+?)\s*(?:right now|now|please|\W*$)")
_LIST = re.compile(r"\s*(?:,|\band\b)\s*(?:(?:and|in|over in|also)\b\s*)*")
_HERE = {"the moment", "this moment", "present", "hand", "here", "all", "the house", "my place"}
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
    here = f"It is {now:%H:%M}."
    if _ZONE.search(words):
        return f"It is {now:%H:%M}, in the time zone {now.astimezone().tzname()}."
    left = _left(words.lower(), now)
    if left is not None:
        return left
    match = _PLACE.search(words.lower())
    if match is None or match[1] in _HERE or number(match[1]) is not None:
        return here
    zones = {place: _zone(place) for place in _LIST.split(match[1].strip()) if place}
    unknown = next((place for place, zone in zones.items() if zone is None), None)
    if unknown is not None:
        return f"I don't know the time in {unknown.title()}. Here it is {now:%H:%M}."
    return f"It is {', and '.join(_at(place, zone, now) for place, zone in zones.items())}."


def _at(place: str, zone: dt.tzinfo | None, now: dt.datetime) -> str:
    """ "08:12 in Tokyo, tomorrow"."""
    there = now.astimezone(zone)
    day = {1: ", tomorrow", -1: ", yesterday"}.get((there.date() - now.date()).days, "")
    return f"{there:%H:%M} in {place.title()}{day}"


def _left(words: str, now: dt.datetime) -> str | None:
    """How long it is until an hour, the next time it comes; None where none is asked for."""
    until = _UNTIL.search(words)
    found = _HOUR.match(words[until.end() :]) if until else None
    if found is None and (then := _THEN.search(words)):
        found = _HOUR.match(then[1])
    if found is None:
        return None
    if found[1]:
        hours, minutes = (0, 0) if found[1] == "midnight" else (12, 0)
    else:
        said = number(found[3])
        if said is None or not 0 <= said <= 24 or said != int(said):
            return None
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


def _zone(place: str) -> zoneinfo.ZoneInfo | None:
    """The zone whose last part is ``place``: "new york" is America/New_York."""
    wanted = re.sub(r"[^a-z]+", "_", place).strip("_")
    for name in sorted(zoneinfo.available_timezones()):
        if name.rpartition("/")[2].lower() == wanted:
            return zoneinfo.ZoneInfo(name)
    return None
