"""Sums in words or digits, by a small parser: nothing is ever evaluated as code.

calculate("what is twenty five times four")  -> 100.0
calculate("15 percent of 80")                -> 12.0
calculate("add up 48, 16 and 9")             -> 73.0
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from voice_agent.think.offline.phrases.numbers import number, number_at, tokens

_LIMIT = 1e15
_PHRASES = (
    (
        r"\b(?:rows|boxes|packs|packets|bags|tables|groups|sets|lots|crates|shelves|stacks|cases|sheets"
        r"|rounds|trays) of(?= \w)",
        " * ",
    ),
    (r"multiplied by|times|(?<=[\d\s])x(?=[\s\d])|×", " * "),
    (r"divided by|over|÷", " / "),
    (r"added to|plus|and then add", " + "),
    (r"minus|less|take away|−", " - "),
    (r"to the power of|\*\*|\^", " ^ "),
    (r"squared", " ^ 2 "),
    (r"cubed", " ^ 3 "),
    (r"(?:the )?square root of|root of", " sqrt "),
    (r"(?:percent|per cent|%) of", " % "),
    (r"\bhalf of\b", " 0.5 * "),
    (r"\b(?:a )?third of\b", " 1 / 3 * "),
    (r"\b(?:a )?quarter of\b", " 0.25 * "),
    (r"\btwice\b|\bdouble\b", " 2 * "),
)
# An order with two numbers, and the sign between them; what is taken from something comes first.
_ORDERS = (
    (re.compile(r"\bdivide\b(.+?)\b(?:by|into)\b(.+)"), r"\1 / \2"),
    (re.compile(r"\bmultiply\b(.+?)\b(?:by|with)\b(.+)"), r"\1 * \2"),
    (re.compile(r"\b(?:subtract|take|deduct)\b(.+?)\b(?:away )?from\b(.+)"), r"\2 - \1"),
    (re.compile(r"\b(?:split|share)\b(.+?)\b(?:between|among|amongst|by)\b(.+)"), r"\1 / \2"),
    (re.compile(r"\bsplit\b(.+?)\b([a-z]+|\d+) ways\b.*"), r"\1 / \2"),
    (re.compile(r"\b(\w+) of us (?:split|share)\b(.+?)(?:,| what\b| how\b|$).*"), r"\2 / \1"),
    (re.compile(r"^(.+?) and (.+?) (?:is|are|make|makes|equals?|give|gives)\b.*"), r"\1 + \2"),
    (
        re.compile(
            r"^\W*(?:how much|what)(?:['’]?s| is| are) ((?:\w+ )?\w+) and ((?:\w+ )?\w+)\W*$"
        ),
        r"\1 + \2",
    ),
)
_SHARED = re.compile(
    r"\b(?:split|share|divide)\b.*\b(?:bill|dollars?|bucks|pounds?|quid|euros?|cents?|pence|cost"
    r"|price|rent|money|cheque|check)\b|\b(?:split|share|divide)\b[^a-z]*[£$€]",
    re.IGNORECASE,
)
_OF_ALL: tuple[tuple[re.Pattern[str], Callable[[list[float]], float]], ...] = (
    (re.compile(r"\b(?:add|sum|total)\b"), sum),
    (re.compile(r"\b(?:product|multiply)\b"), math.prod),
    (re.compile(r"\b(?:average|mean)\b"), lambda values: sum(values) / len(values)),
)


def calculate(text: str) -> float | None:
    """The value of the sum in ``text``; None when it holds none or it has no value."""
    lowered = re.sub(r"(?<=\d),(?=\d{3})", "", _corrected(text.lower()))
    lowered = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", lowered)  # forty-eight
    for order, sign in _ORDERS:
        lowered = order.sub(sign, lowered)
    for pattern, sign in _PHRASES:
        lowered = re.sub(pattern, sign, lowered)
    parts = _parts(lowered)
    if len(parts) < 2:
        return _of_all(lowered)
    try:
        value, rest = _sum(parts)
    except (ValueError, ZeroDivisionError, OverflowError, IndexError, RecursionError):
        return None
    if rest or not math.isfinite(value) or abs(value) > _LIMIT:
        return None
    return value


_SORRY = re.compile(
    r"\b(?:no,? sorry|sorry,? no|no,? wait|i mean|make that|sorry,? i meant?)\b|, no,? "
)


def _corrected(text: str) -> str:
    """What follows a slip of the tongue, where it is a sum of its own."""
    rest = _SORRY.split(text)[-1]
    return rest if rest != text and calculate(rest) is not None else text


def shared(text: str) -> float | None:
    """Each one's part of a sum of money: "split a bill of 63 dollars four ways"; None where none
    is to be shared."""
    return calculate(text) if _SHARED.search(text) else None


def _of_all(text: str) -> float | None:
    """What is asked of a list of numbers; None where there is no list, or nothing is asked."""
    words = tokens(text)
    values: list[float] = []
    place = 0
    while place < len(words):
        value, length = number_at(words, place)
        values += [value] if length and value is not None else []
        place += max(1, length)
    if len(values) < 2:
        return None
    return next((deed(values) for cue, deed in _OF_ALL if cue.search(text)), None)


def spoken(value: float) -> str:
    """A result for people: whole numbers without a point, others to six digits."""
    if abs(value - round(value)) < 1e-9:
        return f"{round(value):,}"
    return f"{value:.6g}"


def _parts(text: str) -> list[str | float]:
    """Numbers and signs in order; words around the sum are dropped."""
    found: list[str | float] = []
    for piece in re.split(r"([-+*/^%()]|\bsqrt\b)", text)[:60]:
        if piece in ("+", "-", "*", "/", "^", "%", "(", ")", "sqrt"):
            found.append(piece)
        elif tokens(piece):
            value = number(piece) if found else _last_number(piece)
            if value is not None:
                found.append(value)
    while found and found[-1] in ("+", "-", "*", "/", "^", "%"):
        found.pop()
    while found and found[0] in ("+", "*", "/", "^", "%"):
        found.pop(0)
    return found


def _last_number(text: str) -> float | None:
    """The number that stands before a sign: "quick one: what's fifteen", "you two: twelve"."""
    words, place, last = tokens(text), 0, None
    while place < len(words):
        value, length = number_at(words, place)
        last = value if length else last
        place += max(1, length)
    return last


Parts = list[str | float]


def _sum(parts: Parts) -> tuple[float, Parts]:
    value, parts = _product(parts)
    while parts and parts[0] in ("+", "-"):
        sign, parts = parts[0], parts[1:]
        term, parts = _product(parts)
        value = value + term if sign == "+" else value - term
    return value, parts


def _product(parts: Parts) -> tuple[float, Parts]:
    value, parts = _power(parts)
    while parts and parts[0] in ("*", "/", "%"):
        sign, parts = parts[0], parts[1:]
        factor, parts = _power(parts)
        value = (
            value * factor
            if sign == "*"
            else value / factor
            if sign == "/"
            else (value / 100 * factor)
        )
    return value, parts


def _power(parts: Parts) -> tuple[float, Parts]:
    base, parts = _atom(parts)
    if parts and parts[0] == "^":
        exponent, parts = _power(parts[1:])
        if abs(exponent) > 64 or abs(base) > 1e6:
            raise ValueError("too large")
        base = float(base**exponent)
    return base, parts


def _atom(parts: Parts) -> tuple[float, Parts]:
    head, rest = parts[0], parts[1:]
    if isinstance(head, float):
        return head, rest
    if head == "-":
        value, rest = _atom(rest)
        return -value, rest
    if head == "sqrt":
        value, rest = _atom(rest)
        return math.sqrt(value), rest
    if head == "(":
        value, rest = _sum(rest)
        if rest[:1] != [")"]:
            raise ValueError("a bracket is open")
        return value, rest[1:]
    raise ValueError(f"unexpected {head}")
