"""Captions against sentences that people could have written: scenes whose events are known.

``caption_scenes.txt`` holds what sounds when, and three sentences for each scene, written before
any caption of them was seen. Overlap of a caption with its sentences is F1 of content words
(ROUGE-1) and of the longest common subsequence (ROUGE-L: order counts), the mean of the three.
What is quoted of the speech is left out of it. Beside the tool the names of the two classes with
the highest scores, as one says them; and one sentence again and again.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voice_agent.catalogue import load_path
from voice_agent.foley.blocks.envelopes import faded
from voice_agent.foley.library import sounds
from voice_agent.foley.sound import RATE, Course, Manner
from voice_agent.measure.data.hearing_data import SUFFIXES
from voice_agent.measure.data.sound_scenes import Signal
from voice_agent.measure.data.workbench import workbench
from voice_agent.measure.report.table import Report, Table, mean_of
from voice_agent.measure.scores.word_overlap import rouge_1, rouge_l
from voice_agent.settings import Settings
from voice_agent.sound import files
from voice_agent.sound.pitch import median_pitch
from voice_agent.tools._audioset import SCENES
from voice_agent.tools._said import said
from voice_agent.tools._yamnet import classifier
from voice_agent.tools.caption_audio import caption_audio
from voice_agent.units import Audio

SCENES_FILE = Path(__file__).with_name("caption_scenes.txt")
SECONDS = 10.0
_LOW, _HIGH = 125.0, 190.0  # Hz; a reader below is taken for a man, one above for a woman
_OFTEN = "A man speaks while music plays."
_PART = re.compile(r"(?P<what>[a-z ]+?)(?P<at>(?: @[\d.]+)+)(?: for (?P<long>[\d.]+))?"
                   r"(?: (?P<level>-\d+))?")  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A sound, when it begins (seconds), how long it lasts (None: as long as it is), in dB."""

    what: str
    starts: tuple[float, ...]
    seconds: float | None
    level: float


@dataclass(frozen=True)
class Described:
    """A scene and what is written about it."""

    parts: tuple[Part, ...]
    references: tuple[str, ...]


def described(group: str = "test") -> list[Described]:
    """The scenes of a group ("dev" for trying things out, "test" for what is reported)."""
    found = []
    for line in SCENES_FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{group} |"):
            _, parts, *references = (field.strip() for field in line.split("|"))
            read = tuple(_part(text.strip()) for text in parts.split(";"))
            found.append(Described(read, tuple(references)))
    return found


def capability(
    settings: Settings, report: Report, *, speech: Path | None = None, group: str = "test"
) -> list[Table]:
    """Overlap of captions with three sentences each."""
    chosen = described(group)[: report.few(100, 6)]
    texts: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        context = workbench(settings, Path(folder))
        engine = classifier(context)
        for number, (scene, samples) in enumerate(rendered(chosen, speech)):
            report(f"scene {number + 1} of {len(chosen)}")
            path = Path(folder) / f"scene-{number}.wav"
            with files.AudioWriter(path, RATE, 1) as writer:
                writer.write(samples)
            attached = context.files.attach(path)[-1].path  # type: ignore[attr-defined]
            text = str(caption_audio(context, attached).data["caption"])
            mono = next(files.blocks(path, 30.0, rate=16_000, mono=True)).mono()
            likely = np.argsort(-engine.scores(mono).max(axis=0))
            names = [said(engine.labels[i]) for i in likely if engine.labels[i] not in SCENES][:2]
            for way, given in {
                "caption_audio": re.sub(r'"[^"]*"', "", text),
                "two highest scores": " and ".join(names),
                f"always '{_OFTEN}'": _OFTEN,
            }.items():
                texts.setdefault(way, []).append((given, scene.references))
    rows: list[dict[str, Any]] = [
        {
            "way": way,
            "rouge_1": mean_of([_mean(rouge_1, *pair) for pair in pairs]),
            "rouge_l": mean_of([_mean(rouge_l, *pair) for pair in pairs]),
            "best_of_three": mean_of([max(rouge_1(r, pair[0]) for r in pair[1]) for pair in pairs]),
            "n": len(pairs),
        }
        for way, pairs in texts.items()
    ]
    voices = "natural readers" if speech else "a recorded actor and a synthetic voice"
    note = f"made scenes of one to three sounds, {voices}; three sentences each, 0 to 1"
    return [Table("Captions beside sentences of people", rows, note)]


def rendered(
    chosen: list[Described], speech: Path | None, *, seed: int = 60
) -> Iterator[tuple[Described, Signal]]:
    """Each scene with its samples, mono at 44.1 kHz. The same seed makes the same."""
    readers = _readers(speech)
    for number, scene in enumerate(chosen):
        random = np.random.default_rng([seed, number])
        mixed = np.zeros(round(SECONDS * RATE))
        for part in scene.parts:
            for start in part.starts:
                sound = _sound(part, random, readers, number)
                at = round(start * RATE)
                sound = sound[: len(mixed) - at]
                mixed[at : at + len(sound)] += sound * 10.0 ** (part.level / 20.0)
        mixed += 1e-4 * random.standard_normal(len(mixed))
        yield scene, (0.5 * mixed / np.abs(mixed).max()).astype(np.float32)


def _part(text: str) -> Part:
    found = _PART.fullmatch(text)
    if found is None or found["what"] not in {*sounds(), "man", "woman"}:
        raise ValueError(f"no part of a scene: '{text}'")
    starts = tuple(float(start) for start in found["at"].replace("@", " ").split())
    return Part(
        found["what"], starts, float(found["long"]) if found["long"] else None,
        float(found["level"] or 0),
    )  # fmt: skip


def _sound(
    part: Part, random: np.random.Generator, readers: dict[str, list[Signal]], number: int
) -> np.ndarray:
    """One occurrence at 44.1 kHz, its loudest second at the same level."""
    if part.what in readers:
        voices = readers[part.what]
        voice = voices[number % len(voices)]
        sound = voice[: round((part.seconds or 5.0) * RATE)].astype(float)
    else:
        model = sounds()[part.what]
        long = part.seconds or float(np.mean(model.natural))
        sound = np.zeros(0)
        made = model()
        while len(sound) < long * RATE:  # what sounds once is heard again where it is to last
            once = model.course is Course.ONCE
            seconds = float(np.mean(model.natural)) if once else long
            new = np.asarray(made.render(random, seconds, Manner()), float)
            new = new.mean(axis=0) if new.ndim > 1 else new
            sound = np.concatenate([sound, new])
            if not part.seconds or not once:
                break
            sound = np.concatenate([sound, np.zeros(round(random.uniform(0.3, 0.8) * RATE))])
        sound = sound[: round(long * RATE)] if part.seconds else sound
    sound = faded(sound, 0.01, 0.05)
    return sound / max(_loudest(sound), 1e-6)


def _loudest(sound: np.ndarray) -> float:
    """RMS of the loudest second, or of all where it is shorter."""
    size = min(RATE, max(len(sound), 1))
    sums = np.concatenate([[0.0], np.cumsum(sound**2)])
    return float(np.sqrt((sums[size:] - sums[:-size]).max(initial=0.0) / size))


def _readers(speech: Path | None) -> dict[str, list[Signal]]:
    """Voices at 44.1 kHz, those of men and of women."""
    found: dict[str, list[Signal]] = {"man": [], "woman": []}
    if speech is None:
        from voice_agent.speak.voices import make_voice

        settings = Settings()
        voice = make_voice("fastspeech2", settings.voice, settings.openai, load_path)
        said_ = "I walked along the river for an hour, and then I turned back because of the cold."
        parts = [chunk.audio for chunk in voice.speak(said_)]
        samples = np.concatenate([part.mono() for part in parts])
        found["woman"].append(_wide(Audio(samples[:, None], parts[0].rate)))
        found["man"].append(_wide(files.read(load_path("people-recordings") / "beckett.wav")))
        return found
    paths = sorted(p for p in speech.rglob("*") if p.suffix.lower() in SUFFIXES)
    for path in paths[::-1]:
        audio = files.read(path, max_seconds=SECONDS + 1)
        pitch = median_pitch(audio.mono()[: 6 * audio.rate], audio.rate)
        kind = "man" if 0 < pitch < _LOW else "woman" if pitch > _HIGH else ""
        if kind and len(found[kind]) < 10:
            found[kind].append(_wide(audio))
        if all(len(voices) == 10 for voices in found.values()):
            break
    return found


def _wide(audio: Audio) -> Signal:
    import soxr

    samples: Signal = soxr.resample(audio.mono(), audio.rate, RATE)
    return samples


def _mean(measure: Any, caption: str, references: tuple[str, ...]) -> float:
    return float(np.mean([measure(reference, caption) for reference in references]))
