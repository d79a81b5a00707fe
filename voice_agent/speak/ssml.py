"""A small part of SSML: ``break``, ``prosody``, ``emphasis``, ``say-as``, ``sub`` and ``phoneme``.

    <speak>It is <emphasis>three</emphasis> o'clock.<break time="500ms"/>
    <prosody rate="slow" pitch="-2st" volume="+3dB">Good night.</prosody></speak>

Other elements are read through, their text is spoken. Phonemes are in the voice's own
alphabet (see ``phonemes``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from voice_agent.errors import AgentError
from voice_agent.speak.readings import spell

RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "fast": 1.25, "x-fast": 1.6}
PITCHES = {"x-low": -5.0, "low": -2.5, "medium": 0.0, "high": 2.5, "x-high": 5.0}
VOLUMES = {"x-soft": -9.0, "soft": -5.0, "medium": 0.0, "loud": 4.0, "x-loud": 7.0}
BREAKS = {"none": 0.0, "x-weak": 0.1, "weak": 0.2, "medium": 0.4, "strong": 0.7, "x-strong": 1.2}
EMPHASES = {"strong": 1.0, "moderate": 0.6, "none": 0.0, "reduced": -0.5}


@dataclass(frozen=True)
class Segment:
    """Text under one setting; ``phonemes`` replace its reading, ``pause`` comes before it."""

    text: str = ""
    phonemes: str = ""
    speed: float = 1.0
    pitch: float = 0.0
    energy: float = 0.0
    expression: float = 1.0
    pause: float = 0.0


def is_ssml(text: str) -> bool:
    return text.lstrip().startswith("<speak")


def segments(text: str) -> Iterator[Segment]:
    """The parts of an SSML document in order; ``AgentError`` if it is not well formed."""
    try:
        root = ElementTree.fromstring(text.strip())
    except ElementTree.ParseError as error:
        raise AgentError(f"the SSML is not well formed: {error}", "check its tags") from error
    pause = 0.0
    open_: Segment | None = None
    for segment in _walk(root, Segment()):
        pause += segment.pause
        if open_ is not None and not pause and _is_like(segment, open_):
            open_ = replace(open_, text=open_.text + segment.text)
        elif re.search(r"\w", segment.text):
            if open_ is not None:
                yield _tidied(open_)
            open_, pause = replace(segment, pause=pause), 0.0
    if open_ is not None:
        yield _tidied(open_)
    if pause:
        yield Segment(pause=pause)


def _is_like(one: Segment, other: Segment) -> bool:
    """Whether two segments are spoken in one way, so that they may be one sentence."""
    one, other = (replace(segment, text="", pause=0.0) for segment in (one, other))
    return one == other and not one.phonemes


def _tidied(segment: Segment) -> Segment:
    return replace(segment, text=" ".join(segment.text.split()))


def _walk(element: ElementTree.Element, setting: Segment) -> Iterator[Segment]:
    tag = element.tag.rpartition("}")[2]
    inner = _setting(tag, element.attrib, setting)
    if tag == "break":
        yield Segment(pause=_seconds(element.get("time"), element.get("strength", "medium")))
    text = element.text or ""
    if tag == "say-as" and element.get("interpret-as") in ("characters", "spell-out"):
        text = spell(text)
    if tag == "sub" and element.get("alias"):
        yield replace(inner, text=str(element.get("alias")))
        return
    if tag == "phoneme" and element.get("ph"):
        inner = replace(inner, phonemes=str(element.get("ph")))
    yield replace(inner, text=text)
    for child in element:
        yield from _walk(child, inner)
        yield replace(inner, text=child.tail or "")


def _setting(tag: str, given: dict[str, str], setting: Segment) -> Segment:
    if tag == "emphasis":
        strength = EMPHASES.get(given.get("level", "moderate"), 0.6)
        return replace(
            setting,
            speed=setting.speed * (1.0 - 0.12 * strength),
            pitch=setting.pitch + 1.0 * strength,
            energy=setting.energy + 2.5 * strength,
            expression=setting.expression * (1.0 + 0.3 * strength),
        )
    if tag != "prosody":
        return setting
    return replace(
        setting,
        speed=setting.speed * _amount(given.get("rate", "medium"), RATES, 1.0),
        pitch=setting.pitch + _amount(given.get("pitch", "medium"), PITCHES, 0.0),
        energy=setting.energy + _amount(given.get("volume", "medium"), VOLUMES, 0.0),
    )


def _amount(value: str, words: dict[str, float], neutral: float) -> float:
    """'slow', '80%', '1.2', '+2st', '-3dB' as a number; the neutral value if unclear."""
    if value in words:
        return words[value]
    match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)(%|st|dB)?", value.strip())
    if not match:
        return neutral
    number = float(match[1])
    return number / 100.0 if match[2] == "%" and neutral == 1.0 else number


def _seconds(time: str | None, strength: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", (time or "").strip())
    if not match:
        return BREAKS.get(strength, BREAKS["medium"])
    return min(10.0, float(match[1]) / (1000.0 if match[2] == "ms" else 1.0))
