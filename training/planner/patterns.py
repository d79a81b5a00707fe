"""Several wishes in one pattern: in a list, in pairs, numbered, once for each voice."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from grammar import Token, choose, labelled
from wishes import Wish, Wishes, gerund, is_open, tasked, words

from voice_agent.think.offline.reading import TOOLS

# Tasks with their weights, so that chains look like work people do.
EARLIER = {
    "enhance_speech": 2, "separate_speech": 2, "record_audio": 2, "transcribe_speech": 1,
    "binauralize": 1, "inpaint_audio": 1, "extract_sound": 1, "translate_speech": 1,
    "detect_sounds": 1, "caption_audio": 1, "generate_audio": 1, "compose_music": 1,
    "generate_audio_from_image": 1, "caption_image": 1, "sing": 1, "play_audio": 1,
    "synthesize_speech": 1, "detect_target_sound": 1, "transfer_style": 1,
}  # fmt: skip
LATER = {
    "play_audio": 3, "transcribe_speech": 2, "enhance_speech": 2, "binauralize": 2,
    "translate_speech": 1, "caption_audio": 1, "separate_speech": 1, "detect_sounds": 1,
    "synthesize_speech": 1, "extract_sound": 1, "detect_target_sound": 1,
    "synthesize_talking_head": 1, "inpaint_audio": 1, "sing": 1, "generate_audio": 1,
    "transfer_style": 1,
}  # fmt: skip

# Tasks that need nothing but a file.
_PLAIN = (
    "transcribe_speech", "caption_audio", "enhance_speech", "separate_speech", "detect_sounds",
    "play_audio",
)  # fmt: skip


class Patterns:
    """Requests whose wishes stand in a pattern, over single ``wishes``."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self._verbs = tasked(wishes.lines["verbs"])
        self._each = tasked(wishes.lines["each"])
        self._paired = tasked(wishes.lines["paired"])
        self._gapped = [line.partition(": ")[::2] for line in wishes.lines["gapped"]]

    def listed(self, count: int, chance: random.Random) -> list[Wish]:
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

    def verbs(self, count: int, chance: random.Random) -> list[Wish]:
        """ "Denoise, transcribe and play this": verbs that share one object, or have "it"."""
        shared = chance.random() < 0.5
        opening = [] if chance.random() < 0.5 else self.wishes.some("polite", chance)
        chain: list[Wish] = []
        for index, task in enumerate(chance.sample(list(self._verbs), count)):
            last = index == count - 1
            joins = ["and", ", and", "and then", "then"] if last else [",", ",", "and", "then", ""]
            tokens = opening if index == 0 else words(chance.choice(joins))
            tokens = tokens + self.wishes.filled(chance.choice(self._verbs[task]), chance)
            if last or (index == 0 and not shared) or chance.random() < 0.3:
                tokens += self.wishes.filled("<file>", chance)
            elif not shared:
                tokens += labelled("it", "file")
            chain.append(Wish(task, tokens))
        return chain

    def gapped(self, chance: random.Random) -> list[Wish]:
        """ "Translate the first to English and the second to Spanish": the verb said once."""
        task, line = chance.choice(self._gapped)
        verb, _, rest = line.partition(" + ")
        chain: list[Wish] = []
        for number in range(chance.choice([2, 2, 3])):
            joins = ["and", ", and", "and", ",", "and then", "and also"]
            join = words(chance.choice(joins)) if number else self.wishes.filled(verb, chance)
            chain.append(Wish(task, join + self.wishes.filled(rest, chance)))
        return chain

    def aloud(self, chance: random.Random) -> list[Wish]:
        """ "Say what is in the picture out loud": one verb, but two steps."""
        head = self.wishes.filled(chance.choice(self.wishes.lines["shown"]), chance)
        tail = ["out loud", "aloud", "out loud please", "with your voice", "aloud for me"]
        said = words(chance.choice(tail))
        return [Wish("caption_image", head), Wish("synthesize_speech", said)]

    def for_each(self, chance: random.Random) -> list[Wish]:
        """ "Separate the speakers and for each of the two voices make a transcript"."""
        task = chance.choice(list(self._each))
        order = self.wishes.filled(chance.choice(self._each[task]), chance)
        split = chance.random() < 0.85
        slot = "<eachvoice>" if split else "<each>"
        each = self.wishes.filled(f"[for|for|with] {slot}", chance)
        tokens = [*each, *words(chance.choice([",", "", ":"])), *order]
        if chance.random() < 0.4:
            tokens = order + each
        if not split:
            return [Wish(task, tokens)]
        head = self.wishes.tool("separate_speech", chance)
        joins = [", then", ". then", "; then", ". and", ".", ". after that"]
        joins += ["and", "and then", ", and"] if is_open(head) else []
        return [head, Wish(task, words(chance.choice(joins)) + tokens)]

    def paired(self, chance: random.Random) -> list[Wish]:
        """ "Transcribe the first and translate the second into French"."""
        chain: list[Wish] = []
        for part in chance.choice(self.wishes.lines["pairs"]).split(" + "):
            task = chance.choice(list(self._paired))
            before, _, after = chance.choice(self._paired[task]).partition("{x}")
            file = " ".join(token.word for token in self.wishes.filled(part, chance))
            tokens = self.wishes.filled(before, chance) + labelled(file, "file")
            tokens += self.wishes.filled(after, chance)
            joins = ["and", "and", ", and", ",", ", then", "but", "while you", ";", "and then"]
            if not chain:
                joins = [" ".join(t.word for t in self.wishes.some("polite", chance)), ""]
            elif not is_open(chain[-1]):
                joins = [", then", ";", ". then"]
            chain.append(Wish(task, words(chance.choice(joins)) + tokens))
        return chain

    def likewise(self, chance: random.Random) -> list[Wish]:
        """ "Clean the first file and do the same with the second": one task, said once."""
        task = chance.choice(_PLAIN)
        lines = [line[2:] for line in self.wishes.tools[task] if "<file>" in line]
        opening = self.wishes.some("polite", chance) if chance.random() < 0.4 else []
        head = opening + self.wishes.filled(chance.choice(lines), chance)
        again = self.wishes.filled(chance.choice(self.wishes.lines["likewise"]), chance)
        return [Wish(task, head), Wish(task, again)]

    def enumerated(self, count: int, chance: random.Random) -> list[Wish]:
        """ "1. clean it 2. transcribe it": wishes with numbers."""
        marks = chance.choice(self.wishes.lines["numbers"]).split(" + ")[: max(2, count)]
        end = chance.choice(["", "", ",", ".", ";", " and"])
        chain: list[Wish] = []
        for number, mark in enumerate(marks):
            task = one_of(LATER if chain else EARLIER, chance)
            tokens = words(f"{end} {mark}" if number else mark) + self.wishes.order(task, chance)
            chain.append(Wish(task, tokens))
        return chain

    def refusing(self, chance: random.Random) -> Wish:
        """ "Don't transcribe it, just clean it": only one of the two is wanted."""
        task, refused = chance.sample(list(EARLIER), 2)
        tokens: list[Token] = []
        for part in re.split(
            r"(\{\w+\})", choose(chance.choice(self.wishes.lines["refused"]), chance)
        ):
            if part.startswith("{R"):
                order = [replace(t, role="") for t in self.wishes.order(refused, chance)]
                tokens += gerund(order) if part == "{Ring}" else order
            elif part.startswith("{"):
                tokens += (
                    self.wishes.order(task, chance)
                    if part == "{f}"
                    else self.wishes.tool(task, chance).tokens
                )
            else:
                tokens += words(part)
        return Wish(task, tokens)


def one_of(weights: dict[str, int], chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
