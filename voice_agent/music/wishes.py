"""What a description asks for: mood, style, tempo, key, instruments; all of it optional."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from voice_agent.music import arrangement, named, tempo
from voice_agent.music.arrangement import Arrangement
from voice_agent.music.styles import MOODS, STYLES, Mood, Style
from voice_agent.music.theory import Key, parse_key

_USUAL = ("ballad", "pop", "folk", "lofi")  # styles where neither style nor mood is told
# What a style becomes where it is not told, and only instruments play that need no loudspeaker.
_ACOUSTIC = {"pop": "folk", "lofi": "ballad", "electronic": "folk", "rock": "classical"}
_PLUGGED = {"electric guitar", "electric bass", "electric piano", "lead", "pad"}
_NO_DRUMS = re.compile(r"\b(?:no|without|minus)(?: any)? (?:drums?|percussion|beats?)\b")
# Two dance to it, slowly: neither that nor the dance of the fairies is dance music.
_SLOW_DANCE = re.compile(
    r"\b(?:first|last|slow|wedding|bridal|opening|couple(?:'?s)?|anniversary"
    r"|(?:father|mother)[ -](?:and )?(?:daughter|son|bride|groom))[ -]dance\b"
    r"(?! (?:floor|party|anthem|hit|remix))"
)
_DANCE_OF = re.compile(r"\bdance of\b")
_THIN = re.compile(r"\b(?:simple|simpler|sparse|uncluttered|minimal|bare)\b")
_LUSH = re.compile(r"\b(?:lush|rich|dense|fuller|full (?:band|sound|arrangement|orchestra))\b")


@dataclass(frozen=True)
class Wish:
    """What is to be composed. ``tempo`` is in beats a minute before ``pace``, a factor, is laid on
    it; ``lead`` are the instruments named, in their order; ``alone`` when nothing else is to play
    (but drums, where they are named); ``drums`` None when nothing was said of them; ``texture`` is
    "thin", "lush" or ""; ``heard`` are the words that were understood."""

    style: str
    mood: str
    tempo: float
    fixed_tempo: bool
    pace: float
    key: Key
    lead: tuple[str, ...]
    alone: bool
    drums: bool | None
    texture: str
    force: float
    density: float
    arrangement: Arrangement
    heard: tuple[str, ...]

    @property
    def traits(self) -> Style:
        return STYLES[self.style]

    @property
    def together(self) -> bool:
        """Whether several are named and nobody else is to play."""
        return self.alone and len(self.lead) > 1


def read(description: str, rng: np.random.Generator, seconds: float = 30.0) -> Wish:
    """A description as a wish for so many seconds; what is left open is chosen by ``rng``, each
    thing by a child of its own, so that one more word changes nothing else."""
    for_style, for_tempo, for_key = rng.spawn(3)
    played = arrangement.read(description, seconds)
    text = tempo.in_figures(" ".join(played.rest.split()))
    paceless = tempo.without_unit(text)  # a pace in beats is no wish for a drum
    heard: list[str] = []
    mood_name = _mood(text, heard)
    mood = MOODS[mood_name] if mood_name else Mood(())
    lead = named.instruments(paceless, heard)
    drums: bool | None = None
    if _NO_DRUMS.search(text):
        drums = False
    elif "drums" in lead or "full band" in text:
        drums = True
    lead = tuple(name for name in lead if name not in {"drums", *played.without})
    kind = _kind(paceless)
    alone = bool(lead) and named.nobody_else(kind)
    acoustic = alone and not _PLUGGED.intersection(lead)
    style_name = _style(kind, mood, for_style, heard, acoustic=acoustic)
    style = STYLES[style_name]
    beats, fixed = _tempo(text, style, mood, for_tempo, heard)
    texture = _texture(text, heard)
    return Wish(
        style=style_name,
        mood=mood_name,
        tempo=beats,
        fixed_tempo=fixed,
        pace=tempo.compared(text, heard),
        key=_key(description, style, mood, for_key, heard),
        lead=lead,
        alone=alone,
        drums=drums,
        texture=texture,
        force=mood.force,
        density=mood.density * (0.75 if texture == "thin" else 1.0),
        arrangement=played,
        heard=tuple(dict.fromkeys(heard)),
    )


def _kind(text: str) -> str:
    """What is left of a text for who plays what kind of music: without the drums that are not
    wanted, and without dances that are no dance music."""
    for cue in (_NO_DRUMS, _SLOW_DANCE, _DANCE_OF):
        text = cue.sub(" ", text)
    return text


def _mood(text: str, heard: list[str]) -> str:
    mood = _first(text, {name: mood.words for name, mood in MOODS.items()}, heard)
    if not mood and (dance := _SLOW_DANCE.search(text)):
        heard.append(dance[0])
        return "romantic"
    return mood


def _style(
    kind: str, mood: Mood, rng: np.random.Generator, heard: list[str], *, acoustic: bool
) -> str:
    """The style that is told, or that the mood has; else one that its players can play."""
    told = _first(kind, {name: style.words for name, style in STYLES.items()}, heard)
    if told:
        return told
    style = mood.style or str(rng.choice(_USUAL))
    return _ACOUSTIC.get(style, style) if acoustic else style


def _first(text: str, words: Mapping[str, Iterable[str]], heard: list[str]) -> str:
    """The name whose word stands first in the text (of equals the longest word)."""
    found = [
        (match.start(), -len(word), name, word)
        for name, group in words.items()
        for word in group
        if (match := re.search(rf"\b{re.escape(word)}\b", text))
    ]
    if not found:
        return ""
    _, _, name, word = min(found)
    heard.append(word)
    return name


def _texture(text: str, heard: list[str]) -> str:
    """Whether few shall play, or many."""
    for name, cue in (("thin", _THIN), ("lush", _LUSH)):
        if found := cue.search(text):
            heard.append(found[0])
            return name
    return ""


def _tempo(
    text: str, style: Style, mood: Mood, rng: np.random.Generator, heard: list[str]
) -> tuple[float, bool]:
    """Beats a minute, and whether the number was given."""
    exact = tempo.told(text, heard)
    if exact is not None:
        return tempo.within(exact), True
    italian = tempo.italian(text, heard)
    if italian is not None:
        return italian, False
    chosen = float(rng.uniform(*style.tempo)) * (tempo.pace(text, heard) or mood.pace)
    return tempo.within(chosen), False


def _key(text: str, style: Style, mood: Mood, rng: np.random.Generator, heard: list[str]) -> Key:
    tonic, mode = parse_key(text)
    any_tonic = int(rng.choice([0, 2, 4, 5, 7, 9, 10, 3]))
    if mode:
        heard.append(mode)
    else:
        fitting = [m for m in style.modes if not mood.mode or m == mood.mode]
        mode = str(rng.choice(fitting)) if fitting else mood.mode
    return Key(any_tonic if tonic is None else tonic, mode)
