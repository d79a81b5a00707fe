"""The time in other places, for cities that name a time zone (IANA), without a network."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

_PLACE = re.compile(r"\b(?:in|at|over in)\s+([a-z][a-z .'-]+?)\s*(?:right now|now|please|\W*$)")
_HERE = {"the moment", "this moment", "present", "hand", "here", "all", "the house", "my place"}


def told(words: str, now: dt.datetime) -> str:
    """What the clock shows, here or in the city that ``words`` name; ``now`` is local."""
    here = f"It is {now:%H:%M}."
    match = _PLACE.search(words.lower())
    if match is None or match[1] in _HERE:
        return here
    zone = _zone(match[1])
    place = match[1].title()
    if zone is None:
        return f"I don't know the time in {place}. Here it is {now:%H:%M}."
    there = now.astimezone(zone)
    day = {1: ", tomorrow", -1: ", yesterday"}.get((there.date() - now.date()).days, "")
    return f"It is {there:%H:%M} in {place}{day}."


def _zone(place: str) -> zoneinfo.ZoneInfo | None:
    """The zone whose last part is ``place``: "new york" is America/New_York."""
    wanted = re.sub(r"[^a-z]+", "_", place).strip("_")
    for name in sorted(zoneinfo.available_timezones()):
        if name.rpartition("/")[2].lower() == wanted:
            return zoneinfo.ZoneInfo(name)
    return None
