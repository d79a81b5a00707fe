"""One wish at a time: an order, a statement or a noun phrase that asks for one task."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

from grammar import Token, expand, sections
from slots import Slots

# Sections of whole lines.
_LISTED = (
    "ordered", "done", "bare", "verbs", "gapped", "shown", "each", "paired", "pairs", "numbers",
    "refused", "likewise",
)  # fmt: skip
_TAKE = "[take|grab|use|pick|choose|open|go to|get] <file> [and|and|,|and then]"
# Shares of the plainest wordings, of those in many words and of the first ones written, however
# many lines the other files have.
_PLAIN, _WORDY, _FIRST = 0.24, 0.24, 0.34
_PREFIXED = ("redo", "stop", "louder", "quieter", "slower", "faster")


@dataclass
class Wish:
    """One clause of a request; ``first`` when it runs before the clauses said before it."""

    task: str
    tokens: list[Token]
    first: bool = False


class Wishes:
    """Single wishes over all phrases; the words around them come from ``joints.txt``."""

    def __init__(self, corpus: Path | None) -> None:
        self.slots = Slots(corpus)
        self.tools = sections("tools.txt")
        self.plain, self.wordy = sections("tools_plain.txt"), sections("tools_wordy.txt")
        self.first = sections("tools.txt", alone=True)
        self.acts = sections("acts.txt")
        self.asked = [(act, line) for act, found in sections("asked.txt").items() for line in found]
        joints = sections("joints.txt")
        self.lines = {name: [x for x in joints[name] if x[0] != "#"] for name in _LISTED}
        self.words = {
            name: [part for line in joints[name] for part in line.split("|")]
            for name in joints
            if name not in _LISTED
        }
        self.bare = tasked(self.lines["bare"])

    def filled(self, template: str, chance: random.Random) -> list[Token]:
        return expand(template, self.slots.fillers, chance)

    def some(self, name: str, chance: random.Random) -> list[Token]:
        """The words of one alternative of ``joints.txt``."""
        return words(chance.choice(self.words[name]))

    def tool(self, task: str, chance: random.Random) -> Wish:
        """A clause that asks for ``task`` on its own."""
        line = self._line(task, chance)
        tokens = self.filled(line[2:], chance)
        if line[0] == "!" and "<file>" in line and chance.random() < 0.06:
            tokens = self.filled(_TAKE, chance) + tokens
        if line[0] == "=":
            tokens = self.some("head", chance) + tokens
        elif line[0] == "!" and chance.random() < 0.62:
            tokens = self.some("polite", chance) + tokens
        elif line[0] == "." and chance.random() < 0.15:
            tokens = self.some("before_statement", chance) + tokens
        if chance.random() < 0.16 and not (tokens and tokens[-1].role == "text"):
            tokens += self._after(task, chance)
        if chance.random() < 0.07:
            tokens = self.some("context", chance) + tokens
        return Wish(task, tokens)

    def _line(self, task: str, chance: random.Random) -> str:
        share = chance.random()
        for lines, most in ((self.plain, _PLAIN), (self.wordy, _WORDY), (self.first, _FIRST)):
            if share < most and task in lines:
                return chance.choice(lines[task])
            share -= most
        return chance.choice(self.tools[task])

    def _after(self, task: str, chance: random.Random) -> list[Token]:
        """Words at the end of a wish; what music is for belongs to its description."""
        tokens = self.some("after", chance)
        purpose = task == "compose_music" and tokens[0].word == "for" and len(tokens) > 2
        return words("please") if purpose else tokens

    def order(self, task: str, chance: random.Random) -> list[Token]:
        """The words of an order without politeness."""
        if chance.random() < 0.04 and any("<file>" in line for line in self.tools[task]):
            orders = [line for line in self.tools[task] if line[0] == "!" and "<file>" in line]
            if orders:
                return self.filled(f"{_TAKE} {chance.choice(orders)[2:]}", chance)
        if task in self.bare and chance.random() < 0.35:
            return self.filled(chance.choice(self.bare[task]), chance)
        orders = [line for line in self.tools[task] if line[0] == "!"]
        return self.filled(chance.choice(orders)[2:], chance)

    def statement(self, task: str, chance: random.Random) -> list[Token]:
        """A question or statement; an order where a task has none."""
        said = [line for line in self.tools[task] if line[0] == "."]
        return self.filled(chance.choice(said)[2:], chance) if said else self.order(task, chance)

    def act(self, act: str, chance: random.Random) -> Wish:
        line = chance.choice(self.acts[act])
        tokens = self.filled(line[2:], chance)
        if line[0] == "!" and chance.random() < 0.6:
            tokens = self.some("polite", chance) + tokens
        elif act in _PREFIXED and chance.random() < 0.25:
            tokens = self.some("before_act", chance) + tokens
        if chance.random() < 0.1 and not (tokens and tokens[-1].role == "text"):
            tokens += words(chance.choice(["please", "now", "thanks", "for me"]))
        return Wish(act, tokens)

    def question(self, chance: random.Random) -> Wish:
        """What is asked about the assistant, or told it, and holds words of other tasks."""
        act, line = chance.choice(self.asked)
        tokens = self.filled(line[2:], chance)
        if chance.random() < 0.15:
            tokens = self.some("before_statement", chance) + tokens
        return Wish(act, tokens)


def is_open(wish: Wish) -> bool:
    """Whether "and" may follow: after free text it would belong to the text."""
    return not (wish.tokens and wish.tokens[-1].role == "text")


def words(text: str) -> list[Token]:
    """Plain words without a role."""
    return [Token(word) for word in text.split()]


def tasked(lines: list[str]) -> dict[str, list[str]]:
    """Lines "task: template" by task."""
    found: dict[str, list[str]] = {}
    for line in lines:
        task, _, template = line.partition(": ")
        found.setdefault(task, []).append(template)
    return found


def gerund(tokens: list[Token]) -> list[Token]:
    """An order turned into what follows "after": clean it -> cleaning it."""
    head = tokens[0].word
    if head in ("let", "i", "do") or not head.isalpha():
        return tokens
    if head.endswith("e") and head not in ("be", "see"):
        head = head[:-1]
    elif head in ("get", "put", "cut", "run", "split", "strip", "hit", "let", "spot", "set", "jot"):
        head += head[-1]
    return [replace(tokens[0], word=head + "ing"), *tokens[1:]]
