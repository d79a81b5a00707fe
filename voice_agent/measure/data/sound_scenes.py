"""Mixtures of two sounds at the same level, the same for the same seed.

Sounds are those of a folder of recordings, each named for what it is ("dog.wav"), which
``VOICE_AGENT_BENCH_SOUNDS`` names, or else those of our own sound models; half of the mixtures
have a person speaking in them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice_agent.catalogue import load_path
from voice_agent.measure.data.hearing_data import SUFFIXES
from voice_agent.sound import files

FOLDER_VARIABLE = "VOICE_AGENT_BENCH_SOUNDS"
RATE = 32_000
SECONDS = 6.0
VOICE = "someone speaking"

Signal = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Mixture:
    """Two sounds of the same energy; ``target`` is asked for as ``description``.

    ``spans`` is when it sounds, in seconds. ``other`` names what it is mixed with, and
    ``other_spans`` says when.
    """

    description: str
    other: str
    target: Signal
    mixed: Signal
    spans: tuple[tuple[float, float], ...]
    other_spans: tuple[tuple[float, float], ...] = ()


def scenes(count: int, *, speech: Path | None = None, seed: int = 0) -> list[Mixture]:
    """``count`` mixtures: a quarter asks for the voice over a sound, a quarter for the sound
    under a voice, and the others for one of two sounds."""
    random = np.random.default_rng(seed)
    voices, sounds = _voices(speech, count), _sounds(random)
    names = list(sounds)
    made: list[Mixture] = []
    for index in range(count):
        one = names[int(random.integers(len(names)))]
        first = (one, _placed(sounds[one], random))
        if index % 4 < 2:
            second = (VOICE, _placed(voices[index % len(voices)], random))
        else:
            others = [name for name in names if not alike(name, one)]
            other = others[int(random.integers(len(others)))]
            second = (other, _placed(sounds[other], random))
        if index % 4 == 0:
            first, second = second, first
        made.append(_mixed(first, second))
    return made


def _mixed(first: tuple[str, Any], second: tuple[str, Any]) -> Mixture:
    (name, (target, spans)), (other, (rest, other_spans)) = first, second
    target = target / np.sqrt(np.mean(target**2))
    rest = rest / np.sqrt(np.mean(rest**2))
    level = 0.7 / np.abs(target + rest).max()
    mixed = (level * (target + rest)).astype("f4")
    return Mixture(name, other, (level * target).astype("f4"), mixed, spans, other_spans)


def _placed(sound: Signal, random: np.random.Generator) -> tuple[Signal, tuple[Any, ...]]:
    """A sound somewhere in a scene; a short one twice."""
    scene = np.zeros(round(SECONDS * RATE), np.float32)
    times = 2 if len(sound) < 0.35 * len(scene) else 1
    spans = []
    for slot in range(times):
        room = len(scene) // times
        begin = slot * room + int(random.integers(0, max(1, room - len(sound))))
        piece = sound[: len(scene) - begin]
        scene[begin : begin + len(piece)] += piece
        spans.append((begin / RATE, (begin + len(piece)) / RATE))
    return scene, tuple(spans)


def alike(one: str, other: str) -> bool:
    """Whether two names share a word: rain on leaves and rain on a window."""
    words = [set(re.findall(r"[a-z]{4,}", name.lower())) for name in (one, other)]
    return one == other or bool(words[0] & words[1])


def _sounds(random: np.random.Generator) -> dict[str, Signal]:
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder:
        paths = sorted(p for p in Path(folder).iterdir() if p.suffix.lower() in SUFFIXES)
        return {re.sub(r"[ _]*\d*$", "", p.stem): _trimmed(_read(p)) for p in paths}
    return _modelled(random)


def _modelled(random: np.random.Generator) -> dict[str, Signal]:
    """One of each of our sound models."""
    import soxr

    from voice_agent.foley.library import sounds
    from voice_agent.foley.sound import RATE as MODEL_RATE
    from voice_agent.foley.sound import Course, Manner

    made: dict[str, Signal] = {}
    for name, model in sounds().items():
        seconds = SECONDS if model.course is Course.CONTINUOUS else 3.0
        samples = np.asarray(model().render(random, seconds, Manner()))
        samples = samples.mean(axis=0) if samples.ndim > 1 else samples
        made[name] = _trimmed(soxr.resample(samples.astype(np.float32), MODEL_RATE, RATE))
    return {name: samples for name, samples in made.items() if len(samples) > RATE // 5}


def _voices(speech: Path | None, count: int) -> list[Signal]:
    if speech is not None:
        paths = sorted(p for p in speech.rglob("*") if p.suffix.lower() in SUFFIXES)
        return [_trimmed(_read(path)) for path in paths[-count:]]
    reader = _read(load_path("people-recordings") / "two_cities.wav", seconds=44.0)
    size = round(SECONDS * RATE)
    return [reader[start : start + size] for start in range(0, len(reader) - size, size)]


def _read(path: Path, seconds: float = 10.0) -> Signal:
    import soxr

    audio = files.read(path, max_seconds=seconds)
    samples: Signal = soxr.resample(audio.mono(), audio.rate, RATE)
    return samples


def _trimmed(samples: Signal) -> Signal:
    """Without silence at the ends, and no longer than a scene."""
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max(initial=1e-9))
    if not len(loud):
        return samples[:0]
    return samples[loud[0] : loud[-1] + 1][: round(SECONDS * RATE)]


def share_of_time(spans: Sequence[tuple[float, float]], seconds: float) -> NDArray[np.bool_]:
    """Whether a sound is there, every hundredth of a second."""
    there = np.zeros(round(seconds * 100), bool)
    for start, end in spans:
        there[round(start * 100) : round(end * 100)] = True
    return there
