"""Pictures: whether photos are named rightly, and whether what is made of them is heard so.

Photos come from a folder, ``VOICE_AGENT_BENCH_PHOTOS``, whose file ``truth.toml`` names for
each file the words of which one must be in the name of a class ("cheetah.jpg = ['cheetah']",
an empty list for what no class is: page, texture, drawing), or a table that also tells which
sound models would be right there ("cow.jpg = {names = ['ox'], sounds = ['a cow']}"); else the
project's own few serve. Beside it in the same run: the commonest answer, given always.
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
from voice_agent.measure.report.table import Report, Table
from voice_agent.pictures.network import ImageClassifier
from voice_agent.pictures.opening import opened
from voice_agent.pictures.seeing import Sight, families, look
from voice_agent.pictures.telling import SURE, caption, imagined
from voice_agent.settings import ROOT, Settings

FOLDER_VARIABLE = "VOICE_AGENT_BENCH_PHOTOS"
_OWN: dict[str, Any] = {
    "tests/pictures/chelsea.jpg": {"names": ["cat"], "sounds": ["a cat", "a purring cat"]},
    "tests/pictures/coffee.jpg": ["espresso", "cup", "coffee"],
    "docs/terminal.png": [],
    "docs/tools/generate_audio.png": [],
}
_SECONDS = 6.0
_SEED = 301
_HEARD = 5  # classes that count as heard


@dataclass(frozen=True)
class Judged:
    """A photo, what would be right of it, and what was seen.

    ``sounds``: the sound models that would be right; None where nobody has said.
    """

    name: str
    truth: tuple[str, ...]
    sounds: tuple[str, ...] | None
    sight: Sight

    def right(self, among: int) -> bool:
        return any(_fits(label.name, self.truth) for label in self.sight.labels[:among])


def capability(settings: Settings, report: Report, *, speech: Path | None = None) -> list[Table]:
    """Names of photos, and the sounds of every kind of thing."""
    classifier = ImageClassifier(load_path("efficientnet-lite0"))
    judged = []
    for path, names, heard in _photos():
        report(f"looking at {path.name}")
        judged.append(Judged(path.name, names, heard, look(opened(path).image, classifier)))
    return [_names(judged), _doubts(judged), _imagined(judged), _sounds(report)]


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


def _imagined(judged: Sequence[Judged]) -> Table:
    """What would be heard there: the sound models chosen beside those that would be right."""
    told = [photo for photo in judged if photo.sounds is not None]
    sounding = [photo for photo in told if photo.sounds]
    chosen = {photo.name: _models(photo.sight) for photo in told}
    common = Counter(name for photo in sounding for name in photo.sounds or ()).most_common(1)
    always = {common[0][0]} if common else set()
    rows = [
        {
            "system": system,
            "right": sum(bool(answer(photo) & set(photo.sounds or ())) for photo in sounding),
            "another_sound": sum(
                bool(answer(photo)) and not answer(photo) & set(photo.sounds or ())
                for photo in sounding
            ),
            "refused": sum(not answer(photo) for photo in sounding),
            "n": len(sounding),
            "given_one_where_none_is_right": sum(
                bool(answer(photo)) for photo in told if not photo.sounds
            ),
            "of": len(told) - len(sounding),
        }
        for system, answer in (
            ("what is seen", lambda photo: chosen[photo.name]),
            (f"always {' '.join(always)}", lambda photo: always),
        )
    ]
    note = "photos of which somebody has said by hand which sound models would be right there"
    return Table("What would be heard there", rows, note)


def _models(sight: Sight) -> set[str]:
    """The sound models that ``generate_audio`` would use for a picture."""
    guess = imagined(sight)
    return {wish.sound.name for wish in read(guess.description).wishes} if guess else set()


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


def _photos() -> list[tuple[Path, tuple[str, ...], tuple[str, ...] | None]]:
    """Files, the words that are right in a class's name, the sound models that are right."""
    folder = os.environ.get(FOLDER_VARIABLE)
    root, truth = ROOT, _OWN
    if folder:
        if sys.version_info >= (3, 11):
            import tomllib
        else:
            import tomli as tomllib
        root = Path(folder)
        truth = tomllib.loads((root / "truth.toml").read_text(encoding="utf-8"))
    found = []
    for name, right in truth.items():
        told = right if isinstance(right, dict) else {"names": right}
        sounds = tuple(told["sounds"]) if "sounds" in told else None
        found.append((root / name, tuple(told["names"]), sounds))
    return found
