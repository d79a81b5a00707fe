"""ESC-50 and AudioSet: the sound classifier, and descriptions of sounds, on known recordings."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_agent.measure.corpora import readers as readers
from voice_agent.measure.corpora.speech import sample
from voice_agent.measure.data.workbench import workbench
from voice_agent.measure.report.table import Report, Table, share_of
from voice_agent.measure.scores.event_scores import average_precision
from voice_agent.settings import Settings
from voice_agent.tools._target import vocabulary
from voice_agent.tools._yamnet import classifier, listen
from voice_agent.tools.context import ToolContext


def esc50(folder: Path, settings: Settings, report: Report) -> list[Table]:
    """The category whose classes score highest, without any training on the corpus: categories
    are understood as descriptions are, or by looking their words up in the classes' names."""
    chosen = sample(readers.esc50(folder), report.few(500, 50))
    categories = sorted({item.labels[0] for item in readers.esc50(folder)})
    with tempfile.TemporaryDirectory() as place:
        context = workbench(settings, Path(place))
        labels = list(classifier(context).labels)
        known = vocabulary(context)
        meant = {name: known.understand(name) for name in categories}
        ways = {
            "described to detect_target_sound": {
                name: [labels.index(label) for label in meaning.labels] if meaning else []
                for name, meaning in meant.items()
            },
            "words in class names": {name: _by_words(name, labels) for name in categories},
        }
        heard = [_scores(context, item, report) for item in chosen]
    rows = []
    for way, classes in ways.items():
        right = sum(
            _best(scores, classes) == item.labels[0]
            for scores, item in zip(heard, chosen, strict=True)
        )
        rows.append({"way": way, "n": len(chosen), "right_%": share_of(right, len(chosen))})
    note = (
        f"one of {len(categories)} categories, nothing trained; published: people 81.3 %, "
        "forest on MFCCs 44.3 % (Piczak 2015)"
    )
    return [Table("ESC-50", rows, note)]


def audioset(folder: Path, settings: Settings, report: Report) -> list[Table]:
    """Mean average precision over the classes that occur."""
    chosen = sample(readers.audioset(folder), report.few(1000, 50))
    with tempfile.TemporaryDirectory() as place:
        context = workbench(settings, Path(place))
        identifiers = _identifiers(context)
        heard = np.stack([_scores(context, item, report) for item in chosen])
    truth = np.array([[name in item.labels for name in identifiers] for item in chosen])
    occurring = np.flatnonzero(truth.any(axis=0))
    rows = [
        {"system": "YAMNet, mean over a clip", "n": len(chosen), "mAP": _map(heard, truth)},
        {"system": "chance", "n": len(chosen), "mAP": round(truth[:, occurring].mean(), 4)},
    ]
    note = f"{len(occurring)} classes; published for YAMNet on the balanced evaluation set: 0.306"
    return [Table("AudioSet", rows, note)]


def _map(scores: NDArray[np.floating], truth: NDArray[np.bool_]) -> float:
    occurring = np.flatnonzero(truth.any(axis=0))
    return round(
        float(np.mean([average_precision(scores[:, k], truth[:, k]) for k in occurring])), 4
    )


def _scores(context: ToolContext, item: readers.Labelled, report: Report) -> NDArray[np.floating]:
    """Mean score of each class over a recording, shape (521,)."""
    report(item.path.stem)
    return listen(context, item.path).scores.mean(axis=0)


def _best(scores: NDArray[np.floating], classes: dict[str, list[int]]) -> str:
    return max(classes, key=lambda name: max((float(scores[k]) for k in classes[name]), default=-1))


def _by_words(name: str, labels: list[str]) -> list[int]:
    words = set(name.split())
    shared = [len(words & set(label.lower().replace(",", " ").split())) for label in labels]
    return [int(np.argmax(shared))] if max(shared) else []


def _identifiers(context: ToolContext) -> list[str]:
    """AudioSet's identifier of each of the classifier's classes."""
    listing = next(context.engines.model("yamnet").rglob("*class_map*.csv"))
    with listing.open(encoding="utf-8", newline="") as file:
        return [row["mid"] for row in csv.DictReader(file)]


MEASURES: dict[str, Callable[[Path, Settings, Report], list[Table]]] = {
    "ESC-50": esc50,
    "AudioSet": audioset,
}
