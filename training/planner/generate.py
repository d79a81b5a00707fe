"""Makes training requests: wishes put together from phrases, with every word labelled.

    python training/planner/generate.py --show 20

The phrases, orders and noises are ours; ``--corpus`` names a file of plain sentences (one a
line) that serve as texts to speak and as open talk.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from asides import Asides  # noqa: E402
from chains import Chains, numbered  # noqa: E402
from grammar import Token  # noqa: E402
from noise import Noise  # noqa: E402
from wishes import Wish, Wishes  # noqa: E402

from voice_agent.think.offline.reader.encoding import words_of  # noqa: E402
from voice_agent.think.offline.reading import TOOLS  # noqa: E402

_GLUED = frozenset(".,?!:;”’»")  # signs that stand at the word before
# Tasks that are easily taken for one another are asked for twice as often.
_ALONE = (*TOOLS, "compose_music", "inpaint_audio", "sing", "generate_audio")


@dataclass
class Request:
    """A request and its labels, one for each word of ``words_of(text)``."""

    text: str
    words: list[str]
    roles: list[str]  # BIO
    starts: list[bool]  # begins a clause
    tasks: list[str]
    first: list[bool]
    clauses: list[tuple[str, bool]] = field(default_factory=list)


class Generator:
    """An endless source of labelled requests; the same seed gives the same requests."""

    def __init__(self, corpus: Path | None = None) -> None:
        self.wishes = Wishes(corpus)
        self.chains = Chains(self.wishes)
        self.asides = Asides(self.wishes.slots)
        self.noise = Noise()

    def request(self, chance: random.Random) -> Request:
        """One request: a tool (30 %), an act (23 %), a question about the assistant (7 %), several
        wishes (40 %)."""
        wishes = self.asides.around(self._wishes(chance), chance)
        tokens = numbered(wishes)
        if chance.random() < 0.5 and tokens and tokens[-1].word not in ".?!":
            tokens.append(Token(chance.choice(".?!.?"), "", False, len(wishes) - 1))
        tokens = self.noise.apply(tokens, chance) or tokens
        return _labelled(tokens, wishes)

    def _wishes(self, chance: random.Random) -> list[Wish]:
        kind = chance.random()
        if kind < 0.30:
            return [self.wishes.tool(chance.choice(_ALONE), chance)]
        if kind < 0.37:
            return [self.wishes.question(chance)]
        if kind < 0.46:
            return [self.wishes.act(chance.choice(list(self.wishes.acts)), chance)]
        if kind < 0.53:
            return [self.wishes.act(chance.choice(["unsupported", "chat"]), chance)]
        if kind < 0.60:
            return [self.wishes.act(chance.choice(["redo", "redo", "answer"]), chance)]
        if kind < 0.63:
            return self.chains.mixed(chance)
        if kind < 0.72:
            return self.chains.ordered(chance)
        return self.chains.chain(chance)


def _labelled(tokens: list[Token], wishes: list[Wish]) -> Request:
    """Join the tokens to a text and give each of its words the labels of its token."""
    text = ""
    spans: list[tuple[int, Token]] = []
    for token in tokens:
        glued = token.word in _GLUED or (bool(text) and text[-1] in "“‘«")
        text += "" if glued or not text else " "
        spans.append((len(text), token))
        text += token.word
    request = Request(text, [], [], [], [], [], [(w.task, w.first) for w in wishes])
    seen_clause, seen_token, cursor = -1, -1, 0
    for word in words_of(text):
        while cursor + 1 < len(spans) and spans[cursor + 1][0] <= word.start:
            cursor += 1
        token = spans[cursor][1]
        letter = "B-" if token.begins and cursor != seen_token else "I-"
        request.words.append(word.text)
        request.roles.append(letter + token.role if token.role else "")
        request.starts.append(token.clause != seen_clause)
        request.tasks.append(wishes[token.clause].task)
        request.first.append(wishes[token.clause].first)
        seen_clause, seen_token = token.clause, cursor
    return request


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    generator, chance = Generator(arguments.corpus), random.Random(arguments.seed)
    for _ in range(arguments.show):
        made = generator.request(chance)
        shown = [
            f"{'| ' if start else ''}{word}" + (f"/{role}" if role else "")
            for word, role, start in zip(made.words, made.roles, made.starts, strict=True)
        ]
        print(f"{made.text}\n    {made.clauses} {' '.join(shown)}")


if __name__ == "__main__":
    main()
