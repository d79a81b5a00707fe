"""Questions about days: "how many days till Christmas?", "what's the date a week from Saturday?".

told("how many days till christmas", dt.datetime(2026, 11, 22))  -> "33 days."
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from voice_agent.think.offline.answers import feasts
from voice_agent.think.offline.phrases.numbers import number

_WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
_MONTHS = tuple(name.lower() for name in calendar.month_name)[1:]
_WEEKDAY = rf"({'|'.join(_WEEKDAYS)})"
_MONTH = rf"({'|'.join(_MONTHS)})"
_COUNT = r"(an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)"
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_ORDINAL = rf"((?:twenty[ -]|thirty[ -])?(?:{'|'.join(_ORDINALS)})|\d{{1,2}}(?:st|nd|rd|th)?)"
_LONGEST = 300  # characters of a question that are read
_LEAP = re.compile(r"\bleap year\b")
_YEAR = re.compile(r"\b(?:(\d{4})|(next|last) year)\b")
_DISTANCE = re.compile(
    r"\bhow (?:many|much|long|far|soon)\b.*\b(?:un)?til+\b"
    r"|\bhow (?:many|long)\b.*\bbetween (?:now|today) and\b|\bhow (?:many|long|far)\b.*\b(?:to go"
    r"|before|to|since|off|away|(?:left|remain(?:ing)?|still) (?:in|of|this))\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\bhow (?:many|much|long|far|soon)\b.*\b(?:(?:un)?til+|to|before) (?!go\b)")
_TODAY = re.compile(r"\b(?:what|which) (?:day|date)\b[^,.?]*\btoday\b")
_AFTER = re.compile(
    rf"\bcomes? (?:right |straight |just )?(after|before|next after) (?:{_MONTH}|{_WEEKDAY})\b"
)


_ABOUT = re.compile(
    r"(?<!night and )\b(?:days?|dates?|today|tomorrow|yesterday|weekdays?|weeks?|weekends?|months?"
    r"|years?|decade|century|calendar|season|holidays?|spring|summer|autumn|winter|leap"
    rf"|{'|'.join(_WEEKDAYS)}|{'|'.join(_MONTHS)})(?:['’]s)?\b",
    re.IGNORECASE,
)


def asked(words: str, now: dt.datetime) -> str:
    """The answer to what is surely a question for days; "" for anything else."""
    lowered = words[:_LONGEST].lower()
    if _LEAP.search(lowered) or _AFTER.search(lowered):
        return told(words, now)
    far = _DISTANCE.search(lowered) and _day(lowered, now.date()) is not None
    return told(words, now) if far else ""


def told(words: str, now: dt.datetime) -> str:
    """The day that is asked for: today's date, another day's, or how far it is away. ``now`` is
    local."""
    lowered, today = words[:_LONGEST].lower(), now.date()
    if _LEAP.search(lowered):
        return _leap(lowered, today.year)
    if beside := _AFTER.search(lowered):
        return _beside(beside)
    day = None if _TODAY.search(lowered) else _day(lowered, today)
    if day is None:
        unknown = "I don't know when that is. " if _UNTIL.search(lowered) else ""
        return unknown + _now(lowered, today)
    if _DISTANCE.search(lowered):
        return _distance(lowered, abs((day - today).days))
    name = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}.get((day - today).days, "That")
    verb = "was" if day < today else "is" if day == today else "will be"
    return f"{name} {verb} {_dated(day)}."


def is_about(words: str, now: dt.datetime) -> bool:
    """Whether words speak of days at all: "it missed the start" does not, whatever it was read
    as."""
    lowered = words[:_LONGEST].lower()
    return bool(_ABOUT.search(lowered)) or _day(lowered, now.date()) is not None


def names_a_day(words: str, now: dt.datetime) -> bool:
    """Whether a day other than today is named."""
    return _day(words[:_LONGEST].lower(), now.date()) is not None


def with_day(question: str, day: str) -> str:
    """The question with ``day`` in the place of the feast or weekday that it names; "" where it
    names none, or ``day`` is none."""
    names = "|".join([rf"(?:{name})" for name, _ in feasts.FEASTS] + [_WEEKDAY])
    if not re.match(rf"(?:next |last |on )?(?:{names})$", day, re.IGNORECASE):
        return ""
    changed = re.sub(rf"\b(?:{names})(?!\w)", day, question, count=1, flags=re.IGNORECASE)
    return "" if changed == question else changed


def beside(day: dt.date, what: str, before: bool) -> str:
    """The day after or before ``day``, the same one of another week, or the next one of a
    weekday; "" for anything else."""
    if what in _WEEKDAYS:
        wanted, step = _WEEKDAYS.index(what), -1 if before else 1
        days = step * ((step * (wanted - day.weekday()) - 1) % 7 + 1)
    else:
        days = {"day": 1, "week": 7}.get(what, 0) * (-1 if before else 1)
    return f"That is {_dated(day + dt.timedelta(days=days))}." if days else ""


def _leap(words: str, this: int) -> str:
    named = _YEAR.search(words)
    step = {"next": 1, "last": -1}.get(named[2] or "", 0) if named else 0
    year = int(named[1]) if named and named[1] else this + step
    if calendar.isleap(year):
        return f"Yes, {year} is a leap year."
    after = next(other for other in range(max(year, this), year + 10_000) if calendar.isleap(other))
    return f"No, {year} is no leap year. The next one is {after}."


def _beside(found: re.Match[str]) -> str:
    """The month or weekday beside another."""
    step = -1 if found[1] == "before" else 1
    names = _MONTHS if found[2] else _WEEKDAYS
    return f"{names[(names.index(found[2] or found[3]) + step) % len(names)].capitalize()}."


def _now(words: str, today: dt.date) -> str:
    if re.search(r"\b(?:what|which) year\b", words):
        return f"It is {today.year}."
    if re.search(r"\b(?:what|which) month\b", words):
        return f"It is {today:%B}."
    if re.search(r"\b(?:what|which) (?:calendar )?week\b|\bweek number\b", words):
        return f"It is week {today.isocalendar().week}."
    return f"Today is {_dated(today)}."


def _dated(day: dt.date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _distance(words: str, days: int) -> str:
    """How many days these are, in weeks where those are asked for."""
    weeks, rest = divmod(days, 7)
    told = _many(days, "day")
    in_weeks = _many(weeks, "week") + (f" and {_many(rest, 'day')}" if rest else "")
    if re.search(r"\bmany weeks\b", words):
        return f"{in_weeks if weeks else told}."
    if days >= 14 and not re.search(r"\bmany days\b", words):
        return f"{told}, which is {in_weeks}."
    return f"{told}."


def _many(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


# --- the day that words name ------------------------------------------------------------


def _day(words: str, today: dt.date) -> dt.date | None:
    """The day that is meant; None where none is named besides today."""
    for find in (_shifted, _near, feasts.named, _in_a_month, _in_this_month, _weekday):
        day = find(words, today)
        if day is not None:
            return day
    return None


_NEAR = (
    ("day after tomorrow", 2),
    ("day before yesterday", -2),
    ("tomorrow", 1),
    ("yesterday", -1),
)
_SHIFT = re.compile(
    rf"\b{_COUNT} (day|week|fortnight|month|year)s?"
    r"(?: (ago|from|after|before|since|on|last|this|next)\b|(?=\W*$))(.*)"
)


def _shifted(words: str, today: dt.date) -> dt.date | None:
    """So many days from a day: "in three weeks", "a week from Saturday", "ten days ago"."""
    found = _SHIFT.search(words)
    if found is None or not (found[3] or re.search(r"\bin\W*$", words[: found.start()])):
        return None
    count = 1 if found[1] in ("a", "an") else round(number(found[1]) or 0)
    days = count * {"day": 1, "week": 7, "fortnight": 14}.get(found[2], 0)
    months = count * {"month": 1, "year": 12}.get(found[2], 0)
    start = _day(f"{found[3] or ''}{found[4]}", today) or today
    if found[3] in ("ago", "before", "last"):
        days, months = -days, -months
    try:
        return _months_on(start, months) + dt.timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def _months_on(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _near(words: str, today: dt.date) -> dt.date | None:
    days = next((days for name, days in _NEAR if re.search(rf"\b{name}\b", words)), None)
    return None if days is None else today + dt.timedelta(days=days)


_IN_A_MONTH = re.compile(
    rf"\b(?:{_ORDINAL}(?: of)? {_MONTH}|{_MONTH} (?:the )?{_ORDINAL})\b(?:,? (\d{{4}}))?"
)
_MONTH_ALONE = re.compile(rf"\b(?:until|till?|to|before|since|in) {_MONTH}\b")


def _in_a_month(words: str, today: dt.date) -> dt.date | None:
    """A day of a month: "the 5th of May", "May 5th 2027"; a month's first where none is named."""
    found = _IN_A_MONTH.search(words)
    alone = None if found else _MONTH_ALONE.search(words)
    if found is None and alone is None:
        return None
    month = (found[2] or found[3]) if found else alone[1] if alone else ""
    day = _ordinal(found[1] or found[4]) if found else 1
    year = int(found[5]) if found and found[5] else 0
    back = bool(re.search(r"\b(?:since|was|last)\b", words))
    try:
        named = dt.date(year or today.year, _MONTHS.index(month) + 1, day)
        if not year and named < today and not back:
            named = named.replace(year=today.year + 1)
        elif not year and named > today and back:
            named = named.replace(year=today.year - 1)
    except ValueError:
        return None
    return named


_ON_THE = re.compile(
    rf"\b(?:on|by|until|till?|to|before|does|will|is) the {_ORDINAL}\b(?! (?:time|of)\b)"
)


def _in_this_month(words: str, today: dt.date) -> dt.date | None:
    """A day of this month or the next one: "what day is it on the fourteenth?"."""
    found = _ON_THE.search(words)
    if found is None:
        return None
    day = _ordinal(found[1])
    past = re.search(r"\bthis month\b|\b(?:was|did)\b", words) is not None
    for months in range(12):
        try:
            named = _months_on(today.replace(day=1), months).replace(day=day)
        except ValueError:
            continue
        if named >= today or past:
            return named
    return None


def _ordinal(word: str) -> int:
    if digits := re.match(r"\d+", word):
        return int(digits[0])
    *tens, last = re.split(r"[ -]", word)
    return {"twenty": 20, "thirty": 30}.get(tens[0] if tens else "", 0) + _ORDINALS[last]


_ON_A_DAY = re.compile(
    rf"\b(on|by|until|till?|to|before|next|last|this|coming|from|since|after|for) {_WEEKDAY}\b"
    rf"|\b()(?:is )?{_WEEKDAY} week\b"
)


def _weekday(words: str, today: dt.date) -> dt.date | None:
    """The next Friday, or the last one; the weekend begins on Saturday."""
    words = re.sub(r"\bthe weekend\b", "next saturday", words)
    found = _ON_A_DAY.search(words)
    if found is None:
        return None
    name = found[2] or found[4]
    wanted = _WEEKDAYS.index(name)
    later = 7 if re.search(rf"\b{name} week\b", words) else 0
    if found[1] in ("last", "since") or re.search(r"\b(?:was|ago)\b", words):
        return today - dt.timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    return today + dt.timedelta(days=(wanted - today.weekday() - 1) % 7 + 1 + later)
