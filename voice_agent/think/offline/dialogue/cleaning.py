"""A recording cleaned anew, more gently or less so: "too much, she sounds underwater"."""

from __future__ import annotations

import re

from voice_agent.units import Step

_LONGEST = 300  # characters of a wish that are read
_TOO_MUCH = re.compile(
    r"\b(?:more (?:gently|carefully|softly|lightly)|gentler|go (?:a bit |a little )?eas(?:y|ier)"
    r"|eas(?:y|ier) on|(?:a (?:little|bit)|somewhat|slightly) less"
    r"|less (?:aggressive(?:ly)?|strong(?:ly)?|harsh(?:ly)?|of (?:it|that))"
    r"|not (?:so|that|as|quite so) (?:much|strong(?:ly)?|hard|aggressive(?:ly)?)"
    r"|too (?:much|strong|aggressive|heavy|clean)|back (?:it )?off|dial it (?:back|down)|overdone"
    r"|overdid|(?:sounds?|feels?|is|['’]s)"
    r" (?:(?:now|so|too|a bit|a little|kind of|rather|like|an?) )*"
    r"(?:(?:she|he|it|they)(?:['’]s| is|['’]re| are) )?(?:down a well|in a (?:tin|can|tunnel|box"
    r"|bucket|fish ?bowl)|hollow|under ?water|tinny|robot\w*|thin"
    r"|metallic|dull|muffled|lifeless|watery|warbl\w+))\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:stronger|harder|more (?:thoroughly|strongly)|still noisy)\b", re.IGNORECASE
)
_ELSE = re.compile(r"\b(?:add|put|stick|play|sing|compose|make (?:an?|some)) (?!it\b)\w+", re.I)
_FIRST, _LEAST = 12.0, 3.0  # dB by which the noise goes down, where it was all gone before


def milder(steps: tuple[Step, ...], words: str) -> tuple[Step, ...] | None:
    """The steps with the noise lowered by less, or again by more; None where ``words`` ask for
    nothing of that."""
    if not steps or steps[-1].tool != "enhance_speech":
        return None
    last = steps[-1]
    old = last.arguments.get("attenuation_limit")
    if isinstance(old, (int, float)) and _MORE.search(words[:_LONGEST]):
        given = {name: v for name, v in last.arguments.items() if name != "attenuation_limit"}
        if old < _FIRST:
            given["attenuation_limit"] = float(old) * 2
        return (*steps[:-1], Step(last.tool, given))
    if not _TOO_MUCH.search(words[:_LONGEST]) or _ELSE.search(words[:_LONGEST]):
        return None
    limit = max(_LEAST, float(old) / 2) if isinstance(old, (int, float)) else _FIRST
    return (*steps[:-1], Step(last.tool, {**last.arguments, "attenuation_limit": limit}))
