"""What passes quickly through the air: a whoosh, a swung sword or stick, an arrow."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from voice_agent.foley.blocks import envelopes, filters, noise
from voice_agent.foley.models.vehicles.engine import passing_by
from voice_agent.foley.sound import Course, Manner, Random, Samples, Sound


def rush(rng: Random, hz: Samples, level: Samples, octaves: float) -> Samples:
    """Turbulence: noise in a band around ``hz``, ``octaves`` wide; both courses one value a
    sample."""
    bend = np.log2(np.maximum(filters.gain_frequencies(), 20.0) / hz[::256, None])
    gains = level[::256, None] / np.sqrt(1.0 + (bend / (octaves / 2.0)) ** 4)
    return filters.moving(rng.standard_normal(len(hz)), gains)


def swing(
    rng: Random, seconds: float, hz: float, octaves: float, *, fastest: float, parts: int = 1
) -> Samples:
    """Something swung once through the air, ``fastest`` at that share of its way.

    Vortices leave a body of width d at 0.2 v / d (Strouhal), here ``hz`` at its fastest, and their
    pressure grows with the third power of its speed v (a dipole, Curle 1955). What is long moves
    fastest at its tip: ``parts`` along it sound each at its own pitch (Selfridge et al. 2017).
    """
    length, late = envelopes.frames(seconds), 0.5 + 0.5 * fastest
    way = [(0, 0.08), (0.5 * fastest, 0.5), (fastest, 1), (late, 0.5), (1, 0.08)]
    speed = envelopes.smooth(length, way)
    made = np.zeros(length)
    for part in np.linspace(1.0, 0.55, parts):
        made += rush(rng, hz * part * speed, (part * speed) ** 3, octaves)
    return envelopes.faded(made, 0.02, 0.05)


class Whoosh(Sound):
    """Something big goes by close to the ear: a broad band of turbulence that rises to about 300 Hz
    as it comes, and falls more quickly as it goes."""

    name = "a whoosh"
    words = ("whoosh", "swoosh", "whooshing", "woosh", "something flying by", "spell whoosh",
             "fireball", "boomerang", "frisbee", "javelin")  # fmt: skip
    heard_as = ("Whoosh, swoosh, swish", "Arrow", "Sound effect")
    course = Course.ONCE
    natural = (0.6, 1.0)
    gap = (0.7, 1.6)
    level = 64.0
    passing = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        lasting = seconds * manner.size**0.5 / manner.speed
        hz = self.trait("pitch", rng, 255.0, 350.0) * rng.uniform(0.9, 1.1) * manner.speed**0.5
        hz *= 2.0 ** (0.8 * (manner.intensity - 0.5)) / manner.size**0.7
        return swing(rng, lasting, hz, 2.2, fastest=rng.uniform(0.65, 0.78))


class Swish(Sound):
    """Something thin and long swung once: turbulence of its edge, brightest at the tip, at 1 to 1.3
    kHz where it is fastest (5 mm at 25 to 32 m/s)."""

    name = "a swish"
    words: ClassVar[tuple[str, ...]] = (
        "swish", "swishing", "whip swish", "whip whoosh", "stick swing", "swing a stick",
        "bat swing", "swing a bat", "golf swing", "golf club swing", "racket swing",
    )  # fmt: skip
    heard_as = ("Whoosh, swoosh, swish", "Arrow", "Sound effect")
    course = Course.ONCE
    natural = (0.4, 0.6)
    gap = (0.5, 1.4)
    level = 58.0
    outdoors = False
    passing = True

    edge: tuple[float, float] = (1000.0, 1300.0)  # Hz

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        lasting = seconds * manner.size**0.5 / manner.speed
        hz = self.trait("edge", rng, *self.edge) * rng.uniform(0.9, 1.1) * manner.speed**0.5
        hz *= 2.0 ** (0.8 * (manner.intensity - 0.5)) / manner.size**0.7
        return swing(rng, lasting, hz, 2.0, fastest=rng.uniform(0.42, 0.6), parts=5)


class SwordSwing(Swish):
    """A blade swung once: a swish that is a little slower and lower, since it is broader."""

    name = "a swinging sword"
    told = "a sword swinging"
    words = ("sword swing", "swing a sword", "sword swish", "sword whoosh", "blade swing",
             "swing a blade")  # fmt: skip
    natural = (0.45, 0.65)
    edge = (700.0, 950.0)


class Arrow(Sound):
    """An arrow flies by at 50 to 60 m/s: the hiss of its shaft and its feathers, which flutter a
    little, falls in pitch by a fourth as it passes (Doppler)."""

    name = "an arrow"
    told = "an arrow flying by"
    words = ("arrow", "arrow fly", "arrow flying by", "arrow whoosh", "shoot an arrow", "dart",
             "bow and arrow", "archer")  # fmt: skip
    heard_as = ("Arrow", "Whoosh, swoosh, swish", "Sound effect")
    course = Course.ONCE
    natural = (0.5, 0.7)
    gap = (0.8, 1.8)
    level = 55.0
    passing = True

    def render(self, rng: Random, seconds: float, manner: Manner) -> Samples:
        lasting = seconds * manner.size**0.5 / manner.speed
        doppler, near = passing_by(lasting, rng.uniform(50.0, 60.0), rng.uniform(4.0, 6.0))
        hz = self.trait("shaft", rng, 1100.0, 1500.0) * doppler / manner.size
        near *= envelopes.smooth(len(hz), [(0, 0), (0.4, 1), (0.6, 1), (1, 0)])
        near *= 1.0 + 0.1 * noise.jitter(rng, len(hz), 45.0)
        return rush(rng, hz, near, 0.9) + 0.12 * rush(rng, 2.2 * hz, near, 1.5)


SOUNDS = (
    Whoosh,
    Swish,
    SwordSwing,
    Arrow,
)
