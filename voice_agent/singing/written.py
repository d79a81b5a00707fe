"""Notes that come out of a file, with the words under them, and the song that they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice_agent.singing.lyrics import Phonemize, read
from voice_agent.singing.matching import divided
from voice_agent.singing.score import Event, Rest, Sung, Syllable, Tone


@dataclass(frozen=True)
class Written:
    """One note (or rest, ``midi`` None) of a file in seconds.

    ``lyric`` is the syllable under it, empty where the one before is held on; ``last`` where
    its word ends.
    """

    midi: int | None
    seconds: float
    lyric: str = ""
    last: bool = True


@dataclass(frozen=True)
class FileScore:
    """A melody out of a file, and what must be said about how it was read."""

    notes: tuple[Written, ...]
    title: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        return any(note.lyric for note in self.notes)

    def groups(self) -> list[tuple[Tone, ...]]:
        """Notes of each syllable: all of their own where the file has no words."""
        groups: list[list[Tone]] = []
        words = self.has_words
        for note in self.notes:
            tone = Tone(note.midi, note.seconds)
            held = words and not note.lyric and note.midi is not None
            if held and groups and groups[-1][-1].midi is not None:
                groups[-1].append(tone)
            else:
                groups.append([tone])
        return [tuple(group) for group in groups]


def events_of(score: FileScore, phonemize: Phonemize) -> tuple[Event, ...]:
    """The file's own words on its notes; "la" where there are none."""
    events: list[Event] = []
    word: list[tuple[str, list[Tone]]] = []

    def flush() -> None:
        events.extend(_word(word, phonemize))
        word.clear()

    ended = True
    for note in _with_words(score):
        tone = Tone(note.midi, note.seconds)
        if note.midi is None:
            flush()
            events.append(Rest(note.seconds))
        elif note.lyric:
            if ended:
                flush()
            word.append((note.lyric, [tone]))
            ended = note.last
        elif word:
            word[-1][1].append(tone)
        else:
            word.append(("la", [tone]))
    flush()
    return tuple(events)


def _with_words(score: FileScore) -> Sequence[Written]:
    if score.has_words:
        return score.notes
    return [
        note if note.midi is None else Written(note.midi, note.seconds, "la")
        for note in score.notes
    ]


def _word(word: Sequence[tuple[str, list[Tone]]], phonemize: Phonemize) -> list[Event]:
    """A word's syllables on its notes, as the file divides it where that is how it sounds."""
    if not word:
        return []
    signs = [s for s in read("-".join(text for text, _ in word), phonemize)
             if isinstance(s, Syllable)]  # fmt: skip
    if not signs:  # only punctuation
        signs = [s for s in read("la", phonemize) if isinstance(s, Syllable)]
    groups = [tuple(tones) for _, tones in word]
    if len(signs) != len(groups):
        groups = divided(tuple(tone for group in groups for tone in group), len(signs))
    return [Sung(sign, group) for sign, group in zip(signs, groups, strict=True)]
