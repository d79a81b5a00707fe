"""Small questions that need neither the dialogue nor the model."""

from __future__ import annotations

from voice_agent.think.offline import howto, letters, offers

_SHORT = 200  # characters of a small question


def answered(text: str) -> str:
    """The answer to a question about how to use this, what it offers, or how a word is spelt;
    "" for anything else."""
    if len(text) > _SHORT:
        return ""
    return howto.asked(text) or offers.asked(text) or letters.spelled(text)
