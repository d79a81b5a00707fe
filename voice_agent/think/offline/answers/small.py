"""Small questions that need neither the dialogue nor the model."""

from __future__ import annotations

import datetime as dt
import re

from voice_agent.think.offline.answers import (
    about,
    arithmetic,
    dates,
    howto,
    measures,
    offers,
    zones,
)
from voice_agent.think.offline.phrases import letters
from voice_agent.think.offline.reader import encoding
from voice_agent.think.offline.reader.leading import POLITE

_SHORT = 200  # characters of a small question
_TO_BE_SAID = re.compile(
    POLITE + r"(?:say|read|announce|sing|shout|whisper|speak(?= the| this|:))\b(?!\s*,)",
    re.IGNORECASE,
)


def answered(text: str, now: dt.datetime) -> str:
    """The answer to a question about how to use this, what it is and offers, how a word is spelt,
    what an amount is in another unit, or how far a day is; "" for anything else."""
    if len(text) > _SHORT:
        return ""
    if known := letters.spelled(text) or about.meaning(text):
        return known
    if _TO_BE_SAID.match(text) or encoding.quoted(text):
        return ""
    known = howto.asked(text) or offers.asked(text) or about.asked(text)
    if known := known or measures.converted(text) or zones.asked(text, now):
        return known
    part = arithmetic.shared(text)
    return dates.asked(text, now) if part is None else f"That is {arithmetic.spoken(part)} each."
