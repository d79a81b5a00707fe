"""Values as people say them: numbers, durations, points in time, directions, languages.

    number("twenty two point five")  -> 22.5
    seconds("a minute and a half")   -> 90.0
    azimuth("thirty degrees to the left") -> -30.0

Everything returns None for words that hold no such value.
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
_SECONDS = {"ms": 0.001, "msec": 0.001, "millisecond": 0.001, "milliseconds": 0.001}
_SECONDS |= dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek"), 1.0)
_SECONDS |= dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0)
_SECONDS |= dict.fromkeys(("h", "hour", "hours"), 3600.0)

_UNIT_WORDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "minutes": 60.0, "seconds": 1.0}

_SHARES = {"½": "5", "¼": "25", "¾": "75"}
_MINUS = re.compile(r"(?<![\w.,-])[-−](?=\d)")  # a sign, not what joins two numbers
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[a-z]+|[-+%°:/]")


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers and the few signs that matter in numbers."""
    for sign, share in _SHARES.items():
        text = re.sub(rf"(?<!\d){sign}", f"0.{share}", text).replace(sign, f".{share}")
    return _TOKEN.findall(_MINUS.sub(" minus ", text.lower()).replace("-", " "))


def number(text: str) -> float | None:
    """The first number in ``text``, in digits or words; "a" alone is no number."""
    words = tokens(text)
    for start in range(len(words)):
        value, length = _number_at(words, start)
        if length and value is not None:
            return value
    return None


def seconds(text: str) -> float | None:
    """A duration or a position in seconds; a bare number counts as seconds."""
    clock = re.search(r"\b(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?:[.,](\d+))?", text)
    if clock:
        parts = [int(part) for part in clock.groups()[:3] if part is not None]
        clock_seconds = 0.0
        for part in parts:
            clock_seconds = 60 * clock_seconds + part
        return clock_seconds + float(f"0.{clock[4] or 0}")
    words = tokens(text)
    total, last_unit = 0.0, 0.0
    bare: float | None = None
    index = 0
    while index < len(words):
        value, length = _quantity_at(words, index)
        if not length:
            if not last_unit and bare is None and words[index] in _UNIT_WORDS:
                count, _ = _number_at(words, index + 1)  # "second three", "a second"
                return _UNIT_WORDS[words[index]] * (1 if count is None else count)
            index += 1
            continue
        index += length
        unit = _SECONDS.get(words[index]) if index < len(words) else None
        if unit:
            extra, used = _and_fraction(words, index + 1)
            total, last_unit, index = total + (value + extra) * unit, unit, index + 1 + used
        elif last_unit > 1:  # "two minutes thirty"
            total += value * last_unit / 60
        elif not last_unit and bare is None:
            bare = value
    return total if last_unit else bare


def has_minutes(text: str) -> bool:
    """Whether a duration names minutes ("from one to two minutes" shares the unit)."""
    return bool(re.search(r"\bmin(ute)?s?\b", text.lower()))


def has_unit(text: str) -> bool:
    return ":" in text or any(word in _SECONDS for word in tokens(text))


_ONE = re.compile(r"\bone (?=(?:on |to |at |in )?(?:the |my )?(?:left|right|side))", re.IGNORECASE)
# "Right behind me" is no side.
_EXACTLY = re.compile(
    r"\bright(?= (?:behind|in front|ahead|above|over|below|under|on top|in the (?:middle|cent)))",
    re.IGNORECASE,
)


def azimuth(text: str) -> float | None:
    """Degrees: 0 ahead, positive to the right, negative to the left, 180 behind."""
    words = set(tokens(_EXACTLY.sub(" ", text)))
    degrees = _last_number(_ONE.sub(" ", text).lower().partition("degree")[0])
    if "clock" in words and degrees is not None:
        turned = degrees % 12 * 30
        return turned - 360 if turned > 180 else turned
    side = -1 if words & {"left"} else 1 if words & {"right"} else 0
    back = bool(words & {"behind", "back", "rear"})
    if degrees is not None and abs(degrees) <= 360:
        degrees = -abs(degrees) if side < 0 else degrees
        return degrees - 360 if degrees > 180 else degrees
    if side:
        half = bool(words & {"half", "slightly", "bit", "little", "diagonal", "front"})
        return side * (135.0 if back else 45.0 if half else 90.0)
    if back:
        return 180.0
    return 0.0 if words & {"front", "ahead", "centre", "center", "middle"} else None


_UP_TO = re.compile(r"(\d+) ?[-–] ?\d+")  # of "30-40 degrees" the first


def _last_number(text: str) -> float | None:
    """ "take 2 thirty degrees": the number that stands nearest to its unit."""
    words = tokens(_UP_TO.sub(r"\1", text))
    found: float | None = None
    index = 0
    while index < len(words):
        value, length = _number_at(words, index)
        found = value if length else found
        index += length or 1
    return found


def elevation(text: str) -> float | None:
    """Degrees above (positive) or below the ears."""
    words = set(tokens(text))
    degrees = number(text)
    if words & {"above", "over", "overhead", "up", "top", "ceiling", "higher", "high", "sky"}:
        if degrees is not None:
            return degrees
        return 90.0 if _PLUMB.search(text) else 45.0
    if words & {"below", "under", "underneath", "down", "beneath", "floor", "low", "lower"}:
        return -abs(degrees) if degrees is not None else -40.0
    return degrees


_PLUMB = re.compile(
    r"\boverhead\b|\b(?:straight|directly|right|vertically) (?:up\b|above|over)", re.IGNORECASE
)


# --- relative wishes --------------------------------------------------------------------

_USUAL = re.compile(
    r"(?<!than )\b(?:normal|usual|regular|standard|default)\b(?!.*\b(?:than|above|below)\b)"
)


# "Too fast" asks for the opposite.
_LESS_SO = {
    "fast": "slower", "quick": "slower", "slow": "faster", "high": "lower", "low": "higher",
    "deep": "higher", "loud": "quieter", "quiet": "louder", "soft": "louder",
}  # fmt: skip
_TOO = re.compile(rf"\btoo ({'|'.join(_LESS_SO)})(?:ly)?\b(?! (?:for|a)\b)")


def speed(text: str) -> float | None:
    """A speaking rate as a factor: 1 is normal, 2 twice as fast."""
    lowered = _TOO.sub(lambda match: _LESS_SO[match[1]], text.lower())
    if _USUAL.search(lowered):
        return 1.0
    words = set(tokens(text))
    slow = bool(re.search(r"slow|calm|patien|unhurried|drag", lowered))
    if words & {"twice", "double"}:
        return 0.5 if slow else 2.0
    value = number(lowered)
    if (value is not None and "%" in lowered) or "percent" in words:
        share = (value or 0) / 100
        if words & {"faster", "quicker"}:
            return 1 + share
        return 1 - share if words & {"slower"} else share
    if value is not None and value > 0:
        return value if not slow or value < 1 else 1 / value
    if "half" in words:
        return 0.5
    strong = bool(words & {"very", "really", "much", "super", "extremely", "way", "lot"})
    if slow:
        return 0.65 if strong else 0.8
    if re.search(r"fast|quick|rapid|speed|hurr|brisk", lowered):
        return 1.5 if strong else 1.25
    return None


def pitch(text: str) -> float | None:
    """Semitones up (positive) or down."""
    lowered = _TOO.sub(lambda match: _LESS_SO[match[1]], text.lower())
    if _USUAL.search(lowered):
        return 0.0
    down = bool(re.search(r"(?<!s)low|deep|down|bass", lowered))
    value = number(lowered)
    if "octave" in lowered:
        value = 12 * (value or 1)
    if value is None:
        if not down and not re.search(r"high|up|squeak|shrill|treble", lowered):
            return None
        value = 3.0
    return -abs(value) if down or "minus" in lowered else value


def energy(text: str) -> float | None:
    """Loudness of a voice in dB relative to normal."""
    lowered = _TOO.sub(lambda match: _LESS_SO[match[1]], text.lower())
    down = bool(re.search(r"soft|quiet|whisper|gentle|gently|(?<!s)low|silent", lowered))
    value = number(lowered)
    if value is None:
        if not down and not re.search(r"loud|strong|shout|yell|energ|forceful", lowered):
            return None
        value = 6.0
    return -abs(value) if down else value


# --- numbers, word by word --------------------------------------------------------------


def _quantity_at(words: list[str], start: int) -> tuple[float, int]:
    """A number or an article before a unit: ("a", "half a", "one and a half", "ten")."""
    if words[start] in ("half", "quarter"):
        rest = words[start + 1 : start + 3]
        used = next((i for i, word in enumerate(rest) if word in _SECONDS), None)
        if used is not None:
            return _FRACTIONS[words[start]], 1 + used
        if rest[:1] == ["of"] and words[start + 3 : start + 4]:
            return _FRACTIONS[words[start]], 3 if words[start + 2] in ("a", "an") else 2
        return 0.0, 0
    if words[start] in ("a", "an") and start + 1 < len(words):
        follower = words[start + 1]
        if follower in _SECONDS:
            return 1.0, 1
        if follower in ("quarter", "half") and words[start + 2 : start + 3] in (["of"], ["minute"]):
            value, length = _quantity_at(words, start + 1)
            return value, length + 1 if length else 0
    counted, length = _number_at(words, start)
    return (counted, length) if counted is not None else (0.0, 0)


def _and_fraction(words: list[str], start: int) -> tuple[float, int]:
    """The half of "a minute and a half"."""
    rest = words[start : start + 3]
    if rest[:2] == ["and", "a"] and rest[2:] and rest[2] in _FRACTIONS:
        return _FRACTIONS[rest[2]], 3
    if rest[:1] == ["and"] and rest[1:2] and rest[1] in _FRACTIONS:
        return _FRACTIONS[rest[1]], 2
    return 0.0, 0


def _number_at(words: list[str], start: int) -> tuple[float | None, int]:
    """The number that begins at ``start`` and how many words it takes (0: none)."""
    index = start
    sign = 1.0
    if index < len(words) and words[index] in ("minus", "negative"):
        sign, index = -1.0, index + 1
    value, length = _whole_at(words, index)
    if not length:
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
    extra, used = _and_fraction(words, index)
    if used:
        value, index = value + extra, index + used
    return sign * value, index - start


def _whole_at(words: list[str], start: int) -> tuple[float, int]:
    total, part, index, last = 0.0, 0.0, start, ""
    while index < len(words):
        word = words[index]
        if re.fullmatch(r"\d+(?:[.,]\d+)?", word):
            if index > start:
                break
            part, last = float(word.replace(",", ".")), "digits"
        elif word in _SMALL:
            joins = last == "" or last == "scale" or (last == "tens" and _SMALL[word] < 10)
            if not joins:
                break
            part, last = part + _SMALL[word], "tens" if word in _TENS else "unit"
        elif word in _SCALES and last != "":
            part, last = part * _SCALES[word], "scale"
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
