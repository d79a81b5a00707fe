"""Small questions that need neither the dialogue nor the model."""

from __future__ import annotations

from voice_agent.think.offline import howto, letters, offers, times

_SHORT = 200  # characters of a small question


def answered(text: str) -> str:
    """The answer to a question about how to use this, what it offers, how a word is spelt, or how
    many seconds a minute has; "" for anything else."""
    if len(text) > _SHORT:
        return ""
    known = howto.asked(text) or offers.asked(text)
    return known or letters.spelled(text) or times.converted(text)
