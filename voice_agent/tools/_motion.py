"""How a sound moves round the listener's head, from words or numbers. Pure.

    parse("left to right", seconds=10)        -> from -90 to 90 degrees in ten seconds
    parse("circle every 8 seconds", ...)      -> round and round, to the right first
    parse("0:-90, 4:30, 9:180", ...)          -> time and azimuth, straight lines between
    parse("", azimuth=30, ...)                -> stays there

Azimuth 0 is ahead, positive to the right, 180 behind; elevation 0 at the ears, positive up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from voice_agent.errors import AgentError

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    F64 = NDArray[np.floating[Any]]

CIRCLE, SWING = 12.0, 8.0  # seconds of one turn round the head, and of a swing to and fro
SLOW_CIRCLE = 20.0
LEAST = 2.0  # seconds: faster than that nobody can follow
PASS = 8.0  # seconds: a shorter recording passes by once when nothing was wished for

_EXAMPLES = 'say "circle", "left to right", or points in time such as "0:-90, 5:90"'
_STILL = re.compile(r"^(none|no motion|static|still|fixed|stays?( there)?|not moving)?$")
_SWING = re.compile(
    r"\b(back and forth|forth and back|to and fro|side to side|ear to ear|"
    r"(swing|sway|oscillat|pendulum|ping.?pong)\w*)"
)
_CIRCLE = re.compile(r"\b(circ|around|round|orbit|rotat|spin|revolv|360)")
_RETURN = re.compile(r"\b(and|then)( \w+)? (back|return\w*)( again)?$|\bthere and back\b|\breturn")
_OTHER_WAY = re.compile(r"\b(counter|anti)[ -]?clockwise|\bto the left\b|\bleftwards?\b")
_SECONDS = re.compile(
    r"(?:\b(?:in|every|each|over|within|for|per)\s+)?(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)\b"
)
_PLACE = re.compile(
    r"(?P<n>[-+]?\d+(?:\.\d+)?)\s*(?:deg\w*|°)?(?:\s*(?:to|on|from)?\s*(?:the|my|your)?\s*"
    r"(?P<side>left|right)\b)?|(?P<word>left|right|front|ahead|cent(?:er|re)|middle|behind|back|"
    r"rear|above|overhead|over|top|up|high|below|under|down|beneath)\b"
)
_WORDS = {
    "left": (-90.0, 0.0), "right": (90.0, 0.0), "front": (0.0, 0.0), "ahead": (0.0, 0.0),
    "center": (0.0, 0.0), "centre": (0.0, 0.0), "middle": (0.0, 0.0), "behind": (180.0, 0.0),
    "back": (180.0, 0.0), "rear": (180.0, 0.0),
    "above": (0.0, 80.0), "overhead": (0.0, 90.0), "over": (0.0, 90.0), "top": (0.0, 90.0),
    "up": (0.0, 60.0), "high": (0.0, 60.0), "below": (0.0, -40.0), "under": (0.0, -40.0),
    "down": (0.0, -40.0), "beneath": (0.0, -40.0),
}  # fmt: skip
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Motion:
    """A path through points in time; beyond them it stays, or with ``period`` repeats.

    ``told`` says what it does, to finish the sentence "Now it ...".
    """

    times: tuple[float, ...]
    azimuths: tuple[float, ...]
    elevations: tuple[float, ...]
    period: float | None
    told: str

    def __call__(self, seconds: F64) -> tuple[F64, F64]:
        """Azimuth and elevation in degrees at ``seconds`` since the start."""
        at = seconds if self.period is None else np.mod(seconds, self.period)
        return (
            np.interp(at, self.times, self.azimuths),
            np.interp(at, self.times, self.elevations),
        )


def parse(
    motion: str, *, seconds: float, azimuth: float | None = None, elevation: float | None = None
) -> Motion:
    """The path that is meant, for a recording of ``seconds``."""
    words = " ".join(motion.lower().replace("_", " ").split()).strip(" .!")
    for name, value in _NUMBERS.items():
        words = re.sub(rf"\b{name}\b", str(value), words)
    if _STILL.match(words):
        if not words and azimuth is None and elevation is None:
            return pleasant(seconds)
        return still(azimuth or 0.0, elevation or 0.0)
    points = _points(words)
    if points:
        return points
    height = elevation or 0.0
    tempo = (
        2.0 if re.search(r"\bslow", words) else 0.5 if re.search(r"\b(fast|quick)", words) else 1
    )
    given = _SECONDS.search(words)
    words = _SECONDS.sub(" ", words).strip()
    length = max(float(given[1]), LEAST) if given else None
    if _SWING.search(words):
        return swing(length or _natural(SWING * tempo, seconds), height)
    if _CIRCLE.search(words):
        turn = length or _natural(CIRCLE * tempo, seconds)
        return circle(turn, azimuth or 0.0, height, -1 if _OTHER_WAY.search(words) else 1)
    places = _places(words)
    if _RETURN.search(words) and len(places) > 1:
        places = [*places[:2], places[0]]
    if len(places) > 1:
        return through(places, length or max(seconds, 1e-3), height)
    if len(places) == 1:
        return still(places[0][0], places[0][1] or height)
    raise AgentError(f"I do not know the motion '{motion}'", _EXAMPLES)


def still(azimuth: float, elevation: float = 0.0) -> Motion:
    told = f"comes {_direction(azimuth, elevation)}"
    return Motion((0.0,), (azimuth,), (elevation,), None, told)


def pleasant(seconds: float) -> Motion:
    """What "make it binaural" means when nothing else is said: slow, and never behind one's
    back for long; a short recording passes by once."""
    if seconds < PASS:
        return replace(through([(-75.0, 0.0), (75.0, 0.0)], max(seconds, 1e-3)), told=_PASSES)
    return replace(circle(min(seconds, SLOW_CIRCLE)), told="moves slowly round your head")


_PASSES = "moves from your left to your right"


def circle(turn: float, azimuth: float = 0.0, elevation: float = 0.0, sense: int = 1) -> Motion:
    ends = (azimuth, azimuth + 360.0 * sense)
    return Motion((0.0, turn), ends, (elevation, elevation), turn, "circles round your head")


def swing(period: float, elevation: float = 0.0) -> Motion:
    """To and fro in front, slower at the ends, starting ahead to the left."""
    phase = np.linspace(0.0, 1.0, 33)
    azimuths = tuple((-80.0 * np.sin(2.0 * np.pi * phase)).tolist())
    times, level = tuple((period * phase).tolist()), (elevation,) * len(phase)
    return Motion(times, azimuths, level, period, "swings from side to side")


def through(places: list[tuple[float, float]], seconds: float, elevation: float = 0.0) -> Motion:
    """From place to place (azimuth, elevation) in equal times, the shorter way round."""
    azimuths = [places[0][0]]
    for azimuth, _ in places[1:]:
        step = azimuth - azimuths[-1]
        turned = (step + 180.0) % 360.0 - 180.0
        azimuths.append(azimuths[-1] + (step if abs(turned) == 180.0 else turned))
    heights = [height or elevation for _, height in places]
    times = np.linspace(0.0, seconds, len(places)).tolist()
    told = f"moves {_direction(*places[0])} to {_place(*places[-1])}"
    if places[0] == places[-1]:
        told = f"moves {_direction(*places[0])} to {_place(*places[1])} and back"
    if any(height == 90.0 for height in heights) and len(places) == 3:
        # Over the head: up on one side, down on the other; at the top, no side matters.
        times.insert(1, times[1])
        heights.insert(1, 90.0)
        azimuths = [azimuths[0], azimuths[0], azimuths[2], azimuths[2]]
        told = told.replace("moves", "moves over your head", 1)
    return Motion(tuple(times), tuple(azimuths), tuple(heights), None, told)


def _natural(period: float, seconds: float) -> float:
    """A period that a short recording holds once."""
    return max(LEAST, min(period, seconds))


def _points(words: str) -> Motion | None:
    """A list of times and azimuths ("0:-90, 5:90", "[[0, -90], [5, 90]]"), if it is one."""
    bare = re.sub(r"seconds?|secs?|degrees?|deg|\bat\b|\d\s*s\b|°|->|→", _blank_unit, words)
    if re.search(r"[a-z]", bare):
        return None
    inner = re.findall(r"[\[(]([^\[\]()]+)[\])]", bare)
    parts = inner if len(inner) > 1 else re.split(r"[,;|\[\]()]", bare)
    groups = [_floats(part) for part in parts]
    groups = [group for group in groups if group]
    if groups and all(len(group) == 1 for group in groups):
        flat = [number for (number,) in groups]
        if len(flat) == 1:
            return still(flat[0])
        groups = [flat[index : index + 2] for index in range(0, len(flat), 2)]
    if len(groups) == 1 and len(groups[0]) == 2:
        return still(groups[0][1])
    if len(groups) < 2 or any(len(group) not in (2, 3) for group in groups):
        raise AgentError(f"I cannot read the points of '{words}'", _EXAMPLES)
    times = tuple(group[0] for group in groups)
    if list(times) != sorted(times) or times[0] < 0.0:
        raise AgentError(f"the times of '{words}' do not ascend", _EXAMPLES)
    azimuths = tuple(group[1] for group in groups)
    heights = tuple(group[2] if len(group) == 3 else 0.0 for group in groups)
    return Motion(times, azimuths, heights, None, "moves along the points that you gave")


def _blank_unit(match: re.Match[str]) -> str:
    return match[0][0] + " " if match[0][0].isdigit() else " "


def _floats(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"[-+]?\d+(?:\.\d+)?", text)]


def _places(words: str) -> list[tuple[float, float]]:
    """Places in the order in which they are named, as azimuth and elevation."""
    words = re.sub(r"\b(straight|my|your|the|ear|side|hand|head)\b", " ", words)
    found: list[tuple[float, float]] = []
    for match in _PLACE.finditer(words):
        if match["word"]:
            place = _WORDS[match["word"]]
        else:
            degrees = float(match["n"])
            place = (-abs(degrees) if match["side"] == "left" else degrees, 0.0)
        if not found or found[-1] != place:
            found.append(place)
    if (0.0, 90.0) in found and len(found) == 3:  # "over my head from left to right"
        found.remove((0.0, 90.0))
        found.insert(1, (0.0, 90.0))
    return found


def _direction(azimuth: float, elevation: float) -> str:
    return f"from {_place(azimuth, elevation)}"


def _place(azimuth: float, elevation: float) -> str:
    """A direction as one would say it."""
    if elevation >= 75.0:
        return "above your head"
    turned = (azimuth + 180.0) % 360.0 - 180.0
    side = "left" if turned < 0 else "right"
    if abs(turned) < 1.0:
        place = "straight ahead"
    elif abs(turned) > 179.0:
        place = "behind you"
    elif abs(abs(turned) - 90.0) < 1.0:
        place = f"your {side}"
    else:
        place = f"{abs(turned):.0f} degrees to your {side}"
    if abs(elevation) >= 1.0:
        place += f" and {abs(elevation):.0f} degrees {'up' if elevation > 0 else 'down'}"
    return place
