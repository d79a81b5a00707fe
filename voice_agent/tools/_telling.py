"""Events as a person tells them: "rain throughout, thunder at 3 and 9 seconds". Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from voice_agent.tools._events import Event
from voice_agent.tools._said import said

_LONG = 120.0  # seconds; of a longer recording nobody wants every pause
_PAUSE = 0.01  # of its length
_START = 0.25  # seconds; what begins before is there at the start
_NUMBERS = ("four", "five", "six", "seven", "eight")


def describe(events: Sequence[Event], seconds: float, *, most: int = 6) -> str:
    """Events as a person would tell them: "rain throughout, thunder at 3 and 9 seconds"."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(said(event.label), []).append(event)
    loudest = sorted(groups.items(), key=lambda g: -max(e.salience for e in g[1]))
    told = sorted(
        loudest[:most], key=lambda g: (not _throughout(g[1], seconds), _in_time(g[1])[0].start)
    )
    phrases = [f"{name} {_when(_close_together(g, seconds), seconds)}".strip() for name, g in told]
    if len(loudest) > most:
        rest = len(loudest) - most
        phrases.append(f"{rest} fainter sound{'s' if rest > 1 else ''}")
    return ", ".join(phrases)


def _close_together(events: Iterable[Event], seconds: float) -> list[Event]:
    """Events in order of time; in a long recording short pauses between them don't count."""
    joined: list[Event] = []
    for event in _in_time(events):
        if joined and event.start - joined[-1].end < _PAUSE * seconds and seconds > _LONG:
            joined[-1] = replace(joined[-1], end=max(joined[-1].end, event.end))
        else:
            joined.append(event)
    return joined


def _in_time(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.start)


def _throughout(events: Sequence[Event], seconds: float) -> bool:
    return _share(events, seconds) >= 0.85


def _share(events: Sequence[Event], seconds: float) -> float:
    """How much of the time one of the events sounds, from 0 to 1."""
    covered, reached = 0.0, 0.0
    for event in sorted(events, key=lambda e: e.start):
        covered += max(0.0, event.end - max(event.start, reached))
        reached = max(reached, event.end)
    return covered / seconds if seconds else 0.0


def _when(events: Sequence[Event], seconds: float) -> str:
    if _throughout(events, seconds):
        return "throughout"
    if len(events) > 3 and _share(events, seconds) > 0.4:
        return "much of the time"
    if len(events) > 3:
        often = "many times" if len(events) > 8 else f"{_NUMBERS[len(events) - 4]} times"
        first = clock(events[0].start)
        if events[-1].end >= 59.5 and ":" not in first:
            first = f"0:{int(events[0].start):02d}"
        return f"{often} between {first} and {clock(events[-1].end, unit=True)}"
    if len(events) == 1 and seconds < 3:
        return ""
    if all(event.seconds < 1.5 for event in events):
        if len(events) == 1 and seconds >= 4:
            middle = (events[0].start + events[0].end) / 2
            if middle > 0.85 * seconds:
                return "near the end"
            if middle < 0.1 * seconds:
                return "at the beginning"
        if len(events) == 1 and events[0].start < _START:
            return "at the beginning"
        times = [clock(event.start) for event in events[:-1]]
        return "at " + _listed([*times, clock(events[-1].start, unit=True)])
    if len(events) == 1:
        return _span_in_words(events[0], seconds)
    spans = [f"from {clock(e.start)} to {clock(e.end)}" for e in events[:-1]]
    last = events[-1]
    return _listed([*spans, f"from {clock(last.start)} to {clock(last.end, unit=True)}"])


def intervals(events: Sequence[Event], seconds: float, *, most: int = 5) -> str:
    """When one sound is heard, to a tenth of a second: "from 1.9 to 3.8 and from 5.9 to 9.3
    seconds". Many intervals are counted, and the first ones told."""
    if _share(events, seconds) >= 0.97:
        return "throughout"
    told = events[:most] if len(events) > most + 1 else events
    spans = [f"from {_tenth(e.start)} to {_tenth(e.end)}" for e in told]
    unit = "" if told[-1].end >= 59.95 else " seconds"
    if len(told) < len(events):
        often = _NUMBERS[len(events) - 4] if len(events) < 9 else str(len(events))
        return f"{often} times, first {', '.join(spans)}{unit}"
    return _listed(spans) + unit


def _tenth(time: float) -> str:
    return clock(time) if time >= 59.95 else f"{time:.1f}".removesuffix(".0")


def _span_in_words(event: Event, seconds: float) -> str:
    if event.start < 0.05 * seconds:
        return f"until {clock(event.end, unit=True)}"
    if event.end > 0.95 * seconds:
        return f"from {clock(event.start, unit=True)} on"
    return f"from {clock(event.start)} to {clock(event.end, unit=True)}"


def _listed(items: Sequence[str]) -> str:
    """ "3", "3 and 9", "3, 5 and 9"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def clock(time: float, *, unit: bool = False) -> str:
    """A time as one says it: "3", "0.5", "1:05"; with its unit where the phrase ends."""
    if time >= 59.5:
        whole = round(time)
        if whole < 3600:
            return f"{whole // 60}:{whole % 60:02d}"
        return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    short = f"{time:.1f}".removesuffix(".0") if time < 3 else f"{time:.0f}"
    if not unit:
        return short
    return f"{short} second{'' if short == '1' else 's'}"
