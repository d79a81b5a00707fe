"""Wishes become a score: who plays from when to when, how loud, from where. Pure.

As a sound designer lays a scene out, so that all of it is heard: what goes on comes first and is
heard alone for a while, then lies under the events; events of one section take turns; a pause
parts one section from the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voice_agent.foley.sound import Course, Random
from voice_agent.foley.space import loss
from voice_agent.foley.wishes import Wish

_GOES_ON = 4.0  # seconds that something continuous needs beside events
_BEHIND = -8.0  # dB of what goes on under events
_UNDER = -3.0  # dB of what goes on under something else that goes on
_ALONE = (0.18, 0.26)  # share of a section before the next sound comes in
_PAUSE = 0.5  # seconds between sections
_BREATH = 0.6  # seconds between two turns
_TURN = 2.4  # seconds, about, that an event keeps its turn
_BY_LEVEL = 0.22  # share of the difference in sound pressure that is kept


@dataclass(frozen=True)
class Cue:
    """One source's entry: ``start`` and ``seconds`` of its part, ``gain`` in dB, side -1 .. 1.

    ``count``: occurrences, None for as many as fit. ``fade``: seconds at both ends. ``source``:
    which of several of its kind; cues of one wish and source are the same animal or thing.
    """

    wish: Wish
    start: float
    seconds: float
    gain: float
    side: float
    count: int | None
    fade: float
    source: int = 0


def lay_out(wishes: Sequence[Wish], seconds: float, rng: Random) -> list[Cue]:
    """Cues for a scene of ``seconds``: sections one after the other, backgrounds throughout."""
    spans = _sections(wishes, seconds)
    cues: list[Cue] = []
    sides = _sides(wishes, rng)
    for place, wish in enumerate(wishes):
        start, stop = spans[wish.section]
        if wish.throughout or wish.times(seconds):
            start, stop = 0.0, seconds
        elif wish.part is not None:
            start, stop = (share * seconds for share in wish.part)
        elif _is_ambience(wish) and not _ambience_after(wish, wishes):
            hushed = [n for n in spans if n > wish.section and _silence(n, wishes)]
            stop = spans[max(n for n in spans if n < hushed[0])][1] if hushed else seconds
        for number in range(wish.sources):
            side = float(np.clip(sides[place] + 0.5 * number * (-1) ** number, -0.9, 0.9))
            cues += _entries(wish, wishes, (start, stop), side, number, rng)
    for number, span in spans.items():
        cues += _in_turn(number, wishes, span, sides, rng)
    return cues


def _entries(
    wish: Wish,
    wishes: Sequence[Wish],
    span: tuple[float, float],
    side: float,
    number: int,
    rng: Random,
) -> list[Cue]:
    """The cues of a wish that waits for nobody's turn."""
    start, stop = span
    gain = _gain(wish, wishes)
    times = wish.times(stop)
    if wish.sound.course is Course.CONTINUOUS:
        anyway = wish.throughout or wish.part is not None
        entrance = 0.0 if anyway else _entrance(wish, wishes, span, rng)
        start = times[0] if times else start + entrance
        fade = min(0.4 if wish.part is None else 1.5, (stop - start) / 4)
        return [Cue(wish, start, stop - start, gain, side, None, fade, number)]
    if times:
        length = max(wish.sound.natural[1] * 1.5, 0.5)
        return [Cue(wish, t, min(length, stop - t), gain, side, 1, 0.0, number) for t in times]
    if wish in _turns(wish.section, wishes):
        return []
    lead = 0.0 if wish.part is not None else _entrance(wish, wishes, span, rng)
    lead += number * rng.uniform(0.3, 1.2)
    lead = min(lead, max(0.0, stop - start - _need(wish)), 0.5 * (stop - start))
    length = min(stop - start - lead, wish.within or stop)
    if wish.sound.course is Course.REPEATING:
        return [Cue(wish, start + lead, length, gain, side, wish.count, 0.02, number)]
    count = wish.count or (None if wish.sound.gap and not wish.at else 1)
    return [Cue(wish, start + lead, length, gain, side, count, 0.0, number)]


def _entrance(wish: Wish, wishes: Sequence[Wish], span: tuple[float, float], rng: Random) -> float:
    """Seconds after the section's start: what goes on comes in one by one, then an event."""
    inside = [w for w in wishes if w.section == wish.section and not w.throughout]
    going = sorted((w for w in inside if _continues(w)), key=lambda w: not _is_ambience(w))
    before = going.index(wish) if wish in going else len(going)
    if any(_is_ambience(w) and w.section < wish.section for w in wishes) and not wish.wait:
        before = max(1, before)
    if before:
        return min(before, 2) * rng.uniform(*_ALONE) * (span[1] - span[0])
    if _continues(wish):
        return 0.0
    return min(0.15, 0.1 * (span[1] - span[0])) * (1 if len(wishes) == 1 else 2)


def _turns(section: int, wishes: Sequence[Wish]) -> list[Wish]:
    """The events of a section that take turns; none where there is only one."""
    inside = [w for w in wishes if w.section == section and w.part is None]
    found = [w for w in inside if not _continues(w) and not w.at]
    return found if len(found) > 1 else []


def _in_turn(
    section: int,
    wishes: Sequence[Wish],
    span: tuple[float, float],
    sides: Sequence[float],
    rng: Random,
) -> list[Cue]:
    """Events one after the other, and again while there is time for those without a number."""
    turns = _turns(section, wishes)
    if not turns:
        return []
    time, stop = span[0] + _entrance(turns[0], wishes, span, rng), span[1]
    needed = sum(_turn(wish) + _BREATH for wish in turns)
    squeeze = min(1.0, (stop - time) / needed)
    cues: list[Cue] = []
    waiting, least = turns, 0.0  # the first time all are heard, however little time there is
    while waiting:
        before = len(cues)
        for wish in waiting:
            length = squeeze * _turn(wish)
            if time + least * length > stop or time >= stop - 0.05:
                continue
            cues += _one_turn(wish, time, min(length, stop - time), wishes, sides, rng)
            time += length + squeeze * _BREATH * rng.uniform(0.7, 1.3)
        if len(cues) == before or time >= stop - 0.5:
            break
        waiting, least = [w for w in turns if not w.count and w.sound.gap], 0.8
    return cues


def _one_turn(
    wish: Wish,
    time: float,
    seconds: float,
    wishes: Sequence[Wish],
    sides: Sequence[float],
    rng: Random,
) -> list[Cue]:
    """One turn of an event: the cues of all its sources."""
    side, gain, count = sides[wishes.index(wish)], _gain(wish, wishes), wish.count or _times(wish)
    cues = []
    for number in range(wish.sources):
        own = float(np.clip(side + 0.5 * number * (-1) ** number, -0.9, 0.9))
        late = min(number * rng.uniform(0.2, 0.6), 0.3 * seconds)
        length = max(0.1, seconds - late)
        cues.append(Cue(wish, time + late, length, gain, own, count, 0.0, number))
    return cues


def _times(wish: Wish) -> int:
    """Occurrences in a turn."""
    if not wish.sound.gap:
        return 1
    each = float(np.mean(wish.sound.natural))
    pause = float(np.mean(wish.sound.gap))
    return int(np.clip((_TURN + pause) // (each + pause), 1, 3))


def _turn(wish: Wish) -> float:
    """Seconds of a turn."""
    if wish.count or wish.sound.course is Course.REPEATING:
        return _need(wish)
    times = _times(wish)
    each, pause = wish.sound.natural[1], float(np.mean(wish.sound.gap or (0.0, 0.0)))
    return times * each + (times - 1) * pause


def _need(wish: Wish) -> float:
    """Seconds that the occurrences of an event take."""
    each = float(np.mean(wish.sound.natural))
    pause = float(np.mean(wish.sound.gap or (0.6, 1.6)))
    count = wish.count or 1
    if wish.within:
        return wish.within
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
    """The time of each section: what goes on gets what events and waits leave."""
    numbers = sorted({wish.section for wish in wishes})
    needs, flexible, waits = [], [], []
    for number in numbers:
        inside = [w for w in wishes if w.section == number]
        events = sum(_need(w) + 0.4 for w in inside if not _continues(w))
        flexible.append(any(_continues(w) for w in inside))
        needs.append(max(events, _GOES_ON if flexible[-1] else 0.0) + _PAUSE)
        waits.append(max((w.wait.seconds for w in inside if w.wait), default=0.0))
        before = [w for w in wishes if w.section in numbers[: len(waits) - 1][-1:]]
        if waits[-1] and before and all(map(_is_ambience, before)) and not _silence(number, wishes):
            needs[-2], flexible[-2] = 0.0, False  # "rain, wait five seconds, thunder": it rains on
    kept = min(sum(waits), max(seconds - sum(needs), seconds / 2))
    waits = [wait * kept / (sum(waits) or 1.0) for wait in waits]
    spare = seconds - sum(waits) - sum(needs)
    if spare < 0 or not any(flexible):
        lengths = [need * (seconds - sum(waits)) / sum(needs) for need in needs]
    else:
        share = spare / sum(flexible)
        lengths = [need + share * flex for need, flex in zip(needs, flexible, strict=True)]
    spans, start = {}, 0.0
    for number, wait, length, after in zip(numbers, waits, lengths, [*waits, 0.0][1:], strict=True):
        start += wait
        stop = start + (length or after)
        last = number == numbers[-1] or after
        spans[number] = start, stop if last else stop - min(_PAUSE, 0.1 * length)
        start += length
    return spans


def _silence(section: int, wishes: Sequence[Wish]) -> bool:
    """Whether nothing at all sounds before a section."""
    return any(w.wait and w.wait.silent for w in wishes if w.section == section)


def _gain(wish: Wish, wishes: Sequence[Wish]) -> float:
    """dB: backgrounds lie under events, far things are softer, loud things a little louder."""
    gain = _BY_LEVEL * (wish.sound.level - 65.0) + wish.level
    gain += 4.0 * (wish.manner.intensity - 0.5)
    gain -= _BY_LEVEL * loss(wish.behind)
    gain -= 2.6 * float(np.log2(wish.far)) if wish.far > 1.0 else 2.0 * float(np.log2(wish.far))
    beside = [w for w in wishes if w is not wish and _together(w, wish)]
    if wish.throughout or (_goes_on(wish) and any(not _goes_on(w) for w in beside)):
        gain += _BEHIND
    elif _goes_on(wish) and beside and wishes.index(wish) < wishes.index(beside[-1]):
        gain += _UNDER
    return float(np.clip(gain, -20.0, 12.0))


def _goes_on(wish: Wish) -> bool:
    return wish.sound.course is Course.CONTINUOUS


def _together(one: Wish, other: Wish) -> bool:
    """Whether two wishes sound at the same time."""
    lasting = [w for w in (one, other) if w.throughout or _is_ambience(w)]
    return one.section == other.section or any(
        w.throughout or w.section <= max(one.section, other.section) for w in lasting
    )


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
