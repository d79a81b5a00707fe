"""What a description asks for: mood, style, tempo, key, instruments; all of it optional."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from voice_agent.music import arrangement
from voice_agent.music.arrangement import Arrangement
from voice_agent.music.styles import INSTRUMENTS, MOODS, STYLES, Mood, Style
from voice_agent.music.theory import Key, parse_key

_TEMPI = {
    "very slow": 0.7, "really slow": 0.7, "slowly": 0.82, "slow": 0.82, "leisurely": 0.9,
    "moderate": 1.0, "very fast": 1.35, "really fast": 1.35, "quick": 1.2, "fast": 1.2,
    "brisk": 1.15, "rapid": 1.3,
}  # fmt: skip
_ITALIAN = {
    "largo": 52, "adagio": 66, "lento": 60, "andante": 84, "moderato": 108, "allegretto": 116,
    "allegro": 132, "vivace": 150, "presto": 172,
}  # fmt: skip
_COMPARED = re.compile(
    r"(?:\b(a bit|a little|slightly|much|a lot|way|even)\s+)?\b(faster|slower|quicker)\b"
)
_DEGREES = {"a bit": 0.1, "a little": 0.1, "slightly": 0.1, "much": 0.4, "a lot": 0.4, "way": 0.4}
_USUAL = ("ballad", "pop", "folk", "lofi")  # styles where neither style nor mood is told
SLOWEST, FASTEST = 40.0, 220.0
_BPM = re.compile(r"\b(\d{2,3})\s*(?:bpm|beats (?:per|a) minute)\b")
_BARE = re.compile(r"(?:^|,)\s*(?:at |about |around )?(\d{2,3})\s*(?=,|$)")  # "funk, 105, E minor"
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
}  # fmt: skip
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)}))?|{'|'.join(_TEENS)})"
# "Ninety-two bpm", "a hundred and ten beats a minute", "one seventy four bpm".
_IN_WORDS = re.compile(
    rf"\b(?:(?P<hundreds>(?:a|one|two) hundred|one|two)(?: and)?[ -])?"
    rf"(?P<rest>{_SMALL}|(?<=hundred and )(?:{'|'.join(_ONES)}))"
    r"(?=\s*(?:bpm|beats (?:per|a) minute)\b)"
    r"|\b(?P<round>(?:a|one|two) hundred)(?=\s*(?:bpm|beats (?:per|a) minute)\b)"
)
_THIN = re.compile(r"\b(?:simple|simpler|sparse|uncluttered|minimal|bare)\b")
_LUSH = re.compile(r"\b(?:lush|rich|dense|fuller|full (?:band|sound|arrangement|orchestra))\b")
_PERCUSSION = ("drums", "marimba", "bells")


@dataclass(frozen=True)
class Wish:
    """What is to be composed. ``tempo`` is in beats a minute before ``pace``, a factor, is laid on
    it; ``lead`` are the instruments named, best first; ``alone`` when
    nothing else is to play; ``drums`` None when nothing was said of them; ``texture`` is "thin",
    "lush" or ""; ``heard`` are the words that were understood."""

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


def read(description: str, rng: np.random.Generator, seconds: float = 30.0) -> Wish:
    """A description as a wish for so many seconds; what is left open is chosen by ``rng``, each
    thing by a child of its own, so that one more word changes nothing else."""
    for_style, for_tempo, for_key = rng.spawn(3)
    played = arrangement.read(description, seconds)
    text = _IN_WORDS.sub(_figures, " ".join(played.rest.split()))
    heard: list[str] = []
    mood_name = _first(text, {name: mood.words for name, mood in MOODS.items()}, heard)
    mood = MOODS[mood_name] if mood_name else Mood(())
    style_name = _first(text, {name: style.words for name, style in STYLES.items()}, heard)
    style_name = style_name or mood.style or str(for_style.choice(_USUAL))
    style = STYLES[style_name]
    lead = _instruments(_BPM.sub(" ", text), heard)  # a pace in beats is no wish for a drum
    drums: bool | None = None
    if re.search(r"\b(no|without|minus)( any)? (drums?|percussion|beats?)\b", text):
        drums = False
    elif "drums" in lead:
        drums = True
    lead = tuple(name for name in lead if name not in {"drums", *played.without})
    tempo, fixed = _tempo(text, style, mood, for_tempo, heard)
    texture = _texture(text, heard)
    return Wish(
        style=style_name,
        mood=mood_name,
        tempo=tempo,
        fixed_tempo=fixed,
        pace=_relative(text, heard),
        key=_key(description, style, mood, for_key, heard),
        lead=lead,
        alone=bool(lead) and bool(re.search(r"\b(solo|only|just|alone|unaccompanied)\b", text)),
        drums=drums,
        texture=texture,
        force=mood.force,
        density=mood.density * (0.75 if texture == "thin" else 1.0),
        arrangement=played,
        heard=tuple(dict.fromkeys(heard)),
    )


def _figures(found: re.Match[str]) -> str:
    """A tempo in words as figures."""
    hundreds = found["hundreds"] or found["round"]
    rest = re.split(r"[ -]", found["rest"]) if found["rest"] else []
    beats = sum((_TENS | _TEENS | _ONES)[word] for word in rest)
    if hundreds:
        beats += 200 if hundreds.startswith("two") else 100
    return str(beats)


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


def _instruments(text: str, heard: list[str]) -> tuple[str, ...]:
    """The instruments named, in the order of the text; longer names win over their parts."""
    names = [(word, name) for name, words in INSTRUMENTS.items() for word in words]
    found: list[tuple[int, str]] = []
    left = text
    for word, name in sorted(names, key=lambda pair: -len(pair[0])):
        match = re.search(rf"(?<!without )(?<!no )\b{re.escape(word)}\b", left)
        if match is None:
            continue
        left = left[: match.start()] + " " * len(word) + left[match.end() :]
        found.append((match.start(), name))
        heard.append(word)
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _tempo(
    text: str, style: Style, mood: Mood, rng: np.random.Generator, heard: list[str]
) -> tuple[float, bool]:
    """Beats a minute, and whether the number was given."""
    exact = _BPM.search(text) or _BARE.search(text)
    if exact:
        heard.append(exact.group(0))
        return float(np.clip(float(exact.group(1)), SLOWEST, FASTEST)), True
    for word, tempo in _ITALIAN.items():
        if re.search(rf"\b{word}\b", text):
            heard.append(word)
            return float(tempo), False
    pace = mood.pace
    for word, factor in _TEMPI.items():
        if re.search(rf"\b{word}\b", text):
            heard.append(word)
            pace = factor
            break
    chosen = float(rng.uniform(*style.tempo)) * pace
    return float(np.clip(chosen, SLOWEST, FASTEST)), False


def _relative(text: str, heard: list[str]) -> float:
    """What "a bit faster" makes of the tempo that there would be without it, as a factor."""
    factor = 1.0
    for match in _COMPARED.finditer(text):
        heard.append(match[0])
        step = _DEGREES.get(match[1] or "", 0.2)
        factor *= 1.0 / (1.0 + step) if match[2] == "slower" else 1.0 + step
    return factor


def _key(text: str, style: Style, mood: Mood, rng: np.random.Generator, heard: list[str]) -> Key:
    tonic, mode = parse_key(text)
    any_tonic = int(rng.choice([0, 2, 4, 5, 7, 9, 10, 3]))
    if mode:
        heard.append(mode)
    else:
        fitting = [m for m in style.modes if not mood.mode or m == mood.mode]
        mode = str(rng.choice(fitting)) if fitting else mood.mode
    return Key(any_tonic if tonic is None else tonic, mode)
