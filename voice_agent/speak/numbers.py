"""Numbers as American English words."""

from __future__ import annotations

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ("", " thousand", " million", " billion", " trillion", " quadrillion")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_PARTS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth", 10: "tenth"}


def cardinal(number: int) -> str:
    """``1234`` -> 'one thousand two hundred thirty-four'; digit by digit above 10^18."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" {cardinal(rest)}" if rest else "")
    if number >= 1000 ** len(_SCALES):
        return digits(str(number))
    groups = []
    scale = 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            groups.append(cardinal(group) + _SCALES[scale])
        scale += 1
    return " ".join(reversed(groups))


def ordinal(number: int) -> str:
    """``21`` -> 'twenty-first'."""
    words = cardinal(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    if last in _ORDINALS:
        last = _ORDINALS[last]
    elif last.endswith("y"):
        last = f"{last[:-1]}ieth"
    else:
        last = f"{last}th"
    return words[:cut] + last


def year(number: int) -> str:
    """``1998`` -> 'nineteen ninety-eight', ``2005`` -> 'two thousand five'."""
    high, low = divmod(number, 100)
    if not 1000 <= number < 10_000 or (high % 10 == 0 and low < 10):
        return cardinal(number)
    if low == 0:
        return f"{cardinal(high)} hundred"
    return f"{cardinal(high)} {'oh ' if low < 10 else ''}{cardinal(low)}"


def digits(text: str) -> str:
    """``'407'`` -> 'four zero seven'."""
    return " ".join(_SMALL[int(digit)] for digit in text if digit.isdigit())


def number(text: str) -> str:
    """A written number, ``'1,234'``, ``'-0.05'``, ``'007'``, in words.

    A leading zero makes it a code, read digit by digit; so are the digits after a point.
    """
    sign = ""
    if text[:1] in "+-−–":
        sign = "plus " if text[0] == "+" else "minus "
        text = text[1:]
    whole, _, fraction = text.replace(",", "").partition(".")
    if len(whole) > 18 or (len(whole) > 1 and whole.startswith("0")):
        words = digits(whole)
    else:
        words = cardinal(int(whole or "0"))
    return sign + words + (f" point {digits(fraction)}" if fraction else "")


def fraction(above: int, below: int) -> str | None:
    """``3, 4`` -> 'three quarters'; None where people would not say it so."""
    if below not in _PARTS or not 0 < above < below:
        return None
    part = _PARTS[below]
    if above == 1:
        return f"one {part}"
    return f"{cardinal(above)} {'halves' if part == 'half' else part + 's'}"
