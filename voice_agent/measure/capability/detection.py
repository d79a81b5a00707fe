"""How well sounds are detected in mixtures of two: which, and when.

Events against what was mixed: F1 by segments of a second, and by events, whose onset must be
within 200 ms, alone and with their ends (``event_scores``). Beside it every class whose score is
above one half. Which sounds: mean average precision over the kinds that occur, from each
recording's highest score of a kind, beside chance. An event names a sound of the mixture when
its class is one that the sound's name means, or one above or below it in AudioSet's hierarchy.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from voice_agent.measure.data.sound_scenes import (
    FOLDER_VARIABLE,
    RATE,
    SECONDS,
    Mixture,
    scenes,
)
from voice_agent.measure.data.workbench import workbench
from voice_agent.measure.report.table import Report, Table, share_of
from voice_agent.measure.scores.event_scores import (
    Counts,
    Span,
    average_precision,
    by_event,
    by_segment,
)
from voice_agent.settings import Settings
from voice_agent.sound import files, yamnet
from voice_agent.tools._audioset import ancestors
from voice_agent.tools._events import find_events
from voice_agent.tools._target import target_score, vocabulary
from voice_agent.tools._yamnet import Heard, classifier, listen
from voice_agent.tools.context import ToolContext
from voice_agent.units import Audio

_OURS, _PLAIN = "detect_sounds", "scores above one half"
Finder = Callable[[Heard], list[Span]]


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 160
) -> list[Table]:
    """Two tables on ``count`` mixtures at 0 dB, half of them with a person in them."""
    count = report.few(count, 10)
    mixtures = scenes(count, speech=speech, seed=4)
    counts: dict[str, list[Counts]] = {}
    heard: list[Heard] = []
    with tempfile.TemporaryDirectory() as folder:
        context = workbench(settings, Path(folder))
        finders = _finders(classifier(context).labels)
        for index, mixture in enumerate(mixtures):
            report(f"mixture {index + 1} of {count}")
            heard.append(_listened(context, mixture, Path(folder) / "mixture.wav"))
            truth = [*_truth(mixture)]
            for name, finder in finders.items():
                found = [*_named(finder(heard[-1]), mixture, context)]
                scores = _counts(truth, found)
                old = counts.get(name, [Counts()] * len(scores))
                counts[name] = [a + b for a, b in zip(old, scores, strict=True)]
        ranked = _precision(context, mixtures, heard)
    source = "recordings" if os.environ.get(FOLDER_VARIABLE) else "sounds of our models"
    note = f"n = {count} mixtures of two at 0 dB, {2 * count} sounds; {source} and natural voices"
    rows = [{"system": name, "n": count, **_figures(found)} for name, found in counts.items()]
    return [
        Table("Sounds detected in time", rows, f"{note}; onsets within 200 ms, segments of 1 s"),
        Table("Sounds detected at all", ranked, note),
    ]


def _listened(context: ToolContext, mixture: Mixture, path: Path) -> Heard:
    with files.AudioWriter(path, RATE, 1) as writer:
        writer.write(Audio(mixture.mixed, RATE))
    return listen(context, path)


def _finders(labels: Sequence[str]) -> dict[str, Finder]:
    """Events with classes, as the tool finds them, and as the bare scores would have them."""

    def ours(heard: Heard) -> list[Span]:
        found = find_events(
            heard.scores,
            labels,
            step=yamnet.HOP_SECONDS,
            window=yamnet.WINDOW_SECONDS,
            seconds=heard.seconds,
            levels=heard.levels,
        )
        return [Span(event.label, event.start, event.end) for event in found]

    def plain(heard: Heard) -> list[Span]:
        step, middle = yamnet.HOP_SECONDS, yamnet.WINDOW_SECONDS / 2
        spans = []
        for column in np.flatnonzero((heard.scores > 0.5).any(axis=0)).tolist():
            active = np.pad((heard.scores[:, column] > 0.5).astype(int), 1)
            for start, end in zip(*(np.flatnonzero(np.diff(active) == s) for s in (1, -1))):  # noqa: B905
                first = start * step + middle - step / 2
                spans.append(Span(labels[column], first, first + (end - start) * step))
        return spans

    return {_OURS: ours, _PLAIN: plain}


def _truth(mixture: Mixture) -> Iterator[Span]:
    for name, spans in (
        (mixture.description, mixture.spans),
        (mixture.other, mixture.other_spans),
    ):
        yield from (Span(name, start, end) for start, end in spans)


def _named(found: Sequence[Span], mixture: Mixture, context: ToolContext) -> Iterator[Span]:
    """Events called what the mixture calls them; several classes of one sound are one event
    where they touch."""
    above = ancestors(classifier(context).labels)
    known = vocabulary(context)
    meant = {
        name: meaning.labels
        for name in (mixture.description, mixture.other)
        if (meaning := known.understand(name))
    }

    def name_of(label: str) -> str:
        for name, classes in meant.items():
            if any(c == label or c in above[label] or label in above[c] for c in classes):
                return name
        return label

    named = sorted((Span(name_of(e.label), e.start, e.end) for e in found), key=lambda e: e.start)
    last: dict[str, Span] = {}
    for event in named:
        old = last.get(event.label)
        if old is not None and event.start <= old.end:
            last[event.label] = Span(old.label, old.start, max(old.end, event.end))
            continue
        if old is not None:
            yield old
        last[event.label] = event
    yield from last.values()


def _counts(truth: Sequence[Span], found: Sequence[Span]) -> list[Counts]:
    return [
        by_segment(truth, found, SECONDS),
        by_event(truth, found),
        by_event(truth, found, ends=True),
    ]


def _figures(counts: Sequence[Counts]) -> dict[str, Any]:
    segments, onsets, whole = counts
    return {
        "segment_f1": round(segments.f1, 3),
        "segment_precision": round(segments.precision, 3),
        "segment_recall": share_of(segments.hits, segments.there),
        "onset_f1": round(onsets.f1, 3),
        "event_f1": round(whole.f1, 3),
    }


def _precision(
    context: ToolContext, mixtures: Sequence[Mixture], heard: Sequence[Heard]
) -> list[dict[str, Any]]:
    """Mean average precision over the kinds of sounds, and what chance would reach."""
    labels, known = classifier(context).labels, vocabulary(context)
    precisions, shares = [], []
    for name in sorted({n for m in mixtures for n in (m.description, m.other)}):
        meaning = known.understand(name)
        if meaning is None:
            continue
        scores = np.array([target_score(h.scores, labels, meaning.labels).max() for h in heard])
        truth = np.array([name in (m.description, m.other) for m in mixtures])
        precisions.append(average_precision(scores, truth))
        shares.append(truth.mean())
    rows = ((_OURS, precisions), ("chance", shares))
    return [
        {"system": system, "kinds": len(values), "mAP": round(float(np.mean(values)), 3)}
        for system, values in rows
    ]
