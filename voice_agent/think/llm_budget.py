"""What of a long dialogue goes into one request, so that the model's context holds it.

The budget is shared out in this order: rules and tools (always whole), the query, files up
to half of the rest, history. Files lose descriptions before any of them is left out, and
what is left out can be looked up, so every exact path stays within reach.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from voice_agent.think.context import Context
from voice_agent.think.inner_tools import inner_tools
from voice_agent.think.observations import Message, size
from voice_agent.think.prompt import list_files, system_prompt, usable
from voice_agent.think.tool_calling import Style, history, shortened
from voice_agent.units import Query, ToolSignature

_CHARACTERS = 3.5  # of one token; English prose has over 4, JSON near 3
_FILES_SHARE = 0.5  # of what rules and tools leave
_ENVELOPE = 200  # characters of a request around its messages
_LONGEST_QUERY = 6000
_LEAST_ROOM = 1000  # characters for files and history, however long everything else is


@dataclass(frozen=True)
class Opening:
    """How a turn begins: the tools on offer, ours among them, and the first messages."""

    tools: Mapping[str, ToolSignature]
    inner: Mapping[str, ToolSignature]
    messages: tuple[Message, ...]


def opening(
    style: Style,
    signatures: Mapping[str, ToolSignature],
    query: Query,
    context: Context,
    tokens: int,
    now: dt.datetime | None = None,
) -> Opening:
    """System prompt, as much history as fits, and the query. ``now`` is the user's time, which
    a model can't know; it comes last in the prompt, as all of the prompt before it may be kept.
    """
    asked = shortened(query.text, _LONGEST_QUERY)
    tools = usable(signatures, context)
    everything = {**tools, **inner_tools(files_left_out=True)}
    no_files = list_files(Context(), "", 0)
    bare_prompt = system_prompt(signatures, context, no_files, style.manual(everything))
    fixed = _length([bare_prompt, asked, style.fields(everything, closing=False)])
    room = max(int(tokens * _CHARACTERS) - fixed - _ENVELOPE, _LEAST_ROOM)
    files = list_files(context, asked, int(room * _FILES_SHARE))
    inner = inner_tools(files_left_out=not files.complete)
    prompt = system_prompt(signatures, context, files, style.manual({**tools, **inner}))
    if now is not None:
        prompt += f"\n\nFor the user it is {now:%H:%M} on {now:%A}, {now.day} {now:%B %Y}."
    messages: list[Message] = [{"role": "system", "content": prompt}]
    messages += _recent(style, context, room - _length(files.text))
    messages.append({"role": "user", "content": asked})
    return Opening(tools, inner, tuple(messages))


def _recent(style: Style, context: Context, room: int) -> list[Message]:
    """The newest turns whose messages fit; the latest always, for follow-ups."""
    kept: list[list[Message]] = []
    turns = history(style, context.trimmed(room).exchanges)
    for messages in reversed(turns):
        room -= size(messages)
        if kept and room < 0:
            break
        kept.append(messages)
    return [message for messages in reversed(kept) for message in messages]


def _length(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False))
