"""Numbers as people say and write them, word by word.

number("twenty two point five")             -> 22.5
tokens("a minute and a half")               -> ["a", "minute", "and", "a", "half"]
number_at(["in", "twenty", "two", "s"], 1)  -> (22.0, 2)
"""

from __future__ import annotations

import re

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL: dict[str, float] = {word: value for value, word in enumerate(_UNITS)}
_SMALL |= {word: 10 * value for value, word in enumerate(_TENS, 2)}
_SMALL |= {"oh": 0, "fourty": 40, "ninty": 90, "dozen": 12, "couple": 2, "single": 1}
_SCALES = {"hundred": 100.0, "thousand": 1000.0}
_FRACTIONS = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "tenth": 0.1}
SECONDS = {"ms": 0.001, "msec": 0.001, "millisecond": 0.001, "milliseconds": 0.001}
SECONDS |= dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek"), 1.0)
SECONDS |= dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0)
SECONDS |= dict.fromkeys(("h", "hour", "hours"), 3600.0)

_SHARES = {"½": "5", "¼": "25", "¾": "75"}
_POINT = re.compile(r"(?<!\S)\.(?=\d)")  # ".8"
_MINUS = re.compile(r"(?<![\w.,-])[-−](?=\d)")  # a sign, not what joins two numbers
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[a-z]+|[-+%°:/]")


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers and the few signs that matter in numbers."""
    for sign, share in _SHARES.items():
        text = re.sub(rf"(?<!\d){sign}", f"0.{share}", text).replace(sign, f".{share}")
    text = _POINT.sub("0.", _MINUS.sub(" minus ", text.lower()))
    return _TOKEN.findall(text.replace("-", " "))


def number(text: str) -> float | None:
    """The first number in ``text``, in digits or words; "a" alone is no number."""
    words = tokens(text)
    for start in range(len(words)):
        value, length = number_at(words, start)
        if length and value is not None:
            return value
    return None


def is_number(text: str) -> bool:
    """Whether ``text`` is a number and nothing else."""
    words = tokens(text)
    return bool(words) and number_at(words, 0)[1] == len(words)


def quantity_at(words: list[str], start: int) -> tuple[float, int]:
    """A number or an article before a unit: ("a", "half a", "one and a half", "ten")."""
    if words[start] in ("half", "quarter"):
        rest = words[start + 1 : start + 3]
        used = next((i for i, word in enumerate(rest) if word in SECONDS), None)
        if used is not None:
            return _FRACTIONS[words[start]], 1 + used
        if rest[:1] == ["of"] and words[start + 3 : start + 4]:
            return _FRACTIONS[words[start]], 3 if words[start + 2] in ("a", "an") else 2
        return 0.0, 0
    if words[start] in ("a", "an") and start + 1 < len(words):
        follower = words[start + 1]
        if follower in SECONDS:
            return 1.0, 1
        if follower in ("quarter", "half") and words[start + 2 : start + 3] in (["of"], ["minute"]):
            value, length = quantity_at(words, start + 1)
            return value, length + 1 if length else 0
    counted, length = number_at(words, start)
    return (counted, length) if counted is not None else (0.0, 0)


def and_fraction(words: list[str], start: int) -> tuple[float, int]:
    """The half of "a minute and a half"."""
    rest = words[start : start + 3]
    if rest[:2] == ["and", "a"] and rest[2:] and rest[2] in _FRACTIONS:
        return _FRACTIONS[rest[2]], 3
    if rest[:1] == ["and"] and rest[1:2] and rest[1] in _FRACTIONS:
        return _FRACTIONS[rest[1]], 2
    return 0.0, 0


def number_at(words: list[str], start: int) -> tuple[float | None, int]:
    """The number that begins at ``start`` and how many words it takes (0: none)."""
    index = start
    sign = 1.0
    if index < len(words) and words[index] in ("minus", "negative"):
        sign, index = -1.0, index + 1
    value, length = _whole_at(words, index)
    if not length and not _is_share(words, index):
        return None, 0
    index += length
    if words[index : index + 1] == ["point"]:
        digits = ""
        cursor = index + 1
        while cursor < len(words) and (words[cursor] in _SMALL or words[cursor].isdigit()):
            digit = words[cursor] if words[cursor].isdigit() else f"{_SMALL[words[cursor]]:g}"
            digits, cursor = digits + digit, cursor + 1
        if digits:
            value, index = value + float(f"0.{digits}"), cursor
    extra, used = and_fraction(words, index)
    if used:
        value, index = value + extra, index + used
    return sign * value, index - start


def _is_share(words: list[str], start: int) -> bool:
    """Whether a number without its whole part begins here: "point eight"."""
    digit = words[start + 1 : start + 2]
    return (
        words[start : start + 1] == ["point"]
        and bool(digit)
        and (digit[0].isdigit() or digit[0] in _UNITS[:10])
    )


def _whole_at(words: list[str], start: int) -> tuple[float, int]:
    total, part, index, last = 0.0, 0.0, start, ""
    while index < len(words):
        word = words[index]
        if re.fullmatch(r"\d+(?:[.,]\d+)?", word):
            if index > start:
                break
            part, last = float(word.replace(",", ".")), "digits"
        elif word == "dozen" and last in ("unit", "tens", "digits"):
            part, last = part * _SMALL[word], "unit"
        elif word in _SMALL:
            joins = last == "" or last == "scale" or (last == "tens" and _SMALL[word] < 10)
            if not joins:
                break
            part, last = part + _SMALL[word], "tens" if word in _TENS else "unit"
        elif word in _SCALES and last != "":
            part, last = part * _SCALES[word], "scale"
            if word == "thousand":
                total, part = total + part, 0.0
        elif word in ("a", "an", "one") and words[index + 1 : index + 2] in (
            ["hundred"],
            ["thousand"],
            ["dozen"],
            ["couple"],
        ):
            part, last = 0.0 if words[index + 1] in _SMALL else 1.0, "unit"
            if words[index + 1] in _SMALL:
                last = ""
        elif word == "and" and last == "scale" and words[index + 1 : index + 2]:
            if words[index + 1] not in _SMALL:
                break
        elif word == "of" and last and words[index - 1] in ("couple", "dozen"):
            pass
        else:
            break
        index += 1
    return total + part, index - start if last else 0
