"""How well described sounds are understood, and found in time.

Understanding: descriptions that were written by hand beside the classes that would do, against
looking for the words in the classes' names. Finding: where one of two sounds is, in hundredths
of a second (F1 of the time marked), against the class's score above one half.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.measure.data.sound_scenes import RATE, SECONDS, VOICE, scenes, share_of_time
from voice_agent.measure.data.workbench import workbench
from voice_agent.measure.report.table import Report, Table
from voice_agent.settings import Settings
from voice_agent.sound import files, yamnet
from voice_agent.tools._target import seek, vocabulary
from voice_agent.tools._yamnet import classifier, listen
from voice_agent.tools.context import ToolContext
from voice_agent.units import Audio

# Description: classes of which at least one must be meant; none: it is no sound.
DESCRIPTIONS = {
    "somebody hammering a nail": "Hammer", "the puppy yelping": "Dog|Yip|Whimper (dog)",
    "a fire truck going by": "Fire engine, fire truck (siren)|Siren",
    "my neighbour's lawnmower": "Lawn mower", "an infant wailing": "Baby cry, infant cry",
    "people applauding": "Applause|Clapping", "a kettle coming to the boil": "Boiling|Whistle",
    "thunderclaps": "Thunder|Thunderstorm", "a jackdaw": "Crow|Caw", "a budgie": "Bird",
    "high heels on the floor": "Walk, footsteps", "a soprano": "Singing|Opera|Choir",
    "an orchestra tuning up": "Orchestra", "typing on a laptop": "Typing|Computer keyboard",
    "the smoke detector going off": "Smoke detector, smoke alarm", "a bassoon":
    "Wind instrument, woodwind instrument|Clarinet", "a ringing mobile":
    "Telephone|Ringtone|Telephone bell ringing", "somebody snoring loudly": "Snoring",
    "a plate being smashed": "Breaking|Shatter|Smash, crash|Dishes, pots, and pans",
    "the microwave": "Microwave oven", "surf on a beach": "Waves, surf|Ocean",
    "a toddler giggling": "Giggle|Laughter|Baby laughter", "gusts of wind": "Wind",
    "chickens": "Chicken, rooster|Cluck", "a poodle": "Dog", "a trombone solo": "Trombone",
    "the whine of a mosquito": "Mosquito", "rifle shots": "Gunshot, gunfire",
    "an aircraft taking off": "Aircraft|Fixed-wing aircraft, airplane",
    "forks and knives": "Cutlery, silverware",
    "a motorbike": "Motorcycle", "a drill in the wall": "Drill", "the hum of a transformer":
    "Hum|Mains hum", "a squeaky hinge": "Squeak|Creak", "a knock at the door": "Knock",
    "a referee's whistle": "Whistle", "a vinyl record being scratched":
    "Scratching (performance technique)", "bees around a hive": "Bee, wasp, etc.",
    "a lorry reversing": "Reversing beeps", "hooves on cobblestones": "Clip-clop", "a duckling":
    "Duck|Quack", "coins falling on the table": "Coin (dropping)", "a person sobbing":
    "Crying, sobbing", "a tap left running": "Water tap, faucet", "someone sneezing": "Sneeze",
    "a church organ": "Organ", "a fight with swords": "", "the colour green": "", "tomorrow": "",
    "fairness": "", "an invoice": "", "xyzzy": "",
}  # fmt: skip


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, count: int = 48
) -> list[Table]:
    """Two tables: descriptions, and intervals in ``count`` mixtures at 0 dB."""
    count = report.few(count, 8)
    with tempfile.TemporaryDirectory() as folder:
        context = workbench(settings, Path(folder))
        report("descriptions")
        understood = _understood(context)
        found = _found(context, report, speech, count, Path(folder) / "mixture.wav")
    return [understood, found]


def _understood(context: ToolContext) -> Table:
    labels = classifier(context).labels
    known = vocabulary(context)

    def ours(text: str) -> Sequence[str]:
        meaning = known.understand(text)
        return meaning.labels if meaning else ()

    def by_name(text: str) -> Sequence[str]:
        words = {word for word in text.lower().split() if len(word) > 2}
        scores = [len(words & set(label.lower().replace(",", " ").split())) for label in labels]
        best = int(np.argmax(scores))
        return (labels[best],) if scores[best] else ()

    rows: list[dict[str, Any]] = []
    for name, understand in (("detect_target_sound", ours), ("words in class names", by_name)):
        meant = {t: set(c.split("|")) for t, c in DESCRIPTIONS.items() if c}
        odd = [text for text, classes in DESCRIPTIONS.items() if not classes]
        right = sum(bool(classes & set(understand(text))) for text, classes in meant.items())
        rows.append(
            {
                "way": name,
                "understood_%": round(100 * right / len(meant), 1),
                "not_sounds_refused_%": round(
                    100 * sum(not understand(text) for text in odd) / len(odd), 1
                ),
            }
        )
    return Table("Understanding descriptions", rows, f"{len(DESCRIPTIONS)} descriptions")


def _found(
    context: ToolContext, report: Report, speech: Path | None, count: int, path: Path
) -> Table:
    labels = classifier(context).labels
    scores: dict[str, list[tuple[float, float, float]]] = {}
    absent = wrong = 0
    mixtures = scenes(count, speech=speech, seed=2)
    for index, mixture in enumerate(mixtures):
        report(f"mixture {index + 1} of {count}: {mixture.description}")
        with files.AudioWriter(path, RATE, 1) as writer:
            writer.write(Audio(mixture.mixed, RATE))
        heard = listen(context, path)
        sought = seek(context, mixture.description)
        truth = share_of_time(mixture.spans, SECONDS)
        if sought is None:
            continue
        events, score = sought.find(heard, labels)
        spans = [(event.start, event.end) for event in events]
        plain = [
            (i * yamnet.HOP_SECONDS + 0.36, i * yamnet.HOP_SECONDS + 0.6)
            for i in np.flatnonzero(score > 0.5)
        ]
        for name, given in (("detect_target_sound", spans), ("score above one half", plain)):
            marked = share_of_time(given, SECONDS)[: len(truth)]
            scores.setdefault(name, []).append(_overlap(truth, marked))
        other = seek(context, _absent(mixture.description, mixture.other))
        if other is not None:
            absent += 1
            wrong += bool(other.find(heard, labels)[0])
    rows = [
        {
            "way": name,
            "f1": round(float(2 * hit / max(marked + there, 1e-9)), 3),
            "precision": round(float(hit / max(marked, 1e-9)), 3),
            "recall": round(float(hit / max(there, 1e-9)), 3),
            "heard_at_all_%": round(100 * float(np.mean([s[0] > 0 for s in found])), 1),
        }
        for name, found in scores.items()
        for hit, marked, there in [np.sum(found, axis=0)]
    ]
    note = (
        f"{count} mixtures of two sounds at 0 dB; of {absent} sounds that are not in them, "
        f"{wrong} were found"
    )
    return Table("Finding a sound in time", rows, note)


def _absent(*present: str) -> str:
    """A sound that is not in the mixture."""
    words = " ".join(present)
    choices = ("a chainsaw", "a piano", "applause", "a helicopter")
    if VOICE in words:
        choices = choices[::-1]
    return choices[len(words) % len(choices)]


def _overlap(truth: NDArray[np.bool_], marked: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Hundredths of a second that are rightly marked, marked, and to be marked."""
    return float((truth & marked).sum()), float(marked.sum()), float(truth.sum())
