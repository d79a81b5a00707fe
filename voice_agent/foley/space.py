"""Where a sound is: how far, behind what, on which side, in what room; and how it moves past.

Air absorption after ISO 9613-1 at 20 °C and 50 % humidity (rounded to a curve), rooms as early
reflections and a tail that decays faster in the treble (Schroeder 1962, Moorer 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voice_agent.foley.blocks.filters import dulled, equalised
from voice_agent.foley.blocks.noise import curve, shaped
from voice_agent.foley.sound import RATE, Random, Samples

SPEED_OF_SOUND = 343.0  # m/s
_BLOCK = 10 * RATE  # samples that get their room at a time: bounds the memory
_EAR_DELAY = 0.00029  # seconds between the sides for a sound fully to one side, in a mix


@dataclass(frozen=True)
class Room:
    """A room. ``t60``: seconds to -60 dB below 1 kHz; ``bright``: t60 at 8 kHz as a share of it.

    ``size``: metres to the walls; ``wet``: dB of the reverberation beside a source at 2 m.
    """

    t60: float
    bright: float
    size: float
    wet: float


# "close by" is a furnished room (0.4 s, Diaz and Pedrero 2005) at a fifth of its critical distance,
# where sounds of things are recorded; the other rooms are for who asks for them.
ROOMS = {
    "open air": Room(0.25, 0.5, 25.0, -30.0),
    "forest": Room(0.9, 0.25, 20.0, -20.0),
    "street": Room(0.9, 0.4, 9.0, -17.0),
    "close by": Room(0.4, 0.5, 2.6, -17.0),
    "small room": Room(0.3, 0.6, 1.5, -8.0),
    "room": Room(0.5, 0.55, 2.6, -10.0),
    "bathroom": Room(1.1, 0.7, 1.3, -6.0),
    "hall": Room(1.9, 0.45, 14.0, -9.0),
    "garage": Room(1.6, 0.5, 5.0, -8.0),
    "church": Room(4.5, 0.3, 22.0, -7.0),
    "tunnel": Room(3.2, 0.3, 3.5, -5.0),
    "cave": Room(3.4, 0.35, 10.0, -4.5),
}


@dataclass(frozen=True)
class Barrier:
    """What stands between a sound and who listens.

    ``loss``: dB that it takes altogether (weighted, ISO 717-1); ``points``: (Hz, dB) of its colour
    beside what it does at 125 Hz. ``indoors``: it belongs to a house, so that one listens in a
    room, and hears the sound from where the barrier is.
    """

    loss: float
    points: tuple[tuple[float, float], ...]
    indoors: bool = True


def _octaves(*gains: float) -> tuple[tuple[float, float], ...]:
    """``gains`` in dB at 125, 250, 500 Hz and so on."""
    return tuple((125.0 * 2.0**place, gain) for place, gain in enumerate(gains))


# Every barrier takes 6 dB an octave more as its mass has to follow faster (the mass law,
# 20 lg(f m) - 47 dB), until something else lets the treble pass.
# - A window: panes of 6 and 4 mm (EN 12758: 21, 20, 26, 38, 37, 39 dB), which begin to swing with
#   the air where bending waves are as fast as it is, near 2 and 3 kHz: a little treble is left.
# - A wall: two leaves of plasterboard. Above the resonance of the air between them, near 125 Hz, it
#   takes 18 dB an octave, 12 where studs join them (Sharp 1978): hardly anything above 500 Hz.
# - A door follows the mass law as far as the gap around it lets, about 40 dB; the next room is
#   behind such a wall with such a door in it, 2 of 10 square metres.
# - A floor: boards on joists with a ceiling of plasterboard, like a wall with more studs.
# - An open window is a hole: 15 dB at all frequencies (Berglund et al. 1999), and the treble
#   bends less around its edges.
# - Cloth: the mass law of 1 kg/m2, a thick blanket.
# - Water: by so much the ear hears less under water, 18 dB at 125 Hz to 56 dB at 8 kHz (Brandt and
#   Hollien 1967).
_WINDOW = Barrier(32.0, _octaves(0.0, 0.0, -6.0, -17.0, -17.0, -19.0, -25.0))
_WALL = Barrier(42.0, _octaves(0.0, -12.0, -24.0, -34.0, -40.0, -45.0, -50.0))
_DOOR = Barrier(29.0, _octaves(0.0, -5.0, -10.0, -15.0, -19.0, -21.0, -22.0))
_ROOM = Barrier(36.0, _octaves(0.0, -8.0, -15.0, -20.0, -24.0, -26.0, -27.0))
_FLOOR = Barrier(37.0, _octaves(0.0, -8.0, -18.0, -24.0, -29.0, -33.0, -38.0))
_HOLE = Barrier(15.0, _octaves(0.0, 0.0, -1.0, -2.0, -4.0, -6.0, -8.0))
BARRIERS = {
    "window": _WINDOW, "inside": _WINDOW, "outside": _WINDOW, "open window": _HOLE,
    "wall": _WALL, "next door": _WALL, "door": _DOOR, "next room": _ROOM, "open door": _HOLE,
    "ceiling": _FLOOR, "upstairs": _FLOOR, "floor": _FLOOR, "downstairs": _FLOOR,
    "cloth": Barrier(18.0, _octaves(0.0, -4.0, -9.0, -15.0, -21.0, -27.0, -33.0), indoors=False),
    "water": Barrier(35.0, _octaves(0.0, -6.0, -13.0, -19.0, -25.0, -32.0, -38.0), indoors=False),
}  # fmt: skip


def loss(barrier: str) -> float:
    """dB that a key of ``BARRIERS`` takes; none for an empty one."""
    return BARRIERS[barrier].loss if barrier else 0.0


def is_indoors(barrier: str) -> bool:
    """Whether one listens in a room because of it; not for an empty one."""
    return bool(barrier) and BARRIERS[barrier].indoors


def behind(samples: Samples, barrier: str) -> Samples:
    """A sound as heard behind a key of ``BARRIERS``: only its colour, not its level."""
    return dulled(samples, BARRIERS[barrier].points)


def distant(samples: Samples, metres: float, usual: float) -> Samples:
    """A sound as heard from farther (or nearer) than usual: only its colour, not its level.

    Air takes the treble (about 0.1 dB/m at 10 kHz, growing with the square of the frequency at
    first); ground and obstacles take some more, here 1.5 dB at 4 kHz for each doubling.
    """
    if metres <= usual * 1.05:
        return samples
    extra = metres - usual
    doublings = np.log2(metres / usual)
    points = [
        (hz, -min(60.0, extra * loss + doublings * ground))
        for hz, loss, ground in (
            (100.0, 0.0003, 0.3), (500.0, 0.003, 0.0), (1000.0, 0.005, 0.3),
            (2000.0, 0.010, 0.9), (4000.0, 0.028, 1.5), (8000.0, 0.09, 2.4),
            (16_000.0, 0.25, 3.5),
        )
    ]  # fmt: skip
    return equalised(samples, points)


def passing(samples: Samples, nearest: float, speed: float) -> tuple[Samples, Samples, Samples]:
    """A source driving past on a straight line, nearest in the middle of the sound.

    ``nearest`` in metres, ``speed`` in m/s. Returns the samples with Doppler shift and
    distance, the distance in metres and the side from -1 to 1, one value a sample.
    """
    time = (np.arange(len(samples)) - len(samples) / 2) / RATE
    along = speed * time
    metres = np.sqrt(nearest**2 + along**2)
    late = (metres - metres[0]) / SPEED_OF_SOUND * RATE
    heard = np.interp(np.arange(len(samples)), np.arange(len(samples)) + late, samples)
    return heard * (nearest / metres), metres, along / metres


def spread(samples: Samples, side: Samples | float) -> Samples:
    """Mono between the loudspeakers, ``side`` -1 left .. 1 right: level and a small delay."""
    angle = (np.asarray(side) + 1.0) * (np.pi / 4.0)
    made = np.empty((len(samples), 2), samples.dtype)
    made[:, 0] = samples * np.cos(angle)
    made[:, 1] = samples * np.sin(angle)
    if np.ndim(side) == 0 and side:
        late = round(abs(float(side)) * _EAR_DELAY * RATE)
        channel = 0 if side > 0 else 1
        made[late:, channel] = made[: len(made) - late, channel].copy()
        made[:late, channel] = 0.0
    return made


def response(room: Room, rng: Random) -> Samples:
    """A room's impulse response without the direct sound, shape (frames, 2), unit energy."""
    length = max(256, round(room.t60 * 1.1 * RATE))
    time = np.arange(length) / RATE
    made = np.zeros((length, 2))
    bands = ((60.0, 1000.0, 1.0), (1000.0, 4000.0, 0.5 + 0.5 * room.bright), (4000.0, 14e3, 1.0))
    for low, high, share in bands:
        t60 = room.t60 * (room.bright if low == 4000.0 else share)
        fall = np.exp(time * (-6.908 / t60))
        for side in range(2):
            noise = rng.standard_normal(length)
            points = [(low / 4, -48.0), (low, 0.0), (high, 0.0), (high * 1.6, -48.0)]
            spectrum = np.fft.rfft(noise) * curve(np.fft.rfftfreq(length, 1.0 / RATE), points)
            made[:, side] += np.fft.irfft(spectrum, length) * fall
    mean_path = 4.0 * room.size / 3.0 / SPEED_OF_SOUND
    made *= (1.0 - np.exp(-time / max(2.0 * mean_path, 0.002)))[:, None]
    made /= np.sqrt(np.sum(made**2) / 2.0)
    early = np.zeros((length, 2))
    for order in range(1, 9):
        late = room.size * rng.uniform(0.7, 1.3) * (1.0 + 0.6 * order) / SPEED_OF_SOUND
        place = round(late * RATE)
        if place < length:
            early[place] += rng.uniform(0.3, 1.0, 2) * rng.choice([-1.0, 1.0]) * 0.75**order
    early /= max(np.sqrt(np.sum(early**2) / 2.0), 1e-9)
    made = 0.85 * made + 0.5 * early
    return made / np.sqrt(np.sum(made**2) / 2.0)


def air(rng: Random, length: int, outdoors: bool) -> Samples:
    """What is heard where nothing sounds: air and distant life, unit power, shape (length, 2).

    No place is digitally silent; a scene without it sounds cut out. Falls by 6 dB an octave
    above 150 Hz outdoors, a little faster indoors.
    """
    points = [(30.0, 0.0), (150.0, 0.0), (600.0, -11.0), (2400.0, -22.0), (9600.0, -33.0)]
    if not outdoors:
        points = [(30.0, 2.0), (120.0, 0.0), (500.0, -14.0), (2000.0, -27.0), (8000.0, -40.0)]
    size = min(length, 20 * RATE)
    made = np.empty((length, 2), np.float32)
    sides = [shaped(rng, size, points) for _ in range(2)]
    for number, side in enumerate(sides):
        # 20 s are spun out by cross-fading pieces from random places.
        made[:, number] = _spun(rng, side, length) if size < length else side
    return made


def _spun(rng: Random, samples: Samples, length: int) -> Samples:
    """Noise continued: pieces from random places, faded over each other at equal power."""
    seam = 2 * RATE
    ramp = np.sin(np.linspace(0.0, np.pi / 2.0, seam))
    made = np.zeros(length + len(samples), np.float32)
    made[: len(samples)] = samples
    end = len(samples)
    while end < length:
        start = int(rng.integers(0, len(samples) // 2))
        piece = samples[start:].copy()
        piece[:seam] *= ramp
        made[end - seam : end] *= ramp[::-1]
        made[end - seam : end - seam + len(piece)] += piece
        end += len(piece) - seam
    return made[:length]


def reverberated(dry: Sequence[tuple[Samples, float]], tail: Samples, wet: float) -> Samples:
    """The sum of stereo mixes with their reverberation at ``wet`` dB, as long as they are.

    ``dry``: mixes of the same shape, each with the factor at which it goes to the room. The
    first is worked on in place: from its end to its beginning, since a block's reverberation
    only reaches what comes after it.
    """
    from scipy.signal import oaconvolve

    made = dry[0][0]
    for start in reversed(range(0, len(made), _BLOCK)):
        block = slice(start, start + _BLOCK)
        sent = sum(factor * mix[block] for mix, factor in dry)
        for mix, _ in dry[1:]:
            made[block] += mix[block]
        room = oaconvolve(sent, tail, axes=0)[: len(made) - start]
        made[start : start + len(room)] += 10.0 ** (wet / 20.0) * room
    return made
