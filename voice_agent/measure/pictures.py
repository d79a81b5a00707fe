"""Pictures: whether photos are named rightly, and whether what is made of them is heard so.

Photos come from a folder, ``VOICE_AGENT_BENCH_PHOTOS``, whose file ``truth.toml`` names for
each file the words of which one must be in the name of a class ("cheetah.jpg = ['cheetah']",
an empty list for what no class is: page, texture, drawing); else the project's own few serve.
Beside it in the same run: the class that is commonest among the answers, given always.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.foley import scene
from voice_agent.foley.reading import read
from voice_agent.foley.sound import RATE
from voice_agent.measure.table import Report, Table
from voice_agent.pictures.network import ImageClassifier
from voice_agent.pictures.opening import opened
from voice_agent.pictures.seeing import Sight, families, look
from voice_agent.pictures.telling import SURE, caption, imagined
from voice_agent.settings import ROOT, Settings

FOLDER_VARIABLE = "VOICE_AGENT_BENCH_PHOTOS"
_OWN = {
    "tests/pictures/chelsea.jpg": ["cat"],
    "tests/pictures/coffee.jpg": ["espresso", "cup", "coffee"],
    "docs/terminal.png": [],
    "docs/tools/generate_audio.png": [],
}
_SECONDS = 6.0
_SEED = 301
_HEARD = 5  # classes that count as heard


@dataclass(frozen=True)
class Judged:
    """A photo, what would be right of it, and what was seen."""

    name: str
    truth: tuple[str, ...]
    sight: Sight

    def right(self, among: int) -> bool:
        return any(_fits(label.name, self.truth) for label in self.sight.labels[:among])


def capability(settings: Settings, report: Report, *, speech: Path | None = None) -> list[Table]:
    """Names of photos, and the sounds of every kind of thing."""
    classifier = ImageClassifier(load_path("efficientnet-lite0"))
    judged = []
    for path, truth in _photos():
        report(f"looking at {path.name}")
        judged.append(Judged(path.name, tuple(truth), look(opened(path).image, classifier)))
    return [_names(judged), _doubts(judged), _sounds(report)]


def _names(judged: Sequence[Judged]) -> Table:
    known = [photo for photo in judged if photo.truth]
    common = Counter(label.name for photo in known for label in photo.sight.labels)
    guess = common.most_common(1)[0][0]
    rows: list[dict[str, Any]] = [
        {
            "system": "EfficientNet-Lite0",
            "top_1": sum(photo.right(1) for photo in known),
            "top_5": sum(photo.right(5) for photo in known),
            "n": len(known),
        }
    ]
    always = sum(_fits(guess, photo.truth) for photo in known)
    rows.append({"system": f"always {guess}", "top_1": always, "top_5": always, "n": len(known)})
    return Table("Photos named rightly", rows, "photos of things that are among the classes")


def _doubts(judged: Sequence[Judged]) -> Table:
    """How often something is claimed of pictures that show nothing of the classes."""
    strange = [photo for photo in judged if not photo.truth]
    known = [photo for photo in judged if photo.truth]
    rows = [
        {
            "pictures": name,
            "n": len(group),
            "claimed_surely": sum(_claimed(photo.sight) for photo in group),
            "claimed_wrongly": sum(_claimed(photo.sight) and not photo.right(1) for photo in group),
            "given_a_sound": sum(imagined(photo.sight) is not None for photo in group),
            "claimed_by_top_class_at_half": sum(
                photo.sight.labels[0].probability >= 0.5 for photo in group
            ),
        }
        for name, group in (("of known things", known), ("of nothing known", strange))
        if group
    ]
    return Table("Claims", rows, "drawings, pages, textures beside photos of known things")


def _claimed(sight: Sight) -> bool:
    return sight.kinds[0].probability >= SURE and caption(sight).startswith("I see ")


def _sounds(report: Report) -> Table:
    """Each kind that sounds: is what the table promises heard in what is made of it?"""
    from voice_agent.sound.yamnet import SoundClassifier

    classifier = SoundClassifier(load_path("yamnet"))
    kinds = [kind for family in families() for kind in family.kinds if kind.sound]
    known = [kind for kind in kinds if read(kind.sound).wishes]
    tried = known[:: report.few(3, 12)]
    heard = chance = 0
    for place, kind in enumerate(tried):
        report(f"sound of {kind.name}")
        wishes = read(kind.sound)
        samples = scene.build(wishes, _SECONDS, _SEED + place).samples
        best = _best(classifier, samples)
        other = read(tried[(place + len(tried) // 2) % len(tried)].sound)
        heard += any(set(wish.sound.heard_as) & best for wish in wishes.wishes)
        chance += any(set(wish.sound.heard_as) & best for wish in other.wishes)
    row = {
        "kinds_that_sound": len(kinds),
        "with_a_sound_model": len(known),
        "tried": len(tried),
        "heard_percent": round(100.0 * heard / max(1, len(tried)), 1),
        "another_kinds_sound_percent": round(100.0 * chance / max(1, len(tried)), 1),
    }
    note = f"a promised class is among YAMNet's best {_HEARD}, {_SECONDS:g} s, one seed"
    return Table("Sounds of what is seen", [row], note)


def _best(classifier: Any, samples: NDArray[np.float32]) -> set[str]:
    import soxr

    mono = soxr.resample(samples.mean(axis=1), RATE, 16_000).astype(np.float32)
    scores = classifier.scores(mono).max(axis=0)
    return {classifier.labels[index] for index in np.argsort(-scores)[:_HEARD]}


def _fits(name: str, truth: Sequence[str]) -> bool:
    return any(word in name for word in truth)


def _photos() -> list[tuple[Path, list[str]]]:
    folder = os.environ.get(FOLDER_VARIABLE)
    if not folder:
        return [(ROOT / name, truth) for name, truth in _OWN.items()]
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    truth = tomllib.loads((Path(folder) / "truth.toml").read_text(encoding="utf-8"))
    return [(Path(folder) / name, words) for name, words in truth.items()]
