"""Feasts and other days that have a name: when they are, in any year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

FEASTS: tuple[tuple[str, Callable[[int], dt.date]], ...] = (
    (r"christmas eve", lambda year: dt.date(year, 12, 24)),
    (r"boxing day", lambda year: dt.date(year, 12, 26)),
    (r"christmas(?: day)?|xmas", lambda year: dt.date(year, 12, 25)),
    (r"new year['’]?s eve|hogmanay", lambda year: dt.date(year, 12, 31)),
    (r"(?:the )?new year(?:['’]?s(?: day)?)?", lambda year: dt.date(year, 1, 1)),
    (r"hall?oween", lambda year: dt.date(year, 10, 31)),
    (r"valentine['’]?s(?: day)?", lambda year: dt.date(year, 2, 14)),
    (r"(?:st|saint) patrick['’]?s day", lambda year: dt.date(year, 3, 17)),
    (r"(?:the )?(?:fourth|4th) of july|independence day", lambda year: dt.date(year, 7, 4)),
    (r"bonfire night|guy fawkes(?: night)?", lambda year: dt.date(year, 11, 5)),
    (r"burns night", lambda year: dt.date(year, 1, 25)),
    (r"epiphany|twelfth night|three kings", lambda year: dt.date(year, 1, 6)),
    (r"easter(?: sunday)?", lambda year: easter(year)),
    (r"thanksgiving",
     lambda year: dt.date(year, 11, 22 + (3 - dt.date(year, 11, 1).weekday()) % 7)),
    (r"(?:the )?end of (?:the|this) year|the year['’]?s end|(?:the )?year is (?:over|out)"
     r"|(?:left|remaining|still|are there) (?:in|of) (?:the|this) year|left this year",
     lambda year: dt.date(year, 12, 31)),
)  # fmt: skip


def named(words: str, today: dt.date) -> dt.date | None:
    """The day of the feast that ``words`` name: the next one, or the last; None for none."""
    back = bool(re.search(r"\b(?:since|was|last)\b", words))
    for name, of_year in FEASTS:
        if re.search(rf"\b(?:{name})\b", words):
            year = re.search(r"\b(?:19|20)\d{2}\b", words)
            if year:
                return of_year(int(year[0]))
            days = [of_year(today.year + step) for step in (-1, 0, 1)]
            return (
                max(d for d in days if d <= today) if back else min(d for d in days if d >= today)
            )
    return None


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + weekday - 7 * ((a + 11 * h + 22 * weekday) // 451) + 114, 31)
    return dt.date(year, month, day + 1)
