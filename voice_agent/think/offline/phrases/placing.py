"""A sound that was put somewhere, put elsewhere from there: on the other side, further out,
at rest.

replaced((Step("binauralize", {"azimuth": -60}),), "on the other side")  -> azimuth 60
"""

from __future__ import annotations

import re

from voice_agent.units import Step

OTHER_SIDE = re.compile(r"\b(?:other|opposite|wrong) side\b", re.IGNORECASE)
_WIDER = re.compile(
    r"\b(?:further|farther|more) (?:out|over|round|left|right|to (?:the|that|my|one) (?:\w+ )?side"
    r"|to (?:the|my) (?:left|right))\b|\bwider\b",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:stand(?:ing)?|stay|stays|keep|hold|be|sit) still\b|\bstop(?:s|ped)? (?:it )?(?:moving"
    r"|circling|turning|spinning)\b|\b(?:not|without) moving\b",
    re.IGNORECASE,
)
_SLOWER = re.compile(r"\bslow(?:er|ly)?\b", re.IGNORECASE)
_FASTER = re.compile(r"\b(?:fast(?:er)?|quick(?:er|ly)?)\b", re.IGNORECASE)
_PACE = re.compile(r"\b(?:slow|fast|quick)(?:ly|er)?\b ?", re.IGNORECASE)
_OUT, _EAR = 30.0, 90.0  # degrees that a sound goes further out, at most to the ear


def replaced(steps: tuple[Step, ...], words: str) -> tuple[Step, ...] | None:
    """The steps with their sound elsewhere; None where ``words`` tell no such place, or it is
    there already."""
    found = tuple(_moved(step, words) if step.tool == "binauralize" else step for step in steps)
    return found if found != steps else None


def _moved(step: Step, words: str) -> Step:
    new = dict(step.arguments)
    azimuth, motion = new.get("azimuth"), new.get("motion")
    if isinstance(azimuth, (int, float)) and OTHER_SIDE.search(words):
        new["azimuth"] = -azimuth
    elif isinstance(azimuth, (int, float)) and _WIDER.search(words) and abs(azimuth) < _EAR:
        side = -1 if azimuth < 0 or re.search(r"\bleft\b", words, re.IGNORECASE) else 1
        new["azimuth"] = side * min(_EAR, abs(azimuth) + _OUT)
    elif motion and _STILL.search(words):
        new = {"azimuth": 0, **new}
        new.pop("motion")
    elif motion and (way := _pace(words)):
        new["motion"] = _paced(str(motion), way)
    return Step(step.tool, new)


def _pace(words: str) -> str:
    slower = _SLOWER.search(words)
    return "slow" if slower else "fast" if _FASTER.search(words) else ""


def _paced(motion: str, way: str) -> str:
    """A motion at another pace; from fast to slow there is a usual one between."""
    plain = _PACE.sub("", motion)
    other = _PACE.search(motion)
    turned = other is not None and not other[0].lower().startswith(way)
    return plain if turned else f"{way} {plain}"
