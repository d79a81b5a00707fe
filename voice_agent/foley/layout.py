"""Wishes become a score: who plays from when to when, how loud, from where. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voice_agent.foley.reading import Wish
from voice_agent.foley.sound import Course, Random

_GOES_ON = 4.0  # seconds that something continuous needs beside events
_BEHIND = -6.0  # dB of a background under events
_BY_LEVEL = 0.22  # share of the difference in sound pressure that is kept


@dataclass(frozen=True)
class Cue:
    """One source's entry: ``start`` and ``seconds`` of its part, ``gain`` in dB, side -1 .. 1.

    ``count``: occurrences, None for as many as fit. ``fade``: seconds at both ends.
    """

    wish: Wish
    start: float
    seconds: float
    gain: float
    side: float
    count: int | None
    fade: float


def lay_out(wishes: Sequence[Wish], seconds: float, rng: Random) -> list[Cue]:
    """Cues for a scene of ``seconds``: sections one after the other, backgrounds throughout."""
    spans = _sections(wishes, seconds)
    cues: list[Cue] = []
    sides = _sides(wishes, rng)
    for place, wish in enumerate(wishes):
        start, stop = spans[wish.section]
        if wish.throughout:
            start, stop = 0.0, seconds
        elif _is_ambience(wish) and not _ambience_after(wish, wishes):
            stop = seconds
        for number in range(wish.sources):
            side = float(np.clip(sides[place] + 0.5 * number * (-1) ** number, -0.9, 0.9))
            cues += _entries(wish, wishes, (start, stop), side, number, rng)
    return cues


def _entries(
    wish: Wish,
    wishes: Sequence[Wish],
    span: tuple[float, float],
    side: float,
    number: int,
    rng: Random,
) -> list[Cue]:
    start, stop = span
    gain = _gain(wish, wishes)
    if wish.sound.course is Course.CONTINUOUS:
        return [Cue(wish, start, stop - start, gain, side, None, min(0.4, (stop - start) / 4))]
    if wish.at:
        times = [time for time in wish.at if time < stop]
        length = max(wish.sound.natural[1] * 1.5, 0.5)
        return [Cue(wish, t, min(length, stop - t), gain, side, 1, 0.0) for t in times]
    if wish.sound.course is Course.REPEATING:
        lead = 0.0 if wish.count is None else _lead(wish, wishes, span, rng)
        return [Cue(wish, start + lead, stop - start - lead, gain, side, wish.count, 0.02)]
    count = wish.count or (None if wish.sound.gap else 1)
    lead = _lead(wish, wishes, span, rng) + number * rng.uniform(0.3, 1.2)
    lead = min(lead, max(0.0, (stop - start) * 0.5))
    return [Cue(wish, start + lead, stop - start - lead, gain, side, count, 0.0)]


def _lead(wish: Wish, wishes: Sequence[Wish], span: tuple[float, float], rng: Random) -> float:
    """Seconds before the first occurrence: events of one section come one by one."""
    start, stop = span
    room = stop - start
    events = [w for w in wishes if w.section == wish.section and not _continues(w)]
    place = events.index(wish)
    others = any(w is not wish for w in wishes if w.section <= wish.section)
    need = _need(wish)
    if len(events) == 1:
        latest = max(0.0, room - need)
        if not others:
            return min(0.15, latest)
        return min(latest, room * rng.uniform(0.08, 0.25))
    slot = room / len(events)
    return min(place * slot + rng.uniform(0.0, 0.2) * slot, max(0.0, room - need))


def _need(wish: Wish) -> float:
    """Seconds that the occurrences of an event take."""
    each = float(np.mean(wish.sound.natural))
    pause = float(np.mean(wish.sound.gap or (0.6, 1.6)))
    count = wish.count or 1
    if wish.sound.course is Course.REPEATING:
        return min(0.6 * count, 20.0) if wish.count else _GOES_ON
    return count * each + (count - 1) * pause


def _continues(wish: Wish) -> bool:
    return wish.sound.course is Course.CONTINUOUS or (
        wish.sound.course is Course.REPEATING and wish.count is None
    )


def _is_ambience(wish: Wish) -> bool:
    return wish.sound.course is Course.CONTINUOUS and wish.sound.wide


def _ambience_after(wish: Wish, wishes: Sequence[Wish]) -> bool:
    return any(w.section > wish.section and _is_ambience(w) for w in wishes)


def _sections(wishes: Sequence[Wish], seconds: float) -> dict[int, tuple[float, float]]:
    """The time of each section: what goes on gets what events leave."""
    numbers = sorted({wish.section for wish in wishes})
    needs = []
    for number in numbers:
        inside = [w for w in wishes if w.section == number]
        events = sum(_need(w) + 0.4 for w in inside if not _continues(w))
        goes_on = _GOES_ON if any(_continues(w) for w in inside) else 0.0
        needs.append(max(events, goes_on))
    flexible = [any(_continues(w) for w in wishes if w.section == n) for n in numbers]
    spare = seconds - sum(needs)
    if spare < 0 or not any(flexible):
        lengths = [need * seconds / sum(needs) for need in needs]
    else:
        share = spare / sum(flexible)
        lengths = [need + share * flex for need, flex in zip(needs, flexible, strict=True)]
    starts = np.concatenate([[0.0], np.cumsum(lengths)])
    return {n: (float(starts[i]), float(starts[i + 1])) for i, n in enumerate(numbers)}


def _gain(wish: Wish, wishes: Sequence[Wish]) -> float:
    """dB: backgrounds lie under events, far things are softer, loud things a little louder."""
    gain = _BY_LEVEL * (wish.sound.level - 65.0) + wish.level
    gain += 4.0 * (wish.manner.intensity - 0.5)
    gain -= 2.6 * float(np.log2(wish.far)) if wish.far > 1.0 else 2.0 * float(np.log2(wish.far))
    foreground = any(not _is_ambience(w) for w in wishes if w is not wish)
    if (_is_ambience(wish) and foreground) or wish.throughout:
        gain += _BEHIND
    return float(np.clip(gain, -20.0, 12.0))


def _sides(wishes: Sequence[Wish], rng: Random) -> list[float]:
    """A place between the loudspeakers for each wish: the first near the middle, then apart."""
    turn = rng.choice([-1.0, 1.0])
    made = []
    for place, wish in enumerate(wishes):
        if wish.side is not None:
            made.append(wish.side)
            continue
        made.append(turn * (-1) ** place * (0.12 if place == 0 else rng.uniform(0.25, 0.6)))
    return made
