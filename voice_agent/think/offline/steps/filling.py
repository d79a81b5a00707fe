"""The arguments of a step that are no files: from its clause, or from what came before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voice_agent.think.context import Context
from voice_agent.think.offline.phrases import arguments, languages
from voice_agent.think.offline.reading import Clause
from voice_agent.think.offline.steps.gaps import QUESTIONS, Gap, role_of, within
from voice_agent.units import Step, ToolSignature

_PRONOUN_DOES = re.compile(r"(?:it|he|she|they) (?!is\b|was\b|are\b)(\w.*)", re.IGNORECASE)


def filled(
    index: int, clause: Clause, signature: ToolSignature, before: Before
) -> tuple[dict[str, Any], Gap | None]:
    """The values that clause ``index`` gives, and what is missing or cannot be."""
    given: dict[str, Any] = {}
    for name, schema in signature.parameters.get("properties", {}).items():
        if name in signature.file_arguments:
            continue
        value = arguments.value_of(name, schema, clause)
        if name in ("text", "description"):
            value = before.meant(name, value, clause.text, signature)
        if name == "description" and isinstance(value, str):
            value = before.with_subject(value)
        role = role_of(name)
        if value not in (None, ""):
            value, reason = within(name, value, schema)
            if reason:
                question = QUESTIONS.get(role, "What shall it be?")
                return {}, Gap(index, role, f"I can't do that: {reason}. {question}")
            given[name] = value
        elif name in signature.required:
            lost = languages.unknown(clause) if role == "language" else ""
            told = f'I don\'t know which language "{lost}" is. ' if lost else ""
            return {}, Gap(index, role, told + QUESTIONS.get(role, "Can you say more?"))
    if "start" in given and "end" in given and given["start"] >= given["end"]:
        return {}, Gap(index, "start", f"The end must come later. {QUESTIONS['start']}")
    return given, None


@dataclass(frozen=True)
class Before:
    """What comes before a wish: the steps of its plan so far, and the dialogue."""

    steps: Sequence[Step]
    context: Context
    signatures: Mapping[str, ToolSignature]

    def meant(self, name: str, value: Any, words: str, signature: ToolSignature) -> Any:
        """The value of a text or description, where ``words`` only point to one."""
        if name == "description" and arguments.is_from_text(words):
            return self.text() or value
        if value is not None and not arguments.is_pronoun(str(value)):
            return value
        if value is None and name not in signature.required and (name != "text" or not self.steps):
            return None
        alone = not (self.steps or signature.file_arguments or _POINTS.search(words))
        if name == "description" and value is None and alone:
            return None  # "make a sound": nobody said which
        if name == "text":
            return self.text(told=signature.name != "sing") or self._said(words)
        if signature.file_arguments:  # a sound in a recording, which no sentence describes
            return self.description() or (None if self.text() else value)
        return self.text() or self.description() or value  # "that" is poor, but it is one

    def with_subject(self, description: str) -> str:
        """ "It barks" with what "it" is, when a step of this plan is about that sound."""
        match = _PRONOUN_DOES.match(description)
        if match is None:
            return description
        named = [step.arguments.get("description") for step in self.steps]
        subject = next((n for n in reversed(named) if isinstance(n, str) and n[0] != "$"), "")
        return f"{subject} {match[1]}".strip()

    def description(self) -> str | None:
        """The sound that was looked for or made just before ("find the bark and extract it")."""
        last = self.context.last_action
        for step in reversed([*(last.plan.steps if last else ()), *self.steps]):
            described = step.arguments.get("description")
            if isinstance(described, str) and described[:1] != "$":
                return described
        return None

    def text(self, *, told: bool = True) -> str | None:
        """``$k`` of the latest step that yields text, or the latest text of the dialogue.

        What a tool only ``told`` of its work ("I sang it: 5 notes") counts unless that is False:
        it is there to give words where these are the first of what it makes.
        """
        for number in range(len(self.steps), 0, -1):
            made = self.signatures[self.steps[number - 1].tool].outputs
            if "text" in (made if told else made[:1]):
                return f"${number}"
        if self.steps:
            return None
        for exchange in reversed(self.context.exchanges):
            for result in reversed(exchange.results):
                words = result.arguments.get("text")
                if result.ok and isinstance(words, str) and words[:1] != "$":
                    return words
                tool = self.signatures.get(result.tool)
                if not told and tool is not None and "text" not in tool.outputs[:1]:
                    return None
                if result.ok and result.words:
                    return result.words
        return None

    def _said(self, words: str) -> str | None:
        """What this plan speaks, where ``words`` point to it: "say hello and sing it"."""
        texts = [step.arguments.get("text") for step in self.steps]
        literal = [text for text in texts if isinstance(text, str) and text[:1] != "$"]
        return literal[-1] if literal and _SAME_WORDS.search(words) else None

    def texts(self, value: Any, words: str) -> list[Any]:
        """The text that a step speaks, or each text of the last steps where ``words`` mean all
        of them: "caption both files and read the captions aloud"."""
        number = len(self.steps)
        if value != f"${number}" or not _SEVERAL.search(words):
            return [value]
        tool = self.steps[-1].tool
        while number > 1 and self.steps[number - 2].tool == tool:
            number -= 1
        return [f"${n}" for n in range(number, len(self.steps) + 1)]


_POINTS = re.compile(r"\b(?:it|this|that|these|those|them|the|again|his|her|its)\b", re.IGNORECASE)
_SAME_WORDS = re.compile(r"\b(?:it|this|that|the same(?: words?)?)\W*$", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:both|them|they|each|all|these|those|(?:transcript|caption|translation|description|text"
    r"|result|answer)s)\b",
    re.IGNORECASE,
)
