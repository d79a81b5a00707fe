"""An answer of a chat-completions server, put together from the bytes as they come.

    bytes ─> Events ─> Delta* ─> Answer (text so far, tool calls so far, why it ended)

What a server sends is untrusted: sizes are bounded, and whatever is not the protocol
raises ``ServerFailed`` instead of being guessed at. Nothing here does I/O.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Reason = Literal[
    "unreachable",
    "timeout",
    "key",
    "quota",
    "model",
    "limit",
    "refused",
    "malformed",
    "cut off",
    "unusable",
]

MOST_BYTES = 2_000_000  # of one answer; a long one of 400 tokens is near 100 kB as events
MOST_TEXT = 16_000  # characters
MOST_CALLS = 32
_LONGEST_ARGUMENTS = 16_000
_THINKING = re.compile(r"\A\s*<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)


class ServerFailed(Exception):
    """The server gave no usable answer. ``detail`` is for the log and holds no secrets.

    ``about`` names parts of the request that the server didn't like; ``retry_after`` is the
    seconds that it asked for.
    """

    def __init__(self, reason: Reason, detail: str = "", about: frozenset[str] = frozenset()):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail
        self.about = about
        self.retry_after: float | None = None


@dataclass(frozen=True)
class Call:
    """One tool call as the model wrote it; ``arguments`` is JSON, or should be."""

    id: str
    name: str
    arguments: str


@dataclass
class Delta:
    """What one event adds to the answer."""

    text: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    finish: str = ""


class Events:
    """Takes bytes of a server-sent event stream, gives the data of each complete event."""

    def __init__(self) -> None:
        self._line = b""
        self._data: list[bytes] = []
        self._seen = 0

    def feed(self, block: bytes) -> Iterator[str]:
        """The events that ``block`` completes. Comments and other fields are passed over."""
        self._seen += len(block)
        if self._seen > MOST_BYTES:
            raise ServerFailed("malformed", f"more than {MOST_BYTES} bytes in one answer")
        *lines, self._line = (self._line + block).split(b"\n")
        for line in lines:
            line = line.rstrip(b"\r")
            if line.startswith(b"data:"):
                self._data.append(line[5:].strip())
            elif not line and self._data:
                yield self._take()

    def finish(self) -> Iterator[str]:
        """A last event that the stream ended without the blank line after it."""
        yield from self.feed(b"\n\n")

    def _take(self) -> str:
        data, self._data = b"\n".join(self._data), []
        return data.decode("utf-8", errors="replace")


def read_event(data: str) -> Delta:
    """One event of a streamed answer, or the whole document of one that is not streamed."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise ServerFailed("malformed", "an event that is not JSON") from None
    if not isinstance(document, dict):
        raise ServerFailed("malformed", "an event that is no object")
    if document.get("error"):
        raise ServerFailed("refused", "an error in the middle of the answer")
    choices = document.get("choices")
    if not isinstance(choices, list):
        raise ServerFailed("malformed", "an event without choices")
    if not choices:  # e.g. the last event, which counts tokens
        return Delta()
    choice = choices[0] if isinstance(choices[0], dict) else {}
    said = choice.get("delta") or choice.get("message") or {}
    if not isinstance(said, dict):
        raise ServerFailed("malformed", "a choice without a message")
    text, calls, finish = said.get("content"), said.get("tool_calls"), choice.get("finish_reason")
    return Delta(
        text if isinstance(text, str) else "",
        [call for call in calls if isinstance(call, dict)] if isinstance(calls, list) else [],
        finish if isinstance(finish, str) else "",
    )


class Answer:
    """The answer so far. Text is without a reasoning model's thoughts."""

    def __init__(self) -> None:
        self._text = ""
        self._calls: list[dict[str, str]] = []
        self._places: dict[object, int] = {}
        self.finish = ""

    def add(self, delta: Delta) -> None:
        """Take one more piece; ``ServerFailed`` when it outgrows what an answer may be."""
        self._text += delta.text
        for part in delta.calls:
            self._add_call(part)
        self.finish = delta.finish or self.finish
        if len(self._text) > MOST_TEXT:
            raise ServerFailed("malformed", f"more than {MOST_TEXT} characters of text")

    @property
    def text(self) -> str:
        return _THINKING.sub("", self._text).lstrip()

    @property
    def calls(self) -> tuple[Call, ...]:
        return tuple(Call(c["id"], c["name"], c["arguments"]) for c in self._calls)

    def _add_call(self, part: dict[str, Any]) -> None:
        function = part.get("function")
        function = function if isinstance(function, dict) else {}
        name, written = function.get("name"), function.get("arguments")
        if isinstance(written, dict):  # some servers send the object itself
            written = json.dumps(written)
        identity = part.get("id")
        call = self._call_at(part.get("index"), identity if isinstance(identity, str) else "")
        call["name"] = (call["name"] + (name if isinstance(name, str) else ""))[:200]
        call["arguments"] += written if isinstance(written, str) else ""
        if len(call["arguments"]) > _LONGEST_ARGUMENTS:
            raise ServerFailed("malformed", "endless arguments of a tool call")

    def _call_at(self, index: object, identity: str) -> dict[str, str]:
        """The call that a piece continues; a new identity always begins a new call.

        Pieces without an index are whole calls, or continue the last one.
        """
        place = self._places.get(index) if isinstance(index, int) else len(self._calls) - 1
        if place is not None and place >= 0:
            known = self._calls[place]
            if not identity or identity == known["id"]:
                return known
        if len(self._calls) >= MOST_CALLS:
            raise ServerFailed("malformed", f"more than {MOST_CALLS} tool calls at once")
        self._calls.append({"id": identity, "name": "", "arguments": ""})
        if isinstance(index, int):
            self._places[index] = len(self._calls) - 1
        return self._calls[-1]
