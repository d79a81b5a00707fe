"""Who plays what in a piece: those who are named, and those whom its style brings along."""

from __future__ import annotations

import numpy as np

from voice_agent.music.arrangement import MELODY
from voice_agent.music.instruments import INSTRUMENTS
from voice_agent.music.styles import Style
from voice_agent.music.wishes import Wish

Player = tuple[str, str]
"""A role and an instrument."""

_MORE = ("strings", "choir", "brass")  # what a lush piece has besides, the first two of them
_HELD = ("strings", "choir", "brass", "pad")  # these hold their chords, others strike them
_LEFT_HAND = 55  # MIDI: who plays this low can have chords, and a bass, below a melody
_DEEP = 60  # MIDI: who plays no higher can have no melody above others


def leading(wish: Wish, rng: np.random.Generator) -> str:
    """The instrument that has the melody."""
    style, without, joins = wish.traits, wish.arrangement.without, wish.arrangement.joins
    if wish.together:
        return min(wish.lead, key=lambda name: (name in joins, _singing(name)))
    lead = _choose(style.melody, wish.lead[:1], rng)
    if lead not in without:
        return lead
    options = (*style.melody, *style.chords, "piano", "flute")
    return next(name for name in options if name not in without)


def players(wish: Wish, lead: str, rng: np.random.Generator) -> list[Player]:
    """Who plays what, the melody first; drums, where there are some, at the end."""
    if wish.together:
        return _joined(_textured(_with_drums(_ensemble(wish.lead, lead), wish), wish), wish)
    if wish.alone:
        second = lead if INSTRUMENTS[lead].chords else ""
        own = [("melody", lead), ("harmony", second), ("bass", second)]
        return _joined(_with_drums([(role, name) for role, name in own if name], wish), wish)
    return _joined(_textured(_band(wish, wish.traits, lead, rng), wish), wish)


def low(wish: Wish, name: str) -> int:
    """The lowest pitch of a bass line: for who plays chords too, that of a left hand."""
    return 36 if wish.alone and INSTRUMENTS[name].chords else INSTRUMENTS[name].compass[0]


def breaks_chords(wish: Wish, name: str) -> bool:
    """Whether the bass line has to tell the chords, because nobody plays them."""
    return wish.together and is_bare(wish) and not _is_deep(name)


def is_bare(wish: Wish) -> bool:
    """Whether nobody plays chords."""
    return wish.alone and not any(INSTRUMENTS[name].chords for name in wish.lead)


def _band(wish: Wish, style: Style, lead: str, rng: np.random.Generator) -> list[Player]:
    named = [name for name in wish.lead[1:] if name in INSTRUMENTS]
    chordal = [name for name in named if INSTRUMENTS[name].chords]
    basses = [name for name in named if INSTRUMENTS[name].low and name not in chordal]
    band = [("melody", lead), ("harmony", _choose(style.chords, tuple(chordal[:1]), rng))]
    band.append(("bass", _choose(style.bass, tuple(basses[:1]), rng)))
    band += [("pad", name) for name in style.pads[:1]]
    playing = dict(band).values()
    band += [(_besides(name), name) for name in named if name not in playing][:1]
    wanted = wish.drums
    if wanted is None:
        wanted = str(rng.choice(list(style.drums))) != "none"
    return [*band, ("drums", "drums")] if wanted else band


def _ensemble(names: tuple[str, ...], lead: str) -> list[Player]:
    """What several play among themselves: a melody, chords and a bass line as far as they can."""
    others = [name for name in names if name != lead]
    chordal = [name for name in others if INSTRUMENTS[name].chords]
    struck = sorted((name for name in chordal if name not in _HELD), key=_is_high)[:1]
    if not struck and INSTRUMENTS[lead].chords and (not chordal or not _is_high(lead)):
        struck = [lead] if lead not in _HELD or not chordal else []
    held = [name for name in chordal if name not in struck]
    single = [name for name in others if name not in chordal]
    bass = _lowest(single, [*struck, *held, lead])
    together = [("melody", lead)]
    together += [("pad" if name in _HELD else "harmony", name) for name in struck]
    together += [("pad", name) for name in held]
    together += [("bass", name) for name in bass]
    return together + [("second", name) for name in single if name not in bass]


def _lowest(single: list[str], chordal: list[str]) -> list[str]:
    """Who of an ensemble plays the bass: who is made for it, a left hand, or the lowest of many."""
    hands = [name for name in chordal if INSTRUMENTS[name].chords]
    able = sorted((name for name in single if INSTRUMENTS[name].low), key=_top)
    able += sorted(
        (name for name in hands if not _is_high(name)), key=lambda name: not INSTRUMENTS[name].low
    )
    if not able and not hands and len(single) > 1:
        able = sorted(single, key=lambda name: INSTRUMENTS[name].compass[0])
    return able[:1]


def _singing(name: str) -> int:
    """How far an instrument is from having the melody in an ensemble."""
    made = INSTRUMENTS[name]
    if _is_deep(name):
        return 4
    if name == "pad":
        return 3
    return 2 if made.chords else 1 if made.low else 0


def _top(name: str) -> int:
    return INSTRUMENTS[name].compass[1]


def _is_deep(name: str) -> bool:
    return _top(name) < _DEEP


def _is_high(name: str) -> bool:
    return INSTRUMENTS[name].compass[0] > _LEFT_HAND


def _choose(options: tuple[str, ...], wanted: tuple[str, ...], rng: np.random.Generator) -> str:
    return wanted[0] if wanted else str(rng.choice(list(options)))


def _besides(name: str) -> str:
    """What an instrument plays that comes on top: chords, or a second voice."""
    if name == "drums":
        return "drums"
    return "pad" if INSTRUMENTS[name].chords else "second"


def _with_drums(band: list[Player], wish: Wish) -> list[Player]:
    return [*band, ("drums", "drums")] if wish.drums else band


def _joined(band: list[Player], wish: Wish) -> list[Player]:
    """The players, and those who join them for a while."""
    playing = {name for _, name in band}
    new = [name for name in wish.arrangement.joins if name not in {*playing, MELODY}]
    return band + [(_besides(name), name) for name in new]


def _textured(band: list[Player], wish: Wish) -> list[Player]:
    """The players of a thin piece, whom it can't do without, or of a lush one."""
    if wish.texture == "thin":
        named = {*wish.lead, "drums"} if wish.drums else {*wish.lead}
        return [(r, name) for r, name in band if r in ("melody", "harmony") or name in named]
    if wish.texture == "lush":
        playing = {name for _, name in band}
        return band + [("pad", name) for name in _MORE if name not in playing][:2]
    return band
