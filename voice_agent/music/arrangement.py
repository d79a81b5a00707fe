"""How a piece is to be played, whatever is composed: who is silent, louder or joins for a while,
how it ends, and whether it goes round.

    read("a folk tune, no bass, quieter drums, a cello in the second half, fading out", 60.0)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from voice_agent.music.names import INSTRUMENTS
from voice_agent.music.score import Note, Part, Piece

Stretch = tuple[float, float]
"""From when to when, as shares of the whole."""

WHOLE: Stretch = (0.0, 1.0)
EVERYBODY = ""
_LONGEST = 400  # characters of a description that are read
_STEP = 7.0  # dB of "louder" and "quieter"
_DEGREES = {"a bit": 0.6, "a little": 0.6, "slightly": 0.6, "much": 1.6, "a lot": 1.6, "way": 1.6}
_FADE, _LONGEST_FADE = 0.25, 15.0  # share of the piece in which it fades, seconds at most

MELODY = "melody"
_PLAYERS = {word: name for name, words in INSTRUMENTS.items() for word in words}
_PLAYERS |= dict.fromkeys(("melody", "tune"), MELODY)
_WHO = re.compile(rf"\b({'|'.join(sorted(map(re.escape, _PLAYERS), key=len, reverse=True))})\b")
_NOT_BOTH = re.compile(rf"\b(no|without|minus)((?: any| the)* )({_WHO.pattern}) (?:and|or|nor) ")
_PIECES = re.compile(r"(\s*[,;]\s*(?:(?:and|but|with|then) )*|\s+(?:and|but|with)\s+)")
_NONE = re.compile(r"\b(?:no|without|minus)\b")
_AFTER = re.compile(r"\b(?:from|after|at) (\d+(?:\.\d+)?) ?(?:s|sec|seconds?)\b")
_WHEN: tuple[tuple[re.Pattern[str], Stretch], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b"), stretch)
    for words, stretch in (
        (r"first half|until the middle|until half ?way", (0.0, 0.5)),
        (r"(?:second|last|other) half|from (?:the middle|half ?way)|half ?way through", (0.5, 1.0)),
        (r"first third", (0.0, 0.33)),
        (r"last third", (0.67, 1.0)),
        (r"after the (?:beginning|start|opening|intro|introduction)|later", (0.25, 1.0)),
        (r"(?:towards |near |at )?(?:the )?(?:very )?(?:end|ending)", (0.72, 1.0)),
        (r"(?:at )?(?:the )?(?:very )?(?:beginning|start|opening|intro|introduction)", (0.0, 0.25)),
        (r"(?:the )?middle", (0.33, 0.67)),
    )
)
_FILLERS = re.compile(
    r"(?:the|an?|some|any|is|are|be|being|get(?:s|ting)?|com(?:es?|ing)|in|join(?:s|ing)?"
    r"|enter(?:s|ing)?|play(?:s|ing)?|only|on|with|just|during|for|from|to|at|then|through|s)"
)
_HOW = re.compile(
    r"\b(?:(?P<much>a bit|a little|slightly|much|a lot|way) )?(?:(?P<less>quieter|softer|fainter"
    r"|gentler|further back|in the background)|(?P<more>louder|stronger|bigger|more prominent"
    r"|up front))\b"
)
_QUIET = re.compile(r"\b(?P<less>quiet|soft|faint)(?= (?:drums?|percussion|beats?|bass)\b)")
_LOUD = re.compile(r"\b(?P<more>loud|heavy|big)(?= (?:drums?|percussion|beats?|bass)\b)")
_FADES = re.compile(r"\b(?:fad(?:es?|ing)(?:[ -](?:out|away))|fade-?out|d(?:ies|ying) away)\b")
_LOOPS = re.compile(r"\b(?:loop(?:s|ed|ing|able)?|seamless(?:ly)?|goes round and round)\b")


@dataclass(frozen=True)
class Arrangement:
    """``mutes`` and ``levels`` (dB) of an instrument, or of ``EVERYBODY``, in a stretch; ``joins``
    are instruments that play in their stretch only; ``rest`` is the description without them."""

    mutes: tuple[tuple[str, Stretch], ...] = ()
    levels: tuple[tuple[str, float, Stretch], ...] = ()
    joins: Mapping[str, Stretch] = field(default_factory=dict)
    fades: bool = False
    loops: bool = False
    rest: str = ""

    @property
    def without(self) -> frozenset[str]:
        """Instruments that never play."""
        return frozenset(name for name, stretch in self.mutes if stretch == WHOLE)

    def fade(self, seconds: float) -> float:
        """Seconds in which a piece of so many falls silent; 0 where it ends as pieces do."""
        return min(_FADE * seconds, _LONGEST_FADE) if self.fades and not self.loops else 0.0


def read(description: str, seconds: float) -> Arrangement:
    """What a description says of how a piece of so many seconds is played."""
    text = _NOT_BOTH.sub(r"\1\2\3, \1 ", " ".join(description.lower().split())[:_LONGEST])
    found = Arrangement(fades=bool(_FADES.search(text)), loops=bool(_LOOPS.search(text)))
    kept: list[str] = []
    link = ""
    for place, piece in enumerate(_PIECES.split(text)):
        if place % 2:
            link = piece
            continue
        found, rest = _with(found, piece, seconds)
        if rest:
            kept += [link, rest]
    return replace(found, rest="".join(kept))


def _with(found: Arrangement, piece: str, seconds: float) -> tuple[Arrangement, str]:
    """The arrangement with what a piece of the description tells, and what it tells besides."""
    none = _NONE.search(piece)
    before, said = (piece[: none.start()].rstrip(), piece[none.end() :]) if none else ("", piece)
    who = [_PLAYERS[word] for word in _WHO.findall(said)]
    when, how = _when(said, seconds), _HOW.search(said)
    only = _is_only(said)
    if none and who and only:
        mutes = tuple((name, when or WHOLE) for name in who)
        # A whole piece without drums is composed so.
        rest = piece if "drums" in who and when is None else before
        return replace(found, mutes=found.mutes + mutes), rest
    if how and (who or when) and only and not none:
        level = _STEP * _DEGREES.get(how["much"] or "", 1.0) * (-1 if how["less"] else 1)
        levels = tuple((name, level, when or WHOLE) for name in who or [EVERYBODY])
        return replace(found, levels=found.levels + levels), ""
    if how := _QUIET.search(piece) or _LOUD.search(piece):
        level = _STEP if "more" in how.re.groupindex else -_STEP
        rhythm = [name for name in who if name == "drums" or name.endswith("bass")]
        levels = tuple((name, level, WHOLE) for name in rhythm)
        found = replace(found, levels=found.levels + levels)
        piece = f"{piece[: how.start()]}{piece[how.end() :]}".strip()
    if who and when and only and not none:
        return replace(found, joins={**found.joins, **dict.fromkeys(who, when)}), ""
    return found, piece


def _is_only(said: str) -> bool:
    """Whether words tell nothing besides who plays, how and when."""
    for cue in (_HOW, _WHO, _AFTER, *(cue for cue, _ in _WHEN)):
        said = cue.sub(" ", said)
    return all(_FILLERS.fullmatch(word) for word in re.findall(r"\w+", said))


def _when(piece: str, seconds: float) -> Stretch | None:
    """The stretch that is named; None where none is."""
    if after := _AFTER.search(piece):
        return min(0.95, float(after[1]) / seconds), 1.0
    return next((stretch for cue, stretch in _WHEN if cue.search(piece)), None)


def arranged(piece: Piece, how: Arrangement) -> Piece:
    """The piece as it is to be played; at least its melody is."""
    parts = [_levelled(_entering(part, piece, how), piece, how) for part in piece.parts]
    playing = [part for part in parts if part.notes]
    swells = [
        (*_bars(stretch, piece), level) for name, level, stretch in how.levels if name == EVERYBODY
    ]
    return replace(piece, parts=playing or piece.parts[:1], swells=swells)


def _entering(part: Part, piece: Piece, how: Arrangement) -> Part:
    """The part's notes where it plays at all."""
    gone = [stretch for name, stretch in how.mutes if _is(name, part)]
    only = [stretch for name, stretch in how.joins.items() if _is(name, part)]

    def plays(note: Note) -> bool:
        inside = not only or any(_within(note, stretch, piece) for stretch in only)
        return inside and not any(_within(note, stretch, piece) for stretch in gone)

    return replace(part, notes=[note for note in part.notes if plays(note)])


def _levelled(part: Part, piece: Piece, how: Arrangement) -> Part:
    for name, level, stretch in how.levels:
        if not _is(name, part):
            continue
        if stretch == WHOLE:
            part = replace(part, gain=part.gain + level)
            continue
        # Notes have a loudest: where some are to be louder, the others are softer.
        factor = 10.0 ** (-abs(level) / 20.0)
        softer = [
            replace(note, velocity=max(0.05, note.velocity * factor))
            if _within(note, stretch, piece) == (level < 0)
            else note
            for note in part.notes
        ]
        part = replace(part, notes=softer)
    return part


def _is(name: str, part: Part) -> bool:
    """Whether ``name`` means a part: any bass is "bass"."""
    if name == MELODY:
        return part.role in ("melody", "second")
    return part.instrument == name or (name.endswith("bass") and part.role == "bass")


def _within(note: Note, stretch: Stretch, piece: Piece) -> bool:
    first, last = _bars(stretch, piece)
    return first <= note.start + 1e-6 and (note.start < last or stretch[1] >= 1.0)


def _bars(stretch: Stretch, piece: Piece) -> tuple[float, float]:
    """The beats between which a stretch lies: whole bars."""
    first, last = (round(share * piece.beats / piece.meter) * piece.meter for share in stretch)
    return float(first), float(last)
