"""Whether captions tell what is in mixtures of two sounds, and nothing else.

A sound is told when the caption names its class, one above or one below it in AudioSet's
hierarchy. Overlap with the mixture's own description ("a dog and someone speaking") is ROUGE-1
and ROUGE-L of content words (Lin 2004). Beside it the names of the two classes with the highest
scores.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from voice_agent.measure.capability import described_scenes
from voice_agent.measure.data.sound_scenes import RATE, scenes
from voice_agent.measure.data.workbench import workbench
from voice_agent.measure.report.table import Report, Table, mean_of, share_of
from voice_agent.measure.scores.word_overlap import rouge_1, rouge_l
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.tools._audioset import SCENES, ancestors
from voice_agent.tools._caption import caption
from voice_agent.tools._clauses import does
from voice_agent.tools._said import said
from voice_agent.tools._target import vocabulary
from voice_agent.tools._yamnet import classifier
from voice_agent.units import Audio


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 40
) -> list[Table]:
    """How many of the sounds are told, and how many of the told ones are there."""
    count = report.few(count, 7)
    told: dict[str, list[tuple[int, int, int]]] = {}
    texts: dict[str, list[tuple[str, str]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        context = workbench(settings, Path(folder))
        engine, known = classifier(context), vocabulary(context)
        judge = _judge(engine.labels)
        path = Path(folder) / "mixture.wav"
        for index, mixture in enumerate(scenes(count, speech=speech, seed=3)):
            report(f"mixture {index + 1} of {count}")
            with files.AudioWriter(path, RATE, 1) as writer:
                writer.write(Audio(mixture.mixed, RATE))
            meanings = [known.understand(n) for n in (mixture.description, mixture.other)]
            truth = [meaning.labels for meaning in meanings if meaning]
            made = caption(engine, path).replace("someone speaks", "someone speaking")
            told.setdefault("caption_audio", []).append(judge(made, truth))
            scores = next(files.blocks(path, 10.0, rate=16_000, mono=True)).mono()
            likely = [engine.labels[i] for i in np.argsort(-engine.scores(scores).max(axis=0))]
            top = [label for label in likely if label not in SCENES][:2]
            names = ", ".join(said(label) for label in top)
            told.setdefault("two highest scores", []).append(judge(names, truth))
            wanted = f"{mixture.description} and {mixture.other}"
            texts.setdefault("caption_audio", []).append((wanted, made))
            texts.setdefault("two highest scores", []).append((wanted, names))
    rows: list[dict[str, Any]] = []
    for way, counts in told.items():
        found, named, right = np.sum(counts, axis=0)
        rows.append(
            {
                "way": way,
                "sounds_told_%": share_of(int(found), 2 * count),
                "told_that_are_there_%": share_of(int(right), int(named)),
                "told_per_recording": round(float(named / count), 2),
                "rouge_1": mean_of([rouge_1(*pair) for pair in texts[way]]),
                "rouge_l": mean_of([rouge_l(*pair) for pair in texts[way]]),
            }
        )
    table = Table("Captions", rows, f"{count} mixtures of two sounds at 0 dB")
    return [table, *described_scenes.capability(settings, report, speech=speech)]


def _judge(
    labels: Sequence[str],
) -> Callable[[str, Sequence[Sequence[str]]], tuple[int, int, int]]:
    """A function of (caption, the true sounds' classes) -> (true sounds told, sounds told,
    told sounds that are there)."""
    above = ancestors(labels)
    names = {say(label).lower(): label for label in labels[::-1] for say in (said, does)}
    bare = {name.removeprefix("a ").removeprefix("an "): label for name, label in names.items()}
    by_length = sorted(bare.items(), key=lambda item: -len(item[0]))

    def related(label: str, wanted: Sequence[str]) -> bool:
        return any(label == name or label in above[name] or name in above[label] for name in wanted)

    def judge(text: str, truth: Sequence[Sequence[str]]) -> tuple[int, int, int]:
        rest, named = text.lower(), []
        for name, label in by_length:
            if name in rest:
                named.append(label)
                rest = rest.replace(name, "")
        found = sum(any(related(label, wanted) for label in named) for wanted in truth)
        right = sum(any(related(label, wanted) for wanted in truth) for label in named)
        return found, len(named), right

    return judge
