"""Words beside a wish that are no wish: why, for whom, where, what is wrong, what comes of it.

They take the clause of the wish beside them and have no role, so that the reader learns to pass
over reasons and circumstances, also when these name sounds, languages, people and times.
"""

from __future__ import annotations

import random
from dataclasses import replace

from grammar import Token, expand, sections
from slots import Slots
from wishes import Wish, is_open, words

from voice_agent.think.offline.reading import TOOLS

_SHARE = 0.5  # of the requests that may have an aside
_BEFORE, _AFTER, _BETWEEN = 0.42, 0.6, 0.3
_TASKS = frozenset((*TOOLS, "unsupported", "redo"))
_PURPOSE = frozenset((
    "generate_audio", "generate_audio_from_image", "synthesize_speech", "sing", "record_audio",
    "extract_sound", "binauralize", "transfer_style", "synthesize_talking_head", "caption_image",
    "enhance_speech", "inpaint_audio",
))  # fmt: skip
_LANGUAGE = ("transcribe_speech", "translate_speech")
_JOINS = frozenset(", . ; and then but also plus & finally next afterwards".split())  # noqa: SIM905
# How a line is joined to the wish before it.
_SIGNS = {
    "comma": [",", ",", ",", ",", ";", ":", "-", "", "", ""],
    "stop": [".", ".", ".", "!", "?", "..."],
    "so": ["", "", ","],
    "purpose": ["", "", ","],
    "sourced": [",", ".", "", ";"],
}


class Asides:
    """Puts asides around the wishes of a request."""

    def __init__(self, slots: Slots) -> None:
        self.lines = sections("asides.txt")
        self._fillers = slots.fillers

    def around(self, wishes: list[Wish], chance: random.Random) -> list[Wish]:
        """The same wishes, about half of the requests with an aside before, between or after."""
        if chance.random() > _SHARE:
            return wishes
        found = list(wishes)
        # Which language somebody speaks is a value of these, unless it is that of the recording.
        plain = any(wish.task in _LANGUAGE for wish in wishes)
        if found[0].task in _TASKS and chance.random() < _BEFORE:
            found[0] = replace(
                found[0], tokens=self._opening(found, chance, plain) + found[0].tokens
            )
        for number, wish in enumerate(found):
            last = number + 1 == len(found)
            if not last and found[number + 1].tokens[0].word not in _JOINS:
                continue
            if wish.task in _TASKS and chance.random() < (_AFTER if last else _BETWEEN):
                found[number] = replace(
                    wish, tokens=wish.tokens + self._closing(wish, chance, plain)
                )
        return found

    def _opening(self, wishes: list[Wish], chance: random.Random, plain: bool) -> list[Token]:
        spoken = {wish.task for wish in wishes if wish.task in _LANGUAGE} == {"translate_speech"}
        section = "source" if spoken and chance.random() < 0.5 else "before"
        tokens = self._line(section, chance, plain and section == "before")
        if section == "before" and chance.random() < 0.12:
            tokens += self._line(section, chance, plain)
        return tokens

    def _closing(self, wish: Wish, chance: random.Random, plain: bool) -> list[Token]:
        """An aside after ``wish``; none after free text, which it would belong to."""
        roles = [token.role for token in wish.tokens if token.role]
        if not is_open(wish) or (roles and roles[-1] == "text"):
            return []
        kinds = ["comma", "comma", "comma", "stop", "so", "so"]
        if wish.task in _PURPOSE:
            kinds += ["purpose", "purpose"]
        if wish.task == "translate_speech":
            kinds += ["sourced", "sourced"]
        if wish.tokens[-1].word in ".?!":
            return self._line("stop", chance, plain)
        kind = chance.choice(kinds)
        if wish.task in self.lines and chance.random() < 0.4:
            kind = wish.task
        signs = _SIGNS.get(kind, ["", "", ","])
        if kind == "comma" and wish.tokens[-1].role == "description":
            signs = [",", ";", ":", "-"]  # else it would belong to the description
        plain = plain and kind != "sourced"
        return words(chance.choice(signs)) + self._line(kind, chance, plain)

    def _line(self, section: str, chance: random.Random, plain: bool) -> list[Token]:
        lines = self.lines[section]
        if plain:
            lines = [line for line in lines if "<LANG>" not in line]
        return expand(chance.choice(lines), self._fillers, chance)
