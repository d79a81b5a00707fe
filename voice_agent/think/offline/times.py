"""Lengths of time in another unit: "how many seconds are there in four and a half minutes?"."""

from __future__ import annotations

import re

from voice_agent.think.offline.arithmetic import spoken
from voice_agent.think.offline.numbers import number

_SECONDS = {
    "millisecond": 0.001,
    "second": 1.0,
    "minute": 60.0,
    "hour": 3600.0,
    "day": 86_400.0,
    "week": 604_800.0,
}
_UNIT = rf"({'|'.join(_SECONDS)})s?"
_IN_ANOTHER = re.compile(
    rf"^\W*(?:\w+\W+){{0,4}}?how many {_UNIT}(?: are)?(?: there)?(?: go)?(?: in| into)"
    rf" (.{{1,60}}?)[ -]{_UNIT}\W*$",
    re.IGNORECASE,
)
_HALF = re.compile(r"half an?", re.IGNORECASE)


def converted(text: str) -> str:
    """The answer to a question for a length of time in another unit; "" for anything else."""
    found = _IN_ANOTHER.match(text)
    if found is None:
        return ""
    wanted, said, given = (part.lower() for part in found.groups())
    count = 1.0 if said in ("a", "an") else 0.5 if _HALF.fullmatch(said) else number(said)
    if count is None:
        return ""
    value = count * _SECONDS[given] / _SECONDS[wanted]
    return f"{spoken(value)} {wanted}{'' if value == 1.0 else 's'}."
