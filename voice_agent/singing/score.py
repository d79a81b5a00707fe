"""A song as it will be sung: syllables on tones, and the silences between them."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Tone:
    """One note of a voice: a MIDI number (60 is middle C, None a rest) and its seconds."""

    midi: int | None
    seconds: float


@dataclass(frozen=True)
class Syllable:
    """A syllable as written and as phonemes; ``last`` where its word ends, ``stop`` is the
    punctuation after it, if any."""

    text: str
    phonemes: str
    last: bool = True
    stop: str = ""


@dataclass(frozen=True)
class Silence:
    """AP (``breath``: air is heard being drawn) or SP in lyrics, at the place of a rest."""

    breath: bool = False


@dataclass(frozen=True)
class Sung:
    """A syllable and the tones it is held over, one after the other."""

    syllable: Syllable
    tones: tuple[Tone, ...]

    @property
    def seconds(self) -> float:
        return sum(tone.seconds for tone in self.tones)


@dataclass(frozen=True)
class Rest:
    """Nothing is sung."""

    seconds: float
    breath: bool = False


Event = Sung | Rest


@dataclass(frozen=True)
class Song:
    """Events end to end, what it is called, and what must be said about how it came about."""

    events: tuple[Event, ...]
    title: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        return sum(event.seconds for event in self.events)

    @property
    def pitches(self) -> list[int]:
        """MIDI numbers of all tones, in order."""
        tones = (t for e in self.events if isinstance(e, Sung) for t in e.tones)
        return [tone.midi for tone in tones if tone.midi is not None]

    def transposed(self, semitones: int) -> Song:
        """The same song ``semitones`` higher."""
        return replace(self, events=tuple(_moved(event, semitones) for event in self.events))


def _moved(event: Event, semitones: int) -> Event:
    if isinstance(event, Rest):
        return event
    tones = (
        tone if tone.midi is None else replace(tone, midi=tone.midi + semitones)
        for tone in event.tones
    )
    return replace(event, tones=tuple(tones))
