"""Notes and durations as people write them.

    pitch("C#4/Db4") == pitch("c sharp 4") == pitch("61") == 61;  pitch("rest") is None
    parse_notes("C4 | D4 E4 | rest")        a syllable on C4, one on D4 and E4, a rest
    parse_notes("C4 D4 E4")                 without bars each note is a syllable's own
    parse_durations("1 1 2 beats at 120")   groups of seconds: 0.5, 0.5, 1

The first form is that of AudioGPT's score-to-audio task (arXiv 2304.12995).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from voice_agent.errors import AgentError

DEFAULT_OCTAVE = 4
DEFAULT_TEMPO = 100.0  # beats a minute
TEMPO_RANGE = (20.0, 400.0)
LONGEST_NOTE = 30.0  # seconds
NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SOLFEGE = {"do": "C", "re": "D", "mi": "E", "fa": "F", "sol": "G", "so": "G", "la": "A",
            "ti": "B", "si": "B"}  # fmt: skip
_RESTS = {"rest", "r", "sp", "ap", "pause", "silence"}
_ACCIDENTALS = {"": 0, "#": 1, "b": -1, "##": 2, "x": 2, "bb": -2}
_PITCH = re.compile(r"([A-Ga-g])(##|bb|[#bx]?)(-?\d{1,2})?")
_LENGTH = re.compile(r"(?<=[\w#])[:*](\d*\.?\d+(?:/\d+)?)$")
_VALUES = {"whole": 4.0, "half": 2.0, "quarter": 1.0, "eighth": 0.5, "sixteenth": 0.25}
_TEMPO = re.compile(
    r"[,;(]?\s*(?:(?:at|with|in)\s+)?(?:a\s+)?(?:tempo|bpm)\s*(?:of|=|:|is)?\s*(\d+(?:\.\d+)?)\)?"
    r"|[,;(]?\s*(?:(?:at|with|in)\s+)?(?:a\s+tempo\s+of\s+)?(\d+(?:\.\d+)?)\s*"
    r"(?:bpm|beats (?:per|a|an each) minute)\)?"
    r"|(?<=beats)\s+at\s+(\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_BEATS = re.compile(r"\bbeats?\b|\bquarters?\b|\bhal(?:f|ves)\b|\beighths?\b|\bwholes?\b", re.I)
_SECONDS = re.compile(r"\bsec(?:ond)?s?\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d*\.?\d+(?:/\d+)?")


@dataclass(frozen=True)
class Note:
    """A note before its time is known in seconds: ``beats`` where it was written with it."""

    midi: int | None
    beats: float | None = None


Groups = list[list[Note]]


def name(midi: int) -> str:
    """The note's name: 61 is "C#4"."""
    return f"{NAMES[midi % 12]}{midi // 12 - 1}"


def pitch(written: str) -> int | None:
    """MIDI number of a note as written, None for a rest; ``ValueError`` for anything else.

    A letter without an octave lies in the octave of middle C; of two names joined by a slash
    ("C#4/Db4") both must mean the same key.
    """
    token = _plain(written)
    if token.lower() in _RESTS:
        return None
    if token.isdecimal():
        number = int(token)
    else:
        first, *others = (_named(part) for part in token.split("/"))
        if any(other != first for other in others):
            raise ValueError(f"'{written}' names two different notes")
        number = first
    if not 0 <= number <= 127:
        raise ValueError(f"'{written}' is no MIDI note (0 to 127)")
    return number


def _named(token: str) -> int:
    token = _SOLFEGE.get(token.lower(), token)
    match = _PITCH.fullmatch(token)
    if match is None:
        raise ValueError(f"'{token}' is no note")
    octave = DEFAULT_OCTAVE if match[3] is None else int(match[3])
    return 12 * (octave + 1) + _STEPS[match[1].upper()] + _ACCIDENTALS[match[2]]


def _plain(text: str) -> str:
    """Signs and words for sharps and flats as # and b, joined to their letter."""
    text = text.strip().replace("♯", "#").replace("♭", "b").replace("𝄪", "##")
    text = re.sub(r"\b([A-Ga-g])[\s-]*(?:sharp|is)\b\s*", r"\1#", text)
    text = re.sub(r"\b([A-Ga-g])[\s-]*flat\b\s*", r"\1b", text)
    return re.sub(r"\b([A-Ga-g][#b]?)\s+(\d)\b", r"\1\2", text)


def take_tempo(text: str) -> tuple[str, float | None]:
    """A text without the tempo that it may name, and that tempo in beats a minute."""
    match = _TEMPO.search(text)
    if match is None:
        return text, None
    tempo = float(next(group for group in match.groups() if group))
    low, high = TEMPO_RANGE
    if not low <= tempo <= high:
        raise AgentError(
            f"a tempo of {tempo:g} beats a minute can't be sung",
            f"choose one from {low:g} to {high:g}",
        )
    return (text[: match.start()] + " " + text[match.end() :]).strip(), tempo


def parse_notes(text: str) -> Groups:
    """The notes of each syllable; ``AgentError`` names the place of what is no note.

    Bars ("|") stand between syllables; without any, each note is a syllable's own. A note may
    carry its length in beats: "C4:1.5" or "C4*2"; "+" ties notes of one syllable.
    """
    groups: Groups = []
    text = re.sub(r"\band\b", " ", _plain(text)).strip(" |.;,")
    barred = "|" in text
    parts = text.split("|") if barred else re.split(r"[\s,;]+", text)
    if not text:
        return []
    for number, part in enumerate(parts, 1):
        tokens = [token for token in re.split(r"[\s,;+]+", part) if token and token != "-"]
        if not tokens:
            raise AgentError(
                f"there is no note at place {number}", "write 'rest' where nothing is sung"
            )
        try:
            groups.append([_note(token) for token in tokens])
        except ValueError as error:
            raise AgentError(
                f"cannot read note {number}: {error}",
                "write notes as C4, F#4, Bb3 or rest, or as MIDI numbers, with | between syllables",
            ) from None
    return groups


def _note(token: str) -> Note:
    length = _LENGTH.search(token)
    if length is None:
        return Note(pitch(token))
    beats = fraction(length[1])
    if beats <= 0.0:
        raise ValueError(f"'{token}' lasts no time")
    return Note(pitch(token[: length.start()]), beats)


def looks_like_notes(text: str) -> bool:
    """Whether all of a text, at least two of them, are notes."""
    try:
        groups = parse_notes(take_tempo(text)[0])
    except AgentError:
        return False
    return sum(len(group) for group in groups) >= 2


def fraction(text: str) -> float:
    """A number that may be written as a fraction: "3/4"."""
    above, _, below = text.partition("/")
    if below and float(below) == 0:
        raise ValueError(f"'{text}' divides by zero")
    return float(above) / float(below or 1)


def parse_durations(text: str, tempo: float | None = None) -> list[list[float]]:
    """Seconds of each note, in the same shape as the notes.

    Plain numbers are seconds; "beats" or names of note values make them beats at ``tempo``
    (or at the tempo that the text names, or at 100 a minute).
    """
    text, named = take_tempo(text)
    text = text.strip(" |.;,")
    if not text:
        return []
    in_beats = named is not None or tempo is not None or bool(_BEATS.search(text))
    in_beats = in_beats and not _SECONDS.search(text)
    factor = 60.0 / (named or tempo or DEFAULT_TEMPO) if in_beats else 1.0
    text = re.sub(r"\b(and|beats?|notes?|seconds?|secs?|s)\b", " ", text)
    barred = "|" in text
    groups: list[list[float]] = []
    parts = text.split("|") if barred else re.split(r"[\s,;]+", text.strip())
    for number, part in enumerate(parts, 1):
        tokens = [token for token in re.split(r"[\s,;+]+", part) if token]
        groups.append([_seconds(token, number) * factor for token in tokens])
        if not tokens:
            raise AgentError(f"there is no duration at place {number}", "give one for each note")
    for number, group in enumerate(groups, 1):
        if not all(0.0 < seconds <= LONGEST_NOTE for seconds in group):
            raise AgentError(
                f"duration {number} is {max(group):g} s: that can't be sung",
                f"notes last more than 0 and at most {LONGEST_NOTE:g} seconds",
            )
    return groups


def _seconds(token: str, number: int) -> float:
    word = token.lower().rstrip("s")
    if word in _VALUES:
        return _VALUES[word]
    try:
        if _NUMBER.fullmatch(token.rstrip("s")):
            return fraction(token.rstrip("s"))
        raise ValueError
    except ValueError:
        raise AgentError(
            f"cannot read duration {number}: '{token}' is no number",
            "write seconds (0.5 | 0.25 0.25 | 1) or beats (1 1 2 beats at 100 bpm)",
        ) from None
