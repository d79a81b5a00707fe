"""Values as people say them: numbers, durations, points in time, directions, languages.

    number("twenty two point five")  -> 22.5
    seconds("a minute and a half")   -> 90.0
    azimuth("thirty degrees to the left") -> -30.0

Everything returns None for words that hold no such value.
"""

from __future__ import annotations

import re

from voice_agent.think.offline.phrases.numbers import (
    SECONDS,
    and_fraction,
    number,
    number_at,
    quantity_at,
    tokens,
)

_UNIT_WORDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "minutes": 60.0, "seconds": 1.0}


_WHOLE = re.compile(r"\b(?:whole|full|entire|solid) (?=seconds?\b|minutes?\b)", re.IGNORECASE)


def seconds(text: str) -> float | None:
    """A duration or a position in seconds; a bare number counts as seconds."""
    clock = re.search(r"\b(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?:[.,](\d+))?", text)
    if clock:
        parts = [int(part) for part in clock.groups()[:3] if part is not None]
        clock_seconds = 0.0
        for part in parts:
            clock_seconds = 60 * clock_seconds + part
        return clock_seconds + float(f"0.{clock[4] or 0}")
    words = tokens(_WHOLE.sub("", text))
    total, last_unit = 0.0, 0.0
    bare: float | None = None
    index = 0
    while index < len(words):
        value, length = quantity_at(words, index)
        if not length:
            if not last_unit and bare is None and words[index] in _UNIT_WORDS:
                count, _ = number_at(words, index + 1)  # "second three", "a second"
                return _UNIT_WORDS[words[index]] * (1 if count is None else count)
            index += 1
            continue
        index += length
        unit = SECONDS.get(words[index]) if index < len(words) else None
        if unit:
            extra, used = and_fraction(words, index + 1)
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
    return ":" in text or any(word in SECONDS for word in tokens(text))


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


def has_side(text: str) -> bool:
    """Whether words tell a direction, not only a number."""
    return bool(_SIDE.search(text))


_SIDE = re.compile(
    r"\d ?°|\b(?:degrees?|azimuth|left|right|front|ahead|behind|back|cent(?:re|er)|middle|o'?clock"
    r"|minus)\b|[-+]\d",
    re.IGNORECASE,
)


_UP_TO = re.compile(r"(\d+) ?[-–] ?\d+")  # of "30-40 degrees" the first


def _last_number(text: str) -> float | None:
    """ "take 2 thirty degrees": the number that stands nearest to its unit."""
    words = tokens(_UP_TO.sub(r"\1", text))
    found: float | None = None
    index = 0
    while index < len(words):
        value, length = number_at(words, index)
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
_TOO = re.compile(rf"\btoo ({'|'.join(_LESS_SO)})(?:ly)?\b(?! (?:for(?! (?:me|us|my)\b)|a)\b)")


_MULTIPLE = re.compile(r"\d ?(?:x|%|times|percent)|\b(?:times|percent|twice|half) (?:the|its|of)\b")
_ONCE = re.compile(r"\b(?:one|1) time\b|(?<=er) ones?\b", re.IGNORECASE)  # "a slower one"


_HOW_OFTEN = re.compile(r"\w+ times|twice|once", re.IGNORECASE)  # "read it three times"


_FASTEST = 10.0  # times as fast, that is meant as a rate


def speed(text: str) -> float | None:
    """A speaking rate as a factor: 1 is normal, 2 twice as fast."""
    if _HOW_OFTEN.fullmatch(text.strip(" .,!?")):
        return None
    text = _ONCE.sub(" ", text)
    lowered = _TOO.sub(lambda match: _LESS_SO[match[1]], text.lower())
    if _USUAL.search(lowered) and not _MULTIPLE.search(lowered):
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
    if value is not None and 0 < value <= _FASTEST:  # not the eighty of "people over eighty"
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
