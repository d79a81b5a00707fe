"""Several wishes in one request: in any order, with shared words, beside small talk."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from grammar import Token, choose, lines
from patterns import EARLIER, LATER, Patterns, one_of
from wishes import Wish, Wishes, gerund, is_open, tasked, words

from voice_agent.think.offline.reading import TOOLS

_FIRSTS = {
    "enhance_speech": 3, "separate_speech": 1, "inpaint_audio": 1, "play_audio": 1,
    "extract_sound": 1, "transcribe_speech": 1, "detect_sounds": 1, "record_audio": 1,
    "binauralize": 1,
}  # fmt: skip


# Tasks whose result is words: "so that I can hear it" would mean something else after them.
_WRITING = {
    "transcribe_speech", "translate_speech", "caption_audio", "caption_image", "detect_sounds",
    "detect_target_sound",
}  # fmt: skip
_UNJOINED = 0.08  # share of later clauses that nothing joins, as recognisers write them


class Chains:
    """Requests of several clauses over single ``wishes``."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.done = tasked(wishes.lines["done"])
        self.patterns = Patterns(wishes)
        self.contrasts = lines("contrasts.txt")

    def chain(self, chance: random.Random) -> list[Wish]:
        """Two to four wishes, seldom up to eight, mostly each with words of its own."""
        count = chance.choice([2, 2, 2, 2, 2, 3, 3, 3, 4])
        if chance.random() < 0.06:
            count = chance.choice([5, 6, 7, 8])
        style = chance.random() if count < 5 else 1.0
        if style < 0.08:
            return self.patterns.listed(count, chance)
        if style < 0.12:
            return self.patterns.gapped(chance)
        if style < 0.20:
            return self.patterns.verbs(count, chance)
        if style < 0.22:
            return self.patterns.aloud(chance)
        if style < 0.25:
            return self.patterns.for_each(chance)
        if style < 0.29:
            return self.patterns.paired(chance)
        if style < 0.33:
            return self.patterns.enumerated(count, chance)
        if style < 0.36:
            return [self.patterns.refusing(chance)]
        if style < 0.39:
            return self.patterns.likewise(chance)
        if style < 0.43:
            return self._changed(chance)
        if style < 0.55:
            return self._contrast(chance)
        head = self.wishes.tool(one_of(EARLIER, chance), chance)
        if chance.random() < 0.3:
            opening = self.wishes.some("opening", chance)
            order = self.wishes.order(head.task, chance)
            ing = opening[-1].word == "by"
            head = Wish(head.task, opening + (gerund(order) if ing else order))
        chain = [head]
        while len(chain) < count:
            task = chain[-1].task if chance.random() < 0.08 else one_of(LATER, chance)
            if chain[-1].task == "transcribe_speech" and chance.random() < 0.15:
                task = "translate_speech"
            chain.append(self._next(task, chain[-1], chance))
        return chain

    def ordered(self, chance: random.Random) -> list[Wish]:
        """The order of words is not (or only seems not) the order of work."""
        leader = one_of(_FIRSTS, chance)
        follower = one_of({t: n for t, n in LATER.items() if t != leader}, chance)
        if chance.random() < 0.12:
            return self._with_done(follower, chance)
        chain: list[Wish] = []
        pieces = choose(chance.choice(self.wishes.lines["ordered"]), chance).split("||")
        for place, piece in enumerate(pieces):
            task = leader if "{L" in piece else follower
            tokens = self._piece(piece, leader, follower, chance)
            chain.append(Wish(task, tokens, first=task == leader and place == 1))
        if chance.random() < 0.2:
            task = one_of(LATER, chance)
            chain.append(self._next(task, chain[-1], chance))
        return chain

    def mixed(self, chance: random.Random) -> list[Wish]:
        """Work beside something else: thanks, a correction, a wish that can't be met."""
        style = chance.random()
        tool = self.wishes.tool(chance.choice(TOOLS), chance)
        if style < 0.4:
            act = chance.choice(["thanks", "thanks", "deny", "stop", "affirm", "greet"])
            join = chance.choice([".", ",", ", now", ". now", "and now", "now", ". next"])
            first = Wish(tool.task, words(join) + tool.tokens)
            later = [self._next(one_of(LATER, chance), first, chance)]
            return [self.wishes.act(act, chance), first, *(later if chance.random() < 0.3 else [])]
        if style < 0.5:
            tail = self.wishes.act(chance.choice(["thanks", "goodbye"]), chance)
            return [tool, Wish(tail.task, words(".") + tail.tokens)]
        orders = [line for line in self.wishes.acts["unsupported"] if line[0] == "!"]
        join = chance.choice(["and", "and then", ". then", ", then", "and also"])
        tail_tokens = words(join) + self.wishes.filled(chance.choice(orders)[2:], chance)
        return [tool, Wish("unsupported", tail_tokens)]

    def _changed(self, chance: random.Random) -> list[Wish]:
        """The last work changed or taken back, and then more: "in Greek instead, and play it"."""
        act = self.wishes.act(chance.choice(["redo", "redo", "redo", "undo"]), chance)
        return [act, self._next(one_of(LATER, chance), act, chance)]

    def _contrast(self, chance: random.Random) -> list[Wish]:
        """Two wishes of which the second looks like an aside."""
        chain = [
            Wish(task, self.wishes.filled(template, chance))
            for task, _, template in (
                part.strip().partition(": ") for part in chance.choice(self.contrasts).split(" || ")
            )
        ]
        if chance.random() < 0.4:
            chain[0].tokens[:0] = self.wishes.some("polite", chance)
        return chain

    # --- parts --------------------------------------------------------------------------

    def _piece(self, piece: str, leader: str, follower: str, chance: random.Random) -> list[Token]:
        tokens: list[Token] = []
        for part in re.split(r"(\{\w+\})", piece):
            if part == "{F}":
                tokens += self.wishes.tool(follower, chance).tokens
            elif part.startswith("{"):
                order = self.wishes.order(leader if part[1] == "L" else follower, chance)
                tokens += gerund(order) if part.endswith("ing}") else order
            else:
                tokens += words(part)
        return tokens

    def _next(self, task: str, before: Wish, chance: random.Random) -> Wish:
        """A later clause with its joining words; after free text these must be clear."""
        alone = not is_open(before)
        joins = [j for j in self.wishes.words["joins"] if not alone or j[0] in ".;" or "then" in j]
        join = "and" if not alone and chance.random() < 0.3 else chance.choice(joins)
        if chance.random() < _UNJOINED:
            return Wish(task, self.wishes.tool(task, chance).tokens)
        if join == "so i can" and before.task in _WRITING:
            join = "and"
        if join == "so i can":
            file = self.wishes.filled("[hear|listen to] <file>", chance)
            return Wish("play_audio", words(join) + file)
        if join[0] == "." and chance.random() < 0.5:
            tokens = self.wishes.tool(task, chance).tokens
        elif chance.random() < 0.22:
            tokens = self.wishes.statement(task, chance)
        else:
            tokens = self.wishes.order(task, chance)
            if chance.random() < 0.1:
                tokens = self.wishes.some("before_order", chance) + tokens
        return Wish(task, words(join) + tokens)

    def _with_done(self, follower: str, chance: random.Random) -> list[Wish]:
        """ "With the noise removed, what does it say": a state that must come first."""
        leader = chance.choice([task for task, lines in self.done.items() for _ in lines])
        opening = self.wishes.filled(chance.choice(self.done[leader]), chance)
        rest = self.wishes.tool(follower, chance).tokens
        if chance.random() < 0.65:
            join = words(chance.choice([",", ", please", ", then", ""]))
            return [Wish(leader, opening), Wish(follower, join + rest)]
        return [Wish(follower, rest), Wish(leader, opening, first=True)]


def numbered(chain: list[Wish]) -> list[Token]:
    """All words of a chain, each with the number of its clause."""
    return [
        replace(token, clause=number) for number, wish in enumerate(chain) for token in wish.tokens
    ]
