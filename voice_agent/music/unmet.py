"""What a description asks for and a piece cannot have, and what it has instead; nothing of that
happens in silence.

told("a waltz in 7/8 with a banjo", wish, piece)
    -> ["I have no banjo, so I used the guitar.", "I can't play it in 7/8, so it is in 3/4."]
"""

from __future__ import annotations

import re

from voice_agent.music import tempo
from voice_agent.music.names import STAND_INS
from voice_agent.music.score import Piece
from voice_agent.music.wishes import Wish

_LONGEST = 400  # characters of a description that are read
_INSTRUMENT = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, STAND_INS), key=len, reverse=True))})\b"
)
_SPOKEN = {"lead": "lead synthesiser"}
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "twelve": 12,
}  # fmt: skip
_METRE = re.compile(r"(?<![\d/])(\d{1,2}) ?/ ?(2|4|8|16)\b(?! ?/| (?:of|hours?|minutes?)\b)")
_METRE_IN_WORDS = re.compile(
    rf"\bin (?:an? )?({'|'.join(_COUNTS)})[ -](two|four|eight)\b(?! (?:bars?|beats?|seconds?)\b)"
)
_SCALE = re.compile(
    r"\b(?:locrian|pentatonic|whole[ -]tone|octatonic|melodic minor|double harmonic|chromatic"
    r"|(?:hungarian|gypsy|romani) minor|blues scale|atonal|twelve[ -]tone|microtonal"
    r"|(?:a )?key changes?|(?:a )?modulation)\b"
)
_SUNG = re.compile(r"\b(?:vocals?|lyrics|singers?|rapp(?:er|ing)|soprano|tenor(?! sax)|baritone)\b")


def told(description: str, wish: Wish, piece: Piece) -> list[str]:
    """Sentences about what was asked for and is not in the piece."""
    text = " ".join(description.lower().split())[:_LONGEST]
    sentences = [*_instruments(text, wish, piece), *_metre(text, piece)]
    sentences += [
        f"I can't do {found}, so it is in {piece.key}."
        for found in dict.fromkeys(_SCALE.findall(text))
    ]
    beats = tempo.told(tempo.in_figures(text), [])
    if beats is not None and not tempo.SLOWEST <= beats <= tempo.FASTEST:
        bound = "fastest" if beats > tempo.FASTEST else "slowest"
        sentences.append(
            f"I can't play {beats:g} beats a minute: {tempo.within(beats):.0f} is the {bound}."
        )
    return sentences + (["Nobody sings in it."] if _SUNG.search(text) else [])


def _instruments(text: str, wish: Wish, piece: Piece) -> list[str]:
    """Who plays for an instrument that there is not, and who has no place in the piece."""
    playing = {part.instrument for part in piece.parts}
    joining = {name for name in wish.arrangement.joins if name in playing}
    wanted = {*wish.lead, *joining} | ({"drums"} if wish.drums else set())
    told = [
        f"I have no {word}, so I used the {_SPOKEN.get(STAND_INS[word], STAND_INS[word])}."
        for word in dict.fromkeys(_INSTRUMENT.findall(text))
        if STAND_INS[word] in wanted & playing
    ]
    silent = [name for name in wish.lead if name not in playing]
    return told + ([f"I found no part for the {' and the '.join(silent)}."] if silent else [])


def _metre(text: str, piece: Piece) -> list[str]:
    asked = [f"{int(beats)}/{unit}" for beats, unit in _METRE.findall(text)]
    asked += [f"{_COUNTS[beats]}/{_COUNTS[unit]}" for beats, unit in _METRE_IN_WORDS.findall(text)]
    has = f"{piece.meter}/4"
    return [f"I can't play it in {metre}, so it is in {has}." for metre in asked if metre != has]
