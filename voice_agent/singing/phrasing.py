"""A song into phrases: what is sung in one breath, and where the breaths are taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from voice_agent.singing.score import Rest, Song, Sung, Tone

LONGEST = 9.0  # seconds in one breath
SHORTEST = 1.6  # seconds: commas sooner than that are sung over
BREATH = 0.24  # seconds that a breath takes from the note before it
MOST_OF_NOTE = 0.35  # share of that note that it may take
FULL_STOPS = ".!?;…"


@dataclass(frozen=True)
class Line:
    """Syllables sung in one breath from ``start``; ``breath`` seconds of air are drawn before."""

    start: float
    sung: tuple[Sung, ...]
    breath: float = 0.0

    @property
    def end(self) -> float:
        return self.start + sum(syllable.seconds for syllable in self.sung)


def lines(song: Song) -> Iterator[Line]:
    """The phrases of a song in order, on its own clock.

    A phrase ends at a rest, after a full stop, after a comma once it is long enough, and
    between words when breath runs out; without a rest there, its last note is cut a little.
    """
    start, air = 0.0, 0.0
    held: list[Sung] = []
    events = song.events
    for index, event in enumerate(events):
        if isinstance(event, Rest):
            if held:
                yield Line(start, tuple(held), air)
                start, held = start + sum(s.seconds for s in held), []
            start += event.seconds
            air = _air(event)
            continue
        held.append(event)
        following = events[index + 1] if index + 1 < len(events) else None
        if isinstance(following, Sung) and _pauses_after(held, following):
            last, cut = _cut(held[-1])
            yield Line(start, (*held[:-1], last), air)
            start, held, air = start + sum(s.seconds for s in held), [], cut
    if held:
        yield Line(start, tuple(held), air)


def _air(rest: Rest) -> float:
    """How long air is drawn in a rest: what is marked as a breath is heard as one."""
    return min(rest.seconds, 0.45) if rest.breath else 0.0


def _pauses_after(held: list[Sung], following: Sung) -> bool:
    last = held[-1]
    if not last.syllable.last:
        return False
    seconds = sum(syllable.seconds for syllable in held)
    if last.syllable.stop and last.syllable.stop in FULL_STOPS:
        return True
    if last.syllable.stop:
        return seconds >= SHORTEST
    return seconds + following.seconds > LONGEST


def _cut(last: Sung) -> tuple[Sung, float]:
    """The last note of a phrase without the time of the breath after it."""
    tone = last.tones[-1]
    cut = min(BREATH, MOST_OF_NOTE * tone.seconds)
    kept = Tone(tone.midi, tone.seconds - cut)
    return replace(last, tones=(*last.tones[:-1], kept)), cut
