"""Servers that words are sent to: which are near, with which key, and what is told of them.

A key is only ever read from the environment variable that the settings name, and it is never
shown: not in an error either, whoever wrote that.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from voice_agent.errors import AgentError


def key_for(base_url: str, variable: str, environment: Mapping[str, str]) -> str:
    """The key that ``variable`` holds, "" for none; an ``AgentError`` for one that is damaged or
    would travel in the clear."""
    key = environment.get(variable, "").strip() if variable else ""
    if not (key.isascii() and key.isprintable()):
        raise AgentError(
            f"the key in {variable} has signs that no key has",
            "copy it there again: without quotation marks, dots or line breaks",
        )
    if key and base_url.startswith("http:") and not is_local(base_url):
        raise AgentError(
            f"the key would travel unencrypted to {urlsplit(base_url).hostname}",
            'use an https address in [openai] base_url, or set key_variable = ""',
        )
    return key


def is_local(base_url: str) -> bool:
    """True for an address of this machine or of its own network; False for an empty one."""
    try:
        host = urlsplit(base_url).hostname or ""
    except ValueError:
        return False
    if host == "localhost" or host.endswith((".localhost", ".local")):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_private or address.is_link_local


def shown(base_url: str) -> str:
    """An address as it may be told and written down: a password or token in it may not."""
    try:
        parts = urlsplit(base_url)
    except ValueError:  # no address, as who asks it will be told
        return "a server"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
