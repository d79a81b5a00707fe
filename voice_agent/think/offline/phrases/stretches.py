"""From when to when: a stretch of a recording as people tell it.

    stretch("from one minute ten to one minute twelve")    -> (70.0, 72.0)
    stretch("it drops out at 0:41 for 300 ms")             -> (41.0, 41.3)
    stretch("the first half second is gone")               -> (0.0, 0.5)

A stretch is two points, a point and a length, or a length from the beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from voice_agent.think.file_names import FILE_NAME
from voice_agent.think.offline.phrases.numbers import SECONDS, and_fraction, number_at, quantity_at

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d+)?"
_PIECE = re.compile(rf"(?<![\w.])(?:{_CLOCK}|\d+(?:[.,]\d+)?(?=\D|$))|[a-z]+", re.IGNORECASE)
_COUNTED = {"second": 1.0, "seconds": 1.0, "sec": 1.0, "secs": 1.0, "minute": 60.0, "minutes": 60.0}
_MINUTE = 60.0


@dataclass(frozen=True)
class _Time:
    """A quantity of time: ``unit`` is that of its last number in seconds, 0 for none."""

    seconds: float
    unit: float


def stretch(text: str) -> tuple[float, float] | None:
    """Start and end in seconds; None where words tell no stretch, or more than one."""
    words, times = _marked(text)
    ranges = [match for cue in _RANGES for match in cue.finditer(words)]
    if ranges:
        pairs = {_pair(times[int(m[1])], times[int(m[2])]) for m in ranges}
        return pairs.pop() if len(pairs) == 1 else None
    begins = [int(match[1]) for match in _BEGINS.finditer(words)]
    lengths = [
        int(number) for match in _LASTS.finditer(words) for number in match.groups("") if number
    ]
    if len(begins) == 1:
        others = [k for k, time in enumerate(times) if k not in begins and time.unit]
        lengths = [k for k in lengths if k not in begins] or others
        if len(lengths) == 1 and times[lengths[0]].seconds:
            start = times[begins[0]].seconds
            return start, _exact(start + times[lengths[0]].seconds)
    first = _FIRST.search(words)
    if first is not None:
        return 0.0, times[int(first[1] or first[2])].seconds
    return None


def beginning(text: str) -> float | None:
    """Where a stretch begins whose end is not told in figures: "from 14 s to the end"."""
    words, times = _marked(text)
    begins = [int(match[1]) for match in _BEGINS.finditer(words)]
    return times[begins[0]].seconds if len(begins) == 1 else None


def _pair(first: _Time, last: _Time) -> tuple[float, float] | None:
    """Two points where the one may leave its unit, or its minute, to the other."""
    start, end = first.seconds, last.seconds
    if not first.unit and last.unit and start * last.unit < end:
        start *= last.unit
    elif first.unit and not last.unit and end * first.unit > start and first.unit < 1:
        end *= first.unit
    elif not last.unit and end <= start and start >= _MINUTE:
        end += _MINUTE * (start // _MINUTE)
    return (_exact(start), _exact(end)) if start < end else None


def _exact(seconds: float) -> float:
    return round(seconds, 4)


def _marked(text: str) -> tuple[str, list[_Time]]:
    """The words with "<k>" in place of the k-th quantity; names of files are left out."""
    lowered = FILE_NAME.sub(lambda match: " " * len(match[0]), text).lower()
    pieces = list(_PIECE.finditer(lowered))
    words = [piece[0] for piece in pieces]
    marked, times = "", list[_Time]()
    index = done = 0
    while index < len(words):
        time, used = _time_at(words, index)
        if time is None:
            index += 1
            continue
        marked += f"{lowered[done : pieces[index].start()]}<{len(times)}>"
        times.append(time)
        index += used
        done = pieces[index - 1].end()
    return marked + lowered[done:], times


def _time_at(words: list[str], start: int) -> tuple[_Time | None, int]:
    """The quantity that begins at ``start``, and how many words it takes."""
    if ":" in words[start]:
        total = 0.0
        for part in words[start].replace(",", ".").split(":"):
            total = 60 * total + float(part)
        return _Time(total, 1.0), 1
    if words[start] in _COUNTED and start + 1 < len(words):  # "second eight"
        value, used = number_at(words, start + 1)
        if value is not None and used and words[start + 1 + used : start + 2 + used][:1] != ["of"]:
            unit = _COUNTED[words[start]]
            return _Time(value * unit, unit), 1 + used
    value, used = quantity_at(words, start)
    if not used:
        return None, 0
    unit = SECONDS.get(words[start + used], 0.0) if start + used < len(words) else 0.0
    if not unit:
        return _Time(value, 0.0), used
    extra, more = and_fraction(words, start + used + 1)
    seconds, used = (value + extra) * unit, used + 1 + more
    if unit < _MINUTE or start + used >= len(words):
        return _Time(seconds, unit), used
    joined = start + used + (words[start + used] == "and")
    rest, more = quantity_at(words, joined) if joined < len(words) else (0.0, 0)
    if not more or ":" in words[joined]:
        return _Time(seconds, unit), used
    after = joined + more
    lower = SECONDS.get(words[after], 0.0) if after < len(words) else 0.0
    if lower >= unit or (joined > start + used and not lower):
        return _Time(seconds, unit), used  # "between one minute and two minutes"
    return _Time(seconds + rest * (lower or unit / 60), lower or unit / 60), (
        after - start + bool(lower)
    )


_Q = r"<(\d+)>"
_ABOUT = r"(?:(?:about|around|roughly|exactly|second|the|its?|minute|mark)\s+)*"
_TO = r"(?:\s*[-–—]\s*|\s+(?:up )?(?:to|until|till|til|through)\s+)"
_START = (
    r"(?:from|since|between|start(?:s|ing|ed)?|begin(?:s|ning)?|began|after)"
    r"(?:\s+(?:at|from|with|on|off|right))*"
)
_END = (
    r"(?:to|until|till|up to|(?:end|stop|finish|last)(?:s|ing|ed)?"
    r"|(?:(?:is|are) )?(?:over|back|gone)|returns?|comes back)(?:\s+(?:at|by|with|until|till))*"
)
_RANGES = (
    re.compile(rf"{_Q}{_TO}{_ABOUT}{_Q}"),
    re.compile(rf"\b(?:from|between)\s+{_ABOUT}{_Q}\s+and\s+{_ABOUT}{_Q}"),
    re.compile(
        rf"\b{_START}\s+{_ABOUT}{_Q}(?:[\s,]+(?!for\b)[a-z]+){{1,6}}?\s+{_END}\s+{_ABOUT}{_Q}"
    ),
)
_BEGINS = re.compile(rf"\b(?:{_START}|at|in at)\s+{_ABOUT}{_Q}")
_LASTS = re.compile(
    rf"\b(?:for|lasts?|lasting|takes?|over|spans?|measures?|of)\s+{_ABOUT}{_Q}"
    rf"|{_Q}(?:\s+(?:long|in length|of|worth))\b"
)
_FIRST = re.compile(
    rf"\b(?:first|opening)\s+{_Q}"
    rf"|\b(?:start|beginning|top|outset)\b(?:\s+(?:on|of (?:it|the \w+)))?{_TO}{_ABOUT}{_Q}"
)
