"""Scenes: what a description asks for, rendered and mixed. 44.1 kHz, stereo, -23 LUFS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice_agent.foley import space
from voice_agent.foley.blocks.envelopes import fade, frames
from voice_agent.foley.layout import Cue, lay_out
from voice_agent.foley.performance import Check, perform
from voice_agent.foley.sound import RATE, Manner, Random, Sound, Speak
from voice_agent.foley.wishes import Reading, Wish
from voice_agent.sound.mastering import mastered

# The quiet of a place in dB SPL: 30 dB(A) in a bedroom at night, little more in the country by
# day (Berglund et al. 1999, Guidelines for Community Noise); and how much softer than the sounds.
_QUIET_INSIDE, _QUIET_OUTSIDE = 29.0, 33.0
_AIR = (-44.0, -26.0)


@dataclass(frozen=True)
class Heard:
    """One occurrence in the scene: of which wish, from when to when in seconds."""

    wish: Wish
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class Scene:
    """A scene: stereo samples of shape (frames, 2), and what sounds when, in order of time."""

    samples: NDArray[np.float32]
    events: tuple[Heard, ...]


def build(
    reading: Reading,
    seconds: float,
    seed: int,
    *,
    speak: Speak | None = None,
    check: Check = lambda: None,
    progress: Callable[[float], None] = lambda share: None,
) -> Scene:
    """The scene that ``reading`` asks for. The same seed makes the same scene.

    ``check`` may raise to stop; ``progress`` is told the share that is done.
    """
    rng = np.random.default_rng(seed)
    cues = lay_out(reading.wishes, seconds, rng)
    length = frames(seconds)
    mixes: dict[float, NDArray[np.float32]] = {}  # by the share that goes to the room
    room = space.ROOMS[reading.room or _usual_room(reading)]
    events: list[Heard] = []
    sources: dict[tuple[int, int], Sound] = {}  # the same dog barks again
    for number, cue in enumerate(cues):
        check()
        key = (reading.wishes.index(cue.wish), cue.source)
        source = sources.setdefault(key, cue.wish.sound(speak))
        share = max(0.7, cue.wish.far) ** 0.5
        if share not in mixes:
            mixes[share] = np.zeros((length, 2), np.float32)
        _play(cue, source, rng, mixes[share], events, check)
        progress(0.85 * (number + 1) / len(cues))
    tail = space.response(room, rng).astype(np.float32)
    for share, mix in mixes.items():  # distance is heard in colour and room more than in level
        mix *= 1.0 + share
    sent = [(mix, share / (1.0 + share)) for share, mix in mixes.items()]
    made = space.reverberated(sent or [(np.zeros((length, 2), np.float32), 1.0)], tail, room.wet)
    check()
    outdoors = room in (space.ROOMS["open air"], space.ROOMS["forest"], space.ROOMS["street"])
    quiet = np.clip((_QUIET_OUTSIDE if outdoors else _QUIET_INSIDE) - _loudest(reading), *_AIR)
    loud = _level_of_what_sounds(made) * 10.0 ** (float(quiet) / 20.0)
    air = space.air(rng, length, outdoors)
    air *= loud
    made += air
    events.sort(key=lambda event: event.start)
    return Scene(_finished(made), tuple(events))


def _play(
    cue: Cue,
    source: Sound,
    rng: Random,
    mix: NDArray[np.float32],
    events: list[Heard],
    check: Check,
) -> None:
    """Render one cue and add it to the mix."""
    wish = cue.wish
    gain = 10.0 ** (cue.gain / 20.0)
    for piece in perform(
        source, rng, cue.seconds, wish.manner,
        count=cue.count, far=wish.far, behind=wish.behind, side=cue.side, ends=cue.fade,
        check=check,
    ):  # fmt: skip
        first = frames(cue.start) - 1 + piece.first
        samples = piece.samples[: len(mix) - first]
        samples *= gain
        mix[first : first + len(samples)] += samples
        if piece.event is not None:
            start, stop = (cue.start + seconds for seconds in piece.event)
            events.append(Heard(wish, start, min(len(mix) / RATE, stop)))


def _loudest(reading: Reading) -> float:
    """dB SPL of the loudest sound where one stands."""
    levels = [
        w.sound.level + w.level - 6.0 * float(np.log2(w.far)) - space.loss(w.behind)
        for w in reading.wishes
    ]
    return max(levels, default=60.0)


def _level_of_what_sounds(made: NDArray[np.float32]) -> float:
    """The level while something sounds: that of the loudest tenth of all 50 ms."""
    size = RATE // 20
    rows = made[: len(made) // size * size].reshape(-1, 2 * size)
    power = np.einsum("ij,ij->i", rows, rows) / (2 * size)
    return float(np.sqrt(np.sort(power)[-max(1, len(power) // 10) :].mean())) if len(power) else 0.0


def _usual_room(reading: Reading) -> str:
    """Where it is when nobody says: the room of who listens behind a wall, the place that all
    sounds share, or inside or outside."""
    if any(space.is_indoors(wish.behind) for wish in reading.wishes):
        return "room"
    usual = {wish.sound.place for wish in reading.wishes}
    if len(usual) == 1 and usual != {""}:
        return usual.pop()
    inside = sum(not wish.sound.outdoors for wish in reading.wishes)
    return "close by" if inside * 2 > len(reading.wishes) else "open air"


def _finished(made: NDArray[np.float32]) -> NDArray[np.float32]:
    fade(made, 0.004, min(0.25, len(made) / RATE / 6))
    return mastered(made)


def alone(
    sound: type[Sound], seconds: float, seed: int, manner: Manner | None = None
) -> NDArray[np.float32]:
    """One sound by itself in its usual place, shape (frames, 2), mastered."""
    wish = Wish(sound, manner or Manner())
    return build(Reading((wish,)), seconds, seed).samples
