"""How a model with native tool calling is asked and understood.

A style turns our values into messages and a model's answer into calls or words. The other
one is the text format of ``react``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from voice_agent.think.chat_answer import Answer, Call
from voice_agent.think.observations import Message, acted, observation
from voice_agent.think.prompt import function_schemas
from voice_agent.think.sentences import Sentences
from voice_agent.units import Exchange, PlanKind, ToolSignature

_TAG = re.compile(r"\A\s*\[(answer|question|unsupported)\][\s:]*", re.IGNORECASE)
_KINDS: dict[str, PlanKind] = {
    "answer": "chat",
    "question": "clarify",
    "unsupported": "unsupported",
}
# Words before a tool call ("I'll clean it first.") must not be taken for the answer.
_ANNOUNCES = re.compile(
    r"\b(I['’]?ll|I will|I['’]?m going to|I am going to|let me|let['’]?s|let us|first|next|now)\b",
    re.IGNORECASE,
)
# Models whose server doesn't know their call format write the calls into the text.
_FENCED = re.compile(r"\A```\w*\s*(\{.*\})\s*(?:```\s*)?\Z", re.DOTALL)
_CALL_IN_TEXT = re.compile(r"<tool_call>\s*(\{.*?\})\s*(?:</tool_call>|\Z)", re.DOTALL)


class Malformed(Exception):
    """The answer is neither calls nor words; the message is written for the model."""


@dataclass(frozen=True)
class Said:
    """Words of an answer: what kind of answer they are, and the words without any mark."""

    kind: PlanKind
    text: str


class Style(Protocol):
    """One way to speak with a model about tools."""

    def fields(self, tools: Mapping[str, ToolSignature], *, closing: bool) -> dict[str, Any]:
        """What a request carries beside its messages; ``closing`` asks for words only."""

    def manual(self, tools: Mapping[str, ToolSignature]) -> str:
        """What the system prompt must explain."""

    def closing(self) -> list[Message]:
        """Messages that ask for the answer in words."""

    def exchange(self, calls: Sequence[Call], observations: Sequence[str]) -> list[Message]:
        """The messages that say: these calls were made, and this is what came of them."""

    def early(self, answer: Answer, *, after_results: bool) -> Said | None:
        """The words so far, once it is certain that no call follows them."""

    def read(self, answer: Answer) -> tuple[Call, ...] | Said:
        """The whole answer; ``Malformed`` when it is of no use."""


class ToolCalling:
    """The ``tools`` field of the protocol, with the schemas that come from the tool files."""

    def fields(self, tools: Mapping[str, ToolSignature], *, closing: bool) -> dict[str, Any]:
        if not tools:
            return {}
        schemas: dict[str, Any] = {"tools": function_schemas(tools)}
        if closing:
            return schemas | {"tool_choice": "none"}
        return schemas | {"tool_choice": "auto", "parallel_tool_calls": True}

    def manual(self, tools: Mapping[str, ToolSignature]) -> str:
        return ""

    def closing(self) -> list[Message]:
        return []

    def exchange(self, calls: Sequence[Call], observations: Sequence[str]) -> list[Message]:
        asked = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": _safe_name(call.name), "arguments": _safe_json(call)},
            }
            for call in calls
        ]
        told = [
            {"role": "tool", "tool_call_id": call.id, "content": seen}
            for call, seen in zip(calls, observations, strict=True)
        ]
        return [{"role": "assistant", "content": None, "tool_calls": asked}, *told]

    def early(self, answer: Answer, *, after_results: bool) -> Said | None:
        if answer.calls:
            return None
        if _TAG.match(answer.text):
            return said(answer.text)
        if not after_results or answer.text[:1] in "[{<`":
            return None
        first = next(iter(Sentences().feed(answer.text)), "")
        return Said("chat", answer.text) if first and not _ANNOUNCES.search(first) else None

    def read(self, answer: Answer) -> tuple[Call, ...] | Said:
        calls = answer.calls or _calls_in(answer.text)
        if calls:
            return calls
        return said(answer.text)


def said(text: str) -> Said:
    """The kind that the model marked, else what the last sentence suggests.

    White space at the end stays, because it tells a finished sentence from an open one.
    """
    tagged = _TAG.match(text)
    if tagged:
        return Said(_KINDS[tagged[1].lower()], text[tagged.end() :])
    return Said("clarify" if text.rstrip().endswith("?") else "chat", text.lstrip())


def history(style: Style, exchanges: Sequence[Exchange]) -> list[list[Message]]:
    """The messages of each past turn: request, calls with their results, answer."""
    turns: list[list[Message]] = []
    for exchange in exchanges:
        messages: list[Message] = [{"role": "user", "content": shortened(exchange.query, 1000)}]
        if acted(exchange):
            calls = [
                Call(f"t{r.turn % 10**5:05d}s{r.index:02d}", r.tool, json.dumps(r.arguments))
                for r in exchange.results
            ]
            messages += style.exchange(calls, [observation(r, old=True) for r in exchange.results])
        messages.append({"role": "assistant", "content": exchange.reply or "Done."})
        turns.append(messages)
    return turns


def shortened(text: str, longest: int) -> str:
    """The beginning of a text that is too long to be sent whole."""
    return text if len(text) <= longest else text[:longest] + " …"


def _calls_in(text: str) -> tuple[Call, ...]:
    fenced = _FENCED.match(text)
    text = fenced[1] if fenced else text
    written = _CALL_IN_TEXT.findall(text) or ([text] if text[:1] == "{" else [])
    calls: list[Call] = []
    for document in written:
        try:
            call = json.loads(document)
        except (ValueError, RecursionError):
            raise Malformed("That was no valid JSON. Call the tool again.") from None
        name = call.get("name")
        arguments = call.get("arguments", call.get("parameters", {}))
        if not isinstance(name, str) or not isinstance(arguments, dict):
            raise Malformed("That was no tool call and no answer. Call a tool, or use words.")
        calls.append(Call("", name[:200], json.dumps(arguments)))
    return tuple(calls)


def _safe_name(name: str) -> str:
    """A name that a strict server accepts back, whatever the model had invented."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)[:64] or "unnamed"


def _safe_json(call: Call) -> str:
    try:
        return call.arguments if isinstance(json.loads(call.arguments), dict) else "{}"
    except (ValueError, RecursionError):
        return "{}"
