"""A joke for who asks for one; another each time."""

from __future__ import annotations

import re

_ASKED = re.compile(
    r"^\W*(?:(?:hey|ok|okay|so|and|now|go on|please|come on)\W+)*"
    r"(?:(?:can|could|would|will) you (?:please )?)?"
    r"(?:(?:tell|give) (?:me|us) (?:a|an|another|one more|your best|some|any|the)(?: [\w'-]+){0,3}"
    r" jokes?|(?:tell (?:me|us)|say) something funny|make (?:me|us) laugh|cheer (?:me|us) up"
    r"|(?:do you )?(?:know|have you got|got|do you have) (?:a|any|some)(?: [\w'-]+){0,3} jokes?"
    r"|another joke|one more joke)\b(?!.*\b(?:recording|file|song|sing|rain|sound)\b)",
    re.IGNORECASE,
)
_FEW = 4  # words of a sentence before the wish
_JOKES = (
    "A drummer and a metronome went for a walk. Only one of them came back on time.",
    "I asked a compressor how its day was. About as loud as yesterday, it said.",
    "What does one sample say to the next? See you in twenty microseconds.",
    "I like the anechoic chamber. Nobody there talks back.",
    "Two decibels walked into a bar. Nobody could say for sure that it got louder.",
    "I once recorded an hour of silence. The second take was better.",
    "A limiter can keep a secret. It just never gets to the peak of the story.",
    "Mono to stereo: there are two sides to every story. Stereo to mono: not from where I sit.",
    "Why was the low-pass filter so calm? It never heard the shrill voices.",
)


def asked(words: str, told: int) -> str:
    """A joke where ``words`` ask for one, another for each count of turns ``told``; else ""."""
    first, _, rest = words.partition(". ")  # "Bored. Tell me a joke."
    asks = _ASKED.match(words) or (len(first.split()) <= _FEW and _ASKED.match(rest))
    return another(told) if asks else ""


def another(told: int) -> str:
    """A joke, another one for each count."""
    return _JOKES[told % len(_JOKES)]
