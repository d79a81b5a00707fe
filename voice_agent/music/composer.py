"""Writes a piece: form first, then harmony, then a melody, then those who accompany it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from voice_agent.music import accompaniment, melody, players
from voice_agent.music.arrangement import arranged
from voice_agent.music.endings import ending
from voice_agent.music.form import Phrase, form, length
from voice_agent.music.instruments import INSTRUMENTS
from voice_agent.music.score import Note, Part, Piece
from voice_agent.music.styles import Style
from voice_agent.music.theory import chord, voiced
from voice_agent.music.wishes import Wish


def compose(wish: Wish, seconds: float, rng: np.random.Generator) -> Piece:
    """A piece of about ``seconds``, its last chord dying away at the end unless it goes round. The
    same ``rng`` makes the same themes for a wish that differs little: at another pace, say."""
    for_form, for_lead, for_players, for_tunes = rng.spawn(4)
    style = wish.traits
    tempo, bars = length(wish, seconds)
    loops = wish.arrangement.loops
    phrases = form(wish, bars if loops else bars - 1, for_form)
    tonic = chord(wish.key, "I", sevenths=style.sevenths)
    lead = players.leading(wish, for_lead)
    band = players.players(wish, lead, for_players)
    tunes = _tunes(wish, style, phrases, lead, for_tunes)
    ringing = seconds * tempo / 60.0 - bars * style.meter
    last = style.meter + max(0.0, ringing)
    parts = []
    for (role, name), chance in zip(band, rng.spawn(len(band)), strict=True):
        make = _MAKERS.get(role, _harmony)
        notes = make(wish, role, name, phrases, tunes, chance)
        if not loops:
            notes += ending(role, (bars - 1) * style.meter, last, tonic, wish, notes)
        parts.append(_placed(role, name, notes, wish))
    piece = Piece(
        title=_title(wish),
        tempo=tempo,
        meter=style.meter,
        beats=float(bars * style.meter),
        key=str(wish.key),
        parts=[part for part in parts if part.notes],
        sections=[(phrase.name, float(phrase.start * style.meter)) for phrase in phrases],
        swing=style.swing,
        loops=loops,
    )
    return replace(
        arranged(piece, wish.arrangement),
        fade=wish.arrangement.fade(piece.seconds if loops else seconds),
    )


def _tunes(
    wish: Wish, style: Style, phrases: list[Phrase], lead: str, rng: np.random.Generator
) -> dict[str, list[Note]]:
    """The melody of each label, from beat 0."""
    bounds = INSTRUMENTS[lead].compass
    chances = dict(zip("ABa", rng.spawn(3), strict=True))
    tunes: dict[str, list[Note]] = {}
    for phrase in phrases:
        bars = len(phrase.chords)
        if phrase.label in ("A", "B") and phrase.label not in tunes:
            chance = chances[phrase.label]
            line = melody.rhythms(style.rhythms, bars, style.meter, chance)
            tunes[phrase.label] = melody.phrase(
                phrase.chords, wish.key, line, style.meter, bounds, chance,
                density=style.density * wish.density,
                close=phrase.label == "A" and len(phrases) == 1,
            )  # fmt: skip
        if phrase.label == "a":
            tunes.setdefault(
                "a", melody.varied(tunes["A"], phrase.chords, wish.key, style.meter, chances["a"])
            )
    if players.is_bare(wish) and "A" in tunes:  # else nobody would play the introduction
        tunes["i"] = tunes["A"]
    if not tunes:  # too short for a phrase: what there is becomes the tune
        only = phrases[0]
        line = melody.rhythms(style.rhythms, len(only.chords), style.meter, rng)
        tunes["i"] = melody.phrase(
            only.chords, wish.key, line, style.meter, bounds, rng, density=1.0, close=True
        )
    return tunes


def _sung(phrase: Phrase, tunes: dict[str, list[Note]], meter: int) -> list[Note]:
    """The melody of a phrase, which may be shorter than the theme that it has."""
    end = len(phrase.chords) * meter
    return [note for note in tunes.get(phrase.label, ()) if note.start < end]


def _melody(
    wish: Wish,
    role: str,
    name: str,
    phrases: list[Phrase],
    tunes: dict[str, list[Note]],
    rng: np.random.Generator,
) -> list[Note]:
    meter = wish.traits.meter
    return [
        replace(note, start=note.start + phrase.start * meter, velocity=_force(wish, note, phrase))
        for phrase in phrases
        for note in _sung(phrase, tunes, meter)
    ]


def _second(
    wish: Wish,
    role: str,
    name: str,
    phrases: list[Phrase],
    tunes: dict[str, list[Note]],
    rng: np.random.Generator,
) -> list[Note]:
    """A second voice: under each note of the melody the next tone of the chord, in the compass
    of its own instrument."""
    meter = wish.traits.meter
    low, high = INSTRUMENTS[name].compass
    notes = []
    for phrase in phrases:
        for note in _sung(phrase, tunes, meter):
            chord_ = phrase.chords[min(int(note.start / meter), len(phrase.chords) - 1)]
            pitch = next(p for p in range(note.pitch - 3, note.pitch - 16, -1) if chord_.has(p))
            while pitch > high - 4 and pitch - 12 >= low:
                pitch -= 12
            while pitch < low and pitch + 12 <= high:
                pitch += 12
            start = note.start + phrase.start * meter
            force = 0.9 * _force(wish, replace(note, start=start), phrase)
            notes.append(replace(note, start=start, pitch=pitch, velocity=force))
    return notes


def _harmony(
    wish: Wish,
    role: str,
    name: str,
    phrases: list[Phrase],
    tunes: dict[str, list[Note]],
    rng: np.random.Generator,
) -> list[Note]:
    style = wish.traits
    options = style.harmony if style.meter == 4 else ("waltz",)
    pattern = "slow" if role == "pad" else str(rng.choice(list(options)))
    instrument = INSTRUMENTS[name]
    centre = 60.0 if role == "pad" else min(57.0, instrument.compass[1] - 6.0)
    centre = max(centre, instrument.compass[0] + 4.0)
    before: tuple[int, ...] = ()
    notes: list[Note] = []
    for phrase in phrases:
        for bar, chord_ in enumerate(phrase.chords):
            pitches = voiced(chord_, centre, before, count=4 if style.sevenths else 3)
            before = tuple(pitches)
            start = float((phrase.start + bar) * style.meter)
            made = accompaniment.harmony(pattern, pitches, start, style.meter, rng)
            notes += [replace(note, velocity=_force(wish, note, phrase) * 0.9) for note in made]
    return notes


def _bass(
    wish: Wish,
    role: str,
    name: str,
    phrases: list[Phrase],
    tunes: dict[str, list[Note]],
    rng: np.random.Generator,
) -> list[Note]:
    style = wish.traits
    solo = wish.alone and not wish.together
    pattern = "root" if solo else str(rng.choice(list(style.bassline)))
    low, broken = players.low(wish, name), players.breaks_chords(wish, name)
    line = [(phrase, bar, c) for phrase in phrases for bar, c in enumerate(phrase.chords)]
    waits = len(phrases) > 1 and wish.style not in ("jazz", "march") and not broken
    notes: list[Note] = []
    for index, (phrase, bar, chord_) in enumerate(line):
        if phrase.label == "i" and waits:
            continue  # the bass waits for the theme
        following = line[min(index + 1, len(line) - 1)][2]
        start = float((phrase.start + bar) * style.meter)
        if broken:
            made = accompaniment.broken(chord_, start, style.meter, low, rng)
        else:
            made = accompaniment.bass(pattern, chord_, following, start, style.meter, low, rng)
        notes += [replace(note, velocity=_force(wish, note, phrase)) for note in made]
    return notes


def _drums(
    wish: Wish,
    role: str,
    name: str,
    phrases: list[Phrase],
    tunes: dict[str, list[Note]],
    rng: np.random.Generator,
) -> list[Note]:
    style = wish.traits
    options = [pattern for pattern in style.drums if pattern != "none"]
    fallback = "brushes" if style.meter == 4 else "waltz"
    pattern = str(rng.choice(options)) if options else fallback
    notes: list[Note] = []
    for place, phrase in enumerate(phrases):
        if phrase.label == "i" and len(phrases) > 1:
            continue
        for bar in range(len(phrase.chords)):
            last = bar == len(phrase.chords) - 1
            made = accompaniment.drums(
                pattern,
                float((phrase.start + bar) * style.meter),
                style.meter,
                fill=last and place < len(phrases) - 1,
                crash=bar == 0 and phrase.label == "B",
            )
            notes += [replace(note, velocity=_force(wish, note, phrase)) for note in made]
    return notes


_MAKERS = {"melody": _melody, "second": _second, "bass": _bass, "drums": _drums}


def _force(wish: Wish, note: Note, phrase: Phrase) -> float:
    """How hard a note is played: the mood, the section, a slow swell through the phrase."""
    meter = wish.traits.meter
    passed = (note.start - phrase.start * meter) / max(1, len(phrase.chords) * meter)
    swell = 0.94 + 0.1 * float(np.sin(np.pi * np.clip(passed, 0.0, 1.0)))
    return float(np.clip(note.velocity * phrase.energy * swell * (1 + 0.3 * wish.force), 0.1, 1.0))


_SEATS = {"melody": 0.0, "second": 0.25, "bass": 0.0, "drums": 0.0, "harmony": -0.3, "pad": 0.35}
_GAINS = {"melody": 0.0, "second": -3.0, "bass": -3.0, "drums": -5.0, "harmony": -7.0, "pad": -12.0}


def _placed(role: str, name: str, notes: list[Note], wish: Wish) -> Part:
    """A part with its seat on the stage, its level and its share of the room."""
    style = wish.traits
    room = 0.08 if role == "bass" else 0.5 * style.room if role == "drums" else style.room
    notes = sorted(notes, key=lambda note: note.start)
    # Who is named as a player of a few is no background.
    named = role == "pad" and wish.together and name in wish.lead
    gain = _GAINS["harmony" if named else role]
    return Part(name, role, notes, pan=_SEATS[role], gain=gain, room=room)


def _title(wish: Wish) -> str:
    return " ".join(dict.fromkeys(word for word in (wish.mood, wish.style) if word))
