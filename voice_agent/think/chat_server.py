"""Which language model server plans, and with which key; decided before anything is sent.

Settings come first, then the environment variables that such servers' users know
(``OPENAI_BASE_URL``, ``OPENAI_MODEL``). A key is never shown, not in ``repr`` either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from voice_agent.errors import AgentError
from voice_agent.servers import is_local, key_for
from voice_agent.settings import OpenAISettings

NO_KEY = "no-key-needed"  # the package insists on one; local servers ignore it


@dataclass(frozen=True)
class ChatServer:
    """Where to send requests. An empty ``base_url`` is the package's own default, OpenAI."""

    base_url: str
    model: str
    key: str = field(repr=False)

    @property
    def local(self) -> bool:
        """Whether the server is on this machine or its own network."""
        return is_local(self.base_url)


def find_server(settings: OpenAISettings, environment: Mapping[str, str]) -> ChatServer:
    """The configured server; an ``AgentError`` says which setting or variable is missing."""
    base_url = (settings.base_url or environment.get("OPENAI_BASE_URL", "")).strip()
    model = (settings.model or environment.get("OPENAI_MODEL", "")).strip()
    _check_url(base_url)
    if not model:
        raise AgentError(
            "no language model is named",
            'set [openai] model or the variable OPENAI_MODEL, or [planner] engine = "offline"',
        )
    key = key_for(base_url, settings.key_variable, environment)
    keyless = bool(base_url) and not settings.key_variable  # a server by its name, say
    if not key and not keyless and not is_local(base_url):
        variable = settings.key_variable or "OPENAI_API_KEY"
        raise AgentError(
            f"the language model server needs a key and the variable {variable} is not set",
            f"put the key into {variable} ([openai] key_variable names it), set [openai] "
            'base_url to a server of your own (and key_variable = "" where it wants no key), '
            'or [planner] engine = "offline"',
        )
    return ChatServer(base_url, model, key or NO_KEY)


def _check_url(base_url: str) -> None:
    if not base_url:
        return
    try:
        parts = urlsplit(base_url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise AgentError(
            "the address of the language model server is not a web address",
            'write [openai] base_url like "http://localhost:11434/v1"',
        )
