"""Amounts in another unit: "what's eleven stone in kilos?", "how many seconds are in an hour?".

converted("convert ten miles into kilometres")  -> "About 16.09 kilometres."
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from voice_agent.think.offline.phrases.numbers import and_fraction, number_at, tokens

# Units of one kind, each as so many of the first. Pints and gallons differ: British, American.
_KINDS: tuple[dict[str, tuple[float, ...]], ...] = (
    {
        "second": (1.0,), "millisecond": (0.001,), "minute": (60.0,), "hour": (3600.0,),
        "day": (86_400.0,), "week": (604_800.0,), "fortnight": (1_209_600.0,),
    },
    {
        "metre": (1.0,), "millimetre": (0.001,), "centimetre": (0.01,), "kilometre": (1000.0,),
        "inch": (0.0254,), "foot": (0.3048,), "yard": (0.9144,), "mile": (1609.344,),
        "fathom": (1.8288,),
    },
    {
        "kilogram": (1.0,), "gram": (0.001,), "milligram": (1e-6,), "tonne": (1000.0,),
        "ounce": (0.028349523125,), "pound": (0.45359237,), "stone": (6.35029318,),
    },
    {
        "litre": (1.0,), "millilitre": (0.001,), "centilitre": (0.01,),
        "pint": (0.56826125, 0.473176473), "gallon": (4.54609, 3.785411784),
        "fluid ounce": (0.0284130625, 0.0295735295625), "cup": (0.25, 0.2365882365),
        "tablespoon": (0.015, 0.01478676478), "teaspoon": (0.005, 0.00492892159),
    },
)  # fmt: skip
_OTHER_NAMES = {
    "inches": "inch", "feet": "foot", "kilo": "kilogram", "kilos": "kilogram", "kg": "kilogram",
    "kgs": "kilogram", "g": "gram", "lb": "pound", "lbs": "pound", "oz": "ounce", "km": "kilometre",
    "kms": "kilometre", "cm": "centimetre", "cms": "centimetre", "mm": "millimetre",
    "ms": "millisecond", "ml": "millilitre", "mls": "millilitre", "sec": "second",
    "secs": "second", "min": "minute", "mins": "minute", "hrs": "hour", "stones": "stone",
}  # fmt: skip
_PLURALS = {"inch": "inches", "foot": "feet", "stone": "stone"}
_ASKS = re.compile(
    r"\b(?:how (?:many|much|long|far|tall|heavy)|convert|what(?:['’]?s| is| are| would| will)"
    r"|turn|change|express|tell me|work out)\b|\b(?:in|into|to) [a-z]+(?:\W+please)?\W*$"
    r"|^[\w -]+ (?:in|into|to) [a-z]+,",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(r"\b(?:speed|twice|double|times|recording|file)\b", re.IGNORECASE)
# What a number after a unit counts: "five foot eleven", "two minutes fifty".
_SMALLER = {
    "foot": "inch", "stone": "pound", "pound": "ounce", "minute": "second", "hour": "minute",
    "metre": "centimetre", "kilogram": "gram",
}  # fmt: skip
_WANTED = {"many", "in", "into", "to", "as"}  # before the unit that is asked for
_TEMPERATURES = {
    "celsius": "Celsius", "centigrade": "Celsius", "fahrenheit": "Fahrenheit", "kelvin": "kelvin",
    "c": "Celsius", "f": "Fahrenheit",
}  # fmt: skip
_AMERICAN = re.compile(r"\b(?:american|us|u\.s\.|states)\b", re.IGNORECASE)
_BRITISH = re.compile(r"\b(?:imperial|british|uk|english|irish|scottish)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Amount:
    """A unit in a text, and how many of it; None where that is asked for."""

    unit: str
    count: float | None


def converted(text: str) -> str:
    """The answer to a question for an amount in another unit; "" for anything else."""
    if not _ASKS.search(text):
        return ""
    words = tokens(re.sub(r"['’](?=s\b)|(?<=\w)-(?=foot\b|feet\b|\d)", " ", text))  # "6-foot-1"
    if _SUPPOSES.search(text):
        return _temperature(words)  # "if it's 30 degrees Celsius, what's that in Fahrenheit?"
    return (
        _samples(words, text)
        or _beat(words, text)
        or _temperature(words)
        or _amount(words, text)
        or _together(words, text)
    )


_RATE = re.compile(r"\bhow many samples\b.*\b(kilohertz|khz|hertz|hz)\b", re.IGNORECASE)
_TEMPO = re.compile(
    r"\bbpm\b|\bbeats (?:a|per|to the) minute\b|\b(?:beat|bar)s?\b.* at [\w ]+\W*$", re.IGNORECASE
)
_LONG = re.compile(
    r"\b(?:how (?:long|many (?:milli)?seconds)\b.*\b|(?:milli)?seconds (?:per|an?|each) "
    r"|(?:length|duration) of (?:an?|one|each) )(?P<what>beat|bar)s?\b",
    re.IGNORECASE,
)


def _samples(words: list[str], text: str) -> str:
    """How many samples a sound has: "how many samples is one second at 48 kilohertz"."""
    unit = _RATE.search(text)
    if unit is None:
        return ""
    at = next(place for place, word in enumerate(words) if word == unit[1].lower())
    begins = [place for place in range(at) if number_at(words, place)[1] + place == at]
    rate = number_at(words, begins[0])[0] if begins else None
    if rate is None:
        return ""
    rest = [amount for amount in _amounts(words) if amount.count and amount.unit in _KINDS[0]]
    seconds = sum((amount.count or 0.0) * _KINDS[0][amount.unit][0] for amount in rest) or 1.0
    return f"{_told(seconds * rate * (1000 if unit[1].lower()[0] == 'k' else 1), 'sample')}."


def _beat(words: list[str], text: str) -> str:
    """How long a beat, or a bar of four, lasts at a tempo."""
    asked = _LONG.search(text)
    numbers = (number_at(words, place)[0] for place in range(len(words)))
    tempo = next((value for value in numbers if value and value >= 10), None)
    if asked is None or tempo is None or not _TEMPO.search(text):
        return ""
    seconds = 60 / tempo * (4 if asked["what"].lower() == "bar" else 1)
    return f"{_told(seconds * 1000, 'millisecond') if seconds < 1 else _told(seconds, 'second')}."


def _amount(words: list[str], text: str) -> str:
    found = _amounts(words)
    wanted = [amount.unit for amount in found if amount.count is None]
    given = [(amount.unit, amount.count) for amount in found if amount.count is not None]
    if not wanted or not given:
        return ""
    unit = wanted[-1]  # "my nan works in stone, what is that in kilos"
    if unit == "ounce" and all(other in _KINDS[3] for other, _ in given):
        unit = "fluid ounce"
    kind = next(kind for kind in _KINDS if unit in kind)
    given = [(other, count) for other, count in given if other in kind]  # "I'm off in a sec"
    if not given:
        return ""
    sizes = max(len(kind[named]) for named in (unit, *(other for other, _ in given)))
    british, american = (
        _told(
            sum(count * _size(kind[other], which) for other, count in given)
            / _size(kind[unit], which),
            unit,
        )
        for which in (0, 1)
    )
    if sizes == 1 or _BRITISH.search(text):
        return f"{british}."
    if _AMERICAN.search(text):
        return f"{american}."
    return f"{british} in Britain, {american.lower()} in America."


_ADDS = re.compile(r"\b(?:plus|added to)\b", re.IGNORECASE)
_TAKES = re.compile(r"\b(?:minus|less|take away)\b", re.IGNORECASE)


def _together(words: list[str], text: str) -> str:
    """Two lengths of time as one: "what's two minutes fifty plus one minute twenty-five?"."""
    takes = _TAKES.search(text)
    sign = takes or _ADDS.search(text)
    place = next((p for p, w in enumerate(words) if sign and w == sign[0].lower().split()[-1]), 0)
    sides = [_amounts(side) for side in (words[:place], words[place + 1 :])]
    if not all(sides) or any(a.count is None or a.unit not in _KINDS[0] for s in sides for a in s):
        return ""
    first, second = (sum((a.count or 0.0) * _KINDS[0][a.unit][0] for a in side) for side in sides)
    minutes, seconds = divmod(abs(first - second if takes else first + second), 60.0)
    hours, minutes = divmod(minutes, 60.0)
    counts = (hours, "hour"), (minutes, "minute"), (seconds, "second")
    parts = [_told(n, unit) for n, unit in counts if n]
    return f"{' '.join(parts) or 'nothing'}."


def _size(sizes: tuple[float, ...], which: int) -> float:
    return sizes[min(which, len(sizes) - 1)]


def _amounts(words: list[str]) -> list[_Amount]:
    """The units in a text in order, each with its number: "five foot eleven" are two."""
    found: list[_Amount] = []
    place, count, before = 0, None, ""
    while place < len(words):
        word = words[place]
        unit = _unit(word)
        value, length = number_at(words, place)
        if unit:
            found += [_Amount(unit, count)] if count is not None or before in _WANTED else []
            extra, used = and_fraction(words, place + 1)
            if count is not None and used:
                found[-1] = _Amount(unit, count + extra)
                place += used
            count = None
        elif length and value is not None:
            follower = words[place + length : place + length + 1]
            smaller = _SMALLER.get(_unit(before), "")
            if smaller and found and not (follower and _unit(follower[0])):
                found.append(_Amount(smaller, value))
            else:
                count = value
            place += length - 1
        elif word in ("a", "an", "one") or (word == "the" and before in ("to", "in", "per")):
            count = 1.0 if count is None else count  # "half a"
        elif word in ("half", "quarter"):
            count = 0.5 if word == "half" else 0.25
        elif word not in ("of", "imperial", "american", "british", "us", "english", "degrees"):
            count = None
        before = word
        place += 1
    return found


def _unit(word: str) -> str:
    """The unit that a word names; "" for any other word."""
    word = _OTHER_NAMES.get(word, word)
    for name in (word, word.removesuffix("s")):
        name = re.sub(r"(met|lit)ers?$", r"\1re", name)
        if any(name in kind for kind in _KINDS):
            return name
    return ""


def _temperature(words: list[str]) -> str:
    scales = [_TEMPERATURES[word] for word in words if word in _TEMPERATURES]
    values = [number_at(words, place) for place in range(len(words))]
    given = next(((value, size) for value, size in values if size and value is not None), None)
    if given is None or len(scales) != 2 or scales[0] == scales[1]:
        return ""
    first = next(place for place, word in enumerate(words) if word in _TEMPERATURES)
    number = next(place for place, (_, size) in enumerate(values) if size)
    source, target = scales if number < first else (scales[1], scales[0])
    celsius = _to_celsius(given[0], source)
    value = {"Celsius": celsius, "Fahrenheit": celsius * 9 / 5 + 32, "kelvin": celsius + 273.15}
    degrees = "" if target == "kelvin" else "degrees "
    return f"{_number(round(value[target], 1))} {degrees}{target}."


def _to_celsius(value: float, scale: str) -> float:
    if scale == "Fahrenheit":
        return (value - 32) * 5 / 9
    return value - 273.15 if scale == "kelvin" else value


def _told(value: float, unit: str) -> str:
    """ "About 16.09 kilometres"."""
    shown = _number(value)
    exact = abs(float(shown.replace(",", "")) - value) < 1e-9 * max(1.0, abs(value))
    name = unit if shown == "1" else _PLURALS.get(unit, f"{unit}s")
    return f"{'' if exact else 'About '}{shown} {name}"


def _number(value: float) -> str:
    """Whole numbers as they are, others to four digits."""
    if abs(value - round(value)) < 1e-9 or abs(value) >= 1000:
        return f"{round(value):,}"
    return f"{value:.4g}"
