# ruff: noqa: E501, SIM905
"""Makes training requests: wishes put together from phrases, with every word labelled.

    python training/planner/generate.py --show 20

The phrases, orders and noises are ours; ``--corpus`` names a file of plain sentences (one a
line) that serve as texts to speak and as open talk.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from grammar import Token, expand, sections  # noqa: E402
from noise import Noise  # noqa: E402
from slots import Slots  # noqa: E402

from voice_agent.think.offline.encoding import TOOLS, words_of  # noqa: E402

_POLITE = (
    "please|can you|could you|could you please|can you please|would you|would you please|will you|"
    "i want you to|i'd like you to|i would like you to|i need you to|you should|you must|let's|"
    "kindly|now|now please|okay now|ok|go ahead and|help me|help me to|would you mind to|next|so|"
    "is it possible to|are you able to|please try to|i want that you|you can|may i ask you to|"
    "be so kind and|be so kind to|do me a favor and|i was wondering if you could|just|quickly|"
    "hey|hi|hello|hey assistant|computer|hi there can you|hey could you|hey can you please|alright|"
    "i was hoping you could|maybe you can|perhaps you could|it would be nice if you could|"
    "for a start|to begin with|can we|could we|i'd love you to|i'd appreciate it if you could|"
    "i think you should|please do|would it be possible to|why don't you|i ask you to|tell you what ,"
    "|do you think you could|can you try to|could i ask you to|then|and|also|and now|and please|"
    "well|um can you|uh|um|actually|i also want you to|as a next step|in addition|once more"
).split("|")
_AFTER = "please|for me|thanks|thank you|if you can|if possible|now|right now|okay|will you|would you|" \
    "if you don't mind|asap|at once|right away|, could you|, can you|, please|, thanks|my friend|" \
    "when you have time|as soon as possible|, will you|again".split("|")  # fmt: skip
_CONTEXT = (
    "i have a recording here .|i just recorded this .|here is a file .|listen .|look .|i attached a file .|"
    "this is from yesterday .|this is an interview .|i recorded it on my phone .|here is my voice memo .|"
    "i got this from a friend .|we made this at work .|this is important .|i am in a hurry .|"
    "my internet was bad .|it was recorded outside .|there is a file .|you see the file ?|"
    "i am back .|sorry for the delay .|one more thing .|okay .|good .|alright then .|i have an idea .|"
    "great , thanks .|nice .|perfect .|let's see .|so here's the thing ,|i need your help ,|"
    "for my project ,|for my mother ,|because i need it for work ,|my boss wants it ,|no ,|yes ,|hmm ,"
).split("|")
_JOINS = (
    "and|and|and|and|and then|and then|then|then|, then|, and|, and then|.|.|. then|. after that|"
    ". and|, and after that|and after that|after that|afterwards|and afterwards|and also|, also|"
    ". also|plus|and finally|, finally|and next|;|,|,|and at the end|, and lastly|followed by that|"
    ". next|. when that is done|. once that's done|. with the result|as well as|, as well as|"
    "and with that|. as a second step|. secondly|and in the end|so that you can|so i can|before you|"
    "and once you have it|and when you're done|and , when finished ,"
).split("|")
_JOINS.remove("before you")
_FIRST_JOINS = (
    "but first|, but first|but before that|, but before that|. but first|. before that|but beforehand|"
    "only first|, first however|. but before you do that|, just before that|but prior to that|"
    ", though first|. first though|. oh and before that|. beforehand"
).split("|")
_BARE = {
    "transcribe_speech": ["transcribe", "transcribe it", "write it down", "give me the text"],
    "translate_speech": [
        "translate it to <lang>",
        "translate to <lang>",
        "give it to me in <lang>",
    ],
    "caption_audio": ["caption", "describe it", "caption it"],
    "enhance_speech": ["denoise", "clean", "enhance", "clean it", "clean up", "denoise it"],
    "separate_speech": ["separate", "split the voices", "separate the speakers", "separate it"],
    "binauralize": ["binauralize", "make it binaural", "put it <az>", "move it <az>"],
    "detect_sounds": ["detect sounds", "detect the sounds", "list the sounds", "detect events"],
    "play_audio": ["play", "play it", "play the result", "play that", "let me hear it"],
    "synthesize_speech": ["read it aloud", "read it out", "say it", "read the text"],
    "inpaint_audio": ["fix <start> to <end>", "repair from <start> to <end>"],
    "extract_sound": ["extract <desc>", "take out <desc>", "isolate <desc>"],
    "synthesize_talking_head": [
        "make a talking head",
        "animate <portrait>",
        "make a talking face of it",
    ],
    "sing": ["sing it", "sing <textq>"],
    "caption_image": ["describe <image>", "caption it"],
    "generate_audio": ["generate <desc>", "make the sound of <desc>", "generate the sound of that"],
    "record_audio": ["record <dur>", "record me for <dur>"],
}
_VERBS = {
    "transcribe_speech": ["transcribe", "write down", "transcribe"],
    "caption_audio": ["caption", "describe"],
    "enhance_speech": ["denoise", "clean", "enhance", "clean up", "clear"],
    "separate_speech": ["separate", "split", "unmix"],
    "binauralize": ["binauralize", "spatialize"],
    "play_audio": ["play", "listen to", "play back", "hear"],
    "detect_sounds": ["detect the sounds of", "analyze the sounds in", "list the sounds in"],
}
# A clause that a later one can build on, so that chains look like work people do.
_LATER = ("transcribe_speech transcribe_speech translate_speech caption_audio enhance_speech "
          "enhance_speech separate_speech binauralize binauralize detect_sounds play_audio play_audio "
          "play_audio synthesize_speech extract_sound detect_target_sound synthesize_talking_head "
          "inpaint_audio sing generate_audio transfer_style").split()  # fmt: skip
_EARLIER = ("transcribe_speech enhance_speech enhance_speech separate_speech separate_speech "
            "binauralize inpaint_audio extract_sound translate_speech detect_sounds caption_audio "
            "generate_audio compose_music generate_audio_from_image caption_image sing play_audio "
            "record_audio record_audio synthesize_speech detect_target_sound transfer_style").split()  # fmt: skip
_FIRSTS = ("enhance_speech enhance_speech enhance_speech separate_speech inpaint_audio play_audio "
           "extract_sound transcribe_speech detect_sounds record_audio binauralize").split()  # fmt: skip
_RARE_ACTS = ("greet", "thanks", "goodbye", "mute", "unmute", "date", "new_voice", "deny", "affirm")


@dataclass
class Wish:
    """One clause of a request."""

    task: str
    tokens: list[Token]
    first: bool = False


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
        self.slots = Slots(corpus)
        self.tools = sections("tools.txt")
        self.acts = sections("acts.txt")
        self.noise = Noise()

    def request(self, chance: random.Random) -> Request:
        kind = chance.random()
        if kind < 0.33:
            wishes = [self._tool(chance.choice(TOOLS), chance)]
        elif kind < 0.44:
            wishes = [self._act(chance.choice(list(self.acts)), chance)]
        elif kind < 0.51:
            wishes = [self._act(chance.choice(["unsupported", "unsupported", "chat"]), chance)]
        elif kind < 0.59:
            wishes = [self._act(chance.choice(["redo", "redo", "answer"]), chance)]
        elif kind < 0.62:
            wishes = self._mixed(chance)
        elif kind < 0.72:
            wishes = self._reversed(chance)
        else:
            wishes = self._chain(chance)
        return self._finish(wishes, chance)

    # --- single wishes ------------------------------------------------------------------

    def _tool(self, task: str, chance: random.Random) -> Wish:
        """A clause that asks for ``task`` on its own."""
        line = chance.choice(self.tools[task])
        tokens = expand(line[2:], self.slots.fillers, chance)
        if line[0] == "=":
            head = chance.choice(
                "give me|i need|i want|i would like|show me|get me|make|can i have|could i have|"
                "i'd like to have|please|how about|let me have|i'd like|may i have|do you have|prepare".split(
                    "|"
                )
            )
            tokens = [Token(word) for word in head.split()] + tokens
        elif line[0] == "!" and chance.random() < 0.62:
            tokens = [Token(word) for word in chance.choice(_POLITE).split()] + tokens
        elif line[0] == "." and chance.random() < 0.15:
            tokens = [
                Token(word)
                for word in chance.choice(
                    ["so", "and", "hey", "hi", "okay", "um", "now", "please tell me"]
                ).split()
            ] + tokens
        if chance.random() < 0.16 and not (tokens and tokens[-1].role == "text"):
            tokens += [Token(word) for word in chance.choice(_AFTER).split()]
        if chance.random() < 0.07:
            tokens = [Token(word) for word in chance.choice(_CONTEXT).split()] + tokens
        return Wish(task, tokens)

    def _order(self, task: str, chance: random.Random, *, bare: float = 0.35) -> list[Token]:
        """The words of an order without politeness."""
        if task in _BARE and chance.random() < bare:
            return expand(chance.choice(_BARE[task]), self.slots.fillers, chance)
        orders = [line for line in self.tools[task] if line[0] == "!"]
        return expand(chance.choice(orders)[2:], self.slots.fillers, chance)

    def _act(self, act: str, chance: random.Random) -> Wish:
        line = chance.choice(self.acts[act])
        tokens = expand(line[2:], self.slots.fillers, chance)
        if line[0] == "!" and chance.random() < 0.6:
            tokens = [Token(word) for word in chance.choice(_POLITE).split()] + tokens
        elif (
            act in ("redo", "stop", "louder", "quieter", "slower", "faster")
            and chance.random() < 0.25
        ):
            head = chance.choice(
                "please|can you|could you|now|okay|hmm|no|and|so|hey|i'd like you to|then|great , now|nice , and now".split(
                    "|"
                )
            )
            tokens = [Token(word) for word in head.split()] + tokens
        if chance.random() < 0.1 and not (tokens and tokens[-1].role == "text"):
            tokens += [
                Token(word) for word in chance.choice(["please", "now", "thanks", "for me"]).split()
            ]
        return Wish(act, tokens)

    # --- several wishes -----------------------------------------------------------------

    def _chain(self, chance: random.Random) -> list[Wish]:
        count = chance.choice([2, 2, 2, 2, 2, 3, 3, 3, 4])
        if chance.random() < 0.08:
            return self._list(count, chance)
        style = chance.random()
        if style < 0.04:
            return self._gapped(chance)
        if style < 0.12:
            return self._verbs(count, chance)
        if style < 0.14:
            return self._aloud(chance)
        head = self._tool(chance.choice(_EARLIER), chance)
        if chance.random() < 0.3:
            head = Wish(head.task, self._opening(chance) + self._order(head.task, chance))
        wishes = [head]
        while len(wishes) < count:
            same = chance.random() < 0.08
            task = wishes[-1].task if same else chance.choice(_LATER)
            wishes.append(self._next(task, chance, alone=not _is_open(wishes[-1])))
        return wishes

    def _opening(self, chance: random.Random) -> list[Token]:
        words = chance.choice(
            [
                "first",
                "first of all",
                "please first",
                "at first",
                "",
                "",
                "please",
                "can you first",
                "i want you to first",
                "to start with",
                "start by",
                "after that",
            ][:-2]
        )
        return [Token(word) for word in words.split()]

    def _next(self, task: str, chance: random.Random, *, alone: bool) -> Wish:
        """A later clause with its joining words; ``alone`` needs a clear join."""
        joins = [j for j in _JOINS if not alone or j[0] in ".;" or "then" in j]
        join = "and" if not alone and chance.random() < 0.3 else chance.choice(joins)
        if join in ("so i can", "so that you can"):
            task = chance.choice(["play_audio", "transcribe_speech"]) if join[3] == "i" else task
            tokens = self._order(task, chance)
            if join == "so i can":
                task, tokens = (
                    "play_audio",
                    expand("[hear|listen to] <file>", self.slots.fillers, chance),
                )
        elif join[0] == "." and chance.random() < 0.5:
            tokens = self._tool(task, chance).tokens
        elif chance.random() < 0.22 and any(line[0] == "." for line in self.tools[task]):
            statements = [line for line in self.tools[task] if line[0] == "."]
            tokens = expand(chance.choice(statements)[2:], self.slots.fillers, chance)
        else:
            tokens = self._order(task, chance)
            if chance.random() < 0.1:
                tokens = [
                    Token(w)
                    for w in chance.choice(
                        [
                            "please",
                            "also",
                            "i want you to",
                            "can you",
                            "could you",
                            "i'd like you to",
                            "let's",
                        ]
                    ).split()
                ] + tokens
        return Wish(task, [Token(word) for word in join.split()] + tokens)

    def _list(self, count: int, chance: random.Random) -> list[Wish]:
        """ "Give me a transcript, a caption and a list of sounds"."""
        able = [t for t in TOOLS if any(line[0] == "=" for line in self.tools[t])]
        wishes: list[Wish] = []
        head = chance.choice(
            ["give me", "i need", "i want", "please make", "can i have", "i'd like", "show me", ""]
        )
        for index in range(count):
            task = chance.choice(able)
            nouns = [line for line in self.tools[task] if line[0] == "="]
            join = (
                head
                if index == 0
                else chance.choice(
                    [",", ","]
                    if index < count - 1
                    else ["and", ", and", "and also", "plus", "as well as"]
                )
            )
            tokens = expand(chance.choice(nouns)[2:], self.slots.fillers, chance)
            wishes.append(Wish(task, [Token(word) for word in join.split()] + tokens))
        return wishes

    def _verbs(self, count: int, chance: random.Random) -> list[Wish]:
        """ "Denoise, transcribe and play this": verbs that share one object, or have "it"."""
        tasks = chance.sample(list(_VERBS), count)
        shared = chance.random() < 0.5
        opening = [] if chance.random() < 0.5 else _words(chance.choice(_POLITE))
        wishes: list[Wish] = []
        for index, task in enumerate(tasks):
            last = index == count - 1
            join = (
                ""
                if index == 0
                else chance.choice(
                    ["and", ", and", "and then", "then"] if last else [",", ",", "and", "then", ""]
                )
            )
            tokens = _words(join) + _words(chance.choice(_VERBS[task]))
            if last or (index == 0 and not shared) or chance.random() < 0.3:
                tokens += self.slots.fillers["file"](chance)
            elif not shared:
                tokens += _words("it")
            wishes.append(Wish(task, (opening if index == 0 else []) + tokens))
        return wishes

    def _aloud(self, chance: random.Random) -> list[Wish]:
        """ "Say what is in the picture out loud": one verb, but two steps."""
        template = chance.choice(
            [
                "[say|tell me|read|describe] what [is|'s] [on|in] <image>",
                "[say|tell me|speak] what <image> shows",
                "describe <image>",
                "[say|tell me] what you see [in|on] <image>",
            ]
        )
        head = expand(template, self.slots.fillers, chance)
        tail = chance.choice(
            [
                "out loud",
                "aloud",
                "out loud please",
                "with your voice",
                "aloud for me",
                "in spoken words",
            ]
        )
        return [Wish("caption_image", head), Wish("synthesize_speech", _words(tail))]

    def _gapped(self, chance: random.Random) -> list[Wish]:
        """ "Translate the first to English and the second to Spanish": the verb said once."""
        task, template = chance.choice(
            [
                ("translate_speech", "<file> [to|into|in] <lang>"),
                ("binauralize", "<file> <az>"),
                ("generate_audio", "<dur> of <desc>"),
                ("generate_audio", "a <desc1> sound"),
                ("generate_audio", "the sound of <desc>"),
                ("extract_sound", "<desc> from <file>"),
            ]
        )
        verb = {
            "translate_speech": "translate|put",
            "binauralize": "put|place|move",
            "generate_audio": "generate|make|give me|create",
            "extract_sound": "extract|take|isolate",
        }[task]
        wishes = []
        for number in range(chance.choice([2, 2, 3])):
            words = (
                chance.choice(verb.split("|"))
                if number == 0
                else chance.choice(["and", ", and", "and", ",", "and then", "and also"])
            )
            tokens = expand(template, self.slots.fillers, chance)
            wishes.append(Wish(task, [*_words(words), *tokens]))
        return wishes

    def _reversed(self, chance: random.Random) -> list[Wish]:
        """The order of words is not (or only seems not) the order of work."""
        leader = chance.choice(_FIRSTS)
        follower = chance.choice([t for t in _LATER if t != leader])
        style = chance.random()
        if chance.random() < 0.12:  # with the noise removed, transcribe it
            return self._with_done(follower, chance)
        if style < 0.22:  # transcribe it, but clean it up first
            words = chance.choice(["but", ", but", "and", ", and", ", but please", ". but"])
            tokens = [
                *_words(words),
                *self._order(leader, chance),
                *_words(
                    chance.choice(
                        [
                            "first",
                            "first",
                            "before",
                            "beforehand",
                            "before that",
                            "in advance",
                            "first please",
                            "first of all",
                            "up front",
                            "before you do",
                        ]
                    )
                ),
            ]
            wishes = [self._tool(follower, chance), Wish(leader, tokens, True)]
        elif style < 0.42:  # transcribe it, but first clean it up
            tokens = [*_words(chance.choice(_FIRST_JOINS)), *self._order(leader, chance)]
            wishes = [self._tool(follower, chance), Wish(leader, tokens, True)]
        elif style < 0.56:  # before you transcribe it, clean it up
            form = chance.random()
            if form < 0.5:
                opening = [
                    *_words(
                        chance.choice(
                            [
                                "before you",
                                "before you",
                                "before we",
                                "before i let you",
                                "but before you",
                                "right before you",
                                "just before you",
                            ]
                        )
                    ),
                    *self._order(follower, chance),
                ]
            else:
                opening = [
                    *_words(chance.choice(["before", "prior to", "before", "ahead of"])),
                    *gerund(self._order(follower, chance)),
                ]
            tokens = [
                *_words(
                    chance.choice(
                        [
                            ",",
                            ", please",
                            ", i want you to",
                            ", could you",
                            ", can you",
                            ", first",
                            ", make sure to",
                            ", you should",
                        ]
                    )
                ),
                *self._order(leader, chance),
            ]
            wishes = [Wish(follower, opening), Wish(leader, tokens, True)]
        elif style < 0.68:  # transcribe it after cleaning it
            tail = [
                *_words(
                    chance.choice(
                        ["after", "after", "but only after", "once you are done", "but after"]
                    )
                ),
                *gerund(self._order(leader, chance)),
            ]
            wishes = [self._tool(follower, chance), Wish(leader, tail, True)]
        elif style < 0.76:  # transcribe it once you have cleaned it
            tail = [
                *_words(
                    chance.choice(
                        [
                            "once you have managed to",
                            "when you are done and did",
                            "as soon as you",
                            "after you",
                            "once you",
                            "when you have",
                            "after you have",
                        ]
                    )
                ),
                *self._order(leader, chance),
            ]
            wishes = [self._tool(follower, chance), Wish(leader, tail, True)]
        elif style < 0.9:  # after cleaning it, transcribe it
            if chance.random() < 0.6:
                opening = [
                    *_words(
                        chance.choice(
                            [
                                "after",
                                "after",
                                "by first",
                                "start by",
                                "first by",
                                "when done with",
                                "could you , after",
                            ]
                        )
                    ),
                    *gerund(self._order(leader, chance)),
                ]
            else:
                opening = [
                    *_words(
                        chance.choice(
                            [
                                "after you",
                                "once you",
                                "as soon as you",
                                "when you",
                                "after you have",
                                "once you have",
                                "having",
                            ]
                        )
                    ),
                    *self._order(leader, chance),
                ]
            tokens = [
                *_words(
                    chance.choice(
                        [",", ", please", ", then", ", i want you to", ", can you", "then"]
                    )
                ),
                *self._order(follower, chance),
            ]
            wishes = [Wish(leader, opening), Wish(follower, tokens)]
        else:  # first clean it, then transcribe it
            opening = [
                *_words(
                    chance.choice(
                        [
                            "first",
                            "first of all",
                            "first please",
                            "at first",
                            "in a first step",
                            "firstly",
                        ]
                    )
                ),
                *self._order(leader, chance),
            ]
            tokens = [
                *_words(
                    chance.choice(
                        [
                            ", then",
                            "then",
                            "and then",
                            ". then",
                            ", after that",
                            "and afterwards",
                            ", second",
                            "and second",
                            "before you",
                            "before",
                        ]
                    )
                ),
                *self._order(follower, chance),
            ]
            if tokens[0].word == "before" and len(_words("before")) and tokens[1].word != "you":
                tokens = [tokens[0], *gerund(tokens[1:])]
            wishes = [Wish(leader, opening), Wish(follower, tokens)]
        if chance.random() < 0.2:
            wishes.append(self._next(chance.choice(_LATER), chance, alone=not _is_open(wishes[-1])))
        return wishes

    def _with_done(self, follower: str, chance: random.Random) -> list[Wish]:
        """ "With the noise removed, what does it say": a state that must come first."""
        leader, template = chance.choice(
            [
                (
                    "enhance_speech",
                    "[with|having] the <NOISE> [removed|gone|taken out|filtered out]",
                ),
                (
                    "enhance_speech",
                    "[once|when|after] [<file> is|it is|it's] [clean|cleaned|denoised|cleaned up]",
                ),
                ("enhance_speech", "[once|when|after] the <NOISE> is [gone|removed|out]"),
                (
                    "separate_speech",
                    "[once|when|with] [the voices|the speakers|both people] [are separated|are apart|separated|split]",
                ),
                (
                    "inpaint_audio",
                    "[once|when] the [gap|hole|part] from <start> to <end> is [filled|repaired|fixed]",
                ),
                ("binauralize", "[once|when] it is [binaural|placed <az>]"),
            ]
        )
        opening = expand(template, self.slots.fillers, chance)
        if chance.random() < 0.65:
            tail = self._tool(follower, chance).tokens
            return [
                Wish(leader, opening),
                Wish(follower, [*_words(chance.choice([",", ", please", ", then", ""])), *tail]),
            ]
        return [self._tool(follower, chance), Wish(leader, opening, True)]

    def _mixed(self, chance: random.Random) -> list[Wish]:
        """Work beside something else: thanks, a correction, a wish that can't be met."""
        style = chance.random()
        tool = self._tool(chance.choice(TOOLS), chance)
        if style < 0.4:
            head = self._act(
                chance.choice(["thanks", "thanks", "deny", "stop", "affirm", "greet"]), chance
            )
            tool.tokens = [
                *_words(chance.choice([".", ",", ", now", ". now", "and now", "now", ". next"])),
                *tool.tokens,
            ]
            return [head, tool]
        if style < 0.5:
            tail = self._act(chance.choice(["thanks", "goodbye"]), chance)
            return [tool, Wish(tail.task, [*_words("."), *tail.tokens])]
        line = chance.choice([line for line in self.acts["unsupported"] if line[0] == "!"])
        tail = expand(line[2:], self.slots.fillers, chance)
        return [
            tool,
            Wish(
                "unsupported",
                [
                    *_words(chance.choice(["and", "and then", ". then", ", then", "and also"])),
                    *tail,
                ],
            ),
        ]

    # --- from wishes to a request -------------------------------------------------------

    def _finish(self, wishes: list[Wish], chance: random.Random) -> Request:
        tokens: list[Token] = []
        for number, wish in enumerate(wishes):
            tokens += [replace(token, clause=number) for token in wish.tokens]
        if chance.random() < 0.5 and tokens and tokens[-1].word not in ".?!":
            tokens.append(Token(chance.choice(".?!.?"), "", False, len(wishes) - 1))
        tokens = self.noise.apply(tokens, chance) or tokens
        return _labelled(tokens, wishes)


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


def _is_open(wish: Wish) -> bool:
    """Whether "and" may follow: after free text it would belong to the text."""
    tail = wish.tokens[-2:]
    return not any(token.role == "text" for token in tail)


def _words(text: str) -> list[Token]:
    return [Token(word) for word in text.split()]


def _labelled(tokens: list[Token], wishes: list[Wish]) -> Request:
    """Join the tokens to a text and give each of its words the labels of its token."""
    text = ""
    spans: list[tuple[int, Token]] = []
    for token in tokens:
        glued = token.word in {".", ",", "?", "!", ":", ";", "”", "’", "»"} or (
            bool(text) and text[-1] in "“‘«"
        )
        text += "" if glued or not text else " "
        spans.append((len(text), token))
        text += token.word
    request = Request(text, [], [], [], [], [], [(w.task, w.first) for w in wishes])
    seen_clause, seen_token = -1, -1
    cursor = 0
    for word in words_of(text):
        while cursor + 1 < len(spans) and spans[cursor + 1][0] <= word.start:
            cursor += 1
        token = spans[cursor][1]
        fresh = token.begins and cursor != seen_token
        letter = "B-" if fresh else "I-"
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
        print(made.text)
        shown = [
            f"{'| ' if start else ''}{word}" + (f"/{role}" if role else "")
            for word, role, start in zip(made.words, made.roles, made.starts, strict=True)
        ]
        print("   ", made.clauses, " ".join(shown))


if __name__ == "__main__":
    main()
