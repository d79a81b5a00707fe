"""Two functions that a language model may call and that no tool file holds.

They concern the conversation, not audio: ``find_files`` reads what the session knows when
its list of files was too long to send, ``adjust_conversation`` carries wishes such as
"louder" or "goodbye". Neither becomes a step of a plan; the planner answers them itself.
"""

from __future__ import annotations

import re
from typing import Any

from voice_agent.think.context import Context
from voice_agent.units import Arguments, Resource, ToolSignature

FIND_FILES = "find_files"
ADJUST = "adjust_conversation"
_PAGE = 20

_FIND = ToolSignature(
    name=FIND_FILES,
    family="session",
    description="Look up files of this session that the list leaves out, newest first, 20 at "
    "a time. Not for: files that are in the list.",
    parameters={
        "type": "object",
        "properties": {
            "words": {
                "type": "string",
                "maxLength": 200,
                "description": "words that path, description or origin must contain",
            },
            "kind": {"type": "string", "enum": ["audio", "image", "video", "text"]},
            "skip": {"type": "integer", "minimum": 0, "description": "how many to pass over"},
        },
        "required": [],
        "additionalProperties": False,
    },
)

_ADJUST = ToolSignature(
    name=ADJUST,
    family="session",
    description="Change how the assistant itself talks and listens, or end the conversation. "
    "Not for: changing an audio file.",
    parameters={
        "type": "object",
        "properties": {
            "volume": {
                "type": "number",
                "minimum": -20,
                "maximum": 20,
                "description": "decibels louder; negative for quieter",
            },
            "speed": {
                "type": "number",
                "minimum": 0.5,
                "maximum": 2,
                "description": "factor on the speaking rate, 0.85 is slower",
            },
            "mode": {"type": "string", "enum": ["text", "hands-free", "push-to-talk"]},
            "voice": {"type": "string", "enum": ["next"], "description": "another voice"},
            "mute": {"type": "boolean", "description": "true: answer in writing only"},
            "stop": {"type": "boolean", "description": "stop what is playing"},
            "quit": {"type": "boolean", "description": "the user says goodbye"},
        },
        "required": [],
        "additionalProperties": False,
    },
)


def inner_tools(*, files_left_out: bool) -> dict[str, ToolSignature]:
    """The functions to offer beside the tools."""
    return {ADJUST: _ADJUST} | ({FIND_FILES: _FIND} if files_left_out else {})


def find_files(context: Context, arguments: Arguments) -> dict[str, Any]:
    """The page of matching files that ``arguments`` ask for, and how many match in all."""
    words = _words(str(arguments.get("words", "")))
    kind = arguments.get("kind")
    matching = [
        resource
        for resource in reversed(context.resources)
        if kind in (None, resource.kind) and _mentions(resource, words)
    ]
    skip = int(arguments.get("skip", 0))
    page = [
        {"path": r.path, "kind": r.kind, "description": r.description[:120], "origin": r.origin}
        for r in matching[skip : skip + _PAGE]
    ]
    return {"matching": len(matching), "files": page}


def _mentions(resource: Resource, wanted: list[str]) -> bool:
    """Whether every word is there; a longer word may be the beginning of one ("rain")."""
    known = _words(f"{resource.path} {resource.description} {resource.origin}")
    return all(
        any(word == there or (len(word) > 3 and there.startswith(word)) for there in known)
        for word in wanted
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
