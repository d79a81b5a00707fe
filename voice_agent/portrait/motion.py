"""Everything that moves, over time: the mouth with the sounds, the rest like somebody alive.

Blinks, small movements of the head and raised brows come from a seed: the same audio and seed
give the same film. Nods and brows go with prominent vowels (long and loud ones), which is where
speakers put them (Graf et al. 2002, visual prosody).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.articulation import (
    MouthTrack,
    articulate,
    flap,
    loudness,
    pauses,
    smoothed,
)
from voice_agent.portrait.pose import Pose
from voice_agent.portrait.visemes import VOWELS, Sound

F32 = NDArray[np.float32]

_BLINK = (0.07, 0.05, 0.14)  # seconds in which lids close, stay, open
_BLINK_EVERY = 3.8  # seconds on average
_NOD_APART = 0.9  # seconds from one accent to the next at least
_STILL = 0.45  # of its movement that a listening head keeps
_DRIFTS = {"x": 0.010, "y": 0.006, "roll": 0.020, "yaw": 0.014, "pitch": 0.009}


@dataclass(frozen=True, eq=False)
class Motion:
    """A pose for every frame, ``fps`` of them a second."""

    mouth: MouthTrack
    blink: F32
    brow: F32
    head: dict[str, F32]
    energy: F32
    fps: float

    def __len__(self) -> int:
        return len(self.energy)

    def pose(self, frame: int) -> Pose:
        mouth = self.mouth
        return Pose(
            gap=float(mouth.gap[frame]),
            jaw=float(mouth.jaw[frame]),
            width=float(mouth.width[frame]),
            tuck=float(mouth.tuck[frame]),
            tongue=float(mouth.tongue[frame]),
            press=float(mouth.press[frame]),
            blink=float(self.blink[frame]),
            brow=float(self.brow[frame]),
            **{name: float(values[frame]) for name, values in self.head.items()},
        )


def choreograph(
    sounds: Sequence[Sound],
    levels: F32,
    step: float,
    *,
    seconds: float,
    fps: float,
    seed: int = 0,
) -> Motion:
    """The motion of a portrait that says ``sounds``; without any, it moves with the loudness.

    ``levels`` are root mean squares every ``step`` seconds.
    """
    frames = max(1, int(np.ceil(seconds * fps - 1e-6)))
    energy = loudness(levels, step, frames, fps)
    mouth = articulate(sounds, frames, fps, energy) if sounds else flap(frames, energy)
    random = np.random.default_rng(seed)
    accents = prominent(sounds, energy, fps)
    silences = pauses(sounds, seconds) if sounds else []
    brows = accents[::3]
    nod = _bumps(accents, frames, fps, rise=0.16, fall=0.30)
    return Motion(
        mouth=mouth,
        blink=_blinks(random, frames, fps, [start for start, _ in silences]),
        brow=0.8 * _bumps(brows, frames, fps, rise=0.14, fall=0.45),
        head=_head(random, frames, fps, energy, nod),
        energy=energy,
        fps=fps,
    )


def prominent(sounds: Sequence[Sound], energy: F32, fps: float) -> list[float]:
    """Times of the vowels that stand out: long and loud, and some distance apart."""
    vowels = [sound for sound in sounds if sound.symbol in VOWELS]
    if vowels:
        frame = [min(int(s.middle * fps), len(energy) - 1) for s in vowels]
        weights = [(s.end - s.start) * (0.2 + float(energy[f]))
                  for s, f in zip(vowels, frame, strict=True)]  # fmt: skip
        candidates = list(zip(weights, [s.middle for s in vowels], strict=True))
    else:
        peaks = np.flatnonzero(
            (energy[1:-1] > energy[:-2]) & (energy[1:-1] >= energy[2:]) & (energy[1:-1] > 0.5)
        )
        candidates = [(float(energy[p + 1]), (float(p) + 1.5) / fps) for p in peaks]
    if not candidates:
        return []
    least = float(np.percentile([weight for weight, _ in candidates], 60))
    chosen: list[float] = []
    for weight, time in candidates:
        if weight >= least and (not chosen or time - chosen[-1] >= _NOD_APART):
            chosen.append(time)
    return chosen


def _bumps(times: Sequence[float], frames: int, fps: float, *, rise: float, fall: float) -> F32:
    """1 at each of the times, with smooth flanks."""
    clock = (np.arange(frames) + 0.5) / fps
    values = np.zeros(frames)
    for time in times:
        first, last = np.searchsorted(clock, [time - rise, time + fall])
        near = clock[first:last] - time
        place = np.clip(np.where(near < 0.0, near / rise, near / fall), -1.0, 1.0)
        values[first:last] = np.maximum(values[first:last], 0.5 + 0.5 * np.cos(np.pi * place))
    return values.astype(np.float32)


def _blinks(random: np.random.Generator, frames: int, fps: float, favoured: Sequence[float]) -> F32:
    """Lids from 0 (open) to 1: now and then, rather at the beginning of a pause."""
    seconds = frames / fps
    times: list[float] = []
    time = float(random.uniform(0.8, 2.5))
    while time < seconds:
        near = [t for t in favoured if abs(t - time) < 0.8]
        times.append(near[0] + 0.08 if near else time)
        time = max(time, times[-1]) + 0.9 + float(random.exponential(_BLINK_EVERY - 0.9))
    close, stay, open_ = _BLINK
    clock = (np.arange(frames) + 0.5) / fps
    lids = np.zeros(frames)
    for time in times:
        since = clock - time
        first, last = np.searchsorted(clock, [time, time + close + stay + open_])
        part = since[first:last]
        shut = np.minimum(part / close, np.minimum(1.0, (close + stay + open_ - part) / open_))
        lids[first:last] = np.maximum(lids[first:last], np.clip(shut, 0.0, 1.0))
    return (lids * lids * (3.0 - 2.0 * lids)).astype(np.float32)


def _head(
    random: np.random.Generator, frames: int, fps: float, energy: F32, nod: F32
) -> dict[str, F32]:
    """Slow drifts, livelier while speaking, from and back to rest; nods on accents."""
    lively = _STILL + (1.0 - _STILL) * np.clip(2.0 * smoothed(energy, 0.6 * fps), 0.0, 1.0)
    clock = np.arange(frames) / fps
    edge = np.clip(np.minimum(clock, clock[-1] - clock) / 0.8, 0.0, 1.0)
    lively = lively[:frames] * edge * edge * (3.0 - 2.0 * edge)
    tracks = {}
    for name, size in _DRIFTS.items():
        drift = np.zeros(frames)
        for _ in range(4):
            frequency, phase = random.uniform(0.07, 0.42), random.uniform(0.0, 2.0 * np.pi)
            drift += np.sin(2.0 * np.pi * frequency * clock + phase) / 2.4
        tracks[name] = (size * drift * lively).astype(np.float32)
    tracks["pitch"] += (0.012 * nod * edge).astype(np.float32)
    tracks["y"] += (0.005 * nod * edge).astype(np.float32)
    return tracks
