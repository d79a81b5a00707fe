"""Trains which change of what was just made some words mean: writes models/planner/changes.npz.

    python training/planner/changes.py

The lines of ``phrases/changes.txt``, each said after one thing; for "other", small talk, wishes
elsewhere and requests for work, too, each after any thing. Small networks with one hidden layer,
whose means count, on the features that topics are known by; the things share their weights but
for a bias of the hidden layer, so that "slower" is learnt from music for speech. A tenth of the
lines is left out first, to tell how well they know what they have not seen. Four minutes on one
core; the seeds do not matter much.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT)]

from generate import Generator  # noqa: E402
from grammar import sections  # noqa: E402
from networks import Rows, save  # noqa: E402

from voice_agent.think.offline.dialogue.changes import (  # noqa: E402
    NONE,
    WEIGHTS,
    WISHLESS,
    ChangeModel,
    changes_of,
    things,
)
from voice_agent.think.offline.reader.model import ModelReader  # noqa: E402
from voice_agent.think.offline.reader.networks import barred  # noqa: E402

MADE = 2000  # requests that the grammar makes, none of which changes anything
TALK = 3000  # lines of small talk
# Topics that are the changes of some thing, too.
LIKE_CHANGES = {
    "louder", "quieter", "faster", "slower", "other_voice", "usual_voice", "say_again", "undo",
    "complaint", "work",
}  # fmt: skip
# How it is said that there is too much of something, or that it is not enough.
TOO = (
    "too {}", "it's too {}", "that's too {}", "that was a bit too {}", "way too {}",
    "it is too {} for me",
    "hmm, too {}", "too {}, I'd say", "sorry, that's much too {}", "a little too {}, isn't it?",
    "less {}", "less {} please", "not so {}", "not quite so {}, please", "could it be less {}?",
    "can you make it less {}?", "I want it less {}", "it sounds too {} to me", "nice, but too {}",
    "it shouldn't be that {}", "does it have to be so {}?", "why is it so {}?",
    "it came out too {}",
    "no, that's far too {}", "I find it too {}", "it's all a bit {} for my taste",
)  # fmt: skip
ENOUGH = (
    "not {} enough", "it's not {} enough", "that isn't {} enough", "could be more {}",
    "I'd like it more {}", "make it more {}", "hmm, not {} enough for me", "it should be more {}",
    "more {} please", "I expected something more {}", "it could do with being more {}",
    "a bit more {}", "it isn't {} enough yet", "nice, but not {} enough", "I wanted it {}",
)  # fmt: skip
EACH = 8  # patterns for each word
CHANGES = ("redo", "answer", "undo", "repeat", "play_audio")
IDLE = {NONE, *WISHLESS}
# What a line counts that means no change, of which people say more than the authors wrote, one in
# words that few would choose, and one that was not said after the thing.
OTHERS, FARTHER, SHARE = 1.5, 0.4, 0.3
HELD = 10


def lines() -> list[tuple[str, str, str, float]]:
    """Texts, after what they were said, the changes that they mean, and what each counts."""
    said = [
        (text, thing, change, OTHERS if change in IDLE else count)
        for name, count in (("changes.txt", 1.0), ("changes_farther.txt", FARTHER))
        for section, texts in sections(name, alone=True).items()
        for thing, change in [section.split(" ")]
        for text in texts
    ]
    names, chance = sorted(things()), random.Random(7)
    said += [(text, *section, 1.0) for text, *section in measures(chance)]
    small = [
        text
        for topic, texts in sections("topics.txt").items()
        if topic not in LIKE_CHANGES
        for text in texts
    ]
    generator = Generator()
    made = [generator.request(chance) for _ in range(MADE)]
    work = [one.text for one in made if not any(task in CHANGES for task, _ in one.clauses)]
    others = chance.sample(small, TALK) + work
    return said + [(text, chance.choice(names), NONE, SHARE) for text in others]


def measures(chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Texts by which there is too much of something or not enough, the thing and the change: the
    word alone would mean the opposite of "too fast"."""
    patterns = {"too": TOO, "enough": ENOUGH}
    for section, lists in sections("too.txt").items():
        thing, change = section.split(" ")
        for line in lists:
            kind, _, words = line.partition(":")
            for word in words.split(","):
                for pattern in chance.sample(patterns[kind], EACH):
                    yield pattern.format(word.strip()), thing, change


def report(rows: Rows, kinds: Sequence[str], names: Sequence[str], folder: Path) -> None:
    """Of lines left out: how many changes are found, how many of those found are right, and how
    much that is none is taken for one."""
    model = ChangeModel(folder)
    guesses = [model.of(x)[kinds[at]] for x, at in zip(rows.x, rows.context, strict=True)]
    means = np.array([names[change] for change in rows.y])
    idle = np.isin(means, list(IDLE))
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        found = np.array([g.name if g.chance >= least else NONE for g in guesses])
        changes = ~np.isin(found, list(IDLE))
        right, wrong = (found == means) & ~idle, changes & idle
        print(
            f"from {least:.1f}: {right.sum() / (~idle).sum():.3f} of {(~idle).sum()} changes "
            f"found, {right.sum() / changes.sum():.3f} of {changes.sum()} right; "
            f"{wrong.sum() / idle.sum():.3f} of {idle.sum()} others taken for one; "
            + ", ".join(
                f"{(found == name)[means == name].mean():.2f} of {(means == name).sum()} {name}s, "
                f"{(means == name)[found == name].mean():.2f} right"
                for name in sorted(WISHLESS)
            )
        )


def read(folder: Path) -> tuple[Rows, list[str], list[str]]:
    """The lines as rows, the names of things and of changes."""
    said = lines()
    if unknown := [s for s in said if s[2] not in changes_of(s[1])]:
        raise SystemExit(f"not in changes.toml: {unknown[0]}")
    kinds, names = sorted(things()), sorted({change for _, _, change, _ in said})
    reader = ModelReader(folder)
    rows = Rows(
        np.stack([reader.features(text) for text, *_ in said]),
        np.array([kinds.index(thing) for _, thing, _, _ in said]),
        np.array([names.index(change) for _, _, change, _ in said]),
        np.array([weight for *_, weight in said], np.float32),
    )
    return rows, kinds, names


def main() -> None:
    folder = ROOT / "models" / "planner"
    rows, kinds, names = read(folder)
    said = rows.weight != np.float32(SHARE)
    print(f"{said.sum()} lines, {(~said).sum()} of other talk and work")
    held = (np.random.default_rng(0).permutation(len(said)) % HELD == 0) & said
    bars = np.array([barred(names, changes_of(thing)) for thing in kinds], np.float32)
    save(folder / WEIGHTS, rows.where(~held), names, kinds, bars)
    report(rows.where(held), kinds, names, folder)
    save(folder / WEIGHTS, rows, names, kinds, bars)


if __name__ == "__main__":
    main()
