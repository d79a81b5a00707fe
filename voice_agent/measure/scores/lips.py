"""How far a mouth is open in the pictures of a film, and whether that fits what is heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice_agent.portrait.acoustics import RATE, STEP, listen
from voice_agent.portrait.motion import choreograph
from voice_agent.portrait.people import Name, drawn
from voice_agent.portrait.renderer import Renderer
from voice_agent.portrait.visemes import BILABIAL, VOWELS, Sound
from voice_agent.units import Audio

F64 = NDArray[np.float64]

HEIGHT = 288
LAGS = range(-5, 6)  # frames
CLOSED = 0.03  # of the clip's widest opening: no more than that shows between closed lips
OPEN = 0.08


@dataclass(frozen=True, eq=False)
class Take:
    """A film as somebody sees and hears it: openings in pixels for each frame."""

    openings: F64
    fps: float


def watch(pictures: Iterable[NDArray[np.uint8]], who: Name, fps: float = 25.0) -> Take:
    """How far the mouth is open in each picture of a drawn person: pixels within the mouth that
    are neither skin nor lip, less those that a closed mouth has."""
    shown = list(pictures)
    portrait = drawn(who, shown[0].shape[0])
    mouth = portrait.face.mouth.frame
    left, right = (int(mouth.x + s * 1.35 * mouth.half_width) for s in (-1, 1))
    top = int(mouth.y - 0.55 * mouth.half_width)
    bottom = int(mouth.y + 1.45 * mouth.half_width)
    place = (slice(top, bottom), slice(left, right))
    still = _inside(portrait.image[place])
    counts = [_inside(picture[place]) for picture in shown]
    return Take(np.maximum(np.array(counts, dtype=np.float64) - still, 0.0), fps)


def _inside(part: NDArray[np.uint8]) -> int:
    """Pixels as pale as teeth or as dark as a mouth."""
    red, blue = part[..., 0].astype(int), part[..., 2].astype(int)
    return int(np.count_nonzero((red - blue < 34) | (red < 92)))


def flapping(audio: Audio, who: Name) -> Take:
    """The baseline: the same head, its mouth moved by the loudness alone."""
    import soxr

    samples = soxr.resample(audio.mono(), audio.rate, RATE)
    heard = listen([samples])
    motion = choreograph([], heard.levels, STEP, seconds=audio.seconds, fps=25.0)
    renderer = Renderer(drawn(who, HEIGHT))
    return watch(renderer.frames(map(motion.pose, range(len(motion)))), who)


def frame_loudness(audio: Audio, frames: int, fps: float) -> F64:
    """Root mean square of the sound during each frame."""
    edges = np.round(np.arange(frames + 1) / fps * audio.rate).astype(int)
    power = np.concatenate([[0.0], np.cumsum(audio.mono().astype(np.float64) ** 2)])
    edges = np.minimum(edges, len(power) - 1)
    return np.sqrt(np.diff(power[edges]) / np.maximum(np.diff(edges), 1))


def best_lag(openings: F64, envelope: F64) -> tuple[float, int]:
    """The highest correlation and its delay in frames; positive: the lips come later."""
    smooth = np.convolve(envelope, [0.25, 0.5, 0.25], mode="same")
    results = []
    for lag in LAGS:
        first = openings[max(lag, 0) : len(openings) + min(lag, 0)]
        second = smooth[max(-lag, 0) : len(smooth) - max(lag, 0)]
        results.append((float(np.corrcoef(first, second)[0, 1]), lag))
    return max(results)


def contacts(take: Take, truth: Sequence[Sound]) -> list[bool]:
    """For each p, b, m: whether the lips are closed within one frame of it."""
    limit = CLOSED * float(np.percentile(take.openings, 98))
    return [
        bool(_during(take, sound, around=1).min(initial=np.inf) <= limit)
        for sound in truth
        if sound.symbol in BILABIAL
    ]


def vowels_open(take: Take, truth: Sequence[Sound]) -> list[bool]:
    """For each full vowel of 60 ms or more: whether the mouth is open in it."""
    limit = OPEN * float(np.percentile(take.openings, 98))
    return [
        bool(_during(take, sound, around=0).max(initial=0.0) >= limit)
        for sound in truth
        if sound.symbol in VOWELS and sound.end - sound.start >= 0.06
    ]


def _during(take: Take, sound: Sound, *, around: int) -> F64:
    first = max(0, int(sound.start * take.fps) - around)
    last = min(len(take.openings), int(np.ceil(sound.end * take.fps)) + around)
    return take.openings[first:last]


def jitter_of(openings: F64) -> float:
    """How much the opening changes its direction: mean second difference over mean opening."""
    return float(np.abs(np.diff(openings, 2)).mean() / max(openings.mean(), 1.0))
