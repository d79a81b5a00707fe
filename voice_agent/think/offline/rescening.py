"""A scene of sounds without one of them, or with another in its place.

rescened((Step("generate_audio", {"description": "rain and thunder"}),), "no thunder, please")
    -> rain
"""

from __future__ import annotations

import re

from voice_agent.think.offline.recomposing import redescribed
from voice_agent.units import Step

_LEAD = r"(?:^|[,.;!]\s*|\b(?:but|and|so|just|can you|could you|please|you can|let['’]?s)\s+)"
_GONE = re.compile(
    _LEAD + r"(?:forget|lose|drop|skip|scrap|leave out|take out|cut out|do without|without|with no"
    r"|no(?: more)?|not) (?:about )?(?:the |any |that |those |this )*(?P<old>[a-z][a-z' -]*?)"
    r"(?: (?:please|then|though|now|after all|any ?more|at all|for me|this time))*(?=[,.;!?]|$)",
    re.IGNORECASE,
)
_SWAPPED = re.compile(
    r"\b(?:swap|exchange|replace|change|trade) (?P<old>it|that|this|them|(?:the|that|those)"
    r" [a-z' -]+?) (?:out )?(?:for|with|by|to|into) (?:an? |the |some )?(?P<new>[a-z][a-z' -]*?)"
    r"(?: (?:please|then|instead|now|for me))*(?=[,.;!?]|$)",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a change, and of a scene, that are read
_BETWEEN = re.compile(r"(\s*,\s*(?:(?:and|then|with|plus)\s+)*|\s+(?:and|with|then|plus)\s+)")
_POINTS = {"it", "that", "this", "them"}
_NO_NAMES = {"one", "sound", "sounds", "thing", "noise", "bit", "idea", "way", "more", "longer"}


def rescened(steps: tuple[Step, ...], words: str) -> tuple[Step, ...] | None:
    """The steps with the sounds at their end described anew; None where ``words`` take none of
    them away."""
    if not steps or steps[-1].tool != "generate_audio":
        return None
    old = str(steps[-1].arguments.get("description", ""))
    if len(old) > _LONGEST:
        return None
    words = words[:_LONGEST]
    pieces = _BETWEEN.split(old)
    swapped = _SWAPPED.search(words)
    found = swapped or _GONE.search(words)
    place = _place(found["old"], pieces) if found else None
    if place is None:
        return None
    if swapped:
        pieces[place] = swapped["new"].strip()
        return redescribed(steps, "".join(pieces))
    if len(pieces) == 1:
        return None
    first = max(0, place - 1)  # with what stands between it and the sound before it, or after it
    del pieces[first : first + 2]
    return redescribed(steps, "".join(pieces))


def _place(name: str, pieces: list[str]) -> int | None:
    """Which of the sounds, every other piece, is meant; "it" is the last one."""
    said = _names(name)
    if said & _POINTS:
        return len(pieces) - 1
    meant = said - _NO_NAMES
    return next((p for p in range(0, len(pieces), 2) if meant & _names(pieces[p])), None)


def _names(text: str) -> set[str]:
    """Its words, without the endings that tell one from many and who does from what is done."""
    words = re.findall(r"[a-z]+", text.lower())
    return {re.sub(r"(?<=\w{3})(?:ing|s)$", "", word) for word in words}
