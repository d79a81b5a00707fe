"""A small question that leans on the last one: "and until Easter?", "times three?", "what's that
in yards?".

answered("and in Paris?", context, now)  -> "It is 13:46 in Paris."
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from voice_agent.think.context import Context
from voice_agent.think.offline.answers import arithmetic, dates, measures, zones
from voice_agent.think.offline.phrases.numbers import number_at, tokens

_SHORT = 60  # characters of what leans on a question
_LONGEST = 200  # characters of a question that something may lean on
_FAR = 4  # how many questions back it may lean
_LEAD = re.compile(
    r"^(?:(?:and|or|so|okay|ok|then|now|no|sorry|actually|oh|what about|how about|make (?:it|that)"
    r"|i meant?|what if it['’]?s)\b[\s,]*)+",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:that|it|this)\b", re.IGNORECASE)
_SIGN = (
    r"(?:times|multiplied by|divided by|over|plus|minus|less|take away|squared|cubed"
    r"|to the power of)\b.*"
)
# Sums with the last result: "times four", "what's that plus nine", "half of that".
_OF_IT = re.compile(
    rf"^(?:(?:what|how much)(?:['’]s| is| would be) )?(?:(?:(?:that|it|this) )?(?P<sign>{_SIGN})"
    r"|(?P<share>half|a third|a quarter|twice|double|[\w -]+?(?:percent|per cent|%))(?: of)?"
    r" (?:that|it|this))$",
    re.IGNORECASE,
)
_INTO = re.compile(r"\b(?:in|into|to) ([a-z ]+)$", re.IGNORECASE)
_AGO = {"ago", "later"}
_PREPOSITIONS = (
    "until", "till", "til", "before", "since", "in", "into", "to", "of", "by", "for", "on", "at",
    "from",
)  # fmt: skip
_AMOUNT = re.compile(r"^(?:That is |About )?(-?\d[\d,]*(?:\.\d+)?)((?: [a-z]+){0,2})[.,]")
_DATED = re.compile(r"\b\w+day, (\d+ \w+ \d{4})")
_BESIDE = re.compile(
    r"^(?:what(?:['’]s| is) )?(?:the )?(\w+) (after|before)(?: (?:that|it|then))?$", re.IGNORECASE
)
_SUM = re.compile(r"^That is -?\d")
_DAY = re.compile(r"^(?:That|Today|Tomorrow|Yesterday) (?:is|was|will be) \w+day\b")
_TIME = re.compile(r"^It (?:is|was|will be) \d\d:\d\d\b")


Asked = tuple[str, str]  # a question and its answer


def answered(text: str, context: Context, now: dt.datetime) -> str:
    """The answer to a question that is whole only with one before it; "" for anything else."""
    recent = context.exchanges[-_FAR:]
    if len(text) > _SHORT or not recent or recent[-1].plan.kind != "chat":
        return ""
    led, rest = _led(text)
    if not rest:
        return ""
    asked: list[Asked] = []
    for exchange in recent:
        if exchange.plan.kind == "chat" and len(exchange.query) <= _LONGEST:
            asked.append((_whole(exchange.query, exchange.reply, asked, now), exchange.reply))
    if not asked:
        return ""
    if known := _of_result(rest, *asked[-1]) or _beside(rest, asked[-1][1]):
        return known
    return next(_leaning(rest, asked, now), ("", ""))[1] if led else ""


def _led(text: str) -> tuple[bool, str]:
    """Whether words lead over from something said before, and what follows them."""
    bare = text.strip(" .?!,")
    lead = _LEAD.match(bare)
    return lead is not None, bare[lead.end() :] if lead else bare


def _whole(query: str, reply: str, before: list[Asked], now: dt.datetime) -> str:
    """What ``query`` asked, with the question that it leant on."""
    led, rest = _led(query)
    leaning = _leaning(rest, before, now) if led and rest else iter(())
    return next((question for question, told in leaning if told == reply), rest if led else query)


def _leaning(rest: str, asked: list[Asked], now: dt.datetime) -> Iterator[Asked]:
    """The questions that ``rest`` makes with those before, the latest first, and their answers."""
    for before, reply in reversed(asked):
        for question in _questions(rest, before.strip(" .?!,")):
            told = _told(question, reply, now)
            if told and told != reply:
                yield question, told


def _of_result(rest: str, before: str, reply: str) -> str:
    """A sum with the last result, or that result in another unit: asked again for that one, so
    that nothing is rounded twice."""
    found, of_it = _AMOUNT.match(reply), _OF_IT.match(rest)
    if found is None:
        return ""
    amount, unit = found[1].replace(",", ""), found[2].strip()
    if unit:
        wanted = _INTO.search(rest) if _IT.search(rest) else None
        again = re.sub(rf"\b{unit}\b", wanted[1], before, count=1) if wanted else before
        whole = _IT.sub(f"{amount} {unit}", rest, count=1)
        told = measures.converted(again) if again != before else ""
        return told or (measures.converted(whole) if whole != rest else "")
    if of_it is None:
        return ""
    return _sum(f"{amount} {of_it['sign']}" if of_it["sign"] else f"{of_it['share']} of {amount}")


def _beside(rest: str, reply: str) -> str:
    """The day beside the one that was told: "the Friday after that"."""
    found, dated = _BESIDE.match(rest), _DATED.search(reply)
    if found is None or dated is None:
        return ""
    day = dt.datetime.strptime(dated[1], "%d %B %Y").date()
    return dates.beside(day, found[1].lower(), found[2].lower() == "before")


def _questions(rest: str, before: str) -> Iterator[str]:
    """The question before with ``rest`` in the place of what it may stand for, likeliest first:
    the same preposition's words, a day, a number (of the same unit), what follows another
    preposition."""
    words, old = rest.split(), before.split()
    lowered = [word.lower().strip(",.?") for word in old]
    places = [place for place, word in enumerate(lowered) if word in _PREPOSITIONS]
    if words[0].lower() in _PREPOSITIONS:
        same = [place for place in places if lowered[place] == words[0].lower()]
        yield " ".join([*old[: (same or [len(old)])[-1]], *words])
        return
    if words[-1].lower() in _AGO:
        yield " ".join([*old, *words])
    if day := dates.with_day(before, rest):
        yield day
    counted = number_at(tokens(rest), 0)[1]
    numbers = [(place, number_at(lowered, place)[1]) for place in range(len(old))]
    spans = [(place, place + length) for place, length in reversed(numbers) if length and counted]
    unit = words[counted : counted + 1]
    for place, end in sorted(spans, key=lambda span: lowered[span[1] : span[1] + 1] != unit):
        yield " ".join([*old[:place], *words, *old[end + bool(unit) :]])
    for place in reversed(places):
        yield " ".join([*old[: place + 1], *words])


def _told(question: str, reply: str, now: dt.datetime) -> str:
    """The answer to a question of the kind that ``reply`` answered; "" where it is none."""
    if _SUM.match(reply):
        return _sum(question)
    if _DAY.match(reply):
        return dates.told(question, now) if dates.names_a_day(question, now) else ""
    if _TIME.match(reply):
        told = zones.told(question, now)
        return told if _TIME.match(told) else ""
    return measures.converted(question) or dates.asked(question, now) or zones.left(question, now)


def _sum(text: str) -> str:
    value = arithmetic.calculate(text)
    return "" if value is None else f"That is {arithmetic.spoken(value)}."
