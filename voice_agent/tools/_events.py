"""From class scores over time to events. Pure.

scores (windows, classes)
  -> smoothed over neighbouring windows
  -> spans of each class: from where it is clear, outwards to where it fades (hysteresis)
  -> one name for each sound: "Animal", "Dog" and "Bark" at once are one bark
  -> gaps closed, silent edges cut off
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from voice_agent.sound.features import FloatArray
from voice_agent.tools._audioset import SCENES, ancestors, likenesses

LEVEL_STEP = 0.02  # seconds between the levels that trim events


@dataclass(frozen=True)
class Event:
    """A sound that was heard; times in seconds, ``score`` its highest probability."""

    label: str
    start: float
    end: float
    score: float

    @property
    def seconds(self) -> float:
        return self.end - self.start

    @property
    def salience(self) -> float:
        """What one notices first: sure and long sounds, though length counts ever less."""
        return self.score * math.sqrt(min(max(self.seconds, 0.25), 30.0))


@dataclass(frozen=True)
class Rules:
    """When a class counts as heard. Probabilities, seconds and dB."""

    clear: float = 0.4  # a sound must be this sure somewhere
    named: float = 0.25  # enough for a special name where its general class is clear
    fades: float = 0.04  # it lasts while it is at least this sure: onsets are early and soft
    special: float = 0.7  # share of the general class's score that a special one needs
    rival: float = 0.6  # weaker share at the same time: the same sound under a wrong name
    gap: float = 0.75  # shorter interruptions do not divide a sound
    shortest: float = 0.1
    quiet_edge: float = 30.0  # dB below the event's loudest moment


def find_events(
    scores: FloatArray,
    labels: Sequence[str],
    *,
    step: float,
    window: float,
    seconds: float,
    levels: FloatArray | None = None,
    rules: Rules | None = None,
) -> list[Event]:
    """Events of a recording of ``seconds``, the most salient first.

    ``scores``: shape (windows, classes); window ``t`` covers ``window`` seconds from
    ``t * step``. ``levels``: dB every ``LEVEL_STEP`` seconds, to cut off silent edges.
    """
    rules = rules or Rules()
    above = ancestors(labels)
    smooth = smoothed(scores)
    found: list[Event] = []
    for index, label in enumerate(labels):
        if label not in SCENES and smooth[:, index].max(initial=0.0) >= rules.named:
            found += spans_of(smooth[:, index], label, step, window, seconds, rules)
    found = _with_clear_general(found, above, rules)
    found = _one_name_each(found, above, rules)
    found = _without_rivals(found, above, rules)
    found = joined_up(found, rules)
    found = _with_sources(found, likenesses(labels))
    if levels is not None:
        found = [trimmed(event, levels, rules.quiet_edge) for event in found]
    found = [event for event in found if event.seconds >= min(rules.shortest, seconds / 2)]
    return sorted(found, key=lambda event: (-event.salience, event.start))


def smoothed(scores: FloatArray) -> FloatArray:
    """Each window averaged with its neighbours, weighted 1, 2, 1."""
    padded = np.pad(scores, ((1, 1), (0, 0)), mode="edge")
    return (padded[:-2] + 2.0 * padded[1:-1] + padded[2:]) / 4.0


def spans_of(
    score: FloatArray, label: str, step: float, window: float, seconds: float, rules: Rules
) -> list[Event]:
    """Where one class is heard. A sound that lasts begins and ends at window centres."""
    events: list[Event] = []
    for first, last in _runs(score >= rules.fades):
        peak = float(score[first : last + 1].max())
        if peak < rules.named:
            continue
        start = 0.0 if first == 0 else first * step + (window - step) / 2
        end = last * step + (window + step) / 2
        if last == len(score) - 1 or end > seconds:
            end = seconds
        events.append(Event(label, min(start, seconds), end, peak))
    return events


def _runs(active: np.ndarray) -> list[tuple[int, int]]:
    """First and last index of every run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], active.astype(np.int8), [0]])))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _overlap(one: Event, other: Event) -> float:
    """Seconds that both sound."""
    return max(0.0, min(one.end, other.end) - max(one.start, other.start))


def _with_clear_general(
    events: list[Event], above: Mapping[str, frozenset[str]], rules: Rules
) -> list[Event]:
    """What is clear itself, or names something whose general class is clear."""
    clear = [event for event in events if event.score >= rules.clear]
    return clear + [
        event
        for event in events
        if event.score < rules.clear
        and any(other.label in above[event.label] and _overlap(event, other) for other in clear)
    ]


def _one_name_each(
    events: list[Event], above: Mapping[str, frozenset[str]], rules: Rules
) -> list[Event]:
    """A general class gives way where a special one is about as sure."""
    kept: list[Event] = []
    for event in events:
        special = [
            other
            for other in events
            if event.label in above[other.label]
            and other.score >= rules.special * event.score
            and _overlap(event, other) > 0
        ]
        kept += _rest(event, special) if special else [event]
    # A special name that its own general class outweighs by far is dropped in turn.
    return [
        event
        for event in kept
        if not any(
            other.label in above[event.label]
            and event.score < rules.special * other.score
            and _overlap(event, other) > 0.5 * event.seconds
            for other in kept
        )
    ]


def _rest(event: Event, special: Iterable[Event]) -> list[Event]:
    """The parts of ``event`` that no special event covers, if they are worth a mention."""
    parts = [(event.start, event.end)]
    for other in special:
        parts = [
            piece
            for start, end in parts
            for piece in ((start, min(end, other.start)), (max(start, other.end), end))
            if piece[1] > piece[0]
        ]
    worth = max(1.5, 0.25 * event.seconds)
    return [replace(event, start=a, end=b) for a, b in parts if b - a >= worth]


def _without_rivals(
    events: list[Event], above: Mapping[str, frozenset[str]], rules: Rules
) -> list[Event]:
    """Of related classes at one time only the surest: "Bark" beside "Bow-wow" is one dog."""

    def wrong_name(event: Event) -> bool:
        return any(
            other is not event
            and above[event.label] & above[other.label]
            and _overlap(event, other) > 0.5 * event.seconds
            and (
                event.score < rules.rival * other.score
                or (_nearest(event, above) & _nearest(other, above) and event.score < other.score)
            )
            for other in events
        )

    return [event for event in events if not wrong_name(event)]


def _nearest(event: Event, above: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The lowest classes above: those that are above none of the others above."""
    parents = above[event.label]
    return frozenset(p for p in parents if not any(p in above[q] for q in parents))


def joined_up(events: list[Event], rules: Rules) -> list[Event]:
    """Events of one class without the short gaps between them."""
    joined: list[Event] = []
    latest: dict[str, int] = {}
    for event in sorted(events, key=lambda e: e.start):
        index = latest.get(event.label)
        if index is not None and event.start - joined[index].end <= rules.gap:
            before = joined[index]
            joined[index] = replace(
                before, end=max(before.end, event.end), score=max(before.score, event.score)
            )
        else:
            latest[event.label] = len(joined)
            joined.append(event)
    return joined


def _with_sources(events: list[Event], vague: frozenset[str]) -> list[Event]:
    """A beep at the very time of an alarm is the alarm."""

    def is_explained(event: Event) -> bool:
        return event.label in vague and any(
            other.label not in vague
            and _overlap(event, other) > 0.5 * max(event.seconds, other.seconds)
            for other in events
        )

    return [event for event in events if not is_explained(event)]


def trimmed(event: Event, levels: FloatArray, quiet: float) -> Event:
    """``event`` without the silence at its edges, which a window of a second drags along."""
    first = int(event.start / LEVEL_STEP)
    inside = levels[first : max(first + 1, math.ceil(event.end / LEVEL_STEP))]
    if len(inside) == 0:
        return event
    loud = np.flatnonzero(inside >= inside.max() - quiet)
    start = max(event.start, (first + int(loud[0])) * LEVEL_STEP)
    end = min(event.end, (first + int(loud[-1]) + 1) * LEVEL_STEP)
    return replace(event, start=start, end=max(end, start))
