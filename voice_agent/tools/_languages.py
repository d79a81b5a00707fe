"""A language as people tell it to a tool: by its name or its code."""

from __future__ import annotations

from voice_agent.errors import AgentError
from voice_agent.languages import CODES, UNHEARD, code_of

AUTOMATIC = ("auto", "automatic", "any", "detect", "unknown")


def language_code(language: str) -> str:
    """ "Spanish", "es", "es-MX" or "ES" -> "es"; "" stays "" and "auto" stays "auto".

    Raises ``AgentError`` for what is no language that the recogniser knows.
    """
    wanted = language.strip().lower()
    if wanted in AUTOMATIC:
        return "auto"
    code = code_of(wanted) or wanted.replace("_", "-").partition("-")[0]
    if code and (code not in CODES.values() or code in UNHEARD):
        raise AgentError(
            f"I do not know the language '{language}'",
            'give its English name or code, such as "Spanish" or "es", or "auto"',
        )
    return code
