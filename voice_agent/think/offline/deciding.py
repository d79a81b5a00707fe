"""What a request comes to, before it is a plan; and several small answers as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from voice_agent.think import replies
from voice_agent.think.offline.phrases.numbers import number_at, tokens
from voice_agent.units import PlanKind, Step

_MOST = 3  # things that are asked in one breath
_LONGEST = 200  # characters of it
_QUESTION = r"(?:what|how|who|where|when|which|is|are|can|do)\b"
_APART = re.compile(
    r"(?<=[.?!])\s+(?:(?:and|also|then|plus|so)\b\W*)*"
    r"|,?\s+(?:and|plus)\s+(?:(?:then|also|please)\s+)*"
    rf"|,\s+(?={_QUESTION})",
    re.IGNORECASE,
)

_SAY = re.compile(r"^\W*(?:(?:please|now|can|could|you)\W+)*say\b(?!,)", re.IGNORECASE)


@dataclass(frozen=True)
class Decision:
    """A plan and what its answer carries besides the results."""

    kind: PlanKind
    steps: tuple[Step, ...] = ()
    text: str = ""
    effects: dict[str, Any] = field(default_factory=dict)
    spoken: str = ""  # where it is not ``text``

    @property
    def aloud(self) -> str:
        return self.spoken or replies.spoken(self.text)


def pieces(text: str) -> list[str]:
    """What may be asked apart in ``text``: "what time is it, and what day?"; nothing where it
    can only be one thing, as where an amount goes on ("three hours and twenty minutes")."""
    if len(text) > _LONGEST or _SAY.match(text):
        return []
    found = [piece for piece in _APART.split(text.strip()) if re.search(r"\w", piece)]
    one = any(number_at(tokens(piece), 0)[1] for piece in found[1:])
    return [] if one or not 1 < len(found) <= _MOST else found


def joined(decisions: Sequence[Decision]) -> Decision:
    """One answer in words made of several."""
    effects: dict[str, Any] = {}
    for decision in decisions:
        effects |= decision.effects
    text = " ".join(decision.text for decision in decisions)
    return Decision("chat", (), text, effects, " ".join(decision.aloud for decision in decisions))
