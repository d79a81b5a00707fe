"""The text format of AudioGPT, for models and servers without tool calling.

    Thought: Do I need to use a tool? Yes
    Action: enhance_speech
    Action Input: {"audio": "audio/3f0c9d12.wav"}
    Observation: {"step": 1, "ok": true, ...}

    Thought: Do I need to use a tool? No
    AI: [answer] The noise is gone.

It is read strictly: an answer that keeps to neither form is malformed, and no part of it
is guessed at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from voice_agent.think.chat_answer import Answer, Call
from voice_agent.think.observations import Message
from voice_agent.think.tool_calling import Malformed, Said, said
from voice_agent.units import ToolSignature

_THOUGHT = r"\A\s*(?:Thought:[^\n]*?)?Do I need to use a tool\?\s*"
_ACTION = re.compile(
    _THOUGHT + r"Yes\.?[ \t]*\n\s*Action:[ \t]*([\w-]+)[ \t]*\n\s*Action Input:\s*(\{.*\})\s*\Z",
    re.DOTALL | re.IGNORECASE,
)
_WORDS = re.compile(_THOUGHT + r"No\.?[ \t]*\n\s*AI:[ \t]*(.*)\Z", re.DOTALL | re.IGNORECASE)
_OBSERVED = re.compile(r"\n\s*Observation:.*\Z", re.DOTALL | re.IGNORECASE)

_MANUAL = """\
Answer in exactly one of these two forms and write nothing else. To call one tool:

Thought: Do I need to use a tool? Yes
Action: the name of one tool
Action Input: its arguments as one JSON object on one line

The report then comes as "Observation: ..."; never write an observation yourself. To answer:

Thought: Do I need to use a tool? No
AI: the answer in words

Tools, with their arguments (* is required):"""

_REMINDER = (
    "That kept to neither form. Begin with 'Thought: Do I need to use a tool? Yes', then "
    "'Action:' and 'Action Input:' with one JSON object; or with 'Thought: Do I need to use "
    "a tool? No', then 'AI:' and the answer."
)


class ReAct:
    """Reason and act in plain text, one tool call in an answer."""

    def fields(self, tools: Mapping[str, ToolSignature], *, closing: bool) -> dict[str, Any]:
        return {"stop": ["\nObservation:"]}

    def manual(self, tools: Mapping[str, ToolSignature]) -> str:
        return "\n".join([_MANUAL, *(_described(tool) for tool in tools.values())])

    def closing(self) -> list[Message]:
        order = "No more tools now. Answer in words, in the second form."
        return [{"role": "user", "content": order}]

    def exchange(self, calls: Sequence[Call], observations: Sequence[str]) -> list[Message]:
        messages: list[Message] = []
        for call, seen in zip(calls, observations, strict=True):
            done = (
                "Thought: Do I need to use a tool? Yes\n"
                f"Action: {call.name}\nAction Input: {call.arguments}"
            )
            messages.append({"role": "assistant", "content": done})
            messages.append({"role": "user", "content": f"Observation: {seen}"})
        return messages

    def early(self, answer: Answer, *, after_results: bool) -> Said | None:
        words = _WORDS.match(answer.text)
        if words is None or _untagged_yet(words[1]):
            return None
        return said(_OBSERVED.sub("", words[1]))

    def read(self, answer: Answer) -> tuple[Call, ...] | Said:
        text = _OBSERVED.sub("", answer.text)
        action = _ACTION.match(text)
        if action:
            return (Call("", action[1][:200], action[2]),)
        words = _WORDS.match(text)
        if words is None or not words[1].strip():
            raise Malformed(_REMINDER)
        return said(words[1])


def _untagged_yet(text: str) -> bool:
    """Whether a mark such as "[question]" may still be on its way."""
    return text.strip() == "" or (text.lstrip().startswith("[") and "]" not in text)


def _described(tool: ToolSignature) -> str:
    properties: dict[str, dict[str, Any]] = tool.parameters.get("properties", {})
    arguments = []
    for name, schema in properties.items():
        kind = tool.file_arguments.get(name)
        what = f"path of {kind}" if kind else "|".join(map(str, schema.get("enum", ())))
        what = what or str(schema.get("type", "value"))
        bounds = [f"{schema[b]:g}" for b in ("minimum", "maximum") if b in schema]
        if len(bounds) == 2:
            what += f" {bounds[0]} to {bounds[1]}"
        said_of_it = f", {schema['description']}" if schema.get("description") else ""
        star = "*" if name in tool.required else ""
        arguments.append(f"{json.dumps(name)}{star} ({what}{said_of_it})")
    return f"- {tool.name}: {tool.description} Arguments: {'; '.join(arguments) or 'none'}."
