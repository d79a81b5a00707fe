"""Several wishes in one request: in any order, with shared words, beside small talk."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from grammar import Token, choose
from wishes import Wish, Wishes, gerund, tasked, words

from voice_agent.think.offline.encoding import TOOLS

# Tasks with their weights, so that chains look like work people do.
_EARLIER = {
    "enhance_speech": 2, "separate_speech": 2, "record_audio": 2, "transcribe_speech": 1,
    "binauralize": 1, "inpaint_audio": 1, "extract_sound": 1, "translate_speech": 1,
    "detect_sounds": 1, "caption_audio": 1, "generate_audio": 1, "compose_music": 1,
    "generate_audio_from_image": 1, "caption_image": 1, "sing": 1, "play_audio": 1,
    "synthesize_speech": 1, "detect_target_sound": 1, "transfer_style": 1,
}  # fmt: skip
_LATER = {
    "play_audio": 3, "transcribe_speech": 2, "enhance_speech": 2, "binauralize": 2,
    "translate_speech": 1, "caption_audio": 1, "separate_speech": 1, "detect_sounds": 1,
    "synthesize_speech": 1, "extract_sound": 1, "detect_target_sound": 1,
    "synthesize_talking_head": 1, "inpaint_audio": 1, "sing": 1, "generate_audio": 1,
    "transfer_style": 1,
}  # fmt: skip
_FIRSTS = {
    "enhance_speech": 3, "separate_speech": 1, "inpaint_audio": 1, "play_audio": 1,
    "extract_sound": 1, "transcribe_speech": 1, "detect_sounds": 1, "record_audio": 1,
    "binauralize": 1,
}  # fmt: skip


_UNJOINED = 0.08  # share of later clauses that nothing joins, as recognisers write them


class Chains:
    """Requests of several clauses over single ``wishes``."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.done = tasked(wishes.lines["done"])
        self.verbs = tasked(wishes.lines["verbs"])
        self.gapped_lines = [line.partition(": ")[::2] for line in wishes.lines["gapped"]]

    def chain(self, chance: random.Random) -> list[Wish]:
        """Two to four wishes, seldom up to eight, mostly each with words of its own."""
        count = chance.choice([2, 2, 2, 2, 2, 3, 3, 3, 4])
        if chance.random() < 0.06:
            count = chance.choice([5, 6, 7, 8])
        style = chance.random() if count < 5 else 1.0
        if style < 0.08:
            return self._list(count, chance)
        if style < 0.12:
            return self._gapped(chance)
        if style < 0.20:
            return self._verbs(count, chance)
        if style < 0.22:
            return self._aloud(chance)
        head = self.wishes.tool(_one_of(_EARLIER, chance), chance)
        if chance.random() < 0.3:
            opening = self.wishes.some("opening", chance)
            order = self.wishes.order(head.task, chance)
            ing = opening[-1].word == "by"
            head = Wish(head.task, opening + (gerund(order) if ing else order))
        chain = [head]
        while len(chain) < count:
            task = chain[-1].task if chance.random() < 0.08 else _one_of(_LATER, chance)
            if chain[-1].task == "transcribe_speech" and chance.random() < 0.15:
                task = "translate_speech"
            chain.append(self._next(task, chance, alone=not _is_open(chain[-1])))
        return chain

    def ordered(self, chance: random.Random) -> list[Wish]:
        """The order of words is not (or only seems not) the order of work."""
        leader = _one_of(_FIRSTS, chance)
        follower = _one_of({t: n for t, n in _LATER.items() if t != leader}, chance)
        if chance.random() < 0.12:
            return self._with_done(follower, chance)
        chain: list[Wish] = []
        pieces = choose(chance.choice(self.wishes.lines["ordered"]), chance).split("||")
        for place, piece in enumerate(pieces):
            task = leader if "{L" in piece else follower
            tokens = self._piece(piece, leader, follower, chance)
            chain.append(Wish(task, tokens, first=task == leader and place == 1))
        if chance.random() < 0.2:
            task = _one_of(_LATER, chance)
            chain.append(self._next(task, chance, alone=not _is_open(chain[-1])))
        return chain

    def mixed(self, chance: random.Random) -> list[Wish]:
        """Work beside something else: thanks, a correction, a wish that can't be met."""
        style = chance.random()
        tool = self.wishes.tool(chance.choice(TOOLS), chance)
        if style < 0.4:
            act = chance.choice(["thanks", "thanks", "deny", "stop", "affirm", "greet"])
            join = chance.choice([".", ",", ", now", ". now", "and now", "now", ". next"])
            return [self.wishes.act(act, chance), Wish(tool.task, words(join) + tool.tokens)]
        if style < 0.5:
            tail = self.wishes.act(chance.choice(["thanks", "goodbye"]), chance)
            return [tool, Wish(tail.task, words(".") + tail.tokens)]
        orders = [line for line in self.wishes.acts["unsupported"] if line[0] == "!"]
        join = chance.choice(["and", "and then", ". then", ", then", "and also"])
        tail_tokens = words(join) + self.wishes.filled(chance.choice(orders)[2:], chance)
        return [tool, Wish("unsupported", tail_tokens)]

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

    def _next(self, task: str, chance: random.Random, *, alone: bool) -> Wish:
        """A later clause with its joining words; ``alone`` needs a clear join."""
        joins = [j for j in self.wishes.words["joins"] if not alone or j[0] in ".;" or "then" in j]
        join = "and" if not alone and chance.random() < 0.3 else chance.choice(joins)
        if chance.random() < _UNJOINED:
            return Wish(task, self.wishes.tool(task, chance).tokens)
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

    def _list(self, count: int, chance: random.Random) -> list[Wish]:
        """ "Give me a transcript, a caption and a list of sounds"."""
        able = [t for t in TOOLS if any(line[0] == "=" for line in self.wishes.tools[t])]
        chain: list[Wish] = []
        for index in range(count):
            task = chance.choice(able)
            nouns = [line for line in self.wishes.tools[task] if line[0] == "="]
            join = words(chance.choice(["and", ", and", "and also", "plus", "as well as"]))
            if index == 0:
                join = self.wishes.some("head", chance) if chance.random() < 0.9 else []
            elif index < count - 1:
                join = words(",")
            tokens = self.wishes.filled(chance.choice(nouns)[2:], chance)
            chain.append(Wish(task, join + tokens))
        return chain

    def _verbs(self, count: int, chance: random.Random) -> list[Wish]:
        """ "Denoise, transcribe and play this": verbs that share one object, or have "it"."""
        shared = chance.random() < 0.5
        opening = [] if chance.random() < 0.5 else self.wishes.some("polite", chance)
        chain: list[Wish] = []
        for index, task in enumerate(chance.sample(list(self.verbs), count)):
            last = index == count - 1
            joins = ["and", ", and", "and then", "then"] if last else [",", ",", "and", "then", ""]
            tokens = opening if index == 0 else words(chance.choice(joins))
            tokens = tokens + self.wishes.filled(self.verbs[task][0], chance)
            if last or (index == 0 and not shared) or chance.random() < 0.3:
                tokens += self.wishes.filled("<file>", chance)
            elif not shared:
                tokens += words("it")
            chain.append(Wish(task, tokens))
        return chain

    def _gapped(self, chance: random.Random) -> list[Wish]:
        """ "Translate the first to English and the second to Spanish": the verb said once."""
        task, line = chance.choice(self.gapped_lines)
        verb, _, rest = line.partition(" + ")
        chain: list[Wish] = []
        for number in range(chance.choice([2, 2, 3])):
            joins = ["and", ", and", "and", ",", "and then", "and also"]
            join = words(chance.choice(joins)) if number else self.wishes.filled(verb, chance)
            chain.append(Wish(task, join + self.wishes.filled(rest, chance)))
        return chain

    def _aloud(self, chance: random.Random) -> list[Wish]:
        """ "Say what is in the picture out loud": one verb, but two steps."""
        head = self.wishes.filled(chance.choice(self.wishes.lines["shown"]), chance)
        tail = ["out loud", "aloud", "out loud please", "with your voice", "aloud for me"]
        said = words(chance.choice(tail))
        return [Wish("caption_image", head), Wish("synthesize_speech", said)]

    def _with_done(self, follower: str, chance: random.Random) -> list[Wish]:
        """ "With the noise removed, what does it say": a state that must come first."""
        leader = chance.choice([task for task, lines in self.done.items() for _ in lines])
        opening = self.wishes.filled(chance.choice(self.done[leader]), chance)
        rest = self.wishes.tool(follower, chance).tokens
        if chance.random() < 0.65:
            join = words(chance.choice([",", ", please", ", then", ""]))
            return [Wish(leader, opening), Wish(follower, join + rest)]
        return [Wish(follower, rest), Wish(leader, opening, first=True)]


def _one_of(weights: dict[str, int], chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _is_open(wish: Wish) -> bool:
    """Whether "and" may follow: after free text it would belong to the text."""
    return not (wish.tokens and wish.tokens[-1].role == "text")


def numbered(chain: list[Wish]) -> list[Token]:
    """All words of a chain, each with the number of its clause."""
    return [
        replace(token, clause=number) for number, wish in enumerate(chain) for token in wish.tokens
    ]
